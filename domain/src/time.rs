//! Two clocks of two types that cannot be mixed.
//!
//! Law time dates events, deadlines, books and reports. Machine time serves sessions, tokens,
//! retries and certificates. The demo fakes only law time.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// Vietnam's offset from UTC in hours; the country keeps no summer time (Decision 134/2002/QĐ-TTg).
const OFFSET_HOURS: i8 = 7;

/// An instant in law time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LawTime(pub i64);

/// An instant in machine time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MachineTime(pub i64);

impl LawTime {
    /// The civil instant in Vietnam; instants outside the calendar's range become its edge.
    pub fn in_vietnam(self) -> ZonedDateTime {
        let edge = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_microsecond(self.0).unwrap_or(edge).to_zoned_datetime(vietnam())
    }

    /// Date and time of day in Vietnam, to the whole second.
    pub fn civil(self) -> DateTime {
        let civil = self.in_vietnam().datetime();
        civil.with().subsec_nanosecond(0).build().unwrap_or(civil)
    }

    /// The instant of a date and time of day in Vietnam; of one outside the range, 1970.
    pub fn of(civil: DateTime) -> LawTime {
        let zoned = civil.to_zoned_datetime(vietnam());
        LawTime(zoned.map_or(0, |instant| instant.timestamp().as_microsecond()))
    }

    /// The civil date in Vietnam.
    pub fn date(self) -> Date {
        self.in_vietnam().date()
    }

    /// RFC 3339 with the offset +07:00 and whole seconds: `2019-12-16T08:00:00+07:00`.
    pub fn rfc3339(self) -> String {
        self.in_vietnam().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The instant at which a civil date begins in Vietnam.
    pub fn start_of(date: Date) -> LawTime {
        LawTime::of(date.to_datetime(jiff::civil::Time::midnight()))
    }
}

/// Vietnam's time zone: a fixed offset, so no zone database is needed.
pub fn vietnam() -> TimeZone {
    TimeZone::fixed(Offset::constant(OFFSET_HOURS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_instant_is_read_in_vietnam() {
        let start = LawTime::start_of(date(2019, 12, 16));
        assert_eq!(start.rfc3339(), "2019-12-16T00:00:00+07:00");
        assert_eq!(LawTime(start.0 - 1).date(), date(2019, 12, 15));
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_its_edge() {
        assert_eq!(LawTime(i64::MAX).date().year(), 9999);
    }
}
