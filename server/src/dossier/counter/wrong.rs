//! What the rules say no to, at the box where it was typed.

use domain::dossier::{At, Flaw, Wrong as Rule};
use domain::refusal::Refusal;
use page::Text;
use page::counter::Wrong;

use super::chosen::Picked;
use crate::dossier::words;
use crate::procedure::words::said;

/// A box that holds no day or number.
pub fn unread(text: Text, name: &str) -> Wrong {
    let what = match name.ends_with("_date") || name == "agreed" || name == "until" {
        true => text.counter_no_day(),
        false => text.counter_no_number(),
    };
    Wrong::new(name, labelled(text, name, &what))
}

/// Everything that the rules found wrong.
pub fn all(text: Text, refusal: &Refusal, picked: Option<&Picked>) -> Vec<Wrong> {
    match refusal {
        Refusal::Dossier(Rule::Fields(fields)) => {
            fields.iter().map(|at| one(text, at, picked)).collect()
        }
        Refusal::Dossier(wrong) => vec![Wrong::new(place(wrong), words::wrong(text, wrong))],
        other => vec![Wrong::new("procedure", other.to_string())],
    }
}

/// The box that a rule as a whole leads to.
fn place(wrong: &Rule) -> &'static str {
    match wrong {
        Rule::Owed(_) | Rule::Overpaid(_) => "payment.when",
        Rule::NoReceipt => "receipt.number",
        Rule::SamePerson => "signed_by",
        Rule::NotSameDay => "at_once",
        Rule::NoLimit => "agreed",
        _ => "procedure",
    }
}

fn one(text: Text, at: &At, picked: Option<&Picked>) -> Wrong {
    let name = name(&at.place);
    let told = match (&at.flaw, name.as_str()) {
        (Flaw::OutOfRange(next, _), "receipt.number") => text.counter_receipt_next(next),
        (Flaw::Missing, "case") => text.counter_choose_case(),
        (Flaw::Missing, _) if name.starts_with("component.") => text.counter_paper_missing(),
        (Flaw::Unknown, "channel") => text.counter_no_channel(),
        (Flaw::Answer(_), _) => return Wrong::new(name, words::flaw(text, at)),
        (_, _) => words::flaw(text, at),
    };
    let paper = name.strip_prefix("component.").and_then(|id| {
        let known = picked?.description.components.iter().find(|it| it.id == id)?;
        Some(said(text, &known.name).to_owned())
    });
    match paper {
        Some(paper) => Wrong::new(name, text.counter_wrong(paper, told)),
        None => {
            let told = labelled(text, &name, &told);
            Wrong::new(name, told)
        }
    }
}

/// The box of a place.
fn name(place: &str) -> String {
    let inside = |begin: &str| place.strip_prefix(begin).and_then(|it| it.strip_suffix(']'));
    if let Some(id) = inside("components[") {
        return format!("component.{id}");
    }
    if let Some(id) = inside("fees[") {
        return format!("fee.{id}.count");
    }
    match place {
        "applicant.identity" => "applicant.identity.number".to_owned(),
        "submitter.identity" => "submitter.identity.number".to_owned(),
        "amount_vnd" => "payment.when".to_owned(),
        "note" => "submitter.authorisation".to_owned(),
        "components" | "foreign" | "accept" => "procedure".to_owned(),
        other => other.to_owned(),
    }
}

/// With the label of its box before it: a list above the form has no labels.
fn labelled(text: Text, name: &str, what: &str) -> String {
    match label(text, name) {
        Some(label) => text.counter_wrong(label, what),
        None => what.to_owned(),
    }
}

fn label(text: Text, name: &str) -> Option<String> {
    let last = name.strip_prefix("applicant.").or_else(|| name.strip_prefix("submitter."));
    Some(match last.unwrap_or(name) {
        "name" => text.counter_name(),
        "birth_date" => text.counter_birth(),
        "identity.number" => text.counter_number(),
        "phone" => text.counter_phone(),
        "email" => text.counter_email(),
        "address" => text.counter_address(),
        "relation" => text.counter_relation(),
        "authorisation" => text.counter_authorisation(),
        "sets" => text.counter_sets(),
        "agreed" => text.counter_agreed(),
        "signed_by" => text.counter_signer(),
        "receipt.form" => text.counter_receipt_form(),
        "receipt.series" => text.counter_receipt_series(),
        "until" => text.shortfall_until(),
        _ => return None,
    })
}

/// What is wrong with papers stands beside them as well, without their names.
pub fn of_paper<'a>(text: Text, wrong: &'a [Wrong], id: &str) -> Option<&'a str> {
    let name = format!("component.{id}");
    let found = wrong.iter().find(|it| it.name == name)?;
    let missing = text.counter_paper_missing();
    // The name was put before it by us: what follows it is the reason.
    let at = found.text.rfind(missing.as_str()).unwrap_or(0);
    Some(&found.text[at..])
}
