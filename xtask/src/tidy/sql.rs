//! SQL stands in the open: in files named `store.rs`, under `migrations/` and in `db`.

use super::places::{self, among};
use super::tree::Tree;
use super::{Finding, finding};

/// What an SQL statement starts with. Statements are written in capitals.
const STARTS: [&str; 12] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE ",
    "WITH ",
    "CREATE ",
    "ALTER ",
    "DROP ",
    "BEGIN",
    "COMMIT",
    "LOCK TABLE ",
    "PRAGMA ",
];

/// No SQL text outside its places; tests may ask the tables what they hold.
pub(crate) fn in_its_place(tree: &Tree) -> Vec<Finding> {
    let sources = tree.rust().filter(|(file, _)| {
        !among(places::SQL, &file.path) && file.name() != "store.rs" && !file.is_test()
    });
    let found = sources.flat_map(|(file, scan)| {
        let texts =
            scan.texts.iter().filter(|(line, text)| is_sql(text) && !scan.is_test_line(*line));
        texts.map(|(line, _)| {
            let instead = "name it as a constant in the store.rs beside this file";
            finding(&file.path, *line, "SQL text outside a store.rs", instead)
        })
    });
    found.collect()
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
    STARTS.iter().any(|start| match start.ends_with(' ') {
        true => text.starts_with(start) || text.starts_with(&start.replace(' ', "\n")),
        false => text == *start,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_belongs_into_a_store() {
        let text = "const A: &str = \"x\";\nconst B: &str = \"\\\n  SELECT a FROM b\";";
        let found = in_its_place(&Tree::of(&[("server/src/office/pages.rs", text)]));
        assert_eq!((found.len(), found[0].line), (1, 2));
        for good in ["server/src/office/store.rs", "db/src/tx.rs", "tests/src/a.rs"] {
            assert_eq!(in_its_place(&Tree::of(&[(good, text)])), [], "{good}");
        }
    }

    #[test]
    fn a_sentence_is_no_statement() {
        let text = "let a = \"Select an office\"; let b = \"UPDATES\"; let c = \"BEGINNING\";";
        assert_eq!(in_its_place(&Tree::of(&[("server/src/a.rs", text)])), []);
    }
}
