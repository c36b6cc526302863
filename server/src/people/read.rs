//! The register as it is read: a page of accounts, one account, what waits.

use std::collections::{BTreeMap, BTreeSet};

use db::{Rows, Tx, Value, Words};
use domain::access::Scope;
use domain::account::{Account, Event, Kind, Person};
use domain::event::{Event as AnyEvent, Header};
use domain::text::fold;
use domain::{LawTime, MachineTime, StreamId};
use jiff::civil::Date;

use super::{reach, store};
use crate::account::session;
use crate::account::store::NAMES;
use crate::commit::Error;
use crate::office::tree::Tree;

/// Accounts on one page.
pub const PAGE: i64 = 50;
/// Events of an account that its page shows.
const HISTORY_MAX: i64 = 100;

/// How accounts of the register stand, to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They hold a post today.
    Working,
    /// A post of theirs waits for approval.
    Waiting,
    /// They are open, and hold none today.
    Idle,
    /// They were closed.
    Closed,
}

impl State {
    /// Every state.
    pub const ALL: [State; 4] = [State::Working, State::Waiting, State::Idle, State::Closed];

    /// The name in addresses and statements.
    pub fn id(self) -> &'static str {
        match self {
            State::Working => "working",
            State::Waiting => "waiting",
            State::Idle => "idle",
            State::Closed => "closed",
        }
    }

    /// The state of that name.
    pub fn parse(id: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.id() == id)
    }
}

/// A place in the alphabet: sort key and number.
pub type Place = (String, i64);

/// What the register is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Words of a name, a login.
    pub words: String,
    /// An office, with everything under it.
    pub office: Option<String>,
    /// A role.
    pub role: Option<String>,
    /// How they stand.
    pub state: Option<State>,
    /// Where to go on.
    pub after: Option<Place>,
}

/// A post of an account in the register.
#[derive(Clone, Debug)]
pub struct Post {
    /// The office's code.
    pub office: String,
    /// What it is called.
    pub position: String,
    /// `proposed`, `held` or `declined`.
    pub standing: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// An account of the register.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its stream.
    pub account: StreamId,
    /// The name.
    pub name: String,
    /// What it signs in with.
    pub login: String,
    /// Whether it was closed.
    pub closed: bool,
    /// Its posts.
    pub posts: Vec<Post>,
}

impl Found {
    /// How it stands on a day.
    pub fn state(&self, day: Date) -> State {
        let today = day.to_string();
        let is_on =
            |post: &&Post| post.standing == "held" && post.from <= today && today <= post.to;
        match self.closed {
            true => State::Closed,
            false if self.posts.iter().any(|post| post.standing == "proposed") => State::Waiting,
            false if self.posts.iter().any(|post| is_on(&post)) => State::Working,
            false => State::Idle,
        }
    }
}

/// A page of the register within a scope, and the place to go on from.
pub fn register(
    tx: &mut Tx<'_>,
    tree: &Tree,
    scope: &Scope,
    asked: &Asked,
    day: Date,
) -> Result<(Vec<Found>, Option<Place>), Error> {
    let (everywhere, offices) = reach::values(tree, scope);
    let under = asked.office.as_ref().map(|code| reach::listed(&tree.under(code)));
    let (key, number) = asked.after.clone().unwrap_or((String::new(), -1));
    let mut values: Vec<Value> = vec![
        key.into(),
        number.into(),
        everywhere.into(),
        offices.into(),
        under.unwrap_or_default().into(),
        asked.role.clone().unwrap_or_default().into(),
        asked.state.map_or("", State::id).into(),
        day.to_string().into(),
        (PAGE + 1).into(),
    ];
    let folded = fold(&asked.words);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let sql = match Words::new(words, true) {
        Some(words) => {
            values.push(words.into());
            &store::SEARCH
        }
        None if !asked.words.is_empty() => return Ok((Vec::new(), None)),
        None => &store::REGISTER,
    };
    let mut rows = tx.rows(sql, &values)?;
    let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut next = None;
    let mut found = Vec::new();
    for row in &rows {
        let person = person(Some(row.text(5)?))?;
        next = Some((row.text(0)?.to_owned(), row.int(1)?));
        found.push(Found {
            account: StreamId::stored(row.text(2)?),
            name: row.text(4)?.to_owned(),
            login: person.login.unwrap_or_default(),
            closed: row.int(6)? != 0,
            posts: Vec::new(),
        });
    }
    add_posts(tx, &mut found)?;
    Ok((found, next.filter(|_| more)))
}

fn add_posts(tx: &mut Tx<'_>, found: &mut [Found]) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::default();
    found.iter().for_each(|it| rows.push(vec![it.account.as_str().into()]));
    let mut posts: BTreeMap<String, Vec<Post>> = BTreeMap::new();
    for row in tx.each(&store::POSTS, &rows)? {
        posts.entry(row.text(0)?.to_owned()).or_default().push(Post {
            office: row.text(1)?.to_owned(),
            position: row.text(2)?.to_owned(),
            standing: row.text(4)?.to_owned(),
            from: row.text(5)?.to_owned(),
            to: row.text(6)?.to_owned(),
        });
    }
    for it in found {
        it.posts = posts.remove(it.account.as_str()).unwrap_or_default();
    }
    Ok(())
}

fn person(text: Option<&str>) -> Result<Person, Error> {
    let damaged = |source| Error::Damaged(format!("person row: {source}"));
    text.map_or_else(|| Ok(Person::default()), |text| serde_json::from_str(text).map_err(damaged))
}

/// An account of an officer or a program, with the tree of the day.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its stream.
    pub account: StreamId,
    /// Its state.
    pub state: Account,
    /// Who it is; empty once erased.
    pub person: Person,
    /// The offices.
    pub tree: Tree,
}

/// One account; `None` for none, and for those of citizens and organisations.
pub fn one(tx: &mut Tx<'_>, account: &StreamId, day: Date) -> Result<Option<Whole>, Error> {
    let Some(row) = tx.row(&store::ONE, &[account.as_str().into()])? else { return Ok(None) };
    let Some(state) = session::read_state(row.text(0)?)? else { return Ok(None) };
    if !matches!(state.kind, Kind::Staff | Kind::Integration) {
        return Ok(None);
    }
    let person = person(row.maybe_text(1)?)?;
    Ok(Some(Whole { account: account.clone(), state, person, tree: Tree::read(tx, day)? }))
}

/// What else an account's page shows.
#[derive(Clone, Debug)]
pub struct Beside {
    /// When it last signed in.
    pub last_sign_in: Option<LawTime>,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// What happened: when, who told it, what; the latest first.
    pub history: Vec<(LawTime, String, Event)>,
    /// Names of the accounts that are named.
    pub names: BTreeMap<String, String>,
}

/// Reads what else an account's page shows.
pub fn beside(tx: &mut Tx<'_>, whole: &Whole, now: MachineTime) -> Result<Beside, Error> {
    let stream: Value = whole.account.as_str().into();
    let last = tx.row(&store::LAST_SIGN_IN, std::slice::from_ref(&stream))?;
    let last = last.map(|row| row.maybe_int(0)).transpose()?.flatten();
    let values = [stream.clone(), now.0.into(), (now.0 - session::IDLE_US).into()];
    let sessions = tx.row(&store::SESSIONS, &values)?.map(|row| row.int(0)).transpose()?;
    let mut history = Vec::new();
    for row in tx.rows(&store::HISTORY, &[stream, HISTORY_MAX.into()])? {
        let damaged = |what: String| Error::Damaged(format!("event of an account: {what}"));
        let header: Header =
            serde_json::from_str(row.text(0)?).map_err(|source| damaged(source.to_string()))?;
        let event = AnyEvent::decode(&header.kind, header.schema, row.text(1)?, row.maybe_text(2)?);
        if let AnyEvent::Account(event) = event.map_err(|source| damaged(source.to_string()))? {
            history.push((header.law_time, header.actor.id, event));
        }
    }
    let told = history.iter().map(|(_, by, _)| by.clone());
    let names = names(tx, named(&whole.state).into_iter().chain(told))?;
    let last_sign_in = last.map(LawTime);
    Ok(Beside { last_sign_in, sessions: sessions.unwrap_or(0), history, names })
}

/// Accounts that posts name: who proposed, who decided, whose deputy.
pub fn named(state: &Account) -> Vec<String> {
    let each = state.posts.iter().flat_map(|held| {
        let deputy = held.post.deputy_of.as_ref().map(ToString::to_string);
        [Some(held.proposed_by.clone()), held.decided_by.clone(), deputy]
    });
    each.flatten().collect()
}

/// Names of accounts; those that are none, or erased, are left out.
pub fn names(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = String>,
) -> Result<BTreeMap<String, String>, Error> {
    let accounts: BTreeSet<String> = accounts.into_iter().collect();
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut rows = Rows::default();
    accounts.into_iter().for_each(|account| rows.push(vec![account.into()]));
    let name = |row: &db::Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
    tx.each(&NAMES, &rows)?.iter().map(name).collect()
}

/// A proposed post.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// Its place in the list.
    pub place: i64,
    /// Whose it is to be.
    pub account: StreamId,
    /// Its number within the account.
    pub number: u32,
    /// The account's state.
    pub state: Account,
    /// The name.
    pub name: String,
}

/// Proposed posts within a scope after a place, at most a page and one.
pub fn waiting(
    tx: &mut Tx<'_>,
    tree: &Tree,
    scope: &Scope,
    after: i64,
) -> Result<Vec<Proposed>, Error> {
    let (everywhere, offices) = reach::values(tree, scope);
    let values = [after.into(), everywhere.into(), offices.into(), (PAGE + 1).into()];
    let mut found = Vec::new();
    for row in tx.rows(&store::WAITING, &values)? {
        let Some(state) = session::read_state(row.text(3)?)? else { continue };
        found.push(Proposed {
            place: row.int(0)?,
            account: StreamId::stored(row.text(1)?),
            number: u32::try_from(row.int(2)?).unwrap_or(0),
            state,
            name: row.maybe_text(4)?.unwrap_or_default().to_owned(),
        });
    }
    Ok(found)
}
