//! Running other programs from the root of the checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::{Doing, Fault, Outcome};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("invariant: xtask stands inside the checkout").to_owned()
}

/// Where built things go.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that started this command, at the root.
pub(crate) fn cargo() -> Run {
    Run::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// The crates that are built and tested together.
const CRATES: [&str; 7] = ["domain", "ledger", "db", "page", "pdf", "motcua", "tests"];

/// The arguments that select all crates. Cargo unites the features of what is selected: every
/// step selects the same crates, so that no dependency is built twice.
pub(crate) fn selected() -> impl Iterator<Item = &'static str> {
    CRATES.into_iter().flat_map(|name| ["--package", name])
}

/// The program `motcua`: the one that `MOTCUA_BIN` names, else built now.
pub(crate) fn motcua(release: bool) -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("MOTCUA_BIN") {
        println!("motcua: {} (named by MOTCUA_BIN)", named.to_string_lossy());
        return Ok(PathBuf::from(named));
    }
    let build = cargo().args(["build", "--bin", "motcua"]);
    let build = match release {
        true => build.args(["--release", "--package", "motcua"]),
        false => build.args(selected()).arg("--tests"),
    };
    build.check("building motcua")?;
    let profile = if release { "release" } else { "debug" };
    let built = target().join(profile).join("motcua");
    std::path::absolute(&built).doing(built.display())
}

/// The program of this name in PATH.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Whether this process is root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// One program with its arguments.
pub(crate) struct Run(Command);

impl Run {
    /// The program, to be run at the root of the checkout without input.
    pub(crate) fn new(program: impl AsRef<std::ffi::OsStr>) -> Run {
        let mut command = Command::new(program);
        command.current_dir(root()).stdin(Stdio::null());
        Run(command)
    }

    /// With these arguments.
    pub(crate) fn args<S: AsRef<std::ffi::OsStr>>(
        mut self,
        list: impl IntoIterator<Item = S>,
    ) -> Run {
        self.0.args(list);
        self
    }

    /// With this argument.
    pub(crate) fn arg(self, one: impl AsRef<std::ffi::OsStr>) -> Run {
        self.args([one])
    }

    /// With this variable in its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Run {
        self.0.env(name, value);
        self
    }

    /// In this folder.
    pub(crate) fn within(mut self, folder: &Path) -> Run {
        self.0.current_dir(folder);
        self
    }

    /// Runs it in the foreground; a status other than 0 is a fault.
    pub(crate) fn check(mut self, what: &str) -> Outcome {
        let name = self.0.get_program().to_string_lossy().into_owned();
        let status = self.0.status().doing(format!("{what}: starting {name}"))?;
        match status.success() {
            true => Ok(()),
            false => Err(Fault::Failed(format!("{what} failed ({status})"))),
        }
    }

    /// Runs it and gives what it wrote to its standard output; a status other than 0 is a fault
    /// that tells what it complained of.
    pub(crate) fn output(mut self, what: &str) -> Outcome<String> {
        let name = self.0.get_program().to_string_lossy().into_owned();
        let output = self.0.output().doing(format!("{what}: starting {name}"))?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => {
                let told = String::from_utf8_lossy(&output.stderr);
                Err(Fault::Failed(format!("{what} failed ({}): {}", output.status, told.trim())))
            }
        }
    }
}

/// Installs exactly what a folder's `package-lock.json` names into `folder/node_modules`,
/// unless that was done already for the same lock.
pub(crate) fn npm_ci(folder: &Path) -> Outcome {
    let wanted = folder.join("package-lock.json");
    let wanted = std::fs::read_to_string(&wanted).doing(wanted.display())?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    let Some(npm) = in_path("npm") else {
        return Err(Fault::Missing(format!(
            "npm is not in PATH, and {} needs it; install Node.js 20 or later",
            folder.display()
        )));
    };
    Run::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .within(folder)
        .check("npm ci")?;
    std::fs::write(&stamp, wanted).doing(stamp.display())
}
