//! Papers on their way between two desks: a list that is filled by scanning, counted by sets, and
//! signed for by both sides (form of control, TT 01/2018/TT-VPCP).

use super::field::{self, line, one_of, tick};
use super::{Wrong, summary, wrong_at};
use crate::format::Day;
use crate::layout::template;
use crate::procedure::Choice;
use crate::{Layout, Page, Text};

/// Who of the two looks at the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Whoever gives fills the list and hands it over.
    #[default]
    Gives,
    /// Whoever takes counts what arrived.
    Takes,
    /// Both have signed.
    Settled,
}

/// A dossier on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Its code.
    pub code: String,
    /// Its page.
    pub path: String,
    /// What is asked for: Vietnamese.
    pub procedure: String,
    /// Sets of papers.
    pub sets: u64,
    /// Pieces of original papers among them.
    pub originals: u64,
    /// When the result is promised.
    pub due: Option<Day>,
    /// Whether that is today, or past.
    pub pressing: bool,
    /// Whether it was counted on arrival.
    pub arrived: bool,
}

/// A list that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its page.
    pub path: String,
    /// Its number.
    pub number: String,
    /// The other side.
    pub other: String,
    /// How many dossiers.
    pub count: u64,
    /// When it was handed over: day, hour, minute.
    pub given: (Day, u8, u8),
    /// Whether it waits for this desk.
    pub mine: bool,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct HandOver {
    /// Who looks at it.
    pub side: Side,
    /// The list's number, once it has one.
    pub number: String,
    /// Desks to give to.
    pub receivers: Vec<Choice>,
    /// Who gives, and when: `None` before.
    pub given: Option<(String, (Day, u8, u8))>,
    /// Who took, and when.
    pub taken: Option<(String, (Day, u8, u8))>,
    /// What is on the list.
    pub carried: Vec<Carried>,
    /// What was just scanned, and what came of it.
    pub told: Option<String>,
    /// Lists that wait for somebody.
    pub batches: Vec<Batch>,
    /// What the taker found different, in words.
    pub remark: String,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

template!(HandOver, "counter/hand_over.html");

impl HandOver {
    fn error(&self, name: &str) -> Option<&str> {
        wrong_at(&self.wrong, name)
    }

    fn summary(&self, text: &Text) -> String {
        summary(&self.wrong, *text)
    }

    fn is_open(&self) -> bool {
        self.side != Side::Settled
    }

    fn takes(&self) -> bool {
        self.side == Side::Takes
    }

    fn count(&self) -> u64 {
        self.carried.len() as u64
    }

    fn sets(&self) -> u64 {
        self.carried.iter().map(|it| it.sets).sum()
    }

    fn originals(&self) -> u64 {
        self.carried.iter().map(|it| it.originals).sum()
    }

    fn arrived(&self) -> u64 {
        self.carried.iter().filter(|it| it.arrived).count() as u64
    }

    fn receiver(&self, text: &Text) -> String {
        let field = one_of("receiver", text.handover_receiver(), self.receivers.clone());
        field.judged(&self.wrong).render(*text)
    }

    fn counted(&self, it: &Carried, text: &Text) -> String {
        let label = text.handover_arrived_one(&it.code);
        tick(format!("arrived.{}", it.code), label, it.arrived).class("mc-tick--bare").render(*text)
    }

    fn remark(&self, text: &Text) -> String {
        let fields = [line("remark", text.handover_remark(), &self.remark).at_most(500)];
        field::render(&fields, *text)
    }
}

impl Page for HandOver {
    fn name(&self, text: Text) -> String {
        let name = match self.number.is_empty() {
            true => text.handover_name(),
            false => text.handover_one(&self.number),
        };
        if self.wrong.is_empty() { name } else { text.error_title(name) }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<HandOver> {
        super::sample::hand_overs()
    }
}
