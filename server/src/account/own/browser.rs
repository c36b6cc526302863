//! What a browser calls itself, in words that people know.

/// Names of browsers as they call themselves; those that claim to be others too come first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
/// Names of systems; Android calls itself Linux too, and an iPhone speaks of Mac OS.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system; `None` for what is neither.
pub(super) fn in_words(told: &str) -> Option<(String, String)> {
    let found = |known: &[(&str, &str)]| {
        let found = known.iter().find(|(mark, _)| told.contains(mark));
        found.map(|(_, name)| (*name).to_owned())
    };
    found(&BROWSERS).zip(found(&SYSTEMS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_though_all_claim_to_be_one() {
        for (told, expected) in [
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36", ("Chrome", "Windows")),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", ("Edge", "Windows")),
            ("Mozilla/5.0 (Linux; Android 9) Chrome/99 Mobile Safari/537", ("Chrome", "Android")),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0", ("Firefox", "Linux")),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604",
                ("Safari", "iPhone"),
            ),
        ] {
            let found = in_words(told).expect("it is known");
            assert_eq!((found.0.as_str(), found.1.as_str()), expected);
        }
        assert_eq!(in_words("curl/8.0"), None);
        assert_eq!(in_words(""), None);
    }
}
