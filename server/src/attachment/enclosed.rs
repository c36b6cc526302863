//! Forms of our own pages that bring files: read piece by piece, so that a file goes to the disk as
//! it comes, without script on the page.
//!
//! The mark of the session stands before the first file, so that nothing of a foreign form is kept;
//! the form of a draft has its seal there, which outlives the session.
//! A file that is refused spoils no other field: it is told at its place. One that came stays for a
//! week, and the form that is shown again names it, so that it is not sent twice.

use axum::body::{BodyDataStream, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use domain::StreamId;
use domain::attachment::Wrong;
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use page::Text;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

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
        multipart(request, site, &boundary, Mark::Session(caller), owner).await
    }
}

impl Enclosed {
    /// The same of a form that carries a seal: whoever got it from its owner's own pages may send it,
    /// though the session in which it was shown is over.
    pub async fn sealed(
        request: Request,
        site: &Site,
        owner: StreamId,
        seal: String,
    ) -> Result<Enclosed, Problem> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let mark = Mark::Seal(seal);
        if let Some(Ok(boundary)) = media_type.map(multer::parse_boundary) {
            return multipart(request, site, &boundary, mark, owner).await;
        }
        let bytes = Bytes::from_request(request, site)
            .await
            .map_err(|rejection| Problem::invalid("form", &rejection.body_text()))?;
        let form: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes)
            .map_err(|error| Problem::invalid("form", &error.to_string()))?;
        mark.demand(&form)?;
        Ok(Enclosed { sent: Sent { form, key: None }, refused: Vec::new() })
    }
}

async fn multipart(
    request: Request,
    site: &Site,
    boundary: &str,
    mark: Mark,
    owner: StreamId,
) -> Result<Enclosed, Problem> {
    let limit = SizeLimit::new().whole_stream(FORM_BYTES_MAX);
    let constraints = Constraints::new().size_limit(limit);
    let body: BodyDataStream = request.into_body().into_data_stream();
    let form = Multipart::with_constraints(body, boundary, constraints);
    Reading { site, mark, owner, form: Vec::new(), bytes: 0 }.all(form).await
}

/// What a form carries before anything of it is kept.
enum Mark {
    /// The mark of a session.
    Session(Caller),
    /// A seal.
    Seal(String),
}

impl Mark {
    fn demand(&self, form: &[(String, String)]) -> Result<(), Problem> {
        match self {
            Mark::Session(caller) => sent::of_its_session(caller, one(form, "csrf")),
            Mark::Seal(seal) => match seal.as_bytes().ct_eq(one(form, "seal").as_bytes()).into() {
                true => Ok(()),
                false => Err(Problem::from_elsewhere()),
            },
        }
    }
}

fn one<'a>(form: &'a [(String, String)], wanted: &str) -> &'a str {
    form.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str())
}

struct Reading<'a> {
    site: &'a Site,
    mark: Mark,
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
            self.mark.demand(&self.form)?;
            match self.file(part).await? {
                None => {}
                Some(Ok((id, sha256))) => {
                    told(&mut hash, &name, &sha256);
                    // It takes the place of one that came before.
                    self.form.retain(|(known, _)| *known != name);
                    self.form.push((name, id));
                }
                // One that came before and is good stays.
                Some(Err(no)) => refused.push((name, no)),
            }
        }
        self.mark.demand(&self.form)?;
        let request = hash.finalize().to_vec();
        let key = sent::key(one(&self.form, "key")).map(|key| IdempotencyKey { key, request });
        Ok(Enclosed { sent: Sent { form: self.form, key }, refused })
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
