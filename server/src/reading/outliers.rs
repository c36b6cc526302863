//! The month's readers, counted for `domain::reading::outlier`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::Tx;
use domain::access::Purpose;
use domain::calendar::Calendar;
use domain::reading::outlier::Counted;
use domain::{LawTime, StreamId};
use jiff::civil::{Date, time};

use super::{search, store};
use crate::commit::Error;

/// Readings that are read at a time.
const PAGE: i64 = 20_000;

/// What was gathered of one reader.
#[derive(Default)]
struct Gathered {
    offices: BTreeMap<String, u64>,
    readings: u64,
    days: BTreeSet<Date>,
    persons: HashMap<StreamId, u64>,
    caseless: u64,
    late: u64,
    purposes: BTreeMap<Purpose, u64>,
}

/// The readers of a month with their names.
pub struct Month {
    /// What each did.
    pub counted: Vec<Counted>,
    /// Names by account.
    pub names: HashMap<StreamId, String>,
}

/// Counts the readings from one day up to another, which is not in it.
pub fn count(
    tx: &mut Tx<'_>,
    calendar: &Calendar,
    from: Date,
    until: Date,
) -> Result<Month, Error> {
    let mut all: HashMap<StreamId, Gathered> = HashMap::new();
    let end = LawTime::start_of(until).0;
    let mut after = (LawTime::start_of(from).0 - 1, i64::MAX);
    loop {
        let values = [after.0.into(), after.1.into(), end.into(), PAGE.into()];
        let rows = tx.rows(&store::MONTH, &values)?;
        for row in &rows {
            gather(&mut all, row, calendar)?;
        }
        let Some(last) = rows.last() else { break };
        after = (last.int(1)?, last.int(0)?);
    }
    let readers = all.keys();
    let persons = all.values().flat_map(|gathered| gathered.persons.keys());
    let names = search::names(tx, readers.chain(persons))?;
    let mut counted: Vec<Counted> =
        all.into_iter().map(|(reader, gathered)| gathered.counted(&reader, &names)).collect();
    counted.sort_by(|a, b| a.reader.cmp(&b.reader));
    let names = names.into_iter().map(|(account, (name, _))| (account, name)).collect();
    Ok(Month { counted, names })
}

fn gather(
    all: &mut HashMap<StreamId, Gathered>,
    row: &db::Row,
    calendar: &Calendar,
) -> Result<(), Error> {
    let at = LawTime(row.int(1)?);
    let gathered = all.entry(StreamId::stored(row.text(2)?)).or_default();
    gathered.readings += 1;
    gathered.days.insert(at.date());
    *gathered.offices.entry(row.text(3)?.to_owned()).or_default() += 1;
    if let Some(purpose) = Purpose::parse(row.text(4)?) {
        *gathered.purposes.entry(purpose).or_default() += 1;
    }
    let of_dossier = row.maybe_text(5)?.is_some_and(|it| it.contains("/dossier/"));
    let is_list = row.maybe_int(7)?.is_some();
    gathered.caseless += u64::from(!of_dossier && !is_list);
    if let Some(person) = row.maybe_text(6)? {
        *gathered.persons.entry(StreamId::stored(person)).or_default() += 1;
    }
    gathered.late += u64::from(is_late(calendar, at));
    Ok(())
}

/// Whether nobody works at an instant: on days off, before seven and after half past five. A
/// calendar that does not know the year knows weekends.
fn is_late(calendar: &Calendar, at: LawTime) -> bool {
    let local = at.civil();
    let weekend = local.date().weekday().to_monday_one_offset() > 5;
    let works = calendar.is_working(local.date()).unwrap_or(!weekend);
    !works || local.time() < time(7, 0, 0, 0) || local.time() > time(17, 30, 0, 0)
}

impl Gathered {
    fn counted(self, reader: &StreamId, names: &HashMap<StreamId, (String, bool)>) -> Counted {
        let own = names.get(reader).map(|(name, _)| family(name)).unwrap_or_default();
        let is_namesake = |person: &StreamId| {
            let known = names.get(person).map(|(name, _)| family(name));
            person != reader && !own.is_empty() && known.is_some_and(|known| known == own)
        };
        let is_canary = |person: &StreamId| names.get(person).is_some_and(|(_, decoy)| *decoy);
        let sum = |which: &dyn Fn(&StreamId) -> bool| {
            self.persons.iter().filter(|(person, _)| which(person)).map(|(_, count)| count).sum()
        };
        let office = self.offices.iter().max_by_key(|(_, count)| **count);
        Counted {
            reader: reader.to_string(),
            office: office.map(|(office, _)| office.clone()).unwrap_or_default(),
            readings: self.readings,
            days: self.days.len() as u64,
            persons: self.persons.len() as u64,
            namesakes: sum(&is_namesake),
            canaries: sum(&is_canary),
            caseless: self.caseless,
            late: self.late,
            purposes: self.purposes,
        }
    }
}

/// The family name: the first word, without case or marks.
fn family(name: &str) -> String {
    domain::text::fold(name.split_whitespace().next().unwrap_or_default())
}
