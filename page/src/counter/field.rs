//! One box of a dense form: label, key, what is wrong, and what stands in it.

use crate::Text;
use crate::procedure::{Choice, Said};

/// How a box is filled in.
#[derive(Clone, Debug)]
pub(super) enum Filling {
    /// Typed: the `type` and the `inputmode` of the box.
    Typed(&'static str, &'static str),
    /// Chosen from a list.
    Chosen(Vec<Choice>),
    /// Ticked or not.
    Ticked,
}

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The name it is sent under.
    pub(super) name: String,
    /// What is asked.
    pub(super) label: String,
    /// What stands in it; `1` in a ticked box.
    pub(super) value: String,
    /// How it is filled in.
    pub(super) filling: Filling,
    /// Classes of the style sheet: how wide it is, and for whom it is there.
    pub(super) class: &'static str,
    /// The key that leads to it.
    pub(super) key: Option<&'static str>,
    /// What is wrong.
    pub(super) error: Option<String>,
    /// The longest text, in characters.
    pub(super) length_max: u16,
    /// Whether it takes the focus.
    pub(super) focus: bool,
}

/// Characters of a line, where nothing else is said.
const LINE_LENGTH_MAX: u16 = 200;

/// A name as an id of the page.
pub(super) fn id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    format!("c-{}", name.chars().map(plain).collect::<String>())
}

/// A line that is typed.
pub(super) fn line(name: impl Into<String>, label: String, value: &str) -> Field {
    Field {
        name: name.into(),
        label,
        value: value.to_owned(),
        filling: Filling::Typed("text", "text"),
        class: "",
        key: None,
        error: None,
        length_max: LINE_LENGTH_MAX,
        focus: false,
    }
}

/// One of a list.
pub(super) fn choose(
    name: impl Into<String>,
    label: String,
    value: &str,
    choices: Vec<(&str, String)>,
) -> Field {
    let choice = |(id, said): (&str, String)| Choice {
        id: id.to_owned(),
        label: Said::plain(said),
        chosen: id == value,
    };
    one_of(name, label, choices.into_iter().map(choice).collect())
}

/// One of choices that come with the page.
pub(super) fn one_of(name: impl Into<String>, label: String, choices: Vec<Choice>) -> Field {
    Field { filling: Filling::Chosen(choices), ..line(name, label, "") }
}

/// A box to tick.
pub(super) fn tick(name: impl Into<String>, label: String, ticked: bool) -> Field {
    let value = if ticked { "1" } else { "" };
    Field { filling: Filling::Ticked, ..line(name, label, value) }
}

impl Field {
    pub(super) fn typed(self, kind: &'static str, mode: &'static str) -> Field {
        Field { filling: Filling::Typed(kind, mode), ..self }
    }

    pub(super) fn class(self, class: &'static str) -> Field {
        Field { class, ..self }
    }

    pub(super) fn key(self, key: &'static str) -> Field {
        Field { key: Some(key), ..self }
    }

    pub(super) fn at_most(self, length_max: u16) -> Field {
        Field { length_max, ..self }
    }

    pub(super) fn focused(self, focus: bool) -> Field {
        Field { focus, ..self }
    }

    /// With what is wrong about it, where something is.
    pub(super) fn judged(self, wrong: &[super::Wrong]) -> Field {
        let error = super::wrong_at(wrong, &self.name).map(str::to_owned);
        Field { error, ..self }
    }

    fn id(&self) -> String {
        id(&self.name)
    }

    fn is_ticked(&self) -> bool {
        self.value == "1"
    }

    /// Attributes that tie key and error to the box, a space before each.
    fn tied(&self) -> String {
        // Ids and keys are made of letters, digits and hyphens by ourselves.
        let key = self.key.map(|key| format!(" aria-keyshortcuts=\"{key}\"")).unwrap_or_default();
        let id = self.id();
        let error = self
            .error
            .as_ref()
            .map(|_| format!(" aria-invalid=\"true\" aria-describedby=\"{id}-error\""));
        let focus = if self.focus { " autofocus" } else { "" };
        format!("{key}{}{focus}", error.unwrap_or_default())
    }

    /// As markup.
    pub(super) fn render(&self, text: Text) -> String {
        #[derive(askama::Template)]
        #[template(path = "counter/field.html")]
        struct Filled<'a> {
            t: Text,
            field: &'a Field,
        }
        askama::Template::render(&Filled { t: text, field: self })
            .expect("invariant: a string takes every page, and texts do not fail")
    }
}

/// Boxes one after another, as markup.
pub(super) fn render(fields: &[Field], text: Text) -> String {
    fields.iter().map(|field| field.render(text)).collect()
}
