//! Windows, identities over made-up years, and freezing.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::command::Command as AnyCommand;
use crate::memory::Memory;
use crate::state::State;
use crate::{Refusal, office};

#[test]
fn a_quarter_is_cut_on_the_fourteenth() {
    let days = |id: &str| Period::parse(id).map(Period::window).map(|it| (it.from, it.to));
    assert_eq!(days("2019-q1"), Some((date(2018, 12, 15), date(2019, 3, 14))));
    assert_eq!(days("2019-q2"), Some((date(2019, 3, 15), date(2019, 6, 14))));
    assert_eq!(days("2019-q3"), Some((date(2019, 6, 15), date(2019, 9, 14))));
    assert_eq!(days("2019-q4"), Some((date(2019, 9, 15), date(2019, 12, 14))));
    assert_eq!(days("2019-h1"), Some((date(2018, 12, 15), date(2019, 6, 14))));
    assert_eq!(days("2019"), Some((date(2018, 12, 15), date(2019, 12, 14))));
    for nonsense in ["", "2019-q5", "1899", "2019-Q1", "20", "ngày", "2019-h2"] {
        assert_eq!(days(nonsense), None, "{nonsense}");
    }
}

#[test]
fn windows_of_the_law_follow_one_another_without_a_gap() {
    for year in 2018..2030 {
        for period in Period::of_year(year) {
            let window = period.window();
            assert_eq!(window.period(), Some(period), "{}", period.id());
            assert_eq!(Period::parse(&period.id()), Some(period));
            if !matches!(period, Period::Half(_)) {
                assert_eq!(window.before().to, window.eve(), "{}", period.id());
            }
        }
    }
    let free = Window::of(date(2020, 3, 1), date(2020, 3, 31)).expect("a window");
    let before = Window::of(date(2020, 1, 30), date(2020, 2, 29));
    assert_eq!(Some(free.before()), before);
    assert_eq!(Window::of(date(2020, 3, 2), date(2020, 3, 1)), None);
    assert_eq!(Window::of(date(1990, 3, 2), date(2020, 3, 1)), None);
}

#[test]
fn the_last_quarter_that_ended_is_offered() {
    let last = |day| Period::last_ended(day).id();
    assert_eq!(last(date(2019, 12, 14)), "2019-q3");
    assert_eq!(last(date(2019, 12, 15)), "2019-q4");
    assert_eq!(last(date(2020, 3, 14)), "2019-q4");
    assert_eq!(last(date(2020, 3, 15)), "2020-q1");
}

#[test]
fn every_choice_has_its_name_and_what_is_unknown_is_none() {
    let default = Choices::default();
    assert_eq!(default.chosen(), WAYS.map(|way| way.options[0]));
    for way in WAYS {
        for option in way.options {
            let chosen = default.choose(way.name, option).expect("an option");
            assert!(chosen.chosen().contains(&option));
        }
        assert_eq!(default.choose(way.name, ""), Some(default));
        assert_eq!(default.choose(way.name, "maybe"), None);
        let other = default.choose(way.name, way.options[1]).expect("an option");
        assert_ne!(other, default);
        assert_eq!(other.choose(way.name, way.options[0]), Some(default));
    }
    assert_eq!(default.choose("colour", "red"), None);
}

/// A life as a report sees it, in days since the beginning.
#[derive(Clone, Debug)]
struct Life {
    /// Which row: 0 or 1.
    row: usize,
    online: bool,
    received: i32,
    /// Taken over from another system so many days after that.
    imported: Option<i32>,
    /// The day after which it is late by law, counted from the reception.
    limit: i32,
    /// The clock stands from one day to another.
    pause: Option<(i32, i32)>,
    /// The day of its end, and which: finished (by promise and by law), withdrawn.
    end: Option<(i32, End)>,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Finished(usize),
    Withdrawn,
}

fn life() -> impl Strategy<Value = Life> {
    let end = prop_oneof![(0_usize..3).prop_map(End::Finished), Just(End::Withdrawn)];
    let times = (0..300_i32, proptest::option::weighted(0.2, 1..60_i32), 1..30_i32);
    let later = (proptest::option::of((1..40_i32, 1..40_i32)), proptest::option::of((1..120, end)));
    (0..2_usize, any::<bool>(), times, later).prop_map(|(row, online, times, (pause, end))| {
        let (received, imported, limit) = times;
        // Whatever happens here happens after it was taken over.
        let begun = received + imported.unwrap_or(0);
        let end = end.map(|(after, end)| (begun + after, end));
        let pause = pause.map(|(after, long)| (begun + after, begun + after + long));
        Life { row, online, received, imported, limit, pause, end }
    })
}

impl Life {
    fn begun(&self) -> i32 {
        self.received + self.imported.unwrap_or(0)
    }

    fn ended_by(&self, day: i32) -> bool {
        self.end.is_some_and(|(end, _)| end <= day)
    }

    /// The house knows of it, and it has not ended.
    fn is_open(&self, day: i32) -> bool {
        self.begun() <= day && !self.ended_by(day)
    }

    fn is_late(&self, day: i32) -> bool {
        self.received + self.limit < day
    }

    fn is_waiting(&self, day: i32) -> bool {
        self.pause.is_some_and(|(from, to)| from <= day && day < to)
    }

    fn add_stock(&self, day: i32, stock: &mut Stock) {
        let one = |holds: bool| i64::from(holds);
        stock.open += one(self.is_open(day));
        stock.late += one(self.is_open(day) && self.is_late(day));
        let waits = self.is_open(day) && self.is_late(day) && self.is_waiting(day);
        stock.late_waiting += one(waits);
        stock.elsewhere += one(self.received <= day && day < self.begun());
    }

    fn add_flow(&self, from: i32, to: i32, flow: &mut Flow) {
        let within = |day: i32| from <= day && day <= to;
        let received = match (self.imported.is_some(), self.online) {
            (false, true) => &mut flow.online,
            (false, false) => &mut flow.direct,
            (true, true) => &mut flow.carried_online,
            (true, false) => &mut flow.carried_direct,
        };
        *received += i64::from(within(self.received));
        if self.imported.is_some() && within(self.begun()) {
            match self.online {
                true => flow.imported_online += 1,
                false => flow.imported_direct += 1,
            }
        }
        match self.end {
            Some((end, End::Finished(how))) if within(end) => {
                flow.promised[how] += 1;
                flow.lawful[if self.is_late(end) { 2 } else { how.min(1) }] += 1;
            }
            Some((end, End::Withdrawn)) if within(end) => {
                flow.ended += 1;
                flow.ended_late += i64::from(self.is_late(end));
            }
            Some(_) | None => {}
        }
    }
}

fn counts(lives: &[&Life], from: i32, to: i32) -> Counts {
    let mut counts = Counts::default();
    for life in lives {
        life.add_stock(from - 1, &mut counts.before);
        life.add_stock(to, &mut counts.end);
        life.add_flow(from, to, &mut counts.during);
    }
    counts
}

fn made(lives: &[Life], from: i32, to: i32, choices: Choices) -> Figures {
    let of = |row: usize| lives.iter().filter(|it| it.row == row).collect::<Vec<_>>();
    let row = |row: usize| Row {
        key: row.to_string(),
        name: "Hộ tịch".to_owned(),
        cells: Cells::of(&counts(&of(row), from, to), choices),
    };
    let all: Vec<&Life> = lives.iter().collect();
    Figures { rows: vec![row(0), row(1)], total: Cells::of(&counts(&all, from, to), choices) }
}

fn all_choices() -> Vec<Choices> {
    let mut all = vec![Choices::default()];
    for way in WAYS {
        let others = all.iter().filter_map(|it| it.choose(way.name, way.options[1]));
        all.extend(others.collect::<Vec<_>>());
    }
    all
}

proptest! {
    #[test]
    fn identities_hold_over_three_windows_of_any_lives(
        lives in vec(life(), 0..60),
        first in 1..150_i32,
        lengths in [1..120_i32, 1..120_i32, 1..120_i32],
    ) {
        prop_assert_eq!(all_choices().len(), 16);
        for choices in all_choices() {
            let mut last: Option<Figures> = None;
            let mut from = first;
            for length in lengths {
                let to = from + length - 1;
                let figures = made(&lives, from, to, choices);
                let checked = figures.check(last.as_ref().map(|it| &it.total));
                prop_assert_eq!(checked, Ok(()), "{:?} from {} to {}", choices, from, to);
                from = to + 1;
                last = Some(figures);
            }
        }
    }

    #[test]
    fn one_dossier_too_many_anywhere_breaks_an_identity(
        lives in vec(life(), 1..30),
        at in 0..COLUMNS,
        row in 0..3_usize,
        by in prop_oneof![Just(1_i64), Just(-1_i64)],
    ) {
        let mut figures = made(&lives, 50, 140, Choices::default());
        let cells = match row {
            2 => &mut figures.total,
            row => &mut figures.rows[row].cells,
        };
        cells.0[at] += by;
        prop_assert!(figures.check(None).is_err());
    }
}

#[test]
fn a_broken_identity_says_which_row_and_which_figures() {
    let row = |cells| Figures {
        rows: vec![Row { key: "Hộ tịch".to_owned(), name: "Hộ tịch".to_owned(), cells }],
        total: cells,
    };
    let right = Cells([10, 2, 5, 3, 6, 1, 4, 1, 4, 3, 1]);
    assert_eq!(row(right).check(None), Ok(()));
    let broken = |at: usize, by: i64| {
        let mut cells = right;
        cells.0[at] += by;
        row(cells).check(None).expect_err("it is broken")
    };
    let found = broken(1, 1);
    assert_eq!((found.row.as_str(), found.identity), ("Hộ tịch", Identity::Received));
    assert_eq!((found.left, found.right), (10, 11));
    assert_eq!(broken(5, 1).identity, Identity::Handled);
    assert_eq!(broken(10, 1).identity, Identity::Open);
    let mut whole = right;
    (whole.0[8], whole.0[9]) = (5, 4);
    assert_eq!(row(whole).check(None).expect_err("3 = 7 + 11").identity, Identity::Whole);
    let mut less = right;
    (less.0[9], less.0[10]) = (5, -1);
    assert_eq!(row(less).check(None).expect_err("less than none").identity, Identity::Natural);
    let total = Figures { total: Cells::default(), ..row(right) };
    assert_eq!(total.check(None).expect_err("no total").identity, Identity::Total);
    let before = Cells([8, 8, 0, 0, 4, 0, 4, 0, 4, 4, 0]);
    let found = row(right).check(Some(&before)).expect_err("3 is not 4");
    assert_eq!((found.identity, found.left, found.right), (Identity::RolledOver, 3, 4));
}

#[test]
fn each_choice_moves_what_it_is_about() {
    let before = Stock { open: 4, late: 1, elsewhere: 2, ..Stock::default() };
    let during = Flow {
        online: 3,
        direct: 5,
        imported_online: 1,
        imported_direct: 2,
        carried_direct: 1,
        promised: [1, 2, 1],
        lawful: [1, 3, 0],
        ended: 2,
        ended_late: 1,
        ..Flow::default()
    };
    let end = Stock { open: 9, late: 4, late_waiting: 1, elsewhere: 0 };
    let counts = Counts { before, during, end };
    let cells = |name, option| {
        let choices = Choices::default().choose(name, option).expect("an option");
        Cells::of(&counts, choices)
    };
    let default = cells("ended", "");
    assert_eq!(default.0, [15, 3, 6, 6, 6, 1, 4, 1, 9, 6, 3]);
    assert_eq!(cells("ended", "as-they-stood").0[5..8], [1, 3, 2]);
    assert_eq!(cells("waiting", "as-they-stood").0[9..], [5, 4]);
    assert_eq!(cells("imported", "when-taken-over").0[..4], [15, 4, 7, 4]);
    assert_eq!(cells("judged", "by-law").0[5..8], [1, 5, 0]);
    for choices in all_choices() {
        assert_eq!(Cells::of(&counts, choices).check("x"), Ok(()), "{choices:?}");
    }
}

fn report(window: Window) -> Report {
    let cells = Cells([10, 2, 5, 3, 6, 1, 4, 1, 4, 3, 1]);
    let row = Row { key: "ho-tich".to_owned(), name: "Hộ tịch".to_owned(), cells };
    Report {
        form: Form::Handling,
        scope: Scope::below("SNV"),
        window,
        by: By::Field,
        choices: Choices::default(),
        figures: Figures { rows: vec![row], total: cells },
    }
}

fn ground() -> Memory {
    let mut memory = Memory::new();
    let description = serde_json::from_value(serde_json::json!({
        "from": "2017-01-01", "name": "Sở Nội vụ", "level": "province", "kind": "committee",
    }));
    let description = Box::new(description.expect("a description"));
    let describe = office::Command::Describe { code: "SNV".to_owned(), description };
    memory.tell(&AnyCommand::Office(describe)).expect("an office");
    memory
}

fn freeze(memory: &mut Memory, report: Report) -> Result<usize, Refusal> {
    memory.tell(&AnyCommand::Report(Command { report }))
}

/// The window that ended on the day before a memory's today.
fn ended(memory: &Memory) -> Window {
    let from: Date = memory.day.checked_sub(90.days()).expect("a day");
    Window { from, to: memory.day.yesterday().expect("a day") }
}

#[test]
fn a_report_is_frozen_once_and_its_hash_is_of_its_figures() {
    let mut memory = ground();
    let made = report(ended(&memory));
    assert_eq!(freeze(&mut memory, made.clone()), Ok(1));
    assert_eq!(freeze(&mut memory, made.clone()), Ok(0), "the same again changes nothing");
    let Some(State::Report(frozen)) = memory.states.get(&stream(&made)) else {
        panic!("it is not there")
    };
    assert!(frozen.is_whole());
    assert_eq!(frozen.sha256.len(), 64);
    let mut other = (**frozen).clone();
    other.report.figures.total.0[0] += 1;
    assert!(!other.is_whole(), "another figure is another hash");
    let mut later = made.clone();
    later.figures.rows[0].cells.0[1..3].copy_from_slice(&[3, 4]);
    later.figures.total = later.figures.rows[0].cells;
    assert_eq!(freeze(&mut memory, later), Err(Wrong::AlreadyFrozen.into()));
    let counted = Choices::default().choose("judged", "by-law").expect("a choice");
    let other = Report { choices: counted, ..made.clone() };
    assert_eq!(freeze(&mut memory, other), Err(Wrong::AlreadyFrozen.into()));
    let alone = Scope { alone: true, ..made.scope.clone() };
    assert_eq!(freeze(&mut memory, Report { scope: alone, ..made }), Ok(1), "another report");
}

#[test]
fn a_window_that_has_not_ended_is_not_frozen() {
    let mut memory = ground();
    let window = Window { to: memory.day, ..ended(&memory) };
    let refused = freeze(&mut memory, report(window));
    assert_eq!(refused, Err(Wrong::NotEnded(memory.day).into()));
}

#[test]
fn what_breaks_an_identity_is_not_frozen() {
    let mut memory = ground();
    let mut broken = report(ended(&memory));
    broken.figures.total.0[4] += 1;
    let refused = freeze(&mut memory, broken);
    assert!(matches!(refused, Err(Refusal::Report(Wrong::Broken(_)))), "{refused:?}");
}

#[test]
fn an_office_that_nobody_knows_and_too_many_rows_are_refused() {
    let mut memory = ground();
    let unknown = Report { scope: Scope::below("XYZ"), ..report(ended(&memory)) };
    assert_eq!(freeze(&mut memory, unknown), Err(Refusal::UnknownOffice("XYZ".to_owned())));
    let mut long = report(ended(&memory));
    long.figures.rows[0].name = "x".repeat(NAME_LENGTH_MAX + 1);
    assert!(matches!(freeze(&mut memory, long), Err(Refusal::BadLength { .. })));
    let province = Report { scope: Scope::province(), ..report(ended(&memory)) };
    assert_eq!(freeze(&mut memory, province), Ok(1));
}

#[test]
fn what_was_corrected_is_told_cell_by_cell() {
    let row = |key: &str, cells| Row { key: key.to_owned(), name: key.to_owned(), cells };
    let cells = Cells([10, 2, 5, 3, 6, 1, 4, 1, 4, 3, 1]);
    let was = Figures { rows: vec![row("a", cells), row("b", cells)], total: cells.plus(&cells) };
    assert_eq!(was.differences(&was), []);
    let mut later = cells;
    (later.0[9], later.0[10]) = (2, 2);
    let now = Figures { rows: vec![row("a", later)], total: later };
    let found = was.differences(&now);
    let told = |key: &str| {
        let of = found.iter().filter(|it| it.key == key);
        of.map(|it| (it.column, it.was, it.now)).collect::<Vec<_>>()
    };
    assert_eq!(told("a"), [(12, 3, 2), (13, 1, 2)]);
    assert_eq!(told("b").len(), COLUMNS, "a row that went is zeros now");
    assert_eq!(told("")[0], (3, 20, 10));
    assert_eq!(found.last().and_then(|it| it.name.clone()), None, "the total comes last");
}

#[test]
fn the_canonical_json_stays_as_it_was_the_first_time() {
    let window = Window { from: date(2019, 12, 15), to: date(2020, 3, 14) };
    let made = report(window);
    let expected = concat!(
        r#"{"form":"II.06a","scope":{"office":"SNV"},"#,
        r#""window":{"from":"2019-12-15","to":"2020-03-14"},"by":"field","#,
        r#""choices":{"ended":"on-time","waiting":"in-time","imported":"when-received","#,
        r#""judged":"by-promise"},"figures":{"rows":[{"key":"ho-tich","name":"Hộ tịch","#,
        r#""cells":[10,2,5,3,6,1,4,1,4,3,1]}],"total":[10,2,5,3,6,1,4,1,4,3,1]}}"#,
    );
    assert_eq!(canonical(&made), expected);
    let back: Report = serde_json::from_str(expected).expect("it reads");
    assert_eq!(back, made);
    assert_eq!(stream(&made).as_str(), "2020/report/II.06a:SNV:2019-12-15:2020-03-14:field");
}
