//! Files that nothing uses.

use std::collections::BTreeSet;

use super::tree::{File, Tree};
use super::{Finding, finding};

/// Every Rust source is reached by a chain of `mod` from a root that cargo knows.
pub(crate) fn modules(tree: &Tree) -> Vec<Finding> {
    let mut reached: BTreeSet<String> =
        tree.rust().map(|(file, _)| file.path.clone()).filter(|path| is_root(path)).collect();
    let mut waiting: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = waiting.pop() {
        let Some(scan) = tree.file(&path).and_then(|file| file.scan.as_ref()) else { continue };
        let folder = folder_of_modules(&path);
        for name in scan.modules() {
            for child in [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")] {
                if tree.file(&child).is_some() && reached.insert(child.clone()) {
                    waiting.push(child);
                }
            }
        }
    }
    let found = tree.rust().filter(|(file, _)| !reached.contains(&file.path)).map(|(file, _)| {
        finding(&file.path, 1, "no `mod` names this file", "declare it in its parent or delete it")
    });
    found.collect()
}

fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(
        parts.as_slice(),
        [_, "src", "lib.rs" | "main.rs"]
            | [_, "build.rs"]
            | [_, "build", "main.rs"]
            | [_, "src", "bin", _]
            | [_, "tests" | "benches" | "examples", _]
            | [_, "tests", _, "main.rs"]
    )
}

/// The folder in which the modules that a file declares are looked for.
fn folder_of_modules(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.trim_end_matches(".rs");
    match is_root(path) || stem == "mod" {
        true => folder.to_owned(),
        false => format!("{folder}/{stem}"),
    }
}

/// Every template is named by a page or by another template.
pub(crate) fn templates(tree: &Tree) -> Vec<Finding> {
    let all = tree.files.iter().filter_map(|file| {
        let (_, name) = file.path.split_once("/templates/")?;
        Some((file, name))
    });
    let all: Vec<(&File, &str)> = all.collect();
    let named = |wanted: &str| {
        let quoted = format!("\"{wanted}\"");
        let in_code =
            tree.rust().any(|(_, scan)| scan.texts.iter().any(|(_, text)| text == wanted));
        in_code || all.iter().any(|(other, _)| other.text.contains(&quoted))
    };
    let dead = all.iter().filter(|(_, name)| !named(name)).map(|(file, _)| {
        finding(&file.path, 1, "no page or template names this template", "use it or delete it")
    });
    dead.collect()
}

/// Files in `assets/` that are read by tools, not by pages.
const TOOLS: [&str; 4] = ["package.json", "package-lock.json", "README.md", "LICENSE"];

/// Every asset is named by the code, a template or another asset.
pub(crate) fn assets(tree: &Tree) -> Vec<Finding> {
    let own = tree.files.iter().filter(|file| file.part() == "assets");
    let dead = own.filter(|file| {
        let is_tool = TOOLS.contains(&file.name());
        !is_tool && !tree.files.iter().any(|other| refers(other, file) || takes_folder(other, file))
    });
    dead.map(|file| finding(&file.path, 1, "nothing refers to this asset", "use it or delete it"))
        .collect()
}

fn refers(from: &File, to: &File) -> bool {
    let speaks = ["rs", "html", "css", "js", "mjs", "toml"].contains(&from.ending());
    speaks && from.path != to.path && from.text.contains(to.name())
}

/// Whether a build script names the folder of an asset, and so takes all that is in it.
fn takes_folder(from: &File, asset: &File) -> bool {
    let Some((_, folder)) = asset.path.rsplit_once('/').and_then(|(path, _)| path.rsplit_once('/'))
    else {
        return false;
    };
    let texts = from.scan.iter().flat_map(|scan| &scan.texts);
    from.is_build() && texts.into_iter().any(|(_, text)| text == folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.path.as_str()).collect()
    }

    #[test]
    fn a_source_that_no_mod_names_is_dead() {
        let tree = Tree::of(&[
            ("a/build.rs", ""),
            ("a/src/b.rs", "mod c;"),
            ("a/src/b/c.rs", ""),
            ("a/src/d.rs", ""),
            ("a/src/e/f.rs", ""),
            ("a/src/e/mod.rs", "mod f;"),
            ("a/src/lib.rs", "mod b;\nmod e;\n// mod d;"),
            ("a/tests/g.rs", "mod h;"),
            ("a/tests/h/mod.rs", ""),
            ("a/tests/i/mod.rs", ""),
        ]);
        assert_eq!(paths(&modules(&tree)), ["a/src/d.rs", "a/tests/i/mod.rs"]);
    }

    #[test]
    fn a_template_is_used_by_a_page_or_a_template() {
        let tree = Tree::of(&[
            ("page/src/a.rs", "#[template(path = \"office/list.html\")]\n// dead.html"),
            ("page/templates/dead.html", ""),
            ("page/templates/layout.html", ""),
            ("page/templates/office/list.html", "{% extends \"layout.html\" %}"),
        ]);
        assert_eq!(paths(&templates(&tree)), ["page/templates/dead.html"]);
    }

    #[test]
    fn an_asset_is_used_by_code_a_template_or_an_asset() {
        let tree = Tree::of(&[
            ("assets/css/10-a.css", ""),
            ("assets/house.css", "a { background: url(seal.svg) }"),
            ("assets/js/a.js", ""),
            ("assets/old.css", "/* old.css */"),
            ("assets/package.json", ""),
            ("assets/seal.svg", ""),
            ("page/build.rs", "include(\"house.css\"); join(\"css\")"),
        ]);
        assert_eq!(paths(&assets(&tree)), ["assets/js/a.js", "assets/old.css"]);
    }
}
