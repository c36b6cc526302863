//! The shipped province and the national list, which the program carries with it.

use std::path::Path;

use crate::fault::Fault;

include!(concat!(env!("OUT_DIR"), "/province.rs"));

/// Writes them into a folder: the province below `dak-nong`, the list as `national/list.jsonl`.
#[expect(clippy::disallowed_methods, reason = "the shipped province is unpacked here")]
pub fn unpack(folder: &Path) -> Result<(), Fault> {
    for (name, text) in FILES {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(Fault::file(parent))?;
        std::fs::write(&path, text).map_err(Fault::file(&path))?;
    }
    Ok(())
}
