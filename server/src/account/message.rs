//! Telling the owner of an account something that they did not ask for.

use domain::StreamId;
use domain::account::Person;
use page::Language;

use super::contact::Contact;
use super::store;
use crate::commit::Error;
use crate::outbox::{Letter, Words, carries, way};
use crate::web::Site;

/// Tells the owner of an account that strangers guess at it, where they can be reached.
pub async fn warn_owner(site: &Site, account: &StreamId) -> Result<(), Error> {
    let Some(person) = person(site, account).await? else { return Ok(()) };
    let contacts = [person.email.map(Contact::Mail), person.phone.map(Contact::Phone)];
    let mut reached = contacts.into_iter().flatten().filter(|it| carries(site, way(it)));
    match reached.next() {
        Some(contact) => {
            // Nobody knows which language the owner reads; the law's is Vietnamese.
            let language = Language::Vietnamese;
            let letter = Letter::new(site, &contact, Words::Guessing, language)?;
            site.door().work(move |tx| letter.post(tx)).await
        }
        None => Ok(()),
    }
}

/// Who an account is; `None` once erased.
pub async fn person(site: &Site, account: &StreamId) -> Result<Option<Person>, Error> {
    let id = account.clone();
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&store::PERSON, &[id.as_str().into()])?;
        row.map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).transpose()
    });
    let Some(text) = read.await? else { return Ok(None) };
    let person = serde_json::from_str(&text);
    person.map(Some).map_err(|source| Error::Damaged(format!("a person: {source}")))
}
