//! A report as its page.

use domain::access::{Action, scope};
use domain::report::{By, Difference, Form, Period, Row as Figure, Scope, WAYS};
use domain::text::sort_key;
use domain::{LawTime, StreamId};
use jiff::civil::Date;
use page::person::Choice;
use page::report::{
    Asked as Fields, Correction, Freeze, Frozen, Report, Row, Table, Way, Wrong, columns,
};
use page::{Language, Text};

use super::asked::{Asked, Flaw, Query};
use super::shown::Shown;
use super::words;
use crate::commit::Error;
use crate::procedure::view::day;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// Years whose periods are offered.
const YEARS_OFFERED: i16 = 3;

/// The periods that had begun by a day, the latest first.
fn periods(text: Text, today: Date) -> Vec<Choice> {
    let years = (0..YEARS_OFFERED).map(|back| today.year() + 1 - back);
    let all = years.flat_map(|year| Period::of_year(year).into_iter().rev());
    let begun = all.filter(|it| it.window().from <= today);
    begun.map(|it| Choice::new(&it.id(), words::period(text, it))).collect()
}

fn chosen(all: impl IntoIterator<Item = Choice>, id: &str) -> Vec<Choice> {
    all.into_iter().map(|it| Choice { chosen: it.id == id, ..it }).collect()
}

/// Offices that the caller may ask of, by the alphabet; the province first where it is among them.
async fn offices(site: &Site, gate: &Gate, text: Text) -> Result<Vec<Choice>, Problem> {
    let (today, machine) = (site.law_now().date(), site.house().source.machine());
    let at = site.clone();
    let read = site.house().db.read(move |tx| at.register().offices(tx, today, machine));
    let offices = read.await?;
    let scope = scope(gate.caller().who(), Action::ReadReports);
    let mut named: Vec<(String, Choice)> = Vec::new();
    for code in offices.covered(&scope) {
        let Some(office) = offices.get(&code) else { continue };
        let name = match (text.language, &office.name_en) {
            (Language::English, Some(name)) => name.clone(),
            (Language::English | Language::Vietnamese, _) => office.name.clone(),
        };
        named.push((sort_key(&name), Choice::new(&code, name)));
    }
    named.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
    let province = scope.everywhere.then(|| Choice::new("", text.report_province()));
    Ok(province.into_iter().chain(named.into_iter().map(|(_, choice)| choice)).collect())
}

/// The office of which a report is made where the address names none: the province, else the
/// caller's own.
pub fn own(gate: &Gate) -> String {
    let who = gate.caller().who();
    if scope(who, Action::ReadReports).everywhere {
        return String::new();
    }
    let gives = |seat: &&domain::access::Seat| {
        seat.grants.iter().any(|grant| grant.may.contains(&Action::ReadReports))
    };
    who.seats.iter().find(gives).map(|seat| seat.office.clone()).unwrap_or_default()
}

/// The page before there is a report: what it is asked by, with what is wrong.
pub async fn form(
    site: &Site,
    gate: &Gate,
    text: Text,
    (form, query): (Form, &Query),
    wrong: &[(&'static str, Flaw)],
) -> Result<Report, Problem> {
    let today = site.law_now().date();
    let office = query.office.clone().unwrap_or_else(|| own(gate));
    let below = [("below", text.report_scope_below()), ("alone", text.report_scope_alone())];
    let by = By::ALL.map(|by| Choice::new(by.id(), words::rows_are(text, by)));
    let said = |name: &str| match name {
        "ended" => query.ended.as_str(),
        "waiting" => &query.waiting,
        "imported" => &query.imported,
        _ => &query.judged,
    };
    let way = |way: &domain::report::Way| Way {
        name: way.name,
        label: words::way(text, way.name),
        options: chosen(
            way.options.map(|it| Choice::new(it, words::option(text, way.name, it))),
            said(way.name),
        ),
    };
    let asked = Fields {
        periods: periods(text, today),
        from: query.from.clone(),
        to: query.to.clone(),
        offices: chosen(offices(site, gate, text).await?, &office),
        below: chosen(below.map(|(id, name)| Choice::new(id, name)), &query.scope),
        by: chosen(by, &query.by),
        ways: WAYS.iter().map(way).collect(),
    };
    let wrong = wrong.iter().map(|(id, flaw)| Wrong { id, words: flaw.words(text) });
    Ok(Report {
        form: form.id().to_owned(),
        number: form.number().to_owned(),
        asked,
        wrong: wrong.collect(),
        ..Report::default()
    })
}

/// The table of a report.
pub async fn table(
    site: &Site,
    gate: &Gate,
    text: Text,
    (asked, shown): (&Asked, &Shown),
) -> Result<Table, Problem> {
    let report = &shown.report;
    let path = format!("/reports/{}", report.form.id());
    let has_ended = shown.has_ended;
    let reported = (&asked.scope, asked.window.to);
    let may_freeze =
        super::shown::permitted(site, gate, Action::FreezeReport, reported).await.is_ok();
    let is_free = shown.frozen.is_none() && shown.counted_otherwise.is_none();
    let freeze = (has_ended && is_free && may_freeze).then(|| {
        let values = asked.values().into_iter();
        let mut fields: Vec<(String, String)> =
            values.map(|(name, value)| (name.to_owned(), value)).collect();
        fields.push(("seen".to_owned(), report.sha256()));
        Freeze { path: format!("{path}/freeze"), fields }
    });
    let reporter = reporter(text, shown);
    Ok(Table {
        caption: format!("{reporter}, {}", words::window(text, report.window)),
        rows_are: words::rows_are(text, report.by),
        rows: report.figures.rows.iter().map(|it| row(text, asked, shown, it)).collect(),
        total: figures(text, &report.figures.total.0),
        notes: words::footnotes(text, shown),
        xlsx: asked.at(&format!("{path}/xlsx")),
        pdf: asked.at(&format!("{path}/pdf")),
        json: asked.at(&format!("{path}/json")),
        frozen: frozen(site, text, shown).await?,
        freeze,
        running: !has_ended,
        otherwise: shown
            .counted_otherwise
            .as_ref()
            .map(|it| (text.report_note_otherwise(instant(text, it.at)), it.asked.at(&path))),
    })
}

/// Who reports.
pub fn reporter(text: Text, shown: &Shown) -> String {
    let scope = &shown.report.scope;
    match scope.is_province() {
        true => text.report_province(),
        false => shown.tree.name(&scope.office, text.language),
    }
}

/// A figure as it is written; none is less than zero where its identities hold.
pub fn figure(text: Text, figure: i64) -> String {
    text.number(u64::try_from(figure).unwrap_or(0))
}

fn figures(text: Text, cells: &[i64]) -> Vec<String> {
    cells.iter().map(|it| figure(text, *it)).collect()
}

/// Whether a row is of the office that reports, without those under it.
fn is_own(shown: &Shown, key: &str) -> bool {
    let Scope { office, .. } = &shown.report.scope;
    key == office || (office.is_empty() && shown.tree.path(key).len() == 1)
}

/// What a row is called.
pub fn name(text: Text, shown: &Shown, key: &str, known: &str) -> String {
    match shown.report.by {
        By::Field if key.is_empty() => text.report_no_field(),
        By::Field => known.to_owned(),
        By::Office => {
            let name = match text.language {
                Language::Vietnamese => known.to_owned(),
                Language::English => shown.tree.name(key, Language::English),
            };
            if is_own(shown, key) { text.report_own(name) } else { name }
        }
    }
}

fn row(text: Text, asked: &Asked, shown: &Shown, row: &Figure) -> Row {
    let opens = shown.report.by == By::Office && !is_own(shown, &row.key);
    Row {
        name: name(text, shown, &row.key, &row.name),
        path: opens.then(|| asked.of(&row.key).at(&format!("/reports/{}", asked.form.id()))),
        cells: figures(text, &row.cells.0),
    }
}

/// An instant in words.
pub fn instant(text: Text, at: LawTime) -> String {
    let civil = at.civil();
    let (hour, minute) = (civil.hour().unsigned_abs(), civil.minute().unsigned_abs());
    text.instant(&(day(civil.date()), hour, minute))
}

/// What somebody is called; empty for the program itself.
pub async fn person(site: &Site, account: &str) -> Result<String, Problem> {
    let stream = StreamId::stored(account);
    let read = site.house().db.read(move |tx| {
        let names = search::names(tx, [&stream])?;
        Ok::<_, Error>(names.get(&stream).map(|(name, _)| name.clone()).unwrap_or_default())
    });
    Ok(read.await?)
}

async fn frozen(site: &Site, text: Text, shown: &Shown) -> Result<Option<Frozen>, Problem> {
    let Some(frozen) = &shown.frozen else { return Ok(None) };
    let by = person(site, &frozen.by).await?;
    let names = columns(text);
    let correction = |it: &Difference| Correction {
        row: match &it.name {
            Some(known) => name(text, shown, &it.key, known),
            None => text.report_total(),
        },
        column: it.column,
        name: it.column.checked_sub(3).and_then(|at| names.get(at)).cloned().unwrap_or_default(),
        frozen: it.was.to_string(),
        now: it.now.to_string(),
        difference: format!("{:+}", it.now - it.was),
    };
    Ok(Some(Frozen {
        told: text.report_frozen_by(instant(text, frozen.at), by),
        sha256: frozen.sha256.clone(),
        proof: format!("/reports/frozen/{}/proof", frozen.id),
        corrections: frozen.corrections.iter().map(correction).collect(),
    }))
}
