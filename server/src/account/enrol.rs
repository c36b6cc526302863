//! Setting up a second factor: an app that shows codes, and recovery codes for the day on which
//! the phone is lost.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::account::{Act, Command, Means, Own, Person};
use domain::event::Actor;
use domain::{MachineTime, StreamId};
use serde::{Deserialize, Serialize};

use super::credential::Credential;
use super::demo::totp_place;
use super::message::person;
use super::passkey;
use super::proof::{self, Doubt};
use super::recovery;
use super::totp::{STEP_S, Secret};
use crate::commit::{Error, Request};
use crate::web::Site;

/// A second factor that is offered and not yet confirmed. It stands in an errand, sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// Whose it shall be.
    pub account: StreamId,
    /// The secret, sealed for the account.
    sealed: String,
    /// Where to go afterwards.
    #[serde(default)]
    pub next: String,
    /// By which means the account was proven before.
    #[serde(default)]
    pub means: Vec<Means>,
}

impl Offer {
    /// The same as a part of a sign-in: where to go afterwards, and how the account was proven.
    #[must_use]
    pub fn on_the_way(self, next: String, means: Vec<Means>) -> Offer {
        Offer { next, means, ..self }
    }
}

/// An offer as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The secret in groups of four letters, for those who type it.
    pub secret: String,
    /// The picture for the app, as the source of an image.
    pub picture: String,
}

/// Draws a secret for an account.
pub fn begin_totp(site: &Site, account: &StreamId) -> Result<Offer, Error> {
    let source = &site.house().source;
    let secret = Secret::new(source.chance()).reveal();
    let house = site.porter().secret(site.house())?;
    let sealed = house.seal(&totp_place(account), &secret, source.chance());
    Ok(Offer { account: account.clone(), sealed, next: String::new(), means: Vec::new() })
}

/// An offer for the person's eyes.
pub async fn show(site: &Site, offer: &Offer) -> Result<Shown, Error> {
    let secret = open(site, offer)?;
    let label = shown_login(&person(site, &offer.account).await?.unwrap_or_default());
    let picture = secret.picture(&site.province().terms.name, &label).unwrap_or_default();
    let text = secret.reveal();
    let groups: Vec<&str> =
        text.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    let picture = format!("data:image/svg+xml;base64,{}", STANDARD.encode(picture));
    Ok(Shown { secret: groups.join(" "), picture })
}

fn open(site: &Site, offer: &Offer) -> Result<Secret, Error> {
    let house = site.porter().secret(site.house())?;
    let text = house.open(&totp_place(&offer.account), &offer.sealed);
    let secret = text.and_then(|text| Secret::parse(&text));
    secret.ok_or_else(|| Error::Damaged("an offered second factor cannot be read".to_owned()))
}

/// Confirms an offer by a code of the app: it is kept, and that it was set up is told.
pub async fn confirm_totp(site: &Site, offer: &Offer, typed: &str) -> Result<(), Doubt> {
    let now = site.house().source.machine();
    let step = open(site, offer)?.accept(typed, now, None).ok_or(Doubt::Wrong)?;
    tell(site, &offer.account, Own::Secure { means: Means::Totp, id: String::new() }).await?;
    // The code that confirmed it is spent.
    let used_at = Some(MachineTime(step * STEP_S * 1_000_000));
    let kept = proof::once(site, Means::Totp, offer.sealed.clone());
    proof::keep(site, &offer.account, Credential { used_at, ..kept }).await?;
    Ok(())
}

/// Makes a new set of recovery codes, in the place of an older one; the texts are shown once.
pub async fn new_recovery_codes(site: &Site, account: &StreamId) -> Result<Vec<String>, Doubt> {
    let (source, cost) = (&site.house().source, site.porter().cost());
    let (chance, salt) = (source.chance(), source.chance());
    let made = site.porter().hashing.run(move || recovery::make(chance, salt, cost)).await?;
    let (texts, kept) = made.map_err(|error| Error::Damaged(error.to_string()))?;
    let kept = serde_json::to_string(&kept).expect("invariant: recovery codes serialise");
    tell(site, account, Own::Secure { means: Means::Recovery, id: String::new() }).await?;
    proof::keep(site, account, proof::once(site, Means::Recovery, kept)).await?;
    Ok(texts)
}

/// The name under which apps and authenticators show an account: what its owner signs in with.
pub fn shown_login(person: &Person) -> String {
    let found = person.login.as_ref().or(person.email.as_ref()).or(person.phone.as_ref());
    found.unwrap_or(&person.name).clone()
}

/// The site that passkeys belong to; `None` at an address where browsers make none.
pub fn passkey_site(site: &Site) -> Option<passkey::Site> {
    passkey::Site::of(&site.absolute(""), &site.province().terms.name)
}

/// What names an account to authenticators: chance already, and never the login.
pub fn handle(account: &StreamId) -> &[u8] {
    account.as_str().as_bytes()
}

/// Tells what an account does with itself.
pub async fn tell(site: &Site, account: &StreamId, own: Own) -> Result<(), Error> {
    let command = Command::On { account: account.clone(), act: Act::Own(own) };
    let actor = Actor { id: account.to_string(), office: String::new() };
    let command = domain::Command::Account(command);
    site.door().commit(Request { actor, command, key: None }).await.map(drop)
}
