//! What officers keep for themselves, as rows.

use crate::commit::writes::Table;

db::statements! {
    /// Saves a list.
    pub SAVE_VIEW = "INSERT INTO saved_view (account, id, name, query, made_at)
        VALUES ($1, $2, $3, $4, $5)";
    /// Lists that somebody saved, the first first.
    pub VIEWS = "SELECT id, name, query FROM saved_view WHERE account = $1
        ORDER BY made_at, id LIMIT $2";
    /// Forgets a list.
    pub FORGET_VIEW = "DELETE FROM saved_view WHERE account = $1 AND id = $2";
    /// Notes how a point stands.
    pub PUT_CHECK = "INSERT INTO dossier_check (dossier, point, state, checked_by, checked_at)
        {values(dossier bigint, point text, state text, checked_by text, checked_at bigint)}
        ON CONFLICT (dossier, point) DO UPDATE SET state = excluded.state,
        checked_by = excluded.checked_by, checked_at = excluded.checked_at";
    /// How the points of a dossier stand.
    pub CHECKS = "SELECT point, state FROM dossier_check WHERE dossier = $1";
    /// Writes a note.
    pub PUT_NOTE = "INSERT INTO dossier_note (dossier, account, note, saved_at)
        {values(dossier bigint, account text, note text, saved_at bigint)}
        ON CONFLICT (dossier, account) DO UPDATE SET note = excluded.note,
        saved_at = excluded.saved_at";
    /// Somebody's note on a dossier.
    pub NOTE = "SELECT note, saved_at FROM dossier_note WHERE dossier = $1 AND account = $2";
    /// Forgets somebody's note on a dossier.
    pub FORGET_NOTE = "DELETE FROM dossier_note WHERE dossier = $1 AND account = $2";
    /// Forgets every note on erased dossiers.
    pub FORGET_NOTES = "DELETE FROM dossier_note
        WHERE dossier IN (SELECT r.dossier FROM {rows(dossier bigint) r})";
}

/// Notes by their dossier, to take all of one away with its erasure.
pub(crate) static NOTES: Table =
    Table { name: "dossier_note", put: &PUT_NOTE, remove: &FORGET_NOTES, key_columns: 1 };
