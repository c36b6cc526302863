//! Figures of procedures: which published revisions a scope means, and how they break down.
//!
//! An office has the procedures that it carries out (cơ quan thực hiện), by which its own page lists
//! them too, and those of the offices under it. One procedure may be carried out by many offices,
//! so what offices have does not add up to what the province has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::measure::{Facts, Figure, Measure, Of};
use domain::text::sort_key;
use domain::wording::Wording;
use jiff::civil::Date;

use crate::dossier::register::Offices;
use crate::tally::{self, Scope, Window};

/// The published revisions of a scope: all, or those that its offices carry out.
#[derive(Clone, Debug, Default)]
pub struct Carried<'a>(Vec<&'a Facts>);

impl<'a> Carried<'a> {
    /// Those of the province.
    pub fn whole(facts: &'a [Facts]) -> Carried<'a> {
        Carried(facts.iter().collect())
    }

    /// Those of the offices of a scope, as the offices are described in the register.
    pub fn of(facts: &'a [Facts], register: &Offices, meant: tally::Offices<'_>) -> Carried<'a> {
        let codes = match meant {
            tally::Offices::All => return Carried::whole(facts),
            tally::Offices::These(codes) => codes,
        };
        let known: Vec<_> = codes.iter().filter_map(|it| Some((it, register.get(it)?))).collect();
        let is_one =
            |one: &&Facts| known.iter().any(|(code, office)| one.is_carried_out_by(code, office));
        Carried(facts.iter().filter(is_one).collect())
    }

    /// The revisions that a measure looks at in a window: those in force on its last day; of
    /// publications within it one for each procedure, for what was late once is late
    /// (TT 02/2017/TT-VPCP). In the order of codes.
    pub fn looked_at(
        &self,
        measure: Measure,
        procedure: Option<&str>,
        window: Window,
    ) -> Vec<&'a Facts> {
        let all = self.0.iter().copied();
        let all = all.filter(|one| procedure.is_none_or(|code| one.code == code));
        looked_at(all, measure, window)
    }

    /// A figure of procedures or publications; without a denominator for other measures.
    pub fn figure(&self, measure: Measure, procedure: Option<&str>, window: Window) -> Figure {
        Facts::figure(measure, self.looked_at(measure, procedure, window).into_iter())
    }

    /// The figure procedure by procedure.
    pub fn by_procedure(&self, measure: Measure, scope: &Scope<'_>) -> BTreeMap<String, Figure> {
        let mut figures: BTreeMap<String, Figure> = BTreeMap::new();
        for one in self.looked_at(measure, scope.procedure, scope.window) {
            let figure = Facts::figure(measure, std::iter::once(one));
            let entry = figures.entry(one.code.clone());
            entry.and_modify(|it| *it = it.plus(figure)).or_insert(figure);
        }
        figures.retain(|_, figure| figure.denominator > 0);
        figures
    }

    /// The figure of each office of a scope that carries something out, with those under it: what
    /// a row says is what opens.
    pub fn by_office(
        &self,
        register: &Offices,
        measure: Measure,
        scope: &Scope<'_>,
    ) -> BTreeMap<String, Figure> {
        let paths: BTreeMap<&str, Vec<String>> =
            register.all().map(|(code, _)| (code.as_str(), register.path(code))).collect();
        let mut rows = BTreeSet::new();
        let mut lists: BTreeMap<&str, Vec<&Facts>> = BTreeMap::new();
        for one in &self.0 {
            let offices =
                register.all().filter(|(code, office)| one.is_carried_out_by(code, office));
            let own: Vec<&str> = offices.map(|(code, _)| code.as_str()).collect();
            let with_above: BTreeSet<&str> =
                own.iter().flat_map(|code| &paths[code]).map(String::as_str).collect();
            for code in with_above {
                lists.entry(code).or_default().push(one);
            }
            rows.extend(own);
        }
        if let tally::Offices::These(codes) = scope.offices {
            rows.retain(|row| codes.iter().any(|code| code == row));
        }
        let mut figures = BTreeMap::new();
        for row in rows {
            let list = Carried(lists.remove(row).unwrap_or_default());
            figures.insert(row.to_owned(), list.figure(measure, scope.procedure, scope.window));
        }
        figures.retain(|_, figure| figure.denominator > 0);
        figures
    }
}

fn looked_at<'a>(
    of: impl Iterator<Item = &'a Facts>,
    measure: Measure,
    Window { from, to }: Window,
) -> Vec<&'a Facts> {
    match measure.of() {
        Of::Procedures => of.filter(|one| one.is_on(to)).collect(),
        Of::Dossiers => Vec::new(),
        Of::Publications => {
            let mut by_code: BTreeMap<&str, ((bool, Reverse<Date>), &Facts)> = BTreeMap::new();
            for one in of {
                let Some((day, until)) = one.published else { continue };
                if !(from..=to).contains(&day) {
                    continue;
                }
                let place = (day <= until, Reverse(day));
                let known = by_code.entry(&one.code).or_insert((place, one));
                if place < known.0 {
                    *known = (place, one);
                }
            }
            by_code.into_values().map(|(_, one)| one).collect()
        }
    }
}

/// Figures of procedures summed by field of government, in the order of the alphabet; procedures
/// that were never published here have none, and come last. A field is what the newest revision
/// says.
pub fn by_field(
    facts: &[Facts],
    by_procedure: &BTreeMap<String, Figure>,
) -> Vec<(Wording, Figure)> {
    let mut newest: BTreeMap<&str, &Facts> = BTreeMap::new();
    for one in facts {
        let known = newest.entry(&one.code).or_insert(one);
        if known.from < one.from {
            *known = one;
        }
    }
    let mut fields: BTreeMap<(bool, String), (Wording, Figure)> = BTreeMap::new();
    for (code, figure) in by_procedure {
        let field = newest.get(code.as_str()).map(|one| one.field.clone()).unwrap_or_default();
        let place = (field.is_empty(), sort_key(&field.vi));
        let entry = fields.entry(place);
        entry.and_modify(|(_, sum)| *sum = sum.plus(*figure)).or_insert((field, *figure));
    }
    fields.into_values().collect()
}
