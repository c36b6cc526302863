//! What persons ask about their data, with the law's clocks: acknowledged, then carried out or
//! declined (Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP from 2026; before: NĐ 13/2023/NĐ-CP). The
//! days come from the rule set in force, as values.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::command::Reads;
use crate::event::{Encoded, Event as AnyEvent, Told, json};
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::view::View;

/// The longest text of a request or an answer, in characters.
pub const TEXT_LENGTH_MAX: usize = 2000;

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 4] =
    ["request-made", "request-acknowledged", "request-extended", "request-finished"];

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// A copy of the data.
    Copy,
    /// Wrong data put right.
    Correction,
    /// The data erased.
    Erasure,
    /// Processing restricted, or an objection to it.
    Restriction,
    /// A consent withdrawn where it cannot be done at once.
    Withdrawal,
}

impl Wish {
    /// Every wish, as they are offered.
    pub const ALL: [Wish; 5] =
        [Wish::Copy, Wish::Correction, Wish::Erasure, Wish::Restriction, Wish::Withdrawal];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Wish::Copy => "copy",
            Wish::Correction => "correction",
            Wish::Erasure => "erasure",
            Wish::Restriction => "restriction",
            Wish::Withdrawal => "withdrawal",
        }
    }

    /// The wish of that name.
    pub fn parse(id: &str) -> Option<Wish> {
        Wish::ALL.into_iter().find(|wish| wish.id() == id)
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was asked for was done.
    Done,
    /// The law does not allow it, or only in part.
    Declined,
}

impl Outcome {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Declined => "declined",
        }
    }
}

/// What happens to a request. Fields marked with `skip` are personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was made.
    Made {
        /// What is asked for.
        wish: Wish,
        /// Whose data.
        account: StreamId,
        /// The rule set in force.
        rules: String,
        /// When.
        at: LawTime,
        /// The last day to acknowledge it; `None` where the rule set names none.
        answer_by: Option<Date>,
        /// The last day to finish it; `None` where the rule set names none.
        finish_by: Option<Date>,
        /// What the person wrote; `None` once erased.
        #[serde(skip)]
        text: Option<String>,
    },
    /// It was acknowledged.
    Acknowledged {
        /// By whom.
        by: String,
    },
    /// It gets more time, once.
    Extended {
        /// The new last day.
        finish_by: Date,
        /// Why.
        reason: String,
    },
    /// It was carried out or declined.
    Finished {
        /// How.
        outcome: Outcome,
        /// By whom.
        by: String,
        /// The legal ground, or what was done, as a code.
        ground: String,
        /// The answer to the person; `None` once erased.
        #[serde(skip)]
        text: Option<String>,
    },
}

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        let [made, acknowledged, extended, finished] = KINDS;
        match self {
            Event::Made { .. } => made,
            Event::Acknowledged { .. } => acknowledged,
            Event::Extended { .. } => extended,
            Event::Finished { .. } => finished,
        }
    }

    pub(crate) fn encode(&self) -> Encoded {
        let personal = match self {
            Event::Made { text, .. } | Event::Finished { text, .. } => text.as_ref().map(json),
            Event::Acknowledged { .. } | Event::Extended { .. } => None,
        };
        Encoded { kind: self.kind(), schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        if let Event::Made { text, .. } | Event::Finished { text, .. } = &mut event {
            *text = personal.map(serde_json::from_str).transpose()?;
        }
        Ok(event)
    }
}

/// A request's state; nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What is asked for.
    pub wish: Wish,
    /// Whose data.
    pub account: StreamId,
    /// When it was made.
    pub made: LawTime,
    /// The last day to acknowledge it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Date>,
    /// The last day to finish it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_by: Option<Date>,
    /// Whether it was acknowledged.
    pub acknowledged: bool,
    /// Whether it got more time.
    pub extended: bool,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Who acknowledged or finished it: another decides on an erasure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handled_by: Vec<String>,
}

impl Request {
    /// The request that an event makes; `None` for any other event.
    pub fn of(event: &Event) -> Option<Request> {
        let Event::Made { wish, account, at, answer_by, finish_by, .. } = event else {
            return None;
        };
        Some(Request {
            wish: *wish,
            account: account.clone(),
            made: *at,
            answer_by: *answer_by,
            finish_by: *finish_by,
            acknowledged: false,
            extended: false,
            outcome: None,
            handled_by: Vec::new(),
        })
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Request {
        match event {
            Event::Made { .. } => {}
            Event::Acknowledged { by } => {
                self.acknowledged = true;
                self.handled_by.push(by.clone());
            }
            Event::Extended { finish_by, .. } => {
                self.extended = true;
                self.finish_by = Some(*finish_by);
            }
            Event::Finished { outcome, by, .. } => {
                self.acknowledged = true;
                self.outcome = Some(*outcome);
                self.handled_by.push(by.clone());
            }
        }
        self
    }
}

/// What may be asked for a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Make one.
    Make {
        /// What is asked for.
        wish: Wish,
        /// Whose data.
        account: StreamId,
        /// What the person wrote.
        text: String,
        /// The rule set in force.
        rules: String,
        /// The last day to acknowledge it.
        answer_by: Option<Date>,
        /// The last day to finish it.
        finish_by: Option<Date>,
    },
    /// Acknowledge one.
    Acknowledge(StreamId),
    /// Give one more time, once.
    Extend {
        /// The request.
        request: StreamId,
        /// The new last day.
        finish_by: Date,
        /// Why.
        reason: String,
    },
    /// Carry one out, or decline it.
    Finish {
        /// The request.
        request: StreamId,
        /// How.
        outcome: Outcome,
        /// The legal ground, or what was done, as a code.
        ground: String,
        /// The answer to the person.
        text: String,
    },
}

impl Command {
    /// The request, or the account that makes it.
    pub fn reads(&self) -> Reads {
        match self {
            Command::Make { account, .. } => {
                Reads { facts: vec![account.clone()], ..Reads::default() }
            }
            Command::Acknowledge(request)
            | Command::Extend { request, .. }
            | Command::Finish { request, .. } => {
                Reads { streams: vec![request.clone()], ..Reads::default() }
            }
        }
    }
}

fn bounded(what: &'static str, text: &str) -> Result<(), Refusal> {
    match (1..=TEXT_LENGTH_MAX).contains(&text.trim().chars().count()) {
        true => Ok(()),
        false => Err(Refusal::BadLength { what, length_max: TEXT_LENGTH_MAX }),
    }
}

/// Decides.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let by = view.actor.id.clone();
    let (stream, event) = match command {
        Command::Make { wish, account, text, rules, answer_by, finish_by } => {
            bounded("text", text)?;
            match view.states.get(account) {
                Some(State::Account(known)) if !known.closed => {}
                _ => return Err(Refusal::UnknownAccount),
            }
            let id: String = view.chance.iter().map(|byte| format!("{byte:02x}")).collect();
            let event = Event::Made {
                wish: *wish,
                account: account.clone(),
                rules: rules.clone(),
                at: view.now,
                answer_by: *answer_by,
                finish_by: *finish_by,
                text: Some(text.trim().to_owned()),
            };
            (StreamId::new(view.now.date().year(), "request", &id), event)
        }
        Command::Acknowledge(request) => match open(request, view)?.acknowledged {
            true => return Ok(Vec::new()),
            false => (request.clone(), Event::Acknowledged { by }),
        },
        Command::Extend { request, finish_by, reason } => {
            bounded("reason", reason)?;
            let known = open(request, view)?;
            if known.extended || known.finish_by.is_none_or(|old| *finish_by <= old) {
                return Err(Refusal::RequestSettled);
            }
            let event = Event::Extended { finish_by: *finish_by, reason: reason.clone() };
            (request.clone(), event)
        }
        Command::Finish { request, outcome, ground, text } => {
            bounded("ground", ground)?;
            bounded("text", text)?;
            let known = open(request, view)?;
            // Data is erased by a second person, with the account that holds it.
            if known.wish == Wish::Erasure && *outcome == Outcome::Done {
                return Err(Refusal::FourEyes);
            }
            let (outcome, ground) = (*outcome, ground.clone());
            let text = Some(text.trim().to_owned());
            (request.clone(), Event::Finished { outcome, by, ground, text })
        }
    };
    Ok(vec![Told { stream, event: AnyEvent::Request(event) }])
}

fn open<'a>(request: &StreamId, view: &'a View<'_>) -> Result<&'a Request, Refusal> {
    match view.states.get(request) {
        Some(State::Request(known)) if known.outcome.is_none() => Ok(known),
        Some(State::Request(_)) => Err(Refusal::RequestSettled),
        _ => Err(Refusal::UnknownStream(request.clone())),
    }
}
