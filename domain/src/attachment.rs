//! Attachments: which kinds of file are taken, what they are called, and why one is refused.
//!
//! What a file is says its content. The name that it came with is somebody's word: it is cleaned,
//! and its ending must agree with the content.

use unicode_normalization::UnicodeNormalization;

/// The longest name that is kept, in characters.
pub const NAME_LENGTH_MAX: usize = 120;
/// What a file without a name is called.
const UNNAMED: &str = "tệp";

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// A photograph or a scan.
    Jpeg,
    /// A picture of a screen, a drawing.
    Png,
    /// A scan of several pages.
    Tiff,
    /// A text of Office Open XML.
    Docx,
    /// A sheet of Office Open XML.
    Xlsx,
    /// A text of OpenDocument.
    Odt,
}

impl Kind {
    /// Every kind that is taken.
    pub const ALL: [Kind; 7] =
        [Kind::Pdf, Kind::Jpeg, Kind::Png, Kind::Tiff, Kind::Docx, Kind::Xlsx, Kind::Odt];

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Tiff => "image/tiff",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Odt => "application/vnd.oasis.opendocument.text",
        }
    }

    /// The kind of a media type.
    pub fn parse(media_type: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// Endings of names that agree with it; the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Kind::Png => &["png"],
            Kind::Tiff => &["tif", "tiff"],
            Kind::Docx => &["docx"],
            Kind::Xlsx => &["xlsx"],
            Kind::Odt => &["odt"],
        }
    }

    /// Whether every browser shows it by itself, so that it may stand in a page.
    pub fn is_shown(self) -> bool {
        match self {
            Kind::Pdf | Kind::Jpeg | Kind::Png => true,
            Kind::Tiff | Kind::Docx | Kind::Xlsx | Kind::Odt => false,
        }
    }

    fn is_image(self) -> bool {
        match self {
            Kind::Jpeg | Kind::Png | Kind::Tiff => true,
            Kind::Pdf | Kind::Docx | Kind::Xlsx | Kind::Odt => false,
        }
    }
}

/// Names every reason once: its variant, its name in data, and what it is.
macro_rules! reasons {
    ($($(#[doc = $what:literal])+ $reason:ident = $id:literal,)+) => {
        /// Why a file is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Wrong {
            $($(#[doc = $what])+ $reason,)+
        }

        impl Wrong {
            /// Every reason.
            pub const ALL: &[Wrong] = &[$(Wrong::$reason,)+];

            /// The name in data, problems and text keys.
            pub fn id(self) -> &'static str {
                match self {
                    $(Wrong::$reason => $id,)+
                }
            }
        }
    };
}

reasons! {
    /// Nothing is in it.
    Empty = "empty",
    /// It is larger than a file may be.
    TooLarge = "too-large",
    /// Its content is of no kind that is taken.
    Unknown = "unknown",
    /// A photograph in the format of one maker's telephones.
    Heic = "heic",
    /// A text or sheet in the format of before 2007.
    OldOffice = "old-office",
    /// An archive of other files.
    Archive = "archive",
    /// The ending of its name says another kind than its content.
    Ending = "ending",
    /// Its end is missing, or it cannot be read.
    Damaged = "damaged",
    /// It is locked by a password.
    Locked = "locked",
    /// A PDF that does something when it is opened: scripts, programs, forms that calculate.
    Active = "active",
    /// It carries macros.
    Macros = "macros",
    /// Unpacked it is far larger than any document.
    Bomb = "bomb",
    /// It is made of more parts than any document.
    Parts = "parts",
    /// A picture with more points than are shown.
    Pixels = "pixels",
    /// The scanner found something harmful.
    Harmful = "harmful",
}

impl Wrong {
    /// The reason of that name.
    pub fn parse(id: &str) -> Option<Wrong> {
        Wrong::ALL.iter().copied().find(|wrong| wrong.id() == id)
    }
}

/// A name as it may be kept and shown: the last part of a path, in one form, without characters
/// that hide or turn what is read, and not too long.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.nfc().filter(|c| !c.is_control() && !turns(*c));
    let text: String = shown.collect();
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let cut = text.chars().count().saturating_sub(NAME_LENGTH_MAX);
    if cut == 0 {
        return if text.is_empty() { UNNAMED.to_owned() } else { text.to_owned() };
    }
    // What is too long loses the end of its stem; the ending stays.
    let (stem, ending) = match text.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() < 10 => (stem, format!(".{ending}")),
        Some(_) | None => (text, String::new()),
    };
    let kept = NAME_LENGTH_MAX - ending.chars().count();
    stem.chars().take(kept).chain(ending.chars()).collect()
}

/// Characters that change the direction of what follows, or are not seen.
fn turns(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}')
}

/// The cleaned name of a file whose content is of a kind. One without an ending gets it; pictures
/// get the right one, for telephones save one kind under the ending of another; anything else that
/// says another kind is refused.
pub fn named(name: &str, kind: Kind) -> Result<String, Wrong> {
    let usual = kind.endings()[0];
    let Some((stem, ending)) = name.rsplit_once('.') else { return Ok(format!("{name}.{usual}")) };
    let ending = ending.to_lowercase();
    let says = |kind: Kind| kind.endings().contains(&ending.as_str());
    if says(kind) {
        return Ok(name.to_owned());
    }
    let is_known = ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric());
    let other_image = Kind::ALL.into_iter().any(|other| other.is_image() && says(other));
    match (kind.is_image() && other_image, is_known) {
        (true, _) => Ok(format!("{stem}.{usual}")),
        (false, true) => Err(Wrong::Ending),
        // What follows the point is a part of the name: "Đơn số 12. Bản cuối".
        (false, false) => Ok(format!("{name}.{usual}")),
    }
}

/// A name in letters that every program reads: marks are left out, the rest becomes `_`.
pub fn ascii(name: &str) -> String {
    let plain = name.nfd().filter_map(|c| match c {
        'đ' => Some('d'),
        'Đ' => Some('D'),
        c if c.is_ascii_alphanumeric() || ".-_ ()".contains(c) => Some(c),
        c if unicode_normalization::char::is_combining_mark(c) => None,
        _ => Some('_'),
    });
    plain.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_path_and_what_deceives_the_eye() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\an\\Đơn xin.pdf", "Đơn xin.pdf"),
            ("anh\u{202e}gpj.exe", "anhgpj.exe"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("...", UNNAMED),
            ("", UNNAMED),
            ("..", UNNAMED),
            ("Giâ\u{301}y.pdf", "Giấy.pdf"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = clean(&format!("{}.pdf", "ấ".repeat(500)));
        assert_eq!(name.chars().count(), NAME_LENGTH_MAX);
        assert!(name.ends_with("ấ.pdf"));
        assert_eq!(clean(&"x".repeat(500)).len(), NAME_LENGTH_MAX);
    }

    #[test]
    fn the_ending_agrees_with_the_content_or_it_is_said() {
        assert_eq!(named("a.pdf", Kind::Pdf).as_deref(), Ok("a.pdf"));
        assert_eq!(named("A.JPEG", Kind::Jpeg).as_deref(), Ok("A.JPEG"));
        assert_eq!(named("anh.jpg", Kind::Png).as_deref(), Ok("anh.png"));
        assert_eq!(named("đơn", Kind::Docx).as_deref(), Ok("đơn.docx"));
        assert_eq!(
            named("Đơn số 12. Bản cuối", Kind::Pdf).as_deref(),
            Ok("Đơn số 12. Bản cuối.pdf")
        );
        for (name, kind) in [("a.pdf.exe", Kind::Pdf), ("a.pdf", Kind::Png), ("a.docx", Kind::Xlsx)]
        {
            assert_eq!(named(name, kind), Err(Wrong::Ending), "{name}");
        }
    }

    #[test]
    fn a_name_in_plain_letters_breaks_no_header() {
        assert_eq!(ascii("Đơn xin \"cấp\" lại.pdf"), "Don xin _cap_ lai.pdf");
        assert_eq!(ascii("签名;\r\n.pdf"), "_____.pdf");
        let any = ascii("ƀ č ŏ 🧾\u{7f}");
        assert!(any.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\'), "{any}");
    }

    #[test]
    fn kinds_and_reasons_are_found_by_their_names() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.media_type()), Some(kind));
            assert_eq!(
                named(&format!("a.{}", kind.endings()[0]), kind).ok().as_deref(),
                Some(format!("a.{}", kind.endings()[0]).as_str())
            );
        }
        for wrong in Wrong::ALL {
            assert_eq!(Wrong::parse(wrong.id()), Some(*wrong));
        }
        assert_eq!((Kind::parse("text/html"), Wrong::parse("")), (None, None));
    }
}
