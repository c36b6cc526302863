//! Everybody who may ask, and every way in which a record may stand to them.

use serde::Deserialize;

use crate::access::{Action, Duty, Factor, Grant, Purpose, Relation, Seat, Stage, Thing, Who};
use crate::province::Role;
use crate::stream::StreamId;

/// Offices of a small province: `own` stands under `above`, beside `sibling`.
const PLACES: [(&str, &[&str]); 6] = [
    ("own", &["own", "above", "top"]),
    ("below", &["below", "own", "above", "top"]),
    ("sibling", &["sibling", "above", "top"]),
    ("above", &["above", "top"]),
    ("other", &["far", "other", "top"]),
    // What belongs to no office: the record of a citizen.
    ("nowhere", &[]),
];

#[derive(Deserialize)]
struct File {
    roles: Vec<Role>,
}

/// Roles of the shipped province.
pub(super) fn roles() -> Vec<Role> {
    let text = include_str!("../../../../province/dak-nong/province.toml");
    let file: File = toml::from_str(text).expect("the province reads");
    file.roles
}

pub(super) fn me() -> StreamId {
    account("me")
}

pub(super) fn account(key: &str) -> StreamId {
    StreamId::new(2019, "account", key)
}

pub(super) fn record() -> StreamId {
    StreamId::new(2019, "dossier", "1")
}

/// The holder of a post with a role, at `own`.
pub(super) fn holder(role: &Role, factor: Factor) -> Who {
    let seat = Seat {
        office: "own".to_owned(),
        position: "post".to_owned(),
        grants: vec![Grant::of(role)],
        deputy_of: None,
    };
    Who { account: Some(me()), seats: vec![seat], factor, ..Who::default() }
}

/// Everybody who may ask: a visitor, a citizen, and the holder of each role.
pub(super) fn everybody() -> Vec<(String, Who)> {
    let citizen = Who { account: Some(me()), ..Who::default() };
    let first = [("visitor".to_owned(), Who::visitor()), ("citizen".to_owned(), citizen)];
    let holders = roles().into_iter().map(|role| (role.id.clone(), holder(&role, Factor::One)));
    first.into_iter().chain(holders).collect()
}

/// How the asker stands to a record: a relation, or none.
pub(super) fn relations() -> impl Iterator<Item = Option<Relation>> {
    std::iter::once(None).chain(Relation::ALL.map(Some))
}

/// Where records lie, seen from `own`.
pub(super) fn places() -> [&'static str; 6] {
    PLACES.map(|(name, _)| name)
}

/// The record of one place to which the asker stands in one relation. A leader supervises by
/// post: nothing of the record makes them one.
pub(super) fn thing(relation: Option<Relation>, place: &str) -> Thing {
    let found = PLACES.iter().find(|(name, _)| *name == place).expect("a place");
    let path: Vec<String> = found.1.iter().map(|it| (*it).to_owned()).collect();
    let places = if path.is_empty() { Vec::new() } else { vec![path] };
    let mut thing = Thing { stream: Some(record()), places, ..Thing::default() };
    match relation {
        Some(Relation::Owner) => thing.owners.push(me()),
        Some(Relation::Representative) => thing.representatives.push(me()),
        Some(Relation::Assigned) => thing.assignee = Some(me()),
        Some(Relation::Queue) => thing.queue = Some("own".to_owned()),
        Some(Relation::Invited) => thing.invited.push("own".to_owned()),
        Some(Relation::Desk) => thing.desk = Some("own".to_owned()),
        Some(Relation::Supervisor | Relation::Glass) | None => {}
    }
    thing
}

/// What is left of a question once somebody asks about a record where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rest {
    pub(super) stage: Option<Stage>,
    pub(super) duty: Option<Duty>,
    pub(super) purpose: Option<Purpose>,
    pub(super) factor: Factor,
}

pub(super) const FACTORS: [Factor; 3] = [Factor::One, Factor::Two, Factor::Fresh];
pub(super) const DUTIES: [Option<Duty>; 5] = [
    None,
    Some(Duty::Received),
    Some(Duty::Proposed),
    Some(Duty::Requested),
    Some(Duty::Concerned),
];
/// All but the emergency are alike to the rule; a test below holds them to it.
pub(super) const PURPOSES: [Option<Purpose>; 3] =
    [None, Some(Purpose::Handling), Some(Purpose::Emergency)];

pub(super) fn stages() -> impl Iterator<Item = Option<Stage>> + Clone {
    std::iter::once(None).chain(Stage::ALL.map(Some))
}

/// Asks every question about a record: `ask` gets the rest of each, with who asks and the record
/// made to fit it. Ends early where `ask` says so.
pub(super) fn each_rest(
    who: &Who,
    relation: Option<Relation>,
    place: &str,
    mut ask: impl FnMut(&Who, &Thing, Rest) -> std::ops::ControlFlow<()>,
) -> std::ops::ControlFlow<()> {
    let mut who = who.clone();
    let mut thing = thing(relation, place);
    if relation == Some(Relation::Glass) {
        who.glass.push(record());
    }
    for stage in stages() {
        thing.stage = stage;
        for duty in DUTIES {
            thing.done = duty.map(|duty| (duty, me())).into_iter().collect();
            for factor in FACTORS {
                who.factor = factor;
                for purpose in PURPOSES {
                    ask(&who, &thing, Rest { stage, duty, purpose, factor })?;
                }
            }
        }
    }
    std::ops::ControlFlow::Continue(())
}

/// Whether a role of the shipped province gives an action.
pub(super) fn is_given(who: &Who, action: Action) -> bool {
    who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.may.contains(&action))
}
