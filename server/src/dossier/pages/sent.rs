//! What the form of an act was sent with, as the interface takes it.

use domain::dossier::{
    Dossier, Handed, Means, Method, Opinion, Outcome, Paper, Phase, Proof, Reason,
};
use domain::procedure::description::{Quantity, Silence, Span, Unit};
use page::dossier::{Action, Filled};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::super::act::{Body, Book, DutyAsked, Item};

/// Items of a notice of payment that one form takes.
const DUTY_ITEMS: usize = 4;
/// What the one file of an act is called among its papers.
const SCAN: &str = "scan";
/// The longest time for an opinion, in its unit.
const LIMIT_MAX: u32 = 365;

/// The act that a form means: some forms offer two.
pub fn name_of(action: Action, filled: &Filled, phase: Phase) -> &'static str {
    match action {
        Action::ReturnStep if phase == Phase::Proposed => "send-back",
        Action::ApproveDueDate if filled.one("approval") == "decline" => "decline-due-date",
        other => other.id(),
    }
}

/// A kind of the rules by its name in data.
fn kind<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Json::String(name.to_owned())).ok()
}

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A day of three boxes; an error where something stands there that is no day.
fn day(filled: &Filled, name: &str) -> Result<Option<jiff::civil::Date>, ()> {
    let part = |part: &str| filled.one(&format!("{name}.{part}")).trim().to_owned();
    let [year, month, day] = [part("year"), part("month"), part("day")];
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return match filled.one(name).trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        };
    }
    format!("{year:0>4}-{month:0>2}-{day:0>2}").parse().map(Some).map_err(|_| ())
}

/// A sum of money as people write it: `75.000`.
fn amount(text: &str) -> Option<u64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    plain.parse().ok()
}

/// Reads a form; notes the fields that are not filled in rightly.
struct Reader<'a> {
    filled: &'a Filled,
    wrong: Vec<String>,
}

impl<'a> Reader<'a> {
    fn one(&self, name: &str) -> &'a str {
        self.filled.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    fn wrong(&mut self, field: impl Into<String>) {
        self.wrong.push(field.into());
    }

    /// A field that must hold something.
    fn need(&mut self, field: &str) {
        if self.one(field).is_empty() {
            self.wrong(field);
        }
    }

    fn need_all(&mut self, fields: &[&str]) {
        fields.iter().for_each(|field| self.need(field));
    }

    fn need_some<T>(&mut self, value: Option<&T>, field: &str) {
        if value.is_none() {
            self.wrong(field);
        }
    }

    fn day(&mut self, name: &str) -> Option<jiff::civil::Date> {
        let read = day(self.filled, name);
        if read.is_err() {
            self.wrong(name);
        }
        read.ok().flatten()
    }

    /// A day that must be there; one that cannot be read is wrong already.
    fn need_day(&mut self, day: Option<jiff::civil::Date>, name: &str) {
        if day.is_none() && !self.wrong.iter().any(|field| field == name) {
            self.wrong(name);
        }
    }

    /// The file that a form brought, as the act takes it.
    fn scan(&mut self) -> Vec<Handed> {
        self.need("file");
        vec![Handed {
            id: SCAN.to_owned(),
            form: Paper::Electronic,
            quantity: 1,
            presented: false,
            attachment: some(self.one("file")),
            file: None,
        }]
    }

    /// Whether the form asked for a field, whatever was answered.
    fn asked(&self, field: &str) -> bool {
        self.filled.0.iter().any(|(name, _)| name == field)
    }

    /// A field that must hold something where the form asked for it.
    fn need_if_asked(&mut self, field: &str) {
        if self.asked(field) {
            self.need(field);
        }
    }

    /// Sets of paper; none where they were not asked for.
    fn sets(&mut self) -> u16 {
        let sets = self.one("sets").parse().ok();
        if sets.is_none() && self.asked("sets") {
            self.wrong("sets");
        }
        sets.unwrap_or(0)
    }

    /// Papers that are not right, each with its reason.
    fn items(&mut self) -> Vec<Item> {
        let ticked: Vec<&str> = self.filled.all("lack").collect();
        let mut items = Vec::new();
        for id in ticked {
            let reason = kind(self.one(&format!("reason.{id}")));
            if reason.is_none() {
                self.wrong(format!("reason.{id}"));
            }
            items.push(Item {
                component: Some(id.to_owned()).filter(|id| id != "whole"),
                reason: reason.unwrap_or(Reason::Missing),
                text: self.one(&format!("text.{id}")).to_owned(),
            });
        }
        items
    }

    /// Papers that came.
    fn components(&mut self) -> Vec<Handed> {
        let came: Vec<&str> = self.filled.all("came").collect();
        let mut papers = Vec::new();
        for id in came {
            let form: Option<Paper> = kind(self.one(&format!("form.{id}")));
            let quantity = self.one(&format!("quantity.{id}")).parse().ok();
            if form.is_none() {
                self.wrong(format!("form.{id}"));
            }
            if quantity.is_none() {
                self.wrong(format!("quantity.{id}"));
            }
            papers.push(Handed {
                id: id.to_owned(),
                form: form.unwrap_or(Paper::Original),
                quantity: quantity.unwrap_or(1),
                presented: false,
                attachment: some(self.one(&format!("attachment.{id}"))),
                file: None,
            });
        }
        papers
    }

    /// Rows of a notice of payment that hold something.
    fn duties(&mut self) -> Vec<DutyAsked> {
        let mut duties = Vec::new();
        for at in rows(self.filled) {
            let (what, sum) = (format!("items[{at}].name"), format!("items[{at}].amount"));
            let (name, amount_vnd) = (self.one(&what).to_owned(), amount(self.one(&sum)));
            if name.is_empty() {
                self.wrong(what);
            }
            if amount_vnd.is_none() {
                self.wrong(sum);
            }
            duties.push(DutyAsked { name, amount_vnd: amount_vnd.unwrap_or(0) });
        }
        duties
    }
}

/// Places of the rows of a notice that hold something, from 0.
pub fn rows(filled: &Filled) -> Vec<usize> {
    let holds = |at: &usize| {
        let part = |part: &str| !filled.one(&format!("items[{at}].{part}")).trim().is_empty();
        part("name") || part("amount")
    };
    (0..DUTY_ITEMS).filter(holds).collect()
}

/// What was filled in, as the act takes it; else the fields that must be filled in rightly.
pub fn body(action: Action, filled: &Filled, dossier: &Dossier) -> Result<Body, Vec<String>> {
    let mut reader = Reader { filled, wrong: Vec::new() };
    let mut body = plain(&mut reader, action);
    match action {
        Action::Consult => consult(&mut reader, &mut body),
        Action::Reply => {
            body.consultation = reader.one("consultation").parse().ok();
            reader.need_some(body.opinion.as_ref(), "opinion");
        }
        Action::RecordOpinion => {
            body.consultation = reader.one("consultation").parse().ok();
            reader.need_some(body.consultation.as_ref(), "consultation");
            reader.need_some(body.opinion.as_ref(), "opinion");
            reader.need("document");
            reader.need_day(body.date, "date");
            body.components = reader.scan();
        }
        Action::AttachResult => body.components = reader.scan(),
        Action::RequestPayment => {
            body.duties = reader.duties();
            reader.need("payee");
            reader.need("notice");
        }
        Action::RecordPayment => record_payment(&mut reader, &mut body),
        Action::VoidPayment => void_payment(&mut reader, &mut body, dossier),
        Action::Apologise | Action::ChangeDueDate => {
            reader.need_day(body.due, "due");
            reader.need("reason");
        }
        Action::Propose => {
            reader.need_some(body.outcome.as_ref(), "outcome");
            reader.need("text");
            reader.need_if_asked("office");
        }
        Action::Sign => reader.need_some(body.method.as_ref(), "method"),
        Action::Finish => {
            body.register = body.number.is_none();
            reader.need_some(body.outcome.as_ref(), "outcome");
            reader.need("signed_by");
        }
        Action::ReturnResult => reader.need_some(body.proof.as_ref(), "proof"),
        Action::Stop => {
            reader.need_some(body.reason.as_ref(), "kind");
            reader.need_all(&["document", "reason"]);
        }
        Action::ReturnStep => {
            reader.need("reason");
            reader.need_if_asked("step");
        }
        Action::ApproveDueDate => {
            reader.need("approval");
            if reader.one("approval") == "decline" {
                reader.need("reason");
            }
        }
        other => reader.need_all(needed(other)),
    }
    if action == Action::CompleteSupplement {
        complete(&mut reader, &body, dossier);
    }
    if reader.wrong.is_empty() { Ok(body) } else { Err(reader.wrong) }
}

/// Lines that must hold something, of acts that ask for nothing else.
fn needed(action: Action) -> &'static [&'static str] {
    match action {
        Action::Reassign => &["to", "reason"],
        Action::Transfer => &["office", "reason"],
        Action::CorrectResult => &["text", "document", "reason"],
        Action::RevokeResult => &["document", "reason"],
        Action::Withdraw => &["document"],
        Action::Exclude | Action::RequestSupplement => &["basis"],
        Action::Link => &["foreign"],
        Action::Refuse => &["text"],
        _ => &[],
    }
}

/// What any form may carry.
fn plain(reader: &mut Reader<'_>, action: Action) -> Body {
    let one = |name: &str| reader.one(name);
    // What is written beside an act: the draft, the reason, who received; and the letter by which
    // an applicant takes a dossier back.
    let letter = if action == Action::Withdraw { one("document") } else { "" };
    let words = [one("text"), letter, one("receiver"), one("reason"), one("note")];
    let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
    let mut body = Body {
        expected_version: one("expected_version").parse().ok(),
        text: words.join("\n"),
        basis: one("basis").to_owned(),
        again: one("again").to_owned(),
        account: some(one("to")),
        step: one("step").parse().ok(),
        office: some(one("office")),
        document: one("document").to_owned(),
        code: one("foreign").to_owned(),
        number: some(one("number")),
        signed_by: some(one("signed_by")),
        payee: one("payee").to_owned(),
        notice: one("notice").to_owned(),
        opinion: kind::<Opinion>(one("opinion")),
        outcome: kind::<Outcome>(one("outcome")),
        method: kind::<Method>(one("method")),
        means: kind::<Means>(one("means")),
        proof: kind::<Proof>(one("proof")),
        reason: kind::<Reason>(one("kind")),
        silence: kind::<Silence>(one("silence")).unwrap_or_default(),
        authorised: one("authorised") == "yes",
        evidence: some(one("evidence")),
        duty: one("for") == "duty",
        ..Body::default()
    };
    body.until = reader.day("until");
    body.due = reader.day("due");
    body.date = reader.day("date");
    body.sets = reader.sets();
    body.items = reader.items();
    body.components = reader.components();
    body
}

fn consult(reader: &mut Reader<'_>, body: &mut Body) {
    let unit = kind::<Unit>(reader.one("unit"));
    let limit: Option<u32> = reader.one("limit").parse().ok();
    let limit = limit.filter(|it| (1..=LIMIT_MAX).contains(it));
    body.limit = unit.zip(limit).map(|(unit, it)| Span { quantity: Quantity::whole(it), unit });
    if offices(reader.filled).is_empty() {
        reader.wrong("office");
    }
    reader.need("text");
    reader.need_some(limit.as_ref(), "limit");
    reader.need_some(unit.as_ref(), "unit");
    reader.need("silence");
}

/// Every office that a question goes to: those that were ticked, and one outside the register.
pub fn offices(filled: &Filled) -> Vec<String> {
    let mut offices: Vec<String> = filled.all("office").filter_map(some).collect();
    offices.extend(some(filled.one("outside")));
    offices.dedup();
    offices
}

fn record_payment(reader: &mut Reader<'_>, body: &mut Body) {
    let sum = amount(reader.one("amount")).filter(|sum| *sum > 0);
    body.amount_vnd = sum.unwrap_or(0);
    let book = reader.one("book").split_once(' ');
    body.receipt =
        book.map(|(form, series)| Book { form: form.to_owned(), series: series.to_owned() });
    reader.need("for");
    reader.need_some(sum.as_ref(), "amount");
    reader.need_some(body.means.as_ref(), "means");
    if body.receipt.is_none() && body.evidence.is_none() {
        let field = if body.means == Some(Means::Elsewhere) { "evidence" } else { "book" };
        reader.wrong(field);
    }
}

/// The receipt travels unseen, as series and number.
fn void_payment(reader: &mut Reader<'_>, body: &mut Body, dossier: &Dossier) {
    let sent = reader.one("receipt");
    let found = dossier.payments.iter().filter_map(|it| it.payment.receipt.as_ref());
    let receipt = found.into_iter().find(|it| receipt_id(it) == sent);
    body.receipt = receipt.map(|it| Book { form: it.form.clone(), series: it.series.clone() });
    body.receipt_number = receipt.map(|it| it.number);
    reader.need("reason");
}

/// How a receipt travels with its form.
pub fn receipt_id(receipt: &domain::dossier::Receipt) -> String {
    format!("{} {}", receipt.series, receipt.number)
}

/// What came is named where papers were asked for by name.
fn complete(reader: &mut Reader<'_>, body: &Body, dossier: &Dossier) {
    let asked = dossier.open_supplement().map(|it| it.lacks.as_slice()).unwrap_or_default();
    let named = asked.iter().any(|lack| lack.component.is_some());
    if named && body.components.is_empty() {
        reader.wrong("came");
    }
}

/// The field of a form that a place of the rules stands in.
pub fn field_of(action: Action, place: &str, filled: &Filled) -> String {
    if let Some((at, part)) = indexed(place) {
        return match action {
            Action::RequestPayment => {
                let row = rows(filled).get(at).copied().unwrap_or(at);
                let part = if part == "amount_vnd" { "amount" } else { part };
                format!("items[{row}].{part}")
            }
            _ => match (filled.all("lack").nth(at), part) {
                (Some(id), "reason") => format!("reason.{id}"),
                (Some(id), "text" | "") => format!("text.{id}"),
                _ => "lack".to_owned(),
            },
        };
    }
    if place.strip_prefix("components[").is_some_and(|it| it.ends_with("].attachment")) {
        return "file".to_owned();
    }
    if let Some(id) = place.strip_prefix("components[").and_then(|it| it.strip_suffix(']')) {
        return format!("quantity.{id}");
    }
    let field = match (action, place) {
        (Action::Stop, "reason") => "kind",
        (Action::ReturnResult, "text") => "receiver",
        (
            Action::Refuse
            | Action::Consult
            | Action::Reply
            | Action::RecordOpinion
            | Action::Propose
            | Action::CorrectResult,
            "text",
        ) => "text",
        (_, "text") => "reason",
        (_, "amount_vnd") => "amount",
        (_, "receipt.series" | "receipt.form" | "receipt_number") => "book",
        (_, "code") => "foreign",
        (_, "agreed") => "due",
        (_, "components") => "came",
        (Action::RequestPayment, "items") => "items",
        (_, "items") => "lack",
        (_, other) => other,
    };
    field.to_owned()
}

/// The index and the rest of a place such as `items[2].name`.
fn indexed(place: &str) -> Option<(usize, &str)> {
    let (at, rest) = place.strip_prefix("items[")?.split_once(']')?;
    Some((at.parse().ok()?, rest.trim_start_matches('.')))
}
