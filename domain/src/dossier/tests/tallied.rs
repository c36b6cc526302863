//! What a dossier's events add to the tallies is what its state says of it.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::acts::{Spot, brought};
use super::clock::{declare_off, last};
use super::ground::{BINH, BIRTH, CLOCK, COPY, CUONG, Ground, HOA, KIM, LAN, LICENCE};
use super::ways::{COMPLETE, SIGN, accept, finish, number, propose, supplement};
use crate::calendar::Punctuality;
use crate::dossier::{Act, Dossier, Phase, TimeTaken};
use crate::procedure::description::Channel;
use crate::tally::{Counted, Tally, counts};

type Key = (Tally, String, String);

/// Sums by tally, office and subject, and by day.
type Sums = BTreeMap<Key, BTreeMap<Date, i64>>;

/// Folds all events; `each` sees the sums and the dossier after every one.
fn folded(ground: &Ground, each: &mut dyn FnMut(&Sums, &Dossier)) -> Sums {
    let mut sums = Sums::new();
    let mut dossier: Option<Dossier> = None;
    for event in &ground.told {
        let before = dossier.as_ref().map(Counted::of);
        let after = match dossier {
            Some(dossier) => dossier.apply(event),
            None => Dossier::open(event).expect("it begins"),
        };
        let counted = Counted::of(&after);
        for count in counts(before.as_ref(), event, &after, &counted) {
            let key = (count.tally, count.office.to_owned(), count.subject.to_owned());
            *sums.entry(key).or_default().entry(count.day).or_default() += count.n;
        }
        each(&sums, &after);
        dossier = Some(after);
    }
    sums
}

fn total(sums: &Sums, tally: Tally) -> i64 {
    let of = sums.iter().filter(|((it, ..), _)| *it == tally);
    of.flat_map(|(_, days)| days.values()).sum()
}

/// What the state says of each tally of the dossier's own procedure.
fn expected(dossier: &Dossier) -> Vec<(Tally, bool)> {
    let (taken_in, phase) = (dossier.taken_in().is_some(), dossier.phase);
    let here = taken_in && dossier.imported.is_none();
    let finished = dossier.finished;
    let punctual = |of| finished.is_some_and(|it| it.punctuality == of);
    let level = finished.is_some() && dossier.filing.online_level == Some(4);
    let online = dossier.filing.channel == Channel::Online;
    vec![
        (Tally::ReceivedOnline, here && online),
        (Tally::ReceivedDesk, here && dossier.filing.channel == Channel::Counter),
        (Tally::Early, punctual(Punctuality::Early)),
        (Tally::OnTime, punctual(Punctuality::OnTime)),
        (Tally::Late, punctual(Punctuality::Late)),
        (Tally::Lawful, finished.is_some_and(|it| it.lawful)),
        (Tally::Unlawful, finished.is_some_and(|it| !it.lawful)),
        (Tally::Timed, finished.is_some_and(|it| it.time.is_some())),
        (Tally::Withdrawn, taken_in && phase == Phase::Withdrawn),
        (Tally::Stopped, taken_in && phase == Phase::Stopped),
        (Tally::Refused, phase == Phase::Refused),
        (Tally::FinishedLevel4, level),
        (Tally::FinishedLevel4Online, level && online),
        (Tally::Open, phase.is_open()),
        (Tally::OpenLate, phase.is_open() && dossier.late_since.is_some()),
        (Tally::OpenLateWaiting, {
            phase.is_open() && dossier.late_since.is_some() && dossier.open_pause().is_some()
        }),
    ]
}

/// After every event each tally is what the dossier's state says, and so are its places.
pub(super) fn is_tallied(ground: &Ground) {
    folded(ground, &mut |sums, dossier| {
        for (tally, is) in expected(dossier) {
            assert_eq!(total(sums, tally), i64::from(is), "{} of {dossier:?}", tally.id());
        }
        let at = |tally| total(sums, tally);
        assert_eq!(at(Tally::Came) - at(Tally::Went), 1);
        let place = dossier.place();
        let here = (place.office, place.phase.id().to_owned());
        let count = |tally: Tally| {
            let days = sums.get(&(tally, here.0.clone(), here.1.clone()));
            days.map_or(0, |days| days.values().sum::<i64>())
        };
        assert_eq!(count(Tally::Came) - count(Tally::Went), 1);
    });
}

fn day_of(sums: &Sums, tally: Tally) -> Vec<(Date, i64)> {
    let of = sums.iter().filter(|((it, ..), _)| *it == tally);
    of.flat_map(|(_, days)| days.iter().map(|(day, n)| (*day, *n))).collect()
}

#[test]
fn every_phase_that_a_dossier_is_brought_to_is_tallied() {
    for phase in Phase::ALL {
        let (ground, _) = brought(Spot::In(phase));
        is_tallied(&ground);
    }
}

#[test]
fn what_came_online_counts_when_it_is_taken_in_and_not_when_it_is_sent() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    assert_eq!(total(&folded(&ground, &mut |_, _| {}), Tally::ReceivedOnline), 0);
    ground.at("2019-03-13T08:00");
    ground.done(HOA, &code, accept(date(2019, 3, 13)));
    let sums = folded(&ground, &mut |_, _| {});
    assert_eq!(day_of(&sums, Tally::ReceivedOnline), [(date(2019, 3, 13), 1)]);
    assert_eq!(day_of(&sums, Tally::Open), [(date(2019, 3, 13), 1)]);
}

#[test]
fn what_is_late_counts_from_its_due_moment_though_nobody_looked_and_never_was_when_the_calendar_moves()
 {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-20T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    let due = date(2019, 3, 18);
    assert_eq!(ground.dossier(&code).late_since, Some(last(due)));
    let late = |ground: &Ground| day_of(&folded(ground, &mut |_, _| {}), Tally::OpenLate);
    assert_eq!(late(&ground), [(due, 1)]);
    for day in [13, 14, 15] {
        declare_off(&mut ground, date(2019, 3, day));
    }
    ground.act(CLOCK, &code, Act::Recount).expect("it is counted");
    assert_eq!(ground.dossier(&code).late_since, None);
    assert_eq!(late(&ground), [(due, 0)]);
    is_tallied(&ground);
}

#[test]
fn a_wait_that_was_not_late_after_all_is_taken_back_on_the_days_on_which_it_counted() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-19T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    ground.done(HOA, &code, supplement(None));
    let waiting = |ground: &Ground| {
        let days = day_of(&folded(ground, &mut |_, _| {}), Tally::OpenLateWaiting);
        days.into_iter().filter(|(_, n)| *n != 0).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&ground), [(date(2019, 3, 19), 1)]);
    ground.at("2019-03-21T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(waiting(&ground), [(date(2019, 3, 19), 1), (date(2019, 3, 21), -1)]);
    for day in [13, 14, 15] {
        declare_off(&mut ground, date(2019, 3, day));
    }
    ground.act(CLOCK, &code, Act::Recount).expect("it is counted");
    assert_eq!(ground.dossier(&code).late_since, None);
    assert_eq!(waiting(&ground), [], "it never waited late");
    is_tallied(&ground);
}

#[test]
fn the_time_taken_is_what_the_law_allows_less_what_was_left_of_it() {
    let time = |finished: &str, procedure: &str| {
        let mut ground = Ground::new();
        let code = ground.filed(procedure);
        ground.at(finished);
        let day = ground.memory.day;
        ground.done(HOA, &code, finish(day));
        ground.dossier(&code).finished.expect("it finished")
    };
    let taken = |law, promised, taken| Some(TimeTaken { law, promised, taken });
    assert_eq!(time("2019-03-11T15:00", BIRTH).time, taken(5, 4, 0), "on the same day");
    assert_eq!(time("2019-03-15T15:00", BIRTH).time, taken(5, 4, 4), "on the promised day");
    assert_eq!(time("2019-03-18T15:00", BIRTH).time, taken(5, 4, 5), "on the last day of law");
    assert!(time("2019-03-18T23:00", BIRTH).lawful);
    let late = time("2019-03-20T15:00", BIRTH);
    assert_eq!((late.time, late.lawful), (taken(5, 4, 7), false));
    assert_eq!(time("2019-03-11T15:00", COPY).time, None, "what is of the same day has no days");
    assert_eq!(time("2019-03-12T15:00", LICENCE).time, taken(20, 15, 1));
}

#[test]
fn a_pause_is_in_no_time_that_was_taken() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.at("2019-03-13T09:10");
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-27T09:10");
    ground.done(HOA, &code, COMPLETE);
    let due = ground.dossier(&code).deadline.expect("it is due").legal.date();
    ground.at(&format!("{due}T10:00"));
    ground.done(HOA, &code, finish(due));
    let time = ground.dossier(&code).finished.and_then(|it| it.time).expect("it is counted");
    assert_eq!((time.law, time.taken), (20, 20), "the last day of law is all of it");
    is_tallied(&ground);
}

#[test]
fn what_is_sent_back_and_signed_again_finishes_once() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, propose("UB"));
    ground.done(CUONG, &code, Act::SendBack);
    ground.done(BINH, &code, propose("UB"));
    ground.done(CUONG, &code, SIGN);
    ground.done(KIM, &code, number(date(2019, 3, 11)));
    ground.done(KIM, &code, Act::Release);
    assert_eq!(total(&folded(&ground, &mut |_, _| {}), Tally::Early), 1);
    is_tallied(&ground);
}

#[test]
fn what_its_owner_takes_back_before_it_was_taken_in_never_counted() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    ground.done(LAN, &code, Act::Withdraw);
    let sums = folded(&ground, &mut |_, _| {});
    for tally in [Tally::Withdrawn, Tally::Open, Tally::ReceivedOnline] {
        assert_eq!(total(&sums, tally), 0, "{}", tally.id());
    }
}
