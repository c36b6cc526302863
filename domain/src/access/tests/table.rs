//! The whole table as one reviewed file: `domain/samples/access.txt`.
//!
//! Every role is asked for every action with a record of every place, relation, stage, purpose,
//! duty and strength of sign-in. What is allowed is written one line a role and action, and the
//! line says it without loss: the test fails where it could not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;

use super::ground::{
    DUTIES, FACTORS, PURPOSES, Rest, each_rest, everybody, places, relations, stages,
};
use crate::access::{Action, Asking, Duty, Factor, Purpose, Relation, Stage, Who, decide};

const REVIEWED: &str = include_str!("../../../samples/access.txt");
const HEAD: &str = "\
# Who may do what: every role of the shipped province, one line a role and action.
# Written anew by
#     cargo test -p domain --lib the_table_of_rights |
#         sed -n '/^# Who may/,/^# End/p' > domain/samples/access.txt
# Each line that changed is read before it is committed.
#
#   role action: relations at places, in stages, for a purpose, signed in at least so, never after
#
# Relations: none means that nothing ties the asker to the record. Places are seen from the office
# of the post; nowhere is what belongs to no office. Stage `unstaged` is of records without stages.
# What a citizen may do everybody may who signed in: such parts are not written again.
";

/// What is allowed with records of one place and relation: the rest as independent sets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Allowed {
    stages: BTreeSet<Option<Stage>>,
    duties: BTreeSet<Option<Duty>>,
    purposes: BTreeSet<Option<u8>>,
    factor: Factor,
}

fn number(purpose: Purpose) -> u8 {
    u8::from(purpose == Purpose::Emergency)
}

impl Allowed {
    fn of(rests: &[Rest]) -> Option<Allowed> {
        let allowed = Allowed {
            stages: rests.iter().map(|rest| rest.stage).collect(),
            duties: rests.iter().map(|rest| rest.duty).collect(),
            purposes: rests.iter().map(|rest| rest.purpose.map(number)).collect(),
            factor: rests.iter().map(|rest| rest.factor).min()?,
        };
        let factors = FACTORS.iter().filter(|factor| **factor >= allowed.factor).count();
        let product = allowed.stages.len() * allowed.duties.len() * allowed.purposes.len();
        // The sets hold every rest, so that equal numbers mean that they hold nothing else.
        assert_eq!(product * factors, rests.len(), "the line would say more than is allowed");
        Some(allowed)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let known = |stage: &Option<Stage>| self.stages.contains(stage);
        let erased = Some(Stage::Erased);
        if stages().all(|stage| known(&stage) != (stage == erased)) {
            text.push_str(", until erased");
        } else if !stages().all(|stage| known(&stage)) {
            let names = stages().filter(known).map(|stage| match stage {
                None => "unstaged".to_owned(),
                Some(stage) => name(&stage),
            });
            write!(text, ", in {}", names.collect::<Vec<_>>().join(" ")).expect("a text takes it");
        }
        let of = |purpose| self.purposes.contains(&purpose);
        match (of(None), of(Some(0)), of(Some(1))) {
            (true, true, true) => {}
            (false, true, true) => text.push_str(", for any purpose"),
            (false, true, false) => text.push_str(", for a purpose but emergency"),
            other => panic!("no words for the purposes {other:?}"),
        }
        write!(text, ", by {}", name(&self.factor)).expect("a text takes it");
        let never: Vec<String> =
            DUTIES.iter().filter(|it| !self.duties.contains(it)).flatten().map(name).collect();
        if !never.is_empty() {
            write!(text, ", never after {}", never.join(" ")).expect("a text takes it");
        }
        text
    }
}

/// The name in data of a value that serialises as a text.
fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|it| it.as_str().map(str::to_owned)).expect("a name")
}

/// Parts of a line: relations and places of which the same is allowed.
fn parts(who: &Who, action: Action) -> BTreeSet<String> {
    let mut same: BTreeMap<Allowed, BTreeMap<Option<Relation>, Vec<&str>>> = BTreeMap::new();
    for relation in relations() {
        for place in places() {
            let mut rests = Vec::new();
            let asked = each_rest(who, relation, place, |who, thing, rest| {
                let asking = Asking { who, action, thing, purpose: rest.purpose };
                if decide(&asking).is_ok() {
                    rests.push(rest);
                }
                ControlFlow::Continue(())
            });
            assert_eq!(asked, ControlFlow::Continue(()));
            if let Some(allowed) = Allowed::of(&rests) {
                same.entry(allowed).or_default().entry(relation).or_default().push(place);
            }
        }
    }
    let mut parts = BTreeSet::new();
    for (allowed, relations) in same {
        let mut at: BTreeMap<Vec<&str>, Vec<Option<Relation>>> = BTreeMap::new();
        for (relation, places) in relations {
            at.entry(places).or_default().push(relation);
        }
        for (at, by) in at {
            parts.insert(format!("{} at {}{}", tied(&by), everywhere(&at), allowed.text()));
        }
    }
    parts
}

fn tied(by: &[Option<Relation>]) -> String {
    match by.len() == relations().count() {
        true => "anyhow".to_owned(),
        false => {
            let name = |it: &Option<Relation>| it.map_or_else(|| "none".to_owned(), |it| name(&it));
            by.iter().map(name).collect::<Vec<_>>().join(" ")
        }
    }
}

fn everywhere(at: &[&str]) -> String {
    if at.len() == places().len() { "everywhere".to_owned() } else { at.join(" ") }
}

fn written() -> String {
    let mut text = HEAD.to_owned();
    let everybody = everybody();
    let citizen = &everybody[1].1;
    let all: Vec<BTreeSet<String>> =
        Action::ALL.iter().map(|action| parts(citizen, *action)).collect();
    for (role, who) in &everybody {
        text.push('\n');
        for (action, known) in Action::ALL.iter().zip(&all) {
            let found = parts(who, *action);
            let of_all = role != "citizen" && role != "visitor";
            let new: Vec<&str> = found
                .iter()
                .filter(|part| !(of_all && known.contains(*part)))
                .map(String::as_str)
                .collect();
            if !new.is_empty() {
                writeln!(text, "{role} {}: {}", action.id(), new.join("; "))
                    .expect("a text takes it");
            }
        }
    }
    text.push_str("\n# End\n");
    text
}

#[test]
fn the_table_of_rights_is_the_reviewed_one() {
    let found = written();
    let lines = found.lines().zip(REVIEWED.lines());
    let first = lines.enumerate().find(|(_, (found, reviewed))| found != reviewed);
    assert!(found == REVIEWED, "the first other line is {first:?}; the whole is now\n{found}");
}

#[test]
fn all_purposes_but_the_emergency_are_alike_to_the_rule() {
    for (_, who) in everybody() {
        let who = Who { factor: Factor::Fresh, ..who };
        for action in Action::ALL {
            for place in places() {
                let thing = super::ground::thing(Some(Relation::Assigned), place);
                let ask = |purpose| {
                    let asking = Asking { who: &who, action: *action, thing: &thing, purpose };
                    decide(&asking)
                };
                let handling = ask(PURPOSES[1]);
                let alike = |purpose: &Purpose| {
                    *purpose == Purpose::Emergency || ask(Some(*purpose)) == handling
                };
                assert!(Purpose::ALL.iter().all(alike), "{action:?} at {place}");
            }
        }
    }
}
