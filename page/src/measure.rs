//! The programme and its figures: what was set out, where it stands, and what each figure counts.

mod draw;
pub mod rated;
mod sample;

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

pub use draw::{Bar, Chart, Meter, Spark};

/// A programme in the list.
#[derive(Clone, Debug)]
pub struct ProgrammeLine {
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: Said,
    /// The decision, in words.
    pub decision: String,
    /// How many targets it has.
    pub targets: u64,
    /// How many of them are reached.
    pub reached: u64,
}

/// The list of programmes and of every measure.
#[derive(Clone, Debug)]
pub struct Programmes {
    /// Programmes.
    pub programmes: Vec<ProgrammeLine>,
    /// Every measure: address, name, value in words.
    pub measures: Vec<(String, String, String)>,
    /// The window of all of them in words.
    pub shown: String,
}

template!(Programmes, "measure/programmes.html");

/// How something stands: a state with its drawn form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Reached.
    Ok,
    /// Near.
    Soon,
    /// Behind.
    Late,
    /// Nothing to say.
    Void,
}

impl Look {
    /// The end of its class.
    pub fn class(&self) -> &'static str {
        match self {
            Look::Ok => "ok",
            Look::Soon => "soon",
            Look::Late => "late",
            Look::Void => "void",
        }
    }

    /// Its picture.
    pub fn icon(&self) -> &'static str {
        match self {
            Look::Ok => "okc",
            Look::Soon => "clock",
            Look::Late => "alert",
            Look::Void => "ring",
        }
    }
}

/// A figure that stands beside a target.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Its address.
    pub path: String,
    /// What it is.
    pub name: String,
    /// Its value in words.
    pub value: String,
}

/// A target.
#[derive(Clone, Debug)]
pub struct Aim {
    /// Its name, for addresses within the page.
    pub id: String,
    /// In words.
    pub name: Said,
    /// Where its figure opens.
    pub path: Option<String>,
    /// Its value, and the unit; `None` where there is none.
    pub value: Option<(String, String)>,
    /// The state of the figure in words, where there is no value.
    pub none: String,
    /// Value and threshold on one line.
    pub meter: Option<Meter>,
    /// The last months.
    pub spark: Option<Spark>,
    /// How it stands.
    pub look: Look,
    /// The same in words.
    pub state: String,
    /// Fraction, baseline, owner, day.
    pub meta: Vec<String>,
    /// Other readings.
    pub beside: Vec<Beside>,
    /// What else is to be known.
    pub note: Option<Said>,
}

/// An objective.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its number.
    pub number: u8,
    /// In words.
    pub name: Said,
    /// More words.
    pub about: Option<Said>,
    /// Its targets.
    pub aims: Vec<Aim>,
}

/// A window that is offered.
#[derive(Clone, Debug)]
pub struct Chip {
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub chosen: bool,
}

/// The form of a window.
#[derive(Clone, Debug, Default)]
pub struct WindowForm {
    /// The first day, as it was typed.
    pub from: String,
    /// The last day.
    pub to: String,
    /// What is wrong with them, by field.
    pub wrong: Vec<(&'static str, String)>,
    /// What else the address says: name and value.
    pub kept: Vec<(&'static str, String)>,
}

impl WindowForm {
    fn flaw(&self, field: &str) -> Option<&String> {
        self.wrong.iter().find(|(name, _)| *name == field).map(|(_, text)| text)
    }
}

/// A programme with its figures.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: Said,
    /// The decision, in words.
    pub decision: String,
    /// Where its data come from.
    pub source: Said,
    /// Windows that are offered.
    pub chips: Vec<Chip>,
    /// Any window.
    pub window: WindowForm,
    /// The window in words.
    pub shown: String,
    /// How many targets are reached, near, behind, open.
    pub counts: [u64; 4],
    /// Objectives.
    pub goals: Vec<Goal>,
}

template!(Programme, "measure/programme.html");

impl Programme {
    fn count(&self, at: &usize) -> u64 {
        self.counts.get(*at).copied().unwrap_or_default()
    }
}

/// A row of a breakdown.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is of.
    pub name: Said,
    /// Where it opens.
    pub path: Option<String>,
    /// The numerator.
    pub numerator: String,
    /// The denominator.
    pub denominator: String,
    /// The value in words.
    pub value: String,
    /// The value in percent, for a bar.
    pub percent: Option<f64>,
    /// What is to be known of it.
    pub note: String,
}

impl Row {
    /// The width of its bar, in percent.
    fn bar(&self) -> Option<String> {
        self.percent.map(|value| format!("{:.1}%", value.clamp(0.0, 100.0)))
    }
}

/// A side of the fraction.
#[derive(Clone, Debug)]
pub struct Side {
    /// How many.
    pub count: String,
    /// What it counts, in words.
    pub what: String,
    /// Where its records are listed, and what the link says.
    pub records: Option<(String, String)>,
}

/// A target that a measure answers.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The target.
    pub name: Said,
    /// Where it stands on its programme's page.
    pub path: String,
    /// Threshold, day, owner.
    pub meta: String,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What it says.
    pub definition: String,
    /// The legal text.
    pub source: String,
    /// Windows that are offered.
    pub chips: Vec<Chip>,
    /// Any window.
    pub window: WindowForm,
    /// The window in words.
    pub shown: String,
    /// The office and procedure that it is narrowed to, and the way back to all.
    pub narrowed: Option<(Vec<Said>, String)>,
    /// The value.
    pub value: Option<String>,
    /// The state in words, where there is no value.
    pub none: String,
    /// How it stands to its target.
    pub state: Option<(Look, String)>,
    /// What a sample says of everybody, and how many answered, a sentence each.
    pub sample: Vec<String>,
    /// Both sides.
    pub sides: [Side; 2],
    /// Value and threshold on one line.
    pub meter: Option<Meter>,
    /// Targets that it answers.
    pub answers: Vec<Answers>,
    /// Other readings of the same words.
    pub beside: Vec<Beside>,
    /// Month by month, drawn.
    pub chart: Option<Chart>,
    /// Month by month, as a table.
    pub months: Vec<Row>,
    /// By office.
    pub offices: Vec<Row>,
    /// What rows of offices say of each other.
    pub offices_note: String,
    /// By field of government.
    pub fields: Vec<Row>,
    /// By procedure.
    pub procedures: Vec<Row>,
    /// Where all procedures are told, and how many of them have rows.
    pub more: Option<(String, String)>,
    /// Whether small counts are not shown.
    pub masked: bool,
    /// The address of the same in the interface.
    pub interface: String,
}

template!(Measure, "measure/one.html");

/// A record that is counted.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its code.
    pub code: String,
    /// Where it opens.
    pub path: String,
    /// The procedure, or its name.
    pub name: Said,
    /// The office.
    pub office: String,
    /// When it was taken in, or since when it is in force.
    pub begun: String,
    /// When it finished.
    pub ended: String,
    /// What makes it count.
    pub why: String,
}

/// The records of one side.
#[derive(Clone, Debug)]
pub struct Records {
    /// The measure's name.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What is listed, in words.
    pub what: String,
    /// The window in words.
    pub shown: String,
    /// How much the figure says.
    pub count: String,
    /// Whether they are dossiers; procedures otherwise.
    pub dossiers: bool,
    /// Why nothing is listed to this reader; the way to sign in where that helps.
    pub closed: Option<(String, Option<String>)>,
    /// The records.
    pub records: Vec<Record>,
    /// Where the list goes on.
    pub next: Option<String>,
}

template!(Records, "measure/records.html");

impl Page for Programmes {
    fn name(&self, text: Text) -> String {
        text.measure_programmes()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Programmes> {
        sample::programmes()
    }
}

impl Page for Programme {
    fn name(&self, _text: Text) -> String {
        self.name.text.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Programme> {
        sample::programme()
    }
}

impl Page for Measure {
    fn name(&self, _text: Text) -> String {
        self.name.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Measure> {
        sample::measure()
    }
}

impl Page for Records {
    fn name(&self, text: Text) -> String {
        text.measure_records_of(&self.name)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Records> {
        sample::records()
    }
}
