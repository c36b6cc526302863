//! What is burning in a centre, unit by unit; and who takes over from somebody who is away.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use db::Rows;
use domain::account::Standing;
use domain::{State as AnyState, StreamId};
use jiff::civil::Date;
use page::Text;
use page::dossier::{Absent, Centre, Filled, UnitRow, Wrong as FieldWrong};
use page::procedure::{Choice, Said};

use super::super::list::{self, Asked as ListAsked, Holder, Which};
use super::super::{act, lists, store};
use super::form::{each_key, tried};
use super::options;
use super::query::near;
use super::scene::Scene;
use crate::commit::Error;
use crate::people::said::day;
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers that one press gives to somebody else at most; what is left is said.
const AT_ONCE: usize = 500;
/// Units whose people are offered.
const UNITS_MAX: usize = 60;

/// Somebody who has open dossiers in the units.
struct Held {
    account: StreamId,
    name: String,
    count: u64,
    late: u64,
    /// Whether they hold a post today where one of their dossiers lies.
    present: bool,
}

/// A deputy of today.
struct Deputy {
    of: StreamId,
    name: String,
    from: String,
    to: String,
}

/// What the page is made of.
#[derive(Default)]
struct Found {
    units: Vec<(String, [u64; 5])>,
    held: Vec<Held>,
    deputies: Vec<Deputy>,
}

async fn find(site: &Site, gate: &Gate) -> Result<Found, Problem> {
    let (law, now) = (site.law_now(), site.house().source.machine());
    let (at, who) = (site.clone(), gate.caller().who().clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, law.date(), now)?;
        let here = list::offices_of(&who, &offices, Which::Unit);
        let Some(rows) = list::places(&here, None) else { return Ok(Found::default()) };
        let number =
            |row: &db::Row, column| Ok::<_, Error>(u64::try_from(row.int(column)?).unwrap_or(0));
        let mut units = Vec::new();
        for row in tx.each(&store::BURNING, &rows.clone().and(law.0).and(near(law).0))? {
            let mut figures = [0; 5];
            for (column, figure) in figures.iter_mut().enumerate() {
                *figure = number(&row, column + 1)?;
            }
            units.push((row.text(0)?.to_owned(), figures));
        }
        let held = held(tx, rows.clone(), law)?;
        let mut deputies = Vec::new();
        for row in tx.each(&store::DEPUTIES, &rows.and(law.date().to_string()))? {
            deputies.push(Deputy {
                of: StreamId::stored(row.text(0)?),
                name: row.maybe_text(1)?.unwrap_or_default().to_owned(),
                from: row.text(2)?.to_owned(),
                to: row.text(3)?.to_owned(),
            });
        }
        Ok::<_, Error>(Found { units, held, deputies })
    });
    Ok(read.await?)
}

/// Everybody who has open dossiers in some offices; each once.
fn held(tx: &mut db::Tx<'_>, rows: Rows, now: domain::LawTime) -> Result<Vec<Held>, Error> {
    let mut all: BTreeMap<StreamId, Held> = BTreeMap::new();
    for row in tx.each(&store::HOLDERS, &rows.and(now.0))? {
        let (account, office) = (StreamId::stored(row.text(0)?), row.text(1)?);
        let damaged = |source| Error::Damaged(format!("an account: {source}"));
        let state: AnyState = serde_json::from_str(row.text(5)?).map_err(damaged)?;
        let present = match state.open() {
            AnyState::Account(account) => {
                !account.closed
                    && account.posts.iter().any(|held| {
                        held.standing == Standing::Held
                            && held.post.office == office
                            && held.post.is_on(now.date())
                    })
            }
            _ => false,
        };
        let one = all.entry(account.clone()).or_insert_with(|| Held {
            account,
            name: String::new(),
            count: 0,
            late: 0,
            present: false,
        });
        row.maybe_text(4)?.unwrap_or_default().clone_into(&mut one.name);
        one.count += u64::try_from(row.int(2)?).unwrap_or(0);
        one.late += u64::try_from(row.int(3)?).unwrap_or(0);
        one.present |= present;
    }
    Ok(all.into_values().collect())
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let page = page(&site, &gate, &asked, Filled::default()).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page(site: &Site, gate: &Gate, asked: &Asked, filled: Filled) -> Result<Centre, Problem> {
    let found = find(site, gate).await?;
    let scene = Scene::of(site, asked, Vec::new(), Vec::new()).await?;
    let mut units: Vec<UnitRow> =
        found.units.iter().map(|(code, figures)| unit(&scene, code, *figures)).collect();
    units.sort_by_key(|unit| (std::cmp::Reverse(unit.late.0), domain::text::sort_key(&unit.name)));
    let mut people = Vec::new();
    for (code, _) in found.units.iter().take(UNITS_MAX) {
        for (id, name) in options::people(site, code).await? {
            let label = Said::plain(format!("{name}, {}", scene.office(code)));
            people.push(Choice { id: id.as_str().to_owned(), label, chosen: false });
        }
    }
    let holder = |held: &Held| Choice {
        id: held.account.as_str().to_owned(),
        label: Said::plain(
            scene.text.dossier_holder_has(&held.name, scene.text.number(held.count)),
        ),
        chosen: false,
    };
    let seats = &gate.caller().who().seats;
    let led = seats.iter().find(|seat| seat.grants.iter().any(|grant| grant.leads));
    Ok(Centre {
        office: led.map(|seat| scene.office(&seat.office)).unwrap_or_default(),
        total: total(&scene, &found.units),
        units,
        absent: absent(&scene, &found),
        holders: found.held.iter().map(holder).collect(),
        people,
        filled,
        ..Centre::default()
    })
}

/// The figures in the order of the statement: open, late, soon, paused, held by nobody.
fn unit(scene: &Scene, code: &str, figures: [u64; 5]) -> UnitRow {
    let [open, late, soon, paused, unassigned] = figures;
    let path = |name: &str, value: &str| {
        with_query("/work", &[("view", "unit"), ("office", code), (name, value)])
    };
    UnitRow {
        name: if code.is_empty() { scene.text.dossier_total() } else { scene.office(code) },
        open: (open, path("late", "")),
        late: (late, path("late", "late")),
        soon: (soon, path("late", "soon")),
        paused: (paused, path("late", "paused")),
        unassigned: (unassigned, path("holder", super::query::NOBODY)),
    }
}

fn total(scene: &Scene, units: &[(String, [u64; 5])]) -> UnitRow {
    let mut sums = [0; 5];
    for (_, figures) in units {
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += figure;
        }
    }
    unit(scene, "", sums)
}

/// Who is away while dossiers wait for them: those without a post there today, and those for whom
/// a deputy stands in.
fn absent(scene: &Scene, found: &Found) -> Vec<Absent> {
    let text = scene.text;
    let deputy = |held: &Held| found.deputies.iter().find(|it| it.of == held.account);
    let away = found.held.iter().filter(|held| !held.present || deputy(held).is_some());
    let one = |held: &Held| Absent {
        name: held.name.clone(),
        dates: match deputy(held) {
            Some(it) => dates(text, &it.from, &it.to),
            None => text.dossier_absent_post(),
        },
        held: held.count,
        late: held.late,
        deputy: deputy(held).map(|it| it.name.clone()),
    };
    away.map(one).collect()
}

fn dates(text: Text, from: &str, to: &str) -> String {
    let shown = |date: &str| date.parse::<Date>().map(|date| day(text, date));
    match (shown(from), shown(to)) {
        // A post without an end ends with the calendar.
        (Ok(from), Ok(_)) if to.starts_with('9') => text.people_from(from),
        (Ok(from), Ok(to)) => text.people_from_to(from, to),
        _ => String::new(),
    }
}

/// Gives everything that somebody has open to somebody else: one command each, and what could not
/// be given is named.
pub async fn substitute(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let filled = Filled(sent.form);
    let [absent, to, reason] =
        ["absent", "to", "reason"].map(|name| filled.one(name).trim().to_owned());
    let mut wrong = Vec::new();
    for (field, value) in [("absent", &absent), ("to", &to), ("reason", &reason)] {
        if value.is_empty() {
            wrong.push(FieldWrong { field: field.to_owned(), text: text.dossier_fill_in() });
        }
    }
    if wrong.is_empty() && absent == to {
        wrong.push(FieldWrong { field: "to".to_owned(), text: text.dossier_substitute_same() });
    }
    if !wrong.is_empty() {
        let page = Centre { wrong, ..page(&site, &gate, &asked, filled).await? };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let (codes, more) = codes_of(&site, &gate, &StreamId::stored(absent)).await?;
    let body = act::Body { account: Some(to), text: reason, ..act::Body::default() };
    let (mut given, mut failed) = (0_u64, Vec::new());
    for (at, code) in codes.iter().enumerate() {
        let key = each_key(sent.key.as_ref(), at);
        match tried(&site, &gate, text, (code, "reassign"), &body, key).await? {
            Ok(()) => given += 1,
            Err(why) => failed.push((code.clone(), why)),
        }
    }
    let mut done = text.dossier_substituted(given);
    if more {
        done = format!("{done} {}", text.dossier_substitute_more());
    }
    let page = page(&site, &gate, &asked, Filled::default()).await?;
    let page = Centre { done: Some(done), failed, ..page };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Codes of what an account has open where the visitor leads, and whether there are more.
async fn codes_of(
    site: &Site,
    gate: &Gate,
    account: &StreamId,
) -> Result<(Vec<String>, bool), Problem> {
    let mut wanted = ListAsked {
        which: Which::Unit,
        holder: Some(Holder::Account(account.clone())),
        limit: list::LIMIT_MAX,
        ..ListAsked::default()
    };
    let mut codes = Vec::new();
    loop {
        let (lines, more) = lists::page(site, gate, &wanted).await?;
        wanted.after = lines.last().map(list::Line::place);
        codes.extend(lines.into_iter().map(|line| line.code));
        if !more || codes.len() >= AT_ONCE {
            let left = more || codes.len() > AT_ONCE;
            codes.truncate(AT_ONCE);
            return Ok((codes, left));
        }
    }
}
