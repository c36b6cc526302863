//! The end of a desk's day: what came in, on which receipts, and the cash that is handed in.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Thing};
use domain::day_close::{Command, DIFFERENCE_LENGTH_MAX};
use domain::dossier::{Event, Means, What};
use domain::{Command as AnyCommand, LawTime, StreamId};
use page::counter::{DayClose, MoneyKind, Receipt, Sum, Warned, Wrong};

use super::super::read;
use super::chosen::receipt_number;
use super::desk::{Desk, moment};
use super::form::{Form, sum};
use super::store;
use crate::commit::{Error, Request};
use crate::procedure::view;
use crate::procedure::words::vnd;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// The hour before which what came in is forwarded on the same day (NĐ 61/2018/NĐ-CP, Điều 18).
const FORWARD_HOUR: i64 = 15;
/// Microseconds of an hour.
const HOUR_US: i64 = 3600 * 1_000_000;

/// A receipt of the day.
struct Given {
    form: String,
    series: String,
    number: i64,
    amount: u64,
    kind: MoneyKind,
    voided: bool,
    code: String,
    why: String,
}

/// How the day was closed.
struct Closed {
    by: String,
    at: LawTime,
}

/// Everything of a day.
struct Day {
    receipts: Vec<Given>,
    counts: [u64; 4],
    pressing: (i64, i64),
    closed: Option<Closed>,
    names: std::collections::HashMap<StreamId, (String, bool)>,
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakePayment).await?;
    let day = read_day(&desk).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page(&desk, &day)))
}

async fn read_day(desk: &Desk) -> Result<Day, Problem> {
    let (office, today, now) = (desk.office().to_owned(), desk.today(), desk.now);
    let begin = LawTime::start_of(today).0;
    let end = today.tomorrow().map_or(i64::MAX, |next| LawTime::start_of(next).0);
    desk.read(move |tx| {
        let here = office.as_str();
        let mut receipts = Vec::new();
        for row in tx.rows(&store::RECEIPTS, &[here.into(), begin.into(), end.into()])? {
            receipts.push(given(tx, &row)?);
        }
        let day = today.to_string();
        let counts = counts(&tx.rows(&store::COUNTS, &[here.into(), day.as_str().into()])?)?;
        let forward = begin + FORWARD_HOUR * HOUR_US;
        let before = [here.into(), forward.min(now.0).into(), now.0.into()];
        let pressing = match tx.row(&store::PRESSING, &before)? {
            Some(row) => (row.int(0)?, row.int(1)?),
            None => (0, 0),
        };
        let closed = tx.row(&store::DAY_CLOSE, &[here.into(), day.as_str().into()])?;
        let closed = closed.map(|row| {
            Ok::<_, Error>(Closed { by: row.text(3)?.to_owned(), at: LawTime(row.int(4)?) })
        });
        let closed = closed.transpose()?;
        let by = closed.iter().map(|it| StreamId::stored(&it.by)).collect::<Vec<_>>();
        let names = search::names(tx, &by)?;
        Ok(Day { receipts, counts, pressing, closed, names })
    })
    .await
}

fn given(tx: &mut db::Tx<'_>, row: &db::Row) -> Result<Given, Error> {
    let voided = row.int(5)? != 0;
    let (series, number) = (row.text(1)?.to_owned(), row.int(2)?);
    let why = match voided {
        true => why(tx, &StreamId::stored(row.text(7)?), &series, number)?,
        false => String::new(),
    };
    Ok(Given {
        form: row.text(0)?.to_owned(),
        amount: u64::try_from(row.int(3)?).unwrap_or(0),
        kind: match row.text(4)? {
            it if it == Means::Cash.id() => MoneyKind::Cash,
            it if it == Means::Post.id() => MoneyKind::Post,
            _ => MoneyKind::Transfer,
        },
        code: row.text(6)?.to_owned(),
        series,
        number,
        voided,
        why,
    })
}

/// Why a receipt was voided, as it was written then.
fn why(
    tx: &mut db::Tx<'_>,
    dossier: &StreamId,
    series: &str,
    number: i64,
) -> Result<String, Error> {
    let is_it = |event: &Event| match &event.what {
        What::Voided { series: of, number: at } => of == series && *at == number,
        _ => false,
    };
    let events = read::events(tx, dossier)?;
    let voided = events.into_iter().find(|(_, event)| is_it(event));
    Ok(voided.and_then(|(_, event)| event.words).map(|it| it.text).unwrap_or_default())
}

/// Received, handed out, asked for a supplement, refused.
fn counts(rows: &[db::Row]) -> Result<[u64; 4], Error> {
    let mut counts = [0; 4];
    for row in rows {
        let place = match (row.text(0)?, row.text(1)?) {
            (received, _) if received.starts_with("dossier-received-") => 0,
            (_, "returned") => 1,
            (_, "incomplete") => 2,
            (_, "refused") => 3,
            (_, _) => continue,
        };
        counts[place] += u64::try_from(row.int(2)?).unwrap_or(0);
    }
    Ok(counts)
}

impl Day {
    fn of(&self, kind: MoneyKind) -> impl Iterator<Item = &Given> {
        self.receipts.iter().filter(move |it| it.kind == kind && !it.voided)
    }

    fn cash(&self) -> u64 {
        self.of(MoneyKind::Cash).map(|it| it.amount).sum()
    }

    /// Numbers between the first and the last of a book that are not there.
    fn gap(&self) -> Option<String> {
        let mut books: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
        for it in &self.receipts {
            books.entry((&it.form, &it.series)).or_default().push(it.number);
        }
        let mut missing = Vec::new();
        for ((_, series), numbers) in books {
            for pair in numbers.windows(2) {
                let between = (pair[0] + 1)..pair[1];
                missing.extend(between.map(|it| format!("{series} {}", receipt_number(it))));
            }
        }
        (!missing.is_empty()).then(|| missing.join(", "))
    }
}

fn page(desk: &Desk, day: &Day) -> DayClose {
    let text = desk.text;
    let kinds = [MoneyKind::Cash, MoneyKind::Transfer, MoneyKind::Post];
    let of_kind = |kind: MoneyKind| Sum {
        kind,
        receipts: day.of(kind).count() as u64,
        amount: vnd(text, day.of(kind).map(|it| it.amount).sum()),
    };
    let total: u64 = day.receipts.iter().filter(|it| !it.voided).map(|it| it.amount).sum();
    let receipt = |it: &Given| Receipt {
        number: format!("{} {}", it.series, receipt_number(it.number)),
        code: it.code.clone(),
        kind: it.kind,
        amount: vnd(text, it.amount),
        void: it.voided.then(|| it.why.clone()),
    };
    let handed_in = day.closed.as_ref().map(|it| {
        let name = day.names.get(&StreamId::stored(&it.by)).map(|(name, _)| name.clone());
        (name.unwrap_or_default(), moment(it.at))
    });
    DayClose {
        day: Some(view::day(desk.today())),
        desk: desk.named(desk.office()),
        counts: day.counts,
        sums: kinds.into_iter().map(of_kind).filter(|it| it.receipts > 0).collect(),
        total: vnd(text, total),
        expected: vnd(text, day.cash()),
        counted: String::new(),
        difference: String::new(),
        receipts: day.receipts.iter().map(receipt).collect(),
        gap: day.gap(),
        warned: warned(desk, day.pressing),
        handed_in,
        wrong: Vec::new(),
    }
}

fn warned(desk: &Desk, (waiting, late): (i64, i64)) -> Vec<Warned> {
    let text = desk.text;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let warn = |n: i64, words: String, path: &str, late| {
        (n > 0).then(|| Warned { words, path: path.to_owned(), late })
    };
    let forward = warn(waiting, text.day_not_forwarded(count(waiting)), "/counter/handover", false);
    let late = warn(late, text.day_late(count(late)), "/work", true);
    forward.into_iter().chain(late).collect()
}

/// Closes the day: the cash that was counted is handed in.
pub async fn close(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakePayment).await?;
    let form = Form(sent.form);
    let day = read_day(&desk).await?;
    let (text, cash) = (desk.text, day.cash());
    let counted = sum(form.one("counted"));
    let wrong = match counted {
        None => Some(Wrong::new("counted", text.day_count_it())),
        Some(counted) if counted != cash && form.one("difference").trim().is_empty() => {
            let apart = vnd(text, counted.abs_diff(cash));
            let told = match counted < cash {
                true => text.day_why_less(apart),
                false => text.day_why_more(apart),
            };
            Some(Wrong::new("difference", told))
        }
        Some(_) => None,
    };
    if day.closed.is_some() {
        return Ok(Redirect::to("/counter/day").into_response());
    }
    let (Some(counted), None) = (counted, &wrong) else {
        let page = DayClose {
            counted: form.one("counted").to_owned(),
            difference: form.one("difference").to_owned(),
            wrong: wrong.into_iter().collect(),
            ..page(&desk, &day)
        };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let command = Command {
        office: desk.office().to_owned(),
        day: desk.today(),
        expected_vnd: cash,
        receipts: day.of(MoneyKind::Cash).count() as u64,
        counted_vnd: counted,
        difference: form.one("difference").chars().take(DIFFERENCE_LENGTH_MAX).collect(),
    };
    let thing = Thing::at(desk.offices.path(desk.office()));
    let granted = gate.may_do(Action::TakePayment, &thing, None)?;
    let command = AnyCommand::DayClose(command);
    let request = Request { actor: gate.actor(&granted), command, key: sent.key };
    site.door().commit(request).await?;
    Ok(Redirect::to("/counter/day").into_response())
}
