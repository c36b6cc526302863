//! Whether a procedure is standardised: equal to the national record in its structured fields.
//!
//! QĐ 08/QĐ-TTg of 2015: a province publishes its procedures identical in name, code, level,
//! legal basis and components; address, hours, fees of the People's Council, internal steps and
//! a shortened time are its own. Prose is not compared.

use std::collections::BTreeSet;

use super::description::{Component, ComponentKind, Description, Named, Span, Unit};
use crate::national::{Record, national_code};
use crate::text::compose;

/// The most of a list that a difference names.
const NAMED_MAX: usize = 5;
/// How much of a name a difference tells, in characters.
const NAME_LENGTH_MAX: usize = 80;

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standard {
    /// Every structured field is equal.
    Equal,
    /// Some differ.
    Differs(Vec<Difference>),
    /// There is no national record to compare with; never counted as equal.
    NotComparable,
}

/// A structured field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field: `name`, `components` …
    pub part: &'static str,
    /// What stands here and not there.
    pub ours: String,
    /// What stands there and not here.
    pub theirs: String,
}

/// Compares a description with the national record.
pub fn standard(of: &Description, code: Option<&str>, record: Option<&Record>) -> Standard {
    let Some(record) = record else { return Standard::NotComparable };
    let national = &record.description;
    let mut differences = Vec::new();
    let mut text = |part, ours: String, theirs: String| {
        if ours != theirs {
            differences.push(Difference { part, ours, theirs });
        }
    };
    if let Some(code) = code {
        text("code", national_code(code), national_code(&record.code));
    }
    text("name", plain_name(&of.name.vi), plain_name(&national.name.vi));
    for (part, ours, theirs) in [
        ("field", vec![field(of)], vec![field(national)]),
        ("levels", plain(&of.levels), plain(&national.levels)),
        ("subjects", named(&of.subjects), named(&national.subjects)),
        ("components", papers(of), papers(national)),
        ("limits", limits(of), limits(national)),
        ("results", named(&of.results), named(&national.results)),
        ("legal_basis", numbers(of), numbers(national)),
    ] {
        let [here, there] = [only(&ours, &theirs), only(&theirs, &ours)];
        if !here.is_empty() || !there.is_empty() {
            differences.push(Difference { part, ours: here, theirs: there });
        }
    }
    match differences.is_empty() {
        true => Standard::Equal,
        false => Standard::Differs(differences),
    }
}

/// A name without "Thủ tục" before it and without a full stop behind; case does not matter.
pub fn plain_name(name: &str) -> String {
    let composed = compose(name);
    let bare = composed.trim_end_matches(['.', ';', ' ']);
    let lower = bare.to_lowercase();
    lower.strip_prefix("thủ tục ").map(str::to_owned).unwrap_or(lower)
}

/// A row of a list: what it is compared by, and what a person is told of it.
struct Row {
    code: Option<String>,
    name: String,
    /// Equal rows have equal amounts.
    amount: String,
    /// Whether a row with a code can be equal to one without: where the name is enough.
    name_is_enough: bool,
}

impl Row {
    fn plain(name: String) -> Row {
        Row { code: None, name, amount: String::new(), name_is_enough: true }
    }

    fn is(&self, other: &Row) -> bool {
        let same = match (&self.code, &other.code) {
            (Some(code), Some(known)) => code == known,
            (None, None) => self.name == other.name,
            (Some(_), None) | (None, Some(_)) => self.name_is_enough && self.name == other.name,
        };
        same && self.amount == other.amount
    }

    fn told(&self) -> String {
        let code = self.code.as_ref().map(|code| format!("({code})"));
        let name = self.name.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut short: String = name.chars().take(NAME_LENGTH_MAX).collect();
        if short.len() < name.len() {
            short.push('…');
        }
        let parts = [Some(short), code, Some(self.amount.clone())];
        let parts: Vec<String> =
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

/// The first rows that the other list has not.
fn only(rows: &[Row], other: &[Row]) -> String {
    let rest = rows.iter().filter(|row| !other.iter().any(|known| row.is(known)));
    let told: BTreeSet<String> = rest.map(Row::told).collect();
    told.into_iter().take(NAMED_MAX).collect::<Vec<_>>().join("; ")
}

fn plain(texts: &[String]) -> Vec<Row> {
    texts.iter().cloned().map(Row::plain).collect()
}

fn field(of: &Description) -> Row {
    Row { code: of.field.code.clone(), ..Row::plain(plain_name(&of.field.name.vi)) }
}

/// Things by their national code; a thing without one is known by its name.
fn named(things: &[Named]) -> Vec<Row> {
    let row = |one: &Named| Row { code: one.code.clone(), ..Row::plain(plain_name(&one.name.vi)) };
    things.iter().map(row).collect()
}

/// Papers by their national code: that a code is missing here is a difference.
fn papers(of: &Description) -> Vec<Row> {
    let papers = of.components.iter().filter(|one| one.kind != ComponentKind::Note);
    let row = |one: &Component| Row {
        code: one.code.clone(),
        name: plain_name(&one.name.vi),
        amount: format!("{}+{}", one.originals, one.copies),
        name_is_enough: false,
    };
    papers.map(row).collect()
}

/// Legal limits, whatever their channel. One in words is prose, and not compared.
fn limits(of: &Description) -> Vec<Row> {
    let spans = of.limits.iter().filter_map(|limit| limit.legal);
    let counted = spans.filter(|span| span.unit != Unit::Other);
    let row = |span: Span| {
        // "Trong ngày" has no amount that matters.
        let amount = if span.unit == Unit::SameDay { 0.0 } else { span.quantity.amount() };
        Row::plain(format!("{amount} {}", span.unit.id()))
    };
    counted.map(row).collect()
}

fn numbers(of: &Description) -> Vec<Row> {
    of.legal_basis.iter().map(|basis| Row::plain(plain_number(&basis.number))).collect()
}

/// A number and symbol alone: `3/2023/TT-BTP` of `Thông tư số 03/2023/TT-BTP`.
fn plain_number(number: &str) -> String {
    let joined = number.replace(" /", "/").replace("/ ", "/");
    let mut words = joined.split_whitespace();
    let is_number =
        |word: &&str| word.contains('/') && word.starts_with(|c: char| c.is_ascii_digit());
    let number = words.find(is_number).map_or_else(|| joined.replace(' ', ""), str::to_owned);
    number.trim_start_matches('0').to_uppercase()
}
