//! What stands in the way of taking a dossier in: one full list, with a reason for each paper.
//!
//! A supplement asks for what is missing and is told once, whole; a refusal says why and where to
//! go instead. Both are printed, and both are counted.

use super::field::{self, Field, choose, id, line, one_of};
use super::{Wrong, summary, wrong_at};
use crate::layout::template;
use crate::procedure::{Choice, Said};
use crate::{Layout, Page, Text};

/// Which of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShortfallKind {
    /// Form M02: what is to be added.
    #[default]
    Supplement,
    /// Form M03: it is not taken in.
    Refusal,
}

/// A paper, and what is wrong about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortPaper {
    /// Its id in the procedure.
    pub id: String,
    /// What it is.
    pub name: Said,
    /// What is wrong: one of the reasons below; empty: nothing.
    pub reason: String,
    /// What exactly, in words.
    pub note: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Shortfall {
    /// Which of the two.
    pub kind: ShortfallKind,
    /// Everything that was filled in at intake: names and values, sent along.
    pub kept: Vec<(String, String)>,
    /// Whose matter it is.
    pub applicant: String,
    /// What is asked for.
    pub procedure: Said,
    /// The papers of the case.
    pub papers: Vec<ShortPaper>,
    /// Grounds to refuse, as the law gives them; the first: none chosen.
    pub grounds: Vec<Choice>,
    /// Offices that are competent instead; the first: none.
    pub offices: Vec<Choice>,
    /// Words beside: what to do, where to ask.
    pub advice: String,
    /// Until when what is missing can be brought: `16/12/2019`; empty: no day is set.
    pub until: String,
    /// How often this dossier was asked before.
    pub asked_before: u64,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

/// What can be wrong about a paper.
const REASONS: [&str; 7] =
    ["", "missing", "unsigned", "uncertified", "expired", "illegible", "contradicting"];
const DAY_LENGTH_MAX: u16 = 10;
const ADVICE_LENGTH_MAX: u16 = 1000;

fn reason(text: Text, id: &str) -> String {
    match id {
        "missing" => text.shortfall_missing(),
        "unsigned" => text.shortfall_unsigned(),
        "uncertified" => text.shortfall_uncertified(),
        "expired" => text.shortfall_expired(),
        "illegible" => text.shortfall_illegible(),
        "contradicting" => text.shortfall_contradicting(),
        _ => text.shortfall_fine(),
    }
}

template!(Shortfall, "counter/shortfall.html");

impl Shortfall {
    fn summary(&self, text: &Text) -> String {
        summary(&self.wrong, *text)
    }

    fn is_refusal(&self) -> bool {
        self.kind == ShortfallKind::Refusal
    }

    fn action(&self) -> &'static str {
        match self.kind {
            ShortfallKind::Supplement => "/counter/supplement/save",
            ShortfallKind::Refusal => "/counter/refusal/save",
        }
    }

    fn title(&self, text: &Text) -> String {
        match self.kind {
            ShortfallKind::Supplement => text.shortfall_supplement(),
            ShortfallKind::Refusal => text.shortfall_refusal(),
        }
    }

    fn lead(&self, text: &Text) -> String {
        match self.kind {
            ShortfallKind::Supplement => text.shortfall_supplement_lead(),
            ShortfallKind::Refusal => text.shortfall_refusal_lead(),
        }
    }

    fn error(&self, name: &str) -> Option<&str> {
        wrong_at(&self.wrong, name)
    }

    fn paper(&self, paper: &ShortPaper, text: &Text) -> String {
        let name = |part: &str| format!("component.{}.{part}", paper.id);
        let reasons = REASONS.iter().map(|id| (*id, reason(*text, id))).collect();
        let fields: Vec<Field> = [
            choose(name("reason"), text.shortfall_reason(), &paper.reason, reasons).class("c3"),
            line(name("note"), text.shortfall_note(), &paper.note).class("c3"),
        ]
        .into_iter()
        .map(|field| field.judged(&self.wrong))
        .collect();
        field::render(&fields, *text)
    }

    fn whole(&self, text: &Text) -> String {
        let grounds = one_of("ground", text.shortfall_ground(), self.grounds.clone());
        let offices = one_of("office", text.shortfall_office(), self.offices.clone());
        let fields = match self.kind {
            ShortfallKind::Refusal => {
                vec![grounds.judged(&self.wrong).focused(self.wrong.is_empty()), offices]
            }
            ShortfallKind::Supplement => vec![
                line("until", text.shortfall_until(), &self.until)
                    .typed("text", "numeric")
                    .at_most(DAY_LENGTH_MAX)
                    .class("c3")
                    .judged(&self.wrong),
            ],
        };
        field::render(&fields, *text)
    }

    fn advice_target(&self) -> String {
        id("advice")
    }

    fn advice_length_max(&self) -> u16 {
        ADVICE_LENGTH_MAX
    }
}

impl Page for Shortfall {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => self.title(&text),
            false => text.error_title(self.title(&text)),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Shortfall> {
        super::sample::shortfalls()
    }
}
