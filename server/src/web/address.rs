//! Texts as they stand in addresses.

/// A text as a value of a query.
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        b' ' => "+".to_owned(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// A path with those values of a query that are said.
pub fn with_query(path: &str, values: &[(&str, &str)]) -> String {
    let said = values.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> =
        said.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", pairs.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_browsers_write_it() {
        let values = [("q", "sổ đỏ"), ("field", ""), ("at", "2019-12-16")];
        let path = with_query("/procedures", &values);
        assert_eq!(path, "/procedures?q=s%E1%BB%95+%C4%91%E1%BB%8F&at=2019-12-16");
        assert_eq!(with_query("/procedures", &values[1..2]), "/procedures");
    }
}
