//! What persons ask about their data: their own list, the desk that answers, and erasure.

mod desk;
mod erase;
mod mine;

pub use desk::{Desk, One, PurposeChoice, Waiting, Written};
pub use erase::{Dossiers, Erase, Ground};
pub use mine::{Mine, Own};

use crate::Text;
use crate::format::Day;

/// What is asked for, by its name in data.
fn wish(text: &Text, id: &str) -> String {
    match id {
        "copy" => text.request_wish_copy(),
        "correction" => text.request_wish_correction(),
        "erasure" => text.request_wish_erasure(),
        "restriction" => text.request_wish_restriction(),
        _ => text.request_wish_withdrawal(),
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody acknowledged it yet.
    Made,
    /// It was acknowledged.
    Acknowledged,
    /// It was carried out.
    Done,
    /// It was declined.
    Declined,
}

impl Standing {
    fn name(self, text: &Text) -> String {
        match self {
            Standing::Made => text.request_state_made(),
            Standing::Acknowledged => text.request_state_acknowledged(),
            Standing::Done => text.request_state_done(),
            Standing::Declined => text.request_state_declined(),
        }
    }

    fn is_open(self) -> bool {
        matches!(self, Standing::Made | Standing::Acknowledged)
    }
}

/// A last day, and how far it is: negative once it has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Day,
    /// Days from today.
    pub left: i64,
}

impl Due {
    fn is_late(self) -> bool {
        self.left < 0
    }

    fn words(self, text: &Text) -> String {
        match self.left {
            ..0 => text.request_late(self.left.unsigned_abs()),
            0 => text.request_today(),
            1.. => text.request_left(self.left.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_day_that_has_passed_is_told_in_words() {
        let text = Text::new(Language::English);
        let due = |left| Due { day: Day { year: 2026, month: 1, day: 2 }, left };
        assert_eq!(due(-1).words(&text), "1 day late");
        assert_eq!(due(-3).words(&text), "3 days late");
        assert_eq!(due(0).words(&text), "today");
        assert_eq!(due(2).words(&text), "2 days left");
        assert!(due(-1).is_late() && !due(0).is_late());
    }
}
