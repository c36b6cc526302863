use super::*;

/// A cost that a test can pay a hundred times.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

fn weakness(typed: &str) -> Option<Weakness> {
    let names = ["Tỉnh Đắk Nông", "Sở Nội vụ", "Nguyễn Thị Hạnh", "hanh.nt"];
    Password::new(typed).weakness(&names)
}

#[test]
fn a_password_is_eight_to_128_characters_whatever_their_bytes() {
    assert_eq!(weakness("kx9#vQz"), Some(Weakness::TooShort));
    assert_eq!(weakness("đườngấp"), Some(Weakness::TooShort), "seven letters in many bytes");
    assert_eq!(weakness(&"ưởấ ".repeat(33)), Some(Weakness::TooLong));
    let words = "sông núi mưa nắng ghe xuồng lúa rừng ";
    let long: String = words.chars().cycle().take(CHARACTERS_MAX).collect();
    assert_eq!(weakness(&long), None);
}

#[test]
fn any_composition_is_allowed() {
    for strong in ["kxvqzjwpty", "bốn con voi qua cầu", "9184730265518", "xe đạp màu tím than"]
    {
        assert_eq!(weakness(strong), None, "{strong}");
    }
}

#[test]
fn what_is_tried_first_is_refused() {
    for common in ["password", "iloveyou", "sunshine1", "Password1", "p@ssw0rd", "superman1"] {
        assert_eq!(weakness(common), Some(Weakness::Common), "{common}");
    }
    for pattern in ["qwertyuiop", "1qaz2wsx3edc", "12345678", "aaaaaaaaaa", "abcdefgh", "20122019"]
    {
        assert!(weakness(pattern).is_some(), "{pattern}");
    }
    assert_eq!(weakness("zxcvbhjkl"), Some(Weakness::Pattern));
    assert_eq!(weakness("matkhau123"), Some(Weakness::Named));
}

#[test]
fn ones_own_names_are_refused_with_and_without_marks() {
    for named in [
        "daknong2019",
        "ĐắkNông123",
        "hanhnguyen1",
        "Nguyễn Thị Hạnh",
        "motcua2020",
        "sonoivu1",
        "NguyenVanAnh1990",
        "H@nhNguyen",
        "hanh.nt2019",
        "gnonkad1",
    ] {
        assert_eq!(weakness(named), Some(Weakness::Named), "{named}");
    }
    assert_eq!(
        weakness("nguyen thi hanh 918473026551"),
        None,
        "twelve digits are more than a date"
    );
    assert_eq!(Password::new("sao hạnh phúc rơi ngoài hiên").weakness(&["Hạnh"]), None);
}

#[test]
fn the_first_32_characters_must_be_strong_enough() {
    let (weak, strong) = ("a".repeat(JUDGED_CHARACTERS_MAX), "kxvqzjwpty");
    assert_eq!(weakness(&format!("{weak}{strong}")), Some(Weakness::Pattern));
    assert_eq!(weakness(&format!("{strong}{weak}")), None);
}

#[test]
fn every_keyboard_types_the_same_password() {
    let composed = Password::new("Đắk Nông 9 kx");
    let apart = Password::new("Đa\u{306}\u{301}k No\u{302}ng 9 kx");
    let kept = composed.hash(CHEAP, [1; SALT_BYTES]).expect("hashed");
    assert_eq!(apart.verify(Some(&kept), CHEAP), Ok(Verdict::Right));
}

#[test]
fn a_hash_says_how_it_was_made_and_differs_by_salt() {
    let password = Password::new("kxvqzjwpty");
    let kept = password.hash(CHEAP, [1; SALT_BYTES]).expect("hashed");
    assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
    assert_ne!(kept, password.hash(CHEAP, [2; SALT_BYTES]).expect("hashed"));
    assert!(!format!("{password:?}").contains("kx"));
}

#[test]
fn a_hash_of_another_cost_is_right_and_made_anew() {
    let password = Password::new("kxvqzjwpty");
    let kept = password.hash(CHEAP, [1; SALT_BYTES]).expect("hashed");
    let dearer = Cost { memory_kib: 16, ..CHEAP };
    assert_eq!(password.verify(Some(&kept), dearer), Ok(Verdict::RightAtOldCost));
    assert_eq!(Password::new("kxvqzjwptz").verify(Some(&kept), dearer), Ok(Verdict::Wrong));
}

#[test]
fn an_unknown_login_costs_a_hash_of_the_house() {
    let password = Password::new("kxvqzjwpty");
    assert_eq!(password.verify(None, CHEAP), Ok(Verdict::Wrong));
    let beyond = Cost { memory_kib: 1, passes: 1 };
    assert_eq!(password.verify(None, beyond), Err(Error::Cost), "it is really computed");
}

#[test]
fn a_damaged_hash_is_a_fault_and_not_a_wrong_password() {
    let password = Password::new("kxvqzjwpty");
    for kept in ["", "$argon2id$", "plain", "$argon2id$v=19$m=8,t=1,p=1$AAAA"] {
        assert_eq!(password.verify(Some(kept), CHEAP), Err(Error::Damaged), "{kept}");
    }
}

#[test]
fn every_weakness_is_told_in_both_languages() {
    for language in page::Language::ALL {
        let text = Text::new(language);
        let told = Weakness::TooShort.sentence(text);
        assert!(told.contains('8'), "{told}");
        assert!(Weakness::TooLong.sentence(text).contains("128"));
    }
}
