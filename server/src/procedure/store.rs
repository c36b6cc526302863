//! The catalogue as rows: revisions, when each is in force, and what the national database says.

use domain::national::National;
use domain::procedure::{Head, Procedure, Revision, Status};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};
use crate::office::store::NO_END;

db::statements! {
    /// Puts where a revision stands.
    pub PUT_PUBLICATION = "INSERT INTO publication
        (id, code, number, status, origin, from_day, to_day, decision)
        {values(id bigint, code text, number bigint, status text, origin text, from_day text,
        to_day text, decision text)}
        ON CONFLICT (id) DO UPDATE SET status = excluded.status, origin = excluded.origin,
        from_day = excluded.from_day, to_day = excluded.to_day, decision = excluded.decision";
    /// Removes where a revision stands.
    pub REMOVE_PUBLICATION = "DELETE FROM publication
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts the content of a revision.
    pub PUT_REVISION = "INSERT INTO revision (id, code, number, description)
        {values(id bigint, code text, number bigint, description text)}
        ON CONFLICT (id) DO UPDATE SET description = excluded.description";
    /// Removes the content of a revision.
    pub REMOVE_REVISION = "DELETE FROM revision
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts what the national database says.
    pub PUT_NATIONAL = "INSERT INTO national (id, code, listing, record)
        {values(id bigint, code text, listing text, record text)}
        ON CONFLICT (id) DO UPDATE SET listing = excluded.listing, record = excluded.record";
    /// Removes what the national database says.
    pub REMOVE_NATIONAL = "DELETE FROM national
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// The number of the last change of the catalogue.
    pub LAST_CHANGE = "SELECT last FROM counter WHERE name = 'catalogue'";
    /// Contents in force on a day.
    pub IN_FORCE = "SELECT p.code, p.number, p.from_day, p.to_day, r.description
        FROM publication p JOIN revision r ON r.code = p.code AND r.number = p.number
        WHERE p.status = 'published' AND p.from_day <= $1 AND p.to_day >= $1 ORDER BY p.code";
    /// Lines of the national list.
    pub LISTINGS = "SELECT code, listing FROM national WHERE listing IS NOT NULL ORDER BY code";
    /// Every revision of a procedure, oldest first.
    pub HEADS = "SELECT code, number, status, origin, from_day, to_day, decision
        FROM publication WHERE code = $1 ORDER BY number";
    /// The content of one revision.
    pub CONTENT = "SELECT description FROM revision WHERE code = $1 AND number = $2";
    /// What the national database has of a procedure.
    pub NATIONAL = "SELECT listing, record FROM national WHERE code = $1";
    /// Drafts and reviewed revisions, and those published: everything that can be looked at.
    pub ALL_HEADS = "SELECT code, number, status, origin, from_day, to_day, decision
        FROM publication WHERE status <> 'dropped' ORDER BY code, number";
    /// The place of a procedure's newest event, for its proof.
    pub STREAM = "SELECT s.stream, s.version FROM claim c JOIN snapshot s ON s.stream = c.stream
        WHERE c.kind = 'procedure-code' AND c.key = $1";
    /// The state of a procedure.
    pub STATE = "SELECT s.state FROM claim c JOIN snapshot s ON s.stream = c.stream
        WHERE c.kind = 'procedure-code' AND c.key = $1";
}

static PUBLICATIONS: Table = Table {
    name: "publication",
    put: &PUT_PUBLICATION,
    remove: &REMOVE_PUBLICATION,
    key_columns: 1,
};
static REVISIONS: Table =
    Table { name: "revision", put: &PUT_REVISION, remove: &REMOVE_REVISION, key_columns: 1 };
static NATIONALS: Table =
    Table { name: "national", put: &PUT_NATIONAL, remove: &REMOVE_NATIONAL, key_columns: 1 };

/// Revisions that one procedure may have: their rows are numbered within the procedure's.
const REVISIONS_MAX: i64 = 1024;

/// Puts where every revision stands: a publication may end an earlier one.
pub(crate) fn project(projected: &Projected<'_>, procedure: &Procedure, writes: &mut Writes) {
    let published = procedure.published();
    for head in &procedure.revisions {
        let id = projected.born * REVISIONS_MAX + i64::from(head.number);
        let days = published.iter().find(|(it, ..)| it.number == head.number);
        let to = days.and_then(|(_, _, to)| *to);
        writes.put(&PUBLICATIONS, vec![Key::Int(id)], row(procedure, head, to));
    }
}

fn row(procedure: &Procedure, head: &Head, to: Option<jiff::civil::Date>) -> Vec<db::Value> {
    let json = |value: &domain::procedure::Decision| {
        serde_json::to_string(value).expect("invariant: decisions serialise")
    };
    vec![
        procedure.code.as_str().into(),
        i64::from(head.number).into(),
        status(head.status).into(),
        origin(head).into(),
        head.from.map(|day| day.to_string()).as_deref().into(),
        to.map_or_else(|| NO_END.to_owned(), |day| day.to_string()).into(),
        head.decision.as_ref().map(json).as_deref().into(),
    ]
}

/// The status in rows and answers.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Reviewed => "reviewed",
        Status::Published => "published",
        Status::Dropped => "dropped",
    }
}

fn origin(head: &Head) -> &'static str {
    match head.origin {
        domain::procedure::Origin::Files => "files",
        domain::procedure::Origin::National => "national",
        domain::procedure::Origin::Editor => "editor",
    }
}

/// Puts a revision's content.
pub(crate) fn project_revision(
    projected: &Projected<'_>,
    revision: &Revision,
    writes: &mut Writes,
) {
    let description =
        serde_json::to_string(&revision.description).expect("invariant: descriptions serialise");
    let row =
        vec![revision.code.as_str().into(), i64::from(revision.number).into(), description.into()];
    writes.put(&REVISIONS, vec![Key::Int(projected.born)], row);
}

/// Puts what the national database says.
pub(crate) fn project_national(
    projected: &Projected<'_>,
    national: &National,
    writes: &mut Writes,
) {
    let listing = national
        .listing
        .as_ref()
        .map(|listing| serde_json::to_string(listing).expect("invariant: listings serialise"));
    let record = national
        .record
        .as_ref()
        .map(|record| serde_json::to_string(record).expect("invariant: records serialise"));
    let row =
        vec![national.code.as_str().into(), listing.as_deref().into(), record.as_deref().into()];
    writes.put(&NATIONALS, vec![Key::Int(projected.born)], row);
}
