//! The hours that are played, and who is made up.

use std::path::Path;

use domain::LawTime;
use domain::calendar::Calendar;
use domain::dossier::IdentityKind;
use domain::form::kind::{is_identity, is_tax_code};
use domain::phone::Phone;
use domain::province::Terms;
use jiff::civil::{DateTime, date};

use super::diary::{Diary, HOUR, MINUTE, Open, Seconds, instant, seconds};

fn terms() -> Terms {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../province/dak-nong");
    crate::province::files::read(&folder).expect("the shipped province reads").terms
}

fn diary(schedule: &str, open: Open) -> Diary {
    let terms = terms();
    let calendar = Calendar::new(&terms.calendar);
    let schedule = terms.schedule(schedule).expect("it is defined");
    let days = (date(2019, 1, 1), date(2020, 2, 28));
    Diary::new(schedule, &calendar, days, open).expect("the years are declared")
}

fn at(text: &str) -> Seconds {
    let civil: DateTime = text.parse().expect("a civil instant");
    seconds(LawTime::of(civil))
}

fn shown(at: Seconds) -> String {
    instant(at).civil().to_string()
}

#[test]
fn work_rests_at_lunch_at_night_and_over_tet() {
    let diary = diary("office", Open::ToWork);
    let after = |from: &str, work| shown(diary.after(at(from), work));
    assert_eq!(after("2019-03-04T11:00:00", HOUR), "2019-03-04T14:00:00");
    assert_eq!(after("2019-03-04T11:40:00", 0), "2019-03-04T13:30:00");
    assert_eq!(after("2019-03-04T16:30:00", HOUR), "2019-03-05T07:30:00");
    assert_eq!(after("2019-02-01T16:30:00", HOUR), "2019-02-11T07:30:00");
    let tet = diary.between(at("2019-02-01T07:00:00"), at("2019-02-11T08:00:00"));
    assert_eq!(tet, 9 * HOUR, "a day before and an hour after");
}

#[test]
fn a_swapped_saturday_is_worked_and_other_saturdays_only_receive() {
    let (work, desk) = (diary("commune", Open::ToWork), diary("commune", Open::ToReceive));
    let makeup = terms().calendar.years.into_iter().flat_map(|year| year.days).find(|day| {
        day.date.year() == 2019 && day.kind == domain::calendar::DayKind::MakeupWorkday
    });
    let makeup = makeup.expect("2019 had a swap").date;
    assert_eq!(work.of_day(makeup).len(), 2, "{makeup}");
    let saturday = date(2019, 11, 16);
    assert_eq!(work.of_day(saturday), []);
    let [(opens, closes)] = desk.of_day(saturday) else { panic!("one part of the day") };
    assert_eq!((shown(*opens), closes - opens), ("2019-11-16T07:30:00".to_owned(), 210 * MINUTE));
    assert_eq!(desk.of_day(date(2019, 7, 6)), [], "not in the rains");
}

#[test]
fn a_diary_ends_with_its_last_hour() {
    let diary = diary("office", Open::ToWork);
    let end = diary.after(at("2020-02-28T16:00:00"), 100 * HOUR);
    assert_eq!(shown(end), "2020-02-28T17:00:00");
    assert_eq!(diary.after(end + HOUR, HOUR), end + HOUR, "nothing goes back");
}

#[test]
fn who_is_made_up_has_numbers_that_look_right_and_were_given_to_nobody() {
    for number in 0..500 {
        for (one, kind) in super::people::samples(2019, number) {
            let digits = one.identity.number.clone().unwrap_or_default();
            let fits = match one.identity.kind {
                IdentityKind::CitizenId => {
                    digits.starts_with("099") && is_identity("citizen_id", &digits)
                }
                IdentityKind::Cmnd => digits.starts_with("99") && is_identity("cmnd", &digits),
                IdentityKind::TaxCode => digits.starts_with("09999") && is_tax_code(&digits),
                IdentityKind::None | IdentityKind::Passport => false,
            };
            assert!(fits && one.kind == kind, "{digits}");
            assert!(!one.name.contains("  ") && one.name.trim() == one.name, "{}", one.name);
            let made_up =
                |phone: &String| Phone::parse(phone).is_some() && phone.starts_with("+849000");
            assert!(one.phone.as_ref().is_none_or(made_up), "{:?}", one.phone);
        }
    }
}
