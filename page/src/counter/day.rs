//! The day's end: what was taken, in which kind, on which receipts, and what is still to do.

use super::field::{self, line};
use super::{Wrong, summary};
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// How money came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In the drawer.
    Cash,
    /// To the agency's account, shown at the counter.
    Transfer,
    /// With the public post.
    Post,
    /// On the network, before anybody came.
    Online,
}

impl Kind {
    fn name(self, text: &Text) -> String {
        match self {
            Kind::Cash => text.counter_pay_cash(),
            Kind::Transfer => text.counter_pay_transfer(),
            Kind::Post => text.counter_channel_post(),
            Kind::Online => text.counter_return_online(),
        }
    }
}

/// What came in of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The kind.
    pub kind: Kind,
    /// How many receipts.
    pub receipts: u64,
    /// How much, written out.
    pub amount: String,
}

/// A receipt of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Form, series and number.
    pub number: String,
    /// The dossier's code; empty on one that was spoilt before it was filled in.
    pub code: String,
    /// How the money came in.
    pub kind: Kind,
    /// How much, written out.
    pub amount: String,
    /// Why it is void.
    pub void: Option<String>,
}

/// Something that should not wait for tomorrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    /// In words: what, and how many.
    pub words: String,
    /// Where it is done.
    pub path: String,
    /// Whether a promise is broken already.
    pub late: bool,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct DayClose {
    /// Which day.
    pub day: Option<Day>,
    /// The desk.
    pub desk: String,
    /// Dossiers taken in, results given out, refusals, requests for supplements.
    pub counts: [u64; 4],
    /// Money by kind.
    pub sums: Vec<Sum>,
    /// All together, written out.
    pub total: String,
    /// Cash that should lie in the drawer, written out.
    pub expected: String,
    /// Cash that was counted, as it was typed.
    pub counted: String,
    /// Why that differs, as it was typed.
    pub difference: String,
    /// Receipts of the day.
    pub receipts: Vec<Receipt>,
    /// First and last number, where none is missing between; or which ones are.
    pub gap: Option<String>,
    /// What should not wait.
    pub warned: Vec<Warned>,
    /// Who took the money over, and when: the day is closed.
    pub handed_in: Option<(String, (Day, u8, u8))>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

template!(DayClose, "counter/day.html");

const MONEY_LENGTH_MAX: u16 = 20;

impl DayClose {
    fn summary(&self, text: &Text) -> String {
        summary(&self.wrong, *text)
    }

    fn title(&self, text: &Text) -> String {
        match self.day {
            Some(day) => text.day_name(text.date(day)),
            None => text.day_name_plain(),
        }
    }

    fn voided(&self) -> u64 {
        self.receipts.iter().filter(|receipt| receipt.void.is_some()).count() as u64
    }

    fn counts(&self, text: &Text) -> Vec<(String, String)> {
        let names =
            [text.day_received(), text.day_returned(), text.day_supplements(), text.day_refused()];
        names.into_iter().zip(self.counts).map(|(name, count)| (name, text.number(count))).collect()
    }

    fn drawer(&self, text: &Text) -> String {
        let fields = [
            line("counted", text.day_counted(), &self.counted)
                .typed("text", "numeric")
                .at_most(MONEY_LENGTH_MAX)
                .class("c3")
                .focused(self.wrong.is_empty())
                .judged(&self.wrong),
            line("difference", text.day_difference(), &self.difference).judged(&self.wrong),
        ];
        field::render(&fields, *text)
    }
}

impl Page for DayClose {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => self.title(&text),
            false => text.error_title(self.title(&text)),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<DayClose> {
        super::sample::days()
    }
}
