//! Numbers in Vietnamese words, as money papers ask for them beside the digits.

use serde::Serialize;

/// The word for an empty ten inside a number: 105 is `một trăm linh năm` in the north and
/// `một trăm lẻ năm` in the south and the Central Highlands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmptyTen {
    /// The word of the school books.
    #[default]
    Linh,
    /// The word of the south.
    Le,
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/// Names of the groups of three digits below a thousand million.
const GROUPS: [&str; 3] = ["", "nghìn", "triệu"];
const MILLIARD: u64 = 1_000_000_000;

/// A sum of whole đồng in words, with a capital: `Một trăm linh năm nghìn đồng`.
pub fn dong(amount: u64, ten: EmptyTen) -> String {
    let text = format!("{} đồng", number(amount, ten));
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

/// A number in words: `một triệu hai trăm nghìn`.
pub fn number(number: u64, ten: EmptyTen) -> String {
    if number == 0 {
        return DIGITS[0].to_owned();
    }
    let mut words = Vec::new();
    say(number, false, ten, &mut words);
    words.join(" ")
}

/// Says a number; one that follows greater groups names its empty hundreds.
fn say(number: u64, follows: bool, ten: EmptyTen, words: &mut Vec<&'static str>) {
    let (milliards, rest) = (number / MILLIARD, number % MILLIARD);
    if milliards > 0 {
        say(milliards, follows, ten, words);
        words.push("tỷ");
    }
    let mut follows = follows || milliards > 0;
    for group in (0..GROUPS.len()).rev() {
        let value = rest / 1000_u64.pow(u32::try_from(group).unwrap_or(0)) % 1000;
        if value > 0 {
            hundreds(usize::try_from(value).unwrap_or(0), follows, ten, words);
            words.extend(Some(GROUPS[group]).filter(|name| !name.is_empty()));
            follows = true;
        }
    }
}

/// Says 1 to 999.
fn hundreds(value: usize, follows: bool, ten: EmptyTen, words: &mut Vec<&'static str>) {
    let (hundred, tens, unit) = (value / 100, value / 10 % 10, value % 10);
    let has_hundreds = follows || hundred > 0;
    if has_hundreds {
        words.extend([DIGITS[hundred], "trăm"]);
    }
    match (tens, unit) {
        (0, 0) => {}
        (0, _) if has_hundreds => words.push(match ten {
            EmptyTen::Linh => "linh",
            EmptyTen::Le => "lẻ",
        }),
        (0, _) => {}
        (1, _) => words.push("mười"),
        (_, _) => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, unit) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, _) => words.push(DIGITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [(u64, &str); 33] = [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_050, "một nghìn không trăm năm mươi"),
        (10_000, "mười nghìn"),
        (75_000, "bảy mươi lăm nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_205_000, "một triệu hai trăm linh năm nghìn"),
        (21_000_000, "hai mươi mốt triệu"),
        (1_000_000_000, "một tỷ"),
        (2_000_001_000, "hai tỷ không trăm linh một nghìn"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (
            1_234_567_891,
            "một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt",
        ),
    ];

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (value, words) in TABLE {
            assert_eq!(number(value, EmptyTen::Linh), words, "{value}");
        }
    }

    #[test]
    fn the_south_says_le() {
        assert_eq!(number(105, EmptyTen::Le), "một trăm lẻ năm");
        assert_eq!(dong(200_005, EmptyTen::Le), "Hai trăm nghìn không trăm lẻ năm đồng");
    }

    #[test]
    fn a_sum_begins_with_a_capital_and_ends_with_dong() {
        assert_eq!(dong(0, EmptyTen::Linh), "Không đồng");
        assert_eq!(dong(500, EmptyTen::Linh), "Năm trăm đồng");
    }

    /// Reads the words again by other means: each power of ten has its word.
    fn heard(words: &str) -> u64 {
        let (mut whole, mut part, mut group, mut last) = (0, 0, 0, 0);
        for word in words.split(' ') {
            let digit = match word {
                "mốt" => Some(1),
                "tư" => Some(4),
                "lăm" => Some(5),
                other => DIGITS.iter().position(|known| *known == other).map(|at| at as u64),
            };
            match (word, digit) {
                (_, Some(digit)) => last = digit,
                ("mười", _) => group += 10,
                ("mươi", _) => group += std::mem::take(&mut last) * 10,
                ("trăm", _) => group += std::mem::take(&mut last) * 100,
                ("nghìn", _) => {
                    part += (std::mem::take(&mut group) + std::mem::take(&mut last)) * 1000;
                }
                ("triệu", _) => {
                    part += (std::mem::take(&mut group) + std::mem::take(&mut last)) * 1_000_000;
                }
                ("tỷ", _) => {
                    part += std::mem::take(&mut group) + std::mem::take(&mut last);
                    whole = (whole + std::mem::take(&mut part)) * MILLIARD;
                }
                (_, None) => {}
            }
        }
        whole + part + group + last
    }

    #[test]
    fn what_is_said_is_heard_again() {
        // Steps without a common measure with ten meet every shape of group.
        let near = (0..20_000).chain((0..4_000).map(|step| step * 249_979));
        let far = (0..4_000).map(|step| step * 4_611_686_018_427);
        for value in near.chain(far).chain([u64::MAX]) {
            let said = number(value, EmptyTen::Linh);
            assert_eq!(heard(&said), value, "{said}");
        }
    }
}
