//! The catalogue leaves a house as files and enters another one unchanged.

#![expect(clippy::disallowed_methods, reason = "these tests read exported files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use db::testing::{Fresh, fresh};
use db::{Db, Engine, Options};
use tempfile::TempDir;

use super::SHIPPED;
use crate::ground::{ENGINES, shown};
use crate::program::{address, succeed};

/// A house that the program made of a province's files.
struct Made {
    folder: TempDir,
    fresh: Fresh,
    data: String,
    database: String,
}

impl Made {
    fn of(province: &str, engine: Engine) -> Made {
        let (folder, fresh) = (tempfile::tempdir().expect("a folder"), fresh(engine));
        let data = folder.path().join("data").display().to_string();
        let made = Made { database: address(&fresh.location), folder, fresh, data };
        made.run(&["init", "--province", province, "--origin", "motcua.example/made"]);
        made
    }

    fn run(&self, arguments: &[&str]) -> String {
        succeed(&[arguments, &["--data", &self.data, "--database", &self.database]].concat())
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// What the catalogue holds, by table.
    fn catalogue(&self) -> BTreeMap<&'static str, Vec<String>> {
        const HELD: [(&str, &[&str]); 2] = [
            ("publication", &["code", "number", "status", "from_day", "to_day", "decision"]),
            ("revision", &["code", "number", "description"]),
        ];
        let db = Db::open(&self.fresh.location, &Options::default()).expect("it opens");
        let tables = HELD.map(|(table, columns)| {
            let rows = db.read_now(move |tx| {
                let mut rows = Vec::new();
                tx.dump(table, columns, &mut |row| {
                    rows.push(shown(row.values()));
                    Ok(())
                })?;
                Ok::<_, db::Error>(rows)
            });
            let mut rows = rows.expect("the table reads");
            rows.sort();
            (table, rows)
        });
        tables.into()
    }
}

/// Files of a folder by name.
fn files(folder: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a text"))
    });
    entries.collect()
}

#[test]
fn an_exported_catalogue_makes_the_same_catalogue_in_an_empty_house() {
    for (at, engine) in ENGINES.into_iter().enumerate() {
        let first = Made::of(SHIPPED, engine);
        let (whole, some) = (first.path("province"), first.path("procedures"));
        assert!(first.run(&["province", "export", &whole]).contains("17 procedures"));
        assert!(first.run(&["procedure", "export", &some]).contains("17 procedures"));
        let exported = files(&some);
        assert_eq!(exported.len(), 17);
        let folder = Path::new(&whole).join("procedures").display().to_string();
        assert_eq!(exported, files(&folder), "both commands write the same files");
        assert!(first.run(&["province", "load", &whole]).starts_with("0 facts"));

        let second = Made::of(&whole, ENGINES[1 - at]);
        let catalogue = first.catalogue();
        assert_eq!(catalogue["revision"].len(), 34);
        assert_eq!(catalogue, second.catalogue(), "{engine:?} into the other engine");
        let again = second.path("procedures");
        second.run(&["procedure", "export", &again]);
        assert_eq!(exported, files(&again), "a second round changes no letter");

        for house in [&first, &second] {
            house.run(&["rebuild"]);
            assert_eq!(catalogue, house.catalogue(), "a rebuild gives the same rows");
            assert!(house.run(&["verify"]).starts_with("All is well"));
        }
    }
}

#[test]
fn an_export_overwrites_nothing() {
    let house = Made::of(SHIPPED, ENGINES[0]);
    for kind in [&["procedure", "export"][..], &["procedure", "export", "--cpsv-ap"]] {
        let folder = house.path(&format!("folder-{}", kind.len()));
        house.run(&[kind, &[&folder]].concat());
        let before = files(&folder);
        let at = ["--data", &house.data, "--database", &house.database];
        let told = crate::program::fail(&[kind, &[&folder], &at].concat());
        assert!(told.contains("nothing was written"), "{told}");
        assert_eq!(before, files(&folder));
    }
}

#[test]
fn the_vocabulary_of_europe_names_every_procedure_in_force() {
    let house = Made::of(SHIPPED, ENGINES[0]);
    let folder = house.path("cpsv");
    let told = house.run(&["procedure", "export", "--cpsv-ap", &folder]);
    let graph = &files(&folder)["catalogue.ttl"];
    let services = graph.matches("\ta cpsv:PublicService").count();
    assert!(told.contains(&format!("{services} procedures")), "{told}, and {services} are told");
    assert_eq!(services, 17);
    for class in ["cv:PublicOrganisation", "cv:Evidence", "cv:Channel", "cv:Cost", "cv:Output"] {
        assert!(graph.contains(&format!("\ta {class}")), "{class} is missing");
    }
}
