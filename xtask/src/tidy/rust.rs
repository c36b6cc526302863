//! A Rust source split into code, texts and comments, without a parser.

use std::ops::Range;

use super::tree::{line_of, words};

/// One Rust source.
pub(crate) struct Scan {
    /// The source with the insides of texts and all comments blanked; offsets and lines are kept.
    pub(crate) code: String,
    /// The texts, each with the line on which it starts.
    pub(crate) texts: Vec<(usize, String)>,
    /// The comments, each with the line on which it starts.
    pub(crate) comments: Vec<(usize, String)>,
    /// The lines of items under `#[cfg(test)]`.
    pub(crate) test_lines: Vec<Range<usize>>,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) first_line: usize,
    pub(crate) last_line: usize,
}

impl Scan {
    /// Splits a source.
    pub(crate) fn of(source: &str) -> Scan {
        let mut splitter = Splitter {
            source: source.as_bytes(),
            at: 0,
            code: source.as_bytes().to_vec(),
            texts: Vec::new(),
            comments: Vec::new(),
        };
        splitter.split();
        let Splitter { code, texts, comments, .. } = splitter;
        let code = String::from_utf8_lossy(&code).into_owned();
        let numbered = |parts: Vec<Range<usize>>| {
            parts
                .into_iter()
                .map(|part| (line_of(source, part.start), source[part].to_owned()))
                .collect()
        };
        let test_lines = test_lines(&code);
        Scan { texts: numbered(texts), comments: numbered(comments), code, test_lines }
    }

    /// Whether a line belongs to an item under `#[cfg(test)]`.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.test_lines.iter().any(|lines| lines.contains(&line))
    }

    /// Every function with a body.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let code = &self.code;
        let found = words(code, "fn").filter_map(|at| {
            let rest = code[at + 2..].trim_start();
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // Without a name it is a function type.
            let end = (!name.is_empty()).then(|| body_end(code, at)).flatten()?;
            Some(Function { name, first_line: line_of(code, at), last_line: line_of(code, end) })
        });
        found.collect()
    }

    /// The names of the modules that this source declares without a body.
    pub(crate) fn modules(&self) -> Vec<String> {
        let code = &self.code;
        let found = words(code, "mod").filter_map(|at| {
            let (name, _) = code[at + 3..].split_once([';', '{'])?;
            let ends = code[at + 3 + name.len()..].starts_with(';');
            ends.then(|| name.trim().trim_start_matches("r#").to_owned())
        });
        found.collect()
    }
}

/// The offset of the brace that closes the body of the item at `from`; none for an item that
/// ends with a semicolon.
fn body_end(code: &str, from: usize) -> Option<usize> {
    let mut inner = 0_i32;
    let mut braces = 0_i32;
    for (offset, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' if braces == 0 => inner += 1,
            b')' | b']' if braces == 0 => inner -= 1,
            b';' if braces == 0 && inner == 0 => return None,
            b'{' => braces += 1,
            b'}' => {
                braces -= 1;
                if braces == 0 && inner == 0 {
                    return Some(offset);
                }
            }
            _ => {}
        }
    }
    None
}

fn test_lines(code: &str) -> Vec<Range<usize>> {
    let marks = code.match_indices("#[cfg(test)]");
    let found = marks.filter_map(|(at, mark)| {
        let end = body_end(code, at + mark.len())?;
        Some(line_of(code, at)..line_of(code, end) + 1)
    });
    found.collect()
}

/// Walks a source byte by byte; every mark it looks for is ASCII.
struct Splitter<'s> {
    source: &'s [u8],
    at: usize,
    code: Vec<u8>,
    texts: Vec<Range<usize>>,
    comments: Vec<Range<usize>>,
}

impl Splitter<'_> {
    fn split(&mut self) {
        while self.at < self.source.len() {
            let inside_word = self.at > 0 && is_word(self.source[self.at - 1]);
            match self.source[self.at] {
                b'/' if self.peek(1) == b'/' => self.line_comment(),
                b'/' if self.peek(1) == b'*' => self.block_comment(),
                b'r' if !inside_word && self.raw_hashes(1).is_some() => self.raw_text(1),
                b'b' | b'c'
                    if !inside_word && self.peek(1) == b'r' && self.raw_hashes(2).is_some() =>
                {
                    self.raw_text(2);
                }
                b'"' => self.text(),
                b'\'' => self.character(),
                _ => self.at += 1,
            }
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.source.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Blanks a part of the code and goes on behind it.
    fn blank(&mut self, part: Range<usize>) {
        self.code[part].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }

    fn line_comment(&mut self) {
        let rest = &self.source[self.at..];
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.comment(self.at + length);
    }

    fn block_comment(&mut self) {
        let (mut depth, mut end) = (0, self.at);
        while end < self.source.len() {
            match &self.source[end..self.source.len().min(end + 2)] {
                b"/*" => (depth, end) = (depth + 1, end + 2),
                b"*/" => (depth, end) = (depth - 1, end + 2),
                _ => end += 1,
            }
            if depth == 0 {
                break;
            }
        }
        self.comment(end);
    }

    fn comment(&mut self, end: usize) {
        self.comments.push(self.at..end);
        self.blank(self.at..end);
        self.at = end;
    }

    /// The number of hashes of a raw text, if one starts `skip` bytes ahead with them.
    fn raw_hashes(&self, skip: usize) -> Option<usize> {
        let hashes = (0..).take_while(|n| self.peek(skip + n) == b'#').count();
        (self.peek(skip + hashes) == b'"').then_some(hashes)
    }

    fn raw_text(&mut self, skip: usize) {
        let hashes = self.raw_hashes(skip).unwrap_or(0);
        let start = self.at + skip + hashes + 1;
        let closing = [vec![b'"'], vec![b'#'; hashes]].concat();
        let rest = self.source.get(start..).unwrap_or_default();
        let length = rest.windows(closing.len()).position(|found| found == closing);
        let end = start + length.unwrap_or(rest.len());
        self.texts.push(start..end);
        self.blank(start..end);
        self.at = (end + closing.len()).min(self.source.len());
    }

    fn text(&mut self) {
        let start = self.at + 1;
        let mut end = start;
        while end < self.source.len() && self.source[end] != b'"' {
            end += if self.source[end] == b'\\' { 2 } else { 1 };
        }
        let end = end.min(self.source.len());
        self.texts.push(start..end);
        self.blank(start..end);
        self.at = end + 1;
    }

    /// A character, or a lifetime, which has no second quote.
    fn character(&mut self) {
        let rest = &self.source[self.at + 1..];
        let length = match rest.first() {
            Some(b'\\') => rest.iter().skip(2).position(|&byte| byte == b'\'').map(|n| n + 2),
            Some(first) => {
                let width = match first {
                    0xf0.. => 4,
                    0xe0.. => 3,
                    0xc0.. => 2,
                    _ => 1,
                };
                (rest.get(width) == Some(&b'\'')).then_some(width)
            }
            None => None,
        };
        match length {
            Some(length) => {
                self.blank(self.at + 1..self.at + 1 + length);
                self.at += length + 2;
            }
            None => self.at += 1,
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_comments_are_no_code() {
        let scan = Scan::of("let a = \"x.unwrap()\"; // .unwrap()\n/* a /* b */ c */ call();");
        assert!(!scan.code.contains("unwrap") && scan.code.contains("call();"));
        assert_eq!(scan.texts, [(1, "x.unwrap()".to_owned())]);
        assert_eq!(scan.comments.len(), 2);
        assert_eq!(scan.comments[1], (2, "/* a /* b */ c */".to_owned()));
    }

    #[test]
    fn raw_texts_escapes_characters_and_lifetimes_are_told_apart() {
        let scan = Scan::of(
            r####"f(r#"a "b" c"#, "d\"e", '"', '\'', b'\\', br"g", 'ờ', r#type, &'a str, "z")"####,
        );
        let texts: Vec<&str> = scan.texts.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, [r#"a "b" c"#, r#"d\"e"#, "g", "z"]);
        assert!(scan.code.contains("r#type") && scan.code.contains("&'a str"));
    }

    #[test]
    fn functions_are_found_with_their_lines() {
        let scan = Scan::of(
            "trait T { fn none(&self, a: [u8; 4]); }\nfn one(f: fn(u8)) {\n  if x {\n  }\n}\n\
             const C: fn() = one;\nfn two() -> [u8; 2] { [0; 2] }\n",
        );
        let found: Vec<(String, usize, usize)> =
            scan.functions().into_iter().map(|f| (f.name, f.first_line, f.last_line)).collect();
        assert_eq!(found, [("one".to_owned(), 2, 5), ("two".to_owned(), 7, 7)]);
    }

    #[test]
    fn test_items_are_known_by_their_lines() {
        let scan = Scan::of("fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n");
        let tests: Vec<bool> = (1..=6).map(|line| scan.is_test_line(line)).collect();
        assert_eq!(tests, [false, true, true, true, true, false]);
    }

    #[test]
    fn only_modules_without_a_body_are_files() {
        let scan = Scan::of("mod a;\npub(crate) mod b;\nmod c { mod d; }\n// mod e;\n");
        assert_eq!(scan.modules(), ["a", "b", "d"]);
    }
}
