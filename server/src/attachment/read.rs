//! Shows a file to somebody of whom the caller knows that they may see it.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderValue, Response};
use domain::attachment::{Kind, ascii};
use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::problem::No;
use super::receive::blocking;
use super::vault::CHUNK_BYTES;
use super::{Attachment, State, settle};
use crate::web::Site;

/// What a file may do in a browser: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; \
     frame-ancestors 'self'";
/// The same for a PDF in a page. The viewers that browsers have built in do not start in a sandbox;
/// PDFs with scripts are refused when they come.
pub(crate) const PDF_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; \
     object-src 'self'; frame-ancestors 'self'";

/// How a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To be saved.
    Saved,
    /// To be shown in a page, where every browser can; else to be saved.
    Shown,
}

/// The kind and the object of a file that may be opened; this alone holds back what was not checked.
fn opened(file: &Attachment) -> Result<(Kind, String), No> {
    match (file.state, file.kind, &file.object) {
        (State::Checked, Some(kind), Some(object)) => Ok((kind, object.clone())),
        (State::Waiting, _, _) => Err(No::NotChecked),
        (State::Refused, _, _) => Err(file.refusal.map_or(No::Missing, No::Wrong)),
        _ => Err(No::Missing),
    }
}

/// The bytes of a file, piece by piece.
pub async fn chunks(
    site: &Site,
    file: &Attachment,
) -> Result<impl Stream<Item = Result<Bytes, No>> + use<>, No> {
    let (_, object) = opened(file)?;
    let vault = site.cabinet().vault().clone();
    let disk = blocking(move || Ok(vault.open(&object)?)).await?;
    Ok(try_unfold(disk, |mut disk| async move {
        let read = blocking(move || {
            let mut chunk = vec![0; CHUNK_BYTES];
            let n = disk.read(&mut chunk)?;
            chunk.truncate(n);
            Ok((disk, chunk))
        });
        let (disk, chunk) = read.await?;
        let more = (!chunk.is_empty()).then(|| (Bytes::from(chunk), disk));
        Ok::<_, No>(more)
    }))
}

/// The bytes of a file as an answer. The caller has asked whether this person may read it, and
/// recorded that they do.
pub async fn answer(site: &Site, file: &Attachment, wanted: Wanted) -> Result<Response<Body>, No> {
    let (kind, _) = opened(file)?;
    let chunks = chunks(site, file).await?;
    let mut response = Response::new(Body::from_stream(chunks));
    let is_shown = wanted == Wanted::Shown && settle::is_shown(file);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = if is_shown && kind == Kind::Pdf { PDF_POLICY } else { POLICY };
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    let disposition = HeaderValue::from_str(&disposition(&file.name, is_shown));
    let disposition = disposition.map_err(|error| No::Bug(error.to_string()))?;
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// The header that says how a file is called (RFC 6266): in plain letters for old programs, and as
/// it is (RFC 8187).
fn disposition(name: &str, is_shown: bool) -> String {
    let how = if is_shown { "inline" } else { "attachment" };
    let mut whole = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => {
                whole.push(char::from(byte));
            }
            _ => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{how}; filename=\"{}\"; filename*=UTF-8''{whole}", ascii(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_its_header_plainly_and_as_it_is() {
        assert_eq!(
            disposition("Đơn \"A\".pdf", false),
            "attachment; filename=\"Don _A_.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%22A%22.pdf"
        );
        assert!(disposition("a.png", true).starts_with("inline; "));
        let hostile = disposition("a\r\nSet-Cookie: x=1.pdf", false);
        assert!(!hostile.contains(['\r', '\n']) && HeaderValue::from_str(&hostile).is_ok());
    }
}
