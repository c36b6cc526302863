//! Puts the shipped province and the national list into the program, so that the demo needs no
//! file beside it. Every file of the folder is taken: a new procedure is one new file, and no line
//! of code.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and the environment")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let root = here.join("../province").canonicalize()?;
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut code = "/// Files of the shipped province: path below `province/`, text.\n\
         pub(crate) const FILES: &[(&str, &str)] = &[\n"
        .to_owned();
    for file in &files {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?;
        writeln!(code, "({name:?}, include_str!({file:?})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(out.join("province.rs"), code)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => walk(&path, files)?,
            false
                if path.extension().is_some_and(|ending| ending == "toml" || ending == "jsonl") =>
            {
                files.push(path);
            }
            false => {}
        }
    }
    Ok(())
}
