//! Frozen reports as rows.

use domain::report::{Frozen, canonical};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

db::statements! {
    /// Puts a frozen report.
    pub PUT = "INSERT INTO report (id, stream, form, office, from_day, to_day, rows_by, sha256,
        frozen_by, at, report)
        {values(id bigint, stream text, form text, office text, from_day text, to_day text,
        rows_by text, sha256 text, frozen_by text, at bigint, report text)}
        ON CONFLICT (id) DO NOTHING";
    /// Removes a frozen report.
    pub REMOVE = "DELETE FROM report WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// A frozen report by its stream.
    pub ONE = "SELECT id, sha256, frozen_by, at, report FROM report WHERE stream = $1";
    /// A frozen report by its number.
    pub BY_ID = "SELECT stream, report FROM report WHERE id = $1";
    /// Frozen reports, the latest first.
    pub LIST = "SELECT id, form, office, from_day, to_day, rows_by, sha256, frozen_by, at, report
        FROM report WHERE id < $1 ORDER BY id DESC LIMIT $2";
    /// Every frozen report after a number, with its stream.
    pub ALL_AFTER = "SELECT id, stream, sha256, report FROM report WHERE id > $1
        ORDER BY id LIMIT $2";
}

static REPORTS: Table = Table { name: "report", put: &PUT, remove: &REMOVE, key_columns: 1 };

/// Puts a report as it was frozen.
pub(crate) fn project(projected: &Projected<'_>, frozen: &Frozen, writes: &mut Writes) {
    let report = &frozen.report;
    let row = vec![
        projected.header.stream.as_str().into(),
        report.form.id().into(),
        report.scope.office.as_str().into(),
        report.window.from.to_string().into(),
        report.window.to.to_string().into(),
        report.by.id().into(),
        frozen.sha256.as_str().into(),
        frozen.frozen_by.as_str().into(),
        frozen.at.0.into(),
        canonical(report).into(),
    ];
    writes.put(&REPORTS, vec![Key::Int(projected.born)], row);
}
