//! Broken glasses and outliers.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::outlier::{Counted, Sign, rank};
use super::{Command, Emergency, Event, Glass, Verdict, decide};
use crate::access::Purpose;
use crate::event::{Actor, Event as AnyEvent};
use crate::refusal::Refusal;
use crate::state::State;
use crate::states::States;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::view::View;

const BREAKER: &str = "2019/account/breaker";

fn subject() -> StreamId {
    StreamId::new(2019, "account", "citizen")
}

fn broken() -> StreamId {
    StreamId::new(2019, "glass", "1")
}

fn glass(verdict: Option<(Verdict, String)>) -> Glass {
    let at = LawTime::start_of(date(2019, 12, 16));
    Glass {
        subject: subject(),
        emergency: Emergency::Life,
        by: BREAKER.to_owned(),
        office: "own".to_owned(),
        at,
        until: at,
        review_by: date(2019, 12, 19),
        verdict,
    }
}

/// What somebody is told who breaks a glass on a day, with one broken before.
fn break_on(day: i8, by: &str, earlier: Glass) -> Result<Event, Refusal> {
    let states: States = [(subject(), glass(None)), (broken(), earlier)]
        .into_iter()
        .map(|(stream, glass)| (stream, Arc::new(State::Glass(glass))))
        .collect();
    let command = Command::Break {
        subject: subject(),
        emergency: Emergency::Life,
        words: "a child is missing".to_owned(),
        review_by: date(2019, 12, 31),
        unjudged: vec![broken()],
        dossiers: Vec::new(),
    };
    let actor = Actor { id: by.to_owned(), office: "own".to_owned() };
    let ready = crate::calendar::Ready::default();
    let view = View {
        ready: &ready,
        actor: &actor,
        now: LawTime::start_of(date(2019, 12, day)),
        chance: [0; 16],
        states: &states,
        claims: &HashMap::new(),
        counters: &HashMap::new(),
    };
    let told = decide(&command, &view)?.pop().expect("an event");
    let AnyEvent::Reading(event) = told.event else { panic!("another feature's event") };
    Ok(event)
}

#[test]
fn a_glass_that_was_not_judged_in_time_stops_its_breaker_until_it_is() {
    assert!(break_on(19, BREAKER, glass(None)).is_ok(), "its last day is in time");
    let late = break_on(20, BREAKER, glass(None));
    assert_eq!(late, Err(Refusal::GlassUnjudged(broken())));
    let judged = glass(Some((Verdict::Unjustified, "2019/account/judge".to_owned())));
    assert!(break_on(20, BREAKER, judged).is_ok());
    assert!(break_on(20, "2019/account/other", glass(None)).is_ok(), "it stops nobody else");
}

#[test]
fn a_glass_is_open_for_half_an_hour() {
    let event = break_on(16, BREAKER, glass(None)).expect("it is broken");
    let glass = Glass::of(&event).expect("a glass");
    assert_eq!(glass.until.0 - glass.at.0, 30 * 60 * 1_000_000);
}

/// A clerk who does their work: some forty readings a day, in hours, with dossiers.
fn clerk(number: u64, noise: u64) -> Counted {
    let readings = 800 + noise % 200;
    Counted {
        reader: format!("clerk-{number:02}"),
        office: "desk".to_owned(),
        readings,
        days: 20,
        persons: readings / 2,
        namesakes: readings / 10 + noise % 7,
        caseless: noise % 9,
        late: noise % 11,
        canaries: 0,
        purposes: BTreeMap::from([(Purpose::Handling, readings)]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_snooper_among_fifty_clerks_comes_first(
        noise in prop::collection::vec(0_u64..1000, 50), place in 0_usize..50, way in 0_usize..4,
    ) {
        let mut clerks: Vec<Counted> =
            (0_u64..).zip(&noise).map(|(number, noise)| clerk(number, *noise)).collect();
        let snooper = &mut clerks[place];
        // Ways in which people look at what is none of their business.
        match way {
            0 => { snooper.late += 60; snooper.caseless += 60; }
            1 => { snooper.namesakes += 300; snooper.caseless += 200; }
            2 => { snooper.canaries = 2; snooper.caseless += 30; }
            _ => {
                snooper.readings += 3000;
                snooper.caseless += 3000;
                snooper.purposes.insert(Purpose::Inquiry, 3000);
            }
        }
        let name = snooper.reader.clone();
        let ranked = rank(&clerks);
        prop_assert_eq!(&ranked[0].counted.reader, &name);
        prop_assert!(ranked.get(1).is_none_or(|second| second.score < ranked[0].score));
    }
}

#[test]
fn a_month_of_work_alone_stands_out_in_nothing() {
    let clerks: Vec<Counted> = (0..50).map(|number| clerk(number, 100)).collect();
    assert_eq!(rank(&clerks), []);
}

#[test]
fn a_small_office_is_held_against_everybody() {
    let mut clerks: Vec<Counted> = (0..50).map(|number| clerk(number, number * 17)).collect();
    clerks[0] = Counted { office: "alone".to_owned(), late: 400, ..clerks[0].clone() };
    let first = rank(&clerks).remove(0);
    assert_eq!(first.counted.office, "alone");
    assert_eq!(first.signs[0].0, Sign::Late);
}
