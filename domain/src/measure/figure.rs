//! A figure: a fraction, its value, and what may be said of it.

/// How a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It has a value.
    Value,
    /// Nothing was counted yet.
    NoData,
    /// Whoever publishes it has not.
    NotPublished,
    /// It is counted in another way than what it stands beside.
    NotComparable,
    /// Its source is older than it should be.
    Stale,
}

impl State {
    /// The name in answers and text keys.
    pub fn id(self) -> &'static str {
        match self {
            State::Value => "value",
            State::NoData => "no-data",
            State::NotPublished => "not-published",
            State::NotComparable => "not-comparable",
            State::Stale => "stale",
        }
    }
}

/// A fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Tử số.
    pub numerator: i64,
    /// Mẫu số: how many records, days or answers.
    pub denominator: i64,
    /// How many records the denominator is of: as many as it says, but for one of days.
    pub records: i64,
    /// How many units of the numerator make one of the denominator: 1, but for a mean of
    /// hundredths of percent.
    pub scale: i64,
}

impl Figure {
    /// Of records.
    pub fn of(numerator: i64, denominator: i64) -> Figure {
        Figure { numerator, denominator, records: denominator, scale: 1 }
    }

    /// Both summed: what is divided, is divided afterwards. They are of one measure.
    #[must_use]
    pub fn plus(self, other: Figure) -> Figure {
        debug_assert_eq!(self.scale, other.scale, "figures of one measure");
        Figure {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
            records: self.records + other.records,
            scale: self.scale,
        }
    }

    /// The value in percent; `None` without a denominator.
    pub fn percent(self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let quotient = |a: i64, b: i64| a as f64 / b as f64;
        let whole = self.denominator.checked_mul(self.scale).filter(|whole| *whole > 0)?;
        Some(quotient(self.numerator, whole) * 100.0)
    }

    /// How it stands by itself.
    pub fn state(self) -> State {
        if self.percent().is_some() { State::Value } else { State::NoData }
    }
}

/// The interval in which a share of a population lies, in percent, when a sample says it: Wilson's,
/// at 95 %. `None` of nobody.
pub fn wilson(yes: i64, all: i64) -> Option<(f64, f64)> {
    /// The two-sided 95 % quantile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    if all <= 0 || !(0..=all).contains(&yes) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let (yes, n) = (yes as f64, all as f64);
    let (share, square) = (yes / n, Z * Z);
    let middle = share + square / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    let percent = |bound: f64| (bound / whole * 100.0).clamp(0.0, 100.0);
    Some((percent(middle - half), percent(middle + half)))
}
