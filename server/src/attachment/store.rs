//! Attachments as rows.

use crate::commit::writes::Table;

db::statements! {
    /// Begins a file.
    pub ADD = "INSERT INTO attachment (id, owner, state, size, name, uploaded_at)
        VALUES ($1, $2, 'uploading', $3, $4, $5)";
    /// One file.
    pub ONE = "SELECT id, owner, record, state, size, sha256, object, media_type, name, refusal,
        uploaded_at FROM attachment WHERE id = $1";
    /// Files that a stream names, in the order in which they came.
    pub OF_RECORD = "SELECT id, owner, record, state, size, sha256, object, media_type, name,
        refusal, uploaded_at FROM attachment
        WHERE record = $1 AND state <> 'erased' AND state <> 'gone' ORDER BY uploaded_at, id";
    /// Files of a state that were begun up to an instant, the oldest first.
    pub IN_STATE = "SELECT id, owner, record, state, size, sha256, object, media_type, name,
        refusal, uploaded_at FROM attachment
        WHERE state = $1 AND uploaded_at <= $2 ORDER BY uploaded_at, id LIMIT $3";
    /// Files whose bytes are on disk, in the order of their identifiers.
    pub ON_DISK = "SELECT id, owner, record, state, size, sha256, object, media_type, name, refusal,
        uploaded_at FROM attachment WHERE id > $1 AND (state = 'waiting' OR state = 'checked')
        ORDER BY id LIMIT $2";
    /// What an account sent since an instant: files, bytes, and files half sent at all.
    pub SENT_BY = "SELECT CAST(coalesce(sum(CASE WHEN uploaded_at > $2 THEN 1 ELSE 0 END), 0)
        AS bigint), CAST(coalesce(sum(CASE WHEN uploaded_at > $2 THEN size ELSE 0 END), 0)
        AS bigint), CAST(coalesce(sum(CASE WHEN state = 'uploading' THEN 1 ELSE 0 END), 0)
        AS bigint) FROM attachment WHERE owner = $1";
    /// Says how large a file is whose size was not announced.
    pub SET_SIZE = "UPDATE attachment SET size = $2 WHERE id = $1 AND state = 'uploading'";
    /// All of a file is there, and it is of a kind that is taken.
    pub ARRIVED = "UPDATE attachment SET state = 'waiting', sha256 = $2, object = $3,
        media_type = $4, name = $5 WHERE id = $1 AND state = 'uploading'";
    /// A file may be opened.
    pub CHECKED = "UPDATE attachment SET state = 'checked' WHERE id = $1 AND state = 'waiting'";
    /// A file is refused.
    pub REFUSED = "UPDATE attachment SET state = 'refused', refusal = $2
        WHERE id = $1 AND (state = 'uploading' OR state = 'waiting')";
    /// A file that nothing names is to go, unless something names it by now.
    pub EXPIRE = "UPDATE attachment SET state = 'erased', name = '', sha256 = NULL,
        media_type = NULL, refusal = NULL
        WHERE id = $1 AND record IS NULL AND state <> 'erased' AND state <> 'gone'
        AND NOT EXISTS (SELECT 1 FROM draft_file f WHERE f.attachment = attachment.id)";
    /// A file is to go, whatever names it.
    pub ERASE = "UPDATE attachment SET state = 'erased', name = '', sha256 = NULL,
        media_type = NULL, refusal = NULL WHERE id = $1 AND state <> 'gone'";
    /// The files of an erased stream are to go: those that it names, and those of an account that
    /// nothing names yet.
    pub ERASE_OF = "UPDATE attachment SET state = 'erased', name = '', sha256 = NULL,
        media_type = NULL, refusal = NULL
        WHERE (record = $1 OR (owner = $1 AND record IS NULL)) AND state <> 'gone'";
    /// The bytes of a file are gone.
    pub GONE = "UPDATE attachment SET state = 'gone', object = NULL
        WHERE id = $1 AND state = 'erased'";
    /// Files of a state that nothing names and no draft waits with, begun up to an instant.
    pub UNNAMED = "SELECT id FROM attachment
        WHERE state = $1 AND uploaded_at <= $2 AND record IS NULL
        AND NOT EXISTS (SELECT 1 FROM draft_file f WHERE f.attachment = attachment.id)
        ORDER BY uploaded_at LIMIT $3";
    /// Forgets rows whose bytes are gone, begun up to an instant.
    pub FORGET = "DELETE FROM attachment WHERE state = 'gone' AND uploaded_at <= $1";
    /// Forgets a file that broke off before all of it was there.
    pub DROP = "DELETE FROM attachment WHERE id = $1 AND state = 'uploading'";
    /// The file of a name on disk.
    pub BY_OBJECT = "SELECT id FROM attachment WHERE object = $1 LIMIT 1";
    /// A stream names files.
    pub NAME = "UPDATE attachment SET record = r.stream FROM {rows(id text, stream text) r}
        WHERE attachment.id = r.id AND (attachment.record IS NULL OR attachment.record = r.stream)";
    /// A stream names files no more.
    pub UNNAME = "UPDATE attachment SET record = NULL
        WHERE id IN (SELECT r.id FROM {rows(id text) r})";
}

/// Which stream names a file: written in the transaction of the event that names it.
pub(super) static NAMED: Table =
    Table { name: "attachment", put: &NAME, remove: &UNNAME, key_columns: 1 };
