//! What holds of the table whatever roles a province has.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::ground::{account, me, places, thing};
use crate::access::rules::{By, rule};
use crate::access::{
    Action, Asking, Factor, Fields, Grant, Purpose, Reach, Relation, Seat, Stage, Thing, Who,
    decide, scope,
};
use crate::account::{Account, Event, Held, Kind, Post, Standing};
use crate::province::{Role, Terms};
use crate::time::LawTime;

fn grants() -> impl Strategy<Value = Grant> {
    let may = subsequence(Action::ALL.to_vec(), 0..12);
    let sees = subsequence(Fields::ALL.to_vec(), 0..=4);
    let reach = select(vec![Reach::Office, Reach::Below, Reach::Province]);
    (may, sees, reach, any::<bool>()).prop_map(|(may, sees, reach, leads)| Grant {
        role: "role".to_owned(),
        may: may.into_iter().collect(),
        sees: sees.into_iter().collect(),
        reach,
        leads,
    })
}

fn asker() -> impl Strategy<Value = Who> {
    let seat = prop::collection::vec(grants(), 0..3).prop_map(|grants| Seat {
        office: "own".to_owned(),
        position: "post".to_owned(),
        grants,
        deputy_of: None,
    });
    let factor = select(vec![Factor::One, Factor::Two, Factor::Fresh]);
    let glass = select(vec![Vec::new(), vec![super::ground::record()]]);
    (prop::collection::vec(seat, 0..3), factor, glass).prop_map(|(seats, factor, glass)| Who {
        account: Some(me()),
        seats,
        factor,
        glass,
        closed: false,
    })
}

fn things() -> impl Strategy<Value = Thing> {
    let relation = select(super::ground::relations().collect::<Vec<_>>());
    let stage = select(super::ground::stages().collect::<Vec<_>>());
    let duty = select(super::ground::DUTIES.to_vec());
    let parts = (relation, select(places().to_vec()), stage, duty);
    parts.prop_map(|(relation, place, stage, duty)| {
        let done = duty.map(|duty| (duty, me())).into_iter().collect();
        Thing { stage, done, ..thing(relation, place) }
    })
}

fn actions() -> impl Strategy<Value = Action> {
    select(Action::ALL.to_vec())
}

fn purposes() -> impl Strategy<Value = Option<Purpose>> {
    select(vec![None, Some(Purpose::Handling), Some(Purpose::Emergency)])
}

fn is_own(thing: &Thing) -> bool {
    thing.owners.contains(&me()) || thing.representatives.contains(&me())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_may_without_a_grant(
        who in asker(), action in actions(), thing in things(), purpose in purposes(),
    ) {
        let decided = decide(&Asking { who: &who, action, thing: &thing, purpose });
        let by_glass = !who.glass.is_empty();
        let given = |grant: &Grant| {
            grant.may.contains(&action) || by_glass && grant.may.contains(&Action::BreakGlass)
        };
        let granted = who.seats.iter().flat_map(|seat| &seat.grants).any(given);
        if decided.is_ok() && rule(action).by != By::Anybody && !is_own(&thing) {
            prop_assert!(granted);
        }
    }

    #[test]
    fn a_closed_account_and_a_visitor_may_only_what_everybody_may(
        who in asker(), action in actions(), thing in things(), purpose in purposes(),
    ) {
        let closed = Who { closed: true, ..who.clone() };
        let visitor = Who { account: None, ..who };
        for who in [closed, visitor] {
            let decided = decide(&Asking { who: &who, action, thing: &thing, purpose });
            prop_assert_eq!(decided.is_ok(), rule(action).by == By::Anybody);
        }
    }

    #[test]
    fn a_narrower_reach_never_allows_more(
        who in asker(), action in actions(), thing in things(), purpose in purposes(),
    ) {
        let reaching = |reach: Reach| {
            let mut who = who.clone();
            let grants = who.seats.iter_mut().flat_map(|seat| &mut seat.grants);
            grants.for_each(|grant| grant.reach = reach);
            decide(&Asking { who: &who, action, thing: &thing, purpose }).is_ok()
        };
        let [office, below, province] = [Reach::Office, Reach::Below, Reach::Province].map(reaching);
        prop_assert!(office <= below && below <= province);
    }

    #[test]
    fn a_list_asks_the_same_as_each_of_its_records(who in asker(), action in actions()) {
        let rule = rule(action);
        prop_assume!(rule.relations.is_empty() && rule.by != By::Oneself);
        let scope = scope(&who, action);
        // A glass opens one record and widens no list.
        let who = Who { glass: Vec::new(), ..who };
        for place in places().into_iter().filter(|place| *place != "nowhere") {
            let thing = Thing { stage: rule.stages.first().copied(), ..thing(None, place) };
            let purpose = Some(Purpose::Handling);
            let decided = decide(&Asking { who: &who, action, thing: &thing, purpose });
            prop_assert_eq!(decided.is_ok(), scope.covers(&thing.places[0]), "{}", place);
        }
    }

    #[test]
    fn nobody_sees_more_than_one_of_their_roles_sees(
        who in asker(), action in actions(), thing in things(), purpose in purposes(),
    ) {
        prop_assume!(!is_own(&thing));
        if let Ok(granted) = decide(&Asking { who: &who, action, thing: &thing, purpose }) {
            let grants: Vec<&Grant> = who.seats.iter().flat_map(|seat| &seat.grants).collect();
            let within = grants.iter().any(|grant| granted.sees.is_subset(&grant.sees));
            prop_assert!(within || granted.sees.is_empty());
        }
    }

    #[test]
    fn a_deputy_has_the_assignments_of_the_principal_on_the_days_of_the_post(
        from in 1_i8..=10, length in 0_i8..=10, on in 1_i8..=28,
    ) {
        let day = |number: i8| date(2020, 2, number);
        let (first, last) = (day(from), day(from + length));
        let account = deputy(first, last);
        let seats = account.seats(&terms(), day(on));
        let who = Who { account: Some(me()), seats, factor: Factor::Two, ..Who::default() };
        let may = |assignee: &str| {
            let mut thing = thing(None, "own");
            thing.assignee = Some(super::ground::account(assignee));
            thing.stage = Some(Stage::Open);
            let asking =
                Asking { who: &who, action: Action::WorkDossier, thing: &thing, purpose: None };
            decide(&asking).is_ok()
        };
        prop_assert_eq!(may("principal"), first <= day(on) && day(on) <= last);
        prop_assert!(!may("somebody-else"));
    }
}

fn terms() -> Terms {
    let role = Role {
        id: "specialist".to_owned(),
        name: String::new(),
        name_en: String::new(),
        may: vec![Action::WorkDossier],
        reach: Reach::Office,
        sees: Vec::new(),
        leads: false,
    };
    Terms { roles: vec![role], ..Terms::default() }
}

/// An account that is somebody's deputy from one day to another.
fn deputy(from: Date, to: Date) -> Account {
    let opened = Event::Opened {
        kind: Kind::Staff,
        keys: crate::account::Keys::default(),
        at: LawTime::start_of(date(2019, 12, 16)),
        person: None,
    };
    let mut deputy = Account::open(&opened).expect("it opens an account");
    let post = Post {
        office: "own".to_owned(),
        position: "deputy".to_owned(),
        roles: vec!["specialist".to_owned()],
        from,
        to: Some(to),
        deputy_of: Some(account("principal")),
        scopes: Vec::new(),
    };
    deputy.posts.push(Held {
        number: 1,
        post,
        standing: Standing::Held,
        proposed_by: "a".to_owned(),
        decided_by: Some("b".to_owned()),
    });
    deputy
}

#[test]
fn a_broken_glass_lets_its_breaker_read_and_do_nothing_else() {
    let role = super::ground::roles().into_iter().find(|role| role.id == "clerk");
    let before = super::ground::holder(&role.expect("a clerk"), Factor::Fresh);
    let after = Who { glass: vec![super::ground::record()], ..before.clone() };
    let thing = thing(None, "nowhere");
    let purpose = Some(Purpose::Emergency);
    let won: BTreeSet<Action> = Action::ALL
        .iter()
        .copied()
        .filter(|action| {
            let may =
                |who| decide(&Asking { who, action: *action, thing: &thing, purpose }).is_ok();
            may(&after) && !may(&before)
        })
        .collect();
    assert_eq!(won, BTreeSet::from([Action::ReadPerson, Action::ReadDossier]));
    let other = Thing { stream: Some(account("other")), ..thing };
    let asking = Asking { who: &after, action: Action::ReadPerson, thing: &other, purpose };
    assert!(decide(&asking).is_err(), "a glass opens one record");
    assert!(super::ground::relations().any(|it| it == Some(Relation::Glass)));
}
