//! What the forms share: titles, letterheads, people, signatures, and how dates and money are
//! written on them.

use domain::calendar::{OfficialForm, RuleSet};
use domain::time::LawTime;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// Number, title and source of a form, as the set of rules of the dossier names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Title {
    /// Its number in the text: `01`.
    pub number: String,
    /// Its title in Vietnamese; printed in capitals.
    pub title: String,
    /// The text that makes it: `TT 03/2025/TT-VPCP`.
    pub source: String,
}

impl Title {
    /// The title of a form under a set of rules; `None` where its text has no such form.
    pub fn of(rules: &RuleSet, form: OfficialForm) -> Option<Title> {
        rules.form(form).map(|title| Title {
            number: title.number.clone(),
            title: title.title.vi.clone(),
            // A set names the decree first and the circular with the forms last.
            source: rules.source.rsplit("; ").next().unwrap_or_default().to_owned(),
        })
    }
}

/// The head of a paper: whose it is, its number, where and when (NĐ 30/2020/NĐ-CP, Phụ lục I).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The agency above; empty where there is none.
    pub superior: String,
    /// Whose paper it is.
    pub office: String,
    /// Number and symbol: `125/TTPVHCC`.
    pub number: String,
    /// The place before the date.
    pub place: String,
    /// The date of the paper.
    #[serde(serialize_with = "day")]
    pub date: Date,
}

/// Somebody with what they gave to be reached by; any part but the name may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Name of a person or an organisation.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mailbox.
    pub email: String,
}

/// How somebody signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signed {
    /// With their hand.
    #[default]
    Hand,
    /// With a finger: who cannot write (điểm chỉ).
    Fingerprint,
}

/// Somebody who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The post; empty for a citizen.
    pub post: String,
    /// The name printed below; empty leaves room to write it.
    pub name: String,
    /// With hand or finger.
    pub by: Signed,
}

/// What a dossier is named by on every form about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Its code: `H16.20.12-210719-0002`.
    pub code: String,
    /// Whose it is.
    pub applicant: Contact,
    /// The procedure.
    pub procedure: String,
}

/// A sum of money in whole đồng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeLine {
    /// What it is for: `Lệ phí cấp giấy phép xây dựng`.
    pub name: String,
    /// How much.
    #[serde(serialize_with = "dong")]
    pub amount_vnd: u64,
    /// An exemption or another remark; may be empty.
    pub note: String,
}

/// A whole number with a dot between thousands, as Vietnam writes it.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

pub(crate) fn dong<S: Serializer>(amount: &u64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&thousands(*amount))
}

/// `ngày 05 tháng 02 năm 2026`: days below ten and the first two months take a zero
/// (NĐ 30/2020/NĐ-CP, Phụ lục I).
pub(crate) fn written(date: Date) -> String {
    let month = match date.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

pub(crate) fn day<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&written(*date))
}

/// `05/02/2026`, for narrow columns.
pub(crate) fn short(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

pub(crate) fn short_day<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&short(*date))
}

/// An empty text where there is no date yet.
pub(crate) fn short_day_if<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&date.map(short).unwrap_or_default())
}

/// `08 giờ 37 phút, ngày 24 tháng 11 năm 2026`.
pub(crate) fn moment<S: Serializer>(time: &LawTime, to: S) -> Result<S::Ok, S::Error> {
    let civil = time.civil();
    let text =
        format!("{:02} giờ {:02} phút, {}", civil.hour(), civil.minute(), written(civil.date()));
    to.serialize_str(&text)
}

/// An empty text where it did not happen yet.
pub(crate) fn moment_if<S: Serializer>(time: &Option<LawTime>, to: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => moment(time, to),
        None => to.serialize_str(""),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn money_and_dates_are_written_as_officials_write_them() {
        let money = [(0, "0"), (999, "999"), (1000, "1.000"), (1_234_567, "1.234.567")];
        for (number, text) in money {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(written(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(written(date(2026, 3, 15)), "ngày 15 tháng 3 năm 2026");
        assert_eq!(short(date(2026, 3, 5)), "05/03/2026");
    }
}
