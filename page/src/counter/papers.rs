//! The papers that a case asks for, and which of them lie on the counter.

use super::field::{Field, choose, id, line, tick};
use crate::Text;
use crate::procedure::Said;

/// In which forms a paper is handed in.
pub const FORMS: [&str; 4] = ["original", "certified_copy", "photocopy", "electronic"];

/// The name of a form.
pub(super) fn form(text: Text, id: &str) -> String {
    match id {
        "original" => text.counter_form_original(),
        "certified_copy" => text.counter_form_certified_copy(),
        "photocopy" => text.counter_form_photocopy(),
        _ => text.counter_form_electronic(),
    }
}

/// A paper of the case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its id in the procedure.
    pub id: String,
    /// What it is.
    pub name: Said,
    /// When it is needed, or what takes its place.
    pub note: Option<Said>,
    /// Whether the dossier is not complete without it.
    pub required: bool,
    /// Whether it was brought.
    pub brought: bool,
    /// One of [`FORMS`]: as brought, or as the procedure asks.
    pub form: String,
    /// How many.
    pub quantity: String,
    /// Shown only, compared, and handed back.
    pub presented: bool,
    /// What is wrong: it is missing, or in a form that the procedure does not take.
    pub wrong: Option<String>,
}

const QUANTITY_LENGTH_MAX: u16 = 3;

impl Paper {
    fn name(&self) -> String {
        format!("component.{}", self.id)
    }

    pub(super) fn target(&self) -> String {
        id(&self.name())
    }

    /// What is said below its name: notes, and what is wrong.
    pub(super) fn described(&self) -> String {
        let target = self.target();
        let note = self.note.as_ref().map(|_| format!("{target}-note"));
        let wrong = self.wrong.as_ref().map(|_| format!("{target}-error"));
        let ids: Vec<String> = note.into_iter().chain(wrong).collect();
        match ids.is_empty() {
            true => String::new(),
            false => format!(" aria-describedby=\"{}\"", ids.join(" ")),
        }
    }

    /// The boxes that say in which form it was brought, as markup.
    pub(super) fn how(&self, text: &Text) -> String {
        super::field::render(&self.fields(*text), *text)
    }

    fn fields(&self, text: Text) -> Vec<Field> {
        let name = |part: &str| format!("{}.{part}", self.name());
        let forms = FORMS.iter().map(|id| (*id, form(text, id))).collect();
        vec![
            choose(name("form"), text.counter_form(), &self.form, forms),
            line(name("quantity"), text.counter_quantity(), &self.quantity)
                .typed("text", "numeric")
                .at_most(QUANTITY_LENGTH_MAX),
            tick(name("presented"), text.counter_presented(), self.presented),
        ]
    }
}
