//! Whether a result was issued, for whoever holds a paper or a file of one.

use crate::format::Day;
use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// Whether a result holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As it was issued.
    Valid,
    /// It was corrected.
    Corrected,
    /// It was revoked.
    Revoked,
}

/// A result that was issued.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its number; may be empty.
    pub number: String,
    /// The day that it was released.
    pub day: Day,
    /// Whose it is.
    pub office: String,
    /// The procedure.
    pub procedure: Said,
    /// Whether it holds.
    pub standing: Standing,
    /// What was decided, in words.
    pub decided: String,
    /// Whether what was asked for was granted: a decision to refuse it is a result too.
    pub granted: bool,
    /// SHA-256 of its file, where there is one.
    pub hash: Option<String>,
}

/// What a file is beside the one that was issued.
#[derive(Clone, Debug)]
pub enum Compared {
    /// The same, byte for byte; with its SHA-256.
    Same(String),
    /// Another.
    Other(String),
    /// No file was issued.
    NoFile,
    /// None was sent.
    Nothing,
    /// It is larger than any that is issued.
    TooLarge,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// What was asked for: a code or a number.
    pub name: String,
    /// Whether nothing of that name was issued.
    pub unknown: bool,
    /// The result.
    pub outcome: Option<Outcome>,
    /// What a file is beside it.
    pub compared: Option<Compared>,
}

impl Issued {
    fn is_wrong(&self) -> bool {
        self.unknown || matches!(self.compared, Some(Compared::Nothing | Compared::TooLarge))
    }
}

template!(Issued, "issued/page.html");

impl Page for Issued {
    fn name(&self, text: Text) -> String {
        text.issued_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Issued> {
        let name = "000.00.31.H16-191114-0007".to_owned();
        let outcome = |standing| Outcome {
            number: "118/GPXD".to_owned(),
            day: Day { year: 2019, month: 12, day: 16 },
            office: "UBND <thị xã> Gia Nghĩa".to_owned(),
            procedure: Said {
                text: "Cấp giấy phép <xây dựng>".to_owned(), vietnamese: true
            },
            standing,
            decided: "Đồng ý giải quyết".to_owned(),
            granted: true,
            hash: Some("ab".repeat(32)),
        };
        let rejected = Outcome {
            decided: "Không đồng ý <giải quyết>".to_owned(),
            granted: false,
            ..outcome(Standing::Valid)
        };
        let of = |standing, compared| Issued {
            name: name.clone(),
            outcome: Some(outcome(standing)),
            compared,
            ..Issued::default()
        };
        let sum = "cd".repeat(32);
        vec![
            Issued::default(),
            Issued { name: "<x>".to_owned(), unknown: true, ..Issued::default() },
            of(Standing::Valid, None),
            Issued { outcome: Some(rejected), ..of(Standing::Valid, None) },
            of(Standing::Valid, Some(Compared::Same(sum.clone()))),
            of(Standing::Corrected, Some(Compared::Other(sum))),
            of(Standing::Revoked, Some(Compared::Nothing)),
            of(Standing::Valid, Some(Compared::TooLarge)),
            of(Standing::Valid, Some(Compared::NoFile)),
        ]
    }
}
