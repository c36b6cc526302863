//! The personal number of a citizen: twelve digits that say where and when a birth was registered
//! (NĐ 137/2015/NĐ-CP, Điều 13). It has no check digit, so it can be doubted and never proven.

use std::fmt;

use jiff::civil::Date;

use super::Gender;

/// Digits of a personal number.
const DIGITS: usize = 12;
/// Codes of countries begin here: the birth was registered abroad.
const ABROAD_FROM: u16 = 100;

/// Codes of provinces and centrally run cities in which births were registered, as the numbers
/// were given out: later mergers changed no number (TT 59/2021/TT-BCA, from memory).
const PLACES: [(u16, &str); 63] = [
    (1, "Hà Nội"),
    (2, "Hà Giang"),
    (4, "Cao Bằng"),
    (6, "Bắc Kạn"),
    (8, "Tuyên Quang"),
    (10, "Lào Cai"),
    (11, "Điện Biên"),
    (12, "Lai Châu"),
    (14, "Sơn La"),
    (15, "Yên Bái"),
    (17, "Hòa Bình"),
    (19, "Thái Nguyên"),
    (20, "Lạng Sơn"),
    (22, "Quảng Ninh"),
    (24, "Bắc Giang"),
    (25, "Phú Thọ"),
    (26, "Vĩnh Phúc"),
    (27, "Bắc Ninh"),
    (30, "Hải Dương"),
    (31, "Hải Phòng"),
    (33, "Hưng Yên"),
    (34, "Thái Bình"),
    (35, "Hà Nam"),
    (36, "Nam Định"),
    (37, "Ninh Bình"),
    (38, "Thanh Hóa"),
    (40, "Nghệ An"),
    (42, "Hà Tĩnh"),
    (44, "Quảng Bình"),
    (45, "Quảng Trị"),
    (46, "Thừa Thiên Huế"),
    (48, "Đà Nẵng"),
    (49, "Quảng Nam"),
    (51, "Quảng Ngãi"),
    (52, "Bình Định"),
    (54, "Phú Yên"),
    (56, "Khánh Hòa"),
    (58, "Ninh Thuận"),
    (60, "Bình Thuận"),
    (62, "Kon Tum"),
    (64, "Gia Lai"),
    (66, "Đắk Lắk"),
    (67, "Đắk Nông"),
    (68, "Lâm Đồng"),
    (70, "Bình Phước"),
    (72, "Tây Ninh"),
    (74, "Bình Dương"),
    (75, "Đồng Nai"),
    (77, "Bà Rịa - Vũng Tàu"),
    (79, "Thành phố Hồ Chí Minh"),
    (80, "Long An"),
    (82, "Tiền Giang"),
    (83, "Bến Tre"),
    (84, "Trà Vinh"),
    (86, "Vĩnh Long"),
    (87, "Đồng Tháp"),
    (89, "An Giang"),
    (91, "Kiên Giang"),
    (92, "Cần Thơ"),
    (93, "Hậu Giang"),
    (94, "Sóc Trăng"),
    (95, "Bạc Liêu"),
    (96, "Cà Mau"),
];

/// Where a birth was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A province or city, by its name then.
    Province(&'static str),
    /// Another country, by its code.
    Abroad(u16),
}

/// A reason to look at the card once more. None of them is a reason to send somebody away: data
/// of births were registered wrongly, and are put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// No province has this code.
    UnknownPlace {
        /// The first three digits.
        code: u16,
    },
    /// The fourth digit says another gender than the card.
    Gender {
        /// What the number says.
        number: Gender,
    },
    /// Digits four to six say another year of birth than the card.
    BirthYear {
        /// What the number says.
        number: i16,
    },
}

/// A text that is no personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a personal number has 12 digits; this has {digits}, and {others} other characters")]
pub struct NoNumber {
    /// How many digits it has.
    pub digits: usize,
    /// How many other characters, spaces and dots not counted.
    pub others: usize,
}

/// A personal number: twelve digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber(String);

impl PersonalNumber {
    /// Reads one; spaces and dots may part the digits.
    pub fn parse(text: &str) -> Result<PersonalNumber, NoNumber> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        let digits = plain.chars().filter(char::is_ascii_digit).count();
        let others = plain.chars().count() - digits;
        match (digits, others) {
            (DIGITS, 0) => Ok(PersonalNumber(plain)),
            (digits, others) => Err(NoNumber { digits, others }),
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn part(&self, digits: std::ops::Range<usize>) -> u16 {
        self.0[digits].bytes().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
    }

    /// Where the birth was registered; `None` where no province has that code.
    pub fn place(&self) -> Option<Place> {
        let code = self.part(0..3);
        if code >= ABROAD_FROM {
            return Some(Place::Abroad(code));
        }
        PLACES.iter().find(|(known, _)| *known == code).map(|(_, name)| Place::Province(name))
    }

    /// What the fourth digit says: even for men, odd for women.
    pub fn gender(&self) -> Gender {
        if self.part(3..4).is_multiple_of(2) { Gender::Male } else { Gender::Female }
    }

    /// The year of birth: the fourth digit names the century (0 and 1 the twentieth, 2 and 3 the
    /// twenty-first, and so on), the next two the year in it.
    pub fn birth_year(&self) -> i16 {
        let year = 1900 + self.part(3..4) / 2 * 100 + self.part(4..6);
        i16::try_from(year).expect("invariant: ten centuries fit")
    }

    /// What does not fit together, with what the card or its holder says beside.
    pub fn doubts(&self, birth: Option<Date>, gender: Option<Gender>) -> Vec<Doubt> {
        let place = match self.place() {
            Some(Place::Province(_) | Place::Abroad(_)) => None,
            None => Some(Doubt::UnknownPlace { code: self.part(0..3) }),
        };
        let other_gender = gender.filter(|said| *said != self.gender());
        let gender = other_gender.map(|_| Doubt::Gender { number: self.gender() });
        let other_year = birth.filter(|birth| birth.year() != self.birth_year());
        let year = other_year.map(|_| Doubt::BirthYear { number: self.birth_year() });
        [place, gender, year].into_iter().flatten().collect()
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
