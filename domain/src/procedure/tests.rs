//! The life of a procedure, and what is found in its descriptions.

use jiff::civil::{Date, date};
use serde_json::json;

use super::diff::{Change, Paper, Part, Sum, diff};
use super::lint::{Against, Rule, Severity, lint};
use super::standard::{Standard, plain_name, standard};
use super::*;
use crate::command::Command as AnyCommand;
use crate::memory::Memory;
use crate::national::{Record, Scope};
use crate::refusal::Refusal;
use crate::state::State;

/// A description without a finding that matters.
pub(super) fn sound() -> Description {
    serde_json::from_value(json!({
        "name": { "vi": "Đăng ký khai sinh", "en": "Birth registration" },
        "field": { "code": "G15-TP07", "name": "Hộ tịch" },
        "levels": ["commune"],
        "subjects": [{ "name": "Công dân Việt Nam" }],
        "executing": [{ "every": { "level": "commune" } }],
        "channels": ["counter", "online"],
        "cases": [{ "id": "usual", "name": "Thông thường" }],
        "components": [
            { "id": "kq1", "code": "000.00.00.G15-KQ000001", "name": "Tờ khai", "kind": "submit",
              "mandatory": true, "originals": 1, "when": "is_late == true" },
            { "id": "id-paper", "name": "Giấy tờ tùy thân", "kind": "present" }
        ],
        "limits": [{ "legal": { "quantity": 5, "unit": "working-day" },
            "committed": { "quantity": 4, "unit": "working-day" } }],
        "fees": [{ "id": "copy", "name": "Bản sao", "amount_vnd": 8000,
            "condition": "8.000 đồng mỗi bản" }],
        "results": [{ "name": "Giấy khai sinh" }],
        "legal_basis": [{ "number": "60/2014/QH13", "from": "2016-01-01" }],
        "instructions": [{ "text": "Nộp hồ sơ" }],
        "steps": [
            { "id": "take", "name": "Tiếp nhận", "role": "clerk",
              "limit": { "quantity": 0.5, "unit": "working-day" } },
            { "id": "examine", "name": "Thẩm tra", "role": "specialist",
              "limit": { "quantity": 3.5, "unit": "working-day" } }
        ],
        "form": { "questions": [{ "id": "is_late", "kind": "yes-no", "label": "Quá 60 ngày?" }],
            "sample": { "is_late": false } }
    }))
    .expect("a description")
}

fn official(name: &str) -> Official {
    Official {
        name: name.to_owned(),
        position: format!("Chức vụ của {name}"),
        office: "UBND".to_owned(),
    }
}

struct Catalogue(Memory);

impl Catalogue {
    fn new() -> Catalogue {
        Catalogue(Memory::new())
    }

    fn tell(&mut self, command: Command) -> Result<usize, Refusal> {
        self.0.tell(&AnyCommand::Procedure(command))
    }

    fn draft(&mut self, number: u32, description: &Description) -> Result<usize, Refusal> {
        self.tell(Command::Draft {
            code: "1.001193".to_owned(),
            number,
            description: Box::new(description.clone()),
            origin: Origin::Files,
        })
    }

    fn review(&mut self, number: u32, name: &str) -> Result<usize, Refusal> {
        let code = "1.001193".to_owned();
        self.tell(Command::Review { code, number, reviewer: official(name) })
    }

    fn publish(&mut self, number: u32, from: Date, approver: &str) -> Result<usize, Refusal> {
        self.tell(Command::Publish(Box::new(Publication {
            code: "1.001193".to_owned(),
            number,
            from,
            to: None,
            decision: decision(),
            reviewer: official("An"),
            approver: official(approver),
        })))
    }

    fn procedure(&self) -> &Procedure {
        match self.0.holder(&code_claim("1.001193")) {
            Some(State::Procedure(procedure)) => procedure,
            other => panic!("{other:?}"),
        }
    }
}

fn decision() -> Decision {
    let agency = "Chủ tịch UBND tỉnh".to_owned();
    Decision { number: "1/QĐ-UBND".to_owned(), date: date(2018, 12, 20), agency }
}

#[test]
fn two_officials_publish_what_one_drafted_and_it_takes_effect_by_itself() {
    let mut catalogue = Catalogue::new();
    let first = sound();
    let mut second = sound();
    second.name.vi = "Đăng ký khai sinh mới".to_owned();
    assert_eq!(catalogue.draft(1, &first), Ok(2));
    assert_eq!(catalogue.draft(1, &first), Ok(0), "the same again tells nothing");
    assert!(matches!(
        catalogue.publish(1, date(2019, 1, 1), "Bình"),
        Err(Refusal::NotReviewed { .. })
    ));
    assert_eq!(catalogue.review(1, "An"), Ok(1));
    assert!(matches!(
        catalogue.publish(1, date(2019, 1, 1), "An"),
        Err(Refusal::OneOfficialOnly(_))
    ));
    assert!(matches!(
        catalogue.publish(1, date(2018, 12, 1), "Bình"),
        Err(Refusal::EffectBeforeDecision { .. })
    ));
    assert_eq!(catalogue.publish(1, date(2019, 1, 1), "Bình"), Ok(1));
    assert_eq!(catalogue.publish(1, date(2019, 1, 1), "Bình"), Ok(0));
    assert!(matches!(catalogue.draft(1, &second), Err(Refusal::RevisionClosed { .. })));
    assert!(matches!(
        catalogue.draft(3, &second),
        Err(Refusal::NotTheNextRevision { expected: 2, .. })
    ));
    assert_eq!(catalogue.draft(2, &second), Ok(2));
    assert_eq!(catalogue.review(2, "An"), Ok(1));
    assert!(matches!(
        catalogue.publish(2, date(2019, 1, 1), "Bình"),
        Err(Refusal::DateNotLater { .. })
    ));
    assert_eq!(catalogue.publish(2, date(2026, 7, 1), "Bình"), Ok(1));
    let at = |day| catalogue.procedure().at(day).map(|head| head.number);
    assert_eq!(at(date(2018, 12, 31)), None);
    assert_eq!(at(date(2019, 12, 16)), Some(1));
    assert_eq!((at(date(2026, 6, 30)), at(date(2026, 7, 1))), (Some(1), Some(2)));
}

#[test]
fn a_review_holds_for_what_was_reviewed() {
    let mut catalogue = Catalogue::new();
    assert_eq!(catalogue.draft(1, &sound()), Ok(2));
    assert_eq!(catalogue.review(1, "An"), Ok(1));
    let mut changed = sound();
    changed.sets = Some(2);
    assert_eq!(catalogue.draft(1, &changed), Ok(2));
    let published = catalogue.publish(1, date(2019, 1, 1), "Bình");
    assert!(matches!(published, Err(Refusal::NotReviewed { .. })));
    let code = "1.001193".to_owned();
    assert_eq!(catalogue.tell(Command::Drop { code: code.clone(), number: 1 }), Ok(1));
    assert_eq!(catalogue.tell(Command::Drop { code, number: 1 }), Ok(0));
    assert_eq!(catalogue.procedure().next_number(), 2, "a number is used once");
}

#[test]
fn an_end_is_final_and_ends_what_is_in_force() {
    let mut catalogue = Catalogue::new();
    catalogue.draft(1, &sound()).expect("drafted");
    catalogue.review(1, "An").expect("reviewed");
    catalogue.publish(1, date(2019, 1, 1), "Bình").expect("published");
    let end = |on| Command::End { code: "1.001193".to_owned(), on, decision: decision() };
    assert_eq!(catalogue.tell(end(date(2020, 6, 30))), Ok(1));
    assert_eq!(catalogue.tell(end(date(2020, 6, 30))), Ok(0));
    assert!(matches!(catalogue.tell(end(date(2021, 1, 1))), Err(Refusal::ProcedureEnded(_))));
    let procedure = catalogue.procedure();
    assert!(procedure.at(date(2020, 6, 30)).is_some() && procedure.at(date(2020, 7, 1)).is_none());
}

#[test]
fn a_question_never_changes_its_kind_under_its_id() {
    let mut catalogue = Catalogue::new();
    catalogue.draft(1, &sound()).expect("drafted");
    catalogue.review(1, "An").expect("reviewed");
    catalogue.publish(1, date(2019, 1, 1), "Bình").expect("published");
    let mut without = sound();
    without.form = None;
    without.components[0].when = None;
    catalogue.draft(2, &without).expect("a revision may ask nothing");
    catalogue.review(2, "An").expect("reviewed");
    catalogue.publish(2, date(2020, 1, 1), "Bình").expect("published");
    let mut other = without;
    other.form = serde_json::from_value(json!({
        "questions": [{ "id": "is_late", "kind": "number", "label": "?" }],
        "sample": { "is_late": 3 } }))
    .expect("a form");
    assert!(matches!(catalogue.draft(3, &other), Err(Refusal::QuestionChangedKind { .. })));
}

#[test]
fn what_is_faulty_is_no_draft_and_what_is_wrong_is_not_published() {
    let mut catalogue = Catalogue::new();
    let mut faulty = sound();
    faulty.requirements = Some("<script>alert(1)</script>".into());
    assert!(matches!(catalogue.draft(1, &faulty), Err(Refusal::FaultyDescription { .. })));
    let mut wrong = sound();
    wrong.legal_basis[0].from = Some(date(2020, 1, 1));
    assert_eq!(catalogue.draft(1, &wrong), Ok(2));
    catalogue.review(1, "An").expect("reviewed");
    let refused = catalogue.publish(1, date(2019, 1, 1), "Bình");
    let Err(Refusal::FaultyDescription { finding, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((finding.rule, finding.place.as_str()), (Rule::BasisLater, "legal_basis[0]"));
}

/// Which rules a change of the sound description breaks.
fn broken(change: impl FnOnce(&mut Description)) -> Vec<Rule> {
    let mut of = sound();
    change(&mut of);
    let against = Against { from: Some(date(2019, 12, 16)), ..Against::default() };
    let rules = lint(&of, &against).into_iter().map(|finding| finding.rule);
    rules.filter(|rule| rule.severity() > Severity::Notice).collect()
}

#[test]
fn every_finding_is_found_and_a_sound_description_has_none() {
    let span = |quantity, unit| Some(Span { quantity: Quantity::whole(quantity), unit });
    use super::description::{Level2022, Limit, Quantity, Span, Unit};
    assert_eq!(broken(|_| {}), []);
    assert_eq!(broken(|of| of.subjects.clear()), [Rule::PartMissing]);
    assert_eq!(
        broken(|of| of.limits[0].committed = span(6, Unit::WorkingDay)),
        [Rule::CommittedOverLegal, Rule::StepsDoNotAddUp]
    );
    assert_eq!(broken(|of| of.limits[0].legal = span(5, Unit::CalendarDay)), [Rule::UnitsDisagree]);
    assert_eq!(
        broken(|of| of.limits.push(Limit {
            case: Some("usual".to_owned()),
            legal: span(7, Unit::WorkingDay),
            committed: span(4, Unit::WorkingDay),
            ..Limit::default()
        })),
        [Rule::LimitsDisagree]
    );
    assert_eq!(broken(|of| of.limits[0].legal = None), [Rule::LimitInWords]);
    assert_eq!(broken(|of| of.fees[0].amount_vnd = Some(0)), [Rule::FeeZero]);
    assert_eq!(broken(|of| of.fees[0].amount_vnd = Some(100)), [Rule::FeeDiffers]);
    assert_eq!(broken(|of| of.components[0].originals = 0), [Rule::NoteAsPaper]);
    assert_eq!(broken(|of| of.components[0].mandatory = false), [Rule::NothingMandatory]);
    assert_eq!(broken(|of| of.legal_basis[0].to = Some(date(2018, 1, 1))), [Rule::BasisExpired]);
    assert_eq!(
        broken(|of| of.steps[0].limit = span(2, Unit::WorkingDay).expect("a span")),
        [Rule::StepsDoNotAddUp]
    );
    assert_eq!(
        broken(|of| {
            of.online.level_2011 = Some(1);
            of.online.level_2022 = Some(Level2022::Full);
        }),
        [Rule::LevelsDisagree]
    );
    assert_eq!(broken(|of| of.components[1].id = "kq1".to_owned()), [Rule::Twice]);
    assert_eq!(broken(|of| of.cases[0].id = "Đ".to_owned()), [Rule::BadId]);
    assert_eq!(broken(|of| of.components[1].cases = vec!["moon".to_owned()]), [Rule::UnknownCase]);
    assert_eq!(
        broken(|of| of.fees[0].when = Some("nobody == 1".to_owned())),
        [Rule::UnknownQuestion]
    );
    assert_eq!(broken(|of| of.fees[0].when = Some("1 +".to_owned())), [Rule::Condition]);
    assert_eq!(broken(|of| of.limits[0].cutoff_hour = Some(25)), [Rule::BadHour]);
    assert_eq!(broken(|of| of.online.level_2011 = Some(5)), [Rule::BadLevel]);
}

fn record(description: Description) -> Record {
    Record {
        code: "1.001193".to_owned(),
        promulgator: "Bộ Tư pháp".to_owned(),
        scope: Scope::National,
        decision: None,
        decided: None,
        description,
    }
}

#[test]
fn standardised_means_equal_in_the_structured_fields() {
    let mut national = sound();
    national.name.vi = "Thủ tục đăng ký khai sinh.".to_owned();
    national.instructions[0].text = "Lời khác".into();
    national.limits[0].committed = None;
    let same = record(national.clone());
    assert_eq!(standard(&sound(), Some("1.001193.H16"), Some(&same)), Standard::Equal);
    assert_eq!(standard(&sound(), Some("1.001193"), None), Standard::NotComparable);
    national.components[0].copies = 2;
    national
        .legal_basis
        .push(LegalBasis { number: "123/2015/NĐ-CP".to_owned(), ..LegalBasis::default() });
    use super::description::LegalBasis;
    let other = record(national);
    let Standard::Differs(differences) = standard(&sound(), None, Some(&other)) else {
        panic!("they differ");
    };
    let parts: Vec<&str> = differences.iter().map(|one| one.part).collect();
    assert_eq!(parts, ["components", "legal_basis"]);
    assert_eq!(differences[1].theirs, "123/2015/NĐ-CP");
    assert_eq!(plain_name("THỦ TỤC  Đăng ký;"), "đăng ký");
}

#[test]
fn what_changed_is_told_and_nothing_else() {
    use super::description::{Quantity, Span, Unit};
    assert_eq!(diff(&sound(), &sound()), []);
    let old = sound();
    let mut new = sound();
    let span = |quantity| Span { quantity: Quantity::whole(quantity), unit: Unit::WorkingDay };
    new.limits[0].committed = Some(span(3));
    new.components[0].originals = 2;
    new.components.remove(1);
    new.fees[0].amount_vnd = Some(5000);
    new.channels.push(description::Channel::Post);
    let changes = diff(&old, &new);
    assert_eq!(
        changes,
        [
            Change::Committed(None, Some(span(4)), Some(span(3))),
            Change::Removed(Part::Component, "Giấy tờ tùy thân".into()),
            Change::Paper("Tờ khai".into(), Paper::Quantity((1, 0), (2, 0))),
            Change::Fee("Bản sao".into(), None, Sum::Dong(8000), Sum::Dong(5000)),
            Change::ChannelsAdded(vec![description::Channel::Post]),
        ]
    );
}

#[test]
fn what_becomes_free_is_told_as_free() {
    let (old, mut new) = (sound(), sound());
    new.fees[0].amount_vnd = None;
    let told = |new: &_| diff(&old, new).pop();
    let change = |now| Some(Change::Fee("Bản sao".into(), None, Sum::Dong(8000), now));
    assert_eq!(told(&new), change(Sum::Words));
    new.fees[0].amount_vnd = Some(0);
    assert_eq!(told(&new), change(Sum::Words), "a bare zero is no exemption");
    new.fees[0].exempt = true;
    assert_eq!(told(&new), change(Sum::Free));
}

#[test]
fn a_sum_of_one_case_says_whose_it_is() {
    let case = |id: &str| description::Case {
        id: id.to_owned(),
        name: format!("Trường hợp {id}").as_str().into(),
        ..description::Case::default()
    };
    let mut old = sound();
    old.cases = vec![case("a"), case("b")];
    let mut new = old.clone();
    new.fees[0].case = Some("b".to_owned());
    new.fees[0].amount_vnd = Some(5000);
    let told = diff(&old, &new).pop();
    let who = Some("Trường hợp b".into());
    let fee = Change::Fee("Bản sao".into(), who, Sum::Dong(8000), Sum::Dong(5000));
    assert_eq!(told, Some(fee));
}

#[test]
fn a_paper_under_a_new_id_is_asked_about() {
    let before = sound();
    let mut now = sound();
    now.components[1].id = "identity".to_owned();
    now.components[1].name = "Giấy tờ tùy thân còn hạn".into();
    let against = Against { before: Some(&before), ..Against::default() };
    let found = lint(&now, &against);
    let question = found.iter().find(|it| it.rule == Rule::SamePaper).expect("it is asked");
    assert_eq!(question.about[2], "id-paper");
}

#[test]
fn rules_have_names_of_their_own() {
    let mut keys: Vec<&str> = Rule::ALL.iter().map(|rule| rule.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| !rule.source().is_empty()));
}
