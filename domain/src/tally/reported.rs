//! Tallies that statutory reports alone ask for: what their ways to count tell apart.

use jiff::civil::Date;

use super::{Counted, Tally, ends};
use crate::calendar::Punctuality;
use crate::dossier::{Dossier, Event, What};
use crate::procedure::description::Channel;

/// The day from which a dossier counts as late and waiting: the later of both.
pub(super) fn waits_from(dossier: &Dossier, late_from: Option<Date>) -> Option<Date> {
    let pause = dossier.open_pause().filter(|_| dossier.phase.is_open())?;
    late_from.map(|late| late.max(pause.from.date()))
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
    let waited = before.and_then(|it| it.waits_from);
    if waited == after.waits_from {
        return;
    }
    if let Some(from) = waited {
        // What was not late after all never was; what goes on or ends waited until now.
        let until =
            if after.late_from.is_some() && after.waits_from.is_none() { day } else { from };
        add(Tally::OpenLateWaiting, until, -1);
    }
    if let Some(from) = after.waits_from {
        add(Tally::OpenLateWaiting, from, 1);
    }
}
