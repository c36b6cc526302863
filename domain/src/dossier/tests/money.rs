//! Fees, financial duties and receipts.

use super::ground::{BIRTH, Ground, HOA, LICENCE, NGA, at};
use super::ways::{HANDOUT, duty, finish, paid, pay, places, propose, supplement};
use crate::calendar::PauseKind;
use crate::dossier::{Act, Means, Pay, Phase, Wrong, receipt_counter};
use jiff::civil::date;

fn void(number: i64) -> Act {
    Act::VoidPayment { series: "AA-19P".to_owned(), number }
}

#[test]
fn the_clock_stands_from_the_notice_to_the_proof() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.at("2019-03-18T10:00");
    ground.done(HOA, &code, duty(&[1_500_000, 250_000]));
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase.national().number(), dossier.duty_owed_vnd()), (6, 1_750_000));
    let pause = dossier.open_pause().cloned().expect("the clock stands");
    assert_eq!((pause.kind, pause.from), (PauseKind::FinancialDuty, at("2019-03-18T10:00")));
    ground.at("2019-03-20T10:00");
    ground.done(HOA, &code, paid(1_500_000, true));
    assert_eq!(ground.dossier(&code).phase, Phase::Paying, "a part is not the whole");
    assert!(ground.dossier(&code).deadline.is_some_and(|it| it.standing));
    ground.at("2019-03-25T10:00");
    assert_eq!(ground.refused(HOA, &code, paid(250_001, true), ""), Wrong::Overpaid(250_000));
    let elsewhere = Pay {
        means: Means::Elsewhere,
        book: None,
        evidence: Some("0012345/GNT".to_owned()),
        ..pay(250_000)
    };
    ground.done(HOA, &code, Act::RecordPayment { pay: elsewhere, duty: true });
    let dossier = ground.dossier(&code);
    assert_eq!(
        (dossier.phase, dossier.duty_owed_vnd(), dossier.open_pause()),
        (Phase::Working, 0, None)
    );
    // Ten working days were left after 18 March; a duty resumes, whatever the set of rules says.
    assert_eq!(ground.due(&code), ["2019-04-08", "2019-04-16", "2019-04-01"]);
    assert_eq!(ground.counter(&receipt_counter("MC", "AA-19P")), 1, "no receipt for the other");
}

#[test]
fn a_notice_says_who_is_paid_what() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    let asked = |change: fn(&mut crate::dossier::Duty)| {
        let Act::RequestPayment(mut duty) = duty(&[1]) else { panic!("a duty") };
        change(&mut duty);
        Act::RequestPayment(duty)
    };
    let most = 100_000_000_000_000;
    for (change, place) in [
        (asked(|it| it.items.clear()), "items"),
        (asked(|it| it.items = vec![it.items[0].clone(); 31]), "items"),
        (asked(|it| it.items[0].name = " ".to_owned()), "items[0].name"),
        (asked(|it| it.items[0].name = "ă".repeat(151)), "items[0].name"),
        (asked(|it| it.items[0].amount_vnd = 0), "items[0].amount_vnd"),
        (duty(&[1, most + 1]), "items[1].amount_vnd"),
        (asked(|it| it.payee = String::new()), "payee"),
        (asked(|it| it.payee = "ă".repeat(151)), "payee"),
        (asked(|it| it.notice = String::new()), "notice"),
        (asked(|it| it.notice = "1".repeat(61)), "notice"),
    ] {
        assert_eq!(places(&ground.refused(HOA, &code, change, "")), [place]);
    }
    ground.done(HOA, &code, duty(&[most; 30]));
    assert_eq!(ground.dossier(&code).duty_owed_vnd(), most * 30);
}

#[test]
fn more_than_is_owed_is_not_taken_and_nothing_is_no_payment() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    assert_eq!(ground.refused(HOA, &code, paid(58_001, false), ""), Wrong::Overpaid(58_000));
    assert_eq!(ground.refused(HOA, &code, paid(1, true), ""), Wrong::Overpaid(0));
    assert_eq!(places(&ground.refused(HOA, &code, paid(0, false), "")), ["amount_vnd"]);
    let no_paper = Act::RecordPayment { pay: Pay { book: None, ..pay(1) }, duty: false };
    assert_eq!(places(&ground.refused(HOA, &code, no_paper, "")), ["receipt.series"]);
    ground.done(HOA, &code, paid(1, false));
    ground.done(NGA, &code, paid(57_999, false));
    assert_eq!(ground.dossier(&code).owed_vnd(), 0);
    assert_eq!(ground.refused(HOA, &code, paid(1, false), ""), Wrong::Overpaid(0));
}

#[test]
fn a_voided_receipt_keeps_its_number_and_does_not_count() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, paid(8000, false));
    ground.done(HOA, &code, paid(50_000, false));
    assert_eq!(places(&ground.refused(HOA, &code, void(1), "")), ["text"]);
    assert_eq!(ground.refused(HOA, &code, void(3), "x"), Wrong::NoReceipt);
    ground.done(HOA, &code, void(1));
    assert_eq!(ground.refused(HOA, &code, void(1), "x"), Wrong::NoReceipt, "once");
    assert_eq!(ground.dossier(&code).owed_vnd(), 8000);
    ground.done(HOA, &code, finish(date(2019, 3, 11)));
    assert_eq!(ground.refused(HOA, &code, Act::ReturnResult(HANDOUT), ""), Wrong::Owed(8000));
    ground.done(HOA, &code, paid(8000, false));
    assert_eq!(ground.counter(&receipt_counter("MC", "AA-19P")), 3);
    ground.done(HOA, &code, Act::ReturnResult(HANDOUT));
    assert_eq!(ground.refused(HOA, &code, void(3), "x"), Wrong::NoReceipt, "it was handed out");
    let numbers = ground.dossier(&code).payments.iter().map(|it| {
        let receipt = it.payment.receipt.as_ref().expect("a receipt");
        (receipt.number, it.voided)
    });
    assert_eq!(numbers.collect::<Vec<_>>(), [(1, true), (2, false), (3, false)]);
}

#[test]
fn a_series_is_one_however_it_is_typed() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let typed = Pay { book: Some(("01BLP ".to_owned(), " AA-19P".to_owned())), ..pay(1) };
    ground.done(HOA, &code, paid(1, false));
    ground.done(HOA, &code, Act::RecordPayment { pay: typed, duty: false });
    assert_eq!(ground.counter(&receipt_counter("MC", "AA-19P")), 2);
    ground.done(HOA, &code, void(2));
}

#[test]
fn a_wrong_part_payment_of_a_duty_is_voided_while_it_is_open_and_not_when_it_is_met() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, duty(&[1000]));
    ground.done(HOA, &code, paid(400, true));
    ground.done(HOA, &code, void(1));
    assert_eq!(ground.dossier(&code).duty_owed_vnd(), 1000);
    ground.done(HOA, &code, paid(1000, true));
    assert_eq!(ground.dossier(&code).phase, Phase::Working);
    assert_eq!(ground.refused(HOA, &code, void(2), "x"), Wrong::NoReceipt, "the clock runs by it");
}

#[test]
fn a_second_duty_follows_one_that_is_met_and_stops_the_clock_again() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, duty(&[1000]));
    ground.at("2019-03-12T08:00");
    ground.done(HOA, &code, paid(1000, true));
    ground.at("2019-03-13T08:00");
    ground.done(HOA, &code, duty(&[300, 200]));
    assert_eq!(ground.dossier(&code).duty_owed_vnd(), 500, "the first is not owed again");
    assert_eq!(ground.refused(HOA, &code, paid(501, true), "x"), Wrong::Overpaid(500));
    ground.at("2019-03-18T08:00");
    ground.done(HOA, &code, paid(500, true));
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.duty_owed_vnd()), (Phase::Working, 0));
    assert_eq!(dossier.duties_met.len(), 1);
    assert_eq!(dossier.pauses.len(), 2, "each has its own time");
    assert_eq!(ground.due(&code)[0], "2019-04-05", "one working day, and three");
}

#[test]
fn while_a_duty_is_open_nothing_is_decided_nor_asked_for() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, duty(&[1000]));
    for act in [propose("UB"), finish(date(2019, 3, 11)), supplement(None), duty(&[5])] {
        let (name, phase) = (act.id(), Phase::Paying);
        assert_eq!(ground.refused(HOA, &code, act, "x"), Wrong::NotNow { act: name, phase });
    }
}
