//! As much of CBOR (RFC 8949) as authenticators speak: definite lengths, no tags, no floats
//! (CTAP 2, message encoding).

/// How deep values may stand in each other.
const DEPTH_MAX: u32 = 4;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A whole number.
    Number(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
    /// A list.
    List(Vec<Value<'a>>),
    /// A map, in the order in which it was written.
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// False, true or null.
    Simple(u8),
}

impl<'a> Value<'a> {
    /// The value of a key of a map.
    pub(super) fn get(&self, key: &Value<'_>) -> Option<&Value<'a>> {
        let Value::Map(pairs) = self else { return None };
        pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The bytes that it is.
    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            Value::Number(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_)
            | Value::Simple(_) => None,
        }
    }
}

/// Reads one value from the front of the bytes; the value and the rest. `None` for what is cut off,
/// too deep, or of a kind that does not occur.
pub(super) fn read(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    read_at(bytes, 0)
}

fn read_at(bytes: &[u8], depth: u32) -> Option<(Value<'_>, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 31);
    if kind == 7 {
        return matches!(short, 20..=22).then_some((Value::Simple(short), rest));
    }
    let (number, rest) = head(short, rest)?;
    match kind {
        0 => Some((Value::Number(i64::try_from(number).ok()?), rest)),
        1 => Some((Value::Number(-1 - i64::try_from(number).ok()?), rest)),
        2 | 3 => {
            let (content, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            match kind {
                2 => Some((Value::Bytes(content), rest)),
                _ => Some((Value::Text(std::str::from_utf8(content).ok()?), rest)),
            }
        }
        4 | 5 if depth < DEPTH_MAX => many(kind, number, rest, depth),
        _ => None,
    }
}

/// The elements of a list or a map. Each takes a byte at least, so that a length that was made up
/// ends with the bytes, not with the memory.
fn many(kind: u8, number: u64, mut rest: &[u8], depth: u32) -> Option<(Value<'_>, &[u8])> {
    let (mut list, mut map) = (Vec::new(), Vec::new());
    for _ in 0..number {
        let (one, after) = read_at(rest, depth + 1)?;
        rest = after;
        match kind {
            4 => list.push(one),
            _ => {
                let (value, after) = read_at(rest, depth + 1)?;
                rest = after;
                map.push((one, value));
            }
        }
    }
    Some((if kind == 4 { Value::List(list) } else { Value::Map(map) }, rest))
}

/// The number that follows the kind.
fn head(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (number, rest) = rest.split_at_checked(length)?;
    Some((number.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_the_standard_are_read() {
        // RFC 8949, appendix A.
        for (bytes, value) in [
            (&b"\x00"[..], Value::Number(0)),
            (b"\x17", Value::Number(23)),
            (b"\x18\x64", Value::Number(100)),
            (b"\x19\x03\xe8", Value::Number(1000)),
            (b"\x1a\x00\x0f\x42\x40", Value::Number(1_000_000)),
            (b"\x20", Value::Number(-1)),
            (b"\x39\x03\xe7", Value::Number(-1000)),
            (b"\x44\x01\x02\x03\x04", Value::Bytes(&[1, 2, 3, 4])),
            (b"\x62\xc3\xbc", Value::Text("ü")),
            (b"\x82\x01\x20", Value::List(vec![Value::Number(1), Value::Number(-1)])),
            (b"\xa1\x01\x02", Value::Map(vec![(Value::Number(1), Value::Number(2))])),
            (b"\xf5", Value::Simple(21)),
        ] {
            assert_eq!(read(bytes), Some((value, &b""[..])), "{bytes:x?}");
        }
        assert_eq!(read(b"\x01\x02"), Some((Value::Number(1), &b"\x02"[..])));
    }

    #[test]
    fn what_is_cut_off_too_deep_or_of_no_use_is_refused() {
        for bytes in [
            &b""[..],
            b"\x18",
            b"\x44\x01",
            b"\x62\xff\xff",
            b"\x82\x01",
            b"\xa1\x01",
            b"\x9f\xff",
            b"\x5f\xff",
            b"\xc0\x00",
            b"\xf9\x3c\x00",
            b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x81\x81\x81\x81\x81\x00",
        ] {
            assert_eq!(read(bytes), None, "{bytes:x?}");
        }
    }
}
