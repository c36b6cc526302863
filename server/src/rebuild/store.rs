//! Statements of a rebuild.

db::statements! {
    /// Sealed events from a position, in the order of the log.
    pub SEALED_EVENTS = "SELECT l.position, e.id, e.header, b.facts, b.personal
        FROM leaf l JOIN event e ON e.id = l.event JOIN event_body b ON b.event = e.id
        WHERE l.position >= $1 ORDER BY l.position LIMIT $2";
    /// Events that are not sealed yet, in the order that they will be.
    pub PENDING_EVENTS = "SELECT e.id, e.id, e.header, b.facts, b.personal
        FROM pending p JOIN event e ON e.id = p.event JOIN event_body b ON b.event = e.id
        ORDER BY e.law_time, e.stream, e.version";
    /// The highest identifier of an event.
    pub LAST_EVENT = "SELECT max(id) FROM event";
    /// The highest identifier of a job.
    pub LAST_JOB = "SELECT max(id) FROM job";
}
