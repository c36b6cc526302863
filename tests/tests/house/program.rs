//! The program as its operator runs it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The binary under test: named by the test command, else beside the tests.
#[expect(clippy::disallowed_methods, reason = "tests learn of their binary from the environment")]
pub(crate) fn binary() -> PathBuf {
    if let Ok(named) = std::env::var("MOTCUA_BIN") {
        return PathBuf::from(named);
    }
    let own = std::env::current_exe().expect("a test has a path");
    let beside = own.parent().and_then(Path::parent).expect("a target folder").join("motcua");
    assert!(beside.exists(), "{} is missing: cargo build -p motcua", beside.display());
    beside
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(binary())
        .args(arguments)
        .env_remove("MOTCUA_DATABASE")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// Runs a command that must succeed; answers what it printed.
pub(crate) fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = texts(&output);
    assert!(output.status.success(), "motcua {arguments:?}: {err}{out}");
    out
}

/// Runs a command that must fail; answers what it said.
pub(crate) fn fail(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = texts(&output);
    assert!(!output.status.success(), "motcua {arguments:?} succeeded: {out}");
    err
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// A command that runs until it is killed.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// Starts a command; what it prints can be read.
    pub(crate) fn start(arguments: &[&str]) -> Running {
        let child = Command::new(binary())
            .args(arguments)
            .env_remove("MOTCUA_DATABASE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        Running(child.expect("the program starts"))
    }

    /// Ends it at once, as a power cut would end its process.
    pub(crate) fn kill(mut self) {
        self.0.kill().expect("it is killed");
        self.0.wait().expect("it has ended");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A database's address as the program takes it, with its password, which is never shown else.
pub(crate) fn address(location: &db::Location) -> String {
    match location {
        db::Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        db::Location::Postgres(url) => url.clone(),
    }
}
