//! The slip: form M01, as it is printed and given (TT 01/2018/TT-VPCP; TT 03/2025/TT-VPCP).
//!
//! The form is Vietnamese on every page: it is a paper of the law. What stands around it is in the
//! page's language.

use super::papers;
use crate::format::Day;
use crate::layout::template;
use crate::{Language, Layout, Page, Text};

/// A paper on the slip.
#[derive(Clone, Debug, Default)]
pub struct SlipPaper {
    /// Its Vietnamese name.
    pub name: String,
    /// One of [`super::FORMS`].
    pub form: String,
    /// How many.
    pub quantity: u64,
    /// Shown, compared and handed back.
    pub presented: bool,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The title of the form in the rules of the dossier.
    pub title: String,
    /// Lines at its head: the committee, the desk.
    pub office: Vec<String>,
    /// Where it is written.
    pub locality: String,
    /// The number of the slip, with its symbol: `1021/BPTNTKQ`.
    pub number: String,
    /// The dossier's code.
    pub code: String,
    /// A QR code of the address where it is tracked, as markup.
    pub qr: String,
    /// What is typed there beside the code; printed once, and kept as a hash.
    pub secret: Option<String>,
    /// Whose matter it is.
    pub applicant: String,
    /// Who brought it, where that is somebody else, and as what.
    pub submitter: Option<(String, String)>,
    /// Address.
    pub address: String,
    /// Telephone; empty: none.
    pub phone: String,
    /// What is asked for.
    pub procedure: String,
    /// The papers.
    pub papers: Vec<SlipPaper>,
    /// Sets of papers.
    pub sets: u64,
    /// How long it takes: as promised, and by law.
    pub span: String,
    /// When it was received.
    pub received: (Day, u8, u8),
    /// When the result is there.
    pub due: (Day, u8, u8),
    /// Where it is given.
    pub return_at: String,
    /// Fees, one a line; empty: none.
    pub fees: Vec<String>,
    /// The register's book and number.
    pub register: (String, String),
    /// Number in the register of what was decided and handed out at once.
    pub result: Option<String>,
    /// Where another dossier of the same person and procedure begins; `None` where none does.
    pub same: Option<String>,
    /// Whether the submitter signs with a finger.
    pub fingerprint: bool,
    /// Who received it.
    pub clerk: String,
    /// Where one asks: address and telephone.
    pub contact: String,
    /// Whether it was saved just now, and the printer is asked at once.
    pub fresh: bool,
    /// Whether it is printed again.
    pub again: bool,
    /// The dossier's page.
    pub dossier: String,
}

template!(Slip, "counter/slip.html");

impl Slip {
    /// The form's texts: Vietnamese.
    fn form(&self) -> Text {
        Text::new(Language::Vietnamese)
    }

    fn paper_form(&self, paper: &SlipPaper) -> String {
        papers::form(self.form(), &paper.form)
    }

    fn instant(&self, (day, hour, minute): &(Day, u8, u8)) -> String {
        let hour = format!("{hour:02}");
        let minute = format!("{minute:02}");
        self.form().slip_instant(hour, minute, self.day(day))
    }

    fn day(&self, day: &Day) -> String {
        // Two digits keep a day of one digit from being changed on paper (NĐ 30/2020/NĐ-CP).
        let two = |part: u8| format!("{part:02}");
        self.form().slip_day(two(day.day), two(day.month), day.year)
    }

    fn sets(&self) -> String {
        format!("{:02}", self.sets)
    }

    fn is_english(&self, text: &Text) -> bool {
        text.language == Language::English
    }
}

impl Page for Slip {
    fn name(&self, text: Text) -> String {
        text.slip_name(&self.code)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Slip> {
        super::sample::slips()
    }
}
