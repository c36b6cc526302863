//! Messages to people: they stand in the outbox, sealed, until a carrier took them. In the
//! demonstration there is no carrier; its tray shows them instead, and they never go out.

use db::Rows;
use domain::account::Person;
use domain::province::Purpose;
use domain::{MachineTime, StreamId};
use ring::aead::NONCE_LEN;
use serde::{Deserialize, Serialize};

use super::contact::Contact;
use super::secret::HouseSecret;
use super::store;
use super::throttle::News;
use crate::commit::Error;
use crate::web::Site;

/// A message that waits for a carrier.
pub const WAITING: &str = "message";
/// A message of the demonstration, which stays in the tray.
pub const IN_TRAY: &str = "tray";
/// Messages that the tray shows, the latest first.
pub const TRAY_MAX: i64 = 50;
/// When a message that is never sent is due.
const NEVER: i64 = i64::MAX;
/// Where messages are sealed for.
const PLACE: &str = "outbox";

/// What a message says; the words are of the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    /// A code to sign in with.
    SignIn(String),
    /// A code that shows that a telephone or a mailbox is one's own.
    Confirm(String),
    /// Somebody wanted to register who has an account already.
    HasAccount,
    /// Strangers guess at the account's password.
    Guessing,
    /// A passkey was copied.
    PasskeyCopied,
    /// Somebody guesses in a session of the account, or in a browser that was signed in before.
    GuessingInside,
}

/// A message to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The telephone number or the mail address.
    pub to: String,
    /// What it says.
    pub words: Words,
    /// When it was written.
    pub at: MachineTime,
}

/// A message that is sealed and ready for the outbox.
#[derive(Debug)]
pub struct Letter {
    kind: &'static str,
    sealed: String,
    due: i64,
}

/// What a letter is written with: it serves one.
#[derive(Debug)]
pub struct Pen {
    secret: HouseSecret,
    purpose: Purpose,
    now: MachineTime,
    chance: [u8; NONCE_LEN],
}

impl Pen {
    /// A pen of the house.
    pub fn of(site: &Site) -> Result<Pen, Error> {
        let source = &site.house().source;
        let secret = site.porter().secret(site.house())?.clone();
        let (purpose, now) = (site.province().purpose, source.machine());
        Ok(Pen { secret, purpose, now, chance: source.chance() })
    }

    /// Seals a message.
    pub fn write(self, to: &Contact, words: Words) -> Letter {
        let message = Message { to: to.text().to_owned(), words, at: self.now };
        let text = serde_json::to_string(&message).expect("invariant: messages serialise");
        let sealed = self.secret.seal(PLACE, &text, self.chance);
        let (kind, due) = match self.purpose {
            Purpose::Demo => (IN_TRAY, NEVER),
            Purpose::Production | Purpose::Bench => (WAITING, self.now.0),
        };
        Letter { kind, sealed, due }
    }
}

impl Letter {
    /// Seals a message.
    pub fn new(site: &Site, to: &Contact, words: Words) -> Result<Letter, Error> {
        Ok(Pen::of(site)?.write(to, words))
    }

    /// Puts it into the outbox.
    pub fn post(self, tx: &mut db::Tx<'_>) -> Result<(), Error> {
        let id = tx.take_ids("job_id", 1)?.into_iter().next();
        let id = id.ok_or_else(|| Error::Damaged("a sequence gave no number".to_owned()))?;
        let mut rows = Rows::default();
        let nothing = || 0_i64.into();
        let Letter { kind, sealed, due } = self;
        rows.push(vec![id.into(), kind.into(), sealed.into(), due.into(), nothing(), nothing()]);
        tx.each(&crate::commit::store::ADD_JOBS, &rows)?;
        Ok(())
    }
}

/// Tells the owner of an account that somebody guesses at it, where they can be reached.
pub fn warn_owner(
    tx: &mut db::Tx<'_>,
    pen: Pen,
    account: &StreamId,
    news: News,
) -> Result<(), Error> {
    let words = match news {
        News::Strangers => Words::Guessing,
        News::Inside => Words::GuessingInside,
    };
    warn(tx, pen, account, words)
}

/// Tells the owner of an account something, where they can be reached.
pub fn warn(tx: &mut db::Tx<'_>, pen: Pen, account: &StreamId, words: Words) -> Result<(), Error> {
    let person = person_in(tx, account)?.unwrap_or_default();
    let contact = person.email.map(Contact::Mail).or(person.phone.map(Contact::Phone));
    contact.map_or(Ok(()), |contact| pen.write(&contact, words).post(tx))
}

/// Who an account is; `None` once erased.
pub async fn person(site: &Site, account: &StreamId) -> Result<Option<Person>, Error> {
    let id = account.clone();
    site.house().db.read(move |tx| person_in(tx, &id)).await
}

fn person_in(tx: &mut db::Tx<'_>, account: &StreamId) -> Result<Option<Person>, Error> {
    let Some(row) = tx.row(&store::PERSON, &[account.as_str().into()])? else { return Ok(None) };
    let person = serde_json::from_str(row.text(0)?);
    person.map(Some).map_err(|source| Error::Damaged(format!("a person: {source}")))
}

/// The messages of the tray, the latest first.
pub async fn tray(site: &Site) -> Result<Vec<Message>, Error> {
    let values = [IN_TRAY.into(), TRAY_MAX.into()];
    let read = site.house().db.read(move |tx| {
        let rows = tx.rows(&crate::jobs::store::OF_KIND, &values)?;
        rows.iter().map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).collect::<Result<_, _>>()
    });
    let sealed: Vec<String> = read.await?;
    let secret = site.porter().secret(site.house())?;
    let opened = sealed.iter().filter_map(|text| secret.open(PLACE, text));
    Ok(opened.filter_map(|text| serde_json::from_str(&text).ok()).collect())
}
