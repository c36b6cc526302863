//! What figures are read with: the offices of today, what was published, and what a query narrows
//! both to.

use std::sync::Arc;

use db::Tx;
use domain::access::Scope as Reach;
use domain::measure::Facts;

use super::asked::Wanted;
use super::carried::Carried;
use crate::commit::Error;
use crate::dossier::register::Offices;
use crate::tally::{self, Scope};
use crate::web::{Missing, Problem, Site};

/// Offices as a query names them: one with those under it; nothing where there is no such office.
pub(super) fn below(offices: &Offices, code: &str) -> Option<Vec<String>> {
    offices.get(code)?;
    let below = [code.to_owned()].into_iter().collect();
    Some(offices.covered(&Reach { below, ..Reach::default() }))
}

/// What a query narrows figures to.
#[derive(Clone, Debug)]
pub(super) struct Narrowed {
    pub(super) offices: Arc<Offices>,
    /// Every published revision, whoever carries it out.
    pub(super) facts: Arc<Vec<Facts>>,
    /// The office that is asked for with those under it; absent of the province.
    codes: Option<Vec<String>>,
    wanted: Wanted,
}

impl Narrowed {
    /// Nothing where the query names an office that there is not today.
    fn read(tx: &mut Tx<'_>, site: &Site, wanted: Wanted) -> Result<Option<Narrowed>, Error> {
        let machine = site.house().source.machine();
        let offices = site.register().offices(tx, site.law_now().date(), machine)?;
        let calendar = site.register().ready().calendar(&site.province().terms);
        let facts = site.facts().current(tx, &calendar)?;
        let codes = match wanted.office.as_deref().map(|code| below(&offices, code)) {
            Some(None) => return Ok(None),
            Some(Some(codes)) => Some(codes),
            None => None,
        };
        Ok(Some(Narrowed { offices, facts, codes, wanted }))
    }

    /// Which records are counted.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope {
            offices: match &self.codes {
                Some(codes) => tally::Offices::These(codes),
                None => tally::Offices::All,
            },
            procedure: self.wanted.procedure.as_deref(),
            window: self.wanted.window,
        }
    }

    /// The published revisions of the same offices.
    pub(super) fn carried(&self) -> Carried<'_> {
        Carried::of(&self.facts, &self.offices, self.scope().offices)
    }
}

/// Reads within what a query narrows figures to; nothing is found where it names no office.
pub(super) async fn reading<T: Send + 'static>(
    site: &Site,
    wanted: &Wanted,
    read: impl FnOnce(&mut Tx<'_>, &Narrowed) -> Result<T, Error> + Send + 'static,
) -> Result<(Narrowed, T), Problem> {
    let (at, wanted) = (site.clone(), wanted.clone());
    let found = site.house().db.read(move |tx| {
        let Some(narrowed) = Narrowed::read(tx, &at, wanted)? else { return Ok(None) };
        let told = read(tx, &narrowed)?;
        Ok::<_, Error>(Some((narrowed, told)))
    });
    Ok(found.await?.ok_or(Missing)?)
}
