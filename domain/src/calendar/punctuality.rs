//! Early, on time or late; and a promise that never moves earlier.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::time::LawTime;

use super::clock::Moment;
use super::hours::Hours;

/// How a result stands to its due date (trước hạn, đúng hạn, quá hạn).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Punctuality {
    /// Before it.
    Early,
    /// At it.
    OnTime,
    /// After it.
    Late,
}

impl Punctuality {
    /// The name in data.
    pub fn id(self) -> &'static str {
        match self {
            Punctuality::Early => "early",
            Punctuality::OnTime => "on-time",
            Punctuality::Late => "late",
        }
    }

    fn of(order: std::cmp::Ordering) -> Punctuality {
        match order {
            std::cmp::Ordering::Less => Punctuality::Early,
            std::cmp::Ordering::Equal => Punctuality::OnTime,
            std::cmp::Ordering::Greater => Punctuality::Late,
        }
    }
}

impl Moment {
    /// The day on which it is due.
    pub fn date(self) -> Date {
        match self {
            Moment::Day(day) => day,
            Moment::Instant(at) => at.date(),
        }
    }

    /// The instant at which it is due: of a day, the close of business there, or its end where the
    /// office has no hours.
    pub fn instant(self, hours: &Hours) -> LawTime {
        match self {
            Moment::Instant(at) => at,
            Moment::Day(day) => match hours.closing(day) {
                Some(time) => LawTime::of(day.to_datetime(time)),
                None => self.last(),
            },
        }
    }

    /// A result made at an instant, by days: what reports count (TT 01/2020/TT-VPCP).
    pub fn by_day(self, made: LawTime) -> Punctuality {
        Punctuality::of(made.date().cmp(&self.date()))
    }

    /// A result made at an instant, to the instant: what the index of QĐ 766/QĐ-TTg counts.
    pub fn by_instant(self, made: LawTime, hours: &Hours) -> Punctuality {
        Punctuality::of(made.cmp(&self.instant(hours)))
    }

    /// The last instant of the moment: of a day, right before the next one begins.
    pub fn last(self) -> LawTime {
        match self {
            Moment::Instant(at) => at,
            Moment::Day(day) => {
                let next = day.tomorrow().map_or(LawTime(i64::MAX), LawTime::start_of);
                LawTime(next.0 - 1)
            }
        }
    }
}

/// What was promised on the slip, and what the law says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What the applicant may rely on.
    pub promised: Moment,
    /// What lateness in law is measured by.
    pub legal: Moment,
}

impl Promise {
    /// A promise as the slip says it.
    pub fn of(due: Moment) -> Promise {
        Promise { promised: due, legal: due }
    }

    /// After the due date was counted anew, by a declared calendar or after a pause: the legal due
    /// date is the new one, the promise moves later only.
    #[must_use]
    pub fn moved(self, due: Moment) -> Promise {
        let is_later = due.last() > self.promised.last();
        Promise { promised: if is_later { due } else { self.promised }, legal: due }
    }
}
