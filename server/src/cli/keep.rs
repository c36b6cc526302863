//! Commands that keep a house: verify, back up, restore.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::Command;
use ledger::checkpoint::Checkpoint;
use ledger::note::VerifierKey;
use ledger::proof::Proof;

use super::{At, print_json, progress};
use crate::archive::Archive;
use crate::attachment::keep as files;
use crate::attachment::vault::Vault;
use crate::backup::{self, long_reads};
use crate::fault::Fault;
use crate::house::{House, tell_all};
use crate::verify::Verification;

/// The largest proof or checkpoint file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Check the whole ledger, or one proof file.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A proof file; without it the whole ledger is checked.
    proof: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    /// A checkpoint published earlier, which the log must extend.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// The log's verifier key; repeatable. Without it the one in the database counts.
    #[arg(long = "log-key", value_name = "VKEY")]
    log_keys: Vec<String>,
    /// The key of a witness that must have cosigned the proof; repeatable.
    #[arg(long = "witness-key", value_name = "VKEY")]
    witness_keys: Vec<String>,
    /// For machines.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Fault> {
        let log_keys = parse_keys(&self.log_keys)?;
        match &self.proof {
            Some(path) => self.verify_proof(path, log_keys),
            None => self.verify_house(log_keys),
        }
    }

    fn verify_proof(&self, path: &Path, log_keys: Vec<VerifierKey>) -> Result<(), Fault> {
        let ledger = |source: ledger::Error| Fault::Ledger(format!("{}: {source}", path.display()));
        let keys = match log_keys.is_empty() {
            false => log_keys,
            true => parse_keys(&self.at.open()?.province()?.log_keys)?,
        };
        let proof: Proof = read_text(path)?.parse().map_err(ledger)?;
        let witnesses = parse_keys(&self.witness_keys)?;
        let verified = proof.verify(&keys, &witnesses, witnesses.len()).map_err(ledger)?;
        let opened = verified
            .opened
            .iter()
            .map(|part| (part.part.name(), String::from_utf8_lossy(&part.bytes).into_owned()));
        if self.json {
            print_json(&serde_json::json!({
                "valid": true,
                "origin": verified.checkpoint.origin,
                "index": verified.index,
                "size": verified.checkpoint.size,
                "witnesses": verified.witnesses,
                "opened": opened.collect::<std::collections::BTreeMap<_, _>>(),
            }));
            return Ok(());
        }
        let Checkpoint { origin, size, .. } = &verified.checkpoint;
        println!("The proof holds: entry {} of {size} in {origin}.", verified.index);
        for (witness, seconds) in &verified.witnesses {
            println!("Cosigned by {witness} at {seconds} s since 1970.");
        }
        for (part, bytes) in opened {
            println!("{part}: {bytes}");
        }
        Ok(())
    }

    fn verify_house(&self, mut log_keys: Vec<VerifierKey>) -> Result<(), Fault> {
        let house = self.at.open_with(&long_reads())?;
        if log_keys.is_empty() {
            log_keys = parse_keys(&house.province()?.log_keys)?;
        }
        let against = self.against.as_deref().map(|path| published(path, &log_keys)).transpose()?;
        let scratch = Scratch::new(&house)?;
        let bar = progress(house.head()?.size, "entries");
        let verification = Verification { db: &house.db, log_keys, against, scratch: &scratch.0 };
        let report = verification.run(&mut |done| bar.set_position(done))?;
        let (files, altered) = files::verify(&house.db, &house.vault())?;
        bar.finish_and_clear();
        let findings: Vec<String> =
            report.findings.iter().chain(&altered).map(ToString::to_string).collect();
        if self.json {
            print_json(&serde_json::json!({
                "entries": report.entries, "rows": report.rows, "files": files,
                "findings": findings,
            }));
        }
        if findings.is_empty() {
            if !self.json {
                println!(
                    "All is well: {} log entries, {} derived rows, {files} files.",
                    report.entries, report.rows
                );
            }
            return Ok(());
        }
        let count = findings.len();
        Err(Fault::NotInOrder(format!("{count} findings\n{}", findings.join("\n"))))
    }
}

/// A checkpoint published earlier; it must be signed by the log.
fn published(path: &Path, keys: &[VerifierKey]) -> Result<Checkpoint, Fault> {
    let opened = Checkpoint::open(&read_text(path)?, keys);
    let (checkpoint, _) =
        opened.map_err(|source| Fault::Ledger(format!("{}: {source}", path.display())))?;
    Ok(checkpoint)
}

/// Reads verifier keys.
pub(super) fn parse_keys(keys: &[String]) -> Result<Vec<VerifierKey>, Fault> {
    let parse = |key: &String| {
        key.parse().map_err(|source: ledger::Error| Fault::Ledger(format!("`{key}`: {source}")))
    };
    keys.iter().map(parse).collect()
}

/// Reads a file that an operator named.
#[expect(clippy::disallowed_methods, reason = "files named on the command line are read here")]
pub(super) fn read_text(path: &Path) -> Result<String, Fault> {
    let size = std::fs::metadata(path).map_err(Fault::file(path))?.len();
    if size > FILE_BYTES_MAX {
        let what = format!("{size} bytes are more than such a file has");
        return Err(Fault::Refused(format!("{}: {what}", path.display())));
    }
    std::fs::read_to_string(path).map_err(Fault::file(path))
}

/// A folder for work files, gone at the end.
struct Scratch(PathBuf);

impl Scratch {
    #[expect(clippy::disallowed_methods, reason = "the scratch folder is made here")]
    fn new(house: &House) -> Result<Scratch, Fault> {
        let name = format!("verify-{}", std::process::id());
        let path = house.place.data.join(name);
        std::fs::create_dir_all(&path).map_err(Fault::file(&path))?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    #[expect(clippy::disallowed_methods, reason = "the scratch folder goes here")]
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Back up the database into one file, and the files that it names into a folder.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not be there.
    file: PathBuf,
    /// The folder for files that people sent; `FILE` with the ending `.files` when absent. One
    /// folder serves many backups: what is there already is not copied again.
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    #[command(flatten)]
    at: At,
}

impl Backup {
    pub(super) fn run(self) -> Result<(), Fault> {
        if self.file.exists() {
            let what = "a file is there already: name another one";
            return Err(Fault::Refused(format!("{}: {what}", self.file.display())));
        }
        let house = self.at.open_with(&long_reads())?;
        let bar = progress(house.head()?.size * 3, "rows");
        let into = files_of(&self.file, self.files);
        let (rows, files) = backup::backup_with_files(&house, &self.file, &into, &mut |rows| {
            bar.set_position(rows);
        })?;
        bar.finish_and_clear();
        println!("{}: {rows} rows. The ledger's key is not in it.", self.file.display());
        let kept = files.copied + files.known;
        if kept > 0 {
            println!("{}: {kept} files, {} of them new.", into.root().display(), files.copied);
        }
        lost("the backup is whole but for these", &files.lost)
    }
}

/// The folder of the files of a backup.
fn files_of(file: &Path, named: Option<PathBuf>) -> Vault {
    Vault::on_disk(named.unwrap_or_else(|| file.with_extension("files")))
}

/// Says which files are missing or altered.
fn lost(what: &str, lost: &[String]) -> Result<(), Fault> {
    if lost.is_empty() {
        return Ok(());
    }
    let count = lost.len();
    let list = lost.join("\n");
    Err(Fault::NotInOrder(format!("{count} files are missing or altered; {what}:\n{list}")))
}

/// Make a database from a backup.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// The folder of its files; `FILE` with the ending `.files` when absent.
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    /// An archive to roll forward with, from the backup to its last checkpoint.
    #[arg(long, value_name = "DIR")]
    archive: Option<String>,
    /// Check everything afterwards.
    #[arg(long)]
    verify: bool,
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Fault> {
        crate::house::make_directory(&self.at.data)?;
        let place = self.at.place();
        let bar = progress(0, "rows");
        let db = backup::restore(&self.file, &place.location, &mut |rows| bar.set_position(rows))?;
        bar.finish_and_clear();
        drop(db);
        let house = self.at.open_with(&long_reads())?;
        if let Some(address) = &self.archive {
            let province = house.province()?;
            let keys = parse_keys(&province.log_keys)?;
            let rolled =
                Archive::open(address, &province.origin)?.roll_forward(&house.db, &keys)?;
            println!("Rolled forward by {rolled} entries.");
        }
        let erased = erase_again(&house)?;
        // After the erasure: what was erased again is not brought back.
        let mut read = |after| house.db.read_now(move |tx| files::page(tx, after));
        let files = files::copy(&mut read, &files_of(&self.file, self.files), &house.vault())?;
        println!("{}: restored, {} entries in the log.", house.place.location, house.head()?.size);
        if erased > 0 {
            println!("{erased} streams were erased again.");
        }
        if files.copied + files.known > 0 {
            println!("{} files, {} of them copied.", files.copied + files.known, files.copied);
        }
        if !self.verify {
            return lost("everything else was restored", &files.lost);
        }
        let verify = Verify {
            proof: None,
            at: self.at,
            against: None,
            log_keys: Vec::new(),
            witness_keys: Vec::new(),
            json: false,
        };
        verify.run()
    }
}

/// Erases what was erased after the backup was made, by the list in the data directory.
fn erase_again(house: &House) -> Result<usize, Fault> {
    let streams = house.erased_since_backup()?;
    if streams.is_empty() {
        return Ok(0);
    }
    let count = streams.len();
    house.with_door(|door| {
        let erase = |stream| Command::ErasePersonal { stream, ground: "restored".to_owned() };
        tell_all(door, streams.into_iter().map(erase)).map(drop)
    })?;
    Ok(count)
}
