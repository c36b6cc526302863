//! A visit to one of these pages: what every handler needs, and how it answers.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
use domain::account::{Kind, Means};
use domain::calendar::{CitizenSignIn, RuleSet};
use domain::{MachineTime, StreamId};
use page::sign_in::{Citizens, Sheet, Word};
use page::{Page, Text};
use serde::{Deserialize, Serialize};

use super::super::enrol;
use super::super::errand::{self, COOKIE, set_cookie};
use super::super::proof::{Doubt, Found, Guesser};
use super::super::sign_in::{self, Proof};
use super::super::throttle::seconds_until;
use super::super::{known, session};
use super::next::own_path;
use crate::outbox::{Way, carries};
use crate::web::client::Client;
use crate::web::{Asked, Problem, Site, html};

/// A visit.
pub(crate) struct Visit {
    pub site: Site,
    pub asked: Asked,
    pub client: Client,
    pub headers: HeaderMap,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Site,
    ) -> Result<Visit, std::convert::Infallible> {
        Ok(Visit {
            site: site.clone(),
            asked: Asked::from_request_parts(parts, site).await?,
            client: Client::from_request_parts(parts, site).await?,
            headers: parts.headers.clone(),
        })
    }
}

/// Who gave a first proof, and has another to give.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Pending {
    pub account: StreamId,
    pub means: Vec<Means>,
    pub next: String,
}

/// A doubt in words, with the status of the page that says them.
pub(crate) struct Told {
    pub status: StatusCode,
    pub words: String,
    wait_s: Option<i64>,
}

impl Visit {
    /// The texts.
    pub(crate) fn text(&self) -> Text {
        Text::new(self.asked.language)
    }

    /// Where guesses of this visit come from.
    pub(crate) fn guesser(&self) -> Guesser<'_> {
        let caller = &self.asked.caller;
        let session = caller.session().or(caller.locked());
        Guesser { client: &self.client, headers: &self.headers, session }
    }

    /// A page that nobody keeps.
    pub(super) fn page<P: Page>(&self, status: StatusCode, page: &P) -> Response<Body> {
        let mut response = html(&self.site, &self.asked, status, page);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// A step with why it did not work.
    pub(super) fn refused(&self, told: Told, sheet: Sheet) -> Response<Body> {
        let Told { status, words, wait_s } = told;
        let told = Told { status, words: String::new(), wait_s };
        self.answer(&told, &Sheet { problem: Some(words), ..sheet })
    }

    /// A page that says why it did not work, with the status of what is told.
    pub(crate) fn answer<P: Page>(&self, told: &Told, page: &P) -> Response<Body> {
        let mut response = self.page(told.status, page);
        if let Some(seconds) = told.wait_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// A doubt for the person; what is no answer of theirs becomes a problem.
    pub(crate) fn told(&self, doubt: Doubt) -> Result<Told, Problem> {
        let text = self.text();
        match doubt {
            Doubt::Wrong => Ok(Told::wrong(text.sign_in_wrong())),
            Doubt::Wait(until) => Ok(self.waits(until, |time| text.sign_in_wait(time))),
            Doubt::Busy => Err(Problem::busy()),
            Doubt::Failed(error) => Err(error.into()),
        }
    }

    /// That somebody has to wait; `say` puts how long into words.
    pub(crate) fn waits(&self, until: MachineTime, say: impl FnOnce(String) -> String) -> Told {
        let seconds = seconds_until(until, self.site.house().source.machine());
        let words = say(self.text().age(u64::try_from(seconds).unwrap_or(1)));
        Told { status: StatusCode::TOO_MANY_REQUESTS, words, wait_s: Some(seconds) }
    }

    /// How citizens come in by the rules of today.
    pub(super) fn citizens(&self) -> Citizens {
        let today = self.site.law_now().date();
        let rules = RuleSet::in_force(&self.site.province().terms.rules, today);
        match rules.map(|rules| rules.citizen_sign_in).unwrap_or_default() {
            CitizenSignIn::Local if Way::ALL.iter().any(|way| carries(&self.site, *way)) => {
                Citizens::Local
            }
            CitizenSignIn::Local => Citizens::Uncarried,
            CitizenSignIn::Provider => Citizens::Provider,
        }
    }

    /// The page for citizens who must come by the provider.
    pub(super) fn provider_only(&self) -> Response<Body> {
        self.page(StatusCode::FORBIDDEN, &Word::ProviderOnly)
    }

    /// The page in place of one that sends codes to citizens; `None` where that one is for them.
    pub(super) fn barred(&self) -> Option<Response<Body>> {
        match self.citizens() {
            Citizens::Local => None,
            Citizens::Uncarried => Some(self.page(StatusCode::FORBIDDEN, &Word::Uncarried)),
            Citizens::Provider => Some(self.provider_only()),
        }
    }

    /// Whether the rules of today have somebody come by the provider, who came by other means.
    pub(super) fn is_shut_out(&self, found: &Found, means: &[Means]) -> bool {
        let of_citizens = found.state.kind != Kind::Staff;
        let by_provider = means.contains(&Means::Provider);
        of_citizens && !by_provider && self.citizens() == Citizens::Provider
    }

    /// Goes on after a first proof: to the second factor, to setting one up, or in.
    pub(super) async fn first_proof(
        &self,
        found: &Found,
        means: Vec<Means>,
        next: &str,
    ) -> Result<Response<Body>, Problem> {
        if self.is_shut_out(found, &means) {
            return Ok(self.provider_only());
        }
        let next = own_path(next);
        let account = found.id.clone();
        if found.has_second_factor() {
            let pending = Pending { account, means, next };
            return self.begin(errand::Kind::Factor, pending, "/sign-in/factor").await;
        }
        match found.state.kind {
            Kind::Staff => {
                let offer = enrol::begin_totp(&self.site, &account)?;
                let offer = offer.on_the_way(next, means);
                self.begin(errand::Kind::Enrol, offer, "/sign-in/enrol").await
            }
            Kind::Citizen | Kind::Organisation | Kind::Integration => {
                let mut response = Redirect::to(&next).into_response();
                self.enter(&account, means, Factor::One, response.headers_mut()).await?;
                Ok(response)
            }
        }
    }

    /// Begins an errand and leads to its page.
    pub(super) async fn begin<T: Serialize + Send + 'static>(
        &self,
        kind: errand::Kind,
        payload: T,
        path: &str,
    ) -> Result<Response<Body>, Problem> {
        let cookie = errand::begin(&self.site, COOKIE, kind, payload).await?;
        let mut response = Redirect::to(path).into_response();
        response.headers_mut().append(SET_COOKIE, cookie);
        Ok(response)
    }

    /// Signs in an account that has just proven itself by these means.
    pub(super) async fn enter(
        &self,
        account: &StreamId,
        means: Vec<Means>,
        factor: Factor,
        headers: &mut HeaderMap,
    ) -> Result<(), Problem> {
        self.enter_by(account, Proof { means, factor, at: None }, headers).await
    }

    /// Signs an account in: a new session, a mark for the next time, and no errand any more. A
    /// session that the browser had before is ended.
    pub(super) async fn enter_by(
        &self,
        account: &StreamId,
        proof: Proof,
        headers: &mut HeaderMap,
    ) -> Result<(), Problem> {
        let cookie = sign_in::establish(&self.site, account, proof, self.origin()).await?;
        let caller = &self.asked.caller;
        if let Some(before) = caller.session().or(caller.locked()) {
            let (account, hash) = (before.account.clone(), before.hash);
            self.site.door().work(move |tx| session::end(tx, &account, &hash)).await?;
        }
        headers.append(SET_COOKIE, cookie);
        headers.append(SET_COOKIE, set_cookie(COOKIE, "", 0));
        let house = self.site.house();
        let secret = self.site.porter().secret(house)?;
        let mark = known::remember(&self.headers, secret, account, house.source.chance());
        if let Some(mark) = mark {
            headers.append(SET_COOKIE, mark);
        }
        Ok(())
    }

    /// Where a session is made from.
    pub(super) fn origin(&self) -> sign_in::From {
        let Client { address, browser } = self.client.clone();
        sign_in::From { address: address.to_string(), browser }
    }
}

impl Told {
    /// Something is not right.
    pub(crate) fn wrong(words: String) -> Told {
        Told { status: StatusCode::UNPROCESSABLE_ENTITY, words, wait_s: None }
    }
}
