//! Handing a dossier in: from what was sent to a command, and through the door.

use std::sync::Arc;

use db::Tx;
use domain::access::{Action, Stage, Thing};
use domain::account::Kind;
use domain::dossier::{
    self, At, AtOnce, Command, FeeLine, File, Flaw, Handed, Pay, Personal, ReturnBy, Wrong,
};
use domain::procedure::description::{Channel, Description, Party};
use domain::refusal::Refusal;
use domain::{Command as AnyCommand, MachineTime, State, StreamId};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::read::{self, Known};
use super::register::Register;
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
    /// Counts and exemptions of fees; each once when absent, none when empty.
    #[serde(default)]
    pub fees: Option<Vec<FeeAsked>>,
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
    /// The language that the applicant is told in: `vi` (when absent) or `en`.
    #[serde(default)]
    pub language: Option<String>,
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
    /// The dossier as it was kept.
    pub known: Known,
    /// Whether an earlier request with the same key did it.
    pub repeated: bool,
}

/// What a desk does in the same commit.
#[derive(Clone, Debug, Default)]
pub struct AtDesk {
    /// It is handed in and not taken in: it will be refused, or a supplement is asked for.
    pub held: bool,
    /// The fees paid in full.
    pub paid: Option<Pay>,
    /// The result signed and handed out.
    pub at_once: Option<AtOnce>,
}

/// Hands a dossier in for whoever stands at the gate.
pub async fn file(
    site: &Site,
    gate: &Gate,
    filing: Filing,
    key: Option<IdempotencyKey>,
) -> Result<Filed, Problem> {
    Ok(try_file(site, gate, filing, key, &AtDesk::default()).await??)
}

/// The same at a desk; the inner error is the answer of the rules, which a form shows at its place.
pub async fn try_file(
    site: &Site,
    gate: &Gate,
    filing: Filing,
    key: Option<IdempotencyKey>,
    desk: &AtDesk,
) -> Result<Result<Filed, Error>, Problem> {
    let filing = match checked(site, gate, filing, key.as_ref()).await? {
        Ok(filing) => filing,
        Err(error) => return Ok(Err(error)),
    };
    let mut refused = None;
    let filing = Arc::new(filing);
    for _ in 0..TRIES {
        let (mut command, path) = match ready(site, gate, &filing).await? {
            Ok(ready) => ready,
            Err(error) => return Ok(Err(error)),
        };
        command.accept &= !desk.held;
        command.paid.clone_from(&desk.paid);
        command.at_once.clone_from(&desk.at_once);
        let owners = own_account(gate).into_iter().collect();
        let thing = Thing { owners, stage: Some(Stage::Submitted), ..Thing::at(path) };
        let granted = gate.may_do(Action::FileDossier, &thing, None)?;
        if command.accept {
            gate.may_do(Action::ReceiveDossier, &thing, None)?;
        }
        let actor = gate.actor(&granted);
        let personal = dossier::composed(&command.personal);
        let command = AnyCommand::Dossier(Command::File(Box::new(command)));
        let request = Request { actor, command, key: key.clone() };
        match site.door().commit(request).await {
            Ok(accepted) => return Ok(Ok(filed(site, accepted, personal).await?)),
            Err(Error::Refused(Refusal::Dossier(
                wrong @ (Wrong::DayTurned(_) | Wrong::RevisionMoved { .. }),
            ))) => refused = Some(wrong),
            Err(error) => return Ok(Err(error)),
        }
    }
    let wrong = refused.unwrap_or(Wrong::NothingNamed);
    Ok(Err(Error::Refused(Refusal::Dossier(wrong))))
}

/// A filing whose texts can be printed and whose files may be named; else every place that is
/// not right.
async fn checked(
    site: &Site,
    gate: &Gate,
    mut filing: Filing,
    key: Option<&IdempotencyKey>,
) -> Result<Result<Filing, Error>, Problem> {
    let mut wrongs = super::files::name(site, gate, &mut filing.components, None, key).await?;
    let submitter = filing.submitter.as_ref().map(|it| ("submitter", &it.who));
    for (place, who) in std::iter::once(("applicant", &filing.applicant)).chain(submitter) {
        let texts = [("name", who.name.as_str()), ("address", who.address.text.as_str())];
        wrongs.extend(
            texts
                .into_iter()
                .filter_map(|(part, text)| super::files::printed(&format!("{place}.{part}"), text)),
        );
    }
    if filing.language.as_deref().is_some_and(|code| page::Language::parse(code).is_none()) {
        wrongs.push(At { place: "language".to_owned(), flaw: Flaw::Unknown });
    }
    match wrongs.is_empty() {
        true => Ok(Ok(filing)),
        false => Ok(Err(Error::Refused(Refusal::Dossier(Wrong::Fields(wrongs))))),
    }
}

/// The account of a citizen or an organisation that hands in for itself.
fn own_account(gate: &Gate) -> Option<StreamId> {
    match gate.caller().kind() {
        Some(Kind::Citizen | Kind::Organisation) => gate.caller().account().cloned(),
        Some(Kind::Staff | Kind::Integration) | None => None,
    }
}

/// The command of a filing, and the receiving office with those above it.
async fn ready(
    site: &Site,
    gate: &Gate,
    filing: &Arc<Filing>,
) -> Result<Result<(File, Vec<String>), Error>, Problem> {
    let ground = Ground {
        day: site.law_now().date(),
        now: site.house().source.machine(),
        account: own_account(gate),
        key: identity_key(site, filing)?,
    };
    let (at, filing) = (site.clone(), Arc::clone(filing));
    let read = site.house().db.read(move |tx| {
        let command = prepare(tx, at.register(), &filing, ground)?;
        let offices = at.register().offices(tx, command.day, at.house().source.machine())?;
        let path = offices.path(&command.office);
        Ok::<_, Error>((command, path))
    });
    match read.await {
        Ok(ready) => Ok(Ok(ready)),
        Err(error @ Error::Refused(_)) => Ok(Err(error)),
        Err(error) => Err(error.into()),
    }
}

/// The keyed hash by which other dossiers of the same applicant are found.
fn identity_key(site: &Site, filing: &Filing) -> Result<Option<String>, Problem> {
    let identity = &filing.applicant.identity;
    let Some(number) = &identity.number else { return Ok(None) };
    let secret = site.porter().secret(site.house())?;
    Ok(Some(secret.identity(identity.kind.id(), number)))
}

/// What a filing is prepared by, beside what it says itself.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The day of law time.
    pub day: Date,
    /// Machine time.
    pub now: MachineTime,
    /// The account that hands in for itself.
    pub account: Option<StreamId>,
    /// The keyed hash of the applicant's identity.
    pub key: Option<String>,
}

/// The command of a filing: with the revision in force, the fees, the steps and their offices.
pub fn prepare(
    tx: &mut Tx<'_>,
    register: &Register,
    filing: &Filing,
    ground: Ground,
) -> Result<File, Error> {
    let Ground { day, now, account, key } = ground;
    let offices = register.offices(tx, day, now)?;
    if offices.get(&filing.office).is_none() {
        return Err(Error::Refused(Refusal::UnknownOffice(filing.office.clone())));
    }
    let in_force = register.in_force(tx, &filing.procedure, day)?;
    let refused = |wrong| Error::Refused(Refusal::Dossier(wrong));
    let not_in_force = || refused(Wrong::NotInForce(filing.procedure.clone()));
    let (revision, description) = in_force.ok_or_else(not_in_force)?;
    let is_own = account.is_some();
    if is_own && filing.channel != Channel::Online {
        let place = "channel".to_owned();
        return Err(refused(Wrong::Fields(vec![At { place, flaw: Flaw::Unknown }])));
    }
    let case = filing.case.as_deref();
    let (channel, answers) = (filing.channel, &filing.answers);
    let resolve = |party: &Party| offices.resolve(party, &filing.office);
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
        fees: filing.fee_lines(&description),
        agreed: filing.agreed,
        hours: offices.hours(&filing.office).unwrap_or_default(),
        steps,
        account,
        foreign: filing.foreign.clone(),
        personal: Personal {
            applicant: filing.applicant.clone(),
            submitter: filing.submitter.clone(),
            answers: filing.answers.clone(),
            key,
            fingerprint: filing.fingerprint,
            note: filing.note.clone(),
            language: filing.language.clone(),
        },
        paid: None,
        at_once: None,
    })
}

impl Filing {
    /// Fees as they were asked for; without any, each fee of the procedure once.
    fn fee_lines(&self, description: &Description) -> Vec<FeeLine> {
        if let Some(asked) = &self.fees {
            return asked
                .iter()
                .map(|it| line(&it.id, it.count, it.exempt.clone(), it.amount_vnd.unwrap_or(0)))
                .collect();
        }
        let (case, answers) = (self.case.as_deref(), &self.answers);
        let due = dossier::fees(description, case, self.channel, answers).into_iter();
        due.filter(|fee| !fee.exempt && fee.amount_vnd.is_some())
            .map(|fee| line(&fee.id, 1, None, 0))
            .collect()
    }
}

fn line(id: &str, count: u32, exempt: Option<String>, amount_vnd: u64) -> FeeLine {
    FeeLine { id: id.to_owned(), count, amount_vnd, exempt }
}

/// What was handed in, as it is kept: the door tells the state of what it has just opened, and only
/// what an earlier request did is read.
async fn filed(site: &Site, accepted: Accepted, personal: Personal) -> Result<Filed, Problem> {
    let Accepted { events, repeated, opened } = accepted;
    let first = events.into_iter().next();
    let first = first.ok_or_else(|| Problem::bug(&"a filing told nothing"))?;
    let (id, stream) = (first.event, first.stream);
    let known = match opened.map(Arc::unwrap_or_clone) {
        Some(State::Dossier(dossier)) => Known { id, stream, dossier, personal: Some(personal) },
        Some(_) | None => {
            let known = site.house().db.read(move |tx| read::of(tx, &stream)).await?;
            known.ok_or_else(|| Problem::bug(&"a filed dossier has no row"))?
        }
    };
    let (code, stream) = (known.dossier.filing.code.clone(), known.stream.clone());
    Ok(Filed { code, stream, known, repeated })
}
