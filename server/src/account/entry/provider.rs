//! Signing in by an identity provider: out to it, and back.
//!
//! The pair of issuer and subject is the identity. A first visit opens a citizen's account; an
//! account that is there already gets the identity only from inside, after it has signed in.

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::SET_COOKIE;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
use domain::account::{Kind, Means, Own, Person, TEXT_LENGTH_MAX};
use domain::{MachineTime, StreamId};
use page::sign_in::Word;
use serde::{Deserialize, Serialize};

use super::super::errand::{self, COOKIE, set_cookie};
use super::super::oidc::{Ask, Identity, Journey, Returned, SignedIn, state_key};
use super::super::proof::{self, Found};
use super::super::session::{self, Session};
use super::super::token::{self, Token};
use super::super::{enrol, store};
use super::factor::problem;
use super::next::{Wanted, own_path};
use super::register::open;
use super::visit::Visit;
use crate::commit::Error;
use crate::web::caller::cookie;
use crate::web::{Missing, Problem};

/// How an issuer says that two factors were given (RFC 8176).
const TWO_FACTORS: [&str; 5] = ["mfa", "otp", "hwk", "swk", "sc"];
/// Where a provider's token is sealed for.
const PLACE: &str = "provider session";

/// A journey with what comes of it.
#[derive(Debug, Serialize, Deserialize)]
struct Way {
    journey: Journey,
    next: String,
    /// The account that gets the identity; none for a sign-in.
    link: Option<StreamId>,
}

/// `GET /sign-in/provider`
pub(super) async fn begin(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    let client = visit.site.porter().provider().ok_or(Missing)?;
    let link = visit.asked.caller.account().cloned();
    // Whoever is signed in links an identity: only from a page of ours, or another site could
    // link its own identity to the visitor's account.
    let from = visit.headers.get("sec-fetch-site").and_then(|it| it.to_str().ok());
    if link.is_some() && from != Some("same-origin") {
        return Err(Problem::from_elsewhere());
    }
    let source = &visit.site.house().source;
    let browser = Token::new(token::Kind::Link, source.chance()).reveal();
    let (now, chance, value) = (source.machine(), source.chance(), browser.clone());
    let set_out = move || client.begin(&Ask::default(), &value, now, chance);
    let talked = visit.site.porter().talking.run(set_out).await.map_err(|_| Problem::busy())?;
    let (url, journey) = match talked {
        Ok(talked) => talked,
        Err(error) => return Ok(failed(&visit, &error)),
    };
    let (key, ends) = (journey.key().to_owned(), journey.ends());
    let way = Way { journey, next: own_path(&wanted.next), link };
    let kind = errand::Kind::Provider;
    visit.site.door().work(move |tx| errand::put(tx, &key, kind, &way, ends)).await?;
    let mut response = Redirect::to(&url).into_response();
    let seconds = (ends.0 - now.0) / 1_000_000;
    response.headers_mut().append(SET_COOKIE, set_cookie(COOKIE, &browser, seconds));
    Ok(response)
}

fn failed(visit: &Visit, why: &dyn std::fmt::Display) -> Response<Body> {
    tracing::warn!(%why, address = %visit.client.address, "a sign-in by the provider failed");
    visit.page(StatusCode::UNPROCESSABLE_ENTITY, &Word::Failed)
}

/// `GET /sign-in/callback`
pub(super) async fn finish(
    visit: Visit,
    Query(returned): Query<Returned>,
) -> Result<Response<Body>, Problem> {
    let client = visit.site.porter().provider().ok_or(Missing)?;
    let key = state_key(&returned.state);
    let way = errand::finish::<Way>(&visit.site, key, errand::Kind::Provider).await?;
    let Some(Way { journey, next, link }) = way else {
        return Ok(failed(&visit, &"no journey has this state"));
    };
    let browser = cookie(&visit.headers, COOKIE).unwrap_or_default().to_owned();
    let now = visit.site.house().source.machine();
    let come_back = move || client.finish(&journey, &returned, &browser, now);
    let talked = visit.site.porter().talking.run(come_back).await.map_err(|_| Problem::busy())?;
    let signed_in = match talked {
        Ok(signed_in) => signed_in,
        Err(error) => return Ok(failed(&visit, &error)),
    };
    match link {
        Some(account) => link_to(&visit, &account, &signed_in.identity, &next).await,
        None => arrive(&visit, signed_in, &next).await,
    }
}

/// Gives the identity to the account that set out, if it is still the one that is signed in.
async fn link_to(
    visit: &Visit,
    account: &StreamId,
    identity: &Identity,
    next: &str,
) -> Result<Response<Body>, Problem> {
    if visit.asked.caller.account() != Some(account) {
        return Ok(failed(visit, &"another account is signed in"));
    }
    match tell_link(visit, account, identity).await {
        Ok(()) => Ok(Redirect::to(next).into_response()),
        Err(Error::Refused(refusal)) => Ok(failed(visit, &refusal)),
        Err(error) => Err(error.into()),
    }
}

async fn tell_link(visit: &Visit, account: &StreamId, identity: &Identity) -> Result<(), Error> {
    let Identity { issuer, subject, .. } = identity;
    let key = visit.site.porter().secret(visit.site.house())?.link(issuer, subject);
    let link = Own::Link { key, issuer: issuer.clone(), subject: subject.clone() };
    enrol::tell(&visit.site, account, link).await
}

/// Signs in whoever has the identity; a citizen who comes for the first time gets an account.
async fn arrive(visit: &Visit, signed_in: SignedIn, next: &str) -> Result<Response<Body>, Problem> {
    let identity = &signed_in.identity;
    let found = match linked(visit, identity).await? {
        Some(found) => found,
        None => register(visit, identity).await?,
    };
    if !found.is_open() {
        return Ok(failed(visit, &"the account is closed"));
    }
    let two = identity.amr.iter().any(|amr| TWO_FACTORS.contains(&amr.as_str()));
    let officer = found.state.kind == Kind::Staff;
    if !two && (officer || found.has_second_factor()) {
        return visit.first_proof(&found, vec![Means::Provider], next).await;
    }
    let factor = if two { Factor::Two } else { Factor::One };
    let mut response = Redirect::to(next).into_response();
    let headers = response.headers_mut();
    visit.enter(&found.id, vec![Means::Provider], factor, headers).await?;
    keep_token(visit, headers, &signed_in.id_token).await?;
    Ok(response)
}

async fn linked(visit: &Visit, identity: &Identity) -> Result<Option<Found>, Problem> {
    let secret = visit.site.porter().secret(visit.site.house())?;
    let key = secret.link(&identity.issuer, &identity.subject);
    let read = visit.site.house().db.read(move |tx| {
        let row = tx.row(&store::BY_CLAIM, &["account-link".into(), key.into()])?;
        row.map(|row| Ok::<_, db::Error>(StreamId::stored(row.text(0)?))).transpose()
    });
    match read.await? {
        Some(id) => Ok(proof::account(&visit.site, &id).await?),
        None => Ok(None),
    }
}

async fn register(visit: &Visit, identity: &Identity) -> Result<Found, Problem> {
    let name = identity.claims.get("name").and_then(|name| name.as_str()).unwrap_or_default();
    let name: String = name.trim().chars().take(TEXT_LENGTH_MAX).collect();
    // Names of the provider are shown, never found by: they are not proven here.
    let name = if name.is_empty() { identity.subject.clone() } else { name };
    let person = Person { name, ..Person::default() };
    let id = open(visit, Kind::Citizen, person).await?;
    tell_link(visit, &id, identity).await?;
    let found = proof::account(&visit.site, &id).await?;
    found.ok_or_else(|| problem(Error::Damaged("an opened account is not there".into()).into()))
}

/// Keeps the provider's token with the session, sealed: the provider wants it at sign-out.
async fn keep_token(
    visit: &Visit,
    headers: &axum::http::HeaderMap,
    id_token: &str,
) -> Result<(), Problem> {
    let set = headers.get(SET_COOKIE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let value = set.split(['=', ';']).nth(1).unwrap_or_default();
    let Some(token) = Token::parse(token::Kind::Session, value) else { return Ok(()) };
    let source = &visit.site.house().source;
    let secret = visit.site.porter().secret(visit.site.house())?;
    let sealed = secret.seal(PLACE, id_token, source.chance());
    let key = token_key(&token.hash().text());
    let ends = MachineTime(source.machine().0 + session::LIFE_US);
    let kind = errand::Kind::ProviderSession;
    Ok(visit.site.door().work(move |tx| errand::put(tx, &key, kind, &sealed, ends)).await?)
}

fn token_key(session: &str) -> String {
    format!("provider {session}")
}

/// Where to sign out at the provider too, for a session that began there.
pub(super) async fn leave(visit: &Visit, session: &Session) -> Result<Option<String>, Problem> {
    let Some(client) = visit.site.porter().provider() else { return Ok(None) };
    let (key, kind) = (token_key(&session.hash.text()), errand::Kind::ProviderSession);
    let sealed = errand::finish::<String>(&visit.site, key, kind).await?;
    let secret = visit.site.porter().secret(visit.site.house())?;
    let Some(token) = sealed.and_then(|sealed| secret.open(PLACE, &sealed)) else {
        return Ok(None);
    };
    let (now, back) = (visit.site.house().source.machine(), visit.site.absolute("/"));
    let talked = visit.site.porter().talking.run(move || client.sign_out(&token, &back, now));
    let url = talked.await.map_err(|_| Problem::busy())?;
    let told = url.inspect_err(|error| tracing::warn!(%error, "no way to sign out there"));
    Ok(told.ok().flatten().filter(|url| url.starts_with("https://") || url.starts_with("http://")))
}
