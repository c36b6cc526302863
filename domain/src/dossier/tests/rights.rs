//! Who may do what at typical moments: a dossier's `thing` against the table of rights.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::ground::{
    BINH, BIRTH, CUONG, DUNG, GIANG, Ground, HOA, KIM, LAN, LICENCE, NGA, Who, stream,
};
use super::ways::{SIGN, acknowledge, change_due, consult, forward, number, propose};
use crate::access::{
    self, Action, Asking, Conjunct, Denied, Factor, Fields, Grant, Purpose, Reach, Seat,
};
use crate::dossier::{Act, code_claim};
use crate::procedure::description::Silence;

/// Somebody whose role gives everything in their own office.
fn who(of: Who, leads: bool) -> access::Who {
    let grant = Grant {
        role: "any".to_owned(),
        may: Action::ALL.iter().copied().collect(),
        reach: Reach::Office,
        sees: BTreeSet::from([Fields::Papers]),
        leads,
    };
    let seat = Seat { office: of.1.to_owned(), grants: vec![grant], ..Seat::default() };
    access::Who {
        account: Some(stream(of.0)),
        seats: if of.1.is_empty() { Vec::new() } else { vec![seat] },
        factor: Factor::Fresh,
        ..access::Who::default()
    }
}

/// An office and those above it.
fn path(office: &str) -> Vec<String> {
    let all: &[&str] = match office {
        "MC" => &["MC", "UB", "TP"],
        "UB" => &["UB", "TP"],
        "TP" => &["TP"],
        other => return vec![other.to_owned()],
    };
    all.iter().map(|it| (*it).to_owned()).collect()
}

impl Ground {
    fn asked(&self, who: &access::Who, code: &str, action: Action) -> Result<(), Conjunct> {
        let stream = self.memory.claims.get(&code_claim(code)).expect("it is there");
        let thing = self.dossier(code).thing(stream, &path);
        let asking = Asking { who, action, thing: &thing, purpose: Some(Purpose::Handling) };
        access::decide(&asking).map(|_| ()).map_err(|Denied(conjunct)| conjunct)
    }

    fn may(&self, of: Who, code: &str, action: Action) -> Result<(), Conjunct> {
        self.asked(&who(of, false), code, action)
    }

    fn leader_may(&self, of: Who, code: &str, action: Action) -> Result<(), Conjunct> {
        self.asked(&who(of, true), code, action)
    }
}

#[test]
fn what_was_submitted_waits_in_the_desks_queue_and_is_its_owners() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    assert_eq!(ground.may(HOA, &code, Action::ReceiveDossier), Ok(()));
    assert_eq!(ground.may(BINH, &code, Action::ReceiveDossier), Err(Conjunct::Jurisdiction));
    assert_eq!(ground.may(HOA, &code, Action::ReadDossier), Ok(()));
    for action in [Action::ReadDossier, Action::WithdrawDossier] {
        assert_eq!(ground.may(LAN, &code, action), Ok(()), "it is their own");
    }
    assert_eq!(ground.may(HOA, &code, Action::WithdrawDossier), Ok(()), "asked for at the desk");
    assert_eq!(ground.may(BINH, &code, Action::WithdrawDossier), Err(Conjunct::Jurisdiction));
    assert_eq!(ground.may(HOA, &code, Action::WorkDossier), Err(Conjunct::Relation));
}

#[test]
fn whoever_took_it_in_works_on_it_and_a_colleague_does_not() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    for action in [Action::WorkDossier, Action::TakeDossier, Action::ChangeDueDate] {
        assert_eq!(ground.may(HOA, &code, action), Ok(()));
        assert_eq!(ground.may(NGA, &code, action), Err(Conjunct::Relation));
        assert_eq!(ground.may(DUNG, &code, action), Err(Conjunct::Jurisdiction));
    }
    assert_eq!(ground.leader_may(NGA, &code, Action::ReassignDossier), Ok(()));
    assert_eq!(ground.may(NGA, &code, Action::ReassignDossier), Err(Conjunct::Relation));
    assert_eq!(ground.may(HOA, &code, Action::ReceiveDossier), Err(Conjunct::Stage));
}

#[test]
fn on_its_way_it_is_the_takers_to_take_and_the_givers_to_see() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, forward(None));
    assert_eq!(ground.may(DUNG, &code, Action::TakeDossier), Ok(()));
    assert_eq!(ground.may(DUNG, &code, Action::WorkDossier), Err(Conjunct::Relation));
    assert_eq!(ground.may(HOA, &code, Action::WorkDossier), Err(Conjunct::Relation));
    assert_eq!(ground.may(GIANG, &code, Action::TakeDossier), Err(Conjunct::Jurisdiction));
    assert_eq!(ground.leader_may(NGA, &code, Action::ReadDossier), Ok(()));
    ground.done(DUNG, &code, acknowledge(DUNG.0));
    assert_eq!(ground.may(DUNG, &code, Action::WorkDossier), Ok(()));
    assert_eq!(ground.may(HOA, &code, Action::WorkDossier), Err(Conjunct::Relation));
}

#[test]
fn who_is_asked_for_an_opinion_reads_and_answers_and_no_more() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    for action in [Action::ReplyDossier, Action::ReadDossier] {
        assert_eq!(ground.may(GIANG, &code, action), Err(Conjunct::Jurisdiction));
    }
    ground.done(HOA, &code, consult("SXD", 5, Silence::Waits));
    for action in [Action::ReplyDossier, Action::ReadDossier] {
        assert_eq!(ground.may(GIANG, &code, action), Ok(()));
    }
    assert_eq!(ground.may(GIANG, &code, Action::WorkDossier), Err(Conjunct::Jurisdiction));
    assert_eq!(ground.may(HOA, &code, Action::ReplyDossier), Err(Conjunct::Relation));
    let opinion = crate::dossier::Opinion::Agrees;
    ground.done(GIANG, &code, Act::Reply { id: 1, opinion });
    assert_eq!(ground.may(GIANG, &code, Action::ReadDossier), Err(Conjunct::Jurisdiction));
}

#[test]
fn the_leader_signs_and_never_who_took_it_in_or_proposed_it() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, forward(None));
    ground.done(BINH, &code, acknowledge(BINH.0));
    assert_eq!(ground.leader_may(CUONG, &code, Action::SignDossier), Err(Conjunct::Stage));
    ground.done(BINH, &code, propose("UB"));
    assert_eq!(ground.may(HOA, &code, Action::WithdrawDossier), Ok(()), "nothing is decided yet");
    assert_eq!(ground.leader_may(CUONG, &code, Action::SignDossier), Ok(()));
    assert_eq!(ground.may(KIM, &code, Action::SignDossier), Err(Conjunct::Relation));
    for of in [BINH, HOA] {
        assert_eq!(ground.leader_may(of, &code, Action::SignDossier), Err(Conjunct::Duty));
    }
}

#[test]
fn the_records_keeper_numbers_from_the_queue_and_the_desk_hands_out() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, propose("UB"));
    assert_eq!(ground.may(KIM, &code, Action::NumberDossier), Err(Conjunct::Stage));
    ground.done(CUONG, &code, SIGN);
    assert_eq!(ground.may(KIM, &code, Action::NumberDossier), Ok(()));
    assert_eq!(ground.may(NGA, &code, Action::NumberDossier), Err(Conjunct::Relation));
    ground.done(KIM, &code, number(date(2019, 3, 11)));
    ground.done(KIM, &code, Act::Release);
    assert_eq!(ground.may(NGA, &code, Action::ReturnDossier), Ok(()));
    assert_eq!(ground.may(KIM, &code, Action::ReturnDossier), Err(Conjunct::Jurisdiction));
    assert_eq!(ground.may(NGA, &code, Action::WorkDossier), Err(Conjunct::Relation));
}

#[test]
fn whoever_asked_for_another_due_date_does_not_approve_it() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, change_due(date(2019, 3, 29)));
    assert_eq!(ground.leader_may(HOA, &code, Action::ApproveDueDate), Err(Conjunct::Duty));
    assert_eq!(ground.leader_may(NGA, &code, Action::ApproveDueDate), Ok(()));
}

#[test]
fn the_applicant_who_works_here_decides_nothing_on_their_own_dossier() {
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    file.account = Some(stream(CUONG.0));
    let code = ground.file(HOA, file).expect("filed");
    ground.done(HOA, &code, propose("UB"));
    assert_eq!(ground.leader_may(CUONG, &code, Action::SignDossier), Err(Conjunct::Duty));
}

#[test]
fn what_ended_is_read_and_nothing_else() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, Act::Withdraw);
    assert_eq!(ground.may(HOA, &code, Action::ReadDossier), Ok(()));
    for action in [Action::WorkDossier, Action::TakeDossier, Action::ChangeDueDate] {
        assert_eq!(ground.may(HOA, &code, action), Err(Conjunct::Stage));
    }
    assert_eq!(ground.leader_may(HOA, &code, Action::ReassignDossier), Err(Conjunct::Stage));
}
