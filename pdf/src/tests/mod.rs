//! What holds for every form, and what each one says.

mod forms;
mod seen;

use proptest::prelude::*;
use serde_json::Value;

use crate::{Contact, Copy, Error, Form, Kind, Register, Slip, render, typeset, unprintable};
use seen::Seen;

#[test]
fn every_sample_holds_all_that_it_was_given_and_nothing_runs_over() {
    for (name, form) in Form::samples() {
        Seen::of(&form).assert_whole(&form, name);
    }
}

#[test]
fn a_file_conforms_and_names_itself_in_vietnamese_with_its_date() {
    for (name, form) in Form::samples() {
        let bytes = render(&form).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = String::from_utf8_lossy(&bytes);
        for part in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<rdf:li>vi-VN</rdf:li>",
            "<xmp:CreateDate>2026-07-13T",
            "+07:00</xmp:CreateDate>",
            "<xmp:CreatorTool>motcua</xmp:CreatorTool>",
            "/FontFile2",
        ] {
            assert!(text.contains(part), "{name}: {part}");
        }
        let title = match &form {
            Form::Slip(slip) => &slip.title.title,
            Form::HandOverList(_) => "Danh sách bàn giao hồ sơ",
            Form::FeeReceipt(_) => "Biên lai thu phí, lệ phí",
            Form::Report(_) => "Tình hình, kết quả giải quyết thủ tục hành chính",
            Form::SupplementRequest(form) => &form.title.title,
            Form::Refusal(form) => &form.title.title,
            Form::Apology(form) => &form.title.title,
            Form::Stop(form) => &form.title.title,
            Form::ControlSheet(form) => &form.title.title,
            Form::Register(form) => &form.title.title,
        };
        assert!(text.contains(&format!("<rdf:li xml:lang=\"x-default\">{title}")), "{name}");
    }
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let form = Form::Slip(Slip::sample());
    let (once, again) = (render(&form).ok(), render(&form).ok());
    assert!(once.is_some() && once == again);
}

#[test]
fn two_desks_print_at_the_same_time() {
    let alone = render(&Form::Slip(Slip::sample())).ok();
    let desks: Vec<_> =
        (0..2).map(|_| std::thread::spawn(|| render(&Form::Slip(Slip::sample())).ok())).collect();
    for desk in desks {
        assert!(desk.join().expect("no desk falls") == alone);
    }
}

#[test]
fn letters_without_a_shape_are_refused_by_name_and_known_before() {
    let mut slip = Slip::sample();
    slip.subject.applicant.name = "Trần 漢 😀".to_owned();
    let error = render(&Form::Slip(slip)).expect_err("no such letter");
    assert_eq!(error.to_string(), "the typeface has no letter for 漢 (U+6F22), 😀 (U+1F600)");
    assert_eq!(unprintable("Trần 漢 😀 漢"), ['漢', '😀']);
    assert_eq!(unprintable("H'Bia Niê Kđăm Č ƀ ŭ Ê ƀĕ ẤẪẨẬ ỖỔỐỒ ƯỮ ỳỷỹỵ ₫ – … “”"), [' '; 0]);
}

#[test]
fn an_address_beyond_a_qr_code_is_refused() {
    let mut slip = Slip::sample();
    slip.tracking = "x".repeat(5000);
    assert!(matches!(render(&Form::Slip(slip)), Err(Error::Address(5000))));
}

#[test]
fn what_looks_like_markup_is_printed_as_it_is() {
    let mut slip = Slip::sample();
    slip.subject.applicant.name =
        "*An* _Bình_ #panic() $x$ <y> @z = `raw` // \\ ~ -- '\"".to_owned();
    let form = Form::Slip(slip);
    Seen::of(&form).assert_whole(&form, "markup");
}

#[test]
fn a_page_too_many_is_no_page_of_the_other_copy() {
    let mut slip = Slip::sample();
    slip.components = (0..60)
        .map(|number| crate::Component {
            name: format!("Giấy tờ số {number} chứng minh quyền sử dụng đất theo quy định"),
            kind: Kind::Photocopy,
            count: number,
            note: format!("Ghi chú {number}"),
        })
        .collect();
    let form = Form::Slip(slip);
    let seen = Seen::of(&form);
    seen.assert_whole(&form, "sixty components");
    let pages = seen.pages.len();
    assert!(pages >= 6 && pages.is_multiple_of(2), "{pages}");
    let half = pages / 2;
    for (index, page) in seen.pages.iter().enumerate() {
        let number = format!("Trang{}/{half}", index % half + 1);
        assert!(page.contains(&number), "{number}: {page}");
        let copy = if index < half { "Liên1:Giaongườinộp" } else { "Liên2:Lưu" };
        assert!(page.contains(copy), "{index}: {page}");
        let has_rows = page.contains("Giấytờsố");
        assert!(!has_rows || page.contains("TTTêngiấytờHìnhthức"), "{index}: no head");
    }
}

#[test]
fn a_slip_of_usual_size_takes_one_page_a_copy() {
    let pages = |slip| Seen::of(&Form::Slip(slip)).pages.len();
    assert_eq!(pages(Slip::sample()), 2);
    assert_eq!(pages(Slip { copies: vec![Copy::Submitter], ..Slip::sample() }), 1);
}

#[test]
fn a_register_repeats_its_head_on_every_page() {
    let mut register = Register::sample();
    let row = register.rows[0].clone();
    register.rows = (1..=90)
        .map(|number| crate::Entry {
            number,
            code: format!("H16-260713-{number:04}"),
            ..row.clone()
        })
        .collect();
    let form = Form::Register(register);
    let seen = Seen::of(&form);
    assert!(seen.pages.len() > 3, "{}", seen.pages.len());
    for page in &seen.pages {
        assert!(page.contains("STTMãhồsơTênTTHC") && page.contains("Phươngthức"), "{page}");
        assert!(page.contains("123456789101112131415"), "the columns are numbered: {page}");
    }
    seen.assert_whole(&form, "90 rows");
}

#[test]
fn what_is_missing_leaves_dots_to_write_on() {
    let mut slip = Slip::sample();
    slip.subject.applicant = Contact { name: "Bia".to_owned(), ..Contact::default() };
    slip.submitter = None;
    let seen = Seen::of(&Form::Slip(slip));
    for label in ["Địachỉ:....", "Sốđiệnthoại:....", "Email:...."] {
        assert!(seen.all.contains(label), "{label}");
    }
}

/// Texts as people type them, and as nobody should. Words begin with a letter: no line may break
/// before a mark or after an opening bracket, even at a space (UAX 14).
fn text() -> impl Strategy<Value = String> {
    let letters =
        "aăâbcdđeêghiklmnoôơpqrstuưvxyzẤẪẨẬỖỔỐỒƯỮỳỷỹỵČƀŭÊĂ0123456789-./@_',;:)#*$\\]}\"<>";
    let letter = proptest::sample::select(letters.chars().collect::<Vec<char>>());
    let word = |longest: usize| {
        proptest::collection::vec(letter.clone(), 1..longest)
            .prop_map(|letters| format!("x{}", letters.into_iter().collect::<String>()))
    };
    prop_oneof![
        2 => Just(String::new()),
        4 => word(8),
        2 => word(90),
        4 => proptest::collection::vec(word(9), 1..12).prop_map(|words| words.join(" ")),
        1 => proptest::collection::vec(word(9), 40..80).prop_map(|words| words.join(" ")),
        1 => proptest::collection::vec(word(14), 1..8).prop_map(|words| words.join("\n")),
    ]
}

/// What is written by this crate: dates, hours and sums, whose length is known.
const MADE: [&str; 17] = [
    "date",
    "received_at",
    "due_at",
    "new_due_at",
    "requested_at",
    "until",
    "given_at",
    "taken_at",
    "received",
    "due",
    "forwarded",
    "decided",
    "returned",
    "paid_on",
    "on",
    "amount_vnd",
    "total",
];

/// Puts the texts into a form's values, one after another.
fn replace(value: &mut Value, key: &str, texts: &mut impl Iterator<Item = String>) {
    match value {
        Value::String(text) if !seen::is_choice(key, text) && !MADE.contains(&key) => {
            *text = texts.next().unwrap_or_default();
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, key, texts)),
        // Number and source of a form are the rules' and short.
        Value::Object(fields) if key == "title" => {
            fields["title"] = texts.next().unwrap_or_default().into();
        }
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(key, value)| replace(value, key, texts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_runs_over_or_is_lost(texts in proptest::collection::vec(text(), 40), at in 0..11_usize) {
        let (name, form) = Form::samples().swap_remove(at);
        let mut parts = typeset::parts(&form).expect("a sample has its parts");
        let mut texts = texts.into_iter().cycle();
        replace(&mut parts.values, "", &mut texts);
        let values = parts.values.clone();
        let (document, warnings) = typeset::lay_out_parts(parts).expect("it is laid out");
        Seen::new(&document, warnings).assert_holds(&values, name);
    }
}
