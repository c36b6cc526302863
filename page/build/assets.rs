//! Assets: of GOV.UK's style sheet from the locked npm package what pages use, ours joined to one file, both under
//! names with their hash, compressed once here.

use std::fs;
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{npm, prune};

/// The font stack that GOV.UK's file names, and ours in its place.
const FONTS: [(&str, &str); 2] = [
    ("GDS Transport,arial,sans-serif", "var(--mc-font)"),
    ("\"GDS Transport\",arial,sans-serif", "var(--mc-font)"),
];

/// Builds every asset and the table of them.
pub(crate) fn build(folder: &Path, out: &Path) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let packages = npm::install(folder, out)?;
    let govuk = packages.join("govuk-frontend/dist/govuk/govuk-frontend.min.css");
    let mut assets = String::from("/// Every asset.\npub static ASSETS: &[Asset] = &[\n");
    let page = folder.join("../page");
    let used = prune::used(&[&page.join("templates"), &page.join("src")])?;
    let govuk = prune::prune(&theme(&read(&govuk)?), &used);
    add(&mut assets, out, "GOVUK_CSS", "govuk", "css", "text/css; charset=utf-8", &govuk)?;
    let css = minify(&join(&folder.join("css"))?);
    add(&mut assets, out, "MOTCUA_CSS", "motcua", "css", "text/css; charset=utf-8", &css)?;
    let icons = read(&folder.join("icons.svg"))?.replace('\n', "");
    add(&mut assets, out, "ICONS", "icons", "svg", "image/svg+xml", &icons)?;
    let mark = read(&folder.join("mark.svg"))?.replace('\n', "");
    add(&mut assets, out, "MARK", "mark", "svg", "image/svg+xml", &mark)?;
    let search = read(&folder.join("js/search.js"))?;
    let search = plain_script(&search);
    add(&mut assets, out, "SEARCH_JS", "search", "js", "text/javascript; charset=utf-8", &search)?;
    let scripts = [
        ("PASSKEY_JS", "passkey", "js/passkey.js"),
        ("NEW_PASSKEY_JS", "new-passkey", "js/new-passkey.js"),
        ("LOCK_JS", "lock", "js/lock.js"),
        ("WORK_JS", "work", "js/work.js"),
        ("COUNTER_JS", "counter", "js/counter.js"),
        ("DRAFT_JS", "draft", "js/draft.js"),
    ];
    for (constant, name, file) in scripts {
        let script = plain_script(&read(&folder.join(file))?);
        add(&mut assets, out, constant, name, "js", "text/javascript; charset=utf-8", &script)?;
    }
    assets.push_str("];\n");
    fs::write(out.join("assets.rs"), names(&assets)).map_err(|source| source.to_string())
}

/// Constants for the paths, before the table.
fn names(assets: &str) -> String {
    let constants = assets.lines().filter_map(|line| line.trim().strip_prefix("// "));
    format!("{}\n{assets}", constants.collect::<Vec<_>>().join("\n"))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|source| format!("{}: {source}", path.display()))
}

/// Takes out GOV.UK's own font, which may not be shipped.
fn theme(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("@font-face{") {
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        plain.push_str(&rest[..start]);
        rest = &rest[end..];
    }
    plain.push_str(rest);
    FONTS.iter().fold(plain, |css, (theirs, ours)| css.replace(theirs, ours))
}

fn join(folder: &Path) -> Result<String, String> {
    let entries = fs::read_dir(folder).map_err(|source| source.to_string())?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// Drops comments and the white space between rules; no text in them has any that counts.
fn minify(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        plain.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    plain.push_str(rest);
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines
        .join("\n")
        .replace(" {\n", "{")
        .replace(" { ", "{")
        .replace("; }", "}")
        .replace(";\n", ";")
        .replace(": ", ":")
        .replace(", ", ",")
        .replace("; ", ";")
        .replace(" > ", ">")
        .replace("}\n", "}")
        .replace(" }", "}")
}

/// Drops comments that fill a line, and indentation.
fn plain_script(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.collect::<Vec<_>>().join("\n")
}

fn add(
    assets: &mut String,
    out: &Path,
    constant: &str,
    name: &str,
    ending: &str,
    media_type: &str,
    text: &str,
) -> Result<(), String> {
    let hash: String =
        Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let file = format!("{name}-{hash}.{ending}");
    let plain = out.join(format!("{name}.{ending}"));
    let packed = out.join(format!("{name}.{ending}.gz"));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let bytes = gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish());
    let written =
        bytes.and_then(|bytes| fs::write(&packed, bytes)).and_then(|()| fs::write(&plain, text));
    written.map_err(|source| format!("{file}: {source}"))?;
    assets.push_str(&format!(
        "    // /// The path of `{name}`.\n    // pub const {constant}: &str = \"/assets/{file}\";\n    \
         Asset {{ path: {constant}, media_type: {media_type:?}, \
         bytes: include_bytes!({:?}), gzip: include_bytes!({:?}) }},\n",
        plain.display().to_string(),
        packed.display().to_string(),
    ));
    Ok(())
}
