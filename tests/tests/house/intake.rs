//! What is open in an old system is taken over: the documented example, on both engines and by the
//! program itself.

use std::path::{Path, PathBuf};

use db::{Engine, Sql};
use domain::calendar::Moment;
use domain::dossier::Phase;
use jiff::civil::date;
use serde_json::Value as Json;
use server::dossier::import::{self, Report};
use server::dossier::read::{self, Known};

use crate::ground::{ENGINES, Ground};
use crate::procedures::load;
use crate::program::{fail, run, succeed};

static EVENTS: Sql = Sql("SELECT count(*) FROM event");

const EXAMPLES: [&str; 2] = ["dossiers.csv", "dossiers.jsonl"];

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/import").join(name)
}

/// The shipped province on an engine, at 08:00 on 16 December 2019.
fn shipped(engine: Engine) -> Ground {
    let ground = Ground::in_2019(engine);
    load(&ground);
    ground
}

fn taken(ground: &Ground, file: &Path) -> Report {
    let (lines, report) = import::read(file).expect("the file reads");
    let house = &ground.house;
    let done = house.with_door(|door| import::import(house, door, &lines, report, &mut |_| {}));
    done.expect("it is imported")
}

fn counts(report: &Report) -> (u64, u64, u64) {
    (report.new, report.unchanged, report.with_findings)
}

fn by_foreign(ground: &Ground, code: &'static str) -> Known {
    static CODE: Sql = Sql("SELECT d.code FROM claim c JOIN dossier d ON d.stream = c.stream
        WHERE c.kind = 'dossier-foreign' AND c.key = $1");
    let known = ground.house.db.read_now(move |tx| {
        let row = tx.row(&CODE, &[code.into()])?;
        let code = row.expect("the code leads to it").text(0)?.to_owned();
        read::one(tx, &code)
    });
    known.expect("it reads").expect("it is there")
}

#[test]
fn the_example_is_taken_over_once_and_proved_and_rebuilt_on_both_engines() {
    for engine in ENGINES {
        let ground = shipped(engine);
        let house = &ground.house;
        let events = || ground.number(&EVENTS);
        let before = events();
        let (lines, report) = import::read(&example(EXAMPLES[0])).expect("the file reads");
        let weighed =
            house.with_door(|door| import::check(house, door, &lines, report, &mut |_| {}));
        let weighed = weighed.expect("it is checked");
        assert_eq!(counts(&weighed), (4, 0, 0), "{:?}", weighed.findings);
        assert_eq!(events(), before, "a check tells nothing");
        let first = taken(&ground, &example(EXAMPLES[0]));
        assert_eq!(counts(&first), (4, 0, 0), "{:?}", first.findings);
        for name in EXAMPLES {
            assert_eq!(counts(&taken(&ground, &example(name))), (0, 4, 0), "{name}");
        }
        assert_eq!(events(), before + 4);
        stands(&ground);
        assert_eq!(ground.findings(), Vec::new());
        let derived = ground.derived();
        let mut writer = ground.house.db.writer().expect("a writer");
        let done =
            writer.transaction(|tx| server::rebuild::rebuild(&ground.house.db, tx, &mut |_| {}));
        done.expect("it is rebuilt");
        drop(writer);
        assert_eq!(ground.derived(), derived);
    }
}

/// The four of the example, as they stand here.
fn stands(ground: &Ground) {
    let received = by_foreign(ground, "MC-2019-00412");
    assert_eq!(received.dossier.phase, Phase::Received);
    assert_eq!(received.dossier.filing.code, "001.01.21.H16-191216-0001");
    let supplementing = by_foreign(ground, "DD-2019-01877");
    let dossier = &supplementing.dossier;
    assert_eq!((dossier.phase, dossier.step), (Phase::Supplementing, 1));
    assert_eq!(dossier.holder.office, "H660");
    assert_eq!(dossier.owed_vnd(), 0);
    let since = dossier.open_pause().map(|pause| pause.from.rfc3339());
    assert_eq!(since.as_deref(), Some("2019-12-05T16:00:00+07:00"));
    let paying = by_foreign(ground, "DD-2019-01702");
    let deadline = paying.dossier.deadline.expect("it is due");
    assert_eq!(deadline.original, Moment::Day(date(2019, 12, 2)));
    assert_eq!(deadline.promised, Moment::Day(date(2019, 12, 6)));
    assert_eq!((paying.dossier.apologies, paying.dossier.duty_owed_vnd()), (1, 740_000));
    static RECEIVED: Sql = Sql("SELECT count(*) FROM tally
        WHERE measure LIKE 'dossier-received-%'");
    static IMPORTED: Sql = Sql("SELECT CAST(sum(n) AS bigint) FROM tally
        WHERE measure = 'dossier-imported' AND office <> ''
        AND subject <> '' AND period > 'M'");
    assert_eq!(ground.number(&RECEIVED), 0, "nothing was received here");
    assert_eq!(ground.number(&IMPORTED), 4);
}

#[expect(clippy::disallowed_methods, reason = "tests bring files of their own")]
fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("it is written");
    path.display().to_string()
}

#[test]
fn the_program_tells_every_wrong_line_and_takes_the_others_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").display().to_string();
    let province = Path::new(env!("CARGO_MANIFEST_DIR")).join("../province/dak-nong");
    succeed(&["init", "--data", &data, "--province", province.to_str().expect("a path")]);
    let head = "code,system,office,procedure,case,received_at,due,state,holder_office,holder,applicant_name,address";
    let line = |code: &str, office: &str, procedure: &str, who: &str| {
        format!(
            "{code},cũ,{office},{procedure},verify,2019-12-09T14:20,2019-12-13,working,X24611,{who},Mẫu,Bon Mẫu\n"
        )
    };
    let text = [
        format!("{head}\n"),
        line("A-1", "MC-X24611", "1.000894", ""),
        line("A-2", "KHONG", "1.000894", ""),
        line("A-3", "MC-X24611", "9.999999", ""),
        line("A-4", "MC-X24611", "1.000894", "nobody.here"),
        line("A-1", "MC-X24611", "1.000894", ""),
    ]
    .concat();
    let file = written(folder.path(), "open.csv", &text);
    let import = ["dossier", "import", &file, "--data", &data];
    let checked = run(&[&import[..], &["--check"]].concat());
    assert!(!checked.status.success());
    for _ in 0..2 {
        let told = run(&[&import[..], &["--check", "--json"]].concat());
        let told: Json = serde_json::from_slice(&told.stdout).expect("JSON");
        assert_eq!((&told["new"], &told["with_findings"]), (&1.into(), &4.into()), "{told}");
    }
    let told = String::from_utf8(run(&import).stdout).expect("a text");
    for place in [
        "open.csv:3: office:",
        "open.csv:4: procedure:",
        "open.csv:5: holder:",
        "open.csv:6: code:",
    ] {
        assert!(told.contains(place), "{place}: {told}");
    }
    assert_eq!(told.lines().last(), Some("1 new, 0 unchanged, 4 with findings"));
    let second = String::from_utf8(run(&import).stdout).expect("a text");
    assert_eq!(second.lines().last(), Some("0 new, 1 unchanged, 4 with findings"));
    let other = written(folder.path(), "other.csv", &text.replace("2019-12-09", "2019-12-08"));
    let told = run(&["dossier", "import", &other, "--data", &data]);
    let told = String::from_utf8(told.stdout).expect("a text");
    assert!(told.contains("other.csv:2: code: The code is known here"), "{told}");
    let none = fail(&["dossier", "import", "none.csv", "--data", &data]);
    assert!(none.contains("none.csv"), "{none}");
    let bad = written(folder.path(), "bad.csv", "code,colour\n");
    let bad = fail(&["dossier", "import", &bad, "--data", &data]);
    assert!(bad.contains("bad.csv:1: colour:") && bad.contains("Nothing was imported"), "{bad}");
    let example = example(EXAMPLES[1]).display().to_string();
    let told = succeed(&["dossier", "import", &example, "--data", &data]);
    assert_eq!(told.lines().last(), Some("4 new, 0 unchanged, 0 with findings"), "{told}");
    assert!(succeed(&["verify", "--data", &data]).starts_with("All is well"));
}
