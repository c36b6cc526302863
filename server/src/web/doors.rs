//! The officers' masthead: the pages that somebody's rights open.

use domain::access::{Action, Conjunct, Denied, Who, could};
use page::{Door, Text};

/// The pages that somebody may open, in the order of the masthead.
pub(super) fn of(text: Text, who: &Who) -> Vec<Door> {
    let all = [
        (Action::ReadPeople, "/people", text.door_people()),
        (Action::ApprovePost, "/posts", text.door_posts()),
        (Action::HandleRequest, "/requests", text.door_requests()),
        (Action::ReviewGlass, "/glass", text.door_glass()),
        (Action::SearchReadings, "/readings", text.door_readings()),
        (Action::ReadPublic, "/procedures", text.nav_procedures()),
    ];
    // A page that asks for the second factor again leads there by itself.
    let leads = |action| matches!(could(who, action), Ok(()) | Err(Denied(Conjunct::Factor)));
    let open = all.into_iter().filter(|(action, ..)| leads(*action));
    open.map(|(_, path, name)| Door { path, name }).collect()
}
