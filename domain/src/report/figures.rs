//! The figures of form II.06a, and the identities without which they are not shown.

use serde::{Deserialize, Serialize};

use super::choice::{Choices, Ended, Imported, Judged, Waiting};

/// The number of the first column that holds a figure.
const FIRST: usize = 3;
/// How many columns hold figures: from 3 to 13.
pub const COLUMNS: usize = 11;

/// What came and went of dossiers within a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Received online.
    pub online: i64,
    /// Received at a desk or by post.
    pub direct: i64,
    /// Taken over in the window, handed in online.
    pub imported_online: i64,
    /// Taken over in the window, handed in otherwise.
    pub imported_direct: i64,
    /// Received in the window by another system, online, and taken over whenever.
    pub carried_online: i64,
    /// The same, otherwise.
    pub carried_direct: i64,
    /// Finished before, at and after the promise.
    pub promised: [i64; 3],
    /// Finished before, at and after the limit of the law.
    pub lawful: [i64; 3],
    /// Withdrawn or stopped after they were received.
    pub ended: i64,
    /// Of these, those whose legal time had run out.
    pub ended_late: i64,
}

/// What was there at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Open dossiers.
    pub open: i64,
    /// Of these, those whose legal time had run out.
    pub late: i64,
    /// Of these, those whose clock stood.
    pub late_waiting: i64,
    /// Received by another system by then, and taken over later.
    pub elsewhere: i64,
}

/// What one row is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// At the end of the day before the window.
    pub before: Stock,
    /// Within it.
    pub during: Flow,
    /// At its end.
    pub end: Stock,
}

/// The figures of one row: columns 3 to 13.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cells(pub [i64; COLUMNS]);

/// What must hold of every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// 3 = 4 + 5 + 6.
    Received,
    /// 7 = 8 + 9 + 10.
    Handled,
    /// 11 = 12 + 13.
    Open,
    /// 3 = 7 + 11.
    Whole,
    /// This window's 6 = the last window's 11.
    RolledOver,
    /// Every row's columns add up to the total.
    Total,
    /// Nothing is less than none.
    Natural,
}

impl Identity {
    /// Every identity.
    pub const ALL: [Identity; 7] = [
        Identity::Received,
        Identity::Handled,
        Identity::Open,
        Identity::Whole,
        Identity::RolledOver,
        Identity::Total,
        Identity::Natural,
    ];

    /// As it is written beside a table.
    pub fn formula(self) -> &'static str {
        match self {
            Identity::Received => "3 = 4 + 5 + 6",
            Identity::Handled => "7 = 8 + 9 + 10",
            Identity::Open => "11 = 12 + 13",
            Identity::Whole => "3 = 7 + 11",
            Identity::RolledOver => "6 = 11′",
            Identity::Total => "Σ",
            Identity::Natural => "≥ 0",
        }
    }
}

/// An identity that does not hold: the report is not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row `{row}`: {} does not hold: {left} and {right}", identity.formula())]
pub struct Broken {
    /// The key of the row; empty for the total.
    pub row: String,
    /// Which.
    pub identity: Identity,
    /// The figure on its left.
    pub left: i64,
    /// What it should be.
    pub right: i64,
}

impl Cells {
    /// The figure of a column from 3 to 13.
    pub fn column(&self, number: usize) -> i64 {
        number.checked_sub(FIRST).and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    /// Every column's number with its figure.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, i64)> {
        self.0.into_iter().enumerate().map(|(at, figure)| (at + FIRST, figure))
    }

    /// The figures of a row, as the choices have them counted.
    pub fn of(counts: &Counts, choices: Choices) -> Cells {
        let (during, before, end) = (&counts.during, &counts.before, &counts.end);
        let (online, direct) = match choices.imported {
            Imported::WhenTakenOver => (during.imported_online, during.imported_direct),
            Imported::WhenReceived => (during.carried_online, during.carried_direct),
        };
        let (online, direct) = (during.online + online, during.direct + direct);
        let carried = before.open(choices);
        let judged = match choices.judged {
            Judged::ByPromise => during.promised,
            Judged::ByLaw => during.lawful,
        };
        let ended_late = match choices.ended {
            Ended::OnTime => 0,
            Ended::AsTheyStood => during.ended_late,
        };
        let early = judged[0];
        let on_time = judged[1] + during.ended - ended_late;
        let late = judged[2] + ended_late;
        let (open, overdue) = (end.open(choices), end.overdue(choices));
        Cells([
            online + direct + carried,
            online,
            direct,
            carried,
            early + on_time + late,
            early,
            on_time,
            late,
            open,
            open - overdue,
            overdue,
        ])
    }

    /// Checks what must hold within a row.
    pub fn check(&self, row: &str) -> Result<(), Broken> {
        let broken =
            |identity, left, right| Err(Broken { row: row.to_owned(), identity, left, right });
        let sum = |columns: &[usize]| columns.iter().map(|it| self.column(*it)).sum::<i64>();
        let equal = [
            (Identity::Received, 3, sum(&[4, 5, 6])),
            (Identity::Handled, 7, sum(&[8, 9, 10])),
            (Identity::Open, 11, sum(&[12, 13])),
            (Identity::Whole, 3, sum(&[7, 11])),
        ];
        for (identity, column, right) in equal {
            let left = self.column(column);
            if left != right {
                return broken(identity, left, right);
            }
        }
        match self.0.into_iter().find(|figure| *figure < 0) {
            Some(less) => broken(Identity::Natural, less, 0),
            None => Ok(()),
        }
    }

    /// Checks that what was open when the last window ended is what this one begins with.
    pub fn follows(&self, last: &Cells, row: &str) -> Result<(), Broken> {
        let (left, right) = (self.column(6), last.column(11));
        match left == right {
            true => Ok(()),
            false => {
                Err(Broken { row: row.to_owned(), identity: Identity::RolledOver, left, right })
            }
        }
    }

    /// Both together, column by column.
    #[must_use]
    pub fn plus(self, other: &Cells) -> Cells {
        Cells(std::array::from_fn(|at| self.0[at].saturating_add(other.0[at])))
    }
}

impl Stock {
    fn open(&self, choices: Choices) -> i64 {
        match choices.imported {
            Imported::WhenTakenOver => self.open,
            // Those that were taken over later were open then, in the system that had them.
            Imported::WhenReceived => self.open + self.elsewhere,
        }
    }

    fn overdue(&self, choices: Choices) -> i64 {
        match choices.waiting {
            Waiting::InTime => self.late - self.late_waiting,
            Waiting::AsTheyStood => self.late,
        }
    }
}

/// A row of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is of: the key of a field of government, or the code of an office.
    pub key: String,
    /// What that is called, in Vietnamese, on the day the report was made.
    pub name: String,
    /// Its figures.
    pub cells: Cells,
}

/// The figures of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The rows, in their order.
    pub rows: Vec<Row>,
    /// All of them, counted by itself.
    pub total: Cells,
}

impl Figures {
    /// Checks every identity; `last` is the total of the window before, counted by itself.
    pub fn check(&self, last: Option<&Cells>) -> Result<(), Broken> {
        for row in &self.rows {
            row.cells.check(&row.key)?;
        }
        self.total.check("")?;
        let sum = self.rows.iter().fold(Cells::default(), |sum, row| sum.plus(&row.cells));
        for (left, right) in self.total.0.into_iter().zip(sum.0) {
            if left != right {
                return Err(Broken { row: String::new(), identity: Identity::Total, left, right });
            }
        }
        last.map_or(Ok(()), |last| self.total.follows(last, ""))
    }

    /// The row of a key.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// Which figures are others in `now`, row by row; the total comes last. A row that one of them
    /// does not have is all zeros there.
    pub fn differences(&self, now: &Figures) -> Vec<Difference> {
        let none = Cells::default();
        let keys = self.rows.iter().chain(&now.rows);
        let mut seen = std::collections::BTreeSet::new();
        let rows = keys.filter(|row| seen.insert(row.key.as_str())).map(|row| {
            let of = |figures: &Figures| figures.row(&row.key).map_or(none, |it| it.cells);
            (row.key.as_str(), Some(row.name.as_str()), of(self), of(now))
        });
        let total = ("", None, self.total, now.total);
        let mut found = Vec::new();
        for (key, name, was, is) in rows.chain([total]) {
            let pairs = was.numbered().zip(is.numbered()).filter(|(a, b)| a != b);
            found.extend(pairs.map(|((column, was), (_, now))| Difference {
                key: key.to_owned(),
                name: name.map(str::to_owned),
                column,
                was,
                now,
            }));
        }
        found
    }
}

/// A figure that is another one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The row's key; empty for the total.
    pub key: String,
    /// What the row is called; `None` for the total.
    pub name: Option<String>,
    /// The column, from 3 to 13.
    pub column: usize,
    /// As it was.
    pub was: i64,
    /// As it is.
    pub now: i64,
}
