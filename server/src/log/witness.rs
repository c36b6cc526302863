//! Asking witnesses, and being one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use db::Db;
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::{SignedNote, VerifierKey};
use ledger::tree::consistency;
use ledger::witness::{AddCheckpoint, Refused, Witness, read_answer};

use super::seal::position;
use super::source::StoredNodes;
use super::store;
use crate::app::Source;
use crate::commit::{Door, Error};
use crate::fault::Fault;

/// How long a witness may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The largest request to a witness, in bytes.
const REQUEST_BYTES_MAX: usize = 128 * 1024;

/// A witness that a log asks.
#[derive(Clone, Debug)]
pub struct Known {
    /// Where it answers: `http://127.0.0.1:8081`.
    pub url: String,
    /// Its key.
    pub key: VerifierKey,
}

impl Known {
    /// Reads `URL=VKEY`.
    pub fn parse(text: &str) -> Result<Known, Fault> {
        let wrong = || Fault::Refused(format!("`{text}`: a witness is named as URL=VKEY"));
        let (url, key) = text.split_once('=').ok_or_else(wrong)?;
        let key = key.parse().map_err(|source| Fault::Ledger(format!("`{key}`: {source}")))?;
        Ok(Known { url: url.trim_end_matches('/').to_owned(), key })
    }
}

/// Asks a witness to cosign the newest checkpoint; keeps what it answers. Answers the instant of
/// the cosignature in seconds since 1970, or `None` when there was nothing new.
pub fn ask(known: &Known, db: &Db, door: &Door) -> Result<Option<i64>, Error> {
    let name = known.key.name().to_owned();
    let (note, seen) = db.read_now(move |tx| {
        let head = super::sign::Head::read(tx)?;
        let rows = tx.rows(&store::COSIGNATURES, &[])?;
        let seen = rows.iter().find(|row| row.text(0).is_ok_and(|it| it == name));
        let seen = seen.map(|row| row.int(1)).transpose()?.unwrap_or(0).unsigned_abs();
        Ok::<_, Error>((head.checkpoint, seen))
    })?;
    if note.is_empty() {
        return Ok(None);
    }
    let text = SignedNote::parse(&note)?.text;
    let checkpoint: Checkpoint = text.parse()?;
    if checkpoint.size == seen {
        return Ok(None);
    }
    let answer = match send(known, db, &note, seen, checkpoint.size)? {
        Answer::Cosigned(answer) => answer,
        // The witness saw another size last, as after a restore here: once more from there.
        Answer::Saw(size) => match send(known, db, &note, size, checkpoint.size)? {
            Answer::Cosigned(answer) => answer,
            Answer::Saw(_) => return Err(refused(known, "it saw another history of this log")),
        },
    };
    let (_, at, line) = read_answer(&answer, &text, std::slice::from_ref(&known.key))?;
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    let name = known.key.name().to_owned();
    let values =
        [name.into(), position(checkpoint.size).into(), at.into(), line.to_string().into()];
    door.work_now(move |tx| Ok(tx.execute(&store::KEEP_COSIGNATURE, &values)?))?;
    Ok(Some(at))
}

enum Answer {
    Cosigned(String),
    Saw(u64),
}

fn send(known: &Known, db: &Db, note: &str, old: u64, size: u64) -> Result<Answer, Error> {
    if old > size {
        return Err(refused(known, "it saw a longer log than this one: was this one restored?"));
    }
    let proof = db.read_now(move |tx| consistency(old, size, &mut StoredNodes(tx)))?;
    let request = AddCheckpoint { old_size: old, proof, checkpoint: note.to_owned() };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_WITHIN))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let url = format!("{}/add-checkpoint", known.url);
    let mut answer = agent
        .post(&url)
        .send(request.to_string())
        .map_err(|source| refused(known, &source.to_string()))?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(REQUEST_BYTES_MAX as u64).read_to_string();
    let body = body.map_err(|source| refused(known, &source.to_string()))?;
    match status {
        200 => Ok(Answer::Cosigned(body)),
        409 => match body.trim().parse() {
            Ok(size) => Ok(Answer::Saw(size)),
            Err(_) => Err(refused(known, "409 without a size")),
        },
        status => Err(refused(known, &format!("it answered {status}: {}", body.trim()))),
    }
}

fn refused(known: &Known, why: &str) -> Error {
    Error::Ledger(ledger::Error::Unsigned(format!("witness {} ({why})", known.url)))
}

/// A witness as a server: what it saw is kept in a file before it answers.
pub struct Seat {
    witness: Witness,
    seen: Mutex<HashMap<String, (u64, Hash)>>,
    file: PathBuf,
    source: Source,
}

impl Seat {
    /// Opens a witness whose memory is in a folder.
    #[expect(clippy::disallowed_methods, reason = "a witness reads its own memory here")]
    pub fn open(witness: Witness, folder: &Path, source: Source) -> Result<Seat, Fault> {
        let file = folder.join("seen");
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(Fault::file(&file)(source)),
        };
        let seen = text.lines().map(remembered).collect::<Option<HashMap<_, _>>>();
        let seen = seen.ok_or_else(|| {
            Fault::Refused(format!(
                "{}: damaged; a witness without memory must not sign",
                file.display()
            ))
        })?;
        Ok(Seat { witness, seen: Mutex::new(seen), file, source })
    }

    /// Decides on a request and remembers before it answers.
    fn add(&self, text: &str) -> Result<String, Refused> {
        let request: AddCheckpoint = text
            .parse()
            .map_err(|source: ledger::Error| Refused::BadRequest(source.to_string()))?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = Witness::origin(&request).unwrap_or_default();
        let seconds = u64::try_from(self.source.machine().0 / 1_000_000).unwrap_or(0);
        let known = seen.get(&origin).copied();
        let cosigned = self.witness.decide(&request, known, seconds)?;
        let before = seen.insert(cosigned.origin.clone(), (cosigned.size, cosigned.root));
        if let Err(source) = keep(&self.file, &seen) {
            match before {
                Some(before) => seen.insert(cosigned.origin, before),
                None => seen.remove(&cosigned.origin),
            };
            return Err(Refused::BadRequest(format!("the witness could not remember: {source}")));
        }
        Ok(format!("{}\n", cosigned.line))
    }

    /// The witness's addresses.
    pub fn router(self) -> Router {
        let key = self.witness.key.verifier().to_string();
        Router::new()
            .route("/add-checkpoint", post(add_checkpoint))
            .route("/key", get(move || async move { format!("{key}\n") }))
            .layer(axum::extract::DefaultBodyLimit::max(REQUEST_BYTES_MAX))
            .with_state(std::sync::Arc::new(self))
    }
}

fn remembered(line: &str) -> Option<(String, (u64, Hash))> {
    let mut words = line.split(' ');
    let (origin, size, root) = (words.next()?, words.next()?, words.next()?);
    Some((origin.to_owned(), (size.parse().ok()?, Hash::parse(root).ok()?)))
}

/// Replaces the memory at once, so that a crash leaves the old or the new one.
#[expect(clippy::disallowed_methods, reason = "a witness keeps its own memory here")]
fn keep(file: &Path, seen: &HashMap<String, (u64, Hash)>) -> std::io::Result<()> {
    use std::io::Write;
    let mut lines: Vec<String> =
        seen.iter().map(|(origin, (size, root))| format!("{origin} {size} {root}\n")).collect();
    lines.sort();
    let next = file.with_extension("next");
    let mut written = std::fs::File::create(&next)?;
    written.write_all(lines.concat().as_bytes())?;
    written.sync_all()?;
    std::fs::rename(&next, file)
}

async fn add_checkpoint(State(seat): State<std::sync::Arc<Seat>>, body: String) -> Response {
    match seat.add(&body) {
        Ok(line) => line.into_response(),
        Err(refused) => {
            let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
            let (media_type, text) = match refused {
                Refused::Conflict(size) => ("text/x.tlog.size", format!("{size}\n")),
                Refused::BadRequest(why) => ("text/plain", format!("{why}\n")),
                Refused::Forbidden | Refused::NotFound | Refused::Unprocessable => {
                    ("text/plain", format!("{refused:?}\n"))
                }
            };
            let mut response = (status, text).into_response();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
            response
        }
    }
}
