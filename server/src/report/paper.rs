//! A report as an official paper: Vietnamese, whoever asks.

use axum::body::Body;
use axum::http::Response;
use page::{Language, Text};
use pdf::{Report as Paper, ReportRow, Signer};

use super::shown::Shown;
use super::view::{figure, name, person};
use super::words;
use crate::dossier::paper::place_of;
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// The text that makes the form.
const SOURCE: &str = "TT 01/2020/TT-VPCP";
/// What stands where the place is not known.
const DOTS: &str = "………";

/// The name of a report's files, without their kind.
pub fn file_name(shown: &Shown) -> String {
    let report = &shown.report;
    let office = match report.scope.is_province() {
        true => "tinh",
        false => &report.scope.office,
    };
    let window = report.window;
    format!("{}-{office}-{}-{}", report.form.id(), window.from, window.to)
}

/// The paper of a report whose identities hold.
pub async fn of(site: &Site, gate: &Gate, shown: &Shown) -> Result<Paper, Problem> {
    let text = Text::new(Language::Vietnamese);
    let (report, tree) = (&shown.report, &shown.tree);
    let head = tree.rows("").into_iter().next().map(|(code, _)| code).unwrap_or_default();
    let office = if report.scope.is_province() { &head } else { &report.scope.office };
    let named = |code: &String| tree.name(code, Language::Vietnamese);
    let path = tree.path(office);
    let preparer = match &shown.frozen {
        Some(frozen) => person(site, &frozen.by).await?,
        None => {
            gate.caller().session().map(|_| gate.caller().name().to_owned()).unwrap_or_default()
        }
    };
    let at = shown.frozen.as_ref().map(|it| it.at);
    let rows = (1..).zip(&report.figures.rows).map(|(number, row)| ReportRow {
        number,
        name: name(text, shown, &row.key, &row.name),
        cells: row.cells.0.map(|it| figure(text, it)),
    });
    Ok(Paper {
        number: report.form.number().to_owned(),
        source: SOURCE.to_owned(),
        reporter: named(office),
        // The province reports to the Government Office, everybody else to whoever stands above.
        receiver: path.get(1).map_or_else(|| text.report_receiver_province(), named),
        period: report.window.period().map(|it| words::period(text, it)).unwrap_or_default(),
        from: report.window.from,
        to: report.window.to,
        rows_are: words::rows_are(text, report.by),
        rows: rows.collect(),
        total: report.figures.total.0.map(|it| figure(text, it)),
        notes: words::footnotes(text, shown),
        frozen_at: at,
        sha256: shown.frozen.as_ref().map(|it| it.sha256.clone()).unwrap_or_default(),
        place: path.iter().find_map(|it| place_of(&named(it))).unwrap_or_else(|| DOTS.to_owned()),
        date: at.unwrap_or_else(|| site.law_now()).date(),
        preparer: Signer { name: preparer, ..Signer::default() },
        head: Signer::default(),
    })
}

/// The paper as a file.
pub async fn answer(site: &Site, gate: &Gate, shown: &Shown) -> Result<Response<Body>, Problem> {
    let paper = of(site, gate, shown).await?;
    site.press().answer(pdf::Form::Report(paper), &file_name(shown)).await
}
