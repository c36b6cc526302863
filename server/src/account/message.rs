//! Telling the owner of an account something that they did not ask for.

use domain::StreamId;
use domain::account::Person;
use page::Language;

use super::contact::Contact;
use super::store;
use super::throttle::News;
use crate::commit::Error;
use crate::outbox::{Pen, Words};
use crate::web::Site;

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

/// Tells the owner of an account something by the first of their contacts that is carried; nobody
/// where there is none.
pub fn warn(tx: &mut db::Tx<'_>, pen: Pen, account: &StreamId, words: Words) -> Result<(), Error> {
    let person = person_in(tx, account)?.unwrap_or_default();
    let contacts = [person.email.map(Contact::Mail), person.phone.map(Contact::Phone)];
    let reached = contacts.into_iter().flatten().find(|contact| pen.reaches(contact));
    // Nobody knows which language the owner reads; the law's is Vietnamese.
    let language = Language::Vietnamese;
    reached.map_or(Ok(()), |contact| pen.write(&contact, words, language).post(tx))
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
