//! Who works: the demonstration's own people, and a few officers more for every office that acts.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Act, Command, Keys, Kind, Person, Post};
use domain::event::Actor;
use domain::{Command as AnyCommand, StreamId};

use super::BEGIN;
use super::dice::{Dice, Use};
use super::lives::Life;
use super::people::{name, somebody};
use super::town::Town;
use crate::account::demo::People;
use crate::account::secret::HouseSecret;
use crate::commit::{Answer, PastDoor, Request};
use crate::fault::Fault;

/// The work that is done for dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Work {
    /// At a desk: receives and returns.
    Desk,
    /// At a desk: takes money.
    Till,
    /// Examines and proposes.
    Examine,
    /// Signs.
    Sign,
    /// Numbers and releases.
    Record,
}

impl Work {
    /// The role that it takes.
    fn role(self) -> &'static str {
        match self {
            Work::Desk => "clerk",
            Work::Till => "cashier",
            Work::Examine => "specialist",
            Work::Sign => "leader",
            Work::Record => "records-keeper",
        }
    }

    const ALL: [Work; 5] = [Work::Desk, Work::Till, Work::Examine, Work::Sign, Work::Record];
}

/// Posts that an office that acts has, with how many.
const AT_DESKS: [(&str, &[&str], usize); 1] =
    [("Cán bộ tiếp nhận và trả kết quả", &["clerk", "cashier"], 2)];
const AT_AGENCIES: [(&str, &[&str], usize); 3] = [
    ("Công chức chuyên môn", &["specialist"], 2),
    ("Lãnh đạo cơ quan", &["leader"], 2),
    ("Văn thư", &["records-keeper"], 1),
];

/// Officers by office and work, and the accounts of citizens who file for themselves.
#[derive(Default)]
pub(super) struct Staff {
    officers: BTreeMap<(String, Work), Vec<StreamId>>,
    citizens: BTreeMap<u64, StreamId>,
}

impl Staff {
    /// One of those who do a work in an office; the first of them are the demonstration's own.
    pub(super) fn actor(&self, office: &str, work: Work, place: usize) -> Actor {
        let all = self.officers.get(&(office.to_owned(), work));
        let one = all.and_then(|all| all.get(place % all.len().max(1)));
        let id = one.map_or_else(|| Actor::system().id, ToString::to_string);
        Actor { id, office: office.to_owned() }
    }

    /// How many do a work in an office.
    pub(super) fn count(&self, office: &str, work: Work) -> usize {
        self.officers.get(&(office.to_owned(), work)).map_or(0, Vec::len)
    }

    /// The account of a citizen who files for themselves.
    pub(super) fn citizen(&self, number: u64) -> Option<&StreamId> {
        self.citizens.get(&number)
    }

    fn add(&mut self, office: &str, roles: &[String], account: &StreamId) {
        for work in Work::ALL {
            if roles.iter().any(|role| role == work.role()) {
                let known = self.officers.entry((office.to_owned(), work)).or_default();
                known.push(account.clone());
            }
        }
    }
}

/// Opens the accounts that the lives need, each person's at the beginning.
pub(super) fn open(
    past: &PastDoor,
    secret: &HouseSecret,
    town: &Town,
    lives: &[Life],
    people: &People,
) -> Result<Staff, Fault> {
    let mut staff = Staff::default();
    for told in &people.accounts {
        if let Some(account) = &told.account {
            staff.add(&told.office, &told.roles, account);
        }
    }
    let posts = posts(town, lives);
    let named = posts.iter().map(|post| {
        let mut dice = Dice::of_office(town.seed, Use::Officer, &format!("{}{}", post.0, post.3));
        let woman = dice.percent(50);
        let person = Person { name: name(&town.names, woman, &mut dice), ..Person::default() };
        (Kind::Staff, Keys::default(), person)
    });
    let opened = accounts(past, named.collect())?;
    let mut appointments = Vec::new();
    for ((office, position, roles, _), account) in posts.iter().zip(&opened) {
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        staff.add(office, &roles, account);
        let post = Post {
            office: office.clone(),
            position: (*position).to_owned(),
            roles,
            scopes: Vec::new(),
            from: BEGIN.date(),
            to: None,
            deputy_of: None,
        };
        appointments.push(Command::On { account: account.clone(), act: Act::Appoint(post) });
    }
    tell(past, appointments, &mut |_| {})?;
    let own: Vec<&Life> = lives.iter().filter(|life| life.own).collect();
    let citizens = own.iter().map(|life| {
        let who = somebody(town, life);
        let who = who.submitter.map_or(who.applicant, |submitter| submitter.who);
        let person = Person {
            name: who.name,
            identity_type: Some(who.identity.kind.id().to_owned()),
            identity_number: who.identity.number,
            birth_date: who.birth_date,
            ..Person::default()
        };
        (Kind::Citizen, secret.keys(&person), person)
    });
    let opened = accounts(past, citizens.collect())?;
    staff.citizens = own.iter().map(|life| life.number).zip(opened).collect();
    Ok(staff)
}

type Opened = (Kind, Keys, Person);
type Vacancy = (String, &'static str, &'static [&'static str], usize);

/// Every post to be filled: office, position, roles, and its number there.
fn posts(town: &Town, lives: &[Life]) -> Vec<Vacancy> {
    let (mut desks, mut agencies) = (BTreeSet::new(), BTreeSet::new());
    for life in lives {
        desks.insert(life.desk.clone());
        agencies.extend(life.agencies(town));
    }
    let at_desks = desks.iter().flat_map(|office| AT_DESKS.map(|post| (office, post)));
    let at_agencies = agencies.iter().flat_map(|office| AT_AGENCIES.map(|post| (office, post)));
    let each = at_desks.chain(at_agencies).flat_map(|(office, (position, roles, count))| {
        (0..count).map(move |number| (office.clone(), position, roles, number))
    });
    each.collect()
}

fn accounts(past: &PastDoor, opened: Vec<Opened>) -> Result<Vec<StreamId>, Fault> {
    let commands =
        opened.into_iter().map(|(kind, keys, person)| Command::Open { kind, keys, person });
    let mut accounts = Vec::new();
    tell(past, commands.collect(), &mut |stream| accounts.push(stream))?;
    Ok(accounts)
}

fn tell(
    past: &PastDoor,
    commands: Vec<Command>,
    heard: &mut dyn FnMut(StreamId),
) -> Result<(), Fault> {
    let mut failed = None;
    let requests = commands.into_iter().map(|command| {
        let command = AnyCommand::Account(command);
        (BEGIN, Request { actor: Actor::administrator(), command, key: None })
    });
    let mut hear = |answer: Answer| match answer {
        Ok(accepted) => accepted.events.into_iter().take(1).for_each(|it| heard(it.stream)),
        Err(error) => failed = failed.take().or(Some(error)),
    };
    past.commit_all(requests, &mut hear);
    failed.map_or(Ok(()), |error| Err(error.into()))
}
