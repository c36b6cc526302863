//! Every figure is the length of a list: on a played year, on both engines, after an erasure and
//! after a rebuild.

use std::collections::BTreeMap;

use db::{Engine, Sql, Tx};
use domain::calendar::Calendar;
use domain::measure::{Measure, Of, Part};
use domain::tally::Tally;
use jiff::civil::date;
use server::commit::Error;
use server::measure::facts::Shelf;
use server::measure::{programme, read, records};
use server::rating::list::{Wanted, ratings};
use server::rebuild::rebuild;
use server::simulator::END;
use server::tally::{self, Offices, Scope, Window, listed};

use crate::ground::{ENGINES, Ground};
use crate::simulated::played;

/// Windows of a report, of a calendar year, of one day, and of days within a month.
fn windows() -> [Window; 4] {
    let window = |from, to| Window::new(from, to).expect("a window");
    [
        window(date(2018, 12, 15), date(2019, 12, 14)),
        window(date(2019, 1, 1), date(2019, 12, 31)),
        window(date(2019, 6, 3), date(2019, 6, 3)),
        window(date(2019, 9, 4), date(2019, 10, 17)),
    ]
}

fn offices(tx: &mut Tx<'_>) -> Vec<String> {
    listed::offices(tx).expect("offices")
}

/// Sums of all pages of a side's list, page by page.
fn listed_side(
    tx: &mut Tx<'_>,
    side: (Measure, Part),
    codes: &[String],
    scope: Scope<'_>,
) -> Result<i64, Error> {
    let (mut sum, mut after) = (0, None);
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let (page, next) = records::dossiers(tx, side, codes, scope, after, 7)?;
        for one in &page {
            assert!(seen.insert(one.id), "{} is listed twice", one.code);
            sum += records::weight(side.0, side.1, one);
        }
        match next {
            Some(next) => after = Some(next),
            None => return Ok(sum),
        }
    }
}

/// How many ratings there are on all pages of a side's list.
fn listed_ratings(
    tx: &mut Tx<'_>,
    part: Part,
    codes: &[String],
    window: Window,
) -> Result<i64, Error> {
    let scores = if part == Part::Numerator { (4, 5) } else { (1, 5) };
    let wanted = Wanted { window, procedure: String::new(), scores, written: false };
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), None);
    loop {
        let (page, next) = ratings(tx, codes, &wanted, after, 7)?;
        for one in &page {
            assert!(seen.insert(one.event), "{one:?} is listed twice");
        }
        match next {
            Some(next) => after = Some(next),
            None => return Ok(i64::try_from(seen.len()).expect("few")),
        }
    }
}

/// Every measure of dossiers that is listed, in every window, for all and for one office: both
/// sides are what their lists sum up to.
fn figures_are_their_lists(ground: &Ground) {
    let checked = ground.house.db.read_now(|tx| {
        let all = offices(tx);
        let some = [all[all.len() / 2].clone()];
        let mut checked = 0;
        for window in windows() {
            for (codes, meant) in [(&all[..], Offices::All), (&some[..], Offices::These(&some))] {
                let scope = Scope { offices: meant, procedure: None, window };
                let figures = read::figures(tx, &[], &Measure::ALL, scope)?;
                for measure in Measure::ALL {
                    let is_rated = measure == Measure::Satisfaction;
                    if !is_rated && records::statement(measure, Part::Numerator).is_none() {
                        continue;
                    }
                    let figure = figures[&measure];
                    let sides = [
                        (Part::Numerator, figure.numerator),
                        (Part::Denominator, figure.denominator),
                    ];
                    for (part, count) in sides {
                        let list = match is_rated {
                            true => listed_ratings(tx, part, codes, window)?,
                            false => listed_side(tx, (measure, part), codes, scope)?,
                        };
                        assert_eq!(list, count, "{} {} {window:?}", measure.id(), part.id());
                        checked += count.abs();
                    }
                }
            }
        }
        Ok::<_, Error>(checked)
    });
    assert!(checked.expect("it reads") > 1_000, "there is something to count");
}

/// Broken down by office, by procedure and by month, a figure sums up to itself.
fn parts_sum_up(ground: &Ground) {
    let read = ground.house.db.read_now(|tx| {
        let window = windows()[0];
        let scope = Scope { offices: Offices::All, procedure: None, window };
        for measure in Measure::ALL.into_iter().filter(|it| it.of() == Of::Dossiers) {
            if measure == Measure::LevelFourUsed {
                continue;
            }
            let whole = read::figures(tx, &[], &[measure], scope)?[&measure];
            let offices = read::by_office(tx, measure, scope)?;
            let procedures = read::by_procedure(tx, &[], measure, scope)?;
            let months = read::by_month(tx, &[], &[measure], scope)?;
            let months: BTreeMap<String, _> =
                months.iter().map(|(day, it)| (day.to_string(), it[&measure])).collect();
            for parts in [offices, procedures, months] {
                let sum = parts.values().map(|it| it.denominator).sum::<i64>();
                assert_eq!(sum, whole.denominator, "{}", measure.id());
            }
        }
        Ok::<_, Error>(())
    });
    read.expect("it reads");
}

/// What came, less what ended, stands: for every quarter of the year, and for its lateness.
fn stocks_follow_from_flows(ground: &Ground) {
    let read = ground.house.db.read_now(|tx| {
        let ends = [date(2019, 3, 14), date(2019, 6, 14), date(2019, 9, 14), date(2019, 12, 14)];
        let mut from = date(2018, 12, 15);
        let mut open = 0;
        for to in ends {
            let window = Window::new(from, to).expect("a window");
            let scope = Scope { offices: Offices::All, procedure: None, window };
            let sums = tally::sums(tx, &Tally::ALL, scope)?;
            let came = sums.all(&Tally::RECEIVED) + sums.of(Tally::Imported);
            let ended =
                sums.all(&Tally::FINISHED) + sums.of(Tally::Withdrawn) + sums.of(Tally::Stopped);
            open += came - ended;
            assert_eq!(sums.of(Tally::Open), open, "on {to}");
            assert!((0..=open).contains(&sums.of(Tally::OpenLate)), "on {to}");
            from = to.tomorrow().expect("a day");
        }
        assert!(open > 0, "some stand open in the last window");
        Ok::<_, Error>(())
    });
    read.expect("it reads");
}

/// How many ratings say something.
fn written(ground: &Ground) -> usize {
    let read = ground.house.db.read_now(|tx| {
        let window = Window::new(date(2018, 1, 1), date(2020, 12, 31)).expect("a window");
        let wanted = Wanted { window, procedure: String::new(), scores: (1, 5), written: true };
        let offices = offices(tx);
        let (found, next) = ratings(tx, &offices, &wanted, None, 1_000)?;
        assert!(next.is_none() && found.iter().all(|one| !one.text.is_empty()));
        Ok::<_, Error>(found.len())
    });
    read.expect("it reads")
}

fn erase_some(ground: &Ground) {
    // The year was played at its own instants; the house goes on from its last one.
    ground.house.source.shift_to(END);
    static ENDED: Sql = Sql("SELECT d.stream FROM dossier d JOIN event e ON e.stream = d.stream
        AND e.kind = 'dossier-rated' JOIN event_body b ON b.event = e.id
        WHERE d.phase = 'returned' AND b.personal IS NOT NULL ORDER BY d.id LIMIT 5");
    let streams = ground.texts(&ENDED, Vec::new());
    assert_eq!(streams.len(), 5, "some said how they were served");
    ground.tell(streams.into_iter().map(|stream| domain::Command::ErasePersonal {
        stream: domain::StreamId::stored(stream),
        ground: "retention".to_owned(),
    }));
}

#[test]
fn every_figure_of_a_played_year_is_its_list_also_after_erasure_and_rebuild_on_both_engines() {
    for engine in ENGINES {
        let (ground, _) = played(engine, &server::account::demo::People::default(), 400, 5);
        let look = |ground: &Ground| {
            figures_are_their_lists(ground);
            parts_sum_up(ground);
            stocks_follow_from_flows(ground);
            assert_eq!(ground.findings(), Vec::new());
        };
        look(&ground);
        let said = written(&ground);
        erase_some(&ground);
        look(&ground);
        assert!(written(&ground) < said, "what was written is erased, and the score counts on");
        let mut writer = ground.house.db.writer().expect("a writer");
        writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {})).expect("rebuilt");
        drop(writer);
        look(&ground);
    }
}

#[test]
fn a_tally_that_is_not_its_list_is_named() {
    let (ground, _) = played(Engine::Sqlite, &server::account::demo::People::default(), 60, 5);
    assert_eq!(ground.findings(), Vec::new());
    static FORGED: Sql = Sql("UPDATE dossier SET punctuality = 'early' WHERE punctuality = 'late'");
    ground.meddle(&FORGED, &[]);
    let told: Vec<String> = ground.findings().iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.starts_with("tally-changed: dossier-late")), "{told:?}");
    static BETTER: Sql = Sql("UPDATE rating SET score = 5 WHERE score < 5");
    ground.meddle(&BETTER, &[]);
    let told: Vec<String> = ground.findings().iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.starts_with("tally-changed: dossier-rated-5")), "{told:?}");
}

#[test]
fn a_figure_follows_its_event_in_the_same_commit_and_a_dashboard_has_every_measure() {
    let (ground, _) = played(Engine::Sqlite, &server::account::demo::People::default(), 60, 5);
    let terms = ground.house.province().expect("a province").terms;
    let calendar = Calendar::new(&terms.calendar);
    let board = ground
        .house
        .db
        .read_now(move |tx| programme::board(tx, &Shelf::default(), &calendar, windows()[0]));
    let board = board.expect("it reads");
    assert_eq!(board.figures.len(), Measure::ALL.len());
    let procedures = board.figures[&Measure::Standardised];
    assert!(procedures.denominator > 10, "{procedures:?}");
    assert!(board.figures[&Measure::CutMean].percent().is_some_and(|it| it > 0.0));
    assert!(board.trend.len() == 12 && board.figures[&Measure::OnTimeLaw].denominator > 20);
    assert!(board.figures[&Measure::Satisfaction].percent().is_some(), "some rated");
    assert!(!terms.programmes.is_empty());
    let counts = programme::counts(&terms.programmes[0], &board.figures);
    let targets: usize = terms.programmes[0].objectives.iter().map(|it| it.targets.len()).sum();
    assert_eq!(counts.iter().sum::<u64>(), targets as u64, "{counts:?}");
}
