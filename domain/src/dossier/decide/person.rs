//! Who hands in, checked as far as a desk can.

use jiff::civil::{Date, date};

use super::super::filing::{Applicant, ApplicantKind, Identity, IdentityKind, Personal};
use super::super::wrong::{At, Flaw};
use super::super::{ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX, TEXT_LENGTH_MAX};
use crate::form::kind::{is_email, is_identity, is_tax_code};
use crate::phone::Phone;
use crate::text::compose;

/// Nobody alive was born before.
const FIRST_BIRTH: Date = date(1880, 1, 1);

/// Everything that is wrong with who hands in.
pub fn wrongs(personal: &Personal, today: Date) -> Vec<At> {
    let mut wrongs = applicant(&personal.applicant, "applicant", today);
    if let Some(submitter) = &personal.submitter {
        wrongs.extend(applicant(&submitter.who, "submitter", today));
        if submitter.relation.trim().is_empty() {
            wrongs.push(at("submitter.relation", Flaw::Missing));
        }
        let authorisation = submitter.authorisation.as_deref().unwrap_or_default();
        for (part, text) in
            [("relation", submitter.relation.as_str()), ("authorisation", authorisation)]
        {
            if text.chars().count() > NAME_LENGTH_MAX {
                wrongs.push(at(&format!("submitter.{part}"), Flaw::TooLong(NAME_LENGTH_MAX)));
            }
        }
    }
    if personal.note.chars().count() > TEXT_LENGTH_MAX {
        wrongs.push(at("note", Flaw::TooLong(TEXT_LENGTH_MAX)));
    }
    wrongs
}

fn at(place: &str, flaw: Flaw) -> At {
    At { place: place.to_owned(), flaw }
}

fn applicant(who: &Applicant, prefix: &str, today: Date) -> Vec<At> {
    let mut wrongs = Vec::new();
    let mut say = |part: &str, flaw| wrongs.push(at(&format!("{prefix}.{part}"), flaw));
    let name = compose(&who.name);
    let is_odd = |c: char| c.is_control() || (c.is_ascii_digit() && is_person(who));
    match name.chars().count() {
        0 => say("name", Flaw::Missing),
        length if length > NAME_LENGTH_MAX => say("name", Flaw::TooLong(NAME_LENGTH_MAX)),
        _ if name.chars().any(is_odd) => say("name", Flaw::Malformed("name")),
        _ => {}
    }
    if who.birth_date.is_some_and(|day| day > today || day < FIRST_BIRTH) {
        say("birth_date", Flaw::BadDate);
    }
    if let Some(flaw) = identity(&who.identity) {
        say("identity", flaw);
    }
    if who.phone.as_deref().is_some_and(|phone| Phone::parse(phone).is_none()) {
        say("phone", Flaw::Malformed("phone"));
    }
    if who.email.as_deref().is_some_and(|email| !is_email(email)) {
        say("email", Flaw::Malformed("email"));
    }
    match compose(&who.address.text).chars().count() {
        0 if prefix == "applicant" => say("address", Flaw::Missing),
        length if length > ADDRESS_LENGTH_MAX => say("address", Flaw::TooLong(ADDRESS_LENGTH_MAX)),
        _ => {}
    }
    wrongs
}

fn is_person(who: &Applicant) -> bool {
    who.kind == ApplicantKind::Person
}

/// The paper's kind and number must fit.
fn identity(identity: &Identity) -> Option<Flaw> {
    let number = identity.number.as_deref().unwrap_or_default();
    let fits = match identity.kind {
        IdentityKind::None if number.is_empty() => return None,
        IdentityKind::None => return Some(Flaw::Malformed("identity-kind")),
        _ if number.is_empty() => return Some(Flaw::Missing),
        IdentityKind::TaxCode => is_tax_code(number),
        IdentityKind::CitizenId | IdentityKind::Cmnd | IdentityKind::Passport => {
            is_identity(identity.kind.id(), number)
        }
    };
    let name = match identity.kind {
        IdentityKind::CitizenId => "citizen-id",
        IdentityKind::Cmnd => "cmnd",
        IdentityKind::Passport => "passport",
        IdentityKind::TaxCode | IdentityKind::None => "tax-code",
    };
    (!fits).then_some(Flaw::Malformed(name))
}

/// As it is stored: composed, without stray spaces.
pub fn composed(personal: &Personal) -> Personal {
    let mut personal = personal.clone();
    let mut people = vec![&mut personal.applicant];
    people.extend(personal.submitter.as_mut().map(|submitter| &mut submitter.who));
    for who in people {
        who.name = compose(&who.name);
        who.address.text = compose(&who.address.text);
        who.email = who.email.take().map(|email| email.trim().to_lowercase());
    }
    personal.note = personal.note.trim().to_owned();
    personal
}
