//! Drafts: what citizens are filling in, kept as it was typed until it is handed in.
//!
//! A draft is no fact: nothing is told of it, and it goes when nobody touches it. What it says is
//! sealed for its owner; each change is read and written in one transaction, so that two windows
//! lose nothing of each other.

use std::collections::{BTreeMap, BTreeSet};

use db::{Row, Tx};
use domain::application::Step;
use domain::{LawTime, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::store;
use crate::account::secret::HouseSecret;
use crate::commit::{Error, IdempotencyKey, answered};
use crate::dossier::counter::form::Form;
use crate::dossier::read;
use crate::web::{Missing, Problem, Site};

/// Days that a draft is kept after it was last touched.
pub const KEPT_DAYS: i64 = 30;
/// Drafts that one account may have.
pub const DRAFTS_MAX: usize = 30;
/// Letters of a draft's code.
const CODE_LENGTH: usize = 10;
/// Bytes that a draft may say.
pub const CONTENT_BYTES_MAX: usize = 256 * 1024;
/// Microseconds of a day.
const DAY_US: i64 = 24 * 3600 * 1_000_000;
/// How long the row of a draft that was handed in is kept, in microseconds: a day, for windows that
/// are still open.
const HANDED_IN_US: i64 = DAY_US;

/// What a draft says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Names and values as they were typed.
    pub form: Vec<(String, String)>,
    /// Pages that were answered rightly, by their names.
    #[serde(default)]
    pub done: BTreeSet<String>,
    /// Files that it waits with, by the identifiers of their attachments.
    #[serde(default)]
    pub files: BTreeSet<String>,
    /// The revision that it was begun with, where that moved on.
    #[serde(default)]
    pub moved_from: Option<u32>,
    /// Every revision that it was filled in by before.
    #[serde(default)]
    pub through: BTreeSet<u32>,
    /// Whether its owner has seen what that changed.
    #[serde(default)]
    pub moved_seen: bool,
    /// The dossier that another window handed in before this was typed, so that it is not in it.
    #[serde(default)]
    pub after: Option<String>,
    /// The turn of what was kept last of each page, by its name.
    #[serde(default)]
    pub turns: BTreeMap<String, Turn>,
}

/// Which of two things that a page sent was typed later: when the page was made, in microseconds of
/// law time, and how often its script had sent something. They may come in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Turn(pub i64, pub u32);

impl Turn {
    /// As a form says it: `1576464000000000`, and of a script `1576464000000000.7`.
    pub fn parse(text: &str) -> Option<Turn> {
        let (made, sent) = text.split_once('.').unwrap_or((text, "0"));
        Some(Turn(made.parse().ok()?, sent.parse().ok()?))
    }
}

impl Content {
    /// Puts what a page sent in the place of what stood there; says whether that is something else.
    pub fn put(&mut self, is_its_own: impl Fn(&str) -> bool, sent: Vec<(String, String)>) -> bool {
        let own = |(name, _): &&(String, String)| is_its_own(name);
        let before: Vec<(String, String)> = self.form.iter().filter(own).cloned().collect();
        let is_same = before == sent;
        self.form.retain(|(name, _)| !is_its_own(name));
        self.form.extend(sent);
        // What was replaced is waited with no longer.
        self.files.retain(|id| self.form.iter().any(|(_, value)| value == id));
        !is_same
    }

    /// The same for another draft, beside a dossier that was handed in before it was changed: files
    /// are the dossier's now.
    fn later(mut self, handed: &Content, dossier: String) -> Content {
        self.form.retain(|(_, value)| !handed.files.contains(value));
        self.files.retain(|id| !handed.files.contains(id));
        Content { after: Some(dossier), ..self }
    }

    /// Whether what a page sends was typed before what is kept of it.
    pub fn is_late(&self, step: &Step, turn: Option<Turn>) -> bool {
        self.turns.get(&step.to_string()).is_some_and(|kept| turn.is_none_or(|turn| turn <= *kept))
    }

    /// Remembers the turn of what is kept of a page.
    pub fn turned(&mut self, step: &Step, turn: Option<Turn>) {
        if let Some(turn) = turn {
            self.turns.insert(step.to_string(), turn);
        }
    }

    /// Whether a draft may say as much.
    pub fn fits(&self) -> bool {
        serde_json::to_string(self).is_ok_and(|text| text.len() <= CONTENT_BYTES_MAX)
    }

    /// The same as a form.
    pub fn read(&self) -> Form {
        Form(self.form.clone())
    }
}

/// A draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its code.
    pub code: String,
    /// Whose it is.
    pub account: StreamId,
    /// National code of the procedure.
    pub procedure: String,
    /// The revision that it is filled in by.
    pub revision: u32,
    /// What it says.
    pub content: Content,
    /// The dossier that it became.
    pub dossier: Option<String>,
    /// When it was touched last.
    pub changed: LawTime,
}

impl Draft {
    /// The last day on which it is kept.
    pub fn until(&self) -> Date {
        self.changed.date().saturating_add(KEPT_DAYS.days())
    }

    /// What its forms carry, so that they are taken though their session is over.
    pub fn seal(&self, site: &Site) -> Result<String, Problem> {
        let secret = site.porter().secret(site.house())?;
        Ok(secret.hash("draft", &place(&self.code, &self.account)))
    }

    /// The key under which it is handed in: once, and with what it says.
    pub fn key(&self) -> IdempotencyKey {
        let mut request = Sha256::new();
        for part in self.content.form.iter().flat_map(|(name, value)| [name, value]) {
            request.update(part.len().to_le_bytes());
            request.update(part);
        }
        let request = request.finalize().to_vec();
        IdempotencyKey { key: format!("draft-{}", self.code), request }
    }

    /// The address of one of its pages.
    pub fn path(&self, step: &Step) -> String {
        format!("/my/drafts/{}/{step}", self.code)
    }

    fn read(row: &Row, secret: &HouseSecret) -> Result<Draft, Error> {
        let code = row.text(0)?.to_owned();
        let account = StreamId::stored(row.text(1)?);
        let dossier = row.maybe_text(5)?.map(str::to_owned);
        let content = match dossier {
            Some(_) => Content::default(),
            None => {
                let opened = secret.open(&place(&code, &account), row.text(4)?);
                let content = opened.and_then(|text| serde_json::from_str(&text).ok());
                content.ok_or_else(|| Error::Damaged(format!("draft {code}")))?
            }
        };
        Ok(Draft {
            procedure: row.text(2)?.to_owned(),
            revision: u32::try_from(row.int(3)?).unwrap_or(0),
            changed: LawTime(row.int(7)?),
            code,
            account,
            content,
            dossier,
        })
    }
}

/// Drafts that were touched last before this instant are kept no longer: the day on which one may
/// be kept until is over.
fn kept_since(now: LawTime) -> LawTime {
    LawTime::start_of(now.date().saturating_sub(KEPT_DAYS.days()))
}

fn place(code: &str, account: &StreamId) -> String {
    format!("draft {code} {account}")
}

fn sealed(
    site: &Site,
    code: &str,
    account: &StreamId,
    content: &Content,
) -> Result<Result<String, Problem>, Error> {
    let text = serde_json::to_string(content).map_err(|it| Error::Damaged(it.to_string()))?;
    if text.len() > CONTENT_BYTES_MAX {
        return Ok(Err(Problem::invalid("form", "a draft of at most 256 KiB")));
    }
    let secret = site.porter().secret(site.house())?;
    Ok(Ok(secret.seal(&place(code, account), &text, site.house().source.chance())))
}

fn new_code(site: &Site) -> String {
    /// No 0, O, 1, I, L.
    const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let chance: [u8; CODE_LENGTH] = site.house().source.chance();
    let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    chance.iter().map(letter).collect()
}

/// Begins a draft; `None` where the account has too many already.
pub async fn begin(
    site: &Site,
    account: &StreamId,
    (procedure, revision): (&str, u32),
    content: Content,
) -> Result<Option<Draft>, Problem> {
    let now = site.law_now();
    let draft = Draft {
        code: new_code(site),
        account: account.clone(),
        procedure: procedure.to_owned(),
        revision,
        content,
        dossier: None,
        changed: now,
    };
    let (at, row) = (site.clone(), draft.clone());
    let begun = site.door().work(move |tx| {
        expire(tx, now)?;
        let most = i64::try_from(DRAFTS_MAX).unwrap_or(i64::MAX);
        let known = tx.rows(&store::OF, &[row.account.as_str().into(), most.into()])?;
        if known.len() >= DRAFTS_MAX {
            return Ok(Ok(false));
        }
        Ok(add(tx, &at, &row)?.map(|()| true))
    });
    Ok(begun.await??.then_some(draft))
}

/// Writes the row of a new draft, with the files that it waits with.
fn add(tx: &mut Tx<'_>, site: &Site, draft: &Draft) -> Result<Result<(), Problem>, Error> {
    let text = match sealed(site, &draft.code, &draft.account, &draft.content)? {
        Ok(text) => text,
        Err(problem) => return Ok(Err(problem)),
    };
    let values = [
        draft.code.as_str().into(),
        draft.account.as_str().into(),
        draft.procedure.as_str().into(),
        i64::from(draft.revision).into(),
        text.into(),
        draft.changed.0.into(),
    ];
    tx.execute(&store::ADD, &values)?;
    for file in &draft.content.files {
        tx.execute(&store::NAME_FILE, &[draft.code.as_str().into(), file.as_str().into()])?;
    }
    Ok(Ok(()))
}

/// A draft by its code, whoever asks.
pub async fn find(site: &Site, code: &str) -> Result<Draft, Problem> {
    if code.contains('\0') {
        return Err(Missing.into());
    }
    let (at, code) = (site.clone(), code.to_uppercase());
    let read = site.house().db.read(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let row = tx.row(&store::ONE, &[code.into()])?;
        row.map(|row| Draft::read(&row, secret)).transpose()
    });
    let found: Option<Draft> = read.await?;
    let oldest = kept_since(site.law_now());
    let found = found.filter(|draft| draft.changed >= oldest).ok_or(Missing)?;
    settled(site, found).await
}

/// A draft that became a dossier is handed in, though a stop came before its row said so.
async fn settled(site: &Site, draft: Draft) -> Result<Draft, Problem> {
    if draft.dossier.is_some() {
        return Ok(draft);
    }
    let (key, account) = (draft.key(), draft.account.clone());
    let read = site.house().db.read(move |tx| {
        let Some((accepted, is_same)) = answered(tx, account.as_str(), &key)? else {
            return Ok(None);
        };
        let Some(filed) = accepted.events.into_iter().next() else { return Ok(None) };
        let known = read::of(tx, &filed.stream)?;
        Ok::<_, Error>(known.map(|known| (known.dossier.filing.clone(), is_same)))
    });
    let Some((filing, is_same)) = read.await? else { return Ok(draft) };
    let dossier = filing.code;
    let content = match is_same {
        true => draft.content.clone(),
        false => {
            let files = filing.components.into_iter().filter_map(|it| it.attachment);
            Content { files: files.collect(), ..Content::default() }
        }
    };
    handed_in(site, &draft.code, &content, &dossier).await?;
    Ok(Draft { dossier: Some(dossier), content: Content::default(), ..draft })
}

/// The drafts of an account that were not handed in, the last touched first.
pub async fn of(site: &Site, account: &StreamId) -> Result<Vec<Draft>, Problem> {
    let (at, account) = (site.clone(), account.clone());
    let oldest = kept_since(site.law_now());
    let read = site.house().db.read(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let most = i64::try_from(DRAFTS_MAX).unwrap_or(i64::MAX);
        let rows = tx.rows(&store::OF, &[account.as_str().into(), most.into()])?;
        let draft = |row| match Draft::read(row, secret) {
            Ok(draft) => Some(draft),
            // One that is damaged does not hide the others.
            Err(error) => {
                tracing::error!(%error, "a draft cannot be opened");
                None
            }
        };
        Ok::<_, Error>(rows.iter().filter_map(draft).collect::<Vec<Draft>>())
    });
    let mut drafts = read.await?;
    drafts.retain(|draft| draft.changed >= oldest);
    Ok(drafts)
}

/// Changes a draft in one transaction; what it is afterwards. One that was handed in stays as it is.
pub async fn change(
    site: &Site,
    code: &str,
    change: impl FnOnce(&mut Draft) + Send + 'static,
) -> Result<Draft, Problem> {
    let (at, code) = (site.clone(), code.to_owned());
    let now = site.law_now();
    let changed = site.door().work(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let row = tx.row(&store::HELD, &[code.as_str().into()])?;
        let Some(row) = row else { return Ok(Err(Missing.into())) };
        let mut draft = Draft::read(&row, secret)?;
        if draft.dossier.is_some() {
            return Ok(Ok(draft));
        }
        change(&mut draft);
        draft.changed = now;
        let text = match sealed(&at, &draft.code, &draft.account, &draft.content)? {
            Ok(text) => text,
            Err(problem) => return Ok(Err(problem)),
        };
        let revision = i64::from(draft.revision);
        let values = [code.as_str().into(), revision.into(), text.into(), now.0.into()];
        tx.execute(&store::KEEP, &values)?;
        tx.execute(&store::FORGET_FILES, &[code.as_str().into()])?;
        for file in &draft.content.files {
            tx.execute(&store::NAME_FILE, &[code.as_str().into(), file.as_str().into()])?;
        }
        Ok(Ok(draft))
    });
    changed.await?
}

/// A draft became a dossier: what it said goes, for the dossier says it now. What another window
/// changed since becomes a draft of its own, for it stands nowhere else.
pub async fn handed_in(
    site: &Site,
    code: &str,
    handed: &Content,
    dossier: &str,
) -> Result<(), Problem> {
    let (at, code, dossier) = (site.clone(), code.to_owned(), dossier.to_owned());
    let (handed, now) = (handed.clone(), site.law_now());
    let done = site.door().work(move |tx| {
        let secret = at.porter().secret(at.house())?;
        let Some(row) = tx.row(&store::HELD, &[code.as_str().into()])? else { return Ok(Ok(())) };
        let draft = Draft::read(&row, secret)?;
        if draft.dossier.is_some() {
            return Ok(Ok(()));
        }
        let values = [code.as_str().into(), dossier.as_str().into(), now.0.into()];
        tx.execute(&store::HANDED_IN, &values)?;
        tx.execute(&store::FORGET_FILES, &[code.as_str().into()])?;
        if draft.content.form == handed.form {
            return Ok(Ok(()));
        }
        let later = draft.content.later(&handed, dossier);
        let draft = Draft { code: new_code(&at), content: later, changed: now, ..draft };
        add(tx, &at, &draft)
    });
    done.await?
}

/// Removes a draft; its files go with others that nothing names.
pub async fn remove(site: &Site, code: &str) -> Result<(), Problem> {
    let code = code.to_owned();
    let done = site.door().work(move |tx| {
        tx.execute(&store::REMOVE, &[code.as_str().into()])?;
        tx.execute(&store::FORGET_FILES, &[code.as_str().into()])?;
        Ok(())
    });
    Ok(done.await?)
}

/// Lets go of drafts that nobody touched in time, and of what is left of those handed in.
pub fn expire(tx: &mut Tx<'_>, now: LawTime) -> Result<(), Error> {
    let values = [kept_since(now).0.into(), (now.0 - HANDED_IN_US).into()];
    tx.execute(&store::EXPIRE, &values)?;
    tx.execute(&store::TIDY_FILES, &[])?;
    Ok(())
}

/// Lets go of every draft of an erased account.
pub fn erase_of(tx: &mut Tx<'_>, account: &StreamId) -> Result<(), Error> {
    if tx.execute(&store::REMOVE_OF, &[account.as_str().into()])? > 0 {
        tx.execute(&store::TIDY_FILES, &[])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_page_replaces_its_own_answers_and_no_others() {
        let mut content = Content::default();
        let own = |name: &str| name.starts_with("answers.child");
        assert!(content.put(own, vec![pair("answers.child.name", "H'An")]));
        assert!(content.put(|name| name == "answers.sex", vec![pair("answers.sex", "female")]));
        assert!(!content.put(own, vec![pair("answers.child.name", "H'An")]), "nothing changed");
        assert!(content.put(own, Vec::new()));
        assert_eq!(content.form, [pair("answers.sex", "female")]);
    }

    #[test]
    fn what_was_typed_before_what_is_kept_is_late() {
        let (mut content, step) = (Content::default(), Step::Office);
        assert!(!content.is_late(&step, None), "nothing is kept yet");
        content.turned(&step, Turn::parse("1576464000000000.7"));
        let is_late = |text: &str| content.is_late(&step, Turn::parse(text));
        assert!(is_late("1576464000000000.6") && is_late("1576464000000000.7"));
        assert!(!is_late("1576464000000000.8") && !is_late("1576464000000000.10"));
        assert!(is_late("1576463999999999.9"), "the page was loaded before");
        assert!(!is_late("1576464000000001"), "it was loaded since");
        assert!(is_late("x") && !content.is_late(&Step::Return, None));
    }

    #[test]
    fn a_file_that_was_replaced_is_waited_with_no_longer() {
        let files = ["a".to_owned(), "b".to_owned()].into();
        let mut content = Content { files, ..Content::default() };
        content.put(|name| name == "paper.x.file", vec![pair("paper.x.file", "b")]);
        assert_eq!(content.files, ["b".to_owned()].into());
    }
}
