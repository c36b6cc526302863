//! The report as it was handed in: frozen once, with its figures and their hash, so that whoever
//! comes later sees what was reported and what was corrected since.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Broken, By, Choices, Figures, Form, Scope, Window};
use crate::command::Reads;
use crate::event::{Event as AnyEvent, Told, json};
use crate::office;
use crate::refusal::Refusal;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::view::View;

/// The stored kind.
pub const KIND: &str = "report-frozen";
/// The most rows of a report.
pub const ROWS_MAX: usize = 1_000;
/// The longest name of a row, in characters.
pub const NAME_LENGTH_MAX: usize = 500;

/// A report with its figures: what the hash is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The form.
    pub form: Form,
    /// Of which offices.
    pub scope: Scope,
    /// Of which days.
    pub window: Window,
    /// What stands in its rows.
    pub by: By,
    /// How things are counted.
    pub choices: Choices,
    /// The figures.
    pub figures: Figures,
}

/// A report as it was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// What was reported.
    pub report: Report,
    /// SHA-256 of its canonical JSON, in hexadecimal.
    pub sha256: String,
    /// Who froze it.
    pub frozen_by: String,
    /// When.
    pub at: LawTime,
}

/// What is told of it.
pub type Event = Frozen;

/// Freeze a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The report, as its figures stood when it was made.
    pub report: Report,
}

/// Why a report cannot be frozen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Its last day is not over.
    #[error("the report's last day {0} is not over")]
    NotEnded(jiff::civil::Date),
    /// It was frozen before, with other figures or other ways to count.
    #[error("the report was frozen before and stays as it is")]
    AlreadyFrozen,
    /// An identity does not hold.
    #[error(transparent)]
    Broken(Broken),
}

impl Wrong {
    /// The HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Wrong::AlreadyFrozen => 409,
            Wrong::NotEnded(_) | Wrong::Broken(_) => 422,
        }
    }

    /// The stable name used in problem types and text keys.
    pub fn key(&self) -> &'static str {
        match self {
            Wrong::NotEnded(_) => "report-not-ended",
            Wrong::AlreadyFrozen => "report-frozen",
            Wrong::Broken(_) => "report-broken",
        }
    }
}

/// The canonical JSON of a report: fields in the order of their declaration, rows in their own,
/// no white space, whole numbers.
pub fn canonical(report: &Report) -> String {
    json(report)
}

impl Report {
    /// SHA-256 of the canonical JSON, in hexadecimal.
    pub fn sha256(&self) -> String {
        let hash = Sha256::digest(canonical(self).as_bytes());
        hash.iter().fold(String::new(), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Whether it is small enough to be told: rows and their names.
    fn fits(&self) -> Result<(), Refusal> {
        let rows = &self.figures.rows;
        let named = |name: &str| name.chars().count() <= NAME_LENGTH_MAX;
        match rows.len() <= ROWS_MAX && rows.iter().all(|row| named(&row.name)) {
            true => Ok(()),
            false => Err(Refusal::BadLength { what: "rows", length_max: ROWS_MAX }),
        }
    }
}

impl Frozen {
    /// Whether the hash is still that of the figures.
    pub fn is_whole(&self) -> bool {
        self.sha256 == self.report.sha256()
    }
}

/// The stream of a report: one form, scope, window and kind of rows is frozen once.
pub fn stream(report: &Report) -> StreamId {
    let Report { form, scope, window, by, .. } = report;
    let office = match (scope.is_province(), scope.alone) {
        (true, _) => "-".to_owned(),
        (false, false) => scope.office.clone(),
        (false, true) => format!("{}~", scope.office),
    };
    let key = format!("{}:{office}:{}:{}:{}", form.id(), window.from, window.to, by.id());
    StreamId::new(window.to.year(), "report", &key)
}

impl Command {
    pub(crate) fn reads(&self) -> Reads {
        let office = &self.report.scope.office;
        let named = (!office.is_empty()).then(|| office::code_claim(office));
        Reads {
            streams: vec![stream(&self.report)],
            fact_claims: named.into_iter().collect(),
            ..Reads::default()
        }
    }
}

/// Decides: what has ended is frozen once, and only where its identities hold.
pub(crate) fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let report = &command.report;
    let stream = stream(report);
    if let Some(known) = view.states.get(&stream) {
        let is_same = matches!(known.open(),
            crate::State::Report(frozen) if frozen.report == *report);
        return if is_same { Ok(Vec::new()) } else { Err(Wrong::AlreadyFrozen.into()) };
    }
    let office = &report.scope.office;
    if !office.is_empty() {
        view.office_by_code(office).ok_or_else(|| Refusal::UnknownOffice(office.clone()))?;
    }
    if !report.window.has_ended(view.now.date()) {
        return Err(Wrong::NotEnded(report.window.to).into());
    }
    report.fits()?;
    report.figures.check(None).map_err(Wrong::Broken)?;
    let frozen = Frozen {
        report: report.clone(),
        sha256: report.sha256(),
        frozen_by: view.actor.id.clone(),
        at: view.now,
    };
    Ok(vec![Told { stream, event: AnyEvent::Report(Box::new(frozen)) }])
}
