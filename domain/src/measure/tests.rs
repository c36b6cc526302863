//! What figures say, and what a programme may ask for.

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::programme::hundredths;
use super::*;
use crate::procedure::description::Description;

/// A reader of the whole province.
const ALL: Sight = Sight { everywhere: true, covers: true };

#[test]
fn every_measure_has_a_name_of_its_own() {
    for measure in Measure::ALL {
        assert_eq!(Measure::parse(measure.id()), Some(measure));
        assert_eq!(measure.tallies().is_some(), measure.of() == Of::Dossiers);
    }
    assert_eq!(Measure::parse("no-such"), None);
}

#[test]
fn what_has_no_denominator_has_no_value_and_is_not_zero() {
    assert_eq!(Figure::of(0, 0).percent(), None);
    assert_eq!(Figure::of(0, 0).state(), State::NoData);
    assert_eq!(Figure::of(0, 4).percent(), Some(0.0));
    assert_eq!(Figure::of(3, 4).state(), State::Value);
    let mean = Figure { scale: 10_000, ..Figure::of(2_500 + 5_000, 2) };
    assert_eq!(mean.percent(), Some(37.5));
}

#[test]
fn sums_are_divided_once() {
    let known = [
        (Tally::DaysLaw, 200),
        (Tally::DaysTaken, 150),
        (Tally::DaysPromised, 160),
        (Tally::Timed, 12),
        (Tally::Lawful, 9),
        (Tally::Unlawful, 1),
        (Tally::Rated4, 3),
        (Tally::Rated5, 1),
        (Tally::Rated1, 1),
    ];
    let sums = |tally: Tally| known.iter().find(|(it, _)| *it == tally).map_or(0, |(_, n)| *n);
    let of = |measure: Measure| measure.figure(&sums).expect("it has tallies");
    let of_twelve = |numerator| Figure { records: 12, ..Figure::of(numerator, 200) };
    assert_eq!(of(Measure::TimeCut), of_twelve(50));
    assert_eq!(of(Measure::CutWeighted), of_twelve(40));
    assert!(Measure::TimeCut.needs().any(|tally| tally == Tally::Timed));
    assert_eq!(of(Measure::OnTimeLaw), Figure::of(9, 10));
    assert_eq!(of(Measure::Satisfaction), Figure::of(4, 5));
    assert_eq!(of(Measure::OnTimePromise).state(), State::NoData);
    assert_eq!(Measure::Standardised.figure(&sums), None);
}

#[test]
fn an_interval_of_a_share_is_wilsons() {
    let (low, high) = wilson(80, 100).expect("an interval");
    assert!((low - 71.117).abs() < 0.01 && (high - 86.663).abs() < 0.01, "{low} {high}");
    let (low, high) = wilson(3, 3).expect("an interval");
    assert!((low - 43.85).abs() < 0.01 && (high - 100.0).abs() < 1e-9, "{low} {high}");
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(2, 1), None);
}

proptest! {
    #[test]
    fn a_share_lies_within_its_interval(all in 1_i64..10_000, part in 0.0_f64..=1.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small")]
        let yes = (all as f64 * part) as i64;
        let value = Figure::of(yes, all).percent().expect("a value");
        let (low, high) = wilson(yes, all).expect("an interval");
        prop_assert!(low <= value + 1e-9 && value <= high + 1e-9, "{low} {value} {high}");
        prop_assert!(0.0 <= low && high <= 100.0);
    }
}

fn described(limits: &serde_json::Value) -> Description {
    serde_json::from_value(json!({ "name": "x", "limits": limits })).expect("a description")
}

#[test]
fn a_procedure_is_cut_by_what_each_of_its_cases_has_and_a_same_day_one_is_not_cut() {
    let span = |quantity: f64, unit: &str| json!({ "quantity": quantity, "unit": unit });
    let limit = |legal, committed| json!({ "legal": legal, "committed": committed });
    let days = |legal: f64, ours: f64| limit(span(legal, "working-day"), span(ours, "working-day"));
    assert_eq!(cut_of(&described(&json!([days(20.0, 15.0)]))), Some(2_500));
    assert_eq!(cut_of(&described(&json!([days(20.0, 15.0), days(10.0, 9.0)]))), Some(1_000));
    assert_eq!(cut_of(&described(&json!([{ "legal": span(5.0, "working-day") }]))), Some(0));
    let same = limit(span(0.0, "same-day"), span(0.0, "same-day"));
    assert_eq!(cut_of(&described(&json!([same]))), None);
    assert_eq!(cut_of(&described(&json!([days(20.0, 16.0), same]))), Some(2_000));
    let mixed = limit(span(20.0, "calendar-day"), span(10.0, "working-day"));
    assert_eq!(cut_of(&described(&json!([mixed]))), None, "unlike units are not compared");
    let to_the_day = limit(span(3.0, "working-day"), span(0.0, "same-day"));
    assert_eq!(cut_of(&described(&json!([to_the_day]))), Some(10_000));
}

fn facts(code: &str) -> Facts {
    Facts {
        code: code.to_owned(),
        field: "Hộ tịch".into(),
        executing: Vec::new(),
        from: date(2019, 1, 1),
        to: None,
        standardised: true,
        complete: true,
        cut: Some(2_500),
        level: 3,
        online: true,
        published: None,
    }
}

#[test]
fn procedures_count_by_what_they_are() {
    let all = [
        facts("a"),
        Facts { standardised: false, cut: None, level: 2, ..facts("b") },
        Facts { cut: Some(500), level: 2, online: false, ..facts("c") },
    ];
    let of = |measure| Facts::figure(measure, all.iter());
    assert_eq!(of(Measure::Standardised), Figure::of(2, 3));
    assert_eq!(of(Measure::CutShare), Figure::of(1, 2));
    assert_eq!(of(Measure::CutMean).percent(), Some(15.0));
    assert_eq!(of(Measure::LevelThree), Figure::of(1, 3));
    assert_eq!(of(Measure::LevelThreeOnline), Figure::of(1, 2));
    assert_eq!(of(Measure::PublishedInTime).state(), State::NoData, "loaded with the house");
    let (day, until) = (date(2019, 5, 9), date(2019, 5, 8));
    let late = Facts { published: Some((day, until)), ..facts("d") };
    assert_eq!(Facts::figure(Measure::PublishedInTime, [&late].into_iter()), Figure::of(0, 1));
    assert!(late.is_on(date(2019, 1, 1)) && !late.is_on(date(2018, 12, 31)));
}

fn programme() -> Programme {
    let target = json!({
        "id": "standard", "name": "Chuẩn hóa", "measure": "procedures-standardised",
        "unit": "percent", "threshold": 10_000, "direction": "at-least", "by": "2020-12-31",
        "owner": "VP", "baseline": { "not-recorded": "không có số" },
    });
    serde_json::from_value(json!({
        "id": "p", "name": "Chương trình", "decision": "1/QĐ", "date": "2017-06-16",
        "agency": "UBND", "from": "2016-01-01", "to": "2020-12-31", "source": "công báo",
        "objectives": [{ "number": 1, "name": "Một", "targets": [target] }],
    }))
    .expect("a programme")
}

fn faults(change: impl FnOnce(&mut Programme)) -> Vec<String> {
    let mut changed = programme();
    change(&mut changed);
    check(&[changed], &|code| code == "VP").into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_target_without_measure_threshold_day_or_owner_is_refused() {
    assert_eq!(faults(|_| {}), Vec::<String>::new());
    let said = |wrong: Vec<String>, what: &str| {
        assert!(wrong.iter().any(|text| text.contains(what)), "{wrong:?}");
    };
    let target = |change: fn(&mut Target)| faults(|it| change(&mut it.objectives[0].targets[0]));
    said(target(|it| it.measure = Some("no-such".to_owned())), "no measure `no-such`");
    said(target(|it| it.measure = None), "needs a `note`");
    said(target(|it| it.owner = "XX".to_owned()), "no office `XX`");
    said(target(|it| it.by = date(2021, 1, 1)), "outside the programme's time");
    said(target(|it| it.threshold = 10_001), "0 to 10000");
    said(target(|it| it.unit = Unit::Points), "in percent");
    said(target(|it| it.baseline = Baseline::NotRecorded(" ".into())), "says why");
    said(faults(|it| it.objectives[0].targets.clear()), "no target");
    said(
        faults(|it| {
            let again = it.objectives[0].targets[0].clone();
            it.objectives[0].targets.push(again);
        }),
        "told twice",
    );
    let twice = check(&[programme(), programme()], &|_| true);
    assert!(twice.iter().any(|fault| fault.what.contains("programme `p` is told twice")));
    for missing in ["owner", "threshold", "direction", "by", "baseline", "unit"] {
        let mut told = serde_json::to_value(programme()).expect("json");
        let target = told["objectives"][0]["targets"][0].as_object_mut().expect("a target");
        target.remove(missing);
        assert!(serde_json::from_value::<Programme>(told).is_err(), "{missing}");
    }
}

#[test]
fn a_target_is_reached_near_or_behind_and_nothing_is_said_without_a_value() {
    let mut target = programme().objectives[0].targets[0].clone();
    assert_eq!(standing(&target, Some(Figure::of(10, 10)), ALL), Standing::Reached);
    assert_eq!(standing(&target, Some(Figure::of(96, 100)), ALL), Standing::Near);
    assert_eq!(standing(&target, Some(Figure::of(9, 10)), ALL), Standing::Behind);
    assert_eq!(standing(&target, Some(Figure::of(0, 0)), ALL), Standing::Open);
    assert_eq!(standing(&target, None, ALL), Standing::Open);
    (target.threshold, target.direction) = (8_000, Direction::Above);
    assert_eq!(standing(&target, Some(Figure::of(8, 10)), ALL), Standing::Near, "above is not at");
    assert_eq!(standing(&target, Some(Figure::of(81, 100)), ALL), Standing::Reached);
    assert!((hundredths(5_816) - 58.16).abs() < 1e-9);
}

#[test]
fn an_index_that_was_counted_anew_is_not_compared_and_an_old_one_is_stale() {
    let reading =
        |year, hundredths| Reading { year, hundredths, comparable: true, source: "VCCI".into() };
    let mut target = programme().objectives[0].targets[0].clone();
    (target.measure, target.unit, target.threshold) = (None, Unit::Points, 0);
    target.direction = Direction::Rise;
    assert_eq!(target.published_state(2019), State::NoData);
    target.readings = vec![reading(2019, None)];
    assert_eq!(target.published_state(2019), State::NotPublished);
    target.readings = vec![reading(2017, Some(5_512)), reading(2018, Some(5_816))];
    assert_eq!(target.published_state(2019), State::Value);
    assert_eq!(target.published_state(2020), State::Stale);
    assert_eq!(standing(&target, None, ALL), Standing::Reached);
    target.readings[1].hundredths = Some(5_500);
    assert_eq!(standing(&target, None, ALL), Standing::Behind);
    target.readings[1].comparable = false;
    assert_eq!(target.published_state(2019), State::NotComparable);
    assert_eq!(standing(&target, None, ALL), Standing::Open);
}

#[test]
fn a_share_that_a_sample_says_is_tested_and_not_only_compared() {
    let mut target = programme().objectives[0].targets[0].clone();
    (target.threshold, target.direction) = (8_000, Direction::Above);
    target.measure = Some(Measure::Satisfaction.id().to_owned());
    let of = |yes, all| standing(&target, Some(Figure::of(yes, all)), ALL);
    assert_eq!(of(1_700, 2_000), Standing::Reached, "its whole interval is above 80 %");
    assert_eq!(of(82, 100), Standing::Open, "82 % of 100 are between 73 and 88 %");
    assert_eq!(of(78, 100), Standing::Near);
    assert_eq!(of(60, 100), Standing::Behind);
    assert_eq!(of(15, 29), Standing::Open, "few");
    assert_eq!(of(29, 29), Standing::Reached, "few, and yet all of them");
    assert_eq!(of(0, 0), Standing::Open);
}

#[test]
fn up_in_ranks_is_down_in_numbers_and_a_rank_that_is_not_comparable_says_so() {
    let rank =
        |year, hundredths| Reading { year, hundredths, comparable: true, source: "UNDP".into() };
    let mut target = programme().objectives[0].targets[0].clone();
    (target.measure, target.unit, target.threshold) = (None, Unit::Ranks, 300);
    target.direction = Direction::Rise;
    target.readings = vec![rank(2017, Some(3_100)), rank(2018, Some(2_800))];
    assert_eq!(standing(&target, None, ALL), Standing::Reached, "from 31 to 28");
    target.readings[1].hundredths = Some(3_400);
    assert_eq!(standing(&target, None, ALL), Standing::Behind, "from 31 to 34");
    target.readings = vec![Reading { comparable: false, ..rank(2018, None) }];
    assert_eq!(target.published_state(2019), State::NotComparable);
}

/// What a stranger, the offices that are counted, and a reader of the whole province are told.
fn told(measure: Measure, figure: Figure) -> [Told; 3] {
    let own = Sight { everywhere: false, covers: true };
    [Sight::default(), own, ALL].map(|sight| Told::of(measure, figure, sight))
}

#[test]
fn days_are_hidden_with_the_few_dossiers_that_they_are_of() {
    let days = |records| Figure { records, ..Figure::of(7, 20) };
    for measure in [Measure::TimeCut, Measure::CutWeighted] {
        // One dossier, four, and days whose dossiers were not counted yet.
        for records in [1, 4, 0] {
            let [stranger, own, all] = told(measure, days(records));
            assert!(stranger.is_hidden && stranger.percent.is_none());
            assert_eq!((stranger.numerator, stranger.denominator), (None, None));
            assert_eq!((own.numerator, all.denominator), (Some(7), Some(20)));
        }
        let [stranger, ..] = told(measure, days(5));
        assert_eq!((stranger.numerator, stranger.percent), (Some(7), Some(35.0)));
        let [stranger, ..] = told(measure, Figure { records: 9, ..Figure::of(2, 90) });
        assert!(!stranger.is_hidden, "two days are of nine dossiers");
    }
}

#[test]
fn few_that_are_counted_and_few_that_are_not_are_hidden_and_no_others() {
    let hidden = |numerator, denominator| {
        told(Measure::OnTimeLaw, Figure::of(numerator, denominator)).map(|it| it.is_hidden)
    };
    for (numerator, denominator) in [(0, 3), (3, 3), (2, 40), (20, 21), (36, 40)] {
        assert_eq!(hidden(numerator, denominator), [true, false, false]);
    }
    for (numerator, denominator) in [(0, 0), (0, 5), (5, 5), (20, 20), (5, 10), (35, 40)] {
        assert_eq!(hidden(numerator, denominator), [false; 3], "{numerator}/{denominator}");
    }
    let [stranger, ..] = told(Measure::OnTimeLaw, Figure::of(20, 21));
    assert_eq!((stranger.numerator, stranger.denominator), (None, Some(21)));
    let [stranger, ..] = told(Measure::OnTimeLaw, Figure::of(0, 3));
    assert_eq!((stranger.numerator, stranger.denominator), (None, None), "all of few are hidden");
    assert!(!told(Measure::Standardised, Figure::of(1, 2))[0].is_hidden, "each is published");
}

#[test]
fn fewer_than_five_ratings_are_hidden_from_the_office_that_was_rated_too() {
    let rated = |numerator, denominator| {
        told(Measure::Satisfaction, Figure::of(numerator, denominator)).map(|it| it.is_hidden)
    };
    assert_eq!(rated(0, 1), [true, true, false]);
    assert_eq!(rated(4, 4), [true, true, false]);
    assert_eq!(rated(4, 5), [true, false, false], "five are listed to it one by one");
    assert_eq!(rated(10, 20), [false; 3]);
}

#[test]
fn a_target_whose_figure_is_hidden_stands_open() {
    let mut target = programme().objectives[0].targets[0].clone();
    target.measure = Some(Measure::OnTimeLaw.id().to_owned());
    let figure = Some(Figure::of(3, 3));
    assert_eq!(standing(&target, figure, Sight::default()), Standing::Open);
    assert_eq!(standing(&target, figure, ALL), Standing::Reached);
}
