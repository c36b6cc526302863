//! Builds the texts and the assets of the pages.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and the environment")]

mod assets;
mod npm;
mod prune;
mod texts;

use std::path::PathBuf;

fn main() {
    let root =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    let built = texts::build(&root.join("text"), &out)
        .and_then(|()| assets::build(&root.join("assets"), &out));
    if let Err(what) = built {
        eprintln!("{what}");
        std::process::exit(1);
    }
}
