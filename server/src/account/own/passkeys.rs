//! Adding a passkey to one's own account, and naming it.
//!
//! A script carries the browser's words. It is answered what to do next, or in words why not; where
//! the second factor must be given first it is led there, as a form is.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use domain::StreamId;
use domain::account::{Means, Own};
use page::Text;
use page::own::{Done, Factors, Wrong};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::factors::{PATH, page_of};
use super::{Me, again, me, told};
use crate::account::credential::{self, Credential};
use crate::account::enrol;
use crate::account::errand::{self, PASSKEY_COOKIE, set_cookie};
use crate::account::passkey::{Challenge, Holder, Passkey, Refused, Registration};
use crate::account::proof;
use crate::commit::Error;
use crate::web::client::Client;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The longest name of a passkey, in characters.
pub const LABEL_CHARS_MAX: usize = 60;

/// A passkey that is being made: for whom, in which session, and what it is to be called.
#[derive(Debug, Serialize, Deserialize)]
struct Making {
    account: StreamId,
    session: String,
    label: String,
    challenge: Challenge,
}

/// What a new passkey is to be called.
#[derive(Debug, Deserialize)]
pub struct First {
    #[serde(default)]
    label: String,
}

/// The name of a passkey as it is kept; `None` for one that is empty, too long or not of letters.
fn label(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let fits = (1..=LABEL_CHARS_MAX).contains(&typed.chars().count());
    (fits && !typed.chars().any(char::is_control)).then(|| typed.to_owned())
}

fn unnamed(asked: &Asked) -> String {
    Text::new(asked.language).own_passkey_unnamed(LABEL_CHARS_MAX as u64)
}

/// The session that stands at the gate.
fn session(gate: &Gate) -> Result<String, Problem> {
    let session = gate.caller().session().ok_or_else(Problem::sign_in)?;
    Ok(session.hash.text())
}

/// Why it did not work, for the script to show. A status of errors would make it a whole page.
fn wrong(words: &str) -> Response<Body> {
    Json(json!({ "wrong": words })).into_response()
}

/// `POST /account/factors/passkey/begin`: what the browser needs to make a passkey.
pub async fn begin(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<First>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    // Asked before the authenticator is: nobody touches it twice for a name.
    let Some(label) = label(&sent.form.label) else { return Ok(wrong(&unnamed(&asked))) };
    let place = enrol::passkey_site(&site).ok_or(Missing)?;
    let found = proof::account(&site, &me.account).await?.ok_or_else(Problem::sign_in)?;
    let login = me.person.as_ref().map(enrol::shown_login).unwrap_or_default();
    let (handle, name) = (enrol::handle(&me.account), me.name());
    let holder = Holder { handle, login: &login, name: &name };
    let source = &site.house().source;
    let (now, chance) = (source.machine(), source.chance());
    let (options, challenge) = place.begin_registration(&holder, &found.passkeys(), now, chance);
    let account = me.account.clone();
    let making = Making { account, session: session(&gate)?, label, challenge };
    let cookie = errand::begin(&site, PASSKEY_COOKIE, errand::Kind::NewPasskey, making).await?;
    let mut response = Json(json!({ "options": options })).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// What the script brings.
#[derive(Debug, Deserialize)]
pub struct Made {
    #[serde(default)]
    answer: String,
}

/// `POST /account/factors/passkey`: keeps the passkey that the browser made. Each challenge is
/// answered once, by the account and in the session that it was given to.
pub async fn finish(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    headers: HeaderMap,
    sent: Sent<Made>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let text = Text::new(asked.language);
    let Some(making) = making(&site, &gate, &headers, &me).await? else {
        return Ok(wrong(&text.own_passkey_late()));
    };
    let passkey = match made(&site, &making.challenge, &sent.form.answer) {
        Ok(passkey) => passkey,
        Err(refused) => {
            tracing::warn!(account = %me.account, %refused, "a new passkey was refused");
            return Ok(wrong(&match refused {
                Refused::TooLate => text.own_passkey_late(),
                Refused::Malformed
                | Refused::OtherAct
                | Refused::OtherChallenge
                | Refused::OtherOrigin
                | Refused::OtherSite
                | Refused::OtherPasskey
                | Refused::Absent
                | Refused::Unverified
                | Refused::Algorithm
                | Refused::Signature
                | Refused::Copied
                | Refused::SetAside => text.own_passkey_failed(),
            }));
        }
    };
    if !keep(&site, &me, making.label, passkey).await? {
        return Ok(wrong(&text.own_passkey_known()));
    }
    let mut response = told(PATH, Done::PasskeyAdded);
    response.headers_mut().append(SET_COOKIE, set_cookie(PASSKEY_COOKIE, "", 0));
    Ok(response)
}

/// What this account began in this session, taken away: it is finished once.
async fn making(
    site: &Site,
    gate: &Gate,
    headers: &HeaderMap,
    me: &Me,
) -> Result<Option<Making>, Problem> {
    let Some(key) = errand::key(headers, PASSKEY_COOKIE) else { return Ok(None) };
    let found = errand::finish::<Making>(site, key, errand::Kind::NewPasskey).await?;
    let session = session(gate)?;
    Ok(found.filter(|making| making.account == me.account && making.session == session))
}

fn made(site: &Site, challenge: &Challenge, answer: &str) -> Result<Passkey, Refused> {
    let answer: Registration = serde_json::from_str(answer).map_err(|_| Refused::Malformed)?;
    let place = enrol::passkey_site(site).ok_or(Refused::OtherSite)?;
    place.finish_registration(challenge, &answer, site.house().source.machine())
}

/// Keeps a new passkey and tells it; answers whether it was new.
async fn keep(site: &Site, me: &Me, label: String, passkey: Passkey) -> Result<bool, Problem> {
    let secret = serde_json::to_string(&passkey).map_err(|source| Problem::bug(&source))?;
    let once = proof::once(site, Means::Passkey, secret);
    let (id, account) = (passkey.id, me.account.clone());
    let kept = Credential { id: id.clone(), label, ..once };
    // Kept first, for the row says whether some account has it; what cannot be told goes again.
    let add = move |tx: &mut db::Tx<'_>| credential::add_passkey(tx, &account, &kept);
    if !site.door().work(add).await? {
        return Ok(false);
    }
    let secure = Own::Secure { means: Means::Passkey, id: id.clone() };
    if let Err(error) = me.tell(site, secure, None).await {
        forget(site, me, id).await?;
        return Err(error.into());
    }
    Ok(true)
}

async fn forget(site: &Site, me: &Me, id: String) -> Result<(), Error> {
    let account = me.account.clone();
    let remove = move |tx: &mut db::Tx<'_>| credential::remove(tx, &account, Means::Passkey, &id);
    site.door().work(remove).await
}

/// A passkey and what it is to be called from now on.
#[derive(Debug, Deserialize)]
pub struct Named {
    id: String,
    label: String,
}

/// `POST /account/factors/passkey/name`: gives a passkey another name.
pub async fn name(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    client: Client,
    sent: Sent<Named>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let Some(label) = label(&sent.form.label) else {
        let wrong = vec![Wrong { target: "factors", text: unnamed(&asked) }];
        let page = Factors { wrong, ..page_of(&site, &asked, &client, &me).await? };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let (account, id) = (me.account.clone(), sent.form.id);
    let name = move |tx: &mut db::Tx<'_>| credential::name_passkey(tx, &account, &id, &label);
    match site.door().work(name).await? {
        true => Ok(told(PATH, Done::PasskeyNamed)),
        false => Err(Missing.into()),
    }
}
