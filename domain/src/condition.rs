//! Conditions over answers, in the Common Expression Language.
//!
//! Integers only, no clock, no text functions: what a condition may do is listed here. An
//! unanswered question is `null`. Evaluation that fails is a refusal, never a silent `false`.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use cel::{Context, Env, Value};
use serde_json::Value as Json;

/// The longest condition, in bytes.
pub const CONDITION_BYTES_MAX: usize = 500;

/// Names that every condition may use beside questions: how the dossier comes, and which case
/// of the procedure it is.
pub const GIVEN: [&str; 2] = ["channel", "case"];

/// What a condition may call.
const FUNCTIONS: [&str; 15] = [
    "_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_+_", "_-_", "_*_",
    "-_", "size",
];

/// Why a condition cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is longer than allowed.
    #[error("a condition has at most {CONDITION_BYTES_MAX} bytes")]
    TooLong,
    /// It cannot be read.
    #[error("the condition `{0}` cannot be read: {1}")]
    Syntax(String, String),
    /// It calls what conditions may not call.
    #[error("the condition `{0}` uses `{1}`, which conditions may not use")]
    Function(String, String),
    /// It failed on the answers given.
    #[error("the condition `{0}` cannot be decided: {1}")]
    Failed(String, String),
}

fn environment() -> Arc<Env> {
    static ENVIRONMENT: OnceLock<Arc<Env>> = OnceLock::new();
    Arc::clone(ENVIRONMENT.get_or_init(|| Arc::new(Env::stdlib())))
}

fn compile(source: &str) -> Result<cel::Program, Wrong> {
    if source.len() > CONDITION_BYTES_MAX {
        return Err(Wrong::TooLong);
    }
    let program = environment().compile(source).map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default().trim_start_matches("ERROR: ");
        Wrong::Syntax(source.to_owned(), first.to_owned())
    })?;
    let references = program.references();
    let forbidden = references.functions().into_iter().find(|name| !FUNCTIONS.contains(name));
    match forbidden {
        Some(name) => Err(Wrong::Function(source.to_owned(), name.to_owned())),
        None => Ok(program),
    }
}

/// The names that a condition asks about, or why it cannot be used.
pub fn names(source: &str) -> Result<BTreeSet<String>, Wrong> {
    let program = compile(source)?;
    let references = program.references();
    Ok(references.variables().into_iter().map(str::to_owned).collect())
}

/// Whether a condition holds; names without a value are `null`.
pub fn holds<'a>(source: &str, value: impl Fn(&str) -> Option<&'a Json>) -> Result<bool, Wrong> {
    let program = compile(source)?;
    let mut context = Context::with_env(environment());
    for name in program.references().variables() {
        context.add_variable_from_value(name, value(name).map_or(Value::Null, given));
    }
    match program.execute(&context) {
        Ok(Value::Bool(holds)) => Ok(holds),
        // A question of yes or no, not answered yet.
        Ok(Value::Null) => Ok(false),
        Ok(other) => Err(failed(source, &format!("it gives {other:?}, not yes or no"))),
        Err(error) => Err(failed(source, &error.to_string())),
    }
}

fn failed(source: &str, why: &str) -> Wrong {
    Wrong::Failed(source.to_owned(), why.to_owned())
}

/// An answer as conditions see it. There are no fractions: they would round.
fn given(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::List(Arc::new(items.iter().map(given).collect())),
        Json::Object(fields) => {
            let pairs = fields.iter().map(|(key, value)| (key.clone(), given(value)));
            Value::from(pairs.collect::<std::collections::HashMap<String, Value>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn decide(source: &str) -> Result<bool, Wrong> {
        let answers = json!({ "who": "parent", "count": 3, "married": true,
            "children": [1, 2], "person": { "name": "H'Bia" } });
        holds(source, |name| answers.get(name))
    }

    #[test]
    fn a_condition_decides_on_answers_and_null() {
        for (source, expected) in [
            ("who == 'parent'", true),
            ("who in ['self', 'guardian']", false),
            ("count >= 3 && married", true),
            ("missing == null", true),
            ("size(children) == 2", true),
            ("person.name == \"H'Bia\"", true),
            ("!(count > 2) || who != 'self'", true),
        ] {
            assert_eq!(decide(source), Ok(expected), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_decided_is_said() {
        assert!(matches!(decide("missing > 3"), Err(Wrong::Failed(..))));
        assert!(matches!(decide("count"), Err(Wrong::Failed(..))));
        assert!(matches!(decide("count / 0 == 1"), Err(Wrong::Function(..))));
        assert!(matches!(decide("who =="), Err(Wrong::Syntax(..))));
        assert!(matches!(decide("who.startsWith('p')"), Err(Wrong::Function(..))));
        assert!(matches!(decide("timestamp('2019-01-01') == null"), Err(Wrong::Function(..))));
        assert_eq!(decide(&"a == 1 || ".repeat(100)), Err(Wrong::TooLong));
    }

    #[test]
    fn names_are_told() {
        let names = names("who == 'x' && channel != 'online'").expect("it reads");
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["channel", "who"]);
    }
}
