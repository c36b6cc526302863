//! Setting an account up with a one-time code: the first administrator's, or one that an
//! administrator or operator has opened.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::account::{self, Act, Means, Own, Person, Post};
use domain::event::Actor;
use page::sign_in::{Field, Kind, Sheet, Step};
use serde::{Deserialize, Serialize};

use super::super::errand::{self, COOKIE};
use super::super::password::Password;
use super::super::set_up::{self, Opens};
use super::super::{attempt, enrol, message, proof, session};
use super::factor::problem;
use super::visit::{Told, Visit};
use crate::commit::{Error, Request};
use crate::office::store::OPEN_OFFICES;
use crate::web::Problem;
use crate::web::sent::Sent;

/// The role of the first administrator.
const FIRST_ROLE: &str = "system-admin";
/// The lane in which set-up codes are guessed, each address for itself.
const LANE: &str = "set-up code";
/// Offices to choose from, at most.
const OFFICES_MAX: i64 = 1000;

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    code: String,
    name: String,
    login: String,
    office: String,
    position: String,
    password: String,
}

/// A right code, until the account is ready.
#[derive(Debug, Serialize, Deserialize)]
struct Founding {
    hash: Vec<u8>,
    opens: Opens,
}

/// What is wrong with each box.
#[derive(Debug, Default)]
struct Faults {
    name: Option<String>,
    login: Option<String>,
    office: Option<String>,
    position: Option<String>,
    password: Option<String>,
}

fn code_sheet(visit: &Visit) -> Sheet {
    let text = visit.text();
    let (problem, next) = (None, String::new());
    let fields = vec![Field::new("code", Kind::PaperCode, text.set_up_code())];
    let others = vec![("/sign-in", text.sign_in())];
    Sheet { step: Step::SetUp, next, problem, fields, others, passkey: false, provider: None }
}

/// `GET /set-up`
pub(super) async fn show(visit: Visit) -> Response<Body> {
    visit.page(StatusCode::OK, &code_sheet(&visit))
}

/// `POST /set-up`
pub(super) async fn send(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let guess = attempt::admit_here(&visit.site, LANE, visit.client.address).await?;
    let guess = match guess {
        Ok(guess) => guess,
        Err(wait) => {
            let told = visit.told(proof::Doubt::Wait(wait.until))?;
            return Ok(visit.refused(told, code_sheet(&visit)));
        }
    };
    let (hash, now) = (set_up::hash(&sent.form.code), visit.site.house().source.machine());
    let asked = hash.clone();
    let read = visit.site.house().db.read(move |tx| set_up::find(tx, &asked, now));
    let Some(opens) = read.await? else {
        tracing::warn!(address = %visit.client.address, "a set-up code was not right");
        return Ok(visit.refused(Told::wrong(visit.text().sign_in_wrong()), code_sheet(&visit)));
    };
    guess.was_right(&visit.site).await?;
    visit.begin(errand::Kind::Founding, Founding { hash, opens }, "/set-up/account").await
}

async fn founding(visit: &Visit) -> Result<Option<Founding>, Problem> {
    let kind = errand::Kind::Founding;
    let found = errand::of::<Founding>(&visit.site, &visit.headers, COOKIE, kind).await?;
    Ok(found.map(|(_, founding)| founding))
}

fn begin_anew() -> Response<Body> {
    Redirect::to("/set-up").into_response()
}

/// `GET /set-up/account`
pub(super) async fn show_account(visit: Visit) -> Result<Response<Body>, Problem> {
    let Some(founding) = founding(&visit).await? else { return Ok(begin_anew()) };
    let page = sheet(&visit, &founding.opens, &Form::default(), Faults::default()).await?;
    Ok(visit.page(StatusCode::OK, &page))
}

async fn sheet(
    visit: &Visit,
    opens: &Opens,
    form: &Form,
    faults: Faults,
) -> Result<Sheet, Problem> {
    let text = visit.text();
    let (step, mut fields) = match opens {
        Opens::First(_) => (Step::First, first_fields(visit, form, &faults).await?),
        Opens::Account(_) => (Step::Ready, Vec::new()),
    };
    let password = Field::new("password", Kind::NewPassword, text.password_new());
    fields.push(password.hint(text.password_new_hint()).error(faults.password));
    let (problem, next, others) = (None, String::new(), Vec::new());
    Ok(Sheet { step, next, problem, fields, others, passkey: false, provider: None })
}

async fn first_fields(visit: &Visit, form: &Form, faults: &Faults) -> Result<Vec<Field>, Problem> {
    let text = visit.text();
    Ok(vec![
        Field::new("name", Kind::Name, text.name_whole())
            .value(&form.name)
            .error(faults.name.clone()),
        Field::new("login", Kind::Login, text.sign_in_login())
            .hint(text.set_up_login_hint())
            .value(&form.login)
            .error(faults.login.clone()),
        Field::new("office", Kind::Choice, text.set_up_office())
            .choices(offices(visit).await?)
            .value(&form.office)
            .error(faults.office.clone()),
        Field::new("position", Kind::Line, text.set_up_position())
            .value(&form.position)
            .error(faults.position.clone()),
    ])
}

/// Offices of today, by code and name.
async fn offices(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let values = [visit.site.law_now().date().to_string().into(), OFFICES_MAX.into()];
    let read = visit.site.house().db.read(move |tx| {
        let rows = tx.rows(&OPEN_OFFICES, &values)?;
        let office = |row: &db::Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
        rows.iter().map(office).collect::<Result<Vec<_>, db::Error>>()
    });
    Ok(read.await?)
}

/// `POST /set-up/account`
pub(super) async fn send_account(
    visit: Visit,
    sent: Sent<Form>,
) -> Result<Response<Body>, Problem> {
    let form = sent.form;
    let Some(Founding { hash, opens }) = founding(&visit).await? else { return Ok(begin_anew()) };
    if let Some(faults) = faults(&visit, &opens, &form).await? {
        let page = sheet(&visit, &opens, &form, faults).await?;
        return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let (asked, now) = (hash.clone(), visit.site.house().source.machine());
    if !visit.site.door().work(move |tx| set_up::spend(tx, &asked, now)).await? {
        let told = Told::wrong(visit.text().set_up_used());
        return Ok(visit.refused(told, code_sheet(&visit)));
    }
    let id = match &opens {
        Opens::Account(id) => id.clone(),
        Opens::First(made_at) => match open_first(&visit, &form).await {
            Ok(id) => id,
            Err(error) => {
                let made_at = *made_at;
                let back = move |tx: &mut db::Tx<'_>| set_up::give_back(tx, &hash, made_at);
                visit.site.door().work(back).await?;
                return first_refused(&visit, &opens, &form, error).await;
            }
        },
    };
    make_ready(&visit, &id, &form.password).await
}

/// Sets the password, ends whatever was open before, and goes on to the second factor.
async fn make_ready(
    visit: &Visit,
    id: &StreamId,
    password: &str,
) -> Result<Response<Body>, Problem> {
    proof::keep_password(&visit.site, id, password).await.map_err(problem)?;
    enrol::tell(&visit.site, id, Own::SetPassword).await?;
    let ended = id.clone();
    visit.site.door().work(move |tx| session::end_all(tx, &ended, None)).await?;
    let found = proof::account(&visit.site, id).await?;
    let found = found.ok_or_else(|| Problem::bug(&"an account that was set up is not there"))?;
    visit.first_proof(&found, vec![Means::SetUp, Means::Password], "/").await
}

/// What is wrong with the form; nothing when it can be carried out.
async fn faults(visit: &Visit, opens: &Opens, form: &Form) -> Result<Option<Faults>, Problem> {
    let text = visit.text();
    let person = match opens {
        Opens::First(_) => {
            Person { name: form.name.clone(), login: Some(form.login.clone()), ..Person::default() }
        }
        Opens::Account(id) => message::person(&visit.site, id).await?.unwrap_or_default(),
    };
    let login = person.login.clone().unwrap_or_default();
    let province = &visit.site.province().terms.name;
    let names = [person.name.as_str(), login.as_str(), form.office.as_str(), province];
    let weakness = Password::new(&form.password).weakness(&names);
    let mut faults =
        Faults { password: weakness.map(|weakness| weakness.sentence(text)), ..Faults::default() };
    if matches!(opens, Opens::First(_)) {
        let missing =
            |typed: &str| !(1..=account::TEXT_LENGTH_MAX).contains(&typed.trim().chars().count());
        faults.name = missing(&form.name).then(|| text.name_missing());
        faults.login = (!is_login(form.login.trim())).then(|| text.login_missing());
        faults.office = missing(&form.office).then(|| text.office_missing());
        faults.position = missing(&form.position).then(|| text.position_missing());
    }
    let all = [&faults.name, &faults.login, &faults.office, &faults.position, &faults.password];
    let any = all.into_iter().any(Option::is_some);
    Ok(any.then_some(faults))
}

/// Whether a text can be a login: it must not look like anything else that one is found by.
pub(crate) fn is_login(text: &str) -> bool {
    let letters = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
    };
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    (3..=60).contains(&text.len()) && text.bytes().all(letters) && begins
}

/// Opens the account of the first administrator, with its post. The code stands for the operator,
/// who alone may do so.
async fn open_first(visit: &Visit, form: &Form) -> Result<StreamId, Error> {
    let person = Person {
        name: form.name.split_whitespace().collect::<Vec<_>>().join(" "),
        login: Some(form.login.trim().to_owned()),
        ..Person::default()
    };
    let keys = visit.site.porter().secret(visit.site.house())?.keys(&person);
    let tell = async |command| {
        let (actor, command) = (Actor::administrator(), domain::Command::Account(command));
        visit.site.door().commit(Request { actor, command, key: None }).await
    };
    let kind = account::Kind::Staff;
    let opened = tell(account::Command::Open { kind, keys, person }).await?;
    let id = opened.events.first().map(|event| event.stream.clone());
    let id = id.ok_or_else(|| Error::Damaged("an opening told nothing".to_owned()))?;
    let post = Post {
        office: form.office.clone(),
        position: form.position.trim().to_owned(),
        roles: vec![FIRST_ROLE.to_owned()],
        from: visit.site.law_now().date(),
        to: None,
        deputy_of: None,
        scopes: Vec::new(),
    };
    let appointed = tell(account::Command::On { account: id.clone(), act: Act::Appoint(post) });
    if let Err(error) = appointed.await {
        // What has no post is of no use to anybody, and must not keep the login.
        let close = Act::Forget {
            ground: "set-up".to_owned(),
            kept_days: 0,
            dossier_days: None,
            records: Vec::new(),
        };
        tell(account::Command::On { account: id, act: close }).await?;
        return Err(error);
    }
    Ok(id)
}

async fn first_refused(
    visit: &Visit,
    opens: &Opens,
    form: &Form,
    error: Error,
) -> Result<Response<Body>, Problem> {
    let text = visit.text();
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    let mut faults = Faults::default();
    match refusal {
        domain::Refusal::KeyTaken(_) => faults.login = Some(text.login_taken()),
        domain::Refusal::UnknownOffice(_) | domain::Refusal::NotInForce { .. } => {
            faults.office = Some(text.office_missing());
        }
        other => return Err(Error::Refused(other).into()),
    }
    let page = sheet(visit, opens, form, faults).await?;
    Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}
