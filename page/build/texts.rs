//! Fluent texts become one typed function a message, the same in both languages.
//!
//! What is not a text, a variable or a plural is refused, with its file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};

/// A message of one language.
struct Message {
    place: String,
    /// Rust expressions that push the text onto `out`.
    code: String,
    /// Names in the order of their first use, and whether a plural counts them.
    arguments: Vec<(String, bool)>,
}

/// Reads `vi/*.ftl` and `en/*.ftl` and writes `texts.rs`.
pub(crate) fn build(folder: &Path, out: &Path) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let vi = read_all(&folder.join("vi"))?;
    let en = read_all(&folder.join("en"))?;
    let mut code = String::from("impl Text {\n");
    for (key, message) in &vi {
        let Some(other) = en.get(key) else {
            return Err(format!("{}: `{key}` is missing in English", message.place));
        };
        let sorted = |message| {
            let mut names = names(message);
            names.sort();
            names
        };
        if sorted(message) != sorted(other) {
            let place = &other.place;
            return Err(format!("{place}: `{key}` takes other arguments than in Vietnamese"));
        }
        function(&mut code, key, message, other);
    }
    if let Some((key, message)) = en.iter().find(|(key, _)| !vi.contains_key(*key)) {
        return Err(format!("{}: `{key}` is missing in Vietnamese", message.place));
    }
    code.push_str("}\n");
    fs::write(out.join("texts.rs"), code).map_err(|source| format!("texts.rs: {source}"))
}

fn names(message: &Message) -> Vec<&String> {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in &message.arguments {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn function(code: &mut String, key: &str, vi: &Message, en: &Message) {
    let counted: BTreeSet<&String> = vi
        .arguments
        .iter()
        .chain(&en.arguments)
        .filter(|(_, counted)| *counted)
        .map(|(name, _)| name)
        .collect();
    let mut parameters = String::new();
    for name in names(vi) {
        let kind = if counted.contains(name) {
            "impl std::borrow::Borrow<u64>"
        } else {
            "impl std::fmt::Display"
        };
        write!(parameters, ", {name}: {kind}").expect("a string takes it");
    }
    let name = key.replace('-', "_");
    let mut counts = String::new();
    for name in &counted {
        writeln!(counts, "        let {name} = *{name}.borrow();").expect("a string takes it");
    }
    write!(
        code,
        "    /// The text `{key}`.\n    pub fn {name}(self{parameters}) -> String {{\n        \
         let mut out = String::new();\n{counts}        match self.language {{\n            \
         Language::Vietnamese => {{ {} }}\n            Language::English => {{ {} }}\n        \
         }}\n        out\n    }}\n",
        vi.code, en.code
    )
    .expect("a string takes it");
}

/// Every file of a language.
fn read_all(folder: &Path) -> Result<BTreeMap<String, Message>, String> {
    let failed = |source: std::io::Error| format!("{}: {source}", folder.display());
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        for (key, message) in read(&entry.map_err(failed)?.path())? {
            if let Some(other) = messages.get(&key) {
                return Err(format!("{}: `{key}` stands in {} too", message.place, other.place));
            }
            messages.insert(key, message);
        }
    }
    Ok(messages)
}

fn read(path: &Path) -> Result<BTreeMap<String, Message>, String> {
    let text =
        fs::read_to_string(path).map_err(|source| format!("{}: {source}", path.display()))?;
    let resource = fluent_syntax::parser::parse(text.as_str()).map_err(|(_, errors)| {
        let error = errors.first().map(|error| (error.pos.start, error.to_string()));
        let (at, what) = error.unwrap_or_default();
        format!("{}:{}: {what}", path.display(), line(&text, at))
    })?;
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name.to_owned();
        let at = text.find(&format!("\n{key} =")).map_or(0, |at| at + 1);
        let place = format!("{}:{}", path.display(), line(&text, at));
        let Some(pattern) = &message.value else {
            return Err(format!("{place}: `{key}` has no text"));
        };
        let mut read = Message { place: place.clone(), code: String::new(), arguments: Vec::new() };
        pattern_code(pattern, &mut read).map_err(|what| format!("{place}: `{key}`: {what}"))?;
        if messages.insert(key.clone(), read).is_some() {
            return Err(format!("{place}: `{key}` is told twice"));
        }
    }
    Ok(messages)
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn pattern_code(pattern: &Pattern<&str>, message: &mut Message) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                push(&mut message.code, value);
            }
            PatternElement::Placeable { expression } => expression_code(expression, message)?,
        }
    }
    Ok(())
}

fn expression_code(expression: &Expression<&str>, message: &mut Message) -> Result<(), String> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            let name = id.name.replace('-', "_");
            write!(message.code, "out.push_str(&{name}.to_string()); ").expect("a string takes it");
            message.arguments.push((name, false));
            Ok(())
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            let value = fluent_syntax::unicode::unescape_unicode_to_string(value);
            push(&mut message.code, &value);
            Ok(())
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let name = id.name.replace('-', "_");
            message.arguments.push((name.clone(), true));
            plural_code(&name, variants, message)
        }
        Expression::Select { .. } | Expression::Inline(_) => {
            Err("only texts, variables and plurals are known here".to_owned())
        }
    }
}

fn plural_code(
    name: &str,
    variants: &[Variant<&str>],
    message: &mut Message,
) -> Result<(), String> {
    write!(message.code, "match {name} {{ ").expect("a string takes it");
    for variant in variants.iter().filter(|variant| !variant.default) {
        let number = match variant.key {
            VariantKey::Identifier { name: "one" } => "1",
            VariantKey::NumberLiteral { value } => value,
            VariantKey::Identifier { .. } => return Err("a plural knows [one] and *[other]".into()),
        };
        write!(message.code, "{number} => {{ ").expect("a string takes it");
        pattern_code(&variant.value, message)?;
        message.code.push_str("} ");
    }
    let default = variants.iter().find(|variant| variant.default);
    message.code.push_str("_ => { ");
    pattern_code(&default.ok_or("a plural needs *[other]")?.value, message)?;
    message.code.push_str("} } ");
    Ok(())
}

/// Code that adds a text; one letter is added as a letter.
fn push(code: &mut String, value: &str) {
    let mut letters = value.chars();
    let done = match (letters.next(), letters.next()) {
        (Some(only), None) => write!(code, "out.push({only:?}); "),
        _ => write!(code, "out.push_str({value:?}); "),
    };
    done.expect("a string takes it");
}
