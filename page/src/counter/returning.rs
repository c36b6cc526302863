//! Giving a result out: scan the slip, compare who stands there, take what is due, sign.

use super::field::{self, choose, line};
use super::party::{RELATIONS, relation};
use super::scan::Scanned;
use super::{Wrong, summary, wrong_at};
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Whether the card that was scanned is of somebody who may take the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// No card was scanned: the clerk compares by eye.
    #[default]
    Unknown,
    /// It is the applicant's.
    Applicant,
    /// It is the submitter's on the slip.
    Submitter,
    /// It is of neither: an authorisation is needed.
    Other,
}

/// The dossier whose result is given out.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Its code.
    pub code: String,
    /// Its page.
    pub path: String,
    /// What was asked for: Vietnamese.
    pub procedure: String,
    /// Whose matter it is.
    pub applicant: String,
    /// Who brought it, where that was somebody else.
    pub submitter: Option<String>,
    /// The result: number, date, how many originals.
    pub result: String,
    /// Since when it waits.
    pub ready: Option<Day>,
    /// Why it cannot be given out now: what is missing, or who holds it.
    pub hindrance: Option<String>,
    /// Where an electronic copy went, or can be had.
    pub copy: Option<String>,
    /// What is still to be paid, written out; `None`: nothing.
    pub owed: Option<String>,
    /// The next number of a receipt at this desk.
    pub receipt: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Returning {
    /// What was typed or scanned: a dossier's code or a card.
    pub query: String,
    /// The dossier; `None` before one is found.
    pub waiting: Option<Waiting>,
    /// Others of the same person that can be given out too: code, procedure, address.
    pub others: Vec<(String, String, String)>,
    /// What came of the card.
    pub scanned: Scanned,
    /// Whose card it is.
    pub matched: Match,
    /// What the receiver is to the applicant; one of [`RELATIONS`].
    pub relation: String,
    /// The receiver's name where it is neither applicant nor submitter.
    pub receiver: String,
    /// The authorisation.
    pub authorisation: String,
    /// `cash` or `transfer`.
    pub method: String,
    /// Whether a finger stands for the signature.
    pub fingerprint: bool,
    /// What was given out just before.
    pub done: Option<String>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

/// Characters of a card's line.
const SCAN_LENGTH_MAX: u16 = 3000;

template!(Returning, "counter/returning.html");

impl Returning {
    fn error(&self, name: &str) -> Option<&str> {
        wrong_at(&self.wrong, name)
    }

    fn summary(&self, text: &Text) -> String {
        summary(&self.wrong, *text)
    }

    fn is_other(&self) -> bool {
        self.matched == Match::Other || !self.relation.is_empty()
    }

    /// What is said of the card, as markup.
    fn matched(&self, text: &Text) -> String {
        let (class, sign, words) = match self.matched {
            Match::Unknown => ("void", "user", text.returning_match_unknown()),
            Match::Applicant => ("ok", "okc", text.returning_match_applicant()),
            Match::Submitter => ("ok", "okc", text.returning_match_submitter()),
            Match::Other => ("late", "alert", text.returning_match_other()),
        };
        format!("<span class=\"mc-state mc-state--{class}\">{}{words}</span>", crate::icon(sign))
    }

    fn card(&self, text: &Text) -> String {
        // The scanner's Enter compares: a card that is scanned never gives anything out.
        let card = line("scan", text.returning_card(), "").key("F4").at_most(SCAN_LENGTH_MAX);
        card.focused(self.wrong.is_empty()).render(*text)
    }

    fn receiver(&self, text: &Text) -> String {
        let choices = RELATIONS.iter().map(|id| (*id, relation(*text, id))).collect();
        let fields = [
            choose("relation", text.returning_relation(), &self.relation, choices),
            line("receiver", text.returning_receiver(), &self.receiver).judged(&self.wrong),
            line("authorisation", text.counter_authorisation(), &self.authorisation)
                .judged(&self.wrong),
        ];
        field::render(&fields, *text)
    }

    fn payment(&self, waiting: &Waiting, text: &Text) -> String {
        let methods =
            vec![("cash", text.counter_pay_cash()), ("transfer", text.counter_pay_transfer())];
        let fields = [
            choose("method", text.counter_pay_method(), &self.method, methods).class("c3"),
            line("receipt", text.counter_receipt_number(), &waiting.receipt)
                .class("c3")
                .judged(&self.wrong),
        ];
        field::render(&fields, *text)
    }

    fn finger(&self, text: &Text) -> String {
        super::party::fingerprint(*text, self.fingerprint).render(*text)
    }
}

impl Page for Returning {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.returning_name(),
            false => text.error_title(text.returning_name()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Returning> {
        super::sample::returnings()
    }
}
