//! One's own password: the old one, and a new one that is hard to guess.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{Response, StatusCode};
use domain::account::{Means, Own};
use page::own::{self as pages, Done, Wrong};
use serde::Deserialize;

use super::{Me, again, me, told};
use crate::account::entry::{Told, Visit, problem};
use crate::account::password::Password;
use crate::account::proof::{self, Doubt};
use crate::account::{credential, session, sign_in};
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

const PATH: &str = "/account/password";

/// The form.
pub async fn form(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    match me.may_secure(&gate) {
        true => Ok(html(&site, &asked, StatusCode::OK, &pages::Password::default())),
        false => Ok(again(PATH)),
    }
}

/// The old password and the new one.
#[derive(Deserialize)]
pub struct Typed {
    old: String,
    new: String,
}

/// Changes the password, and ends every other session.
pub(crate) async fn change(
    State(site): State<Site>,
    gate: Gate,
    visit: Visit,
    sent: Sent<Typed>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let (told_wrong, wrong) = faults(&visit, &me, &sent.form).await?;
    if !wrong.is_empty() {
        return Ok(visit.answer(&told_wrong, &pages::Password { wrong }));
    }
    let secret = proof::hash(&site, &sent.form.new).await.map_err(problem)?;
    let kept = proof::once(&site, Means::Password, secret);
    let session = gate.caller().session().ok_or_else(Problem::sign_in)?;
    let (account, this) = (me.account.clone(), session.hash);
    let put = site.door().work(move |tx| {
        credential::put(tx, &account, &kept)?;
        session::end_all(tx, &account, Some(&this))
    });
    put.await?;
    me.tell(&site, Own::SetPassword, sent.key).await?;
    // Whoever holds a copy of this session's token is out with the others.
    let cookie = sign_in::renew(&site, session).await?;
    let mut response = told("/account", Done::PasswordChanged);
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// What is wrong with the old one and the new one, with the answer's status. The old one is a guess
/// like any other: whoever has taken a session must not try passwords without end.
async fn faults(visit: &Visit, me: &Me, typed: &Typed) -> Result<(Told, Vec<Wrong>), Problem> {
    let (site, text) = (&visit.site, visit.text());
    let (mut told, mut wrong) = (Told::wrong(String::new()), Vec::new());
    let found = proof::account(site, &me.account).await?.ok_or_else(Problem::sign_in)?;
    if let Err(doubt) = proof::password_again(site, &found, &typed.old, visit.guesser()).await {
        told = match doubt {
            Doubt::Wrong => Told::wrong(text.own_password_wrong()),
            Doubt::Wait(_) | Doubt::Busy | Doubt::Failed(_) => visit.told(doubt)?,
        };
        wrong.push(Wrong { target: "old", text: told.words.clone() });
    }
    if typed.new == typed.old {
        wrong.push(Wrong { target: "new", text: text.own_password_same() });
        return Ok((told, wrong));
    }
    let offices = office_names(site, me).await?;
    let (terms, person) = (&site.province().terms, me.person.as_ref());
    let login = person.and_then(|person| person.login.as_deref());
    let mut names = vec![terms.name.as_str(), terms.name_en.as_str()];
    names.extend(person.map(|person| person.name.as_str()));
    names.extend(login);
    names.extend(offices.iter().map(String::as_str));
    if let Some(weakness) = Password::new(&typed.new).weakness(&names) {
        wrong.push(Wrong { target: "new", text: weakness.sentence(text) });
    }
    Ok((told, wrong))
}

/// Names of the offices in which one has a post today.
async fn office_names(site: &Site, me: &Me) -> Result<Vec<String>, Problem> {
    let (today, state) = (site.law_now().date(), me.state.clone());
    let read = site.house().db.read(move |tx| {
        let codes = state.posts_on(today).map(|held| held.post.office.as_str());
        crate::office::read::names(tx, codes, today)
    });
    let names = read.await.map_err(|error: Error| Problem::from(error))?;
    Ok(names.into_values().map(|(vi, _)| vi).collect())
}
