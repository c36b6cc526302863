//! Rights in words: every action, condition, reach, relation and stage has its text.

use domain::access::{Action, Conjunct, Duty, Factor, Reach, Relation, SCOPE, Stage};
use domain::province::Terms;
use page::{Language, Text};

/// An action.
pub fn action(text: Text, action: Action) -> String {
    match action {
        Action::ReadPublic => text.action_read_public(),
        Action::SignIn => text.action_sign_in(),
        Action::ManageOwn => text.action_manage_own(),
        Action::AttachFile => text.action_attach_file(),
        Action::ReadElsewhere => text.action_read_elsewhere(),
        Action::ReadPeople => text.action_read_people(),
        Action::OpenAccount => text.action_open_account(),
        Action::ProposePost => text.action_propose_post(),
        Action::ApprovePost => text.action_approve_post(),
        Action::EndPost => text.action_end_post(),
        Action::ExplainRights => text.action_explain_rights(),
        Action::ManageTokens => text.action_manage_tokens(),
        Action::WatchOutbox => text.action_watch_outbox(),
        Action::ReadPerson => text.action_read_person(),
        Action::BreakGlass => text.action_break_glass(),
        Action::ReviewGlass => text.action_review_glass(),
        Action::SearchReadings => text.action_search_readings(),
        Action::ReadRequest => text.action_read_request(),
        Action::HandleRequest => text.action_handle_request(),
        Action::ErasePerson => text.action_erase_person(),
        Action::FileDossier => text.action_file_dossier(),
        Action::ReceiveDossier => text.action_receive_dossier(),
        Action::TrackDossier => text.action_track_dossier(),
        Action::ReadDossier => text.action_read_dossier(),
        Action::TakeDossier => text.action_take_dossier(),
        Action::WorkDossier => text.action_work_dossier(),
        Action::ReplyDossier => text.action_reply_dossier(),
        Action::SignDossier => text.action_sign_dossier(),
        Action::NumberDossier => text.action_number_dossier(),
        Action::ReturnDossier => text.action_return_dossier(),
        Action::AmendResult => text.action_amend_result(),
        Action::TakePayment => text.action_take_payment(),
        Action::WaiveFee => text.action_waive_fee(),
        Action::ReassignDossier => text.action_reassign_dossier(),
        Action::ChangeDueDate => text.action_change_due_date(),
        Action::ApproveDueDate => text.action_approve_due_date(),
        Action::WithdrawDossier => text.action_withdraw_dossier(),
        Action::InspectDossier => text.action_inspect_dossier(),
        Action::ReadReports => text.action_read_reports(),
        Action::FreezeReport => text.action_freeze_report(),
        Action::EditProcedure => text.action_edit_procedure(),
        Action::PublishProcedure => text.action_publish_procedure(),
    }
}

/// What failed, in a sentence.
pub fn conjunct(text: Text, conjunct: Conjunct) -> String {
    match conjunct {
        Conjunct::SignedIn => text.conjunct_signed_in(),
        Conjunct::Active => text.conjunct_active(),
        Conjunct::Role => text.conjunct_role(),
        Conjunct::Jurisdiction => text.conjunct_jurisdiction(),
        Conjunct::Relation => text.conjunct_relation(),
        Conjunct::Stage => text.conjunct_stage(),
        Conjunct::Duty => text.conjunct_duty(),
        Conjunct::Purpose => text.conjunct_purpose(),
        Conjunct::Factor => text.conjunct_factor(),
    }
}

/// What would have to change for an action to be granted.
pub fn change(text: Text, terms: &Terms, asked: Action, conjunct: Conjunct) -> String {
    let rule = domain::access::rule(asked);
    match conjunct {
        Conjunct::SignedIn => text.change_signed_in(),
        Conjunct::Active => text.change_active(),
        Conjunct::Role => {
            let giving = terms.roles.iter().filter(|role| role.may.contains(&asked));
            let names: Vec<String> = giving.map(|of| role(text, terms, &of.id)).collect();
            text.change_role(names.join(", "))
        }
        Conjunct::Jurisdiction => text.change_jurisdiction(),
        Conjunct::Relation => {
            let names: Vec<String> = rule.relations.iter().map(|it| relation(text, *it)).collect();
            text.change_relation(names.join(", "))
        }
        Conjunct::Stage => {
            let names: Vec<String> = rule.stages.iter().map(|it| stage(text, *it)).collect();
            text.change_stage(names.join(", "))
        }
        Conjunct::Duty => text.change_duty(),
        Conjunct::Purpose => text.change_purpose(),
        Conjunct::Factor => text.change_factor(factor(text, rule.factor)),
    }
}

/// How far a role reaches.
pub fn reach(text: Text, reach: Reach) -> String {
    match reach {
        Reach::Office => text.reach_office(),
        Reach::Below => text.reach_below(),
        Reach::Province => text.reach_province(),
    }
}

/// How somebody stands to a record.
pub fn relation(text: Text, relation: Relation) -> String {
    match relation {
        Relation::Owner => text.relation_owner(),
        Relation::Representative => text.relation_representative(),
        Relation::Assigned => text.relation_assigned(),
        Relation::Queue => text.relation_queue(),
        Relation::Invited => text.relation_invited(),
        Relation::Desk => text.relation_desk(),
        Relation::Supervisor => text.relation_supervisor(),
        Relation::Glass => text.relation_glass(),
    }
}

/// Where a record stands.
pub fn stage(text: Text, stage: Stage) -> String {
    match stage {
        Stage::Submitted => text.stage_submitted(),
        Stage::Received => text.stage_received(),
        Stage::Open => text.stage_open(),
        Stage::Paused => text.stage_paused(),
        Stage::Proposed => text.stage_proposed(),
        Stage::Decided => text.stage_decided(),
        Stage::Ended => text.stage_ended(),
        Stage::Erased => text.stage_erased(),
    }
}

/// An act that is kept apart from others.
pub fn duty(text: Text, duty: Duty) -> String {
    match duty {
        Duty::Received => text.duty_received(),
        Duty::Proposed => text.duty_proposed(),
        Duty::Requested => text.duty_requested(),
        Duty::Concerned => text.duty_concerned(),
    }
}

/// How strongly one must have signed in.
pub fn factor(text: Text, factor: Factor) -> String {
    match factor {
        Factor::One => text.factor_one(),
        Factor::Two => text.factor_two(),
        Factor::Fresh => text.factor_fresh(),
    }
}

/// A role by its identifier; single scopes have a name of their own.
pub fn role(text: Text, terms: &Terms, id: &str) -> String {
    if id == SCOPE {
        return text.people_scopes();
    }
    match (terms.role(id), text.language) {
        (Some(role), Language::Vietnamese) => role.name.clone(),
        (Some(role), Language::English) => role.name_en.clone(),
        (None, _) => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Whether texts are there and tell one from another.
    fn differ(texts: impl IntoIterator<Item = String>) -> bool {
        let all: Vec<String> = texts.into_iter().collect();
        let unique: BTreeSet<&String> = all.iter().collect();
        !all.is_empty() && unique.len() == all.len() && all.iter().all(|text| !text.is_empty())
    }

    #[test]
    fn every_part_of_the_rule_has_words_of_its_own() {
        let (vi, en) = (Text::new(Language::Vietnamese), Text::new(Language::English));
        for text in [vi, en] {
            assert!(differ(Action::ALL.iter().map(|it| action(text, *it))));
            assert!(differ(Conjunct::ALL.map(|it| conjunct(text, it))));
            assert!(differ(Relation::ALL.map(|it| relation(text, it))));
            assert!(differ(Stage::ALL.map(|it| stage(text, it))));
            assert!(differ(Duty::ALL.map(|it| duty(text, it))));
            assert!(differ(
                [Reach::Office, Reach::Below, Reach::Province].map(|it| reach(text, it))
            ));
            assert!(differ([Factor::One, Factor::Two, Factor::Fresh].map(|it| factor(text, it))));
        }
        for it in Action::ALL {
            assert_ne!(action(vi, *it), action(en, *it), "{}", it.id());
        }
    }

    #[test]
    fn a_denial_says_what_would_have_to_change() {
        let terms = Terms::default();
        let text = Text::new(Language::English);
        for conjunct in Conjunct::ALL {
            let said = change(text, &terms, Action::SignDossier, conjunct);
            assert!(!said.is_empty(), "{}", conjunct.id());
        }
        let stages = change(text, &terms, Action::SignDossier, Conjunct::Stage);
        assert!(stages.contains("Proposed for signature"), "{stages}");
    }
}
