//! What is found, and in which order.

use super::*;

fn entry(code: &str, name: &str, tier: Tier) -> Entry {
    Entry {
        code: code.to_owned(),
        name: name.into(),
        also: Vec::new(),
        fields: vec!["Hộ tịch".to_owned()],
        tier,
    }
}

fn index() -> Index {
    let entries = [
        entry("1.000001", "Thủ tục đăng ký khai sinh", Tier::Published),
        entry("1.000002", "Đăng ký khai sinh có yếu tố nước ngoài", Tier::National),
        entry("1.000003", "Đăng ký kết hôn", Tier::Published),
        entry("1.000004", "Chứng thực bản sao từ bản chính", Tier::National),
        entry("1.000005", "Đăng ký khai sinh lưu động riêng", Tier::Elsewhere),
    ];
    let synonyms = [
        Synonym { say: vec!["sao y".into()], mean: "chứng thực bản sao".into() },
        Synonym { say: vec!["dk".into(), "đk".into()], mean: "đăng ký".into() },
        Synonym { say: vec!["làm".into(), "thủ tục".into()], mean: String::new() },
    ];
    Index::new(&entries, &synonyms)
}

fn find(question: &str) -> Vec<u32> {
    index().find(question, &|_| true).entries
}

#[test]
fn marks_abbreviations_halves_and_everyday_words_do_not_matter() {
    for question in ["đăng ký khai sinh", "dang ki khai sinh", "khai si", "DK KHAI SINH"] {
        assert_eq!(find(question), [0, 1, 4], "{question}");
    }
    assert_eq!(find("thủ tục làm khai sinh")[0], 0);
    assert_eq!(find("sao y"), [3]);
    assert_eq!(find("khai sinh nước ngoài"), [1]);
    assert_eq!(find("1.00000"), [0, 1, 2, 3, 4]);
    assert_eq!(find("1.000004"), [3]);
    assert_eq!(find("tàu vũ trụ"), [0_u32; 0]);
    assert_eq!(find("  ").len(), 5);
}

#[test]
fn what_nothing_answers_whole_is_answered_in_part() {
    let found = index().find("đăng ký kết hôn trực tuyến", &|_| true);
    assert!(found.entries.is_empty() || !found.whole);
    let found = index().find("kết hôn nhanh", &|_| true);
    assert!(!found.whole);
}

#[test]
fn what_it_was_read_as_is_said() {
    let found = index().find("sao y", &|_| true);
    assert_eq!(found.read_as.as_deref(), Some("chứng thực bản sao"));
    assert_eq!(index().find("khai sinh", &|_| true).read_as, None);
    assert_eq!(index().find("khai sinh", &|at| at != 0).entries, [1, 4]);
}

#[test]
fn words_of_the_question_are_marked_in_the_name() {
    let name = "Đăng ký khai sinh";
    let marked: Vec<&str> = marks(name, "ki sinh").iter().map(|(a, b)| &name[*a..*b]).collect();
    assert_eq!(marked, ["ký", "sinh"]);
}

#[test]
fn a_code_is_found_with_the_suffix_of_a_province_and_without_its_point() {
    assert_eq!(find("1.000004.000.00.00.H16"), [3]);
    assert_eq!(find("thủ tục 1.000004."), [3]);
    assert_eq!(find("1000004"), [3]);
    assert_eq!(find("1.999999.000.00.00.H16"), [0_u32; 0]);
}

#[test]
fn a_slip_of_one_letter_does_not_matter_in_a_word_that_nobody_knows() {
    for question in ["khai sihn", "khai siinh", "khai snih", "khaj sinh"] {
        assert_eq!(find(question)[0], 0, "{question}");
    }
    assert_eq!(find("khooi sunnh"), [0_u32; 0], "two letters are another word");
}

#[test]
fn spare_words_are_not_asked_for_but_count_where_they_stand() {
    let names = ["Cấp giấy phép", "Cấp giấy phép làm nhà", "Quản lý lâm nghiệp"];
    let entries = names.map(|name| entry(name, name, Tier::National));
    let say = vec!["làm".into(), "xin".into()];
    let index = Index::new(&entries, &[Synonym { say, mean: String::new() }]);
    let find = |question: &str| index.find(question, &|_| true).entries;
    assert_eq!(find("xin giấy phép làm"), [1, 0]);
    assert_eq!(find("xin"), [0_u32; 0], "where all are spare, all are told");
    assert_eq!(find("lam nghiep"), [2], "without marks it is the catalogue's own word");
    assert_eq!(find("làm nghiệp"), [2]);
}

#[test]
fn whoever_names_only_the_thing_gets_it_new_before_it_is_changed() {
    let names = ["Đổi giấy phép", "Cấp lại giấy phép", "Cấp giấy phép cho người lái tàu"];
    let entries = names.map(|name| entry(name, name, Tier::National));
    let index = Index::new(&entries, &[]);
    let find = |question: &str| index.find(question, &|_| true).entries;
    assert_eq!(find("giay phep")[0], 2);
    assert_eq!(find("giấy phép đổi"), [0]);
    assert_eq!(find("cap lai giay phep"), [1, 2], "`lái` may be meant as well");
}

#[test]
fn marks_that_were_typed_tell_words_apart() {
    let names = ["Đối thoại với dân", "Đổi thẻ", "Hòa giải"];
    let entries = names.map(|name| entry(name, name, Tier::National));
    let index = Index::new(&entries, &[]);
    let find = |question: &str| index.find(question, &|_| true).entries;
    assert_eq!(find("đổi"), [1, 0]);
    assert_eq!(find("đối"), [0, 1]);
    assert_eq!(find("hoà giải"), find("hòa giải"));
}

#[test]
fn what_is_published_here_stands_first_then_the_nations_then_others_by_the_alphabet() {
    let tiers = [Tier::Elsewhere, Tier::Internal, Tier::National, Tier::Published];
    let entries = tiers.map(|tier| entry(&format!("{tier:?}"), "Cấp phép", tier));
    let index = Index::new(&entries, &[]);
    assert_eq!(index.find("cap phep", &|_| true).entries, [3, 2, 1, 0]);
    let names = ["Đo đạc", "Ưu đãi", "Dạy nghề", "Ăn uống", "Âm nhạc", "An toàn", "Uỷ quyền"];
    let entries = names.map(|name| entry(name, name, Tier::National));
    let all = Index::new(&entries, &[]).find("", &|_| true).entries;
    assert_eq!(all, [5, 3, 4, 2, 0, 6, 1]);
}

proptest::proptest! {
    #[test]
    fn no_question_breaks_the_search(question in "\\PC{0,40}") {
        let index = index();
        let found = index.find(&question, &|_| true);
        proptest::prop_assert!(found.entries.len() <= 5);
        for (from, to) in marks(&question, &question) {
            proptest::prop_assert!(question.is_char_boundary(from) && question.is_char_boundary(to));
        }
    }
}
