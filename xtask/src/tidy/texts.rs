//! The words that people read: every text is used, and stands in both languages.

use std::collections::BTreeMap;

use super::tree::{File, Tree, words};
use super::{Finding, finding};

const LANGUAGES: [&str; 2] = ["text/vi/", "text/en/"];
/// The endings of files that use texts.
const USERS: [&str; 3] = ["rs", "html", "txt"];

/// The keys of a Fluent file with their lines; a term keeps its dash.
fn keys(file: &File) -> BTreeMap<&str, usize> {
    let lines = file.text.lines().enumerate();
    let found = lines.filter_map(|(index, line)| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let starts = key.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic());
        let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        (starts && is_key).then_some((key, index + 1))
    });
    found.collect()
}

/// Every text is used by the code, by a template or by another text.
pub(crate) fn unused(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in LANGUAGES.iter().flat_map(|folder| files(tree, folder)) {
        let dead = keys(file).into_iter().filter(|(key, _)| !is_used(tree, file, key));
        found.extend(dead.map(|(key, line)| {
            let what = format!("the text {key} is not used");
            finding(&file.path, line, what, "use it or delete it in both languages")
        }));
    }
    found
}

/// The text files of a language.
fn files<'a>(tree: &'a Tree, folder: &'a str) -> impl Iterator<Item = &'a File> {
    tree.files.iter().filter(move |file| file.path.starts_with(folder) && file.ending() == "ftl")
}

/// A key is used as it stands, or with underscores as the name of its function.
fn is_used(tree: &Tree, file: &File, key: &str) -> bool {
    let function = key.replace('-', "_");
    let by_text = [format!("{{ {key} "), format!("{{ {key}("), format!("{{{key}}}")];
    let users = tree
        .files
        .iter()
        .filter(|other| USERS.contains(&other.ending()) && other.part() != "xtask");
    users
        .into_iter()
        .any(|other| whole(&other.text, key) || words(&other.text, &function).next().is_some())
        || by_text.iter().any(|used| file.text.contains(used))
}

/// Whether a key stands in a text as a whole, not as a part of a longer key.
fn whole(text: &str, key: &str) -> bool {
    words(text, key).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + key.len()..].chars().next();
        before != Some('-') && after != Some('-')
    })
}

/// Both languages have the same keys, in files of the same names.
pub(crate) fn in_both_languages(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for [one, other] in [LANGUAGES, [LANGUAGES[1], LANGUAGES[0]]] {
        for file in files(tree, one) {
            let twin = file.path.replacen(one, other, 1);
            let known = tree.file(&twin).map(keys).unwrap_or_default();
            let lacking = keys(file).into_iter().filter(|(key, _)| !known.contains_key(key));
            found.extend(lacking.map(|(key, line)| {
                let what = format!("the text {key} is missing in {twin}");
                finding(&file.path, line, what, "write it there too")
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_nothing_uses_is_found() {
        let texts = "# comment = none\n-brand = Một Cửa\nhome-title = { -brand } Trang chủ\n    \
                     .label = x\nhome = Nhà\nold-note = Cũ\n";
        let tree = Tree::of(&[
            ("page/templates/home.html", "{{ t.home_title() }}"),
            ("server/src/a.rs", "text(\"home\")"),
            ("text/en/a.ftl", texts),
            ("text/vi/a.ftl", texts),
        ]);
        let lines: Vec<(String, usize)> =
            unused(&tree).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(lines, [("text/vi/a.ftl".to_owned(), 6), ("text/en/a.ftl".to_owned(), 6)]);
    }

    #[test]
    fn a_key_is_not_used_by_a_longer_key() {
        assert!(whole("f(\"home\")", "home"));
        assert!(!whole("f(\"home-title\")", "home") && !whole("my-home", "home"));
    }

    #[test]
    fn a_text_missing_in_one_language_is_found_there() {
        let tree =
            Tree::of(&[("text/en/a.ftl", "a = A\nb = B\n"), ("text/vi/a.ftl", "a = A\nc = C\n")]);
        let found = in_both_languages(&tree);
        let paths: Vec<&str> = found.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["text/vi/a.ftl", "text/en/a.ftl"]);
        assert!(found[0].what.contains("text c is missing in text/en/a.ftl"), "{found:?}");
    }
}
