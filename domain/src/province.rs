//! The province that owns a ledger: its terms, and what happens to the ledger itself.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::access::{Action, Fields, Reach};
use crate::account::Keeping;
use crate::calendar::{Declaration, RuleSet};
use crate::event::{Event as AnyEvent, Told};
use crate::guide::Guide;
use crate::measure::Programme;
use crate::notice::Template;
use crate::procedure::search::Synonym;
use crate::refusal::Refusal;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::view::View;
use crate::wording::Wording;

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 6] = [
    "province-founded",
    "province-described",
    "key-rotated",
    "clock-accepted",
    LOG_CONTINUED,
    "administrator-enrolled",
];

/// The kind of the event that begins a log after a loss.
pub const LOG_CONTINUED: &str = "log-continued";

/// What a ledger is for; `serve` takes only `Production`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Real facts.
    Production,
    /// Made-up facts with a made-up law time.
    Demo,
    /// Records of `motcua bench`.
    Bench,
}

/// A term with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The identifier used in data.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The order from the top: an office stands under one of lower rank.
    pub rank: u8,
}

/// Working hours on some days of the week in one season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// First day, month and day: `04-16`; the season lasts to the next one's first day.
    pub from: String,
    /// Days of the week, Monday = 1.
    pub days: Vec<u8>,
    /// Opening and closing times of each part of the day.
    pub spans: Vec<(Time, Time)>,
}

/// A named schedule of working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The identifier used in data.
    pub id: String,
    /// The seasons, by first day; several rows may share one for different days of the week.
    pub seasons: Vec<Season>,
}

/// A role of officers, with its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The identifier used in data: `clerk`.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What its holders may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may: Vec<Action>,
    /// How far it reaches from the office of the post.
    #[serde(default)]
    pub reach: Reach,
    /// Which personal data its holders see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sees: Vec<Fields>,
    /// Whether its holder leads the office: supervises those who work there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leads: bool,
}

/// A procedure that many people need, for the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Featured {
    /// National code.
    pub code: String,
    /// A shorter name for the front page, where the official one is long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Wording>,
    /// Its picture: an icon of the house.
    pub icon: String,
}

/// The province's own words: levels of government, kinds of office, schedules of hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Vietnamese name of the province.
    pub name: String,
    /// English name of the province.
    pub name_en: String,
    /// Levels of government.
    pub levels: Vec<Term>,
    /// Kinds of office.
    pub kinds: Vec<Term>,
    /// Schedules of working hours.
    pub schedules: Vec<Schedule>,
    /// Roles of officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// What people say, and what the catalogue calls it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Synonym>,
    /// Who promulgates this province's own procedures, as the national list names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promulgators: Vec<String>,
    /// Procedures that many people need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub featured: Vec<Featured>,
    /// How persons are kept.
    #[serde(default, skip_serializing_if = "Keeping::is_empty")]
    pub keeping: Box<Keeping>,
    /// Which days are worked.
    #[serde(default, skip_serializing_if = "Declaration::is_empty")]
    pub calendar: Declaration,
    /// Sets of rules of the one-stop desk, by their first day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleSet>,
    /// How applicants are told of their dossiers, where the province has words of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Template>,
    /// From situations of life to procedures.
    #[serde(default, skip_serializing_if = "Guide::is_empty")]
    pub guide: Box<Guide>,
    /// Programmes of reform that the province follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<Programme>,
}

impl Terms {
    /// A level by its identifier.
    pub fn level(&self, id: &str) -> Option<&Term> {
        self.levels.iter().find(|term| term.id == id)
    }

    /// A kind of office by its identifier.
    pub fn kind(&self, id: &str) -> Option<&Term> {
        self.kinds.iter().find(|term| term.id == id)
    }

    /// A schedule by its identifier.
    pub fn schedule(&self, id: &str) -> Option<&Schedule> {
        self.schedules.iter().find(|schedule| schedule.id == id)
    }

    /// A role by its identifier.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The rank of an office: by level first, then by kind; unknown terms rank last.
    pub fn rank(&self, level: &str, kind: &str) -> (u8, u8) {
        let of = |term: Option<&Term>| term.map_or(u8::MAX, |term| term.rank);
        (of(self.level(level)), of(self.kind(kind)))
    }
}

/// A loss of the log's tail, said openly when it continues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// The origin that ended.
    pub old_origin: String,
    /// The last checkpoint that was published under it, as signed.
    pub last_checkpoint: String,
    /// First lost position.
    pub lost_from: u64,
    /// One past the last lost position.
    pub lost_to: u64,
    /// The statement that the administrators signed, with their signatures.
    pub statement: String,
}

/// What happens to the province and its ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The ledger began.
    Founded {
        /// What it is for.
        purpose: Purpose,
        /// The log's origin.
        origin: String,
        /// The log's verifier key.
        log_key: String,
    },
    /// The province's terms were told.
    Described(Box<Terms>),
    /// A new signing key, stated under the old one.
    KeyRotated {
        /// The statement signed by the old key, naming the new one.
        statement: String,
        /// The new verifier key.
        log_key: String,
        /// Until when both keys sign.
        both_until: LawTime,
    },
    /// An operator vouched for a clock that had jumped ahead.
    ClockAccepted {
        /// The last instant recorded before.
        last: LawTime,
    },
    /// The log goes on under a new origin after a loss.
    LogContinued {
        /// What was lost.
        loss: Loss,
        /// The new origin.
        origin: String,
        /// The new verifier key.
        log_key: String,
    },
    /// An administrator whose key may sign a continuation.
    AdministratorEnrolled {
        /// The administrator's verifier key.
        key: String,
    },
}

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        let [founded, described, rotated, accepted, continued, enrolled] = KINDS;
        match self {
            Event::Founded { .. } => founded,
            Event::Described(_) => described,
            Event::KeyRotated { .. } => rotated,
            Event::ClockAccepted { .. } => accepted,
            Event::LogContinued { .. } => continued,
            Event::AdministratorEnrolled { .. } => enrolled,
        }
    }
}

/// What may be asked for the province and its ledger; each is told as it stands.
pub type Command = Event;

/// The province as its ledger knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Province {
    /// What the ledger is for.
    pub purpose: Purpose,
    /// The log's origin now.
    pub origin: String,
    /// The log's verifier keys, oldest first; the last one signs.
    pub log_keys: Vec<String>,
    /// Until when the last but one signs too.
    pub both_until: Option<LawTime>,
    /// The province's terms.
    pub terms: Terms,
    /// Verifier keys of administrators.
    pub administrators: Vec<String>,
}

impl Province {
    /// The province that a founding begins; `None` for any other event.
    pub fn found(event: &Event) -> Option<Province> {
        match event {
            Event::Founded { purpose, origin, log_key } => Some(Province {
                purpose: *purpose,
                origin: origin.clone(),
                log_keys: vec![log_key.clone()],
                both_until: None,
                terms: Terms::default(),
                administrators: Vec::new(),
            }),
            Event::Described(_)
            | Event::KeyRotated { .. }
            | Event::ClockAccepted { .. }
            | Event::LogContinued { .. }
            | Event::AdministratorEnrolled { .. } => None,
        }
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Province {
        match event {
            Event::Founded { .. } | Event::ClockAccepted { .. } => {}
            Event::Described(terms) => self.terms = (**terms).clone(),
            Event::KeyRotated { log_key, both_until, .. } => {
                self.log_keys.push(log_key.clone());
                self.both_until = Some(*both_until);
            }
            Event::LogContinued { origin, log_key, .. } => {
                self.origin.clone_from(origin);
                self.log_keys = vec![log_key.clone()];
                self.both_until = None;
            }
            Event::AdministratorEnrolled { key } => self.administrators.push(key.clone()),
        }
        self
    }
}

/// The stream of the province: one a ledger. It has no birth year, being older than its clock.
pub fn stream() -> StreamId {
    StreamId::new(0, "province", "province")
}

/// Decides. Telling what is known already tells nothing.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let known = view.province();
    match (command, known) {
        (Event::Founded { .. }, Some(province)) => {
            return Err(Refusal::ProvinceFounded(province.origin.clone()));
        }
        (Event::Founded { .. }, None) => {}
        (_, None) => return Err(Refusal::NoProvince),
        (Event::Described(terms), Some(province)) if province.terms == **terms => {
            return Ok(Vec::new());
        }
        (Event::AdministratorEnrolled { key }, Some(province))
            if province.administrators.contains(key) =>
        {
            return Ok(Vec::new());
        }
        (_, Some(_)) => {}
    }
    Ok(vec![Told { stream: stream(), event: AnyEvent::Province(command.clone()) }])
}
