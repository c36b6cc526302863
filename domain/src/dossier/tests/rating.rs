//! The applicant says how they were served: once, and when they have what was decided.

use super::ground::{BINH, BIRTH, CUONG, Ground, HOA, KIM, LAN, SLIP, scan};
use super::ways::{HANDOUT, SIGN, acknowledge, forward, lacks, number, paid, places, propose};
use crate::dossier::{Act, Phase, RATING_TEXT_LENGTH_MAX, ReturnBy, What, Wrong};

const RATE: Act = Act::Rate { score: 5 };

/// A dossier whose result is with the applicant.
fn returned(ground: &mut Ground) -> String {
    let code = ground.filed(BIRTH);
    released(ground, &code);
    ground.done(HOA, &code, paid(58000, false));
    ground.done(HOA, &code, Act::ReturnResult(HANDOUT));
    code
}

/// Takes a dossier to where its result is there.
fn released(ground: &mut Ground, code: &str) {
    let day = ground.memory.day;
    let acts = [
        (HOA, forward(None)),
        (BINH, acknowledge(BINH.0)),
        (BINH, propose("UB")),
        (CUONG, SIGN),
        (KIM, number(day)),
        (KIM, Act::AttachResult(scan())),
        (KIM, Act::Release),
    ];
    for (who, act) in acts {
        ground.done(who, code, act);
    }
}

#[test]
fn a_result_that_is_opened_on_the_network_is_rated_once_it_can_be() {
    let mut ground = Ground::new();
    for (return_by, rated) in [(ReturnBy::Online, true), (ReturnBy::Counter, false)] {
        let mut file = ground.filing(BIRTH);
        file.return_by = return_by;
        let code = ground.file(HOA, file).expect("it is filed");
        released(&mut ground, &code);
        assert!(!ground.dossier(&code).may_be_rated(), "money is owed");
        ground.done(HOA, &code, paid(58000, false));
        assert_eq!(ground.dossier(&code).may_be_rated(), rated, "{return_by:?}");
        assert_eq!(ground.say(SLIP, &code, RATE, "").is_ok(), rated, "{return_by:?}");
    }
}

#[test]
fn a_rating_comes_once_and_after_the_result() {
    let mut ground = Ground::new();
    let early = ground.filed(BIRTH);
    let not_now = Wrong::NotNow { act: "rate", phase: Phase::Received };
    assert_eq!(ground.refused(SLIP, &early, RATE, ""), not_now);
    let code = returned(&mut ground);
    assert!(ground.dossier(&code).may_be_rated());
    let told = ground.say(SLIP, &code, RATE, "Nhanh, nhã nhặn").expect("it is taken");
    assert_eq!(told, [What::Rated { score: 5 }]);
    let words = ground.told.last().and_then(|event| event.words.as_ref());
    assert_eq!(words.map(|it| it.text.as_str()), Some("Nhanh, nhã nhặn"), "it is personal");
    assert_eq!(ground.dossier(&code).rated, Some(5));
    assert!(!ground.dossier(&code).may_be_rated());
    assert_eq!(ground.refused(SLIP, &code, Act::Rate { score: 1 }, ""), Wrong::RatedAlready);
    assert_eq!((Wrong::RatedAlready.status(), Wrong::NotTheApplicant.status()), (409, 422));
}

#[test]
fn nobody_rates_for_the_applicant() {
    let mut ground = Ground::new();
    let code = returned(&mut ground);
    for who in [HOA, CUONG, LAN, ("system", "")] {
        assert_eq!(ground.refused(who, &code, RATE, ""), Wrong::NotTheApplicant);
    }
    // At the desk's tablet the office stands beside the applicant.
    ground.say(("applicant", "MC"), &code, RATE, "").expect("it is taken");
    let own = ground.submitted(BIRTH);
    ground.done(HOA, &own, Act::Refuse(lacks()));
    ground.say(LAN, &own, Act::Rate { score: 2 }, "").expect("a refusal may be rated");
    assert_eq!(ground.dossier(&own).rated, Some(2));
}

#[test]
fn a_rating_is_one_of_five_and_what_is_written_is_short() {
    let mut ground = Ground::new();
    let code = returned(&mut ground);
    for score in [0, 6] {
        assert_eq!(places(&ground.refused(SLIP, &code, Act::Rate { score }, "")), ["score"]);
    }
    let long = "ă".repeat(RATING_TEXT_LENGTH_MAX + 1);
    assert_eq!(places(&ground.refused(SLIP, &code, RATE, &long)), ["text"]);
}
