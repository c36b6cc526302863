//! Statement text: one for both engines, with markers where they must differ.
//!
//! `{values(a text, b bigint)}` rows to insert; `{rows(a text) r}` rows to join;
//! `{among(s.a text)}` a column that is one of the rows' texts: SQLite, which is asked row by row,
//! reads what an index has of it in the index's order, where joined rows would be sorted first;
//! `{for update of s}`, `{for share of s}`, `{skip locked}` row locks of PostgreSQL;
//! `{matching WORDS $1}` identifiers found by full text. In migrations: `{strict}`,
//! `{strict without rowid}`, `{full text NAME}`, `{sequence NAME}`.

use crate::{Engine, Error};

/// A statement, written once for both engines.
#[derive(Debug, PartialEq, Eq)]
pub struct Sql(pub &'static str);

/// A statement as one engine takes it.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// The engine's text.
    pub(crate) text: String,
    /// Types of the marker's columns; empty where the statement takes no rows.
    pub(crate) columns: Vec<Kind>,
    /// For SQLite: the place at which `$n` first appears, by n - 1.
    pub(crate) places: Vec<usize>,
}

/// A column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
    Bytes,
}

impl Kind {
    fn parse(name: &str) -> Option<Kind> {
        match name {
            "text" => Some(Kind::Text),
            "bigint" => Some(Kind::Int),
            "bytea" => Some(Kind::Bytes),
            _ => None,
        }
    }

    fn array(self) -> &'static str {
        match self {
            Kind::Text => "text[]",
            Kind::Int => "bigint[]",
            Kind::Bytes => "bytea[]",
        }
    }
}

/// Expands a statement for an engine.
pub(crate) fn expand(sql: &str, engine: Engine) -> Result<Expanded, Error> {
    let mut text = String::with_capacity(sql.len());
    let mut columns = Vec::new();
    let mut rest = sql;
    while let Some(open) = rest.find('{') {
        let (before, marked) = rest.split_at(open);
        let close = marked.find('}').ok_or_else(|| wrong("a marker does not end", sql))?;
        text.push_str(before);
        let marker = &marked[1..close];
        let expanded = marker_text(marker, engine, &mut columns)
            .ok_or_else(|| wrong("an unknown marker", sql))?;
        text.push_str(&expanded);
        rest = &marked[close + 1..];
    }
    text.push_str(rest);
    let places = places(&text);
    Ok(Expanded { text, columns, places })
}

fn wrong(what: &str, sql: &str) -> Error {
    Error::Statement { what: what.to_owned(), sql: sql.to_owned() }
}

fn marker_text(marker: &str, engine: Engine, columns: &mut Vec<Kind>) -> Option<String> {
    let postgres = engine == Engine::Postgres;
    if marker.starts_with("for update") || marker.starts_with("for share") {
        return Some(if postgres { marker.to_uppercase() } else { String::new() });
    }
    if marker == "skip locked" {
        return Some(if postgres { "SKIP LOCKED".to_owned() } else { String::new() });
    }
    if let Some(rest) = marker.strip_prefix("matching ") {
        let (table, parameter) = rest.split_once(' ')?;
        return Some(match engine {
            Engine::Sqlite => {
                format!("(SELECT rowid FROM {table} WHERE {table} MATCH {parameter})")
            }
            Engine::Postgres => {
                format!("(SELECT id FROM {table} WHERE words @@ {parameter}::text::tsquery)")
            }
        });
    }
    let (form, rest) = marker.split_once('(')?;
    let (list, name) = rest.split_once(')')?;
    let (names, kinds) = column_list(list)?;
    *columns = kinds;
    match form {
        "values" => Some(values(&names, columns, engine)),
        "among" => match (names.as_slice(), columns.as_slice()) {
            ([column], [kind]) if postgres => Some(format!("{column} = ANY($1::{})", kind.array())),
            ([column], [_]) => Some(format!("{column} = $1")),
            _ => None,
        },
        "rows" => Some(rows(&names, columns, name.trim(), engine)),
        _ => None,
    }
}

fn column_list(list: &str) -> Option<(Vec<&str>, Vec<Kind>)> {
    let mut names = Vec::new();
    let mut kinds = Vec::new();
    for column in list.split(',') {
        let (name, kind) = column.trim().split_once(' ')?;
        names.push(name);
        kinds.push(Kind::parse(kind.trim())?);
    }
    Some((names, kinds))
}

fn arrays(kinds: &[Kind]) -> String {
    let each = kinds.iter().enumerate().map(|(i, kind)| format!("${}::{}", i + 1, kind.array()));
    each.collect::<Vec<_>>().join(", ")
}

fn values(names: &[&str], kinds: &[Kind], engine: Engine) -> String {
    match engine {
        Engine::Sqlite => {
            let each = (1..=names.len()).map(|n| format!("${n}"));
            format!("VALUES ({})", each.collect::<Vec<_>>().join(", "))
        }
        Engine::Postgres => format!("SELECT * FROM UNNEST({})", arrays(kinds)),
    }
}

fn rows(names: &[&str], kinds: &[Kind], alias: &str, engine: Engine) -> String {
    match engine {
        Engine::Sqlite => {
            let each = names.iter().enumerate().map(|(i, name)| format!("${} AS {name}", i + 1));
            format!("(SELECT {}) AS {alias}", each.collect::<Vec<_>>().join(", "))
        }
        Engine::Postgres => {
            format!("UNNEST({}) AS {alias}({})", arrays(kinds), names.join(", "))
        }
    }
}

/// SQLite numbers `$n` by first appearance: the place of each, by n - 1; 0 where it is not used.
fn places(text: &str) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    let mut seen = 0;
    for (at, _) in text.match_indices('$') {
        let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        let Ok(n) = digits.parse::<usize>() else {
            continue;
        };
        if places.len() < n {
            places.resize(n, 0);
        }
        if places[n - 1] == 0 {
            seen += 1;
            places[n - 1] = seen;
        }
    }
    places
}

/// Expands a migration: types and table options of the engine.
pub(crate) fn expand_schema(text: &str, engine: Engine) -> String {
    let mut expanded = String::with_capacity(text.len());
    for line in text.lines() {
        let code = line.split("--").next().unwrap_or_default().trim();
        let marker = code.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let line = match marker {
            Some(marker) => schema_marker(marker, engine),
            None if code.is_empty() => String::new(),
            None => schema_line(code, engine),
        };
        expanded.push_str(&line);
        expanded.push('\n');
    }
    expanded
}

fn schema_marker(marker: &str, engine: Engine) -> String {
    if let Some(name) = marker.strip_prefix("full text ") {
        return match engine {
            Engine::Sqlite => format!(
                "CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, \
                 tokenize='ascii');"
            ),
            Engine::Postgres => format!(
                "CREATE TABLE {name} (id bigint NOT NULL PRIMARY KEY, words tsvector NOT NULL); \
                 CREATE INDEX {name}_gin ON {name} USING gin (words);"
            ),
        };
    }
    match (marker.strip_prefix("sequence "), engine) {
        (Some(name), Engine::Postgres) => format!("CREATE SEQUENCE {name};"),
        (Some(name), Engine::Sqlite) => {
            format!("INSERT INTO id_block (name, next) VALUES ('{name}', 1);")
        }
        (None, _) => format!("{{{marker}}}"),
    }
}

fn schema_line(line: &str, engine: Engine) -> String {
    match engine {
        Engine::Sqlite => line
            .replace(" bigint", " INTEGER")
            .replace(" bytea", " BLOB")
            .replace("{strict without rowid}", "STRICT, WITHOUT ROWID")
            .replace("{strict}", "STRICT"),
        Engine::Postgres => {
            let typed = match line.split_once(" text") {
                Some((name, rest)) if !name.contains(' ') => {
                    format!("{name} text COLLATE \"C\"{rest}")
                }
                _ => line.to_owned(),
            };
            typed.replace("{strict without rowid}", "").replace("{strict}", "")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_to_insert_become_arrays_or_values() {
        let sql = "INSERT INTO t (a, b) {values(a text, b bigint)} ON CONFLICT DO NOTHING";
        let lite = expand(sql, Engine::Sqlite).expect("it expands");
        assert_eq!(lite.text, "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        let postgres = expand(sql, Engine::Postgres).expect("it expands");
        let unnest = "SELECT * FROM UNNEST($1::text[], $2::bigint[])";
        assert_eq!(postgres.text, format!("INSERT INTO t (a, b) {unnest} ON CONFLICT DO NOTHING"));
        assert_eq!(postgres.columns, [Kind::Text, Kind::Int]);
    }

    #[test]
    fn a_column_among_rows_is_compared_with_each_or_with_all() {
        let sql = "SELECT id FROM t WHERE {among(t.a text)} AND b > $2 ORDER BY b";
        let lite = expand(sql, Engine::Sqlite).expect("it expands");
        assert_eq!(lite.text, "SELECT id FROM t WHERE t.a = $1 AND b > $2 ORDER BY b");
        let postgres = expand(sql, Engine::Postgres).expect("it expands");
        assert!(postgres.text.contains("t.a = ANY($1::text[]) AND"), "{}", postgres.text);
        assert_eq!(postgres.columns, [Kind::Text]);
        assert!(expand("SELECT {among(a text, b text)}", Engine::Sqlite).is_err());
    }

    #[test]
    fn places_follow_first_appearance() {
        assert_eq!(places("SELECT $2, $1, $2 FROM t WHERE x = $3"), [2, 1, 3]);
    }

    #[test]
    fn an_unknown_or_open_marker_is_an_error() {
        assert!(expand("SELECT {what}", Engine::Sqlite).is_err());
        assert!(expand("SELECT {rows(a text) r", Engine::Sqlite).is_err());
        assert!(expand("SELECT 1 FROM {rows(a json) r}", Engine::Postgres).is_err());
    }

    #[test]
    fn text_columns_compare_bytes_on_postgresql() {
        let schema = "CREATE TABLE t (\n  a text NOT NULL,\n  b bytea\n) {strict};";
        let postgres = expand_schema(schema, Engine::Postgres);
        assert!(postgres.contains("a text COLLATE \"C\" NOT NULL,"), "{postgres}");
        let lite = expand_schema(schema, Engine::Sqlite);
        assert!(lite.contains("b BLOB") && lite.contains(") STRICT;"), "{lite}");
    }
}
