//! What holds of every limit.

use proptest::prelude::*;

use super::*;

/// An instant from 2018 to November 2020, by the minute.
fn instants() -> impl Strategy<Value = LawTime> {
    let first = at("2018-01-01T00:00").0;
    (0..1050 * 24 * 60_i64).prop_map(move |minutes| LawTime(first + minutes * 60_000_000))
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::WorkingDay),
        Just(Unit::CalendarDay),
        Just(Unit::WorkingHour),
        Just(Unit::Month),
        Just(Unit::SameDay)
    ]
}

fn rules() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(TO_THE_DAY),
        Just(TO_THE_MINUTE),
        Just(RESUMING),
        Just(Rule { due_precision: Precision::SameClockTime, ..RESUMING })
    ]
}

/// A span of at most a season.
fn span(unit: Unit, quarters_wanted: u32) -> Span {
    let most = if unit == Unit::Month { 16 } else { 160 };
    quarters(quarters_wanted % most + 1, unit)
}

/// The due moment in an order of instants.
fn instant(bench: &Bench, due: &Due) -> LawTime {
    due.due.instant(&bench.hours)
}

const MINUTE: i64 = 60_000_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_longer_limit_is_never_due_earlier(
        received in instants(), unit in units(), rule in rules(), a in 0_u32..160, b in 0_u32..160,
    ) {
        let bench = Bench::new();
        let (short, long) = (span(unit, a.min(b)), span(unit, a.max(b)));
        prop_assume!(short.quantity <= long.quantity);
        let due = |span| bench.clock(rule).due(received, span).expect("it is due");
        prop_assert!(instant(&bench, &due(short)) <= instant(&bench, &due(long)));
    }

    #[test]
    fn a_later_reception_is_never_due_earlier(
        received in instants(), unit in units(), rule in rules(), count in 0_u32..160,
        later in 0..14 * 24 * 60_i64,
    ) {
        let bench = Bench::new();
        let due = |at| bench.clock(rule).due(at, span(unit, count)).expect("it is due");
        let (early, late) = (due(received), due(LawTime(received.0 + later * MINUTE)));
        match unit {
            // Of two ends moved to one working day each keeps its own time of day.
            Unit::CalendarDay | Unit::Month => {
                prop_assert!(early.due.date() <= late.due.date());
            }
            Unit::WorkingDay | Unit::WorkingHour | Unit::SameDay | Unit::Other => {
                prop_assert!(instant(&bench, &early) <= instant(&bench, &late));
            }
        }
    }

    #[test]
    fn a_dossier_is_due_on_a_working_day(
        received in instants(), unit in units(), rule in rules(), count in 0_u32..160,
    ) {
        let bench = Bench::new();
        let due = bench.clock(rule).due(received, span(unit, count)).expect("it is due");
        prop_assert!(bench.calendar.is_working(due.due.date()).expect("it is known"));
        prop_assert!(due.due.date() >= received.date());
        prop_assert_eq!(due.provisional, bench.calendar.is_provisional(due.due.date()));
    }

    #[test]
    fn a_pause_never_shortens_and_none_of_no_time_changes_anything(
        received in instants(), unit in units(), rule in rules(), count in 0_u32..160,
        begins in 0..30 * 24 * 60_i64, lasts in 0..60 * 24 * 60_i64,
    ) {
        let bench = Bench::new();
        let clock = bench.clock(rule);
        let span = span(unit, count);
        let from = LawTime(received.0 + begins * MINUTE);
        let kinds = [PauseKind::Supplement, PauseKind::FinancialDuty, PauseKind::Excluded];
        let plain = clock.due(received, span).expect("it is due");
        for kind in kinds {
            let of = |to| [Pause { kind, from, to: Some(to), basis: None }];
            let long = of(LawTime(from.0 + lasts * MINUTE));
            let paused = clock.due_after(received, span, &long).expect("it is due");
            prop_assert!(instant(&bench, &plain) <= instant(&bench, &paused), "{:?}", kind);
            let resumes = kind != PauseKind::Supplement
                || rule.after_supplement == AfterSupplement::Resume;
            if resumes {
                let none = clock.due_after(received, span, &of(from)).expect("it is due");
                prop_assert_eq!(none.due, plain.due);
            }
        }
    }

    #[test]
    fn to_restart_is_never_earlier_than_to_resume(
        received in instants(), count in 0_u32..160,
        // Months are not all of one length: the rest of a long one may be longer than a short one.
        unit in units().prop_filter("no months", |unit| *unit != Unit::Month),
        begins in 0..10 * 24 * 60_i64, lasts in 0..30 * 24 * 60_i64,
    ) {
        let bench = Bench::new();
        let from = LawTime(received.0 + begins * MINUTE);
        let to = Some(LawTime(from.0 + lasts * MINUTE));
        let asked = [Pause { kind: PauseKind::Supplement, from, to, basis: None }];
        let due = |rule| bench.clock(rule).due_after(received, span(unit, count), &asked);
        let (resumed, anew) = (due(RESUMING), due(TO_THE_DAY));
        let of = |due: Result<Due, NoDue>| instant(&bench, &due.expect("it is due"));
        prop_assert!(of(resumed) <= of(anew));
    }

    #[test]
    fn a_new_holiday_never_makes_a_deadline_earlier(
        received in instants(), count in 0_u32..160, day in 0_i64..900,
        unit in prop_oneof![Just(Unit::WorkingDay), Just(Unit::WorkingHour), Just(Unit::SameDay)],
    ) {
        let before = Bench::new();
        let mut declared = declared();
        let date = date(2018, 1, 1).saturating_add(jiff::Span::new().days(day));
        let year = declared.years.iter_mut().find(|it| it.year == date.year()).expect("a year");
        year.days.retain(|known| known.date != date);
        year.days.push(ExceptionalDay { date, kind: DayKind::Holiday, of: "swap".to_owned() });
        let after = Bench { calendar: Calendar::new(&declared), ..Bench::new() };
        let due = |bench: &Bench| {
            let due = bench.clock(TO_THE_DAY).due(received, span(unit, count)).expect("it is due");
            instant(bench, &due)
        };
        prop_assert!(due(&before) <= due(&after));
    }

    #[test]
    fn hours_sum_exactly(received in instants(), a in 1_u32..80, b in 1_u32..80) {
        let bench = Bench::new();
        let clock = bench.clock(TO_THE_DAY);
        let hours = |at, count| {
            let due = clock.due(at, quarters(count, Unit::WorkingHour)).expect("it is due");
            let Moment::Instant(at) = due.due else { panic!("hours end at an instant") };
            at
        };
        prop_assert_eq!(hours(hours(received, a), b), hours(received, a + b));
    }
}
