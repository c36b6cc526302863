//! Erasure of a person: which records speak of them, and what follows once the ledger has let go.

use std::collections::BTreeMap;

use db::{Rows, Tx};
use domain::account::Person;
use domain::event::Actor;
use domain::text::fold;
use domain::{Command, LawTime, MachineTime, Refusal, State, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{credential, session, store};
use crate::commit::{Door, Error, Request};
use crate::jobs;
use crate::{reading, request};

/// Questions of lists that are looked through at a time.
const QUERIES_AT_ONCE: i64 = 4096;
/// The shortest text that a question is searched for, in characters: less is in everything.
const TEXT_LENGTH_MIN: usize = 4;
/// How long after midnight the questions of a day are destroyed, in microseconds: ten minutes,
/// for pages that were asked for before it.
const AFTER_MIDNIGHT_US: i64 = 10 * 60 * 1_000_000;
/// The ground of what follows an erasure.
const GROUND: &str = "person-erased";

/// What speaks of a person beside their account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Their requests, dossiers that are kept no longer, and broken glasses before all of them,
    /// that are not erased yet.
    pub streams: Vec<StreamId>,
    /// How many of these are dossiers.
    pub dossiers: usize,
    /// Dossiers on which something waits to be done: nothing is erased before.
    pub open: Vec<StreamId>,
    /// Dossiers that the law has kept until a day, and that are erased then; none where they are
    /// kept for good.
    pub kept: Vec<(StreamId, Option<Date>)>,
    /// Days of officers whose questions name them, all over.
    pub days: Vec<StreamId>,
    /// Days of officers that are not over: they still take readings, and are erased afterwards.
    pub today: Vec<StreamId>,
}

impl Records {
    /// What is erased together with the account.
    pub fn now(&self) -> Vec<StreamId> {
        // With an open dossier the whole is refused.
        self.streams.iter().chain(&self.open).chain(&self.days).cloned().collect()
    }

    fn dossiers(
        &mut self,
        tx: &mut Tx<'_>,
        account: &StreamId,
        (today, days): (Date, Option<i32>),
    ) -> Result<(), Error> {
        let Some(row) = tx.row(&store::STATE, &[account.as_str().into()])? else { return Ok(()) };
        let known = session::read_state(row.text(0)?)?;
        let key = known.and_then(|known| known.keys.identity).unwrap_or_default();
        let mut subjects = Rows::default();
        for row in tx.rows(&store::DOSSIERS_OF, &[account.as_str().into(), key.into()])? {
            let stream = StreamId::stored(row.text(0)?);
            subjects.push(vec![stream.as_str().into()]);
            let State::Dossier(dossier) = state(row.text(1)?)? else { continue };
            let until = |over: Date| days.map(|days| over.saturating_add(days.days()));
            match dossier.over().map(until) {
                None => self.open.push(stream),
                Some(Some(until)) if until <= today => {
                    self.streams.push(stream);
                    self.dossiers += 1;
                }
                Some(until) => self.kept.push((stream, until)),
            }
        }
        for row in tx.each(&reading::store::GLASS_OF_EACH, &subjects)? {
            if !state(row.text(1)?)?.is_erased() {
                self.streams.push(StreamId::stored(row.text(0)?));
            }
        }
        Ok(())
    }
}

/// Gathers what speaks of the person of an account on a day, where dossiers are kept for so many
/// days after they were over, or for good.
pub fn gather(
    tx: &mut Tx<'_>,
    account: &StreamId,
    today: Date,
    dossier_days: Option<i32>,
) -> Result<Records, Error> {
    let mut records = Records::default();
    records.dossiers(tx, account, (today, dossier_days))?;
    for sql in [&request::store::STATES_OF, &reading::store::GLASS_OF] {
        for row in tx.rows(sql, &[account.as_str().into()])? {
            if !state(row.text(1)?)?.is_erased() {
                records.streams.push(StreamId::stored(row.text(0)?));
            }
        }
    }
    let Some(person) = person(tx, account)? else { return Ok(records) };
    let texts = Texts::of(&person);
    let ending = format!("-{today}");
    let mut after = 0;
    loop {
        let values = [after.into(), QUERIES_AT_ONCE.into()];
        let rows = tx.rows(&reading::store::ALL_QUERIES, &values)?;
        let Some(last) = rows.last() else { return Ok(records) };
        after = last.int(0)?;
        for row in &rows {
            if texts.are_in(row.text(2)?) {
                let stream = StreamId::stored(row.text(1)?);
                let is_today = stream.as_str().ends_with(&ending);
                let into = if is_today { &mut records.today } else { &mut records.days };
                if !into.contains(&stream) {
                    into.push(stream);
                }
            }
        }
    }
}

/// Who an account is; `None` once erased.
pub fn person(tx: &mut Tx<'_>, account: &StreamId) -> Result<Option<Person>, Error> {
    let Some(row) = tx.row(&store::PERSON, &[account.as_str().into()])? else { return Ok(None) };
    let damaged = |source| Error::Damaged(format!("who an account is: {source}"));
    Ok(Some(serde_json::from_str(row.text(0)?).map_err(damaged)?))
}

fn state(text: &str) -> Result<State, Error> {
    serde_json::from_str(text).map_err(|source| Error::Damaged(format!("a snapshot: {source}")))
}

/// What a person is called or numbered, folded.
struct Texts(Vec<String>);

impl Texts {
    fn of(person: &Person) -> Texts {
        let others =
            [&person.login, &person.email, &person.phone, &person.identity_number, &person.address];
        let others = others.into_iter().flatten();
        let all = std::iter::once(&person.name).chain(others).map(|text| fold(text.trim()));
        Texts(all.filter(|text| text.chars().count() >= TEXT_LENGTH_MIN).collect())
    }

    fn are_in(&self, query: &str) -> bool {
        let query = fold(query);
        self.0.iter().any(|text| query.contains(text.as_str()))
    }
}

/// What a job after an erasure carries; nothing of it is personal.
#[derive(Debug, Serialize, Deserialize)]
struct After {
    account: String,
    #[serde(default)]
    streams: Vec<String>,
}

/// Asks that days which are not over yet be erased once they are, and dossiers once the law keeps
/// them no longer. Told before the erasure itself, so that a crash between the two leaves nothing
/// behind; the job looks whether it happened.
pub fn follow(
    tx: &mut Tx<'_>,
    account: &StreamId,
    records: &Records,
    (law, machine): (LawTime, MachineTime),
) -> Result<(), Error> {
    let mut later: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    let tomorrow = law.date().saturating_add(1.day());
    let days = records.today.iter().map(|stream| (tomorrow, stream));
    let kept = records.kept.iter().filter_map(|(stream, until)| Some(((*until)?, stream)));
    for (day, stream) in days.chain(kept) {
        later.entry(day).or_default().push(stream.to_string());
    }
    for (day, streams) in later {
        let after = After { account: account.to_string(), streams };
        let payload = serde_json::to_string(&after).map_err(|it| Error::Damaged(it.to_string()))?;
        let due = machine.0 + LawTime::start_of(day).0 - law.0 + AFTER_MIDNIGHT_US;
        jobs::add(tx, jobs::FORGET, &payload, MachineTime(due))?;
    }
    Ok(())
}

/// Does what follows an erasure: a job of one of two kinds.
pub(crate) fn run(door: &Door, kind: &str, payload: &str) -> Result<(), Error> {
    let after: After =
        serde_json::from_str(payload).map_err(|it| Error::Damaged(format!("a job: {it}")))?;
    let account = StreamId::stored(after.account);
    let erased = door.work_now({
        let account = account.clone();
        move |tx| {
            let row = tx.row(&store::STATE, &[account.as_str().into()])?;
            row.map_or(Ok(false), |row| Ok(session::read_state(row.text(0)?)?.is_none()))
        }
    })?;
    if !erased {
        return Ok(());
    }
    if kind == jobs::STRIP {
        return door.work_now(move |tx| credential::remove_all(tx, &account));
    }
    for stream in after.streams {
        let (stream, ground) = (StreamId::stored(stream), GROUND.to_owned());
        let command = Command::ErasePersonal { stream, ground };
        match door.commit_now(Request { actor: Actor::system(), command, key: None }) {
            Ok(_) | Err(Error::Refused(Refusal::AlreadyErased(_))) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_names_a_person_with_or_without_marks() {
        let person = Person {
            name: "Nguyễn Thị Mẫu".to_owned(),
            phone: Some("+84901234567".to_owned()),
            login: Some("mau".to_owned()),
            ..Person::default()
        };
        let texts = Texts::of(&person);
        for naming in ["nguyen thi mau", "tìm NGUYỄN THỊ MẪU ở xã", "+84901234567"] {
            assert!(texts.are_in(naming), "{naming}");
        }
        for other in ["nguyen thi", "mau don", ""] {
            assert!(!texts.are_in(other), "{other}");
        }
    }
}
