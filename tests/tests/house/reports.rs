//! Statutory reports over a played year: identities of three windows that follow one another, the
//! figures against the dossiers themselves, the same after an erasure and a rebuild, and frozen.

use std::sync::Arc;

use db::{Engine, Sql};
use domain::report::{
    By, Cells, Choices, Command, Form, Period, Report, Scope, WAYS, Window, Wrong,
};
use domain::{Command as AnyCommand, LawTime, Refusal, StreamId};
use jiff::civil::date;
use server::account::demo::People;
use server::commit::Error;
use server::procedure::catalogue::Shelf;
use server::rebuild::rebuild;
use server::report::asked::Asked;
use server::report::make::{Made, make};
use server::report::tree::Tree;
use server::simulator::END;

use crate::commands::ask;
use crate::ground::{ENGINES, Ground};
use crate::simulated::played;

const DOSSIERS: u64 = 300;

fn quarter(number: i8) -> Window {
    Period::Quarter(2019, number).window()
}

fn asked(scope: Scope, window: Window, by: By, choices: Choices) -> Asked {
    Asked { form: Form::Handling, scope, window, by, choices, free: false }
}

/// A played year with its catalogue.
struct Year {
    ground: Ground,
    shelf: Arc<Shelf>,
}

impl std::ops::Deref for Year {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

fn year(engine: Engine, dossiers: u64) -> Year {
    let (ground, _) = played(engine, &People::default(), dossiers, 5);
    ground.house.source.shift_to(END);
    let terms = ground.house.province().expect("a province").terms;
    Year { ground, shelf: Arc::new(Shelf::new(terms)) }
}

fn made(year: &Year, asked: &Asked) -> Made {
    let (shelf, asked) = (Arc::clone(&year.shelf), asked.clone());
    let read = year.house.db.read_now(move |tx| {
        let tree = Tree::read(tx, asked.window.to)?;
        let catalogue = shelf.current(tx, date(2019, 12, 16))?;
        make(tx, &tree, &catalogue, &asked)
    });
    read.expect("it is made")
}

fn report(ground: &Year, asked: &Asked) -> Report {
    let Made { report, broken } = made(ground, asked);
    assert_eq!(broken, None, "{asked:?}");
    report
}

fn all_choices() -> Vec<Choices> {
    let mut all = vec![Choices::default()];
    for way in WAYS {
        let others = all.iter().filter_map(|it| it.choose(way.name, way.options[1]));
        all.extend(others.collect::<Vec<_>>());
    }
    all
}

/// The total of a window, counted dossier by dossier, with what was chosen by default. The played
/// year takes nothing over from elsewhere.
fn counted(ground: &Ground, window: Window) -> Cells {
    static ROWS: Sql = Sql("SELECT d.channel, d.phase, d.punctuality, d.taken_in_at, d.ended_at,
        d.late_since, d.standing FROM dossier d WHERE d.taken_in_at IS NOT NULL");
    let rows = ground.house.db.read_now(|tx| tx.rows(&ROWS, &[])).expect("it answers");
    let day = |at: i64| LawTime(at).date();
    let mut cells = Cells::default();
    let mut add = |column: usize| cells.0[column - 3] += 1;
    for row in rows {
        let (channel, taken) = (row.text(0).expect("a channel"), day(row.int(3).expect("a time")));
        let ended = row.maybe_int(4).expect("a time").map(day);
        if taken > window.to || ended.is_some_and(|it| it < window.from) {
            continue;
        }
        add(3);
        match (taken < window.from, channel) {
            (true, _) => add(6),
            (false, "online") => add(4),
            (false, _) => add(5),
        }
        if ended.is_none_or(|it| it > window.to) {
            add(11);
            continue;
        }
        add(7);
        match row.maybe_text(2).expect("a punctuality") {
            Some("early") => add(8),
            Some("late") => add(10),
            _ => add(9),
        }
    }
    cells
}

fn grounds() -> Vec<(Engine, Year)> {
    ENGINES.into_iter().map(|engine| (engine, year(engine, DOSSIERS))).collect()
}

#[test]
fn three_windows_follow_one_another_however_they_are_counted_on_both_engines() {
    let mut known: Option<Vec<Report>> = None;
    for (engine, ground) in grounds() {
        let mut reports = Vec::new();
        for scope in [Scope::province(), Scope::below("H660"), Scope::below("MC-X24617")] {
            for by in By::ALL {
                let mut ways = all_choices();
                if !scope.is_province() || by == By::Office {
                    // Every way is counted alike whatever the rows are: the first and the last do.
                    ways.drain(1..ways.len() - 1);
                }
                for choices in ways {
                    let of = |number| asked(scope.clone(), quarter(number), by, choices);
                    let three = [2, 3, 4].map(|number| report(&ground, &of(number)));
                    for pair in three.windows(2) {
                        let [last, next] = pair else { unreachable!("invariant: pairs") };
                        let (last, next) = (&last.figures, &next.figures);
                        assert_eq!(next.total.follows(&last.total, ""), Ok(()));
                        for row in &next.rows {
                            let before = last.row(&row.key).map(|it| it.cells).unwrap_or_default();
                            assert_eq!(row.cells.follows(&before, &row.key), Ok(()), "{choices:?}");
                        }
                    }
                    reports.extend(three);
                }
            }
        }
        let [first, ..] = reports.as_slice() else { panic!("there are reports") };
        assert!(first.figures.rows.len() > 3, "{engine:?}: {:?}", first.figures);
        assert_eq!(known.get_or_insert_with(|| reports.clone()), &reports, "{engine:?}");
    }
}

#[test]
fn figures_are_those_of_the_dossiers_also_after_an_erasure_and_a_rebuild() {
    static SOME: Sql = Sql("SELECT stream FROM dossier WHERE ended_at IS NOT NULL LIMIT 20");
    for (engine, ground) in grounds() {
        let year = Period::Year(2019).window();
        let windows = [1, 2, 3, 4].map(quarter).into_iter().chain([year]);
        let odd = Window::of(date(2019, 5, 2), date(2019, 5, 2)).expect("a window");
        let windows: Vec<Window> = windows.chain([odd]).collect();
        let figures = |ground: &Year| {
            let of = |window: &Window| {
                let by = [By::Field, By::Office];
                by.map(|by| {
                    report(ground, &asked(Scope::province(), *window, by, Choices::default()))
                })
            };
            windows.iter().map(of).collect::<Vec<_>>()
        };
        let before = figures(&ground);
        for (window, [by_field, by_office]) in windows.iter().zip(&before) {
            let by_hand = counted(&ground, *window);
            let total = by_field.figures.total;
            for column in 3..=11 {
                let told = (engine, window, column);
                assert_eq!(total.column(column), by_hand.column(column), "{told:?}");
            }
            assert_eq!(total, by_office.figures.total);
        }
        let whole = before[4][0].figures.total;
        assert!(whole.0.iter().filter(|it| **it > 0).count() > 8, "{whole:?}");
        let streams = ground.texts(&SOME, Vec::new());
        let ground_of = "retention".to_owned();
        ground.tell(streams.iter().map(|stream| AnyCommand::ErasePersonal {
            stream: StreamId::stored(stream.trim_matches('"')),
            ground: ground_of.clone(),
        }));
        assert_eq!(figures(&ground), before, "{engine:?}: an erasure");
        let mut writer = ground.house.db.writer().expect("a writer");
        writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {})).expect("rebuilt");
        drop(writer);
        assert_eq!(figures(&ground), before, "{engine:?}: a rebuild");
    }
}

#[test]
fn a_frozen_report_is_in_the_ledger_verified_and_made_anew() {
    static KEPT: Sql = Sql("SELECT sha256, report FROM report ORDER BY id");
    for (engine, ground) in grounds() {
        let window = quarter(4);
        let by = By::Field;
        let made = report(&ground, &asked(Scope::province(), window, by, Choices::default()));
        let freeze = |report: &Report| {
            let command = AnyCommand::Report(Command { report: report.clone() });
            let told = ground.house.with_door(|door| Ok(door.commit_now(ask(command))));
            told.expect("the door opens")
        };
        assert_eq!(freeze(&made).expect("it is frozen").events.len(), 1);
        assert_eq!(freeze(&made).expect("it was").events.len(), 0, "once");
        let other = report(&ground, &asked(Scope::province(), window, by, all_choices()[15]));
        let refused = freeze(&other).expect_err("it stays as it is");
        assert!(
            matches!(&refused, Error::Refused(Refusal::Report(Wrong::AlreadyFrozen))),
            "{refused}"
        );
        let running = Window { to: date(2019, 12, 31), ..window };
        let running = report(&ground, &asked(Scope::province(), running, by, Choices::default()));
        let refused = freeze(&running).expect_err("it has not ended");
        assert!(
            matches!(&refused, Error::Refused(Refusal::Report(Wrong::NotEnded(_)))),
            "{refused}"
        );
        let kept = ground.texts(&KEPT, Vec::new());
        assert!(kept.len() == 1 && kept[0].contains(&made.sha256()), "{engine:?}: {kept:?}");
        assert_eq!(ground.findings(), Vec::new());
        let before = ground.derived();
        let mut writer = ground.house.db.writer().expect("a writer");
        writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {})).expect("rebuilt");
        drop(writer);
        assert_eq!(ground.derived(), before);
    }
}

#[test]
fn a_tally_that_was_tampered_with_is_no_report_but_an_error() {
    static MORE: Sql = Sql("UPDATE tally SET n = n + 1 WHERE measure = 'dossier-received-desk'
        AND office = '' AND subject = '' AND period = (SELECT max(period) FROM tally
        WHERE measure = 'dossier-received-desk' AND period > 'M' AND period <= 'M2019-11')");
    let ground = year(Engine::Sqlite, 60);
    let asked = asked(Scope::province(), quarter(4), By::Field, Choices::default());
    assert_eq!(made(&ground, &asked).broken, None);
    let mut writer = ground.house.db.writer().expect("a writer");
    writer.transaction(|tx| tx.execute(&MORE, &[])).expect("it is changed");
    drop(writer);
    let broken = made(&ground, &asked).broken.expect("it is told");
    assert_eq!(broken.identity.formula(), "3 = 7 + 11", "{broken}");
}
