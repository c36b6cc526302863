//! Tallies that statutory reports alone ask for: what their ways to count tell apart.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Counted, Tally, ends};
use crate::calendar::{Pause, Punctuality};
use crate::dossier::{Dossier, Event, What};
use crate::procedure::description::Channel;
use crate::time::LawTime;

/// When a dossier counts as late and waiting. Each time is told by the state alone, so that what a
/// calendar or a notice undoes afterwards is undone on the days on which it counted.
pub(super) fn waits(dossier: &Dossier, late_from: Option<Date>) -> Vec<(Date, Option<Date>)> {
    let Some(late) = late_from else { return Vec::new() };
    let wait = |pause: &Pause| {
        let from = late.max(pause.from.date());
        let to = pause.to.or(dossier.ended).map(LawTime::date);
        to.is_none_or(|to| from < to).then_some((from, to))
    };
    dossier.pauses.iter().filter_map(wait).collect()
}

/// What an event adds to them.
pub(super) fn counts(
    before: Option<&Counted>,
    event: &Event,
    dossier: &Dossier,
    after: &Counted,
    add: &mut dyn FnMut(Tally, Date, i64),
) {
    let (day, what) = (event.at.date(), &event.what);
    if let What::Imported { imported, .. } = what {
        let (received, online) =
            (imported.received.date(), dossier.filing.channel == Channel::Online);
        add(if online { Tally::CarriedOnline } else { Tally::CarriedDirect }, received, 1);
        if online {
            add(Tally::ImportedOnline, day, 1);
        }
        add(Tally::Elsewhere, received, 1);
        add(Tally::Elsewhere, day, -1);
    }
    if let What::Released { .. } | What::Finished { .. } = what {
        let legal = dossier.deadline.map(|it| it.legal.by_day(event.at));
        if legal == Some(Punctuality::Early) {
            add(Tally::LawfulEarly, day, 1);
        }
    }
    let is_over = ends(what) && dossier.taken_in().is_some();
    if is_over
        && after.late_from.is_some()
        && matches!(what, What::Withdrawn | What::Stopped { .. })
    {
        add(Tally::EndedLate, day, 1);
    }
    waiting(before.map_or(&[], |it| &it.waits), &after.waits, add);
}

/// What changed of the times in which it waited.
fn waiting(
    before: &[(Date, Option<Date>)],
    after: &[(Date, Option<Date>)],
    add: &mut dyn FnMut(Tally, Date, i64),
) {
    let mut changed: BTreeMap<Date, i64> = BTreeMap::new();
    for (waits, sign) in [(before, -1), (after, 1)] {
        for (from, to) in waits {
            *changed.entry(*from).or_default() += sign;
            if let Some(to) = to {
                *changed.entry(*to).or_default() -= sign;
            }
        }
    }
    for (day, n) in changed.into_iter().filter(|(_, n)| *n != 0) {
        add(Tally::OpenLateWaiting, day, n);
    }
}
