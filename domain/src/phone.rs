//! Telephone numbers of Vietnam, however they were written down.
//!
//! Mobiles had eleven digits until 15 September 2018 and have ten since; records of before keep
//! the old ones, so both are read and one is stored.

use std::fmt;

/// Country code, for numbers as they are stored (ITU-T E.164).
const COUNTRY: &str = "84";

/// Old prefixes of mobiles and the ones that took their place in 2018; an old number has eleven
/// digits, the new one ten.
const RENUMBERED: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0126", "076"),
    ("0128", "078"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0127", "081"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// A telephone number of Vietnam in one form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    /// With the leading 0 and without anything between the digits.
    national: String,
}

impl Phone {
    /// Reads a mobile or a landline: spaces, dots and hyphens may part the digits, `+84`, `84` or
    /// `0084` may stand for the leading 0, and an old mobile becomes the number it has today.
    pub fn parse(text: &str) -> Option<Phone> {
        let between = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')');
        let plain: String = text.chars().filter(|c| !between(*c)).collect();
        let abroad = ["+84", "0084", "84"].iter().find_map(|prefix| plain.strip_prefix(prefix));
        let national = match abroad {
            // `+84 (0)261` is written too.
            Some(rest) if rest.starts_with('0') => rest.to_owned(),
            Some(rest) => format!("0{rest}"),
            None => plain,
        };
        if !national.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let national = renumbered(&national).unwrap_or(national);
        (is_mobile(&national) || is_landline(&national)).then_some(Phone { national })
    }

    /// As it is stored and sent: `+84912345678`.
    pub fn e164(&self) -> String {
        format!("+{COUNTRY}{}", &self.national[1..])
    }

    /// As people dial it: `0912345678`.
    pub fn national(&self) -> &str {
        &self.national
    }

    /// Whether it can take a short message.
    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.national)
    }
}

/// As people read it: `0912 345 678`, `0261 3544 000`.
impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (area, rest) = self.national.split_at(4);
        let (middle, end) = rest.split_at(rest.len() - 3);
        write!(out, "{area} {middle} {end}")
    }
}

/// What an old mobile of eleven digits became.
fn renumbered(national: &str) -> Option<String> {
    if national.len() != 11 {
        return None;
    }
    let (old, new) = RENUMBERED.iter().find(|(old, _)| national.starts_with(old))?;
    Some(format!("{new}{}", &national[old.len()..]))
}

/// Ten digits whose first three are a mobile network's.
fn is_mobile(national: &str) -> bool {
    let [b'0', network, place, ..] = national.as_bytes() else { return false };
    let known = match network {
        b'3' => matches!(place, b'2'..=b'9'),
        b'5' => matches!(place, b'2' | b'5' | b'6' | b'8' | b'9'),
        b'7' => matches!(place, b'0' | b'6'..=b'9'),
        b'8' => matches!(place, b'1'..=b'9'),
        b'9' => true,
        _ => false,
    };
    known && national.len() == 10
}

/// `02`, two digits of the area, seven or eight of the subscriber: eleven digits since 2017.
fn is_landline(national: &str) -> bool {
    national.starts_with("02") && national.len() == 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn stored(text: &str) -> Option<String> {
        Phone::parse(text).map(|phone| phone.e164())
    }

    #[test]
    fn a_number_is_one_number_however_it_is_written() {
        let ways = [
            "0912345678",
            "0912.345.678",
            "0912 345 678",
            "+84912345678",
            "84-912345678",
            "+84 (0)912 345 678",
        ];
        for way in ways {
            assert_eq!(stored(way).as_deref(), Some("+84912345678"), "{way}");
        }
    }

    #[test]
    fn an_old_mobile_becomes_the_number_that_it_has_today() {
        let pairs = [
            ("0120 1234567", "+84701234567"),
            ("01231234567", "+84831234567"),
            ("01681234567", "+84381234567"),
            ("01861234567", "+84561234567"),
            ("01991234567", "+84591234567"),
            ("+841691234567", "+84391234567"),
        ];
        for (old, new) in pairs {
            assert_eq!(stored(old).as_deref(), Some(new), "{old}");
        }
    }

    #[test]
    fn an_old_prefix_leads_to_one_new_prefix() {
        let mut new = RENUMBERED.map(|(_, new)| new);
        new.sort_unstable();
        assert!(new.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_landline_of_the_province_is_read_and_takes_no_message() {
        let landline = Phone::parse("0261 3544 000").expect("a landline");
        assert_eq!((landline.e164().as_str(), landline.is_mobile()), ("+842613544000", false));
        assert_eq!(landline.to_string(), "0261 3544 000");
    }

    #[test]
    fn what_is_no_number_is_not_taken_for_one() {
        for text in [
            "",
            "0",
            "091234567",
            "09123456789",
            "0111234567",
            "0512345678",
            "01301234567",
            "09123A5678",
            "+85912345678",
            "1900 1234",
            "\u{661}\u{662}",
        ] {
            assert_eq!(stored(text), None, "{text}");
        }
    }
}
