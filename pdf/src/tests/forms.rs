//! What each form says in its states.

use domain::calendar::{OfficialForm, RuleSet};
use jiff::civil::date;

use super::seen::Seen;
use crate::{
    Apology, ControlSheet, FeeReceipt, Form, Kind, Payment, Refusal, Register, Slip, Stop,
    SupplementRequest, Title,
};

#[derive(serde::Deserialize)]
struct Rules {
    rules: Vec<RuleSet>,
}

fn rules() -> Vec<RuleSet> {
    let text = include_str!("../../../province/dak-nong/rules.toml");
    toml::from_str::<Rules>(text).expect("the province's rules are read").rules
}

#[expect(clippy::needless_pass_by_value, reason = "each test makes a form to ask about")]
fn says(form: Form, words: &str) -> bool {
    let solid: String = words.split_whitespace().collect();
    Seen::of(&form).all.contains(&solid)
}

/// The forms with a place for the title of a set of rules.
fn titled(form: OfficialForm, title: Title) -> Form {
    match form {
        OfficialForm::Slip => Form::Slip(Slip { title, ..Slip::sample() }),
        OfficialForm::SupplementRequest => {
            Form::SupplementRequest(SupplementRequest { title, ..SupplementRequest::sample() })
        }
        OfficialForm::Refusal => Form::Refusal(Refusal { title, ..Refusal::sample() }),
        OfficialForm::Apology => Form::Apology(Apology { title, ..Apology::sample() }),
        OfficialForm::Stop => Form::Stop(Stop { title, ..Stop::sample() }),
        OfficialForm::ControlSheet => {
            Form::ControlSheet(ControlSheet { title, ..ControlSheet::sample() })
        }
        OfficialForm::Register => Form::Register(Register { title, ..Register::sample() }),
    }
}

#[test]
fn every_form_of_every_set_of_rules_prints_its_number_title_and_source() {
    let mut printed = 0;
    for set in rules() {
        for named in &set.forms {
            let title = Title::of(&set, named.form).expect("the set names it");
            assert_eq!((&title.number, &title.title), (&named.number, &named.title.vi));
            assert!(set.source.ends_with(&title.source), "{}", title.source);
            let form = titled(named.form, title.clone());
            let seen = Seen::of(&form);
            seen.assert_whole(&form, &title.title);
            let foot = format!("Mẫusố{}({})", title.number, title.source.replace(' ', ""));
            assert!(seen.all.contains(&foot), "{foot}");
            printed += 1;
        }
    }
    assert_eq!(printed, 4 + 6 + 7, "QĐ 09/2015, TT 01/2018 and TT 03/2025");
}

#[test]
fn samples_bear_the_titles_of_the_newest_rules() {
    let rules = rules();
    let newest = RuleSet::in_force(&rules, date(2026, 7, 13)).expect("there are rules");
    let of = |form| Title::of(newest, form);
    assert_eq!(of(OfficialForm::Slip), Some(Slip::sample().title));
    assert_eq!(of(OfficialForm::SupplementRequest), Some(SupplementRequest::sample().title));
    assert_eq!(of(OfficialForm::Refusal), Some(Refusal::sample().title));
    assert_eq!(of(OfficialForm::Apology), Some(Apology::sample().title));
    assert_eq!(of(OfficialForm::Stop), Some(Stop::sample().title));
    assert_eq!(of(OfficialForm::ControlSheet), Some(ControlSheet::sample().title));
    assert_eq!(of(OfficialForm::Register), Some(Register::sample().title));
    let earlier = RuleSet::in_force(&rules, date(2019, 1, 1)).expect("there are rules");
    assert_eq!(Title::of(earlier, OfficialForm::Apology), Some(Apology::sample_2018().title));
    assert_eq!(Title::of(earlier, OfficialForm::Stop), None);
}

#[test]
fn a_slip_says_in_which_form_each_paper_came() {
    for (kind, words) in [
        (Kind::Original, "Bản chính"),
        (Kind::CertifiedCopy, "Bản sao"),
        (Kind::Photocopy, "Bản chụp"),
        (Kind::Electronic, "Bản điện tử"),
    ] {
        let mut slip = Slip::sample();
        slip.components.truncate(1);
        slip.components[0].kind = kind;
        assert!(says(Form::Slip(slip), &format!("Đơn đề nghị cấp giấy phép xây dựng{words}1")));
    }
}

#[test]
fn a_slip_says_how_the_fees_stand() {
    let with = |payment| Form::Slip(Slip { payment, ..Slip::sample() });
    assert!(says(with(Payment::Due), "75.000 đồng – chưa nộp."));
    assert!(says(with(Payment::OnCollection), "75.000 đồng – nộp khi nhận kết quả."));
    let exempt = Payment::Exempt { basis: "NQ 01/2020/NQ-HĐND".to_owned() };
    assert!(says(with(exempt), "được miễn theo NQ 01/2020/NQ-HĐND"));
    let paid = |receipt: &str| Payment::Paid { on: date(2026, 7, 3), receipt: receipt.to_owned() };
    assert!(says(with(paid("0001234")), "đã nộp ngày 03/07/2026, biên lai số 0001234."));
    assert!(says(with(paid("")), "đã nộp ngày 03/07/2026."));
    let free = Slip { fees: Vec::new(), payment: Payment::Due, ..Slip::sample() };
    assert!(!says(Form::Slip(free), "Phí, lệ phí"), "no fee is no fee of nothing");
}

#[test]
fn several_fees_are_told_line_by_line() {
    let mut slip = Slip::sample();
    slip.fees = FeeReceipt::sample().lines;
    assert!(says(Form::Slip(slip.clone()), "7. Phí, lệ phí (đã nộp ngày 13/07/2026"));
    assert!(says(
        Form::Slip(slip),
        "– Phí khai thác, sử dụng tài liệu đất đai: 130.000 đồng (Giảm 50 %)"
    ));
}

#[test]
fn who_cannot_write_has_a_place_for_a_finger() {
    assert!(says(Form::Slip(Slip::sample()), "NGƯỜI NỘP HỒ SƠ (Điểm chỉ)"));
    let mut slip = Slip::sample();
    slip.giver.by = crate::Signed::Hand;
    assert!(!says(Form::Slip(slip), "Điểm chỉ"));
}

#[test]
fn a_calendar_that_is_not_decided_is_told() {
    assert!(says(Form::Slip(Slip::sample()), "Lịch tạm tính"));
    let sure = Slip { provisional: false, ..Slip::sample() };
    assert!(!says(Form::Slip(sure), "tạm tính"));
}

#[test]
fn a_slip_names_the_submitter_only_where_it_is_another() {
    assert!(says(Form::Slip(Slip::sample()), "Người nộp hồ sơ: H'Bia Niê Kđăm"));
    let own = Slip { submitter: None, ..Slip::sample() };
    assert!(!says(Form::Slip(own), "Người nộp hồ sơ:"));
}

#[test]
fn the_apology_of_2018_asks_for_nothing() {
    assert!(says(Form::Apology(Apology::sample()), "đề nghị gia hạn thời gian giải quyết hồ sơ"));
    let old = Apology::sample_2018();
    assert!(!says(Form::Apology(old.clone()), "gia hạn"));
    assert!(says(Form::Apology(old), "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"));
}

#[test]
fn a_hand_over_that_nobody_acknowledged_says_so() {
    assert!(says(Form::ControlSheet(ControlSheet::sample()), "2. Nhận: chưa nhận"));
    let mut sheet = ControlSheet::sample();
    sheet.rows.truncate(2);
    assert!(!says(Form::ControlSheet(sheet.clone()), "chưa nhận"));
    assert!(says(Form::ControlSheet(sheet), "Nhận: 15 giờ 41 phút, ngày 17 tháng 7 năm 2026"));
}

#[test]
fn a_receipt_tells_its_sum_in_digits_and_words() {
    let receipt = FeeReceipt::sample();
    assert_eq!(receipt.total_vnd(), 205_000);
    assert!(says(Form::FeeReceipt(receipt.clone()), "Tổng cộng 205.000"));
    assert!(says(Form::FeeReceipt(receipt), "Hai trăm lẻ năm nghìn đồng."));
}

#[test]
fn a_voided_receipt_says_so_twice_and_another_never() {
    let voided = Seen::of(&Form::FeeReceipt(FeeReceipt::sample_voided())).all;
    assert!(voided.contains("Biênlaiđãhủyngày14/07/2026") && voided.contains("ĐÃHỦY"));
    let good = Seen::of(&Form::FeeReceipt(FeeReceipt::sample())).all.to_lowercase();
    assert!(!good.contains("hủy"));
}
