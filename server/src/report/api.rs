//! Reports over the interface: `/api/v1/reports/{form}`, as JSON, spreadsheet or paper.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as InAddress, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, VARY};
use axum::http::{HeaderMap, HeaderValue, Response};
use axum::response::IntoResponse;
use domain::report::{Cells, Choices, Difference, WAYS};
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Flaw, Query};
use super::pages::form_of;
use super::shown::{Frozen, Shown};
use super::{file, paper, view, words};
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// A report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportWhole {
    /// The form: `II.06a`.
    form: String,
    /// Its number on paper.
    number: String,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// The code of the office that reports; null for the province.
    office: Option<String>,
    /// What it is called.
    office_name: String,
    /// `below` or `alone`.
    scope: &'static str,
    /// `field` or `office`.
    by: &'static str,
    /// How things were counted, by the names of the parameters.
    #[schema(value_type = Object)]
    choices: BTreeMap<&'static str, &'static str>,
    /// The total: columns 3 to 13.
    #[schema(value_type = Object)]
    columns: BTreeMap<u8, i64>,
    /// The rows.
    rows: Vec<ReportRow>,
    /// How things were counted, in Vietnamese.
    notes: Vec<String>,
    /// Whether the last day is over.
    ended: bool,
    /// Whether the same was frozen with other ways to count: then these figures are not what was
    /// reported.
    counted_otherwise: bool,
    /// That it was frozen; null where it was not.
    frozen: Option<ReportFrozen>,
}

/// A row of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportRow {
    /// The field of government, or the code of the office; empty of procedures without a field.
    key: String,
    /// What it is called.
    name: String,
    /// Columns 3 to 13.
    #[schema(value_type = Object)]
    columns: BTreeMap<u8, i64>,
}

/// That a report was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportFrozen {
    /// When.
    at: String,
    /// SHA-256 of the canonical JSON of what was frozen.
    sha256: String,
    /// Where its proof is.
    proof: String,
    /// Figures that are others when counted again now.
    corrections: Vec<ReportCorrection>,
}

/// A figure that was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportCorrection {
    /// The row's key; null for the total.
    key: Option<String>,
    /// The column.
    column: u8,
    /// As it was frozen.
    frozen: i64,
    /// As it is now.
    now: i64,
}

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Json,
    Xlsx,
    Pdf,
}

/// What is wrong with an address, as a problem.
pub fn invalid(wrong: &[(&'static str, Flaw)]) -> Problem {
    let Some((name, flaw)) = wrong.first() else { return Problem::invalid("query", "") };
    let said = |language| {
        let words = flaw.words(Text::new(language));
        format!("`{name}`: {words}.")
    };
    let [vietnamese, english] = Language::ALL.map(said);
    Problem::new("invalid-parameter", 400, &vietnamese, &english)
}

fn columns(cells: &Cells) -> BTreeMap<u8, i64> {
    let number = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
    cells.numbered().map(|(at, figure)| (number(at), figure)).collect()
}

fn choices(of: Choices) -> BTreeMap<&'static str, &'static str> {
    WAYS.iter().map(|way| way.name).zip(of.chosen()).collect()
}

fn correction(it: &Difference) -> ReportCorrection {
    ReportCorrection {
        key: it.name.is_some().then(|| it.key.clone()),
        column: u8::try_from(it.column).unwrap_or(u8::MAX),
        frozen: it.was,
        now: it.now,
    }
}

fn frozen(of: &Frozen) -> ReportFrozen {
    ReportFrozen {
        at: of.at.rfc3339(),
        sha256: of.sha256.clone(),
        proof: format!("/reports/frozen/{}/proof", of.id),
        corrections: of.corrections.iter().map(correction).collect(),
    }
}

fn whole(shown: &Shown) -> ReportWhole {
    let (report, text) = (&shown.report, Text::new(Language::Vietnamese));
    let row = |row: &domain::report::Row| ReportRow {
        key: row.key.clone(),
        name: view::name(text, shown, &row.key, &row.name),
        columns: columns(&row.cells),
    };
    ReportWhole {
        form: report.form.id().to_owned(),
        number: report.form.number().to_owned(),
        from: report.window.from.to_string(),
        to: report.window.to.to_string(),
        office: (!report.scope.is_province()).then(|| report.scope.office.clone()),
        office_name: view::reporter(text, shown),
        scope: if report.scope.alone { "alone" } else { "below" },
        by: report.by.id(),
        choices: choices(report.choices),
        columns: columns(&report.figures.total),
        rows: report.figures.rows.iter().map(row).collect(),
        notes: words::footnotes(text, shown),
        ended: shown.has_ended,
        counted_otherwise: shown.counted_otherwise.is_some(),
        frozen: shown.frozen.as_ref().map(frozen),
    }
}

/// The report as JSON, kept by nobody.
pub fn json(shown: &Shown) -> Response<Body> {
    ([(CACHE_CONTROL, "no-store")], Json(whole(shown))).into_response()
}

/// What an `Accept` asks for most; `None` where it takes nothing that there is.
fn kind(accept: &str) -> Option<Kind> {
    let mut best: Option<(f32, Kind)> = None;
    for part in accept.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let kind = match pieces.next().unwrap_or_default() {
            "" | "*/*" | "application/*" | "application/json" => Kind::Json,
            file::KIND => Kind::Xlsx,
            "application/pdf" => Kind::Pdf,
            _ => continue,
        };
        let weight = pieces.find_map(|it| it.strip_prefix("q="));
        let weight = weight.map_or(1.0, |it| it.parse::<f32>().unwrap_or(0.0));
        if weight > 0.0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

/// A statutory report of a window and an office: JSON, spreadsheet or paper, by `Accept`.
#[utoipa::path(
    get,
    path = "/reports/{form}",
    params(("form" = String, Path, description = "The form: `II.06a`"), Query),
    responses(
        (status = 200, description = "The report", content(
            (ReportWhole = "application/json"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/pdf"),
        )),
        (status = 400, description = "A parameter cannot be read"),
        (status = 403, description = "The office lies outside what the caller may read"),
        (status = 404, description = "There is no such form or office"),
        (status = 406, description = "`Accept` names none of the three kinds"),
        (status = 422, description = "An identity does not hold: there is no report"),
    )
)]
pub async fn report(
    State(site): State<Site>,
    gate: Gate,
    headers: HeaderMap,
    Path(form): Path<String>,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let InAddress(query) = query?;
    let accept = headers.get(ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let Some(kind) = kind(accept) else {
        let detail = "Chỉ có JSON, XLSX và PDF.";
        return Err(Problem::new("not-acceptable", 406, detail, "There are JSON, XLSX and PDF."));
    };
    let asked = query.asked(form_of(&form)?, "").map_err(|wrong| invalid(&wrong))?;
    let shown = Shown::read(&site, &gate, &asked).await?.sound()?;
    let mut response = match kind {
        Kind::Json => json(&shown),
        Kind::Xlsx => file::answer(paper::of(&site, &gate, &shown).await?, &shown).await?,
        Kind::Pdf => paper::answer(&site, &gate, &shown).await?,
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_that_is_asked_for_most_is_given() {
        assert_eq!(kind(""), Some(Kind::Json));
        assert_eq!(kind("*/*"), Some(Kind::Json));
        assert_eq!(kind("application/pdf"), Some(Kind::Pdf));
        assert_eq!(kind(&format!("application/json;q=0.5, {}", file::KIND)), Some(Kind::Xlsx));
        assert_eq!(kind("application/pdf;q=0.1, */*;q=0.9"), Some(Kind::Json));
        assert_eq!(kind("text/html"), None);
        assert_eq!(kind("application/pdf;q=0"), None);
    }
}
