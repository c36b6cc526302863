//! What was typed to complete a dossier and is not sent yet: kept like a draft, for its owner.
//!
//! It stands among the drafts without a procedure, so that it is no application: no list names it, and
//! it ages and goes with them. It does not know what is lacking: that is the dossier's.

use db::{Row, Tx};
use domain::{LawTime, StreamId};
use serde::{Deserialize, Serialize};

use super::{draft, store};
use crate::account::secret::HouseSecret;
use crate::commit::Error;
use crate::web::{Problem, Site};

/// The most that the owner's own file tells of, the last touched first.
const TOLD_MAX: i64 = 1_000;
/// What a row's code begins with; no draft's code has a small letter.
const CODE: &str = "supplement ";

/// What is waiting to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// When it was asked for, in microseconds of law time: boxes are named by what was lacking then.
    pub asked: i64,
    /// Names and values as they were typed.
    pub form: Vec<(String, String)>,
    /// Files that it waits with, by the identifiers of their attachments.
    #[serde(default)]
    pub files: Vec<String>,
    /// Files that were refused while nobody was signed in to be told: the box, and why.
    #[serde(default)]
    pub refused: Vec<(String, String)>,
}

/// The same as it was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The dossier's code.
    pub dossier: String,
    /// What was typed.
    pub unsent: Unsent,
    /// When.
    pub changed: LawTime,
}

impl Kept {
    fn read(row: &Row, secret: &HouseSecret) -> Result<Kept, Error> {
        let code = row.text(0)?;
        let account = StreamId::stored(row.text(1)?);
        let dossier = code.strip_prefix(CODE).unwrap_or(code).to_owned();
        let opened = secret.open(&place(&dossier, &account), row.text(2)?);
        let unsent = opened.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Kept {
            unsent: unsent.ok_or_else(|| Error::Damaged(code.to_owned()))?,
            dossier,
            changed: LawTime(row.int(3)?),
        })
    }
}

fn place(dossier: &str, account: &StreamId) -> String {
    format!("{CODE}{dossier} {account}")
}

fn key(dossier: &str) -> String {
    format!("{CODE}{dossier}")
}

/// What the form of a dossier carries, so that it is taken though its session is over.
pub fn seal(site: &Site, dossier: &str, account: &StreamId) -> Result<String, Problem> {
    let secret = site.porter().secret(site.house())?;
    Ok(secret.hash("supplement", &place(dossier, account)))
}

/// Keeps what was typed, in the place of what was typed before; false where it is too much to keep.
pub async fn keep(
    site: &Site,
    dossier: &str,
    account: &StreamId,
    unsent: Unsent,
) -> Result<bool, Problem> {
    let text = serde_json::to_string(&unsent).map_err(|source| Problem::bug(&source))?;
    if text.len() > draft::CONTENT_BYTES_MAX {
        return Ok(false);
    }
    let secret = site.porter().secret(site.house())?;
    let sealed = secret.seal(&place(dossier, account), &text, site.house().source.chance());
    let (code, account, now) = (key(dossier), account.clone(), site.law_now());
    let done = site.door().work(move |tx| {
        let values = [code.as_str().into(), account.as_str().into(), sealed.into(), now.0.into()];
        tx.execute(&store::KEEP_UNSENT, &values)?;
        tx.execute(&store::FORGET_FILES, &[code.as_str().into()])?;
        for file in &unsent.files {
            tx.execute(&store::NAME_FILE, &[code.as_str().into(), file.as_str().into()])?;
        }
        Ok(true)
    });
    Ok(done.await?)
}

/// What waits to be sent for a dossier of an account; what cannot be opened is as if it were not.
pub async fn find(site: &Site, dossier: &str, account: &StreamId) -> Result<Option<Kept>, Problem> {
    let (at, code, account) = (site.clone(), key(dossier), account.clone());
    let read = site.house().db.read(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let row = tx.row(&store::UNSENT, &[code.into(), account.as_str().into()])?;
        Ok::<_, Error>(row.and_then(|row| Kept::read(&row, secret).ok()))
    });
    Ok(read.await?)
}

/// Everything of an account that waits to be sent, the last touched first.
pub async fn of(site: &Site, account: &StreamId) -> Result<Vec<Kept>, Problem> {
    let (at, account) = (site.clone(), account.clone());
    let read = site.house().db.read(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let rows = tx.rows(&store::UNSENT_OF, &[account.as_str().into(), TOLD_MAX.into()])?;
        Ok::<_, Error>(rows.iter().filter_map(|row| Kept::read(row, secret).ok()).collect())
    });
    Ok(read.await?)
}

/// It was sent, or is asked for no longer.
pub async fn remove(site: &Site, dossier: &str) -> Result<(), Problem> {
    let code = key(dossier);
    let remove = move |tx: &mut Tx<'_>| {
        tx.execute(&store::REMOVE, &[code.as_str().into()])?;
        tx.execute(&store::FORGET_FILES, &[code.as_str().into()])?;
        Ok(())
    };
    Ok(site.door().work(remove).await?)
}
