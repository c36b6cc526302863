//! Text as a part of an address or a form.

use std::fmt::Write;

/// Everything but the unreserved letters as `%XX` (RFC 3986, section 2.3).
pub(super) fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => write!(out, "%{other:02X}").expect("invariant: a string takes it"),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_could_mean_something_is_escaped() {
        assert_eq!(escaped("a-Z.0_~"), "a-Z.0_~");
        assert_eq!(escaped("a b&c=đ+/"), "a%20b%26c%3D%C4%91%2B%2F");
    }
}
