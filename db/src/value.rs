//! Values that go in, rows that come out: the same on both engines.

use crate::Error;

/// A value of a statement's parameter or a row's column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A full-text question.
    Words(Words),
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Bytes(bytes)
    }
}

impl From<Words> for Value {
    fn from(words: Words) -> Value {
        Value::Words(words)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A conjunction of words already folded, the last one optionally only begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    words: Vec<String>,
    last_is_begun: bool,
}

impl Words {
    /// Takes the letters and digits of each word; `None` when nothing is left to look for.
    pub fn new<I>(words: I, last_is_begun: bool) -> Option<Words>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let plain = |word: I::Item| -> String {
            word.as_ref().chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let words: Vec<String> =
            words.into_iter().map(plain).filter(|word| !word.is_empty()).collect();
        if words.is_empty() { None } else { Some(Words { words, last_is_begun }) }
    }

    /// The question in SQLite's FTS5 syntax.
    pub(crate) fn fts5(&self) -> String {
        self.joined(" ", |word| format!("\"{word}\""), "*")
    }

    /// The question in PostgreSQL's tsquery syntax.
    pub(crate) fn tsquery(&self) -> String {
        self.joined(" & ", |word| format!("'{word}'"), ":*")
    }

    fn joined(&self, between: &str, quote: impl Fn(&str) -> String, begun: &str) -> String {
        let mut quoted: Vec<String> = self.words.iter().map(|word| quote(word)).collect();
        if let Some(last) = quoted.last_mut()
            && self.last_is_begun
        {
            last.push_str(begun);
        }
        quoted.join(between)
    }
}

/// A row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// All values.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        self.maybe_int(column)?.ok_or(Error::Column { column, wanted: "a number" })
    }

    /// A number or nothing.
    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(Error::Column { column, wanted: "a number" }),
        }
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<&str, Error> {
        self.maybe_text(column)?.ok_or(Error::Column { column, wanted: "a text" })
    }

    /// A text or nothing.
    pub fn maybe_text(&self, column: usize) -> Result<Option<&str>, Error> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(Error::Column { column, wanted: "a text" }),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8], Error> {
        self.maybe_bytes(column)?.ok_or(Error::Column { column, wanted: "bytes" })
    }

    /// Bytes or nothing.
    pub fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>, Error> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Value::Null) => Ok(None),
            _ => Err(Error::Column { column, wanted: "bytes" }),
        }
    }
}

/// Rows that one statement takes together: an array per column on PostgreSQL, one run per row on
/// SQLite.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    rows: Vec<Vec<Value>>,
    also: Vec<Value>,
}

impl Rows {
    /// Adds a row, its values in the marker's order.
    pub fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    /// Adds a parameter after the row's columns, the same for every row.
    pub fn and(mut self, value: impl Into<Value>) -> Rows {
        self.also.push(value.into());
        self
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    pub(crate) fn also(&self) -> &[Value] {
        &self.also
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_cannot_break_out_of_its_words() {
        let words = Words::new(["dak\" OR 1", "no'ng"], true).expect("words are left");
        assert_eq!(words.fts5(), "\"dakOR1\" \"nong\"*");
        assert_eq!(words.tsquery(), "'dakOR1' & 'nong':*");
        assert_eq!(Words::new(["'", "&|!"], false), None);
    }

    #[test]
    fn a_column_of_another_type_is_an_error() {
        let row = Row(vec![Value::Null, Value::Int(1)]);
        assert!(row.text(1).is_err());
        assert!(row.int(0).is_err());
        assert_eq!(row.maybe_int(0).expect("null is nothing"), None);
        assert!(row.bytes(2).is_err(), "a column beyond the row");
    }
}
