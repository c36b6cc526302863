//! One's own password: the old one, and a new one that is hard to guess.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use domain::account::{Means, Own};
use page::Text;
use page::own::{self as pages, Done, Wrong};
use serde::Deserialize;

use super::{Me, again, me, told};
use crate::account::credential::{self, Credential};
use crate::account::gate::hashing;
use crate::account::password::{Cost, Password, Verdict};
use crate::account::session;
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
pub async fn change(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Typed>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    if !me.may_secure(&gate) {
        return Ok(again(PATH));
    }
    let text = Text::new(asked.language);
    let (old, new) = (Password::new(&sent.form.old), Password::new(&sent.form.new));
    let wrong = wrong(&site, &me, &old, &new, text).await?;
    if !wrong.is_empty() {
        let page = pages::Password { wrong };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let source = &site.house().source;
    let salt = source.chance();
    let hashed = hashing().run(move || new.hash(Cost::HOUSE, salt)).await;
    let secret = hashed.map_err(|_| Problem::busy())?.map_err(|error| Problem::bug(&error))?;
    let kept = Credential {
        means: Means::Password,
        id: String::new(),
        secret,
        label: String::new(),
        made_at: source.machine(),
        used_at: None,
    };
    let this = gate.caller().session().map(|session| session.hash);
    let account = me.account.clone();
    let put = site.door().work(move |tx| {
        credential::put(tx, &account, &kept)?;
        session::end_all(tx, &account, this.as_ref())
    });
    put.await?;
    me.tell(&site, Own::SetPassword, sent.key).await?;
    Ok(told("/account", Done::PasswordChanged))
}

/// What is wrong with the old one and the new one.
async fn wrong(
    site: &Site,
    me: &Me,
    old: &Password,
    new: &Password,
    text: Text,
) -> Result<Vec<Wrong>, Problem> {
    let mut wrong = Vec::new();
    let account = me.account.clone();
    let kept = site.house().db.read(move |tx| credential::of(tx, &account)).await?;
    let kept = kept.into_iter().find(|it| it.means == Means::Password).map(|it| it.secret);
    let typed = old.clone();
    let verified = hashing().run(move || typed.verify(kept.as_deref(), Cost::HOUSE)).await;
    let verdict = verified.map_err(|_| Problem::busy())?.map_err(|error| Problem::bug(&error))?;
    if verdict == Verdict::Wrong {
        tracing::warn!(
            account = me.account.as_str(),
            "a password was not changed: the old one was wrong"
        );
        wrong.push(Wrong { target: "old", text: text.own_password_wrong() });
    }
    if new == old {
        wrong.push(Wrong { target: "new", text: text.own_password_same() });
        return Ok(wrong);
    }
    let offices = office_names(site, me).await?;
    let (terms, person) = (&site.province().terms, me.person.as_ref());
    let login = person.and_then(|person| person.login.as_deref());
    let mut names = vec![terms.name.as_str(), terms.name_en.as_str()];
    names.extend(person.map(|person| person.name.as_str()));
    names.extend(login);
    names.extend(offices.iter().map(String::as_str));
    if let Some(weakness) = new.weakness(&names) {
        wrong.push(Wrong { target: "new", text: weakness.sentence(text) });
    }
    Ok(wrong)
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
