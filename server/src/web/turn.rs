//! A turn: what every handler of a form needs, and what it does with it.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use domain::access::Granted;
use domain::{Command, Refusal};
use jiff::civil::Date;
use page::{Page, Text};

use super::answer::html;
use super::gate::Gate;
use super::problem::Problem;
use super::state::{Asked, Site};
use crate::commit::{Accepted, Error, IdempotencyKey, Request};

/// Somebody asks for a form or sends one: it is shown, looked at and carried out.
pub struct Turn {
    /// The site.
    pub site: Site,
    /// Whether the caller may.
    pub gate: Gate,
    /// What is asked for beside the path.
    pub asked: Asked,
}

impl FromRequestParts<Site> for Turn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Turn, Problem> {
        let gate = Gate::from_request_parts(parts, site).await?;
        let Ok(asked) = Asked::from_request_parts(parts, site).await;
        Ok(Turn { site: site.clone(), gate, asked })
    }
}

impl Turn {
    /// The texts.
    pub fn text(&self) -> Text {
        Text::new(self.asked.language)
    }

    /// The day in Vietnam.
    pub fn today(&self) -> Date {
        self.site.law_now().date()
    }

    /// A page to read or to fill in.
    pub fn page<P: Page>(&self, page: &P) -> Response<Body> {
        html(&self.site, &self.asked, StatusCode::OK, page)
    }

    /// A form as it was filled in, with what is wrong with it.
    pub fn again<P: Page>(&self, page: &P) -> Response<Body> {
        html(&self.site, &self.asked, StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// Tells a command for the office by which the caller may; a refusal is for the form to say.
    pub async fn tell(
        &self,
        granted: &Granted,
        command: Command,
        key: Option<IdempotencyKey>,
    ) -> Result<Result<Accepted, Refusal>, Problem> {
        let actor = self.gate.actor(granted);
        match self.site.door().commit(Request { actor, command, key }).await {
            Ok(accepted) => Ok(Ok(accepted)),
            Err(Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(other) => Err(other.into()),
        }
    }
}
