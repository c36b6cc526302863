//! Programmes over the interface: `/api/v1/programmes`.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use domain::measure::{Baseline, Target, standing};
use serde::Serialize;
use utoipa::ToSchema;

use super::api::{FigureAnswer, Question};
use super::pages::board;
use super::programme;
use crate::web::{Missing, Problem};

/// A programme in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeEntry {
    /// Its name in addresses.
    id: String,
    /// Its Vietnamese name.
    name: String,
    /// Its English name.
    name_en: Option<String>,
    /// Number and symbol of the decision.
    decision: String,
    /// How many targets are reached, near, behind, and open; what is hidden is open.
    standing: [u64; 4],
}

/// The programmes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeList {
    /// The first day of the window.
    from: String,
    /// Its last day.
    to: String,
    /// The instant of the data.
    data_time: String,
    /// The programmes.
    items: Vec<ProgrammeEntry>,
}

/// Programmes that the province follows; this year up to today when no window is said.
#[utoipa::path(
    get,
    path = "/programmes",
    params(
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
    ),
    responses(
        (status = 200, description = "The programmes", body = ProgrammeList),
        (status = 400, description = "A parameter cannot be read"),
    )
)]
pub async fn programmes(question: Question) -> Result<Response<Body>, Problem> {
    let (site, window) = (&question.site, question.wanted.window);
    let (_, board) = board(site, window).await?;
    let sight = question.reader().of_province();
    let entry = |of: &domain::measure::Programme| ProgrammeEntry {
        id: of.id.clone(),
        name: of.name.vi.clone(),
        name_en: of.name.en.clone(),
        decision: of.decision.clone(),
        standing: programme::counts(of, &board.figures, sight),
    };
    let items = site.province().terms.programmes.iter().map(entry).collect();
    question.answer(&ProgrammeList {
        from: window.from.to_string(),
        to: window.to.to_string(),
        data_time: site.law_now().rfc3339(),
        items,
    })
}

/// A target with its figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetAnswer {
    /// Its name within the programme.
    id: String,
    /// In Vietnamese.
    name: String,
    /// In English.
    name_en: Option<String>,
    /// The measure that answers it.
    measure: Option<String>,
    /// Other readings of the same words.
    beside: Vec<String>,
    /// `percent`, `points`, `ranks` or `fulfilled`.
    unit: &'static str,
    /// The threshold in that unit.
    threshold: f64,
    /// `at-least`, `above` or `rise`.
    direction: &'static str,
    /// The last day.
    by: String,
    /// Code of the office that answers for it.
    owner: String,
    /// The value that it began from, with its source; or why none was recorded.
    #[schema(value_type = Object)]
    baseline: Baseline,
    /// `reached`, `near`, `behind` or `open`.
    standing: &'static str,
    /// The state of its figure.
    state: &'static str,
    /// The figure, where a measure answers it.
    figure: Option<FigureAnswer>,
    /// What was published outside.
    #[schema(value_type = Vec<Object>)]
    readings: Vec<domain::measure::Reading>,
}

/// An objective.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectiveAnswer {
    /// Its number.
    number: u8,
    /// In Vietnamese.
    name: String,
    /// In English.
    name_en: Option<String>,
    /// Its targets.
    targets: Vec<TargetAnswer>,
}

/// A programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeWhole {
    /// The programme.
    #[serde(flatten)]
    entry: ProgrammeEntry,
    /// The first day of the window.
    from: String,
    /// Its last day.
    to: String,
    /// The instant of the data.
    data_time: String,
    /// Its objectives.
    objectives: Vec<ObjectiveAnswer>,
}

/// One programme: objectives and targets with live value, baseline, threshold, owner and state.
#[utoipa::path(
    get,
    path = "/programmes/{id}",
    params(
        ("id" = String, Path, description = "The programme, e.g. 1019-2017"),
        ("from" = Option<String>, Query, description = "First day of the window"),
        ("to" = Option<String>, Query, description = "Last day of the window"),
    ),
    responses(
        (status = 200, description = "The programme", body = ProgrammeWhole),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such programme"),
    )
)]
pub async fn one_programme(
    Path(id): Path<String>,
    question: Question,
) -> Result<Response<Body>, Problem> {
    let (site, window) = (&question.site, question.wanted.window);
    let terms = &site.province().terms;
    let found = terms.programmes.iter().find(|it| it.id == id).ok_or(Missing)?;
    let (_, board) = board(site, window).await?;
    let (sight, year) = (question.reader().of_province(), window.to.year());
    let target = |of: &Target| {
        let figure = programme::figure(of, &board.figures);
        TargetAnswer {
            id: of.id.clone(),
            name: of.name.vi.clone(),
            name_en: of.name.en.clone(),
            measure: of.measure.clone(),
            beside: of.beside.clone(),
            unit: of.unit.id(),
            threshold: of.threshold(),
            direction: of.direction.id(),
            by: of.by.to_string(),
            owner: of.owner.clone(),
            baseline: of.baseline.clone(),
            standing: standing(of, figure, sight).id(),
            state: programme::state(of, figure, year).id(),
            figure: of
                .measured()
                .zip(figure)
                .map(|(measure, figure)| FigureAnswer::of(measure, Some(figure), sight)),
            readings: of.readings.clone(),
        }
    };
    let objective = |of: &domain::measure::Objective| ObjectiveAnswer {
        number: of.number,
        name: of.name.vi.clone(),
        name_en: of.name.en.clone(),
        targets: of.targets.iter().map(target).collect(),
    };
    let answer = ProgrammeWhole {
        entry: ProgrammeEntry {
            id: found.id.clone(),
            name: found.name.vi.clone(),
            name_en: found.name.en.clone(),
            decision: found.decision.clone(),
            standing: programme::counts(found, &board.figures, sight),
        },
        from: window.from.to_string(),
        to: window.to.to_string(),
        data_time: site.law_now().rfc3339(),
        objectives: found.objectives.iter().map(objective).collect(),
    };
    question.answer(&answer)
}
