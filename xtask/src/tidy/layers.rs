//! The walls of the house: which crate may know which.

use super::places::{self, among};
use super::tree::{Tree, line_of, words};
use super::{Finding, finding};

/// The crates of the house, each with those it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ledger", &[]),
    ("db", &["db"]),
    ("page", &["domain"]),
    ("pdf", &["domain"]),
    ("server", &["domain", "ledger", "db", "page", "pdf"]),
    ("tests", &["domain", "ledger", "db", "page", "pdf", "server"]),
    ("xtask", &[]),
];
const HOUSE: [&str; 8] = ["domain", "ledger", "db", "page", "pdf", "server", "motcua", "tests"];

/// A crate depends on the house crates below it only. (`db` names itself to have its own test
/// databases.)
pub(crate) fn dependencies(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, allowed) in LAYERS {
        let path = format!("{name}/Cargo.toml");
        let Some(manifest) = tree.file(&path) else {
            found.push(finding(&path, 1, "the crate is gone", "change the table in layers.rs"));
            continue;
        };
        for (line, used) in used_crates(&manifest.text) {
            let used = if used == "motcua" { "server" } else { used };
            if HOUSE.contains(&used) && !allowed.contains(&used) {
                let what = format!("{name} depends on {used}");
                let instead = "move the shared part down, or pass it in as a value";
                found.push(finding(&path, line, what, instead));
            }
        }
    }
    found
}

/// The names in the dependency tables of a manifest, with their lines.
fn used_crates(manifest: &str) -> Vec<(usize, &str)> {
    let mut used = Vec::new();
    let mut in_table = false;
    for (index, line) in manifest.lines().enumerate() {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            in_table = table.ends_with("dependencies");
            if let Some((_, name)) = table.split_once("dependencies.") {
                used.push((index + 1, name));
            }
        } else if in_table {
            let name = line.split(['=', '.', ' ']).next().unwrap_or("");
            used.push((index + 1, name));
        }
    }
    used.retain(|(_, name)| !name.is_empty() && !name.starts_with('#'));
    used
}

/// What the rules of the law may not know.
const IMPURE: [&str; 17] = [
    "tokio",
    "axum",
    "rusqlite",
    "tokio_postgres",
    "reqwest",
    "hyper",
    "askama",
    "std::fs",
    "std::time",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "async",
    "println!",
    "eprintln!",
    "rand",
];

/// `domain` is pure: values in, values out.
pub(crate) fn pure_domain(tree: &Tree) -> Vec<Finding> {
    let sources = tree.rust().filter(|(file, _)| file.path.starts_with("domain/src/"));
    let found = sources.flat_map(|(file, scan)| {
        let code = &scan.code;
        let impure =
            IMPURE.iter().flat_map(move |word| words(code, word).map(move |at| (word, at)));
        impure.filter(|(_, at)| !scan.is_test_line(line_of(code, *at))).map(|(word, at)| {
            let what = format!("domain knows {word}");
            finding(&file.path, line_of(code, at), what, "take what it gives as an argument")
        })
    });
    found.collect()
}

/// The engines' drivers are named in `db` only.
pub(crate) fn drivers(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, scan) in tree.rust().filter(|(file, _)| !among(places::DRIVERS, &file.path)) {
        for driver in ["rusqlite", "tokio_postgres"] {
            for at in words(&scan.code, driver) {
                let line = line_of(&scan.code, at);
                let what = format!("{driver} is named outside db");
                found.push(finding(&file.path, line, what, "use Db, Tx and Row of the crate db"));
            }
        }
    }
    let manifests = tree
        .files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml") && !among(places::DRIVERS, &file.path));
    for file in manifests {
        for (line, used) in used_crates(&file.text) {
            if ["rusqlite", "tokio-postgres", "libsqlite3-sys"].contains(&used) {
                let what = format!("{used} is a dependency outside db");
                found.push(finding(&file.path, line, what, "use Db, Tx and Row of the crate db"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_that_points_back_is_found() {
        let mut samples: Vec<(String, &str)> =
            LAYERS.iter().map(|(name, _)| (format!("{name}/Cargo.toml"), "")).collect();
        let check = |samples: &[(String, &str)]| {
            let samples: Vec<(&str, &str)> =
                samples.iter().map(|(path, text)| (path.as_str(), *text)).collect();
            dependencies(&Tree::of(&samples))
        };
        assert_eq!(check(&samples), []);
        samples[5].1 = "[dependencies]\ndb.workspace = true\npage = { path = \"../page\" }\n";
        samples[2].1 = "[dev-dependencies]\ndb = { path = \".\" }\nserde.workspace = true\n";
        assert_eq!(check(&samples), []);
        samples[0].1 = "[package]\nname = \"domain\"\n\n[dev-dependencies]\ndb.workspace = true\n";
        samples[3].1 = "[dependencies.server]\npath = \"../server\"\n";
        let found = check(&samples);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[0].path.as_str(), found[0].line), ("domain/Cargo.toml", 5));
    }

    #[test]
    fn domain_may_speak_of_time_but_not_read_it() {
        let tree = Tree::of(&[
            ("domain/src/a.rs", "//! No tokio here.\nuse jiff::civil::Date;\nlet random = 1;"),
            ("domain/src/b.rs", "use std::time::Duration;\nasync fn f() {}"),
            ("server/src/c.rs", "use std::time::Duration;"),
        ]);
        let lines: Vec<(String, usize)> =
            pure_domain(&tree).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(lines, [("domain/src/b.rs".to_owned(), 1), ("domain/src/b.rs".to_owned(), 2)]);
    }

    #[test]
    fn a_driver_outside_db_is_found_in_code_and_manifest() {
        let tree = Tree::of(&[
            ("db/src/a.rs", "use rusqlite::Connection;"),
            ("server/src/a.rs", "use tokio_postgres::Client; // rusqlite"),
            ("server/Cargo.toml", "[dependencies]\nrusqlite = \"1\"\n"),
        ]);
        assert_eq!(drivers(&tree).len(), 2);
    }
}
