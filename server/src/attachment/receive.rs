//! Takes files in: in one go, or in pieces that go on where the last one ended.
//!
//! The row comes before the first byte, so that no byte is without one; what is answered was made
//! durable before. The length of the file on disk is how much has come: it alone is asked.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::Bytes;
use domain::StreamId;
use domain::attachment::{Wrong, clean};
use futures_util::{Stream, StreamExt};

use super::problem::No;
use super::slot::Turn;
use super::vault::{CHUNK_BYTES, Disk};
use super::{
    Attachment, DAY_BYTES_MAX, DAY_FILES_MAX, DAY_US, FILE_BYTES_MAX, ID_BYTES, OPEN_FILES_MAX,
    State, new_id, reference, settle, store,
};
use crate::commit::Error;
use crate::web::Site;

/// How long nothing may come before a line counts as broken.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// Begins a file of a size: nothing of it has come. Answers its identifier.
pub async fn begin(site: &Site, owner: &StreamId, name: &str, size: u64) -> Result<Attachment, No> {
    if size == 0 {
        return Err(No::Wrong(Wrong::Empty));
    }
    if size > FILE_BYTES_MAX {
        return Err(No::Wrong(Wrong::TooLarge));
    }
    let source = &site.house().source;
    let file = Attachment {
        id: new_id(source.chance::<ID_BYTES>()),
        owner: owner.clone(),
        record: None,
        state: State::Uploading,
        size,
        sha256: None,
        object: None,
        kind: None,
        name: clean(name),
        refusal: None,
        uploaded_at: source.machine().0,
    };
    let row = file.clone();
    site.door().work(move |tx| add(tx, &row)).await??;
    Ok(file)
}

/// Adds the row of a new file unless its owner sent too much already.
fn add(tx: &mut db::Tx<'_>, file: &Attachment) -> Result<Result<(), No>, Error> {
    let since = file.uploaded_at - DAY_US;
    let sent = tx.row(&store::SENT_BY, &[file.owner.as_str().into(), since.into()])?;
    if let Some(sent) = sent {
        let count = |place| Ok::<_, db::Error>(u64::try_from(sent.int(place)?).unwrap_or(u64::MAX));
        let (files, bytes, open) = (count(0)?, count(1)?, count(2)?);
        if files >= DAY_FILES_MAX || bytes.saturating_add(file.size) > DAY_BYTES_MAX {
            return Ok(Err(No::DayFull));
        }
        if open >= OPEN_FILES_MAX {
            return Ok(Err(No::OpenFull));
        }
    }
    let values = [
        file.id.as_str().into(),
        file.owner.as_str().into(),
        bytes_value(file.size),
        file.name.as_str().into(),
        file.uploaded_at.into(),
    ];
    tx.execute(&store::ADD, &values)?;
    Ok(Ok(()))
}

fn bytes_value(size: u64) -> db::Value {
    i64::try_from(size).unwrap_or(i64::MAX).into()
}

/// A file that an account sent; another's is not found.
pub async fn own(site: &Site, owner: &StreamId, id: &str) -> Result<Attachment, No> {
    let wanted = id.to_owned();
    let found = site.house().db.read(move |tx| reference::find(tx, &wanted)).await?;
    let file = found.filter(|file| file.owner == *owner).ok_or(No::Missing)?;
    match file.state {
        State::Erased | State::Gone => Err(No::Missing),
        State::Uploading | State::Waiting | State::Checked | State::Refused => Ok(file),
    }
}

/// How many bytes of a file have come. Whoever still sends some is stopped, so that the answer
/// holds; what came whole and was not looked into, because the server stopped, is now.
pub async fn came(site: &Site, owner: &StreamId, id: &str) -> Result<(Attachment, u64), No> {
    let turn = site.cabinet().slots.take(id).await;
    let file = own(site, owner, id).await?;
    match file.state {
        State::Uploading => {}
        State::Refused => return Err(No::Wrong(file.refusal.unwrap_or(Wrong::Unknown))),
        State::Waiting | State::Checked | State::Erased | State::Gone => {
            let size = file.size;
            return Ok((file, size));
        }
    }
    let vault = site.cabinet().vault().clone();
    let wanted = file.id.clone();
    let length = blocking(move || Ok(vault.length(&wanted)?)).await?;
    if length < file.size {
        return Ok((file, length));
    }
    let file = finish(site, turn, file).await?;
    Ok((file, length))
}

/// Adds what comes behind the first `offset` bytes of a file. Answers the file and how much of it
/// is there, durably; with the last byte it is looked into.
pub async fn append<E: std::fmt::Display>(
    site: &Site,
    owner: &StreamId,
    id: &str,
    offset: u64,
    announced: Option<u64>,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<(Attachment, u64), No> {
    let turn = site.cabinet().slots.take(id).await;
    let file = own(site, owner, id).await?;
    if file.state != State::Uploading {
        return Err(No::Place(file.size));
    }
    let vault = site.cabinet().vault().clone();
    let wanted = file.id.clone();
    let (disk, length) = blocking(move || {
        let disk = vault.resume(&wanted)?;
        let length = disk.metadata()?.len();
        Ok((disk, length))
    })
    .await?;
    if length != offset {
        return Err(No::Place(length));
    }
    let left = file.size.saturating_sub(offset);
    if announced.is_some_and(|bytes| bytes > left) {
        return Err(No::Wrong(Wrong::TooLarge));
    }
    let came = pour(disk, body, left, &turn).await?;
    let length = offset + came;
    if length < file.size {
        return Ok((file, length));
    }
    Ok((finish(site, turn, file).await?, length))
}

/// Takes a whole file whose size need not be known. What breaks off on the way leaves nothing.
pub async fn whole<E: std::fmt::Display>(
    site: &Site,
    owner: &StreamId,
    name: &str,
    size_at_most: Option<u64>,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<Attachment, No> {
    let at_most = size_at_most.map_or(FILE_BYTES_MAX, |size| size.clamp(1, FILE_BYTES_MAX));
    let file = begin(site, owner, name, at_most).await?;
    let unfinished = Unfinished { site: site.clone(), id: Some(file.id.clone()) };
    let turn = site.cabinet().slots.take(&file.id).await;
    let (vault, id) = (site.cabinet().vault().clone(), file.id.clone());
    let disk = blocking(move || Ok(vault.resume(&id)?)).await?;
    let mut body = Whole { body, broke: false };
    let came = pour(disk, &mut body, at_most, &turn).await?;
    if body.broke {
        return Err(No::Unread("file", "a whole file: the line broke off"));
    }
    if came == 0 {
        return Err(No::Wrong(Wrong::Empty));
    }
    let (id, size) = (file.id.clone(), bytes_value(came));
    let set = move |tx: &mut db::Tx<'_>| Ok(tx.execute(&store::SET_SIZE, &[id.into(), size])?);
    site.door().work(set).await?;
    unfinished.forget();
    finish(site, turn, Attachment { size: came, ..file }).await
}

/// A stream that remembers whether it ended or broke.
struct Whole<S> {
    body: S,
    broke: bool,
}

impl<S, E> Stream for Whole<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    type Item = Result<Bytes, E>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, E>>> {
        let polled = self.body.poll_next_unpin(context);
        if let std::task::Poll::Ready(Some(Err(_))) = &polled {
            self.broke = true;
        }
        polled
    }
}

/// Takes back what came of a file that broke off, even when nobody waits for the answer any more.
struct Unfinished {
    site: Site,
    id: Option<String>,
}

impl Unfinished {
    fn forget(mut self) {
        self.id = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Some(id) = self.id.take() else { return };
        let site = self.site.clone();
        // At the end of the server there is no runtime: what is left goes by the row's age.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn_blocking(move || {
            // The bytes first: a row without bytes is forgotten in time, bytes need a row.
            if let Err(error) = site.cabinet().vault().remove(&id, None) {
                tracing::warn!(%error, "what broke off was not removed");
                return;
            }
            let dropped =
                site.door().work_now(move |tx| Ok(tx.execute(&store::DROP, &[id.into()])?));
            if let Err(error) = dropped {
                tracing::warn!(%error, "what broke off was not forgotten");
            }
        });
    }
}

/// Writes what comes to the disk, until it ends, breaks, falls silent or somebody else's turn
/// comes. Answers how many bytes came, once they are durable. More than `left` is refused, and
/// nothing of it stays.
async fn pour<E: std::fmt::Display>(
    mut disk: Disk,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    left: u64,
    turn: &Turn,
) -> Result<u64, No> {
    let begun = disk.metadata()?.len();
    let (mut came, mut waiting) = (0_u64, Vec::new());
    loop {
        let next = tokio::select! {
            next = tokio::time::timeout(SILENCE_MAX, body.next()) => next.ok().flatten(),
            () = turn.over() => None,
        };
        let chunk = match next {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => {
                tracing::debug!(%error, "a file broke off");
                break;
            }
            None => break,
        };
        came += chunk.len() as u64;
        if came > left {
            blocking(move || Ok(disk.set_len(begun).and_then(|()| disk.sync_all())?)).await?;
            return Err(No::Wrong(Wrong::TooLarge));
        }
        waiting.extend_from_slice(&chunk);
        if waiting.len() >= CHUNK_BYTES {
            (disk, waiting) = written(disk, waiting).await?;
        }
    }
    let (disk, _) = written(disk, waiting).await?;
    blocking(move || Ok(disk.sync_all()?)).await?;
    Ok(came)
}

/// Writes bytes, and gives the buffer back.
async fn written(mut disk: Disk, mut bytes: Vec<u8>) -> Result<(Disk, Vec<u8>), No> {
    blocking(move || {
        disk.write_all(&bytes)?;
        bytes.clear();
        Ok((disk, bytes))
    })
    .await
}

/// Looks into a file of which everything has come.
async fn finish(site: &Site, turn: Turn, file: Attachment) -> Result<Attachment, No> {
    let permit = site.cabinet().checks.clone().acquire_owned().await;
    let permit = permit.map_err(|error| No::Bug(error.to_string()))?;
    let site = site.clone();
    blocking(move || {
        let settled = settle::finish(&site, file);
        drop((turn, permit));
        settled
    })
    .await
}

/// Does work that waits for the disk.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, No> + Send + 'static,
) -> Result<T, No> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| No::Disk(io::Error::other(error)))?
}
