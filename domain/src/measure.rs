//! Measures: what the programme is followed by, each a numerator over a denominator, both of them
//! counts of records that can be opened.
//!
//! Counts are summed first and divided afterwards: over offices, procedures and months. What has no
//! denominator has no value; it is never 0.

mod figure;
mod procedure;
mod programme;
#[cfg(test)]
mod tests;
mod told;

pub use figure::{Figure, State, wilson};
pub use procedure::{Facts, cut_of};
pub use programme::{
    Baseline, Direction, Fault, Objective, Programme, Reading, Standing, Target, Unit, check,
    standing,
};
pub use told::{SHOWN_MIN, Sight, Told, is_small};

use crate::tally::Tally;

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// Procedures, as they stand on the last day of a window.
    Procedures,
    /// Publications of procedures within a window.
    Publications,
    /// Dossiers, by what happened to them within a window.
    Dossiers,
}

/// A side of the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Tử số.
    Numerator,
    /// Mẫu số.
    Denominator,
}

impl Part {
    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Part::Numerator => "numerator",
            Part::Denominator => "denominator",
        }
    }

    /// The side of a name.
    pub fn parse(id: &str) -> Option<Part> {
        [Part::Numerator, Part::Denominator].into_iter().find(|part| part.id() == id)
    }
}

/// Every measure of the house. More is better in each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Procedures equal to the national record, of those in force.
    Standardised,
    /// Procedures published with every mandatory part, of those in force.
    Published,
    /// Procedures published within five working days of their decision, of those published.
    PublishedInTime,
    /// Procedures whose committed time is at least a fifth shorter than the law's.
    CutShare,
    /// The mean cut of committed time over procedures.
    CutMean,
    /// Working days that were promised away, of what the law allows, over finished dossiers.
    CutWeighted,
    /// Working days that were saved, of what the law allows, over finished dossiers.
    TimeCut,
    /// Services at level 3 or above, of all procedures in force.
    LevelThree,
    /// The same, of procedures that can be handed in over the network.
    LevelThreeOnline,
    /// Dossiers finished within the law's time.
    OnTimeLaw,
    /// Dossiers finished by the promised day.
    OnTimePromise,
    /// Dossiers handled at level 4, of all that finished.
    LevelFour,
    /// The same, of those of procedures at level 4.
    LevelFourServices,
    /// The same, of those procedures at level 4 that anybody used over the network.
    LevelFourUsed,
    /// Applicants who are satisfied or very satisfied, of those who said.
    Satisfaction,
}

/// The smallest cut of time that the programme asks for, in hundredths of a percent.
pub const CUT_ASKED: i64 = 2_000;
/// Working days within which a decision is to be published (NĐ 63/2010/NĐ-CP).
pub const PUBLISH_DAYS: u32 = 5;
/// The level of online service that the programme asks all services for.
pub const LEVEL_ASKED: u8 = 3;

impl Measure {
    /// Every measure, as they are listed.
    pub const ALL: [Measure; 15] = [
        Measure::Standardised,
        Measure::Published,
        Measure::PublishedInTime,
        Measure::CutShare,
        Measure::CutMean,
        Measure::CutWeighted,
        Measure::TimeCut,
        Measure::OnTimeLaw,
        Measure::OnTimePromise,
        Measure::LevelThree,
        Measure::LevelThreeOnline,
        Measure::LevelFour,
        Measure::LevelFourServices,
        Measure::LevelFourUsed,
        Measure::Satisfaction,
    ];

    /// The name in data and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Measure::Standardised => "procedures-standardised",
            Measure::Published => "procedures-published",
            Measure::PublishedInTime => "procedures-published-in-time",
            Measure::CutShare => "committed-cut-share",
            Measure::CutMean => "committed-cut-mean",
            Measure::CutWeighted => "committed-cut-of-dossiers",
            Measure::TimeCut => "time-cut",
            Measure::LevelThree => "services-level-3",
            Measure::LevelThreeOnline => "services-level-3-of-online",
            Measure::OnTimeLaw => "on-time-by-law",
            Measure::OnTimePromise => "on-time-as-promised",
            Measure::LevelFour => "dossiers-level-4",
            Measure::LevelFourServices => "dossiers-level-4-of-services",
            Measure::LevelFourUsed => "dossiers-level-4-of-used",
            Measure::Satisfaction => "satisfaction",
        }
    }

    /// The measure of a name.
    pub fn parse(id: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.id() == id)
    }

    /// What it counts.
    pub fn of(self) -> Of {
        match self {
            Measure::Standardised
            | Measure::Published
            | Measure::CutShare
            | Measure::CutMean
            | Measure::LevelThree
            | Measure::LevelThreeOnline => Of::Procedures,
            Measure::PublishedInTime => Of::Publications,
            Measure::CutWeighted
            | Measure::TimeCut
            | Measure::OnTimeLaw
            | Measure::OnTimePromise
            | Measure::LevelFour
            | Measure::LevelFourServices
            | Measure::LevelFourUsed
            | Measure::Satisfaction => Of::Dossiers,
        }
    }

    /// What it rests on: the legal text.
    pub fn source(self) -> &'static str {
        match self {
            Measure::Standardised => "QĐ 08/QĐ-TTg 2015",
            Measure::Published => "NĐ 63/2010/NĐ-CP, Điều 8, khoản 2; NĐ 92/2017/NĐ-CP",
            Measure::PublishedInTime => "TT 02/2017/TT-VPCP",
            Measure::CutShare | Measure::CutMean | Measure::CutWeighted | Measure::TimeCut => {
                "NĐ 61/2018/NĐ-CP"
            }
            Measure::LevelThree
            | Measure::LevelThreeOnline
            | Measure::LevelFour
            | Measure::LevelFourServices
            | Measure::LevelFourUsed => "NĐ 43/2011/NĐ-CP, Điều 3",
            Measure::OnTimeLaw | Measure::OnTimePromise => "TT 01/2020/TT-VPCP, Biểu II.06a",
            Measure::Satisfaction => "TT 01/2018/TT-VPCP",
        }
    }

    /// Whether a side is of days or points and not of records: what it lists is more than how many
    /// there are.
    pub fn is_weighted(self) -> bool {
        matches!(self, Measure::CutMean | Measure::CutWeighted | Measure::TimeCut)
    }

    /// The tally of the records that a denominator of days is of; none where it counts records.
    pub fn records(self) -> Option<Tally> {
        matches!(self, Measure::CutWeighted | Measure::TimeCut).then_some(Tally::Timed)
    }

    /// Every tally that it is made of.
    pub fn needs(self) -> impl Iterator<Item = Tally> {
        let sides = self.tallies().into_iter().flatten().flatten();
        sides.map(|(tally, _)| *tally).chain(self.records())
    }

    /// The tallies that its two sides are the sums of, each with its sign; none where it counts
    /// procedures.
    pub fn tallies(self) -> Option<[&'static [(Tally, i64)]; 2]> {
        const FINISHED: &[(Tally, i64)] =
            &[(Tally::Early, 1), (Tally::OnTime, 1), (Tally::Late, 1)];
        const ONLINE: &[(Tally, i64)] = &[(Tally::FinishedLevel4Online, 1)];
        const LAW: &[(Tally, i64)] = &[(Tally::DaysLaw, 1)];
        const RATED: &[(Tally, i64)] = &[
            (Tally::Rated1, 1),
            (Tally::Rated2, 1),
            (Tally::Rated3, 1),
            (Tally::Rated4, 1),
            (Tally::Rated5, 1),
        ];
        match self {
            Measure::CutWeighted => Some([&[(Tally::DaysLaw, 1), (Tally::DaysPromised, -1)], LAW]),
            Measure::TimeCut => Some([&[(Tally::DaysLaw, 1), (Tally::DaysTaken, -1)], LAW]),
            Measure::OnTimeLaw => {
                Some([&[(Tally::Lawful, 1)], &[(Tally::Lawful, 1), (Tally::Unlawful, 1)]])
            }
            Measure::OnTimePromise => Some([&[(Tally::Early, 1), (Tally::OnTime, 1)], FINISHED]),
            Measure::LevelFour => Some([ONLINE, FINISHED]),
            Measure::LevelFourServices | Measure::LevelFourUsed => {
                Some([ONLINE, &[(Tally::FinishedLevel4, 1)]])
            }
            Measure::Satisfaction => Some([&[(Tally::Rated4, 1), (Tally::Rated5, 1)], RATED]),
            Measure::Standardised
            | Measure::Published
            | Measure::PublishedInTime
            | Measure::CutShare
            | Measure::CutMean
            | Measure::LevelThree
            | Measure::LevelThreeOnline => None,
        }
    }

    /// The fraction from the sums of its tallies; `None` where it counts procedures.
    pub fn figure(self, sum: &dyn Fn(Tally) -> i64) -> Option<Figure> {
        let [numerator, denominator] = self.tallies()?;
        let of = |side: &[(Tally, i64)]| side.iter().map(|(tally, sign)| sign * sum(*tally)).sum();
        let figure = Figure::of(of(numerator), of(denominator));
        Some(Figure { records: self.records().map_or(figure.denominator, sum), ..figure })
    }
}
