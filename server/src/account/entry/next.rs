//! Where to go after signing in: a path of our own site, whatever the address says.

use serde::Deserialize;

/// The longest path that is taken along, in bytes.
const BYTES_MAX: usize = 500;

/// The query of a page that leads on.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// Where to go afterwards.
    #[serde(default)]
    pub next: String,
}

/// The path to go to: the one that is asked for if it is our own, else the front page.
///
/// Browsers read `//host` and `/\host` as another host, and leave out tabs and line ends.
pub(super) fn own_path(asked: &str) -> String {
    let begins = asked.starts_with('/') && !asked[1..].starts_with(['/', '\\']);
    let plain = asked.chars().all(|c| !c.is_control() && c != '\\');
    let is_own = begins && plain && asked.len() <= BYTES_MAX;
    if is_own { asked.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_our_own_is_gone_to() {
        for own in ["/", "/account", "/people?q=a&b=//c", "/a/../b", "/tìm"] {
            assert_eq!(own_path(own), own);
        }
        let long = format!("/{}", "a".repeat(BYTES_MAX));
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/a\\..\\\\evil.example",
            "/\r\nlocation: https://evil.example",
            "evil.example",
            &long,
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }
}
