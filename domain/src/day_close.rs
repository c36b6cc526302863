//! The end of a desk's day: the cash that was counted and handed in. Others rely on it, so it is a
//! fact: what was expected by the receipts, what was counted, and why they differ.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::command::Reads;
use crate::dossier::{At, Flaw, Wrong};
use crate::event::{Encoded, Event as AnyEvent, Told, json};
use crate::refusal::Refusal;
use crate::stream::StreamId;
use crate::text::compose;
use crate::view::View;
use crate::{office, time::LawTime};

/// The stored kind.
pub(crate) const KIND: &str = "day-closed";
/// The longest explanation of a difference, in characters.
pub const DIFFERENCE_LENGTH_MAX: usize = 500;
/// The greatest sum in đồng: a hundred thousand billion.
const AMOUNT_VND_MAX: u64 = 100_000_000_000_000;

/// A desk's day as it was closed: once, for what was handed in is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClose {
    /// The office.
    pub office: String,
    /// The day.
    pub day: Date,
    /// Cash by the receipts of the day that stand, in đồng.
    pub expected_vnd: u64,
    /// How many receipts of cash that were.
    pub receipts: u64,
    /// Cash that was counted and handed in, in đồng.
    pub counted_vnd: u64,
    /// Who closed it.
    pub by: String,
    /// When.
    pub at: LawTime,
}

/// What is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// How it was closed.
    #[serde(flatten)]
    pub closed: DayClose,
    /// Why the sums differ; personal, `None` once erased.
    #[serde(skip)]
    pub difference: Option<String>,
}

impl Event {
    pub(crate) fn encode(&self) -> Encoded {
        let personal = self.difference.as_ref().map(json);
        Encoded { kind: KIND, schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        event.difference = personal.map(serde_json::from_str).transpose()?;
        Ok(event)
    }
}

/// Close a desk's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The office; the actor's own.
    pub office: String,
    /// The day, as the caller saw it.
    pub day: Date,
    /// Cash by the receipts, in đồng.
    pub expected_vnd: u64,
    /// How many receipts of cash.
    pub receipts: u64,
    /// Cash counted, in đồng.
    pub counted_vnd: u64,
    /// Why the sums differ; empty where they do not.
    pub difference: String,
}

/// The stream of a desk's day.
pub fn stream(office: &str, day: Date) -> StreamId {
    StreamId::new(day.year(), "day-close", &format!("{office}-{day}"))
}

impl Command {
    pub(crate) fn reads(&self) -> Reads {
        Reads {
            streams: vec![stream(&self.office, self.day)],
            fact_claims: vec![office::code_claim(&self.office)],
            ..Reads::default()
        }
    }
}

/// Decides: a day is closed once, the first time holds; a difference needs its reason.
pub(crate) fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let stream = stream(&command.office, command.day);
    if view.states.get(&stream).is_some() {
        return Ok(Vec::new());
    }
    view.office_by_code(&command.office)
        .ok_or_else(|| Refusal::UnknownOffice(command.office.clone()))?;
    if command.day != view.now.date() {
        return Err(Wrong::DayTurned(view.now.date()).into());
    }
    let difference = compose(&command.difference);
    let differs = command.expected_vnd != command.counted_vnd;
    let flaw = match difference.chars().count() {
        0 if differs => Some(("difference", Flaw::Missing)),
        length if length > DIFFERENCE_LENGTH_MAX => {
            Some(("difference", Flaw::TooLong(DIFFERENCE_LENGTH_MAX)))
        }
        _ if command.counted_vnd > AMOUNT_VND_MAX => {
            Some(("counted", Flaw::OutOfRange(0, AMOUNT_VND_MAX.cast_signed())))
        }
        _ => None,
    };
    if let Some((place, flaw)) = flaw {
        return Err(Wrong::Fields(vec![At { place: place.to_owned(), flaw }]).into());
    }
    let closed = DayClose {
        office: command.office.clone(),
        day: command.day,
        expected_vnd: command.expected_vnd,
        receipts: command.receipts,
        counted_vnd: command.counted_vnd,
        by: view.actor.id.clone(),
        at: view.now,
    };
    let difference = (!difference.is_empty()).then_some(difference);
    Ok(vec![Told { stream, event: AnyEvent::DayClose(Event { closed, difference }) }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::event::Actor;
    use crate::memory::Memory;
    use crate::state::State;

    fn ground() -> Memory {
        let mut memory = Memory::new();
        let description = serde_json::from_value(serde_json::json!({
            "from": "2017-01-01", "name": "Bộ phận một cửa", "level": "commune", "kind": "desk",
        }));
        let description = Box::new(description.expect("a description"));
        let describe = office::Command::Describe { code: "MC".to_owned(), description };
        memory.tell(&crate::command::Command::Office(describe)).expect("an office");
        memory
    }

    fn close(memory: &mut Memory, counted_vnd: u64, difference: &str) -> Result<usize, Refusal> {
        let command = Command {
            office: "MC".to_owned(),
            day: date(2019, 12, 16),
            expected_vnd: 58_000,
            receipts: 3,
            counted_vnd,
            difference: difference.to_owned(),
        };
        let actor = Actor { id: "2019/account/hoa".to_owned(), office: "MC".to_owned() };
        let told = memory.tell_for(&actor, &crate::command::Command::DayClose(command))?;
        Ok(told.len())
    }

    fn places(refused: Result<usize, Refusal>) -> Vec<String> {
        match refused {
            Err(Refusal::Dossier(Wrong::Fields(all))) => {
                all.into_iter().map(|at| at.place).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_day_is_closed_once_and_the_first_time_holds() {
        let mut memory = ground();
        assert_eq!(close(&mut memory, 58_000, ""), Ok(1));
        assert_eq!(close(&mut memory, 1, "again"), Ok(0));
        let known = memory.states.get(&stream("MC", date(2019, 12, 16)));
        let Some(State::DayClose(closed)) = known else { panic!("{known:?}") };
        assert_eq!((closed.counted_vnd, closed.by.as_str()), (58_000, "2019/account/hoa"));
    }

    #[test]
    fn a_difference_needs_its_reason_which_can_be_erased() {
        let mut memory = ground();
        assert_eq!(places(close(&mut memory, 57_000, " ")), ["difference"]);
        assert_eq!(places(close(&mut memory, 57_000, &"x".repeat(501))), ["difference"]);
        assert_eq!(places(close(&mut memory, u64::MAX, "x")), ["counted"]);
        assert_eq!(close(&mut memory, 57_000, "Trả lại nhầm bà Mận"), Ok(1));
    }

    #[test]
    fn another_day_is_not_closed() {
        let mut memory = ground();
        memory.day = date(2019, 12, 17);
        let turned = Wrong::DayTurned(date(2019, 12, 17));
        assert_eq!(close(&mut memory, 58_000, ""), Err(turned.into()));
    }
}
