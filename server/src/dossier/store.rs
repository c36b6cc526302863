//! Dossiers as rows.

use domain::account::is_account;
use domain::calendar::Moment;
use domain::dossier::{Dossier, Event, Phase, Settled, What};
use domain::procedure::description::Silence;
use domain::{LawTime, text};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

db::statements! {
    /// Puts a dossier.
    pub PUT = "INSERT INTO dossier (id, stream, code, office, holder, assignee, procedure, field,
        channel, phase, is_open, account, filed_at, received_at, due, promised, standing,
        late_since, ended_at, version)
        {values(id bigint, stream text, code text, office text, holder text, assignee text,
        procedure text, field text, channel text, phase text, is_open bigint, account text,
        filed_at bigint, received_at bigint, due bigint, promised bigint, standing bigint,
        late_since bigint, ended_at bigint, version bigint)}
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, assignee = excluded.assignee,
        phase = excluded.phase, is_open = excluded.is_open, received_at = excluded.received_at,
        due = excluded.due, promised = excluded.promised, standing = excluded.standing,
        late_since = excluded.late_since, ended_at = excluded.ended_at,
        version = excluded.version";
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
    /// The code of a dossier.
    pub CODE_OF = "SELECT code FROM dossier WHERE stream = $1";
    /// A dossier by the code of another system.
    pub BY_FOREIGN = "SELECT d.code FROM claim c JOIN dossier d ON d.stream = c.stream
        WHERE c.kind = 'dossier-foreign' AND c.key = $1";
    /// What happened to a dossier.
    pub EVENTS = "SELECT e.header, b.facts, b.personal FROM event e
        JOIN event_body b ON b.event = e.id WHERE e.stream = $1 ORDER BY e.version";
    /// Open dossiers of the person with a key, and those finished but not collected.
    pub OF_PERSON = "SELECT d.code, d.office, d.procedure, d.phase, d.filed_at, d.due
        FROM dossier_person p JOIN dossier d ON d.id = p.id
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
    /// The work of one account, by the legal deadline.
    pub MINE = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.assignee = $1 AND d.is_open = 1 AND (d.due, d.id) > ($2, $3)
        AND ($4 = '' OR d.phase = $4) AND ($5 = 0 OR d.due < $5)
        AND ($6 = '' OR d.procedure = $6) ORDER BY d.due, d.id LIMIT $7";
    /// What lies with some offices, by the legal deadline.
    pub HELD = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM {rows(office text) r}
        JOIN dossier d ON d.holder = r.office LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.phase = $2 AND (d.due, d.id) > ($3, $4) AND ($5 = 0 OR d.due < $5)
        AND ($6 = '' OR d.procedure = $6) AND ($7 = '' OR d.assignee IS NULL)
        ORDER BY d.due, d.id LIMIT $8";
    /// The same in any open phase.
    pub HELD_OPEN = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM {rows(office text) r}
        JOIN dossier d ON d.holder = r.office LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.is_open = 1 AND (d.due, d.id) > ($2, $3) AND ($4 = 0 OR d.due < $4)
        AND ($5 = '' OR d.procedure = $5) AND ($6 = '' OR d.assignee IS NULL)
        ORDER BY d.due, d.id LIMIT $7";
    /// Whose opinion some offices are asked for.
    pub INVITED = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM {rows(office text) r}
        JOIN consultation c ON c.office = r.office JOIN dossier d ON d.id = c.id
        LEFT JOIN dossier_person p ON p.id = d.id
        WHERE (d.due, d.id) > ($2, $3) ORDER BY d.due, d.id LIMIT $4";
    /// Dossiers found by words, newest first.
    pub FOUND = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.id IN {matching dossier_words $1} AND d.id < $2
        AND ($3 = 'everywhere' OR d.assignee = $5 OR $4 LIKE '%,' || d.holder || ',%'
        OR $4 LIKE '%,' || d.office || ',%') ORDER BY d.id DESC LIMIT $6";
    /// One's own dossiers, newest first.
    pub OWN = "SELECT d.id, d.code, d.office, d.holder, d.assignee, d.procedure, d.field,
        d.channel, d.phase, d.filed_at, d.received_at, d.due, d.promised, d.standing, d.late_since,
        d.version, p.name FROM dossier d LEFT JOIN dossier_person p ON p.id = d.id
        WHERE d.account = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";
    /// How many stand with some offices, by phase: came less went, over all months.
    pub COUNTS = "SELECT t.subject, sum(CASE WHEN t.measure = 'dossier-came' THEN t.n ELSE -t.n END)
        FROM {rows(office text) r} JOIN tally t ON t.office = r.office
        WHERE t.measure IN ('dossier-came', 'dossier-went') AND length(t.period) = 7
        GROUP BY t.subject ORDER BY t.subject";
    /// Removes a fee receipt; nothing does, for a book has no gap.
    pub REMOVE_RECEIPT = "DELETE FROM fee_receipt WHERE EXISTS (SELECT 1
        FROM {rows(office text, series text, number bigint) r} WHERE r.office = fee_receipt.office
        AND r.series = fee_receipt.series AND r.number = fee_receipt.number)";
}

static DOSSIERS: Table = Table { name: "dossier", put: &PUT, remove: &REMOVE, key_columns: 1 };
static PERSONS: Table =
    Table { name: "dossier_person", put: &PUT_PERSON, remove: &REMOVE_PERSON, key_columns: 1 };
static CONSULTATIONS: Table = Table {
    name: "consultation",
    put: &PUT_CONSULTATION,
    remove: &REMOVE_CONSULTATION,
    key_columns: 2,
};
static RECEIPTS: Table =
    Table { name: "fee_receipt", put: &PUT_RECEIPT, remove: &REMOVE_RECEIPT, key_columns: 3 };

/// Words for the full-text search.
pub const WORDS: &str = "dossier_words";

/// The tallies of dossiers that came to an office in a phase, and that went from there: over all
/// days, the difference is how many stand there now.
pub const CAME: &str = "dossier-came";
/// See [`CAME`].
pub const WENT: &str = "dossier-went";
/// The tally of dossiers taken in, by procedure.
pub const RECEIVED: &str = "dossier-received";
/// The tallies of dossiers finished early, on time and late, by procedure.
pub const FINISHED: [&str; 3] = ["dossier-early", "dossier-on-time", "dossier-late"];

/// Puts a dossier as it stands, and what the event adds.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    dossier: &Dossier,
    writes: &mut Writes,
) {
    writes.put(&DOSSIERS, vec![Key::Int(projected.born)], row(projected, dossier));
    if let Some(personal) = &event.personal {
        let name = personal.applicant.name.as_str();
        let text = serde_json::to_string(personal).expect("invariant: persons serialise");
        let key = personal.key.as_deref();
        let row = vec![name.into(), key.into(), text.into()];
        writes.put(&PERSONS, vec![Key::Int(projected.born)], row);
        writes.words(WORDS, projected.born, Some(words(&dossier.filing.code, personal)));
    }
    consultations(projected.born, event, writes);
    receipts(projected, event, dossier, writes);
    super::counter::store::project(projected, event, writes);
    tallies(projected, event, dossier, writes);
}

fn row(projected: &Projected<'_>, dossier: &Dossier) -> Vec<db::Value> {
    let filing = &dossier.filing;
    let place = dossier.place();
    let due = |of: fn(&domain::dossier::Deadline) -> Moment| {
        dossier.deadline.as_ref().map_or(i64::MAX, |deadline| of(deadline).last().0)
    };
    let instant = |at: Option<LawTime>| at.map(|at| at.0);
    vec![
        projected.header.stream.as_str().into(),
        filing.code.as_str().into(),
        filing.office.as_str().into(),
        place.office.as_str().into(),
        dossier.assignee().map(domain::StreamId::as_str).into(),
        filing.procedure.as_str().into(),
        filing.field.as_str().into(),
        filing.channel.id().into(),
        dossier.phase.id().into(),
        i64::from(dossier.phase.is_open()).into(),
        filing.account.as_ref().map(domain::StreamId::as_str).into(),
        dossier.filed.0.into(),
        instant(dossier.reception.as_ref().map(|it| it.at)).into(),
        due(|it| it.legal).into(),
        due(|it| it.promised).into(),
        i64::from(dossier.deadline.is_some_and(|it| it.standing)).into(),
        instant(dossier.late_since).into(),
        instant(dossier.ended).into(),
        dossier.version.into(),
    ]
}

/// What a dossier is found by: its code and its parts, names, telephone numbers, the number of
/// the identity paper.
fn words(code: &str, personal: &domain::dossier::Personal) -> String {
    let mut texts = vec![code.to_owned()];
    let submitter = personal.submitter.as_ref().map(|submitter| &submitter.who);
    for who in std::iter::once(&personal.applicant).chain(submitter) {
        texts.push(who.name.clone());
        texts.extend(who.phone.clone());
        texts.extend(who.identity.number.clone());
    }
    let mut words = text::words(&texts.join(" "));
    words.dedup();
    words.join(" ")
}

fn consultations(born: i64, event: &Event, writes: &mut Writes) {
    if let What::OpinionAsked(asked) = &event.what {
        let consents = i64::from(asked.silence == Silence::Consents);
        let row = vec![asked.office.as_str().into(), asked.due.last().0.into(), consents.into()];
        let key = vec![Key::Int(born), Key::Int(i64::from(asked.id))];
        writes.put(&CONSULTATIONS, key, row);
    }
    if let What::OpinionGiven { id, .. } = &event.what {
        let key = vec![Key::Int(born), Key::Int(i64::from(*id))];
        writes.remove(&CONSULTATIONS, key);
    }
}

/// The receipts that an event concerns.
fn receipts(projected: &Projected<'_>, event: &Event, dossier: &Dossier, writes: &mut Writes) {
    let concerned: Option<&Settled> = match &event.what {
        What::Paid { .. } => dossier.payments.last(),
        What::Voided { series, number } => dossier.payments.iter().find(|settled| {
            let receipt = settled.payment.receipt.as_ref();
            receipt.is_some_and(|it| it.series == *series && it.number == *number)
        }),
        _ => None,
    };
    let Some((settled, receipt)) =
        concerned.and_then(|settled| Some((settled, settled.payment.receipt.as_ref()?)))
    else {
        return;
    };
    let key = vec![
        Key::from(receipt.office.as_str()),
        Key::from(receipt.series.as_str()),
        Key::Int(receipt.number),
    ];
    let by = match is_account(&event.by) {
        true => event.by.as_str(),
        false => "",
    };
    let row = vec![
        receipt.form.as_str().into(),
        projected.born.into(),
        i64::try_from(settled.payment.amount_vnd).unwrap_or(i64::MAX).into(),
        settled.payment.means.id().into(),
        settled.at.0.into(),
        by.into(),
        i64::from(settled.voided).into(),
    ];
    writes.put(&RECEIPTS, key, row);
}

fn tallies(projected: &Projected<'_>, event: &Event, dossier: &Dossier, writes: &mut Writes) {
    let day = event.at.date();
    let now = dossier.place();
    if projected.before.as_ref() != Some(&now) {
        if let Some(before) = &projected.before {
            writes.tally(WENT, &before.office, before.phase.id(), day, 1);
        }
        writes.tally(CAME, &now.office, now.phase.id(), day, 1);
    }
    let filing = &dossier.filing;
    let received = matches!(&event.what, What::Filed { accepted: Some(_), .. } | What::Accepted(_));
    if received {
        writes.tally(RECEIVED, &filing.office, &filing.procedure, day, 1);
    }
    if let What::Released { punctuality } | What::Finished { punctuality, .. } = &event.what {
        let [early, on_time, late] = FINISHED;
        let measure = match punctuality {
            domain::calendar::Punctuality::Early => early,
            domain::calendar::Punctuality::OnTime => on_time,
            domain::calendar::Punctuality::Late => late,
        };
        writes.tally(measure, &filing.office, &filing.procedure, day, 1);
    }
}

/// Takes away what is personal of an erased dossier.
pub(crate) fn erase(born: i64, writes: &mut Writes) {
    writes.remove(&PERSONS, vec![Key::Int(born)]);
    writes.words(WORDS, born, None);
}

/// Phases in which a dossier lies at a desk and waits for it.
pub const AT_DESK: [Phase; 3] = [Phase::Submitted, Phase::Incomplete, Phase::Finished];
