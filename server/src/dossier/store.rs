//! Dossiers as rows.

use domain::dossier::Phase;

/// The columns of a line in a list of dossiers.
macro_rules! columns {
    () => {
        "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field, d.channel,
        d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name "
    };
}

/// The filters that every list takes: `$4` phase, `$5` due before an instant (-1: whose clock
/// stands), `$6` procedure, `$7` field, `$8` channel, `$9` who has it (`-`: nobody), `$10` office;
/// empty for any.
macro_rules! filters {
    () => {
        " AND ($4 = '' OR d.phase = $4)
        AND ((d.due < $5 AND (d.standing = 0 OR d.late_since IS NOT NULL))
        OR $5 = 0 OR ($5 = -1 AND d.standing = 1))
        AND ($6 = '' OR d.procedure = $6) AND ($7 = '' OR d.field = $7)
        AND ($8 = '' OR d.channel = $8) AND ($9 = '' OR d.assignee = $9
        OR ($9 = '-' AND d.assignee IS NULL)) AND ($10 = '' OR d.holder = $10)"
    };
}

/// A list of dossiers: where they are found, and the end.
macro_rules! line {
    ($found:literal, $end:literal) => {
        concat!(columns!(), $found, filters!(), $end)
    };
}

/// What lies with some offices, led by an index that has the office and these columns first.
macro_rules! held {
    ($leads:literal) => {
        concat!(
            columns!(),
            "FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
            WHERE {among(d.holder text)} AND ",
            $leads,
            " AND (d.due, d.id) > ($2, $3)",
            filters!(),
            " ORDER BY d.due, d.id LIMIT $11"
        )
    };
}

db::statements! {
    /// Puts a dossier.
    pub PUT = "INSERT INTO dossier (id, stream, code, office, holder, assignee, procedure, field,
        channel, phase, is_open, account, filed_at, received_at, due, promised, standing,
        late_since, ended_at, version, taken_in_at, imported, punctuality, lawful, online_level,
        days_law, days_promised, days_taken)
        {values(id bigint, stream text, code text, office text, holder text, assignee text,
        procedure text, field text, channel text, phase text, is_open bigint, account text,
        filed_at bigint, received_at bigint, due bigint, promised bigint, standing bigint,
        late_since bigint, ended_at bigint, version bigint, taken_in_at bigint, imported bigint,
        punctuality text, lawful bigint, online_level bigint, days_law bigint,
        days_promised bigint, days_taken bigint)}
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, assignee = excluded.assignee,
        phase = excluded.phase, is_open = excluded.is_open, received_at = excluded.received_at,
        due = excluded.due, promised = excluded.promised, standing = excluded.standing,
        late_since = excluded.late_since, ended_at = excluded.ended_at,
        version = excluded.version, taken_in_at = excluded.taken_in_at,
        punctuality = excluded.punctuality, lawful = excluded.lawful,
        days_law = excluded.days_law, days_promised = excluded.days_promised,
        days_taken = excluded.days_taken";
    /// Removes a dossier; nothing does, for facts stay.
    pub REMOVE = "DELETE FROM dossier WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts who is behind a dossier.
    pub PUT_PERSON = "INSERT INTO dossier_person (id, name, identity_key, personal)
        {values(id bigint, name text, identity_key text, personal text)}
        ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        identity_key = excluded.identity_key, personal = excluded.personal";
    /// Removes who is behind a dossier.
    pub REMOVE_PERSON = "DELETE FROM dossier_person
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts an awaited opinion.
    pub PUT_CONSULTATION = "INSERT INTO consultation (id, number, office, due, consents)
        {values(id bigint, number bigint, office text, due bigint, consents bigint)}
        ON CONFLICT (id, number) DO UPDATE SET due = excluded.due";
    /// Removes an opinion that came.
    pub REMOVE_CONSULTATION = "DELETE FROM consultation WHERE EXISTS (SELECT 1
        FROM {rows(id bigint, number bigint) r}
        WHERE r.id = consultation.id AND r.number = consultation.number)";
    /// Puts a fee receipt.
    pub PUT_RECEIPT = "INSERT INTO fee_receipt
        (office, series, number, form, dossier, amount, means, at, taken_by, voided)
        {values(office text, series text, number bigint, form text, dossier bigint, amount bigint,
        means text, at bigint, taken_by text, voided bigint)}
        ON CONFLICT (office, series, number) DO UPDATE SET voided = excluded.voided";
    /// Offices of a day.
    pub OFFICES = "SELECT id, code, from_day, to_day, name, name_en, level, kind, parent,
        description, successors FROM office WHERE from_day <= $1 AND to_day >= $1 ORDER BY code";
    /// The number of the revision in force on a day.
    pub IN_FORCE = "SELECT number FROM publication WHERE code = $1 AND status = 'published'
        AND from_day <= $2 AND to_day >= $2";
    /// A dossier by its code, with its state and who is behind it.
    pub ONE = "SELECT d.id, d.stream, s.state, p.personal FROM dossier d
        JOIN snapshot s ON s.stream = d.stream LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.code = $1";
    /// Officers who hold a post in an office, with their states and names.
    pub STAFF_OF = "SELECT DISTINCT p.account, s.state, n.name FROM post p
        JOIN snapshot s ON s.stream = p.account JOIN person n ON n.account = p.account
        JOIN account a ON a.stream = p.account
        WHERE p.office = $1 AND p.standing = 'held' AND a.kind = 'staff'";
    /// Receipt books that an office used.
    pub BOOKS_OF = "SELECT DISTINCT form, series FROM fee_receipt WHERE office = $1
        ORDER BY form, series";
    /// The same by its stream.
    pub ONE_OF = "SELECT d.id, d.stream, s.state, p.personal FROM dossier d
        JOIN snapshot s ON s.stream = d.stream LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.stream = $1";
    /// States of accounts.
    pub STATES_OF = "SELECT s.stream, s.state FROM {rows(account text) r}
        JOIN snapshot s ON s.stream = r.account";
    /// Dossiers that an office took in, in the order of its book, with who is behind them.
    pub TAKEN_IN = "SELECT d.received_at, d.id, d.stream, s.state, p.personal FROM dossier d
        JOIN snapshot s ON s.stream = d.stream LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.office = $1 AND d.received_at < $2 AND (d.received_at, d.id) > ($3, $4)
        ORDER BY d.received_at, d.id LIMIT $5";
    /// Dossiers that an account works on and that were promised before an instant.
    pub PROMISED_MINE = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.assignee = $1 AND d.is_open = 1 AND d.promised < $2 AND d.standing = 0
        AND d.phase IN ('received', 'working') ORDER BY d.promised, d.id LIMIT $3";
    /// The same with some offices.
    pub PROMISED_HELD = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE {among(d.holder text)} AND d.is_open = 1 AND d.promised < $2 AND d.standing = 0
        AND d.phase IN ('received', 'working') ORDER BY d.promised, d.id LIMIT $3";
    /// When dossiers were forwarded, and their results handed out.
    pub WHEN = "SELECT e.stream, e.kind, e.law_time FROM {rows(stream text) r}
        JOIN event e ON e.stream = r.stream
        WHERE e.kind IN ('dossier-forwarded', 'result-returned') ORDER BY e.stream, e.version";
    /// Whether somebody sent a request with a key before.
    pub KEY_KNOWN = "SELECT 1 FROM idempotency WHERE actor = $1 AND key = $2";
    /// A dossier by the code of another system.
    pub BY_FOREIGN = "SELECT d.code FROM claim c JOIN dossier d ON d.stream = c.stream
        WHERE c.kind = 'dossier-foreign' AND c.key = $1";
    /// What happened to a dossier.
    pub EVENTS = "SELECT e.header, b.facts, b.personal FROM event e
        JOIN event_body b ON b.event = e.id WHERE e.stream = $1 ORDER BY e.version";
    /// Open dossiers of the person with a key, and those finished but not collected.
    pub OF_PERSON = "SELECT d.code, d.office, d.procedure, d.phase, d.filed_at, d.due,
        d.holder FROM dossier_person p JOIN dossier d ON d.id = p.id
        WHERE p.identity_key = $1 AND (d.ended_at IS NULL OR d.phase = 'finished')
        ORDER BY d.id DESC LIMIT $2";
    /// Dossiers whose due moment has passed unmarked.
    pub OVERDUE = "SELECT code FROM dossier WHERE is_open = 1 AND standing = 0
        AND due < $1 AND late_since IS NULL ORDER BY due, id LIMIT $2";
    /// Opinions that did not come in time, where silence is consent.
    pub SILENT = "SELECT d.code, c.number FROM consultation c JOIN dossier d ON d.id = c.id
        WHERE c.consents = 1 AND c.due < $1 AND d.is_open = 1 ORDER BY c.due, c.id LIMIT $2";
    /// Open dossiers after one, for counting their deadlines anew.
    pub OPEN_AFTER = "SELECT id, code FROM dossier WHERE is_open = 1 AND id > $1
        ORDER BY id LIMIT $2";
    /// The work of one account, by the legal deadline. The lists from here on take the same
    /// filters; they differ in what leads.
    pub MINE = line!("FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.assignee = $1 AND d.is_open = 1 AND (d.due, d.id) > ($2, $3)", " ORDER BY d.due, d.id LIMIT $11");
    /// What lies with some offices in one phase.
    pub HELD = held!("d.phase = $4");
    /// The same in any open phase.
    pub HELD_OPEN = held!("d.is_open = 1");
    /// The same of one procedure.
    pub HELD_PROCEDURE = held!("d.procedure = $6 AND d.is_open = 1");
    /// The same of one field of government.
    pub HELD_FIELD = held!("d.field = $7 AND d.is_open = 1");
    /// What one account has of some offices: the index of accounts leads, not that of offices.
    pub HELD_BY = line!(
        "FROM {rows(office text) r} JOIN dossier d ON d.holder || '' = r.office
        LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.assignee = $9 AND d.is_open = 1 AND (d.due, d.id) > ($2, $3)",
        " ORDER BY d.due, d.id LIMIT $11"
    );
    /// Whose opinion some offices are asked for.
    pub INVITED = line!("FROM {rows(office text) r}
        JOIN consultation c ON c.office = r.office JOIN dossier d ON d.id = c.id
        LEFT JOIN dossier_person p ON p.id = d.id
        WHERE (d.due, d.id) > ($2, $3)", " ORDER BY d.due, d.id LIMIT $11");
    /// Dossiers found by words, newest first.
    pub FOUND = line!("FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.id IN {matching dossier_words $1} AND d.id < $3
        AND (d.assignee = $12 OR $2 LIKE '%,' || d.holder || ',%'
        OR $13 LIKE '%,' || d.office || ',%')", " ORDER BY d.id DESC LIMIT $11");
    /// One's own dossiers, newest first.
    pub OWN = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.account = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";
    /// Procedures, fields and people of what some offices have open, each found behind the last.
    pub CHOICES = "WITH RECURSIVE o AS (SELECT r.office FROM {rows(office text) r}),
        p (office, one) AS (SELECT o.office, (SELECT min(d.procedure) FROM dossier d
        WHERE d.holder = o.office) FROM o UNION ALL SELECT p.office, (SELECT min(d.procedure) FROM
        dossier d WHERE d.holder = p.office AND d.procedure > p.one) FROM p WHERE p.one IS NOT NULL),
        f (office, one) AS (SELECT o.office, (SELECT min(d.field) FROM dossier d
        WHERE d.holder = o.office) FROM o UNION ALL SELECT f.office, (SELECT min(d.field) FROM
        dossier d WHERE d.holder = f.office AND d.field > f.one) FROM f WHERE f.one IS NOT NULL),
        a (office, one) AS (SELECT o.office, (SELECT min(d.assignee) FROM dossier d
        WHERE d.holder = o.office AND d.is_open = 1 AND d.assignee IS NOT NULL) FROM o
        UNION ALL SELECT a.office, (SELECT min(d.assignee) FROM dossier d
        WHERE d.holder = a.office AND d.is_open = 1 AND d.assignee > a.one)
        FROM a WHERE a.one IS NOT NULL)
        SELECT p.one, NULL, NULL, NULL FROM p WHERE EXISTS (SELECT 1 FROM dossier d
        WHERE d.holder = p.office AND d.procedure = p.one AND d.is_open = 1)
        UNION SELECT NULL, f.one, NULL, NULL FROM f WHERE EXISTS (SELECT 1 FROM dossier d
        WHERE d.holder = f.office AND d.field = f.one AND d.is_open = 1)
        UNION SELECT NULL, NULL, a.one, n.name FROM a
        LEFT JOIN person n ON n.account = a.one WHERE a.one IS NOT NULL";
    /// The same of what one account has open.
    pub CHOICES_MINE = "SELECT DISTINCT d.procedure, d.field, d.assignee, n.name FROM dossier d
        LEFT JOIN person n ON n.account = d.assignee WHERE d.assignee = $1 AND d.is_open = 1";
    /// How many stand with some offices, by phase: came less went, over all months.
    pub COUNTS = "SELECT t.subject,
        CAST(sum(CASE WHEN t.measure = 'dossier-came' THEN t.n ELSE -t.n END) AS bigint)
        FROM {rows(office text) r} JOIN tally t ON t.office = r.office
        WHERE t.measure IN ('dossier-came', 'dossier-went') AND t.period > 'M'
        GROUP BY t.subject ORDER BY t.subject";
    /// How what offices have open stands at an instant and before another: all, late, soon due,
    /// paused, held by nobody.
    pub BURNING = "SELECT d.holder, CAST(count(*) AS bigint),
        CAST(sum(CASE WHEN d.due < $2 AND (d.standing = 0 OR d.late_since IS NOT NULL)
            THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.due >= $2 AND d.due < $3 AND d.standing = 0
            THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.standing = 1 THEN 1 ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN d.assignee IS NULL THEN 1 ELSE 0 END) AS bigint)
        FROM {rows(office text) r} JOIN dossier d ON d.holder = r.office
        WHERE d.is_open = 1 GROUP BY d.holder ORDER BY d.holder";
    /// How many dossiers somebody has open in some offices, and how many of them are late.
    pub HOLDERS = "SELECT d.assignee, d.holder, CAST(count(*) AS bigint),
        CAST(sum(CASE WHEN d.due < $2 AND (d.standing = 0 OR d.late_since IS NOT NULL)
            THEN 1 ELSE 0 END) AS bigint), n.name, s.state
        FROM {rows(office text) r} JOIN dossier d ON d.holder = r.office
        JOIN snapshot s ON s.stream = d.assignee LEFT JOIN person n ON n.account = d.assignee
        WHERE d.is_open = 1 GROUP BY d.assignee, d.holder, n.name, s.state
        ORDER BY d.assignee, d.holder";
    /// Deputies of the holders of posts in some offices.
    pub DEPUTIES = "SELECT o.deputy_of, n.name, o.from_day, o.to_day FROM {rows(office text) r}
        JOIN post o ON o.office = r.office LEFT JOIN person n ON n.account = o.account
        WHERE o.standing = 'held' AND o.deputy_of IS NOT NULL AND o.from_day <= $2
        AND o.to_day >= $2 ORDER BY o.id";
    /// What waits for a signature, beside its row: state, when it changed last, what was written
    /// when it was proposed, and whether a reader opened it since.
    pub PROPOSALS = "SELECT d.id, s.state, s.law_time, e.header, b.facts, b.personal, CASE WHEN EXISTS (
        SELECT 1 FROM reading g WHERE g.subject = d.stream AND g.at >= s.law_time
        AND g.reader = $2) THEN 1 ELSE 0 END
        FROM {rows(id bigint) r} JOIN dossier d ON d.id = r.id
        JOIN snapshot s ON s.stream = d.stream
        JOIN event e ON e.stream = d.stream AND e.version = (SELECT max(v.version) FROM event v
        WHERE v.stream = d.stream AND v.kind = 'dossier-proposed')
        JOIN event_body b ON b.event = e.id";
    /// How many open dossiers of a procedure lie with an office, up to a limit.
    pub ALIKE_HELD = "SELECT CAST(count(*) AS bigint) FROM (SELECT 1 FROM dossier
        WHERE holder = $1 AND procedure = $2 AND is_open = 1 LIMIT $3) alike";
    /// How many of them one account has.
    pub ALIKE_MINE = "SELECT CAST(count(*) AS bigint) FROM (SELECT 1 FROM dossier
        WHERE assignee = $1 AND procedure = $2 AND is_open = 1 LIMIT $3) alike";
    /// Puts the number of a result.
    pub PUT_RESULT = "INSERT INTO result_entry (office, year, number, dossier, at)
        {values(office text, year bigint, number bigint, dossier bigint, at bigint)}
        ON CONFLICT (office, year, number) DO NOTHING";
    /// Removes the number of a result; nothing does, for a book has no gap.
    pub REMOVE_RESULT = "DELETE FROM result_entry WHERE EXISTS (SELECT 1
        FROM {rows(office text, year bigint, number bigint) r} WHERE r.office = result_entry.office
        AND r.year = result_entry.year AND r.number = result_entry.number)";
    /// Results that some offices numbered, the latest first, with their states.
    pub RESULTS = "SELECT e.at, e.dossier, e.number, s.state, p.name, s.stream
        FROM result_entry e
        JOIN dossier d ON d.id = e.dossier JOIN snapshot s ON s.stream = d.stream
        LEFT JOIN dossier_person p ON p.id = d.id
        WHERE {among(e.office text)} AND (e.at, e.dossier) < ($2, $3) AND d.phase <> 'numbered'
        ORDER BY e.at DESC, e.dossier DESC LIMIT $4";
    /// Those of them that words find.
    pub RESULTS_FOUND = "SELECT e.at, e.dossier, e.number, s.state, p.name, s.stream
        FROM result_entry e
        JOIN dossier d ON d.id = e.dossier JOIN snapshot s ON s.stream = d.stream
        LEFT JOIN dossier_person p ON p.id = d.id
        WHERE {among(e.office text)} AND (e.at, e.dossier) < ($2, $3) AND d.phase <> 'numbered'
        AND (d.id IN {matching dossier_words $5} OR CAST(e.number AS text) = $6)
        ORDER BY e.at DESC, e.dossier DESC LIMIT $4";
    /// States of dossiers.
    pub STATES = "SELECT d.id, s.state FROM {rows(id bigint) r} JOIN dossier d ON d.id = r.id
        JOIN snapshot s ON s.stream = d.stream";
    /// The last number of counters.
    pub COUNTERS = "SELECT c.name, c.last FROM {rows(name text) r}
        JOIN counter c ON c.name = r.name";
    /// Removes a fee receipt; nothing does, for a book has no gap.
    pub REMOVE_RECEIPT = "DELETE FROM fee_receipt WHERE EXISTS (SELECT 1
        FROM {rows(office text, series text, number bigint) r} WHERE r.office = fee_receipt.office
        AND r.series = fee_receipt.series AND r.number = fee_receipt.number)";
}

/// Words for the full-text search.
pub const WORDS: &str = "dossier_words";

/// Phases in which a dossier lies at a desk and waits for it.
pub const AT_DESK: [Phase; 3] = [Phase::Submitted, Phase::Incomplete, Phase::Finished];
