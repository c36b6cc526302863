//! What is missing: asked for once at each stage, with the clock standing after acceptance.

use jiff::civil::date;

use super::ground::{BINH, BIRTH, CLOCK, Ground, HOA, LICENCE, at, birth, handed};
use super::ways::{
    COMPLETE, accept, acknowledge, forward, places, stop, supplement, supplement_again,
};
use crate::calendar::{AfterSupplement, PauseKind, Settings};
use crate::dossier::{Act, Flaw, Lack, Phase, Reason, SupplementStage, What, Wrong};

fn refuse(reason: Reason) -> Act {
    Act::Refuse(vec![Lack { component: None, reason }])
}

#[test]
fn it_is_asked_for_once_at_each_stage_and_office_and_a_second_time_with_a_reason() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    ground.done(HOA, &code, supplement(None));
    assert_eq!(ground.dossier(&code).phase.national().number(), 5);
    assert_eq!(ground.dossier(&code).open_pause(), None, "there is no clock before acceptance");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.dossier(&code).phase, Phase::Submitted);
    assert_eq!(ground.refused(HOA, &code, supplement(None), "x"), Wrong::AskedBefore);
    ground.done(HOA, &code, supplement_again("giấy mới cũng mờ"));
    ground.done(HOA, &code, COMPLETE);
    ground.done(HOA, &code, accept(date(2019, 3, 11)));
    ground.done(HOA, &code, supplement(None));
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.refused(HOA, &code, supplement_again("  "), "x"), Wrong::AskedBefore);
    ground.done(HOA, &code, forward(None));
    ground.done(BINH, &code, acknowledge(BINH.0));
    ground.done(BINH, &code, supplement(None));
    let again: Vec<bool> = ground
        .told
        .iter()
        .filter_map(|event| {
            let What::SupplementAsked { again, .. } = event.what else { return None };
            Some(again)
        })
        .collect();
    assert_eq!(again, [false, true, false, false]);
    let office = "UB".to_owned();
    let stages = &ground.dossier(&code).supplements;
    assert_eq!(stages[3].stage, SupplementStage::Examination { office });
    let words = ground.told.iter().filter_map(|event| event.words.as_ref());
    assert!(words.map(|it| it.text.as_str()).any(|text| text.starts_with("giấy mới cũng mờ\n")));
}

#[test]
fn a_request_names_everything_with_its_reason_and_a_day_to_come() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let ask = |lacks: Vec<Lack>, until, basis: &str| Act::RequestSupplement {
        lacks,
        until,
        basis: basis.to_owned(),
        again: String::new(),
    };
    let lack =
        |component: Option<&str>, reason| Lack { component: component.map(str::to_owned), reason };
    let missing = || lack(Some("form"), Reason::Missing);
    assert_eq!(ground.refused(HOA, &code, ask(vec![], None, ""), "x"), Wrong::NothingNamed);
    let many = ask(vec![missing(); 61], None, "");
    assert_eq!(places(&ground.refused(HOA, &code, many, "x")), ["items"]);
    let other = vec![missing(), lack(None, Reason::Other)];
    assert_eq!(places(&ground.refused(HOA, &code, ask(other, None, ""), "x")), ["items[1].text"]);
    let sentence = vec![lack(Some("Giấy của bà Mận"), Reason::Missing)];
    let refused = ground.refused(HOA, &code, ask(sentence, None, ""), "x");
    assert_eq!(places(&refused), ["items[0].component"]);
    let basis = ask(vec![missing()], None, &"ă".repeat(61));
    assert_eq!(places(&ground.refused(HOA, &code, basis, "x")), ["basis"]);
    let today = ask(vec![missing()], Some(date(2019, 3, 11)), "");
    assert_eq!(places(&ground.refused(HOA, &code, today, "x")), ["until"]);
    let long = supplement_again(&"ă".repeat(4001));
    assert_eq!(places(&ground.refused(HOA, &code, long, "x")), ["again"]);
    let long = "ă".repeat(4001);
    assert_eq!(places(&ground.refused(HOA, &code, supplement(None), &long)), ["text"]);
    ground.done(HOA, &code, ask(vec![missing(); 60], Some(date(2019, 3, 12)), "Điều 16"));
}

#[test]
fn the_limit_begins_anew_under_the_rules_of_2018() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.at("2019-03-13T15:00");
    ground.done(HOA, &code, supplement(Some(date(2019, 3, 29))));
    let pause = ground.dossier(&code).open_pause().cloned().expect("the clock stands");
    assert_eq!((pause.kind, pause.from), (PauseKind::Supplement, at("2019-03-13T15:00")));
    assert!(ground.dossier(&code).deadline.is_some_and(|it| it.standing));
    ground.at("2019-03-20T08:00");
    ground.done(HOA, &code, Act::CompleteSupplement(vec![handed("form")]));
    assert_eq!(ground.due(&code), ["2019-03-26", "2019-03-27", "2019-03-15"]);
    assert_eq!(ground.dossier(&code).phase, Phase::Working);
    assert_eq!(ground.dossier(&code).open_supplement(), None);
}

#[test]
fn the_time_used_counts_under_the_rules_of_2015() {
    let mut ground = Ground::new();
    ground.at("2018-03-12T09:10");
    let code = ground.filed(BIRTH);
    assert_eq!(ground.dossier(&code).filing.rules, "2015");
    assert_eq!(ground.due(&code), ["2018-03-16", "2018-03-19", "2018-03-16"]);
    ground.at("2018-03-14T15:00");
    ground.done(HOA, &code, supplement(None));
    // The set in force when it was received holds, though a new one has begun meanwhile.
    ground.at("2018-07-02T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code), ["2018-07-04", "2018-07-05", "2018-03-16"]);
}

#[test]
fn a_procedure_of_its_own_text_resumes_under_the_rules_of_2018() {
    let mut ground = Ground::new();
    let clock = Settings { after_supplement: Some(AfterSupplement::Resume), ..Settings::default() };
    ground.publish(BIRTH, crate::procedure::description::Description { clock, ..birth() });
    let code = ground.filed(BIRTH);
    ground.at("2019-03-13T15:00");
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-20T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code), ["2019-03-22", "2019-03-25", "2019-03-15"]);
}

#[test]
fn what_did_not_come_in_time_stops_the_work_and_not_before() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let overdue = stop(Reason::NotSupplemented);
    assert_eq!(places(&ground.refused(HOA, &code, overdue.clone(), "x")), ["reason"]);
    ground.done(HOA, &code, supplement(Some(date(2019, 3, 20))));
    ground.at("2019-03-20T16:59");
    let early = ground.refused(HOA, &code, overdue.clone(), "x");
    assert_eq!(super::ways::flaws(&early), [("reason", &Flaw::BadDate)]);
    ground.at("2019-03-21T00:00");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkLate, ""), Wrong::NothingToMark);
    ground.done(HOA, &code, overdue);
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.phase.national().number()), (Phase::Stopped, 8));
    assert_eq!(dossier.open_pause(), None);
    assert!(!dossier.deadline.expect("it was due").standing, "what ended stands no longer");
}

#[test]
fn what_did_not_come_in_time_before_acceptance_is_not_taken_in() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    let overdue = refuse(Reason::NotSupplemented);
    assert_eq!(places(&ground.refused(HOA, &code, overdue.clone(), "x")), ["items[0].reason"]);
    ground.done(HOA, &code, supplement(Some(date(2019, 3, 20))));
    assert_eq!(places(&ground.refused(HOA, &code, overdue.clone(), "x")), ["items[0].reason"]);
    ground.at("2019-03-21T00:00");
    ground.done(HOA, &code, overdue);
    assert_eq!(ground.dossier(&code).phase.national().number(), 3);
}

#[test]
fn what_comes_late_is_still_taken_where_nobody_stopped_the_work() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, supplement(Some(date(2019, 3, 20))));
    ground.at("2019-03-25T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code)[0], "2019-03-29");
}

#[test]
fn whoever_takes_an_incomplete_dossier_in_found_it_complete() {
    let mut ground = Ground::new();
    let code = ground.submitted(BIRTH);
    ground.done(HOA, &code, supplement(Some(date(2019, 3, 20))));
    ground.done(HOA, &code, accept(date(2019, 3, 11)));
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.open_supplement()), (Phase::Received, None));
    assert_eq!(ground.due(&code)[0], "2019-03-15");
}

#[test]
fn papers_that_come_are_possible_ones_and_not_too_many() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, supplement(None));
    let come = |count: usize| Act::CompleteSupplement(vec![handed("form"); count]);
    assert_eq!(places(&ground.refused(HOA, &code, come(201), "")), ["components"]);
    let mut none = handed("form");
    none.quantity = 0;
    let none = ground.refused(HOA, &code, Act::CompleteSupplement(vec![none]), "");
    assert_eq!(places(&none), ["components[form]"]);
    ground.done(HOA, &code, come(200));
    let more = ground.refused(HOA, &code, Act::AddPaper(handed("form")), "");
    assert_eq!(places(&more), ["components"], "counted with those that came before");
}
