//! What tests of others ask of a form.

use typst::layout::{Frame, FrameItem};

use crate::{Error, Form, typeset};

/// The letters of a form in the order in which they are read, without spaces.
///
/// # Errors
/// Those of [`crate::render`].
pub fn letters(form: &Form) -> Result<String, Error> {
    let (document, _) = typeset::lay_out(form)?;
    let mut letters = Vec::new();
    for page in document.pages() {
        read(&page.frame, &mut letters);
    }
    Ok(letters.concat().chars().filter(|c| !c.is_whitespace()).collect())
}

/// The letters of a frame as a reader hears them, turned ones too.
pub(crate) fn read(frame: &Frame, letters: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => read(&group.frame, letters),
            FrameItem::Text(text) => letters.push(text.text.to_string()),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(..) => {}
        }
    }
}
