//! Dossiers in words: where they stand, and why something is refused.

use domain::calendar::NoDue;
use domain::dossier::{At, Flaw, NoFile, Phase, Wrong};
use page::Text;

use crate::people::said::day;

/// Where a dossier stands.
pub fn phase(text: Text, phase: Phase) -> String {
    match phase {
        Phase::Submitted => text.dossier_phase_submitted(),
        Phase::Incomplete => text.dossier_phase_incomplete(),
        Phase::Refused => text.dossier_phase_refused(),
        Phase::Received => text.dossier_phase_received(),
        Phase::Working => text.dossier_phase_working(),
        Phase::Supplementing => text.dossier_phase_supplementing(),
        Phase::Paying => text.dossier_phase_paying(),
        Phase::Proposed => text.dossier_phase_proposed(),
        Phase::Signed => text.dossier_phase_signed(),
        Phase::Numbered => text.dossier_phase_numbered(),
        Phase::Finished => text.dossier_phase_finished(),
        Phase::Returned => text.dossier_phase_returned(),
        Phase::Withdrawn => text.dossier_phase_withdrawn(),
        Phase::Stopped => text.dossier_phase_stopped(),
    }
}

/// Why something is refused, and what to do.
pub fn wrong(text: Text, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Unknown(code) => text.dossier_unknown(code),
        Wrong::Fields(_) => text.dossier_fields(),
        Wrong::DayTurned(date) => text.dossier_day_turned(day(text, *date)),
        Wrong::RevisionMoved { code, .. } => text.dossier_revision_moved(code),
        Wrong::NotInForce(code) => text.dossier_not_in_force(code),
        Wrong::NotReceivedHere { procedure, .. } => text.dossier_not_received_here(procedure),
        Wrong::NoLimit => text.dossier_no_limit(),
        Wrong::NoIdentifier(office) => text.dossier_no_identifier(office),
        Wrong::NoHours(schedule) => text.dossier_no_hours(schedule),
        Wrong::NoDue(NoDue::YearMissing { year }) => text.dossier_no_due_year(year),
        Wrong::NoDue(NoDue::NoHours { schedule }) => text.dossier_no_hours(schedule),
        Wrong::NoDue(NoDue::NotCounted | NoDue::Empty) => text.dossier_no_due(),
        Wrong::NotNow { phase: at, .. } => text.dossier_not_now(phase(text, *at)),
        Wrong::AskedBefore => text.dossier_asked_before(),
        Wrong::NothingNamed => text.dossier_nothing_named(),
        Wrong::HandOverOpen(office) => text.dossier_hand_over_open(office),
        Wrong::NoHandOver(office) => text.dossier_no_hand_over(office),
        Wrong::SetsDiffer { given, counted } => text.dossier_sets_differ(given, counted),
        Wrong::NoStep => text.dossier_no_step(),
        Wrong::ClockStands => text.dossier_clock_stands(),
        Wrong::HeldElsewhere(office) => text.dossier_held_elsewhere(office),
        Wrong::TakenAlready => text.dossier_taken_already(),
        Wrong::AskedAlready(office) => text.dossier_asked_already(office),
        Wrong::NotAsked(id) => text.dossier_not_asked(id),
        Wrong::AnswersItself(office) => text.dossier_answers_itself(office),
        Wrong::OpinionsOpen(count) => text.dossier_opinions_open(count),
        Wrong::PromisedAnew => text.dossier_promised_anew(),
        Wrong::NotLater => text.dossier_not_later(),
        Wrong::ChangeOpen => text.dossier_change_open(),
        Wrong::NoChange => text.dossier_no_change(),
        Wrong::SamePerson => text.dossier_same_person(),
        Wrong::Owed(amount) => text.dossier_owed(text.number(*amount)),
        Wrong::Overpaid(amount) => text.dossier_overpaid(text.number(*amount)),
        Wrong::NoReceipt => text.dossier_no_receipt(),
        Wrong::NotSameDay => text.dossier_not_same_day(),
        Wrong::Revoked => text.dossier_revoked(),
        Wrong::KnownOtherwise(code) => text.dossier_known_otherwise(code),
        Wrong::NothingToMark => text.dossier_nothing_to_mark(),
        Wrong::RatedAlready => text.dossier_rated_already(),
        Wrong::NotTheApplicant => text.dossier_not_the_applicant(),
    }
}

/// What is wrong with one field.
pub fn flaw(text: Text, at: &At) -> String {
    match &at.flaw {
        Flaw::Missing => text.dossier_flaw_missing(),
        Flaw::Unknown => text.dossier_flaw_unknown(),
        Flaw::Twice => text.dossier_flaw_twice(),
        Flaw::TooLong(most) => text.dossier_flaw_too_long(most),
        Flaw::OutOfRange(least, most) => text.dossier_flaw_out_of_range(least, most),
        Flaw::Malformed(what) => malformed(text, what),
        Flaw::BadDate => text.dossier_flaw_bad_date(),
        Flaw::Letters(letters) => {
            let letters: Vec<String> = letters.iter().map(char::to_string).collect();
            text.dossier_flaw_letters(letters.join(" "))
        }
        Flaw::File(why) => no_file(text, *why),
        Flaw::Answer(wrong) => {
            let name = at.place.trim_start_matches("answers.");
            crate::procedure::trial::answer_wrong(text, name, wrong)
        }
    }
}

fn no_file(text: Text, why: NoFile) -> String {
    match why {
        NoFile::Unknown => text.dossier_file_unknown(),
        NoFile::Unfinished => text.dossier_file_unfinished(),
        NoFile::Unchecked => text.dossier_file_unchecked(),
        NoFile::Refused => text.dossier_file_refused(),
        NoFile::Taken => text.dossier_file_taken(),
    }
}

fn malformed(text: Text, what: &str) -> String {
    match what {
        "name" => text.dossier_flaw_malformed_name(),
        "citizen-id" => text.dossier_flaw_malformed_citizen_id(),
        "cmnd" => text.dossier_flaw_malformed_cmnd(),
        "passport" => text.dossier_flaw_malformed_passport(),
        "tax-code" => text.dossier_flaw_malformed_tax_code(),
        "phone" => text.dossier_flaw_malformed_phone(),
        "email" => text.dossier_flaw_malformed_email(),
        _ => text.dossier_flaw_malformed(),
    }
}

#[cfg(test)]
mod tests {
    use domain::dossier::{Means, Paper, Phase, Proof, Reason};
    use page::dossier as told;
    use page::{Language, Text};

    #[test]
    fn every_kind_of_the_law_has_words_in_both_languages() {
        type Told = fn(Text, &str) -> String;
        let all: [(Told, Vec<&str>); 11] = [
            (told::phase, Phase::ALL.map(Phase::id).to_vec()),
            (told::reason, Reason::ALL.map(Reason::id).to_vec()),
            (told::means, Means::ALL.map(Means::id).to_vec()),
            (told::proof, Proof::ALL.map(Proof::id).to_vec()),
            (told::paper, Paper::ALL.map(Paper::id).to_vec()),
            (told::opinion, vec!["agrees", "agrees-if", "disagrees", "silent"]),
            (told::outcome, vec!["granted", "rejected"]),
            (told::method, vec!["electronic", "paper"]),
            (told::unit, vec!["working-day", "calendar-day", "working-hour"]),
            (told::silence, vec!["waits", "consents"]),
            (told::approval, vec!["approve", "decline"]),
        ];
        for language in Language::ALL {
            let text = Text::new(language);
            for (said, ids) in &all {
                for id in ids {
                    assert_ne!(said(text, id), *id, "{id} in {language:?}");
                }
            }
        }
        let opinions = ["agrees", "agrees-if", "disagrees", "silent"];
        for id in opinions {
            let kind: domain::dossier::Opinion =
                serde_json::from_value(id.into()).expect("the name in data");
            assert_eq!(kind.id(), id);
        }
    }
}
