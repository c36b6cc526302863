//! Promises, lateness, changed due dates, excluded time, another calendar.

use jiff::civil::date;

use super::ground::{BINH, BIRTH, CLOCK, CUONG, Ground, HOA, KIM, LICENCE, WORDS, at};
use super::ways::{
    COMPLETE, SIGN, change_due, duty, finish, flaws, forward, number, paid, places, propose,
    supplement,
};
use crate::calendar::{DayKind, ExceptionalDay, Moment, Punctuality};
use crate::dossier::{Act, Deadline, Flaw, Phase, What, Wrong};

fn deadline(ground: &Ground, code: &str) -> Deadline {
    ground.dossier(code).deadline.expect("it is due")
}

/// The last instant of a day.
pub(super) fn last(day: jiff::civil::Date) -> crate::time::LawTime {
    crate::time::LawTime(crate::time::LawTime::start_of(day.tomorrow().expect("a day")).0 - 1)
}

/// Makes a day one off, as a new notice would.
pub(super) fn declare_off(ground: &mut Ground, day: jiff::civil::Date) {
    ground.terms(|terms| {
        let year = terms.calendar.years.iter_mut().find(|it| it.year == day.year());
        let (kind, of) = (DayKind::CompensatoryOff, "swap".to_owned());
        year.expect("a year").days.push(ExceptionalDay { date: day, kind, of });
    });
}

#[test]
fn an_apology_promises_once_and_only_later_and_the_laws_day_stays() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let apology = Act::Apologise;
    assert_eq!(places(&ground.refused(HOA, &code, apology(date(2019, 3, 20)), "")), ["text"]);
    for day in [date(2019, 3, 14), date(2019, 3, 15), date(2019, 3, 10)] {
        assert_eq!(ground.refused(HOA, &code, apology(day), "x"), Wrong::NotLater);
    }
    ground.done(HOA, &code, apology(date(2019, 3, 20)));
    assert_eq!(ground.due(&code), ["2019-03-20", "2019-03-18", "2019-03-15"]);
    assert_eq!(ground.refused(HOA, &code, apology(date(2019, 3, 25)), "x"), Wrong::PromisedAnew);
    ground.at("2019-03-19T00:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    assert_eq!(ground.dossier(&code).late_since, Some(last(date(2019, 3, 18))), "late by law");
}

#[test]
fn the_rules_of_2015_promise_anew_as_often_as_it_takes() {
    let mut ground = Ground::new();
    ground.at("2018-06-20T09:00");
    let code = ground.filed(BIRTH);
    ground.at("2018-07-02T09:00");
    for day in [date(2018, 7, 4), date(2018, 7, 6), date(2018, 7, 10)] {
        ground.done(HOA, &code, Act::Apologise(day));
    }
    assert_eq!(ground.dossier(&code).apologies, 3);
    assert_eq!(ground.due(&code), ["2018-07-10", "2018-06-27", "2018-06-26"]);
    let past = Act::Apologise(date(2018, 7, 11));
    ground.at("2018-07-12T09:00");
    assert_eq!(ground.refused(HOA, &code, past, "x"), Wrong::NotLater, "no promise for yesterday");
}

#[test]
fn another_due_date_needs_a_reason_a_paper_and_a_second_person_and_the_first_stays() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let change = change_due(date(2019, 3, 29));
    assert_eq!(places(&ground.refused(HOA, &code, change.clone(), "")), ["text"]);
    let no_paper = Act::ChangeDueDate { due: date(2019, 3, 29), document: "  ".to_owned() };
    assert_eq!(places(&ground.refused(HOA, &code, no_paper, "x")), ["document"]);
    let past = ground.refused(HOA, &code, change_due(date(2019, 3, 10)), "x");
    assert_eq!(flaws(&past), [("due", &Flaw::BadDate)]);
    assert_eq!(ground.refused(CUONG, &code, Act::ApproveDueDate, "x"), Wrong::NoChange);
    assert_eq!(ground.refused(CUONG, &code, Act::DeclineDueDate, "x"), Wrong::NoChange);
    ground.done(HOA, &code, change.clone());
    assert_eq!(ground.due(&code)[1], "2019-03-18", "nothing moves before it is approved");
    assert_eq!(ground.refused(BINH, &code, change, "x"), Wrong::ChangeOpen);
    assert_eq!(ground.refused(HOA, &code, Act::ApproveDueDate, ""), Wrong::SamePerson);
    assert_eq!(places(&ground.refused(CUONG, &code, Act::DeclineDueDate, "")), ["text"]);
    ground.done(CUONG, &code, Act::DeclineDueDate);
    assert_eq!(ground.dossier(&code).due_change, None);
    ground.done(HOA, &code, change_due(date(2019, 3, 29)));
    ground.done(CUONG, &code, Act::ApproveDueDate);
    assert_eq!(ground.due(&code), ["2019-03-29", "2019-03-29", "2019-03-15"]);
    assert!(deadline(&ground, &code).changed);
    ground.done(HOA, &code, change_due(date(2019, 3, 13)));
    ground.done(CUONG, &code, Act::ApproveDueDate);
    assert_eq!(ground.due(&code), ["2019-03-29", "2019-03-13", "2019-03-15"], "later only");
}

#[test]
fn lateness_is_marked_at_its_instant_though_nobody_looked() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-18T23:59:59");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.at("2019-04-01T06:00");
    let since = last(date(2019, 3, 18));
    assert_eq!(ground.act(CLOCK, &code, Act::MarkLate), Ok(vec![What::BecameLate { since }]));
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark, "once");
}

#[test]
fn what_is_late_is_not_when_the_calendar_moves() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-19T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    declare_off(&mut ground, date(2019, 3, 18));
    let told = ground.act(CLOCK, &code, Act::Recount).expect("it is counted");
    assert!(matches!(told.as_slice(), [What::Recounted { .. }, What::NoLongerLate]), "{told:?}");
    assert_eq!(ground.due(&code), ["2019-03-15", "2019-03-19", "2019-03-15"]);
    assert_eq!(ground.act(CLOCK, &code, Act::Recount), Ok(Vec::new()), "nothing moves twice");
}

#[test]
fn counting_anew_moves_a_promise_later_only() {
    let mut ground = Ground::new();
    ground.at("2019-01-02T09:00");
    let code = ground.filed(LICENCE);
    let before = ground.due(&code);
    declare_off(&mut ground, date(2019, 1, 10));
    ground.done(CLOCK, &code, Act::Recount);
    let later = ground.due(&code);
    assert!(later[0] > before[0] && later[1] > before[1] && later[2] == before[2]);
    ground.terms(|terms| terms.calendar.years[1].days.retain(|it| it.date != date(2019, 1, 10)));
    ground.done(CLOCK, &code, Act::Recount);
    assert_eq!(ground.due(&code), [later[0].clone(), before[1].clone(), before[0].clone()]);
}

#[test]
fn what_was_late_before_the_clock_stood_stays_late() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-20T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-25T08:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code)[1], "2019-03-18", "a pause after the end moves nothing");
    assert_eq!(ground.dossier(&code).late_since, Some(last(date(2019, 3, 18))));
}

#[test]
fn counting_anew_does_not_start_a_clock_that_stands_since_it_was_late() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.at("2019-05-20T08:00");
    ground.done(HOA, &code, Act::Exclude { basis: "Điều 77".to_owned() });
    ground.done(CLOCK, &code, Act::Recount);
    assert!(deadline(&ground, &code).standing);
    ground.done(HOA, &code, Act::Resume);
    assert!(!deadline(&ground, &code).standing);
}

#[test]
fn lateness_that_nobody_marked_is_found_while_the_clock_stands() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-20T08:00");
    ground.done(HOA, &code, supplement(None));
    let since = last(date(2019, 3, 18));
    assert_eq!(ground.act(CLOCK, &code, Act::MarkLate), Ok(vec![What::BecameLate { since }]));
}

#[test]
fn excluded_time_names_its_text_and_ends_before_anything_is_decided() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    let exclude = |basis: &str| Act::Exclude { basis: basis.to_owned() };
    assert_eq!(places(&ground.refused(HOA, &code, exclude(""), "")), ["basis"]);
    assert!(matches!(ground.refused(HOA, &code, Act::Resume, ""), Wrong::NotNow { .. }));
    ground.at("2019-03-13T10:00");
    ground.done(HOA, &code, exclude("NĐ 43/2014/NĐ-CP, Điều 77"));
    assert_eq!(ground.dossier(&code).phase, Phase::Received, "the phase stays");
    assert_eq!(places(&ground.refused(HOA, &code, exclude("x"), "")), ["basis"], "once at a time");
    for act in [propose("UB"), finish(date(2019, 3, 13)), supplement(None), duty(&[1])] {
        assert_eq!(ground.refused(HOA, &code, act, "x"), Wrong::ClockStands);
    }
    ground.done(HOA, &code, forward(None));
    ground.at("2019-03-28T10:00");
    ground.done(HOA, &code, Act::Resume);
    assert_eq!(ground.due(&code), ["2019-04-17", "2019-04-24", "2019-04-01"], "15 days stood");
    assert_eq!(ground.dossier(&code).open_pause(), None);
}

#[test]
fn pauses_follow_each_other_and_each_closes_its_own() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    for (from, to) in
        [("2019-03-12T08:00", "2019-03-13T08:00"), ("2019-03-18T08:00", "2019-03-20T08:00")]
    {
        ground.at(from);
        ground.done(HOA, &code, Act::Exclude { basis: "Điều 77".to_owned() });
        ground.at(to);
        ground.done(HOA, &code, Act::Resume);
    }
    ground.at("2019-03-21T08:00");
    ground.done(HOA, &code, duty(&[5]));
    ground.at("2019-03-22T08:00");
    ground.done(HOA, &code, paid(5, true));
    let ends: Vec<_> = ground.dossier(&code).pauses.iter().map(|it| it.to).collect();
    let expected = ["2019-03-13T08:00", "2019-03-20T08:00", "2019-03-22T08:00"];
    assert_eq!(ends, expected.map(|it| Some(at(it))));
    assert_eq!(ground.due(&code)[0], "2019-04-05", "four working days later");
}

#[test]
fn an_agreed_day_moves_by_what_was_left_of_it() {
    let mut ground = Ground::new();
    let mut file = ground.filing(WORDS);
    file.agreed = Some(date(2019, 3, 20));
    let code = ground.file(HOA, file).expect("filed");
    ground.at("2019-03-15T08:00");
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-29T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(
        ground.due(&code),
        ["2019-04-03", "2019-04-03", "2019-03-20"],
        "three days were left"
    );
    ground.at("2019-04-03T08:00");
    ground.done(HOA, &code, duty(&[5]));
    ground.at("2019-04-06T08:00");
    ground.done(HOA, &code, paid(5, true));
    assert_eq!(ground.due(&code)[0], "2019-04-08", "none was left, and Saturday is off");
    ground.at("2019-04-12T08:00");
    ground.done(HOA, &code, Act::Exclude { basis: "Điều 77".to_owned() });
    ground.at("2019-04-19T08:00");
    ground.done(HOA, &code, Act::Resume);
    assert_eq!(ground.due(&code)[0], "2019-04-08", "what was late stays late");
}

#[test]
fn a_result_is_early_on_time_or_late_by_the_promise_and_by_days() {
    for (released, expected) in [
        ("2019-03-14T23:00", Punctuality::Early),
        ("2019-03-15T00:00", Punctuality::OnTime),
        ("2019-03-15T23:59", Punctuality::OnTime),
        ("2019-03-16T00:00", Punctuality::Late),
    ] {
        let mut ground = Ground::new();
        let code = ground.filed(BIRTH);
        ground.done(HOA, &code, propose("UB"));
        ground.done(CUONG, &code, SIGN);
        ground.done(KIM, &code, number(date(2019, 3, 11)));
        ground.at(released);
        let told = ground.act(KIM, &code, Act::Release).expect("released");
        let found =
            matches!(&told[0], What::Released { punctuality, .. } if *punctuality == expected);
        assert!(found, "{released}");
        let mut ground = Ground::new();
        let code = ground.filed(BIRTH);
        ground.at(released);
        let day = ground.memory.day;
        let told = ground.act(HOA, &code, finish(day)).expect("finished");
        let found =
            matches!(&told[0], What::Finished { punctuality, .. } if *punctuality == expected);
        assert!(found, "{released}");
    }
}

#[test]
fn past_the_last_year_of_the_calendar_it_fails_loudly() {
    let mut ground = Ground::new();
    ground.at("2022-12-20T09:00");
    let file = ground.filing(LICENCE);
    let refused = ground.file(HOA, file).expect_err("2023 is not known");
    let missing = crate::calendar::NoDue::YearMissing { year: 2023 };
    assert_eq!(refused, Wrong::NoDue(missing).into());
    ground.at("2021-03-01T09:00");
    let code = ground.filed(BIRTH);
    assert!(deadline(&ground, &code).provisional, "2021 is counted by rule");
    assert_eq!(deadline(&ground, &code).promised, Moment::Day(date(2021, 3, 5)));
}
