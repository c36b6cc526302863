//! One contract, run on both engines.

use std::sync::Arc;

use db::migrate::{Migration, State};
use db::testing::{Fresh, both, fresh};
use db::{Db, Engine, Error, Location, Lock, Options, Rows, Sql, Tx, Value, Words, Writer};

static SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "things",
    text: "CREATE TABLE thing (
  id bigint NOT NULL PRIMARY KEY,
  name text,
  data bytea,
  n bigint NOT NULL
) {strict};
CREATE UNIQUE INDEX thing_by_name ON thing (substr(name, 1, 100));
{full text thing_words}
{sequence thing_id}
",
}];

db::statements! {
    ADD = "INSERT INTO thing (id, name, data, n)
        {values(id bigint, name text, data bytea, n bigint)}";
    PUT = "INSERT INTO thing (id, name, data, n)
        {values(id bigint, name text, data bytea, n bigint)}
        ON CONFLICT (id) DO UPDATE SET n = thing.n + excluded.n RETURNING n";
    SWAPPED = "SELECT name FROM thing WHERE n = $2 AND id = $1";
    BY_ID = "SELECT id, name, data, n FROM thing WHERE id = $1 {for update}";
    BY_NAME = "SELECT id, name FROM thing ORDER BY name";
    MANY = "SELECT t.id, t.n FROM {rows(id bigint) r} JOIN thing t ON t.id = r.id
        WHERE t.n >= $2 ORDER BY t.id {for update of t}";
    FOUND = "SELECT id FROM thing WHERE id IN {matching thing_words $1} ORDER BY id";
    COUNT = "SELECT count(*) FROM thing";
    DOUBLE = "UPDATE thing SET n = n * 2 WHERE id = $1";
    SLOW = "WITH RECURSIVE c(x) AS
        (SELECT CAST(1 AS bigint) UNION ALL SELECT x + 1 FROM c WHERE x < CAST($1 AS bigint))
        SELECT count(*) FROM c";
}

fn open(fresh: &Fresh) -> (Db, Writer) {
    let db = Db::create(&fresh.location, &Options::default()).expect("it is made");
    let mut writer = db.writer().expect("it writes");
    db::migrate::apply(&mut writer, SCHEMA, &mut |_| {}).expect("it migrates");
    (db, writer)
}

fn thing(id: i64, name: &str, n: i64) -> Vec<Value> {
    vec![id.into(), name.into(), Value::Null, n.into()]
}

fn rows(all: Vec<Vec<Value>>) -> Rows {
    let mut rows = Rows::default();
    all.into_iter().for_each(|row| rows.push(row));
    rows
}

fn add(writer: &mut Writer, all: Vec<Vec<Value>>) {
    let rows = rows(all);
    let added = writer.transaction(|tx| tx.each(&ADD, &rows));
    added.expect("rows are added");
}

fn on_both(test: impl Fn(Db, Writer)) {
    for fresh in both() {
        let (db, writer) = open(&fresh);
        test(db, writer);
    }
}

#[test]
fn parameters_bind_by_their_number() {
    on_both(|db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 10), thing(10, "ten", 1)]);
        let found = db.read_now(|tx| tx.row(&SWAPPED, &[1.into(), 10.into()])).expect("it reads");
        assert_eq!(found.expect("a row").text(0).expect("a text"), "one");
    });
}

#[test]
fn every_statement_has_the_same_shape_on_both() {
    let shapes = |db: &Db| -> Vec<_> {
        ALL.iter().map(|(name, sql)| (*name, db.prepare(sql).expect("it prepares"))).collect()
    };
    let mut all = Vec::new();
    for fresh in both() {
        let (db, _writer) = open(&fresh);
        all.push(shapes(&db));
    }
    assert_eq!(all[0], all[1]);
}

#[test]
fn values_come_back_as_they_went_in() {
    let long = "đ".repeat(2_500_000);
    let decomposed = "Đa\u{306}\u{301}k No\u{302}ng";
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        let row = |id: i64, name: &str, data: Option<Vec<u8>>, n: i64| {
            vec![id.into(), name.into(), data.into(), n.into()]
        };
        add(
            &mut writer,
            vec![
                row(1, &long, Some(vec![0, 255, 0]), i64::MIN),
                row(2, decomposed, Some(Vec::new()), i64::MAX),
                row(3, "Đắk Nông", None, 0),
            ],
        );
        let read = |id: i64| {
            let found = db.read_now(move |tx| tx.row(&BY_ID_PLAIN, &[id.into()]));
            found.expect("it reads").expect("a row")
        };
        assert_eq!(read(1).text(1).expect("a text"), long);
        assert_eq!(read(1).bytes(2).expect("bytes"), [0, 255, 0]);
        assert_eq!(read(1).int(3).expect("a number"), i64::MIN);
        assert_eq!(read(2).text(1).expect("a text"), decomposed, "not a byte is changed");
        assert_eq!(read(2).bytes(2).expect("bytes"), [0_u8; 0]);
        assert_eq!(read(3).maybe_bytes(2).expect("nothing"), None);
    }
}

static BY_ID_PLAIN: Sql = Sql("SELECT id, name, data, n FROM thing WHERE id = $1");

#[test]
fn text_sorts_by_bytes_on_both() {
    let names = ["b", "B", "a", "Đ", "đ", "ă", "z", "1", "a b", "ab"];
    let mut orders = Vec::new();
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        add(&mut writer, (0..).zip(names).map(|(id, name)| thing(id, name, 0)).collect());
        let found = db.read_now(|tx| tx.rows(&BY_NAME, &[])).expect("it reads");
        let order: Vec<String> =
            found.iter().map(|row| row.text(1).expect("a text").to_owned()).collect();
        orders.push(order);
    }
    let mut expected = names.map(str::to_owned);
    expected.sort();
    assert_eq!(orders[0], expected);
    assert_eq!(orders[1], expected);
}

#[test]
fn a_conflict_is_told_and_an_upsert_answers() {
    on_both(|_db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 1)]);
        let again = rows(vec![thing(2, "one", 1)]);
        let error = writer.transaction(|tx| tx.each(&ADD, &again)).expect_err("the name is taken");
        assert!(matches!(error, Error::Conflict(_)), "{error}");
        let put = rows(vec![thing(1, "one", 4), thing(3, "three", 7)]);
        let answer = writer.transaction(|tx| tx.each(&PUT, &put)).expect("it puts");
        let numbers: Vec<i64> = answer.iter().map(|row| row.int(0).expect("a number")).collect();
        assert_eq!(numbers, [5, 7]);
    });
}

#[test]
fn a_flight_runs_in_order() {
    on_both(|db, mut writer| {
        let (first, second) = (rows(vec![thing(1, "one", 1)]), rows(vec![thing(1, "one", 2)]));
        let wanted = rows(vec![vec![1.into()], vec![9.into()]]).and(3);
        let flown = writer
            .transaction(|tx| tx.flight(&[(&ADD, &first), (&PUT, &second), (&MANY, &wanted)]));
        let flown = flown.expect("it flies");
        assert_eq!(flown[0].changed, 1);
        assert_eq!(flown[1].rows[0].int(0).expect("a number"), 3);
        assert_eq!(flown[2].rows.len(), 1, "rows that are not there give nothing");
        assert_eq!(count(&db), 1);
    });
}

fn count(db: &Db) -> i64 {
    let found = db.read_now(|tx| tx.row(&COUNT, &[])).expect("it reads");
    found.expect("a row").int(0).expect("a number")
}

#[test]
fn an_error_and_a_panic_roll_back() {
    on_both(|db, mut writer| {
        let one = rows(vec![thing(1, "one", 1)]);
        let failed: Result<(), Error> = writer.transaction(|tx| {
            tx.each(&ADD, &one)?;
            Err(Error::Busy)
        });
        assert!(matches!(failed, Err(Error::Busy)));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            writer.transaction::<(), Error>(|tx| {
                tx.each(&ADD, &one)?;
                panic!("on purpose")
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(count(&db), 0);
        add(&mut writer, vec![thing(1, "one", 1)]);
        assert_eq!(count(&db), 1, "the writer goes on");
    });
}

#[test]
fn a_read_sees_one_snapshot_and_cannot_write() {
    on_both(|db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 1)]);
        let writer = Arc::new(std::sync::Mutex::new(writer));
        let meanwhile = Arc::clone(&writer);
        let seen = db.read_now(move |tx| {
            let before = tx.row(&COUNT, &[])?.map(|row| row.int(0));
            let mut writer = meanwhile.lock().expect("it is free");
            add(&mut writer, vec![thing(2, "two", 2)]);
            let after = tx.row(&COUNT, &[])?.map(|row| row.int(0));
            let write = tx.execute(&DOUBLE, &[1.into()]);
            assert!(
                matches!(write, Err(Error::ReadOnly(_) | Error::Statement { .. })),
                "{write:?}"
            );
            Ok::<_, Error>((before.expect("a row")?, after.expect("a row")?))
        });
        assert_eq!(seen.expect("it reads"), (1, 1));
        assert_eq!(count(&db), 2);
    });
}

#[test]
fn a_read_that_takes_too_long_is_ended() {
    for fresh in both() {
        drop(open(&fresh));
        let options = Options { read_seconds_max: 1, readers: 1, ..Options::default() };
        let db = Db::open(&fresh.location, &options).expect("it opens");
        let slow = db.read_now(|tx| tx.row(&SLOW, &[i64::MAX.into()]));
        assert!(matches!(slow, Err(Error::ReadTooLong(_))), "{slow:?}");
        let quick = db.read_now(|tx| tx.row(&SLOW, &[10.into()])).expect("the reader goes on");
        assert_eq!(quick.expect("a row").int(0).expect("a number"), 10);
    }
}

#[test]
fn more_reads_than_may_wait_are_refused() {
    let fresh = fresh(Engine::Sqlite);
    drop(open(&fresh));
    let options = Options { readers: 1, reads_waiting_max: 1, ..Options::default() };
    let db = Db::open(&fresh.location, &options).expect("it opens");
    let (release, wait) = std::sync::mpsc::channel::<()>();
    let (started, begun) = std::sync::mpsc::channel();
    let other = db.clone();
    let held = std::thread::spawn(move || {
        other.read_now(move |_| {
            started.send(()).expect("it is awaited");
            wait.recv().expect("it is released");
            Ok::<_, Error>(())
        })
    });
    begun.recv().expect("the read began");
    let mut queued = Vec::new();
    let refused = (0..3).any(|_| {
        let db = db.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let mut read = Box::pin(async move { db.read(|tx| tx.row(&COUNT, &[])).await });
        let polled = runtime.block_on(async {
            std::future::poll_fn(|cx| std::task::Poll::Ready(read.as_mut().poll(cx))).await
        });
        queued.push(read);
        matches!(polled, std::task::Poll::Ready(Err(Error::Busy)))
    });
    release.send(()).expect("the read waits");
    held.join().expect("it ends").expect("it reads");
    assert!(refused, "a full queue says so at once");
}

#[test]
fn identifiers_are_given_once() {
    on_both(|_db, mut writer| {
        let mut all = Vec::new();
        for _ in 0..3 {
            all.extend(
                writer.transaction(|tx| tx.take_ids("thing_id", 100)).expect("they are taken"),
            );
        }
        let unique: std::collections::BTreeSet<i64> = all.iter().copied().collect();
        assert_eq!(unique.len(), 300);
        assert!(all.is_sorted());
    });
}

#[test]
fn full_text_finds_the_same_on_both() {
    let texts = [
        "so noi vu tinh dak nong sở nội vụ đắk nông",
        "uy ban nhan dan xa dak nia",
        "trung tam hanh chinh cong",
        "123 45.6 a-b",
        "",
    ];
    let questions: [&[&str]; 6] =
        [&["dak"], &["dak", "nong"], &["hanh", "ch"], &["sở"], &["a"], &["123", "45"]];
    let mut answers = Vec::new();
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        add(&mut writer, (1..).zip(texts).map(|(id, text)| thing(id, text, 0)).collect());
        let put: Vec<(i64, String)> = (1..).zip(texts.map(str::to_owned)).collect();
        let words = writer.transaction(|tx| {
            tx.put_words("thing_words", &put)?;
            tx.put_words("thing_words", &put[..2])?;
            tx.remove_words("thing_words", &[3])
        });
        words.expect("words are put");
        let mut found = Vec::new();
        for question in questions {
            for begun in [true, false] {
                let words = Words::new(question, begun).expect("there are words");
                let rows =
                    db.read_now(move |tx| tx.rows(&FOUND, &[words.into()])).expect("it finds");
                let ids: Vec<i64> = rows.iter().map(|row| row.int(0).expect("a number")).collect();
                found.push((question, begun, ids));
            }
        }
        answers.push(found);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][0].2, [1, 2]);
    assert!(answers[0].iter().any(|(_, _, ids)| ids.is_empty()));
}

#[test]
fn a_second_writer_of_a_file_is_told_who_holds_it() {
    let fresh = fresh(Engine::Sqlite);
    let (db, writer) = open(&fresh);
    let error = db.writer().expect_err("it is locked");
    let Error::Locked { holder, .. } = error else { panic!("{error}") };
    assert!(holder.contains(&std::process::id().to_string()), "{holder}");
    drop(writer);
    assert!(db.writer().is_ok(), "the lock goes with the writer");
}

#[test]
fn a_row_locked_by_one_writer_waits_for_it() {
    let fresh = fresh(Engine::Postgres);
    let (db, mut first) = open(&fresh);
    add(&mut first, vec![thing(1, "one", 1)]);
    let mut second = db.writer().expect("a second writer");
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let other = std::thread::spawn(move || {
        first.transaction(|tx| {
            tx.row(&BY_ID, &[1.into()])?;
            locked.send(()).expect("it is awaited");
            released.recv().expect("it is released");
            tx.execute(&DOUBLE, &[1.into()]).map(drop)
        })
    });
    is_locked.recv().expect("the row is locked");
    release.send(()).expect("the other waits");
    let seen =
        second.transaction(|tx| Ok::<_, Error>(tx.row(&BY_ID, &[1.into()])?.map(|row| row.int(3))));
    other.join().expect("it ends").expect("it commits");
    assert_eq!(seen.expect("it reads").expect("a row").expect("a number"), 2, "it waited");
}

#[test]
fn an_advisory_lock_keeps_others_out() {
    let fresh = fresh(Engine::Postgres);
    let (db, mut first) = open(&fresh);
    let mut second = db.writer().expect("a second writer");
    let order = Arc::new(std::sync::Mutex::new(Vec::new()));
    let theirs = Arc::clone(&order);
    let (locked, is_locked) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        first.transaction(|tx: &mut Tx<'_>| {
            tx.advisory_lock(7, Lock::Exclusive)?;
            locked.send(()).expect("it is awaited");
            theirs.lock().expect("it is free").push("first");
            Ok::<_, Error>(())
        })
    });
    is_locked.recv().expect("the lock is held");
    let done = second.transaction(|tx| {
        tx.advisory_lock(7, Lock::Shared)?;
        order.lock().expect("it is free").push("second");
        Ok::<_, Error>(())
    });
    done.expect("it gets the lock");
    other.join().expect("it ends").expect("it commits");
    assert_eq!(*order.lock().expect("it is free"), ["first", "second"]);
}

#[test]
fn a_migration_runs_once_and_a_changed_one_is_refused() {
    static TWO: &[Migration] = &[
        SCHEMA_ONE,
        Migration {
            number: 2,
            name: "more",
            text: "CREATE TABLE more (id bigint NOT NULL) {strict};\n",
        },
    ];
    static BROKEN: &[Migration] = &[
        SCHEMA_ONE,
        Migration {
            number: 2,
            name: "more",
            text: "CREATE TABLE half (id bigint NOT NULL) {strict};\nCREATE TABLE half (id bigint NOT NULL) {strict};\n",
        },
    ];
    static CHANGED: &[Migration] = &[Migration { number: 1, name: "things", text: "SELECT 1;\n" }];
    const SCHEMA_ONE: Migration = Migration {
        number: 1,
        name: "one",
        text: "CREATE TABLE one (id bigint NOT NULL) {strict};\n",
    };
    for fresh in both() {
        let db = Db::create(&fresh.location, &Options::default()).expect("it is made");
        let mut writer = db.writer().expect("it writes");
        assert_eq!(db::migrate::state(&db, TWO).expect("a state"), State::Empty);
        let broken = db::migrate::apply(&mut writer, BROKEN, &mut |_| {});
        assert!(matches!(broken, Err(Error::Migration { number: 2, .. })), "{broken:?}");
        assert_eq!(db::migrate::state(&db, TWO).expect("a state"), State::Behind { at: 1 });
        db::migrate::apply(&mut writer, TWO, &mut |_| {}).expect("it goes on where it stopped");
        assert_eq!(db::migrate::state(&db, TWO).expect("a state"), State::Current);
        assert_eq!(db::migrate::state(&db, &TWO[..1]).expect("a state"), State::Newer { at: 2 });
        assert!(matches!(db::migrate::state(&db, CHANGED), Err(Error::Migration { .. })));
    }
}

#[test]
fn a_table_is_dumped_and_loaded_the_same() {
    let all = vec![thing(2, "two", 2), thing(1, "one", 1)];
    let mut dumps = Vec::new();
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        let loaded = writer.transaction(|tx| tx.load("thing", &["id", "name", "data", "n"], &all));
        loaded.expect("it loads");
        let dump = db.read_now(|tx| {
            let mut rows = Vec::new();
            tx.dump("thing", &["id", "name", "data", "n"], &mut |row| {
                rows.push(row.values().to_vec());
                Ok(())
            })?;
            Ok::<_, Error>(rows)
        });
        dumps.push(dump.expect("it dumps"));
        writer
            .transaction(|tx| {
                tx.clear("thing")?;
                tx.clear("thing_words")
            })
            .expect("it clears");
        assert_eq!(count(&db), 0);
    }
    assert_eq!(dumps[0], dumps[1]);
    assert_eq!(dumps[0], [all[1].clone(), all[0].clone()]);
}

mod opening {
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
}
