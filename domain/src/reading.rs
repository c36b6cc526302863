//! Readings of personal data: who looked at what, when, for which office and why. A broken glass
//! is a right to read for half an hour, told at once and judged afterwards.

pub mod outlier;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Action, Purpose};
use crate::command::Reads;
use crate::event::{Encoded, Event as AnyEvent, Told, json};
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::view::View;

/// How long a broken glass lets its breaker read, in microseconds: 30 minutes.
pub const GLASS_US: i64 = 30 * 60 * 1_000_000;
/// The longest reason of a broken glass, in characters.
pub const REASON_LENGTH_MAX: usize = 1000;
/// The longest question of a list that is kept, in characters.
pub const QUERY_LENGTH_MAX: usize = 500;

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 3] = ["personal-read", "glass-broken", "glass-reviewed"];

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The record; `None` for a list, which is one reading with its question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<StreamId>,
    /// The account whose data it is, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<StreamId>,
    /// What was done.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// What the reader's post is called.
    pub position: String,
    /// How many records a list showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u32>,
}

/// Reasons for which a glass is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emergency {
    /// Danger to life or health.
    Life,
    /// Whoever works on it cannot be reached, and a deadline is near.
    Absence,
    /// A fault of the system must be mended.
    Fault,
    /// Another reason, in words.
    Other,
}

impl Emergency {
    /// Every reason, as they are offered.
    pub const ALL: [Emergency; 4] =
        [Emergency::Life, Emergency::Absence, Emergency::Fault, Emergency::Other];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Emergency::Life => "life",
            Emergency::Absence => "absence",
            Emergency::Fault => "fault",
            Emergency::Other => "other",
        }
    }

    /// The reason of that name.
    pub fn parse(id: &str) -> Option<Emergency> {
        Emergency::ALL.into_iter().find(|reason| reason.id() == id)
    }
}

/// What is found of a broken glass afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It was right to break it.
    Justified,
    /// It was not.
    Unjustified,
}

impl Verdict {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Justified => "justified",
            Verdict::Unjustified => "unjustified",
        }
    }
}

/// What happens. Fields marked with `skip` are personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Personal data was read.
    Read {
        /// What.
        #[serde(flatten)]
        reading: Reading,
        /// The question of a list; `None` once erased.
        #[serde(skip)]
        query: Option<String>,
    },
    /// A glass was broken.
    Broken {
        /// The record that it opens.
        subject: StreamId,
        /// The reason.
        emergency: Emergency,
        /// Who broke it.
        by: String,
        /// For which office.
        office: String,
        /// When.
        at: LawTime,
        /// Until when.
        until: LawTime,
        /// By which day it must be judged.
        review_by: Date,
        /// Accounts that work on the record, or on a dossier of its person: they are told at once,
        /// beside those who lead and those who judge.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<StreamId>,
        /// The reason in words; `None` once erased.
        #[serde(skip)]
        words: Option<String>,
    },
    /// It was judged.
    Reviewed {
        /// What was found.
        verdict: Verdict,
        /// Who judged.
        by: String,
    },
}

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        let [read, broken, reviewed] = KINDS;
        match self {
            Event::Read { .. } => read,
            Event::Broken { .. } => broken,
            Event::Reviewed { .. } => reviewed,
        }
    }

    pub(crate) fn encode(&self) -> Encoded {
        let personal = match self {
            Event::Read { query, .. } => query.as_ref().map(json),
            Event::Broken { words, .. } => words.as_ref().map(json),
            Event::Reviewed { .. } => None,
        };
        Encoded { kind: self.kind(), schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        let text = personal.map(serde_json::from_str).transpose()?;
        match &mut event {
            Event::Read { query, .. } => *query = text,
            Event::Broken { words, .. } => *words = text,
            Event::Reviewed { .. } => {}
        }
        Ok(event)
    }
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Record a reading of the acting account.
    Record {
        /// The day, which names the stream: an account has one a day.
        day: Date,
        /// The acting account.
        reader: StreamId,
        /// What was read.
        reading: Reading,
        /// The question of a list.
        query: Option<String>,
    },
    /// Break the glass before a record.
    Break {
        /// The record.
        subject: StreamId,
        /// The reason.
        emergency: Emergency,
        /// The reason in words.
        words: String,
        /// By which day it must be judged.
        review_by: Date,
        /// Glasses that the same account broke before and that were not judged yet.
        unjudged: Vec<StreamId>,
        /// Open dossiers of the person whose record it is.
        dossiers: Vec<StreamId>,
    },
    /// Judge a broken glass.
    Review {
        /// The glass.
        glass: StreamId,
        /// What was found.
        verdict: Verdict,
    },
}

impl Command {
    /// The reader's stream of the day; the record that a glass opens; the glass that is judged.
    pub fn reads(&self) -> Reads {
        match self {
            Command::Record { day, reader, .. } => {
                Reads { streams: vec![day_stream(reader, *day)], ..Reads::default() }
            }
            Command::Break { subject, unjudged, dossiers, .. } => {
                let named = unjudged.iter().chain(dossiers);
                let facts = std::iter::once(subject).chain(named).cloned().collect();
                Reads { facts, ..Reads::default() }
            }
            Command::Review { glass, .. } => {
                Reads { streams: vec![glass.clone()], ..Reads::default() }
            }
        }
    }
}

/// What an account read in a day, as a state: how much.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// How many readings.
    pub count: i64,
}

/// A broken glass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glass {
    /// The record that it opens.
    pub subject: StreamId,
    /// The reason.
    pub emergency: Emergency,
    /// Who broke it.
    pub by: String,
    /// For which office.
    pub office: String,
    /// When.
    pub at: LawTime,
    /// Until when.
    pub until: LawTime,
    /// By which day it must be judged.
    pub review_by: Date,
    /// What was found, and who judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<(Verdict, String)>,
}

impl Glass {
    /// The glass that an event breaks; `None` for any other event.
    pub fn of(event: &Event) -> Option<Glass> {
        let Event::Broken { subject, emergency, by, office, at, until, review_by, .. } = event
        else {
            return None;
        };
        Some(Glass {
            subject: subject.clone(),
            emergency: *emergency,
            by: by.clone(),
            office: office.clone(),
            at: *at,
            until: *until,
            review_by: *review_by,
            verdict: None,
        })
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Glass {
        match event {
            Event::Reviewed { verdict, by } => self.verdict = Some((*verdict, by.clone())),
            Event::Read { .. } | Event::Broken { .. } => {}
        }
        self
    }
}

/// The stream of what an account reads in a day.
pub fn day_stream(reader: &StreamId, day: Date) -> StreamId {
    let key = reader.as_str().rsplit('/').next().unwrap_or_default();
    StreamId::new(day.year(), "reading", &format!("{key}-{day}"))
}

/// Decides.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let (stream, event) = match command {
        Command::Record { day, reader, reading, query } => {
            let short = |text: &String| text.chars().take(QUERY_LENGTH_MAX).collect();
            let query = query.as_ref().map(short);
            (day_stream(reader, *day), Event::Read { reading: reading.clone(), query })
        }
        Command::Break { subject, emergency, words, review_by, unjudged, dossiers } => {
            may_break(subject, words, unjudged, view)?;
            let id: String = view.chance.iter().map(|byte| format!("{byte:02x}")).collect();
            let event = Event::Broken {
                subject: subject.clone(),
                emergency: *emergency,
                by: view.actor.id.clone(),
                office: view.actor.office.clone(),
                at: view.now,
                until: LawTime(view.now.0 + GLASS_US),
                review_by: *review_by,
                told: told(subject, dossiers, view),
                words: Some(words.trim().to_owned()),
            };
            (StreamId::new(view.now.date().year(), "glass", &id), event)
        }
        Command::Review { glass, verdict } => {
            let Some(State::Glass(known)) = view.states.get(glass) else {
                return Err(Refusal::UnknownStream(glass.clone()));
            };
            if known.by == view.actor.id {
                return Err(Refusal::FourEyes);
            }
            if known.verdict.is_some() {
                return Err(Refusal::AlreadyReviewed);
            }
            let by = view.actor.id.clone();
            (glass.clone(), Event::Reviewed { verdict: *verdict, by })
        }
    };
    Ok(vec![Told { stream, event: AnyEvent::Reading(event) }])
}

/// Who works on a record or on one of these dossiers now, but for whoever breaks the glass.
fn told(subject: &StreamId, dossiers: &[StreamId], view: &View<'_>) -> Vec<StreamId> {
    let assignee = |stream| {
        let Some(State::Dossier(dossier)) = view.states.get(stream) else { return None };
        dossier.assignee().cloned()
    };
    let all = std::iter::once(subject).chain(dossiers).filter_map(assignee);
    let others = all.filter(|account| account.as_str() != view.actor.id);
    others.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whoever broke a glass that nobody judged in time breaks no other until somebody did.
fn may_break(
    subject: &StreamId,
    words: &str,
    unjudged: &[StreamId],
    view: &View<'_>,
) -> Result<(), Refusal> {
    let length = words.trim().chars().count();
    if !(1..=REASON_LENGTH_MAX).contains(&length) {
        return Err(Refusal::BadLength { what: "words", length_max: REASON_LENGTH_MAX });
    }
    let state = view.states.get(subject);
    if state.is_none_or(State::is_erased) {
        return Err(Refusal::UnknownStream(subject.clone()));
    }
    let today = view.now.date();
    let is_overdue = |stream: &&StreamId| {
        let Some(State::Glass(glass)) = view.states.get(stream) else { return false };
        glass.by == view.actor.id && glass.verdict.is_none() && glass.review_by < today
    };
    match unjudged.iter().find(is_overdue) {
        Some(glass) => Err(Refusal::GlassUnjudged(glass.clone())),
        None => Ok(()),
    }
}
