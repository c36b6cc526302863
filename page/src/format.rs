//! Numbers, dates and spans of time as each language writes them.

use std::borrow::Borrow;

use crate::{Language, Text};

/// A civil date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Year.
    pub year: i16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
}

impl Day {
    /// Reads `2019-12-16`.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Day { year, month, day: parts.next()?.parse().ok()? })
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Text {
    /// `16/12/2019`, `16 December 2019`.
    pub fn date(self, day: impl Borrow<Day>) -> String {
        let Day { year, month, day } = *day.borrow();
        match self.language {
            Language::Vietnamese => format!("{day:02}/{month:02}/{year}"),
            Language::English => format!("{day} {} {year}", MONTHS[usize::from(month - 1)]),
        }
    }

    /// `1.234`, `1,234`.
    pub fn number(self, number: impl Borrow<u64>) -> String {
        let number = *number.borrow();
        let between = match self.language {
            Language::Vietnamese => '.',
            Language::English => ',',
        };
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A number with one decimal: `1.234,5`, `1,234.5`.
    pub fn decimal(self, value: f64) -> String {
        let tenths = (value.abs() * 10.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "figures are far below 2^53 and positive here"
        )]
        let tenths = tenths as u64;
        let sign = if value < 0.0 && tenths > 0 { "−" } else { "" };
        let point = match self.language {
            Language::Vietnamese => ',',
            Language::English => '.',
        };
        format!("{sign}{}{point}{}", self.number(tenths / 10), tenths % 10)
    }

    /// A number with two decimals: `58,16`, `58.16`.
    pub fn hundredths(self, value: f64) -> String {
        let written = format!("{:.2}", value.abs());
        let sign = if value < 0.0 { "−" } else { "" };
        match self.language {
            Language::Vietnamese => format!("{sign}{}", written.replace('.', ",")),
            Language::English => format!("{sign}{written}"),
        }
    }

    /// A share: `96,7 %`, `96.7%`.
    pub fn percent(self, value: f64) -> String {
        match self.language {
            Language::Vietnamese => format!("{}\u{a0}%", self.decimal(value)),
            Language::English => format!("{}%", self.decimal(value)),
        }
    }

    /// `08 giờ 05, 16/12/2019`, `08:05, 16 December 2019`.
    pub fn instant(self, (day, hour, minute): &(Day, u8, u8)) -> String {
        match self.language {
            Language::Vietnamese => format!("{hour:02} giờ {minute:02}, {}", self.date(day)),
            Language::English => format!("{hour:02}:{minute:02}, {}", self.date(day)),
        }
    }

    /// `7 giờ – 11 giờ 30`, `7:00–11:30`.
    pub fn span(self, opens: (u8, u8), closes: (u8, u8)) -> String {
        let time = |(hour, minute): (u8, u8)| match (self.language, minute) {
            (Language::Vietnamese, 0) => format!("{hour}\u{a0}giờ"),
            (Language::Vietnamese, minute) => format!("{hour}\u{a0}giờ\u{a0}{minute:02}"),
            (Language::English, minute) => format!("{hour}:{minute:02}"),
        };
        format!("{} – {}", time(opens), time(closes))
    }

    /// A span of time in its largest unit: `12 giây`, `3 hours`.
    pub fn age(self, seconds: impl Borrow<u64>) -> String {
        let seconds = *seconds.borrow();
        match seconds {
            0..120 => self.age_seconds(seconds),
            120..7200 => self.age_minutes(seconds / 60),
            7200..172_800 => self.age_hours(seconds / 3600),
            _ => self.age_days(seconds / 86_400),
        }
    }

    /// The name of a day of the week, Monday = 1.
    pub fn weekday(self, day: u8) -> String {
        match day {
            1 => self.day_1(),
            2 => self.day_2(),
            3 => self.day_3(),
            4 => self.day_4(),
            5 => self.day_5(),
            6 => self.day_6(),
            _ => self.day_7(),
        }
    }
}
