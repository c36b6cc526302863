//! Limits with pauses, steps, promises and lateness.

use super::*;
use crate::calendar::{HandOver, Line, Promise, Punctuality, StepDue};

#[test]
fn under_the_rules_of_2015_the_time_used_before_a_supplement_counts() {
    let bench = Bench::new();
    // Received Monday; due Thursday. Asked on Tuesday: one day used, two left.
    for (from, to, due) in [
        ("2019-03-05T10:00", "2019-03-06T10:00", "2019-03-08"),
        ("2019-03-05T10:00", "2019-03-11T10:00", "2019-03-13"),
        ("2019-03-04T10:00", "2019-03-06T10:00", "2019-03-11"), // nothing used
        ("2019-03-07T10:00", "2019-03-12T10:00", "2019-03-12"), // on the last day
        ("2019-03-07T10:00", "2019-03-16T10:00", "2019-03-18"), // and complete on a Saturday
        ("2019-03-05T10:00", "2019-03-05T10:00", "2019-03-07"), // no time at all
        ("2019-03-05T10:00", "2019-03-05T15:00", "2019-03-07"), // some hours
    ] {
        let told = bench.told_after(RESUMING, "2019-03-04T09:00", days(3), &[supplement(from, to)]);
        assert_eq!(told, due, "{from} to {to}");
    }
}

#[test]
fn under_the_rules_of_2018_the_limit_begins_anew_after_a_supplement() {
    // NĐ 61/2018/NĐ-CP: counted from the beginning once the dossier is complete.
    let bench = Bench::new();
    let asked = [supplement("2019-03-05T10:00", "2019-03-11T10:00")];
    assert_eq!(bench.told_after(TO_THE_DAY, "2019-03-04T09:00", days(3), &asked), "2019-03-14");
    let paid = [pause(PauseKind::FinancialDuty, "2019-03-05T10:00", "2019-03-11T10:00")];
    assert_eq!(
        bench.told_after(TO_THE_DAY, "2019-03-04T09:00", days(3), &paid),
        "2019-03-13",
        "only a supplement begins anew"
    );
}

#[test]
fn a_second_supplement_moves_the_end_again() {
    let bench = Bench::new();
    let asked = [
        supplement("2019-03-05T10:00", "2019-03-11T10:00"),
        supplement("2019-03-12T10:00", "2019-03-14T10:00"),
    ];
    assert_eq!(bench.told_after(RESUMING, "2019-03-04T09:00", days(3), &asked), "2019-03-15");
    assert_eq!(bench.told_after(TO_THE_DAY, "2019-03-04T09:00", days(3), &asked), "2019-03-19");
}

#[test]
fn a_pause_after_the_end_moves_nothing() {
    let bench = Bench::new();
    let late = [supplement("2019-03-08T08:00", "2019-03-20T10:00")];
    for rule in [RESUMING, TO_THE_DAY] {
        let due = bench.clock(rule).due_after(at("2019-03-04T09:00"), days(3), &late);
        let due = due.expect("it is due");
        assert_eq!(told(due.due), "2019-03-07", "what was late stays late");
        let from = at("2019-03-08T08:00").civil();
        assert!(due.lines.contains(&Line::PausedTooLate { from }));
    }
}

#[test]
fn while_the_clock_stands_nothing_is_due() {
    let bench = Bench::new();
    let from = at("2019-03-05T10:00");
    let open = [Pause { kind: PauseKind::Supplement, from, to: None, basis: None }];
    let due = bench.clock(RESUMING).due_after(at("2019-03-04T09:00"), days(3), &open);
    let due = due.expect("it is due");
    assert_eq!((told(due.due).as_str(), due.standing_since), ("2019-03-07", Some(from)));
}

#[test]
fn calendar_days_stand_still_day_for_day() {
    let bench = Bench::new();
    let span = quarters(40, Unit::CalendarDay);
    let posted = [pause(PauseKind::Excluded, "2019-03-06T10:00", "2019-03-20T10:00")];
    // Ten days from 4 March; two used, eight left from 20 March.
    assert_eq!(bench.told_after(TO_THE_DAY, "2019-03-04T09:00", span, &posted), "2019-03-28");
    let rolled = quarters(20, Unit::CalendarDay);
    let last_day = [pause(PauseKind::Excluded, "2019-03-11T08:00", "2019-03-13T08:00")];
    assert_eq!(
        bench.told_after(TO_THE_DAY, "2019-03-04T09:00", rolled, &last_day),
        "2019-03-13",
        "the limit had ended on Saturday and held till Monday"
    );
    let month = quarters(4, Unit::Month);
    assert_eq!(bench.told_after(TO_THE_DAY, "2019-03-04T09:00", month, &posted), "2019-04-18");
}

#[test]
fn hours_that_are_left_are_counted_on_to_the_minute() {
    let bench = Bench::new();
    let span = quarters(32, Unit::WorkingHour);
    let paid = [pause(PauseKind::FinancialDuty, "2019-03-04T10:00", "2019-03-05T15:15")];
    // Two of eight hours used; six from 15:15.
    assert_eq!(bench.told_after(RESUMING, "2019-03-04T08:00", span, &paid), "2019-03-06T11:15");
    assert_eq!(bench.told_after(TO_THE_MINUTE, "2019-03-04T08:00", days(1), &paid), {
        "2019-03-06T11:15"
    });
}

#[test]
fn a_pause_over_lunch_does_not_bring_an_opening_back_to_the_closing_before_it() {
    let bench = Bench::new();
    let lunch = [pause(PauseKind::Excluded, "2019-03-05T12:00", "2019-03-05T13:00")];
    let told = bench.told_after(TO_THE_MINUTE, "2019-03-04T06:00", days(2), &lunch);
    assert_eq!(told, "2019-03-06T07:00");
}

#[test]
fn a_limit_of_the_day_itself_begins_anew_when_the_pause_ends() {
    let bench = Bench::new();
    for (to, due) in [("2019-03-06T15:00", "2019-03-06"), ("2019-03-06T15:01", "2019-03-07")] {
        let asked = [supplement("2019-03-04T10:00", to)];
        assert_eq!(bench.told_after(RESUMING, "2019-03-04T09:00", same_day(), &asked), due);
    }
}

#[test]
fn steps_that_follow_each_other_end_with_the_whole() {
    // 12 days = reception 1 + office 10 + return 1, with halves at the desk.
    let bench = Bench::new();
    let limits = [2, 2, 40, 4].map(|in_quarters| quarters(in_quarters, Unit::WorkingDay));
    let plan = bench.clock(TO_THE_DAY).plan(at("2019-03-04T09:10"), &limits).expect("a plan");
    let due: Vec<String> = plan.iter().map(|step| told(step.due.due)).collect();
    assert_eq!(due[..2], ["2019-03-04T15:10", "2019-03-05T09:10"]);
    assert_eq!(due[3], bench.told(TO_THE_MINUTE, "2019-03-04T09:10", days(12)));
    assert_eq!(plan[2].begins, at("2019-03-05T09:10"));
}

#[test]
fn a_step_handed_over_without_acknowledgement_stays_with_its_giver() {
    let bench = Bench::new();
    let clock = bench.clock(TO_THE_DAY);
    let given = at("2019-03-04T09:10");
    let step = |acknowledged| clock.step_due(HandOver { given, acknowledged }, days(1));
    assert_eq!(step(None), Ok(None));
    let StepDue { begins, due } =
        step(Some(at("2019-03-05T08:00"))).expect("it is due").expect("it begins");
    assert_eq!((begins, told(due.due).as_str()), (at("2019-03-05T08:00"), "2019-03-06T08:00"));
}

#[test]
fn a_result_is_early_on_time_or_late_by_day_and_by_instant() {
    let bench = Bench::new();
    let due = Moment::Day(date(2019, 3, 7));
    for (made, by_day, by_instant) in [
        ("2019-03-06T17:30", Punctuality::Early, Punctuality::Early),
        ("2019-03-07T08:00", Punctuality::OnTime, Punctuality::Early),
        ("2019-03-07T17:00", Punctuality::OnTime, Punctuality::OnTime),
        ("2019-03-07T17:01", Punctuality::OnTime, Punctuality::Late),
        ("2019-03-08T07:00", Punctuality::Late, Punctuality::Late),
    ] {
        assert_eq!(due.by_day(at(made)), by_day, "{made}");
        assert_eq!(due.by_instant(at(made), &bench.hours), by_instant, "{made}");
    }
    let instant = Moment::Instant(at("2019-03-07T09:10"));
    assert_eq!(instant.by_instant(at("2019-03-07T09:11"), &bench.hours), Punctuality::Late);
    assert_eq!(instant.by_day(at("2019-03-07T16:00")), Punctuality::OnTime);
}

#[test]
fn a_promise_never_moves_earlier_than_the_slip() {
    let [early, slip, late] = [6, 7, 8].map(|day| Moment::Day(date(2019, 3, day)));
    let promise = Promise::of(slip);
    assert_eq!(promise.moved(early), Promise { promised: slip, legal: early });
    assert_eq!(promise.moved(late), Promise { promised: late, legal: late });
    assert_eq!(promise.moved(late).moved(early).promised, late);
    let same_day = Moment::Instant(at("2019-03-07T09:10"));
    assert_eq!(promise.moved(same_day).promised, slip, "an hour of the day is within the day");
}
