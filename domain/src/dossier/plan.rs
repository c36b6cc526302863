//! What a procedure's description means for one dossier: its limit, papers, fees and steps.

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use super::deadline::Limits;
use crate::calendar::{RuleSet, Settings};
use crate::condition;
use crate::form::Answers;
use crate::office::{Description as Described, Identifier, Office};
use crate::procedure::description::{
    Channel, Component, ComponentKind, Description, Fee, Limit, Party, Silence, Span, Step, Unit,
};

/// An agency to be asked beside a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedConsultation {
    /// The office, or the name of an agency outside the register.
    pub office: String,
    /// How long it has.
    pub limit: Span,
    /// What silence means.
    #[serde(default)]
    pub silence: Silence,
}

/// A step that the dossier takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// The step of the procedure, by its identifier.
    pub id: String,
    /// The role that does it.
    pub role: String,
    /// The office that does it.
    pub office: String,
    /// How long it has.
    pub limit: Span,
    /// Agencies to ask meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consults: Vec<PlannedConsultation>,
}

/// Whether an office is one of those that take dossiers of a procedure in: those that its text
/// names, else those that carry it out. A procedure that names nobody is received everywhere.
pub fn receives(office: &Office, description: &Description, day: Date) -> bool {
    office.at(day).is_some_and(|now| is_received(&office.code, now, description))
}

/// The same of an office as it is described.
pub fn is_received(code: &str, now: &Described, description: &Description) -> bool {
    let named = match description.receiving.is_empty() {
        true => &description.executing,
        false => &description.receiving,
    };
    named.is_empty() || named.iter().any(|party| party.is(code, now))
}

/// The identifier that begins an office's dossier codes on a day; `None` where it has none. Of
/// both generations the newer one holds from its first day (QĐ 20/2020/QĐ-TTg).
pub fn identifier(office: &Office, day: Date) -> Option<&str> {
    let now = office.at(day)?;
    let in_force = |it: &&Identifier| {
        it.from.is_none_or(|from| from <= day) && it.to.is_none_or(|to| day <= to)
    };
    now.identifiers.iter().filter(in_force).max_by_key(|it| it.from).map(|it| it.code.as_str())
}

/// The values that conditions see: answers, and how the dossier comes.
pub fn given(case: Option<&str>, channel: Channel) -> Answers {
    let mut given = Answers::new();
    given.insert("channel".to_owned(), channel.id().into());
    given.insert("case".to_owned(), case.into());
    given
}

fn holds(when: Option<&String>, answers: &Answers, given: &Answers) -> bool {
    let Some(when) = when else { return true };
    // A condition that cannot be decided on what was answered asks for nothing more: the desk
    // sees the paper in its list and decides.
    condition::holds(when, |name| answers.get(name).or_else(|| given.get(name))).unwrap_or(false)
}

fn of_case(cases: &[String], case: Option<&str>) -> bool {
    cases.is_empty() || case.is_some_and(|case| cases.iter().any(|it| it == case))
}

/// Whether a component belongs to a dossier of this case, channel and answers.
pub fn is_needed(
    component: &Component,
    case: Option<&str>,
    channel: Channel,
    answers: &Answers,
) -> bool {
    component.kind != ComponentKind::Note
        && of_case(&component.cases, case)
        && (component.channels.is_empty() || component.channels.contains(&channel))
        && holds(component.when.as_ref(), answers, &given(case, channel))
}

/// The limit of a case and channel: of several that fit, the one that says most.
pub fn limit<'a>(
    description: &'a Description,
    case: Option<&str>,
    channel: Channel,
) -> Option<&'a Limit> {
    let fits = |limit: &&Limit| {
        limit.case.as_deref().is_none_or(|it| Some(it) == case)
            && limit.channel.is_none_or(|it| it == channel)
    };
    let said = |limit: &&Limit| u8::from(limit.case.is_some()) + u8::from(limit.channel.is_some());
    description.limits.iter().rev().filter(fits).max_by_key(said)
}

/// What a deadline is counted by: the limit of the case and channel under the rules in force.
pub fn limits(
    description: &Description,
    rules: &RuleSet,
    (case, channel): (Option<&str>, Channel),
    hours: &str,
    agreed: Option<Date>,
) -> Limits {
    let limit = limit(description, case, channel);
    let own = limit.map_or(description.clock, |limit| description.clock.under(limit));
    let rule = rules.rule(&own);
    let counted = |span: &Span| span.unit != Unit::Other;
    let legal = limit.and_then(|it| it.legal).filter(counted);
    let committed = limit.and_then(|it| it.committed).filter(counted);
    Limits {
        legal,
        committed,
        // A day is agreed on only where nothing can be counted.
        agreed: agreed.filter(|_| legal.or(committed).is_none()),
        hours: hours.to_owned(),
        clock: Settings {
            after_supplement: Some(rule.after_supplement),
            due_precision: Some(rule.due_precision),
            cutoff_hour: Some(rule.cutoff_hour),
        },
    }
}

/// The fees of a case, channel and answers.
pub fn fees<'a>(
    description: &'a Description,
    case: Option<&str>,
    channel: Channel,
    answers: &Answers,
) -> Vec<&'a Fee> {
    let given = given(case, channel);
    let fits = |fee: &&Fee| {
        fee.case.as_deref().is_none_or(|it| Some(it) == case)
            && fee.channel.is_none_or(|it| it == channel)
            && holds(fee.when.as_ref(), answers, &given)
    };
    description.fees.iter().filter(fits).collect()
}

/// The steps of a dossier. `resolve` finds the office of a party from the receiving office. A step
/// without a party that is found belongs to the desk where its role is the one that takes in, else
/// to whoever carries the procedure out; where nobody is found it stays with the receiving office,
/// so that nothing gets lost. A procedure without steps of its own takes two: the desk, and whoever
/// carries it out.
pub fn plan(
    description: &Description,
    case: Option<&str>,
    channel: Channel,
    answers: &Answers,
    receiving: &str,
    resolve: &dyn Fn(&Party) -> Option<String>,
) -> Vec<PlannedStep> {
    let given = given(case, channel);
    let takes =
        |step: &&Step| of_case(&step.cases, case) && holds(step.when.as_ref(), answers, &given);
    let carries_out = || description.executing.iter().find_map(resolve);
    // Whoever takes in works at the desk; the others work where the procedure is carried out.
    let desk_role = description.steps.iter().find(takes).map(|step| &step.role);
    let office = |step: &Step| {
        let of_role = || match Some(&step.role) == desk_role {
            true => None,
            false => carries_out(),
        };
        let found = step.party.as_ref().and_then(resolve).or_else(of_role);
        found.unwrap_or_else(|| receiving.to_owned())
    };
    let planned = |step: &Step| PlannedStep {
        id: step.id.clone(),
        role: step.role.clone(),
        office: office(step),
        limit: step.limit,
        consults: step.consults.iter().map(|it| consultation(it, resolve)).collect(),
    };
    let steps: Vec<PlannedStep> = description.steps.iter().filter(takes).map(planned).collect();
    if !steps.is_empty() {
        return steps;
    }
    let whole = limit(description, case, channel).and_then(|it| it.committed.or(it.legal));
    let half_a_day = Span {
        quantity: crate::procedure::description::Quantity { quarters: 2 },
        unit: Unit::WorkingDay,
    };
    let step = |id: &str, role: &str, office: String, limit| PlannedStep {
        id: id.to_owned(),
        role: role.to_owned(),
        office,
        limit,
        consults: Vec::new(),
    };
    vec![
        step("receive", "clerk", receiving.to_owned(), half_a_day),
        step(
            "handle",
            "specialist",
            carries_out().unwrap_or_else(|| receiving.to_owned()),
            whole.unwrap_or(half_a_day),
        ),
    ]
}

fn consultation(
    asked: &crate::procedure::description::Consultation,
    resolve: &dyn Fn(&Party) -> Option<String>,
) -> PlannedConsultation {
    let named = match &asked.party {
        Party::Named(name) => name.vi.clone(),
        Party::Office(code) => code.clone(),
        Party::Every { level, .. } => level.clone(),
    };
    PlannedConsultation {
        office: resolve(&asked.party).unwrap_or(named),
        limit: asked.limit,
        silence: asked.silence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
        "executing": [{"named": {"vi": "Chi nhánh"}}, {"office": "STNMT"}],
        "steps": [
            {"id": "a", "name": {"vi": "Nhận"}, "role": "clerk", "limit": {"unit": "same-day"}},
            {"id": "b", "name": {"vi": "Xét"}, "role": "specialist",
                "party": {"named": {"vi": "Chi nhánh"}}, "limit": {"unit": "same-day"}},
            {"id": "c", "name": {"vi": "Hỏi"}, "role": "specialist",
                "party": {"office": "SXD"}, "limit": {"unit": "same-day"}},
            {"id": "d", "name": {"vi": "Ký"}, "role": "leader", "limit": {"unit": "same-day"}}
        ]
    }"#;

    fn offices(resolve: &dyn Fn(&Party) -> Option<String>) -> Vec<String> {
        let description: Description = serde_json::from_str(TEXT).expect("a description");
        let answers = Answers::new();
        let steps = plan(&description, None, Channel::Counter, &answers, "TTHCC", resolve);
        steps.into_iter().map(|step| step.office).collect()
    }

    #[test]
    fn a_step_is_done_by_its_party_or_by_the_desk_or_by_whoever_carries_the_procedure_out() {
        let known = |party: &Party| match party {
            Party::Office(code) => Some(code.clone()),
            Party::Every { .. } | Party::Named(_) => None,
        };
        assert_eq!(offices(&known), ["TTHCC", "STNMT", "SXD", "STNMT"]);
        assert_eq!(offices(&|_| None), ["TTHCC"; 4]);
    }
}
