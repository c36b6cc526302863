//! Every route asked by everybody: `matrix.txt` says what each is answered, and is reviewed.
//!
//! A new route fails here until it stands in the file. `MOTCUA_WRITE_MATRIX=1 cargo test -p tests
//! every_route` writes the file anew; read each line that changed before it is committed.

use std::collections::BTreeMap;

use axum::http::Method;
use db::Engine;
use domain::Command;
use domain::event::Actor;
use domain::request::{self, Wish};
use jiff::civil::date;
use serde_json::json;
use server::apply::draft::{self, Content};
use server::attachment::receive::whole;
use server::web::gate::Route;
use server::web::router::routes;

use super::dossiers::{Api, DESK, WARD, filed};
use super::town::{Answer, OFFICES, Town};

const REVIEWED: &str = include_str!("matrix.txt");
const HEAD: &str = "\
# What everybody is answered on every route, with a second factor given just now. The record is of
# a citizen (citizen-own is its owner, citizen-other is not), of the officer clerk@own, of office
# X24611, or a dossier that waits in the queue of that office and is of somebody without an account;
# a role stands for its holders there (own), at X24612 (sibling) and at SXD (other) alike,
# unless a place is said.
# Forms are sent empty but for the mark of the session.
#
#   ok 2xx, led elsewhere, wrong form, sign-in asked, no: 403, none: 404, gone: 409, 401
";

/// What stands in an answer, as far as rights go.
fn outcome(answer: &Answer) -> String {
    let to = answer.header("location");
    match answer.status {
        200..=299 => "ok".to_owned(),
        303 if to.starts_with("/sign-in/again") => "again".to_owned(),
        303 if to.starts_with("/sign-in") => "sign-in".to_owned(),
        300..=399 => "led".to_owned(),
        // Who guesses too often waits; when that is depends on who asked before.
        400 | 415 | 422 | 429 => "wrong".to_owned(),
        403 => "no".to_owned(),
        404 => "none".to_owned(),
        409 => "gone".to_owned(),
        other => other.to_string(),
    }
}

/// Everybody who asks: the visitor has no account.
fn askers(town: &Town) -> Vec<String> {
    let roles =
        town.roles.iter().flat_map(|role| OFFICES.map(|(near, _)| format!("{role}@{near}")));
    let others = ["visitor", "closed", "citizen-own", "citizen-other"].map(str::to_owned);
    others.into_iter().chain(roles).collect()
}

/// Records that routes are asked about, by their keys in addresses.
struct Records {
    dossier: String,
    draft: String,
    file: String,
    glass: String,
    request: String,
}

impl Records {
    /// A broken glass before a citizen, and what that citizen asked and sent.
    fn of(town: &Town) -> Records {
        let glass = town.break_glass("clerk@own", "citizen-other", date(2019, 12, 19));
        let citizen = town.accounts["citizen-own"].clone();
        let actor = Actor { id: citizen.to_string(), office: String::new() };
        let make = request::Command::Make {
            wish: Wish::Copy,
            account: citizen,
            text: "Xin bản sao".to_owned(),
            rules: "2018".to_owned(),
            answer_by: None,
            finish_by: None,
        };
        let made = town.tell(&actor, Command::Request(make));
        let file = send_file(town, "citizen-own");
        Records {
            dossier: dossier(town),
            draft: draft(town, "citizen-own"),
            file,
            glass,
            request: made.as_str().replacen("/request/", "-", 1),
        }
    }
}

/// A dossier that waits in the queue of the office; answers its code.
fn dossier(town: &Town) -> String {
    let desk = Api::of(town, DESK, &["clerk"]);
    let code = filed(&desk)["code"].as_str().expect("a code").to_owned();
    desk.act(&code, "forward", &json!({ "sets": 1 }));
    let office = Api::of(town, WARD, &["specialist"]);
    office.act(&code, "acknowledge", &json!({ "sets": 1 }));
    code
}

/// An application that somebody is filling in; answers its code.
fn draft(town: &Town, name: &str) -> String {
    let owner = town.accounts[name].clone();
    let begun = draft::begin(&town.site().0, &owner, ("1.000894", 1), Content::default());
    town.wait(begun).ok().flatten().expect("it is begun").code
}

/// A file that somebody sent; answers its identifier.
fn send_file(town: &Town, name: &str) -> String {
    let owner = town.accounts[name].clone();
    let body = axum::body::Body::from("%PDF-1.7\n%%EOF\n").into_data_stream();
    let sent = town.wait(whole(&town.site().0, &owner, "a.pdf", None, body));
    sent.expect("it is kept").id
}

/// A path with real identifiers: what stands before a parameter says what it is of.
fn filled(town: &Town, records: &Records, path: &str) -> String {
    let mut before = String::new();
    let mut parts = Vec::new();
    for part in path.split('/') {
        let real = match (before.as_str(), part) {
            ("offices", "{code}") => "X24611".to_owned(),
            ("procedures", "{code}") => "1.000894".to_owned(),
            ("apply", "{code}") => "1.000894".to_owned(),
            ("drafts", "{code}") => records.draft.clone(),
            (_, "{step}") => "whom".to_owned(),
            ("dossiers" | "approve", "{code}") => records.dossier.clone(),
            // Sent empty it changes nothing: its reason is missing.
            (_, "{act}") => "return-step".to_owned(),
            ("assets", "{file}") => "mark.svg".to_owned(),
            ("programmes", "{id}") => "1019-2017".to_owned(),
            ("measures", "{id}") => "on-time-by-law".to_owned(),
            ("ledger", "{*tile}") => "tile/0/000".to_owned(),
            ("glass", "{id}") => records.glass.clone(),
            ("requests", "{id}") => records.request.clone(),
            ("attachments" | "uploads", "{id}") => records.file.clone(),
            ("people", "{id}") => town.key("clerk@own"),
            ("posts", "{number}") => "1".to_owned(),
            ("persons", "{id}") => town.key("citizen-own"),
            // What else is there nobody has: it is answered that there is none, or no.
            (_, part) if part.starts_with('{') => "2019-0123456789abcdef".to_owned(),
            (_, part) => part.to_owned(),
        };
        before = part.to_owned();
        parts.push(real);
    }
    let path = parts.join("/");
    match path.as_str() {
        "/glass/new" => format!("{path}?subject={}", town.key("citizen-own")),
        _ => path,
    }
}

/// A line: the route, and who is answered what.
fn line(town: &Town, records: &Records, route: &Route) -> String {
    let path = filled(town, records, &route.path);
    let mut answered: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for asker in askers(town) {
        let session = town.sign_in(&asker);
        let answer = town.ask(&route.method, &path, session.as_ref(), "", &[]);
        let at = format!("{} {path} as {asker}", route.method);
        assert!(answer.status < 500, "{at}: {} {}", answer.status, answer.body);
        let private = session.is_some() && answer.header("content-type").starts_with("text/html");
        assert!(!private || answer.header("cache-control") == "no-store", "{at} may be kept");
        answered.entry(outcome(&answer)).or_default().push(asker);
    }
    let parts = answered.iter().map(|(outcome, who)| format!("{outcome}: {}", folded(town, who)));
    let parts: Vec<String> = parts.collect();
    format!("{} {} ({}) {}", route.method, route.path, route.action.id(), parts.join("; "))
}

/// Holders of a role in all three offices are said once.
fn folded(town: &Town, who: &[String]) -> String {
    if who.len() == askers(town).len() {
        return "everybody".to_owned();
    }
    let mut said: Vec<String> = who.iter().filter(|it| !it.contains('@')).cloned().collect();
    for role in &town.roles {
        let places = OFFICES.map(|(near, _)| format!("{role}@{near}"));
        let there: Vec<String> = places.into_iter().filter(|it| who.contains(it)).collect();
        match there.len() == OFFICES.len() {
            true => said.push(role.clone()),
            false => said.extend(there),
        }
    }
    said.join(" ")
}

#[expect(clippy::disallowed_methods, reason = "writes the reviewed file when it is told to")]
fn is_rewritten(text: &str) -> bool {
    let wanted = std::env::var_os("MOTCUA_WRITE_MATRIX").is_some();
    if wanted {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/house/looking/matrix.txt");
        std::fs::write(path, text).expect("the file is written");
    }
    wanted
}

#[test]
fn every_route_answers_everybody_as_reviewed() {
    let town = Town::new(Engine::Sqlite);
    let records = Records::of(&town);
    let routes = routes();
    // What only reads is asked first, so that no form changes what it is answered.
    let (gets, posts): (Vec<&Route>, Vec<&Route>) =
        routes.declared().iter().partition(|route| route.method == Method::GET);
    let lines: Vec<String> =
        gets.iter().chain(&posts).map(|route| line(&town, &records, route)).collect();
    let text = format!("{HEAD}\n{}\n", lines.join("\n"));
    if is_rewritten(&text) {
        return;
    }
    let reviewed: Vec<&str> = REVIEWED.lines().filter(|it| !it.starts_with('#')).collect();
    for line in &lines {
        assert!(reviewed.contains(&line.as_str()), "not reviewed: {line}");
    }
    let gone: Vec<&&str> = reviewed
        .iter()
        .filter(|it| !it.is_empty() && !lines.iter().any(|line| line == **it))
        .collect();
    assert!(gone.is_empty(), "reviewed, and no longer so: {gone:#?}");
}
