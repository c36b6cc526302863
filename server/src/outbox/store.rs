//! Statements of the outbox.

/// The state of a message that waits for its carrier.
pub const WAITS: &str = "waiting";
/// The state of a message that its carrier took.
pub const TAKEN: &str = "taken";
/// The state of a message that nobody tries any more.
pub const FAILED: &str = "failed";
/// The state of a message of the demonstration, which never goes out.
pub const IN_TRAY: &str = "tray";

db::statements! {
    /// Adds a message.
    pub POST = "INSERT INTO letter (id, carrier, about, state, sealed, written_at, ends_at, due_at,
        tries, claimed_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)";
    /// Gives up what ended; what was sealed is destroyed.
    pub END = "UPDATE letter SET state = 'failed', sealed = NULL, answered_at = $2,
        reason = coalesce(reason, $3) WHERE state = 'waiting' AND carrier = $1 AND ends_at <= $2
        AND claimed_until <= $2";
    /// Claims the message that is due for longest and that nobody holds.
    pub CLAIM = "UPDATE letter SET claimed_until = $3, tries = tries + 1
        WHERE id IN (SELECT id FROM letter WHERE state = 'waiting' AND carrier = $1
        AND due_at <= $2 AND claimed_until <= $2 AND (ends_at IS NULL OR ends_at > $2)
        ORDER BY due_at, id LIMIT 1 {for update} {skip locked})
        RETURNING id, sealed, written_at, ends_at, tries";
    /// Settles a message for good; what was sealed is destroyed.
    pub SETTLE = "UPDATE letter SET state = $2, sealed = NULL, answered_at = $3, reason = $4
        WHERE id = $1";
    /// Puts a message off.
    pub PUT_OFF = "UPDATE letter SET due_at = $2, claimed_until = 0, answered_at = $3, reason = $4
        WHERE id = $1";
    /// Forgets messages that were settled long ago.
    pub FORGET = "DELETE FROM letter WHERE (state IN ('taken', 'failed') AND answered_at <= $1)
        OR (state = 'tray' AND about = 'dossier' AND written_at <= $1)";
    /// The latest messages of a state, sealed.
    pub SEALED = "SELECT sealed FROM letter WHERE state = $1 AND sealed IS NOT NULL
        ORDER BY id DESC LIMIT $2";
    /// How many messages are in which state, and when the oldest was written.
    pub COUNTS = "SELECT carrier, state, count(*), min(written_at) FROM letter
        WHERE state <> 'tray' GROUP BY carrier, state";
    /// What went wrong last on a way.
    pub LAST_REASON = "SELECT answered_at, reason FROM letter WHERE carrier = $1
        AND reason IS NOT NULL AND answered_at IS NOT NULL ORDER BY answered_at DESC LIMIT 1";
    /// The latest messages that wait or failed.
    pub UNDELIVERED = "SELECT written_at, about, carrier, state, tries, reason FROM letter
        WHERE state IN ('waiting', 'failed') ORDER BY id DESC LIMIT $1";
    /// The highest identifier.
    pub LAST = "SELECT max(id) FROM letter";
}
