//! The public page of a result, and the comparison of a file with it.

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::dossier::{Dossier, Outcome as Decided};
use ledger::commitment::Part;
use multer::{Constraints, Multipart, SizeLimit};
use page::issued::{Compared, Issued, Outcome, Standing};
use page::{Language, Text};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Name, find, store};
use crate::attachment::FILE_BYTES_MAX;
use crate::commit::Error;
use crate::dossier::read::Known;
use crate::dossier::register::Offices;
use crate::log::proof::{self, Found};
use crate::procedure::finder;
use crate::procedure::view::day;
use crate::web::{Asked, Missing, Problem, Site, html, text_file};

/// What a form has beside its file, in bytes at most.
const FORM_BYTES: u64 = 64 * 1024;
/// The field of the form that holds the file.
const FIELD: &str = "file";

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
}

/// `GET /v`: asks which result.
pub async fn ask(
    State(site): State<Site>,
    asked: Asked,
    Query(typed): Query<Typed>,
) -> Result<Response<Body>, Problem> {
    let typed = typed.name.trim().to_owned();
    if typed.is_empty() {
        return Ok(html(&site, &asked, StatusCode::OK, &Issued::default()));
    }
    match Name::read(&typed) {
        Some(Name::Code(code)) => Ok(Redirect::to(&format!("/v/{code}")).into_response()),
        Some(Name::Number(office, year, number)) => {
            Ok(Redirect::to(&format!("/v/{office}-{year}-{number}")).into_response())
        }
        None => Ok(unknown(&site, &asked, typed)),
    }
}

/// `GET /v/NAME`: where the QR code of a result leads.
pub async fn show(
    State(site): State<Site>,
    asked: Asked,
    Path(name): Path<String>,
) -> Result<Response<Body>, Problem> {
    match found(&site, &name).await? {
        Some((known, offices)) => {
            let page = issued(&site, &asked, name, &known, &offices).await?;
            Ok(html(&site, &asked, StatusCode::OK, &page))
        }
        None => Ok(unknown(&site, &asked, name)),
    }
}

/// `POST /v/NAME`: compares a file with the one that was issued.
pub async fn compare(
    State(site): State<Site>,
    asked: Asked,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let compared = hashed(request).await?;
    let Some((known, offices)) = found(&site, &name).await? else {
        return Ok(unknown(&site, &asked, name));
    };
    let mut page = issued(&site, &asked, name, &known, &offices).await?;
    let expected = known.dossier.result.as_ref().and_then(|it| it.file.as_ref());
    page.compared = Some(match (compared, expected) {
        (Hashed::Nothing, _) => Compared::Nothing,
        (Hashed::TooLarge, _) => Compared::TooLarge,
        (Hashed::Sum(_), None) => Compared::NoFile,
        (Hashed::Sum(sum), Some(file)) if sum == file.file.sha256 => Compared::Same(sum),
        (Hashed::Sum(sum), Some(_)) => Compared::Other(sum),
    });
    let status = match &page.compared {
        Some(Compared::Nothing) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Compared::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(Compared::Same(_) | Compared::Other(_) | Compared::NoFile) | None => StatusCode::OK,
    };
    Ok(html(&site, &asked, status, &page))
}

enum Hashed {
    Nothing,
    TooLarge,
    Sum(String),
}

/// The hash of the file that a form brings, taken piece by piece; nothing of it is kept.
async fn hashed(request: Request) -> Result<Hashed, Problem> {
    let text = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let boundary = multer::parse_boundary(text.unwrap_or_default())
        .map_err(|_| Problem::invalid("Content-Type", "multipart/form-data"))?;
    let limit = SizeLimit::new().whole_stream(FILE_BYTES_MAX + FORM_BYTES);
    let constraints = Constraints::new().size_limit(limit);
    let body = request.into_body().into_data_stream();
    let mut form = Multipart::with_constraints(body, boundary, constraints);
    match sum(&mut form).await {
        Ok(sum) => Ok(sum),
        Err(multer::Error::StreamSizeExceeded { .. }) => Ok(Hashed::TooLarge),
        Err(other) => Err(Problem::invalid("form", &other.to_string())),
    }
}

async fn sum(form: &mut Multipart<'_>) -> Result<Hashed, multer::Error> {
    while let Some(mut field) = form.next_field().await? {
        if field.name() != Some(FIELD) {
            continue;
        }
        let (mut hash, mut any) = (Sha256::new(), false);
        while let Some(chunk) = field.chunk().await? {
            any |= !chunk.is_empty();
            hash.update(&chunk);
        }
        let sum = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        return Ok(if any { Hashed::Sum(sum) } else { Hashed::Nothing });
    }
    Ok(Hashed::Nothing)
}

/// `GET /v/NAME/proof`: that the ledger holds what the page says.
pub async fn proof(
    State(site): State<Site>,
    Path(name): Path<String>,
) -> Result<Response<Body>, Problem> {
    let (known, _) = found(&site, &name).await?.ok_or(Missing)?;
    let read = site.house().db.read(move |tx| {
        let mut place = None;
        for kind in kinds(&known.dossier) {
            let values = [known.stream.as_str().into(), (*kind).into()];
            let row = tx.row(&store::LAST_OF_KIND, &values)?;
            place = place.or(row.map(|row| row.maybe_int(0)).transpose()?.flatten());
        }
        match place {
            Some(version) => proof::find(tx, &known.stream, version, &[Part::Header, Part::Facts]),
            None => Ok(Found::Nothing),
        }
    });
    match read.await.map_err(|error: Error| Problem::from(error))? {
        Found::Nothing => Err(Missing.into()),
        Found::Proof(proof) => Ok(text_file(proof.to_string(), "no-cache")),
        Found::NotYet => Ok(Problem::not_yet().into_response()),
    }
}

/// The events that show a result: its file where there is one, else that it was released.
fn kinds(dossier: &Dossier) -> &'static [&'static str] {
    match dossier.result.as_ref().is_some_and(|it| it.file.is_some()) {
        true => &["result-attached"],
        false => &["dossier-released", "dossier-finished"],
    }
}

/// `GET /v/NAME/qr`: the picture that leads to the page, to be put on the paper.
pub async fn qr(
    State(site): State<Site>,
    Path(name): Path<String>,
) -> Result<Response<Body>, Problem> {
    found(&site, &name).await?.ok_or(Missing)?;
    let code = fast_qr::QRBuilder::new(site.absolute(&format!("/v/{name}")))
        .build()
        .map_err(|error| Problem::bug(&error.to_string()))?;
    let svg = fast_qr::convert::svg::SvgBuilder::default().to_str(&code);
    let mut response = Response::new(Body::from(svg));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A result that was issued, with the offices of today.
async fn found(
    site: &Site,
    name: &str,
) -> Result<Option<(Known, std::sync::Arc<Offices>)>, Problem> {
    let Some(name) = Name::read(name) else { return Ok(None) };
    let (day, now, at) = (site.law_now().date(), site.house().source.machine(), site.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        Ok::<_, Error>(find(tx, &name)?.map(|known| (known, offices)))
    });
    Ok(read.await?)
}

/// The answer for what was never issued and for what is not known alike.
fn unknown(site: &Site, asked: &Asked, name: String) -> Response<Body> {
    let page = Issued { name, unknown: true, ..Issued::default() };
    html(site, asked, StatusCode::NOT_FOUND, &page)
}

async fn issued(
    site: &Site,
    asked: &Asked,
    name: String,
    known: &Known,
    offices: &Offices,
) -> Result<Issued, Problem> {
    let (dossier, text) = (&known.dossier, Text::new(asked.language));
    let filing = &dossier.filing;
    let result = dossier.result.as_ref().ok_or(Missing)?;
    let issuer = result.signature.as_ref().map_or(&filing.office, |it| &it.office);
    let office = match (offices.get(issuer), asked.language) {
        (Some(office), Language::English) => {
            office.name_en.clone().unwrap_or_else(|| office.name.clone())
        }
        (Some(office), Language::Vietnamese) => office.name.clone(),
        (None, _) => issuer.clone(),
    };
    let catalogue = site.catalogue().await?;
    let item = catalogue.by_code(&filing.procedure);
    let procedure = item.map(|item| finder::name(text, item));
    let hash = result.file.as_ref().map(|it| it.file.sha256.clone());
    Ok(Issued {
        outcome: Some(Outcome {
            number: result.number.clone().unwrap_or_default(),
            day: day(result.released.ok_or(Missing)?.date()),
            office,
            procedure: procedure.unwrap_or_else(|| page::procedure::Said::plain(&filing.procedure)),
            standing: match (result.revoked, result.corrected) {
                (true, _) => Standing::Revoked,
                (false, 0) => Standing::Valid,
                (false, _) => Standing::Corrected,
            },
            decided: page::dossier::outcome(text, result.outcome.id()),
            granted: match result.outcome {
                Decided::Granted => true,
                Decided::Rejected => false,
            },
            hash,
        }),
        name,
        ..Issued::default()
    })
}
