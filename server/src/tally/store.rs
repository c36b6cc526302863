//! Tallies as rows: by measure, office, subject and period.

db::statements! {
    /// Sums over a range of periods.
    pub SUMS = "SELECT r.measure, r.office, (SELECT CAST(sum(t.n) AS bigint) FROM tally t
        WHERE t.measure = r.measure AND t.office = r.office AND t.subject = r.subject
        AND t.period >= r.from_period AND t.period <= r.to_period)
        FROM {rows(measure text, office text, subject text, from_period text, to_period text) r}";
    /// The same, subject by subject: each is found behind the one before.
    pub BY_SUBJECT = "WITH RECURSIVE r AS (SELECT q.measure, q.office, q.from_period, q.to_period
        FROM {rows(measure text, office text, from_period text, to_period text) q}),
        s (measure, office, from_period, to_period, one) AS (
        SELECT r.measure, r.office, r.from_period, r.to_period, (SELECT min(t.subject)
        FROM tally t WHERE t.measure = r.measure AND t.office = r.office AND t.subject > '') FROM r
        UNION ALL SELECT s.measure, s.office, s.from_period, s.to_period, (SELECT min(t.subject)
        FROM tally t WHERE t.measure = s.measure AND t.office = s.office AND t.subject > s.one)
        FROM s WHERE s.one IS NOT NULL)
        SELECT s.measure, s.one, (SELECT CAST(sum(t.n) AS bigint) FROM tally t
        WHERE t.measure = s.measure AND t.office = s.office AND t.subject = s.one
        AND t.period >= s.from_period AND t.period <= s.to_period)
        FROM s WHERE s.one IS NOT NULL";
    /// Offices whose book has dossiers: each is found behind the one before.
    pub OFFICES = "WITH RECURSIVE o (one) AS (SELECT min(office) FROM dossier
        UNION ALL SELECT (SELECT min(d.office) FROM dossier d WHERE d.office > o.one)
        FROM o WHERE o.one IS NOT NULL) SELECT one FROM o WHERE one IS NOT NULL";
    /// How many of an office's dossiers were taken in each day, by procedure and by how they came;
    /// days are counted from 1970.
    pub LISTED_TAKEN_IN = "SELECT d.procedure, (d.taken_in_at + 25200000000) / 86400000000,
        CAST(sum(CASE WHEN d.imported = 0 AND d.channel = 'online' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.imported = 0 AND d.channel = 'counter' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.imported = 0 AND d.channel = 'post' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(d.imported) AS bigint),
        CAST(sum(CASE WHEN d.imported = 1 AND d.channel = 'online' THEN 1 ELSE 0 END) AS bigint)
        FROM dossier d WHERE d.office = $1 AND d.taken_in_at IS NOT NULL GROUP BY 1, 2";
    /// How many of those that were taken over another system had received each day, by how.
    pub LISTED_CARRIED = "SELECT d.procedure, (d.filed_at + 25200000000) / 86400000000,
        CAST(sum(CASE WHEN d.channel = 'online' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.channel <> 'online' THEN 1 ELSE 0 END) AS bigint)
        FROM dossier d WHERE d.office = $1 AND d.imported = 1 GROUP BY 1, 2";
    /// How many ended each day, by procedure and by how; and the working days of those that
    /// finished and can be compared.
    pub LISTED_ENDED = "SELECT d.procedure, (d.ended_at + 25200000000) / 86400000000,
        CAST(sum(CASE WHEN d.punctuality = 'early' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.punctuality = 'on-time' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.punctuality = 'late' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.lawful = 1 THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.lawful = 0 THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.phase = 'withdrawn' AND d.taken_in_at IS NOT NULL
            THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.phase = 'stopped' AND d.taken_in_at IS NOT NULL
            THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.phase = 'refused' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.lawful IS NOT NULL AND d.online_level >= 4
            THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.lawful IS NOT NULL AND d.online_level >= 4
            AND d.channel = 'online' THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.days_law IS NOT NULL THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(coalesce(d.days_law, 0)) AS bigint),
        CAST(sum(coalesce(d.days_promised, 0)) AS bigint),
        CAST(sum(coalesce(d.days_taken, 0)) AS bigint),
        CAST(sum(CASE WHEN d.phase IN ('withdrawn', 'stopped') AND d.taken_in_at IS NOT NULL
            AND d.late_since IS NOT NULL THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.lawful IS NOT NULL AND d.due < 4000000000000000000
            THEN CASE WHEN (d.ended_at + 25200000000) / 86400000000
            < (d.due + 25200000000) / 86400000000 THEN 1 ELSE 0 END ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.taken_in_at IS NOT NULL THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.taken_in_at IS NOT NULL AND d.late_since IS NOT NULL
            THEN 1 ELSE 0 END) AS bigint)
        FROM dossier d WHERE d.office = $1 AND d.ended_at IS NOT NULL GROUP BY 1, 2";
    /// How many became late each day, from the day on which they came here.
    pub LISTED_LATE = "SELECT d.procedure, ((CASE WHEN d.late_since > d.taken_in_at
        THEN d.late_since ELSE d.taken_in_at END) + 25200000000) / 86400000000,
        count(*) FROM dossier d WHERE d.office = $1 AND d.taken_in_at IS NOT NULL
        AND d.late_since IS NOT NULL GROUP BY 1, 2";
    /// States of those that became late: when one waited is told by its pauses.
    pub LISTED_LATE_STATES = "SELECT s.state FROM dossier d JOIN snapshot s ON s.stream = d.stream
        WHERE d.office = $1 AND d.taken_in_at IS NOT NULL AND d.late_since IS NOT NULL";
    /// What is kept of a tally for one office, or for all.
    pub KEPT = "SELECT t.subject, t.period, t.n FROM tally t
        WHERE t.measure = $1 AND t.office = $2 AND t.n <> 0";
    /// The same of one subject, office by office: each is found behind the one before.
    pub BY_OFFICE = "WITH RECURSIVE r AS (SELECT q.measure, q.subject, q.from_period, q.to_period
        FROM {rows(measure text, subject text, from_period text, to_period text) q}),
        o (measure, subject, from_period, to_period, one) AS (
        SELECT r.measure, r.subject, r.from_period, r.to_period, (SELECT min(t.office)
        FROM tally t WHERE t.measure = r.measure AND t.office > '') FROM r
        UNION ALL SELECT o.measure, o.subject, o.from_period, o.to_period, (SELECT min(t.office)
        FROM tally t WHERE t.measure = o.measure AND t.office > o.one)
        FROM o WHERE o.one IS NOT NULL)
        SELECT o.measure, o.one, (SELECT CAST(sum(t.n) AS bigint) FROM tally t
        WHERE t.measure = o.measure AND t.office = o.one AND t.subject = o.subject
        AND t.period >= o.from_period AND t.period <= o.to_period)
        FROM o WHERE o.one IS NOT NULL";
    /// What was counted in each period of a range.
    pub PERIODS = "SELECT t.measure, t.period, t.n
        FROM {rows(measure text, office text, subject text, from_period text, to_period text) r}
        JOIN tally t ON t.measure = r.measure AND t.office = r.office AND t.subject = r.subject
        AND t.period >= r.from_period AND t.period <= r.to_period";
}
