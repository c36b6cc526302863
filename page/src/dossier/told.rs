//! What the kinds of the law are called, by their names in data.

use crate::Text;

/// A phase of a dossier, by its name in data.
pub fn phase(text: Text, id: &str) -> String {
    match id {
        "submitted" => text.dossier_phase_submitted(),
        "incomplete" => text.dossier_phase_incomplete(),
        "refused" => text.dossier_phase_refused(),
        "received" => text.dossier_phase_received(),
        "working" => text.dossier_phase_working(),
        "supplementing" => text.dossier_phase_supplementing(),
        "paying" => text.dossier_phase_paying(),
        "proposed" => text.dossier_phase_proposed(),
        "signed" => text.dossier_phase_signed(),
        "numbered" => text.dossier_phase_numbered(),
        "finished" => text.dossier_phase_finished(),
        "returned" => text.dossier_phase_returned(),
        "withdrawn" => text.dossier_phase_withdrawn(),
        "stopped" => text.dossier_phase_stopped(),
        unknown => unknown.to_owned(),
    }
}

/// Why something is asked for or refused, by its name in data.
pub fn reason(text: Text, id: &str) -> String {
    match id {
        "missing" => text.dossier_reason_missing(),
        "expired" => text.dossier_reason_expired(),
        "unreadable" => text.dossier_reason_unreadable(),
        "wrong-form" => text.dossier_reason_wrong_form(),
        "not-signed" => text.dossier_reason_not_signed(),
        "wrong-content" => text.dossier_reason_wrong_content(),
        "not-competent" => text.dossier_reason_not_competent(),
        "condition-not-met" => text.dossier_reason_condition(),
        "not-supplemented" => text.dossier_reason_not_supplemented(),
        "duplicate" => text.dossier_reason_duplicate(),
        "other" => text.dossier_reason_other(),
        unknown => unknown.to_owned(),
    }
}

/// What an asked office says, by its name in data.
pub fn opinion(text: Text, id: &str) -> String {
    match id {
        "agrees" => text.dossier_opinion_agrees(),
        "agrees-if" => text.dossier_opinion_agrees_if(),
        "disagrees" => text.dossier_opinion_disagrees(),
        "silent" => text.dossier_opinion_silent(),
        unknown => unknown.to_owned(),
    }
}

/// What is decided, by its name in data.
pub fn outcome(text: Text, id: &str) -> String {
    match id {
        "granted" => text.dossier_outcome_granted(),
        "rejected" => text.dossier_outcome_rejected(),
        unknown => unknown.to_owned(),
    }
}

/// How somebody paid, by its name in data.
pub fn means(text: Text, id: &str) -> String {
    match id {
        "cash" => text.dossier_means_cash(),
        "transfer" => text.dossier_means_transfer(),
        "post" => text.dossier_means_post(),
        "elsewhere" => text.dossier_means_elsewhere(),
        unknown => unknown.to_owned(),
    }
}

/// What shows that a result was handed over, by its name in data.
pub fn proof(text: Text, id: &str) -> String {
    match id {
        "signed" => text.dossier_proof_signed(),
        "fingerprint" => text.dossier_proof_fingerprint(),
        "post" => text.dossier_proof_post(),
        "downloaded" => text.dossier_proof_downloaded(),
        unknown => unknown.to_owned(),
    }
}

/// Yes or no to another promised day, by its name in data.
pub fn approval(text: Text, id: &str) -> String {
    match id {
        "approve" => text.dossier_approval_approve(),
        "decline" => text.dossier_approval_decline(),
        unknown => unknown.to_owned(),
    }
}

/// How a result is signed, by its name in data.
pub fn method(text: Text, id: &str) -> String {
    match id {
        "electronic" => text.dossier_method_electronic(),
        "paper" => text.dossier_method_paper(),
        unknown => unknown.to_owned(),
    }
}

/// The unit of a limit, by its name in data.
pub fn unit(text: Text, id: &str) -> String {
    match id {
        "working-day" => text.dossier_unit_working_day(),
        "calendar-day" => text.dossier_unit_calendar_day(),
        "working-hour" => text.dossier_unit_working_hour(),
        unknown => unknown.to_owned(),
    }
}

/// What silence of an asked office means, by its name in data.
pub fn silence(text: Text, id: &str) -> String {
    match id {
        "waits" => text.dossier_silence_waits(),
        "consents" => text.dossier_silence_consents(),
        unknown => unknown.to_owned(),
    }
}

/// What is paid for, by its name in data.
pub fn owed(text: Text, id: &str) -> String {
    match id {
        "fees" => text.dossier_owed_fees(),
        "duty" => text.dossier_owed_duty(),
        unknown => unknown.to_owned(),
    }
}

/// The form of a paper, by its name in data.
pub fn paper(text: Text, id: &str) -> String {
    match id {
        "original" => text.dossier_paper_original(),
        "certified_copy" => text.dossier_paper_certified_copy(),
        "photocopy" => text.dossier_paper_photocopy(),
        "electronic" => text.dossier_paper_electronic(),
        unknown => unknown.to_owned(),
    }
}
