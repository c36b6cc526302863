//! One's own second factors and recovery codes.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal;
use domain::account::{Kind, Means, Own};
use page::Text;
use page::own::{Codes, Done, Enrol, Factor, Factors, Wrong};
use serde::Deserialize;

use super::sessions::Nothing;
use super::enrol::{self, Confirmed, Offer};
use super::{Me, Told, again, me, told};
use crate::account::credential::{self, Credential, means_id};
use crate::account::recovery::RecoveryCodes;
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

const PATH: &str = "/account/factors";

/// The list of second factors.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let page = Factors { done: query.done(), ..page_of(&site, &me).await? };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page_of(site: &Site, me: &Me) -> Result<Factors, Problem> {
    let account = me.account.clone();
    let kept = site.house().db.read(move |tx| credential::of(tx, &account)).await?;
    let now = site.house().source.machine();
    let factor = |it: &Credential| Factor {
        means: means_id(it.means),
        id: it.id.clone(),
        label: it.label.clone(),
        used_seconds: it.used_at.map(|at| u64::try_from((now.0 - at.0) / 1_000_000).unwrap_or(0)),
    };
    let codes = kept.iter().find(|it| it.means == Means::Recovery);
    let codes = codes.and_then(|it| serde_json::from_str::<RecoveryCodes>(&it.secret).ok());
    Ok(Factors {
        factors: kept.iter().filter(|it| it.means.is_second()).map(factor).collect(),
        codes_left: codes.map(|codes| codes.left() as u64),
        keeps_last: me.state.kind == Kind::Staff,
        done: None,
        wrong: Vec::new(),
    })
}

/// Offers a new authenticator.
pub async fn begin(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    _sent: Sent<Nothing>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let offer = enrol::begin_totp(&site, &me.account, &login(&me))?;
    Ok(html(&site, &asked, StatusCode::OK, &shown(offer, Vec::new())))
}

/// What an app shows beside the codes.
fn login(me: &Me) -> String {
    let login = me.person.as_ref().and_then(|person| person.login.clone());
    login.unwrap_or_else(|| me.name())
}

fn shown(offer: Offer, wrong: Vec<Wrong>) -> Enrol {
    let letters: Vec<char> = offer.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    Enrol {
        secret: groups.join(" "),
        picture: offer.qr_svg.map(|svg| STANDARD.encode(svg)),
        offer: offer.errand,
        wrong,
    }
}

/// The first code of an offered authenticator.
#[derive(Debug, Deserialize)]
pub struct First {
    offer: String,
    code: String,
}

/// Takes the authenticator when its first code is right.
pub async fn confirm(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<First>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let First { offer, code } = sent.form;
    let text = Text::new(asked.language);
    let wrong = |text| vec![Wrong { target: "code", text }];
    let page = match enrol::confirm_totp(&site, &me.account, &login(&me), &offer, &code).await? {
        Confirmed::Added => return Ok(told(PATH, Done::FactorAdded)),
        Confirmed::Wrong(offer) => shown(offer, wrong(text.own_enrol_wrong())),
        Confirmed::Late => {
            let offer = enrol::begin_totp(&site, &me.account, &login(&me))?;
            shown(offer, wrong(text.own_enrol_late()))
        }
    };
    Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Which factor is taken away.
#[derive(Debug, Deserialize)]
pub struct Which {
    means: String,
    id: String,
}

/// Takes a second factor away; an officer's last one stays.
pub async fn remove(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Which>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let means = match sent.form.means.as_str() {
        "totp" => Means::Totp,
        "passkey" => Means::Passkey,
        _ => return Err(Problem::invalid("means", "totp, passkey")),
    };
    let id = sent.form.id;
    match me.tell(&site, Own::Unsecure { means, id: id.clone() }, sent.key).await {
        Ok(_) => {}
        Err(Error::Refused(Refusal::LastFactor)) => {
            let text = Text::new(asked.language).own_factor_last();
            let wrong = vec![Wrong { target: "factors", text }];
            let page = Factors { wrong, ..page_of(&site, &me).await? };
            return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        Err(error) => return Err(error.into()),
    }
    let account = me.account.clone();
    site.door().work(move |tx| credential::remove(tx, &account, means, &id)).await?;
    Ok(told(PATH, Done::FactorRemoved))
}

/// Makes new recovery codes and shows them, once.
pub async fn codes(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    _sent: Sent<Nothing>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let codes = enrol::new_recovery_codes(&site, &me.account).await?;
    Ok(html(&site, &asked, StatusCode::OK, &Codes { codes }))
}
