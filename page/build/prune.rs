//! GOV.UK's style sheet without the rules that no page uses: most of it is of components that the
//! house does not have, and somebody on a slow line would wait for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the classes of GOV.UK begin with.
const PREFIX: &str = "govuk-";

/// Every class of GOV.UK that templates and pages name, wherever in a text it stands.
pub(crate) fn used(folders: &[&Path]) -> Result<BTreeSet<String>, String> {
    let mut used = BTreeSet::new();
    for folder in folders {
        println!("cargo::rerun-if-changed={}", folder.display());
        read_all(folder, &mut used)?;
    }
    Ok(used)
}

fn read_all(folder: &Path, used: &mut BTreeSet<String>) -> Result<(), String> {
    let wrong = |source: std::io::Error| format!("{}: {source}", folder.display());
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        match path.is_dir() {
            true => read_all(&path, used)?,
            false => used.extend(classes(&fs::read_to_string(&path).map_err(wrong)?)),
        }
    }
    Ok(())
}

/// The classes in a text, in its order.
fn classes(text: &str) -> impl Iterator<Item = String> + '_ {
    text.match_indices(PREFIX).map(|(at, _)| {
        let rest = &text[at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())].to_owned()
    })
}

/// A minified style sheet without the selectors that name a class nobody uses.
pub(crate) fn prune(css: &str, used: &BTreeSet<String>) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some(open) = rest.find(['{', ';']) {
        // A statement without a block: `@charset`, `@import`.
        if rest[open..].starts_with(';') {
            kept.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        }
        let (prelude, block) = (&rest[..open], block(&rest[open..]));
        rest = &rest[open + block.len()..];
        kept.push_str(&rule(prelude, block, used));
    }
    kept
}

/// A block with its braces.
fn block(text: &str) -> &str {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return &text[..=at];
        }
    }
    text
}

fn rule(prelude: &str, block: &str, used: &BTreeSet<String>) -> String {
    if prelude.starts_with("@media") || prelude.starts_with("@supports") {
        let inner = prune(&block[1..block.len() - 1], used);
        return if inner.is_empty() { inner } else { format!("{prelude}{{{inner}}}") };
    }
    if prelude.starts_with('@') {
        return format!("{prelude}{block}");
    }
    let is_used = |selector: &&str| classes(selector).all(|class| used.contains(&class));
    let selectors: Vec<&str> = selectors(prelude).into_iter().filter(is_used).collect();
    if selectors.is_empty() { String::new() } else { format!("{}{block}", selectors.join(",")) }
}

/// The selectors of a rule; a comma within brackets parts none.
fn selectors(prelude: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut parts) = (0_u32, 0, Vec::new());
    for (at, c) in prelude.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&prelude[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&prelude[begin..]);
    parts
}
