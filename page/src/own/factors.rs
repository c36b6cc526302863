//! Second factors: what there is, a new authenticator, new recovery codes.

use super::{Done, Wrong, wrong_at};
use crate::layout::template;
use crate::{Layout, Page, Text};

/// A second factor in the list.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Its means in forms: `totp`, `passkey`.
    pub means: &'static str,
    /// Its identifier in forms.
    pub id: String,
    /// What its owner calls it; empty for the authenticator.
    pub label: String,
    /// Seconds since it was last used; `None` before.
    pub used_seconds: Option<u64>,
}

impl Factor {
    fn title(&self, text: &Text) -> String {
        match (self.means, self.label.is_empty()) {
            ("totp", _) => text.own_factor_totp(),
            (_, true) => text.own_factor_passkey(),
            (_, false) => text.own_factor_passkey_named(&self.label),
        }
    }
}

/// Second factors of one's own account.
#[derive(Clone, Debug)]
pub struct Factors {
    /// All of them.
    pub factors: Vec<Factor>,
    /// Recovery codes that are left; `None` where none were made.
    pub codes_left: Option<u64>,
    /// Whether the last one must stay: an officer has one.
    pub keeps_last: bool,
    /// What a new passkey is called at first; `None` where the site can have none.
    pub passkey_name: Option<String>,
    /// What was just done.
    pub done: Option<Done>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl Factors {
    fn may_remove(&self) -> bool {
        !self.keeps_last || self.factors.len() > 1
    }

    fn has_authenticator(&self) -> bool {
        self.factors.iter().any(|factor| factor.means == "totp")
    }
}

template!(Factors, "own/factors.html");

impl Page for Factors {
    fn name(&self, text: Text) -> String {
        text.own_factors()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Factors> {
        let factor = |means, id: &str, label: &str, used| Factor {
            means,
            id: id.to_owned(),
            label: label.to_owned(),
            used_seconds: used,
        };
        let totp = factor("totp", "", "", Some(90));
        let keys = [
            factor("passkey", "k1", "Điện thoại <của tôi>", None),
            factor("passkey", "k2", "", None),
        ];
        let one = Factors {
            factors: vec![totp.clone()],
            codes_left: Some(2),
            keeps_last: true,
            passkey_name: Some("Chrome trên <máy lạ>".to_owned()),
            done: Some(Done::FactorAdded),
            wrong: Vec::new(),
        };
        let many = Factors {
            factors: std::iter::once(totp).chain(keys).collect(),
            codes_left: Some(9),
            done: Some(Done::PasskeyNamed),
            ..one.clone()
        };
        let none = Factors {
            factors: Vec::new(),
            codes_left: None,
            keeps_last: false,
            passkey_name: None,
            ..many.clone()
        };
        let last = Wrong {
            target: "factors", text: "Phải còn ít nhất một yếu tố.".to_owned()
        };
        let refused = Factors { done: None, wrong: vec![last], ..one.clone() };
        vec![one, many, none, refused]
    }
}

/// A new authenticator: its picture and its secret, and the code that proves it works.
#[derive(Clone, Debug)]
pub struct Enrol {
    /// The secret as it is typed, in groups of four.
    pub secret: String,
    /// The picture for the app, as the source of an image.
    pub picture: String,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl Enrol {
    fn code_error(&self) -> Option<&str> {
        wrong_at(&self.wrong, "code")
    }
}

template!(Enrol, "own/enrol.html");

impl Page for Enrol {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.own_enrol(),
            false => text.error_title(text.own_enrol()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Enrol> {
        let first = Enrol {
            secret: "JBSW Y3DP EHPK 3PXP".to_owned(),
            picture: "data:image/svg+xml;base64,PHN2Zy8+".to_owned(),
            wrong: Vec::new(),
        };
        let error = Wrong { target: "code", text: "Mã chưa đúng.".to_owned() };
        let again = Enrol { wrong: vec![error], ..first.clone() };
        vec![first, again]
    }
}

/// Recovery codes, shown once.
#[derive(Clone, Debug)]
pub struct Codes {
    /// The codes.
    pub codes: Vec<String>,
}

template!(Codes, "own/codes.html");

impl Page for Codes {
    fn name(&self, text: Text) -> String {
        text.own_codes()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Codes> {
        vec![Codes { codes: vec!["K7QM-W2XD-9RTA".to_owned(), "AAAA-BBBB-CCCC".to_owned()] }]
    }
}
