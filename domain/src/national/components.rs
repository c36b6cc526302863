//! The list of papers of a record: headings that are cases, notes that are rows.

use serde_json::Value as Json;

use super::take::{Taker, WrongShape};
use crate::procedure::description::{Case, Component, ComponentKind, Description};
use crate::text::fold;
use crate::wording::Wording;

/// What a heading over papers says.
enum Heading {
    /// Nothing that matters.
    All,
    /// Papers to show.
    Present,
    /// No papers but notes.
    Notes,
    /// Papers of one case.
    Case(String),
}

/// Reads the papers into a description; headings that name a case become cases.
pub(super) fn components(root: &mut Taker, into: &mut Description) -> Result<(), WrongShape> {
    let groups = root.objects("executionCases", |one| {
        let heading = one.text_or_empty("name")?;
        let rows = one.objects("profileComponents", component)?;
        Ok((heading, rows))
    })?;
    for (heading, rows) in groups {
        let heading = heading_of(&heading);
        let case = match &heading {
            Heading::Case(name) => Some(case_id(name, into)),
            Heading::All | Heading::Present | Heading::Notes => None,
        };
        for mut row in rows {
            match heading {
                Heading::Present => row.kind = ComponentKind::Present,
                Heading::Notes => row.kind = ComponentKind::Note,
                Heading::All | Heading::Case(_) => {}
            }
            row.cases = case.iter().cloned().collect();
            add(row, into);
        }
    }
    Ok(())
}

/// The same paper of several cases is one component; another quantity or blank makes it another.
fn add(row: Component, into: &mut Description) {
    let bare = |one: &Component| Component { id: String::new(), cases: Vec::new(), ..one.clone() };
    let same = |other: &&mut Component| bare(other) == bare(&row);
    if let Some(known) = into.components.iter_mut().find(same) {
        match (known.cases.is_empty(), row.cases.is_empty()) {
            (false, false) => known.cases.extend(row.cases),
            _ => known.cases.clear(),
        }
        return;
    }
    let taken = |id: &str| into.components.iter().any(|other| other.id == id);
    let mut id = row.id.clone();
    let mut next = 2;
    while taken(&id) {
        id = format!("{}-{next}", row.id);
        next += 1;
    }
    into.components.push(Component { id, ..row });
}

fn component(one: &mut Taker) -> Result<Component, WrongShape> {
    one.repeated(&["profileComponentId"]);
    let name = one.text("name")?;
    let code = Some(one.text_or_empty("code")?).filter(|code| !code.is_empty());
    let has_form = one.flag("hasElectronicForm")?;
    if has_form {
        one.keep("hasElectronicForm", &Json::Bool(true));
    }
    let files = one.objects("attachments", |file| {
        file.repeated(&["id"]);
        file.text_or_empty("fileName")
    })?;
    let mut files = files.into_iter().filter(|file| !file.is_empty());
    let template = files.next();
    let others: Vec<String> = files.collect();
    one.keep("attachments", &Json::from(others));
    let interactive = fold(&name).contains("dien tu tuong tac");
    Ok(Component {
        id: component_id(code.as_deref(), &name),
        code,
        kind: if interactive { ComponentKind::Eform } else { ComponentKind::Submit },
        mandatory: one.flag("required")?,
        originals: one.count("originalQty")?,
        copies: one.count("copyQty")?,
        template: template.map(Wording::vietnamese),
        name: Wording::vietnamese(name),
        ..Component::default()
    })
}

fn heading_of(heading: &str) -> Heading {
    let folded = fold(heading);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match words.as_str() {
        "" | "giay to phai nop" | "thanh phan ho so" | "ho so gom" => Heading::All,
        "giay to phai xuat trinh" => Heading::Present,
        "luu y" | "ghi chu" => Heading::Notes,
        _ => Heading::Case(heading.trim_matches(['*', '-', '+', ' ', ':']).to_owned()),
    }
}

/// The case of a heading: one of the record's where the name is the same, else a new one.
fn case_id(name: &str, into: &mut Description) -> String {
    let known = into.cases.iter().find(|case| fold(&case.name.vi) == fold(name));
    if let Some(case) = known {
        return case.id.clone();
    }
    let id = slug(name);
    let id = match into.cases.iter().any(|case| case.id == id) {
        true => format!("{id}-{}", into.cases.len() + 1),
        false => id,
    };
    let case = Case { id: id.clone(), name: Wording::vietnamese(name), ..Case::default() };
    into.cases.push(case);
    id
}

/// The identity of a component over revisions: the tail of its national code, else its name.
pub(crate) fn component_id(code: Option<&str>, name: &str) -> String {
    let tail = code.and_then(|code| code.rsplit('-').next()).map(slug);
    tail.filter(|tail| !tail.is_empty()).unwrap_or_else(|| slug(name))
}

/// A name as an identifier: folded words, at most 60 characters.
pub(crate) fn slug(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() >= 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() { "x".to_owned() } else { slug }
}
