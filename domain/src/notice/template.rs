//! Templates: what is wrong with one, and how it is filled in.

use serde::{Deserialize, Serialize};

use super::{Subject, Variable};
use crate::text::unmarked;
use crate::wording::Wording;

/// The longest text message as it is sent, in characters: two of 153, as networks join them
/// (3GPP TS 23.038).
pub const SMS_LENGTH_MAX: usize = 306;
/// The longest subject, in characters.
pub const SUBJECT_LENGTH_MAX: usize = 120;
/// The longest mail, in characters.
pub const MAIL_LENGTH_MAX: usize = 4000;

/// How a subject is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// What of.
    pub about: Subject,
    /// The subject of a mail.
    pub subject: Wording,
    /// The mail.
    pub mail: Wording,
    /// The text message: letters without marks, which every telephone shows and which cost half.
    pub sms: Wording,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two templates of one subject.
    Twice(Subject),
    /// A language is missing.
    Untold(&'static str, &'static str),
    /// A brace that opens or closes nothing.
    Brace(&'static str),
    /// Something that cannot be filled in there.
    Unknown(&'static str, String, Vec<&'static str>),
    /// Something that is not filled in and must be.
    Missing(&'static str, &'static str),
    /// Too long, with what is filled in.
    Long(&'static str, usize, usize),
    /// Letters that a text message does not carry.
    Letters(&'static str, String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Twice(subject) => {
                write!(f, "`{}` is told twice: keep one", subject.id())
            }
            Fault::Untold(part, language) => {
                write!(f, "{part}: it has no text in `{language}`: add one")
            }
            Fault::Brace(part) => {
                write!(f, "{part}: a brace has no partner: write `{{code}}`, or no brace at all")
            }
            Fault::Unknown(part, name, known) => {
                let known = known.join(", ");
                write!(f, "{part}: `{{{name}}}` cannot be filled in here: use {known}")
            }
            Fault::Missing(part, name) => write!(f, "{part}: it must say `{{{name}}}`"),
            Fault::Long(part, most, found) => {
                write!(f, "{part}: {found} characters with what is filled in: at most {most}")
            }
            Fault::Letters(part, letters) => {
                write!(f, "{part}: text messages carry no `{letters}`: write without marks")
            }
        }
    }
}

/// The parts of a template with their names and texts in both languages.
fn parts(template: &Template) -> [(&'static str, &Wording); 3] {
    [("subject", &template.subject), ("mail", &template.mail), ("sms", &template.sms)]
}

/// What is wrong with templates, each with the place of the template.
pub fn check(templates: &[Template]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    for (at, template) in templates.iter().enumerate() {
        if templates[..at].iter().any(|other| other.about == template.about) {
            faults.push((at, Fault::Twice(template.about)));
        }
        for (part, wording) in parts(template) {
            let texts = [("vi", Some(&wording.vi)), ("en", wording.en.as_ref())];
            for (language, text) in texts {
                match text.filter(|text| !text.trim().is_empty()) {
                    Some(text) => {
                        faults.extend(wrong(template.about, part, text).map(|it| (at, it)));
                    }
                    None => faults.push((at, Fault::Untold(part, language))),
                }
            }
        }
    }
    faults
}

/// What is wrong with one text.
fn wrong(about: Subject, part: &'static str, text: &str) -> impl Iterator<Item = Fault> {
    let mut faults = Vec::new();
    let in_sms = part == "sms";
    let fits = |variable: &Variable| !in_sms || variable.room().is_some();
    // A subject stands in lists and on locked screens: it says what, and names nothing more.
    let in_subject = |variable: &Variable| part != "subject" || *variable == Variable::Code;
    let known: Vec<Variable> =
        about.variables().into_iter().filter(fits).filter(in_subject).collect();
    let (mut length, mut used) = (0, Vec::new());
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => length += words.chars().count(),
            Piece::Name(name) => match known.iter().find(|variable| variable.id() == name) {
                Some(variable) => {
                    length += variable.room().unwrap_or(0);
                    used.push(*variable);
                }
                None => {
                    let known = known.iter().map(|variable| variable.id()).collect();
                    faults.push(Fault::Unknown(part, name.to_owned(), known));
                }
            },
            Piece::Broken => faults.push(Fault::Brace(part)),
        }
    }
    let needed = about.needed().iter().filter(|_| part != "subject");
    let missing = needed.filter(|variable| !used.contains(variable));
    faults.extend(missing.map(|variable| Fault::Missing(part, variable.id())));
    let most = match part {
        "sms" => SMS_LENGTH_MAX,
        "subject" => SUBJECT_LENGTH_MAX,
        _ => MAIL_LENGTH_MAX,
    };
    if length > most {
        faults.push(Fault::Long(part, most, length));
    }
    let odd: String = text.chars().filter(|c| in_sms && !is_plain(*c)).collect();
    if !odd.is_empty() {
        faults.push(Fault::Letters(part, odd));
    }
    faults.into_iter()
}

/// Whether every telephone shows a character of a text message; braces stand for what is filled in.
fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() && c != '`' || matches!(c, ' ' | '\n')
}

enum Piece<'a> {
    Words(&'a str),
    Name(&'a str),
    Broken,
}

/// A text by what stands as it is and what is filled in.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Words(&rest[..at]));
        let behind = &rest[at..];
        let end = behind.find('}').filter(|_| behind.starts_with('{'));
        let name = end.map(|end| &behind[1..end]).filter(|name| !name.contains('{'));
        let Some(name) = name else {
            pieces.push(Piece::Broken);
            rest = &behind[1..];
            continue;
        };
        pieces.push(Piece::Name(name));
        rest = &behind[name.len() + 2..];
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// A text with everything filled in; what there is no value for leaves nothing behind, and lines
/// that say nothing without it go with it.
pub fn fill(text: &str, values: &[(Variable, String)]) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let (mut filled, mut lacks, mut any) = (String::new(), false, false);
        for piece in pieces(line) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Name(name) => {
                    let value = values.iter().find(|(variable, _)| variable.id() == name);
                    let value = value.map(|(_, value)| value.as_str()).unwrap_or_default();
                    lacks |= value.is_empty();
                    any |= !value.is_empty();
                    filled.push_str(value);
                }
                Piece::Broken => {}
            }
        }
        if !lacks || any {
            lines.push(filled);
        }
    }
    lines.join("\n")
}

/// A text message: filled in, without marks, and cut where it would not be carried any more.
pub fn fill_sms(text: &str, values: &[(Variable, String)]) -> String {
    let text = unmarked(&fill(text, values));
    let plain = text.chars().map(|c| if is_plain(c) { c } else { '?' });
    plain.take(SMS_LENGTH_MAX).collect()
}
