//! Proving who one is: a password, a code of an app, a recovery code, each held against what is
//! kept and counted as a guess before it is looked at.
//!
//! Nothing here tells an unknown login from a wrong password: both cost the same work, and both
//! are the same answer.

use axum::http::HeaderMap;
use domain::account::{Account, Kind, Means};
use domain::{MachineTime, StreamId};

use super::attempt::{self, Guess, Place};
use super::credential::{self, Credential};
use super::demo::totp_place;
use super::passkey::Passkey;
use super::password::{Password, Verdict};
use super::recovery::RecoveryCodes;
use super::session::Session;
use super::throttle::{Guessed, Origin, Wait};
use super::totp::{STEP_S, Secret, Step};
use super::{known, session, store};
use crate::commit::Error;
use crate::web::Site;
use crate::web::client::Client;
use domain::text::fold;

/// Why somebody is not believed.
#[derive(Debug)]
pub enum Doubt {
    /// What was typed is not right; or there is no such account, or it was closed.
    Wrong,
    /// Too many guesses: this one was not looked at.
    Wait(MachineTime),
    /// Too many sign in at this moment.
    Busy,
    /// The house failed.
    Failed(Error),
}

impl From<Error> for Doubt {
    fn from(error: Error) -> Doubt {
        Doubt::Failed(error)
    }
}

impl From<super::gate::Busy> for Doubt {
    fn from(_: super::gate::Busy) -> Doubt {
        Doubt::Busy
    }
}

/// An account as it is found for a sign-in.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its stream.
    pub id: StreamId,
    /// Its state.
    pub state: Account,
    /// What it signs in with.
    pub credentials: Vec<Credential>,
}

impl Found {
    /// The credential of a means that an account has once.
    pub fn credential(&self, means: Means) -> Option<&Credential> {
        self.credentials.iter().find(|it| it.means == means && it.id.is_empty())
    }

    /// Its passkeys.
    pub fn passkeys(&self) -> Vec<Passkey> {
        let kept = self.credentials.iter().filter(|it| it.means == Means::Passkey);
        kept.filter_map(|it| serde_json::from_str(&it.secret).ok()).collect()
    }

    /// Whether a person may sign in to it: programs have tokens, and a closed one nobody.
    pub fn is_open(&self) -> bool {
        let of_people = match self.state.kind {
            Kind::Staff | Kind::Citizen | Kind::Organisation => true,
            Kind::Integration => false,
        };
        of_people && !self.state.closed
    }

    /// Whether it signs in by two factors: officers must, others may.
    pub fn has_second_factor(&self) -> bool {
        self.credentials.iter().any(|it| matches!(it.means, Means::Totp | Means::Passkey))
    }
}

/// Where somebody guesses from.
#[derive(Clone, Copy, Debug)]
pub struct Guesser<'a> {
    /// The address and the browser.
    pub client: &'a Client,
    /// The headers of the request, for marks of earlier sign-ins.
    pub headers: &'a HeaderMap,
    /// The session that the browser has, locked or not.
    pub session: Option<&'a Session>,
}

/// The account of a stream.
pub async fn account(site: &Site, id: &StreamId) -> Result<Option<Found>, Error> {
    let id = id.clone();
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&store::STATE, &[id.as_str().into()])?;
        let state = row.map(|row| session::read_state(row.text(0)?)).transpose()?.flatten();
        let credentials = credential::of(tx, &id)?;
        Ok::<_, Error>(state.map(|state| Found { id, state, credentials }))
    });
    read.await
}

/// The account that somebody names: by login, mail address, telephone or identity number.
pub async fn named(site: &Site, typed: &str) -> Result<Option<Found>, Error> {
    let secret = site.porter().secret(site.house())?;
    let claims = candidates(secret, typed);
    let read = site.house().db.read(move |tx| {
        let mut found = None;
        // Every way is looked at, so that time tells nothing of which one a login is found by.
        for (kind, key) in claims {
            let row = tx.row(&store::BY_CLAIM, &[kind.into(), key.into()])?;
            let row = row.map(|row| {
                let id = StreamId::stored(row.text(0)?);
                Ok::<_, Error>(session::read_state(row.text(1)?)?.map(|state| (id, state)))
            });
            found = found.or(row.transpose()?.flatten());
        }
        let id = found.as_ref().map_or_else(|| StreamId::stored("nobody"), |(id, _)| id.clone());
        let credentials = credential::of(tx, &id)?;
        Ok::<_, Error>(found.map(|(id, state)| Found { id, state, credentials }))
    });
    read.await
}

fn candidates(secret: &super::secret::HouseSecret, typed: &str) -> [(&'static str, String); 5] {
    let typed = typed.trim();
    [
        ("account-login", secret.login(typed)),
        ("account-email", secret.hash("email", &typed.to_lowercase())),
        ("account-phone", secret.hash("phone", &super::contact::phone(typed).unwrap_or_default())),
        ("account-identity", secret.identity("citizen_id", typed)),
        ("account-identity", secret.identity("cmnd", typed)),
    ]
}

/// Believes a login and a password.
pub async fn password(
    site: &Site,
    login: &str,
    typed: &str,
    guesser: Guesser<'_>,
) -> Result<Found, Doubt> {
    let found = named(site, login).await?;
    // One spelling each: a lane must not begin anew with every space in a number.
    let name = super::contact::phone(login).unwrap_or_else(|| fold(login.trim()));
    let guess = admit_named(site, &name, found.as_ref(), guesser).await?;
    let kept = found.as_ref().filter(|it| it.is_open() && guess.is_looked_at);
    let kept = kept.and_then(|it| it.credential(Means::Password)).map(|it| it.secret.clone());
    let verdict = verify(site, typed, kept).await?;
    let right = matches!(verdict, Verdict::Right | Verdict::RightAtOldCost);
    let Some(found) = found.filter(|_| right) else {
        tracing::warn!(address = %guesser.client.address, "a password was not right");
        return Err(Doubt::Wrong);
    };
    if let (Verdict::RightAtOldCost, Some(before)) = (verdict, found.credential(Means::Password)) {
        let after = once(site, Means::Password, hash(site, typed).await?);
        replace(site, &found.id, before.clone(), after).await?;
    }
    guess.was_right(site).await?;
    Ok(found)
}

/// Believes the password of an account that is known already.
pub async fn password_again(
    site: &Site,
    found: &Found,
    typed: &str,
    guesser: Guesser<'_>,
) -> Result<(), Doubt> {
    let guess = admit(site, found, guesser, Guessed::Password).await?;
    let kept = found.credential(Means::Password).map(|it| it.secret.clone());
    let verdict = verify(site, typed, kept).await?;
    if verdict == Verdict::Wrong || !found.is_open() {
        tracing::warn!(account = %found.id, "a password was not right");
        return Err(Doubt::Wrong);
    }
    guess.was_right(site).await?;
    Ok(())
}

async fn verify(site: &Site, typed: &str, kept: Option<String>) -> Result<Verdict, Doubt> {
    let (typed, cost) = (Password::new(typed), site.porter().cost());
    let verified = site.porter().hashing.run(move || typed.verify(kept.as_deref(), cost)).await?;
    Ok(verified.map_err(|error| Error::Damaged(error.to_string()))?)
}

/// The hash of a new password, made behind the gate.
pub async fn hash(site: &Site, typed: &str) -> Result<String, Doubt> {
    let (typed, cost) = (Password::new(typed), site.porter().cost());
    let salt = site.house().source.chance();
    let hashed = site.porter().hashing.run(move || typed.hash(cost, salt)).await?;
    Ok(hashed.map_err(|error| Error::Damaged(error.to_string()))?)
}

/// Keeps a password in the place of an older one.
pub async fn keep_password(site: &Site, account: &StreamId, typed: &str) -> Result<(), Doubt> {
    let secret = hash(site, typed).await?;
    keep(site, account, once(site, Means::Password, secret)).await?;
    Ok(())
}

/// A credential that an account has once, made now.
pub fn once(site: &Site, means: Means, secret: String) -> Credential {
    Credential {
        means,
        id: String::new(),
        secret,
        label: String::new(),
        made_at: site.house().source.machine(),
        used_at: None,
    }
}

/// Keeps a credential.
pub async fn keep(site: &Site, account: &StreamId, it: Credential) -> Result<(), Error> {
    let account = account.clone();
    site.door().work(move |tx| credential::put(tx, &account, &it)).await
}

/// Counts a guess at an account that is known already.
async fn admit(
    site: &Site,
    found: &Found,
    guesser: Guesser<'_>,
    guessed: Guessed,
) -> Result<Guess, Doubt> {
    let (mark, session) = marks(site, Some(found), guesser)?;
    let place = place(guesser, mark.as_deref(), session.as_deref());
    waited(guesser, attempt::admit(site, &found.id, place, guessed).await?)
}

/// Counts a guess at the password of whoever is named.
async fn admit_named(
    site: &Site,
    name: &str,
    found: Option<&Found>,
    guesser: Guesser<'_>,
) -> Result<Guess, Doubt> {
    let (mark, session) = marks(site, found, guesser)?;
    let place = place(guesser, mark.as_deref(), session.as_deref());
    let whose = (name, found.map(|found| &found.id));
    waited(guesser, attempt::admit_named(site, whose, place, Guessed::Password).await?)
}

/// What the account knows of the browser: the mark of a sign-in, and the session's name.
fn marks(
    site: &Site,
    found: Option<&Found>,
    guesser: Guesser<'_>,
) -> Result<(Option<String>, Option<String>), Error> {
    let secret = site.porter().secret(site.house())?;
    let mark = found.and_then(|found| known::mark(guesser.headers, secret, &found.id));
    let own = guesser.session.filter(|it| found.is_some_and(|found| found.id == it.account));
    Ok((mark, own.map(|session| session.hash.text())))
}

fn place<'a>(guesser: Guesser<'_>, mark: Option<&'a str>, session: Option<&'a str>) -> Place<'a> {
    let known = mark.map(Origin::KnownDevice).or(session.map(Origin::Session));
    Place { address: guesser.client.address, origin: known.unwrap_or(Origin::Unknown) }
}

fn waited(guesser: Guesser<'_>, admitted: Result<Guess, Wait>) -> Result<Guess, Doubt> {
    admitted.map_err(|wait| {
        tracing::warn!(address = %guesser.client.address, "a guess has to wait");
        Doubt::Wait(wait.until)
    })
}

/// Believes a code of the account's app; each works once.
pub async fn code(
    site: &Site,
    found: &Found,
    typed: &str,
    guesser: Guesser<'_>,
) -> Result<(), Doubt> {
    let guess = admit(site, found, guesser, Guessed::Code).await?;
    let secret = site.porter().secret(site.house())?.clone();
    let (id, typed, now) = (found.id.clone(), typed.to_owned(), site.house().source.machine());
    let work = move |tx: &mut db::Tx<'_>| {
        // Read and kept in one transaction, so that a code sent twice works once.
        let kept = credential::of(tx, &id)?.into_iter().find(|it| it.means == Means::Totp);
        let Some(kept) = kept else { return Ok(false) };
        let Some(step) = accept(&secret, &id, &kept, &typed, now) else { return Ok(false) };
        let used_at = Some(MachineTime(step * STEP_S * 1_000_000));
        credential::put(tx, &id, &Credential { used_at, ..kept })?;
        Ok(true)
    };
    let right = site.door().work(work).await?;
    if !right || !found.is_open() {
        tracing::warn!(account = %found.id, "a code was not right");
        return Err(Doubt::Wrong);
    }
    guess.was_right(site).await?;
    Ok(())
}

/// The step of a code, if it is right and later than the last one that was accepted.
fn accept(
    secret: &super::secret::HouseSecret,
    id: &StreamId,
    kept: &Credential,
    typed: &str,
    now: MachineTime,
) -> Option<Step> {
    let opened = secret.open(&totp_place(id), &kept.secret)?;
    let last = kept.used_at.map(|at| at.0.div_euclid(STEP_S * 1_000_000));
    Secret::parse(&opened)?.accept(typed, now, last)
}

/// Believes a recovery code and spends it. Answers how many are left.
pub async fn recovery(
    site: &Site,
    found: &Found,
    typed: &str,
    guesser: Guesser<'_>,
) -> Result<usize, Doubt> {
    let guess = admit(site, found, guesser, Guessed::Recovery).await?;
    let kept = found.credential(Means::Recovery).cloned();
    let codes = kept.as_ref().and_then(|it| serde_json::from_str(&it.secret).ok());
    let typed = typed.to_owned();
    let spend = move || codes.map(|codes: RecoveryCodes| codes.spend(&typed)).transpose();
    let spent = site.porter().hashing.run(spend).await?;
    let spent = spent.map_err(|error| Error::Damaged(error.to_string()))?.flatten();
    let (Some(left), Some(kept)) = (spent.filter(|_| found.is_open()), kept) else {
        tracing::warn!(account = %found.id, "a recovery code was not right");
        return Err(Doubt::Wrong);
    };
    let number = left.left();
    let secret = serde_json::to_string(&left).expect("invariant: recovery codes serialise");
    let used_at = Some(site.house().source.machine());
    let after = Credential { secret, used_at, ..kept.clone() };
    if !replace(site, &found.id, kept, after).await? {
        return Err(Doubt::Wrong);
    }
    guess.was_right(site).await?;
    Ok(number)
}

/// Keeps a credential in the place of the one that was read, unless another request has changed or
/// removed that meanwhile: what its owner took away must not come back.
pub async fn replace(
    site: &Site,
    id: &StreamId,
    before: Credential,
    after: Credential,
) -> Result<bool, Error> {
    let id = id.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        let same = credential::of(tx, &id)?.contains(&before);
        if same {
            credential::put(tx, &id, &after)?;
        }
        Ok(same)
    };
    site.door().work(work).await
}
