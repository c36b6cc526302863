//! The code of a dossier: who received it, when, and which it was that day
//! (TT 01/2018/TT-VPCP, Điều 19; TT 03/2025/TT-VPCP).
//!
//! `000.12.20.H16-171123-0001` until September 2020, `H16.20.12-210719-0002` since: the office's
//! identifier changed its order (QĐ 20/2020/QĐ-TTg), what follows it did not. A code is given once
//! and never again; codes of either order are read for ever.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::office::CodeScheme;

/// The highest running number of an office's day. From 10 000 on the number gets wider.
pub const NUMBER_MAX: u32 = 999_999;
/// Digits of the date.
const DATE_DIGITS: usize = 6;
/// Levels below the top one in an identifier of the newer order.
const LOWER_LEVELS_MAX: usize = 3;
/// Digits of such a level.
const LEVEL_DIGITS_MAX: usize = 3;

/// Why there is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// Not three parts joined by hyphens.
    #[error("a dossier code is identifier-date-number")]
    Shape,
    /// The office's identifier has neither order.
    #[error("the identifier is neither like 000.12.20.H16 nor like H16.20.12")]
    Office,
    /// No such day.
    #[error("the date is no day: yymmdd")]
    Date,
    /// The running number has fewer than four digits or more than six, or is nought.
    #[error("the running number has 4 to 6 digits and begins at 0001")]
    Number,
    /// The day lies outside the century that two digits of a year can name.
    #[error("the day lies outside 2000 to 2099")]
    Century,
}

/// A dossier's code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DossierCode(String);

impl DossierCode {
    /// The code of the dossier that an office received as its `number`th of a day, counted from 1.
    pub fn new(office: &str, received: Date, number: u32) -> Result<DossierCode, BadCode> {
        if !is_office(office) {
            return Err(BadCode::Office);
        }
        if !(2000..2100).contains(&received.year()) {
            return Err(BadCode::Century);
        }
        if !(1..=NUMBER_MAX).contains(&number) {
            return Err(BadCode::Number);
        }
        let (year, month, day) = (received.year() % 100, received.month(), received.day());
        Ok(DossierCode(format!("{office}-{year:02}{month:02}{day:02}-{number:04}")))
    }

    /// Reads a code exactly as it is written.
    pub fn parse(text: &str) -> Result<DossierCode, BadCode> {
        let parts: Vec<&str> = text.split('-').collect();
        let [office, date, number] = parts[..] else { return Err(BadCode::Shape) };
        if !is_office(office) {
            return Err(BadCode::Office);
        }
        day(date).ok_or(BadCode::Date)?;
        let fits = (4..=6).contains(&number.len()) && is_digits(number);
        match fits && number.bytes().any(|byte| byte != b'0') {
            true => Ok(DossierCode(text.to_owned())),
            false => Err(BadCode::Number),
        }
    }

    /// Reads a code as people type it and scanners send it: in small letters, with spaces, with
    /// another dash.
    pub fn read(text: &str) -> Result<DossierCode, BadCode> {
        let plain = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
        let dashes = plain.map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other.to_ascii_uppercase(),
        });
        DossierCode::parse(&dashes.collect::<String>())
    }

    /// As it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, &str, &str) {
        let mut parts = self.0.splitn(3, '-');
        let mut next = || parts.next().expect("invariant: a code has three parts");
        (next(), next(), next())
    }

    /// The identifier of the office that received it.
    pub fn office(&self) -> &str {
        self.parts().0
    }

    /// Which regulation the identifier follows.
    pub fn scheme(&self) -> CodeScheme {
        match self.office().starts_with(|c: char| c.is_ascii_digit()) {
            true => CodeScheme::Qcvn102,
            false => CodeScheme::Decision20,
        }
    }

    /// The day of its reception.
    pub fn received(&self) -> Date {
        day(self.parts().1).expect("invariant: a code has a day")
    }

    /// Its running number on that day.
    pub fn number(&self) -> u32 {
        self.parts().2.parse().expect("invariant: a code has a number of at most six digits")
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for DossierCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<DossierCode, BadCode> {
        DossierCode::parse(&text)
    }
}

impl From<DossierCode> for String {
    fn from(code: DossierCode) -> String {
        code.0
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `000.12.20.H16`, or `H16` with up to three levels below.
fn is_office(office: &str) -> bool {
    let parts: Vec<&str> = office.split('.').collect();
    let is_top = |part: &str| {
        let digits = part.strip_prefix(|c: char| c.is_ascii_uppercase());
        digits.is_some_and(|digits| digits.len() == 2 && is_digits(digits))
    };
    let wide = |part: &str, digits: usize| part.len() == digits && is_digits(part);
    match parts.as_slice() {
        [unit, part, branch, top] if wide(unit, 3) => {
            wide(part, 2) && wide(branch, 2) && is_top(top)
        }
        [top, lower @ ..] => {
            let level =
                |part: &&str| (1..=LEVEL_DIGITS_MAX).contains(&part.len()) && is_digits(part);
            is_top(top) && lower.len() <= LOWER_LEVELS_MAX && lower.iter().all(level)
        }
        [] => false,
    }
}

/// The day of `171123`: two digits name a year of this century.
fn day(text: &str) -> Option<Date> {
    if text.len() != DATE_DIGITS || !is_digits(text) {
        return None;
    }
    let year: i16 = text[..2].parse().ok()?;
    Date::new(2000 + year, text[2..4].parse().ok()?, text[4..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_of_either_order_says_office_day_and_number() {
        let old = DossierCode::new("000.12.20.H16", date(2017, 11, 23), 1).expect("a code");
        assert_eq!(old.as_str(), "000.12.20.H16-171123-0001");
        assert_eq!(old.scheme(), CodeScheme::Qcvn102);
        let new = DossierCode::parse("H16.20.12-210719-0002").expect("a code");
        let told = (new.office(), new.scheme(), new.received(), new.number());
        assert_eq!(told, ("H16.20.12", CodeScheme::Decision20, date(2021, 7, 19), 2));
    }

    #[test]
    fn the_running_number_gets_wider_and_never_begins_anew() {
        let number = |number| {
            let code = DossierCode::new("H16", date(2026, 1, 5), number).expect("a code");
            code.as_str().rsplit('-').next().map(str::to_owned)
        };
        let table = [(1, "0001"), (9999, "9999"), (10_000, "10000"), (NUMBER_MAX, "999999")];
        for (running, written) in table {
            assert_eq!(number(running).as_deref(), Some(written));
        }
        for running in [0, NUMBER_MAX + 1] {
            let code = DossierCode::new("H16", date(2026, 1, 5), running);
            assert_eq!(code, Err(BadCode::Number));
        }
    }

    #[test]
    fn what_is_no_code_says_which_part_is_wrong() {
        let table = [
            ("", BadCode::Shape),
            ("H16-210719", BadCode::Shape),
            ("H16-210719-0001-2", BadCode::Shape),
            ("h16-210719-0001", BadCode::Office),
            ("H1-210719-0001", BadCode::Office),
            ("H16.-210719-0001", BadCode::Office),
            ("H16.1234-210719-0001", BadCode::Office),
            ("H16.1.2.3.4-210719-0001", BadCode::Office),
            ("000.1.20.H16-210719-0001", BadCode::Office),
            ("000.12.20.16-210719-0001", BadCode::Office),
            ("H16-210732-0001", BadCode::Date),
            ("H16-21071-0001", BadCode::Date),
            ("H16-190229-0001", BadCode::Date),
            ("H16-210719-001", BadCode::Number),
            ("H16-210719-1234567", BadCode::Number),
            ("H16-210719-0000", BadCode::Number),
            ("H16-210719-00\u{661}1", BadCode::Number),
        ];
        for (text, wrong) in table {
            assert_eq!(DossierCode::parse(text), Err(wrong), "{text}");
        }
        let old = DossierCode::new("H16", date(1999, 12, 31), 1);
        assert_eq!(old, Err(BadCode::Century));
    }

    #[test]
    fn a_typed_code_is_read_and_a_stored_one_is_exact() {
        let code = DossierCode::read(" h16.20.12\u{2013}210719 - 0002\r\n").expect("a code");
        assert_eq!(code.as_str(), "H16.20.12-210719-0002");
        let stored = serde_json::to_string(&code).expect("it is written");
        assert_eq!(stored, "\"H16.20.12-210719-0002\"");
        assert_eq!(serde_json::from_str::<DossierCode>(&stored).expect("it is read"), code);
        assert!(serde_json::from_str::<DossierCode>("\"h16-210719-0002\"").is_err());
    }

    fn office() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}",
            "[A-Z][0-9]{2}(\\.[0-9]{1,3}){0,3}"
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_made_is_read_back(
            office in office(), days in 0..36_524_i32, number in 1..=NUMBER_MAX,
        ) {
            let received = date(2000, 1, 1).checked_add(jiff::Span::new().days(days))?;
            let code = DossierCode::new(&office, received, number)?;
            prop_assert_eq!(&DossierCode::parse(code.as_str())?, &code);
            prop_assert_eq!(&DossierCode::read(&code.as_str().to_lowercase())?, &code);
            let told = (code.office(), code.received(), code.number());
            prop_assert_eq!(told, (office.as_str(), received, number));
        }

        #[test]
        fn whatever_is_read_has_the_shape_of_the_circular(
            text in "([0-9]{2,4}\\.[0-9]{2}\\.[0-9]{2}\\.)?[A-Zh][0-9]{1,3}(\\.[0-9]{0,4}){0,4}-[0-9]{5,7}-[0-9]{3,7}",
        ) {
            let Ok(code) = DossierCode::parse(&text) else { return Ok(()) };
            let again = DossierCode::new(code.office(), code.received(), code.number())?;
            let zeros = text.rsplit('-').next().map_or(0, str::len) - 4;
            // Only zeros in front of a wide number are another spelling of it.
            prop_assert!(again == code || zeros > 0, "{text}");
        }
    }
}
