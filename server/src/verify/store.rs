//! Statements of a verification.

db::statements! {
    /// Events that stand in the log, and how often; from a position.
    pub LEAVES = "SELECT l.position, l.event, l.hash, e.stream, e.version, e.kind, e.law_time,
        e.header, b.facts, b.personal, b.salts, b.salt_personal, b.commitment_personal, e.id,
        b.event FROM leaf l LEFT JOIN event e ON e.id = l.event
        LEFT JOIN event_body b ON b.event = l.event
        WHERE l.position >= $1 ORDER BY l.position LIMIT $2";
    /// Events that are neither in the log nor waiting to be sealed.
    pub UNLOGGED = "SELECT e.id, e.stream, e.version FROM event e
        WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.event = e.id)
        AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.event = e.id) ORDER BY e.id LIMIT $1";
    /// Bodies without an event.
    pub LOOSE_BODIES = "SELECT b.event FROM event_body b
        WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = b.event) ORDER BY b.event LIMIT $1";
    /// Events that wait although the log holds them.
    pub WAITING_TWICE = "SELECT p.event FROM pending p
        WHERE EXISTS (SELECT 1 FROM leaf l WHERE l.event = p.event) ORDER BY p.event LIMIT $1";
    /// Streams whose versions do not run from 1 without gaps.
    pub BROKEN_STREAMS = "SELECT stream, min(version), max(version), count(*) FROM event
        GROUP BY stream HAVING min(version) <> 1 OR max(version) <> count(*)
        ORDER BY stream LIMIT $1";
    /// Inner nodes from a place.
    pub NODES = "SELECT level, place, hash FROM node ORDER BY level, place";
    /// Streams whose personal data was erased by an event.
    pub ERASED_STREAMS = "SELECT DISTINCT stream FROM event WHERE kind = 'personal-erased'";
    /// Personal data that is still there although its stream was erased before.
    pub UNDEAD = "SELECT e.id, e.stream FROM event x JOIN event e ON e.stream = x.stream
        AND e.version < x.version JOIN event_body b ON b.event = e.id
        WHERE x.kind = 'personal-erased' AND b.salt_personal IS NOT NULL ORDER BY e.id LIMIT $1";
    /// Personal data destroyed in a stream that no event erased.
    pub DESTROYED = "SELECT e.id, e.stream FROM event_body b JOIN event e ON e.id = b.event
        WHERE b.salt_personal IS NULL AND NOT EXISTS (SELECT 1 FROM event x
        WHERE x.stream = e.stream AND x.kind = 'personal-erased') ORDER BY e.id LIMIT $1";
}
