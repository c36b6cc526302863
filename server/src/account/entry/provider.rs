//! Signing in by an identity provider: out to it, and back.
//!
//! The pair of issuer and subject is the identity. A first visit opens a citizen's account; an
//! account that is there already gets the identity only from inside, after it has signed in. Who
//! has nothing to sign in with here proves themselves anew at the provider, too.

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
use domain::account::{Kind, Means, Own, Person, TEXT_LENGTH_MAX};
use domain::{MachineTime, StreamId};
use page::sign_in::Word;
use serde::{Deserialize, Serialize};

use super::super::errand::{self, COOKIE, set_cookie};
use super::super::oidc::{Ask, Identity, Journey, Returned, SignedIn, state_key};
use super::super::proof::{self, Found};
use super::super::session::{self, FRESH_US, Session};
use super::super::sign_in::{self, Proof};
use super::super::token::{self, Token, TokenHash};
use super::super::{enrol, store};
use super::again::{self, Ways, own};
use super::factor::problem;
use super::next::{Wanted, own_path};
use super::register::open;
use super::visit::{Told, Visit};
use crate::commit::Error;
use crate::web::address::with_query;
use crate::web::caller::cookie;
use crate::web::{Missing, Problem};

/// Where a provider's token is sealed for.
const PLACE: &str = "provider session";

/// A journey with what comes of it.
#[derive(Debug, Serialize, Deserialize)]
struct Way {
    journey: Journey,
    next: String,
    goal: Goal,
}

/// What somebody sets out for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Goal {
    /// Signing in.
    SignIn,
    /// Giving the identity to the account of a session.
    Link(TokenHash),
    /// Proving anew to be the owner of a session.
    Again(TokenHash),
}

/// The provider's word for a session, sealed: at sign-out it wants its token back, and whoever
/// proves themselves anew must be the same.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    id_token: String,
    issuer: String,
    subject: String,
}

impl Kept {
    fn of(signed_in: &SignedIn) -> Kept {
        let SignedIn { identity, id_token } = signed_in;
        let (issuer, subject) = (identity.issuer.clone(), identity.subject.clone());
        Kept { id_token: id_token.clone(), issuer, subject }
    }

    fn is_of(&self, identity: &Identity) -> bool {
        self.issuer == identity.issuer && self.subject == identity.subject
    }
}

/// `GET /sign-in/provider`
pub(super) async fn begin(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    visit.site.porter().provider().ok_or(Missing)?;
    let next = own_path(&wanted.next);
    let Some(session) = visit.asked.caller.session() else {
        return set_out(&visit, Goal::SignIn, None, next).await;
    };
    must_be_ours(&visit)?;
    // An identity signs in for good: a session that was left open is not enough to link one.
    let (_, found) = own(&visit).await?;
    let now = visit.site.house().source.machine();
    let is_proven = match found.has_second_factor() {
        true => session.strength(now) == Factor::Fresh,
        false => session.is_fresh(now),
    };
    if !is_proven {
        let back = with_query("/sign-in/provider", &[("next", &next)]);
        return Ok(Redirect::to(&again::path(&back)).into_response());
    }
    set_out(&visit, Goal::Link(session.hash), None, next).await
}

/// `GET /sign-in/again/provider`
pub(super) async fn begin_again(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    visit.site.porter().provider().ok_or(Missing)?;
    must_be_ours(&visit)?;
    let (session, found) = own(&visit).await?;
    if !Ways::of(&visit, &session, &found).provider {
        return Err(Missing.into());
    }
    let subject = kept(&visit, &session).await?.map(|kept| kept.subject);
    set_out(&visit, Goal::Again(session.hash), subject, own_path(&wanted.next)).await
}

/// Whoever is signed in sets out from a page of ours alone: another site could link its own
/// identity to the visitor's account.
fn must_be_ours(visit: &Visit) -> Result<(), Problem> {
    let from = visit.headers.get("sec-fetch-site").and_then(|it| it.to_str().ok());
    match from {
        Some("same-origin") => Ok(()),
        Some(_) | None => Err(Problem::from_elsewhere()),
    }
}

/// Leads to the provider; `subject` is who must come back, where that is known.
async fn set_out(
    visit: &Visit,
    goal: Goal,
    subject: Option<String>,
    next: String,
) -> Result<Response<Body>, Problem> {
    let client = visit.site.porter().provider().ok_or(Missing)?;
    let source = &visit.site.house().source;
    let browser = Token::new(token::Kind::Link, source.chance()).reveal();
    let (now, chance, value) = (source.machine(), source.chance(), browser.clone());
    let is_again = matches!(goal, Goal::Again(_));
    let set_out = move || {
        let ask = match is_again {
            true => client.anew(subject.as_deref()),
            false => Ask::default(),
        };
        client.begin(&ask, &value, now, chance)
    };
    let talked = visit.site.porter().talking.run(set_out).await.map_err(|_| Problem::busy())?;
    let (url, journey) = match talked {
        Ok(talked) => talked,
        Err(error) => return refuse(visit, &goal, &next, &error).await,
    };
    let (key, ends) = (journey.key().to_owned(), journey.ends());
    let way = Way { journey, next, goal };
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

/// The same on the way to a goal: whoever is signed in stays so, and may try again.
async fn refuse(
    visit: &Visit,
    goal: &Goal,
    next: &str,
    why: &(dyn std::fmt::Display + Sync),
) -> Result<Response<Body>, Problem> {
    match goal {
        Goal::Again(_) if visit.asked.caller.session().is_some() => {
            tracing::warn!(%why, address = %visit.client.address, "the provider confirmed nobody");
            let (session, found) = own(visit).await?;
            let told = Told::wrong(visit.text().again_provider_failed());
            Ok(visit.refused(told, again::sheet(visit, &session, &found, next)))
        }
        Goal::SignIn | Goal::Link(_) | Goal::Again(_) => Ok(failed(visit, why)),
    }
}

/// `GET /sign-in/callback`
pub(super) async fn finish(
    visit: Visit,
    Query(returned): Query<Returned>,
) -> Result<Response<Body>, Problem> {
    let client = visit.site.porter().provider().ok_or(Missing)?;
    let key = state_key(&returned.state);
    let way = errand::finish::<Way>(&visit.site, key, errand::Kind::Provider).await?;
    let Some(Way { journey, next, goal }) = way else {
        return Ok(failed(&visit, &"no journey has this state"));
    };
    let browser = cookie(&visit.headers, COOKIE).unwrap_or_default().to_owned();
    let now = visit.site.house().source.machine();
    let asked = client.clone();
    let come_back = move || asked.finish(&journey, &returned, &browser, now);
    let talked = visit.site.porter().talking.run(come_back).await.map_err(|_| Problem::busy())?;
    let signed_in = match talked {
        Ok(signed_in) => signed_in,
        Err(error) => return refuse(&visit, &goal, &next, &error).await,
    };
    let is_two = client.vouches_for_two(&signed_in.identity);
    let session = match &goal {
        Goal::SignIn => return arrive(&visit, signed_in, is_two, &next).await,
        Goal::Link(hash) | Goal::Again(hash) => {
            visit.asked.caller.session().filter(|session| session.hash == *hash)
        }
    };
    let Some(session) = session else {
        return refuse(&visit, &goal, &next, &"another session is there").await;
    };
    match &goal {
        Goal::Again(_) => match confirmed(&visit, session, &signed_in, is_two).await? {
            Ok(factor) => confirm(&visit, session, (signed_in, factor), &next).await,
            Err(why) => refuse(&visit, &goal, &next, &why).await,
        },
        Goal::SignIn | Goal::Link(_) => {
            link_to(&visit, &session.account, &signed_in.identity, &next).await
        }
    }
}

/// How strongly the provider has confirmed that the owner of a session is there now; why it has
/// not.
async fn confirmed(
    visit: &Visit,
    session: &Session,
    signed_in: &SignedIn,
    is_two: bool,
) -> Result<Result<Factor, &'static str>, Problem> {
    let identity = &signed_in.identity;
    let owner = linked(visit, identity).await?;
    let is_owner = owner.is_some_and(|it| it.id == session.account && it.is_open());
    // Whoever came by the provider must be the very same, though the account may have others.
    let kept = kept(visit, session).await?;
    if !is_owner || kept.is_some_and(|kept| !kept.is_of(identity)) {
        return Ok(Err("somebody else signed in there"));
    }
    let now = visit.site.house().source.machine();
    let fresh = identity.auth_time.filter(|at| now.0 < at.0.saturating_add(FRESH_US));
    Ok(match (fresh, is_two, session.factor) {
        (None, _, _) => Err("they did not sign in there just now"),
        (Some(_), true, _) => Ok(Factor::Fresh),
        (Some(_), false, Factor::One) => Ok(Factor::One),
        (Some(_), false, Factor::Two | Factor::Fresh) => Err("it vouched for one factor"),
    })
}

/// Raises the session: a new one in its place.
async fn confirm(
    visit: &Visit,
    session: &Session,
    (signed_in, factor): (SignedIn, Factor),
    next: &str,
) -> Result<Response<Body>, Problem> {
    let proven = (vec![Means::Provider], factor);
    let cookie = sign_in::step_up(&visit.site, session, proven, visit.origin()).await?;
    let mut response = Redirect::to(next).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    response.headers_mut().append(SET_COOKIE, set_cookie(COOKIE, "", 0));
    keep_token(visit, response.headers(), &Kept::of(&signed_in)).await?;
    Ok(response)
}

/// Gives the identity to the account that set out.
async fn link_to(
    visit: &Visit,
    account: &StreamId,
    identity: &Identity,
    next: &str,
) -> Result<Response<Body>, Problem> {
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
async fn arrive(
    visit: &Visit,
    signed_in: SignedIn,
    is_two: bool,
    next: &str,
) -> Result<Response<Body>, Problem> {
    let identity = &signed_in.identity;
    let found = match linked(visit, identity).await? {
        Some(found) => found,
        None => register(visit, identity).await?,
    };
    if !found.is_open() {
        return Ok(failed(visit, &"the account is closed"));
    }
    let officer = found.state.kind == Kind::Staff;
    if !is_two && (officer || found.has_second_factor()) {
        return visit.first_proof(&found, vec![Means::Provider], next).await;
    }
    let factor = if is_two { Factor::Two } else { Factor::One };
    let mut response = Redirect::to(next).into_response();
    let headers = response.headers_mut();
    // Who was signed in there long ago has not proven anything just now.
    let proven_at = identity.auth_time.unwrap_or(MachineTime(0));
    let proof = Proof { means: vec![Means::Provider], factor, at: Some(proven_at) };
    visit.enter_by(&found.id, proof, headers).await?;
    keep_token(visit, headers, &Kept::of(&signed_in)).await?;
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

/// Keeps the provider's word with the session that the headers set, sealed.
async fn keep_token(visit: &Visit, headers: &HeaderMap, kept: &Kept) -> Result<(), Problem> {
    let set = headers.get(SET_COOKIE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let value = set.split(['=', ';']).nth(1).unwrap_or_default();
    let Some(token) = Token::parse(token::Kind::Session, value) else { return Ok(()) };
    let source = &visit.site.house().source;
    let secret = visit.site.porter().secret(visit.site.house())?;
    let text = serde_json::to_string(kept).map_err(|source| Problem::bug(&source))?;
    let sealed = secret.seal(PLACE, &text, source.chance());
    let key = sign_in::provider_key(&token.hash());
    let ends = MachineTime(source.machine().0 + session::LIFE_US);
    let kind = errand::Kind::ProviderSession;
    Ok(visit.site.door().work(move |tx| errand::put(tx, &key, kind, &sealed, ends)).await?)
}

/// The provider's word for a session that began there.
async fn kept(visit: &Visit, session: &Session) -> Result<Option<Kept>, Problem> {
    let (key, now) = (sign_in::provider_key(&session.hash), visit.site.house().source.machine());
    let kind = errand::Kind::ProviderSession;
    let read = visit.site.house().db.read(move |tx| errand::read::<String>(tx, &key, kind, now));
    let secret = visit.site.porter().secret(visit.site.house())?;
    let opened = read.await?.and_then(|sealed| secret.open(PLACE, &sealed));
    Ok(opened.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Where to sign out at the provider too, for a session that began there.
pub(super) async fn leave(visit: &Visit, session: &Session) -> Result<Option<String>, Problem> {
    let Some(client) = visit.site.porter().provider() else { return Ok(None) };
    let Some(Kept { id_token, .. }) = kept(visit, session).await? else { return Ok(None) };
    let (key, kind) = (sign_in::provider_key(&session.hash), errand::Kind::ProviderSession);
    errand::finish::<String>(&visit.site, key, kind).await?;
    let (now, back) = (visit.site.house().source.machine(), visit.site.absolute("/"));
    let talked = visit.site.porter().talking.run(move || client.sign_out(&id_token, &back, now));
    let url = talked.await.map_err(|_| Problem::busy())?;
    let told = url.inspect_err(|error| tracing::warn!(%error, "no way to sign out there"));
    Ok(told.ok().flatten().filter(|url| url.starts_with("https://") || url.starts_with("http://")))
}
