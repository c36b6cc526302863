//! Readings and emergencies in words.

use domain::LawTime;
use domain::access::{Action, Purpose};
use domain::reading::outlier::Sign;
use domain::reading::{Emergency, Verdict};
use page::Text;
use page::reading::When;

/// Actions that read personal data, as a search offers them.
pub const ACTIONS: [Action; 5] = [
    Action::ReadPerson,
    Action::ReadRequest,
    Action::ReadDossier,
    Action::InspectDossier,
    Action::SearchReadings,
];

/// A purpose.
pub fn purpose_name(text: Text, purpose: Purpose) -> String {
    match purpose {
        Purpose::Handling => text.reading_purpose_handling(),
        Purpose::Inquiry => text.reading_purpose_inquiry(),
        Purpose::Complaint => text.reading_purpose_complaint(),
        Purpose::Inspection => text.reading_purpose_inspection(),
        Purpose::Reporting => text.reading_purpose_reporting(),
        Purpose::Administration => text.reading_purpose_administration(),
        Purpose::Emergency => text.reading_purpose_emergency(),
    }
}

/// A purpose by its name in data.
pub fn purpose_of(text: Text, id: &str) -> String {
    Purpose::parse(id).map_or_else(|| id.to_owned(), |purpose| purpose_name(text, purpose))
}

/// An action that reads personal data, by its name in data.
pub fn action_of(text: Text, id: &str) -> String {
    let known = Action::parse(id).filter(|action| ACTIONS.contains(action));
    match known {
        Some(Action::ReadPerson) => text.reading_action_read_person(),
        Some(Action::ReadRequest) => text.reading_action_read_request(),
        Some(Action::ReadDossier) => text.reading_action_read_dossier(),
        Some(Action::InspectDossier) => text.reading_action_inspect_dossier(),
        Some(Action::SearchReadings) => text.reading_action_search_readings(),
        _ => id.to_owned(),
    }
}

/// A reason for which a glass is broken.
pub fn emergency_name(text: Text, emergency: Emergency) -> String {
    match emergency {
        Emergency::Life => text.glass_reason_life(),
        Emergency::Absence => text.glass_reason_absence(),
        Emergency::Fault => text.glass_reason_fault(),
        Emergency::Other => text.glass_reason_other(),
    }
}

/// What was found of a broken glass.
pub fn verdict_name(text: Text, verdict: Verdict) -> String {
    match verdict {
        Verdict::Justified => text.glass_justified(),
        Verdict::Unjustified => text.glass_unjustified(),
    }
}

/// A verdict by its name in data.
pub fn verdict_of(id: &str) -> Option<Verdict> {
    [Verdict::Justified, Verdict::Unjustified].into_iter().find(|verdict| verdict.id() == id)
}

/// A sign of an unusual reader.
pub fn sign_name(text: Text, sign: Sign) -> String {
    match sign {
        Sign::Daily => text.outlier_daily(),
        Sign::Returns => text.outlier_returns(),
        Sign::Namesakes => text.outlier_namesakes(),
        Sign::Caseless => text.outlier_caseless(),
        Sign::Late => text.outlier_late(),
        Sign::Canaries => text.outlier_canaries(),
        Sign::Purposes => text.outlier_purposes(),
    }
}

/// An instant as pages show it.
pub fn when(at: LawTime) -> When {
    let local = at.in_vietnam();
    let day = crate::procedure::view::day(at.date());
    (day, local.hour().unsigned_abs(), local.minute().unsigned_abs())
}
