//! The page of a measure: its fraction, its trend, whose it is, and the records that it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use domain::measure::{Figure, Measure, Of, Part, Sight, Standing, Target, Told, standing};
use domain::wording::Wording;
use jiff::civil::Date;
use page::Text;
use page::measure as shown;
use page::procedure::Said;

use super::asked::{Query, Wanted};
use super::carried::by_field;
use super::narrowed::{Reader, reading};
use super::pages::{Asking, chips, form, wanted};
use super::read::{self, Figures};
use super::{programme, words};
use crate::dossier::register::Offices;
use crate::procedure::catalogue::Catalogue;
use crate::procedure::finder;
use crate::procedure::view::said;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Fewer than this are not compared with others.
const FEW: i64 = 30;

/// Procedures that a page has rows of at most; the interface tells all of them.
const PROCEDURES_SHOWN: usize = 200;

/// Everything that a measure's page says.
pub(super) struct Whole {
    pub(super) offices: Arc<Offices>,
    /// The office that is asked for with those under it; absent of the province.
    codes: Option<Vec<String>>,
    /// Of the scope: this measure and those beside it.
    pub(super) figures: Figures,
    pub(super) months: BTreeMap<Date, Figures>,
    pub(super) by_office: BTreeMap<String, Figure>,
    pub(super) by_procedure: BTreeMap<String, Figure>,
    /// In the order of the alphabet.
    pub(super) by_field: Vec<(Wording, Figure)>,
}

impl Whole {
    /// What a reader sees of the scope.
    pub(super) fn sight(&self, reader: &Reader) -> Sight {
        reader.sight(&self.offices, self.codes.as_deref())
    }

    /// What a reader sees of the row of an office.
    pub(super) fn sight_of(&self, reader: &Reader, code: &str) -> Sight {
        reader.of_offices(&self.offices, &[code.to_owned()])
    }
}

/// Which parts of a measure are read.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) months: bool,
    pub(super) offices: bool,
    /// Also by field, which sums them up.
    pub(super) procedures: bool,
}

pub(super) async fn whole(
    site: &Site,
    measure: Measure,
    wanted: &Wanted,
    parts: Parts,
) -> Result<Whole, Problem> {
    let mut all = beside(site, measure);
    all.insert(0, measure);
    if measure == Measure::Satisfaction && !all.contains(&Measure::OnTimePromise) {
        // How many finished says how many of them answered.
        all.push(Measure::OnTimePromise);
    }
    let (_, whole) = reading(site, wanted, move |tx, narrowed| {
        let (carried, scope) = (narrowed.carried(), narrowed.scope());
        let mut whole = Whole {
            offices: Arc::clone(&narrowed.offices),
            codes: narrowed.codes.clone(),
            figures: read::figures(tx, &carried, &all, scope)?,
            months: BTreeMap::new(),
            by_office: BTreeMap::new(),
            by_procedure: BTreeMap::new(),
            by_field: Vec::new(),
        };
        if parts.months {
            whole.months = read::by_month(tx, &carried, &[measure], scope)?;
        }
        if parts.offices {
            whole.by_office = match measure.of() {
                Of::Dossiers => read::by_office(tx, measure, scope)?,
                Of::Procedures | Of::Publications => {
                    carried.by_office(&narrowed.offices, measure, &scope)
                }
            };
        }
        if parts.procedures {
            whole.by_procedure = match measure.of() {
                Of::Dossiers => read::by_procedure(tx, measure, scope)?,
                Of::Procedures | Of::Publications => carried.by_procedure(measure, &scope),
            };
            whole.by_field = by_field(&narrowed.facts, &whole.by_procedure);
        }
        Ok(whole)
    })
    .await?;
    Ok(whole)
}

/// Targets that a measure answers, with their programmes.
fn answers(site: &Site, measure: Measure) -> Vec<(&str, &Target)> {
    let programmes = site.province().terms.programmes.iter();
    let all = programmes.flat_map(|programme| {
        let targets = programme.objectives.iter().flat_map(|objective| &objective.targets);
        targets.map(|target| (programme.id.as_str(), target))
    });
    let is_answered = |target: &Target| {
        target.measured() == Some(measure) || target.beside.iter().any(|it| it == measure.id())
    };
    all.filter(|(_, target)| is_answered(target)).collect()
}

/// Other readings of the words that a measure answers.
fn beside(site: &Site, measure: Measure) -> Vec<Measure> {
    let targets = answers(site, measure);
    let ids = targets.iter().flat_map(|(_, target)| target.measure.iter().chain(&target.beside));
    let mut all: Vec<Measure> = ids.filter_map(|id| Measure::parse(id)).collect();
    all.retain(|it| *it != measure);
    all.dedup();
    all
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
    asked: Asked,
    query: Asking,
) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (query, wanted, flaws) = wanted(&site, query);
    let parts = Parts { months: true, offices: true, procedures: true };
    let whole = whole(&site, measure, &wanted, parts).await?;
    let catalogue = site.catalogue().await?;
    let reader = Reader::of(&asked);
    let shown = Shown {
        text: Text::new(asked.language),
        site: &site,
        measure,
        wanted: &wanted,
        whole: &whole,
        catalogue: &catalogue,
        sight: whole.sight(&reader),
        reader: &reader,
    };
    let page = shown.page(&query, &flaws);
    let status = if flaws.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html(&site, &asked, status, &page))
}

/// What a measure's page is put in words by.
struct Shown<'a> {
    text: Text,
    site: &'a Site,
    measure: Measure,
    wanted: &'a Wanted,
    whole: &'a Whole,
    catalogue: &'a Catalogue,
    reader: &'a Reader,
    /// What the reader sees of the scope.
    sight: Sight,
}

impl Shown<'_> {
    fn path(&self) -> String {
        format!("/measures/{}", self.measure.id())
    }

    fn page(&self, query: &Query, flaws: &[super::asked::Flaw]) -> shown::Measure {
        let (text, measure, path) = (self.text, self.measure, self.path());
        let figure = self.whole.figures.get(&measure).copied();
        let told = figure.map(|figure| Told::of(measure, figure, self.sight));
        let value = told.and_then(|told| told.percent);
        let answers = answers(self.site, measure);
        let own = answers.iter().find(|(_, it)| it.measured() == Some(measure));
        let is_whole = self.wanted.office.is_none() && self.wanted.procedure.is_none();
        let target = own.map(|(_, target)| *target).filter(|_| is_whole);
        let names = |(programme, target): &(&str, &Target)| shown::Answers {
            name: programme::wording(text, &target.name),
            path: format!("/programmes/{programme}#{}", target.id),
            meta: format!(
                "{}, {}, {}",
                words::threshold(text, target),
                text.measure_until(words::day(text, target.by)),
                text.measure_owner(programme::office(text, &self.whole.offices, &target.owner)),
            ),
        };
        let none = match (told.is_some_and(|told| told.is_hidden), figure) {
            (true, _) => text.measure_hidden_value(),
            (false, Some(figure)) => words::state(text, figure.state()),
            (false, None) => text.measure_not_comparable(),
        };
        shown::Measure {
            name: words::name(text, measure),
            definition: words::definition(text, measure),
            source: measure.source().to_owned(),
            chips: chips(text, &path, self.wanted, self.site.law_now().date()),
            window: form(text, query, self.wanted, flaws),
            shown: words::window(text, self.wanted.window),
            narrowed: self.narrowed(),
            value: value.map(|value| text.decimal(value)),
            none,
            state: target.zip(value).map(|(target, value)| self.stands(target, figure, value)),
            sample: words::sample(text, measure, &self.whole.figures, self.sight),
            sides: [Part::Numerator, Part::Denominator].map(|part| self.side(figure, part)),
            meter: target.map(|target| self.meter(target, figure, value)),
            answers: answers.iter().map(names).collect(),
            beside: beside(self.site, measure).into_iter().map(|it| self.beside(it)).collect(),
            chart: self.chart(target),
            months: self.months(),
            offices: self.offices(),
            offices_note: match measure.of() {
                Of::Dossiers => text.measure_offices_alone(),
                Of::Procedures | Of::Publications => text.measure_carried(),
            },
            fields: self.fields(),
            procedures: self.procedures(),
            more: self.more(),
            masked: !self.sight.is_whole(measure),
            interface: self.wanted.path(&format!("/api/v1{path}"), &[]),
            path,
        }
    }

    /// What it is narrowed to, and the way back.
    fn narrowed(&self) -> Option<(Vec<Said>, String)> {
        let office =
            |code: &String| Said::plain(programme::office(self.text, &self.whole.offices, code));
        let office = self.wanted.office.as_ref().map(office);
        let procedure = self.wanted.procedure.as_deref().map(|code| self.procedure(code));
        let names: Vec<Said> = office.into_iter().chain(procedure).collect();
        let all = Wanted { office: None, procedure: None, ..self.wanted.clone() };
        (!names.is_empty()).then(|| (names, all.path(&self.path(), &[])))
    }

    fn procedure(&self, code: &str) -> Said {
        match self.catalogue.by_code(code) {
            Some(item) => finder::name(self.text, item),
            None => Said::plain(code.to_owned()),
        }
    }

    fn stands(&self, target: &Target, figure: Option<Figure>, value: f64) -> (shown::Look, String) {
        let standing = standing(target, figure, self.sight);
        let short = (target.threshold() - value).max(0.0);
        let words = match standing {
            Standing::Reached => self.text.measure_reached(),
            Standing::Open => self.text.measure_untested(),
            Standing::Near | Standing::Behind => self.text.measure_short(self.text.decimal(short)),
        };
        (programme::look(standing), words)
    }

    fn meter(&self, target: &Target, figure: Option<Figure>, value: Option<f64>) -> shown::Meter {
        let aim = words::threshold(self.text, target);
        let label = match value {
            Some(value) => self.text.measure_against(self.text.percent(value), &aim),
            None => aim.clone(),
        };
        let reached = standing(target, figure, self.sight) == Standing::Reached;
        shown::Meter::new(value, target.threshold(), reached, (aim, label))
    }

    fn side(&self, figure: Option<Figure>, part: Part) -> shown::Side {
        let (figure, measure) = (figure.unwrap_or_default(), self.measure);
        let told = Told::of(measure, figure, self.sight);
        let (count, told) = match part {
            Part::Numerator => (figure.numerator, told.numerator),
            Part::Denominator => (figure.denominator, told.denominator),
        };
        let words = match (measure.is_weighted(), measure.of(), told) {
            (true, Of::Dossiers, _) => self.text.measure_records_weighed(),
            (true, Of::Procedures | Of::Publications, _) => self.text.measure_records_procedure(),
            (false, _, Some(count)) => {
                self.text.measure_records_open(words::signed(self.text, count))
            }
            (false, _, None) => self.text.measure_records_some(),
        };
        let path = format!("{}/records", self.path());
        let path = self.wanted.path(&path, &[("part", part.id())]);
        // The list of dossiers is for officers, as far as they may read.
        let is_listed = measure.of() != Of::Dossiers || self.reader.reads_reports;
        shown::Side {
            count: words::count(self.text, measure, count, told),
            what: words::side(self.text, measure, part),
            records: (is_listed && told != Some(0)).then_some((path, words)),
        }
    }

    fn beside(&self, measure: Measure) -> shown::Beside {
        let figure = self.whole.figures.get(&measure).copied();
        shown::Beside {
            path: self.wanted.path(&format!("/measures/{}", measure.id()), &[]),
            name: words::name(self.text, measure),
            value: words::value(self.text, measure, figure, self.sight),
        }
    }

    fn chart(&self, target: Option<&Target>) -> Option<shown::Chart> {
        let bar = |(month, figures): (&Date, &Figures)| {
            let told = |figure: &Figure| Told::of(self.measure, *figure, self.sight).percent;
            let value = figures.get(&self.measure).and_then(told);
            shown::Bar {
                name: month.month().to_string(),
                value,
                words: value.map_or_else(|| "–".to_owned(), |value| self.text.decimal(value)),
                open: month.last_of_month() > self.wanted.window.to,
            }
        };
        let bars: Vec<shown::Bar> = self.whole.months.iter().map(bar).collect();
        let any = bars.iter().any(|bar| bar.value.is_some());
        any.then(|| shown::Chart {
            bars,
            threshold: target
                .map(|target| (target.threshold(), words::threshold(self.text, target))),
            caption: self.text.measure_chart_caption(words::name(self.text, self.measure)),
            foot: self.text.measure_chart_foot(),
        })
    }

    fn row(&self, name: Said, path: Option<String>, (figure, sight): Seen) -> shown::Row {
        let counted = figure.unwrap_or_default();
        let is_few = is_few(self.measure, counted) && counted.denominator > 0;
        let [numerator, denominator] = words::counts(self.text, self.measure, counted, sight);
        let percent = Told::of(self.measure, counted, sight).percent;
        shown::Row {
            name,
            path,
            numerator,
            denominator,
            value: words::value(self.text, self.measure, figure, sight),
            percent: percent.filter(|_| !is_few),
            note: if is_few { self.text.measure_few() } else { String::new() },
        }
    }

    fn months(&self) -> Vec<shown::Row> {
        let row = |(month, figures): (&Date, &Figures)| {
            let name = Said::plain(format!("{}/{}", month.month(), month.year()));
            let figure = figures.get(&self.measure).copied();
            shown::Row { note: String::new(), ..self.row(name, None, (figure, self.sight)) }
        };
        self.whole.months.iter().map(row).collect()
    }

    fn offices(&self) -> Vec<shown::Row> {
        let sight = |code: &str| self.whole.sight_of(self.reader, code);
        let row = |(code, figure): (&String, &Figure)| {
            let name = Said::plain(programme::office(self.text, &self.whole.offices, code));
            let one = Wanted { office: Some(code.clone()), ..self.wanted.clone() };
            self.row(name, Some(one.path(&self.path(), &[])), (Some(*figure), sight(code)))
        };
        ranked(self.measure, &self.whole.by_office, &sight).into_iter().map(row).collect()
    }

    fn fields(&self) -> Vec<shown::Row> {
        let row = |(field, figure): &(Wording, Figure)| {
            let name = match field.is_empty() {
                true => Said::plain(self.text.measure_no_field()),
                false => said(self.text, field),
            };
            self.row(name, None, (Some(*figure), self.sight))
        };
        self.whole.by_field.iter().map(row).collect()
    }

    fn procedures(&self) -> Vec<shown::Row> {
        let row = |(code, figure): (&String, &Figure)| {
            let one = Wanted { procedure: Some(code.clone()), ..self.wanted.clone() };
            let path = one.path(&self.path(), &[]);
            self.row(self.procedure(code), Some(path), (Some(*figure), self.sight))
        };
        let mut all = ranked(self.measure, &self.whole.by_procedure, &|_| self.sight);
        if self.measure.of() != Of::Dossiers {
            // A procedure either is or is not: those that are to be worked on come first.
            let value = |it: &Figure| it.percent().unwrap_or(f64::MAX);
            all.sort_by(|(_, a), (_, b)| value(a).total_cmp(&value(b)));
        }
        all.into_iter().take(PROCEDURES_SHOWN).map(row).collect()
    }

    /// Where all procedures are told, if there are more than have rows.
    fn more(&self) -> Option<(String, String)> {
        let all = self.whole.by_procedure.len();
        let path = format!("/api/v1{}", self.path());
        let count = |n: usize| self.text.number(n as u64);
        (all > PROCEDURES_SHOWN).then(|| {
            let words = self.text.measure_procedures_shown(count(PROCEDURES_SHOWN), count(all));
            (self.wanted.path(&path, &[("by", "procedure")]), words)
        })
    }
}

/// A figure, and what the reader sees of it.
type Seen = (Option<Figure>, Sight);

/// Whether a figure counts too few dossiers to compare it. Procedures are all of them, never a
/// sample.
fn is_few(measure: Measure, figure: Figure) -> bool {
    measure.of() == Of::Dossiers && figure.records < FEW
}

/// The best first; behind them what is too few to compare, and what is hidden by its code: its
/// place between others would tell its value.
fn ranked<'a>(
    measure: Measure,
    figures: &'a BTreeMap<String, Figure>,
    sight: &dyn Fn(&str) -> Sight,
) -> Vec<(&'a String, &'a Figure)> {
    let mut all: Vec<_> = figures.iter().collect();
    let hidden: BTreeSet<&String> = figures
        .iter()
        .filter(|(code, figure)| Told::of(measure, **figure, sight(code)).is_hidden)
        .map(|(code, _)| code)
        .collect();
    all.sort_by(|(a, one), (b, other)| {
        let place = |code: &String, it: &Figure| (hidden.contains(code), is_few(measure, *it));
        let value = |code: &String, it: &Figure| match hidden.contains(code) {
            true => 0.0,
            false => it.percent().unwrap_or(f64::MIN),
        };
        place(a, one).cmp(&place(b, other)).then(value(b, other).total_cmp(&value(a, one)))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes in the order in which a stranger finds them.
    fn order(measure: Measure, figures: &[(&str, Figure)]) -> Vec<String> {
        let figures = figures.iter().map(|(code, it)| ((*code).to_owned(), *it)).collect();
        let all = ranked(measure, &figures, &|_| Sight::default());
        all.into_iter().map(|(code, _)| code.clone()).collect()
    }

    #[test]
    fn days_of_few_dossiers_are_not_ranked_however_many_they_are() {
        let days = |numerator, records| Figure { records, ..Figure::of(numerator, 900) };
        let figures = [("A", days(800, 29)), ("B", days(90, 30)), ("C", days(300, 45))];
        assert_eq!(order(Measure::TimeCut, &figures), ["C", "B", "A"]);
    }

    #[test]
    fn what_is_hidden_comes_last_by_its_code_whatever_it_is() {
        let of = Figure::of;
        let figures = [("A", of(3, 4)), ("B", of(40, 80)), ("C", of(99, 100)), ("D", of(10, 20))];
        assert_eq!(order(Measure::OnTimeLaw, &figures), ["B", "D", "C", "A"]);
        let figures = [("A", of(0, 4)), ("B", of(10, 20)), ("C", of(4, 4))];
        assert_eq!(order(Measure::OnTimeLaw, &figures), ["B", "A", "C"]);
    }
}
