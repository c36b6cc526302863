//! The official forms before programs that others wrote: qpdf reads their structure, poppler their
//! letters and fonts.
//!
//! veraPDF, which knows PDF/A and PDF/UA rule by rule, is in no registry of Debian, npm or PyPI (its
//! parts are in Maven's alone); what typst's own writer enforces of both is not proved a second time
//! here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Demo, example};
use crate::browser::install;
use crate::command::{Run, in_path, target};
use crate::fault::{Doing, Fault, Outcome};

/// Each program with the Debian package that brings it.
const PROGRAMS: [(&str, &str); 4] = [
    ("qpdf", "qpdf"),
    ("pdftotext", "poppler-utils"),
    ("pdffonts", "poppler-utils"),
    ("pdfinfo", "poppler-utils"),
];

/// Forms need no demo: samples are made here.
pub(super) fn judge(_demo: &Demo) -> Outcome {
    programs()?;
    let forms = example("forms")?;
    let folder = target().join("judges/pdf");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).doing(folder.display())?;
    let folder = std::path::absolute(&folder).doing(folder.display())?;
    Run::new(forms).arg(&folder).check("writing the samples")?;
    let files = files(&folder)?;
    if files.is_empty() {
        return Err(Fault::Failed("no sample was written".to_owned()));
    }
    for file in &files {
        structure(file)?;
        fonts(&Run::new("pdffonts").arg(file).output("pdffonts")?, file)?;
        header(&Run::new("pdfinfo").arg(file).output("pdfinfo")?, file)?;
    }
    letters(&folder)?;
    spoilt(&folder)?;
    println!("{} forms: structure, fonts, titles and letters hold", files.len());
    println!("not judged: veraPDF is in no registry of packages");
    Ok(())
}

fn programs() -> Outcome {
    let missing = || PROGRAMS.iter().filter(|(program, _)| in_path(program).is_none());
    let packages: BTreeSet<&str> = missing().map(|(_, package)| *package).collect();
    if !packages.is_empty() {
        let packages: Vec<&str> = packages.into_iter().collect();
        install(&packages, "qpdf and poppler read the official forms")?;
    }
    match missing().next() {
        None => Ok(()),
        Some((program, package)) => Err(Fault::Missing(format!(
            "the package {package} brought no program {program} into PATH"
        ))),
    }
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).doing(folder.display())?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect())
}

/// qpdf ends with 2 for faults and 3 for warnings: both are faults here.
fn structure(file: &Path) -> Outcome {
    Run::new("qpdf").arg("--check").arg(file).output("qpdf --check").map(drop)
}

/// Every font is Tinos, embedded, a subset, and maps its shapes to letters.
fn fonts(told: &str, file: &Path) -> Outcome {
    let rows: Vec<&str> = told.lines().skip(2).collect();
    let is_good = |row: &&str| {
        let words: Vec<&str> = row.split_whitespace().collect();
        // The columns emb, sub and uni stand before the two numbers of the object.
        let marks = words.len().checked_sub(5).map(|from| &words[from..from + 3]);
        row.contains("+Tinos") && marks == Some(&["yes", "yes", "yes"])
    };
    match !rows.is_empty() && rows.iter().all(is_good) {
        true => Ok(()),
        false => Err(Fault::Failed(format!("{}: fonts\n{told}", file.display()))),
    }
}

/// The file names itself and is tagged.
fn header(told: &str, file: &Path) -> Outcome {
    let value = |name: &str| {
        told.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).unwrap_or_default()
    };
    match !value("Title:").is_empty() && value("Tagged:") == "yes" {
        true => Ok(()),
        false => Err(Fault::Failed(format!("{}: no title or no tags\n{told}", file.display()))),
    }
}

/// Every letter that was put into a slip comes out of it.
fn letters(folder: &Path) -> Outcome {
    let wanted = folder.join("letters.txt");
    let wanted = fs::read_to_string(&wanted).doing(wanted.display())?;
    let slip = folder.join("letters.pdf");
    let read = Run::new("pdftotext").arg(&slip).arg("-").output("pdftotext")?;
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    match solid(&read).contains(&solid(&wanted)) {
        true => Ok(()),
        false => Err(Fault::Failed(format!("of the letters\n{wanted}\npdftotext read\n{read}"))),
    }
}

/// A file with its end cut off is refused, so that `structure` is known to see something.
fn spoilt(folder: &Path) -> Outcome {
    let whole = fs::read(folder.join("slip.pdf")).doing("reading the slip")?;
    let file = folder.join("spoilt.pdf");
    fs::write(&file, &whole[..whole.len() / 2]).doing(file.display())?;
    match structure(&file) {
        Err(Fault::Failed(_)) => Ok(()),
        Ok(()) => Err(Fault::Failed("qpdf took half a file for a whole one".to_owned())),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name type encoding emb sub uni object ID\n---- ----\n";

    #[test]
    fn a_font_that_is_not_inside_is_found() {
        let file = Path::new("a.pdf");
        let row = |marks: &str| {
            format!("{HEAD}ABCDEF+Tinos-Bold  CID TrueType  Identity-H  {marks}  43  0\n")
        };
        assert!(fonts(&row("yes yes yes"), file).is_ok());
        for marks in ["no  yes yes", "yes no  yes", "yes yes no "] {
            assert!(fonts(&row(marks), file).is_err(), "{marks}");
        }
        assert!(fonts(HEAD, file).is_err(), "no font at all");
        assert!(fonts(&row("yes yes yes").replace("Tinos", "Arial"), file).is_err());
    }

    #[test]
    fn a_file_without_title_or_tags_is_found() {
        let file = Path::new("a.pdf");
        assert!(header("Title:  Giấy\nTagged:  yes\n", file).is_ok());
        assert!(header("Title:  \nTagged:  yes\n", file).is_err());
        assert!(header("Title:  Giấy\nTagged:  no\n", file).is_err());
    }
}
