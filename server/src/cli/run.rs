//! Commands that serve: demo, serve, witness.

use std::path::{Path, PathBuf};

use clap::Args;
use db::Options;
use domain::LawTime;
use domain::province::Purpose;
use ledger::key::SigningKey;
use ledger::witness::Witness;

use super::found::{load_files, read_province};
use super::keep::parse_keys;
use super::{At, carriers, progress};
use crate::account::demo::{self, People};
use crate::account::entry::CALLBACK;
use crate::account::oidc::{Client, Settings};
use crate::app::Source;
use crate::archive::Archive;
use crate::attachment::scan::{Address, Scanner};
use crate::fault::Fault;
use crate::house::{Founding, House, Place, make_directory};
use crate::log::witness::{Known, Seat};
use crate::outbox::Way;
use crate::procedure::import;
use crate::province::shipped;
use crate::serve::{Neighbours, listen, loopback, serve};
use crate::simulator::{self, Wanted};

/// Where people meet the demo's law time: 2019-12-16 08:00 in Vietnam.
const DEMO_START: LawTime = simulator::END;
/// Dossiers of a demo at most.
const DOSSIERS_MAX: u64 = 1_000_000;
/// A file that stands in the demo's folder while it is made.
const UNFINISHED: &str = "unfinished";
/// The demo's log.
const DEMO_ORIGIN: &str = "motcua.example/demo";

/// Serve a demonstration of Đắk Nông on this machine, with made-up data.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The demo's folder.
    #[arg(long, value_name = "DIR", default_value = "./demo-data")]
    data: PathBuf,
    /// The port on loopback.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Begin anew: what the folder holds of an earlier demo is removed.
    #[arg(long)]
    fresh: bool,
    /// How many dossiers the year 2019 had, when the demo is made.
    #[arg(long, value_name = "N", default_value_t = 3_000,
        value_parser = clap::value_parser!(u64).range(0..=DOSSIERS_MAX))]
    dossiers: u64,
    /// The seed of that year: the same one gives the same dossiers again.
    #[arg(long, value_name = "N", default_value_t = 2019)]
    seed: u64,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Fault> {
        init_logging();
        let listener = listen(loopback(self.port))?;
        if self.fresh || self.data.join(UNFINISHED).exists() {
            clear_demo(&self.data)?;
        }
        let source = Source::real();
        let place = Place::new(self.data.clone(), None);
        let (house, people) = match self.data.join("motcua.sqlite").exists() {
            false => self.found(place, source)?,
            true => (again(place, source)?, told_before(&self.data)),
        };
        let witness = own_witness(&self.data, &house)?;
        let log_key = house.province()?.log_keys.pop().unwrap_or_default();
        let data = self.data.clone();
        let url = format!("http://localhost:{}", port_of(&listener)?);
        let neighbours = Neighbours { witnesses: vec![witness], ..Neighbours::default() };
        serve(&house, listener, neighbours, url.clone(), move |_| {
            if let Err(fault) = tell_demo(&data, &url, &log_key, &people) {
                tracing::error!(%fault, "demo.json was not written");
            }
            println!("Một Cửa, bản trình diễn: {url}");
        })
    }

    fn found(&self, place: Place, source: Source) -> Result<(House, People), Fault> {
        let wanted = Wanted { dossiers: self.dossiers, seed: self.seed };
        source.shift_to(if wanted.dossiers > 0 { simulator::BEGIN } else { DEMO_START });
        let founding = Founding {
            purpose: Purpose::Demo,
            origin: DEMO_ORIGIN.to_owned(),
            administrators: Vec::new(),
        };
        let house = House::found(place, source, &Options::default(), &founding)?;
        // Only now is the folder known to be the demo's own.
        mark_unfinished(&self.data)?;
        let folder = self.data.join("province");
        shipped::unpack(&folder)?;
        load_files(&house, read_province(&folder.join("dak-nong"))?)?;
        let people = shipped::FILES.iter().find(|(name, _)| *name == "demo/accounts.toml");
        let (_, people) = people.expect("invariant: the shipped files have the demo's people");
        let people = house.with_door(|door| demo::open(&house, door, people))?;
        let bar = progress(0, "acts of 2019");
        let begun = house.source.monotonic();
        let played = simulator::play(&house, &people, wanted, &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        let seconds = (house.source.monotonic() - begun).as_secs_f64();
        let simulator::Played { dossiers, acts } = played;
        tracing::info!(dossiers, acts, seconds, "the year was played");
        // Law time never runs backwards: without a year, people were told of from this morning on.
        house.source.shift_to(DEMO_START.max(house.head()?.law_time));
        import_list(&house, folder.join("national/list.jsonl"))?;
        let setup_code = house.make_setup_code()?;
        Ok((house, People { setup_code, ..people }))
    }
}

/// Says that the folder's demo is not made yet: a start that finds this begins anew.
#[expect(clippy::disallowed_methods, reason = "the demo marks its own folder here")]
fn mark_unfinished(data: &Path) -> Result<(), Fault> {
    let path = data.join(UNFINISHED);
    let told = "This demonstration is being made. A later start begins anew.\n";
    std::fs::write(&path, told).map_err(Fault::file(&path))
}

/// The port that was taken: 0 asks for any.
fn port_of(listener: &std::net::TcpListener) -> Result<u16, Fault> {
    let address = listener.local_addr();
    Ok(address.map_err(|source| Fault::Refused(format!("the port: {source}")))?.port())
}

/// A later start goes on from the last instant recorded.
fn again(place: Place, source: Source) -> Result<House, Fault> {
    let house = House::open(place, source, &Options::default())?;
    if house.province()?.purpose != Purpose::Demo {
        let what = "it holds no demonstration; nothing was changed: name another folder";
        return Err(Fault::Refused(format!("{}: {what}", house.place.data.display())));
    }
    let head = house.head()?;
    house.source.shift_to(head.law_time.max(DEMO_START));
    Ok(house)
}

/// Procedures of the nation, so that a search finds what this province does not publish as well.
fn import_list(house: &House, list: PathBuf) -> Result<(), Fault> {
    let all = import::read(&[list])?;
    let bar = progress(all.len() as u64, "national procedures");
    house.with_door(|door| {
        // The demo's law time went ahead by days: whoever made it vouches for it.
        door.accept_clock()?;
        import::import(house, door, all, &mut || bar.inc(1))
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// Removes an earlier demo, and nothing else: a folder that holds other files stays.
#[expect(clippy::disallowed_methods, reason = "the demo clears its own folder here")]
fn clear_demo(folder: &Path) -> Result<(), Fault> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(Fault::file(folder)(source)),
    };
    let known = ["demo.json", "erased", "files", "keys", "province", UNFINISHED, "witness"];
    let names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let ours = |name: &String| name.starts_with("motcua.sqlite") || known.contains(&name.as_str());
    if let Some(other) = names.iter().find(|name| !ours(name)) {
        let what = format!("`{other}` is not of a demo; nothing was removed: name another folder");
        return Err(Fault::Refused(format!("{}: {what}", folder.display())));
    }
    if names.iter().any(|name| name == "motcua.sqlite") {
        let house = House::open(
            Place::new(folder.to_owned(), None),
            Source::real(),
            &Options { readers: 1, ..Options::default() },
        );
        if house.and_then(|house| house.province()).is_ok_and(|it| it.purpose != Purpose::Demo) {
            let what = "it holds a province, not a demonstration; nothing was removed";
            return Err(Fault::Refused(format!("{}: {what}", folder.display())));
        }
    }
    std::fs::remove_dir_all(folder).map_err(Fault::file(folder))
}

/// A witness of the demo's own, on loopback, with its own key and memory.
fn own_witness(data: &Path, house: &House) -> Result<Known, Fault> {
    let folder = data.join("witness");
    make_directory(&folder)?;
    let path = folder.join("key");
    if !path.exists() {
        let key = SigningKey::generate_witness("witness.example", house.source.chance());
        key?.write(&path)?;
    }
    let key = SigningKey::read(&path)?;
    let verifier = key.verifier();
    let logs = parse_keys(&house.province()?.log_keys)?;
    let seat = Seat::open(Witness { key, logs }, &folder, house.source.clone())?;
    let listener = listen(loopback(0))?;
    let failed = |source: std::io::Error| Fault::Refused(format!("the witness: {source}"));
    let address = listener.local_addr().map_err(failed)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let run = move || {
        runtime.block_on(async move {
            match tokio::net::TcpListener::from_std(listener) {
                Ok(listener) => axum::serve(listener, seat.router()).await,
                Err(source) => Err(source),
            }
        })
    };
    std::thread::Builder::new().name("own-witness".to_owned()).spawn(run).map_err(failed)?;
    Ok(Known { url: format!("http://{address}"), key: verifier })
}

/// The accounts and tokens that the first start told: their secrets stand nowhere else.
#[expect(clippy::disallowed_methods, reason = "the demo describes itself here")]
fn told_before(data: &Path) -> People {
    let text = std::fs::read_to_string(data.join("demo.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// What testers of the demo need to know.
#[expect(clippy::disallowed_methods, reason = "the demo describes itself here")]
fn tell_demo(data: &Path, url: &str, log_key: &str, people: &People) -> Result<(), Fault> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = data.join("demo.json");
    let text = serde_json::json!({
        "url": url, "log_key": log_key, "accounts": people.accounts, "tokens": people.tokens,
        "setup_code": people.setup_code,
    });
    std::fs::remove_file(&path).ok();
    let open = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let mut file = open.map_err(Fault::file(&path))?;
    writeln!(file, "{text}").map_err(Fault::file(&path))?;
    // From here on the demo is whole: what stood only in memory is told.
    std::fs::remove_file(data.join(UNFINISHED)).ok();
    Ok(())
}

/// Serve a province.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    at: At,
    /// The port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address that people use. Without it only this machine is served.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// A folder to which sealed events are shipped every second, for `restore --archive`.
    #[arg(long, value_name = "DIR")]
    archive: Option<String>,
    /// A witness to ask for cosignatures: URL=VKEY; repeatable.
    #[arg(long = "witness", value_name = "URL=VKEY")]
    witnesses: Vec<String>,
    /// Where clamd listens: a socket (/run/clamav/clamd.ctl) or ADDRESS:PORT of this machine. Files
    /// open once it has seen them; without it they are looked into by structure alone.
    #[arg(long, value_name = "SOCKET")]
    clamd: Option<Address>,
    /// What carries messages to people: DIR/carriers.toml where it is there and nothing is named.
    #[arg(long, value_name = "FILE")]
    carriers: Option<PathBuf>,
    #[command(flatten)]
    provider: Provider,
}

/// The identity provider that people may sign in by.
#[derive(Debug, Args)]
struct Provider {
    /// The address of an identity provider (OpenID Connect), as it stands in its tokens.
    #[arg(long, value_name = "URL", requires = "oidc_client_id")]
    oidc_issuer: Option<String>,
    /// The name of this house at the provider.
    #[arg(long, value_name = "ID", requires = "oidc_issuer")]
    oidc_client_id: Option<String>,
    /// A file with the secret that is shared with the provider; without it PKCE alone protects.
    #[arg(long, value_name = "FILE", requires = "oidc_issuer")]
    oidc_client_secret_file: Option<PathBuf>,
    /// How sure the provider is when two factors were given, in its own words (acr): asked for
    /// before an act that needs it, and believed. Several are separated by commas, the best first.
    #[arg(long, value_name = "ACR", value_delimiter = ',', requires = "oidc_issuer")]
    oidc_acr_values: Vec<String>,
}

impl Provider {
    /// The house as its client, at the address that people use.
    #[expect(clippy::disallowed_methods, reason = "the operator's own file is read here")]
    fn client(self, base: &str) -> Result<Option<Client>, Fault> {
        let Some((issuer, client_id)) = self.oidc_issuer.zip(self.oidc_client_id) else {
            return Ok(None);
        };
        let read = self.oidc_client_secret_file.map(|path| {
            let text = std::fs::read_to_string(&path).map_err(Fault::file(path))?;
            Ok::<_, Fault>(text.trim().to_owned())
        });
        let settings = Settings {
            issuer: issuer.clone(),
            client_id,
            client_secret: read.transpose()?,
            redirect_url: format!("{base}{CALLBACK}"),
            scopes: vec!["profile".to_owned()],
            acr_values: self.oidc_acr_values,
        };
        let client = Client::new(settings);
        client.map(Some).map_err(|error| Fault::Refused(format!("--oidc-issuer {issuer}: {error}")))
    }
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Fault> {
        init_logging();
        let mut address = loopback(self.port);
        if let Some(url) = &self.public_url {
            if !url.starts_with("https://") {
                let what = "--public-url must begin with https://: put a TLS proxy before motcua";
                return Err(Fault::Refused(format!("{url}: {what}")));
            }
            address.set_ip(std::net::Ipv4Addr::UNSPECIFIED.into());
        }
        let witnesses: Vec<Known> =
            self.witnesses.iter().map(|text| Known::parse(text)).collect::<Result<_, _>>()?;
        let listener = listen(address)?;
        let house = self.at.open()?;
        if house.province()?.purpose != Purpose::Production {
            let what = "it holds a demonstration or a bench, which must never pass for a province";
            return Err(Fault::Refused(format!("{}: {what}", house.place.location)));
        }
        house.check_clock()?;
        let origin = house.province()?.origin;
        let archive = self.archive.map(|address| Archive::open(&address, &origin)).transpose()?;
        let base = match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", port_of(&listener)?),
        };
        let provider = self.provider.client(&base)?;
        let scanner = self.clamd.map(Scanner::new);
        let carriers = carriers::read(self.carriers.as_deref(), &house.place.data)?;
        for way in Way::ALL.into_iter().filter(|way| !carriers.iter().any(|(it, _)| it == way)) {
            let (missing, at) = (way.id(), house.place.data.join(carriers::FILE));
            let what = "no carrier is set up: codes that are sent this way are not offered";
            tracing::warn!(missing, file = %at.display(), "{what}");
        }
        let neighbours = Neighbours { witnesses, archive, provider, carriers, scanner };
        serve(&house, listener, neighbours, base, |address| {
            println!("motcua serves http://{address}");
        })
    }
}

/// Watch other ledgers.
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// The witness's folder: its key, and what it saw.
    #[arg(long, value_name = "DIR", default_value = "./witness")]
    data: PathBuf,
    /// The port on loopback; put a TLS proxy before it.
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// The witness's name, when its key is made.
    #[arg(long, default_value = "motcua.local/witness")]
    name: String,
    /// The verifier key of a log to watch; repeatable.
    #[arg(long = "log-key", value_name = "VKEY", required = true)]
    log_keys: Vec<String>,
}

impl Watch {
    pub(super) fn run(self) -> Result<(), Fault> {
        init_logging();
        let logs = parse_keys(&self.log_keys)?;
        make_directory(&self.data)?;
        let path = self.data.join("key");
        let source = Source::real();
        if !path.exists() {
            let key = SigningKey::generate_witness(&self.name, source.chance())?;
            key.write(&path)?;
        }
        let key = SigningKey::read(&path)?;
        let verifier = key.verifier();
        let listener = listen(loopback(self.port))?;
        let seat = Seat::open(Witness { key, logs }, &self.data, source)?;
        let failed =
            |source: std::io::Error| Fault::Refused(format!("the witness ended: {source}"));
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        println!("Witness {verifier} answers at http://{}", loopback(self.port));
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
            axum::serve(listener, seat.router()).await.map_err(failed)
        })
    }
}

/// Logs to standard error: warnings, or what RUST_LOG asks for.
fn init_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,server=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
