//! Signing in by a code to a telephone or a mailbox, for citizens while the rules allow it.

use axum::body::Body;
use axum::extract::Query;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::account::{self, Means};
use page::sign_in::{Field, Kind, Sheet, Step};
use serde::{Deserialize, Serialize};

use super::super::contact::Contact;
use super::super::errand;
use super::super::one_time::Purpose;
use super::super::proof::{self, Found};
use super::next::{Wanted, own_path};
use super::sent;
use super::visit::{Told, Visit};
use crate::outbox::{Letter, Words};
use crate::web::Problem;
use crate::web::sent::Sent;

/// What the forms send.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    contact: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// Who shall sign in by a code; nobody where the contact has no account.
#[derive(Debug, Serialize, Deserialize)]
struct Waits {
    account: Option<StreamId>,
    next: String,
}

fn ask(visit: &Visit, next: &str, typed: &str) -> Sheet {
    let text = visit.text();
    let field = Field::new("contact", Kind::Contact, text.register_contact()).value(typed);
    Sheet {
        step: Step::Code,
        next: own_path(next),
        problem: None,
        fields: vec![field],
        others: vec![("/sign-in", text.sign_in())],
        passkey: false,
        provider: None,
    }
}

fn answer_sheet(visit: &Visit) -> Sheet {
    let text = visit.text();
    Sheet {
        step: Step::CodeAnswer,
        next: String::new(),
        problem: None,
        fields: vec![Field::new("code", Kind::Code, text.code_digits())],
        others: vec![("/sign-in/code", text.code_anew())],
        passkey: false,
        provider: None,
    }
}

/// `GET /sign-in/code`
pub(super) async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> Response<Body> {
    visit.barred().unwrap_or_else(|| visit.page(StatusCode::OK, &ask(&visit, &wanted.next, "")))
}

/// `POST /sign-in/code`
pub(super) async fn send(visit: Visit, form: Sent<Form>) -> Result<Response<Body>, Problem> {
    let Form { contact: typed, next, .. } = form.form;
    if let Some(page) = visit.barred() {
        return Ok(page);
    }
    let page = ask(&visit, &next, &typed);
    let Some(contact) = Contact::parse(&typed) else {
        return Ok(visit.refused(Told::wrong(visit.text().register_contact_wrong()), page));
    };
    if let Some(words) = sent::uncarried(&visit, &contact) {
        return Ok(visit.refused(Told::wrong(words), page));
    }
    let found = proof::named(&visit.site, contact.text()).await?.filter(is_citizen);
    let found = match sent::admit_code(&visit, &contact, found.as_ref()).await {
        Ok(may_be_sent) => found.filter(|_| may_be_sent),
        Err(doubt) => return Ok(visit.refused(visit.told(doubt)?, page)),
    };
    let (code, way) = sent::draw(&visit, Purpose::SignIn);
    // Whether or not there is an account, the answer is the same.
    let letter = Letter::new(&visit.site, &contact, Words::SignIn(code), visit.asked.language)?;
    let letter = found.is_some().then_some(letter);
    let waits = Waits { account: found.map(|found| found.id), next: own_path(&next) };
    let on = (letter, "/sign-in/code/answer");
    sent::begin(&visit, errand::Kind::Code, way, waits, on).await
}

/// Officers do not sign in by what is sent.
fn is_citizen(found: &Found) -> bool {
    let of_citizens = match found.state.kind {
        account::Kind::Citizen | account::Kind::Organisation => true,
        account::Kind::Staff | account::Kind::Integration => false,
    };
    of_citizens && found.is_open()
}

/// `GET /sign-in/code/answer`
pub(super) async fn show_answer(visit: Visit) -> Result<Response<Body>, Problem> {
    Ok(match sent::waits::<Waits>(&visit, errand::Kind::Code).await? {
        true => visit.page(StatusCode::OK, &answer_sheet(&visit)),
        false => Redirect::to("/sign-in/code").into_response(),
    })
}

/// `POST /sign-in/code/answer`
pub(super) async fn answer(visit: Visit, form: Sent<Form>) -> Result<Response<Body>, Problem> {
    let (kind, typed) = (errand::Kind::Code, &form.form.code);
    let waits: Option<Waits> = sent::answer(&visit, kind, Purpose::SignIn, typed).await?;
    let wrong = || Told::wrong(visit.text().sign_in_wrong());
    let Some(Waits { account: Some(id), next }) = waits else {
        tracing::warn!(address = %visit.client.address, "a sent code was not right");
        return Ok(visit.refused(wrong(), answer_sheet(&visit)));
    };
    let found = proof::account(&visit.site, &id).await?.filter(is_citizen);
    match found {
        Some(found) => visit.first_proof(&found, vec![Means::Code], &next).await,
        None => Ok(visit.refused(wrong(), answer_sheet(&visit))),
    }
}
