//! Signing in: once somebody proved who they are, a session is made, and that they signed in is
//! told.

use axum::http::{HeaderMap, HeaderValue};
use domain::access::Factor;
use domain::account::{self, Act, Means, Own};
use domain::{Command, StreamId};

use super::errand;
use super::session::{FRESH_US, LIFE_US, Session};
use super::token::{self, Token, TokenHash};
use crate::commit::{Error, Request};
use crate::web::Site;
use crate::web::caller::SESSION_COOKIE;
use domain::MachineTime;
use domain::event::Actor;

/// Where somebody signs in from.
#[derive(Clone, Debug, Default)]
pub struct From {
    /// The address.
    pub address: String,
    /// What the browser calls itself.
    pub browser: String,
}

impl From {
    /// What the headers of a request tell, and the address of the peer.
    pub fn of(headers: &HeaderMap, address: Option<std::net::IpAddr>) -> From {
        let browser = headers.get(axum::http::header::USER_AGENT).and_then(|it| it.to_str().ok());
        From {
            address: address.map(|it| it.to_string()).unwrap_or_default(),
            browser: browser.unwrap_or_default().to_owned(),
        }
    }
}

/// How somebody proved who they are.
#[derive(Clone, Debug)]
pub struct Proof {
    /// By which means.
    pub means: Vec<Means>,
    /// How strongly.
    pub factor: Factor,
    /// When, where it was not just now.
    pub at: Option<MachineTime>,
}

/// Makes a session for an account that proved itself, and tells that it signed in. Answers the
/// cookie to set. Every sign-in makes a new token: one that somebody planted before is worth
/// nothing.
pub async fn establish(
    site: &Site,
    account: &StreamId,
    proof: Proof,
    from: From,
) -> Result<HeaderValue, Error> {
    let source = &site.house().source;
    let Proof { means, factor, at } = proof;
    let told = account::Command::On {
        account: account.clone(),
        act: Act::Own(Own::SignIn { means, factor }),
    };
    let actor = Actor { id: account.to_string(), office: String::new() };
    let command = Command::Account(told);
    site.door().commit(Request { actor, command, key: None }).await?;
    let ends_at = MachineTime(source.machine().0 + LIFE_US);
    let (token, mut session) = make(site, account, factor, from, ends_at);
    if let Some(at) = at {
        let until = MachineTime(at.0.saturating_add(FRESH_US));
        session.fresh_until = session.fresh_until.min(until);
    }
    site.door().work(move |tx| session.keep(tx)).await?;
    Ok(session_cookie(&token.reveal(), LIFE_US / 1_000_000))
}

/// Makes a new session in the place of one whose owner has just proven themselves again by these
/// means, and tells it. It ends when the old one would have ended, and is never weaker.
pub async fn step_up(
    site: &Site,
    before: &Session,
    (means, factor): (Vec<Means>, Factor),
    from: From,
) -> Result<HeaderValue, Error> {
    let sign_in = Own::SignIn { means, factor };
    super::enrol::tell(site, &before.account, sign_in).await?;
    let (token, session) = make(site, &before.account, factor, from, before.ends_at);
    replace(site, before, (token, session)).await
}

/// The same session under a new token: whoever has a copy of the old one is out.
pub async fn renew(site: &Site, before: &Session) -> Result<HeaderValue, Error> {
    let from = From { address: before.address.clone(), browser: before.browser.clone() };
    let (token, made) = make(site, &before.account, before.factor, from, before.ends_at);
    let (fresh_until, made_at) = (before.fresh_until, before.made_at);
    replace(site, before, (token, Session { fresh_until, made_at, ..made })).await
}

async fn replace(
    site: &Site,
    before: &Session,
    (token, session): (Token, Session),
) -> Result<HeaderValue, Error> {
    let seconds = (before.ends_at.0 - session.seen_at.0) / 1_000_000;
    let (account, old) = (before.account.clone(), before.hash);
    let change = move |tx: &mut db::Tx<'_>| {
        super::session::end(tx, &account, &old)?;
        // What the provider wants at sign-out goes with it.
        let [from, to] = [&old, &session.hash].map(provider_key);
        errand::rename(tx, (&from, &to), errand::Kind::ProviderSession)?;
        session.keep(tx)
    };
    site.door().work(change).await?;
    Ok(session_cookie(&token.reveal(), seconds.max(0)))
}

/// The key under which a provider's token is kept for a session.
pub fn provider_key(session: &TokenHash) -> String {
    format!("provider {}", session.text())
}

fn make(
    site: &Site,
    account: &StreamId,
    factor: Factor,
    from: From,
    ends_at: MachineTime,
) -> (Token, Session) {
    let source = &site.house().source;
    let token = Token::new(token::Kind::Session, source.chance());
    let now = source.machine();
    let csrf: [u8; 16] = source.chance();
    let session = Session {
        hash: token.hash(),
        account: account.clone(),
        factor,
        fresh_until: MachineTime(now.0 + FRESH_US),
        made_at: now,
        seen_at: now,
        ends_at,
        address: from.address,
        browser: from.browser,
        csrf: csrf.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    (token, session)
}

/// The cookie of a session; an empty one with no life takes it away.
pub fn session_cookie(value: &str, seconds: i64) -> HeaderValue {
    let text = format!(
        "{SESSION_COOKIE}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
    );
    HeaderValue::from_str(&text).expect("invariant: a token is made of letters and digits")
}
