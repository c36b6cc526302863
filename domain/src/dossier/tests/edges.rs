//! The cases in which clocks of dossiers go wrong, one test each, with the article it stands on.

use jiff::civil::{Date, date};

use super::ground::{BINH, BIRTH, CLOCK, COPY, DUNG, Ground, HOA, LICENCE, WORDS, birth, span};
use super::ways::{
    COMPLETE, HANDOUT, accept, acknowledge, duty, finish, forward, paid, supplement,
    supplement_again,
};
use crate::dossier::{Act, Phase, Wrong, forward_by};
use crate::procedure::description::Description;
use crate::stream::StreamId;

/// When a dossier received at an instant is due, as promised.
fn due(received: &str, procedure: &str) -> String {
    let mut ground = Ground::new();
    ground.at(received);
    let code = ground.filed(procedure);
    ground.due(&code)[0].clone()
}

fn with_limit(received: &str, quantity: f64, unit: &str) -> String {
    let mut ground = Ground::new();
    let limits = serde_json::from_value(serde_json::json!([{ "legal": span(quantity, unit) }]));
    let description = Description { limits: limits.expect("limits"), ..birth() };
    ground.publish(BIRTH, description);
    ground.at(received);
    let code = ground.filed(BIRTH);
    ground.due(&code)[0].clone()
}

fn to_forward(received: &str) -> Date {
    let mut ground = Ground::new();
    let terms = ground.copied_terms();
    forward_by(&crate::calendar::Ready::default(), &terms, super::ground::at(received))
        .expect("a day")
}

/// The same day until 15:00, and the next working day after it (NĐ 23/2015/NĐ-CP, Điều 7).
#[test]
fn a_certified_copy_received_at_14_59_15_00_and_15_01() {
    assert_eq!(due("2019-03-11T14:59", COPY), "2019-03-11");
    assert_eq!(due("2019-03-11T15:00", COPY), "2019-03-11");
    assert_eq!(due("2019-03-11T15:01", COPY), "2019-03-12");
}

/// A dossier is forwarded on the day, or on the next one after 15:00 (NĐ 61/2018/NĐ-CP, Điều 18);
/// it is shown and refused to nobody.
#[test]
fn a_dossier_received_at_14_59_15_00_and_15_01_is_to_be_forwarded() {
    assert_eq!(to_forward("2019-03-11T14:59"), date(2019, 3, 11));
    assert_eq!(to_forward("2019-03-11T15:00"), date(2019, 3, 11));
    assert_eq!(to_forward("2019-03-11T15:01"), date(2019, 3, 12));
    assert_eq!(to_forward("2019-03-09T09:00"), date(2019, 3, 11), "a Saturday desk");
    assert_eq!(to_forward("2019-02-01T15:01"), date(2019, 2, 11), "Tết");
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-14T15:00");
    ground.done(HOA, &code, forward(None));
}

/// Next working day, not the next day (NĐ 61/2018/NĐ-CP, Điều 18; Bộ luật Dân sự, Điều 148).
#[test]
fn a_friday_after_15_00_before_tet() {
    assert_eq!(due("2019-02-01T15:01", COPY), "2019-02-11");
    assert_eq!(due("2019-02-01T15:01", BIRTH), "2019-02-14");
}

/// Holidays of the year that follows are counted too (Bộ luật Lao động, Điều 115 of 2012).
#[test]
fn a_limit_that_crosses_the_years_end() {
    assert_eq!(due("2018-12-27T09:00", BIRTH), "2019-01-04");
    assert_eq!(due("2019-12-30T09:00", BIRTH), "2020-01-06");
}

/// A Saturday that is worked for a swapped day counts (Bộ luật Lao động, Điều 111).
#[test]
fn a_make_up_saturday_counts() {
    assert_eq!(due("2018-12-28T09:00", BIRTH), "2019-01-05");
    assert_eq!(due("2019-04-26T09:00", BIRTH), "2019-05-06", "4 May is worked for 29 April");
}

/// The last day counts as used; nothing of it is left, so it ends on the day on which the clock
/// runs again (Bộ luật Dân sự, Điều 147).
#[test]
fn a_pause_on_the_last_day() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-15T16:59");
    ground.done(HOA, &code, duty(&[5]));
    ground.at("2019-03-20T08:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.done(HOA, &code, paid(5, true));
    assert_eq!(ground.due(&code), ["2019-03-20", "2019-03-21", "2019-03-15"]);
    ground.at("2019-03-21T23:59");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.at("2019-03-22T00:00");
    ground.done(CLOCK, &code, Act::MarkLate);
}

/// One request at each stage; a second says why (NĐ 61/2018/NĐ-CP, Điều 17 and 19).
#[test]
fn a_second_supplement() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, supplement(None));
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.refused(HOA, &code, supplement(None), "x"), Wrong::AskedBefore);
    ground.done(HOA, &code, supplement_again("bản mới cũng mờ"));
}

/// From the beginning (NĐ 61/2018/NĐ-CP, Điều 19), or with the time that was used (QĐ 09/2015/
/// QĐ-TTg, Điều 6): by the set in force when it was received.
#[test]
fn restart_against_resume() {
    let after = |received: &str, asked: &str, came: &str| {
        let mut ground = Ground::new();
        ground.at(received);
        let code = ground.filed(BIRTH);
        ground.at(asked);
        ground.done(HOA, &code, supplement(None));
        ground.at(came);
        ground.done(HOA, &code, COMPLETE);
        ground.due(&code)[0].clone()
    };
    let (asked, came) = ("2018-06-25T09:00", "2018-06-27T09:00");
    assert_eq!(after("2018-06-20T09:00", asked, came), "2018-06-28", "received under 2015");
    assert_eq!(after("2018-06-21T09:00", asked, came), "2018-07-03", "received under 2018");
}

/// The clock starts with the acceptance (NĐ 61/2018/NĐ-CP, Điều 17).
#[test]
fn an_online_dossier_of_sunday_accepted_on_monday() {
    let mut ground = Ground::new();
    ground.at("2019-03-10T22:00");
    let code = ground.submitted(BIRTH);
    ground.at("2019-03-11T08:00");
    ground.done(HOA, &code, accept(date(2019, 3, 11)));
    assert_eq!(ground.due(&code)[0], "2019-03-15");
    assert_eq!(code, "H16.20.12-190310-0001");
}

/// On the next working day (Bộ luật Dân sự, Điều 148).
#[test]
fn a_calendar_day_limit_that_ends_on_a_holiday() {
    assert_eq!(with_limit("2019-04-24T09:00", 6.0, "calendar-day"), "2019-05-02");
    assert_eq!(with_limit("2019-01-25T09:00", 10.0, "calendar-day"), "2019-02-11");
    assert_eq!(with_limit("2019-01-31T09:00", 1.0, "month"), "2019-02-28");
}

/// Both sides sign the sheet (TT 01/2018/TT-VPCP, Mẫu 05); until then the giver answers for it.
#[test]
fn a_hand_over_without_acknowledgement() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, forward(None));
    ground.at("2019-04-09T08:00");
    ground.done(CLOCK, &code, Act::MarkLate);
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.holder.office.as_str(), dossier.step), ("MC", 0));
    assert_eq!(dossier.holder.account.as_ref().map(StreamId::as_str), Some(HOA.0));
    ground.done(DUNG, &code, acknowledge(DUNG.0));
    let since = ground.dossier(&code).holder.since;
    assert_eq!(since, super::ground::at("2019-04-09T08:00"), "the step begins here");
}

/// Finished (9) and returned (10) are two things: a late collector makes nobody late.
#[test]
fn a_result_that_is_ready_in_time_and_collected_a_month_later() {
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    file.fees = Vec::new();
    let code = ground.file(HOA, file).expect("filed");
    ground.at("2019-03-15T16:00");
    ground.done(HOA, &code, finish(date(2019, 3, 15)));
    ground.at("2019-04-16T08:00");
    let refused = ground.refused(CLOCK, &code, Act::MarkLate, "");
    assert!(matches!(refused, Wrong::NotNow { phase: Phase::Finished, .. }));
    ground.done(HOA, &code, Act::ReturnResult(HANDOUT));
    let dossier = ground.dossier(&code);
    let at = super::ground::at("2019-03-15T16:00");
    assert_eq!((dossier.late_since, dossier.ended), (None, Some(at)));
}

/// When a dossier was received, when it ended, whether it is open.
type Fact = (Date, Option<Date>, bool);

/// Received and carried over are finished and open (3 = 7 + 11), and what is open is carried over
/// (6 = the last 11): TT 01/2020/TT-VPCP, Biểu II.06a.
#[test]
fn reports_of_two_periods_agree() {
    let mut ground = Ground::new();
    let mut codes = Vec::new();
    for (at, day) in
        (0..).zip(["2019-03-11", "2019-03-12", "2019-03-13", "2019-04-02", "2019-04-03"])
    {
        ground.at(&format!("{day}T09:00"));
        codes.push(ground.filed(BIRTH));
        if at % 2 == 0 {
            ground.done(HOA, &codes[at], forward(None));
            ground.done(BINH, &codes[at], acknowledge(BINH.0));
        }
    }
    let refused = ground.submitted(BIRTH);
    let lack = crate::dossier::Lack { component: None, reason: crate::dossier::Reason::Missing };
    ground.done(HOA, &refused, Act::Refuse(vec![lack]));
    codes.push(refused);
    ground.at("2019-03-20T09:00");
    ground.done(BINH, &codes[0], finish(date(2019, 3, 20)));
    ground.done(HOA, &codes[1], Act::Withdraw);
    ground.at("2019-04-10T09:00");
    ground.done(HOA, &codes[3], finish(date(2019, 4, 10)));
    let count = |from: Date, to: Date| {
        let within = |day: Date| from <= day && day <= to;
        let facts = codes.iter().filter_map(|code| {
            let dossier = ground.dossier(code);
            let received = dossier.reception.as_ref()?.at.date();
            Some((received, dossier.ended.map(crate::time::LawTime::date), dossier.phase.is_open()))
        });
        let facts: Vec<Fact> = facts.collect();
        let count = |of: &dyn Fn(&Fact) -> bool| facts.iter().filter(|it| of(it)).count();
        assert!(facts.iter().all(|(_, ended, is_open)| ended.is_none() == *is_open));
        [
            count(&|it| within(it.0)),
            count(&|it| it.0 < from && it.1.is_none_or(|ended| ended >= from)),
            count(&|it| it.1.is_some_and(within)),
            count(&|it| it.0 <= to && it.1.is_none_or(|ended| ended > to)),
        ]
    };
    let march = count(date(2019, 3, 1), date(2019, 3, 31));
    let april = count(date(2019, 4, 1), date(2019, 4, 30));
    assert_eq!((march, april), ([3, 0, 2, 1], [2, 1, 1, 2]));
    assert!([march, april].iter().all(|it| it[0] + it[1] == it[2] + it[3]));
    assert_eq!(march[3], april[1]);
}

/// Words are no limit: the desk and the applicant agree on a day, and the clock knows no other.
#[test]
fn a_limit_as_each_project_needs() {
    let mut ground = Ground::new();
    let mut file = ground.filing(WORDS);
    file.agreed = Some(date(2019, 5, 31));
    let code = ground.file(HOA, file).expect("filed");
    ground.at("2019-05-31T23:59");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.at("2019-06-01T00:00");
    ground.done(CLOCK, &code, Act::MarkLate);
}

/// Hours run from the instant (Bộ luật Dân sự, Điều 147, khoản 1), while the office is open.
#[test]
fn a_limit_in_hours_ends_at_an_instant() {
    assert_eq!(with_limit("2019-03-11T16:00", 4.0, "working-hour"), "2019-03-12T10:00");
}
