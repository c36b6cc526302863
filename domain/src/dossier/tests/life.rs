//! From the counter to the result: where it stands, who has it, which numbers it takes.

use super::ground::{BINH, BIRTH, COPY, CUONG, Ground, HOA, KIM, Who, stream};
use super::ways::{HANDOUT, SIGN, accept, forward, number, paid, places, propose};
use crate::calendar::Punctuality;
use crate::dossier::{
    Act, Lack, Means, Method, NationalStatus, Outcome, Phase, Reason, TimeTaken, What, Wrong,
    book_counter, code_counter, receipt_counter, result_counter,
};
use jiff::civil::date;

/// Where a dossier stands, its number in the national list, and who has it.
fn stands(ground: &Ground, code: &str) -> (Phase, u8, String, Option<String>) {
    let dossier = ground.dossier(code);
    let account = dossier.holder.account.as_ref().map(|it| it.as_str().to_owned());
    let national = dossier.phase.national().number();
    (dossier.phase, national, dossier.holder.office.clone(), account)
}

fn at(phase: Phase, national: u8, who: Who) -> (Phase, u8, String, Option<String>) {
    (phase, national, who.1.to_owned(), Some(who.0.to_owned()))
}

fn queued(phase: Phase, national: u8, office: &str) -> (Phase, u8, String, Option<String>) {
    (phase, national, office.to_owned(), None)
}

#[test]
fn a_dossier_goes_from_the_counter_to_the_result() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    assert_eq!(code, "H16.20.12-190311-0001");
    assert_eq!(stands(&ground, &code), at(Phase::Received, 2, HOA));
    assert_eq!(ground.due(&code), ["2019-03-15", "2019-03-18", "2019-03-15"]);
    assert_eq!(ground.dossier(&code).owed_vnd(), 58_000);

    ground.at("2019-03-11T14:00");
    ground.done(HOA, &code, forward(None));
    assert_eq!(stands(&ground, &code), at(Phase::Working, 4, HOA), "until it is acknowledged");
    ground.at("2019-03-12T08:00");
    ground.done(BINH, &code, Act::Acknowledge { sets: 1, account: Some(stream(BINH.0)) });
    assert_eq!(stands(&ground, &code), at(Phase::Working, 4, BINH));
    let step = ground.dossier(&code).holder.due.expect("the step is due");
    assert_eq!(crate::calendar::tests::told(step), "2019-03-15T14:00", "3.5 days from then");

    ground.at("2019-03-14T10:00");
    ground.done(BINH, &code, propose("UB"));
    assert_eq!(stands(&ground, &code), queued(Phase::Proposed, 4, "UB"));
    ground.done(CUONG, &code, SIGN);
    assert_eq!(stands(&ground, &code), queued(Phase::Signed, 4, "UB"));
    ground.done(KIM, &code, number(date(2019, 3, 14)));
    assert_eq!(stands(&ground, &code), queued(Phase::Numbered, 4, "UB"));
    let told = ground.act(KIM, &code, Act::Release).expect("released");
    let time = Some(TimeTaken { law: 5, promised: 4, taken: 3 });
    assert_eq!(told, [What::Released { punctuality: Punctuality::Early, time }]);
    assert_eq!(stands(&ground, &code), queued(Phase::Finished, 9, "MC"));

    ground.at("2019-04-11T08:30");
    let owed = ground.refused(HOA, &code, Act::ReturnResult(HANDOUT), "");
    assert_eq!(owed, Wrong::Owed(58_000));
    ground.done(HOA, &code, paid(58_000, false));
    ground.done(HOA, &code, Act::ReturnResult(HANDOUT));
    let dossier = ground.dossier(&code);
    assert_eq!(dossier.phase.national(), NationalStatus::Returned);
    assert_eq!(dossier.ended, Some(super::ground::at("2019-03-14T10:00")), "not when collected");
    assert_eq!(dossier.result.as_ref().and_then(|it| it.number.as_deref()), Some("1"));
    assert_eq!(dossier.version, i64::try_from(ground.told.len()).expect("few"));
}

#[test]
fn codes_begin_anew_every_day_and_books_every_year_and_refusals_leave_no_gap() {
    let mut ground = Ground::new();
    let wrong = ground.filing(BIRTH);
    let first = ground.filed(BIRTH);
    for _ in 0..3 {
        let mut file = wrong.clone();
        file.sets = 0;
        assert!(ground.file(HOA, file).is_err());
        assert!(ground.act(HOA, &first, Act::Release).is_err());
    }
    assert_eq!(ground.filed(COPY), "H16.20.12-190311-0002");
    ground.at("2019-03-12T07:00");
    assert_eq!(ground.filed(BIRTH), "H16.20.12-190312-0001");
    assert_eq!(ground.counter(&code_counter("MC", date(2019, 3, 12))), 1);
    let entry = |ground: &Ground, code: &str| {
        let reception = ground.dossier(code).reception.clone().expect("taken in");
        (reception.year, reception.number)
    };
    assert_eq!(entry(&ground, "H16.20.12-190312-0001"), (2019, Some(3)));
    ground.at("2020-01-02T08:00");
    let code = ground.filed(BIRTH);
    assert_eq!((code.as_str(), entry(&ground, &code)), ("H16.20.12-200102-0001", (2020, Some(1))));
    assert_eq!(ground.counter(&book_counter("MC", 2019)), 3);
}

#[test]
fn a_code_widens_past_9999_and_never_wraps() {
    let mut ground = Ground::new();
    ground.memory.counters.insert(code_counter("MC", date(2019, 3, 11)), 9998);
    assert_eq!(ground.filed(BIRTH), "H16.20.12-190311-9999");
    assert_eq!(ground.filed(BIRTH), "H16.20.12-190311-10000");
    assert_eq!(ground.filed(BIRTH), "H16.20.12-190311-10001");
}

#[test]
fn a_number_is_not_drawn_on_another_day_than_the_caller_saw() {
    let mut ground = Ground::new();
    let file = ground.filing(BIRTH);
    let online = ground.submitted(BIRTH);
    ground.at("2019-03-12T00:00");
    let refused = ground.file(HOA, file).expect_err("midnight came");
    assert_eq!(refused, Wrong::DayTurned(date(2019, 3, 12)).into());
    let act = accept(date(2019, 3, 11));
    assert_eq!(ground.refused(HOA, &online, act, ""), Wrong::DayTurned(date(2019, 3, 12)));
}

#[test]
fn an_online_dossier_starts_its_clock_when_it_is_taken_in() {
    let mut ground = Ground::new();
    ground.at("2019-03-10T20:00");
    let code = ground.submitted(BIRTH);
    assert_eq!(stands(&ground, &code), queued(Phase::Submitted, 1, "MC"));
    assert_eq!(
        (ground.dossier(&code).deadline, ground.counter(&book_counter("MC", 2019))),
        (None, 0)
    );
    ground.at("2019-03-11T08:00");
    let elsewhere = Act::Accept { office: "UB".to_owned(), day: date(2019, 3, 11), agreed: None };
    assert_eq!(ground.refused(BINH, &code, elsewhere, ""), Wrong::HeldElsewhere("MC".to_owned()));
    ground.done(HOA, &code, accept(date(2019, 3, 11)));
    assert_eq!(stands(&ground, &code), at(Phase::Received, 2, HOA));
    assert_eq!(ground.due(&code)[0], "2019-03-15");
}

#[test]
fn a_refusal_names_each_reason_and_ends_it_without_a_number() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    let lack = |reason| vec![Lack { component: None, reason }];
    assert_eq!(ground.refused(HOA, &code, Act::Refuse(Vec::new()), "x"), Wrong::NothingNamed);
    let silent = ground.refused(HOA, &code, Act::Refuse(lack(Reason::Other)), "");
    assert_eq!(places(&silent), ["items[0].text"]);
    ground.done(HOA, &code, Act::Refuse(lack(Reason::NotCompetent)));
    assert_eq!(stands(&ground, &code), queued(Phase::Refused, 3, "MC"));
    assert_eq!(ground.counter(&book_counter("MC", 2019)), 0);
}

#[test]
fn results_are_numbered_in_the_records_keepers_book_and_receipts_in_their_series() {
    let mut ground = Ground::new();
    let codes: Vec<String> = (0..3).map(|_| ground.filed(BIRTH)).collect();
    for (at, code) in (1..).zip(&codes) {
        ground.done(HOA, code, propose("UB"));
        ground.done(CUONG, code, SIGN);
        ground.done(KIM, code, number(date(2019, 3, 11)));
        assert_eq!(ground.counter(&result_counter("UB", 2019)), at);
        ground.done(HOA, code, paid(50_000, false));
    }
    ground.done(HOA, &codes[0], Act::VoidPayment { series: "AA-19P".to_owned(), number: 1 });
    ground.done(HOA, &codes[0], paid(50_000, false));
    assert_eq!(
        ground.counter(&receipt_counter("MC", "AA-19P")),
        4,
        "a voided one keeps its number"
    );
    let method = Method::Electronic;
    let signature = ground.dossier(&codes[0]).result.as_ref().and_then(|it| it.signature.clone());
    assert_eq!(signature.map(|it| (it.office, it.method)), Some(("UB".to_owned(), method)));
}

#[test]
fn every_phase_has_a_name_of_its_own_and_its_national_status() {
    let numbers: Vec<u8> = Phase::ALL.iter().map(|it| it.national().number()).collect();
    assert_eq!(numbers, [1, 5, 3, 2, 4, 5, 6, 4, 4, 4, 9, 10, 7, 8]);
    assert!(Phase::ALL.iter().all(|it| Phase::parse(it.id()) == Some(*it)));
    let means: Vec<&str> = Means::ALL.iter().map(|it| it.id()).collect();
    assert_eq!(means, ["cash", "transfer", "post", "elsewhere"]);
    assert_eq!([Outcome::Granted.id(), Outcome::Rejected.id()], ["granted", "rejected"]);
}

#[test]
fn a_version_that_moved_on_is_refused() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let act = |expected| crate::dossier::Command::Act {
        code: code.clone(),
        expected: Some(expected),
        act: forward(None),
        words: crate::dossier::Words::default(),
    };
    assert!(ground.command(HOA, act(2)).is_err());
    assert!(ground.command(HOA, act(1)).is_ok());
}
