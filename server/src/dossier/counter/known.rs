//! What the house knows of whoever stands at the counter, told before anything is saved.
//!
//! Of its own office a desk sees the dossiers; of another one nothing but that one is open, and
//! since when. Each look is recorded.

use db::Words;
use domain::LawTime;
use domain::access::{Action, Purpose};
use domain::dossier::{IdentityKind, Personal, Phase};
use domain::text::fold;
use jiff::civil::Date;
use page::counter::{Alike, Here, Known, OpenDossier};
use page::procedure::Said;

use super::super::{store as rows, words};
use super::desk::Desk;
use super::form::{self, Form};
use super::store;
use crate::commit::Error;
use crate::procedure::finder;
use crate::procedure::view::day;
use crate::web::Problem;
use crate::web::gate::Read;

/// Dossiers of one person that are looked at.
const OPEN_MAX: i64 = 20;
/// People of the same name that are looked at.
const ALIKE_MAX: i64 = 20;
/// Digits at the end of a number that tell two people apart.
const NUMBER_END: usize = 3;

struct Found {
    code: String,
    office: String,
    procedure: String,
    phase: Phase,
    filed: LawTime,
}

/// Looks for what is known of the applicant on a form, and records that it was looked at.
pub async fn look(desk: &Desk, form: &Form) -> Result<Known, Problem> {
    let identity = form.identity("applicant");
    let name = form.one("applicant.name").to_owned();
    let key = match (&identity.number, identity.kind) {
        (Some(number), kind) if kind != IdentityKind::None => {
            let secret = desk.site.porter().secret(desk.site.house())?;
            Some(secret.identity(kind.id(), number))
        }
        _ => None,
    };
    let wanted = fold(&name);
    let by_name = Words::new(wanted.split(|c: char| !c.is_alphanumeric()), false)
        .filter(|_| !name.is_empty());
    if key.is_none() && by_name.is_none() {
        return Ok(Known::default());
    }
    let office = desk.office().to_owned();
    let (open, people) = desk
        .read(move |tx| {
            let open = match &key {
                Some(key) => of_person(tx, key)?,
                None => Vec::new(),
            };
            let people = match by_name {
                Some(words) => alike(tx, words, &office)?,
                None => Vec::new(),
            };
            Ok((open, people))
        })
        .await?;
    let people = people.into_iter().filter(|(_, it)| is_alike(form, it)).map(shown);
    let open = here(desk, form, open).await?;
    let known = Known { open, alike: people.collect(), looked: true };
    let seen = known.open.iter().filter(|it| it.here.is_some()).count() + known.alike.len();
    if seen > 0 {
        let read = Read { rows: u32::try_from(seen).ok(), ..Read::default() };
        desk.gate.note(&desk.seat, Purpose::Handling, read).await?;
    }
    Ok(known)
}

fn of_person(tx: &mut db::Tx<'_>, key: &str) -> Result<Vec<Found>, Error> {
    let rows = tx.rows(&rows::OF_PERSON, &[key.into(), OPEN_MAX.into()])?;
    rows.iter()
        .map(|row| {
            let phase = Phase::parse(row.text(3)?);
            Ok(Found {
                code: row.text(0)?.to_owned(),
                office: row.text(1)?.to_owned(),
                procedure: row.text(2)?.to_owned(),
                phase: phase.ok_or_else(|| Error::Damaged("phase of a dossier row".to_owned()))?,
                filed: LawTime(row.int(4)?),
            })
        })
        .collect()
}

fn alike(
    tx: &mut db::Tx<'_>,
    words: Words,
    office: &str,
) -> Result<Vec<(LawTime, Personal)>, Error> {
    let rows = tx.rows(&store::ALIKE, &[words.into(), office.into(), ALIKE_MAX.into()])?;
    rows.iter()
        .map(|row| {
            let damaged = |source| Error::Damaged(format!("persons of a dossier: {source}"));
            Ok((LawTime(row.int(0)?), serde_json::from_str(row.text(1)?).map_err(damaged)?))
        })
        .collect()
}

/// The same name, born within a year of each other, and not the same number, which is known
/// already.
fn is_alike(form: &Form, personal: &Personal) -> bool {
    let them = &personal.applicant;
    let us = form.identity("applicant");
    let born = form.one("applicant.birth_date");
    let born = form::day(born).map(Date::year).or_else(|| form::year(born));
    let near = match (born, them.birth_date) {
        (Some(us), Some(them)) => (us - them.year()).abs() <= 1,
        _ => false,
    };
    let same_name = fold(form.one("applicant.name")) == fold(&them.name);
    same_name && near && (us.number.is_none() || us.number != them.identity.number)
}

fn shown((since, personal): (LawTime, Personal)) -> Alike {
    let number = personal.applicant.identity.number.unwrap_or_default();
    let skip = number.chars().count().saturating_sub(NUMBER_END);
    Alike {
        name: personal.applicant.name,
        birth_year: personal.applicant.birth_date.map_or(0, Date::year),
        number_end: number.chars().skip(skip).collect(),
        since: day(since.date()),
    }
}

async fn here(desk: &Desk, form: &Form, open: Vec<Found>) -> Result<Vec<OpenDossier>, Problem> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let catalogue = desk.site.catalogue().await?;
    let may_give = desk.may(Action::ReturnDossier);
    let chosen = form.one("procedure");
    let each = open.into_iter().map(|it| {
        let named = catalogue.by_code(&it.procedure).map(|item| finder::name(desk.text, item));
        let named = named.unwrap_or_else(|| Said::plain(&it.procedure));
        let gives = may_give && it.phase == Phase::Finished;
        let here = (it.office == desk.office()).then(|| Here {
            path: format!("/dossiers/{}", it.code),
            procedure: named.text,
            state: words::phase(desk.text, it.phase),
            give: gives.then(|| format!("/counter/returns?code={}", it.code)),
            // A result that waits is no request that is open.
            same: it.procedure == chosen && it.phase != Phase::Finished,
            code: it.code,
        });
        OpenDossier { here, since: day(it.filed.date()) }
    });
    Ok(each.collect())
}
