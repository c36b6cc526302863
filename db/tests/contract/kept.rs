//! Schemas that are brought up to date, and tables that are dumped and loaded.

use super::*;

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
