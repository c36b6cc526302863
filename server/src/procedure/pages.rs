//! Pages of the catalogue, and the front page that leads into it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use domain::access::{Action, could};
use domain::procedure::check::given;
use domain::procedure::description::Description;
use domain::procedure::diff::{Change, Prose, diff};
use domain::wording::Wording;
use jiff::civil::Date;
use page::Text;
use page::home::{Home, LevelCount, Task};
use page::procedure as shown;
use page::procedure::Said;
use serde::Deserialize;

use super::catalogue::{Catalogue, Filter};
use super::finder::{self, Wanted};
use super::read::{self, Head, Whole};
use super::trial;
use super::view::{self, Around, said};
use super::{changes, words};
use crate::commit::Error;
use crate::office;
use crate::office::read::Names;
use crate::web::address::with_query;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The longest question that is looked for, in characters; the rest is dropped.
const QUERY_LENGTH_MAX: usize = 80;
/// Procedures on the front page.
const TOP_MAX: usize = 8;

/// The front page.
pub async fn home(State(site): State<Site>, asked: Asked) -> Result<Response<Body>, Problem> {
    let day = site.law_now().date();
    let terms = site.province().terms.clone();
    let catalogue = site.catalogue().await?;
    let text = Text::new(asked.language);
    let read = site.house().db.read(move |tx| office::read::counts(tx, &terms, day));
    let counts = read.await?;
    let terms = &site.province().terms;
    let levels = counts.into_iter().map(|(id, count)| {
        let name = words::level_name(text, terms, &id);
        LevelCount { id, name, count }
    });
    let top = terms.featured.iter().filter_map(|featured| {
        let item = catalogue.by_code(&featured.code)?;
        let limit = item.published.as_ref()?.limits.first()?;
        let time = words::span(text, limit.committed.or(limit.legal)?);
        let short = featured.short.as_ref().map(|short| said(text, short));
        let name = short.unwrap_or_else(|| finder::name(text, item));
        let code = featured.code.clone();
        Some(Task { code, name, time, icon: featured.icon.clone() })
    });
    let page = Home {
        top: top.take(TOP_MAX).collect(),
        procedures: catalogue.public(),
        levels: levels.collect(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    field: Option<String>,
    office: Option<String>,
    level: Option<String>,
    channel: Option<String>,
    elsewhere: Option<String>,
    after: Option<usize>,
    part: Option<String>,
}

fn asked_words(text: Option<String>) -> String {
    let text: String = text.unwrap_or_default().chars().take(QUERY_LENGTH_MAX).collect();
    text.replace('\0', " ").trim().to_owned()
}

/// Whether the reader may see other provinces' own procedures.
fn sees_elsewhere(asked: &Asked) -> bool {
    could(asked.caller.who(), Action::ReadElsewhere).is_ok()
}

/// The list of procedures; `part=results` answers what was found alone.
pub async fn list(
    State(site): State<Site>,
    asked: Asked,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let wanted = Wanted {
        query: asked_words(query.q),
        after: query.after.unwrap_or(0),
        field: asked_words(query.field),
        channel: asked_words(query.channel),
        level: asked_words(query.level),
        office: asked_words(query.office),
        elsewhere: sees_elsewhere(&asked).then(|| query.elsewhere.as_deref() == Some("yes")),
    };
    let catalogue = site.catalogue().await?;
    let today = site.law_now().date();
    let office = match wanted.office.is_empty() {
        true => None,
        false => Some(one_office(&site, wanted.office.clone(), today).await?),
    };
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let filter = Filter {
        field: said(&wanted.field),
        level: said(&wanted.level),
        channel: said(&wanted.channel),
        office: office.clone(),
        elsewhere: wanted.elsewhere == Some(true),
    };
    let found = finder::find(&catalogue, &wanted, &filter);
    let items: Vec<_> = found.numbers.iter().map(|number| catalogue.item(*number)).collect();
    let offices = names(&site, finder::offices(&items), today).await?;
    let text = Text::new(asked.language);
    let terms = &site.province().terms;
    let around = Around { text, terms, offices: &offices, today, at: None, case: None, next: None };
    let office = office.map(|office| office.name(asked.language).0.to_owned());
    let page = finder::list(&catalogue, &wanted, found, &around, office);
    if query.part.as_deref() == Some("results") {
        let layout = site.layout(&asked);
        let mut response = Response::new(Body::from(page.render_results(&layout)));
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, html);
        return Ok(response);
    }
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn one_office(
    site: &Site,
    code: String,
    day: Date,
) -> Result<office::read::Described, Problem> {
    let whole = site.house().db.read(move |tx| office::read::one(tx, &code, day)).await?;
    Ok(whole.ok_or(Missing)?.now)
}

async fn names(site: &Site, codes: Vec<String>, day: Date) -> Result<Names, Problem> {
    if codes.is_empty() {
        return Ok(Names::new());
    }
    let read = site
        .house()
        .db
        .read(move |tx| office::read::names(tx, codes.iter().map(String::as_str), day));
    read.await.map_err(|error: Error| Problem::from(error))
}

/// Fields of government.
pub async fn fields(State(site): State<Site>, asked: Asked) -> Result<Response<Body>, Problem> {
    let catalogue = site.catalogue().await?;
    let field = |count: &super::catalogue::FieldCount| shown::Field {
        name: count.name.clone(),
        path: with_query("/procedures", &[("field", &count.name)]),
        published: count.published,
        national: count.national,
    };
    let (ours, others): (Vec<_>, Vec<_>) =
        catalogue.fields.iter().map(field).partition(|field| field.published > 0);
    Ok(html(&site, &asked, StatusCode::OK, &shown::Fields { ours, others }))
}

/// What a procedure's address may say.
#[derive(Debug, Default, Deserialize)]
pub struct OneQuery {
    at: Option<String>,
    case: Option<String>,
}

/// A procedure on the day that an address asks for, with the names it needs.
pub struct Loaded {
    /// The procedure.
    pub whole: Whole,
    /// Names of offices.
    pub offices: Names,
    /// Today.
    pub today: Date,
    /// The day asked for, as it was written.
    pub at: Option<String>,
}

/// Loads a published procedure; `None` when it is none.
pub async fn load(site: &Site, code: &str, at: Option<String>) -> Result<Option<Loaded>, Problem> {
    let today = site.law_now().date();
    let day = match at.as_deref().filter(|at| !at.is_empty()) {
        None => today,
        Some(at) => at.parse().map_err(|_| Problem::invalid("at", "a date like 2019-12-16"))?,
    };
    let code = code.replace('\0', "");
    let read = site.house().db.read(move |tx| {
        let Some(whole) = read::whole(tx, &code, day)? else { return Ok(None) };
        let offices = office::read::names(tx, view::offices(&whole.description), day)?;
        Ok::<_, Error>(Some((whole, offices)))
    });
    let at = at.filter(|at| !at.is_empty());
    Ok(read.await?.map(|(whole, offices)| Loaded { whole, offices, today, at }))
}

impl Loaded {
    /// What its page is shown by.
    pub fn around<'a>(&'a self, site: &'a Site, text: Text, case: Option<String>) -> Around<'a> {
        Around {
            text,
            terms: &site.province().terms,
            offices: &self.offices,
            today: self.today,
            at: self.at.clone(),
            case,
            next: None,
        }
    }
}

/// One procedure: published here, or of the nation.
pub async fn one(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let text = Text::new(asked.language);
    if let Some(loaded) = load(&site, &code, query.at).await? {
        let next = next(&site, &loaded).await?;
        let around = Around { next, ..loaded.around(&site, text, query.case) };
        let page = around.one(&loaded.whole);
        return Ok(html(&site, &asked, StatusCode::OK, &page));
    }
    let catalogue: Arc<Catalogue> = site.catalogue().await?;
    let listed = match sees_elsewhere(&asked) {
        true => finder::listed,
        false => finder::national,
    };
    let national = catalogue.by_code(&code).and_then(listed).ok_or(Missing)?;
    Ok(html(&site, &asked, StatusCode::OK, &national))
}

/// The next revision of what is in force today; `None` where none is to come. What has come
/// already is no announcement: an older revision is being read.
async fn next(site: &Site, loaded: &Loaded) -> Result<Option<(Head, Description)>, Problem> {
    let Whole { head, history, in_force: true, .. } = &loaded.whole else { return Ok(None) };
    let later = history.iter().filter(|it| it.from > head.from);
    let Some(next) = later.min_by_key(|it| it.from).cloned() else { return Ok(None) };
    if next.from.is_none_or(|from| from <= loaded.today) {
        return Ok(None);
    }
    let (code, number) = (next.code.clone(), next.number);
    let content = site.house().db.read(move |tx| read::content(tx, &code, number)).await?;
    Ok(content.map(|content| (next, content)))
}

/// One procedure on paper.
pub async fn print(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let loaded = load(&site, &code, query.at).await?.ok_or(Missing)?;
    let text = Text::new(asked.language);
    let one = loaded.around(&site, text, query.case).one(&loaded.whole);
    let address = site.absolute(&one.print.replacen("/print", "", 1));
    let code = fast_qr::QRBuilder::new(address.as_str())
        .build()
        .map_err(|source| Problem::bug(&format!("QR code: {source:?}")))?;
    let qr = fast_qr::convert::svg::SvgBuilder::default().to_str(&code);
    Ok(html(&site, &asked, StatusCode::OK, &shown::Print { one, qr, address }))
}

/// Which revisions are compared.
#[derive(Debug, Deserialize)]
pub struct DiffQuery {
    from: u32,
    to: u32,
}

/// Two published revisions of a procedure: heads and contents.
pub struct Compared {
    /// The older one.
    pub old: (Head, Description),
    /// The newer one.
    pub new: (Head, Description),
}

/// Loads two published revisions.
pub async fn compared(site: &Site, code: &str, from: u32, to: u32) -> Result<Compared, Problem> {
    let code = code.replace('\0', "");
    let read = site.house().db.read(move |tx| {
        let heads = read::heads(tx, &code)?;
        let mut one = |number: u32| {
            let head = heads.iter().find(|head| head.number == number && head.is_published());
            let content = read::content(tx, &code, number)?;
            Ok::<_, Error>(head.cloned().zip(content))
        };
        Ok::<_, Error>(one(from)?.zip(one(to)?))
    });
    let (old, new) = read.await?.ok_or(Missing)?;
    Ok(Compared { old, new })
}

/// What changed from one revision to another.
pub async fn compare(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
    query: Result<Query<DiffQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(DiffQuery { from, to }) = query?;
    let Compared { old, new } = compared(&site, &code, from, to).await?;
    let text = Text::new(asked.language);
    let terms = &site.province().terms;
    let side = |head: &Head| shown::Side {
        number: head.number,
        from: head.from.map(view::day),
        path: with_query(
            &format!("/procedures/{}", head.code),
            &[("at", &head.from.map(|from| from.to_string()).unwrap_or_default())],
        ),
    };
    let changes = diff(&old.1, &new.1);
    let rewritten = changes.iter().filter_map(|change| match change {
        Change::Prose(prose) => Some(rewritten(text, *prose, &old.1, &new.1)),
        _ => None,
    });
    let page = shown::Compare {
        code: new.0.code.clone(),
        name: said(text, &new.1.name),
        is_coming: new.0.from.is_some_and(|from| from > site.law_now().date()),
        old: side(&old.0),
        new: side(&new.0),
        prose: rewritten.collect(),
        groups: changes::groups(text, terms, &changes),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn rewritten(text: Text, prose: Prose, old: &Description, new: &Description) -> shown::Prose {
    let one = |wording: &Option<Wording>| wording.as_ref().map(|it| said(text, it));
    let (name, was, now) = match prose {
        Prose::Summary => (text.part_summary(), one(&old.summary), one(&new.summary)),
        Prose::Requirements => {
            (text.part_requirements(), one(&old.requirements), one(&new.requirements))
        }
        Prose::Instructions => {
            let (was, now) = (instructions(text, old, new), instructions(text, new, old));
            (text.part_instructions(), Some(was), Some(now))
        }
    };
    shown::Prose { name, old: was.unwrap_or_default(), new: now.unwrap_or_default() }
}

/// The instructions that the other description does not have, as lines: heading, then what
/// happens.
fn instructions(text: Text, of: &Description, other: &Description) -> Said {
    let mut lines = Vec::new();
    let mut vietnamese = false;
    for one in of.instructions.iter().filter(|one| !other.instructions.contains(one)) {
        for part in one.name.iter().chain([&one.text]) {
            vietnamese |= words::is_foreign(text, part);
            lines.push(words::said(text, part).to_owned());
        }
    }
    Said { text: lines.join("\n"), vietnamese }
}

/// A procedure's form with its sample answers.
pub async fn form(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    tried(&site, &asked, &code, query.at, None).await
}

/// Checks answers; nothing is kept.
pub async fn try_form(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
    query: Result<Query<OneQuery>, QueryRejection>,
    sent: Result<axum::Form<trial::Sent>, FormRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let axum::Form(sent) =
        sent.map_err(|rejection| Problem::invalid("form", &rejection.body_text()))?;
    tried(&site, &asked, &code, query.at, Some(sent)).await
}

async fn tried(
    site: &Site,
    asked: &Asked,
    code: &str,
    at: Option<String>,
    sent: Option<trial::Sent>,
) -> Result<Response<Body>, Problem> {
    let loaded = load(site, code, at).await?.ok_or(Missing)?;
    let text = Text::new(asked.language);
    let of = &loaded.whole.description;
    let form = of.form.as_ref().ok_or(Missing)?;
    let given = given(of);
    let answers = match &sent {
        Some(sent) => trial::answers(form, sent, &given),
        None => form.sample.clone(),
    };
    let wrongs = sent.as_ref().map(|_| form.wrongs(&answers, &given)).unwrap_or_default();
    let status = match wrongs.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let tried = trial::Trial { text, form, given, wrongs };
    let (questions, skipped) = tried.questions(&answers);
    let page = shown::Form {
        code: loaded.whole.head.code.clone(),
        procedure: said(text, &of.name),
        name: said(text, form.name.as_ref().unwrap_or(&of.name)),
        questions,
        skipped,
        sent: sent.is_some(),
        at: with_query("", &[("at", loaded.at.as_deref().unwrap_or_default())]),
    };
    Ok(html(site, asked, status, &page))
}
