//! The list is the table of rights: it shows whom the decision lets somebody see, and nobody else.

use std::collections::BTreeSet;

use domain::access::{Action, Asking, Factor, Who, decide, scope};
use domain::{LawTime, StreamId};

use super::{NOW, Served, open, serve};
use crate::commit::Error;
use crate::office::tree::Tree;
use crate::people::read::{self, Asked, State};
use crate::people::{reach, rights};

/// Accounts that are made.
const PEOPLE: usize = 120;

/// A sequence that is the same each time, and looks drawn.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below")
    }
}

fn day() -> jiff::civil::Date {
    LawTime(NOW.0).date()
}

/// Everybody in the register within a scope, over all its pages.
fn listed(served: &Served, who: &Who, asked: &Asked) -> BTreeSet<StreamId> {
    let (scope, mut asked) = (scope(who, Action::ReadPeople), asked.clone());
    let read = served.site.house().db.read_now(move |tx| {
        let tree = Tree::read(tx, day())?;
        let mut all = Vec::new();
        loop {
            let (found, next) = read::register(tx, &tree, &scope, &asked, day())?;
            all.extend(found.into_iter().map(|it| it.account));
            if next.is_none() {
                return Ok::<_, Error>(all);
            }
            asked.after = next;
        }
    });
    let all = read.expect("the register reads");
    let unique: BTreeSet<StreamId> = all.iter().cloned().collect();
    assert_eq!(unique.len(), all.len(), "nobody stands in the register twice");
    unique
}

/// Everybody whom the decision lets somebody see.
fn seen(served: &Served, who: &Who, all: &[StreamId]) -> BTreeSet<StreamId> {
    let all = all.to_vec();
    let who = who.clone();
    let read = served.site.house().db.read_now(move |tx| {
        let mut seen = BTreeSet::new();
        for account in all {
            let Some(whole) = read::one(tx, &account, day())? else { continue };
            let thing = reach::of_account(&whole.tree, &account, &whole.state);
            let action = Action::ReadPeople;
            let asking = Asking { who: &who, action, thing: &thing, purpose: None };
            if decide(&asking).is_ok() {
                seen.insert(account);
            }
        }
        Ok::<_, Error>(seen)
    });
    read.expect("the accounts read")
}

fn somebody(served: &Served, account: &StreamId, factor: Factor) -> Who {
    let account = account.clone();
    let read = served.site.house().db.read_now(move |tx| read::one(tx, &account, day()));
    let whole = read.expect("it reads").expect("it is there");
    let terms = &served.site.province().terms;
    Who { factor, ..rights::who(&whole, terms, day()) }
}

fn populate(served: &Served, offices: &[String]) -> Vec<StreamId> {
    let roles = ["clerk", "specialist", "leader", "reform-office"];
    let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15);
    let mut all: Vec<StreamId> = served.people.values().cloned().collect();
    for number in 0..PEOPLE {
        let posts: Vec<(&str, &str)> = (0..drawn.below(3))
            .map(|_| (offices[drawn.below(offices.len())].as_str(), roles[drawn.below(4)]))
            .collect();
        let (login, name) = (format!("nguoi.{number}"), format!("Đỗ Thị Người {number}"));
        all.push(open(&served.site, &login, &name, &posts));
    }
    all
}

/// Codes of the offices that can be drawn: those with something under them, and others.
fn offices(served: &Served) -> Vec<String> {
    let read = served.site.house().db.read_now(move |tx| Tree::read(tx, day()));
    let tree = read.expect("the tree reads");
    let everywhere = domain::access::Scope { everywhere: true, ..Default::default() };
    let open = tree.offered(&everywhere, page::Language::Vietnamese);
    open.into_iter().map(|(code, _)| code.to_owned()).collect()
}

#[test]
fn the_register_shows_exactly_those_whom_the_decision_lets_one_see() {
    let served = serve();
    let offices = offices(&served);
    let all = populate(&served, &offices);
    let readers = [
        ("a", vec![("SNV", "office-admin")]),
        ("b", vec![("UBND", "office-admin")]),
        ("c", vec![("X24611", "office-admin"), ("H660", "office-admin")]),
        ("d", vec![("STTTT", "system-admin")]),
        ("e", vec![("SNV", "reform-office")]),
        ("f", vec![("MC-X24611", "clerk")]),
        ("g", Vec::new()),
    ];
    let mut sizes = BTreeSet::new();
    for (login, posts) in readers {
        let account = open(&served.site, &format!("reader.{login}"), login, &posts);
        let mut all = all.clone();
        all.push(account.clone());
        for factor in [Factor::One, Factor::Two, Factor::Fresh] {
            let who = somebody(&served, &account, factor);
            let listed = listed(&served, &who, &Asked::default());
            let known: BTreeSet<StreamId> =
                listed.iter().filter(|it| all.contains(it)).cloned().collect();
            assert_eq!(known, seen(&served, &who, &all), "{login} {factor:?}");
            sizes.insert(listed.len());
        }
    }
    assert!(sizes.len() > 3, "the readers see differently much: {sizes:?}");
}

#[test]
fn the_register_is_searched_and_narrowed() {
    let served = serve();
    let lan = open(&served.site, "lan.dt", "Đặng Thị Lân", &[("MC-X24611", "clerk")]);
    let idle = open(&served.site, "khong.vt", "Y Không", &[]);
    let who = somebody(&served, &served.account("quantri"), Factor::Two);
    let find = |asked: Asked| listed(&served, &who, &asked);
    let words = |words: &str| find(Asked { words: words.to_owned(), ..Asked::default() });
    assert_eq!(words("dang thi lan"), BTreeSet::from([lan.clone()]));
    assert_eq!(words("lan.dt"), BTreeSet::from([lan.clone()]));
    assert_eq!(words("\" OR 1"), BTreeSet::new());
    assert_eq!(words("%%"), BTreeSet::new(), "marks alone look for nobody");
    let under = |office: &str| find(Asked { office: Some(office.to_owned()), ..Asked::default() });
    assert!(under("X24611").contains(&lan), "a desk stands under its commune");
    assert!(!under("SNV").contains(&lan));
    let role = |role: &str| find(Asked { role: Some(role.to_owned()), ..Asked::default() });
    assert_eq!(role("clerk"), BTreeSet::from([lan.clone(), served.account("motcua")]));
    assert_eq!(role("cler"), BTreeSet::new(), "a part of a role is none");
    let state = |state| find(Asked { state: Some(state), ..Asked::default() });
    assert!(state(State::Idle) == BTreeSet::from([idle]) && state(State::Closed).is_empty());
    assert!(state(State::Working).contains(&lan) && state(State::Waiting).is_empty());
}
