//! Signing in: once somebody proved who they are, a session is made, and that they signed in is
//! told.

use axum::http::{HeaderMap, HeaderValue};
use domain::access::Factor;
use domain::account::{self, Act, Means, Own};
use domain::{Command, StreamId};

use super::session::{FRESH_US, LIFE_US, Session};
use super::token::{self, Token};
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

/// Makes a session for an account that proved itself by these means, and tells that it signed in.
/// Answers the cookie to set. Every sign-in makes a new token: one that somebody planted before
/// is worth nothing.
pub async fn establish(
    site: &Site,
    account: &StreamId,
    means: Vec<Means>,
    factor: Factor,
    from: From,
) -> Result<HeaderValue, Error> {
    let source = &site.house().source;
    let told = account::Command::On {
        account: account.clone(),
        act: Act::Own(Own::SignIn { means, factor }),
    };
    let actor = Actor { id: account.to_string(), office: String::new() };
    let command = Command::Account(told);
    site.door().commit(Request { actor, command, key: None }).await?;
    let ends_at = MachineTime(source.machine().0 + LIFE_US);
    let (token, session) = make(site, account, factor, from, ends_at);
    site.door().work(move |tx| session.keep(tx)).await?;
    Ok(session_cookie(&token.reveal(), LIFE_US / 1_000_000))
}

/// Makes a new session in the place of one whose owner has just given the second factor again, and
/// tells it. It ends when the old one would have ended.
pub async fn step_up(
    site: &Site,
    before: &Session,
    means: Vec<Means>,
    from: From,
) -> Result<HeaderValue, Error> {
    let sign_in = Own::SignIn { means, factor: Factor::Fresh };
    super::enrol::tell(site, &before.account, sign_in).await?;
    let (token, session) = make(site, &before.account, Factor::Fresh, from, before.ends_at);
    let seconds = (before.ends_at.0 - session.made_at.0) / 1_000_000;
    let (account, old) = (before.account.clone(), before.hash);
    let change = move |tx: &mut db::Tx<'_>| {
        super::session::end(tx, &account, &old)?;
        session.keep(tx)
    };
    site.door().work(change).await?;
    Ok(session_cookie(&token.reveal(), seconds.max(0)))
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
    let fresh_until = match factor {
        Factor::One => now,
        Factor::Two | Factor::Fresh => MachineTime(now.0 + FRESH_US),
    };
    let csrf: [u8; 16] = source.chance();
    let session = Session {
        hash: token.hash(),
        account: account.clone(),
        factor,
        fresh_until,
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
