//! One's own data as it is kept, and consents.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::account::{ConsentText, Own};
use domain::wording::Wording;
use page::Language;
use page::own::{Consent, Done, Kept};
use serde::Deserialize;

use super::history::{self, History};
use super::{Told, me, told};
use crate::request::read::shown;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

const PATH: &str = "/account/data";

/// What is kept of oneself.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let account = me.account.clone();
    let history = site.house().db.read(move |tx| history::read(tx, &account)).await?;
    let consents = site.province().terms.keeping.consents.iter();
    let consents = consents.map(|text| consent(text, &history, asked.language)).collect();
    let person = history.person.unwrap_or_default();
    let page = Kept {
        person: person.name,
        login: person.login,
        phone: person.phone,
        email: person.email,
        identity: person.identity_type.zip(person.identity_number),
        birth_date: person.birth_date.map(shown),
        address: person.address,
        links: history.links.into_iter().map(|(_, issuer, subject)| (issuer, subject)).collect(),
        consents,
        done: query.done(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn consent(text: &ConsentText, history: &History, language: Language) -> Consent {
    let given = history.consents.iter().find(|given| given.purpose == text.id);
    Consent {
        purpose: text.id.clone(),
        name: in_language(&text.name, language),
        text: in_language(&text.text, language),
        version: text.version.clone(),
        given: given.map(|given| (given.version.clone(), shown(given.at.date()))),
    }
}

/// A text of the province in a language; Vietnamese where there is no other.
pub(crate) fn in_language(wording: &Wording, language: Language) -> String {
    match (language, &wording.en) {
        (Language::English, Some(en)) => en.clone(),
        (Language::English, None) | (Language::Vietnamese, _) => wording.vi.clone(),
    }
}

/// What was answered to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Yes.
    Give,
    /// Not any more.
    Withdraw,
}

/// A consent given or taken back.
#[derive(Debug, Deserialize)]
pub struct Answered {
    purpose: String,
    answer: Answer,
}

/// Keeps a consent as a fact, or that it was taken back.
pub async fn answer(
    State(site): State<Site>,
    gate: Gate,
    sent: Sent<Answered>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let Answered { purpose, answer } = sent.form;
    let (act, done) = match answer {
        Answer::Give => {
            // One agrees to the text that is shown, in the version that is shown.
            let text = site.province().terms.keeping.consent(&purpose).ok_or(Missing)?;
            (Own::Consent { purpose, version: text.version.clone() }, Done::ConsentGiven)
        }
        Answer::Withdraw => (Own::Withdraw(purpose), Done::ConsentWithdrawn),
    };
    me.tell(&site, act, sent.key).await?;
    Ok(told(PATH, done))
}
