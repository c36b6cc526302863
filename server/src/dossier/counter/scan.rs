//! The field for cards: what was scanned fills the form, and is dropped.

use domain::card::{self, Card, Doubt, Part, Scan};
use page::counter::{CardDoubt, CardPart, Scanned, Unread};

use super::form::{Form, typed};

/// Reads what was scanned into the boxes of whoever's card it is.
pub fn apply(form: &mut Form, line: &str) -> Scanned {
    let under = match form.one("card_of") {
        "submitter" => "submitter",
        _ => "applicant",
    };
    let set =
        |form: &mut Form, part: &str, value: &str| form.set(&format!("{under}.{part}"), value);
    let identity = |form: &mut Form, kind: &str, number: &str| {
        // Another number is another person: nothing of the one before stays.
        if form.one(&format!("{under}.identity.number")) != number {
            for part in ["name", "birth_date", "gender", "phone", "email", "address"] {
                set(form, part, "");
            }
        }
        set(form, "identity.type", kind);
        set(form, "identity.number", number);
    };
    match card::read(line) {
        Ok(Scan::Card(card)) => {
            identity(form, "citizen_id", card.number.as_str());
            fill(form, under, &card);
            Scanned::Card(card.doubts().into_iter().map(doubt).collect())
        }
        Ok(Scan::Number(number)) => {
            identity(form, "citizen_id", number.as_str());
            Scanned::Number(number.doubts(None, None).into_iter().map(doubt).collect())
        }
        Ok(Scan::OldNumber(number)) => {
            identity(form, "cmnd", &number);
            Scanned::Number(Vec::new())
        }
        Err(card::Unread::Empty) => Scanned::Nothing,
        Err(unread) => Scanned::Unread(why(unread)),
    }
}

fn fill(form: &mut Form, under: &str, card: &Card) {
    let mut set = |part: &str, value: &str| form.set(&format!("{under}.{part}"), value);
    set("name", &card.name);
    set("birth_date", &typed(card.birth));
    set("gender", card.gender.id());
    set("address", &card.address);
    if under == "applicant" {
        set("kind", "person");
    }
}

fn doubt(doubt: Doubt) -> CardDoubt {
    match doubt {
        Doubt::UnknownPlace { code } => CardDoubt::UnknownPlace(code),
        Doubt::Gender { .. } => CardDoubt::Gender,
        Doubt::BirthYear { number } => CardDoubt::BirthYear(number),
    }
}

fn why(unread: card::Unread) -> Unread {
    match unread {
        card::Unread::Keyboard(_) => Unread::Keyboard,
        card::Unread::Characters => Unread::Characters,
        card::Unread::Cut { found } => Unread::Cut(found as u64),
        card::Unread::Part(part) => Unread::Part(match part {
            Part::Number => CardPart::Number,
            Part::OldNumber => CardPart::OldNumber,
            Part::Name => CardPart::Name,
            Part::Birth => CardPart::Birth,
            Part::Gender => CardPart::Gender,
            Part::Address => CardPart::Address,
            Part::Issued => CardPart::Issued,
        }),
        card::Unread::Number(wrong) => Unread::Digits(wrong.digits as u64),
        card::Unread::Empty | card::Unread::TooLong | card::Unread::NotACard => Unread::NotACard,
    }
}
