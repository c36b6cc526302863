//! `cargo xtask judges`: a running demo, checked by programs that others wrote.
//!
//! Every judge must be there: one that is missing is a failure, not a skip. The shapes of CPSV-AP
//! alone stand outside the checkout; without them that judge says so.

mod pdf;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::browser::{chromium, install};
use crate::command::{Run, cargo, in_path, motcua, npm_ci, root, selected, target};
use crate::fault::{Doing, Fault, Outcome};
use crate::guard::free_port;

const START_LIMIT: Duration = Duration::from_secs(120);
/// Where Debian puts the sources of Go packages.
const GO_SOURCES: &str = "/usr/share/gocode";

/// Where Debian puts clamd, which not every PATH has.
const CLAMD: &str = "/usr/sbin/clamd";

/// Where the shapes of CPSV-AP stand, from the checkout; they are not part of it.
const SHAPES: &str = "../shared/data/cpsv-ap/cpsv-ap-3.2.0-shacl.ttl";

/// A program that looks at the demo.
type Judge = fn(&Demo) -> Outcome;

const JUDGES: [(&str, Judge); 11] = [
    ("Go's own tlog and note", with_go),
    ("aics-tlog (Python)", with_python),
    ("Nu HTML checker (W3C)", with_vnu),
    ("pySHACL on CPSV-AP 3.2.0", with_pyshacl),
    ("Lighthouse", with_lighthouse),
    ("oidc-provider (OpenID certified)", with_provider),
    ("Chromium's passkeys", with_passkeys),
    ("pdf: qpdf and poppler", pdf::judge),
    ("smtp-server's mail", with_mail),
    ("ClamAV's clamd", with_clamd),
    ("Schemathesis", with_schemathesis),
];

/// Builds the binary, starts a demo, and lets every judge look at it.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let chosen = Chosen::read(arguments)?;
    let demo = Demo::start(motcua(false)?, chosen.length)?;
    let mut failed = Vec::new();
    for (name, judge) in JUDGES.into_iter().filter(|(name, _)| chosen.has(name)) {
        println!("\n━━ {name}");
        let start = Instant::now();
        let verdict = judge(&demo);
        let took = start.elapsed().as_secs_f64();
        match verdict {
            Ok(()) => println!("━━ {name}: ok in {took:.1} s"),
            Err(fault) => {
                println!("━━ {name}: FAILED after {took:.1} s: {fault}");
                failed.push(name);
            }
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Fault::Failed(format!("cargo xtask judges: failed: {}", failed.join(", ")))),
    }
}

/// What the arguments choose.
struct Chosen<'a> {
    /// How long those judges look that could look for ever.
    length: &'static str,
    /// A part of the name of the one judge that is asked.
    only: Option<&'a str>,
}

impl Chosen<'_> {
    fn read(arguments: &[String]) -> Outcome<Chosen<'_>> {
        let mut chosen = Chosen { length: "bounded", only: None };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match (argument.as_str(), rest.as_slice()) {
                ("--long", _) => chosen.length = "long",
                ("--only", [name, ..]) => {
                    chosen.only = Some(name);
                    rest.next();
                }
                (other, _) => return Err(Fault::Usage(format!("judges does not know {other}"))),
            }
        }
        match JUDGES.iter().any(|(name, _)| chosen.has(name)) {
            true => Ok(chosen),
            false => Err(Fault::Usage("no judge has that in its name".to_owned())),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.only.is_none_or(|part| name.contains(part))
    }
}

fn folder() -> PathBuf {
    root().join("xtask/judges")
}

fn with_go(demo: &Demo) -> Outcome {
    let package = Path::new(GO_SOURCES).join("src/golang.org/x/mod/sumdb/tlog");
    if in_path("go").is_none() || !package.is_dir() {
        let packages = ["golang-go", "golang-golang-x-mod-dev"];
        install(&packages, "Go checks the ledger with its own code")?;
    }
    Run::new("go")
        .args(["run", "ledger.go", &demo.url])
        .within(&folder())
        .env("GO111MODULE", "off")
        .env("GOPATH", GO_SOURCES)
        .env("GOCACHE", target().join("judges/go"))
        .env("GOFLAGS", "")
        .check("the judge in Go")
}

fn with_python(demo: &Demo) -> Outcome {
    Run::new(&python()?)
        .args(["ledger.py", &demo.url])
        .within(&folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .check("the judge in Python")
}

/// The export of the demo's catalogue against the shapes, and a spoilt copy that must fail.
fn with_pyshacl(demo: &Demo) -> Outcome {
    let shapes = root().join(SHAPES);
    if !shapes.is_file() {
        println!("not judged: {SHAPES} is not there");
        return Ok(());
    }
    let export = demo.data.join("cpsv-ap");
    Run::new(&demo.binary)
        .args(["procedure", "export", "--cpsv-ap", "--base", &demo.url, "--data"])
        .args([&demo.data, &export])
        .check("motcua procedure export")?;
    Run::new(&python()?)
        .args(["catalogue.py"])
        .args([&std::path::absolute(&shapes).doing(shapes.display())?])
        .args([&export.join("catalogue.ttl")])
        .within(&folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .check("pySHACL")
}

/// The interface as its own description allows it, asked by two users and by nobody.
fn with_schemathesis(demo: &Demo) -> Outcome {
    Run::new(&python()?)
        .args(["interface.py", &demo.url])
        .args([&demo.data.join("demo.json")])
        .args([demo.length])
        .within(&folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .check("Schemathesis")
}

/// Python with what the judges need, pinned.
fn python() -> Outcome<PathBuf> {
    let home = target().join("judges/venv");
    let python = home.join("bin/python");
    let wanted = folder().join("requirements.txt");
    let wanted_text = fs::read_to_string(&wanted).doing(wanted.display())?;
    let stamp = home.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|have| have != wanted_text) || !stamp.is_file() {
        make_venv(&home)?;
        Run::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--ignore-requires-python", "--no-deps", "--requirement"])
            .args([&wanted])
            .check("pip install")?;
        fs::write(&stamp, wanted_text).doing(stamp.display())?;
    }
    std::path::absolute(&python).doing(python.display())
}

fn make_venv(home: &Path) -> Outcome {
    let make = || {
        Run::new("python3").args(["-m", "venv", "--clear"]).args([home]).check("python3 -m venv")
    };
    if in_path("python3").is_some() && make().is_ok() {
        return Ok(());
    }
    let packages = ["python3", "python3-venv", "python3-pip"];
    install(&packages, "aics-tlog checks the ledger in Python")?;
    make()
}

/// A judge's folder of its own with its files and what npm installs beside them.
fn node_home(name: &str, files: &[PathBuf]) -> Outcome<PathBuf> {
    let home = target().join("judges").join(name);
    fs::create_dir_all(&home).doing(home.display())?;
    for from in files {
        let name = from.file_name().expect("invariant: each path ends with a name");
        fs::copy(from, home.join(name)).doing(from.display())?;
    }
    npm_ci(&home)?;
    Ok(home)
}

/// The files of a judge's folder in the checkout.
fn files_of(name: &str, files: &[&str]) -> Vec<PathBuf> {
    files.iter().map(|file| folder().join(name).join(file)).collect()
}

fn with_vnu(demo: &Demo) -> Outcome {
    if in_path("java").is_none() {
        install(&["default-jre-headless"], "the W3C's HTML checker runs in Java")?;
    }
    let home = node_home("html", &files_of("", &["package.json", "package-lock.json"]))?;
    let jar = home.join("node_modules/vnu-jar/build/dist/vnu.jar");
    let jar = std::path::absolute(&jar).doing(jar.display())?;
    Run::new("node")
        .args(["pages.mjs", &demo.url])
        .args([&jar])
        .within(&folder())
        .check("the HTML checker")
}

/// The marks of the pages that citizens meet first.
fn with_lighthouse(demo: &Demo) -> Outcome {
    let files = ["package.json", "package-lock.json", "lighthouse.mjs"];
    let home = node_home("lighthouse", &files_of("lighthouse", &files))?;
    Run::new("node")
        .args(["lighthouse.mjs", &demo.url])
        .args([&demo.data.join("demo.json")])
        .within(&home)
        .env("MOTCUA_CHROMIUM", chromium()?)
        .check("Lighthouse")
}

/// A provider of identities needs no demo: it judges the client alone.
fn with_provider(_demo: &Demo) -> Outcome {
    let files = files_of("oidc", &["package.json", "package-lock.json", "provider.mjs"]);
    let home = node_home("oidc", &files)?;
    let client = example("oidc")?;
    let provider = Command::new("node")
        .arg("provider.mjs")
        .current_dir(&home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut provider = provider.doing("starting node")?;
    let mut lines = BufReader::new(provider.stdout.take().expect("invariant: it was piped"));
    let mut url = String::new();
    let told = lines.read_line(&mut url).doing("reading the provider's address");
    let verdict = told.and_then(|_| Run::new(client).arg(url.trim()).check("the client"));
    drop(provider.kill());
    drop(provider.wait());
    verdict
}

/// Servers of mail and of text messages: a province of its own sends codes through them.
fn with_mail(demo: &Demo) -> Outcome {
    let files = files_of("mail", &["package.json", "package-lock.json", "mail.mjs"]);
    let home = node_home("mail", &files)?;
    let absolute = |path: &Path| std::path::absolute(path).doing(path.display());
    Run::new("node")
        .arg("mail.mjs")
        .arg(absolute(&demo.binary)?)
        .arg(absolute(&root().join("province/dak-nong"))?)
        .within(&home)
        .check("the servers of mail and of text messages")
}

/// The virus scanner, with a database of one signature that is made for it: nothing is fetched.
fn with_clamd(demo: &Demo) -> Outcome {
    let found =
        || in_path("clamd").or_else(|| Some(PathBuf::from(CLAMD)).filter(|it| it.is_file()));
    if found().is_none() {
        install(&["clamav-daemon"], "clamd looks into the files that people send")?;
    }
    let clamd = found().ok_or_else(|| {
        Fault::Missing("the package clamav-daemon brought no program clamd".to_owned())
    })?;
    let absolute = |path: &Path| std::path::absolute(path).doing(path.display());
    Run::new("node")
        .arg("clamd.mjs")
        .arg(absolute(&demo.binary)?)
        .arg(absolute(&root().join("province/dak-nong"))?)
        .arg(clamd)
        .within(&folder().join("clamd"))
        .check("clamd")
}

/// A browser needs no demo either: it judges the house's side of the ceremonies.
fn with_passkeys(_demo: &Demo) -> Outcome {
    // The journeys' lock brings what drives the browser.
    let journeys = root().join("tests/browser");
    let script = folder().join("passkey/passkey.mjs");
    let files = [journeys.join("package.json"), journeys.join("package-lock.json"), script];
    let home = node_home("passkey", &files)?;
    Run::new("node")
        .arg("passkey.mjs")
        .arg(example("passkey")?)
        .within(&home)
        .env("MOTCUA_CHROMIUM", chromium()?)
        .check("the browser with passkeys")
}

/// A program of some crate's `examples`, built now.
pub(crate) fn example(name: &str) -> Outcome<PathBuf> {
    cargo().args(["build", "--example", name]).args(selected()).check("building an example")?;
    let built = target().join("debug/examples").join(name);
    std::path::absolute(&built).doing(built.display())
}

/// A running demo in a directory of its own; stopped and deleted with the value.
struct Demo {
    process: Child,
    binary: PathBuf,
    data: PathBuf,
    url: String,
    length: &'static str,
}

impl Demo {
    fn start(binary: PathBuf, length: &'static str) -> Outcome<Demo> {
        let port = free_port()?.to_string();
        let data = env::temp_dir().join(format!("motcua-judges-{}", std::process::id()));
        let mut process = Command::new(&binary)
            .args(["demo", "--fresh", "--dossiers", "400", "--port", &port, "--data"])
            .arg(&data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .doing(binary.display())?;
        let lines = process.stdout.take().expect("invariant: it was piped");
        let mut demo = Demo { process, binary, data, url: String::new(), length };
        let told = first_url(lines, port);
        demo.url = told.recv_timeout(START_LIMIT).map_err(|_| {
            Fault::Failed(
                "the demo ended, or told no URL on its standard output in time".to_owned(),
            )
        })?;
        println!("demo: {}", demo.url);
        Ok(demo)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        drop(fs::remove_dir_all(&self.data));
    }
}

/// Passes on the first URL with this port that is told, and reads the rest away.
fn first_url(lines: ChildStdout, port: String) -> mpsc::Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut tell = Some(tell);
        for line in BufReader::new(lines).lines().map_while(Result::ok) {
            if let Some(url) = url_in(&line, &port) {
                tell.take().map(|tell| tell.send(url));
            }
        }
    });
    told
}

fn url_in(line: &str, port: &str) -> Option<String> {
    ["localhost", "127.0.0.1"].into_iter().find_map(|host| {
        let url = format!("http://{host}:{port}");
        let rest = &line[line.find(&url)? + url.len()..];
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(url)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_judge_may_be_chosen_and_told_to_look_long() {
        let words = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
        let (none, both) = (words(&[]), words(&["--long", "--only", "Schema"]));
        let chosen = Chosen::read(&none).expect("every judge");
        assert!(chosen.length == "bounded" && chosen.has("pySHACL"));
        let chosen = Chosen::read(&both).expect("one judge");
        assert!(chosen.length == "long" && chosen.has("Schemathesis") && !chosen.has("pySHACL"));
        for wrong in [&["--only"][..], &["--only", "Nobody"], &["quick"]] {
            assert!(Chosen::read(&words(wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_url_of_the_demo_is_found_in_its_line() {
        let found = url_in("open http://localhost:8080/ now", "8080");
        assert_eq!(found.as_deref(), Some("http://localhost:8080"));
        assert_eq!(url_in("http://localhost:80801", "8080"), None);
        assert_eq!(url_in("starting on 8080", "8080"), None);
    }
}
