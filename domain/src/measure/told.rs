//! What a reader is told of a figure: a small count of dossiers could name somebody, and so could a
//! value that follows from it.

use super::{Figure, Measure, Of};

/// The smallest count that everybody is shown: smaller ones could name somebody.
pub const SHOWN_MIN: i64 = 5;

/// Whether a count is too small to be shown to everybody.
pub fn is_small(count: i64) -> bool {
    (1..SHOWN_MIN).contains(&count)
}

/// Where a reader may read reports, as far as a figure is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// In the whole province.
    pub everywhere: bool,
    /// In every office that the figure is of.
    pub covers: bool,
}

impl Sight {
    /// Of a figure of the whole province: whoever does not read all of it may not read it by
    /// subtraction either.
    pub fn of_province(everywhere: bool) -> Sight {
        Sight { everywhere, covers: everywhere }
    }

    /// Whether nothing of a measure is ever hidden.
    pub fn is_whole(self, measure: Measure) -> bool {
        match (measure.of(), measure) {
            (Of::Procedures | Of::Publications, _) => true,
            (Of::Dossiers, Measure::Satisfaction) => self.everywhere,
            (Of::Dossiers, _) => self.everywhere || self.covers,
        }
    }

    /// Whether small counts of a figure are shown. Procedures are published one by one. Whoever
    /// stands next to an applicant recognises one rating of few, so that fewer than five are shown
    /// to whoever reads those of the whole province alone; five and more are listed to the offices
    /// that were rated.
    fn shows(self, measure: Measure, figure: Figure) -> bool {
        self.is_whole(measure) || (self.covers && figure.records >= SHOWN_MIN)
    }
}

/// A figure as a reader is told it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The numerator, unless it is hidden.
    pub numerator: Option<i64>,
    /// The denominator, unless it is hidden.
    pub denominator: Option<i64>,
    /// The value in percent; nothing without a denominator, or where it is hidden.
    pub percent: Option<f64>,
    /// Whether the value is hidden.
    pub is_hidden: bool,
}

impl Told {
    /// What is told of a figure. Hidden are few records, few that the numerator counts, and few
    /// that it leaves out: 20 of 21 tells of one. Days are hidden with the records that they are
    /// of, for those of one dossier are its handling time.
    pub fn of(measure: Measure, figure: Figure, sight: Sight) -> Told {
        let Figure { numerator, denominator, records, .. } = figure;
        // Without its records, as before their tally was made anew, a sum of days is of few.
        let is_few = records < SHOWN_MIN && (records, denominator) != (0, 0);
        let is_split = !measure.is_weighted()
            && (is_small(numerator) || is_small(denominator.saturating_sub(numerator)));
        let is_hidden = !sight.shows(measure, figure) && (is_few || is_split);
        Told {
            numerator: (!is_hidden).then_some(numerator),
            denominator: (!is_hidden || !is_few).then_some(denominator),
            percent: figure.percent().filter(|_| !is_hidden),
            is_hidden,
        }
    }
}
