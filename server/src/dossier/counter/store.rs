//! The counter's rows: papers from hand to hand, lists of them, the day's receipts.

use domain::account::is_account;
use domain::day_close::DayClose;
use domain::dossier::{Event, What};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

db::statements! {
    /// Puts one side of a hand-over.
    pub PUT_HAND_OVER = "INSERT INTO hand_over
        (id, version, side, list, giver, taker, sets, at, account)
        {values(id bigint, version bigint, side text, list text, giver text, taker text,
        sets bigint, at bigint, account text)}
        ON CONFLICT (id, version) DO UPDATE SET at = excluded.at";
    /// Removes one; nothing does, for facts stay.
    pub REMOVE_HAND_OVER = "DELETE FROM hand_over WHERE EXISTS (SELECT 1
        FROM {rows(id bigint, version bigint) r}
        WHERE r.id = hand_over.id AND r.version = hand_over.version)";
    /// Where the papers of a dossier went, in order.
    pub HANDS_OF = "SELECT side, list, giver, taker, sets, at, account FROM hand_over
        WHERE id = $1 ORDER BY version";
    /// What stands on a list, with the states of the dossiers, and when each was taken over.
    pub ON_LIST = "SELECT d.code, g.sets, s.state, t.at, t.account FROM hand_over g
        JOIN dossier d ON d.id = g.id JOIN snapshot s ON s.stream = d.stream
        LEFT JOIN hand_over t ON t.id = g.id AND t.side = 'taken' AND t.version =
        (SELECT min(n.version) FROM hand_over n WHERE n.id = g.id AND n.version > g.version)
        WHERE g.list = $1 AND g.side = 'given' ORDER BY g.at, g.id";
    /// Lists of some offices that have dossiers on them which nobody took over.
    pub WAITING = "SELECT l.number, l.giver, l.taker, l.given_at, count(*) FROM {rows(office text) r}
        JOIN hand_over_list l ON l.giver = r.office OR l.taker = r.office
        JOIN hand_over g ON g.list = l.number AND g.side = 'given'
        WHERE l.day >= $2 AND NOT EXISTS (SELECT 1 FROM hand_over n
        WHERE n.id = g.id AND n.version > g.version)
        GROUP BY l.number, l.giver, l.taker, l.given_at ORDER BY l.given_at LIMIT $3";
    /// The head of a list.
    pub LIST = "SELECT giver, taker, given_at, given_by, remark FROM hand_over_list
        WHERE number = $1";
    /// The number that a form got.
    pub LIST_OF_FORM = "SELECT number FROM hand_over_list WHERE form_key = $1";
    /// How many lists an office gave on a day.
    pub LISTS_OF_DAY = "SELECT count(*) FROM hand_over_list WHERE giver = $1 AND day = $2";
    /// Keeps a list.
    pub KEEP_LIST = "INSERT INTO hand_over_list
        (number, form_key, giver, taker, day, given_at, given_by, remark)
        VALUES ($1, $2, $3, $4, $5, $6, $7, '')";
    /// Keeps what the taker found different.
    pub REMARK = "UPDATE hand_over_list SET remark = $2 WHERE number = $1";
    /// What somebody scanned to be handed over, with the states of the dossiers.
    pub DRAFT = "SELECT d.code, s.state FROM hand_over_draft h
        JOIN dossier d ON d.code = h.code JOIN snapshot s ON s.stream = d.stream
        WHERE h.account = $1 ORDER BY h.scanned_at, h.code LIMIT $2";
    /// Keeps a scan.
    pub SCAN = "INSERT INTO hand_over_draft (account, code, scanned_at) VALUES ($1, $2, $3)
        ON CONFLICT (account, code) DO NOTHING";
    /// Forgets a scan.
    pub DROP_SCAN = "DELETE FROM hand_over_draft WHERE account = $1 AND code = $2";
    /// Whether a form did its work already.
    pub IS_DONE = "SELECT 1 FROM idempotency WHERE actor = $1 AND key = $2";
    /// The last number given of a counter.
    pub LAST_NUMBER = "SELECT last FROM counter WHERE name = $1";
    /// Open dossiers of a desk that some words are found in, with who is behind them.
    pub ALIKE = "SELECT d.filed_at, p.personal FROM dossier d
        JOIN dossier_person p ON p.id = d.id WHERE d.id IN {matching dossier_words $1}
        AND d.office = $2 AND (d.ended_at IS NULL OR d.phase = 'finished')
        ORDER BY d.id DESC LIMIT $3";
    /// Dossiers that were sent in to a desk and wait, the oldest first.
    pub SUBMITTED = "SELECT d.id, d.code, d.filed_at, s.state, p.name FROM dossier d
        JOIN snapshot s ON s.stream = d.stream LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.holder = $1 AND d.phase = 'submitted' AND d.id > $2 ORDER BY d.id LIMIT $3";
    /// How many of them there are.
    pub SUBMITTED_COUNT = "SELECT count(*) FROM dossier WHERE holder = $1 AND phase = 'submitted'";
    /// Receipts that an office gave between two instants.
    pub RECEIPTS = "SELECT f.form, f.series, f.number, f.amount, f.means, f.voided, d.code, d.stream
        FROM fee_receipt f JOIN dossier d ON d.id = f.dossier
        WHERE f.office = $1 AND f.at >= $2 AND f.at < $3 ORDER BY f.form, f.series, f.number";
    /// What happened at a desk on a day: received, handed out, incomplete, refused.
    pub COUNTS = "SELECT t.measure, t.subject, t.n FROM tally t
        WHERE t.office = $1 AND t.period = $2 AND (t.measure = 'dossier-came' OR (t.subject = ''
        AND t.measure IN ('dossier-received-online', 'dossier-received-desk',
        'dossier-received-post')))";
    /// Dossiers of a desk that were received since an instant and lie there still, and dossiers
    /// there past their promise: how many of each.
    pub PRESSING = "SELECT
        (SELECT count(*) FROM dossier d WHERE d.holder = $1 AND d.phase = 'received'
        AND d.received_at < $2),
        (SELECT count(*) FROM dossier d WHERE d.office = $1 AND d.is_open = 1
        AND d.standing = 0 AND d.promised < $3)";
    /// How a day was closed.
    pub DAY_CLOSE = "SELECT expected, counted, difference, closed_by, closed_at FROM day_close
        WHERE office = $1 AND day = $2";
    /// Puts how a day was closed.
    pub PUT_DAY_CLOSE = "INSERT INTO day_close
        (office, day, expected, receipts, counted, difference, closed_by, closed_at)
        {values(office text, day text, expected bigint, receipts bigint, counted bigint,
        difference text, closed_by text, closed_at bigint)}
        ON CONFLICT (office, day) DO UPDATE SET difference = excluded.difference";
    /// Removes it; nothing does, for facts stay.
    pub REMOVE_DAY_CLOSE = "DELETE FROM day_close WHERE EXISTS (SELECT 1
        FROM {rows(office text, day text) r}
        WHERE r.office = day_close.office AND r.day = day_close.day)";
}

static DAY_CLOSES: Table =
    Table { name: "day_close", put: &PUT_DAY_CLOSE, remove: &REMOVE_DAY_CLOSE, key_columns: 2 };

/// Puts how a desk's day was closed; without words where they were erased.
pub(crate) fn project_day(closed: &DayClose, difference: Option<&str>, writes: &mut Writes) {
    let money = |sum: u64| i64::try_from(sum).unwrap_or(i64::MAX);
    let key = vec![Key::from(closed.office.as_str()), Key::Text(closed.day.to_string())];
    let row = vec![
        money(closed.expected_vnd).into(),
        money(closed.receipts).into(),
        money(closed.counted_vnd).into(),
        difference.unwrap_or_default().into(),
        closed.by.as_str().into(),
        closed.at.0.into(),
    ];
    writes.put(&DAY_CLOSES, key, row);
}

static HAND_OVERS: Table =
    Table { name: "hand_over", put: &PUT_HAND_OVER, remove: &REMOVE_HAND_OVER, key_columns: 2 };

/// Puts a side of a hand-over.
pub(crate) fn project(projected: &Projected<'_>, event: &Event, writes: &mut Writes) {
    let by = if is_account(&event.by) { event.by.as_str() } else { "" };
    let version = projected.header.version;
    let key = vec![Key::Int(projected.born), Key::Int(version)];
    let at = event.at.0;
    let row = match &event.what {
        What::Forwarded(over) => vec![
            "given".into(),
            over.list.as_deref().into(),
            over.from.as_str().into(),
            over.to.as_str().into(),
            i64::from(over.sets).into(),
            at.into(),
            by.into(),
        ],
        What::Acknowledged { .. } => vec![
            "taken".into(),
            None::<&str>.into(),
            "".into(),
            projected.header.actor.office.as_str().into(),
            0_i64.into(),
            at.into(),
            by.into(),
        ],
        _ => return,
    };
    writes.put(&HAND_OVERS, key, row);
}
