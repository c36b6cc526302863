//! The officers' masthead: the pages that somebody's rights open.

use domain::access::{Action, Conjunct, Denied, Who, could};
use page::{Door, Text};

use crate::dossier::list::desks;
use crate::glass::notices;
use crate::person::{gives, may_look};

/// The pages that somebody may open, in the order of the masthead; `unseen` notices are counted.
pub(super) fn of(text: Text, who: &Who, unseen: u64) -> Vec<Door> {
    let all = [
        (Action::ReceiveDossier, "/counter", text.door_counter()),
        (Action::ReturnDossier, "/counter/returns", text.door_returns()),
        (Action::ReceiveDossier, "/counter/online", text.door_online()),
        (Action::TakeDossier, "/counter/handover", text.door_hand_over()),
        (Action::TakePayment, "/counter/day", text.door_day()),
        (Action::ReadPeople, "/people", text.door_people()),
        (Action::ApprovePost, "/posts", text.door_posts()),
        (Action::HandleRequest, "/requests", text.door_requests()),
        (Action::ReviewGlass, "/glass", text.door_glass()),
        (Action::SearchReadings, "/readings", text.door_readings()),
        (Action::WatchOutbox, "/outbox", text.door_outbox()),
        (Action::WorkDossier, "/apologies", text.door_apologies()),
        (Action::ReadReports, "/programmes", text.nav_reform()),
        (Action::ReadReports, "/reports", text.door_reports()),
        (Action::ReadPublic, "/procedures", text.nav_procedures()),
    ];
    // A page that asks for the second factor again leads there by itself.
    let leads = |action| matches!(could(who, action), Ok(()) | Err(Denied(Conjunct::Factor)));
    let open = all.into_iter().filter(|(action, ..)| leads(*action));
    let mut doors: Vec<Door> = open.map(|(_, path, name)| Door { path, name }).collect();
    if may_look(who) {
        // After the counter, where whoever stands at one begins.
        let place = doors.iter().take_while(|door| door.path.starts_with("/counter")).count();
        doors.insert(place, Door { path: "/persons", name: text.person_find() });
    }
    // Whoever is told of their own work alone seldom has anything to see there.
    if unseen > 0 || notices::watches(who) {
        let name = match unseen {
            0 => text.notice_list(),
            _ => text.notice_count(text.number(unseen)),
        };
        doors.insert(0, Door { path: "/notices", name });
    }
    // Whoever serves applicants finds again what their desk took in.
    if !desks(who).is_empty() {
        let place = doors.iter().position(|door| door.path == "/counter/online").unwrap_or(0);
        doors.insert(place, Door { path: "/counter/lookup", name: text.door_lookup() });
    }
    // To read one's own dossier takes no role, but the lists of officers do.
    let work = [
        (Action::ReadDossier, "/work", text.dossier_work()),
        (Action::SignDossier, "/approve", text.dossier_inbox()),
        (Action::NumberDossier, "/results", text.dossier_register()),
    ];
    let work = work.into_iter().filter(|(action, ..)| gives(who, *action));
    doors.splice(0..0, work.map(|(_, path, name)| Door { path, name }));
    doors
}
