//! The Vietnamese lunar calendar, from the motions of sun and moon as seen at UTC+7.
//!
//! A month begins on the day of the new moon. The month with the winter solstice is the eleventh.
//! Where thirteen months lie between two solstices, the first one without a principal term of the
//! sun (a multiple of 30° of longitude) repeats the number of the month before it. Vietnam reckons
//! at UTC+7 (Decision 121-CP of 1967), so its Tết now and then differs from the Chinese one.
//!
//! The series are those of J. Meeus, Astronomical Algorithms (1998), chapters 25 and 49: new moons
//! to some seconds, the sun to 0.01°.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Days in a mean month.
const MONTH_DAYS: f64 = 29.530_588_861;
/// The new moon that is counted as number 0: 6 January 2000, as a Julian day.
const NEW_MOON_0: f64 = 2_451_550.097_66;
/// Noon of 1 January 2000 as a Julian day.
const EPOCH: f64 = 2_451_545.0;
/// Days in a century.
const CENTURY_DAYS: f64 = 36_525.0;
/// Vietnam's offset from UTC, in days.
const OFFSET_DAYS: f64 = 7.0 / 24.0;
/// Seconds in a day.
const DAY_SECONDS: f64 = 86_400.0;

/// The first day of the lunar year that begins in a civil year: mùng một Tết.
pub fn new_year(year: i16) -> Date {
    lunar_date(year, 1, 1)
}

/// The civil date of a day of a month of the lunar year that begins in `year`; months 1 to 10, and
/// never the repeated one. A day beyond the month's end falls into the next month.
pub fn lunar_date(year: i16, month: u8, day: u8) -> Date {
    let first = eleventh_month(year.saturating_sub(1));
    let last = eleventh_month(year);
    let plain = i32::from(month) + 1;
    let place = match last - first {
        13 if repeated(first) <= plain => plain + 1,
        _ => plain,
    };
    civil(new_moon_day(first + place) + i32::from(day) - 1)
}

/// Which month after an eleventh one has no principal term.
fn repeated(first: i32) -> i32 {
    let sector = |number: i32| {
        let midnight = f64::from(new_moon_day(number)) - 0.5 - OFFSET_DAYS;
        (sun_longitude(to_terrestrial(midnight)) / 30.0).floor()
    };
    let is_without = |place: &i32| sector(first + place) == sector(first + place + 1);
    (1..13).find(is_without).unwrap_or(13)
}

/// The number of the new moon that begins the month of a year's winter solstice.
fn eleventh_month(year: i16) -> i32 {
    let years = f64::from(year) - 2000.0;
    let mut instant = EPOCH + years * 365.242_2 + 354.5;
    for _ in 0..5 {
        let ahead = (sun_longitude(instant) - 270.0 + 540.0).rem_euclid(360.0) - 180.0;
        instant -= ahead / 360.0 * 365.242_2;
    }
    let solstice = local_day(to_universal(instant));
    let mut number = whole((f64::from(solstice) - NEW_MOON_0) / MONTH_DAYS);
    while new_moon_day(number + 1) <= solstice {
        number += 1;
    }
    while new_moon_day(number) > solstice {
        number -= 1;
    }
    number
}

/// The Vietnamese day of a new moon, as the Julian day number of its noon.
fn new_moon_day(number: i32) -> i32 {
    local_day(to_universal(new_moon(f64::from(number))))
}

/// Terms of the new moon: days, power of the earth's eccentricity, multiples of the sun's anomaly,
/// of the moon's anomaly and of the moon's argument of latitude.
const NEW_MOON_TERMS: [(f64, i32, f64, f64, f64); 24] = [
    (-0.407_20, 0, 0.0, 1.0, 0.0),
    (0.172_41, 1, 1.0, 0.0, 0.0),
    (0.016_08, 0, 0.0, 2.0, 0.0),
    (0.010_39, 0, 0.0, 0.0, 2.0),
    (0.007_39, 1, -1.0, 1.0, 0.0),
    (-0.005_14, 1, 1.0, 1.0, 0.0),
    (0.002_08, 2, 2.0, 0.0, 0.0),
    (-0.001_11, 0, 0.0, 1.0, -2.0),
    (-0.000_57, 0, 0.0, 1.0, 2.0),
    (0.000_56, 1, 1.0, 2.0, 0.0),
    (-0.000_42, 0, 0.0, 3.0, 0.0),
    (0.000_42, 1, 1.0, 0.0, 2.0),
    (0.000_38, 1, 1.0, 0.0, -2.0),
    (-0.000_24, 1, -1.0, 2.0, 0.0),
    (-0.000_07, 0, 2.0, 1.0, 0.0),
    (0.000_04, 0, 0.0, 2.0, -2.0),
    (0.000_04, 0, 3.0, 0.0, 0.0),
    (0.000_03, 0, 1.0, 1.0, -2.0),
    (0.000_03, 0, 0.0, 2.0, 2.0),
    (-0.000_03, 0, 1.0, 1.0, 2.0),
    (0.000_03, 0, -1.0, 1.0, 2.0),
    (-0.000_02, 0, -1.0, 1.0, -2.0),
    (-0.000_02, 0, 1.0, 3.0, 0.0),
    (0.000_02, 0, 0.0, 4.0, 0.0),
];

/// What the planets add: days, degrees at number 0, degrees a month.
const PLANET_TERMS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408),
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// The instant of a new moon, as a Julian day of terrestrial time.
fn new_moon(number: f64) -> f64 {
    let century = number / 1236.85;
    let square = century * century;
    let eccentricity = 1.0 - 0.002_516 * century - 0.000_007_4 * square;
    let sun = 2.553_4 + 29.105_356_70 * number - 0.000_001_4 * square;
    let moon = 201.564_3 + 385.816_935_28 * number + 0.010_758_2 * square;
    let latitude = 160.710_8 + 390.670_502_84 * number - 0.001_611_8 * square;
    let node = 124.774_6 - 1.563_755_88 * number + 0.002_067_2 * square;
    let own = NEW_MOON_TERMS.iter().map(|(days, power, of_sun, of_moon, of_latitude)| {
        let angle = of_sun * sun + of_moon * moon + of_latitude * latitude;
        days * eccentricity.powi(*power) * angle.to_radians().sin()
    });
    let of_planets = PLANET_TERMS.iter().map(|(days, begin, step)| {
        let bend = if *begin == 299.77 { 0.009_173 * square } else { 0.0 };
        days * (begin + step * number - bend).to_radians().sin()
    });
    let mean = NEW_MOON_0 + MONTH_DAYS * number + 0.000_154_37 * square;
    mean + own.sum::<f64>() + of_planets.sum::<f64>() - 0.000_17 * node.to_radians().sin()
}

/// The sun's apparent longitude in degrees, 0 to 360, at a Julian day of terrestrial time.
fn sun_longitude(instant: f64) -> f64 {
    let century = (instant - EPOCH) / CENTURY_DAYS;
    let square = century * century;
    let mean = 280.466_46 + 36_000.769_83 * century + 0.000_303_2 * square;
    let anomaly = (357.529_11 + 35_999.050_29 * century - 0.000_153_7 * square).to_radians();
    let centre = (1.914_602 - 0.004_817 * century) * anomaly.sin()
        + (0.019_993 - 0.000_101 * century) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * century).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// How far terrestrial time is ahead of the turning earth, in days; good to some seconds from 1990
/// to 2050, which is the least of what the deadlines need.
fn ahead_days(instant: f64) -> f64 {
    let years = (instant - EPOCH) / 365.25;
    (62.92 + 0.322_17 * years + 0.005_589 * years * years) / DAY_SECONDS
}

fn to_universal(terrestrial: f64) -> f64 {
    terrestrial - ahead_days(terrestrial)
}

fn to_terrestrial(universal: f64) -> f64 {
    universal + ahead_days(universal)
}

/// The Vietnamese day of an instant, as the Julian day number of its noon.
fn local_day(universal: f64) -> i32 {
    whole(universal + 0.5 + OFFSET_DAYS)
}

#[expect(clippy::cast_possible_truncation, reason = "Julian days of civil years fit")]
fn whole(number: f64) -> i32 {
    number.floor() as i32
}

/// The civil date of a Julian day number; the calendar's edge beyond it.
fn civil(day: i32) -> Date {
    date(2000, 1, 1).saturating_add((day - 2_451_545).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tet_is_on_the_days_that_were_kept() {
        let kept = [
            date(1968, 1, 29), // a day before the Chinese one
            date(1985, 1, 21), // a month before the Chinese one
            date(1990, 1, 27),
            date(2000, 2, 5),
            date(2007, 2, 17), // a day before the Chinese one
            date(2015, 2, 19),
            date(2016, 2, 8),
            date(2017, 1, 28),
            date(2018, 2, 16),
            date(2019, 2, 5),
            date(2020, 1, 25),
            date(2021, 2, 12),
            date(2022, 2, 1),
            date(2023, 1, 22),
            date(2024, 2, 10),
            date(2025, 1, 29),
            date(2026, 2, 17),
        ];
        for tet in kept {
            assert_eq!(new_year(tet.year()), tet);
        }
    }

    #[test]
    fn the_hung_kings_are_remembered_on_the_days_that_were_kept() {
        let kept = [date(2017, 4, 6), date(2018, 4, 25), date(2019, 4, 14), date(2020, 4, 2)];
        for day in kept {
            assert_eq!(lunar_date(day.year(), 3, 10), day);
        }
        // 2023 repeats its second month.
        assert_eq!(lunar_date(2023, 3, 10), date(2023, 4, 29));
    }

    #[test]
    fn tet_lies_between_21_january_and_21_february() {
        for year in 1990..=2050 {
            let tet = new_year(year);
            assert_eq!(tet.year(), year);
            assert!((21..=52).contains(&tet.day_of_year()), "{tet}");
        }
    }

    #[test]
    fn sixty_one_years_are_as_others_reckon_them() {
        let of = |month, day| {
            let told = (1990..=2050).map(|year| lunar_date(year, month, day));
            told.map(|date| date.strftime("%m%d").to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(1, 1), NEW_YEARS);
        assert_eq!(of(3, 10), HUNG_KINGS);
    }

    /// Tết of 1990 to 2050, month and day, on which three other programs agree.
    const NEW_YEARS: &str = "0127 0215 0204 0123 0210 0131 0219 0207 0128 0216 0205 0124 0212 0201 0122 0209 \
        0129 0217 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 \
        0201 0122 0210 0129 0217 0206 0126 0213 0202 0123 0211 0131 0219 0208 0128 0215 \
        0204 0124 0212 0201 0122 0210 0130 0217 0206 0126 0214 0202 0123";

    /// 10 March of the lunar year, likewise.
    const HUNG_KINGS: &str = "0405 0424 0412 0401 0420 0409 0427 0416 0406 0425 0414 0403 0422 0411 0428 0418 \
        0407 0426 0415 0404 0423 0412 0331 0419 0409 0428 0416 0406 0425 0414 0402 0421 \
        0410 0429 0418 0407 0426 0416 0404 0423 0412 0401 0419 0409 0428 0417 0406 0424 \
        0413 0403 0420 0410 0429 0419 0407 0426 0415 0404 0422 0411 0401";
}
