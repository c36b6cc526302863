//! Acts as tests write them.

use jiff::civil::Date;

use super::ground::stream;
use crate::dossier::{
    Act, Duty, DutyItem, Flaw, Handout, Lack, Letter, Means, Method, Opinion, Outcome, Pay, Proof,
    Reason, Wrong,
};
use crate::procedure::description::{Quantity, Silence, Span, Unit};

/// Signed here.
pub(super) const SIGN: Act = Act::Sign { deputy_of: None, method: Method::Electronic };
/// Handed out against a signature.
pub(super) const HANDOUT: Handout = Handout { proof: Proof::Signed, authorised: false };

pub(super) fn accept(day: Date) -> Act {
    Act::Accept { office: "MC".to_owned(), day, agreed: None }
}

pub(super) fn forward(account: Option<&str>) -> Act {
    Act::Forward { account: account.map(stream), sets: 1, list: None }
}

pub(super) fn acknowledge(account: &str) -> Act {
    Act::Acknowledge { sets: 1, account: Some(stream(account)) }
}

pub(super) fn propose(office: &str) -> Act {
    Act::Propose { outcome: Outcome::Granted, office: office.to_owned() }
}

pub(super) fn number(day: Date) -> Act {
    Act::Number { office: "UB".to_owned(), day }
}

pub(super) fn finish(day: Date) -> Act {
    Act::Finish {
        outcome: Outcome::Granted,
        day,
        register: None,
        number: Some("12/GP".to_owned()),
        signed_by: "2018/account/cuong".to_owned(),
    }
}

pub(super) fn pay(amount_vnd: u64) -> Pay {
    Pay {
        amount_vnd,
        means: Means::Cash,
        book: Some(("01BLP".to_owned(), "AA-19P".to_owned())),
        office: "MC".to_owned(),
        number: None,
        evidence: None,
    }
}

pub(super) fn paid(amount_vnd: u64, duty: bool) -> Act {
    Act::RecordPayment { pay: pay(amount_vnd), duty }
}

pub(super) fn duty(amounts: &[u64]) -> Act {
    let items = amounts.iter().enumerate();
    let items = items
        .map(|(at, amount_vnd)| DutyItem { name: format!("tax-{at}"), amount_vnd: *amount_vnd });
    Act::RequestPayment(Duty {
        payee: "Chi cục Thuế".to_owned(),
        notice: "12/TB-CCT".to_owned(),
        items: items.collect(),
    })
}

pub(super) fn lacks() -> Vec<Lack> {
    vec![Lack { component: Some("form".to_owned()), reason: Reason::NotSigned }]
}

pub(super) fn supplement(until: Option<Date>) -> Act {
    Act::RequestSupplement { lacks: lacks(), until, basis: String::new(), again: String::new() }
}

pub(super) fn supplement_again(again: &str) -> Act {
    let (basis, again) = (String::new(), again.to_owned());
    Act::RequestSupplement { lacks: lacks(), until: None, basis, again }
}

pub(super) const COMPLETE: Act = Act::CompleteSupplement(Vec::new());

pub(super) fn consult(office: &str, days: u32, silence: Silence) -> Act {
    let limit = Span { quantity: Quantity::whole(days), unit: Unit::WorkingDay };
    Act::Consult { office: office.to_owned(), limit, silence }
}

/// An opinion that came by letter.
pub(super) fn by_letter(id: u32, agency: &str, date: Date) -> Act {
    letter_of(id, agency, date, Opinion::Agrees, "15/CV")
}

/// The same of an opinion and a number.
pub(super) fn letter_of(id: u32, agency: &str, date: Date, opinion: Opinion, number: &str) -> Act {
    let letter = Letter { number: number.to_owned(), date, scan: super::ground::scan() };
    let (agency, letter) = (agency.to_owned(), Box::new(letter));
    Act::RecordOpinion { id, agency, opinion, letter }
}

pub(super) fn stop(reason: Reason) -> Act {
    Act::Stop { reason, document: "7/QĐ-UBND".to_owned() }
}

pub(super) fn change_due(due: Date) -> Act {
    Act::ChangeDueDate { due, document: "3/TTr".to_owned() }
}

/// The places of what is wrong.
pub(super) fn places(wrong: &Wrong) -> Vec<&str> {
    flaws(wrong).into_iter().map(|(place, _)| place).collect()
}

/// The flaws at their places.
pub(super) fn flaws(wrong: &Wrong) -> Vec<(&str, &Flaw)> {
    let Wrong::Fields(all) = wrong else { panic!("{wrong:?}") };
    all.iter().map(|at| (at.place.as_str(), &at.flaw)).collect()
}
