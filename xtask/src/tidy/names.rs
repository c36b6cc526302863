//! Names say what a thing is: an ending that fits everything says nothing.

use super::tree::{Tree, line_of, words};
use super::{Finding, finding};

const EMPTY: [&str; 10] =
    ["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Data", "Info", "Handler", "Misc"];
const KEYWORDS: [&str; 5] = ["struct", "enum", "trait", "type", "mod"];

/// No type and no module is named by an empty word.
pub(crate) fn empty(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, scan) in tree.rust() {
        let code = &scan.code;
        let named = KEYWORDS.iter().flat_map(|keyword| {
            words(code, keyword).map(move |at| (at, name_at(&code[at + keyword.len()..])))
        });
        for (at, name) in named.filter(|(_, name)| is_empty(name)) {
            let what = format!("{name} says nothing about what it is");
            let instead = "take the noun of the glossary";
            found.push(finding(&file.path, line_of(code, at), what, instead));
        }
    }
    found
}

fn name_at(code: &str) -> &str {
    let code = code.trim_start();
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    &code[..end]
}

/// A module is named by the word alone; a type ends with it.
fn is_empty(name: &str) -> bool {
    EMPTY.iter().any(|word| name.ends_with(word) || *name == word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_found_and_a_noun_is_not() {
        let bad = "pub struct DossierManager;\nenum UserInfo {}\nmod utils;\ntype RowData = u8;";
        let lines: Vec<usize> =
            empty(&Tree::of(&[("a/src/x.rs", bad)])).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 2, 4, 3]);
        let good = "struct Dossier; mod information; // struct Info\nlet s = \"struct Data\";";
        assert_eq!(empty(&Tree::of(&[("a/src/x.rs", good)])), []);
    }
}
