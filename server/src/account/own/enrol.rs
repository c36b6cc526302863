//! Enrolment: a new authenticator, offered and then proved by its first code; new recovery codes.
//!
//! An offer is kept by nobody: it goes to the browser enciphered and comes back with the code.

use domain::account::{self, Act, Means, Own};
use domain::event::Actor;
use domain::{Command, MachineTime, StreamId};

use crate::account::credential::{self, Credential};
use crate::account::demo::totp_place;
use crate::account::gate::hashing;
use crate::account::password::Cost;
use crate::account::recovery;
use crate::account::secret::HouseSecret;
use crate::account::totp::{STEP_S, Secret};
use crate::commit::{Error, Request};
use crate::web::Site;

/// How long an offer stands, in microseconds: ten minutes.
pub const OFFER_US: i64 = 10 * 60 * 1_000_000;

/// A new authenticator that is offered.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The secret as it is typed into an app: base32.
    pub secret: String,
    /// The picture that an app reads, an SVG document; `None` where it cannot be drawn.
    pub qr_svg: Option<String>,
    /// What the browser brings back with the first code.
    pub errand: String,
}

/// What came of the first code.
#[derive(Clone, Debug)]
pub enum Confirmed {
    /// It was right: the account has the authenticator.
    Added,
    /// It was not: the same offer again.
    Wrong(Offer),
    /// The offer was too old, or not of this account.
    Late,
}

fn secret_of(site: &Site) -> Result<HouseSecret, Error> {
    site.house().secret().map_err(|fault| Error::Damaged(fault.to_string()))
}

fn offer_place(account: &StreamId) -> String {
    format!("{account} totp-offer")
}

fn offer(site: &Site, login: &str, secret: &Secret, errand: String) -> Offer {
    let issuer = format!("Một Cửa {}", site.province().terms.name);
    Offer { secret: secret.reveal(), qr_svg: secret.picture(&issuer, login), errand }
}

/// Offers an authenticator to an account; `login` is what the app shows beside the codes.
pub fn begin_totp(site: &Site, account: &StreamId, login: &str) -> Result<Offer, Error> {
    let source = &site.house().source;
    let secret = Secret::new(source.chance());
    let until = source.machine().0 + OFFER_US;
    let text = format!("{until} {}", secret.reveal());
    let errand = secret_of(site)?.seal(&offer_place(account), &text, source.chance());
    Ok(offer(site, login, &secret, errand))
}

/// Takes an offered authenticator when its code is right; it replaces an earlier one.
pub async fn confirm_totp(
    site: &Site,
    account: &StreamId,
    login: &str,
    errand: &str,
    code: &str,
) -> Result<Confirmed, Error> {
    let (house, now) = (secret_of(site)?, site.house().source.machine());
    let opened = house.open(&offer_place(account), errand);
    let parts = opened.as_deref().and_then(|text| text.split_once(' '));
    let offered = parts.and_then(|(until, secret)| {
        let until: i64 = until.parse().ok()?;
        Some(Secret::parse(secret)?).filter(|_| now.0 < until)
    });
    let Some(secret) = offered else { return Ok(Confirmed::Late) };
    let Some(step) = secret.accept(code, now, None) else {
        return Ok(Confirmed::Wrong(offer(site, login, &secret, errand.to_owned())));
    };
    let place = totp_place(account);
    let kept = Credential {
        means: Means::Totp,
        id: String::new(),
        secret: house.seal(&place, &secret.reveal(), site.house().source.chance()),
        label: String::new(),
        made_at: now,
        // The step that was just spent: its code opens nothing any more.
        used_at: Some(MachineTime(step * STEP_S * 1_000_000)),
    };
    keep(site, account, kept).await?;
    Ok(Confirmed::Added)
}

/// Makes a new set of recovery codes, which replaces an earlier one; the texts are shown once.
pub async fn new_recovery_codes(site: &Site, account: &StreamId) -> Result<Vec<String>, Error> {
    let source = &site.house().source;
    let (chance, salt) = (source.chance(), source.chance());
    let made = hashing().run(move || recovery::make(chance, salt, Cost::HOUSE)).await;
    let (texts, kept) =
        made.map_err(|_| Error::Busy)?.map_err(|error| Error::Damaged(error.to_string()))?;
    let secret = serde_json::to_string(&kept).map_err(|it| Error::Damaged(it.to_string()))?;
    let credential = Credential {
        means: Means::Recovery,
        id: String::new(),
        secret,
        label: String::new(),
        made_at: source.machine(),
        used_at: None,
    };
    keep(site, account, credential).await?;
    Ok(texts)
}

/// Keeps a credential and then tells it: what is told can be used.
async fn keep(site: &Site, account: &StreamId, kept: Credential) -> Result<(), Error> {
    let (means, id, owner) = (kept.means, kept.id.clone(), account.clone());
    site.door().work(move |tx| credential::put(tx, &owner, &kept)).await?;
    let act = Act::Own(Own::Secure { means, id });
    let command = Command::Account(account::Command::On { account: account.clone(), act });
    let actor = Actor { id: account.to_string(), office: String::new() };
    site.door().commit(Request { actor, command, key: None }).await?;
    Ok(())
}
