//! Forms of our own pages that bring files: read piece by piece, so that a file goes to the disk as
//! it comes, without script on the page.
//!
//! The mark of the session stands before the first file, so that nothing of a foreign form is kept.
//! A file that is refused spoils no other field: it is told at its place. One that came stays for a
//! week, and the form that is shown again names it, so that it is not sent twice.

use axum::body::BodyDataStream;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use domain::StreamId;
use domain::attachment::Wrong;
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use page::Text;
use sha2::{Digest, Sha256};

use super::{FILE_BYTES_MAX, No, problem, receive};
use crate::commit::IdempotencyKey;
use crate::web::caller::Caller;
use crate::web::sent::{self, Sent};
use crate::web::{Problem, Site};

/// Bytes that a form with a file may have: as many as some files, so that one that is too large is
/// read to its end and answered at its place; a browser hears nothing before it sent everything.
const FORM_BYTES_MAX: u64 = 10 * FILE_BYTES_MAX;
/// Bytes of all fields that are no file.
const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// Fields of a form.
const FIELDS_MAX: usize = 1000;

/// A form that may bring files: each stands among the fields by the identifier that it was kept
/// under.
#[derive(Debug)]
pub struct Enclosed {
    /// The form.
    pub sent: Sent<Vec<(String, String)>>,
    /// Files that were refused: the field, and why.
    pub refused: Vec<(String, No)>,
}

impl FromRequest<Site> for Enclosed {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Enclosed, Problem> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let Some(Ok(boundary)) = media_type.map(multer::parse_boundary) else {
            let sent = Sent::from_request(request, site).await?;
            return Ok(Enclosed { sent, refused: Vec::new() });
        };
        let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
        let owner = caller.account().cloned().ok_or_else(Problem::sign_in)?;
        let limit = SizeLimit::new().whole_stream(FORM_BYTES_MAX);
        let constraints = Constraints::new().size_limit(limit);
        let body: BodyDataStream = request.into_body().into_data_stream();
        let form = Multipart::with_constraints(body, boundary, constraints);
        let reading = Reading { site, caller: &caller, owner, form: Vec::new(), bytes: 0 };
        reading.all(form).await
    }
}

struct Reading<'a> {
    site: &'a Site,
    caller: &'a Caller,
    owner: StreamId,
    form: Vec<(String, String)>,
    bytes: usize,
}

impl Reading<'_> {
    async fn all(mut self, mut parts: Multipart<'_>) -> Result<Enclosed, Problem> {
        let (mut hash, mut refused) = (Sha256::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if self.form.len() >= FIELDS_MAX {
                return Err(Problem::invalid("form", "at most 1000 fields"));
            }
            if part.file_name().is_none() {
                let value = self.text(part).await?;
                told(&mut hash, &name, &value);
                self.form.push((name, value));
                continue;
            }
            sent::of_its_session(self.caller, self.one("csrf"))?;
            match self.file(part).await? {
                None => {}
                Some(Ok((id, sha256))) => {
                    told(&mut hash, &name, &sha256);
                    // It takes the place of one that came before.
                    self.form.retain(|(known, _)| *known != name);
                    self.form.push((name, id));
                }
                Some(Err(no)) => {
                    self.form.retain(|(known, _)| *known != name);
                    refused.push((name, no));
                }
            }
        }
        sent::of_its_session(self.caller, self.one("csrf"))?;
        let request = hash.finalize().to_vec();
        let key = sent::key(self.one("key")).map(|key| IdempotencyKey { key, request });
        Ok(Enclosed { sent: Sent { form: self.form, key }, refused })
    }

    fn one(&self, wanted: &str) -> &str {
        let found = self.form.iter().find(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A field that is no file.
    async fn text(&mut self, mut part: Field<'_>) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            self.bytes += chunk.len();
            if self.bytes > TEXT_BYTES_MAX {
                return Err(Problem::invalid("form", "at most 1 MiB beside its files"));
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_| Problem::invalid("form", "UTF-8"))
    }

    /// A file: its identifier and hash, or why it is refused; `None` where none was chosen.
    async fn file(&self, part: Field<'_>) -> Result<Option<Result<(String, String), No>>, Problem> {
        let name = part.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Ok(None);
        }
        let kept = receive::whole(self.site, &self.owner, &name, None, part.boxed()).await;
        match kept {
            Ok(file) => Ok(Some(Ok((file.id, file.sha256.unwrap_or_default())))),
            Err(no @ (No::Wrong(_) | No::DayFull | No::OpenFull)) => Ok(Some(Err(no))),
            Err(no) => Err(no.into()),
        }
    }
}

/// What a form was sent with, for its key: the same file sent again is the same request.
fn told(hash: &mut Sha256, name: &str, value: &str) {
    for part in [name, value] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
}

fn unreadable(error: &multer::Error) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } => No::Wrong(Wrong::TooLarge).into(),
        other => Problem::invalid("form", &other.to_string()),
    }
}

/// Why a file is refused, for the place where it was chosen.
pub fn why(text: Text, no: &No) -> String {
    problem::refusal(text, no).unwrap_or_else(|| text.attachment_no_file())
}
