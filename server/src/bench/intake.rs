//! Dossiers taken in over HTTP: the server is this process, its clients are another, so that only
//! what serving costs is counted.

use std::io::{Read, Write};
use std::process::{Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use db::Tx;
use domain::dossier::{Command, File};
use domain::event::Actor;
use domain::procedure::description::ComponentKind;
use jiff::civil::date;
use serde_json::{Value as Json, json};

use super::load::{self, AsyncRequest, Load, Until};
use super::process;
use super::run::{Bench, Measured, Temporary};
use super::search::tell_shipped;
use crate::account::integration::{Wanted, issue_now};
use crate::commit::{BATCH_MAX, Door, Error, Request};
use crate::dossier::file::{Filing, Ground, prepare};
use crate::dossier::list::{self, Asked, Which};
use crate::dossier::register::Register;
use crate::fault::Fault;
use crate::house::House;
use crate::web::Site;
use crate::web::router::router;

/// Desks that the load is spread over.
const DESKS: usize = 20;
/// The procedure that is asked for: a case with several papers, a fee, a limit and steps.
const PROCEDURE: &str = "1.000894";
/// Its case.
const CASE: &str = "verify";
/// A Monday on which the shipped province is whole.
pub(super) const DAY: jiff::civil::Date = date(2019, 12, 16);

/// What the clients are told on their standard input.
#[derive(serde::Serialize, serde::Deserialize)]
struct Orders {
    address: String,
    token: String,
    bodies: Vec<Json>,
}

impl Bench {
    /// Takes dossiers in over HTTP for some seconds.
    pub(super) fn intake(&self, house: &House, temporary: &Temporary) -> Result<Json, Fault> {
        tell_shipped(house, temporary)?;
        let filings = filings(house)?;
        let (door, commits) = house.door(BATCH_MAX)?;
        let wanted = Wanted {
            office: String::new(),
            label: "bench".to_owned(),
            roles: vec!["clerk".to_owned()],
            scopes: Vec::new(),
            days: 1,
        };
        let mut tokens = Vec::new();
        for filing in &filings {
            let wanted = Wanted { office: filing.office.clone(), ..wanted.clone() };
            tokens.push(issue_now(&door, &house.source, &wanted)?.token);
        }
        let address = "127.0.0.1:0";
        let site =
            Site::new(house.clone(), door.clone(), house.province()?, Vec::new(), String::new());
        let bodies = filings
            .iter()
            .zip(&tokens)
            .map(|(filing, token)| json!({ "filing": body(filing), "token": token }));
        let orders =
            Orders { address: address.to_owned(), token: String::new(), bodies: bodies.collect() };
        let measured = self.serve_clients(&door, site, orders)?;
        drop(door);
        commits.join().map_err(|_| Fault::Refused("a thread ended badly".to_owned()))?;
        Ok(self.line(house, &measured))
    }

    fn serve_clients(&self, door: &Door, site: Site, orders: Orders) -> Result<Measured, Fault> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|source| Fault::Refused(format!("the web did not start: {source}")))?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind(&orders.address));
        let listener = listener.map_err(|source| Fault::Refused(source.to_string()))?;
        let at = listener.local_addr().map_err(|source| Fault::Refused(source.to_string()))?;
        let service = router(site).into_make_service_with_connect_info::<std::net::SocketAddr>();
        let serving = runtime.spawn(async move { axum::serve(listener, service).await });
        let statements = || door.counts().statements.load(Ordering::Relaxed);
        let (sent, cpu) = (statements(), process::cpu_seconds());
        let orders = Orders { address: format!("http://{at}"), ..orders };
        let load = self.clients_elsewhere(&orders)?;
        let measured = Measured {
            cpu_seconds: process::cpu_seconds() - cpu,
            batches: door.counts().batches.load(Ordering::Relaxed),
            statements: statements() - sent,
            rss_anon_mib: process::rss_anon_mib(),
            load,
        };
        serving.abort();
        runtime.shutdown_timeout(Duration::from_secs(5));
        Ok(measured)
    }

    /// Runs the clients in a process of their own.
    fn clients_elsewhere(&self, orders: &Orders) -> Result<Load, Fault> {
        let failed = |source: std::io::Error| Fault::Refused(format!("the clients: {source}"));
        let own = std::env::current_exe().map_err(failed)?;
        let mut child = Process::new(own)
            .args(["bench", "clients"])
            .args(["--clients", &self.clients.to_string()])
            .args(["--seconds", &self.seconds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let text = serde_json::to_vec(orders).expect("invariant: orders serialise");
        let mut input = child.stdin.take().expect("invariant: it is piped");
        input.write_all(&text).map_err(failed)?;
        drop(input);
        let output = child.wait_with_output().map_err(failed)?;
        let told: Json = serde_json::from_slice(&output.stdout)
            .map_err(|source| Fault::Refused(format!("the clients told nothing: {source}")))?;
        let number = |name: &str| told[name].as_u64().unwrap_or(0);
        let took = told["took_us"].as_array().into_iter().flatten();
        Ok(Load {
            done: number("done"),
            failed: number("failed"),
            seconds: told["seconds"].as_f64().unwrap_or(0.0),
            took_us: took.filter_map(Json::as_u64).collect(),
        })
    }

    /// The clients: each sends its next dossier once the last was answered.
    pub(super) fn as_clients(&self) -> Result<Json, Fault> {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|source| Fault::Refused(format!("no orders: {source}")))?;
        let orders: Orders = serde_json::from_str(&text)
            .map_err(|source| Fault::Refused(format!("orders: {source}")))?;
        let source = crate::app::Source::real();
        let (orders, next) = (Arc::new(orders), Arc::new(AtomicU64::new(0)));
        let begun = source.monotonic();
        let time = Duration::from_secs(self.seconds);
        let threads: Vec<_> = (0..self.clients)
            .map(|_| {
                let (orders, next, source) =
                    (Arc::clone(&orders), Arc::clone(&next), source.clone());
                std::thread::spawn(move || {
                    let mut load = Load::default();
                    let agent = ureq::Agent::config_builder().http_status_as_error(false).build();
                    let agent = ureq::Agent::new_with_config(agent);
                    while source.monotonic() - begun < time {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        let sent = source.monotonic();
                        match send(&agent, &orders, n) {
                            Some(201) => load.done += 1,
                            _ => load.failed += 1,
                        }
                        let took = source.monotonic().saturating_sub(sent).as_micros();
                        load.took_us.push(u64::try_from(took).unwrap_or(u64::MAX));
                    }
                    load
                })
            })
            .collect();
        let mut all = Load::default();
        for thread in threads {
            let load = thread.join().map_err(|_| Fault::Refused("a client failed".to_owned()))?;
            all.done += load.done;
            all.failed += load.failed;
            all.took_us.extend(load.took_us);
        }
        all.took_us.sort_unstable();
        let seconds = (source.monotonic() - begun).as_secs_f64();
        Ok(json!({
            "done": all.done, "failed": all.failed, "seconds": seconds, "took_us": all.took_us,
        }))
    }

    /// The work list of a leader's whole unit over so many dossiers.
    pub(super) fn work_list(&self, house: &House, temporary: &Temporary) -> Result<Json, Fault> {
        tell_shipped(house, temporary)?;
        fill(house, self.dossiers)?;
        let request = ListRequest::new(house)?;
        let time = Duration::from_secs(self.seconds);
        let (sent, cpu) = (house.db.statements(), process::cpu_seconds());
        let load = load::run(&house.source, self.clients, Until::Time(time), &request);
        let measured = Measured {
            cpu_seconds: process::cpu_seconds() - cpu,
            batches: 0,
            statements: house.db.statements() - sent,
            rss_anon_mib: process::rss_anon_mib(),
            load,
        };
        let mut line = self.line(house, &measured);
        line["dossiers"] = round_up(house)?.into();
        Ok(line)
    }
}

pub(super) fn round_up(house: &House) -> Result<i64, Fault> {
    let row = house.db.read_now(|tx| tx.row(&super::store::DOSSIERS, &[]))?;
    Ok(row.map_or(Ok(0), |row| row.int(0))?)
}

fn send(agent: &ureq::Agent, orders: &Orders, n: u64) -> Option<u16> {
    let place = usize::try_from(n).unwrap_or(0) % orders.bodies.len().max(1);
    let order = orders.bodies.get(place)?;
    let mut body = order["filing"].clone();
    body["applicant"]["name"] = format!("Nguyễn Thị Mẫu {}", letters(n)).into();
    body["applicant"]["identity"]["number"] = format!("0991{n:08}").into();
    let answer = agent
        .post(format!("{}/api/v1/dossiers", orders.address))
        .header("authorization", format!("Bearer {}", order["token"].as_str()?))
        .header("content-type", "application/json")
        .header("idempotency-key", format!("bench-{n}"))
        .send(body.to_string())
        .ok()?;
    let status = answer.status().as_u16();
    answer.into_body().read_to_string().ok()?;
    Some(status)
}

/// A number in letters: a name has no digits.
fn letters(n: u64) -> String {
    n.to_string().bytes().map(|digit| char::from(b'A' + (digit - b'0'))).collect()
}

/// A complete dossier at each of some desks.
fn filings(house: &House) -> Result<Vec<Filing>, Fault> {
    let now = house.source.machine();
    let read = house.db.read_now(move |tx| {
        let register = Register::default();
        let offices = register.offices(tx, DAY, now)?;
        let in_force = register.in_force(tx, PROCEDURE, DAY)?;
        let missing = || Error::Damaged(format!("{PROCEDURE} is not in force"));
        let (_, description) = in_force.ok_or_else(missing)?;
        let papers: Vec<Json> = description
            .components
            .iter()
            .filter(|it| it.mandatory && it.kind != ComponentKind::Note)
            .map(|it| json!({ "id": it.id, "form": "original", "quantity": 1 }))
            .collect();
        let desks = offices.of("commune", "desk");
        let filing = |office: &String| {
            serde_json::from_value(json!({
                "procedure": PROCEDURE,
                "case": CASE,
                "office": office,
                "channel": "counter",
                "applicant": {
                    "kind": "person",
                    "name": "Nguyễn Thị Mẫu",
                    "identity": { "type": "citizen_id", "number": "099100000000" },
                    "phone": "0912345678",
                    "address": { "text": "Tổ 3, phường Mẫu" },
                },
                "components": papers,
            }))
        };
        let filings: Result<Vec<Filing>, _> = desks.iter().take(DESKS).map(filing).collect();
        filings.map_err(|source| Error::Damaged(format!("a filing: {source}")))
    });
    Ok(read?)
}

/// The same as JSON: what is sent.
fn body(filing: &Filing) -> Json {
    json!({
        "procedure": filing.procedure,
        "case": filing.case,
        "office": filing.office,
        "channel": "counter",
        "applicant": filing.applicant,
        "components": filing.components,
    })
}

/// Fills a house with dossiers through its door, up to so many.
pub(super) fn fill(house: &House, wanted: u64) -> Result<(), Fault> {
    let there = round_up(house)?.unsigned_abs();
    let filings = filings(house)?;
    let now = house.source.machine();
    let read = house.db.read_now(move |tx: &mut Tx<'_>| {
        let register = Register::default();
        let ground = Ground { day: DAY, now, account: None, key: None };
        let each = filings.iter().map(|filing| prepare(tx, &register, filing, ground.clone()));
        each.collect::<Result<Vec<File>, Error>>()
    });
    let templates = read?;
    let (door, commits) = house.door(BATCH_MAX)?;
    let requests = (there..wanted).map(|n| {
        let place = usize::try_from(n).unwrap_or(0) % templates.len().max(1);
        let mut file = templates[place].clone();
        file.personal.applicant.name = format!("Nguyễn Thị Mẫu {}", letters(n));
        let command = domain::Command::Dossier(Command::File(Box::new(file)));
        Request { actor: Actor::system(), command, key: None }
    });
    let mut failed = None;
    door.commit_all_now(requests, &mut |answer| {
        if let Err(error) = answer {
            failed = Some(error);
        }
    });
    drop(door);
    commits.join().map_err(|_| Fault::Refused("a thread ended badly".to_owned()))?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

#[derive(Clone)]
struct ListRequest {
    db: db::Db,
    who: Arc<domain::access::Who>,
    offices: Arc<crate::dossier::register::Offices>,
    desks: Arc<[String]>,
}

impl ListRequest {
    fn new(house: &House) -> Result<ListRequest, Fault> {
        let now = house.source.machine();
        let offices = house.db.read_now(move |tx| Register::default().offices(tx, DAY, now))?;
        let desks: Vec<String> = offices.of("commune", "desk").into_iter().take(DESKS).collect();
        let terms = house.province()?.terms;
        let grants: Vec<_> = ["clerk", "leader"]
            .iter()
            .filter_map(|role| terms.role(role))
            .map(domain::access::Grant::of)
            .collect();
        let seats = desks.iter().map(|desk| domain::access::Seat {
            office: desk.clone(),
            position: String::new(),
            grants: grants.clone(),
            deputy_of: None,
        });
        let who = domain::access::Who {
            account: Some(domain::StreamId::new(2019, "account", "bench")),
            seats: seats.collect(),
            factor: domain::access::Factor::Two,
            ..domain::access::Who::default()
        };
        Ok(ListRequest { db: house.db.clone(), who: Arc::new(who), offices, desks: desks.into() })
    }
}

impl AsyncRequest for ListRequest {
    async fn send(&self, n: u64) -> Result<(), Error> {
        let place = usize::try_from(n).unwrap_or(0) % self.desks.len().max(1);
        let asked = Asked {
            which: Which::Unit,
            office: self.desks.get(place).cloned(),
            limit: 50,
            ..Asked::default()
        };
        let (who, offices) = (Arc::clone(&self.who), Arc::clone(&self.offices));
        let read = self.db.read(move |tx| {
            let (lines, _) = list::page(tx, &who, &offices, &asked)?;
            list::counts(tx, &who, &offices, &asked)?;
            Ok::<_, Error>(lines.len())
        });
        match read.await? {
            0 => Err(Error::Damaged("a work list is empty".to_owned())),
            _ => Ok(()),
        }
    }
}
