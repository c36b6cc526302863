//! `cargo xtask test`: everything that must hold, in the order in which it fails fastest.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::command::{Run, cargo, in_path, motcua, root, selected};
use crate::fault::{Doing, Fault, Outcome};
use crate::postgres::{FOR_TESTS, Server};
use crate::{browser, tidy};

/// One thing that is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Format,
    Clippy,
    Tidy,
    Deny,
    Unit,
    System,
    Browser,
}

const STEPS: [Step; 7] =
    [Step::Format, Step::Tidy, Step::Deny, Step::Clippy, Step::Unit, Step::System, Step::Browser];

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Format => "format",
            Step::Clippy => "clippy",
            Step::Tidy => "tidy",
            Step::Deny => "deny",
            Step::Unit => "unit",
            Step::System => "system",
            Step::Browser => "browser",
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Step::Format => "every source is formatted",
            Step::Clippy => "no lint is broken",
            Step::Tidy => "the house rules hold",
            Step::Deny => "licences, bans and sources of dependencies",
            Step::Unit => "the crates, on both engines",
            Step::System => "the whole system, on both engines",
            Step::Browser => "the journeys in a browser",
        }
    }
}

/// What the caller asked for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    steps: Vec<Step>,
    keep_going: bool,
    release: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Options> {
        let mut options = Options { steps: STEPS.to_vec(), keep_going: false, release: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--keep-going" => options.keep_going = true,
                "--release" => options.release = true,
                "--only" => options.steps = chosen(rest.next().map_or("", String::as_str))?,
                other => match other.strip_prefix("--only=") {
                    Some(names) => options.steps = chosen(names)?,
                    None => return Err(Fault::Usage(format!("unknown argument {other}"))),
                },
            }
        }
        Ok(options)
    }
}

fn chosen(names: &str) -> Outcome<Vec<Step>> {
    let known = STEPS.map(Step::name).join(" ");
    let named = |name: &str| {
        STEPS
            .into_iter()
            .find(|step| step.name() == name)
            .ok_or_else(|| Fault::Usage(format!("there is no step {name:?}; the steps: {known}")))
    };
    let wanted: Vec<Step> = names.split(',').map(named).collect::<Outcome<_>>()?;
    Ok(STEPS.into_iter().filter(|step| wanted.contains(step)).collect())
}

/// How a step ended.
enum Verdict {
    Proved,
    NotRun(String),
}

/// Runs the steps; fails when one does.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    let began = Instant::now();
    let session = Session { release: options.release, server: OnceCell::new() };
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for step in &options.steps {
        println!("\n━━ {}: {}", step.name(), step.purpose());
        let start = Instant::now();
        let verdict = session.run(*step);
        let took = shown(start.elapsed());
        let line = match &verdict {
            Ok(Verdict::Proved) => format!("{:<8} ok      {took}", step.name()),
            Ok(Verdict::NotRun(why)) => format!("{:<8} not run {took}  {why}", step.name()),
            Err(fault) => format!("{:<8} FAILED  {took}  {fault}", step.name()),
        };
        println!("━━ {line}");
        lines.push(line);
        if verdict.is_err() {
            failed.push(step.name());
            if !options.keep_going {
                break;
            }
        }
    }
    drop(session);
    println!("\n{}\nin {}", lines.join("\n"), shown(began.elapsed()));
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Fault::Failed(format!("cargo xtask test: failed: {}", failed.join(", ")))),
    }
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds < 120.0 {
        true => format!("{seconds:5.1} s"),
        false => format!("{:.0} min {:02.0} s", (seconds / 60.0).floor(), seconds % 60.0),
    }
}

/// What several steps share.
struct Session {
    release: bool,
    server: OnceCell<Server>,
}

impl Session {
    fn run(&self, step: Step) -> Outcome<Verdict> {
        match step {
            Step::Format => cargo().args(["fmt", "--all", "--check"]).check("cargo fmt"),
            Step::Clippy => cargo()
                .args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
                .check("cargo clippy"),
            Step::Tidy => tidy::run(&[])
                .and_then(|()| cargo().args(["test", "--package", "xtask"]).check("its tests")),
            Step::Deny => return deny(),
            Step::Unit => self.unit(),
            Step::System => self.system(),
            Step::Browser => browser::run(&motcua(self.release)?),
        }
        .map(|()| Verdict::Proved)
    }

    /// The server's URL; the server starts when it is first needed and lasts for the session.
    fn postgres(&self) -> Outcome<&str> {
        if self.server.get().is_none() {
            let server = Server::start()?;
            return Ok(&self.server.get_or_init(|| server).url);
        }
        Ok(self.server.get().map_or("", |server| &server.url))
    }

    fn unit(&self) -> Outcome {
        let server = self.postgres()?;
        let names = CRATES_WITH_UNITS.map(|name| root().join(name).join("tests"));
        let suites = names.iter().map(|folder| suites(folder)).collect::<Outcome<Vec<_>>>()?;
        cargo()
            .arg("test")
            .args(selected())
            .args(["--lib", "--bins"])
            .args(suites.into_iter().flatten())
            .env(FOR_TESTS, server)
            .check("cargo test")?;
        let docs = cargo().args(["test", "--quiet", "--doc"]).args(selected());
        docs.check("the examples in the documentation")
    }

    fn system(&self) -> Outcome {
        let suites = suites(&root().join("tests/tests"))?;
        if suites.is_empty() {
            return Err(Fault::Missing("tests/tests/ holds no system test".to_owned()));
        }
        let binary = motcua(self.release)?;
        cargo()
            .arg("test")
            .args(selected())
            .args(suites)
            .env(FOR_TESTS, self.postgres()?)
            .env("MOTCUA_BIN", binary)
            .check("the system tests")
    }
}

/// The folders of the crates that prove themselves alone.
const CRATES_WITH_UNITS: [&str; 5] = ["domain", "ledger", "db", "page", "server"];

/// The arguments that select the test programs of a folder.
fn suites(folder: &Path) -> Outcome<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).doing(folder.display())? {
        let path = entry.doing(folder.display())?.path();
        let is_source = path.extension().is_some_and(|ending| ending == "rs");
        let is_folder = path.join("main.rs").is_file();
        if let Some(name) = path.file_stem().filter(|_| is_source || is_folder) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names.into_iter().flat_map(|name| ["--test".to_owned(), name]).collect())
}

/// cargo-deny is the one tool that is not installed on the way: it takes minutes to build.
fn deny() -> Outcome<Verdict> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let beside = home.map(|home| home.join("bin/cargo-deny")).filter(|file| file.is_file());
    let Some(program) = in_path("cargo-deny").or(beside) else {
        return Ok(Verdict::NotRun(
            "cargo-deny is not installed; `cargo install --locked cargo-deny` gets it".to_owned(),
        ));
    };
    Run::new(program)
        .args(["check", "licenses", "bans", "sources"])
        .check("cargo deny")
        .map(|()| Verdict::Proved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Outcome<Options> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn without_arguments_every_step_runs() {
        let options = parse("").expect("it parses");
        assert_eq!(options.steps, STEPS);
        assert!(!options.keep_going && !options.release);
    }

    #[test]
    fn chosen_steps_run_in_the_usual_order() {
        let options = parse("--only unit,format --keep-going").expect("it parses");
        assert_eq!(options.steps, [Step::Format, Step::Unit]);
        assert!(options.keep_going);
        assert_eq!(parse("--only=tidy").expect("it parses").steps, [Step::Tidy]);
    }

    #[test]
    fn an_unknown_step_or_argument_is_refused_by_name() {
        let fault = parse("--only lint").expect_err("refused").to_string();
        assert!(fault.contains("lint") && fault.contains("clippy"), "{fault}");
        assert!(parse("--onyl tidy").is_err());
    }

    #[test]
    fn a_long_time_is_shown_in_minutes() {
        assert_eq!(shown(Duration::from_millis(1500)), "  1.5 s");
        assert_eq!(shown(Duration::from_secs(150)), "2 min 30 s");
    }
}
