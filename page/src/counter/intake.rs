//! Taking a dossier in: one screen, filled by a scan, a few letters and a digit for each paper.
//!
//! The form goes back and forth as a whole: `check` answers the same page with what the card, the
//! procedure and the papers came to, so that it works without scripts. A script sends the same
//! form and puts the answer in place.

use super::field::{self, Field, choose, line};
use super::known::Known;
use super::party::{self, Party, Submitter};
use super::procedure::{Chosen, Fee, Found};
use super::scan::Scanned;
use super::{Wrong, summary, wrong_at};
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Whoever was called to the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The number: `A-047`.
    pub number: String,
    /// Minutes they waited.
    pub waited_minutes: u64,
    /// How many wait behind them.
    pub behind: u64,
}

/// The dossier that was saved just before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its code.
    pub code: String,
    /// Its slip.
    pub slip: String,
}

/// Where the next key goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The field for cards: a new person.
    #[default]
    Scan,
    /// The search for a procedure.
    Procedure,
    /// The papers.
    Papers,
    /// The applicant's name: no card, or one that could not be read.
    Name,
    /// What is wrong, above the form.
    Wrong,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// Whoever was called, where the desk calls numbers.
    pub ticket: Option<Ticket>,
    /// The dossier saved before this one.
    pub saved: Option<Saved>,
    /// What came of the last scan.
    pub scanned: Scanned,
    /// Whose card is scanned: `applicant` or `submitter`.
    pub card_of: String,
    /// Whose matter it is.
    pub applicant: Party,
    /// Who brings it.
    pub submitter: Submitter,
    /// What is known of the applicant.
    pub known: Known,
    /// What was typed to find the procedure.
    pub query: String,
    /// What was found; `None` where nothing was searched.
    pub found: Option<Vec<Found>>,
    /// The procedure.
    pub chosen: Option<Chosen>,
    /// How many sets of papers.
    pub sets: String,
    /// `counter`, `post` or `online`.
    pub channel: String,
    /// Whether an officer fills in an online dossier for somebody.
    pub assisted: bool,
    /// Whether the submitter cannot sign and gives a fingerprint.
    pub fingerprint: bool,
    /// `counter`, `post` or `online`.
    pub return_by: String,
    /// Where the post goes; empty: the applicant's address.
    pub return_address: String,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// Where the next key goes.
    pub focus: Focus,
}

template!(Intake, "counter/intake.html");

const SETS_LENGTH_MAX: u16 = 2;

impl Intake {
    fn summary(&self, text: &Text) -> String {
        summary(&self.wrong, *text)
    }

    fn is_at(&self, focus: Focus) -> bool {
        self.focus == focus && self.wrong.is_empty()
    }

    fn error(&self, name: &str) -> Option<&str> {
        wrong_at(&self.wrong, name)
    }

    fn card_of(&self, text: &Text) -> String {
        let whose = vec![
            ("applicant", text.counter_card_applicant()),
            ("submitter", text.counter_card_submitter()),
        ];
        choose("card_of", text.counter_card_of(), &self.card_of, whose).class("c2").render(*text)
    }

    fn applicant(&self, text: &Text) -> String {
        let fields = self.applicant.fields(*text, "applicant", &self.wrong);
        let fields: Vec<Field> = fields
            .into_iter()
            .map(|field| {
                let here = self.is_at(Focus::Name) && field.name == "applicant.name";
                field.focused(here)
            })
            .collect();
        field::render(&fields, *text)
    }

    fn relation(&self, text: &Text) -> String {
        self.submitter.relation(*text, &self.wrong).render(*text)
    }

    fn submitter(&self, text: &Text) -> String {
        field::render(&self.submitter.fields(*text, &self.wrong), *text)
    }

    fn manner(&self, text: &Text) -> String {
        let ways = vec![
            ("counter", text.counter_return_counter()),
            ("post", text.counter_return_post()),
            ("online", text.counter_return_online()),
        ];
        let channels = vec![
            ("counter", text.counter_channel_counter()),
            ("post", text.counter_channel_post()),
            ("online", text.counter_channel_online()),
        ];
        let fields = [
            choose("return_by", text.counter_return_by(), &self.return_by, ways).class("c3 mc-way"),
            choose("channel", text.counter_channel(), &self.channel, channels)
                .class("c3 mc-channel"),
            line("return_address", text.counter_return_address(), &self.return_address)
                .class("mc-posted"),
            line("sets", text.counter_sets(), &self.sets)
                .typed("text", "numeric")
                .class("c2")
                .at_most(SETS_LENGTH_MAX),
            party::fingerprint(*text, self.fingerprint).class("c4"),
            field::tick("assisted", text.counter_assisted(), self.assisted).class("mc-online"),
        ];
        let fields: Vec<Field> =
            fields.into_iter().map(|field| field.judged(&self.wrong)).collect();
        field::render(&fields, *text)
    }

    fn case(&self, chosen: &Chosen, text: &Text) -> String {
        chosen.case(*text, &self.wrong).map(|field| field.render(*text)).unwrap_or_default()
    }

    fn payment(&self, chosen: &Chosen, text: &Text) -> String {
        field::render(&chosen.payment.fields(*text, &self.wrong), *text)
    }

    fn fee(&self, fee: &Fee, text: &Text) -> String {
        fee.boxes(text, &self.wrong)
    }

    fn now(&self, chosen: &Chosen, text: &Text) -> String {
        field::render(&chosen.now(*text, &self.wrong), *text)
    }
}

impl Page for Intake {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.counter_intake(),
            false => text.error_title(text.counter_intake()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Intake> {
        super::sample::intakes()
    }
}
