//! How things are counted where practice differs. Every choice is a parameter of the report and
//! is printed below its table.

use serde::{Deserialize, Serialize};

/// Where dossiers stand that ended without a result: withdrawn by the applicant, or stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Among those handled on time.
    #[default]
    OnTime,
    /// On time where the legal time had not run out when they ended, else overdue.
    AsTheyStood,
}

/// Where open dossiers stand whose clock stands since their time had run out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// In time: it is the applicant who is waited for.
    #[default]
    InTime,
    /// Overdue, as they stood when the clock stopped.
    AsTheyStood,
}

/// When dossiers count as received that were taken over from another system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Imported {
    /// On the day on which that system received them.
    #[default]
    WhenReceived,
    /// On the day on which they were taken over.
    WhenTakenOver,
}

/// By which date a result is early, on time or late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// The promise on the slip, or the last one of an apology.
    #[default]
    ByPromise,
    /// The limit of the law.
    ByLaw,
}

/// All choices of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choices {
    /// Of dossiers that ended without a result.
    pub ended: Ended,
    /// Of dossiers that wait for the applicant.
    pub waiting: Waiting,
    /// Of dossiers taken over.
    pub imported: Imported,
    /// Of results.
    pub judged: Judged,
}

/// A choice as it is offered: the name of its parameter, and its options, the default first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Option {
    /// The name in addresses and text keys.
    pub name: &'static str,
    /// The names of both options.
    pub options: [&'static str; 2],
}

/// Every choice.
pub const WAYS: [Option; 4] = [
    Option { name: "ended", options: ["on-time", "as-they-stood"] },
    Option { name: "waiting", options: ["in-time", "as-they-stood"] },
    Option { name: "imported", options: ["when-received", "when-taken-over"] },
    Option { name: "judged", options: ["by-promise", "by-law"] },
];

impl Choices {
    /// The names of what was chosen, in the order of [`WAYS`].
    pub fn chosen(self) -> [&'static str; 4] {
        let second = [
            self.ended == Ended::AsTheyStood,
            self.waiting == Waiting::AsTheyStood,
            self.imported == Imported::WhenTakenOver,
            self.judged == Judged::ByLaw,
        ];
        std::array::from_fn(|at| WAYS[at].options[usize::from(second[at])])
    }

    /// Chooses an option of the choice of that name; `None` where there is no such one. Nothing
    /// said is the default.
    #[must_use]
    pub fn choose(mut self, name: &str, option: &str) -> std::option::Option<Choices> {
        if option.is_empty() {
            return Some(self);
        }
        let way = WAYS.iter().find(|way| way.name == name)?;
        let second = way.options.iter().position(|it| *it == option)? == 1;
        match name {
            "ended" => self.ended = if second { Ended::AsTheyStood } else { Ended::OnTime },
            "waiting" => self.waiting = if second { Waiting::AsTheyStood } else { Waiting::InTime },
            "imported" => {
                self.imported =
                    if second { Imported::WhenTakenOver } else { Imported::WhenReceived };
            }
            _ => self.judged = if second { Judged::ByLaw } else { Judged::ByPromise },
        }
        Some(self)
    }
}
