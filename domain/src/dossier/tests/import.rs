//! What is taken over from an old system, and due dates that were set and not counted.

use jiff::civil::date;
use proptest::prelude::*;

use super::ground::{
    BINH, BIRTH, CLOCK, CUONG, Ground, HOA, LICENCE, WORDS, at, handed, personal, stream,
};
use super::ways::{COMPLETE, acknowledge, change_due, flaws, forward, paid, propose, supplement};
use crate::calendar::{Line, Moment, PauseKind, SetBy};
use crate::dossier::{
    Command, Duty, DutyItem, Import, Owner, Phase, Stands, ToldDue, What, Wrong, book_counter,
    foreign_claim,
};
use crate::event::Event as AnyEvent;
use crate::procedure::description::Channel;
use crate::refusal::Refusal;
use crate::state::State;

/// The operator at the command line.
const OPERATOR: (&str, &str) = ("administrator", "");
/// A code of the old system.
const OLD: &str = "DN-2019/00417";

/// Received on Monday 4 March, promised for Friday 15 March; it is Monday 11 March.
fn open(ground: &Ground, procedure: &str, stands: Stands) -> Import {
    let file = ground.filing(procedure);
    let day = Moment::Day(date(2019, 3, 15));
    let is_received = stands == Stands::Received;
    let (office, account, step) = match is_received {
        true => ("MC", HOA.0, 0),
        false => ("UB", BINH.0, 1),
    };
    Import {
        day: file.day,
        system: "Một cửa cũ".to_owned(),
        foreign: OLD.to_owned(),
        office: file.office,
        identifier: file.identifier,
        procedure: procedure.to_owned(),
        revision: 1,
        case: None,
        channel: Channel::Counter,
        received: at("2019-03-04T09:10"),
        due: ToldDue { promised: day, legal: day, original: day },
        stands,
        owner: Owner { office: office.to_owned(), account: Some(stream(account)), step },
        apologies: 0,
        return_by: file.return_by,
        sets: 1,
        components: vec![handed("form")],
        fee_vnd: 50_000,
        paid: Some((20_000, "AA-18P 0000012".to_owned())),
        lacks: String::new(),
        hours: file.hours,
        steps: file.steps,
        personal: personal(),
    }
}

fn take(ground: &mut Ground, import: Import) -> Result<Vec<What>, Refusal> {
    ground.command(OPERATOR, Command::Import(Box::new(import)))
}

fn taken(ground: &mut Ground, import: Import) -> String {
    match take(ground, import).expect("it is taken over").as_slice() {
        [What::Imported { filing, .. }] => filing.code.clone(),
        other => panic!("{other:?}"),
    }
}

fn supplementing() -> Stands {
    Stands::Supplementing { since: at("2019-03-07T10:00"), until: None }
}

fn lines(ground: &Ground, code: &str) -> Vec<Line> {
    let mut terms = None;
    if let Some(State::Province(province)) = ground.memory.states.get(&crate::province::stream()) {
        terms = Some(province.terms.clone());
    }
    let (ready, terms) = (crate::calendar::Ready::default(), terms.expect("terms"));
    let dossier = ground.dossier(code);
    let counted = dossier.counted((&ready, &terms), &dossier.pauses).expect("it is taken in");
    counted.expect("it is counted").promised.lines
}

#[test]
fn it_is_taken_over_as_a_fact_of_its_own_and_enters_no_book_of_receptions() {
    let mut ground = Ground::new();
    let import = open(&ground, BIRTH, Stands::Working);
    let code = taken(&mut ground, import);
    assert_eq!(code, "H16.20.12-190311-0001", "a code of the day on which it came here");
    let dossier = ground.dossier(&code);
    assert_eq!((dossier.phase, dossier.step), (Phase::Working, 1));
    let reception = dossier.reception.as_ref().expect("it was received there");
    assert_eq!((reception.at, reception.number), (at("2019-03-04T09:10"), None));
    assert_eq!(dossier.imported.as_ref().map(|it| it.at), Some(at("2019-03-11T09:10")));
    assert_eq!(dossier.filing.foreign, [OLD]);
    assert_eq!(dossier.owed_vnd(), 30_000);
    assert_eq!(ground.due(&code), ["2019-03-15"; 3]);
    assert_eq!(ground.counter(&book_counter("MC", 2019)), 0);
    assert_eq!(ground.filed(BIRTH), "H16.20.12-190311-0002", "codes of the day have no gap");
    assert_eq!(ground.counter(&book_counter("MC", 2019)), 1);
}

#[test]
fn the_same_code_is_taken_over_once_whatever_happened_to_it_since() {
    let mut ground = Ground::new();
    let import = open(&ground, BIRTH, Stands::Received);
    let code = taken(&mut ground, import.clone());
    assert_eq!(take(&mut ground, import.clone()), Ok(Vec::new()));
    ground.done(HOA, &code, forward(None));
    let mut further = import.clone();
    (further.stands, further.owner.office) = (Stands::Working, "UB".to_owned());
    further.due.promised = Moment::Day(date(2019, 3, 20));
    assert_eq!(take(&mut ground, further), Ok(Vec::new()), "what happens is told here by now");
    let mut other = import;
    other.received = at("2019-03-05T09:10");
    assert_eq!(take(&mut ground, other), Err(Wrong::KnownOtherwise(code).into()));
}

#[test]
fn a_code_that_a_dossier_of_the_house_is_linked_to_is_not_taken_over_a_second_time() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, crate::dossier::Act::Link(OLD.to_owned()));
    let import = open(&ground, BIRTH, Stands::Working);
    assert_eq!(take(&mut ground, import), Err(Wrong::KnownOtherwise(code).into()));
    assert!(ground.memory.claims.contains_key(&foreign_claim(OLD)));
}

#[test]
fn the_told_due_date_is_kept_and_says_so_and_goes_on_by_what_was_left_of_it() {
    let mut ground = Ground::new();
    let import = open(&ground, LICENCE, Stands::Working);
    let code = taken(&mut ground, import);
    let due = Moment::Day(date(2019, 3, 15));
    let received = at("2019-03-04T09:10").civil();
    let told = Line::Set { due, by: SetBy::OldSystem };
    assert_eq!(
        lines(&ground, &code),
        [Line::Received { at: received }, told.clone(), Line::Due { due }]
    );
    ground.done(CLOCK, &code, crate::dossier::Act::Recount);
    assert_eq!(ground.due(&code), ["2019-03-15"; 3], "no calendar moves what was told");
    ground.at("2019-03-13T08:00");
    ground.done(BINH, &code, crate::dossier::Act::Exclude { basis: "Điều 77".to_owned() });
    ground.at("2019-03-18T08:00");
    ground.done(BINH, &code, crate::dossier::Act::Resume);
    assert_eq!(ground.due(&code), ["2019-03-20", "2019-03-20", "2019-03-15"], "two days were left");
    let lines = lines(&ground, &code);
    assert_eq!(lines[1], told);
    assert!(lines.contains(&Line::DaysLeft { days: 2 }), "{lines:?}");
}

#[test]
fn what_stood_there_stands_here_from_the_same_instant() {
    let mut ground = Ground::new();
    let mut import = open(&ground, BIRTH, supplementing());
    import.lacks = "bản chính giấy chứng sinh".to_owned();
    let code = taken(&mut ground, import);
    let dossier = ground.dossier(&code);
    assert_eq!(dossier.phase, Phase::Supplementing);
    let pause = dossier.open_pause().expect("the clock stands");
    assert_eq!((pause.kind, pause.from), (PauseKind::Supplement, at("2019-03-07T10:00")));
    assert!(dossier.deadline.is_some_and(|it| it.standing));
    ground.at("2019-03-12T08:00");
    ground.done(BINH, &code, COMPLETE);
    // NĐ 61/2018/NĐ-CP: the whole limit, four working days, from when it is complete.
    assert_eq!(ground.due(&code)[0], "2019-03-18");

    let mut ground = Ground::new();
    let item = DutyItem { name: "Lệ phí trước bạ".to_owned(), amount_vnd: 700_000 };
    let duty =
        Duty {
            payee: "Chi cục Thuế".to_owned(), notice: "12/TB".to_owned(), items: vec![item]
        };
    let import = open(&ground, BIRTH, Stands::Paying { since: at("2019-03-07T10:00"), duty });
    let code = taken(&mut ground, import);
    ground.at("2019-03-12T08:00");
    ground.done(HOA, &code, paid(700_000, true));
    assert_eq!(ground.due(&code)[0], "2019-03-20", "six days were left on the 7th");
    assert_eq!(ground.dossier(&code).phase, Phase::Working);
}

#[test]
fn a_day_that_was_told_goes_on_where_the_limit_is_words() {
    let mut ground = Ground::new();
    let stands = Stands::Excluded { since: at("2019-03-13T08:00"), basis: "Điều 77".to_owned() };
    ground.at("2019-03-14T08:00");
    let import = open(&ground, WORDS, stands);
    let code = taken(&mut ground, import);
    ground.at("2019-03-18T08:00");
    ground.done(BINH, &code, crate::dossier::Act::Resume);
    assert_eq!(ground.due(&code)[0], "2019-03-20");
}

#[test]
fn what_is_late_there_is_found_late_here_at_its_instant() {
    let mut ground = Ground::new();
    let mut import = open(&ground, BIRTH, Stands::Working);
    let day = Moment::Day(date(2019, 3, 8));
    import.due = ToldDue { promised: day, legal: day, original: day };
    let code = taken(&mut ground, import);
    let told = ground.act(CLOCK, &code, crate::dossier::Act::MarkLate);
    assert_eq!(told, Ok(vec![What::BecameLate { since: day.last() }]));
}

#[test]
fn what_was_taken_over_is_finished_like_any_other() {
    let mut ground = Ground::new();
    let import = open(&ground, BIRTH, Stands::Received);
    let code = taken(&mut ground, import);
    ground.done(HOA, &code, forward(None));
    ground.done(BINH, &code, acknowledge(BINH.0));
    ground.done(BINH, &code, propose("UB"));
    ground.done(CUONG, &code, super::ways::SIGN);
    assert_eq!(ground.dossier(&code).phase, Phase::Signed);
}

#[test]
fn every_field_that_cannot_be_is_told_at_its_place() {
    type Change = fn(&mut Import);
    let cases: [(&str, Change); 15] = [
        ("system", |it| it.system = " ".to_owned()),
        ("foreign", |it| it.foreign = "x".repeat(61)),
        ("case", |it| it.case = Some("none".to_owned())),
        ("sets", |it| it.sets = 0),
        ("apologies", |it| it.apologies = 21),
        ("step", |it| it.owner.step = 9),
        ("received_at", |it| it.received = at("2019-03-11T09:11")),
        ("due", |it| it.due.promised = Moment::Day(date(2019, 3, 1))),
        ("due_legal", |it| it.due.legal = Moment::Day(date(2019, 3, 1))),
        ("due_original", |it| it.due.original = Moment::Day(date(2019, 3, 18))),
        ("paused_since", |it| {
            (it.stands, it.lacks) = (supplementing(), "x".to_owned());
            it.received = at("2019-03-08T08:00");
        }),
        ("lacks", |it| it.stands = supplementing()),
        ("paid_vnd", |it| it.paid = Some((50_001, "1".to_owned()))),
        ("components[none]", |it| it.components = vec![handed("none")]),
        ("applicant.name", |it| it.personal.applicant.name = String::new()),
    ];
    for (place, change) in cases {
        let mut ground = Ground::new();
        let mut import = open(&ground, BIRTH, Stands::Working);
        change(&mut import);
        let counters = ground.memory.counters.clone();
        let refused = take(&mut ground, import).expect_err(place);
        let Refusal::Dossier(wrong) = refused else { panic!("{place}: {refused:?}") };
        let places: Vec<String> = flaws(&wrong).into_iter().map(|at| at.0.to_owned()).collect();
        assert!(places.iter().any(|it| it == place), "{place}: {places:?}");
        assert_eq!(ground.memory.counters, counters, "a refusal draws no number");
    }
}

#[test]
fn offices_people_and_procedures_that_are_not_there_are_refused() {
    let mut ground = Ground::new();
    let mut import = open(&ground, BIRTH, Stands::Working);
    import.owner.account = Some(stream(HOA.0));
    let refused = take(&mut ground, import.clone());
    assert_eq!(refused, Err(Refusal::UnknownAccount), "she works elsewhere");
    import.owner.office = "KHONG".to_owned();
    let unknown = Err(Refusal::UnknownOffice("KHONG".to_owned()));
    assert_eq!(take(&mut ground, import.clone()), unknown);
    import.procedure = "9.999999".to_owned();
    import.owner.office = "UB".to_owned();
    let refused = take(&mut ground, import);
    assert_eq!(refused, Err(Refusal::UnknownProcedure("9.999999".to_owned())));
}

#[test]
fn an_approved_change_is_not_undone_by_another_calendar_and_goes_on_after_a_pause() {
    for (day, promised) in [(date(2019, 3, 29), "2019-04-01"), (date(2019, 4, 22), "2019-04-22")] {
        let mut ground = Ground::new();
        let code = ground.filed(LICENCE);
        ground.done(HOA, &code, change_due(day));
        ground.done(CUONG, &code, crate::dossier::Act::ApproveDueDate);
        let told = day.to_string();
        assert_eq!(ground.due(&code), [promised, told.as_str(), "2019-04-01"]);
        super::clock::declare_off(&mut ground, date(2019, 3, 20));
        let recounted = ground.act(CLOCK, &code, crate::dossier::Act::Recount);
        assert_eq!(recounted, Ok(Vec::new()), "two people set it, and no calendar moves it");
        assert!(
            lines(&ground, &code)
                .iter()
                .any(|line| matches!(line, Line::Set { by: SetBy::TwoPeople, .. }))
        );
        ground.at("2019-03-28T08:00");
        ground.done(HOA, &code, crate::dossier::Act::Exclude { basis: "Điều 77".to_owned() });
        ground.at("2019-04-03T08:00");
        ground.done(HOA, &code, crate::dossier::Act::Resume);
        let legal = match day.month() {
            3 => "2019-04-04", // one day was left
            _ => "2019-04-26", // sixteen were, and 15 April is off
        };
        assert_eq!(ground.due(&code)[1], legal);
    }
}

#[test]
fn a_pause_that_had_ended_before_a_change_was_approved_is_in_it() {
    let mut ground = Ground::new();
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, crate::dossier::Act::Exclude { basis: "Điều 77".to_owned() });
    ground.at("2019-03-18T08:00");
    ground.done(HOA, &code, crate::dossier::Act::Resume);
    ground.done(HOA, &code, change_due(date(2019, 4, 22)));
    ground.done(CUONG, &code, crate::dossier::Act::ApproveDueDate);
    ground.done(CLOCK, &code, crate::dossier::Act::Recount);
    assert_eq!(ground.due(&code)[1], "2019-04-22");
}

#[test]
fn a_supplement_after_an_approved_change_never_brings_the_day_forward() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    ground.done(HOA, &code, change_due(date(2019, 4, 22)));
    ground.done(CUONG, &code, crate::dossier::Act::ApproveDueDate);
    ground.done(HOA, &code, supplement(None));
    ground.at("2019-03-13T08:00");
    ground.done(HOA, &code, COMPLETE);
    assert_eq!(ground.due(&code)[..2], ["2019-04-22", "2019-04-22"]);
}

fn stands() -> impl Strategy<Value = Stands> {
    let since = || {
        (0i64..6)
            .prop_map(|days| crate::time::LawTime(at("2019-03-05T08:00").0 + days * 86_400_000_000))
    };
    let duty = |amount_vnd| Duty {
        payee: "Thuế".to_owned(),
        notice: "1/TB".to_owned(),
        items: vec![DutyItem { name: "Thuế".to_owned(), amount_vnd }],
    };
    prop_oneof![
        Just(Stands::Received),
        Just(Stands::Working),
        since().prop_map(|since| Stands::Supplementing { since, until: None }),
        (since(), 1u64..1_000_000)
            .prop_map(move |(since, sum)| Stands::Paying { since, duty: duty(sum) }),
        since().prop_map(|since| Stands::Excluded { since, basis: "Điều 77".to_owned() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_taken_over_is_stored_and_read_as_it_was_told_with_nothing_personal_in_its_facts(
        stands in stands(), fee in 0u64..1_000_000, later in 0i64..60, apologies in 0u8..3,
    ) {
        let mut ground = Ground::new();
        let mut import = open(&ground, BIRTH, stands.clone());
        let day = date(2019, 3, 5).saturating_add(jiff::ToSpan::days(later));
        import.due.promised = Moment::Day(day);
        import.due.original = Moment::Day(day.min(date(2019, 3, 15)));
        (import.fee_vnd, import.paid, import.apologies) = (fee, None, apologies);
        if matches!(stands, Stands::Supplementing { .. }) {
            import.lacks = "bà Nguyễn Thị Mận thiếu giấy".to_owned();
        }
        let due = import.due;
        let code = taken(&mut ground, import);
        let dossier = ground.dossier(&code).clone();
        let deadline = dossier.deadline.expect("it is due");
        prop_assert_eq!((deadline.promised, deadline.original), (due.promised, due.original));
        prop_assert_eq!(deadline.standing, stands.since().is_some());
        prop_assert_eq!(dossier.open_pause().map(|it| it.from), stands.since());
        let event = AnyEvent::Dossier(ground.told[0].clone());
        let encoded = event.encode();
        for text in ["Mận", "067190000123", "0912345678", "1990-05-17"] {
            prop_assert!(!encoded.facts.contains(text), "`{}` is a fact", text);
        }
        let personal = encoded.personal.as_deref();
        let again = AnyEvent::decode(encoded.kind, 1, &encoded.facts, personal);
        prop_assert_eq!(again.expect("it is read"), event);
        let erased = AnyEvent::decode(encoded.kind, 1, &encoded.facts, None).expect("it is read");
        let folded = State::apply(None, &erased);
        prop_assert_eq!(folded, Some(State::Dossier(Box::new(dossier))));
    }
}
