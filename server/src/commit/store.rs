//! Every statement of the door.

db::statements! {
    /// What a batch names by two texts: holders of claims by kind and key, outcomes by actor and
    /// key, last numbers of counters by nothing and name. The first column tells which.
    pub NAMED = "WITH r AS (SELECT n.a, n.b FROM {rows(a text, b text) n})
        SELECT 0, c.kind, c.key, c.stream, CAST(NULL AS bytea), CAST(0 AS bigint)
        FROM r JOIN claim c ON c.kind = r.a AND c.key = r.b
        UNION ALL SELECT 1, i.actor, i.key, i.outcome, i.request, CAST(0 AS bigint)
        FROM r JOIN idempotency i ON i.actor = r.a AND i.key = r.b
        UNION ALL SELECT 2, '', k.name, '', CAST(NULL AS bytea), k.last
        FROM (SELECT c.name, c.last FROM r JOIN counter c ON c.name = r.b
        WHERE r.a = '' ORDER BY c.name {for update of c}) k";
    /// What one request with a key was answered.
    pub ANSWERED = "SELECT request, outcome FROM idempotency WHERE actor = $1 AND key = $2";
    /// Remembers outcomes.
    pub REMEMBER = "INSERT INTO idempotency (actor, key, request, outcome, at)
        {values(actor text, key text, request bytea, outcome text, at bigint)}";
    /// Forgets keys older than their life.
    pub FORGET = "DELETE FROM idempotency WHERE at < $1";
    /// States of streams that the batch may add to.
    pub STREAMS = "SELECT s.stream, s.version, s.law_time, s.born, s.schema_number, s.state
        FROM {rows(stream text) r} JOIN snapshot s ON s.stream = r.stream
        ORDER BY s.stream {for update of s}";
    /// States of streams that the batch relies on; not of those whose version is known already.
    pub FACTS = "SELECT s.stream, s.version, s.law_time, s.born, s.schema_number,
        CASE WHEN s.version = r.version THEN NULL ELSE s.state END
        FROM {rows(stream text, version bigint) r} JOIN snapshot s ON s.stream = r.stream
        ORDER BY s.stream {for share of s}";
    /// A stream's events, to fold its state anew.
    pub STREAM_EVENTS = "SELECT e.header, b.facts, b.personal
        FROM event e JOIN event_body b ON b.event = e.id WHERE e.stream = $1 ORDER BY e.version";
    /// Adds events.
    pub ADD_EVENTS = "INSERT INTO event (id, stream, version, kind, law_time, header)
        {values(id bigint, stream text, version bigint, kind text, law_time bigint, header text)}";
    /// Adds their bodies.
    pub ADD_BODIES = "INSERT INTO event_body (event, facts, personal, salts, salt_personal)
        {values(event bigint, facts text, personal text, salts bytea, salt_personal bytea)}";
    /// Marks events as not yet sealed.
    pub ADD_PENDING = "INSERT INTO pending (event) {values(event bigint)}";
    /// Puts a snapshot.
    pub PUT_SNAPSHOT = "INSERT INTO snapshot
        (stream, version, law_time, born, schema_number, state)
        {values(stream text, version bigint, law_time bigint, born bigint, schema_number bigint,
        state text)}
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version,
        law_time = excluded.law_time, schema_number = excluded.schema_number,
        state = excluded.state";
    /// Removes a snapshot; streams never end, so nothing does.
    pub REMOVE_SNAPSHOT = "DELETE FROM snapshot WHERE stream IN (SELECT r.stream
        FROM {rows(stream text) r})";
    /// Takes claims; a claim that another node took meanwhile is a conflict.
    pub TAKE_CLAIMS = "INSERT INTO claim (kind, key, stream)
        {values(kind text, key text, stream text)}";
    /// Gives claims up.
    pub RELEASE_CLAIMS = "DELETE FROM claim WHERE EXISTS (SELECT 1
        FROM {rows(kind text, key text) r} WHERE r.kind = claim.kind AND r.key = claim.key)";
    /// Puts the last number of a counter.
    pub PUT_COUNTER = "INSERT INTO counter (name, last) {values(name text, last bigint)}
        ON CONFLICT (name) DO UPDATE SET last = excluded.last";
    /// Removes a counter.
    pub REMOVE_COUNTER = "DELETE FROM counter WHERE name IN (SELECT r.name
        FROM {rows(name text) r})";
    /// Adds to tallies.
    pub ADD_TALLY = "INSERT INTO tally (measure, office, subject, period, n)
        {values(measure text, office text, subject text, period text, n bigint)}
        ON CONFLICT (measure, office, subject, period) DO UPDATE SET n = tally.n + excluded.n";
    /// Adds jobs.
    pub ADD_JOBS = "INSERT INTO job (id, kind, payload, due_at, attempts, claimed_until)
        {values(id bigint, kind text, payload text, due_at bigint, attempts bigint,
        claimed_until bigint)}";
    /// The personal parts of a stream's events, to be destroyed.
    pub PERSONAL_OF = "SELECT b.event, b.personal, b.salt_personal
        FROM event e JOIN event_body b ON b.event = e.id
        WHERE e.stream = $1 AND b.salt_personal IS NOT NULL ORDER BY b.event";
    /// Destroys personal bytes and salts, leaving the commitments.
    pub DESTROY_PERSONAL = "UPDATE event_body SET personal = NULL, salt_personal = NULL,
        commitment_personal = r.commitment FROM {rows(event bigint, commitment bytea) r}
        WHERE event_body.event = r.event";
    /// Keeps the hash of a set-up code.
    pub ADD_SETUP_CODE = "INSERT INTO setup_code (hash, made_at) VALUES ($1, $2)";
    /// The last instant recorded.
    pub LAST_INSTANT = "SELECT max(t.law_time) FROM (SELECT law_time FROM log_head
        UNION ALL SELECT e.law_time FROM pending p JOIN event e ON e.id = p.event) t";
}
