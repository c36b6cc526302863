//! The locked packages of `assets/package.json`, installed where things are built. `pdf/build.rs`
//! takes this file too: both crates copy from the same lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Installs what the lock in `folder` names, once for each lock, under `out`; the folder of the
/// packages.
pub(crate) fn install(folder: &Path, out: &Path) -> Result<PathBuf, String> {
    let target = out.join("npm");
    let packages = target.join("node_modules");
    let lock = folder.join("package-lock.json");
    let lock =
        fs::read_to_string(&lock).map_err(|source| format!("{}: {source}", lock.display()))?;
    let done = target.join("installed");
    if fs::read_to_string(&done).is_ok_and(|known| known == lock) {
        return Ok(packages);
    }
    fs::create_dir_all(&target).map_err(|source| source.to_string())?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(folder.join(file), target.join(file)).map_err(|source| source.to_string())?;
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"])
        .current_dir(&target)
        .output();
    match npm {
        Err(source) => Err(format!("npm did not start ({source}): install Node.js 20 or newer")),
        Ok(output) if !output.status.success() => Err(format!(
            "npm could not install the packages of assets/package-lock.json; is the npm registry \
             reachable?\n{}",
            String::from_utf8_lossy(&output.stderr)
        )),
        Ok(_) => {
            fs::write(&done, lock).map_err(|source| source.to_string())?;
            Ok(packages)
        }
    }
}
