//! The calendar itself, decided and by rule, and what is found wrong with one.

use super::*;
use crate::calendar::{Day, Fault, Off, Place, check};

#[test]
fn a_day_is_what_was_decided() {
    let calendar = Calendar::new(&declared());
    let day = |text: &str| calendar.day(text.parse().expect("a date")).expect("it is known");
    assert_eq!(day("2019-01-31"), Day::Working);
    assert_eq!(day("2019-02-02"), Day::WeeklyRest);
    assert_eq!(day("2019-01-05"), Day::Makeup);
    assert_eq!(calendar.off(day("2019-02-05")), Some(Off::Holiday { name: "tet".into() }));
    let off = Off::CompensatoryOff { name: "swap".into() };
    assert_eq!(calendar.off(day("2018-12-31")), Some(off));
    assert_eq!(calendar.off(day("2019-01-05")), None);
    assert_eq!(calendar.working_from(date(2019, 2, 2)), Ok(date(2019, 2, 11)));
}

#[test]
fn a_year_that_nobody_decided_is_reckoned_by_rule() {
    let calendar = Calendar::new(&declared());
    let off: Vec<String> = date(2021, 1, 1)
        .series(jiff::Span::new().days(1))
        .take_while(|day| day.year() == 2021)
        .filter(|day| !calendar.is_working(*day).expect("it is known"))
        .filter(|day| day.weekday().to_monday_one_offset() < 6)
        .map(|day| day.strftime("%m-%d").to_string())
        .collect();
    // As it was decided in the end: Tết 10 to 16 February, Quốc khánh with the day after.
    let kept = "01-01 02-11 02-12 02-15 02-16 02-17 04-21 04-30 05-03 09-02 09-03";
    assert_eq!(off.join(" "), kept, "Tết alone may be laid otherwise by decision");
    assert!(calendar.is_provisional(date(2021, 1, 1)));
    assert!(!calendar.is_provisional(date(2020, 12, 31)));
}

#[test]
fn the_second_day_of_the_national_holiday_touches_a_weekend_where_it_can() {
    // Bộ luật Lao động 2019, Điều 112: 2 September and one day right before or after.
    let years = |first: i16| {
        let mut declared = declared();
        declared.years.truncate(1);
        declared.years[0].year = first;
        declared.provisional_years = 1;
        Calendar::new(&declared)
    };
    // 2 September falls on Thursday, Friday, Saturday, Monday, Tuesday, Wednesday, Sunday.
    for (year, off) in [
        (2021, vec![2, 3]),
        (2022, vec![1, 2]),
        (2023, vec![1, 4]), // Saturday is compensated on Monday
        (2024, vec![2, 3]),
        (2025, vec![1, 2]),
        (2026, vec![1, 2]),
        (2029, vec![3, 4]), // Sunday is compensated after the second day
    ] {
        let calendar = years(year - 1);
        let is_off = |day: &i8| {
            let day = date(year, 9, *day);
            let is_weekend = day.weekday().to_monday_one_offset() > 5;
            !is_weekend && !calendar.is_working(day).expect("it is known")
        };
        let found: Vec<i8> = (1..=6).filter(is_off).collect();
        assert_eq!(found, off, "{year}");
    }
}

#[test]
fn a_missing_year_is_named_even_between_two_decided_ones() {
    let mut declared = declared();
    declared.years.remove(1);
    let calendar = Calendar::new(&declared);
    let missing = |year| Err(NoDue::YearMissing { year });
    assert_eq!(calendar.day(date(2019, 3, 4)), missing(2019));
    assert_eq!(calendar.day(date(2018, 3, 5)), Ok(Day::Working));
    assert_eq!(calendar.day(date(2020, 3, 4)), Ok(Day::Working));
    let none = Calendar::new(&Declaration::default());
    assert_eq!(none.day(date(2019, 3, 4)), missing(2019));
}

#[test]
fn what_was_declared_once_is_read_for_ever() {
    let terms = r#"{"name":"T","name_en":"P","levels":[],"kinds":[],"schedules":[],"calendar":{"provisional_years":3,"occasions":[{"id":"tet","name":{"vi":"Tết","en":"Tet"},"lunar":"01-01","days_before":1,"days_after":3},{"id":"national","name":"Quốc khánh","solar":"09-02","neighbour_from":2021,"from":1945,"source":"S"}],"years":[{"year":2019,"source":"S","sample":true,"days":[{"date":"2019-01-05","kind":"makeup-workday","of":"tet"},{"date":"2019-02-05","kind":"holiday","of":"tet"},{"date":"2019-04-15","kind":"compensatory-off","of":"tet"}]}]},"rules":[{"id":"2018","from":"2018-06-21","source":"S","sample":["from"],"after_supplement":"restart","due_precision":"same-clock-time","cutoff_hour":15,"apologies_max":1,"forms":[{"form":"slip","number":"01","title":"Giấy"}],"data_subject":{"from":"2026-01-01","source":"S","answer":{"quantity":2,"unit":"working-day"},"finish":[{"request":"access","name":"Xem","limit":{"quantity":10,"unit":"calendar-day"}}]}}]}"#;
    let read: crate::province::Terms = serde_json::from_str(terms).expect("it decodes");
    assert_eq!(serde_json::to_string(&read).expect("it encodes"), terms, "its bytes stay");
}

#[test]
fn a_sound_calendar_has_no_findings() {
    assert_eq!(check(&declared()), []);
}

/// The findings after one change.
fn broken(change: impl FnOnce(&mut Declaration)) -> Vec<(Place, Fault)> {
    let mut declared = declared();
    change(&mut declared);
    check(&declared)
}

/// The findings after one change of the days of 2019.
fn broken_days(change: impl FnOnce(&mut Vec<ExceptionalDay>)) -> Vec<(Place, Fault)> {
    broken(|declared| change(&mut declared.years[1].days))
}

#[test]
fn a_day_that_cannot_be_is_found_at_its_place() {
    let found = broken_days(|days| days.insert(1, days[0].clone()));
    assert!(found.contains(&(Place::Day(1, 1), Fault::DayTwice(date(2019, 1, 1)))), "{found:?}");
    let found = broken_days(|days| days.swap(0, 1));
    assert_eq!(found, [(Place::Day(1, 1), Fault::DaysUnsorted(date(2019, 1, 1)))]);
    let found = broken_days(|days| days[1].date = date(2019, 1, 4));
    assert_eq!(found, [(Place::Day(1, 1), Fault::MakeupOnWeekday(date(2019, 1, 4)))]);
    let found = broken_days(|days| days[9].date = date(2019, 4, 28));
    assert_eq!(found, [(Place::Day(1, 9), Fault::CompensationOnRestDay(date(2019, 4, 28)))]);
    let found = broken_days(|days| "moon".clone_into(&mut days[1].of));
    assert_eq!(found, [(Place::Day(1, 1), Fault::UnknownOccasion("moon".to_owned()))]);
    let found = broken_days(|days| days[1].date = date(2020, 1, 5));
    assert!(found.contains(&(Place::Day(1, 1), Fault::OtherYear(date(2020, 1, 5)))), "{found:?}");
}

#[test]
fn a_year_that_lacks_something_is_found() {
    let found = broken_days(|days| days.retain(|day| day.of != "tet"));
    let no_tet = Fault::NoTet { year: 2019, tet: date(2019, 2, 5) };
    assert!(found.contains(&(Place::Year(1), no_tet)), "{found:?}");
    let found = broken_days(|days| days.retain(|day| day.of != "labour"));
    assert!(
        matches!(&found[..], [(Place::Year(1), Fault::HolidaysOff { of, found: 0, .. })]
        if of == "labour"),
        "{found:?}"
    );
    let found = broken_days(|days| days.retain(|day| day.date != date(2019, 4, 15)));
    assert!(matches!(&found[..], [(Place::Year(1), Fault::CompensationOff { expected: 1, .. })]));
    let found = broken(|declared| declared.years[1].source.clear());
    assert_eq!(found, [(Place::Year(1), Fault::NoSource(2019))]);
    let found = broken(|declared| drop(declared.years.remove(1)));
    assert_eq!(found, [(Place::Year(1), Fault::YearOutOfOrder(2020))]);
    let found = broken(|declared| declared.years.clear());
    assert_eq!(found, [(Place::Whole, Fault::NoYear)]);
    let found = broken(|declared| declared.provisional_years = 11);
    assert_eq!(found, [(Place::Whole, Fault::TooFarAhead)]);
}

#[test]
fn an_occasion_that_comes_by_no_rule_or_by_two_is_found() {
    let found = broken(|declared| declared.occasions[0].lunar = month_day("01-01"));
    let two = (Place::Occasion(0), Fault::BadRecurrence("new-year".to_owned()));
    assert!(found.contains(&two), "{found:?}");
    let found = broken(|declared| declared.occasions.push(occasion("late")));
    assert_eq!(found, [], "an occasion need not come again");
    let late = || Occasion { lunar: month_day("12-23"), from: Some(2030), ..occasion("late") };
    let found = broken(|declared| declared.occasions.push(late()));
    assert_eq!(found, [(Place::Occasion(7), Fault::BadRecurrence("late".to_owned()))]);
    let found = broken(|declared| declared.occasions.push(occasion("swap")));
    assert_eq!(found, [(Place::Occasion(7), Fault::BadOccasion("swap".to_owned()))]);
}
