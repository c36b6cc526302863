//! The developer's commands: `cargo xtask test`, `tidy`, `bench`, `judges`, `postgres`.
//!
//! They set up what they need, say what they do, and leave nothing running. This crate is
//! deliberately free of dependencies, so that it compiles in seconds, and it knows the house
//! only by its files and by the command line of `motcua`.

#![expect(
    clippy::disallowed_methods,
    reason = "a developer's tool reads its own files, clock and environment; nothing here ships"
)]

mod browser;
mod command;
mod fault;
mod guard;
mod judges;
mod postgres;
mod test;
mod tidy;

use std::process::ExitCode;

use crate::fault::{Fault, Outcome};

const USAGE: &str = "\
The developer's commands of Một Cửa

  cargo xtask test [--only STEP[,STEP]] [--keep-going] [--release]
      proves the house; the steps: format clippy tidy deny unit system browser
  cargo xtask tidy
      the house rules alone
  cargo xtask judges [--only PART-OF-A-NAME] [--long]
      checks a running demo with programs that others wrote
  cargo xtask bench ARGUMENTS…
      `motcua bench ARGUMENTS…`, built for release
  cargo xtask postgres
      a private PostgreSQL until Enter or Ctrl-C; prints its URL

  MOTCUA_POSTGRES=system|npm    where PostgreSQL comes from (default: system, else npm)
  MOTCUA_TEST_POSTGRES=URL      use this server instead of starting one
  MOTCUA_BIN=PATH               test this binary instead of building one
  MOTCUA_CHROMIUM=PATH          the browser of the journeys
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let (name, rest) =
        arguments.split_first().map_or(("help", &[][..]), |(name, rest)| (name.as_str(), rest));
    match name {
        "test" => test::run(rest),
        "tidy" => tidy::run(rest),
        "judges" => judges::run(rest),
        "bench" => bench(rest),
        "postgres" => postgres::serve(rest),
        guard::NAME => guard::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => {
            Err(Fault::Usage(format!("there is no command {other}; `cargo xtask help` lists them")))
        }
    }
}

fn bench(arguments: &[String]) -> Outcome {
    command::cargo()
        .args(["run", "--release", "--package", "motcua", "--bin", "motcua", "--", "bench"])
        .args(arguments)
        .check("motcua bench")
}
