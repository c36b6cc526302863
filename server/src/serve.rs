//! Serving a house: the door, the signer, the witnesses' messenger, the web, until told to stop.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::account::oidc::Client;
use crate::archive::Archive;
use crate::attachment::scan::Scanner;
use crate::attachment::tidy;
use crate::commit::{BATCH_MAX, Door};
use crate::fault::Fault;
use crate::house::House;
use crate::log::sign::{LogSigner, SIGN_EVERY};
use crate::log::witness::{Known, ask};
use crate::outbox::{self, Carriers, Way};
use crate::web::{Site, router};

/// How often witnesses are asked.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// How often sealed events are shipped to the archive.
const SHIP_EVERY: Duration = Duration::from_secs(1);
/// How often what time alone changes is made a fact.
const TICK_EVERY: Duration = Duration::from_secs(10);
/// How often due jobs are looked for.
const WORK_EVERY: Duration = Duration::from_secs(1);
/// How often bytes of erased files are removed.
const ERASE_EVERY: Duration = Duration::from_secs(1);
/// How often files are looked for that a stop or a scanner that was down left half way.
const GO_ON_EVERY: Duration = Duration::from_secs(30);
/// How often working tables are tidied.
const TIDY_EVERY: Duration = Duration::from_secs(3600);
/// Threads of the web's runtime.
const WEB_THREADS: usize = 2;

/// Takes the port before anything else is done.
pub fn listen(address: SocketAddr) -> Result<std::net::TcpListener, Fault> {
    let bound = std::net::TcpListener::bind(address).map_err(|source| {
        let what = match source.kind() {
            std::io::ErrorKind::AddrInUse => "the port is in use: name another with --port",
            std::io::ErrorKind::PermissionDenied => {
                "the port needs more rights: name one above 1023"
            }
            _ => "it cannot be listened on",
        };
        Fault::Refused(format!("{address}: {what} ({source})"))
    })?;
    bound.set_nonblocking(true).map_err(|source| Fault::Refused(source.to_string()))?;
    Ok(bound)
}

/// The loopback address of a port.
pub fn loopback(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

/// Whom and what a house deals with while it serves.
#[derive(Default)]
pub struct Neighbours {
    /// Witnesses that are asked for cosignatures.
    pub witnesses: Vec<Known>,
    /// Where sealed events are shipped to.
    pub archive: Option<Archive>,
    /// The identity provider that people may sign in by.
    pub provider: Option<Client>,
    /// Those who carry messages to people.
    pub carriers: Carriers,
    /// What files are scanned with.
    pub scanner: Option<Scanner>,
}

/// Serves until the process is told to stop. `base` is the address that people use; `ready` is
/// called when answers are given.
pub fn serve(
    house: &House,
    listener: std::net::TcpListener,
    neighbours: Neighbours,
    base: String,
    ready: impl FnOnce(SocketAddr) + Send,
) -> Result<(), Fault> {
    let Neighbours { witnesses, archive, provider, carriers, scanner } = neighbours;
    let province = house.province()?;
    let signer = house.signer()?;
    let (door, commits) = house.door(BATCH_MAX)?;
    let keys = witnesses.iter().map(|known| known.key.clone()).collect();
    let site = Site::new(house.clone(), door.clone(), province, keys, base);
    if let Some(provider) = provider {
        site.porter().set_provider(provider);
    }
    if let Some(scanner) = scanner {
        site.cabinet().set_scanner(scanner);
    }
    for (way, carrier) in carriers {
        site.outbox().set(way, carrier);
    }
    let head = signer.step(&door)?;
    site.note_head(head);
    let background = Background::start(&site, signer, witnesses, archive)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WEB_THREADS)
        .enable_all()
        .build()
        .map_err(|source| Fault::Refused(format!("the web did not start: {source}")))?;
    let served = runtime.block_on(web(site.clone(), listener, ready));
    background.join();
    // What was committed last is sealed and signed before the end.
    house.signer()?.step(&door)?;
    drop(runtime);
    drop((site, door));
    commits.join().map_err(|_| Fault::Refused("the commit thread ended badly".to_owned()))?;
    served
}

async fn web(
    site: Site,
    listener: std::net::TcpListener,
    ready: impl FnOnce(SocketAddr) + Send,
) -> Result<(), Fault> {
    let failed = |source: std::io::Error| Fault::Refused(format!("the web ended: {source}"));
    let address = listener.local_addr().map_err(failed)?;
    let listener = TcpListener::from_std(listener).map_err(failed)?;
    let (stop, mut stopped) = watch::channel(false);
    let app = router::router(site).into_make_service_with_connect_info::<SocketAddr>();
    // Before anybody is told that we serve: whoever stops us at once is heeded too.
    let asked_to_stop = told_to_stop().map_err(failed)?;
    let told = async move {
        asked_to_stop.await;
        stop.send(true).ok();
    };
    let graceful = async move {
        stopped.wait_for(|stop| *stop).await.ok();
    };
    tokio::spawn(told);
    ready(address);
    axum::serve(listener, app).with_graceful_shutdown(graceful).await.map_err(failed)
}

/// Heeds the signals to stop, an interrupt at the terminal or the service manager's, from now on;
/// the answer waits for one.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}

/// Threads that work beside the web.
struct Background {
    threads: Vec<JoinHandle<()>>,
    stops: Vec<Sender<()>>,
}

impl Background {
    fn start(
        site: &Site,
        signer: LogSigner,
        witnesses: Vec<Known>,
        archive: Option<Archive>,
    ) -> Result<Background, Fault> {
        let mut background = Background { threads: Vec::new(), stops: Vec::new() };
        let (door, signing) = (site.door().clone(), site.clone());
        background.every("sign", SIGN_EVERY, move || match signer.step(&door) {
            Ok(head) => signing.note_head(head),
            Err(error) => tracing::error!(%error, "the checkpoint was not signed"),
        })?;
        let asking = site.clone();
        background.every("witness", ASK_EVERY, move || {
            for known in &witnesses {
                match ask(known, &asking.house().db, asking.door()) {
                    Ok(Some(at)) => asking.note_cosigned(at),
                    Ok(None) => {}
                    Err(error) => tracing::warn!(%error, "a witness did not cosign"),
                }
            }
        })?;
        let working = site.clone();
        background.every("jobs", WORK_EVERY, move || {
            let now = working.house().source.machine();
            if let Err(error) = crate::jobs::work(working.door(), now) {
                tracing::warn!(%error, "jobs were not claimed");
            }
        })?;
        let ticking = site.clone();
        background.every("clock", TICK_EVERY, move || {
            let now = ticking.law_now();
            if let Err(error) = crate::dossier::clock::mark(ticking.door(), now) {
                tracing::warn!(%error, "the clock did not mark what became late");
            }
        })?;
        background.post(site)?;
        if let Some(archive) = archive {
            let shipping = site.clone();
            background.every("archive", SHIP_EVERY, move || {
                let house = shipping.house();
                if let Err(fault) = archive.step(&house.db, &house.place.data.join("erased")) {
                    tracing::error!(%fault, "the archive was not shipped");
                }
            })?;
        }
        background.files(site)?;
        let tidying = site.clone();
        background.every("tidy", TIDY_EVERY, move || {
            let oldest = tidying.house().source.machine().0 - crate::commit::REMEMBER_US;
            if let Err(error) = forget(tidying.door(), oldest) {
                tracing::warn!(%error, "old idempotency keys were not forgotten");
            }
            let now = tidying.house().source.machine();
            let tidied = tidying.door().work_now(move |tx| crate::account::session::tidy(tx, now));
            if let Err(error) = tidied {
                tracing::warn!(%error, "what had ended was not tidied");
            }
            let law = tidying.law_now();
            let expired = tidying.door().work_now(move |tx| crate::apply::draft::expire(tx, law));
            if let Err(error) = expired {
                tracing::warn!(%error, "drafts that nobody touched were not let go");
            }
            let forgotten = tidying.door().work_now(move |tx| outbox::work::forget(tx, now));
            if let Err(error) = forgotten {
                tracing::warn!(%error, "messages of long ago were not forgotten");
            }
        })?;
        Ok(background)
    }

    /// Gives messages to their carriers: a thread for each way, so that none waits for another.
    fn post(&mut self, site: &Site) -> Result<(), Fault> {
        let writing = site.clone();
        self.every("notices", WORK_EVERY, move || {
            if let Err(error) = crate::notice::work::round(&writing) {
                tracing::warn!(%error, "notices to applicants were not written");
            }
        })?;
        for way in Way::ALL {
            let carrying = site.clone();
            self.every(way.id(), WORK_EVERY, move || {
                if let Err(error) = outbox::work::round(&carrying, way) {
                    tracing::warn!(%error, carrier = way.id(), "messages were not carried");
                }
            })?;
        }
        Ok(())
    }

    /// What is done with files beside requests.
    fn files(&mut self, site: &Site) -> Result<(), Fault> {
        let erasing = site.clone();
        self.every("files-erase", ERASE_EVERY, move || {
            if let Err(error) = tidy::erase(&erasing) {
                tracing::error!(%error, "erased files were not removed");
            }
        })?;
        let going_on = site.clone();
        self.every("files-go-on", GO_ON_EVERY, move || {
            if let Err(error) = tidy::go_on(&going_on) {
                tracing::warn!(%error, "files that were left half way were not looked into");
            }
        })?;
        let expiring = site.clone();
        self.every("files-expire", TIDY_EVERY, move || {
            if let Err(error) = tidy::expire(&expiring) {
                tracing::warn!(%error, "files that nothing names were not let go");
            }
        })
    }

    /// Runs a piece of work at once and then again and again, until told to stop.
    fn every(
        &mut self,
        name: &str,
        pause: Duration,
        work: impl Fn() + Send + 'static,
    ) -> Result<(), Fault> {
        let (stop, stopped) = channel();
        let run = move || {
            loop {
                work();
                match stopped.recv_timeout(pause) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run);
        let failed =
            |source| Fault::Refused(format!("the thread `{name}` did not start: {source}"));
        self.threads.push(thread.map_err(failed)?);
        self.stops.push(stop);
        Ok(())
    }

    fn join(self) {
        drop(self.stops);
        for thread in self.threads {
            thread.join().ok();
        }
    }
}

fn forget(door: &Door, oldest_us: i64) -> Result<u64, crate::commit::Error> {
    door.work_now(move |tx| Ok(tx.execute(&crate::commit::store::FORGET, &[oldest_us.into()])?))
}
