//! Where a clerk stands: the office of their post, the offices around it, the hour.

use std::sync::Arc;

use domain::LawTime;
use domain::access::{Action, Conjunct, Seat, Thing};
use jiff::civil::Date;
use page::Text;

use super::super::register::Offices;
use super::store;
use crate::commit::{Error, IdempotencyKey};
use crate::procedure::view;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site};

/// A clerk at a desk.
#[derive(Clone)]
pub struct Desk {
    /// The site.
    pub site: Site,
    /// The gate that the clerk came through.
    pub gate: Gate,
    /// Texts of the clerk's language.
    pub text: Text,
    /// The post that gives what is done here.
    pub seat: Seat,
    /// The offices of today.
    pub offices: Arc<Offices>,
    /// Law time.
    pub now: LawTime,
}

impl Desk {
    /// The desk of whoever stands at the gate, by the post that gives an action.
    pub async fn of(
        site: &Site,
        gate: &Gate,
        asked: &Asked,
        action: Action,
    ) -> Result<Desk, Problem> {
        let gives = |seat: &&Seat| seat.grants.iter().any(|grant| grant.may.contains(&action));
        let seat = gate.caller().who().seats.iter().find(gives).cloned();
        let seat = seat.ok_or_else(|| Problem::denied(Conjunct::Role))?;
        let (now, machine) = (site.law_now(), site.house().source.machine());
        let at = site.clone();
        let read = site.house().db.read(move |tx| at.register().offices(tx, now.date(), machine));
        let offices = read.await?;
        let (site, gate, text) = (site.clone(), gate.clone(), Text::new(asked.language));
        Ok(Desk { site, gate, text, seat, offices, now })
    }

    /// The office.
    pub fn office(&self) -> &str {
        &self.seat.office
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// Whether the clerk may do something with what belongs to this desk.
    pub fn may(&self, action: Action) -> bool {
        let thing = Thing::at(self.offices.path(self.office()));
        self.gate.may_do(action, &thing, None).is_ok()
    }

    /// What an office is called.
    pub fn named(&self, code: &str) -> String {
        match self.offices.get(code) {
            Some(office) => match (self.text.language, &office.name_en) {
                (page::Language::English, Some(name)) => name.clone(),
                (page::Language::English | page::Language::Vietnamese, _) => office.name.clone(),
            },
            None => code.to_owned(),
        }
    }

    /// A day in words.
    pub fn day(&self, date: Date) -> String {
        self.text.date(view::day(date))
    }

    /// The key of this clerk's account in rows.
    pub fn account(&self) -> String {
        self.gate.caller().account().map(ToString::to_string).unwrap_or_default()
    }

    /// Whether the form of this key did its work before: a key pressed twice gets the first answer
    /// again.
    pub async fn is_done(&self, key: Option<&IdempotencyKey>) -> Result<bool, Problem> {
        let Some(key) = key.map(|key| key.key.clone()) else { return Ok(false) };
        let account = self.account();
        let row = self.read(move |tx| {
            let values = [account.as_str().into(), key.as_str().into()];
            Ok(tx.row(&store::IS_DONE, &values)?.is_some())
        });
        row.await
    }

    /// Reads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut db::Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.site.house().db.read(work).await?)
    }
}

/// An instant as pages show it: day, hour, minute.
pub fn moment(at: LawTime) -> (page::format::Day, u8, u8) {
    let civil = at.civil();
    let unsigned = |part: i8| part.unsigned_abs();
    (view::day(civil.date()), unsigned(civil.hour()), unsigned(civil.minute()))
}
