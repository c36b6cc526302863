//! From the commune to the district, to the province and back: both sides sign each hand-over.

use jiff::civil::date;

use super::ground::{
    BINH, BIRTH, CLOCK, DUNG, EM, GIANG, Ground, HOA, KIM, LICENCE, NGA, Who, handed, stream,
};
use super::ways::{acknowledge, by_letter, consult, forward, letter_of, places, propose};
use crate::dossier::{Act, Opinion, Phase, Way, What, Wrong};
use crate::procedure::description::Silence;
use crate::refusal::Refusal;

fn holder(ground: &Ground, code: &str) -> (String, usize, Option<String>) {
    let dossier = ground.dossier(code);
    let account = dossier.holder.account.as_ref().map(|it| it.as_str().to_owned());
    (dossier.holder.office.clone(), dossier.step, account)
}

fn with(who: Who, step: usize) -> (String, usize, Option<String>) {
    (who.1.to_owned(), step, Some(who.0.to_owned()))
}

/// Hands it on and has it acknowledged.
fn moved(ground: &mut Ground, code: &str, from: Who, to: Who) {
    ground.done(from, code, forward(None));
    ground.done(to, code, acknowledge(to.0));
}

#[test]
fn a_dossier_travels_to_the_province_and_back_and_its_clock_stays() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    let due = ground.due(&code);
    assert_eq!(due, ["2019-04-01", "2019-04-08", "2019-04-01"]);
    for (day, from, to, step) in [
        ("2019-03-11T16:00", HOA, DUNG, 1),
        ("2019-03-20T08:00", DUNG, GIANG, 2),
        ("2019-03-26T08:00", GIANG, DUNG, 3),
    ] {
        ground.at(day);
        moved(&mut ground, &code, from, to);
        assert_eq!(holder(&ground, &code), with(to, step));
        assert_eq!(ground.due(&code), due);
    }
    assert_eq!(ground.refused(DUNG, &code, forward(None), ""), Wrong::NoStep);
    ground.done(DUNG, &code, propose("TP"));
    ground.done(EM, &code, super::ways::SIGN);
    let number = Act::Number { office: "TP".to_owned(), day: date(2019, 3, 26) };
    ground.done(DUNG, &code, number);
    ground.done(DUNG, &code, Act::Release);
    assert_eq!(holder(&ground, &code), ("MC".to_owned(), 3, None), "the result goes to the desk");
}

#[test]
fn until_the_taker_acknowledges_the_giver_answers_for_it() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, forward(None));
    assert_eq!(holder(&ground, &code), with(HOA, 0));
    let open = Wrong::HandOverOpen("TP".to_owned());
    for act in [
        forward(None),
        propose("UB"),
        super::ways::supplement(None),
        consult("UB", 1, Silence::Waits),
    ] {
        assert_eq!(ground.refused(HOA, &code, act, "x"), open);
    }
    assert_eq!(ground.refused(HOA, &code, Act::Reassign(stream(NGA.0)), ""), open);
    let mine = Wrong::NoHandOver("UB".to_owned());
    assert_eq!(ground.refused(BINH, &code, acknowledge(BINH.0), ""), mine);
    let foreign = Act::Acknowledge { sets: 1, account: Some(stream(BINH.0)) };
    let refused = ground.act(DUNG, &code, foreign);
    assert_eq!(refused, Err(Refusal::UnknownAccount), "only who has a post there takes it");
    ground.done(DUNG, &code, acknowledge(DUNG.0));
    assert!(ground.dossier(&code).holder.due.is_some(), "from now on the step's clock runs");
}

#[test]
fn sets_that_differ_are_settled_before_it_is_taken_over() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(
        HOA,
        &code,
        Act::Forward { account: None, sets: 2, list: Some("12/BG".to_owned()) },
    );
    let one = Act::Acknowledge { sets: 1, account: None };
    let differ = Wrong::SetsDiffer { given: 2, counted: 1 };
    assert_eq!(ground.refused(DUNG, &code, one.clone(), ""), differ);
    let back = Act::ReturnStep { step: None, sets: 1 };
    assert_eq!(places(&ground.refused(DUNG, &code, back.clone(), "")), ["text"]);
    assert_eq!(
        ground.refused(HOA, &code, back.clone(), "x"),
        Wrong::HandOverOpen("TP".to_owned()),
        "the giver does not take over for the taker"
    );
    ground.done(DUNG, &code, back);
    let over = ground.dossier(&code).hand_over.clone().expect("it goes back");
    assert_eq!((over.from.as_str(), over.to.as_str(), over.way), ("TP", "MC", Way::Back));
    ground.done(HOA, &code, acknowledge(HOA.0));
    assert_eq!(holder(&ground, &code), with(HOA, 0), "it never came to the second step");
    for (sets, fits) in [(0, true), (50, true), (51, false)] {
        let mut ground = Ground::new();
        let code = ground.filed(LICENCE);
        let told = ground.act(HOA, &code, Act::Forward { account: None, sets, list: None });
        assert_eq!(told.is_ok(), fits, "{sets}");
    }
}

#[test]
fn a_step_is_given_back_with_its_reason() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    moved(&mut ground, &code, HOA, DUNG);
    moved(&mut ground, &code, DUNG, GIANG);
    let back = |step| Act::ReturnStep { step, sets: 1 };
    assert_eq!(places(&ground.refused(GIANG, &code, back(None), "")), ["text"]);
    for step in [Some(2), Some(3), Some(9)] {
        assert_eq!(ground.refused(GIANG, &code, back(step), "x"), Wrong::NoStep);
    }
    ground.done(GIANG, &code, back(Some(0)));
    ground.done(HOA, &code, acknowledge(HOA.0));
    assert_eq!(holder(&ground, &code), with(HOA, 0));
    assert_eq!(ground.refused(HOA, &code, back(None), "x"), Wrong::NoStep);
}

#[test]
fn a_transfer_to_the_competent_agency_keeps_code_and_clock() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let due = ground.due(&code);
    let to = |office: &str| Act::Transfer { office: office.to_owned(), sets: 1 };
    assert_eq!(places(&ground.refused(HOA, &code, to("MC"), "x")), ["office"]);
    assert_eq!(places(&ground.refused(HOA, &code, to("TP"), "")), ["text"]);
    let unknown = ground.say(HOA, &code, to("XX"), "x");
    assert_eq!(unknown, Err(Refusal::UnknownOffice("XX".to_owned())));
    ground.done(HOA, &code, to("TP"));
    ground.done(DUNG, &code, acknowledge(DUNG.0));
    assert_eq!((holder(&ground, &code), ground.due(&code)), (with(DUNG, 0), due));
    assert_eq!(ground.dossier(&code).filing.code, code);
}

#[test]
fn it_is_taken_from_the_queue_by_one_of_the_office() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    let take = |who: Who| Act::Take(stream(who.0));
    assert_eq!(ground.refused(NGA, &code, take(NGA), ""), Wrong::TakenAlready);
    assert_eq!(ground.act(HOA, &code, take(HOA)), Ok(Vec::new()), "it is theirs already");
    ground.done(HOA, &code, forward(None));
    assert_eq!(ground.refused(NGA, &code, take(NGA), ""), Wrong::HandOverOpen("TP".to_owned()));
    ground.done(DUNG, &code, take(DUNG));
    assert_eq!(holder(&ground, &code), with(DUNG, 1), "taking acknowledges");
    assert_eq!(ground.refused(NGA, &code, take(NGA), ""), Wrong::HeldElsewhere("TP".to_owned()));
    ground.done(EM, &code, Act::Reassign(stream(EM.0)));
    assert_eq!(holder(&ground, &code), with(EM, 1));
    let elsewhere = ground.act(EM, &code, Act::Reassign(stream(HOA.0)));
    assert_eq!(elsewhere, Err(Refusal::UnknownAccount));
    let online = ground.submitted(BIRTH);
    ground.done(NGA, &online, take(NGA));
    assert_eq!(holder(&ground, &online), with(NGA, 0));
}

#[test]
fn a_post_that_ended_gives_nothing_to_work_on() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, forward(None));
    match ground.memory.states.get_mut(&stream(DUNG.0)) {
        Some(crate::state::State::Account(account)) => {
            account.posts[0].post.to = Some(date(2019, 3, 11));
        }
        other => panic!("{other:?}"),
    }
    ground.at("2019-03-12T08:00");
    let refused = ground.act(DUNG, &code, acknowledge(DUNG.0));
    assert_eq!(refused, Err(Refusal::UnknownAccount));
    ground.at("2019-03-11T23:00");
    ground.done(DUNG, &code, acknowledge(DUNG.0));
}

#[test]
fn silence_is_consent_only_where_the_law_says_so_and_only_after_the_last_day() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    moved(&mut ground, &code, HOA, DUNG);
    assert_eq!(
        places(&ground.refused(DUNG, &code, consult("SXD", 5, Silence::Consents), "")),
        ["text"]
    );
    ground.done(DUNG, &code, consult("SXD", 5, Silence::Consents));
    ground.done(DUNG, &code, consult("Công an tỉnh", 5, Silence::Waits));
    let again = ground.refused(DUNG, &code, consult(" SXD", 5, Silence::Waits), "x");
    assert_eq!(again, Wrong::AskedAlready("SXD".to_owned()));
    let silent = |id| Act::MarkSilent { id };
    ground.at("2019-03-18T09:10");
    assert_eq!(ground.refused(CLOCK, &code, silent(1), ""), Wrong::NotAsked(1), "the last instant");
    ground.at("2019-03-18T09:11");
    assert_eq!(ground.refused(CLOCK, &code, silent(2), ""), Wrong::NotAsked(2), "the law waits");
    let told = ground.act(CLOCK, &code, silent(1)).expect("silence");
    assert_eq!(told, [What::OpinionGiven { id: 1, opinion: Opinion::Silent, letter: None }]);
    assert_eq!(ground.refused(DUNG, &code, propose("TP"), ""), Wrong::OpinionsOpen(1));
    let finish = super::ways::finish(date(2019, 3, 18));
    assert_eq!(ground.refused(DUNG, &code, finish, ""), Wrong::OpinionsOpen(1));
    let reply = |opinion| Act::Reply { id: 2, opinion };
    for opinion in [Opinion::AgreesIf, Opinion::Disagrees] {
        assert_eq!(places(&ground.refused(GIANG, &code, reply(opinion), "")), ["text"]);
    }
    let said = ground.refused(GIANG, &code, reply(Opinion::Silent), "x");
    assert_eq!(places(&said), ["opinion"], "silence is found, not said");
    ground.done(GIANG, &code, reply(Opinion::Agrees));
    assert_eq!(ground.refused(GIANG, &code, reply(Opinion::Agrees), ""), Wrong::NotAsked(2));
    ground.done(DUNG, &code, propose("TP"));
}

#[test]
fn an_agency_whose_silence_consents_holds_nothing_up() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    let before = ground.due(&code);
    ground.done(HOA, &code, consult("SXD", 5, Silence::Consents));
    ground.done(HOA, &code, propose("UB"));
    ground.done(GIANG, &code, Act::Reply { id: 1, opinion: Opinion::Agrees });
    assert_eq!(ground.due(&code), before, "the main clock runs on");
}

#[test]
fn an_opinion_on_what_is_over_is_not_taken() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, consult("SXD", 5, Silence::Consents));
    ground.done(HOA, &code, Act::Withdraw);
    let reply = Act::Reply { id: 1, opinion: Opinion::Agrees };
    let phase = Phase::Withdrawn;
    assert_eq!(ground.refused(GIANG, &code, reply, ""), Wrong::NotNow { act: "reply", phase });
    ground.at("2019-04-18T09:11");
    assert_eq!(ground.refused(CLOCK, &code, Act::MarkSilent { id: 1 }, ""), Wrong::NotAsked(1));
}

#[test]
fn an_agency_outside_the_register_may_have_a_long_name() {
    for (length, fits) in [(150, true), (151, false)] {
        let mut ground = Ground::new();
        let code = ground.filed(LICENCE);
        let told = ground.say(HOA, &code, consult(&"ă".repeat(length), 1, Silence::Waits), "x");
        assert_eq!(told.is_ok(), fits);
    }
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    for at in 0..20 {
        ground.done(HOA, &code, consult(&format!("Cơ quan {at}"), 1, Silence::Waits));
    }
    let many = ground.refused(HOA, &code, consult("Một nữa", 1, Silence::Waits), "x");
    assert_eq!(places(&many), ["office"]);
}

#[test]
fn a_paper_that_nobody_asked_for_moves_no_deadline() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let due = ground.due(&code);
    ground.at("2019-03-13T08:00");
    ground.done(HOA, &code, Act::AddPaper(handed("notice")));
    assert_eq!((ground.due(&code), ground.dossier(&code).added.len()), (due, 1));
    let mut none = handed("notice");
    none.quantity = 0;
    assert_eq!(
        places(&ground.refused(HOA, &code, Act::AddPaper(none), "")),
        ["components[notice]"]
    );
    let sentence = Act::AddPaper(handed("Giấy của bà Mận"));
    assert_eq!(places(&ground.refused(KIM, &code, sentence, "")), ["components[Giấy của bà Mận]"]);
}

#[test]
fn an_agency_outside_the_register_answers_by_letter_and_an_office_for_itself() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    moved(&mut ground, &code, HOA, DUNG);
    ground.at("2019-03-12T08:00");
    ground.done(DUNG, &code, consult("SXD", 5, Silence::Consents));
    ground.done(DUNG, &code, consult("Công an tỉnh", 5, Silence::Waits));
    let (police, day) = ("Công an tỉnh", date(2019, 3, 13));
    ground.at("2019-03-13T09:00");
    let itself = ground.refused(DUNG, &code, by_letter(1, "SXD", day), "x");
    assert_eq!(itself, Wrong::AnswersItself("SXD".to_owned()));
    let other = ground.refused(DUNG, &code, by_letter(1, police, day), "x");
    assert_eq!(other, Wrong::NotAsked(1), "the letter answers the question of its agency");
    for wrong in [date(2019, 3, 11), date(2019, 3, 14)] {
        assert_eq!(
            places(&ground.refused(DUNG, &code, by_letter(2, police, wrong), "x")),
            ["date"]
        );
    }
    let said = |opinion, number| letter_of(2, police, day, opinion, number);
    let bare = ground.refused(DUNG, &code, said(Opinion::Agrees, " "), "x");
    assert_eq!(places(&bare), ["document"]);
    let objection = ground.refused(DUNG, &code, said(Opinion::Disagrees, "15/CV"), "");
    assert_eq!(places(&objection), ["text"]);
    let told = ground.act(DUNG, &code, by_letter(2, police, day)).expect("it is entered");
    let stored = serde_json::to_string(&told).expect("it is written");
    assert_eq!(serde_json::from_str::<Vec<What>>(&stored).expect("it reads"), told);
    let letter = ground.dossier(&code).consultations[1].letter.clone().expect("a letter");
    assert_eq!((letter.number.as_str(), letter.date), ("15/CV", day));
    let again = ground.refused(DUNG, &code, by_letter(2, police, day), "x");
    assert_eq!(again, Wrong::NotAsked(2));
    ground.done(DUNG, &code, propose("TP"));
}
