//! Proposing, signing, numbering, releasing, handing out, correcting, revoking; and other ends.

use jiff::civil::date;

use super::ground::{BINH, BIRTH, COPY, CUONG, Ground, HOA, KIM, LICENCE, NGA};
use super::ways::{
    HANDOUT, SIGN, acknowledge, duty, finish, forward, number, places, propose, stop, supplement,
};
use crate::dossier::{
    Act, Handout, Outcome, Phase, Proof, Reason, Wrong, register_counter, result_counter,
};
use crate::refusal::Refusal;
use crate::stream::StreamId;

/// Brings a dossier of the commune to a phase.
fn brought_to(ground: &mut Ground, phase: Phase) -> String {
    let code = ground.filed(BIRTH);
    let acts = [
        (HOA, Phase::Working, forward(None)),
        (BINH, Phase::Working, acknowledge(BINH.0)),
        (BINH, Phase::Proposed, propose("UB")),
        (CUONG, Phase::Signed, SIGN),
        (KIM, Phase::Numbered, number(date(2019, 3, 11))),
        (KIM, Phase::Finished, Act::Release),
    ];
    for (who, reached, act) in acts {
        if reached <= phase {
            ground.done(who, &code, act);
        }
    }
    assert_eq!(ground.dossier(&code).phase, phase);
    code
}

#[test]
fn nobody_signs_what_they_took_in_or_proposed() {
    let mut ground = Ground::new();
    let code = brought_to(&mut ground, Phase::Proposed);
    for who in [HOA, BINH] {
        assert_eq!(ground.refused(who, &code, SIGN, ""), Wrong::SamePerson);
    }
    ground.done(CUONG, &code, SIGN);
    let signature = ground.dossier(&code).result.as_ref().and_then(|it| it.signature.clone());
    assert_eq!(signature.map(|it| it.by), Some(CUONG.0.to_owned()));
}

#[test]
fn signing_numbering_and_releasing_are_three_acts_and_the_signer_does_the_first_only() {
    let mut ground = Ground::new();
    let code = brought_to(&mut ground, Phase::Proposed);
    let day = date(2019, 3, 11);
    for act in [number(day), Act::Release, Act::ReturnResult(HANDOUT)] {
        let (name, phase) = (act.id(), Phase::Proposed);
        assert_eq!(ground.refused(KIM, &code, act, ""), Wrong::NotNow { act: name, phase });
    }
    ground.done(CUONG, &code, SIGN);
    assert!(matches!(ground.refused(KIM, &code, Act::Release, ""), Wrong::NotNow { .. }));
    assert_eq!(ground.refused(CUONG, &code, number(day), ""), Wrong::SamePerson);
    let elsewhere = Act::Number { office: "TP".to_owned(), day };
    let held = Wrong::HeldElsewhere("UB".to_owned());
    assert_eq!(ground.refused(KIM, &code, elsewhere, ""), held);
    let yesterday = ground.refused(KIM, &code, number(date(2019, 3, 10)), "");
    assert_eq!(yesterday, Wrong::DayTurned(day));
    ground.done(KIM, &code, number(day));
    assert_eq!(ground.refused(CUONG, &code, Act::Release, ""), Wrong::SamePerson);
    ground.done(KIM, &code, Act::Release);
    assert_eq!(ground.counter(&result_counter("UB", 2019)), 1);
}

#[test]
fn a_leader_sends_back_with_the_reason_to_whoever_proposed_it() {
    let mut ground = Ground::new();
    let code = brought_to(&mut ground, Phase::Proposed);
    assert_eq!(places(&ground.refused(CUONG, &code, Act::SendBack, "")), ["text"]);
    ground.done(CUONG, &code, Act::SendBack);
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, &dossier.result), (Phase::Working, &None));
    assert_eq!(dossier.holder.account.as_ref().map(StreamId::as_str), Some(BINH.0));
    assert_eq!(dossier.holder.office, "UB");
    ground.done(BINH, &code, propose("UB"));
}

#[test]
fn a_rejection_is_written_out_and_is_a_result() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let reject =
        |office: &str| Act::Propose { outcome: Outcome::Rejected, office: office.to_owned() };
    assert_eq!(places(&ground.refused(HOA, &code, reject("UB"), "")), ["text"]);
    let unknown = ground.say(HOA, &code, reject("XX"), "x");
    assert_eq!(unknown, Err(Refusal::UnknownOffice("XX".to_owned())));
    ground.done(HOA, &code, reject("UB"));
    ground.done(CUONG, &code, SIGN);
    ground.done(KIM, &code, number(date(2019, 3, 11)));
    ground.done(KIM, &code, Act::Release);
    let dossier = ground.dossier(&code);
    assert_eq!(dossier.phase.national().number(), 9);
    assert_eq!(dossier.result.as_ref().map(|it| it.outcome), Some(Outcome::Rejected));
}

#[test]
fn a_result_that_was_made_elsewhere_is_entered_with_its_number_and_signer() {
    let mut ground = Ground::new();
    let code = ground.filed(COPY);
    let day = date(2019, 3, 11);
    let entered = |office: &str, procedure: &str, by: &str| Act::Finish {
        outcome: Outcome::Granted,
        day,
        register: Some((office.to_owned(), procedure.to_owned())),
        number: None,
        signed_by: by.to_owned(),
    };
    let wrong_register = [entered("MC", BIRTH, CUONG.0), entered("TP", COPY, CUONG.0)];
    for act in wrong_register {
        assert_eq!(places(&ground.refused(NGA, &code, act, "")), ["register"]);
    }
    for by in [NGA, HOA] {
        let act = entered("MC", COPY, by.0);
        assert_eq!(ground.refused(NGA, &code, act, ""), Wrong::SamePerson, "{by:?}");
    }
    let sentence = entered("MC", COPY, "Ông Cường");
    assert_eq!(places(&ground.refused(NGA, &code, sentence, "")), ["signed_by"]);
    let nothing = Act::Finish {
        outcome: Outcome::Granted,
        day,
        register: None,
        number: None,
        signed_by: CUONG.0.to_owned(),
    };
    assert_eq!(places(&ground.refused(NGA, &code, nothing, "")), ["number"]);
    let tomorrow = ground.refused(NGA, &code, finish(date(2019, 3, 12)), "");
    assert_eq!(tomorrow, Wrong::DayTurned(day));
    ground.done(NGA, &code, entered("MC", COPY, CUONG.0));
    assert_eq!(ground.counter(&register_counter("MC", COPY, 2019)), 1);
    let result = ground.dossier(&code).result.clone().expect("a result");
    assert_eq!(result.number.as_deref(), Some("1"));
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, finish(day));
    let result = ground.dossier(&code).result.clone().expect("a result");
    assert_eq!(result.number.as_deref(), Some("12/GP"));
}

#[test]
fn a_result_is_handed_out_once_and_to_another_only_by_an_authorisation() {
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    file.fees = Vec::new();
    let code = ground.file(HOA, file).expect("filed");
    ground.done(HOA, &code, finish(date(2019, 3, 11)));
    let by_another = Handout { proof: Proof::Post, authorised: true };
    assert_eq!(places(&ground.refused(NGA, &code, Act::ReturnResult(by_another), "")), ["text"]);
    ground.done(NGA, &code, Act::ReturnResult(by_another));
    assert_eq!(ground.dossier(&code).handout, Some(by_another));
    let again = ground.refused(NGA, &code, Act::ReturnResult(HANDOUT), "");
    assert!(matches!(again, Wrong::NotNow { phase: Phase::Returned, .. }));
}

#[test]
fn a_result_is_corrected_and_revoked_by_a_paper_with_its_reason() {
    let mut ground = Ground::new();
    let code = brought_to(&mut ground, Phase::Finished);
    let correct = |document: &str| Act::CorrectResult { document: document.to_owned() };
    let revoke = |document: &str| Act::RevokeResult { document: document.to_owned() };
    for act in [correct("1/ĐC"), revoke("2/QĐ")] {
        assert_eq!(places(&ground.refused(CUONG, &code, act, "")), ["text"]);
    }
    for act in [correct(" "), revoke(&"1".repeat(61))] {
        assert_eq!(places(&ground.refused(CUONG, &code, act, "x")), ["document"]);
    }
    ground.done(CUONG, &code, correct("1/ĐC"));
    ground.done(CUONG, &code, correct("2/ĐC"));
    ground.done(CUONG, &code, revoke("3/QĐ"));
    let result = ground.dossier(&code).result.clone().expect("a result");
    assert_eq!((result.corrected, result.revoked), (2, true));
    for act in [correct("4"), revoke("4"), Act::ReturnResult(HANDOUT)] {
        assert_eq!(ground.refused(CUONG, &code, act, "x"), Wrong::Revoked);
    }
}

#[test]
fn it_is_withdrawn_until_it_is_signed() {
    let online = |ground: &mut Ground| ground.submitted(BIRTH);
    let mut ground = Ground::new();
    let code = online(&mut ground);
    ground.done(HOA, &code, Act::Withdraw);
    let code = online(&mut ground);
    ground.done(HOA, &code, supplement(None));
    ground.done(HOA, &code, Act::Withdraw);
    for act in
        [None, Some(forward(None)), Some(supplement(None)), Some(duty(&[1])), Some(propose("UB"))]
    {
        let code = ground.filed(LICENCE);
        if let Some(act) = act {
            ground.done(HOA, &code, act);
        }
        ground.done(HOA, &code, Act::Withdraw);
        let dossier = ground.dossier(&code);
        assert_eq!((dossier.phase.national().number(), &dossier.hand_over), (7, &None));
        assert_eq!((dossier.ended, dossier.open_pause()), (Some(ground.memory.now()), None));
    }
    for phase in [Phase::Signed, Phase::Numbered, Phase::Finished] {
        let code = brought_to(&mut ground, phase);
        let refused = ground.refused(HOA, &code, Act::Withdraw, "");
        assert_eq!(refused, Wrong::NotNow { act: "withdraw", phase }, "a result exists");
    }
}

#[test]
fn it_is_stopped_by_a_decision_with_its_reason_until_it_is_signed() {
    let mut ground = Ground::new();
    for act in
        [None, Some(forward(None)), Some(supplement(None)), Some(duty(&[1])), Some(propose("UB"))]
    {
        let code = ground.filed(LICENCE);
        if let Some(act) = act {
            ground.done(HOA, &code, act);
        }
        let by = stop(Reason::ConditionNotMet);
        assert_eq!(places(&ground.refused(HOA, &code, by.clone(), "")), ["text"]);
        let no_paper = Act::Stop { reason: Reason::Other, document: String::new() };
        assert_eq!(places(&ground.refused(HOA, &code, no_paper, "x")), ["document"]);
        ground.done(HOA, &code, by);
        assert_eq!(ground.dossier(&code).phase.national().number(), 8);
    }
    for phase in [Phase::Signed, Phase::Numbered, Phase::Finished] {
        let code = brought_to(&mut ground, phase);
        let refused = ground.refused(CUONG, &code, stop(Reason::Other), "x");
        assert_eq!(refused, Wrong::NotNow { act: "stop", phase });
    }
}

#[test]
fn a_change_of_the_due_date_that_waits_ends_with_the_dossier() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, super::ways::change_due(date(2019, 3, 29)));
    ground.done(HOA, &code, Act::Withdraw);
    assert_eq!(ground.dossier(&code).due_change, None);
    let refused = ground.refused(CUONG, &code, Act::ApproveDueDate, "");
    assert!(matches!(refused, Wrong::NotNow { .. }));
}
