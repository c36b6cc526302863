//! Statements of the archive.

db::statements! {
    /// Where the events of a stream stand in the log.
    pub POSITIONS = "SELECT l.position FROM event e JOIN leaf l ON l.event = e.id
        WHERE e.stream = $1 ORDER BY l.position";
    /// Adds events; one that waited to be sealed when the backup was made is there already.
    pub ADD_EVENTS = "INSERT INTO event (id, stream, version, kind, law_time, header)
        {values(id bigint, stream text, version bigint, kind text, law_time bigint, header text)}
        ON CONFLICT (id) DO NOTHING";
    /// Adds their bodies. What was erased since the backup is erased again from the list.
    pub ADD_BODIES = "INSERT INTO event_body
        (event, facts, personal, salts, salt_personal, commitment_personal)
        {values(event bigint, facts text, personal text, salts bytea, salt_personal bytea,
        commitment_personal bytea)}
        ON CONFLICT (event) DO NOTHING";
    /// Takes sealed events off the list of pending ones.
    pub SETTLE_PENDING = "DELETE FROM pending WHERE event IN (SELECT event FROM leaf)";
}
