//! The applicant says how they were served, once: by their account, with the slip in hand, or on the
//! tablet of the desk that gave the result out.
//!
//! Nobody who worked on a dossier reads its rating there: figures show it by office and month, and
//! whoever answers for the service reads what was written, without the dossier.

pub mod api;
pub mod desk;
pub mod list;
pub mod pages;
pub mod store;

use domain::access::Action;
use domain::dossier::{Act, Command, Words};
use domain::event::Actor;
use domain::{Command as AnyCommand, Refusal};
use serde::Deserialize;
use utoipa_axum::routes;

use crate::commit::{Accepted, Error, IdempotencyKey, Request};
use crate::web::Site;
use crate::web::gate::Routes;

/// The addresses of ratings.
pub fn routes(routes: Routes) -> Routes {
    let track = Action::TrackDossier;
    let give_out = Action::ReturnDossier;
    routes
        .get("/r/{code}", track, pages::show)
        .post("/r/{code}", track, pages::open)
        .post("/r/{code}/rate", track, pages::rate)
        .get("/counter/rating", give_out, desk::show)
        .post("/counter/rating", give_out, desk::rate)
        .interface(Action::ManageOwn, routes!(api::rate))
}

/// A rating as a form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// From 1 to 5; empty where nothing was chosen.
    score: String,
    text: String,
    /// The dossier, where the address does not name it.
    code: String,
}

impl Form {
    fn score(&self) -> Option<u8> {
        self.score.parse().ok()
    }
}

/// Rates a dossier for whoever it belongs to.
async fn rate(
    site: &Site,
    actor: Actor,
    code: &str,
    (score, text): (u8, &str),
    key: Option<IdempotencyKey>,
) -> Result<Accepted, Error> {
    let command = Command::Act {
        code: code.to_owned(),
        expected: None,
        act: Act::Rate { score },
        words: Words::of(text),
    };
    site.door().commit(Request { actor, command: AnyCommand::Dossier(command), key }).await
}

/// The refusal of the rules, where it is one that the page tells.
fn refused(error: Error) -> Result<domain::dossier::Wrong, Error> {
    match error {
        Error::Refused(Refusal::Dossier(wrong)) => Ok(wrong),
        other => Err(other),
    }
}
