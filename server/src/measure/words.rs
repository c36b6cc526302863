//! Figures in words.

use domain::measure::{
    Figure, Measure, Of, Part, Sight, State, Target, Told, Unit, is_small, wilson,
};
use jiff::civil::Date;
use page::Text;

use super::read::Figures;
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

/// A count, or why it is not shown.
pub fn count(text: Text, measure: Measure, count: i64, told: Option<i64>) -> String {
    match told {
        Some(count) => signed(text, count),
        // Of few there are as few; a zero among them is not told from them.
        None if !measure.is_weighted() && (count == 0 || is_small(count)) => text.measure_hidden(),
        None => text.measure_hidden_count(),
    }
}

/// Both sides of a figure, as far as they are shown.
pub fn counts(text: Text, measure: Measure, figure: Figure, sight: Sight) -> [String; 2] {
    let told = Told::of(measure, figure, sight);
    [
        count(text, measure, figure.numerator, told.numerator),
        count(text, measure, figure.denominator, told.denominator),
    ]
}

/// A whole number that may be below nothing.
pub fn signed(text: Text, count: i64) -> String {
    let sign = if count < 0 { "−" } else { "" };
    format!("{sign}{}", text.number(count.unsigned_abs()))
}

/// The value of a figure, or its state.
pub fn value(text: Text, measure: Measure, figure: Option<Figure>, sight: Sight) -> String {
    match figure.map(|figure| Told::of(measure, figure, sight)) {
        Some(Told { is_hidden: true, .. }) => text.measure_hidden_value(),
        Some(Told { percent: Some(value), .. }) => text.percent(value),
        Some(Told { percent: None, .. }) | None => text.measure_no_data(),
    }
}

/// What answers that are shown say of everybody, and how many answered: nothing of other measures.
pub fn sample(text: Text, measure: Measure, figures: &Figures, sight: Sight) -> Vec<String> {
    let figure = figures.get(&measure).filter(|_| measure == Measure::Satisfaction);
    let figure = figure.filter(|figure| !Told::of(measure, **figure, sight).is_hidden);
    let Some(Figure { numerator, denominator, .. }) = figure else { return Vec::new() };
    let Some((low, high)) = wilson(*numerator, *denominator) else { return Vec::new() };
    let n = signed(text, *denominator);
    let mut said = vec![text.measure_interval(&n, text.percent(low), text.percent(high))];
    if let Some((finished, rate)) = response(figures, sight) {
        said.push(text.measure_response(n, signed(text, finished), text.percent(rate)));
    }
    said
}

/// How many dossiers finished beside the answers, and how many answers there are of them, in
/// percent; nothing where that is hidden.
pub fn response(figures: &Figures, sight: Sight) -> Option<(i64, f64)> {
    let answers = figures.get(&Measure::Satisfaction)?;
    Told::of(Measure::Satisfaction, *answers, sight).denominator?;
    let finished = figures.get(&Measure::OnTimePromise)?;
    let finished = Told::of(Measure::OnTimePromise, *finished, sight).denominator?;
    let rate = Figure::of(answers.denominator, finished).percent()?;
    Some((finished, rate))
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
