//! The journeys in a browser: Chromium driven from `tests/browser/`.

use std::env;
use std::path::{Path, PathBuf};

use crate::command::{Run, in_path, is_root, npm_ci, root, target};
use crate::fault::{Doing, Fault, Outcome};
use crate::judges::example;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Runs every journey against a demo of this binary.
pub(crate) fn run(binary: &Path) -> Outcome {
    let chromium = chromium()?;
    let journeys = root().join("tests/browser");
    npm_ci(&journeys)?;
    let screenshots = target().join("screenshots");
    std::fs::create_dir_all(&screenshots).doing(screenshots.display())?;
    Run::new("node")
        .args(["run.mjs"])
        .within(&journeys)
        .env("MOTCUA_BIN", binary)
        .env("MOTCUA_CHROMIUM", chromium)
        .env("MOTCUA_SCREENSHOTS", screenshots)
        .env("MOTCUA_SAMPLES", example("counter")?)
        .check("the browser journeys")
}

/// The browser: named, in PATH, or installed now by whoever may.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("MOTCUA_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    if let Some(found) = NAMES.iter().find_map(|name| in_path(name)) {
        return Ok(found);
    }
    install(&["chromium", "fonts-noto-core"], "the browser journeys need Chromium")?;
    in_path("chromium").ok_or_else(|| {
        Fault::Missing("the package chromium brought no program chromium into PATH".to_owned())
    })
}

/// Installs Debian packages when this is root on a Debian system; else says what to install.
pub(crate) fn install(packages: &[&str], why: &str) -> Outcome {
    let apt = in_path("apt-get").filter(|_| is_root());
    let Some(apt) = apt else {
        let list = packages.join(" ");
        return Err(Fault::Missing(format!(
            "{why}: install these packages and start again: sudo apt-get install {list}"
        )));
    };
    Run::new(&apt).args(["update", "-qq"]).check("apt-get update")?;
    Run::new(&apt)
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .check("apt-get install")
}
