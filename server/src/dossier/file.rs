//! Handing a dossier in: from what was sent to a command, and through the door.

use domain::access::{Action, Stage, Thing};
use domain::account::Kind;
use domain::dossier::{
    self, At, AtOnce, Command, FeeLine, File, Flaw, Handed, Personal, ReturnBy, Wrong,
};
use domain::procedure::description::Channel;
use domain::refusal::Refusal;
use domain::{Command as AnyCommand, StreamId};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::commit::{Accepted, Error, IdempotencyKey, Request};
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// How often a filing that met midnight or a new revision is tried again.
const TRIES: usize = 3;

/// A dossier as it is handed in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// National code of the procedure.
    pub procedure: String,
    /// The case of the procedure, by its identifier.
    pub case: Option<String>,
    /// The receiving office.
    pub office: String,
    /// `counter`, `online` or `post`.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// Whether an officer fills it in for the applicant.
    #[serde(default)]
    pub assisted: bool,
    /// Whose dossier it is.
    #[schema(value_type = Object)]
    pub applicant: dossier::Applicant,
    /// Who brings it, where it is somebody else.
    #[schema(value_type = Option<Object>)]
    pub submitter: Option<dossier::Submitter>,
    /// Answers of the form.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: domain::form::Answers,
    /// The papers.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<Handed>,
    /// Sets of papers; as many as the procedure asks for when absent.
    pub sets: Option<u16>,
    /// `counter`, `post` or `online`.
    #[serde(default)]
    #[schema(value_type = String)]
    pub return_by: ReturnBy,
    /// Counts and exemptions of fees; each once when absent.
    #[serde(default)]
    pub fees: Vec<FeeAsked>,
    /// A day agreed with the applicant, where the law names no countable limit.
    #[schema(value_type = Option<String>, format = Date)]
    pub agreed: Option<Date>,
    /// Signed with a fingerprint.
    #[serde(default)]
    pub fingerprint: bool,
    /// A note of the desk.
    #[serde(default)]
    pub note: String,
    /// Codes that other systems gave it.
    #[serde(default)]
    pub foreign: Vec<String>,
}

/// A fee with its count or exemption.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeAsked {
    /// The fee of the procedure.
    pub id: String,
    /// How many times: copies, pages.
    #[serde(default = "once")]
    pub count: u32,
    /// The ground on which nothing is paid.
    pub exempt: Option<String>,
    /// The sum in đồng, where the procedure says only how it is found.
    pub amount_vnd: Option<u64>,
}

fn once() -> u32 {
    1
}

/// A dossier that was handed in.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its code.
    pub code: String,
    /// Its stream.
    pub stream: StreamId,
    /// Whether an earlier request with the same key did it.
    pub repeated: bool,
}

/// Hands a dossier in for whoever stands at the gate.
pub async fn file(
    site: &Site,
    gate: &Gate,
    filing: Filing,
    key: Option<IdempotencyKey>,
    at_once: Option<AtOnce>,
) -> Result<Filed, Problem> {
    let mut refused = None;
    for _ in 0..TRIES {
        let command = prepare(site, gate, &filing, at_once.clone()).await?;
        let thing = thing(site, gate, &filing).await?;
        let granted = gate.may_do(Action::FileDossier, &thing, None)?;
        if command.accept {
            gate.may_do(Action::ReceiveDossier, &thing, None)?;
        }
        let actor = gate.actor(&granted);
        let command = AnyCommand::Dossier(Command::File(Box::new(command)));
        let request = Request { actor, command, key: key.clone() };
        match site.door().commit(request).await {
            Ok(accepted) => return filed(site, &accepted).await,
            Err(Error::Refused(Refusal::Dossier(
                wrong @ (Wrong::DayTurned(_) | Wrong::RevisionMoved { .. }),
            ))) => refused = Some(wrong),
            Err(error) => return Err(error.into()),
        }
    }
    let wrong = refused.unwrap_or(Wrong::NothingNamed);
    Err(Error::Refused(Refusal::Dossier(wrong)).into())
}

/// What rights look at of a dossier that is being handed in.
async fn thing(site: &Site, gate: &Gate, filing: &Filing) -> Result<Thing, Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (office, at) = (filing.office.clone(), site.clone());
    let read = site
        .house()
        .db
        .read(move |tx| Ok::<_, Error>(at.register().offices(tx, day, now)?.path(&office)));
    let owners = own_account(gate).into_iter().collect();
    Ok(Thing { owners, stage: Some(Stage::Submitted), ..Thing::at(read.await?) })
}

/// The account of a citizen or an organisation that hands in for itself.
fn own_account(gate: &Gate) -> Option<StreamId> {
    match gate.caller().kind() {
        Some(Kind::Citizen | Kind::Organisation) => gate.caller().account().cloned(),
        Some(Kind::Staff | Kind::Integration) | None => None,
    }
}

async fn prepare(
    site: &Site,
    gate: &Gate,
    filing: &Filing,
    at_once: Option<AtOnce>,
) -> Result<File, Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (shared, asked) = (site.clone(), filing.clone());
    let read = site.house().db.read(move |tx| {
        let register = shared.register();
        let offices = register.offices(tx, day, now)?;
        Ok::<_, Error>((offices, register.in_force(tx, &asked.procedure, day)?))
    });
    let (offices, in_force) = read.await?;
    if offices.get(&filing.office).is_none() {
        return Err(Error::Refused(Refusal::UnknownOffice(filing.office.clone())).into());
    }
    let (revision, description) = in_force
        .ok_or_else(|| Refusal::Dossier(Wrong::NotInForce(filing.procedure.clone())))
        .map_err(Error::Refused)?;
    let account = own_account(gate);
    let is_own = account.is_some();
    if is_own && filing.channel != Channel::Online {
        let place = "channel".to_owned();
        let wrong = Wrong::Fields(vec![At { place, flaw: Flaw::Unknown }]);
        return Err(Error::Refused(Refusal::Dossier(wrong)).into());
    }
    let case = filing.case.as_deref();
    let (channel, answers) = (filing.channel, &filing.answers);
    let fees = match filing.fees.is_empty() {
        true => dossier::fees(&description, case, channel, answers)
            .into_iter()
            .filter(|fee| !fee.exempt && fee.amount_vnd.is_some())
            .map(|fee| line(&fee.id, 1, None, 0))
            .collect(),
        false => filing
            .fees
            .iter()
            .map(|it| line(&it.id, it.count, it.exempt.clone(), it.amount_vnd.unwrap_or(0)))
            .collect(),
    };
    let resolve =
        |party: &domain::procedure::description::Party| offices.resolve(party, &filing.office);
    let steps = dossier::plan(&description, case, channel, answers, &filing.office, &resolve);
    Ok(File {
        day,
        office: filing.office.clone(),
        identifier: offices.identifier(&filing.office).unwrap_or_default(),
        procedure: filing.procedure.clone(),
        revision,
        case: filing.case.clone(),
        channel,
        assisted: filing.assisted || (!is_own && channel == Channel::Online),
        accept: !is_own && channel != Channel::Online,
        return_by: filing.return_by,
        sets: filing.sets.unwrap_or_else(|| description.sets.map_or(1, u16::from)),
        components: filing.components.clone(),
        fees,
        agreed: filing.agreed,
        hours: offices.hours(&filing.office).unwrap_or_default(),
        steps,
        account,
        foreign: filing.foreign.clone(),
        personal: personal(site, filing)?,
        at_once,
    })
}

fn line(id: &str, count: u32, exempt: Option<String>, amount_vnd: u64) -> FeeLine {
    FeeLine { id: id.to_owned(), count, amount_vnd, exempt }
}

fn personal(site: &Site, filing: &Filing) -> Result<Personal, Problem> {
    let identity = &filing.applicant.identity;
    let key = match &identity.number {
        Some(number) => {
            let secret = site.porter().secret(site.house())?;
            Some(secret.identity(identity.kind.id(), number))
        }
        None => None,
    };
    Ok(Personal {
        applicant: filing.applicant.clone(),
        submitter: filing.submitter.clone(),
        answers: filing.answers.clone(),
        key,
        fingerprint: filing.fingerprint,
        note: filing.note.clone(),
    })
}

async fn filed(site: &Site, accepted: &Accepted) -> Result<Filed, Problem> {
    let first = accepted.events.first();
    let stream = first.map(|event| event.stream.clone());
    let stream = stream.ok_or_else(|| Problem::bug(&"a filing told nothing"))?;
    let id = stream.clone();
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&super::store::CODE_OF, &[id.as_str().into()])?;
        row.map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).transpose()
    });
    let code = read.await?.ok_or_else(|| Problem::bug(&"a filed dossier has no row"))?;
    Ok(Filed { code, stream, repeated: accepted.repeated })
}
