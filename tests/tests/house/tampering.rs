//! Whoever may write to the database still cannot change a record unseen: each kind of tampering
//! is named.

use db::{Engine, Sql};
use ledger::checkpoint::Checkpoint;
use ledger::key::SigningKey;
use server::backup::{backup, restore};
use server::house::{House, Place};
use server::verify::Finding;

use crate::commands::{erase, file, file_of, step};
use crate::ground::{ENGINES, Ground};

/// A house with records, one of them moved, one erased.
fn house(engine: Engine) -> Ground {
    let ground = Ground::in_2019(engine);
    ground.tell([file("a", "SNV"), file("b", "SNV"), file("c", "STP"), step("a", 1, "decided")]);
    ground.tell([file_of("d", "STP", "Y Thông"), erase("c")]);
    if engine == Engine::Postgres {
        // Whoever owns the database can drop its rules first.
        ground.meddle(&FREE_BODY, &[]);
        ground.meddle(&FREE_LEAF, &[]);
    }
    ground
}

static FREE_BODY: Sql = Sql("ALTER TABLE event_body DROP CONSTRAINT event_body_event_fkey");
static FREE_LEAF: Sql = Sql("ALTER TABLE leaf DROP CONSTRAINT leaf_event_fkey");

fn name(finding: &Finding) -> String {
    finding.to_string().split(':').next().unwrap_or_default().to_owned()
}

fn names(ground: &Ground) -> Vec<String> {
    let mut names: Vec<String> = ground.findings().iter().map(name).collect();
    names.sort();
    names.dedup();
    names
}

/// What is done behind the house's back, and what must be said of it.
static TAMPERINGS: &[(&str, &[Sql], &str)] = &[
    (
        "facts are changed",
        &[Sql("UPDATE event_body SET facts = replace(facts, 'SNV', 'STP') WHERE event =
            (SELECT id FROM event WHERE stream = '2019/bench/a' AND version = 1)")],
        "event-changed",
    ),
    (
        "personal data is changed",
        &[Sql("UPDATE event_body SET personal = replace(personal, 'Bia', 'Bja') WHERE event =
            (SELECT id FROM event WHERE stream = '2019/bench/b' AND version = 1)")],
        "event-changed",
    ),
    (
        "a record is backdated in its header and column",
        &[Sql("UPDATE event SET law_time = law_time - 1000000, header = replace(header,
            '\"law_time\":' || law_time, '\"law_time\":' || (law_time - 1000000))
            WHERE stream = '2019/bench/b'")],
        "event-changed",
    ),
    (
        "a record is backdated in its column alone",
        &[Sql("UPDATE event SET law_time = law_time - 1 WHERE stream = '2019/bench/b'")],
        "column-changed",
    ),
    (
        "an event is deleted",
        &[Sql("DELETE FROM event WHERE stream = '2019/bench/d'")],
        "event-removed",
    ),
    (
        "a body is deleted",
        &[Sql("DELETE FROM event_body WHERE event =
            (SELECT id FROM event WHERE stream = '2019/bench/d')")],
        "body-removed",
    ),
    (
        "an event is slipped in",
        &[
            Sql("INSERT INTO event (id, stream, version, kind, law_time, header)
                SELECT 999999, '2019/bench/z', 1, kind, law_time, header
                FROM event WHERE stream = '2019/bench/d'"),
            Sql("INSERT INTO event_body (event, facts, personal, salts, salt_personal)
                SELECT 999999, b.facts, b.personal, b.salts, b.salt_personal FROM event_body b
                JOIN event e ON e.id = b.event WHERE e.stream = '2019/bench/d'"),
        ],
        "event-inserted",
    ),
    (
        "facts without an event are slipped in",
        &[Sql("INSERT INTO event_body (event, facts, salts) SELECT 999999, facts, salts
            FROM event_body WHERE event = (SELECT max(event) FROM event_body)")],
        "body-inserted",
    ),
    (
        "a leaf is changed",
        &[Sql("UPDATE leaf SET hash = (SELECT hash FROM leaf WHERE position = 1)
            WHERE position = 3")],
        "event-changed",
    ),
    (
        "two leaves are swapped",
        &[
            Sql("UPDATE leaf SET position = -1 WHERE position = 3"),
            Sql("UPDATE leaf SET position = 3 WHERE position = 4"),
            Sql("UPDATE leaf SET position = 4 WHERE position = -1"),
        ],
        "root-changed",
    ),
    ("a leaf is deleted", &[Sql("DELETE FROM leaf WHERE position = 3")], "position-missing"),
    ("the head's size is changed", &[Sql("UPDATE log_head SET size = size - 1")], "head-changed"),
    (
        "the head's root is changed",
        &[Sql("UPDATE log_head SET root = (SELECT hash FROM leaf WHERE position = 1)")],
        "root-changed",
    ),
    (
        "the checkpoint is edited",
        &[Sql("UPDATE log_head SET checkpoint = replace(checkpoint,
            CAST(signed_size AS text), CAST(signed_size - 1 AS text))")],
        "checkpoint-unsigned",
    ),
    (
        "a snapshot is changed",
        &[Sql("UPDATE snapshot SET state = replace(state, 'decided', 'received')
            WHERE stream = '2019/bench/a'")],
        "derived-changed",
    ),
    ("a tally is raised", &[Sql("UPDATE tally SET n = n + 1")], "derived-changed"),
    (
        "a row of the work list is changed",
        &[Sql("UPDATE bench SET due = due + 1 WHERE key = 'a'")],
        "derived-changed",
    ),
    (
        "a row of the work list is deleted",
        &[Sql("DELETE FROM bench WHERE key = 'a'")],
        "derived-changed",
    ),
    (
        "a claim is slipped in",
        &[Sql("INSERT INTO claim (kind, key, stream) VALUES ('office-code', 'X', 'y')")],
        "derived-changed",
    ),
    ("a number is skipped", &[Sql("UPDATE counter SET last = last + 1")], "derived-changed"),
    (
        "erased personal data is put back",
        &[Sql("UPDATE event_body SET personal = 'x', salt_personal = salts WHERE event =
            (SELECT id FROM event WHERE stream = '2019/bench/c' AND version = 1)")],
        "erasure-undone",
    ),
    (
        "personal data is destroyed untold",
        &[Sql("UPDATE event_body SET personal = NULL, salt_personal = NULL,
            commitment_personal = (SELECT hash FROM leaf WHERE position = 1) WHERE event =
            (SELECT id FROM event WHERE stream = '2019/bench/a' AND version = 1)")],
        "erasure-untold",
    ),
    (
        "a sealed event is to be sealed again",
        &[Sql("INSERT INTO pending (event) SELECT event FROM leaf WHERE position = 3")],
        "sealed-twice",
    ),
];

#[test]
fn an_untouched_house_has_no_findings() {
    for engine in ENGINES {
        assert_eq!(house(engine).findings(), [], "{engine:?}");
    }
}

#[test]
fn every_kind_of_tampering_is_named() {
    for engine in ENGINES {
        for (what, statements, expected) in TAMPERINGS {
            let ground = house(engine);
            for sql in *statements {
                ground.meddle(sql, &[]);
            }
            let found = names(&ground);
            assert!(found.iter().any(|name| name == expected), "{engine:?}, {what}: {found:?}");
        }
    }
}

#[test]
fn words_taken_from_the_search_are_named() {
    for engine in ENGINES {
        let ground = house(engine);
        let mut writer = ground.house.db.writer().expect("nobody else writes");
        let removed = writer.transaction(|tx| {
            let ids = tx.word_ids("bench_words")?;
            tx.remove_words("bench_words", &ids[..1])
        });
        removed.expect("words are removed");
        drop(writer);
        assert_eq!(names(&ground), ["words-changed"]);
    }
}

#[test]
fn an_inner_node_that_is_changed_is_named() {
    static NODE: Sql = Sql("UPDATE node SET hash = (SELECT hash FROM leaf WHERE position = 1)");
    let ground = house(Engine::Sqlite);
    ground.tell((0..300).map(|n| file(&format!("more-{n}"), "SNV")));
    assert_eq!(ground.findings(), []);
    ground.meddle(&NODE, &[]);
    assert!(names(&ground).contains(&"node-changed".to_owned()));
}

#[test]
fn a_checkpoint_signed_by_a_stranger_is_named() {
    static PUT: Sql = Sql("UPDATE log_head SET checkpoint = $1");
    for engine in ENGINES {
        let ground = house(engine);
        let head = ground.house.head().expect("a head");
        let stranger = SigningKey::generate("motcua.example/tests", [9; 32]).expect("a key");
        let forged = Checkpoint::new("motcua.example/tests".to_owned(), head.size, head.root);
        let forged = forged.sign(&[&stranger]).expect("it signs");
        ground.meddle(&PUT, &[forged.into()]);
        assert_eq!(names(&ground), ["checkpoint-unsigned"]);
    }
}

#[test]
fn a_history_that_was_rewritten_is_named_by_a_published_checkpoint() {
    let ground = house(Engine::Sqlite);
    let file_name = ground.fresh.directory.path().join("older");
    backup(&ground.house.db, &file_name, &mut |_| {}).expect("it is backed up");
    ground.tell([file("e", "SNV"), file("f", "SNV")]);
    let published = ground.house.head().expect("a head").checkpoint;
    let keys = ground.log_keys();
    let (published, _) = Checkpoint::open(&published, &keys).expect("it is signed");
    // Somebody restores an older state and goes on as if nothing had been published.
    let new = db::testing::fresh(Engine::Sqlite);
    restore(&file_name, &new.location, &mut |_| {}).expect("it is restored");
    let place = Place { data: ground.house.place.data.clone(), location: new.location.clone() };
    let source = ground.house.source.clone();
    let house = House::open(place, source, &db::Options::default()).expect("it opens");
    let rewritten = Ground { house, fresh: new };
    rewritten.tell([file("g", "SNV"), file("h", "SNV"), file("i", "SNV")]);
    assert_eq!(rewritten.findings(), [], "by itself it is sound");
    let found = rewritten.findings_with(&keys, Some(published.clone()));
    assert_eq!(found, [Finding::HistoryRewritten { size: published.size }]);
    assert_eq!(ground.findings_with(&keys, Some(published)), [], "the true one extends it");
}
