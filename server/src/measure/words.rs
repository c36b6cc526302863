//! Figures in words.

use domain::measure::{Figure, Measure, Of, Part, SHOWN_MIN, State, Target, Unit};
use jiff::civil::Date;
use page::Text;

use crate::tally::Window;

/// What a measure is called.
pub fn name(text: Text, measure: Measure) -> String {
    match measure {
        Measure::Standardised => text.measure_standardised(),
        Measure::Published => text.measure_published(),
        Measure::PublishedInTime => text.measure_published_in_time(),
        Measure::CutShare => text.measure_cut_share(),
        Measure::CutMean => text.measure_cut_mean(),
        Measure::CutWeighted => text.measure_cut_weighted(),
        Measure::TimeCut => text.measure_time_cut(),
        Measure::OnTimeLaw => text.measure_on_time_law(),
        Measure::OnTimePromise => text.measure_on_time_promise(),
        Measure::LevelThree => text.measure_level_three(),
        Measure::LevelThreeOnline => text.measure_level_three_online(),
        Measure::LevelFour => text.measure_level_four(),
        Measure::LevelFourServices => text.measure_level_four_services(),
        Measure::LevelFourUsed => text.measure_level_four_used(),
        Measure::Satisfaction => text.measure_satisfaction(),
    }
}

/// What it says.
pub fn definition(text: Text, measure: Measure) -> String {
    let of_all = of_all(text, measure);
    match measure.of() {
        Of::Procedures | Of::Publications => format!("{of_all} {}", text.measure_carried()),
        Of::Dossiers => of_all,
    }
}

/// What it says of the province.
fn of_all(text: Text, measure: Measure) -> String {
    match measure {
        Measure::Standardised => text.measure_standardised_definition(),
        Measure::Published => text.measure_published_definition(),
        Measure::PublishedInTime => text.measure_published_in_time_definition(),
        Measure::CutShare => text.measure_cut_share_definition(),
        Measure::CutMean => text.measure_cut_mean_definition(),
        Measure::CutWeighted => text.measure_cut_weighted_definition(),
        Measure::TimeCut => text.measure_time_cut_definition(),
        Measure::OnTimeLaw => text.measure_on_time_law_definition(),
        Measure::OnTimePromise => text.measure_on_time_promise_definition(),
        Measure::LevelThree => text.measure_level_three_definition(),
        Measure::LevelThreeOnline => text.measure_level_three_online_definition(),
        Measure::LevelFour => text.measure_level_four_definition(),
        Measure::LevelFourServices => text.measure_level_four_services_definition(),
        Measure::LevelFourUsed => text.measure_level_four_used_definition(),
        Measure::Satisfaction => text.measure_satisfaction_definition(),
    }
}

/// What a side counts.
pub fn side(text: Text, measure: Measure, part: Part) -> String {
    let [numerator, denominator] = match measure {
        Measure::Standardised => {
            [text.measure_standardised_numerator(), text.measure_standardised_denominator()]
        }
        Measure::Published => {
            [text.measure_published_numerator(), text.measure_published_denominator()]
        }
        Measure::PublishedInTime => [
            text.measure_published_in_time_numerator(),
            text.measure_published_in_time_denominator(),
        ],
        Measure::CutShare => {
            [text.measure_cut_share_numerator(), text.measure_cut_share_denominator()]
        }
        Measure::CutMean => {
            [text.measure_cut_mean_numerator(), text.measure_cut_mean_denominator()]
        }
        Measure::CutWeighted => {
            [text.measure_cut_weighted_numerator(), text.measure_cut_weighted_denominator()]
        }
        Measure::TimeCut => {
            [text.measure_time_cut_numerator(), text.measure_time_cut_denominator()]
        }
        Measure::OnTimeLaw => {
            [text.measure_on_time_law_numerator(), text.measure_on_time_law_denominator()]
        }
        Measure::OnTimePromise => {
            [text.measure_on_time_promise_numerator(), text.measure_on_time_promise_denominator()]
        }
        Measure::LevelThree => {
            [text.measure_level_three_numerator(), text.measure_level_three_denominator()]
        }
        Measure::LevelThreeOnline => [
            text.measure_level_three_online_numerator(),
            text.measure_level_three_online_denominator(),
        ],
        Measure::LevelFour => {
            [text.measure_level_four_numerator(), text.measure_level_four_denominator()]
        }
        Measure::LevelFourServices => [
            text.measure_level_four_services_numerator(),
            text.measure_level_four_services_denominator(),
        ],
        Measure::LevelFourUsed => {
            [text.measure_level_four_used_numerator(), text.measure_level_four_used_denominator()]
        }
        Measure::Satisfaction => {
            [text.measure_satisfaction_numerator(), text.measure_satisfaction_denominator()]
        }
    };
    match part {
        Part::Numerator => numerator,
        Part::Denominator => denominator,
    }
}

/// A state without a value.
pub fn state(text: Text, state: State) -> String {
    match state {
        State::Value => String::new(),
        State::NoData => text.measure_no_data(),
        State::NotPublished => text.measure_not_published(),
        State::NotComparable => text.measure_not_comparable(),
        State::Stale => text.measure_stale(),
    }
}

/// Whether a count is too small for outsiders.
pub fn is_small(count: i64) -> bool {
    (1..SHOWN_MIN).contains(&count)
}

/// Whether small counts of a measure are shown to a reader: to whoever may read reports, and those
/// of procedures to everybody, for each of them is listed.
pub fn shows_small(measure: Measure, reads_reports: bool) -> bool {
    reads_reports || measure.of() != Of::Dossiers
}

/// A count; a small one only to whoever may read reports.
pub fn count(text: Text, count: i64, sees_all: bool) -> String {
    match sees_all || !is_small(count) {
        true => signed(text, count),
        false => text.measure_hidden(),
    }
}

/// A whole number that may be below nothing.
pub fn signed(text: Text, count: i64) -> String {
    let sign = if count < 0 { "−" } else { "" };
    format!("{sign}{}", text.number(count.unsigned_abs()))
}

/// Whether a figure's value would tell a count that is not shown.
pub fn is_hidden(figure: Figure, sees_all: bool) -> bool {
    !sees_all && (is_small(figure.numerator) || is_small(figure.denominator))
}

/// The value of a figure, or its state.
pub fn value(text: Text, figure: Option<Figure>, sees_all: bool) -> String {
    match figure.and_then(|figure| Some((figure, figure.percent()?))) {
        Some((figure, _)) if is_hidden(figure, sees_all) => text.measure_hidden(),
        Some((_, value)) => text.percent(value),
        None => text.measure_no_data(),
    }
}

/// A number of a target's unit.
pub fn of_unit(text: Text, unit: Unit, value: f64) -> String {
    match unit {
        Unit::Percent => text.percent(value),
        Unit::Points => format!("{}\u{a0}{}", text.hundredths(value), text.measure_points()),
        Unit::Ranks | Unit::Fulfilled => format!("{value:.0}"),
    }
}

/// The threshold of a target.
pub fn threshold(text: Text, target: &Target) -> String {
    use domain::measure::Direction;
    let value = whole(text, target);
    match (target.unit, target.direction) {
        (Unit::Fulfilled, _) => text.measure_target_fulfilled(target.by.year().to_string()),
        (Unit::Ranks, _) => text.measure_target_ranks(format!("{:.0}", target.threshold())),
        (_, Direction::Rise) => text.measure_target_rise(),
        (_, Direction::AtLeast) => text.measure_target_at_least(value),
        (_, Direction::Above) => text.measure_target_above(value),
    }
}

/// A threshold without decimals where it has none.
fn whole(text: Text, target: &Target) -> String {
    match (target.unit, target.threshold % 100) {
        (Unit::Percent, 0) if text.language == page::Language::Vietnamese => {
            format!("{:.0}\u{a0}%", target.threshold())
        }
        (Unit::Percent, 0) => format!("{:.0}%", target.threshold()),
        (unit, _) => of_unit(text, unit, target.threshold()),
    }
}

/// A day.
pub fn day(text: Text, day: Date) -> String {
    text.date(crate::procedure::view::day(day))
}

/// A window.
pub fn window(text: Text, window: Window) -> String {
    format!("{} – {}", day(text, window.from), day(text, window.to))
}
