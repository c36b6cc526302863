//! The played year of the demonstration: the same seed gives the same facts, every fact keeps to the
//! rules, and the last morning has work for everybody.

use std::collections::{BTreeMap, BTreeSet};

use db::testing::fresh;
use db::{Engine, Options, Sql, Tx};
use domain::access::Thing;
use domain::dossier::{Dossier, Means, Phase, What};
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Event, StreamId};
use server::account::demo::{self, People};
use server::app::Source;
use server::house::{Founding, House};
use server::rebuild::rebuild;
use server::simulator::{BEGIN, END, Played, Wanted, play};

use crate::ground::{ENGINES, Ground, place};
use crate::procedures::load;

/// A demonstration's house with the shipped province, at the beginning of the year.
pub(crate) fn ground(engine: Engine, purpose: Purpose) -> Ground {
    let fresh = fresh(engine);
    let source = Source::real();
    source.shift_to(BEGIN);
    let origin = "motcua.example/played".to_owned();
    let founding = Founding { purpose, origin, administrators: Vec::new() };
    let house = House::found(place(&fresh), source, &Options::default(), &founding);
    let ground = Ground { house: house.expect("it is founded"), fresh };
    load(&ground);
    ground
}

pub(crate) fn played(
    engine: Engine,
    people: &People,
    dossiers: u64,
    seed: u64,
) -> (Ground, Played) {
    let ground = ground(engine, Purpose::Demo);
    let played = play(&ground.house, people, Wanted { dossiers, seed }, &mut |_, _| {});
    (ground, played.expect("every act keeps to the rules"))
}

fn facts(ground: &Ground) -> Vec<String> {
    static FACTS: Sql = Sql("SELECT d.code, e.kind, e.law_time FROM event e
        JOIN dossier d ON d.stream = e.stream ORDER BY d.code, e.version");
    ground.texts(&FACTS, Vec::new())
}

/// An event of a dossier with who told it.
struct Told {
    stream: StreamId,
    actor: Actor,
    event: domain::dossier::Event,
}

fn told(ground: &Ground) -> Vec<Told> {
    static TOLD: Sql = Sql("SELECT e.header, b.facts, b.personal FROM event e
        JOIN event_body b ON b.event = e.id JOIN dossier d ON d.stream = e.stream
        ORDER BY e.stream, e.version");
    let rows = ground.house.db.read_now(|tx: &mut Tx<'_>| tx.rows(&TOLD, &[]));
    let rows = rows.expect("it answers");
    let each = rows.iter().map(|row| {
        let header = server::commit::parse_header(row.text(0)?)?;
        let event = server::commit::decode(&header, row.text(1)?, row.maybe_text(2)?)?;
        let Event::Dossier(event) = event else { unreachable!("invariant: streams of dossiers") };
        Ok::<_, server::commit::Error>(Told { stream: header.stream, actor: header.actor, event })
    });
    each.collect::<Result<_, _>>().expect("every event reads")
}

#[test]
fn the_same_seed_and_size_give_the_same_facts() {
    let (first, _) = played(Engine::Sqlite, &People::default(), 60, 7);
    let (second, _) = played(Engine::Sqlite, &People::default(), 60, 7);
    assert_eq!(facts(&first), facts(&second));
    let (other, _) = played(Engine::Sqlite, &People::default(), 60, 8);
    assert_ne!(facts(&first), facts(&other), "another seed gives another year");
}

#[test]
fn a_played_year_is_proved_and_rebuilt_and_the_same_on_both_engines() {
    let mut known: Option<Vec<String>> = None;
    for engine in ENGINES {
        let (ground, played) = played(engine, &People::default(), 150, 3);
        assert_eq!(played.dossiers, 150);
        assert_eq!(ground.findings(), Vec::new());
        let before = ground.derived();
        let mut writer = ground.house.db.writer().expect("a writer");
        let done =
            writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {})).expect("rebuilt");
        drop(writer);
        assert!(done > played.acts);
        assert_eq!(ground.derived(), before);
        let facts = facts(&ground);
        assert_eq!(known.get_or_insert_with(|| facts.clone()), &facts, "{engine:?}");
    }
}

#[test]
fn numbers_of_every_book_have_no_gap_and_every_act_is_of_an_office_that_has_the_dossier() {
    let (ground, _) = played(Engine::Sqlite, &People::default(), 600, 11);
    let mut books: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut dossier: Option<(StreamId, Dossier)> = None;
    for Told { stream, actor, event } in told(&ground) {
        for (counter, number) in event.numbers() {
            books.entry(counter.0).or_default().push(number);
        }
        let before = dossier.take().filter(|(known, _)| *known == stream).map(|(_, it)| it);
        let after = match before {
            None => Dossier::open(&event).expect("a dossier begins with its filing"),
            Some(before) => {
                assert!(is_there(&before, &stream, &actor), "{} by {actor:?}", event.kind());
                before.apply(&event)
            }
        };
        dossier = Some((stream, after));
    }
    assert!(books.len() > 100, "there are many books");
    for (book, mut numbers) in books {
        numbers.sort_unstable();
        let whole: Vec<i64> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, whole, "{book}");
    }
}

/// Whether an office may have a hand in a dossier: it received it, has it, is to take it over, or is
/// asked. The clock, the operator and owners act without an office.
fn is_there(dossier: &Dossier, stream: &StreamId, actor: &Actor) -> bool {
    let Thing { places, invited, .. } = dossier.thing(stream, &|code| vec![code.to_owned()]);
    let decided = dossier.result.as_ref().and_then(|it| it.signature.as_ref());
    actor.office.is_empty()
        || places.iter().flatten().chain(&invited).any(|office| *office == actor.office)
        || decided.is_some_and(|signature| signature.office == actor.office)
}

#[test]
fn a_year_has_everything_that_happens_at_a_one_stop_desk() {
    let (ground, _) = played(Engine::Sqlite, &People::default(), 1_200, 2019);
    let told = told(&ground);
    let kinds: BTreeSet<&str> = told.iter().map(|it| it.event.kind()).collect();
    let never = ["dossier-no-longer-late", "dossier-recounted", "dossier-linked", "paper-added"];
    for kind in [
        "dossier-filed",
        "dossier-accepted",
        "dossier-refused",
        "supplement-asked",
        "dossier-supplemented",
        "dossier-forwarded",
        "dossier-acknowledged",
        "dossier-taken",
        "dossier-reassigned",
        "opinion-asked",
        "opinion-given",
        "duty-asked",
        "payment-recorded",
        "payment-voided",
        "dossier-apologised",
        "dossier-proposed",
        "dossier-sent-back",
        "dossier-signed",
        "dossier-numbered",
        "dossier-released",
        "dossier-finished",
        "result-returned",
        "result-corrected",
        "result-revoked",
        "dossier-withdrawn",
        "dossier-stopped",
        "due-change-asked",
        "due-change-approved",
        "dossier-became-late",
        "dossier-excluded",
        "dossier-resumed",
    ] {
        assert!(kinds.contains(kind), "{kind} never happens");
    }
    assert!(kinds.is_disjoint(&BTreeSet::from(never)));
    let of =
        |wanted: &dyn Fn(&What) -> bool| told.iter().filter(|it| wanted(&it.event.what)).count();
    let revoked = of(&|what| matches!(what, What::Revoked { .. }));
    assert_eq!(revoked, 1);
    let online = |months: std::ops::RangeInclusive<i8>| {
        let in_time = |it: &&Told| months.contains(&it.event.at.date().month());
        let by_channel = |it: &Told| match &it.event.what {
            What::Filed { filing, .. } => Some(filing.channel.id() == "online"),
            _ => None,
        };
        let all: Vec<bool> = told.iter().filter(in_time).filter_map(by_channel).collect();
        (all.iter().filter(|online| **online).count() * 100, all.len())
    };
    let ((few, of_few), (many, of_many)) = (online(1..=3), online(10..=12));
    assert!(few / of_few < many / of_many, "{few}/{of_few} {many}/{of_many}");
    let elsewhere =
        of(&|what| matches!(what, What::Paid { payment, .. } if payment.means == Means::Elsewhere));
    assert!(elsewhere > 0, "the tax office is paid");
    let assisted = of(&|what| matches!(what, What::Filed { filing, .. } if filing.assisted));
    assert!(assisted > 0);
}

#[test]
fn on_the_last_morning_everybody_of_the_demonstration_finds_work() {
    static WAITS: Sql = Sql("SELECT count(*) FROM dossier WHERE holder = $1 AND phase = $2");
    static MINE: Sql = Sql("SELECT count(*) FROM dossier WHERE assignee = $1 AND is_open = 1");
    static LATE: Sql = Sql("SELECT count(*) FROM dossier
        WHERE holder = 'X24617' AND is_open = 1 AND late_since IS NOT NULL");
    static TOMORROW: Sql = Sql("SELECT count(*) FROM dossier
        WHERE holder = 'X24617' AND is_open = 1 AND late_since IS NULL AND due < $1");
    static ASKED: Sql = Sql("SELECT count(*) FROM consultation WHERE office = $1");
    let ground = ground(Engine::Sqlite, Purpose::Demo);
    let text = include_str!("../../../province/demo/accounts.toml");
    let house = &ground.house;
    let people = house.with_door(|door| demo::open(house, door, text)).expect("they are opened");
    let wanted = Wanted { dossiers: 800, seed: 2019 };
    play(house, &people, wanted, &mut |_, _| {}).expect("every act keeps to the rules");
    let count = |sql: &'static Sql, values: &[&str]| -> i64 {
        let values = values.iter().map(|text| (*text).into()).collect();
        ground.texts(sql, values)[0].parse().expect("a number")
    };
    for (office, phase) in [
        ("MC-X24617", Phase::Submitted),
        ("MC-X24617", Phase::Incomplete),
        ("MC-X24617", Phase::Received),
        ("MC-X24617", Phase::Finished),
        ("X24617", Phase::Working),
        ("X24617", Phase::Supplementing),
        ("X24617", Phase::Proposed),
        ("X24617", Phase::Signed),
        ("X24617", Phase::Numbered),
        ("MC-X24611", Phase::Submitted),
        ("TTHCC", Phase::Received),
        ("TTHCC", Phase::Finished),
        ("STNMT", Phase::Paying),
        ("SXD", Phase::Proposed),
    ] {
        assert!(count(&WAITS, &[office, phase.id()]) > 0, "{} at {office}", phase.id());
    }
    for login in ["hotich.nghiatrung", "hotich.nghiaduc", "datdai", "xaydung", "motcua.nghiatrung"]
    {
        let one = people.accounts.iter().find(|it| it.username == login).expect("it is there");
        let account = one.account.as_ref().expect("it was opened");
        assert!(count(&MINE, &[account.as_str()]) > 0, "{login} has work");
    }
    assert!(count(&ASKED, &["SXD"]) > 0);
    assert!(count(&LATE, &[]) > 0);
    let day_after = END.0 + 40 * 3600 * 1_000_000;
    let soon = ground.texts(&TOMORROW, vec![day_after.into()]);
    assert_ne!(soon, ["0"]);
}

#[test]
fn only_a_demonstration_has_a_past_that_is_told() {
    let ground = ground(Engine::Sqlite, Purpose::Bench);
    let people = People::default();
    let wanted = Wanted { dossiers: 5, seed: 1 };
    let refused = play(&ground.house, &people, wanted, &mut |_, _| {});
    let refused = refused.expect_err("it is refused").to_string();
    assert!(refused.contains("no demonstration"), "{refused}");
}

#[test]
fn a_year_without_dossiers_tells_nothing() {
    let ground = ground(Engine::Sqlite, Purpose::Demo);
    let before = ground.house.head().expect("a head").size;
    let wanted = Wanted { dossiers: 0, seed: 1 };
    let played = play(&ground.house, &People::default(), wanted, &mut |_, _| {});
    assert_eq!(played.expect("it is played"), Played::default());
    assert_eq!(ground.house.head().expect("a head").size, before);
}

#[test]
fn whatever_the_seed_no_act_is_refused() {
    for seed in 20..26 {
        let (_, done) = played(Engine::Sqlite, &People::default(), 300, seed);
        assert_eq!(done.dossiers, 300);
    }
}
