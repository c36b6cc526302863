//! The records that a figure counts, over the interface.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use domain::access::{Action, could};
use domain::measure::{Facts, Measure, Of as Counts, Part};
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::narrowed::reading;
use super::super::{opened, rated, records};
use super::Question;
use crate::rating::list::Rating;
use crate::web::gate::Gate;
use crate::web::{Missing, Problem};

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
        (status = 404, description = "There is no such measure, or no such office"),
    )
)]
pub async fn list_records(
    gate: Gate,
    Path(id): Path<String>,
    question: Question,
) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (query, wanted) = (&question.query, &question.wanted);
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
    let (site, asked) = (&question.site, &question.asked);
    let after = match measure == Measure::Satisfaction {
        true => rated::after(site, query.cursor.as_deref())?,
        false => opened::after(query.cursor.as_deref()),
    };
    if query.cursor.is_some() && after.is_none() {
        return Err(Problem::invalid("cursor", "`next` of an earlier answer"));
    }
    if measure.of() != Counts::Dossiers {
        return procedures(&question, (measure, part)).await;
    }
    if let Err(denied) = could(question.asked.caller.who(), Action::ReadReports) {
        return Err(gate.refuse(denied).into());
    }
    let from = (after, limit);
    if measure == Measure::Satisfaction {
        let side = rated::Side::of(part, &question.query);
        return ratings(&question, rated::told(site, asked, wanted, side, from).await?);
    }
    let (_, found, next) = opened::dossiers(site, asked, (measure, part), wanted, from).await?;
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
    question.answer(&RecordList { items, next: next.map(opened::cursor) })
}

fn ratings(question: &Question, told: rated::Told) -> Result<Response<Body>, Problem> {
    let rated::Told::Listed(found, next) = told else {
        let (vi, en) = (Text::new(Language::Vietnamese), Text::new(Language::English));
        let words = (vi.measure_rated_few(), en.measure_rated_few());
        return Err(Problem::new("few-ratings", 403, &words.0, &words.1));
    };
    let items = found.into_iter().map(RecordAnswer::rating).collect();
    let next = next.map(|next| rated::cursor(&question.site, next)).transpose()?;
    question.answer(&RecordList { items, next })
}

async fn procedures(question: &Question, side: (Measure, Part)) -> Result<Response<Body>, Problem> {
    let (narrowed, ()) = reading(&question.site, &question.wanted, |_, _| Ok(())).await?;
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
    let found = records::procedures(&narrowed.carried(), side, &narrowed.scope());
    let items = found.into_iter().map(item).collect();
    question.answer(&RecordList { items, next: None })
}
