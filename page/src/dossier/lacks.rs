//! What is not right with a dossier, paper by paper: for a supplement request or a refusal.

use super::act::Act;
use crate::Text;
use crate::procedure::{Choice, Said};

/// A paper that may be lacking.
#[derive(Clone, Debug)]
pub struct Lack {
    /// The component's id, `whole` for the dossier as such; letters, digits and hyphens.
    pub id: String,
    /// The component.
    pub name: Said,
    /// What came of it: `2 trang, bản chụp`; empty where nothing did.
    pub came: String,
    /// Whether it must be there and is not: it is ticked from the start.
    pub absent: bool,
}

/// The papers and reasons that a supplement request or a refusal offers; sent as `lack`,
/// `reason.ID` and `text.ID`.
#[derive(Clone, Debug)]
pub struct Lacks {
    /// Papers of the dossier's case; the last stands for the dossier as such.
    pub lacks: Vec<Lack>,
    /// Reasons, by their names in data.
    pub reasons: Vec<Choice>,
    /// How often was asked in this stage already; from the first on a ground is asked for.
    pub before: u64,
    /// When it was asked for before, and what, in sentences.
    pub told_before: Vec<String>,
}

/// A row of the form.
struct LackRow<'a> {
    lack: &'a Lack,
    ticked: bool,
    reasons: Vec<Choice>,
    text: &'a str,
    reason_error: Option<String>,
    text_error: Option<String>,
}

impl Lacks {
    fn rows<'a>(&'a self, act: &'a Act) -> Vec<LackRow<'a>> {
        let sent = !act.filled.0.is_empty();
        let row = |lack: &'a Lack| {
            let (reason, text) = (format!("reason.{}", lack.id), format!("text.{}", lack.id));
            let ticked = match sent {
                true => act.filled.all("lack").any(|id| id == lack.id),
                false => lack.absent,
            };
            LackRow {
                lack,
                ticked,
                reasons: act.filled.choices(&reason, &self.reasons),
                text: act.filled.0.iter().find(|(name, _)| *name == text).map_or("", |(_, it)| it),
                reason_error: act.error(&reason),
                text_error: act.error(&text),
            }
        };
        self.lacks.iter().map(row).collect()
    }

    /// What is wrong, each with the element that it leads to.
    pub(super) fn errors(&self, act: &Act) -> Vec<(String, String)> {
        let first = self.lacks.first().map(|lack| format!("lack-{}", lack.id));
        let whole = first.and_then(|target| Some((target, act.error("lack")?)));
        let rows = self.rows(act).into_iter().flat_map(|row| {
            let id = &row.lack.id;
            let reason = row.reason_error.map(|error| (format!("reason-{id}"), error));
            let text = row.text_error.map(|error| (format!("text-{id}"), error));
            reason.into_iter().chain(text)
        });
        whole.into_iter().chain(rows).collect()
    }

    /// The rows of the form, as markup.
    pub(super) fn render(&self, act: &Act, t: Text) -> String {
        #[derive(askama::Template)]
        #[template(path = "dossier/lacks.html")]
        struct Filled<'a> {
            t: Text,
            asked: &'a Lacks,
            rows: Vec<LackRow<'a>>,
            error: Option<String>,
        }
        let filled = Filled { t, asked: self, rows: self.rows(act), error: act.error("lack") };
        askama::Template::render(&filled)
            .expect("invariant: a string takes every page, and texts do not fail")
    }

    /// A sample, asked so many times before.
    pub(super) fn sample(before: u64) -> Lacks {
        let lack = |id: &str, name: &str, came: &str, absent| Lack {
            id: id.to_owned(),
            name: Said { text: name.to_owned(), vietnamese: true },
            came: came.to_owned(),
            absent,
        };
        let reason = |id: &str, name: &str| Choice {
            id: id.to_owned(),
            label: Said::plain(name),
            chosen: false,
        };
        Lacks {
            lacks: vec![
                lack("ban-ve", "Bản vẽ thiết kế <xây dựng>", "6 trang, điện tử", false),
                lack("cam-ket", "Bản cam kết an toàn công trình liền kề", "", true),
                lack("whole", "Toàn bộ hồ sơ", "", false),
            ],
            reasons: vec![reason("missing", "Thiếu"), reason("expired", "Hết hiệu lực")],
            before,
            told_before: (0..before)
                .map(|_| "22/11/2019: bản vẽ thiếu mặt cắt móng.".to_owned())
                .collect(),
        }
    }
}
