//! Figures over the interface: `/api/v1/measures`.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as Of, State};
use axum::http::{HeaderMap, Response};
use domain::access::{Action, could};
use domain::measure::{Facts, Figure, Measure, Of as Counts, Part, State as Stands, wilson};
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{By, Query, Wanted};
use super::one::{self, Parts};
use super::pages::{board, sees_all};
use super::{opened, rated, records, words};
use crate::rating::list::Rating;
use crate::tally::{self, Scope};
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, json};

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureAnswer {
    /// `value`, `no-data`, `not-published`, `not-comparable` or `stale`.
    state: &'static str,
    /// In percent; null without a denominator, or where it would tell a count that is hidden.
    percent: Option<f64>,
    /// The numerator; null where it is hidden: a count below 5 is shown to officers alone.
    numerator: Option<i64>,
    /// The denominator.
    denominator: Option<i64>,
    /// Whether a count below 5 is hidden.
    hidden: bool,
}

impl FigureAnswer {
    pub(super) fn of(figure: Option<Figure>, sees_all: bool) -> FigureAnswer {
        let Some(figure) = figure else {
            return FigureAnswer {
                state: Stands::NotComparable.id(),
                percent: None,
                numerator: None,
                denominator: None,
                hidden: false,
            };
        };
        let hidden = words::is_hidden(figure, sees_all);
        let count = |count: i64| (sees_all || !words::is_small(count)).then_some(count);
        FigureAnswer {
            state: figure.state().id(),
            percent: figure.percent().filter(|_| !hidden),
            numerator: count(figure.numerator),
            denominator: count(figure.denominator),
            hidden,
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
    /// The measures.
    items: Vec<MeasureAnswer>,
}

/// A row of a breakdown.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowAnswer {
    /// `2019-12`, the code of an office, or of a procedure.
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
    /// The 95 % interval of a share that a sample says, in percent.
    interval: Option<[f64; 2]>,
    /// The instant of the data.
    data_time: String,
    /// What `by` asked for; empty otherwise.
    rows: Vec<RowAnswer>,
}

fn measure_answer(measure: Measure, figure: Option<Figure>, sees_all: bool) -> MeasureAnswer {
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
        figure: FigureAnswer::of(figure, sees_all),
    }
}

pub(super) fn read_query(
    site: &Site,
    query: Result<Of<Query>, QueryRejection>,
) -> Result<(Query, Wanted), Problem> {
    let Of(query) = query?;
    let (wanted, flaws) = Wanted::of(&query, site.law_now().date());
    match flaws.first() {
        Some((field, expected)) => Err(Problem::invalid(field, expected)),
        None => Ok((query, wanted)),
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
pub async fn list(
    State(site): State<Site>,
    headers: HeaderMap,
    asked: Asked,
    query: Result<Of<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (_, wanted) = read_query(&site, query)?;
    let sees_all = sees_all(&asked);
    let (_, board) = board(&site, wanted.window).await?;
    let answer =
        |measure: &Measure| measure_answer(*measure, board.figures.get(measure).copied(), sees_all);
    let (from, to) = (wanted.window.from.to_string(), wanted.window.to.to_string());
    json(&headers, &MeasureList { from, to, items: Measure::ALL.iter().map(answer).collect() })
}

/// One measure: its value in a window, of an office and those under it, by month, office or
/// procedure.
#[utoipa::path(
    get,
    path = "/measures/{id}",
    params(
        ("id" = String, Path, description = "The measure, e.g. on-time-by-law"),
        ("office" = Option<String>, Query, description = "Code of an office"),
        ("procedure" = Option<String>, Query, description = "Code of a procedure"),
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
        ("by" = Option<String>, Query, description = "month, office or procedure"),
    ),
    responses(
        (status = 200, description = "The measure", body = MeasureWhole),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such measure, or no such office"),
    )
)]
pub async fn one(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    asked: Asked,
    query: Result<Of<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (_, wanted) = read_query(&site, query)?;
    let parts = Parts {
        months: wanted.by == Some(By::Month),
        offices: wanted.by == Some(By::Office),
        procedures: wanted.by == Some(By::Procedure),
    };
    let whole = one::whole(&site, measure, &wanted, parts).await?;
    if whole.narrowed.as_ref().is_some_and(Vec::is_empty) {
        return Err(Missing.into());
    }
    let sees_all = sees_all(&asked);
    let row = |key: String, figure: Option<Figure>| RowAnswer {
        key,
        figure: FigureAnswer::of(figure, sees_all),
    };
    let months = whole.months.iter().map(|(month, figures)| {
        let key = format!("{:04}-{:02}", month.year(), month.month());
        row(key, figures.get(&measure).copied())
    });
    let others = whole.by_office.iter().chain(&whole.by_procedure);
    let others = others.map(|(code, figure)| row(code.clone(), Some(*figure)));
    let figure = whole.figures.get(&measure).copied();
    let sampled =
        figure.filter(|it| measure == Measure::Satisfaction && !words::is_hidden(*it, sees_all));
    let answer = MeasureWhole {
        measure: measure_answer(measure, figure, sees_all),
        from: wanted.window.from.to_string(),
        to: wanted.window.to.to_string(),
        office: wanted.office.clone(),
        interval: sampled
            .and_then(|it| wilson(it.numerator, it.denominator))
            .map(|(low, high)| [low, high]),
        data_time: site.law_now().rfc3339(),
        rows: months.chain(others).collect(),
    };
    json(&headers, &answer)
}

/// A record that is counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordAnswer {
    /// The dossier's code, or the procedure's; null of a rating, which names no dossier.
    code: Option<String>,
    /// The office whose book it is in.
    office: Option<String>,
    /// The procedure.
    procedure: String,
    /// When it was taken in.
    taken_in_at: Option<String>,
    /// When it finished.
    ended_at: Option<String>,
    /// What it adds to this side: itself, or its days.
    counts: i64,
    /// Of a rating, from 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    /// Of a rating, the month in which it was given: `12/2019`.
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    /// Of a rating, what was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl RecordAnswer {
    /// A rating, as far as it is told.
    fn rating(of: Rating) -> RecordAnswer {
        RecordAnswer {
            code: None,
            month: Some(rated::month(&of)),
            office: Some(of.office),
            procedure: of.procedure,
            taken_in_at: None,
            ended_at: None,
            counts: 1,
            score: Some(of.score),
            text: (!of.text.is_empty()).then_some(of.text),
        }
    }
}

/// A page of records.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordList {
    /// The records, the newest first; procedures by their codes.
    items: Vec<RecordAnswer>,
    /// Where to go on; null at the end.
    next: Option<String>,
}

/// The records that one side of a measure counts: procedures for everybody, dossiers for whoever
/// may read reports of their offices, without anybody's name. Ratings name no dossier either, and
/// fewer than five are told only to whoever reads those of the whole province.
#[utoipa::path(
    get,
    path = "/measures/{id}/records",
    params(
        ("id" = String, Path, description = "The measure"),
        ("part" = Option<String>, Query, description = "numerator or denominator"),
        ("office" = Option<String>, Query, description = "Code of an office"),
        ("procedure" = Option<String>, Query, description = "Code of a procedure"),
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
        ("score" = Option<u8>, Query, description = "Of ratings: those of one score, 1 to 5"),
        ("written" = Option<String>, Query, description = "Of ratings: those with words alone"),
        ("cursor" = Option<String>, Query, description = "`next` of the answer before"),
        ("limit" = Option<usize>, Query, description = "How many, at most 200"),
    ),
    responses(
        (status = 200, description = "A page of records", body = RecordList),
        (status = 400, description = "A parameter cannot be read"),
        (status = 403, description = "These dossiers are listed to officers alone"),
        (status = 404, description = "There is no such measure"),
    )
)]
pub async fn list_records(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    headers: HeaderMap,
    asked: Asked,
    query: Result<Of<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (query, wanted) = read_query(&site, query)?;
    let part = match query.part.as_deref() {
        None => Part::Numerator,
        Some(part) => {
            Part::parse(part).ok_or_else(|| Problem::invalid("part", "numerator or denominator"))?
        }
    };
    let limit = query.limit.unwrap_or(50);
    if !(1..=records::LIMIT_MAX).contains(&limit) {
        return Err(Problem::invalid("limit", "a number from 1 to 200"));
    }
    if query.cursor.is_some() && opened::after(query.cursor.as_deref()).is_none() {
        return Err(Problem::invalid("cursor", "`next` of an earlier answer"));
    }
    if measure.of() != Counts::Dossiers {
        return procedures(&site, &headers, (measure, part), &wanted).await;
    }
    if let Err(denied) = could(asked.caller.who(), Action::ReadReports) {
        return Err(gate.refuse(denied).into());
    }
    let from = (opened::after(query.cursor.as_deref()), limit);
    if measure == Measure::Satisfaction {
        let side = rated::Side::of(part, &query);
        return ratings(&headers, rated::told(&site, &asked, &wanted, side, from).await?);
    }
    let (_, found, next) = opened::dossiers(&site, &asked, (measure, part), &wanted, from).await?;
    let item = |of: &records::Dossier| RecordAnswer {
        code: Some(of.code.clone()),
        office: Some(of.office.clone()),
        procedure: of.procedure.clone(),
        taken_in_at: of.taken_in.map(domain::LawTime::rfc3339),
        ended_at: of.ended.map(domain::LawTime::rfc3339),
        counts: records::weight(measure, part, of),
        score: None,
        month: None,
        text: None,
    };
    let items = found.iter().map(item).collect();
    json(&headers, &RecordList { items, next: next.map(opened::cursor) })
}

fn ratings(headers: &HeaderMap, told: rated::Told) -> Result<Response<Body>, Problem> {
    let rated::Told::Listed(found, next) = told else {
        let (vi, en) = (Text::new(Language::Vietnamese), Text::new(Language::English));
        let words = (vi.measure_rated_few(), en.measure_rated_few());
        return Err(Problem::new("few-ratings", 403, &words.0, &words.1));
    };
    let items = found.into_iter().map(RecordAnswer::rating).collect();
    json(headers, &RecordList { items, next: next.map(opened::cursor) })
}

async fn procedures(
    site: &Site,
    headers: &HeaderMap,
    side: (Measure, Part),
    wanted: &Wanted,
) -> Result<Response<Body>, Problem> {
    let at = site.clone();
    let read = site.house().db.read(move |tx| {
        let calendar = at.register().ready().calendar(&at.province().terms);
        at.facts().current(tx, &calendar)
    });
    let known = read.await?;
    let scope = Scope {
        offices: tally::Offices::All,
        procedure: wanted.procedure.as_deref(),
        window: wanted.window,
    };
    let item = |(one, counts): (&Facts, i64)| RecordAnswer {
        code: Some(one.code.clone()),
        office: None,
        procedure: one.code.clone(),
        taken_in_at: None,
        ended_at: None,
        counts,
        score: None,
        month: None,
        text: None,
    };
    let items = records::procedures(&known, side, &scope).into_iter().map(item).collect();
    json(headers, &RecordList { items, next: None })
}
