//! What measures know of a revision of a procedure, and whether it counts.

use jiff::civil::Date;

use super::{CUT_ASKED, Figure, LEVEL_ASKED, Measure};
use crate::office::Description as Office;
use crate::procedure::description::{Description, Party, Unit};
use crate::wording::Wording;

/// A published revision as measures see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// National code of the procedure.
    pub code: String,
    /// Field of government.
    pub field: Wording,
    /// Who carries it out.
    pub executing: Vec<Party>,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub to: Option<Date>,
    /// Whether it equals the national record in its structured fields.
    pub standardised: bool,
    /// Whether every mandatory part is described.
    pub complete: bool,
    /// The cut of its committed time, in hundredths of a percent; `None` where nothing can be cut.
    pub cut: Option<i64>,
    /// Its level of online service (NĐ 43/2011/NĐ-CP).
    pub level: u8,
    /// Whether it can be handed in over the network.
    pub online: bool,
    /// The day on which it was published here, and the last day for it; `None` of what was loaded
    /// with the house: its decision is older than the house.
    pub published: Option<(Date, Date)>,
}

impl Facts {
    /// Whether it is in force on a day.
    pub fn is_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether an office carries it out: by this the page of an office lists its procedures too.
    pub fn is_carried_out_by(&self, code: &str, office: &Office) -> bool {
        self.executing.iter().any(|party| party.is(code, office))
    }

    /// Whether it counts on the two sides of a measure of procedures: how much in the numerator,
    /// and whether in the denominator at all. Nothing for measures of other things.
    pub fn sides(&self, measure: Measure) -> Option<(i64, i64)> {
        let share = |is: bool| Some((i64::from(is), 1));
        match measure {
            Measure::Standardised => share(self.standardised),
            Measure::Published => share(self.complete),
            Measure::CutShare => self.cut.and_then(|cut| share(cut >= CUT_ASKED)),
            Measure::CutMean => self.cut.map(|cut| (cut, 1)),
            Measure::LevelThree => share(self.level >= LEVEL_ASKED),
            Measure::LevelThreeOnline if self.online => share(self.level >= LEVEL_ASKED),
            Measure::PublishedInTime => {
                self.published.and_then(|(published, until)| share(published <= until))
            }
            Measure::LevelThreeOnline
            | Measure::CutWeighted
            | Measure::TimeCut
            | Measure::OnTimeLaw
            | Measure::OnTimePromise
            | Measure::LevelFour
            | Measure::LevelFourServices
            | Measure::LevelFourUsed
            | Measure::Satisfaction => None,
        }
    }

    /// The sum of both sides over revisions.
    pub fn figure<'a>(measure: Measure, of: impl Iterator<Item = &'a Facts>) -> Figure {
        let scale = if measure == Measure::CutMean { 10_000 } else { 1 };
        let mut figure = Figure { scale, ..Figure::default() };
        for (numerator, denominator) in of.filter_map(|facts| facts.sides(measure)) {
            figure.numerator += numerator;
            figure.denominator += denominator;
            figure.records += 1;
        }
        figure
    }
}

/// The smallest cut of a description's limits, in hundredths of a percent of what the law allows:
/// what every case and channel has. `None` where the law decides on the same day or names no
/// limit, for such time cannot be cut; limits of unlike units are not compared.
pub fn cut_of(description: &Description) -> Option<i64> {
    let cuts = description.limits.iter().filter_map(|limit| {
        let legal = limit.legal?;
        let is_countable = match legal.unit {
            Unit::WorkingDay | Unit::CalendarDay | Unit::WorkingHour | Unit::Month => true,
            Unit::SameDay | Unit::Other => false,
        };
        let committed = limit.committed.unwrap_or(legal);
        let (law, ours) =
            (i64::from(legal.quantity.quarters), i64::from(committed.quantity.quarters));
        let is_whole = is_countable && law > 0;
        match (is_whole, committed.unit) {
            (false, _) => None,
            (true, unit) if unit == legal.unit => Some((law - ours) * 10_000 / law),
            (true, Unit::SameDay) => Some(10_000),
            (true, _) => None,
        }
    });
    cuts.min()
}
