//! `cargo xtask tidy`: the house rules, as tests.
//!
//! Each rule is a function from the tree of files to findings, with its own tests on good and
//! bad samples. A finding says `file:line: what; what to do instead`. The rules read text and
//! tokens, never types: what needs types is clippy's work (`clippy.toml`).

mod calls;
mod dead;
mod layers;
mod names;
mod papers;
mod places;
mod rust;
mod size;
mod sql;
mod texts;
mod tree;

use std::fmt;

use crate::command::root;
use crate::fault::{Fault, Outcome};
use tree::Tree;

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    what: String,
    instead: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.path, self.line, self.what, self.instead)
    }
}

/// A finding.
fn finding(
    path: &str,
    line: usize,
    what: impl Into<String>,
    instead: impl Into<String>,
) -> Finding {
    Finding { path: path.to_owned(), line, what: what.into(), instead: instead.into() }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    layers::dependencies,
    layers::pure_domain,
    layers::drivers,
    size::files,
    size::functions,
    calls::banned,
    calls::unfinished,
    names::empty,
    sql::in_its_place,
    dead::modules,
    dead::templates,
    dead::assets,
    texts::unused,
    texts::in_both_languages,
    papers::foreign_words,
    papers::locks,
    papers::changelog,
];

/// Applies every rule to the checkout.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let tree = Tree::read(&root())?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files, {} rules, nothing to say", tree.files.len(), RULES.len());
            Ok(())
        }
        count => Err(Fault::Failed(format!("{count} house rules are broken"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_file_line_and_what_to_do() {
        let shown = finding("a.rs", 3, "this", "do that").to_string();
        assert_eq!(shown, "a.rs:3: this; do that");
    }

    #[test]
    fn the_house_is_tidy() {
        let tree = Tree::read(&root()).expect("the checkout is readable");
        let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
        let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "\n{}", shown.join("\n"));
    }
}
