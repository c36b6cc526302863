//! One's own second factors and recovery codes.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, Response, StatusCode};
use domain::Refusal;
use domain::account::{Kind, Means, Own};
use page::Text;
use page::own::{Codes, Done, Enrol, Factor, Factors, Wrong};
use serde::Deserialize;

use super::sessions::Nothing;
use super::{Me, Told, again, browser, me, told};
use crate::account::credential::{self, Credential, means_id};
use crate::account::enrol::{self, Offer};
use crate::account::errand::{self, COOKIE};
use crate::account::recovery::RecoveryCodes;
use crate::commit::Error;
use crate::web::client::Client;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Where the list stands.
pub(super) const PATH: &str = "/account/factors";

/// The list of second factors.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    client: Client,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let page = Factors { done: query.done(), ..page_of(&site, &asked, &client, &me).await? };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The list as it stands.
pub(super) async fn page_of(
    site: &Site,
    asked: &Asked,
    client: &Client,
    me: &Me,
) -> Result<Factors, Problem> {
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
        passkey_name: enrol::passkey_site(site).map(|_| first_name(asked, client)),
        done: None,
        wrong: Vec::new(),
    })
}

/// What a new passkey is called unless its owner says otherwise: the browser and its system.
fn first_name(asked: &Asked, client: &Client) -> String {
    let text = Text::new(asked.language);
    match browser::in_words(&client.browser) {
        Some((browser, system)) => text.own_browser(&browser, &system),
        None => text.own_passkey_device(),
    }
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
    offer(&site, &asked, &me, StatusCode::OK, Vec::new()).await
}

/// A new offer, kept in an errand of this browser.
async fn offer(
    site: &Site,
    asked: &Asked,
    me: &Me,
    status: StatusCode,
    wrong: Vec<Wrong>,
) -> Result<Response<Body>, Problem> {
    let offer = enrol::begin_totp(site, &me.account)?;
    let page = shown(site, &offer, wrong).await?;
    let cookie = errand::begin(site, COOKIE, errand::Kind::Enrol, offer).await?;
    let mut response = html(site, asked, status, &page);
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

async fn shown(site: &Site, offer: &Offer, wrong: Vec<Wrong>) -> Result<Enrol, Problem> {
    let enrol::Shown { secret, picture } = enrol::show(site, offer).await?;
    Ok(Enrol { secret, picture, wrong })
}

/// The first code of an offered authenticator.
#[derive(Debug, Deserialize)]
pub struct First {
    code: String,
}

/// Takes the authenticator when its first code is right. An offer that ended, or that was made to
/// somebody else in this browser, is made anew.
pub async fn confirm(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    headers: HeaderMap,
    sent: Sent<First>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let text = Text::new(asked.language);
    let wrong = |text| vec![Wrong { target: "code", text }];
    let kind = errand::Kind::Enrol;
    let found = errand::of::<Offer>(&site, &headers, COOKIE, kind).await?;
    let Some((key, made)) = found.filter(|(_, made)| made.account == me.account) else {
        let late = wrong(text.own_enrol_late());
        return offer(&site, &asked, &me, StatusCode::UNPROCESSABLE_ENTITY, late).await;
    };
    if enrol::confirm_totp(&site, &made, &sent.form.code).await.is_err() {
        let page = shown(&site, &made, wrong(text.own_enrol_wrong())).await?;
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    errand::finish::<Offer>(&site, key, kind).await?;
    Ok(told(PATH, Done::FactorAdded))
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
    client: Client,
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
            let page = Factors { wrong, ..page_of(&site, &asked, &client, &me).await? };
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
    let codes = enrol::new_recovery_codes(&site, &me.account).await;
    let codes = codes.map_err(super::super::entry::problem)?;
    Ok(html(&site, &asked, StatusCode::OK, &Codes { codes }))
}
