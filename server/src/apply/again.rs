//! What the house knows already and need not be asked twice: the account, papers that the same
//! account gave before, and answers, where it agreed that they be used again.

use std::sync::Arc;

use db::Tx;
use domain::StreamId;
use domain::account::Person;
use domain::attachment::clean;
use domain::form::{Answers, Kind, Question};
use domain::procedure::description::{Component, Description};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::plan::Applying;
use super::store;
use crate::account::{erase, session};
use crate::attachment::{self, No, State, read, receive, reference};
use crate::commit::Error;
use crate::dossier::read::{Known, known};
use crate::dossier::register::Register;
use crate::web::{Problem, Site};

/// The consent by which earlier answers are used again.
pub const CONSENT: &str = "reuse-answers";
/// Earlier dossiers that are looked through.
const DOSSIERS_MAX: i64 = 20;
/// Earlier files that are offered for one paper.
const FILES_MAX: usize = 3;

/// Who an account is, as it says itself.
pub async fn person(site: &Site, account: &StreamId) -> Result<Person, Problem> {
    let account = account.clone();
    let read = site.house().db.read(move |tx| erase::person(tx, &account));
    let person = read.await.map_err(|error: Error| Problem::from(error))?;
    Ok(person.unwrap_or_default())
}

/// Whether an account agrees, in the version of the text that is shown now.
pub async fn agrees(site: &Site, account: &StreamId) -> Result<bool, Problem> {
    let Some(text) = site.province().terms.keeping.consent(CONSENT) else { return Ok(false) };
    let (account, version) = (account.clone(), text.version.clone());
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&crate::account::store::STATE, &[account.as_str().into()])?;
        let state = row.map(|row| session::read_state(row.text(0)?)).transpose()?.flatten();
        let given = |(purpose, of): &(String, String)| purpose == CONSENT && *of == version;
        Ok::<_, Error>(state.is_some_and(|state| state.consents.iter().any(given)))
    });
    Ok(read.await?)
}

/// An earlier dossier with the text of the procedure that it was handed in by.
struct Earlier {
    known: Known,
    content: Option<Arc<Description>>,
}

fn earlier(
    tx: &mut Tx<'_>,
    register: &Register,
    account: &StreamId,
) -> Result<Vec<Earlier>, Error> {
    let rows = tx.rows(&store::HANDED_IN_BY, &[account.as_str().into(), DOSSIERS_MAX.into()])?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(known) = known(Some(row))? else { continue };
        let filing = &known.dossier.filing;
        let content = register.content(tx, &filing.procedure, filing.revision)?;
        found.push(Earlier { known, content });
    }
    Ok(found)
}

/// An answer of an earlier dossier.
pub struct Answered {
    /// The answer.
    pub answer: Json,
    /// The dossier's code.
    pub code: String,
    /// When it was handed in.
    pub on: Date,
}

/// What was answered before to the same question, where its owner agreed that it be used again: of
/// a person name and date of birth, and addresses, as the text of the consent says.
pub async fn answer(applying: &Applying, question: &Question) -> Result<Option<Answered>, Problem> {
    if !matches!(question.kind, Kind::Person | Kind::Address) {
        return Ok(None);
    }
    let (site, account) = (applying.site.clone(), applying.account().clone());
    if !agrees(&site, &account).await? {
        return Ok(None);
    }
    let (id, kind) = (question.id.clone(), question.kind);
    let at = site.clone();
    let read = site.house().db.read(move |tx| {
        let same = |it: &Earlier| {
            let form = it.content.as_ref().and_then(|content| content.form.as_ref());
            form.is_some_and(|form| form.questions.iter().any(|q| q.id == id && q.kind == kind))
        };
        let all = earlier(tx, at.register(), &account)?;
        Ok::<_, Error>(all.into_iter().filter(same).find_map(|it| {
            let answers = it.known.personal.as_ref().map(|personal| &personal.answers)?;
            let answer = allowed(kind, answers.get(&id)?)?;
            let dossier = &it.known.dossier;
            Some(Answered { answer, code: dossier.filing.code.clone(), on: dossier.filed.date() })
        }))
    });
    Ok(read.await?)
}

/// The parts of an answer that the consent speaks of.
fn allowed(kind: Kind, answer: &Json) -> Option<Json> {
    if kind != Kind::Person {
        return Some(answer.clone());
    }
    let parts = ["name", "birth_date"].into_iter();
    let parts = parts.filter_map(|part| Some((part.to_owned(), answer.get(part)?.clone())));
    Some(Json::Object(parts.collect())).filter(|it| it.as_object().is_some_and(|it| !it.is_empty()))
}

/// What an account says of its person, as the answer to the question about whoever declares, and to
/// those for a telephone number or mail address.
pub fn of_account(question: &Question, person: &Person) -> Option<Json> {
    match (question.kind, question.id.as_str()) {
        (Kind::Person, "applicant") => {
            let mut answer = Answers::new();
            answer.insert("name".to_owned(), person.name.clone().into());
            let born = person.birth_date.map(|day| day.to_string().into());
            answer.extend(born.map(|born| ("birth_date".to_owned(), born)));
            let identity = person.identity_type.as_ref().zip(person.identity_number.as_ref());
            let identity = identity.map(|(kind, number)| json!({ "type": kind, "number": number }));
            answer.extend(identity.map(|identity| ("identity".to_owned(), identity)));
            Some(Json::Object(answer)).filter(|_| !person.name.is_empty())
        }
        (Kind::Phone, "phone") => person.phone.clone().map(Json::String),
        (Kind::Email, "email") => person.email.clone().map(Json::String),
        _ => None,
    }
}

/// The office at which the account handed in last, where it takes this procedure in too.
pub async fn last_office(applying: &Applying) -> Result<Option<String>, Problem> {
    let (site, account) = (applying.site.clone(), applying.account().clone());
    let at = site.clone();
    let read = site.house().db.read(move |tx| earlier(tx, at.register(), &account));
    let all = read.await.map_err(|error: Error| Problem::from(error))?;
    let offices = all.into_iter().map(|it| it.known.dossier.filing.office.clone());
    Ok(offices.into_iter().find(|code| applying.receiving.contains(code)))
}

/// A file that the account gave before.
pub struct Given {
    /// The attachment.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was handed in.
    pub on: Date,
}

/// Files of the same paper that the account gave before, the last first: by the national code of the
/// component, else by its identifier within the same procedure.
pub async fn files(applying: &Applying, paper: &Component) -> Result<Vec<Given>, Problem> {
    let (site, account) = (applying.site.clone(), applying.account().clone());
    let (procedure, paper) = (applying.draft.procedure.clone(), paper.clone());
    let at = site.clone();
    let read = site.house().db.read(move |tx| {
        let mut found: Vec<Given> = Vec::new();
        for it in earlier(tx, at.register(), &account)? {
            let dossier = &it.known.dossier;
            for handed in dossier.filing.components.iter().chain(&dossier.added) {
                let Some(id) = &handed.attachment else { continue };
                let of = it.content.iter().flat_map(|content| &content.components);
                let code = of.filter(|it| it.id == handed.id).find_map(|it| it.code.as_ref());
                let is_same = match (&paper.code, code) {
                    (Some(wanted), Some(code)) => wanted == code,
                    _ => dossier.filing.procedure == procedure && handed.id == paper.id,
                };
                if !is_same || found.len() >= FILES_MAX {
                    continue;
                }
                let file = reference::find(tx, id)?;
                let file = file.filter(|it| it.owner == account && it.state == State::Checked);
                found.extend(file.map(|file| Given {
                    id: file.id,
                    name: file.name,
                    on: dossier.filed.date(),
                }));
            }
        }
        Ok::<_, Error>(found)
    });
    Ok(read.await?)
}

/// A copy of a file that the account gave before: each dossier has its own. It is looked into like
/// any that comes.
pub async fn copy(
    site: &Site,
    account: &StreamId,
    id: &str,
) -> Result<Option<attachment::Attachment>, Problem> {
    let wanted = id.to_owned();
    let read = site.house().db.read(move |tx| reference::find(tx, &wanted));
    let file = read.await.map_err(|error: Error| Problem::from(error))?;
    let Some(file) = file.filter(|it| it.owner == *account && it.state == State::Checked) else {
        return Ok(None);
    };
    let body = match read::chunks(site, &file).await {
        Ok(body) => body,
        Err(No::Missing) => return Ok(None),
        Err(no) => return Err(no.into()),
    };
    let body = std::pin::pin!(body);
    match receive::whole(site, account, &clean(&file.name), Some(file.size), body).await {
        Ok(copy) => Ok(Some(copy)),
        Err(No::Wrong(_)) => Ok(None),
        Err(no) => Err(no.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_earlier_person_only_what_was_agreed_to_comes_again() {
        let person = json!({ "name": "H'An", "birth_date": "1990-01-02",
            "identity": { "type": "citizen_id", "number": "099190000001" } });
        let again = allowed(Kind::Person, &person).expect("a person");
        assert_eq!(again, json!({ "name": "H'An", "birth_date": "1990-01-02" }));
        assert_eq!(allowed(Kind::Person, &json!({ "identity": {} })), None);
        let address = json!({ "text": "Thôn 1" });
        assert_eq!(allowed(Kind::Address, &address), Some(address));
    }

    #[test]
    fn the_account_answers_who_declares_and_nothing_else() {
        let person = Person {
            name: "H'An".to_owned(),
            phone: Some("+84901234567".to_owned()),
            ..Person::default()
        };
        let question = |id: &str, kind| Question { id: id.to_owned(), kind, ..Question::default() };
        let who = of_account(&question("applicant", Kind::Person), &person);
        assert_eq!(who, Some(json!({ "name": "H'An" })));
        assert_eq!(of_account(&question("mother", Kind::Person), &person), None);
        let phone = of_account(&question("phone", Kind::Phone), &person);
        assert_eq!(phone, Some("+84901234567".into()));
    }
}
