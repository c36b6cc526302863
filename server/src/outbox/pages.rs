//! The outbox as an administrator sees it: counts and reasons, no content and no addresses.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use db::Tx;
use domain::access::Thing;
use domain::province::Purpose;
use domain::{LawTime, MachineTime};
use page::Text;
use page::outbox::{Entry, Outbox, Standing, Way as Shown};

use super::work::KEPT_DAYS;
use super::{About, Reason, Way, store};
use crate::commit::Error;
use crate::reading::words::when;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Messages on the list.
const LIST_MAX: i64 = 50;

/// How much is in one state on one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The way's identifier.
    pub way: String,
    /// The state.
    pub state: String,
    /// How many.
    pub n: u64,
    /// When the oldest of them was written.
    pub oldest: MachineTime,
}

/// How much is in which state, but for the demonstration's tray.
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<Count>, Error> {
    let mut counts = Vec::new();
    for row in tx.rows(&store::COUNTS, &[])? {
        counts.push(Count {
            way: row.text(0)?.to_owned(),
            state: row.text(1)?.to_owned(),
            n: u64::try_from(row.int(2)?).unwrap_or_default(),
            oldest: MachineTime(row.int(3)?),
        });
    }
    Ok(counts)
}

/// What the page shows, as it is read.
pub(super) struct Read {
    counts: Vec<Count>,
    last: Vec<Option<(MachineTime, String)>>,
    entries: Vec<Row>,
}

/// A message that waits or failed.
struct Row {
    at: MachineTime,
    about: String,
    way: String,
    state: String,
    tries: i64,
    reason: Option<String>,
}

pub(super) fn read(tx: &mut Tx<'_>) -> Result<Read, Error> {
    let mut last = Vec::new();
    for way in Way::ALL {
        let row = tx.row(&store::LAST_REASON, &[way.id().into()])?;
        let read =
            |row: db::Row| Ok::<_, Error>((MachineTime(row.int(0)?), row.text(1)?.to_owned()));
        last.push(row.map(read).transpose()?);
    }
    let mut entries = Vec::new();
    for row in tx.rows(&store::UNDELIVERED, &[LIST_MAX.into()])? {
        entries.push(Row {
            at: MachineTime(row.int(0)?),
            about: row.text(1)?.to_owned(),
            way: row.text(2)?.to_owned(),
            state: row.text(3)?.to_owned(),
            tries: row.int(4)?,
            reason: row.maybe_text(5)?.map(str::to_owned),
        });
    }
    Ok(Read { counts: counts(tx)?, last, entries })
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    gate.may(&Thing::nothing())?;
    let read = site.house().db.read(read).await?;
    let page = page(&site, Text::new(asked.language), &read);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

pub(super) fn page(site: &Site, text: Text, read: &Read) -> Outbox {
    let ways = Way::ALL.into_iter().zip(&read.last);
    Outbox {
        ways: ways.map(|(it, last)| way(site, text, it, last.as_ref(), &read.counts)).collect(),
        entries: read.entries.iter().map(|row| entry(text, row)).collect(),
        days: KEPT_DAYS.unsigned_abs(),
    }
}

fn way(
    site: &Site,
    text: Text,
    way: Way,
    last: Option<&(MachineTime, String)>,
    counts: &[Count],
) -> Shown {
    let of = |state: &str| counts.iter().find(|it| it.way == way.id() && it.state == state);
    let n = |state| of(state).map_or(0, |count| count.n);
    let now = site.house().source.machine().0;
    let age = |count: &Count| u64::try_from((now - count.oldest.0) / 1_000_000).unwrap_or(0);
    let by = match site.province().purpose {
        Purpose::Demo => Some(text.tray_title()),
        Purpose::Production | Purpose::Bench => {
            site.outbox().carrier(way).map(|carrier| carrier.name().to_owned())
        }
    };
    Shown {
        name: name(text, way),
        by,
        waiting: n(store::WAITS),
        oldest_s: of(store::WAITS).map(age),
        taken: n(store::TAKEN),
        failed: n(store::FAILED),
        last: last.map(|(at, why)| (moment(*at), why_of(text, why))),
    }
}

fn entry(text: Text, row: &Row) -> Entry {
    let about = About::ALL.into_iter().find(|it| it.id() == row.about);
    let way = Way::ALL.into_iter().find(|it| it.id() == row.way);
    Entry {
        at: moment(row.at),
        about: about.map_or_else(|| row.about.clone(), |about| about.subject(text)),
        by: way.map_or_else(|| row.way.clone(), |way| name(text, way)),
        standing: match row.state.as_str() {
            store::TAKEN => Standing::Taken,
            store::FAILED => Standing::Failed,
            _ => Standing::Waiting,
        },
        tries: row.tries.unsigned_abs(),
        reason: row.reason.as_deref().map(|why| why_of(text, why)),
    }
}

/// Machine time as it is read in Vietnam.
fn moment(at: MachineTime) -> page::reading::When {
    when(LawTime(at.0))
}

fn name(text: Text, way: Way) -> String {
    match way {
        Way::Mail => text.outbox_mail(),
        Way::Sms => text.outbox_sms(),
    }
}

/// A stored reason in words.
pub fn why_of(text: Text, stored: &str) -> String {
    match Reason::parse(stored) {
        Some(Reason::Unreachable) => text.reason_unreachable(),
        Some(Reason::Untrusted) => text.reason_untrusted(),
        Some(Reason::Credentials(code)) => text.reason_credentials(code),
        Some(Reason::Busy(code)) => text.reason_busy(code),
        Some(Reason::Refused(code)) => text.reason_refused(code),
        Some(Reason::Ended) => text.reason_ended(),
        Some(Reason::Unreadable) => text.reason_unreadable(),
        None => stored.to_owned(),
    }
}
