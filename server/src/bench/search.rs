//! Questions of the whole national list, asked as the list's page asks them.

use std::sync::Arc;
use std::time::Duration;

use domain::Command;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::load::{self, AsyncRequest, Until};
use super::process;
use super::run::{Bench, Measured, Temporary, round};
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::{House, tell_all};
use crate::procedure::catalogue::{Catalogue, Filter, Shelf};
use crate::procedure::finder::{self, Wanted};
use crate::procedure::questions::QUESTIONS;
use crate::procedure::{import, write};
use crate::province::{files, shipped};

impl Bench {
    pub(super) fn searches(&self, house: &House, temporary: &Temporary) -> Result<Json, Fault> {
        tell_shipped(house, temporary)?;
        let request = SearchRequest {
            db: house.db.clone(),
            shelf: Arc::new(Shelf::new(house.province()?.terms)),
            today: house.source.law().date(),
        };
        // The first one makes the catalogue.
        let once = load::run(&house.source, 1, Until::Done(1), &request);
        let sent = house.db.statements();
        let cpu = process::cpu_seconds();
        let time = Duration::from_secs(self.seconds);
        let load = load::run(&house.source, self.clients, Until::Time(time), &request);
        let measured = Measured {
            cpu_seconds: process::cpu_seconds() - cpu,
            batches: 0,
            statements: house.db.statements() - sent,
            rss_anon_mib: process::rss_anon_mib(),
            load,
        };
        let mut line = self.line(house, &measured);
        line["first_ms"] = round(once.percentile_ms(100)).into();
        if !self.no_floor {
            let floor = request.floor(house, time.min(Duration::from_secs(5)))?;
            line["floor_per_second"] = round(floor).into();
            line["ratio_to_floor"] = round(measured.load.per_second() / floor.max(0.001)).into();
        }
        Ok(line)
    }
}

/// Tells a house of the bench what the demonstration knows.
pub(super) fn tell_shipped(house: &House, temporary: &Temporary) -> Result<(), Fault> {
    let folder = temporary.0.join("province");
    shipped::unpack(&folder)?;
    let read = files::read(&folder.join("dak-nong")).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Fault::Findings(lines.join("\n"))
    })?;
    let list = import::read(&[folder.join("national/list.jsonl")])?;
    let terms = Command::Province(domain::province::Event::Described(Box::new(read.terms)));
    let offices = read.commands.into_iter().map(Command::Office);
    house.with_door(|door| {
        tell_all(door, std::iter::once(terms).chain(offices))?;
        for file in &read.procedures {
            write::load(house, door, file)?;
        }
        import::import(house, door, list, &mut || {}).map(drop)
    })
}

#[derive(Clone)]
struct SearchRequest {
    db: db::Db,
    shelf: Arc<Shelf>,
    today: Date,
}

impl SearchRequest {
    fn find(catalogue: &Catalogue, n: u64) -> finder::Found {
        let place = usize::try_from(n).unwrap_or(0) % QUESTIONS.len();
        let wanted = Wanted { query: QUESTIONS[place].0.to_owned(), ..Wanted::default() };
        finder::find(catalogue, &wanted, &Filter::default())
    }

    /// Answers a second of the index alone, on one thread.
    fn floor(&self, house: &House, time: Duration) -> Result<f64, Fault> {
        let source = house.source.clone();
        let (shelf, today) = (Arc::clone(&self.shelf), self.today);
        let catalogue = self.db.read_now(move |tx| shelf.current(tx, today))?;
        let (begun, mut done) = (source.monotonic(), 0);
        while source.monotonic() - begun < time {
            std::hint::black_box(SearchRequest::find(&catalogue, done));
            done += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate is shown, not kept")]
        let rate = done as f64 / (source.monotonic() - begun).as_secs_f64().max(0.001);
        Ok(rate)
    }
}

impl AsyncRequest for SearchRequest {
    async fn send(&self, n: u64) -> Result<(), Error> {
        let catalogue = self.shelf.catalogue(&self.db, self.today).await?;
        match SearchRequest::find(&catalogue, n).numbers.is_empty() {
            true => Err(Error::Damaged("a question finds nothing".to_owned())),
            false => Ok(()),
        }
    }
}
