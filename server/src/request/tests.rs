//! The law's days of requests, by the shipped rules and calendar.

use domain::LawTime;
use domain::province::Terms;
use domain::request::Wish;
use jiff::civil::date;

use super::clock::{Days, days, extended};
use super::read::{id_of, stream_of};

fn shipped() -> Terms {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
    crate::province::files::read(folder.as_ref()).expect("the province reads").terms
}

#[test]
fn before_2026_the_rules_name_no_day() {
    let made = LawTime::of(date(2019, 12, 16).at(9, 0, 0, 0));
    for wish in Wish::ALL {
        let found = days(&shipped(), wish, made).expect("2019 is in the calendar");
        let rules = "2018".to_owned();
        assert_eq!(found, Days { rules, answer_by: None, finish_by: None }, "{wish:?}");
    }
}

#[test]
fn from_2026_each_kind_has_its_days() {
    // A Thursday: two working days later is a Monday, and ten days later a Sunday, which moves.
    let made = LawTime::of(date(2026, 1, 15).at(9, 0, 0, 0));
    let found = |wish| days(&shipped(), wish, made).expect("2026 is in the calendar");
    for (wish, finish) in [
        (Wish::Copy, date(2026, 1, 26)),
        (Wish::Correction, date(2026, 1, 26)),
        (Wish::Restriction, date(2026, 1, 30)),
        (Wish::Withdrawal, date(2026, 1, 30)),
        (Wish::Erasure, date(2026, 2, 4)),
    ] {
        let days = found(wish);
        assert_eq!((days.rules.as_str(), days.answer_by), ("2025", Some(date(2026, 1, 19))));
        assert_eq!(days.finish_by, Some(finish), "{wish:?}");
    }
}

#[test]
fn a_saturday_that_is_worked_counts() {
    let made = LawTime::of(date(2026, 1, 8).at(9, 0, 0, 0));
    let days = days(&shipped(), Wish::Copy, made).expect("2026 is in the calendar");
    assert_eq!(days.answer_by, Some(date(2026, 1, 10)), "worked for the second of January");
}

#[test]
fn a_year_that_is_not_in_the_calendar_is_named() {
    let made = LawTime::of(date(2090, 1, 5).at(9, 0, 0, 0));
    let error = days(&shipped(), Wish::Copy, made).expect_err("no calendar goes that far");
    assert!(error.to_string().contains("2090"), "{error}");
}

#[test]
fn an_extension_gives_fifteen_days() {
    assert_eq!(extended(date(2026, 1, 20)), date(2026, 2, 4));
}

#[test]
fn a_request_is_named_in_addresses_and_found_again() {
    let stream = domain::StreamId::new(2026, "request", "0af3");
    assert_eq!(id_of(&stream), "2026-0af3");
    assert_eq!(stream_of("2026-0af3"), Some(stream));
    for wrong in ["", "2026", "2026-", "x-0af3", "2026-0a/f3", "2026-ghij", "2026-0AF3"] {
        assert_eq!(stream_of(wrong), None, "{wrong}");
    }
}
