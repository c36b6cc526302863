//! Tallies against the lists that they count: office by office and day by day, and their sums for
//! all offices and all procedures.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use domain::tally::{Period, Tally};

use super::{Finding, Report, Verification};
use crate::commit::Error;
use crate::tally::{listed, store};

/// Sums by subject and period of one tally and office; a subject of nothing is all of them.
type Sums = BTreeMap<(String, String), i64>;

pub(super) fn check(verification: &Verification<'_>, report: &mut Report) -> Result<(), Error> {
    let db = verification.db;
    let tallies = listed::tallies();
    let mut all: BTreeMap<Tally, Sums> = BTreeMap::new();
    for office in db.read_now(listed::offices)? {
        let here = office.clone();
        let (due, kept) = db.read_now(move |tx| {
            let due = due(&listed::of(tx, &here)?);
            Ok::<_, Error>((due, kept(tx, &here)?))
        })?;
        for tally in &tallies {
            let due = due.get(tally).cloned().unwrap_or_default();
            compare(*tally, &office, &due, kept.get(tally), report);
            let all = all.entry(*tally).or_default();
            due.into_iter().for_each(|(key, n)| *all.entry(key).or_default() += n);
        }
    }
    let kept = db.read_now(|tx| kept(tx, ""))?;
    for tally in &tallies {
        let due = all.remove(tally).unwrap_or_default();
        compare(*tally, "", &due, kept.get(tally), report);
    }
    Ok(())
}

/// What the rows of an office's lists give: by day and month, by procedure and of all.
fn due(listed: &listed::Listed) -> BTreeMap<Tally, Sums> {
    let mut due: BTreeMap<Tally, Sums> = BTreeMap::new();
    for ((tally, procedure, day), n) in listed {
        let sums = due.entry(*tally).or_default();
        for period in [Period::Day(*day), Period::Month(*day)] {
            for subject in [procedure.as_str(), ""] {
                *sums.entry((subject.to_owned(), period.to_string())).or_default() += n;
            }
        }
    }
    due
}

/// What is kept of each tally for an office.
fn kept(tx: &mut Tx<'_>, office: &str) -> Result<BTreeMap<Tally, Sums>, Error> {
    let mut kept: BTreeMap<Tally, Sums> = BTreeMap::new();
    for tally in listed::tallies() {
        let sums = kept.entry(tally).or_default();
        for row in tx.rows(&store::KEPT, &[tally.id().into(), office.into()])? {
            sums.insert((row.text(0)?.to_owned(), row.text(1)?.to_owned()), row.int(2)?);
        }
    }
    Ok(kept)
}

fn compare(tally: Tally, office: &str, due: &Sums, kept: Option<&Sums>, report: &mut Report) {
    let none = Sums::new();
    let kept = kept.unwrap_or(&none);
    let keys: BTreeSet<_> = due.keys().chain(kept.keys()).collect();
    let wrong = keys.into_iter().filter_map(|key| {
        let of = |sums: &Sums| sums.get(key).copied().unwrap_or_default();
        let (subject, period) = key;
        let key = format!("{office} {subject} {period}");
        let (kept, listed) = (of(kept), of(due));
        let finding = Finding::TallyChanged { tally: tally.id(), key, kept, listed };
        (kept != listed).then_some(finding)
    });
    let max = usize::try_from(super::FINDINGS_MAX).unwrap_or(20);
    report.findings.extend(wrong.take(max));
}
