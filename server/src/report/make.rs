//! Making a report: tallies in, figures out, identities asserted. Nothing but tallies is read, so
//! that what it costs does not depend on how many dossiers there are.

use std::collections::BTreeMap;

use db::Tx;
use domain::report::{
    Broken, By, Cells, Choices, Counts, Figures, Flow, Identity, Imported, Judged, Report, Row,
    Scope, Stock, Waiting, Window,
};
use domain::tally::Tally;
use domain::text::sort_key;
use page::Language;

use super::asked::Asked;
use super::tree::Tree;
use crate::commit::Error;
use crate::procedure::catalogue::Catalogue;
use crate::tally::{self, Offices, Sums};

/// The key of the row of procedures whose field nobody knows.
pub const NO_FIELD: &str = "";

/// A report with its offices.
#[derive(Debug)]
pub struct Made {
    /// The report.
    pub report: Report,
    /// What does not hold of it: then it is not shown.
    pub broken: Option<Broken>,
}

/// Makes a report.
pub fn make(
    tx: &mut Tx<'_>,
    tree: &Tree,
    catalogue: &Catalogue,
    asked: &Asked,
) -> Result<Made, Error> {
    let Asked { form, window, by, choices, .. } = *asked;
    let offices = offices(tree, &asked.scope);
    let counting = Counting { tx, offices: offices.as_deref(), choices };
    let (figures, last) = counting.figures(tree, catalogue, asked)?;
    let report = Report { form, scope: asked.scope.clone(), window, by, choices, figures };
    let broken = check(&report.figures, &last).err();
    Ok(Made { report, broken })
}

/// Every identity of the figures, and of the window before as far as this one goes on from it.
fn check(figures: &Figures, last: &Cells) -> Result<(), Broken> {
    last.check("").map_err(|broken| Broken { identity: Identity::RolledOver, ..broken })?;
    figures.check(Some(last))
}

/// The offices of a scope; `None` for all.
fn offices(tree: &Tree, scope: &Scope) -> Option<Vec<String>> {
    match (scope.is_province(), scope.alone) {
        (true, _) => None,
        (false, true) => Some(vec![scope.office.clone()]),
        (false, false) => Some(tree.below(&scope.office)),
    }
}

/// Counting for one report.
struct Counting<'a, 't> {
    tx: &'a mut Tx<'t>,
    offices: Option<&'a [String]>,
    choices: Choices,
}

impl Counting<'_, '_> {
    fn figures(
        mut self,
        tree: &Tree,
        catalogue: &Catalogue,
        asked: &Asked,
    ) -> Result<(Figures, Cells), Error> {
        let rows = match asked.by {
            By::Field => self.by_field(catalogue, asked.window)?,
            By::Office => self.by_office(tree, &asked.scope, asked.window)?,
        };
        let total = self.total(asked.window)?;
        let last = self.total(asked.window.before())?;
        Ok((Figures { rows, total }, last))
    }

    /// All of the scope, by what is kept of all procedures.
    fn total(&mut self, window: Window) -> Result<Cells, Error> {
        let offices = self.offices.map_or(Offices::All, Offices::These);
        let counts = self.counts(window, |tx, tallies, window| {
            let scope = tally::Scope { offices, procedure: None, window };
            Ok(BTreeMap::from([(String::new(), tally::sums(tx, tallies, scope)?)]))
        })?;
        Ok(self.cells(counts.values()))
    }

    /// A row each field of government, by the catalogue; those that nobody knows come last.
    fn by_field(&mut self, catalogue: &Catalogue, window: Window) -> Result<Vec<Row>, Error> {
        let offices = self.offices.map_or(Offices::All, Offices::These);
        let counts = self.counts(window, |tx, tallies, window| {
            tally::by_procedure(tx, tallies, tally::Scope { offices, procedure: None, window })
        })?;
        let mut fields: BTreeMap<(bool, String, String), Vec<&Counts>> = BTreeMap::new();
        for (procedure, counts) in &counts {
            let item = catalogue.by_code(procedure);
            let field = item.and_then(|it| it.entry.fields.first()).cloned().unwrap_or_default();
            let place = (field == NO_FIELD, sort_key(&field), field);
            fields.entry(place).or_default().push(counts);
        }
        let row = |((_, _, key), counts): ((bool, String, String), Vec<&Counts>)| Row {
            name: key.clone(),
            key,
            cells: self.cells(counts.into_iter()),
        };
        Ok(fields.into_iter().map(row).filter(|row| !is_empty(row)).collect())
    }

    /// A row each office under the one that reports.
    fn by_office(&mut self, tree: &Tree, scope: &Scope, window: Window) -> Result<Vec<Row>, Error> {
        let offices = self.offices;
        let counts = self.counts(window, |tx, tallies, window| match offices {
            None => tally::by_each_office(tx, tallies, None, window),
            Some(offices) => {
                let offices = Offices::These(offices);
                tally::by_office(tx, tallies, tally::Scope { offices, procedure: None, window })
            }
        })?;
        let rows = match scope.alone {
            true => vec![(scope.office.clone(), vec![scope.office.clone()])],
            false => tree.rows(&scope.office),
        };
        let row = |(key, offices): (String, Vec<String>)| Row {
            name: tree.name(&key, Language::Vietnamese),
            key,
            cells: self.cells(offices.iter().filter_map(|it| counts.get(it))),
        };
        Ok(rows.into_iter().map(row).filter(|row| !is_empty(row)).collect())
    }

    /// What a window is made of, key by key: `read` sums tallies, stocks as they stand at its end.
    fn counts(
        &mut self,
        window: Window,
        read: impl Fn(&mut Tx<'_>, &[Tally], tally::Window) -> Result<BTreeMap<String, Sums>, Error>,
    ) -> Result<BTreeMap<String, Counts>, Error> {
        let tallies = tallies(self.choices);
        let stocks: Vec<Tally> = tallies.iter().copied().filter(|it| it.is_stock()).collect();
        let within = tally::Window { from: window.from, to: window.to };
        let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
        for (key, sums) in read(self.tx, &tallies, within)? {
            let counts = counts.entry(key).or_default();
            (counts.during, counts.end) = (flow(&sums), stock(&sums));
        }
        for (key, sums) in read(self.tx, &stocks, tally::Window::until(window.eve()))? {
            counts.entry(key).or_default().before = stock(&sums);
        }
        Ok(counts)
    }

    /// The figures of what belongs to one row.
    fn cells<'c>(&self, counts: impl Iterator<Item = &'c Counts>) -> Cells {
        counts.fold(Cells::default(), |all, counts| all.plus(&Cells::of(counts, self.choices)))
    }
}

fn is_empty(row: &Row) -> bool {
    row.cells == Cells::default()
}

/// The tallies that a report needs, as its choices have it.
fn tallies(choices: Choices) -> Vec<Tally> {
    let mut all = Tally::RECEIVED.to_vec();
    all.extend([Tally::Withdrawn, Tally::Stopped, Tally::EndedLate, Tally::Open, Tally::OpenLate]);
    match choices.judged {
        Judged::ByPromise => all.extend(Tally::FINISHED),
        Judged::ByLaw => all.extend([Tally::Lawful, Tally::LawfulEarly, Tally::Unlawful]),
    }
    match choices.imported {
        Imported::WhenReceived => {
            all.extend([Tally::CarriedOnline, Tally::CarriedDirect, Tally::Elsewhere]);
        }
        Imported::WhenTakenOver => all.extend([Tally::Imported, Tally::ImportedOnline]),
    }
    match choices.waiting {
        Waiting::InTime => all.push(Tally::OpenLateWaiting),
        Waiting::AsTheyStood => {}
    }
    all
}

fn flow(sums: &Sums) -> Flow {
    let (imported, lawful_early) = (sums.of(Tally::Imported), sums.of(Tally::LawfulEarly));
    let imported_online = sums.of(Tally::ImportedOnline);
    Flow {
        online: sums.of(Tally::ReceivedOnline),
        direct: sums.of(Tally::ReceivedDesk) + sums.of(Tally::ReceivedPost),
        imported_online,
        imported_direct: imported - imported_online,
        carried_online: sums.of(Tally::CarriedOnline),
        carried_direct: sums.of(Tally::CarriedDirect),
        promised: Tally::FINISHED.map(|it| sums.of(it)),
        lawful: [lawful_early, sums.of(Tally::Lawful) - lawful_early, sums.of(Tally::Unlawful)],
        ended: sums.of(Tally::Withdrawn) + sums.of(Tally::Stopped),
        ended_late: sums.of(Tally::EndedLate),
    }
}

fn stock(sums: &Sums) -> Stock {
    Stock {
        open: sums.of(Tally::Open),
        late: sums.of(Tally::OpenLate),
        late_waiting: sums.of(Tally::OpenLateWaiting),
        elsewhere: sums.of(Tally::Elsewhere),
    }
}
