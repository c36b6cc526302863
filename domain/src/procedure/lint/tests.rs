//! Each rule with a description that breaks it and one, close by, that does not.

use jiff::civil::date;

use super::{Against, Finding, Rule, Severity, lint};
use crate::national::{Record, Scope};
use crate::procedure::description::{
    Channel, ComponentKind, Description, LegalBasis, Limit, Named, Quantity, Span, Unit,
};
use crate::procedure::tests::sound;

/// What makes one description of another.
type Change = fn(&mut Description);

fn span(amount: f64, unit: Unit) -> Option<Span> {
    Some(Span { quantity: Quantity::of(amount)?, unit })
}

/// What is found in a changed description that takes effect on 16 December 2019.
fn found(change: impl FnOnce(&mut Description)) -> Vec<Finding> {
    let mut of = sound();
    change(&mut of);
    let against = Against { from: Some(date(2019, 12, 16)), ..Against::default() };
    let mut found = lint(&of, &against);
    found.retain(|finding| finding.rule.severity() > Severity::Notice);
    found
}

/// The same, as rules at places.
fn at(change: impl FnOnce(&mut Description)) -> Vec<(Rule, String)> {
    found(change).into_iter().map(|finding| (finding.rule, finding.place)).collect()
}

fn one(rule: Rule, place: &str) -> Vec<(Rule, String)> {
    vec![(rule, place.to_owned())]
}

#[test]
fn each_mandatory_part_is_missed_at_its_name() {
    let parts: [(&str, Change); 6] = [
        ("field", |of| of.field.name = "".into()),
        ("instructions", |of| of.instructions.clear()),
        ("channels", |of| of.channels.clear()),
        ("subjects", |of| of.subjects.clear()),
        ("executing", |of| of.executing.clear()),
        ("limits", |of| of.limits.clear()),
    ];
    for (part, change) in parts {
        assert_eq!(at(change), one(Rule::PartMissing, part));
    }
    let only_notes = at(|of| {
        of.components.iter_mut().for_each(|paper| paper.kind = ComponentKind::Note);
    });
    assert_eq!(only_notes, one(Rule::PartMissing, "components"), "notes are no papers");
    assert_eq!(at(|of| of.fees.clear()), [], "a fee is told only where there is one");
    assert_eq!(at(|of| of.requirements = None), [], "and so are requirements");
}

#[test]
fn one_time_has_one_unit() {
    let committed = at(|of| of.limits[0].legal = span(5.0, Unit::CalendarDay));
    assert_eq!(committed, one(Rule::UnitsDisagree, "limits[0]"));
    let row = |case: Option<&str>, channel, legal| Limit {
        case: case.map(str::to_owned),
        channel,
        legal,
        committed: span(4.0, Unit::WorkingDay),
        ..Limit::default()
    };
    let told = found(|of| {
        of.limits[0].committed = None;
        of.steps.clear();
        let legal = span(5.0, Unit::CalendarDay);
        of.limits.push(Limit { committed: None, ..row(Some("usual"), None, legal) });
    });
    assert_eq!((told[0].rule, told[0].place.as_str()), (Rule::UnitsDisagree, "limits[1]"));
    assert_eq!(told[0].about, ["working-day", "calendar-day"]);
    let by_channel = at(|of| {
        of.limits[0].channel = Some(Channel::Counter);
        of.limits.push(row(None, Some(Channel::Online), span(7.0, Unit::WorkingDay)));
    });
    assert_eq!(by_channel, [], "two channels may have two times");
    let by_amount = at(|of| of.limits.push(row(Some("usual"), None, span(7.0, Unit::WorkingDay))));
    assert_eq!(by_amount, one(Rule::LimitsDisagree, "limits[1]"));
}

#[test]
fn a_promise_is_at_most_what_the_law_allows() {
    let more = at(|of| {
        of.limits[0].committed = span(5.5, Unit::WorkingDay);
        of.steps.clear();
    });
    assert_eq!(more, one(Rule::CommittedOverLegal, "limits[0]"));
    let equal = at(|of| {
        of.limits[0].committed = span(5.0, Unit::WorkingDay);
        of.steps.clear();
    });
    assert_eq!(equal, []);
}

#[test]
fn a_zero_is_free_only_when_something_says_so() {
    let zero = |words: &str, exempt: bool| {
        found(|of| {
            of.fees[0].amount_vnd = Some(0);
            of.fees[0].exempt = exempt;
            of.fees[0].condition = (!words.is_empty()).then(|| words.into());
        })
    };
    for words in [
        "",
        "Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho người khuyết tật",
        "Miễn lệ phí cho người thuộc gia đình có công với cách mạng",
        "Phí thẩm định: 150.000 đồng/hồ sơ",
    ] {
        let told = zero(words, false);
        assert_eq!((told[0].rule, told[0].place.as_str()), (Rule::FeeZero, "fees[0]"), "{words}");
        assert!(words.starts_with(&told[0].about[0]), "its words are told");
    }
    for words in
        ["Miễn lệ phí. Phí cấp bản sao theo Thông tư", "(Miễn lệ phí.)", "Không", "Không thu phí"]
    {
        assert_eq!(zero(words, false), [], "{words}");
    }
    assert_eq!(zero("", true), [], "the province says that it is waived");
}

#[test]
fn a_sum_is_one_that_its_words_name() {
    let sum = |sum, words: &str| {
        at(|of| {
            of.fees[0].amount_vnd = Some(sum);
            of.fees[0].condition = Some(words.into());
        })
    };
    assert_eq!(sum(100, "100.000 đồng"), one(Rule::FeeDiffers, "fees[0]"));
    assert_eq!(sum(100_000, "100.000 đồng"), []);
    assert_eq!(sum(50_000, "50.000đ/bản tại phường; 25.000 đồng tại xã"), []);
    assert_eq!(sum(50_000, "Thông tư số 281/2016/TT-BTC"), [], "a number of a text is no sum");
}

#[test]
fn a_row_without_originals_or_copies_is_a_note_unless_it_is_only_shown() {
    let row = |kind| {
        at(|of| {
            of.components[0].originals = 0;
            of.components[0].kind = kind;
            of.components[1].mandatory = true;
        })
    };
    assert_eq!(row(ComponentKind::Submit), one(Rule::NoteAsPaper, "components[0]"));
    assert_eq!(row(ComponentKind::Eform), one(Rule::NoteAsPaper, "components[0]"));
    assert_eq!(row(ComponentKind::Present), []);
    assert_eq!(row(ComponentKind::Note), []);
}

#[test]
fn a_legal_text_is_in_force_on_the_first_day() {
    let basis = |from, to| {
        at(|of| {
            of.legal_basis[0] =
                LegalBasis {
                    number: "1/2015/NĐ-CP".to_owned(), from, to, ..LegalBasis::default()
                };
        })
    };
    let (first, next, last) = (date(2019, 12, 16), date(2019, 12, 17), date(2019, 12, 15));
    assert_eq!(basis(Some(next), None), one(Rule::BasisLater, "legal_basis[0]"));
    assert_eq!(basis(None, Some(last)), one(Rule::BasisExpired, "legal_basis[0]"));
    assert_eq!(basis(Some(first), Some(first)), []);
    assert_eq!(basis(None, None), [], "what is not known is no finding");
    let issued_later = at(|of| {
        of.legal_basis[0].from = None;
        of.legal_basis[0].issued = Some(next);
    });
    assert_eq!(issued_later, one(Rule::BasisLater, "legal_basis[0]"));
}

#[test]
fn steps_add_up_to_what_is_promised() {
    let told = found(|of| of.steps[1].limit = span(3.0, Unit::WorkingDay).expect("a span"));
    assert_eq!((told[0].rule, told[0].place.as_str()), (Rule::StepsDoNotAddUp, "limits[0]"));
    assert_eq!(told[0].about, ["3.5", "4"]);
    let other_unit = at(|of| of.steps[1].limit = span(3.5, Unit::CalendarDay).expect("a span"));
    assert_eq!(other_unit, one(Rule::StepsDoNotAddUp, "limits[0]"));
    let without = at(|of| of.steps.clear());
    assert_eq!(without, [], "a province may keep its process elsewhere");
    let same_day = |unit| {
        at(|of| {
            of.limits[0].legal = span(0.0, Unit::SameDay);
            of.limits[0].committed = None;
            of.steps.iter_mut().for_each(|step| step.limit = Span { unit, ..Span::default() });
        })
    };
    assert_eq!(same_day(Unit::SameDay), []);
    assert_eq!(same_day(Unit::WorkingDay), one(Rule::StepsDoNotAddUp, "limits[0]"));
}

/// Parts in which the sound description differs from a changed national one.
fn differences(change: impl FnOnce(&mut Description)) -> Vec<Finding> {
    let mut national = sound();
    change(&mut national);
    let record = Record {
        code: "1.001193".to_owned(),
        promulgator: "Bộ Tư pháp".to_owned(),
        scope: Scope::National,
        decision: None,
        decided: None,
        description: national,
    };
    let against = Against { national: Some(&record), code: Some("1.001193"), ..Against::default() };
    let mut found = lint(&sound(), &against);
    found.retain(|finding| finding.rule == Rule::NationalDiffers);
    found
}

#[test]
fn a_difference_from_the_national_record_is_told_in_its_part() {
    let changes: [(&str, Change); 9] = [
        ("name", |of| of.name.vi = "Đăng ký lại khai sinh".to_owned()),
        ("field", |of| of.field.code = Some("G15-TP08".to_owned())),
        ("levels", |of| of.levels.push("province".to_owned())),
        ("subjects", |of| of.subjects.clear()),
        ("components", |of| of.components[0].copies = 1),
        ("components", |of| of.components[1].code = Some("KQ2".to_owned())),
        ("limits", |of| of.limits[0].legal = span(6.0, Unit::WorkingDay)),
        ("results", |of| of.results[0].name = "Trích lục".into()),
        ("legal_basis", |of| of.legal_basis[0].number = "61/2014/QH13".to_owned()),
    ];
    for (part, change) in changes {
        let told = differences(change);
        let places: Vec<&str> = told.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(places, [part]);
    }
}

#[test]
fn prose_and_spelling_are_no_difference() {
    let same: [Change; 8] = [
        |of| of.name.vi = "Thủ tục đăng ký khai sinh.".to_owned(),
        |of| of.instructions[0].text = "Lời khác".into(),
        |of| of.fees.clear(),
        |of| of.limits[0].committed = None,
        |of| of.limits.push(Limit { legal: span(1.0, Unit::Other), ..Limit::default() }),
        |of| of.legal_basis[0].number = "Luật số 060/2014/QH13".to_owned(),
        |of| of.components[0].name = "Tờ khai đăng ký khai sinh theo mẫu".into(),
        |of| {
            let code = Some("ĐT1".to_owned());
            of.subjects = vec![Named { code, name: "Công dân Việt Nam".into() }];
        },
    ];
    for (at, change) in same.into_iter().enumerate() {
        assert_eq!(differences(change), [], "change {at}");
    }
}
