//! What figures are read with: the offices of today, what was published, and what a query narrows
//! both to.

use std::sync::Arc;

use db::Tx;
use domain::access::{Action, Scope as Reach, could, scope};
use domain::measure::{Facts, Sight};

use super::asked::Wanted;
use super::carried::Carried;
use crate::commit::Error;
use crate::dossier::register::Offices;
use crate::tally::{self, Scope};
use crate::web::{Asked, Missing, Problem, Site};

/// Offices as a query names them: one with those under it; nothing where there is no such office.
pub(super) fn below(offices: &Offices, code: &str) -> Option<Vec<String>> {
    offices.get(code)?;
    let below = [code.to_owned()].into_iter().collect();
    Some(offices.covered(&Reach { below, ..Reach::default() }))
}

/// Where whoever asks may read reports: small counts are shown there.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    may: Reach,
    /// Whether they may read reports of any office.
    pub(super) reads_reports: bool,
}

impl Reader {
    pub(super) fn of(asked: &Asked) -> Reader {
        let who = asked.caller.who();
        let reads_reports = could(who, Action::ReadReports).is_ok();
        Reader { may: scope(who, Action::ReadReports), reads_reports }
    }

    /// What they see of figures of the whole province.
    pub(super) fn of_province(&self) -> Sight {
        Sight::of_province(self.may.everywhere)
    }

    /// What they see of figures of some offices together.
    pub(super) fn of_offices(&self, offices: &Offices, codes: &[String]) -> Sight {
        let covers = codes.iter().all(|code| self.may.covers(&offices.path(code)));
        Sight { everywhere: self.may.everywhere, covers }
    }

    /// What they see of figures of the offices that are asked for; of the province where none are.
    pub(super) fn sight(&self, offices: &Offices, codes: Option<&[String]>) -> Sight {
        codes.map_or_else(|| self.of_province(), |codes| self.of_offices(offices, codes))
    }
}

/// What a query narrows figures to.
#[derive(Clone, Debug)]
pub(super) struct Narrowed {
    pub(super) offices: Arc<Offices>,
    /// Every published revision, whoever carries it out.
    pub(super) facts: Arc<Vec<Facts>>,
    /// The office that is asked for with those under it; absent of the province.
    pub(super) codes: Option<Vec<String>>,
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
