//! Statements of figures.

/// A list of dossiers of some offices, the newest first: by which instant it is ordered, and what
/// makes one of them count. `$2` and `$3` are the window, `$4` a procedure or nothing, `$5` and
/// `$6` the last one of the page before, `$7` how many.
macro_rules! counted {
    ($at:literal, $counts:literal) => {
        concat!(
            "SELECT d.id, d.code, d.office, d.procedure, d.taken_in_at, d.ended_at, d.punctuality,
            d.lawful, d.channel, d.days_law, d.days_promised, d.days_taken, ",
            $at,
            " FROM dossier d WHERE {among(d.office text)} AND ",
            $at,
            " >= $2 AND ",
            $at,
            " < $3 AND ($4 = '' OR d.procedure = $4) AND (",
            $at,
            ", d.id) < ($5, $6) AND ",
            $counts,
            " ORDER BY ",
            $at,
            " DESC, d.id DESC LIMIT $7"
        )
    };
}

db::statements! {
    /// Dossiers that finished.
    pub FINISHED = counted!("d.ended_at", "d.punctuality IS NOT NULL");
    /// Of them, by the promised day.
    pub PUNCTUAL = counted!("d.ended_at", "d.punctuality IN ('early', 'on-time')");
    /// Of them, within the law's time.
    pub LAWFUL = counted!("d.ended_at", "d.lawful = 1");
    /// Of them, of procedures at level 4.
    pub LEVEL_FOUR = counted!("d.ended_at", "d.punctuality IS NOT NULL AND d.online_level >= 4");
    /// Of those, the ones that came over the network.
    pub LEVEL_FOUR_ONLINE = counted!("d.ended_at", "d.punctuality IS NOT NULL
        AND d.online_level >= 4 AND d.channel = 'online'");
    /// Of them, those whose time can be compared.
    pub TIMED = counted!("d.ended_at", "d.days_law IS NOT NULL");
    /// When revisions were published, with the decisions.
    pub PUBLICATIONS = "SELECT c.key, e.law_time, e.header, b.facts FROM claim c
        JOIN event e ON e.stream = c.stream AND e.kind = 'procedure-published'
        JOIN event_body b ON b.event = e.id WHERE c.kind = 'procedure-code'";
    /// Where published revisions come from.
    pub ORIGINS = "SELECT code, number, origin FROM publication WHERE status = 'published'";
}
