//! When an apology is drafted, goes to the leader, and is missed.

use jiff::civil::date;

use super::ground::Ground;
use crate::calendar::Ready;
use crate::dossier::{ApologyDue, Phase, apology_due};

#[test]
fn an_apology_is_drafted_two_working_days_before_and_goes_to_the_leader_the_next_morning() {
    let mut ground = Ground::new();
    let calendar = Ready::default().calendar(&ground.copied_terms());
    // 2019-12-24 is a Tuesday.
    let promised = date(2019, 12, 24);
    let due = |day| apology_due(&calendar, Phase::Working, false, promised, date(2019, 12, day));
    assert_eq!(due(19), None, "three working days are left");
    for (day, stage) in [
        (20, ApologyDue::Drafted),
        (22, ApologyDue::Drafted),
        (23, ApologyDue::Escalated),
        (24, ApologyDue::Missed),
        (30, ApologyDue::Missed),
    ] {
        assert_eq!(due(day), Some(stage), "on the {day}th");
    }
}

#[test]
fn nothing_is_drafted_for_what_is_decided_or_stands() {
    let mut ground = Ground::new();
    let calendar = Ready::default().calendar(&ground.copied_terms());
    let (promised, today) = (date(2019, 12, 24), date(2019, 12, 23));
    for phase in Phase::ALL {
        let due = apology_due(&calendar, phase, false, promised, today);
        assert_eq!(due.is_some(), phase.is_at_work(), "{}", phase.id());
        assert_eq!(apology_due(&calendar, phase, true, promised, today), None, "the clock stands");
    }
}
