//! The offices that a report speaks of: as they are called on its last day, and those that had
//! ended by then, under what they stood under last.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use jiff::civil::Date;
use page::Language;

use crate::commit::Error;
use crate::office::store;

/// Offices above one that are followed.
const LEVELS_MAX: usize = 8;

/// An office.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    name_en: Option<String>,
    parent: Option<String>,
    sort_key: String,
}

/// The offices of a day and before.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    offices: BTreeMap<String, Known>,
}

impl Tree {
    /// Reads the offices that were described up to a day, each as it was described last.
    pub fn read(tx: &mut Tx<'_>, day: Date) -> Result<Tree, Error> {
        let day = day.to_string();
        let mut offices = BTreeMap::new();
        for row in tx.rows(&store::TREE, &[])? {
            if row.text(1)? > day.as_str() {
                continue;
            }
            let known = Known {
                name: row.text(4)?.to_owned(),
                name_en: row.maybe_text(5)?.map(str::to_owned),
                parent: row.maybe_text(3)?.map(str::to_owned),
                sort_key: row.text(6)?.to_owned(),
            };
            // Descriptions come oldest first: the last one stays.
            offices.insert(row.text(0)?.to_owned(), known);
        }
        Ok(Tree { offices })
    }

    /// Whether an office is known.
    pub fn has(&self, code: &str) -> bool {
        self.offices.contains_key(code)
    }

    /// What an office is called.
    pub fn name(&self, code: &str, language: Language) -> String {
        match (self.offices.get(code), language) {
            (None, _) => code.to_owned(),
            (Some(Known { name_en: Some(name), .. }), Language::English) => name.clone(),
            (Some(known), _) => known.name.clone(),
        }
    }

    /// An office and those above it, itself first.
    pub fn path(&self, code: &str) -> Vec<String> {
        let mut path = vec![code.to_owned()];
        let above = |code: &str| self.offices.get(code).and_then(|it| it.parent.clone());
        let mut next = above(code);
        while let Some(code) = next.filter(|_| path.len() <= LEVELS_MAX) {
            next = above(&code);
            path.push(code);
        }
        path
    }

    /// An office with all that stand under it.
    pub fn below(&self, code: &str) -> Vec<String> {
        let within = |it: &&String| self.path(it).iter().any(|above| above == code);
        self.offices.keys().filter(within).cloned().collect()
    }

    /// Offices right under one, and those without any above for the province: by the alphabet.
    fn under(&self, code: &str) -> Vec<String> {
        let is_there = |it: &&Known| match &it.parent {
            Some(parent) => parent == code,
            None => code.is_empty(),
        };
        let mut found: Vec<(&String, &Known)> =
            self.offices.iter().filter(|(_, it)| is_there(it)).collect();
        found.sort_by(|(a, one), (b, other)| (&one.sort_key, *a).cmp(&(&other.sort_key, *b)));
        found.into_iter().map(|(code, _)| code.clone()).collect()
    }

    /// The rows of a report by office: whichever stand right under the one that reports, each with
    /// all under it, and the office itself. Of the province it is those right under its head.
    pub fn rows(&self, code: &str) -> Vec<(String, Vec<String>)> {
        let mut own: Vec<String> = match code.is_empty() {
            true => self.under(""),
            false => vec![code.to_owned()],
        };
        let parts: Vec<String> = own.iter().flat_map(|it| self.under(it)).collect();
        let mut taken: BTreeSet<String> = own.iter().cloned().collect();
        let mut rows = Vec::new();
        for part in parts {
            let mut offices = self.below(&part);
            offices.retain(|it| taken.insert(it.clone()));
            rows.push((part, offices));
        }
        own.reverse();
        for own in own {
            rows.insert(0, (own.clone(), vec![own]));
        }
        rows
    }
}
