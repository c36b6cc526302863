//! Passkeys: instead of a password, as the second factor, and once more before an act.
//!
//! A script carries the browser's words; without it the button is not shown.

use axum::Json;
use axum::body::Body;
use axum::http::Response;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use domain::access::Factor;
use domain::account::{Means, Own};
use domain::{Refusal, StreamId};
use serde::{Deserialize, Serialize};

use super::super::credential::{self, Credential};
use super::super::errand::{self, COOKIE, PASSKEY_COOKIE, set_cookie};
use super::super::message;
use super::super::passkey::{
    Challenge, Passkey, Refused, SignIn, Site as PasskeySite, Verification,
};
use super::super::proof::{self, Found};
use super::super::{enrol, sign_in};
use super::again::own;
use super::next::own_path;
use super::visit::{Pending, Visit};
use crate::commit::Error;
use crate::outbox::{Pen, Words};
use crate::web::sent::Sent;
use crate::web::{Missing, Problem};

/// What a passkey is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Use {
    /// Signing in; the authenticator says who it is.
    Choose,
    /// A proof of an account that is known: the second factor, or once more.
    Own,
}

/// What the script sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    r#use: Use,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    next: String,
}

/// A challenge with what it is for.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    challenge: Challenge,
    r#use: Use,
}

fn place(visit: &Visit) -> Result<PasskeySite, Problem> {
    Ok(enrol::passkey_site(&visit.site).ok_or(Missing)?)
}

/// Who is to prove it: whoever has a session, else whoever gave a password in this browser.
async fn owner(visit: &Visit) -> Result<Found, Problem> {
    if visit.asked.caller.session().is_some() {
        return Ok(own(visit).await?.1);
    }
    let kind = errand::Kind::Factor;
    let found = errand::of::<Pending>(&visit.site, &visit.headers, COOKIE, kind).await?;
    let (_, pending) = found.ok_or_else(Problem::sign_in)?;
    let account = proof::account(&visit.site, &pending.account).await?;
    account.ok_or_else(Problem::sign_in)
}

/// `POST /sign-in/passkey/begin`
pub(super) async fn begin(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let (place, used) = (place(&visit)?, sent.form.r#use);
    let source = &visit.site.house().source;
    let (now, chance) = (source.machine(), source.chance());
    let asked = Verification::Required;
    let (options, challenge) = match used {
        Use::Choose => place.begin_sign_in(None, asked, now, chance),
        Use::Own => {
            let found = owner(&visit).await?;
            let known = found.passkeys();
            let account = Some((enrol::handle(&found.id), known.as_slice()));
            place.begin_sign_in(account, asked, now, chance)
        }
    };
    let kind = errand::Kind::Passkey;
    let kept = Asked { challenge, r#use: used };
    let cookie = errand::begin(&visit.site, PASSKEY_COOKIE, kind, kept).await?;
    let mut response = Json(options).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /sign-in/passkey`
pub(super) async fn finish(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let form = sent.form;
    let key = errand::key(&visit.headers, PASSKEY_COOKIE).ok_or_else(Problem::sign_in)?;
    let asked = errand::finish::<Asked>(&visit.site, key, errand::Kind::Passkey).await?;
    let asked = asked.filter(|asked| asked.r#use == form.r#use).ok_or_else(Problem::sign_in)?;
    let answer: SignIn = serde_json::from_str(&form.answer).map_err(|_| Problem::sign_in())?;
    let found = match form.r#use {
        Use::Own => owner(&visit).await?,
        Use::Choose => chosen(&visit, &answer).await?,
    };
    believe(&visit, &found, &asked.challenge, &answer).await?;
    let mut response = match form.r#use {
        Use::Choose => enter(&visit, &found, vec![Means::Passkey], &form.next).await?,
        Use::Own if visit.asked.caller.session().is_some() => again(&visit, &form.next).await?,
        Use::Own => second(&visit, &found).await?,
    };
    response.headers_mut().append(SET_COOKIE, set_cookie(PASSKEY_COOKIE, "", 0));
    Ok(response)
}

/// The account that the authenticator names.
async fn chosen(visit: &Visit, answer: &SignIn) -> Result<Found, Problem> {
    let handle = answer.handle().and_then(|bytes| String::from_utf8(bytes).ok());
    let id = StreamId::stored(handle.ok_or_else(Problem::sign_in)?);
    let found = proof::account(&visit.site, &id).await?;
    let found = found.filter(|found| !visit.is_shut_out(found, &[Means::Passkey]));
    found.ok_or_else(Problem::sign_in)
}

/// Believes the answer, and keeps how often the passkey has signed. A copied one is set aside.
async fn believe(
    visit: &Visit,
    found: &Found,
    challenge: &Challenge,
    answer: &SignIn,
) -> Result<(), Problem> {
    let now = visit.site.house().source.machine();
    let known = found.passkeys().into_iter().find(|known| known.id == answer.id);
    let known = known.filter(|_| found.is_open()).ok_or_else(Problem::sign_in)?;
    let handle = enrol::handle(&found.id);
    let signed = place(visit)?.finish_sign_in(challenge, (handle, &known), answer, now);
    let after = match signed {
        Ok(after) => after,
        Err(refused) => {
            tracing::warn!(account = %found.id, %refused, "a passkey was refused");
            if refused == Refused::Copied {
                set_aside(visit, found, &known).await?;
            }
            return Err(Problem::sign_in());
        }
    };
    let kept = found.credentials.iter().find(|it| it.id == known.id);
    let kept = kept.ok_or_else(Problem::sign_in)?.clone();
    let secret = serde_json::to_string(&after).map_err(|source| Problem::bug(&source))?;
    let after = Credential { secret, used_at: Some(now), ..kept.clone() };
    match proof::replace(&visit.site, &found.id, kept, after).await? {
        true => Ok(()),
        // Its owner has taken it away, or it was used elsewhere at this very moment.
        false => Err(Problem::sign_in()),
    }
}

/// Takes a copied passkey away, and tells its owner. An officer's last second factor stays and
/// opens nothing: without any, the password alone would set up another.
async fn set_aside(visit: &Visit, found: &Found, known: &Passkey) -> Result<(), Problem> {
    let (account, id) = (found.id.clone(), known.id.clone());
    let gone = Own::Unsecure { means: Means::Passkey, id: id.clone() };
    let is_gone = match enrol::tell(&visit.site, &account, gone).await {
        Ok(()) => true,
        Err(Error::Refused(Refusal::LastFactor)) => false,
        Err(error) => return Err(error.into()),
    };
    let aside = known.set_aside();
    let secret = serde_json::to_string(&aside).map_err(|source| Problem::bug(&source))?;
    let kept = found.credentials.iter().find(|it| it.id == id).cloned();
    let pen = Pen::of(&visit.site)?;
    let work = move |tx: &mut db::Tx<'_>| {
        match kept {
            Some(kept) if !is_gone => {
                credential::put(tx, &account, &Credential { secret, ..kept })?;
            }
            Some(_) | None => credential::remove(tx, &account, Means::Passkey, &id)?,
        }
        message::warn(tx, pen, &account, Words::PasskeyCopied)
    };
    Ok(visit.site.door().work(work).await?)
}

async fn enter(
    visit: &Visit,
    found: &Found,
    means: Vec<Means>,
    next: &str,
) -> Result<Response<Body>, Problem> {
    let mut response = led(&own_path(next));
    visit.enter(&found.id, means, Factor::Two, response.headers_mut()).await?;
    Ok(response)
}

/// The second factor after a password.
async fn second(visit: &Visit, found: &Found) -> Result<Response<Body>, Problem> {
    let key = errand::key(&visit.headers, COOKIE).ok_or_else(Problem::sign_in)?;
    let pending = errand::finish::<Pending>(&visit.site, key, errand::Kind::Factor).await?;
    let pending = pending.ok_or_else(Problem::sign_in)?;
    let means = pending.means.into_iter().chain([Means::Passkey]).collect();
    enter(visit, found, means, &pending.next).await
}

/// Once more before an act: a new session.
async fn again(visit: &Visit, next: &str) -> Result<Response<Body>, Problem> {
    let (session, _) = own(visit).await?;
    let proven = (vec![Means::Passkey], Factor::Fresh);
    let cookie = sign_in::step_up(&visit.site, &session, proven, visit.origin()).await?;
    let mut response = led(&own_path(next));
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// Where the script goes on.
fn led(next: &str) -> Response<Body> {
    Json(serde_json::json!({ "next": next })).into_response()
}
