//! What is handed in: every error at once, each at its place, and every bound from both sides.

use std::num::NonZeroU32;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::ground::{BIRTH, COPY, CUONG, Ground, HOA, WORDS, fee, handed, personal};
use super::ways::{HANDOUT, accept, flaws, pay, places};
use crate::calendar::{Moment, Punctuality};
use crate::dossier::{
    AtOnce, File, Flaw, Identity, IdentityKind, Pay, Phase, Submitter, What, Wrong, foreign_claim,
    register_counter,
};
use crate::procedure::description::Channel;
use crate::refusal::Refusal;

/// Everything that is wrong with a filing, by a change of a right one.
fn wrong(procedure: &str, change: impl FnOnce(&mut File)) -> Wrong {
    let mut ground = Ground::new();
    let mut file = ground.filing(procedure);
    change(&mut file);
    match ground.file(HOA, file) {
        Err(Refusal::Dossier(wrong)) => wrong,
        other => panic!("{other:?}"),
    }
}

fn right(procedure: &str, change: impl FnOnce(&mut File)) {
    let mut ground = Ground::new();
    let mut file = ground.filing(procedure);
    change(&mut file);
    let filed = ground.file(HOA, file);
    assert!(filed.is_ok(), "{filed:?}");
}

#[test]
fn every_error_of_a_filing_is_named_at_once_at_its_place() {
    let found = wrong(BIRTH, |file| {
        file.sets = 0;
        file.case = Some("moon".to_owned());
        file.components = vec![handed("form"), handed("form"), handed("stone")];
        file.fees = vec![fee("copy", 0), fee("gold", 1)];
        file.foreign = vec![" ".to_owned()];
        file.agreed = Some(date(2019, 3, 10));
        let person = &mut file.personal.applicant;
        person.name = "Mận 3".to_owned();
        person.birth_date = Some(date(2019, 3, 12));
        person.identity.number = Some("0671900001".to_owned());
        person.phone = Some("12".to_owned());
        person.email = Some("nobody".to_owned());
        person.address.text = "  ".to_owned();
        file.personal.submitter = Some(Submitter::default());
        file.personal.answers.insert("late".to_owned(), json!(true));
    });
    let mut found = places(&found);
    found.sort_unstable();
    let expected = [
        "agreed",
        "answers.late",
        "applicant.address",
        "applicant.birth_date",
        "applicant.email",
        "applicant.identity",
        "applicant.name",
        "applicant.phone",
        "case",
        "components[form]",
        "components[notice]",
        "components[paper]",
        "components[stone]",
        "fees[copy]",
        "fees[gold]",
        "foreign[0]",
        "sets",
        "submitter.name",
        "submitter.relation",
    ];
    assert_eq!(found, expected);
}

#[test]
fn sets_and_copies_have_bounds() {
    for sets in [1, 50] {
        right(BIRTH, |file| file.sets = sets);
    }
    for sets in [0, 51, u16::MAX] {
        assert_eq!(places(&wrong(BIRTH, |file| file.sets = sets)), ["sets"]);
    }
    for quantity in [1, 500] {
        right(BIRTH, |file| file.components[0].quantity = quantity);
    }
    for quantity in [0, 501] {
        let found = wrong(BIRTH, |file| file.components[0].quantity = quantity);
        assert_eq!(flaws(&found), [("components[form]", &Flaw::OutOfRange(1, 500))]);
    }
    right(BIRTH, |file| (file.components[0].quantity, file.components[0].presented) = (0, true));
    for count in [1, 10_000] {
        right(BIRTH, |file| file.fees[1].count = count);
    }
    for count in [0, 10_001] {
        assert_eq!(places(&wrong(BIRTH, |file| file.fees[1].count = count)), ["fees[copy]"]);
    }
}

#[test]
fn texts_have_bounds() {
    let text = |length: usize| "ă".repeat(length);
    for (place, most, set) in [
        ("applicant.name", 150, set_name as fn(&mut File, String)),
        ("applicant.address", 300, set_address),
        ("submitter.relation", 150, set_relation),
        ("submitter.authorisation", 150, set_authorisation),
        ("note", 4000, |file, text| file.personal.note = text),
        ("foreign[0]", 60, |file, text| file.foreign = vec![text]),
    ] {
        right(BIRTH, |file| set(file, text(most)));
        let found = wrong(BIRTH, |file| set(file, text(most + 1)));
        assert_eq!(flaws(&found), [(place, &Flaw::TooLong(most))]);
    }
}

fn set_name(file: &mut File, text: String) {
    file.personal.applicant.name = text;
}

fn set_address(file: &mut File, text: String) {
    file.personal.applicant.address.text = text;
}

fn submitter(file: &mut File) -> &mut Submitter {
    file.personal.submitter.get_or_insert_with(|| Submitter {
        who: personal().applicant,
        relation: "Mẹ".to_owned(),
        authorisation: None,
    })
}

fn set_relation(file: &mut File, text: String) {
    submitter(file).relation = text;
}

fn set_authorisation(file: &mut File, text: String) {
    submitter(file).authorisation = Some(text);
}

#[test]
fn a_person_may_have_one_word_for_a_name_and_no_telephone_and_no_paper() {
    right(BIRTH, |file| {
        let person = &mut file.personal.applicant;
        person.name = "Mận".to_owned();
        (person.phone, person.email, person.birth_date) = (None, None, None);
        person.identity = Identity::default();
    });
    for (kind, number, place) in [
        (IdentityKind::CitizenId, None, Flaw::Missing),
        (IdentityKind::None, Some("067190000123"), Flaw::Malformed("identity-kind")),
        (IdentityKind::CitizenId, Some("245123456"), Flaw::Malformed("citizen-id")),
        (IdentityKind::Cmnd, Some("24512345"), Flaw::Malformed("cmnd")),
        (IdentityKind::Passport, Some("12345678"), Flaw::Malformed("passport")),
        (IdentityKind::TaxCode, Some("0100109107"), Flaw::Malformed("tax-code")),
    ] {
        let number = number.map(str::to_owned);
        let found =
            wrong(BIRTH, |file| file.personal.applicant.identity = Identity { kind, number });
        assert_eq!(flaws(&found), [("applicant.identity", &place)]);
    }
    for (kind, number) in [
        (IdentityKind::Cmnd, "245123456"),
        (IdentityKind::Passport, "B1234567"),
        (IdentityKind::TaxCode, "0100109106"),
    ] {
        let number = Some(number.to_owned());
        right(BIRTH, |file| file.personal.applicant.identity = Identity { kind, number });
    }
}

#[test]
fn a_birth_is_neither_tomorrow_nor_before_anybody_lived() {
    for day in [date(2019, 3, 11), date(1880, 1, 1)] {
        right(BIRTH, |file| file.personal.applicant.birth_date = Some(day));
    }
    for day in [date(2019, 3, 12), date(1879, 12, 31)] {
        let found = wrong(BIRTH, |file| file.personal.applicant.birth_date = Some(day));
        assert_eq!(flaws(&found), [("applicant.birth_date", &Flaw::BadDate)]);
    }
}

#[test]
fn papers_of_a_posted_dossier_are_looked_at_when_it_is_taken_in() {
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    (file.accept, file.channel, file.components) = (false, Channel::Post, Vec::new());
    let code = ground.file(HOA, file).expect("it waits");
    assert_eq!(ground.dossier(&code).phase, Phase::Submitted);
    let mut ground = Ground::new();
    let mut file = ground.filing(COPY);
    file.channel = Channel::Online;
    let refused = ground.file(HOA, file).expect_err("not over the network");
    assert_eq!(places(&dossier(refused)), ["channel"]);
}

fn dossier(refusal: Refusal) -> Wrong {
    let Refusal::Dossier(wrong) = refusal else { panic!("{refusal:?}") };
    wrong
}

#[test]
fn a_desk_takes_in_what_it_receives_under_the_revision_in_force() {
    let refused = |change: fn(&mut File)| {
        let mut ground = Ground::new();
        let mut file = ground.filing(BIRTH);
        change(&mut file);
        ground.file(HOA, file).expect_err("refused")
    };
    let elsewhere = Wrong::NotReceivedHere { office: "UB".to_owned(), procedure: BIRTH.to_owned() };
    assert_eq!(dossier(refused(|file| file.office = "UB".to_owned())), elsewhere);
    let unknown = refused(|file| file.office = "XX".to_owned());
    assert_eq!(unknown, Refusal::UnknownOffice("XX".to_owned()));
    let moved = Wrong::RevisionMoved { code: BIRTH.to_owned(), in_force: 1, asked: 2 };
    assert_eq!(dossier(refused(|file| file.revision = 2)), moved);
    let hours = refused(|file| file.hours = "night".to_owned());
    assert_eq!(dossier(hours), Wrong::NoHours("night".to_owned()));
    let mut ground = Ground::new();
    ground.at("2017-12-29T09:00");
    let file = ground.filing(BIRTH);
    let early = ground.file(HOA, file).expect_err("not yet in force");
    assert_eq!(dossier(early), Wrong::NotInForce(BIRTH.to_owned()));
}

#[test]
fn a_code_of_another_system_is_taken_once() {
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    file.foreign = vec![" G22.99-190311-0007 ".to_owned(), "HT-5".to_owned()];
    let code = ground.file(HOA, file.clone()).expect("filed");
    assert!(ground.memory.holder(&foreign_claim("G22.99-190311-0007")).is_some());
    let again = ground.file(HOA, file.clone());
    assert_eq!(again, Err(Refusal::KeyTaken("code of another system")));
    file.foreign = vec!["A".to_owned(), " A".to_owned()];
    let twice = dossier(ground.file(HOA, file).expect_err("twice"));
    assert_eq!(flaws(&twice), [("foreign[1]", &Flaw::Twice)]);
    let link = |code: &str| crate::dossier::Act::Link(code.to_owned());
    assert_eq!(ground.act(HOA, &code, link("HT-5 ")), Ok(Vec::new()), "it is its own already");
    ground.done(HOA, &code, link(" HT-6"));
    assert_eq!(ground.dossier(&code).linked, ["HT-6"]);
    let other = ground.filed(BIRTH);
    let taken = ground.act(HOA, &other, link("HT-6"));
    assert_eq!(taken, Err(Refusal::KeyTaken("code of another system")));
}

#[test]
fn a_limit_in_words_needs_an_agreed_day() {
    assert_eq!(flaws(&wrong(WORDS, |_| {})), [("agreed", &Flaw::Missing)]);
    let mut ground = Ground::new();
    let mut file = ground.filing(WORDS);
    file.agreed = Some(date(2019, 6, 28));
    let code = ground.file(HOA, file).expect("filed");
    assert_eq!(ground.due(&code), ["2019-06-28", "2019-06-28", "2019-06-28"]);
    let online = ground.submitted(WORDS);
    let none = accept(date(2019, 3, 11));
    assert_eq!(ground.refused(HOA, &online, none, ""), Wrong::NoLimit);
    let on = |agreed| crate::dossier::Act::Accept {
        office: "MC".to_owned(),
        day: date(2019, 3, 11),
        agreed: Some(agreed),
    };
    let past = ground.refused(HOA, &online, on(date(2019, 3, 10)), "");
    assert_eq!(flaws(&past), [("agreed", &Flaw::BadDate)]);
    ground.done(HOA, &online, on(date(2019, 7, 1)));
    assert_eq!(ground.due(&online)[0], "2019-07-01");
    assert_eq!(ground.dossier(&online).filing.limits.agreed, Some(date(2019, 7, 1)));
    let counted = ground.submitted(BIRTH);
    ground.done(HOA, &counted, on(date(2019, 12, 31)));
    assert_eq!(ground.due(&counted)[0], "2019-03-15", "what can be counted is not agreed on");
}

fn at_once(ground: &Ground, pages: u32, paid: Option<u64>) -> File {
    let mut file = ground.filing(COPY);
    file.fees = vec![fee("page", pages)];
    let signed_by = CUONG.0.to_owned();
    file.at_once = Some(AtOnce { signed_by, handout: HANDOUT });
    file.paid = paid.map(pay);
    file
}

#[test]
fn what_is_decided_on_the_same_day_is_received_and_returned_at_once() {
    let mut ground = Ground::new();
    let file = at_once(&ground, 12, Some(24_000));
    let code = ground.file(HOA, file).expect("done");
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.version, dossier.owed_vnd()), (Phase::Returned, 4, 0));
    assert_eq!(dossier.deadline.map(|it| it.promised), Some(Moment::Day(date(2019, 3, 11))));
    assert_eq!(ground.counter(&register_counter("MC", COPY, 2019)), 1);
    let on_time = Punctuality::OnTime;
    let finished =
        |what: &What| matches!(what, What::Finished { punctuality, .. } if *punctuality == on_time);
    assert!(ground.told.iter().any(|event| finished(&event.what)));
    for (pages, paid, expected) in [
        (12, Some(22_000), Wrong::Owed(2000)),
        (12, Some(26_000), Wrong::Overpaid(24_000)),
        (12, None, Wrong::Owed(24_000)),
    ] {
        let file = at_once(&ground, pages, paid);
        assert_eq!(ground.file(HOA, file), Err(expected.into()));
    }
    let file = at_once(&ground, 12, Some(24_000));
    ground.file(HOA, file).expect("done");
    assert_eq!(ground.counter(&register_counter("MC", COPY, 2019)), 2, "refusals leave no gap");
}

#[test]
fn nothing_else_is_returned_at_once() {
    let mut ground = Ground::new();
    let mut long = ground.filing(BIRTH);
    let signed_by = CUONG.0.to_owned();
    long.at_once = Some(AtOnce { signed_by, handout: HANDOUT });
    long.paid = Some(pay(58_000));
    assert_eq!(ground.file(HOA, long), Err(Wrong::NotSameDay.into()));
    let mut waiting = at_once(&ground, 1, Some(2000));
    waiting.accept = false;
    let refused = dossier(ground.file(HOA, waiting).expect_err("it is not taken in"));
    assert_eq!(places(&refused), ["accept"]);
    for (signed_by, expected) in [(HOA.0, Wrong::SamePerson), ("", signer(Flaw::Missing))] {
        let mut file = at_once(&ground, 1, Some(2000));
        file.at_once.as_mut().expect("at once").signed_by = signed_by.to_owned();
        assert_eq!(ground.file(HOA, file), Err(expected.into()));
    }
    let mut by_another = at_once(&ground, 1, Some(2000));
    by_another.at_once.as_mut().expect("at once").handout.authorised = true;
    let refused = dossier(ground.file(HOA, by_another).expect_err("by which authorisation"));
    assert_eq!(places(&refused), ["note"]);
}

#[test]
fn what_is_paid_as_it_is_taken_in_is_paid_in_full_on_the_receipt_in_hand() {
    let mut ground = Ground::new();
    let paying = |ground: &Ground, amount, number: Option<u32>| {
        let mut file = ground.filing(BIRTH);
        let number = number.and_then(NonZeroU32::new);
        file.paid = Some(Pay { number, ..pay(amount) });
        file
    };
    let unpaid = ground.filed(BIRTH);
    let whole = ground.dossier(&unpaid).owed_vnd();
    for (amount, expected) in [(whole - 1, Wrong::Owed(1)), (whole + 1, Wrong::Overpaid(whole))] {
        let file = paying(&ground, amount, None);
        assert_eq!(ground.file(HOA, file), Err(expected.into()));
    }
    let file = paying(&ground, whole, Some(2));
    let refused = dossier(ground.file(HOA, file).expect_err("the book is at 1"));
    assert_eq!(flaws(&refused), [("receipt.number", &Flaw::OutOfRange(1, 1))]);
    let file = paying(&ground, whole, Some(1));
    let code = ground.file(HOA, file).expect("paid");
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.version, dossier.owed_vnd()), (Phase::Received, 2, 0));
}

fn signer(flaw: Flaw) -> Wrong {
    Wrong::Fields(vec![crate::dossier::At { place: "signed_by".to_owned(), flaw }])
}

#[test]
fn a_fee_is_waived_on_a_ground_and_not_on_a_sentence() {
    right(BIRTH, |file| file.fees[0].exempt = Some("poor-household".to_owned()));
    let found = wrong(BIRTH, |file| file.fees[0].exempt = Some("Mận nghèo".to_owned()));
    assert_eq!(flaws(&found), [("fees[entry]", &Flaw::Malformed("id"))]);
    let mut ground = Ground::new();
    let mut file = ground.filing(BIRTH);
    file.fees[0].exempt = Some("poor-household".to_owned());
    file.fees[1].count = 3;
    let code = ground.file(HOA, file).expect("filed");
    assert_eq!(ground.dossier(&code).owed_vnd(), 24_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_typed_is_refused_by_place_or_kept_composed(
        name in "\\PC{0,160}", address in "\\PC{0,310}", note in "\\PC{0,40}",
    ) {
        let mut ground = Ground::new();
        let mut file = ground.filing(BIRTH);
        file.personal.applicant.name = name;
        file.personal.applicant.address.text = address;
        file.personal.note = note;
        match ground.file(HOA, file) {
            Ok(_) => {
                let personal = ground.told[0].personal.as_ref().expect("it is kept");
                let name = &personal.applicant.name;
                prop_assert!(*name == crate::text::compose(name) && !name.is_empty());
            }
            Err(Refusal::Dossier(wrong)) => {
                prop_assert!(places(&wrong).iter().all(|it| it.starts_with("applicant.")));
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
