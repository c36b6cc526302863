//! Limits without a pause.

use super::*;
use crate::calendar::Line;

#[test]
fn working_days_leave_out_the_first_day_rest_days_and_holidays() {
    // Bộ luật Dân sự 2015, Điều 147, khoản 2; Bộ luật Lao động, Điều 111 and 112.
    let bench = Bench::new();
    for (received, count, due) in [
        ("2019-01-31T09:10", 3, "2019-02-12"), // over Tết 2019, 4 to 8 February
        ("2019-03-04T08:00", 1, "2019-03-05"),
        ("2019-03-04T16:59", 1, "2019-03-05"),
        ("2019-03-04T18:30", 1, "2019-03-05"), // after closing: the day itself is not counted
        ("2019-03-01T08:00", 1, "2019-03-04"), // over a weekend
        ("2019-03-03T08:00", 1, "2019-03-04"), // accepted on a Sunday
        ("2019-04-12T08:00", 1, "2019-04-16"), // Giỗ Tổ on Sunday, off on Monday 15 April
        ("2018-08-31T08:00", 1, "2018-09-04"), // Quốc khánh on Sunday, off on Monday
        ("2018-12-27T08:00", 3, "2019-01-03"), // over the year's end and the swapped 31 December
        ("2019-01-02T08:00", 3, "2019-01-05"), // the Saturday that made up for it
        ("2019-05-02T08:00", 2, "2019-05-04"), // the Saturday worked for 29 April
        ("2018-02-12T08:00", 1, "2018-02-13"),
        ("2018-02-13T08:00", 1, "2018-02-21"), // compensation after Tết 2018
        ("2019-12-16T08:00", 12, "2020-01-02"),
    ] {
        assert_eq!(bench.told(TO_THE_DAY, received, days(count)), due, "{received} + {count}");
    }
}

#[test]
fn a_dossier_submitted_on_sunday_and_accepted_on_monday_counts_from_monday() {
    // The clock starts at acceptance, status 2, not at submission.
    let bench = Bench::new();
    assert_eq!(bench.told(TO_THE_DAY, "2019-03-04T08:00", days(3)), "2019-03-07");
    assert_eq!(bench.told(TO_THE_DAY, "2019-03-03T20:00", days(3)), "2019-03-06");
}

#[test]
fn a_limit_of_the_day_itself_has_a_cutoff_hour() {
    // As published for 1.001193, 1.000656, 2.000635 and 2.000908.
    let bench = Bench::new();
    for (received, due) in [
        ("2019-03-04T06:30", "2019-03-04"),
        ("2019-03-04T14:59", "2019-03-04"),
        ("2019-03-04T15:00", "2019-03-04"),
        ("2019-03-04T15:00:01", "2019-03-05"),
        ("2019-03-04T15:01", "2019-03-05"),
        ("2019-03-04T18:00", "2019-03-05"),
        ("2019-03-01T15:01", "2019-03-04"), // Friday
        ("2019-02-01T15:00", "2019-02-01"), // the last Friday before Tết
        ("2019-02-01T15:01", "2019-02-11"),
        ("2019-03-02T08:00", "2019-03-04"), // Saturday
        ("2019-01-04T15:01", "2019-01-05"), // before a make-up Saturday
        ("2019-01-05T14:00", "2019-01-05"),
    ] {
        assert_eq!(bench.told(TO_THE_DAY, received, same_day()), due, "{received}");
    }
    let noon = Rule { cutoff_hour: 12, ..TO_THE_DAY };
    assert_eq!(bench.told(noon, "2019-03-04T12:01", same_day()), "2019-03-05");
}

#[test]
fn calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() {
    // Bộ luật Dân sự 2015, Điều 148, khoản 5.
    let bench = Bench::new();
    for (received, count, due) in [
        ("2019-03-04T09:00", 1, "2019-03-05"),
        ("2019-03-04T09:00", 5, "2019-03-11"), // Saturday the 9th
        ("2019-01-31T09:00", 5, "2019-02-11"), // mùng một Tết
        ("2019-04-25T09:00", 5, "2019-05-02"), // 30 April
        ("2018-12-20T09:00", 15, "2019-01-04"),
        ("2018-12-21T09:00", 15, "2019-01-05"), // a make-up Saturday is a working day
    ] {
        let span = quarters(count * 4, Unit::CalendarDay);
        assert_eq!(bench.told(TO_THE_DAY, received, span), due, "{received} + {count}");
    }
}

#[test]
fn months_end_on_the_day_of_the_same_number_or_the_last_of_the_month() {
    // Bộ luật Dân sự 2015, Điều 148, khoản 3; half a month is 15 days, Điều 146.
    let bench = Bench::new();
    for (received, in_quarters, due) in [
        ("2019-03-04T09:00", 4, "2019-04-04"),
        ("2019-01-31T09:00", 4, "2019-02-28"),
        ("2020-01-30T09:00", 4, "2020-03-02"), // 29 February 2020 is a Saturday
        ("2019-01-02T09:00", 12, "2019-04-02"),
        ("2019-03-04T09:00", 2, "2019-03-19"),
        ("2019-03-04T09:00", 6, "2019-04-19"),
        ("2018-11-05T09:00", 4, "2018-12-05"),
    ] {
        let span = quarters(in_quarters, Unit::Month);
        assert_eq!(bench.told(TO_THE_DAY, received, span), due, "{received} + {in_quarters}/4");
    }
}

#[test]
fn hours_run_while_the_office_is_open() {
    let bench = Bench::new();
    for (received, in_quarters, due) in [
        ("2019-03-04T08:00", 4, "2019-03-04T09:00"),
        ("2019-03-04T08:00", 14, "2019-03-04T11:30"), // to the end of the morning
        ("2019-03-04T08:00", 15, "2019-03-04T13:45"), // over lunch
        ("2019-03-04T12:00", 4, "2019-03-04T14:30"),  // received at lunch
        ("2019-03-04T06:00", 4, "2019-03-04T08:00"),  // before opening
        ("2019-03-04T17:00", 4, "2019-03-05T08:00"),  // at closing
        ("2019-03-04T18:00", 4, "2019-03-05T08:00"),  // after closing
        ("2019-03-01T16:30", 4, "2019-03-04T07:30"),  // over a weekend
        ("2019-03-02T09:00", 4, "2019-03-04T08:00"),  // on a Saturday
        ("2019-03-04T08:00", 32, "2019-03-05T08:00"), // eight hours are a day
        ("2019-02-01T16:00", 8, "2019-02-11T08:00"),  // over Tết
        ("2019-04-15T09:00", 32, "2019-04-16T16:30"), // a day off, then the hours of summer
        ("2019-04-12T16:30", 34, "2019-04-16T16:30"),
        ("2019-11-01T16:00", 8, "2019-11-04T08:00"), // the desk's Saturday is no working day
        ("2019-01-04T16:00", 8, "2019-01-05T08:00"), // but a make-up Saturday is
        ("2019-01-05T08:00", 28, "2019-01-05T17:00"), // with the hours of a weekday
    ] {
        let span = quarters(in_quarters, Unit::WorkingHour);
        let told = bench.told(TO_THE_DAY, received, span);
        assert_eq!(told, due, "{received} + {in_quarters}/4 h");
    }
}

#[test]
fn to_the_minute_a_day_ends_at_the_time_of_reception() {
    let bench = Bench::new();
    for (received, in_quarters, due) in [
        ("2019-03-04T09:10", 12, "2019-03-07T09:10"),
        ("2019-03-04T12:10", 4, "2019-03-05T13:30"), // received at lunch
        ("2019-03-04T05:00", 4, "2019-03-05T07:00"), // before opening
        ("2019-03-04T19:00", 4, "2019-03-06T07:00"), // after closing: received on the 5th
        ("2019-03-03T19:00", 4, "2019-03-05T07:00"), // on a Sunday
        ("2019-04-12T17:00", 4, "2019-04-16T16:30"), // the summer day closes earlier
        ("2019-01-31T09:10", 12, "2019-02-12T09:10"),
        ("2019-03-04T09:10", 2, "2019-03-04T15:10"), // half a day is half its hours
        ("2019-03-04T09:10", 1, "2019-03-04T11:10"),
        ("2019-03-04T09:10", 10, "2019-03-06T15:10"),
    ] {
        let span = quarters(in_quarters, Unit::WorkingDay);
        assert_eq!(bench.told(TO_THE_MINUTE, received, span), due, "{received} + {in_quarters}/4");
    }
    let week = quarters(28, Unit::CalendarDay);
    assert_eq!(bench.told(TO_THE_MINUTE, "2019-03-02T09:10", week), "2019-03-11T07:00");
    assert_eq!(bench.told(TO_THE_MINUTE, "2019-03-04T09:10", week), "2019-03-11T09:10");
}

#[test]
fn a_part_of_a_day_is_never_due_after_the_whole_of_it() {
    let whole = [("07:00", "11:30"), ("13:30", "17:00")];
    let seasons =
        vec![season("01-01", &[1, 3, 4, 5], &whole), season("01-01", &[2], &[("10:00", "12:00")])];
    let hours = Hours::new(&Schedule { id: "short Tuesday".to_owned(), seasons });
    let bench = Bench { hours, ..Bench::new() };
    for (in_quarters, due) in
        [(2, "2019-03-04T15:10"), (3, "2019-03-05T10:00"), (4, "2019-03-05T10:00")]
    {
        let span = quarters(in_quarters, Unit::WorkingDay);
        assert_eq!(bench.told(TO_THE_MINUTE, "2019-03-04T09:10", span), due, "{in_quarters}/4");
    }
}

#[test]
fn to_the_day_a_part_of_a_day_counts_as_a_whole_one() {
    let bench = Bench::new();
    for (in_quarters, due) in [(1, "2019-03-05"), (2, "2019-03-05"), (10, "2019-03-07")] {
        let span = quarters(in_quarters, Unit::WorkingDay);
        assert_eq!(bench.told(TO_THE_DAY, "2019-03-04T09:10", span), due);
    }
}

#[test]
fn the_clock_says_how_it_counted() {
    let bench = Bench::new();
    let due = bench.due(TO_THE_DAY, "2019-01-31T09:10", days(3)).expect("it is due");
    let day = |day| date(2019, 2, day);
    let passed = |from, to, off| Line::Passed { from: day(from), to: day(to), off };
    let tet = crate::calendar::Off::Holiday { name: "tet".into() };
    let rest = || crate::calendar::Off::WeeklyRest;
    assert_eq!(
        due.lines,
        [
            Line::Received { at: at("2019-01-31T09:10").civil() },
            Line::Limit { span: days(3) },
            Line::FirstDay { date: date(2019, 1, 31) },
            Line::Counted { from: day(1), to: day(1), total: 1 },
            passed(2, 3, rest()),
            passed(4, 8, tet),
            passed(9, 10, rest()),
            Line::Counted { from: day(11), to: day(12), total: 3 },
            Line::Due { due: Moment::Day(day(12)) },
        ]
    );
    assert!(!due.provisional);
}

#[test]
fn a_limit_that_touches_a_provisional_year_says_so() {
    let bench = Bench::new();
    let due = |received| bench.due(TO_THE_DAY, received, days(1)).expect("it is due");
    assert!(!due("2020-12-30T09:00").provisional);
    let touching = due("2020-12-31T09:00");
    assert_eq!(touching.due, Moment::Day(date(2021, 1, 4)));
    assert!(touching.provisional);
    assert!(touching.lines.contains(&Line::Provisional { year: 2021 }));
}

#[test]
fn past_the_last_provisional_year_the_year_is_named() {
    let bench = Bench::new();
    let missing = |year| Err(NoDue::YearMissing { year });
    assert_eq!(bench.due(TO_THE_DAY, "2022-12-30T09:00", days(1)), missing(2023));
    assert_eq!(bench.due(TO_THE_DAY, "2026-01-05T09:00", days(1)), missing(2026));
    assert_eq!(bench.due(TO_THE_DAY, "2017-12-29T09:00", days(1)), missing(2017));
    let year = quarters(48, Unit::Month);
    assert_eq!(bench.due(TO_THE_DAY, "2022-06-01T09:00", year), missing(2023));
    let hours = quarters(40_000, Unit::WorkingHour);
    assert_eq!(bench.due(TO_THE_DAY, "2019-06-03T09:00", hours), missing(2023));
    assert!(NoDue::YearMissing { year: 2023 }.to_string().contains("no year 2023"));
}

#[test]
fn what_cannot_be_counted_has_no_due_date() {
    let bench = Bench::new();
    let due = |span| bench.due(TO_THE_DAY, "2019-03-04T09:00", span);
    assert_eq!(due(quarters(4, Unit::Other)), Err(NoDue::NotCounted));
    assert_eq!(due(days(0)), Err(NoDue::Empty));
    let closed = Schedule { id: "closed".to_owned(), seasons: vec![season("01-01", &[6], &[])] };
    let bench = Bench { hours: Hours::new(&closed), ..bench };
    let hour = quarters(4, Unit::WorkingHour);
    let expected = Err(NoDue::NoHours { schedule: "closed".to_owned() });
    assert_eq!(bench.due(TO_THE_DAY, "2019-03-04T09:00", hour), expected);
    assert!(bench.due(TO_THE_DAY, "2019-03-04T09:00", days(1)).is_ok(), "days need no hours");
}

#[test]
fn hours_before_the_years_first_season_are_those_of_the_last() {
    let season = |from, close| season(from, &[1, 2, 3, 4, 5], &[("08:00", close)]);
    let seasons = vec![season("03-01", "12:00"), season("10-01", "16:00")];
    let hours = Hours::new(&Schedule { id: "two".to_owned(), seasons });
    let closing = |month, day| hours.closing(date(2019, month, day)).expect("it closes").hour();
    assert_eq!([closing(1, 2), closing(3, 1), closing(9, 30), closing(10, 1)], [16, 12, 12, 16]);
    let never: Option<Time> = Hours::new(&Schedule { id: "none".to_owned(), seasons: vec![] })
        .closing(Date::constant(2019, 3, 4));
    assert_eq!(never, None);
}
