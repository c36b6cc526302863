//! A citizen's own account, while the rules allow one: who it is, and a code to the contact.
//!
//! Nobody learns here whether a contact has an account: the page is the same, and the message
//! says it to whoever reads what is sent there.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::account::{self, Means, Own, Person};
use domain::event::Actor;
use page::sign_in::{Field, Kind, Sheet, Step};
use serde::{Deserialize, Serialize};

use super::super::contact::Contact;
use super::super::errand;
use super::super::one_time::Purpose;
use super::super::password::Password;
use super::super::{enrol, proof};
use super::factor::problem;
use super::sent;
use super::visit::{Told, Visit};
use crate::commit::{Error, Request};
use crate::outbox::{Letter, Words};
use crate::web::Problem;
use crate::web::sent::Sent;

/// Where a person's own words are sealed for, until the code came.
const PLACE: &str = "errand register";
/// The most characters of a passport's number.
const PASSPORT_CHARACTERS_MAX: usize = 20;

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    name: String,
    identity_type: String,
    identity_number: String,
    contact: String,
    password: String,
    code: String,
}

/// Who waits to be registered: sealed, for nothing of it is told yet.
#[derive(Debug, Serialize, Deserialize)]
struct Waits {
    sealed: String,
    password: String,
    /// Whether the contact belongs to somebody already.
    known: bool,
}

/// What is wrong with each box.
#[derive(Debug, Default)]
struct Faults {
    name: Option<String>,
    number: Option<String>,
    contact: Option<String>,
    password: Option<String>,
}

fn sheet(visit: &Visit, form: &Form, faults: Faults) -> Sheet {
    let text = visit.text();
    let kinds = [
        ("citizen_id", text.register_citizen_id()),
        ("cmnd", text.register_cmnd()),
        ("passport", text.register_passport()),
    ];
    let kinds = kinds.map(|(id, name)| (id.to_owned(), name)).into();
    let fields = vec![
        Field::new("name", Kind::Name, text.name_whole()).value(&form.name).error(faults.name),
        Field::new("identity_type", Kind::Choice, text.register_identity())
            .value(&form.identity_type)
            .choices(kinds),
        Field::new("identity_number", Kind::Line, text.register_number())
            .value(&form.identity_number)
            .error(faults.number),
        Field::new("contact", Kind::Contact, text.register_contact())
            .hint(text.register_contact_hint())
            .value(&form.contact)
            .error(faults.contact),
        Field::new("password", Kind::NewPassword, text.sign_in_password())
            .hint(text.password_new_hint())
            .error(faults.password),
    ];
    let others = vec![("/sign-in", text.sign_in())];
    let (problem, next) = (None, String::new());
    Sheet { step: Step::Register, next, problem, fields, others, passkey: false, provider: None }
}

fn code_sheet(visit: &Visit) -> Sheet {
    let text = visit.text();
    Sheet {
        step: Step::RegisterCode,
        next: String::new(),
        problem: None,
        fields: vec![Field::new("code", Kind::Code, text.code_digits())],
        others: vec![("/register", text.code_anew())],
        passkey: false,
        provider: None,
    }
}

/// Reads the form, or says what is wrong with it.
fn read(visit: &Visit, form: &Form) -> Result<(Person, Contact), Faults> {
    let text = visit.text();
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let short = (1..=account::TEXT_LENGTH_MAX).contains(&name.chars().count());
    let number = number(&form.identity_type, &form.identity_number);
    let contact = Contact::parse(&form.contact);
    let province = &visit.site.province().terms.name;
    let names = [name.as_str(), form.contact.as_str(), form.identity_number.as_str(), province];
    let weakness = Password::new(&form.password).weakness(&names);
    let faults = Faults {
        name: (!short).then(|| text.name_missing()),
        number: number.is_none().then(|| text.register_number_wrong()),
        contact: match &contact {
            Some(contact) => sent::uncarried(visit, contact),
            None => Some(text.register_contact_wrong()),
        },
        password: weakness.map(|weakness| weakness.sentence(text)),
    };
    let whole = (number, contact, &faults.name, &faults.contact, weakness);
    let (Some(number), Some(contact), None, None, None) = whole else { return Err(faults) };
    let (email, phone) = match &contact {
        Contact::Mail(mail) => (Some(mail.clone()), None),
        Contact::Phone(phone) => (None, Some(phone.clone())),
    };
    let identity_type = Some(form.identity_type.clone());
    let identity_number = Some(number);
    Ok((
        Person { name, email, phone, identity_type, identity_number, ..Person::default() },
        contact,
    ))
}

/// The number of an identity paper, without spaces.
fn number(kind: &str, typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match kind {
        "citizen_id" => digits && plain.len() == 12,
        "cmnd" => digits && matches!(plain.len(), 9 | 12),
        "passport" => {
            let letters = plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
            letters && (6..=PASSPORT_CHARACTERS_MAX).contains(&plain.len())
        }
        _ => false,
    };
    fits.then(|| plain.to_ascii_uppercase())
}

/// `GET /register`
pub(super) async fn show(visit: Visit) -> Response<Body> {
    let page = || visit.page(StatusCode::OK, &sheet(&visit, &Form::default(), Faults::default()));
    visit.barred().unwrap_or_else(page)
}

/// `POST /register`
pub(super) async fn send(visit: Visit, form: Sent<Form>) -> Result<Response<Body>, Problem> {
    let form = form.form;
    if let Some(page) = visit.barred() {
        return Ok(page);
    }
    let (person, contact) = match read(&visit, &form) {
        Ok(read) => read,
        Err(faults) => {
            let page = sheet(&visit, &form, faults);
            return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    if let Err(doubt) = sent::admit(&visit, &contact).await {
        return Ok(visit.refused(visit.told(doubt)?, sheet(&visit, &form, Faults::default())));
    }
    let known = proof::named(&visit.site, contact.text()).await?.is_some();
    let (code, way) = sent::draw(&visit, Purpose::Contact);
    let words = if known { Words::HasAccount } else { Words::Confirm(code) };
    let letter = Letter::new(&visit.site, &contact, words, visit.asked.language)?;
    let password = proof::hash(&visit.site, &form.password).await.map_err(problem)?;
    let text = serde_json::to_string(&person).map_err(|source| Problem::bug(&source))?;
    let chance = visit.site.house().source.chance();
    let sealed = visit.site.porter().secret(visit.site.house())?.seal(PLACE, &text, chance);
    let waits = Waits { sealed, password, known };
    let on = (Some(letter), "/register/code");
    sent::begin(&visit, errand::Kind::Register, way, waits, on).await
}

/// `GET /register/code`
pub(super) async fn show_code(visit: Visit) -> Result<Response<Body>, Problem> {
    Ok(match sent::waits::<Waits>(&visit, errand::Kind::Register).await? {
        true => visit.page(StatusCode::OK, &code_sheet(&visit)),
        false => Redirect::to("/register").into_response(),
    })
}

/// `POST /register/code`
pub(super) async fn answer(visit: Visit, form: Sent<Form>) -> Result<Response<Body>, Problem> {
    let (kind, purpose) = (errand::Kind::Register, Purpose::Contact);
    let waits: Option<Waits> = sent::answer(&visit, kind, purpose, &form.form.code).await?;
    let Some(waits) = waits.filter(|waits| !waits.known) else {
        tracing::warn!(address = %visit.client.address, "a sent code was not right");
        return Ok(visit.refused(Told::wrong(visit.text().sign_in_wrong()), code_sheet(&visit)));
    };
    let secret = visit.site.porter().secret(visit.site.house())?;
    let person = secret.open(PLACE, &waits.sealed);
    let person = person.and_then(|text| serde_json::from_str::<Person>(&text).ok());
    let person = person.ok_or_else(|| Problem::bug(&"a person who registers cannot be read"))?;
    let id = match open(&visit, account::Kind::Citizen, person).await {
        Ok(id) => id,
        Err(Error::Refused(refusal)) => {
            tracing::warn!(%refusal, "an account was not opened");
            return Ok(
                visit.refused(Told::wrong(visit.text().register_taken()), code_sheet(&visit))
            );
        }
        Err(error) => return Err(error.into()),
    };
    let kept = proof::once(&visit.site, Means::Password, waits.password);
    proof::keep(&visit.site, &id, kept).await?;
    enrol::tell(&visit.site, &id, Own::SetPassword).await?;
    let found = proof::account(&visit.site, &id).await?;
    let found = found.ok_or_else(|| Problem::bug(&"an account that was opened is not there"))?;
    visit.first_proof(&found, vec![Means::Code], "/").await
}

/// Opens an account for a visitor.
pub(super) async fn open(
    visit: &Visit,
    kind: account::Kind,
    person: Person,
) -> Result<StreamId, Error> {
    let keys = visit.site.porter().secret(visit.site.house())?.keys(&person);
    let command = domain::Command::Account(account::Command::Open { kind, keys, person });
    let actor = Actor { id: "visitor".to_owned(), office: String::new() };
    let accepted = visit.site.door().commit(Request { actor, command, key: None }).await?;
    let opened = accepted.events.first().map(|event| event.stream.clone());
    opened.ok_or_else(|| Error::Damaged("an opening told nothing".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_fits_its_paper() {
        for (kind, typed, read) in [
            ("citizen_id", "067 090 000 001", Some("067090000001")),
            ("citizen_id", "06709000000", None),
            ("cmnd", "245000001", Some("245000001")),
            ("cmnd", "24500000a", None),
            ("passport", "c1234567", Some("C1234567")),
            ("passport", "C12", None),
            ("tax_code", "0100000001", None),
            ("", "067090000001", None),
        ] {
            assert_eq!(number(kind, typed).as_deref(), read, "{kind} {typed}");
        }
    }
}
