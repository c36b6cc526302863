//! Cards of all kinds of people, whole and spoiled.

use jiff::civil::date;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn line(number: &str, name: &str, birth: &str, gender: &str, address: &str) -> String {
    format!("{number}||{name}|{birth}|{gender}|{address}|15042021")
}

#[track_caller]
fn card(line: &str) -> Card {
    match read(line) {
        Ok(Scan::Card(card)) => *card,
        other => panic!("{line}: {other:?}"),
    }
}

/// Names and addresses as they stand on cards: of the Kinh and of the peoples of the highlands,
/// of one word and of many, naturalised people's too. All made up.
const PEOPLE: [(&str, &str); 24] = [
    ("Nguyễn Thị Hường", "Tổ 5, phường Nghĩa Trung, thị xã Gia Nghĩa, Đắk Nông"),
    ("NGUYỄN VĂN ẪN", "XÃ QUẢNG KHÊ, HUYỆN ĐĂK GLONG, ĐẮK NÔNG"),
    ("NGUYEN VAN A", "Thon 3, xa Dak Nia"),
    ("H'Lan Niê", "Bon N'Jriêng, xã Đắk Nia, thị xã Gia Nghĩa"),
    ("H’Bĭa Êban", "Buôn Kmrơng Prŏng A, xã Ea Tu, Buôn Ma Thuột, Đắk Lắk"),
    ("Y Wơn Mlô", "Buôn Buôr, xã Tâm Thắng, Cư Jút"),
    ("Y Djuang Kbuôr Ayŭn", "Buôn Ƀuôr, Cư Jút"),
    ("Ksor H'Nhí", "Plei Kép, Ia Grai, Gia Lai"),
    ("Rơ Châm Hrưm", "Làng Kép 1, Chư Păh"),
    ("Rmah Aluk", "Ayun Pa"),
    ("Siu", "Làng Bloi, Ia Ko, Chư Sê"),
    ("Thơ", "Bon Bu Prâng, Quảng Trực, Tuy Đức"),
    ("Điểu K'Bres", "Bon Bù Đắk Huýt, Tuy Đức"),
    ("K'Brẽo", "Thôn 2A, Đăk R'Măng, Đăk Glong"),
    ("Ka Thoj", "Đăk Som, Đăk Glong"),
    ("Krajăn Plin Đăk Blà", "Xã Đăk Blà, Kon Tum"),
    ("Liêng Hót Ha Jos", "Số 12A/5, Liên Nghĩa, Đức Trọng"),
    ("Giàng A Páo", "Bản Sín Chải, Đắk R'Măng"),
    ("Vừ Mí Sính", "Đắk Ngo, Tuy Đức"),
    ("Tôn Nữ Quỳnh Như", "2B Nguyễn Tất Thành, P. Nghĩa Tân"),
    ("Isaac Trần", "Km 15, QL14, Đắk Ru"),
    ("Aaron Lê", "Kiến Đức, Đắk R'Lấp"),
    ("Max", "Đức An, Đắk Song"),
    ("Trần Thị Ngọc-Ánh", "Thửa 7, tờ bản đồ 12, Nam Đà, Krông Nô"),
];

#[test]
fn every_people_s_names_and_places_are_read_as_they_stand() {
    for (name, address) in PEOPLE {
        for gender in ["Nam", "Nữ", "NỮ", "Nu"] {
            let read = card(&line("067093004518", name, "14031993", gender, address));
            assert_eq!((read.name.as_str(), read.address.as_str()), (name, address));
            assert_eq!((read.birth, read.issued), (date(1993, 3, 14), date(2021, 4, 15)));
        }
    }
}

#[test]
fn an_old_number_and_fields_that_newer_cards_append_are_kept_as_they_stand() {
    let old = card("067193004518|245123456|H'Lan Niê|14031993|Nữ|Bon N'Jriêng|15042021");
    assert_eq!(old.old_number.as_deref(), Some("245123456"));
    let newer = card("067193004518||H'Lan Niê|14/03/1993|Nữ|Bon N'Jriêng|02/07/2024||Y Bhă|H'Nga");
    assert_eq!((newer.birth, newer.issued), (date(1993, 3, 14), date(2024, 7, 2)));
    assert_eq!(newer.rest, ["", "Y Bhă", "H'Nga"]);
    assert_eq!(newer.doubts(), []);
}

#[test]
fn a_reader_that_drops_the_empty_field_is_understood() {
    let read = card("067193004518|H'Lan Niê|14031993|Nữ|Bon N'Jriêng|15042021|more");
    assert_eq!((read.name.as_str(), read.old_number), ("H'Lan Niê", None));
    assert_eq!(read.rest, ["more"]);
}

#[test]
fn letters_that_come_in_parts_are_composed() {
    let plain = line("067093004518", "Nguyễn Thị Hường", "14031993", "Nữ", "Đắk Nông");
    let parts: String = plain.nfd().collect();
    assert_ne!(plain, parts);
    assert_eq!(read(&parts), read(&plain));
    assert_eq!(read(&format!("\u{2}{plain}\r\n")), read(&plain), "what scanners put around it");
}

#[test]
fn a_number_alone_is_a_number() {
    let number = PersonalNumber::parse("067 193 004 518").expect("a number");
    assert_eq!(read(" 067193004518 "), Ok(Scan::Number(number)));
    assert_eq!(read("245123456"), Ok(Scan::OldNumber("245123456".to_owned())));
    let short = NoNumber { digits: 11, others: 0 };
    assert_eq!(read("06719300451"), Err(Unread::Number(short)));
}

#[test]
fn what_was_scanned_badly_says_what_helps() {
    let table = [
        ("", Unread::Empty),
        ("\r\n", Unread::Empty),
        ("https://example.vn/x", Unread::NotACard),
        ("067193004518|a|b", Unread::Cut { found: 3 }),
        ("067193004518||H'Lan Niê|14031993|Nữ|Bon N'Jriêng", Unread::Cut { found: 6 }),
        ("067193004518||H'Lan Niê|14031993|Nữ|Bon|31022021", Unread::Part(Part::Issued)),
        ("067193004518||H'Lan Niê|31021993|Nữ|Bon|15042021", Unread::Part(Part::Birth)),
        ("067193004518||H'Lan Niê|03311993|Nữ|Bon|15042021", Unread::Part(Part::Birth)),
        ("067193004518|24512345|H'Lan|14031993|Nữ|Bon|15042021", Unread::Part(Part::OldNumber)),
        ("067193004518|||14031993|Nữ|Bon|15042021", Unread::Part(Part::Name)),
        ("067193004518||H'Lan|14031993||Bon|15042021", Unread::Part(Part::Gender)),
        ("067193004518||H'Lan|14031993|Nữ||15042021", Unread::Part(Part::Address)),
        // The field marks were lost, or became something else.
        ("067193004518H'Lan Niê14031993Nữ", Unread::Keyboard(Typing::Marks)),
        ("067193004518~~H'Lan Niê~14031993", Unread::Keyboard(Typing::Marks)),
        // The row of digits under the system's Vietnamese layout.
        ("đ̉̃ặêđđôăắ||NGUYEN", Unread::Keyboard(Typing::Layout)),
        // Two tones in one word; digits behind letters; letters typed for marks.
        ("067193004518||Nguyễń Văn|14031993|Nam|Bon|15042021", Unread::Keyboard(Typing::Telex)),
        ("067193004518||Nguye64n Van8|14031993|Nam|Bon|15042021", Unread::Keyboard(Typing::Vni)),
        ("067193004518||Nguyeexn Vawn|14031993|Nam|Bon|15042021", Unread::Keyboard(Typing::Telex)),
        // UTF-8 read as Latin-1, as Big5, and what could not be shown at all.
        ("067193004518||Nguyá»…n|14031993|Nam|Bon|15042021", Unread::Characters),
        ("067193004518||Trần Ã¡nh|14031993|Nam|Bon|15042021", Unread::Characters),
        ("067193004518||Lan|14031993|N廙砝|Bon|15042021", Unread::Characters),
        ("067193004518||Nguy?n|14031993|Nam|Bon|15042021", Unread::Characters),
    ];
    for (scanned, wrong) in table {
        assert_eq!(read(scanned), Err(wrong), "{scanned}");
    }
    assert_eq!(read(&"1".repeat(SCAN_BYTES_MAX + 1)), Err(Unread::TooLong));
}

/// The keys for a letter's marks under Telex or VNI; tones go to the end of the word.
fn typed(text: &str, marks: fn(char) -> Option<&'static str>) -> String {
    let mut out = String::new();
    let mut tone = String::new();
    for c in text.nfd() {
        let key = marks(c);
        match key {
            Some(key) if keyboard_tone(c) => tone.push_str(key),
            // A letter typed twice, or the key of the mark.
            Some("") => out.extend(out.clone().chars().next_back()),
            Some(key) => out.push_str(key),
            None if c.is_alphabetic() => out.push(c),
            None => {
                out.push_str(&std::mem::take(&mut tone));
                out.push(c);
            }
        }
    }
    out + &tone
}

fn keyboard_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn telex(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{302}' => "",
        '\u{306}' | '\u{31b}' => "w",
        'đ' => "dd",
        'Đ' => "DD",
        '\u{301}' => "s",
        '\u{300}' => "f",
        '\u{309}' => "r",
        '\u{303}' => "x",
        '\u{323}' => "j",
        _ => return None,
    })
}

fn vni(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{302}' => "6",
        '\u{31b}' => "7",
        '\u{306}' => "8",
        'đ' => "d9",
        'Đ' => "D9",
        '\u{301}' => "1",
        '\u{300}' => "2",
        '\u{309}' => "3",
        '\u{303}' => "4",
        '\u{323}' => "5",
        _ => return None,
    })
}

#[test]
fn a_name_typed_for_a_vietnamese_keyboard_is_never_taken_for_a_name() {
    let (name, address) = ("Nguyễn Thị Hường", "phường Nghĩa Trung, Đắk Nông");
    assert_eq!(typed(name, telex), "Nguyeenx Thij Huwowngf");
    assert_eq!(typed(name, vni), "Nguye6n4 Thi5 Hu7o7ng2");
    let marked = |(name, _): &(&str, &str)| *name != "NGUYEN VAN A" && !name.is_ascii();
    let mut tried = 0;
    for (name, place) in PEOPLE.iter().filter(|person| marked(person)) {
        let address = format!("{place}, {address}");
        for (marks, typing) in [(telex as fn(_) -> _, Typing::Telex), (vni, Typing::Vni)] {
            let spoilt = [name, "Nữ", address.as_str()].map(|text| typed(text, marks));
            let [name, gender, address] = &spoilt;
            let line = line("067193004518", name, "14031993", gender, address);
            assert_eq!(read(&line), Err(Unread::Keyboard(typing)), "{line}");
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried} names");
}

#[test]
fn a_number_says_place_year_and_gender() {
    let number = |text| PersonalNumber::parse(text).expect("a number");
    let table = [
        ("067193004518", Some(Place::Province("Đắk Nông")), 1993, Gender::Female),
        ("066090004518", Some(Place::Province("Đắk Lắk")), 1990, Gender::Male),
        ("068219004518", Some(Place::Province("Lâm Đồng")), 2019, Gender::Male),
        ("060305004518", Some(Place::Province("Bình Thuận")), 2005, Gender::Female),
        ("003090004518", None, 1990, Gender::Male),
        ("238100004518", Some(Place::Abroad(238)), 1900, Gender::Female),
    ];
    for (text, place, year, gender) in table {
        let number = number(text);
        assert_eq!((number.place(), number.birth_year(), number.gender()), (place, year, gender));
        assert_eq!((number.as_str(), number.to_string().as_str()), (text, text));
    }
}

#[test]
fn what_does_not_fit_together_is_doubted_and_not_refused() {
    let odd = card(&line("003193004518", "Trần An", "14031992", "Nam", "Gia Nghĩa"));
    let doubts = [
        Doubt::UnknownPlace { code: 3 },
        Doubt::Gender { number: Gender::Female },
        Doubt::BirthYear { number: 1993 },
    ];
    assert_eq!(odd.doubts(), doubts);
    assert_eq!(odd.number.doubts(None, None), doubts[..1]);
}

#[test]
fn no_error_quotes_what_was_read() {
    let spoilt = [
        "067193004518||SecretNguyeexn Vawn|14031993|Nam|Bon|15042021",
        "067193004518||Secret|31021993|Nam|Bon|15042021",
        "067193004518Secret",
        "Secret",
    ];
    for line in spoilt {
        let unread = read(line).expect_err("it is spoilt");
        let told = format!("{unread} {unread:?}");
        assert!(!told.contains("Secret") && !told.contains("067193004518"), "{told}");
    }
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,80}", more in "[0-9|/ aâÃ»\u{301}]{0,60}") {
        let _ = read(&text);
        let _ = read(&more);
        let _ = read(&format!("067193004518|{more}"));
    }

    #[test]
    fn a_card_is_read_whole(
        place in 0..63_usize, gender in 0..2_u8, year in 1930..2025_i16, month in 1..=12_u8,
        day in 1..=28_u8, serial in 0..1_000_000_u32, who in 0..PEOPLE.len(), slashes: bool,
    ) {
        let place = [1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
            34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67,
            68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96][place];
        let century = u8::from(year >= 2000) * 2 + gender;
        let number = format!("{place:03}{century}{:02}{serial:06}", year % 100);
        let said = if gender == 0 { "Nam" } else { "Nữ" };
        let between = if slashes { "/" } else { "" };
        let birth = format!("{day:02}{between}{month:02}{between}{year}");
        let read = card(&line(&number, PEOPLE[who].0, &birth, said, PEOPLE[who].1));
        prop_assert_eq!(read.doubts(), vec![]);
        prop_assert_eq!(read.number.as_str(), number.as_str());
        prop_assert_eq!(read.birth, date(year, i8::try_from(month)?, i8::try_from(day)?));
    }
}
