//! A box of a form, with its label, its help and what is wrong with it.

/// What a box of a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A login, or whatever else somebody is found by.
    Login,
    /// The password that one has.
    Password,
    /// A password that one chooses.
    NewPassword,
    /// Digits that an app or a message shows.
    Code,
    /// Letters and digits from a paper.
    PaperCode,
    /// The code of a dossier.
    DossierCode,
    /// The whole name.
    Name,
    /// A telephone number or a mail address.
    Contact,
    /// A number of digits.
    Number,
    /// Any line of text.
    Line,
    /// One of several.
    Choice,
}

/// A box of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name it is sent under, and its id.
    pub name: &'static str,
    /// What it asks for.
    pub label: String,
    /// Help beside it.
    pub hint: Option<String>,
    /// What it takes.
    pub kind: Kind,
    /// What stands in it; secrets are never shown again.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Choices: value and words.
    pub choices: Vec<(String, String)>,
}

impl Field {
    /// An empty box.
    pub fn new(name: &'static str, kind: Kind, label: String) -> Field {
        let (hint, error) = (None, None);
        Field { name, label, hint, kind, value: String::new(), error, choices: Vec::new() }
    }

    /// The same with help beside it.
    #[must_use]
    pub fn hint(self, hint: String) -> Field {
        Field { hint: Some(hint), ..self }
    }

    /// The same with what was typed.
    #[must_use]
    pub fn value(self, value: &str) -> Field {
        Field { value: value.to_owned(), ..self }
    }

    /// The same with what is wrong.
    #[must_use]
    pub fn error(self, error: Option<String>) -> Field {
        Field { error, ..self }
    }

    /// The same with choices.
    #[must_use]
    pub fn choices(self, choices: Vec<(String, String)>) -> Field {
        Field { choices, ..self }
    }

    pub(crate) fn input(&self) -> &'static str {
        match self.kind {
            Kind::Password | Kind::NewPassword => "password",
            Kind::Login
            | Kind::Code
            | Kind::PaperCode
            | Kind::DossierCode
            | Kind::Name
            | Kind::Contact
            | Kind::Number
            | Kind::Line
            | Kind::Choice => "text",
        }
    }

    /// The keyboard, what a browser may fill in, and the width.
    pub(crate) fn attributes(&self) -> &'static str {
        match self.kind {
            Kind::Login => {
                " autocomplete=\"username\" spellcheck=\"false\" autocapitalize=\"none\""
            }
            Kind::Password => " autocomplete=\"current-password\"",
            Kind::NewPassword => " autocomplete=\"new-password\"",
            Kind::Code => " inputmode=\"numeric\" autocomplete=\"one-time-code\"",
            Kind::PaperCode | Kind::DossierCode => {
                " autocomplete=\"off\" spellcheck=\"false\" autocapitalize=\"characters\""
            }
            Kind::Name => " autocomplete=\"name\" spellcheck=\"false\"",
            Kind::Contact => " autocomplete=\"off\" spellcheck=\"false\" autocapitalize=\"none\"",
            Kind::Number => " inputmode=\"numeric\" autocomplete=\"off\" spellcheck=\"false\"",
            Kind::Line | Kind::Choice => " autocomplete=\"off\"",
        }
    }

    pub(crate) fn is_chosen(&self, value: &str) -> bool {
        self.value == value
    }

    pub(crate) fn width(&self) -> &'static str {
        match self.kind {
            Kind::Code => " govuk-input--width-10",
            Kind::Number | Kind::PaperCode => " govuk-input--width-20",
            Kind::DossierCode => " govuk-input--width-30",
            Kind::Login
            | Kind::Password
            | Kind::NewPassword
            | Kind::Name
            | Kind::Contact
            | Kind::Line
            | Kind::Choice => "",
        }
    }

    /// The attribute that reads hint and error together with the question.
    pub(crate) fn described(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        match ids.is_empty() {
            true => String::new(),
            false => format!(" aria-describedby=\"{}\"", ids.join(" ")),
        }
    }
}
