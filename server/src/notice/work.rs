//! The worker that writes notices: from what a commit asked for to letters in the outbox.

use db::Tx;
use domain::StreamId;
use domain::notice::Subject;

use super::compose::{Ground, contacts, language};
use super::{shown, store};
use crate::commit::Error;
use crate::dossier::read;
use crate::outbox::{Letter, carries, way};
use crate::web::Site;

/// Notices that one round writes at most.
const ROUND_MAX: i64 = 128;

/// A notice as the worker gets it.
struct Asked {
    event: i64,
    dossier: i64,
    about: Option<Subject>,
    version: i64,
    stream: StreamId,
}

/// What becomes of a notice: its letters with the addresses as they are shown, or why there are
/// none.
enum Written {
    Letters(Vec<(Letter, String)>),
    Nothing(&'static str),
}

/// Writes the notices that are due. Answers how many letters there are.
pub fn round(site: &Site) -> Result<usize, Error> {
    let db = &site.house().db;
    let mut letters = 0;
    for asked in db.read_now(due)? {
        let Asked { event, dossier, .. } = asked;
        let at = site.clone();
        // One that cannot be read does not hold up the others.
        let written = match db.read_now(move |tx| write(tx, &at, &asked)) {
            Ok(written) => written,
            Err(error @ Error::Damaged(_)) => {
                tracing::error!(event, %error, "a notice cannot be written");
                continue;
            }
            Err(error) => return Err(error),
        };
        letters += site.door().work_now(move |tx| settle(tx, event, dossier, written))?;
    }
    Ok(letters)
}

fn due(tx: &mut Tx<'_>) -> Result<Vec<Asked>, Error> {
    let rows = tx.rows(&store::DUE_NOW, &[ROUND_MAX.into()])?;
    let asked = |row: &db::Row| {
        Ok(Asked {
            event: row.int(0)?,
            dossier: row.int(1)?,
            about: Subject::parse(row.text(2)?),
            version: row.int(3)?,
            stream: StreamId::stored(row.text(4)?),
        })
    };
    rows.iter().map(asked).collect()
}

/// A notice in words, for each way that the applicant can be reached.
fn write(tx: &mut Tx<'_>, site: &Site, asked: &Asked) -> Result<Written, Error> {
    let known = read::of(tx, &asked.stream)?;
    let (Some(known), Some(about)) = (known, asked.about) else {
        return Ok(Written::Nothing(store::UNKNOWN));
    };
    let Some(personal) = &known.personal else { return Ok(Written::Nothing(store::UNKNOWN)) };
    let contacts = contacts(personal);
    if contacts.is_empty() {
        return Ok(Written::Nothing(store::NOWHERE));
    }
    let reached: Vec<_> = contacts.iter().filter(|to| carries(site, way(to))).collect();
    if reached.is_empty() {
        return Ok(Written::Nothing(store::UNCARRIED));
    }
    let events = read::events(tx, &asked.stream)?.into_iter();
    let events = events.filter(|(header, _)| header.version <= asked.version);
    let events: Vec<_> = events.map(|(_, event)| event).collect();
    let filing = &known.dossier.filing;
    let register = site.register();
    let day = site.law_now().date();
    let offices = register.offices(tx, day, site.house().source.machine())?;
    let content = register.content(tx, &filing.procedure, filing.revision)?;
    let ground = Ground {
        site,
        offices: &offices,
        content: content.as_deref(),
        dossier: &known.dossier,
        events: &events,
    };
    if !ground.is_timely(about) {
        return Ok(Written::Nothing(store::UNTIMELY));
    }
    let language = language(personal);
    let mut letters = Vec::new();
    for to in reached {
        let words = ground.words(about, to, language)?;
        letters.push((Letter::new(site, to, words, language)?, shown::veiled(to)));
    }
    Ok(Written::Letters(letters))
}

/// Puts letters into the outbox and settles their notice; another node may have done it already.
fn settle(tx: &mut Tx<'_>, event: i64, dossier: i64, written: Written) -> Result<usize, Error> {
    let (state, letters) = match written {
        // Who was erased since it was written is not written to.
        Written::Letters(_) if tx.row(&store::STANDS, &[dossier.into()])?.is_none() => {
            (store::UNKNOWN, Vec::new())
        }
        Written::Letters(letters) => (store::SENT, letters),
        Written::Nothing(state) => (state, Vec::new()),
    };
    if tx.execute(&store::SETTLE, &[event.into(), state.into()])? == 0 {
        return Ok(0);
    }
    let count = letters.len();
    for (letter, shown) in letters {
        let (way, state) = (letter.way().id(), letter.state());
        let id = letter.put(tx)?;
        let values =
            [id.into(), event.into(), dossier.into(), way.into(), shown.into(), state.into()];
        tx.execute(&store::ADD_LETTER, &values)?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use page::Language;

    use super::*;
    use crate::account::contact::Contact;
    use crate::outbox::Words;
    use crate::served::played;

    db::statements! {
        /// Somebody who stands behind a dossier.
        pub SOMEBODY = "SELECT min(id) FROM dossier_person";
        /// A notice that is due.
        pub DUE = "INSERT INTO notice (event, dossier, about, told_at, state)
            VALUES ($1, $2, 'received', 0, 'due')";
        /// How a notice stands, and how many letters it has.
        pub STATE = "SELECT n.state, (SELECT count(*) FROM notice_letter l WHERE l.event = n.event)
            FROM notice n WHERE n.event = $1";
    }

    #[tokio::test]
    async fn who_was_erased_while_a_letter_was_written_is_not_written_to() {
        let served = played();
        let site = served.site.clone();
        let work = move |tx: &mut Tx<'_>| {
            let known = tx.row(&SOMEBODY, &[])?.expect("there are some").int(0)?;
            let mut told = Vec::new();
            for (event, dossier) in [(1, known), (2, i64::MAX)] {
                let to = Contact::parse("an@example.com").expect("an address");
                let letter = Letter::new(&site, &to, Words::HasAccount, Language::Vietnamese)?;
                tx.execute(&DUE, &[event.into(), dossier.into()])?;
                let written = Written::Letters(vec![(letter, "a…@example.com".to_owned())]);
                let sent = settle(tx, event, dossier, written)?;
                let row = tx.row(&STATE, &[event.into()])?.expect("it is there");
                told.push((sent, row.text(0)?.to_owned(), row.int(1)?));
            }
            Ok(told)
        };
        let told = served.site.door().work(work).await.expect("it is done");
        assert_eq!(told, [(1, "sent".to_owned(), 1), (0, "unknown".to_owned(), 0)]);
    }
}
