//! The papers around the code: no trace of a machine, clean locks, a changelog in shape.

use super::tree::Tree;
use super::{Finding, finding};

/// Folders that exist on somebody's machine only.
const MACHINE: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
/// Hosts that packages are fetched from: which one is the client's own business.
const HOSTS: [&str; 6] = [
    concat!("registry.npmjs", ".org"),
    concat!("registry.yarnpkg", ".com"),
    concat!("files.pythonhosted", ".org"),
    concat!("pypi", ".org"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
];

/// No path of a machine and no package host in any file.
pub(crate) fn foreign_words(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            for path in MACHINE.iter().filter(|path| names_folder(line, path)) {
                let what = format!("{path} is a folder of one machine");
                found.push(finding(&file.path, index + 1, what, "name it from the checkout"));
            }
            for host in HOSTS.iter().filter(|host| line.contains(**host)) {
                let what = format!("{host} is a package host");
                let instead = "leave the choice of host to the client's settings";
                found.push(finding(&file.path, index + 1, what, instead));
            }
        }
    }
    found
}

/// Whether an absolute path starts there: a URL or a longer path may hold the same letters.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"-_.}]/*~".contains(c))
    })
}

/// A package lock names versions and hashes, and no address to fetch from.
pub(crate) fn locks(tree: &Tree) -> Vec<Finding> {
    let locks = tree.files.iter().filter(|file| file.name() == "package-lock.json");
    let found = locks.flat_map(|file| {
        let lines = file.text.lines().enumerate();
        let addresses = lines.filter(|(_, line)| line.trim_start().starts_with("\"resolved\""));
        addresses.map(|(index, _)| {
            let instead = "npm install --package-lock-only --omit-lockfile-registry-resolved";
            finding(&file.path, index + 1, "the lock holds a download address", instead)
        })
    });
    found.collect()
}

const CHANGELOG: &str = "CHANGELOG.md";

/// The changelog: a title, then versions from new to old, each a list of sentences.
pub(crate) fn changelog(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.file(CHANGELOG) else {
        return vec![finding(CHANGELOG, 1, "the changelog is missing", "write what users can see")];
    };
    let mut found = Vec::new();
    let mut wrong = |line: usize, what: &str, instead: &str| {
        found.push(finding(CHANGELOG, line, what, instead));
    };
    if file.text.lines().next() != Some("# Changelog") {
        wrong(1, "the first line is no title", "start with `# Changelog`");
    }
    let versions = file.text.lines().enumerate().filter(|(_, line)| line.starts_with("## "));
    for (place, (index, line)) in versions.enumerate() {
        let is_version = is_version(&line[3..]) || (place == 0 && line == "## Unreleased");
        if !is_version {
            wrong(index + 1, "no version heading", "`## Unreleased` first, or `## 1.2.3 - DATE`");
        }
    }
    for (index, line) in file.text.lines().enumerate() {
        let item = line.strip_prefix("- ").and_then(|item| item.chars().next());
        if item.is_some_and(char::is_lowercase) {
            wrong(index + 1, "an entry that is no sentence", "start it with a capital");
        }
        let is_bullet = line.starts_with("* ") || line.starts_with("+ ");
        if is_bullet {
            wrong(index + 1, "another kind of bullet", "start entries with `- `");
        }
    }
    found
}

/// `1.2.3 - 2026-11-24`.
fn is_version(heading: &str) -> bool {
    let numbers = |text: &str, mark: char, count: usize| {
        let parts: Vec<&str> = text.split(mark).collect();
        parts.len() == count && parts.iter().all(|part| part.parse::<u32>().is_ok())
    };
    heading
        .split_once(" - ")
        .is_some_and(|(version, date)| numbers(version, '.', 3) && numbers(date, '-', 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_is_found_but_not_a_url_or_a_longer_path() {
        let bad = format!("see {}main\n\"{}x\"", MACHINE[0], MACHINE[1]);
        assert_eq!(foreign_words(&Tree::of(&[("docs/a.md", &bad)])).len(), 2);
        let good = format!("https://x.vn{}1 and docs{}2", MACHINE[0], MACHINE[0]);
        assert_eq!(foreign_words(&Tree::of(&[("docs/a.md", &good)])), []);
    }

    #[test]
    fn a_package_host_is_found() {
        let bad = format!("a\nhttps://{}/left-pad", HOSTS[0]);
        let found = foreign_words(&Tree::of(&[("docs/a.md", &bad)]));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }

    #[test]
    fn a_lock_with_an_address_is_found() {
        let bad = "{\n  \"resolved\": \"https://x\",\n  \"integrity\": \"y\"\n}";
        let tree = Tree::of(&[("assets/package-lock.json", bad), ("assets/other.json", bad)]);
        assert_eq!(locks(&tree).len(), 1);
    }

    #[test]
    fn a_changelog_out_of_shape_is_found_line_by_line() {
        let good = "# Changelog\n\n## Unreleased\n\n- One door.\n\n## 0.1.0 - 2026-11-24\n\n- X.\n";
        assert_eq!(changelog(&Tree::of(&[(CHANGELOG, good)])), []);
        let bad = "# Changes\n\n## 0.1\n- one door\n* Two\n## Unreleased\n";
        let lines: Vec<usize> =
            changelog(&Tree::of(&[(CHANGELOG, bad)])).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 3, 6, 4, 5]);
        assert_eq!(changelog(&Tree::of(&[])).len(), 1);
    }
}
