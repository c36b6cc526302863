//! Small pieces: files and functions have a limit.

use super::tree::{File, Tree};
use super::{Finding, finding};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const MEASURED: [&str; 9] = ["rs", "html", "css", "js", "mjs", "ftl", "sql", "py", "go"];

/// A file is at most 500 lines. Tests at its end are not counted: they are about what stands above
/// them. A file of nothing but tests is counted as any other.
pub(crate) fn files(tree: &Tree) -> Vec<Finding> {
    let measured = tree.files.iter().filter(|file| MEASURED.contains(&file.ending()));
    let found = measured.filter_map(|file| {
        let lines = lines(file);
        (lines > FILE_LINES_MAX).then(|| {
            let what = format!("the file has {lines} lines, of at most {FILE_LINES_MAX}");
            finding(&file.path, 1, what, "split it where a second noun begins")
        })
    });
    found.collect()
}

fn lines(file: &File) -> usize {
    let tests: usize =
        file.scan.iter().flat_map(|scan| &scan.test_lines).map(ExactSizeIterator::len).sum();
    file.text.lines().count().saturating_sub(tests)
}

/// A function is at most 70 lines, from its name to its closing brace.
pub(crate) fn functions(tree: &Tree) -> Vec<Finding> {
    let found = tree.rust().flat_map(|(file, scan)| {
        scan.functions().into_iter().filter_map(|function| {
            let lines = function.last_line - function.first_line + 1;
            (lines > FUNCTION_LINES_MAX).then(|| {
                let name = function.name;
                let what =
                    format!("the function {name} has {lines} lines, of {FUNCTION_LINES_MAX}");
                finding(&file.path, function.first_line, what, "give its parts names of their own")
            })
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_501_lines_is_too_long_tests_too_but_not_those_beside_code() {
        let long = "//\n".repeat(501);
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "//\n".repeat(490), long);
        let whole = "//\n".repeat(500);
        let tree = Tree::of(&[
            ("a/src/x.rs", &long),
            ("a/src/y.rs", &tested),
            ("assets/z.css", &long),
            ("db/tests/t.rs", &long),
            ("db/tests/whole.rs", &whole),
            ("server/src/x/tests/t.rs", &long),
            ("docs/z.md", &long),
        ]);
        let paths: Vec<String> = files(&tree).into_iter().map(|finding| finding.path).collect();
        let too_long = ["a/src/x.rs", "assets/z.css", "db/tests/t.rs", "server/src/x/tests/t.rs"];
        assert_eq!(paths, too_long);
    }

    #[test]
    fn a_function_of_71_lines_is_too_long() {
        let of = |lines: usize| format!("\nfn f() {{\n{}}}\n", ";\n".repeat(lines - 2));
        assert_eq!(functions(&Tree::of(&[("a/src/x.rs", &of(70))])), []);
        let found = functions(&Tree::of(&[("a/src/x.rs", &of(71))]));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }
}
