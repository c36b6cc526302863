//! Clients that file and read bench records.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use domain::bench::{Command as Bench, Component, Filing, Person};
use domain::event::Actor;
use domain::{Command, LawTime};

use crate::app::Source;
use crate::commit::{Door, Error, Request};

/// Offices that the load is spread over: a province's busy desks.
const OFFICES: u64 = 50;
/// Procedures that the load is spread over.
const PROCEDURES: u64 = 40;

/// A filing of about 1.3 kB, shaped like a dossier's intake. No such person exists.
pub(super) fn filing(key: String, n: u64) -> Bench {
    let component = |place: u32| Component {
        id: format!("000.00.00.G15-KQ{:06}", 4000 + place),
        form: ["original", "certified_copy", "photocopy"][place as usize % 3].to_owned(),
        quantity: 1 + place % 2,
    };
    let filing = Filing {
        key,
        office: format!("X{}", 24_000 + n % OFFICES),
        procedure: format!("1.{:06}", 1000 + n / 3 % PROCEDURES),
        limit_days: 3 + i64::try_from(n % 20).unwrap_or(0),
        number: 0,
        due: LawTime(0),
        components: (0..6).map(component).collect(),
    };
    const FAMILIES: [&str; 6] = ["Nguyễn", "H'Bia", "Điểu", "Trần", "Y Thông", "Đặng"];
    const GIVEN: [&str; 6] = ["Quỳnh", "Thị Mẫu", "K'Sơn", "Văn Thử", "Bkrông", "Hữu Mẫu"];
    let family = FAMILIES[usize::try_from(n % 6).unwrap_or(0)];
    let given = GIVEN[usize::try_from(n / 6 % 6).unwrap_or(0)];
    let person = Person {
        name: format!("{family} {given} {}", n % 997),
        address: format!("Bon {}, xã Quảng Khê, huyện Đăk Glong, tỉnh Đắk Nông", n % 89),
        answers: ANSWERS.to_owned(),
    };
    Bench::File { filing, person }
}

/// Answers of a form, of the usual length.
const ANSWERS: &str = r#"{"ho_ten_con":"Mẫu Không Có Thật","ngay_sinh":"2019-12-01","gioi_tinh":"nữ","noi_sinh":"Trung tâm Y tế huyện Đăk Glong","dan_toc":"M'Nông","quoc_tich":"Việt Nam","que_quan":"xã Quảng Khê, huyện Đăk Glong, tỉnh Đắk Nông","me":{"ho_ten":"Mẫu Thị Một","so_dinh_danh":"999000000001","thuong_tru":"bon Mẫu, xã Quảng Khê"},"cha":{"ho_ten":"Mẫu Văn Hai","so_dinh_danh":"999000000002","thuong_tru":"bon Mẫu, xã Quảng Khê"},"ban_sao":2}"#;

/// What a load has done.
#[derive(Clone, Debug, Default)]
pub(super) struct Load {
    /// Requests answered.
    pub(super) done: u64,
    /// Seconds it took.
    pub(super) seconds: f64,
    /// How long each answer took, sorted, in microseconds.
    pub(super) took_us: Vec<u64>,
    /// Requests that were refused or failed.
    pub(super) failed: u64,
}

impl Load {
    /// A share of the answers took at most so many milliseconds.
    pub(super) fn percentile_ms(&self, percent: usize) -> f64 {
        let place = (self.took_us.len() * percent / 100).min(self.took_us.len().saturating_sub(1));
        let us = self.took_us.get(place).copied().unwrap_or(0);
        Duration::from_micros(us).as_secs_f64() * 1000.0
    }

    /// Answers a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate is shown, not kept")]
    pub(super) fn per_second(&self) -> f64 {
        self.done as f64 / self.seconds.max(0.001)
    }
}

/// When a load ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// After a time.
    Time(Duration),
    /// After so many requests.
    Done(u64),
}

/// Runs clients until the end: each sends its next request once the last was answered.
pub(super) fn run<F>(source: &Source, clients: usize, until: Until, one: &F) -> Load
where
    F: AsyncRequest,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("invariant: two threads can be started");
    let next = Arc::new(AtomicU64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let begun = source.monotonic();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (one, source) = (one.clone(), source.clone());
            let (next, stop) = (Arc::clone(&next), Arc::clone(&stop));
            runtime.spawn(async move {
                let mut load = Load::default();
                while !stop.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if matches!(until, Until::Done(all) if n >= all) {
                        break;
                    }
                    let sent = source.monotonic();
                    match one.send(n).await {
                        Ok(()) => load.done += 1,
                        Err(_) => load.failed += 1,
                    }
                    let took = source.monotonic().saturating_sub(sent);
                    load.took_us.push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
                }
                load
            })
        })
        .collect();
    let mut all = Load::default();
    runtime.block_on(async {
        if let Until::Time(time) = until {
            tokio::time::sleep(time).await;
            stop.store(true, Ordering::Relaxed);
        }
        for task in tasks {
            let load = task.await.expect("invariant: a client does not panic");
            all.done += load.done;
            all.failed += load.failed;
            all.took_us.extend(load.took_us);
        }
    });
    all.seconds = source.monotonic().saturating_sub(begun).as_secs_f64();
    all.took_us.sort_unstable();
    all
}

/// A request of a client, told apart by its number.
pub(super) trait AsyncRequest: Clone + Send + Sync + 'static {
    /// Sends it and waits for the answer.
    fn send(&self, n: u64) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Files records through the door; what is acknowledged goes into the journal.
#[derive(Clone)]
pub(super) struct Filer {
    pub(super) door: Door,
    /// The beginning of every key of this run.
    pub(super) run: String,
    pub(super) journal: Option<Sender<String>>,
}

impl AsyncRequest for Filer {
    async fn send(&self, n: u64) -> Result<(), Error> {
        let key = format!("{}-{n}", self.run);
        let command = Command::Bench(filing(key.clone(), n));
        let request = Request { actor: Actor::system(), command, key: None };
        self.door.commit(request).await?;
        if let Some(journal) = &self.journal {
            journal.send(key).ok();
        }
        Ok(())
    }
}

/// Writes acknowledged keys to a file, a line each, as they come.
#[expect(clippy::disallowed_methods, reason = "the bench's journal is written here")]
pub(super) fn write_journal(
    path: &std::path::Path,
    keys: Receiver<String>,
) -> std::io::Result<std::thread::JoinHandle<()>> {
    use std::io::Write;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    Ok(std::thread::spawn(move || {
        while let Ok(first) = keys.recv() {
            let mut lines = first + "\n";
            for key in keys.try_iter().take(4096) {
                lines.push_str(&key);
                lines.push('\n');
            }
            if let Err(error) = file.write_all(lines.as_bytes()) {
                tracing::error!(%error, "the journal could not be written");
                return;
            }
        }
    }))
}
