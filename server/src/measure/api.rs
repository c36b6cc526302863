//! Figures over the interface: `/api/v1/measures`.

pub mod records;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query as Of};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response};
use domain::measure::{Figure, Measure, Of as Counts, Sight, State as Stands, Told, wilson};
use domain::wording::Wording;
use jiff::civil::Date;
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{By, Query, Wanted};
use super::narrowed::Reader;
use super::one::{self, Parts as Wants};
use super::pages::board;
use super::read::Figures;
use super::words;
use crate::web::{Asked, Missing, Problem, Site, json};

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureAnswer {
    /// `value`, `no-data`, `not-published`, `not-comparable` or `stale`.
    state: &'static str,
    /// In percent; null without a denominator, or where it would tell a count that is hidden.
    percent: Option<f64>,
    /// The numerator; null where it is hidden: a count of dossiers below 5, that of those which it
    /// leaves out, and days of fewer than 5 are shown to whoever reads the reports of every office
    /// that is counted, and fewer than 5 ratings to whoever reads those of the whole province.
    numerator: Option<i64>,
    /// The denominator; null where it is hidden.
    denominator: Option<i64>,
    /// Whether the value is hidden.
    hidden: bool,
}

impl FigureAnswer {
    pub(super) fn of(measure: Measure, figure: Option<Figure>, sight: Sight) -> FigureAnswer {
        let Some(figure) = figure else {
            return FigureAnswer {
                state: Stands::NotComparable.id(),
                percent: None,
                numerator: None,
                denominator: None,
                hidden: false,
            };
        };
        let told = Told::of(measure, figure, sight);
        FigureAnswer {
            state: figure.state().id(),
            percent: told.percent,
            numerator: told.numerator,
            denominator: told.denominator,
            hidden: told.is_hidden,
        }
    }
}

/// A measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureAnswer {
    /// Its name in addresses.
    id: &'static str,
    /// What it is called, in Vietnamese.
    name: String,
    /// In English.
    name_en: String,
    /// What it says, in Vietnamese.
    definition: String,
    /// In English.
    definition_en: String,
    /// What it is counted in: `percent`.
    unit: &'static str,
    /// `up`: more is better.
    direction: &'static str,
    /// What it counts: `procedures`, `publications` or `dossiers`.
    of: &'static str,
    /// The legal text.
    source: &'static str,
    /// The value.
    #[serde(flatten)]
    figure: FigureAnswer,
}

/// Every measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureList {
    /// The first day of the window.
    from: String,
    /// Its last day.
    to: String,
    /// The instant of the data.
    data_time: String,
    /// The measures.
    items: Vec<MeasureAnswer>,
}

/// A row of a breakdown.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowAnswer {
    /// `2019-12`, the code of an office or of a procedure, or the Vietnamese name of a field of
    /// government; empty where nobody knows it.
    key: String,
    /// The value.
    #[serde(flatten)]
    figure: FigureAnswer,
}

/// One measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureWhole {
    /// The measure with its value in the window.
    #[serde(flatten)]
    measure: MeasureAnswer,
    /// The first day of the window.
    from: String,
    /// Its last day.
    to: String,
    /// The office asked for, with those under it.
    office: Option<String>,
    /// Of satisfaction, the 95 % interval of the share if those who rated were drawn at random, in
    /// percent; null where the value is hidden.
    interval: Option<[f64; 2]>,
    /// Of satisfaction, how many dossiers finished in the window.
    finished: Option<i64>,
    /// Of satisfaction, how many answers there are for each 100 of them.
    response: Option<f64>,
    /// The instant of the data.
    data_time: String,
    /// What `by` asked for; empty otherwise.
    rows: Vec<RowAnswer>,
}

fn measure_answer(measure: Measure, figure: Option<Figure>, sight: Sight) -> MeasureAnswer {
    let [vi, en] = [Language::Vietnamese, Language::English].map(Text::new);
    MeasureAnswer {
        id: measure.id(),
        name: words::name(vi, measure),
        name_en: words::name(en, measure),
        definition: words::definition(vi, measure),
        definition_en: words::definition(en, measure),
        unit: "percent",
        direction: "up",
        of: match measure.of() {
            Counts::Procedures => "procedures",
            Counts::Publications => "publications",
            Counts::Dossiers => "dossiers",
        },
        source: measure.source(),
        figure: FigureAnswer::of(measure, figure, sight),
    }
}

/// A question of figures over the interface, with whoever asks. A query that cannot be read is
/// refused with the name of its parameter.
pub struct Question {
    pub(super) site: Site,
    pub(super) headers: HeaderMap,
    pub(super) asked: Asked,
    pub(super) query: Query,
    pub(super) wanted: Wanted,
}

impl FromRequestParts<Site> for Question {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Question, Problem> {
        let Of(query) = Of::<Query>::from_request_parts(parts, site).await?;
        let (wanted, flaws) = Wanted::of(&query, site.law_now().date());
        if let Some((field, expected)) = flaws.first() {
            return Err(Problem::invalid(field, expected));
        }
        let Ok(asked) = Asked::from_request_parts(parts, site).await;
        Ok(Question { site: site.clone(), headers: parts.headers.clone(), asked, query, wanted })
    }
}

impl Question {
    /// Where whoever asks may read reports.
    pub(super) fn reader(&self) -> Reader {
        Reader::of(&self.asked)
    }

    pub(super) fn answer<T: Serialize>(&self, answer: &T) -> Result<Response<Body>, Problem> {
        json(&self.headers, answer)
    }
}

/// Every measure with its value; this year up to today when no window is said.
#[utoipa::path(
    get,
    path = "/measures",
    params(
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
    ),
    responses(
        (status = 200, description = "The measures", body = MeasureList),
        (status = 400, description = "A parameter cannot be read"),
    )
)]
pub async fn list(question: Question) -> Result<Response<Body>, Problem> {
    let window = question.wanted.window;
    let (_, board) = board(&question.site, window).await?;
    let sight = question.reader().of_province();
    let answer = |measure: &Measure| {
        let figure = board.figures.get(measure).copied();
        measure_answer(*measure, figure, sight)
    };
    let (from, to) = (window.from.to_string(), window.to.to_string());
    let items = Measure::ALL.iter().map(answer).collect();
    let data_time = question.site.law_now().rfc3339();
    question.answer(&MeasureList { from, to, data_time, items })
}

/// One measure: its value in a window, of an office and those under it, by month, office,
/// procedure or field of government. Of procedures an office has those that it carries out; one
/// may be carried out by many, so that offices do not add up to the province.
#[utoipa::path(
    get,
    path = "/measures/{id}",
    params(
        ("id" = String, Path, description = "The measure, e.g. on-time-by-law"),
        ("office" = Option<String>, Query, description = "Code of an office"),
        ("procedure" = Option<String>, Query, description = "Code of a procedure"),
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
        ("by" = Option<String>, Query, description = "month, office, procedure or field"),
    ),
    responses(
        (status = 200, description = "The measure", body = MeasureWhole),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such measure, or no such office"),
    )
)]
pub async fn one(Path(id): Path<String>, question: Question) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (site, wanted) = (&question.site, &question.wanted);
    let parts = Wants {
        months: wanted.by == Some(By::Month),
        offices: wanted.by == Some(By::Office),
        procedures: matches!(wanted.by, Some(By::Procedure | By::Field)),
    };
    let whole = one::whole(site, measure, wanted, parts).await?;
    let reader = question.reader();
    let sight = whole.sight(&reader);
    let row = |(key, figure): (String, Option<Figure>)| {
        let sight = match wanted.by {
            Some(By::Office) => whole.sight_of(&reader, &key),
            Some(By::Month | By::Procedure | By::Field) | None => sight,
        };
        RowAnswer { key, figure: FigureAnswer::of(measure, figure, sight) }
    };
    let figure = whole.figures.get(&measure).copied();
    let is_shown = |it: &Figure| !Told::of(measure, *it, sight).is_hidden;
    let sampled = figure.filter(|it| measure == Measure::Satisfaction && is_shown(it));
    let response = sampled.and_then(|_| words::response(&whole.figures, sight));
    let answer = MeasureWhole {
        measure: measure_answer(measure, figure, sight),
        from: wanted.window.from.to_string(),
        to: wanted.window.to.to_string(),
        office: wanted.office.clone(),
        interval: sampled
            .and_then(|it| wilson(it.numerator, it.denominator))
            .map(|(low, high)| [low, high]),
        finished: response.map(|(finished, _)| finished),
        response: response.map(|(_, rate)| rate),
        data_time: site.law_now().rfc3339(),
        rows: rows(measure, &whole, wanted.by).into_iter().map(row).collect(),
    };
    question.answer(&answer)
}

/// Keys and figures of a breakdown.
fn rows(measure: Measure, whole: &one::Whole, by: Option<By>) -> Vec<(String, Option<Figure>)> {
    let month = |(month, figures): (&Date, &Figures)| {
        let key = format!("{:04}-{:02}", month.year(), month.month());
        (key, figures.get(&measure).copied())
    };
    let told = |(code, figure): (&String, &Figure)| (code.clone(), Some(*figure));
    let field = |(field, figure): &(Wording, Figure)| (field.vi.clone(), Some(*figure));
    match by {
        None => Vec::new(),
        Some(By::Month) => whole.months.iter().map(month).collect(),
        Some(By::Office) => whole.by_office.iter().map(told).collect(),
        Some(By::Procedure) => whole.by_procedure.iter().map(told).collect(),
        Some(By::Field) => whole.by_field.iter().map(field).collect(),
    }
}
