//! Every figure is the length of a list: on a played year, on both engines, after an erasure and
//! after a rebuild.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{Engine, Sql, Tx};
use domain::access::Scope as Reach;
use domain::calendar::Calendar;
use domain::measure::{Facts, Figure, Measure, Of, Part, Sight};
use domain::province::Purpose;
use domain::tally::Tally;
use jiff::civil::date;
use server::commit::Error;
use server::dossier::register::{Offices as Registered, Register};
use server::measure::carried::{Carried, by_field};
use server::measure::facts::Shelf;
use server::measure::{programme, read, records};
use server::rating::list::{Wanted, ratings};
use server::rebuild::rebuild;
use server::simulator::END;
use server::tally::{self, Offices, Scope, Window, listed};

use crate::ground::{ENGINES, Ground};
use crate::simulated::{ground, played};

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
                let figures = read::figures(tx, &Carried::default(), &Measure::ALL, scope)?;
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
            let whole = read::figures(tx, &Carried::default(), &[measure], scope)?[&measure];
            let offices = read::by_office(tx, measure, scope)?;
            let procedures = read::by_procedure(tx, measure, scope)?;
            let months = read::by_month(tx, &Carried::default(), &[measure], scope)?;
            let months: BTreeMap<String, _> =
                months.iter().map(|(day, it)| (day.to_string(), it[&measure])).collect();
            for parts in [offices, procedures, months] {
                let sum = |of: fn(&Figure) -> i64| parts.values().map(of).sum::<i64>();
                assert_eq!(sum(|it| it.denominator), whole.denominator, "{}", measure.id());
                assert_eq!(sum(|it| it.records), whole.records, "{}", measure.id());
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

/// The revisions of the shipped catalogue and the offices of a day. Of one procedure a revision was
/// published late and another one in time; of a second one all was in time.
fn catalogue(ground: &Ground) -> (Vec<Facts>, Arc<Registered>) {
    let terms = ground.house.province().expect("a province").terms;
    let calendar = Calendar::new(&terms.calendar);
    let machine = ground.house.source.machine();
    let read = ground.house.db.read_now(move |tx| {
        let offices = Register::default().offices(tx, date(2019, 12, 14), machine)?;
        Ok::<_, Error>((Shelf::default().current(tx, &calendar)?.to_vec(), offices))
    });
    let (mut facts, offices) = read.expect("it reads");
    let other = facts.iter().position(|it| it.code != facts[0].code).expect("another procedure");
    let in_time = Some((date(2019, 9, 5), date(2019, 9, 9)));
    facts[other].published = in_time;
    let old = (date(2016, 1, 1), Some(date(2016, 1, 31)));
    facts.push(Facts { published: in_time, from: old.0, to: old.1, ..facts[0].clone() });
    facts[0].published = Some((date(2019, 10, 1), date(2019, 9, 30)));
    (facts, offices)
}

/// Both sides of a figure, as the list of a scope has them.
fn listed_procedures(carried: &Carried<'_>, measure: Measure, scope: &Scope<'_>) -> Figure {
    let side = |part| {
        let list = records::procedures(carried, (measure, part), scope);
        let codes: std::collections::BTreeSet<&str> =
            list.iter().map(|(one, _)| one.code.as_str()).collect();
        assert_eq!(codes.len(), list.len(), "{} lists one twice", measure.id());
        list.iter().map(|(_, n)| n).sum()
    };
    let (numerator, denominator) = (side(Part::Numerator), side(Part::Denominator));
    Figure { numerator, denominator, ..carried.figure(measure, scope.procedure, scope.window) }
}

#[test]
fn every_figure_of_procedures_is_its_list_for_every_office_and_procedure_and_window() {
    let ground = ground(Engine::Sqlite, Purpose::Demo);
    let (facts, register) = catalogue(&ground);
    let below = |code: &String| {
        register.covered(&Reach { below: [code.clone()].into(), ..Reach::default() })
    };
    let mut narrowed: Vec<(&str, Vec<String>)> = vec![("", Vec::new())];
    narrowed.extend(register.all().map(|(code, _)| (code.as_str(), below(code))));
    let mut rows_seen = 0;
    for measure in Measure::ALL.into_iter().filter(|it| it.of() != Of::Dossiers) {
        for window in windows() {
            let all = Scope { offices: Offices::All, procedure: None, window };
            let rows = Carried::whole(&facts).by_office(&register, measure, &all);
            for (office, codes) in &narrowed {
                let offices = if office.is_empty() { Offices::All } else { Offices::These(codes) };
                let carried = Carried::of(&facts, &register, offices);
                for procedure in [None, Some(facts[0].code.as_str())] {
                    let scope = Scope { offices, procedure, window };
                    let figure = carried.figure(measure, procedure, window);
                    let what = format!("{} of {office} {procedure:?} {window:?}", measure.id());
                    assert_eq!(listed_procedures(&carried, measure, &scope), figure, "{what}");
                    let parts = carried.by_procedure(measure, &scope);
                    let fields = by_field(&facts, &parts);
                    let sum = |of: &mut dyn Iterator<Item = &Figure>| {
                        of.fold((0, 0), |(n, d), it| (n + it.numerator, d + it.denominator))
                    };
                    let whole = (figure.numerator, figure.denominator);
                    assert_eq!(sum(&mut parts.values()), whole, "{what} by procedure");
                    let by_field = &mut fields.iter().map(|(_, figure)| figure);
                    assert_eq!(sum(by_field), whole, "{what} by field");
                }
                if let Some(row) = rows.get(*office) {
                    rows_seen += 1;
                    assert_eq!(*row, carried.figure(measure, None, window), "the row of {office}");
                }
            }
        }
    }
    assert!(rows_seen > 1_000, "{rows_seen} rows of offices were compared");
}

#[test]
fn a_procedure_that_was_published_late_once_is_late_and_counts_once_at_each_of_its_offices() {
    let ground = ground(Engine::Sqlite, Purpose::Demo);
    let (facts, register) = catalogue(&ground);
    let [year, .., autumn] = windows();
    let figure = |window| Carried::whole(&facts).figure(Measure::PublishedInTime, None, window);
    assert_eq!(figure(year), Figure::of(1, 2));
    assert_eq!(figure(autumn), Figure::of(1, 2));
    let before = Window::new(date(2019, 9, 4), date(2019, 9, 30)).expect("a window");
    assert_eq!(figure(before), Figure::of(2, 2), "the late one was published afterwards");
    let scope = Scope { offices: Offices::All, procedure: Some(&facts[0].code), window: year };
    let rows = Carried::whole(&facts).by_office(&register, Measure::PublishedInTime, &scope);
    let own = register.all().filter(|(code, it)| facts[0].is_carried_out_by(code, it)).count();
    assert!(own > 10, "every commune carries it out");
    assert!(rows.len() >= own && rows.values().all(|it| *it == Figure::of(0, 1)), "{rows:?}");
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
    let sight = Sight::of_province(true);
    let counts = programme::counts(&terms.programmes[0], &board.figures, sight);
    let targets: usize = terms.programmes[0].objectives.iter().map(|it| it.targets.len()).sum();
    assert_eq!(counts.iter().sum::<u64>(), targets as u64, "{counts:?}");
}
