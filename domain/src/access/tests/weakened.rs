//! Every part of the rule matters: the table changes when one is taken away.

use std::ops::ControlFlow;

use super::ground::{each_rest, everybody, is_given, places, relations};
use crate::access::decide::decide_by;
use crate::access::rules::{By, ByGlass, Reads, Rule, Unplaced, rule};
use crate::access::{Action, Asking, Conjunct, Factor, Stage, Who, decide};

/// Whether some question is answered otherwise by another rule or without a conjunct.
fn changes(who: &Who, action: Action, other: Rule, dropped: Option<Conjunct>) -> bool {
    for relation in relations() {
        for place in places() {
            let found = each_rest(who, relation, place, |who, thing, rest| {
                let asking = Asking { who, action, thing, purpose: rest.purpose };
                let other = decide_by(&asking, other, dropped).is_ok();
                match decide(&asking).is_ok() == other {
                    true => ControlFlow::Continue(()),
                    false => ControlFlow::Break(()),
                }
            });
            if found.is_break() {
                return true;
            }
        }
    }
    false
}

/// Those whose answers an action's rule may change: its holders, somebody signed in, a visitor.
fn concerned(action: Action) -> Vec<Who> {
    let everybody = everybody().into_iter();
    let of = |(role, who): &(String, Who)| {
        matches!(&**role, "visitor" | "citizen")
            || is_given(who, action)
            || is_given(who, Action::BreakGlass)
    };
    everybody.filter(of).map(|(_, who)| who).collect()
}

#[test]
fn every_conjunct_matters() {
    for conjunct in Conjunct::ALL {
        let mut matters = false;
        for (_, who) in everybody() {
            let closed = Who { closed: true, ..who.clone() };
            // Posts that belong to nobody: a fault elsewhere must give nothing away.
            let nobody = Who { account: None, ..who.clone() };
            matters = matters
                || [who, closed, nobody].iter().any(|who| {
                    let mut actions = Action::ALL.iter();
                    actions.any(|action| changes(who, *action, rule(*action), Some(conjunct)))
                });
        }
        assert!(matters, "{}", conjunct.id());
    }
}

/// The rule with one part weakened, as often as it has parts.
fn weakened(rule: Rule) -> Vec<(&'static str, Rule)> {
    let mut all = Vec::new();
    match rule.by {
        By::Anybody => return all,
        By::Oneself | By::RoleOrOwner => all.push(("by", Rule { by: By::Anybody, ..rule })),
        By::Role => all.push(("by", Rule { by: By::RoleOrOwner, ..rule })),
    }
    if !rule.relations.is_empty() {
        all.push(("relations", Rule { relations: &[], ..rule }));
    }
    if !rule.stages.is_empty() {
        all.push(("stages", Rule { stages: &Stage::ALL, ..rule }));
    }
    if rule.reads == Reads::Personal {
        all.push(("reads", Rule { reads: Reads::Nothing, ..rule }));
    }
    if rule.unplaced == Unplaced::Province {
        all.push(("unplaced", Rule { unplaced: Unplaced::Anybody, ..rule }));
    }
    if rule.glass == ByGlass::Opens {
        all.push(("glass", Rule { glass: ByGlass::Never, ..rule }));
    }
    match rule.factor {
        Factor::One => {}
        Factor::Two => all.push(("factor", Rule { factor: Factor::One, ..rule })),
        Factor::Fresh => all.push(("factor", Rule { factor: Factor::Two, ..rule })),
    }
    for (at, duty) in rule.apart_from.iter().enumerate() {
        let (before, after) = (&rule.apart_from[..at], &rule.apart_from[at + 1..]);
        // One of the two is empty, for no rule has a duty between two others that matters less.
        let left = if before.is_empty() { after } else { before };
        assert!(!left.contains(duty));
        all.push(("apart_from", Rule { apart_from: left, ..rule }));
    }
    all
}

#[test]
fn every_part_of_every_rule_matters() {
    for action in Action::ALL {
        let concerned = concerned(*action);
        for (part, other) in weakened(rule(*action)) {
            let matters = concerned.iter().any(|who| changes(who, *action, other, None));
            assert!(matters, "{}: {part}", action.id());
        }
    }
}

#[test]
fn every_action_is_given_by_a_role_or_needs_none() {
    for action in Action::ALL {
        let needs_role = matches!(rule(*action).by, By::Role | By::RoleOrOwner);
        let given = everybody().iter().any(|(_, who)| is_given(who, *action));
        assert!(given || !needs_role, "{}", action.id());
    }
}
