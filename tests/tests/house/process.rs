//! The program from outside: it begins, serves, stops, refuses bad input, and half-does nothing.

#![expect(clippy::disallowed_methods, reason = "these tests break files on purpose")]

use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Running, fail, succeed};

fn province() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong").to_owned()
}

struct House {
    folder: TempDir,
}

impl House {
    fn made() -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let house = House { folder };
        let made = succeed(&["init", "--province", &province(), "--data", &house.data()]);
        assert!(made.contains("Set-up code"), "{made}");
        house
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    fn sql(&self, text: &str) {
        let connection = rusqlite::Connection::open(self.path("motcua.sqlite")).expect("it opens");
        connection.execute_batch(text).expect("it runs");
    }

    fn serve(&self) -> Served {
        Served::start(&["serve", "--data", &self.data(), "--port", "0"])
    }
}

/// A program that serves, with its address.
struct Served {
    running: Running,
    url: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Served {
        let mut running = Running::start(arguments);
        let out = running.0.stdout.take().expect("it prints");
        let mut lines = BufReader::new(out).lines();
        let url = lines.find_map(|line| {
            let line = line.expect("a line");
            line.find("http://").map(|at| line[at..].trim().to_owned())
        });
        let url = url.expect("it prints its address");
        Served { running, url: url.replace("localhost", "127.0.0.1") }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.get(format!("{}{path}", self.url)).call().expect("it answers");
        let body = answer.body_mut().read_to_string().expect("a text");
        (answer.status().as_u16(), body)
    }

    fn stop(mut self) {
        let pid = self.running.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("it is told").success());
        assert!(self.running.0.wait().expect("it ends").success(), "it ends well");
    }
}

#[test]
fn a_province_is_made_served_stopped_and_served_again() {
    let house = House::made();
    let served = house.serve();
    let (status, health) = served.get("/healthz");
    assert_eq!(status, 200, "{health}");
    let (_, page) = served.get("/offices/SNV?lang=vi");
    assert!(page.contains("Sở Nội vụ") && !page.contains("mc-sample\""), "no mark of sample data");
    let (_, before) = served.get("/ledger/checkpoint");
    served.stop();
    let again = house.serve();
    assert_eq!(again.get("/ledger/checkpoint").1, before, "the log stands where it stood");
    again.stop();
    let verified = succeed(&["verify", "--data", &house.data()]);
    assert!(verified.starts_with("All is well"), "{verified}");
    let loaded = succeed(&["province", "load", &province(), "--data", &house.data()]);
    assert!(loaded.starts_with("0 facts"), "what is known is not told again: {loaded}");
}

#[test]
fn a_proof_is_checked_without_the_house() {
    let house = House::made();
    let served = house.serve();
    let (_, proof) = served.get("/offices/UBND/proof");
    let (_, key) = served.get("/ledger/key");
    served.stop();
    let file = house.folder.path().join("UBND.tlog-proof");
    std::fs::write(&file, &proof).expect("it is written");
    let (file, key) = (file.display().to_string(), key.trim().to_owned());
    let told = succeed(&["verify", &file, "--log-key", &key]);
    assert!(told.contains("office-opened") && told.contains("The proof holds"), "{told}");
    std::fs::write(&file, proof.replacen("index 2", "index 3", 1)).expect("it is written");
    assert!(!fail(&["verify", &file, "--log-key", &key]).is_empty());
    let other = key.replacen('+', "x+", 1);
    assert!(fail(&["verify", &file, "--log-key", &other]).contains("key"));
}

#[test]
fn a_backup_is_restored_on_an_empty_place_and_nowhere_else() {
    let house = House::made();
    let file = house.folder.path().join("backup").display().to_string();
    succeed(&["backup", &file, "--data", &house.data()]);
    assert!(fail(&["backup", &file, "--data", &house.data()]).contains("is there already"));
    let new = house.folder.path().join("new").display().to_string();
    let restored = succeed(&["restore", &file, "--data", &new, "--verify"]);
    assert!(restored.contains("All is well"), "{restored}");
    assert!(fail(&["restore", &file, "--data", &new]).contains("exists already"));
    let none = house.folder.path().join("none").display().to_string();
    assert!(fail(&["restore", &none, "--data", &new]).contains("no database"));
}

#[test]
fn bad_places_are_told_apart_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let at = data.display().to_string();
    assert!(fail(&["serve", "--data", &at]).contains("motcua init"));
    let broken = folder.path().join("broken");
    std::fs::create_dir_all(broken.join("offices")).expect("a folder");
    std::fs::write(broken.join("province.toml"), "name = 1").expect("it is written");
    let told = fail(&["init", "--province", &broken.display().to_string(), "--data", &at]);
    assert!(told.contains("province.toml:1:") && told.contains("nothing was loaded"), "{told}");
    assert!(!data.exists(), "nothing was made");
    std::fs::create_dir_all(&data).expect("a folder");
    for (bytes, expected) in [
        (&b"not a database, but long enough to be looked at; not a database, but long enough to be looked at"[..], "truncated"),
        (&[7; 4096][..], "not a database"),
    ] {
        std::fs::write(data.join("motcua.sqlite"), bytes).expect("it is written");
        let told = fail(&["serve", "--data", &at]);
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(
        fail(&["serve", "--database", "mysql://x", "--data", &at]).contains("database address")
    );
}

#[test]
fn a_house_that_is_not_in_order_is_not_served() {
    let house = House::made();
    let data = house.data();
    assert!(
        fail(&["init", "--province", &province(), "--data", &data]).contains("never overwritten")
    );
    let key = house.path("keys/ledger");
    let whole = std::fs::read_to_string(&key).expect("a key");
    let serve = ["serve", "--data", &data, "--port", "0"];
    let set_mode = |mode: &str| {
        let key = key.display().to_string();
        assert!(Command::new("chmod").args([mode, &key]).status().expect("it runs").success());
    };
    set_mode("644");
    assert!(fail(&serve).contains("others may read this key"));
    set_mode("600");
    std::fs::write(&key, &whole[..30]).expect("it is written");
    assert!(fail(&serve).contains("damaged or cut"));
    std::fs::remove_file(&key).expect("it goes");
    assert!(fail(&serve).contains("missing"));
    std::fs::write(&key, &whole).expect("it is written");
    set_mode("600");
    let last = "UPDATE log_head SET law_time = law_time";
    house.sql(&format!("{last} + 3600000000"));
    assert!(fail(&serve).contains("set the machine's clock"));
    house.sql(&format!("{last} - 3600000000 - 172800000000"));
    let far = fail(&serve);
    assert!(far.contains("motcua clock accept"), "{far}");
    succeed(&["clock", "accept", "--data", &data]);
    house.serve().stop();
    house.sql("INSERT INTO schema_migration (number, name, text) VALUES (99, 'later', '')");
    assert!(fail(&serve).contains("newer motcua"));
}

#[test]
fn one_process_writes_and_says_so_to_the_next() {
    let house = House::made();
    let served = house.serve();
    let told = fail(&["rebuild", "--data", &house.data()]);
    assert!(told.contains("in use by process"), "{told}");
    let port = served.url.rsplit(':').next().expect("a port").to_owned();
    let told = fail(&["serve", "--data", &house.data(), "--port", &port]);
    assert!(told.contains("port is in use"), "{told}");
    served.stop();
    succeed(&["rebuild", "--data", &house.data()]);
}

/// Whether a process holds SQLite's shared lock on a database: without it any program that opens
/// and closes the file takes itself for the last one, and removes the log of what was committed.
fn holds_shared_lock(pid: u32, database: &Path) -> bool {
    let inode = std::fs::metadata(database).expect("the database is there").ino();
    // The bytes that SQLite locks for readers (its file format, "Locking").
    let (owner, range) = (format!(" {pid} "), ":INODE 1073741826 1073742335");
    let place = range.replace("INODE", &inode.to_string());
    let locks = std::fs::read_to_string("/proc/locks").expect("the system's locks");
    locks.lines().any(|lock| lock.contains(&owner) && lock.ends_with(&place))
}

#[test]
fn a_serving_house_keeps_its_lock_on_the_database() {
    let house = House::made();
    let served = house.serve();
    let database = house.path("motcua.sqlite");
    assert_eq!(served.get("/offices").0, 200);
    assert!(holds_shared_lock(served.running.0.id(), &database));
    let folder = house.folder.path().join("exported").display().to_string();
    succeed(&["province", "export", &folder, "--data", &house.data()]);
    house.sql("SELECT count(*) FROM event");
    assert!(house.path("motcua.sqlite-wal").exists(), "what was committed last stands there");
    served.stop();
}

#[test]
fn a_demo_goes_on_where_it_stopped_and_never_passes_for_a_province() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo").display().to_string();
    let demo = ["demo", "--data", &data, "--port", "0", "--dossiers", "60"];
    let served = Served::start(&demo);
    let (_, page) = served.get("/?lang=vi");
    assert!(page.contains("Dữ liệu minh họa") && page.contains("16/12/2019"));
    let (_, before) = served.get("/ledger/checkpoint");
    served.running.kill();
    let again = Served::start(&demo);
    let (_, after) = again.get("/ledger/checkpoint");
    assert_eq!(before.lines().next(), after.lines().next(), "the same log");
    again.stop();
    assert!(fail(&["serve", "--data", &data, "--port", "0"]).contains("never pass for a province"));
    std::fs::write(Path::new(&data).join("mine.txt"), "keep").expect("it is written");
    let told = fail(&["demo", "--data", &data, "--port", "0", "--fresh"]);
    assert!(told.contains("nothing was removed"), "{told}");
}

#[test]
fn a_witness_refuses_a_log_that_was_rolled_back() {
    let house = House::made();
    let data = house.data();
    let key = {
        let served = house.serve();
        let key = served.get("/ledger/key").1.trim().to_owned();
        served.stop();
        key
    };
    let seat = house.folder.path().join("witness").display().to_string();
    let port = free_port();
    let mut witness =
        Running::start(&["witness", "--data", &seat, "--port", &port, "--log-key", &key]);
    let out = witness.0.stdout.take().expect("it prints");
    let line = BufReader::new(out).lines().next().expect("a line").expect("a line");
    let witness_key = line.split_whitespace().nth(1).expect("its key").to_owned();
    let known = format!("http://127.0.0.1:{port}={witness_key}");
    let older = std::fs::read(house.path("motcua.sqlite")).expect("the file");
    let wal = std::fs::read(house.path("motcua.sqlite-wal")).unwrap_or_default();
    succeed(&["clock", "accept", "--data", &data]);
    let serve = ["serve", "--data", &data, "--port", "0", "--witness", &known];
    let cosigned = |served: &Served| {
        let (_sender, never) = std::sync::mpsc::channel::<()>();
        (0..100).any(|_| {
            never.recv_timeout(std::time::Duration::from_millis(50)).ok();
            served.get("/ledger/checkpoint").1.contains("motcua.local/witness")
        })
    };
    let served = Served::start(&serve);
    assert!(cosigned(&served), "the witness cosigns what it sees first");
    served.stop();
    std::fs::write(house.path("motcua.sqlite"), older).expect("it is rolled back");
    std::fs::write(house.path("motcua.sqlite-wal"), wal).expect("it is rolled back");
    std::fs::remove_file(house.path("motcua.sqlite-shm")).ok();
    let served = Served::start(&serve);
    assert!(!cosigned(&served), "a shorter history is not cosigned again");
    served.stop();
}

fn free_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port().to_string()
}

#[test]
fn a_full_disk_is_told_and_reading_goes_on() {
    let house = House::made();
    let file = house.path("motcua.sqlite").display().to_string();
    let size = std::fs::metadata(&file).expect("a file").len()
        + std::fs::metadata(format!("{file}-wal")).map_or(0, |meta| meta.len());
    // A limit on the size of files stands in for a disk without room.
    let limited = |blocks: u64, command: &str| {
        let program = crate::program::binary().display().to_string();
        let script = format!("ulimit -f {blocks}; trap '' XFSZ; exec {program} {command}");
        Command::new("bash").args(["-c", &script]).output().expect("it runs")
    };
    let data = house.data();
    let blocks = size / 1024 + 8;
    let export = house.folder.path().join("export").display().to_string();
    let verified = limited(1 << 30, &format!("verify --data {data}"));
    assert!(verified.status.success(), "there is room");
    let refused = limited(blocks / 8, &format!("rebuild --data {data}"));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success(), "a rebuild needs room");
    assert!(told.contains("disk"), "{told}");
    let read = limited(blocks, &format!("province export {export} --data {data}"));
    assert!(read.status.success(), "reading goes on: {}", String::from_utf8_lossy(&read.stderr));
    succeed(&["rebuild", "--data", &data]);
    succeed(&["verify", "--data", &data]);
}
