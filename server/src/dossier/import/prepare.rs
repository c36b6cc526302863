//! From a line to a command: the procedure's revision of that day, the steps and their offices, and
//! who has it.

use domain::LawTime;
use domain::dossier::{self, Import, Owner, PlannedStep, Stands};
use domain::form::Answers;
use domain::procedure::description::{Description, Party};
use domain::stream::StreamId;

use super::Finding;
use super::line::Line;
use crate::account::secret::HouseSecret;
use crate::commit::Error;
use crate::dossier::register::Register;
use crate::fault::Fault;
use crate::house::House;

/// What lines are prepared by.
pub(super) struct Desk<'a> {
    house: &'a House,
    register: std::sync::Arc<Register>,
    secret: HouseSecret,
}

/// A command, or what is wrong with the line.
type Prepared = Result<Import, Vec<Finding>>;

/// What a line relies on that had to be looked up.
struct Found {
    identifier: String,
    hours: String,
    revision: u32,
    description: std::sync::Arc<Description>,
    steps: Vec<PlannedStep>,
    account: Option<StreamId>,
}

impl Desk<'_> {
    pub(super) fn new(house: &House) -> Result<Desk<'_>, Fault> {
        Ok(Desk { house, register: std::sync::Arc::default(), secret: house.secret()? })
    }

    /// The command that takes a line's dossier over.
    pub(super) fn command(&self, line: &Line, now: LawTime) -> Result<Prepared, Fault> {
        Ok(match self.find(line, now)? {
            Err(findings) => Err(findings),
            Ok(found) => owner(line, &found).map(|owner| self.made(line, now, found, owner)),
        })
    }

    fn find(&self, line: &Line, now: LawTime) -> Result<Result<Found, Vec<Finding>>, Fault> {
        let (register, line) = (std::sync::Arc::clone(&self.register), line.clone());
        let machine = self.house.source.machine();
        let login = line.holder.as_ref().map(|login| self.secret.login(login));
        let found = self.house.db.read_now(move |tx| {
            let today = now.date();
            let offices = register.offices(tx, today, machine)?;
            let wrong =
                |field: &str, what: String| Ok(Err(vec![Finding::at(line.line, field, &what)]));
            let named =
                [("office", Some(&line.office)), ("holder_office", line.holder_office.as_ref())];
            for (field, code) in named.into_iter().filter_map(|(field, code)| Some((field, code?)))
            {
                if offices.get(code).is_none() {
                    return wrong(field, format!("there is no office `{code}` today"));
                }
            }
            // What was received before its procedure was published here goes on under what is in
            // force now: nothing older is known.
            let then = register.in_force(tx, &line.procedure, line.received.date())?;
            let in_force = match then {
                Some(then) => Some(then),
                None => register.in_force(tx, &line.procedure, today)?,
            };
            let Some((revision, description)) = in_force else {
                return wrong("procedure", "the procedure is not published here".to_owned());
            };
            let resolve = |party: &Party| offices.resolve(party, &line.office);
            let case = line.case.as_deref();
            let answers = Answers::new();
            let steps =
                dossier::plan(&description, case, line.channel, &answers, &line.office, &resolve);
            let account = match &login {
                Some(login) => {
                    let key = ["account-login".into(), login.as_str().into()];
                    match tx.row(&crate::account::store::BY_CLAIM, &key)? {
                        Some(row) => Some(StreamId::stored(row.text(0)?)),
                        None => return wrong("holder", "nobody has this login".to_owned()),
                    }
                }
                None => None,
            };
            Ok::<_, Error>(Ok(Found {
                identifier: offices.identifier(&line.office).unwrap_or_default(),
                hours: offices.hours(&line.office).unwrap_or_default(),
                revision,
                description,
                steps,
                account,
            }))
        })?;
        Ok(found)
    }

    fn made(&self, line: &Line, now: LawTime, found: Found, owner: Owner) -> Import {
        let mut personal = line.personal.clone();
        let identity = &personal.applicant.identity;
        let number = identity.number.as_ref();
        personal.key = number.map(|number| self.secret.identity(identity.kind.id(), number));
        let sets = found.description.sets.map_or(1, u16::from);
        Import {
            day: now.date(),
            system: line.system.clone(),
            foreign: line.code.clone(),
            office: line.office.clone(),
            identifier: found.identifier,
            procedure: line.procedure.clone(),
            revision: found.revision,
            case: line.case.clone(),
            channel: line.channel,
            received: line.received,
            due: line.due,
            stands: line.stands.clone(),
            owner,
            apologies: line.apologies,
            return_by: line.return_by,
            sets: line.sets.unwrap_or(sets),
            components: line.components.clone(),
            fee_vnd: line.fee_vnd,
            paid: line.paid.clone(),
            lacks: line.lacks.clone(),
            hours: found.hours,
            steps: found.steps,
            personal,
        }
    }
}

/// Who has it, and at which step: by the step that is named, else by the office, and at the desk
/// that received it where it was only received.
fn owner(line: &Line, found: &Found) -> Result<Owner, Vec<Finding>> {
    let steps = &found.steps;
    let wrong = |field: &str, what: String| Err(vec![Finding::at(line.line, field, &what)]);
    let named = match &line.step {
        None => None,
        Some(id) => match steps.iter().position(|step| step.id == *id) {
            Some(at) => Some(at),
            None => {
                let known: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
                return wrong("step", format!("it has the steps {}", known.join(", ")));
            }
        },
    };
    let is_received = matches!(line.stands, Stands::Received);
    let of_step = named.and_then(|at| steps.get(at)).map(|step| step.office.clone());
    let office = match (&line.holder_office, of_step, is_received) {
        (Some(office), ..) => office.clone(),
        (None, _, true) => line.office.clone(),
        (None, Some(office), false) => office,
        (None, None, false) => return wrong("holder_office", "it is empty".to_owned()),
    };
    let by_office = || {
        let later = steps.iter().skip(1).position(|step| step.office == office).map(|at| at + 1);
        later.or_else(|| steps.iter().position(|step| step.office == office))
    };
    let step = match (named, is_received) {
        (Some(at), _) => at,
        (None, true) => 0,
        (None, false) => match by_office() {
            Some(at) => at,
            None => return wrong("step", format!("no step is done by `{office}`: name one")),
        },
    };
    Ok(Owner { office, account: found.account.clone(), step })
}
