//! Notices to applicants about their dossiers, by mail and text message.
//!
//! The commit that tells an event adds the notice that is due for it; no letter is written there.
//! A worker then reads the dossier as it stands, fills in the province's templates and puts the
//! letters into the outbox, in the transaction that settles the notice: once, whatever stops in
//! between. Who it is for is read from the dossier when it is sent, so that an erasure before that
//! leaves nothing to send.

mod compose;
pub mod shown;
pub mod store;
pub mod work;

use std::sync::OnceLock;

use db::{Rows, Tx};
use domain::notice::{Subject, Template};
use domain::province::Terms;
use domain::{LawTime, MachineTime, StreamId};

use crate::commit::Error;

/// A notice that an event asks for.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// The event.
    pub event: i64,
    /// The dossier's identifier in rows.
    pub dossier: i64,
    /// What of.
    pub about: Subject,
    /// When the event was told.
    pub at: LawTime,
}

/// Adds notices in the commit of their events.
pub(crate) fn add(tx: &mut Tx<'_>, due: &[Due]) -> Result<(), db::Error> {
    let mut rows = Rows::default();
    for one in due {
        rows.push(vec![
            one.event.into(),
            one.dossier.into(),
            one.about.id().into(),
            one.at.0.into(),
            store::DUE.into(),
        ]);
    }
    if !rows.is_empty() {
        tx.each(&store::ADD, &rows)?;
    }
    Ok(())
}

/// Takes away what notices of an erased dossier keep of its people, and gives up what was not sent.
pub(crate) fn erase_of(
    tx: &mut Tx<'_>,
    stream: &StreamId,
    now: MachineTime,
) -> Result<(), db::Error> {
    tx.execute(&store::HIDE, &[stream.as_str().into()])?;
    tx.execute(&store::GIVE_UP, &[stream.as_str().into(), now.0.into()])?;
    tx.execute(&store::LETTERS_ENDED, &[now.0.into()])?;
    Ok(())
}

/// The template of a subject: the province's own, or the program's.
pub fn template(terms: &Terms, about: Subject) -> Result<&Template, Error> {
    let of = |all: &'static [Template]| all.iter().find(|it| it.about == about);
    let own = terms.notices.iter().find(|it| it.about == about);
    let untold = || Error::Damaged(format!("no template tells `{}`", about.id()));
    match own {
        Some(own) => Ok(own),
        None => of(defaults()).ok_or_else(untold),
    }
}

/// The templates that the program carries with it.
fn defaults() -> &'static [Template] {
    static DEFAULTS: OnceLock<Vec<Template>> = OnceLock::new();
    const SHIPPED: &str = include_str!("../../../province/dak-nong/notices.toml");
    #[derive(serde::Deserialize)]
    struct File {
        notices: Vec<Template>,
    }
    DEFAULTS.get_or_init(|| {
        let file: Result<File, _> = toml::from_str(SHIPPED);
        file.expect("invariant: a test reads the shipped templates").notices
    })
}
