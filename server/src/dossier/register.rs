//! What taking in relies on, kept in memory: the offices of today, and contents of revisions.
//!
//! Offices are looked up anew every few seconds: what is decided is decided on the ledger's own
//! state, and here only where a step goes to. A published revision never changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use db::Tx;
use domain::MachineTime;
use domain::access::Scope;
use domain::calendar::Ready;
use domain::office::{Description as Office, Identifier};
use domain::procedure::description::{Description, Party};
use jiff::civil::Date;

use super::store;
use crate::commit::Error;
use crate::office::read::Described;
use crate::procedure;

/// How long the offices are kept, in microseconds.
const KEPT_US: i64 = 5_000_000;
/// Offices above one that are followed.
const LEVELS_MAX: usize = 8;
/// Contents of revisions that are kept.
const CONTENTS_MAX: usize = 2_000;

/// The offices of a day.
#[derive(Debug)]
pub struct Offices {
    day: Date,
    read_at: MachineTime,
    by_code: BTreeMap<String, Office>,
    /// Codes of the offices right under each, in their order.
    under: HashMap<String, Vec<String>>,
}

type Contents = HashMap<(String, u32), Arc<Description>>;

/// What is kept.
#[derive(Debug, Default)]
pub struct Register {
    offices: Mutex<Option<Arc<Offices>>>,
    contents: Mutex<Contents>,
    ready: Ready,
}

impl Register {
    /// Calendars and hours made ready.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The offices of a day, at most some seconds old.
    pub fn offices(
        &self,
        tx: &mut Tx<'_>,
        day: Date,
        now: MachineTime,
    ) -> Result<Arc<Offices>, Error> {
        let known = self.offices.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_fresh = |it: &Arc<Offices>| it.day == day && now.0 - it.read_at.0 < KEPT_US;
        if let Some(known) = known.filter(is_fresh) {
            return Ok(known);
        }
        let mut by_code = BTreeMap::new();
        for row in tx.rows(&store::OFFICES, &[day.to_string().into()])? {
            let described = Described::read(&row)?;
            by_code.insert(described.code, described.description);
        }
        let made = Arc::new(Offices::new(day, now, by_code));
        *self.offices.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }

    /// The revision in force on a day with its number; `None` where nothing is.
    pub fn in_force(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        day: Date,
    ) -> Result<Option<(u32, Arc<Description>)>, Error> {
        let row = tx.row(&store::IN_FORCE, &[code.into(), day.to_string().into()])?;
        let Some(row) = row else { return Ok(None) };
        let number = u32::try_from(row.int(0)?).unwrap_or(0);
        Ok(self.content(tx, code, number)?.map(|content| (number, content)))
    }

    /// The content of a published revision.
    pub fn content(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        number: u32,
    ) -> Result<Option<Arc<Description>>, Error> {
        let key = (code.to_owned(), number);
        let known = |contents: &Contents| contents.get(&key).cloned();
        if let Some(found) = known(&self.contents.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(Some(found));
        }
        let Some(read) = procedure::read::content(tx, code, number)? else { return Ok(None) };
        let content = Arc::new(read);
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        if contents.len() >= CONTENTS_MAX {
            contents.clear();
        }
        contents.insert(key, Arc::clone(&content));
        Ok(Some(content))
    }
}

impl Offices {
    fn new(day: Date, read_at: MachineTime, by_code: BTreeMap<String, Office>) -> Offices {
        let mut under: HashMap<String, Vec<String>> = HashMap::new();
        for (code, office) in &by_code {
            if let Some(parent) = &office.parent {
                under.entry(parent.clone()).or_default().push(code.clone());
            }
        }
        Offices { day, read_at, by_code, under }
    }

    /// An office of the day.
    pub fn get(&self, code: &str) -> Option<&Office> {
        self.by_code.get(code)
    }

    /// Every office of the day with its code, in the order of the codes.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Office)> {
        self.by_code.iter()
    }

    /// An office and those above it, itself first.
    pub fn path(&self, code: &str) -> Vec<String> {
        let mut path = vec![code.to_owned()];
        let mut above = self.get(code).and_then(|office| office.parent.clone());
        while let Some(code) = above.filter(|_| path.len() <= LEVELS_MAX) {
            above = self.get(&code).and_then(|office| office.parent.clone());
            path.push(code);
        }
        path
    }

    /// Offices of a level and kind, by their codes.
    pub fn of(&self, level: &str, kind: &str) -> Vec<String> {
        let fits = |office: &Office| office.level == level && office.kind == kind;
        let found = self.by_code.iter().filter(|(_, office)| fits(office));
        found.map(|(code, _)| code.clone()).collect()
    }

    /// Offices near one: above it, and beside those above it, but not itself.
    pub fn near(&self, code: &str) -> Vec<String> {
        let path = self.path(code);
        let is_near = |other: &&String| {
            let parent = self.get(other).and_then(|office| office.parent.as_ref());
            path.contains(*other) || parent.is_some_and(|parent| path.contains(parent))
        };
        let near = self.by_code.keys().filter(is_near);
        near.filter(|other| *other != code).cloned().collect()
    }

    /// The offices of the day that a scope covers.
    pub fn covered(&self, scope: &Scope) -> Vec<String> {
        let wanted = |code: &&String| scope.covers(&self.path(code));
        self.by_code.keys().filter(wanted).cloned().collect()
    }

    /// The schedule of hours of an office: its own, else the nearest one above.
    pub fn hours(&self, code: &str) -> Option<String> {
        self.path(code).iter().find_map(|code| self.get(code)?.hours.clone())
    }

    /// The identifier that begins an office's dossier codes: its own, else the nearest one above.
    pub fn identifier(&self, code: &str) -> Option<String> {
        let in_force = |it: &&Identifier| {
            it.from.is_none_or(|from| from <= self.day) && it.to.is_none_or(|to| self.day <= to)
        };
        self.path(code).iter().find_map(|code| {
            let own = &self.get(code)?.identifiers;
            // Of both generations the newer one holds from its first day (QĐ 20/2020/QĐ-TTg).
            own.iter().filter(in_force).max_by_key(|it| it.from).map(|it| it.code.clone())
        })
    }

    /// The office of a party as seen from a receiving office: the nearest one of that level and
    /// kind, above it or beside those above it. Of several at the same distance none is guessed.
    pub fn resolve(&self, party: &Party, receiving: &str) -> Option<String> {
        match party {
            Party::Office(code) => self.get(code).map(|_| code.clone()),
            Party::Named(_) => None,
            Party::Every { level, kind } => {
                let fits = |code: &str| {
                    self.get(code).is_some_and(|office| {
                        office.level == *level && kind.as_ref().is_none_or(|it| *it == office.kind)
                    })
                };
                self.path(receiving).into_iter().find_map(|above| {
                    if fits(&above) {
                        return Some(above);
                    }
                    let under = self.under.get(&above).into_iter().flatten();
                    let mut beside = under.filter(|code| fits(code));
                    let first = beside.next()?;
                    beside.next().is_none().then(|| first.clone())
                })
            }
        }
    }
}
