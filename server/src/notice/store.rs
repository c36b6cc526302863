//! Statements of notices to applicants.

/// The state of a notice that nobody has looked at yet.
pub const DUE: &str = "due";
/// The state of a notice that was put into the outbox.
pub const SENT: &str = "sent";
/// The state of a notice that says nothing new any more.
pub const UNTIMELY: &str = "untimely";
/// The state of a notice to somebody who left no address.
pub const NOWHERE: &str = "nowhere";
/// The state of a notice that nobody carries.
pub const UNCARRIED: &str = "uncarried";
/// The state of a notice whose dossier was erased meanwhile.
pub const UNKNOWN: &str = "unknown";

db::statements! {
    /// Adds notices that are due, in the commit of what they tell of.
    pub ADD = "INSERT INTO notice (event, dossier, about, told_at, state)
        {values(event bigint, dossier bigint, about text, told_at bigint, state text)}";
    /// Notices that are due, the oldest first, with the place of their event in its stream.
    pub DUE_NOW = "SELECT n.event, n.dossier, n.about, e.version, d.stream
        FROM notice n JOIN event e ON e.id = n.event JOIN dossier d ON d.id = n.dossier
        WHERE n.state = 'due' ORDER BY n.event LIMIT $1";
    /// Whether somebody is still behind a dossier.
    pub STANDS = "SELECT p.id FROM dossier_person p WHERE p.id = $1";
    /// Settles a notice, once.
    pub SETTLE = "UPDATE notice SET state = $2 WHERE event = $1 AND state = 'due'";
    /// Adds a letter of a notice.
    pub ADD_LETTER = "INSERT INTO notice_letter (letter, event, dossier, carrier, shown, state)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// What became of a letter: taken or failed.
    pub LETTER_SETTLED = "UPDATE notice_letter SET state = $2, settled_at = $3, reason = $4
        WHERE letter = $1";
    /// The same of letters that ended before their carrier took them.
    pub LETTERS_ENDED = "UPDATE notice_letter SET state = 'failed', settled_at = $1,
        reason = (SELECT l.reason FROM letter l WHERE l.id = notice_letter.letter)
        WHERE state = 'waiting' AND EXISTS (SELECT 1 FROM letter l
        WHERE l.id = notice_letter.letter AND l.state = 'failed')";
    /// Notices of a dossier with their letters, the first first.
    pub OF_DOSSIER = "SELECT n.about, n.told_at, n.state, t.carrier, t.shown, t.state,
        t.settled_at, coalesce(t.reason, l.reason)
        FROM notice n LEFT JOIN notice_letter t ON t.event = n.event AND t.dossier = n.dossier
        LEFT JOIN letter l ON l.id = t.letter
        WHERE n.dossier = $1 ORDER BY n.event, t.letter";
    /// The latest notices about an account's own dossiers.
    pub OF_ACCOUNT = "SELECT n.about, n.told_at, n.state, t.carrier, t.shown, t.state,
        t.settled_at, coalesce(t.reason, l.reason), d.code, n.event
        FROM dossier d JOIN notice n ON n.dossier = d.id
        LEFT JOIN notice_letter t ON t.event = n.event AND t.dossier = n.dossier
        LEFT JOIN letter l ON l.id = t.letter
        WHERE d.account = $1 ORDER BY n.event DESC, t.letter LIMIT $2";
    /// Takes away what an erased dossier's letters show of their addresses.
    pub HIDE = "UPDATE notice_letter SET shown = NULL WHERE dossier IN
        (SELECT d.id FROM dossier d WHERE d.stream = $1)";
    /// Gives up its letters that no carrier took; what was sealed is destroyed.
    pub GIVE_UP = "UPDATE letter SET state = 'failed', sealed = NULL, answered_at = $2,
        reason = 'ended' WHERE state IN ('waiting', 'tray') AND id IN (SELECT t.letter
        FROM notice_letter t JOIN dossier d ON d.id = t.dossier WHERE d.stream = $1)";
}
