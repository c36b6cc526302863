//! Statements and what they bind, store, sort, find and answer.

use super::*;

#[test]
fn parameters_bind_by_their_number() {
    on_both(|db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 10), thing(10, "ten", 1)]);
        let found = db.read_now(|tx| tx.row(&SWAPPED, &[1.into(), 10.into()])).expect("it reads");
        assert_eq!(found.expect("a row").text(0).expect("a text"), "one");
    });
}

#[test]
fn every_statement_has_the_same_shape_on_both() {
    let shapes = |db: &Db| -> Vec<_> {
        ALL.iter().map(|(name, sql)| (*name, db.prepare(sql).expect("it prepares"))).collect()
    };
    let mut all = Vec::new();
    for fresh in both() {
        let (db, _writer) = open(&fresh);
        all.push(shapes(&db));
    }
    assert_eq!(all[0], all[1]);
}

#[test]
fn values_come_back_as_they_went_in() {
    let long = "đ".repeat(2_500_000);
    let decomposed = "Đa\u{306}\u{301}k No\u{302}ng";
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        let row = |id: i64, name: &str, data: Option<Vec<u8>>, n: i64| {
            vec![id.into(), name.into(), data.into(), n.into()]
        };
        add(
            &mut writer,
            vec![
                row(1, &long, Some(vec![0, 255, 0]), i64::MIN),
                row(2, decomposed, Some(Vec::new()), i64::MAX),
                row(3, "Đắk Nông", None, 0),
            ],
        );
        let read = |id: i64| {
            let found = db.read_now(move |tx| tx.row(&BY_ID_PLAIN, &[id.into()]));
            found.expect("it reads").expect("a row")
        };
        assert_eq!(read(1).text(1).expect("a text"), long);
        assert_eq!(read(1).bytes(2).expect("bytes"), [0, 255, 0]);
        assert_eq!(read(1).int(3).expect("a number"), i64::MIN);
        assert_eq!(read(2).text(1).expect("a text"), decomposed, "not a byte is changed");
        assert_eq!(read(2).bytes(2).expect("bytes"), [0_u8; 0]);
        assert_eq!(read(3).maybe_bytes(2).expect("nothing"), None);
    }
}

#[test]
fn text_sorts_by_bytes_on_both() {
    let names = ["b", "B", "a", "Đ", "đ", "ă", "z", "1", "a b", "ab"];
    let mut orders = Vec::new();
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        add(&mut writer, (0..).zip(names).map(|(id, name)| thing(id, name, 0)).collect());
        let found = db.read_now(|tx| tx.rows(&BY_NAME, &[])).expect("it reads");
        let order: Vec<String> =
            found.iter().map(|row| row.text(1).expect("a text").to_owned()).collect();
        orders.push(order);
    }
    let mut expected = names.map(str::to_owned);
    expected.sort();
    assert_eq!(orders[0], expected);
    assert_eq!(orders[1], expected);
}

#[test]
fn a_conflict_is_told_and_an_upsert_answers() {
    on_both(|_db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 1)]);
        let again = rows(vec![thing(2, "one", 1)]);
        let error = writer.transaction(|tx| tx.each(&ADD, &again)).expect_err("the name is taken");
        assert!(matches!(error, Error::Conflict(_)), "{error}");
        let put = rows(vec![thing(1, "one", 4), thing(3, "three", 7)]);
        let answer = writer.transaction(|tx| tx.each(&PUT, &put)).expect("it puts");
        let numbers: Vec<i64> = answer.iter().map(|row| row.int(0).expect("a number")).collect();
        assert_eq!(numbers, [5, 7]);
    });
}

#[test]
fn a_flight_runs_in_order() {
    on_both(|db, mut writer| {
        let (first, second) = (rows(vec![thing(1, "one", 1)]), rows(vec![thing(1, "one", 2)]));
        let wanted = rows(vec![vec![1.into()], vec![9.into()]]).and(3);
        let flown = writer
            .transaction(|tx| tx.flight(&[(&ADD, &first), (&PUT, &second), (&MANY, &wanted)]));
        let flown = flown.expect("it flies");
        assert_eq!(flown[0].changed, 1);
        assert_eq!(flown[1].rows[0].int(0).expect("a number"), 3);
        assert_eq!(flown[2].rows.len(), 1, "rows that are not there give nothing");
        assert_eq!(count(&db), 1);
    });
}

#[test]
fn identifiers_are_given_once() {
    on_both(|_db, mut writer| {
        let mut all = Vec::new();
        for _ in 0..3 {
            all.extend(
                writer.transaction(|tx| tx.take_ids("thing_id", 100)).expect("they are taken"),
            );
        }
        let unique: std::collections::BTreeSet<i64> = all.iter().copied().collect();
        assert_eq!(unique.len(), 300);
        assert!(all.is_sorted());
    });
}

#[test]
fn full_text_finds_the_same_on_both() {
    let texts = [
        "so noi vu tinh dak nong sở nội vụ đắk nông",
        "uy ban nhan dan xa dak nia",
        "trung tam hanh chinh cong",
        "123 45.6 a-b",
        "",
    ];
    let questions: [&[&str]; 6] =
        [&["dak"], &["dak", "nong"], &["hanh", "ch"], &["sở"], &["a"], &["123", "45"]];
    let mut answers = Vec::new();
    for fresh in both() {
        let (db, mut writer) = open(&fresh);
        add(&mut writer, (1..).zip(texts).map(|(id, text)| thing(id, text, 0)).collect());
        let put: Vec<(i64, String)> = (1..).zip(texts.map(str::to_owned)).collect();
        let words = writer.transaction(|tx| {
            tx.put_words("thing_words", &put)?;
            tx.put_words("thing_words", &put[..2])?;
            tx.remove_words("thing_words", &[3])
        });
        words.expect("words are put");
        let mut found = Vec::new();
        for question in questions {
            for begun in [true, false] {
                let words = Words::new(question, begun).expect("there are words");
                let rows =
                    db.read_now(move |tx| tx.rows(&FOUND, &[words.into()])).expect("it finds");
                let ids: Vec<i64> = rows.iter().map(|row| row.int(0).expect("a number")).collect();
                found.push((question, begun, ids));
            }
        }
        answers.push(found);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][0].2, [1, 2]);
    assert!(answers[0].iter().any(|(_, _, ids)| ids.is_empty()));
}
