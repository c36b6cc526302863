//! Codes that were sent: what waits for one, and what comes of typing it.

use axum::body::Body;
use axum::http::Response;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};
use domain::text::fold;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::attempt::{self, Place};
use super::super::contact::Contact;
use super::super::errand::{self, COOKIE, Kind, set_cookie};
use super::super::one_time::{self, LIFE_S, NONCE_BYTES, Nonce, Outcome, Purpose, Sent};
use super::super::proof::{Doubt, Found};
use super::super::throttle::{Guessed, Origin};
use super::visit::Visit;
use crate::outbox::{self, Letter, Way as Out};
use crate::web::Problem;
use crate::web::caller::cookie;

/// The cookie with the request's own half of a code.
const NONCE_COOKIE: &str = "__Host-code";

/// Something that waits for a code.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting<T> {
    sent: Sent,
    what: T,
}

/// A code on its way, and the browser's half of it.
pub(super) struct Way {
    sent: Sent,
    nonce: Nonce,
}

/// Draws a code.
pub(super) fn draw(visit: &Visit, purpose: Purpose) -> (String, Way) {
    let source = &visit.site.house().source;
    let nonce = Nonce::new(source.chance::<NONCE_BYTES>());
    let (code, sent) = one_time::send(purpose, &nonce, source.machine(), source.chance());
    (code, Way { sent, nonce })
}

/// Why nothing can be sent to a contact; `None` where it can.
pub(super) fn uncarried(visit: &Visit, contact: &Contact) -> Option<String> {
    let way = outbox::way(contact);
    let words = match way {
        Out::Mail => visit.text().uncarried_mail(),
        Out::Sms => visit.text().uncarried_phone(),
    };
    (!outbox::carries(&visit.site, way)).then_some(words)
}

/// Counts a message before it is sent, so that nobody is showered with them.
pub(super) async fn admit(visit: &Visit, contact: &Contact) -> Result<(), Doubt> {
    let (name, address) = (lane(contact), visit.client.address);
    let admitted = attempt::admit_message(&visit.site, &name, address).await?;
    admitted.map(drop).map_err(|wait| Doubt::Wait(wait.until))
}

/// The same for a code that signs in to an account, whichever of its contacts was typed; whether
/// the code may be sent. Where it may not, nothing shows it.
pub(super) async fn admit_code(
    visit: &Visit,
    contact: &Contact,
    found: Option<&Found>,
) -> Result<bool, Doubt> {
    let name = lane(contact);
    let place = Place { address: visit.client.address, origin: Origin::Unknown };
    let whose = (name.as_str(), found.map(|found| &found.id));
    let admitted = attempt::admit_named(&visit.site, whose, place, Guessed::Sent).await?;
    admitted.map(|guess| guess.is_looked_at).map_err(|wait| Doubt::Wait(wait.until))
}

fn lane(contact: &Contact) -> String {
    format!("message to {}", fold(contact.text()))
}

/// Has something wait for a code, and leads to the page that asks for it. The letter with the code,
/// where there is one, is posted in the same transaction.
pub(super) async fn begin<T: Serialize + Send + 'static>(
    visit: &Visit,
    kind: Kind,
    way: Way,
    what: T,
    (letter, path): (Option<Letter>, &str),
) -> Result<Response<Body>, Problem> {
    let Way { sent, nonce } = way;
    let waiting = Waiting { sent, what };
    let post = move |tx: &mut db::Tx<'_>| letter.map_or(Ok(()), |letter| letter.post(tx));
    let cookie = errand::begin_with(&visit.site, COOKIE, kind, waiting, post).await?;
    let mut response = Redirect::to(path).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    let half = set_cookie(NONCE_COOKIE, &nonce.reveal(), LIFE_S);
    response.headers_mut().append(SET_COOKIE, half);
    Ok(response)
}

/// Whether something waits for a code in this browser.
pub(super) async fn waits<T: DeserializeOwned + Send + 'static>(
    visit: &Visit,
    kind: Kind,
) -> Result<bool, Problem> {
    let found = errand::of::<Waiting<T>>(&visit.site, &visit.headers, COOKIE, kind).await?;
    Ok(found.is_some())
}

/// What waited for the code that was typed; `None` when it is wrong, or nothing waits any more.
pub(super) async fn answer<T>(
    visit: &Visit,
    kind: Kind,
    purpose: Purpose,
    typed: &str,
) -> Result<Option<T>, Problem>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    let key = errand::key(&visit.headers, COOKIE);
    let nonce = cookie(&visit.headers, NONCE_COOKIE).and_then(Nonce::parse);
    let Some((key, nonce)) = key.zip(nonce) else { return Ok(None) };
    let (typed, now) = (typed.to_owned(), visit.site.house().source.machine());
    let work = move |tx: &mut db::Tx<'_>| {
        // Taken and, where it was wrong, put back in one transaction: each try counts.
        let Some(waiting) = errand::take::<Waiting<T>>(tx, &key, kind, now)? else {
            return Ok(None);
        };
        match waiting.sent.accept(purpose, &nonce, &typed, now) {
            Outcome::Right => Ok(Some(waiting.what)),
            Outcome::Over => Ok(None),
            Outcome::Wrong(sent) => {
                let ends = domain::MachineTime(now.0 + errand::LIFE_US);
                errand::put(tx, &key, kind, &Waiting { sent, what: waiting.what }, ends)?;
                Ok(None)
            }
        }
    };
    Ok(visit.site.door().work(work).await?)
}
