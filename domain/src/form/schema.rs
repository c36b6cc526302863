//! A form as JSON Schema 2020-12.

use serde_json::{Map, Value as Json, json};

use super::{Form, Question};

/// The schema of a form's answers. Conditions are told in `x-when`: a schema alone cannot
/// decide them, so questions with one are not required.
pub fn schema(form: &Form, id: &str) -> Json {
    let mut schema = object(&form.questions);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$id"] = id.into();
    if let Some(name) = &form.name {
        schema["title"] = name.vi.clone().into();
    }
    if !form.sample.is_empty() {
        schema["examples"] = json!([form.sample]);
    }
    schema
}

/// The schema of an object that answers questions.
pub(super) fn object(questions: &[Question]) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for question in questions {
        let mut one = (question.kind.definition().schema)(question);
        one["title"] = question.label.vi.clone().into();
        one["x-kind"] = question.kind.id().into();
        if let Some(en) = &question.label.en {
            one["x-title-en"] = en.clone().into();
        }
        if let Some(hint) = &question.hint {
            one["description"] = hint.vi.clone().into();
        }
        if let Some(when) = &question.when {
            one["x-when"] = when.clone().into();
        }
        if !question.choices.is_empty() {
            let labels = question.choices.iter();
            let labels: Map<String, Json> =
                labels.map(|it| (it.id.clone(), it.label.vi.clone().into())).collect();
            one["x-labels"] = labels.into();
        }
        if !question.optional && question.when.is_none() {
            required.push(question.id.clone());
        }
        properties.insert(question.id.clone(), one);
    }
    json!({
        "type": "object", "properties": properties, "required": required,
        "additionalProperties": false,
    })
}
