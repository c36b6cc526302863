//! The offices of a day as a tree: who stands above whom, and what each is called.

use std::collections::BTreeMap;

use db::Tx;
use domain::access::Scope;
use jiff::civil::Date;
use page::Language;

use super::store;
use crate::commit::Error;

/// Offices above one that are followed.
const LEVELS_MAX: usize = 8;

/// An office of the tree.
#[derive(Clone, Debug)]
struct Node {
    parent: Option<String>,
    name: String,
    name_en: Option<String>,
    sort_key: String,
    is_open: bool,
}

/// The tree. Offices that have ended stand where they stood last.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<String, Node>,
}

impl Tree {
    /// Reads the tree of a day.
    pub fn read(tx: &mut Tx<'_>, day: Date) -> Result<Tree, Error> {
        let today = day.to_string();
        let mut nodes = BTreeMap::new();
        for row in tx.rows(&store::TREE, &[])? {
            let (code, from) = (row.text(0)?.to_owned(), row.text(1)?);
            // The last description that has begun counts; before the first, the first.
            if nodes.contains_key(&code) && from > today.as_str() {
                continue;
            }
            let node = Node {
                parent: row.maybe_text(3)?.map(str::to_owned),
                name: row.text(4)?.to_owned(),
                name_en: row.maybe_text(5)?.map(str::to_owned),
                sort_key: row.text(6)?.to_owned(),
                is_open: from <= today.as_str() && row.text(2)? >= today.as_str(),
            };
            nodes.insert(code, node);
        }
        Ok(Tree { nodes })
    }

    /// An office and those above it, itself first. A code that is none stands alone.
    pub fn path(&self, code: &str) -> Vec<String> {
        let mut path = vec![code.to_owned()];
        let mut above = self.nodes.get(code).and_then(|node| node.parent.as_ref());
        while let Some(code) = above.filter(|_| path.len() <= LEVELS_MAX) {
            path.push(code.clone());
            above = self.nodes.get(code).and_then(|node| node.parent.as_ref());
        }
        path
    }

    /// Whether the register has an office of this code.
    pub fn has(&self, code: &str) -> bool {
        self.nodes.contains_key(code)
    }

    /// The codes of an office and of all under it.
    pub fn under(&self, code: &str) -> Vec<&str> {
        self.codes(|path| path.iter().any(|it| it == code))
    }

    /// The codes of the offices that a scope covers.
    pub fn covered(&self, scope: &Scope) -> Vec<&str> {
        self.codes(|path| scope.covers(path))
    }

    fn codes(&self, wanted: impl Fn(&[String]) -> bool) -> Vec<&str> {
        self.nodes.keys().filter(|code| wanted(&self.path(code))).map(String::as_str).collect()
    }

    /// Offices of the day that a scope covers, with their names, in the order of the alphabet.
    pub fn offered(&self, scope: &Scope, language: Language) -> Vec<(&str, String)> {
        let mut open: Vec<(&str, &Node)> = self
            .nodes
            .iter()
            .filter(|(code, node)| node.is_open && scope.covers(&self.path(code)))
            .map(|(code, node)| (code.as_str(), node))
            .collect();
        open.sort_by(|(_, one), (_, other)| one.sort_key.cmp(&other.sort_key));
        open.into_iter().map(|(code, _)| (code, self.name(code, language))).collect()
    }

    /// The name of an office; its code where the register has none of that code.
    pub fn name(&self, code: &str, language: Language) -> String {
        let Some(node) = self.nodes.get(code) else { return code.to_owned() };
        match (language, &node.name_en) {
            (Language::English, Some(name)) => name.clone(),
            (Language::English, None) | (Language::Vietnamese, _) => node.name.clone(),
        }
    }
}
