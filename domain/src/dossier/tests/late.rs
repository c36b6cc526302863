//! Lateness is a fact: at its instant, once, and not to be hidden.

use jiff::civil::date;

use super::clock::{declare_off, last};
use super::ground::{BIRTH, CLOCK, CUONG, Ground, HOA};
use super::ways::{COMPLETE, change_due, supplement};
use crate::dossier::{Act, What, Wrong};

#[test]
fn a_changed_due_date_does_not_hide_that_it_was_late() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-20T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    ground.done(HOA, &code, change_due(date(2019, 4, 10)));
    ground.done(CUONG, &code, Act::ApproveDueDate);
    let since = Some(last(date(2019, 3, 18)));
    assert_eq!(ground.dossier(&code).late_since, since);
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    declare_off(&mut ground, date(2019, 3, 15));
    assert_eq!(ground.act(CLOCK, &code, Act::Recount), Ok(Vec::new()));
    ground.at("2019-04-11T08:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark, "once");
    assert_eq!(ground.dossier(&code).late_since, since);
}

#[test]
fn a_limit_that_began_anew_is_late_by_its_new_end_only() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-18T16:00");
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-04-01T08:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark, "it stands");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code)[1], "2019-04-08");
    ground.at("2019-04-08T23:59:59");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.at("2019-04-12T06:00");
    let since = last(date(2019, 4, 8));
    assert_eq!(ground.act(CLOCK, &code, Act::MarkLate), Ok(vec![What::BecameLate { since }]));
}

#[test]
fn what_is_late_stays_late_over_a_supplement_and_is_marked_once() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-20T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-25T08:00");
    ground.done(HOA, &code, COMPLETE);
    ground.at("2019-06-03T08:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    assert_eq!(ground.dossier(&code).late_since, Some(last(date(2019, 3, 18))));
}

#[test]
fn another_calendar_moves_the_instant_of_a_lateness_that_stays() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-25T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    declare_off(&mut ground, date(2019, 3, 14));
    let told = ground.act(CLOCK, &code, Act::Recount).expect("it is counted");
    let since = last(date(2019, 3, 19));
    assert_eq!(told[1..], [What::NoLongerLate, What::BecameLate { since }]);
    assert_eq!(ground.dossier(&code).late_since, Some(since));
}
