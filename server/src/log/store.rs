//! Every statement of the ledger.

db::statements! {
    /// The head of the log.
    pub HEAD = "SELECT size, root, frontier, law_time, signed_size, signed_at, checkpoint
        FROM log_head WHERE one = 1";
    /// Begins an empty log.
    pub BEGIN_LOG = "INSERT INTO log_head
        (one, size, root, frontier, law_time, signed_size, signed_at, checkpoint)
        VALUES (1, 0, $1, $2, 0, 0, 0, '')";
    /// Moves the head on; the fence: nobody else may have moved it since.
    pub MOVE_HEAD = "UPDATE log_head SET size = $2, root = $3, frontier = $4, law_time = $5
        WHERE one = 1 AND size = $1";
    /// Adds leaves.
    pub ADD_LEAVES = "INSERT INTO leaf (position, event, hash)
        {values(position bigint, event bigint, hash bytea)}";
    /// Adds roots of complete subtrees.
    pub ADD_NODES = "INSERT INTO node (level, place, hash)
        {values(level bigint, place bigint, hash bytea)}";
    /// Committed events that are not sealed yet, in the order of the log.
    pub PENDING = "SELECT e.id, e.law_time, e.stream, e.version, e.header, b.facts, b.personal,
        b.salts, b.salt_personal, b.commitment_personal
        FROM pending p JOIN event e ON e.id = p.event JOIN event_body b ON b.event = e.id
        ORDER BY e.law_time, e.stream, e.version LIMIT $1";
    /// Every leaf in the order of the log.
    pub ALL_LEAVES = "SELECT event, hash FROM leaf ORDER BY position";
    /// How many events a stream has, and its first.
    pub PLACE_OF = "SELECT version, born FROM snapshot WHERE stream = $1";
    /// How many events wait to be sealed.
    pub PENDING_COUNT = "SELECT count(*) FROM pending";
    /// Takes events off the list of pending ones.
    pub SEALED = "DELETE FROM pending WHERE event IN (SELECT r.event FROM {rows(event bigint) r})";
    /// Keeps a signed checkpoint unless a later one is kept already.
    pub KEEP_CHECKPOINT = "UPDATE log_head SET checkpoint = $1, signed_size = $2, signed_at = $3
        WHERE one = 1 AND signed_size <= $2";
    /// Leaf hashes from a position.
    pub LEAVES = "SELECT hash FROM leaf WHERE position >= $1 AND position < $2 ORDER BY position";
    /// Roots of complete subtrees of a level.
    pub NODES = "SELECT hash FROM node WHERE level = $1 AND place >= $2 AND place < $3
        ORDER BY place";
    /// What is needed to form log entries again, from a position.
    pub ENTRIES = "SELECT l.position, e.header, b.facts, b.personal, b.salts, b.salt_personal,
        b.commitment_personal, l.hash, e.id, e.stream, e.version, e.kind, e.law_time
        FROM leaf l JOIN event e ON e.id = l.event JOIN event_body b ON b.event = e.id
        WHERE l.position >= $1 AND l.position < $2 ORDER BY l.position";
    /// Where an event stands in the log.
    pub POSITION_OF = "SELECT l.position FROM event e JOIN leaf l ON l.event = e.id
        WHERE e.stream = $1 AND e.version = $2";
    /// Whether an event was told.
    pub EVENT_OF = "SELECT e.id FROM event e WHERE e.stream = $1 AND e.version = $2";
    /// Keeps a witness's cosignature.
    pub KEEP_COSIGNATURE = "INSERT INTO cosignature (witness, size, at, line)
        VALUES ($1, $2, $3, $4) ON CONFLICT (witness) DO UPDATE SET size = excluded.size,
        at = excluded.at, line = excluded.line";
    /// Every witness's latest cosignature.
    pub COSIGNATURES = "SELECT witness, size, at, line FROM cosignature ORDER BY witness";
}
