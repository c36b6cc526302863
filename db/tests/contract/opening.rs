//! What is wrong with a database is said before anything is done to it.

use super::*;

#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
fn file(bytes: &[u8]) -> (tempfile_dir::Dir, Location) {
    let fresh = fresh(Engine::Sqlite);
    let Location::Sqlite(path) = fresh.location.clone() else { unreachable!("it is a file") };
    std::fs::write(path, bytes).expect("it is written");
    let location = fresh.location.clone();
    (tempfile_dir::Dir(fresh), location)
}

mod tempfile_dir {
    pub(super) struct Dir(
        #[expect(dead_code, reason = "it keeps the folder")] pub(super) super::Fresh,
    );
}

fn error(location: &Location) -> Error {
    Db::open(location, &Options::default()).expect_err("it is refused")
}

#[test]
fn a_missing_database_names_the_command_that_makes_one() {
    let place = fresh(Engine::Sqlite);
    assert!(matches!(error(&place.location), Error::Missing(_)));
    let place = fresh(Engine::Postgres);
    let error = error(&place.location);
    assert!(error.to_string().contains("motcua init"), "{error}");
}

#[test]
fn random_bytes_are_no_database() {
    let (_dir, location) = file(&[7; 8192]);
    assert!(matches!(error(&location), Error::NotADatabase(_)));
}

#[test]
fn a_file_of_forty_bytes_is_truncated() {
    let (_dir, location) = file(b"SQLite format 3\0 and then nothing more");
    assert!(matches!(error(&location), Error::Truncated { found: 38, expected: 100, .. }));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
fn a_cut_file_is_truncated() {
    let place = fresh(Engine::Sqlite);
    let (db, mut writer) = open(&place);
    add(&mut writer, (0..2000).map(|id| thing(id, &format!("name {id}"), 0)).collect());
    writer.maintain(Engine::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)").expect("it is written");
    drop((db, writer));
    let Location::Sqlite(path) = &place.location else { unreachable!("it is a file") };
    let file = std::fs::OpenOptions::new().write(true).open(path).expect("it opens");
    file.set_len(4096 * 3).expect("it is cut");
    let found = error(&place.location);
    assert!(matches!(found, Error::Truncated { .. }), "{found}");
}

#[test]
fn a_database_of_another_program_is_foreign() {
    let place = fresh(Engine::Sqlite);
    let Location::Sqlite(path) = &place.location else { unreachable!("it is a file") };
    let other = rusqlite::Connection::open(path).expect("it is made");
    other.execute_batch("CREATE TABLE theirs (a)").expect("a table");
    drop(other);
    assert!(matches!(error(&place.location), Error::Foreign(_)));
}

#[test]
fn a_folder_is_no_database() {
    let place = fresh(Engine::Sqlite);
    let location = Location::Sqlite(place.directory.path().to_owned());
    assert!(matches!(error(&location), Error::NotADatabase(_)));
}

#[test]
fn a_database_is_not_made_over_another() {
    for place in both() {
        drop(open(&place));
        let again = Db::create(&place.location, &Options::default());
        assert!(matches!(again, Err(Error::Exists(_))), "{again:?}");
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let location = "postgres://me:secret@127.0.0.1:9/none".parse().expect("it parses");
    let error = error(&location);
    assert!(error.to_string().contains("127.0.0.1:9"), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
}
