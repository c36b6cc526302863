//! How a life is handed in: its papers, fees and people, as a command.

use domain::dossier::{
    AtOnce, FeeLine, File, Handed, Handout, Means, Paper, Pay, Personal, Proof, ReturnBy, fees,
    is_needed,
};
use domain::form::Answers;
use domain::form::Kind;
use domain::procedure::description::{Channel, ComponentKind, Description};
use serde_json::json;

use super::diary::day_of;
use super::dice::{Dice, Use};
use super::lives::Life;
use super::people::{Somebody, somebody};
use super::staff::Staff;
use super::town::Town;
use crate::account::secret::HouseSecret;

/// The form of fee receipts.
const RECEIPT_FORM: &str = "01BLP3-001";

/// The receipt book of a desk: form and series.
pub(super) fn book() -> (String, String) {
    (RECEIPT_FORM.to_owned(), "AA-19P".to_owned())
}

/// What a life costs.
pub(super) fn fee_lines(town: &Town, life: &Life) -> Vec<FeeLine> {
    let mut dice = Dice::new(town.seed, Use::Fees, life.number);
    let entry = life.entry(town);
    let description = &life.revision(town).description;
    let answers = answers(town, life, None);
    let known = fees(description, life.case.as_deref(), life.channel, &answers);
    let poor = entry.poor && dice.percent(11);
    let mut lines = Vec::new();
    for share in &entry.fees {
        let is_due = dice.percent(share.percent);
        let count = 1 + dice.place(usize::try_from(share.most).unwrap_or(1));
        let fee = known.iter().find(|fee| fee.id == share.id && !fee.exempt);
        let Some((fee, amount)) = fee.and_then(|fee| Some((fee, fee.amount_vnd?))) else {
            continue;
        };
        if is_due {
            let count = u32::try_from(count).unwrap_or(1);
            lines.push(FeeLine {
                id: fee.id.clone(),
                count,
                amount_vnd: amount * u64::from(count),
                exempt: poor.then(|| "poor-household".to_owned()),
            });
        }
    }
    lines
}

/// What is to be paid for a life, in đồng.
pub(super) fn owed(town: &Town, life: &Life) -> u64 {
    fee_lines(town, life).iter().map(FeeLine::due_vnd).sum()
}

/// How the result is collected.
pub(super) fn return_by(town: &Town, life: &Life) -> ReturnBy {
    let mut dice = Dice::new(town.seed, Use::Papers, life.number);
    match life.channel {
        Channel::Post => ReturnBy::Post,
        Channel::Online if dice.percent(30) => ReturnBy::Online,
        Channel::Online | Channel::Counter if dice.percent(4) => ReturnBy::Post,
        Channel::Online | Channel::Counter => ReturnBy::Counter,
    }
}

/// Sets of papers.
pub(super) fn sets(description: &Description) -> u16 {
    description.sets.map_or(1, u16::from)
}

/// How a payment comes.
pub(super) fn pay(life: &Life, amount_vnd: u64, means: Means) -> Pay {
    Pay {
        amount_vnd,
        means,
        book: Some(book()),
        office: life.desk.clone(),
        number: None,
        evidence: None,
    }
}

/// The command that hands a life in; at once, where `signed_by` says who signed on paper.
pub(super) fn file(
    town: &Town,
    staff: &Staff,
    secret: &HouseSecret,
    life: &Life,
    accept: bool,
    signed_by: Option<&str>,
) -> File {
    let description = &life.revision(town).description;
    let day = day_of(life.arrives);
    let somebody = somebody(town, life);
    let case = life.case.as_deref();
    let (office, channel) = (life.desk.clone(), life.channel);
    let limits = town.limits(description, case, channel, &office, day);
    let owed = owed(town, life);
    let at_once = signed_by.map(|by| AtOnce {
        signed_by: by.to_owned(),
        handout: Handout {
            proof: if somebody.fingerprint { Proof::Fingerprint } else { Proof::Signed },
            authorised: false,
        },
    });
    let pays_now = at_once.is_some() && owed > 0;
    let answers = answers(town, life, Some(&somebody));
    File {
        day,
        identifier: town.offices.identifier(&office).unwrap_or_default(),
        procedure: town.procedures[life.procedure].entry.code.clone(),
        revision: life.revision(town).number,
        case: life.case.clone(),
        channel,
        assisted: life.assisted,
        accept,
        return_by: if at_once.is_some() { ReturnBy::Counter } else { return_by(town, life) },
        sets: sets(description),
        components: components(description, life, &answers),
        fees: fee_lines(town, life),
        agreed: limits.agreed,
        hours: limits.hours,
        steps: life.steps(town),
        account: staff.citizen(life.number).cloned(),
        foreign: Vec::new(),
        personal: personal(secret, somebody, answers),
        paid: pays_now.then(|| pay(life, owed, Means::Cash)),
        at_once,
        office,
    }
}

fn personal(secret: &HouseSecret, somebody: Somebody, answers: Answers) -> Personal {
    let Somebody { applicant, submitter, fingerprint } = somebody;
    let identity = &applicant.identity;
    let key = identity.number.as_ref().map(|number| secret.identity(identity.kind.id(), number));
    Personal {
        submitter,
        answers,
        key,
        fingerprint,
        note: String::new(),
        applicant,
        language: None,
    }
}

/// The papers that the case needs, those that are shown too.
fn components(description: &Description, life: &Life, answers: &Answers) -> Vec<Handed> {
    let case = life.case.as_deref();
    let needed = description.components.iter().filter(|component| {
        component.mandatory
            && component.kind != ComponentKind::Eform
            && is_needed(component, case, life.channel, answers)
    });
    let handed = needed.map(|component| {
        let presented = component.kind == ComponentKind::Present;
        let form = match (life.channel, presented, component.originals > 0) {
            (Channel::Online, ..) => Paper::Electronic,
            (_, true, _) | (_, _, true) => Paper::Original,
            (_, false, false) => Paper::CertifiedCopy,
        };
        Handed {
            id: component.id.clone(),
            form,
            quantity: component.originals.max(component.copies).max(1),
            presented: presented && life.channel == Channel::Counter,
            attachment: None,
            file: None,
        }
    });
    handed.collect()
}

/// The papers that are brought after they were asked for: the first of those that are needed.
pub(super) fn brought(town: &Town, life: &Life) -> Vec<Handed> {
    let description = &life.revision(town).description;
    let answers = answers(town, life, None);
    components(description, life, &answers).into_iter().take(1).collect()
}

/// The answers of the form: at a desk it is on paper; online it is the form's sample in the name of
/// whoever files.
fn answers(town: &Town, life: &Life, somebody: Option<&Somebody>) -> Answers {
    let form = life.revision(town).description.form.as_ref();
    let Some(form) = form.filter(|_| life.channel == Channel::Online) else {
        return Answers::new();
    };
    let mut answers = form.sample.clone();
    let Some(somebody) = somebody else { return answers };
    let submitter = somebody.submitter.as_ref().map(|it| &it.who);
    let who = submitter.unwrap_or(&somebody.applicant);
    let mine = ["applicant", "owner", "person", "subject", "mother"];
    for question in &form.questions {
        let is_person = question.kind == Kind::Person;
        if is_person && mine.contains(&question.id.as_str()) && answers.contains_key(&question.id) {
            let told = json!({
                "name": who.name, "birth_date": who.birth_date, "identity": who.identity,
            });
            answers.insert(question.id.clone(), told);
        }
    }
    answers
}
