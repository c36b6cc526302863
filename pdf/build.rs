//! Copies the typeface of the forms from the locked packages.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and the environment")]

#[path = "../page/build/npm.rs"]
mod npm;

use std::fs;
use std::path::{Path, PathBuf};

/// The font files of the package, each with its name here.
const FILES: [(&str, &str); 5] = [
    ("400Regular/Tinos_400Regular.ttf", "regular.ttf"),
    ("700Bold/Tinos_700Bold.ttf", "bold.ttf"),
    ("400Regular_Italic/Tinos_400Regular_Italic.ttf", "italic.ttf"),
    ("700Bold_Italic/Tinos_700Bold_Italic.ttf", "bold-italic.ttf"),
    ("LICENSE_FONT", "licence.txt"),
];

fn main() {
    let root =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    if let Err(what) = fonts(&root.join("assets"), &out) {
        eprintln!("{what}");
        std::process::exit(1);
    }
}

fn fonts(folder: &Path, out: &Path) -> Result<(), String> {
    for file in ["build.rs", "../page/build/npm.rs", "../assets/package-lock.json"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let package = npm::install(folder, out)?.join("@expo-google-fonts/tinos");
    for (theirs, ours) in FILES {
        let from = package.join(theirs);
        fs::copy(&from, out.join(ours))
            .map_err(|source| format!("{}: {source}", from.display()))?;
    }
    Ok(())
}
