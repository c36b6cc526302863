//! The files of the checkout as the rules see them.

use std::fs;
use std::path::Path;

use super::rust::Scan;
use crate::fault::{Doing, Outcome};

/// Folders that hold what was made or installed, not written.
const SKIPPED: [&str; 7] =
    ["target", ".git", "node_modules", "data", "demo-data", ".library", "__pycache__"];
/// A file with one of these endings is text.
const TEXT: [&str; 20] = [
    "rs", "toml", "html", "css", "js", "mjs", "ftl", "sql", "md", "json", "sh", "py", "go", "txt",
    "svg", "yml", "yaml", "service", "lock", "xml",
];

/// Every text file of the checkout.
pub(crate) struct Tree {
    /// Sorted by path.
    pub(crate) files: Vec<File>,
}

/// One text file.
pub(crate) struct File {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Of a Rust source.
    pub(crate) scan: Option<Scan>,
}

impl File {
    fn new(path: &str, text: String) -> File {
        let scan = path.ends_with(".rs").then(|| Scan::of(&text));
        File { path: path.to_owned(), text, scan }
    }

    /// What stands after the last dot of the name.
    pub(crate) fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The name without its folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The first folder: a crate, or another part of the house.
    pub(crate) fn part(&self) -> &str {
        self.path.split('/').next().unwrap_or("")
    }

    /// Whether it runs while the house is built, and never after.
    pub(crate) fn is_build(&self) -> bool {
        let place = self.path.split('/').nth(1);
        place == Some("build.rs") || place == Some("build")
    }

    /// Whether the whole file is test code.
    pub(crate) fn is_test(&self) -> bool {
        self.part() == "tests"
            || self.path.contains("/tests/")
            || matches!(self.name(), "testing.rs" | "tests.rs")
    }
}

impl Tree {
    /// The files under a root.
    pub(crate) fn read(root: &Path) -> Outcome<Tree> {
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Tree { files })
    }

    /// A tree made of samples.
    #[cfg(test)]
    pub(crate) fn of(samples: &[(&str, &str)]) -> Tree {
        let files = samples.iter().map(|(path, text)| File::new(path, (*text).to_owned()));
        Tree { files: files.collect() }
    }

    /// The file at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The Rust sources with their scans.
    pub(crate) fn rust(&self) -> impl Iterator<Item = (&File, &Scan)> {
        self.files.iter().filter_map(|file| Some((file, file.scan.as_ref()?)))
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Outcome {
    for entry in fs::read_dir(folder).doing(folder.display())? {
        let entry = entry.doing(folder.display())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().doing(&path)?;
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            walk(&entry.path(), &format!("{path}/"), files)?;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_text = TEXT.contains(&ending) || !name.contains('.');
        if kind.is_file() && is_text {
            // Data files and logs may hold other encodings; the rules are about words.
            let bytes = fs::read(entry.path()).doing(&path)?;
            files.push(File::new(&path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(())
}

/// Where a word stands in a text, with nothing of a longer word around it.
pub(crate) fn words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let bytes = text.as_bytes();
        let starts_inside = joins(word.as_bytes()[0]) && at > 0 && joins(bytes[at - 1]);
        let end = at + word.len();
        let ends_inside = joins(bytes[end - 1]) && bytes.get(end).is_some_and(|&next| joins(next));
        !starts_inside && !ends_inside
    })
}

/// The number of the line, from 1, on which an offset stands.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_whole() {
        let text = "async fn; asynchronous; my_async; async";
        assert_eq!(words(text, "async").collect::<Vec<_>>(), [0, 34]);
        assert_eq!(words("a::b::now()", "::now").count(), 1);
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("a\nb\nc", 0), 1);
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }

    #[test]
    fn build_scripts_are_known_by_their_place() {
        let tree = Tree::of(&[("a/build.rs", ""), ("a/build/b.rs", ""), ("a/src/build.rs", "")]);
        let builds: Vec<bool> = tree.files.iter().map(File::is_build).collect();
        assert_eq!(builds, [true, true, false]);
    }

    #[test]
    fn test_code_is_known_by_its_place() {
        let tree = Tree::of(&[("db/tests/a.rs", ""), ("db/src/a.rs", ""), ("tests/src/b.rs", "")]);
        let tests: Vec<bool> = tree.files.iter().map(File::is_test).collect();
        assert_eq!(tests, [true, false, true]);
    }
}
