//! Papers that were asked for, and came.

use super::act::Act;
use super::told;
use crate::Text;
use crate::procedure::{Choice, Said};

/// A paper that was asked for.
#[derive(Clone, Debug)]
pub struct Came {
    /// The component's id; letters, digits and hyphens.
    pub id: String,
    /// The component.
    pub name: Said,
    /// Why it was asked for: reason and words.
    pub asked: String,
    /// Files that came for it, to choose from; sent as `attachment.ID`.
    pub files: Vec<Choice>,
}

/// Papers that were asked for; sent as `came`, `form.ID`, `quantity.ID` and `attachment.ID`.
#[derive(Clone, Debug)]
pub struct Papers {
    /// The papers.
    pub papers: Vec<Came>,
}

/// Forms of a paper, by their names in data, the likeliest first.
const FORMS: [&str; 4] = ["electronic", "original", "certified_copy", "photocopy"];

/// A row of the form.
struct CameRow<'a> {
    came: &'a Came,
    ticked: bool,
    forms: Vec<Choice>,
    files: Vec<Choice>,
    quantity: String,
    form_error: Option<String>,
    quantity_error: Option<String>,
}

impl Papers {
    fn rows<'a>(&'a self, act: &'a Act, t: Text) -> Vec<CameRow<'a>> {
        let sent = !act.filled.0.is_empty();
        let form = |id: &&str| Choice {
            id: (*id).to_owned(),
            label: Said::plain(told::paper(t, id)),
            chosen: false,
        };
        let forms: Vec<Choice> = FORMS.iter().map(form).collect();
        let row = |came: &'a Came| {
            let id = &came.id;
            let quantity = format!("quantity.{id}");
            CameRow {
                came,
                ticked: !sent || act.filled.all("came").any(|it| it == id),
                forms: act.filled.choices(&format!("form.{id}"), &forms),
                files: act.filled.choices(&format!("attachment.{id}"), &came.files),
                quantity: if sent { act.filled.one(&quantity).to_owned() } else { "1".to_owned() },
                form_error: act.error(&format!("form.{id}")),
                quantity_error: act.error(&quantity),
            }
        };
        self.papers.iter().map(row).collect()
    }

    /// What is wrong, each with the element that it leads to.
    pub(super) fn errors(&self, act: &Act) -> Vec<(String, String)> {
        let first = self.papers.first().map(|came| format!("came-{}", came.id));
        let whole = first.and_then(|target| Some((target, act.error("came")?)));
        let rows = self.papers.iter().flat_map(|came| {
            ["form", "quantity"].into_iter().filter_map(|part| {
                let error = act.error(&format!("{part}.{}", came.id))?;
                Some((format!("{part}-{}", came.id), error))
            })
        });
        whole.into_iter().chain(rows).collect()
    }

    /// The rows of the form, as markup.
    pub(super) fn render(&self, act: &Act, t: Text) -> String {
        #[derive(askama::Template)]
        #[template(path = "dossier/papers.html")]
        struct Filled<'a> {
            t: Text,
            rows: Vec<CameRow<'a>>,
            error: Option<String>,
        }
        let filled = Filled { t, rows: self.rows(act, t), error: act.error("came") };
        askama::Template::render(&filled)
            .expect("invariant: a string takes every page, and texts do not fail")
    }

    /// A sample.
    pub(super) fn sample() -> Papers {
        let file = Choice {
            id: "2019-ab".to_owned(),
            label: Said::plain("mat-cat-<mong>.pdf"),
            chosen: false,
        };
        let came = |id: &str, name: &str, files| Came {
            id: id.to_owned(),
            name: Said { text: name.to_owned(), vietnamese: true },
            asked: "Nội dung sai: thiếu mặt cắt <móng>".to_owned(),
            files,
        };
        let with_file = came("ban-ve", "Bản vẽ thiết kế", vec![file]);
        Papers { papers: vec![with_file, came("cam-ket", "Bản cam kết", Vec::new())] }
    }
}
