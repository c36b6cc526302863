//! What an account's events say of its person: folded as they were told.

use db::Tx;
use domain::account::{Event, Person};
use domain::event::Event as AnyEvent;
use domain::{LawTime, StreamId};

use crate::commit::{Error, decode, parse_header, store};

/// A consent in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// To what.
    pub purpose: String,
    /// The version of the text.
    pub version: String,
    /// When.
    pub at: LawTime,
}

/// Something that happened to the account, with what it says of its person.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When.
    pub at: LawTime,
    /// The stored kind.
    pub kind: String,
    /// The personal part as it is stored.
    pub personal: Option<serde_json::Value>,
}

/// Everything that an account's events say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Who it is.
    pub person: Option<Person>,
    /// Identities at providers: key, issuer, subject.
    pub links: Vec<(String, String, String)>,
    /// Consents in force.
    pub consents: Vec<Given>,
    /// Every event, in its order.
    pub happened: Vec<Happened>,
}

impl History {
    fn add(&mut self, at: LawTime, event: Event) {
        match event {
            Event::Opened { person, .. } | Event::Amended { person, .. } => self.person = person,
            Event::Linked { key, issuer, subject } => {
                self.links.push((key, issuer, subject.unwrap_or_default()));
            }
            Event::Unlinked { key } => self.links.retain(|(known, ..)| *known != key),
            Event::Consented { purpose, version } => {
                self.consents.retain(|known| known.purpose != purpose);
                self.consents.push(Given { purpose, version, at });
            }
            Event::Withdrew { purpose } => self.consents.retain(|it| it.purpose != purpose),
            Event::Proposed { .. }
            | Event::Approved { .. }
            | Event::Declined { .. }
            | Event::PostEnded { .. }
            | Event::PasswordSet {}
            | Event::Secured { .. }
            | Event::Unsecured { .. }
            | Event::SignedIn { .. }
            | Event::Held { .. }
            | Event::Released { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Forgotten { .. } => {}
        }
    }
}

/// Reads the events of an account.
pub fn read(tx: &mut Tx<'_>, account: &StreamId) -> Result<History, Error> {
    let mut history = History::default();
    let mut take = |row: db::Row| {
        let header = parse_header(row.text(0)?)?;
        let personal = row.maybe_text(2)?;
        let damaged = |source| Error::Damaged(format!("personal part of {account}: {source}"));
        history.happened.push(Happened {
            at: header.law_time,
            kind: header.kind.clone(),
            personal: personal.map(serde_json::from_str).transpose().map_err(damaged)?,
        });
        if let AnyEvent::Account(event) = decode(&header, row.text(1)?, personal)? {
            history.add(header.law_time, event);
        }
        Ok::<_, Error>(())
    };
    tx.stream(&store::STREAM_EVENTS, &[account.as_str().into()], &mut take)?;
    Ok(history)
}
