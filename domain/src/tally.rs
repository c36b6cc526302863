//! Tallies: how many records satisfy a stated condition. Each follows from events alone, is kept in
//! the same transaction as they are, and equals the length of a list that anybody with the right
//! can open.
//!
//! A flow is what happened in a window; a stock is what stands at an instant: what came less what
//! went, from the beginning. Tallies of dossiers are by the office whose book the dossier is in and
//! by procedure.

mod reported;

use std::fmt;

use jiff::civil::Date;

use crate::calendar::Punctuality;
use crate::dossier::{Dossier, Event, Place, TimeTaken, What};
use crate::procedure::description::Channel;
use crate::time::LawTime;

/// Every tally of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tally {
    /// Records of `motcua bench`.
    BenchFiled,
    /// Dossiers that came to an office in a phase: the subject is the phase.
    Came,
    /// Dossiers that went from there: over all days, the difference is how many stand there now.
    Went,
    /// Taken in, handed in over the network.
    ReceivedOnline,
    /// Taken in, handed in at a desk.
    ReceivedDesk,
    /// Taken in, handed in by public post.
    ReceivedPost,
    /// Taken over from another system: they were received there.
    Imported,
    /// Finished before the promised day.
    Early,
    /// Finished on the promised day.
    OnTime,
    /// Finished after the promised day.
    Late,
    /// Finished on or before the legal due day.
    Lawful,
    /// Finished after the legal due day.
    Unlawful,
    /// Taken in, and withdrawn by the applicant.
    Withdrawn,
    /// Taken in, and stopped.
    Stopped,
    /// Not taken in, for good.
    Refused,
    /// Finished, of a procedure that was at level 4 when it was handed in (NĐ 43/2011/NĐ-CP).
    FinishedLevel4,
    /// Of those, the ones that came over the network.
    FinishedLevel4Online,
    /// Finished, and their time can be compared: the dossiers that the three below are days of.
    Timed,
    /// Working days that the law allows for dossiers that finished and can be compared.
    DaysLaw,
    /// Working days that were promised for them.
    DaysPromised,
    /// Working days that they took.
    DaysTaken,
    /// Rated very dissatisfied by the applicant.
    Rated1,
    /// Rated dissatisfied.
    Rated2,
    /// Rated neither.
    Rated3,
    /// Rated satisfied.
    Rated4,
    /// Rated very satisfied.
    Rated5,
    /// Taken over, and handed in over the network there.
    ImportedOnline,
    /// Received by another system over the network, on the day on which it received it, and taken
    /// over whenever.
    CarriedOnline,
    /// The same, received otherwise.
    CarriedDirect,
    /// Finished before the legal due day.
    LawfulEarly,
    /// Withdrawn or stopped when it was late by law.
    EndedLate,
    /// A stock: taken in or taken over, and not at an end.
    Open,
    /// A stock: of those, late by law since its due moment.
    OpenLate,
    /// A stock: of those, whose clock stands.
    OpenLateWaiting,
    /// A stock: received by another system and not taken over yet.
    Elsewhere,
}

impl Tally {
    /// Every tally.
    pub const ALL: [Tally; 35] = [
        Tally::BenchFiled,
        Tally::Came,
        Tally::Went,
        Tally::ReceivedOnline,
        Tally::ReceivedDesk,
        Tally::ReceivedPost,
        Tally::Imported,
        Tally::Early,
        Tally::OnTime,
        Tally::Late,
        Tally::Lawful,
        Tally::Unlawful,
        Tally::Withdrawn,
        Tally::Stopped,
        Tally::Refused,
        Tally::FinishedLevel4,
        Tally::FinishedLevel4Online,
        Tally::Timed,
        Tally::DaysLaw,
        Tally::DaysPromised,
        Tally::DaysTaken,
        Tally::Rated1,
        Tally::Rated2,
        Tally::Rated3,
        Tally::Rated4,
        Tally::Rated5,
        Tally::ImportedOnline,
        Tally::CarriedOnline,
        Tally::CarriedDirect,
        Tally::LawfulEarly,
        Tally::EndedLate,
        Tally::Open,
        Tally::OpenLate,
        Tally::OpenLateWaiting,
        Tally::Elsewhere,
    ];
    /// Dossiers taken in here, by how they came.
    pub const RECEIVED: [Tally; 3] =
        [Tally::ReceivedOnline, Tally::ReceivedDesk, Tally::ReceivedPost];
    /// Dossiers finished, by the promised day.
    pub const FINISHED: [Tally; 3] = [Tally::Early, Tally::OnTime, Tally::Late];
    /// Ratings, from very dissatisfied to very satisfied.
    pub const RATED: [Tally; 5] =
        [Tally::Rated1, Tally::Rated2, Tally::Rated3, Tally::Rated4, Tally::Rated5];

    /// The name in rows and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Tally::BenchFiled => "bench-filed",
            Tally::Came => "dossier-came",
            Tally::Went => "dossier-went",
            Tally::ReceivedOnline => "dossier-received-online",
            Tally::ReceivedDesk => "dossier-received-desk",
            Tally::ReceivedPost => "dossier-received-post",
            Tally::Imported => "dossier-imported",
            Tally::Early => "dossier-early",
            Tally::OnTime => "dossier-on-time",
            Tally::Late => "dossier-late",
            Tally::Lawful => "dossier-lawful",
            Tally::Unlawful => "dossier-unlawful",
            Tally::Withdrawn => "dossier-withdrawn",
            Tally::Stopped => "dossier-stopped",
            Tally::Refused => "dossier-refused",
            Tally::FinishedLevel4 => "dossier-finished-level-4",
            Tally::FinishedLevel4Online => "dossier-finished-level-4-online",
            Tally::Timed => "dossier-timed",
            Tally::DaysLaw => "dossier-days-law",
            Tally::DaysPromised => "dossier-days-promised",
            Tally::DaysTaken => "dossier-days-taken",
            Tally::Rated1 => "dossier-rated-1",
            Tally::Rated2 => "dossier-rated-2",
            Tally::Rated3 => "dossier-rated-3",
            Tally::Rated4 => "dossier-rated-4",
            Tally::Rated5 => "dossier-rated-5",
            Tally::ImportedOnline => "dossier-imported-online",
            Tally::CarriedOnline => "dossier-carried-online",
            Tally::CarriedDirect => "dossier-carried-direct",
            Tally::LawfulEarly => "dossier-lawful-early",
            Tally::EndedLate => "dossier-ended-late",
            Tally::Open => "dossier-open",
            Tally::OpenLate => "dossier-open-late",
            Tally::OpenLateWaiting => "dossier-open-late-waiting",
            Tally::Elsewhere => "dossier-elsewhere",
        }
    }

    /// The tally of a name.
    pub fn parse(id: &str) -> Option<Tally> {
        Tally::ALL.into_iter().find(|tally| tally.id() == id)
    }

    /// Whether it is also kept for all offices and for all procedures, so that a total is one
    /// range. What is asked of one office and one subject alone is not.
    pub fn is_rolled_up(self) -> bool {
        !matches!(self, Tally::BenchFiled | Tally::Came | Tally::Went)
    }

    /// Whether it is a stock: what came less what went, from the beginning.
    pub fn is_stock(self) -> bool {
        matches!(self, Tally::Open | Tally::OpenLate | Tally::OpenLateWaiting | Tally::Elsewhere)
    }

    fn received(channel: Channel) -> Tally {
        match channel {
            Channel::Online => Tally::ReceivedOnline,
            Channel::Counter => Tally::ReceivedDesk,
            Channel::Post => Tally::ReceivedPost,
        }
    }

    fn finished(punctuality: Punctuality) -> Tally {
        match punctuality {
            Punctuality::Early => Tally::Early,
            Punctuality::OnTime => Tally::OnTime,
            Punctuality::Late => Tally::Late,
        }
    }
}

/// The level of online service of NĐ 43/2011/NĐ-CP at which everything is done over the network.
pub const LEVEL_FULL: u8 = 4;

/// A period that rows are kept by. Months stand apart from days, so that a range of months never
/// meets a day: `2026-11-05`, `M2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A day.
    Day(Date),
    /// The month of a day.
    Month(Date),
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Day(day) => write!(f, "{day}"),
            Period::Month(day) => write!(f, "M{:04}-{:02}", day.year(), day.month()),
        }
    }
}

/// So much to add to a tally on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<'a> {
    /// Which.
    pub tally: Tally,
    /// The office.
    pub office: &'a str,
    /// The procedure, or the phase.
    pub subject: &'a str,
    /// The day of law on which it counts.
    pub day: Date,
    /// How much.
    pub n: i64,
}

/// How a dossier stands, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Where it stands.
    pub place: Place,
    /// The day from which it counts as open and late.
    pub late_from: Option<Date>,
    /// When it counts as open, late and waiting: from a day, up to the day on which it does no more.
    pub waits: Vec<(Date, Option<Date>)>,
}

impl Counted {
    /// As a dossier stands.
    pub fn of(dossier: &Dossier) -> Counted {
        // What was late before it was taken over is late here from the day on which it came.
        let late = dossier.late_since.map(|since| since.max(dossier.taken_in().unwrap_or(since)));
        let late_from = late.map(LawTime::date);
        Counted { place: dossier.place(), late_from, waits: reported::waits(dossier, late_from) }
    }
}

/// What an event adds to the tallies, by how the dossier stood before it and stands after it.
pub fn counts<'a>(
    before: Option<&'a Counted>,
    event: &Event,
    dossier: &'a Dossier,
    after: &'a Counted,
) -> Vec<Count<'a>> {
    let mut counts = Vec::new();
    places(before, event, after, &mut counts);
    let filing = &dossier.filing;
    let (office, subject) = (filing.office.as_str(), filing.procedure.as_str());
    let mut add = |tally, day, n| counts.push(Count { tally, office, subject, day, n });
    let (day, is_taken_in) = (event.at.date(), dossier.taken_in().is_some());
    let what = &event.what;
    if let What::Filed { accepted: Some(_), .. } | What::Accepted(_) = what {
        add(Tally::received(filing.channel), day, 1);
        add(Tally::Open, day, 1);
    }
    if let What::Imported { .. } = what {
        add(Tally::Imported, day, 1);
        add(Tally::Open, day, 1);
    }
    if let What::Released { punctuality, time } | What::Finished { punctuality, time, .. } = what {
        add(Tally::finished(*punctuality), day, 1);
        finished(dossier, *time, &mut |tally, n| add(tally, day, n));
    }
    if let What::Refused { .. } = what {
        add(Tally::Refused, day, 1);
    }
    if let What::Rated { score } = what
        && let Some(tally) = Tally::RATED.get(usize::from(*score).wrapping_sub(1))
    {
        add(*tally, day, 1);
    }
    if is_taken_in && matches!(what, What::Withdrawn) {
        add(Tally::Withdrawn, day, 1);
    }
    if is_taken_in && matches!(what, What::Stopped { .. }) {
        add(Tally::Stopped, day, 1);
    }
    reported::counts(before, event, dossier, after, &mut add);
    let was_late = before.and_then(|it| it.late_from);
    lateness(was_late, after.late_from, &mut add);
    if is_taken_in && ends(what) {
        add(Tally::Open, day, -1);
        if after.late_from.is_some() {
            add(Tally::OpenLate, day, -1);
        }
    }
    counts
}

fn lateness(was: Option<Date>, is: Option<Date>, add: &mut dyn FnMut(Tally, Date, i64)) {
    match (was, is) {
        (None, Some(from)) => add(Tally::OpenLate, from, 1),
        // The calendar moved: it never was.
        (Some(from), None) => add(Tally::OpenLate, from, -1),
        (Some(_), Some(_)) | (None, None) => {}
    }
}

/// Where it came to and went from.
fn places<'a>(
    before: Option<&'a Counted>,
    event: &Event,
    after: &'a Counted,
    counts: &mut Vec<Count<'a>>,
) {
    let before = before.map(|it| &it.place);
    let day = event.at.date();
    let mut add = |tally, place: &'a Place| {
        let (office, subject) = (place.office.as_str(), place.phase.id());
        counts.push(Count { tally, office, subject, day, n: 1 });
    };
    if before != Some(&after.place) {
        if let Some(before) = before {
            add(Tally::Went, before);
        }
        add(Tally::Came, &after.place);
    }
}

fn finished(dossier: &Dossier, time: Option<TimeTaken>, add: &mut dyn FnMut(Tally, i64)) {
    let is_lawful = dossier.finished.is_some_and(|it| it.lawful);
    add(if is_lawful { Tally::Lawful } else { Tally::Unlawful }, 1);
    if dossier.filing.online_level.is_some_and(|level| level >= LEVEL_FULL) {
        add(Tally::FinishedLevel4, 1);
        if dossier.filing.channel == Channel::Online {
            add(Tally::FinishedLevel4Online, 1);
        }
    }
    if let Some(time) = time {
        add(Tally::Timed, 1);
        add(Tally::DaysLaw, i64::from(time.law));
        add(Tally::DaysPromised, i64::from(time.promised));
        add(Tally::DaysTaken, i64::from(time.taken));
    }
}

/// Whether nothing more is worked on after it.
fn ends(what: &What) -> bool {
    matches!(
        what,
        What::Released { .. } | What::Finished { .. } | What::Withdrawn | What::Stopped { .. }
    )
}
