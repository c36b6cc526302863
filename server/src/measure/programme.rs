//! A programme's page: every target with its figure, its state and its trend.

use std::collections::BTreeMap;

use db::Tx;
use domain::calendar::Calendar;
use domain::measure::{
    Baseline, Direction, Figure, Measure, Programme, Sight, Standing, State, Target, Told, Unit,
    standing,
};
use domain::wording::Wording;
use jiff::civil::Date;
use page::Text;
use page::measure as shown;
use page::procedure::Said;

use super::carried::Carried;
use super::read::{self, Figures};
use super::{facts, words};
use crate::commit::Error;
use crate::dossier::register::Offices;
use crate::procedure::view::said;
use crate::tally::{self, Scope, Window};

/// Months of a trend.
const TREND_MONTHS: i32 = 12;

/// What a dashboard shows, before it is put in words.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Figures of the window.
    pub figures: Figures,
    /// Figures of the last months.
    pub trend: BTreeMap<Date, Figures>,
}

/// Measures that a trend is drawn of, month by month: those that need no look at each procedure.
fn drawn() -> Vec<Measure> {
    Measure::ALL.into_iter().filter(|measure| *measure != Measure::LevelFourUsed).collect()
}

/// Reads the dashboard of the whole province.
pub fn board(
    tx: &mut Tx<'_>,
    shelf: &facts::Shelf,
    calendar: &Calendar,
    window: Window,
) -> Result<Board, Error> {
    let known = shelf.current(tx, calendar)?;
    let scope = Scope { offices: tally::Offices::All, procedure: None, window };
    let carried = Carried::whole(&known);
    let figures = read::figures(tx, &carried, &Measure::ALL, scope)?;
    let trend = trend(tx, &carried, scope)?;
    Ok(Board { figures, trend })
}

fn trend(
    tx: &mut Tx<'_>,
    carried: &Carried<'_>,
    scope: Scope<'_>,
) -> Result<BTreeMap<Date, Figures>, Error> {
    let to = scope.window.to;
    let back = jiff::Span::new().months(TREND_MONTHS - 1);
    let from = to.first_of_month().checked_sub(back).unwrap_or(scope.window.from);
    read::by_month(tx, carried, &drawn(), Scope { window: Window { from, to }, ..scope })
}

/// What a page of a programme is put in words by.
pub struct Around<'a> {
    /// Texts of the reader's language.
    pub text: Text,
    /// The offices of today.
    pub offices: &'a Offices,
    /// What the reader sees of small counts.
    pub sight: Sight,
    /// The figures.
    pub board: &'a Board,
    /// The year that the window ends in.
    pub year: i16,
    /// A path with the window that is shown.
    pub path: &'a dyn Fn(&str) -> String,
}

/// How many targets are reached, near, behind, open, as far as a reader sees their figures.
pub fn counts(programme: &Programme, figures: &Figures, sight: Sight) -> [u64; 4] {
    let mut counts = [0; 4];
    for target in programme.objectives.iter().flat_map(|objective| &objective.targets) {
        counts[place(standing(target, figure(target, figures), sight))] += 1;
    }
    counts
}

fn place(standing: Standing) -> usize {
    match standing {
        Standing::Reached => 0,
        Standing::Near => 1,
        Standing::Behind => 2,
        Standing::Open => 3,
    }
}

/// The figure of a target's measure.
pub fn figure(target: &Target, figures: &Figures) -> Option<Figure> {
    target.measured().and_then(|measure| figures.get(&measure).copied())
}

/// The state of a target's figure in a year.
pub fn state(target: &Target, figure: Option<Figure>, year: i16) -> State {
    match figure {
        Some(figure) => figure.state(),
        None => target.published_state(year),
    }
}

/// The drawn form of a standing.
pub fn look(standing: Standing) -> shown::Look {
    match standing {
        Standing::Reached => shown::Look::Ok,
        Standing::Near => shown::Look::Soon,
        Standing::Behind => shown::Look::Late,
        Standing::Open => shown::Look::Void,
    }
}

impl Around<'_> {
    /// Every objective.
    pub fn goals(&self, programme: &Programme) -> Vec<shown::Goal> {
        let goal = |objective: &domain::measure::Objective| shown::Goal {
            number: objective.number,
            name: said(self.text, &objective.name),
            about: objective.about.as_ref().map(|about| said(self.text, about)),
            aims: objective.targets.iter().map(|target| self.aim(target)).collect(),
        };
        programme.objectives.iter().map(goal).collect()
    }

    fn aim(&self, target: &Target) -> shown::Aim {
        let figure = figure(target, &self.board.figures);
        let standing = standing(target, figure, self.sight);
        let state = state(target, figure, self.year);
        let value = self.value(target, figure);
        let measure = target.measured();
        shown::Aim {
            id: target.id.clone(),
            name: said(self.text, &target.name),
            path: measure.map(|it| (self.path)(&format!("/measures/{}", it.id()))),
            value: value.map(|value| self.with_unit(target.unit, value)),
            none: match self.is_hidden(target, figure) {
                true => self.text.measure_hidden_value(),
                false => words::state(self.text, state),
            },
            meter: (target.unit == Unit::Percent)
                .then(|| self.meter(target, value, standing == Standing::Reached)),
            spark: measure.and_then(|measure| self.spark(target, measure)),
            look: look(standing),
            state: self.stands(target, standing, state, value),
            meta: self.meta(target, figure),
            beside: target
                .beside
                .iter()
                .filter_map(|id| self.beside(Measure::parse(id)?))
                .collect(),
            note: target.note.as_ref().map(|note| said(self.text, note)),
        }
    }

    fn is_hidden(&self, target: &Target, figure: Option<Figure>) -> bool {
        let told = target.measured().zip(figure);
        told.is_some_and(|(measure, figure)| Told::of(measure, figure, self.sight).is_hidden)
    }

    /// The value that is shown: of the measure, or as it was published last.
    fn value(&self, target: &Target, figure: Option<Figure>) -> Option<f64> {
        match figure {
            Some(_) if self.is_hidden(target, figure) => None,
            Some(figure) => figure.percent(),
            None => target.newest().and_then(|(newest, _)| newest.hundredths).map(in_units),
        }
    }

    fn with_unit(&self, unit: Unit, value: f64) -> (String, String) {
        match unit {
            Unit::Percent => (self.text.decimal(value), "%".to_owned()),
            Unit::Points => (self.text.hundredths(value), self.text.measure_points()),
            Unit::Ranks | Unit::Fulfilled => (format!("{value:.0}"), String::new()),
        }
    }

    fn meter(&self, target: &Target, value: Option<f64>, reached: bool) -> shown::Meter {
        let aim = words::threshold(self.text, target);
        let label = match value {
            Some(value) => self.text.measure_against(self.text.percent(value), &aim),
            None => aim.clone(),
        };
        shown::Meter::new(value, target.threshold(), reached, (aim, label))
    }

    fn spark(&self, target: &Target, measure: Measure) -> Option<shown::Spark> {
        let told = |figure: &Figure| Told::of(measure, *figure, self.sight).percent;
        let of = |figures: &Figures| figures.get(&measure).and_then(told);
        let values: Vec<Option<f64>> = self.board.trend.values().map(of).collect();
        let mut known = values.iter().flatten();
        let (first, last) = (known.next()?, known.next_back()?);
        let ends = [first, last].map(|value| self.text.percent(*value));
        let [from, to] = ends;
        let label = self.text.measure_trend(from, to);
        Some(shown::Spark { values, threshold: Some(target.threshold()), label })
    }

    fn stands(
        &self,
        target: &Target,
        standing: Standing,
        state: State,
        value: Option<f64>,
    ) -> String {
        match (standing, state) {
            (Standing::Reached, State::Stale) => {
                format!("{}. {}", self.text.measure_reached(), words::state(self.text, state))
            }
            (Standing::Open, State::Value)
                if target.measured() == Some(Measure::Satisfaction) && value.is_some() =>
            {
                self.text.measure_untested()
            }
            (Standing::Reached, _) => self.text.measure_reached(),
            (Standing::Open, State::Value) => self.text.measure_open(),
            (Standing::Open, state) => words::state(self.text, state),
            (Standing::Near | Standing::Behind, _) => match (target.direction, value) {
                (Direction::AtLeast | Direction::Above, Some(value)) => {
                    let short = (target.threshold() - value).max(0.0);
                    self.text.measure_short(self.text.decimal(short))
                }
                (Direction::Rise, _) | (_, None) => self.text.measure_not_reached(),
            },
        }
    }

    fn meta(&self, target: &Target, figure: Option<Figure>) -> Vec<String> {
        let text = self.text;
        let mut meta = Vec::new();
        if let (Some(figure), Some(measure)) = (figure, target.measured())
            && figure.denominator > 0
        {
            let [numerator, denominator] = words::counts(text, measure, figure, self.sight);
            let what = words::side(text, measure, domain::measure::Part::Denominator);
            meta.push(text.measure_fraction(numerator, denominator, what));
            meta.extend(words::sample(text, measure, &self.board.figures, self.sight));
        }
        if let Some((newest, rise)) = target.newest() {
            meta.push(text.measure_year_value(newest.year.to_string()));
            if let Some(rise) = rise {
                let sign = if rise > 0.0 { "+" } else { "" };
                meta.push(match target.unit {
                    Unit::Ranks => text.measure_rise_ranks(format!("{sign}{rise:.0}")),
                    Unit::Percent | Unit::Points | Unit::Fulfilled => {
                        text.measure_rise(format!("{sign}{}", text.hundredths(rise)))
                    }
                });
            }
        }
        if let Some(last) = target.readings.last() {
            meta.push(said(text, &last.source).text);
        }
        if target.unit != Unit::Percent {
            meta.push(words::threshold(text, target));
        }
        meta.push(text.measure_until(words::day(text, target.by)));
        meta.push(self.baseline(target));
        meta.push(text.measure_owner(self.office(&target.owner)));
        meta
    }

    fn baseline(&self, target: &Target) -> String {
        match &target.baseline {
            Baseline::Recorded { hundredths, year, .. } => {
                let value = words::of_unit(self.text, target.unit, in_units(*hundredths));
                self.text.measure_baseline(year.to_string(), value)
            }
            Baseline::NotRecorded(why) => {
                self.text.measure_baseline_none(said(self.text, why).text)
            }
        }
    }

    /// What an office is called.
    pub fn office(&self, code: &str) -> String {
        office(self.text, self.offices, code)
    }

    fn beside(&self, measure: Measure) -> Option<shown::Beside> {
        let figure = self.board.figures.get(&measure).copied()?;
        Some(shown::Beside {
            path: (self.path)(&format!("/measures/{}", measure.id())),
            name: words::name(self.text, measure),
            value: words::value(self.text, measure, Some(figure), self.sight),
        })
    }
}

/// What an office is called in a language.
pub fn office(text: Text, offices: &Offices, code: &str) -> String {
    match offices.get(code) {
        Some(office) => match (text.language, &office.name_en) {
            (page::Language::English, Some(name)) => name.clone(),
            (page::Language::English, None) | (page::Language::Vietnamese, _) => {
                office.name.clone()
            }
        },
        None => code.to_owned(),
    }
}

/// The decision that a programme stands on, in words.
pub fn decision(text: Text, programme: &Programme) -> String {
    let agency = said(text, &programme.agency).text;
    text.measure_decision(&programme.decision, words::day(text, programme.date), agency)
}

/// A wording as a page says it.
pub fn wording(text: Text, of: &Wording) -> Said {
    said(text, of)
}

/// A number that is kept in hundredths.
fn in_units(hundredths: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "values stay far below 2^53")]
    let value = hundredths as f64;
    value / 100.0
}
