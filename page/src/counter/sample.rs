//! Values that show every state of the counter's pages. All people are made up.

mod desk;
mod intake;
mod paper;

pub(super) use desk::{days, lookups, onlines, returnings, shortfalls};
pub(super) use intake::{intakes, slips};
pub(super) use paper::{hand_overs, whereabouts};

use crate::format::Day;
use crate::procedure::{Choice, Said};

const TODAY: Day = Day { year: 2019, month: 12, day: 16 };
const WEDNESDAY: Day = Day { year: 2019, month: 12, day: 18 };
const BEFORE: Day = Day { year: 2019, month: 12, day: 9 };

fn choice(id: &str, label: &str, chosen: bool) -> Choice {
    Choice { id: id.to_owned(), label: vi(label), chosen }
}

fn vi(text: &str) -> Said {
    Said { text: text.to_owned(), vietnamese: true }
}
