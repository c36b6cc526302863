//! Calls that the house forbids, each with what to use instead.

use super::places::{self, among};
use super::tree::{Tree, line_of, words};
use super::{Finding, finding};

/// One forbidden call.
struct Ban {
    calls: &'static [&'static str],
    places: &'static [&'static str],
    /// Whether test code may call it.
    in_tests: bool,
    /// Whether a build script may call it.
    in_builds: bool,
    instead: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        calls: &["SystemTime::now", "Instant::now", "Utc::now", "Zoned::now", "Timestamp::now"],
        places: places::CLOCKS,
        in_tests: true,
        in_builds: false,
        instead: "take a LawTime or a MachineTime: time is given by app::Source",
    },
    Ban {
        calls: &["rand::rng", "rand::random", "thread_rng", "getrandom::fill", "SysRng"],
        places: places::CHANCE,
        in_tests: true,
        in_builds: false,
        instead: "take the bytes as an argument: chance is given by app::Source",
    },
    Ban {
        calls: &["env::var", "env::var_os", "env::vars", "env::vars_os"],
        places: places::ENVIRONMENT,
        in_tests: false,
        in_builds: true,
        instead: "take it as an argument: settings come through the command line",
    },
    Ban {
        calls: &["fs::"],
        places: places::FILES,
        in_tests: true,
        in_builds: true,
        instead: "ask the module that owns the file (xtask/src/tidy/places.rs lists them)",
    },
    Ban {
        calls: &["println!", "eprintln!", "print!", "eprint!"],
        places: places::TERMINAL,
        in_tests: true,
        in_builds: true,
        instead: "return it to the command line, or use tracing",
    },
    Ban {
        calls: &[".unwrap()", ".unwrap_err()"],
        places: &[],
        in_tests: false,
        in_builds: false,
        instead: "use `?`, or expect(\"invariant: …\") for what cannot happen",
    },
    Ban {
        calls: &["#[allow", "#![allow"],
        places: &[],
        in_tests: false,
        in_builds: false,
        instead: "use #[expect(lint, reason = \"…\")], which complains when it is idle",
    },
    Ban {
        calls: &["todo!", "unimplemented!", "dbg!"],
        places: &[],
        in_tests: false,
        in_builds: false,
        instead: "finish it",
    },
    Ban {
        calls: &["#[ignore"],
        places: &[],
        in_tests: false,
        in_builds: false,
        instead: "a test runs, or it is not there",
    },
];

/// No forbidden call outside its one place.
pub(crate) fn banned(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, scan) in tree.rust() {
        let in_place =
            |ban: &Ban| among(ban.places, &file.path) || ban.in_builds && file.is_build();
        for ban in BANS.iter().filter(|ban| !in_place(ban)) {
            for (call, at) in
                ban.calls.iter().flat_map(|call| words(&scan.code, call).map(move |at| (call, at)))
            {
                let line = line_of(&scan.code, at);
                let is_test = file.is_test() || scan.is_test_line(line);
                if !(is_test && ban.in_tests) {
                    found.push(finding(
                        &file.path,
                        line,
                        format!("{call} is forbidden here"),
                        ban.instead,
                    ));
                }
            }
        }
    }
    found
}

const MARKS: [&str; 3] = ["TODO", "FIXME", "XXX"];
/// Files whose whole text is looked at; of a Rust source it is the comments.
const MARKED: [&str; 10] = ["html", "css", "js", "mjs", "ftl", "sql", "toml", "sh", "py", "go"];

/// Nothing is left for later in the sources.
pub(crate) fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        let texts = match &file.scan {
            Some(scan) => scan.comments.iter().map(|(line, text)| (*line, text.as_str())).collect(),
            None if MARKED.contains(&file.ending()) => vec![(1, file.text.as_str())],
            None => Vec::new(),
        };
        for (first, text) in texts {
            for (mark, at) in
                MARKS.iter().flat_map(|mark| words(text, mark).map(move |at| (mark, at)))
            {
                let line = first + line_of(text, at) - 1;
                let what = format!("{mark} is left in the source");
                found.push(finding(&file.path, line, what, "do it, or open an issue"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(samples: &[(&str, &str)]) -> Vec<String> {
        banned(&Tree::of(samples)).iter().map(|f| format!("{}:{}", f.path, f.line)).collect()
    }

    #[test]
    fn clocks_are_read_in_one_place_only() {
        let call = "fn f() {\n let t = std::time::Instant::now();\n}";
        assert_eq!(paths(&[("server/src/app.rs", call)]), [""; 0]);
        assert_eq!(paths(&[("server/src/jobs.rs", call)]), ["server/src/jobs.rs:2"]);
    }

    #[test]
    fn files_chance_environment_and_terminal_have_their_places() {
        for (call, good) in [
            ("use std::fs::File;", "db/src/files.rs"),
            ("let r = rand::rng();", "server/src/app.rs"),
            ("std::env::var(\"X\")", "server/src/cli.rs"),
            ("println!(\"x\")", "server/src/cli/demo.rs"),
        ] {
            assert_eq!(paths(&[(good, call)]), [""; 0], "{call}");
            assert_eq!(paths(&[("domain/src/a.rs", call)]), ["domain/src/a.rs:1"], "{call}");
        }
    }

    #[test]
    fn a_build_script_reads_files_and_environment_but_no_clock() {
        let calls = "use std::fs::File; println!(\"x\"); std::env::var(\"X\");";
        assert_eq!(paths(&[("a/build/main.rs", calls)]), [""; 0]);
        assert_eq!(paths(&[("a/build.rs", "SystemTime::now()")]), ["a/build.rs:1"]);
    }

    #[test]
    fn a_call_in_a_text_or_comment_is_no_call() {
        assert_eq!(paths(&[("a/src/x.rs", "// x.unwrap()\nlet a = \"dbg!(x)\";")]), [""; 0]);
    }

    #[test]
    fn tests_may_touch_files_but_never_unwrap_or_ignore() {
        let test =
            "#[cfg(test)]\nmod tests {\n use std::fs::File;\n #[ignore]\n fn a() { x.unwrap() }\n}";
        assert_eq!(paths(&[("a/src/x.rs", test)]), ["a/src/x.rs:5", "a/src/x.rs:4"]);
    }

    #[test]
    fn unwrap_or_and_expect_are_no_unwrap() {
        let fine = "a.unwrap_or(1); b.unwrap_or_default(); #[expect(x, reason = \"y\")]";
        assert_eq!(paths(&[("a/src/x.rs", fine)]), [""; 0]);
        assert_eq!(paths(&[("a/src/x.rs", "#[allow(dead_code)]\nstruct A;")]).len(), 1);
    }

    #[test]
    fn what_is_left_for_later_is_found_in_every_language() {
        let tree = Tree::of(&[
            ("a/src/x.rs", "let a = \"TODO\";\n// FIXME later\n"),
            ("assets/x.css", "a {}\n\n/* XXX */\n"),
            ("docs/x.md", "TODO lists are fine in prose"),
        ]);
        let lines: Vec<(String, usize)> =
            unfinished(&tree).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(lines, [("a/src/x.rs".to_owned(), 2), ("assets/x.css".to_owned(), 3)]);
    }
}
