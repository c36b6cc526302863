//! One contract, run on both engines.

mod kept;
mod opening;
mod turns;
mod values;

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

static BY_ID_PLAIN: Sql = Sql("SELECT id, name, data, n FROM thing WHERE id = $1");

fn count(db: &Db) -> i64 {
    let found = db.read_now(|tx| tx.row(&COUNT, &[])).expect("it reads");
    found.expect("a row").int(0).expect("a number")
}
