//! Reports over the router, on a small played year.

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request as Sent, Response};
use axum::{Extension, Router};
use db::Options;
use db::testing::{Fresh, fresh};
use domain::access::Factor;
use domain::account::{self, Act, Kind, Person, Post};
use domain::event::Actor;
use domain::province::Purpose;
use domain::report::Form;
use domain::{Command, MachineTime, StreamId};
use tower::ServiceExt;

use super::asked::Query;
use super::file;
use super::shown::Shown;
use crate::account::demo::People;
use crate::account::integration;
use crate::account::session::{FRESH_US, LIFE_US, Session};
use crate::account::sign_in::session_cookie;
use crate::account::token::{self, Token};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Request};
use crate::house::{Founding, House, Place, tell_all};
use crate::simulator::{BEGIN, END, Wanted, play};
use crate::web::Site;
use crate::web::router::router;

/// The last quarter that ended before the end of the played year.
const QUARTER: &str = "from=2019-09-15&to=2019-12-14";

struct Served {
    router: Router,
    site: Site,
    _fresh: Fresh,
}

/// An answer as a reader gets it.
struct Answer {
    status: u16,
    kind: String,
    location: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}

/// A played year of some dossiers, served. Commands block, so it is founded on a thread of its own.
fn serve() -> Served {
    std::thread::spawn(found).join().expect("it is founded")
}

fn found() -> Served {
    let fresh = fresh(db::Engine::Sqlite);
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let founding = Founding {
        purpose: Purpose::Demo,
        origin: "example.com/reports".to_owned(),
        administrators: Vec::new(),
    };
    let source = Source::real();
    source.shift_to(BEGIN);
    let house = House::found(place, source, &Options::default(), &founding).expect("it is founded");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
    let files = crate::province::files::read(folder.as_ref()).expect("the province reads");
    let terms = Command::Province(domain::province::Event::Described(Box::new(files.terms)));
    let commands = std::iter::once(terms).chain(files.commands.into_iter().map(Command::Office));
    let told = house.with_door(|door| {
        tell_all(door, commands)?;
        for file in &files.procedures {
            crate::procedure::write::load(&house, door, file)?;
        }
        Ok(())
    });
    told.expect("it is told");
    let wanted = Wanted { dossiers: 80, seed: 5 };
    play(&house, &People::default(), wanted, &mut |_, _| {}).expect("it is played");
    house.source.shift_to(END);
    let province = house.province().expect("a province");
    let (door, _thread) = house.door(BATCH_MAX).expect("the door opens");
    let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
    let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    Served { router: router(site.clone()).layer(peer), site, _fresh: fresh }
}

/// An officer with a role at an office, signed in: the cookie, and the mark of the session.
#[derive(Clone)]
struct Browser {
    cookie: String,
    csrf: String,
}

/// Opens an account with one post that the operator gives.
fn open(site: &Site, office: &str, role: &str) -> StreamId {
    let name = format!("Người {role}");
    let login = Some(format!("{role}.{office}").to_lowercase());
    let person = Person { name, login, ..Person::default() };
    let keys = site.house().secret().expect("a secret").keys(&person);
    let tell = |command| {
        let command = Command::Account(command);
        let request = Request { actor: Actor::administrator(), command, key: None };
        site.door().commit_now(request).expect("it is told")
    };
    let opened = tell(account::Command::Open { kind: Kind::Staff, keys, person });
    let account = opened.events[0].stream.clone();
    let post = Post {
        office: office.to_owned(),
        position: format!("Vị trí {role}"),
        roles: vec![role.to_owned()],
        scopes: Vec::new(),
        from: site.law_now().date(),
        to: None,
        deputy_of: None,
    };
    tell(account::Command::On { account: account.clone(), act: Act::Appoint(post) });
    account
}

impl Served {
    async fn enter(&self, office: &'static str, role: &'static str) -> Browser {
        let site = self.site.clone();
        let opened = tokio::task::spawn_blocking(move || open(&site, office, role)).await;
        let source = &self.site.house().source;
        let token = Token::new(token::Kind::Session, source.chance());
        let now = source.machine();
        let csrf = "0123456789abcdef".to_owned();
        let session = Session {
            hash: token.hash(),
            account: opened.expect("it is opened"),
            factor: Factor::Two,
            fresh_until: MachineTime(now.0 + FRESH_US),
            made_at: now,
            seen_at: now,
            ends_at: MachineTime(now.0 + LIFE_US),
            address: String::new(),
            browser: String::new(),
            csrf: csrf.clone(),
        };
        self.site.door().work(move |tx| session.keep(tx)).await.expect("it is kept");
        let cookie = session_cookie(&token.reveal(), 60);
        let cookie = cookie.to_str().expect("letters").split(';').next().map(str::to_owned);
        Browser { cookie: cookie.expect("a cookie"), csrf }
    }

    async fn token(&self, office: &str, names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        let (roles, scopes) =
            integration::scopes(&names, &self.site.province().terms).expect("they are known");
        let (office, label) = (office.to_owned(), "Báo cáo".to_owned());
        let wanted = integration::Wanted { office, label, roles, scopes, days: 1 };
        let (door, source) = (self.site.door().clone(), self.site.house().source.clone());
        let made =
            tokio::task::spawn_blocking(move || integration::issue_now(&door, &source, &wanted));
        made.await.expect("it ends").expect("it is made").token
    }

    async fn answer(&self, request: Sent<Body>) -> Answer {
        let response: Response<Body> =
            self.router.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(name).and_then(|it| it.to_str().ok());
        let (kind, location) = (header(CONTENT_TYPE), header(LOCATION));
        let (kind, location) =
            (kind.unwrap_or_default().to_owned(), location.unwrap_or_default().to_owned());
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 4 << 20).await.expect("a body").to_vec();
        Answer { status, kind, location, bytes }
    }

    async fn get(&self, browser: &Browser, path: &str) -> Answer {
        let request = Sent::get(path).header(COOKIE, &browser.cookie).body(Body::empty());
        self.answer(request.expect("a request")).await
    }

    async fn post(&self, browser: &Browser, path: &str, form: &[(String, String)]) -> Answer {
        let mut fields = vec![("csrf".to_owned(), browser.csrf.clone())];
        fields.extend(form.iter().cloned());
        let request = Sent::post(path)
            .header(COOKIE, &browser.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(fields).expect("a form")));
        self.answer(request.expect("a request")).await
    }

    async fn ask(&self, token: &str, path: &str, accept: &str) -> Answer {
        let request = Sent::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
        let request = request.header(ACCEPT, accept).body(Body::empty());
        self.answer(request.expect("a request")).await
    }
}

/// The hidden fields of the form that freezes a report, as its page has them.
fn freezing(page: &str) -> Vec<(String, String)> {
    let form = page.split("/freeze\" method=\"post\">").nth(1).expect("it can be frozen");
    let form = form.split("</form>").next().expect("a form");
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|it| {
        let (name, rest) = it.split_once("\" value=\"")?;
        let value = rest.split('"').next()?;
        (!matches!(name, "csrf" | "key")).then(|| (name.to_owned(), value.to_owned()))
    });
    fields.collect()
}

#[tokio::test]
async fn who_reaches_an_office_reads_its_report_and_nobody_else() {
    let served = serve();
    let (province, below) = ("/reports/II.06a?office=", "/reports/II.06a?office=MC-X24617");
    for (office, role, reads_province, reads_below) in [
        ("SNV", "reform-office", 200, 200),
        ("TTR", "inspector", 200, 200),
        ("X24617", "leader", 403, 200),
        ("X24611", "leader", 403, 403),
        ("H660", "office-admin", 403, 200),
        ("MC-X24617", "clerk", 403, 403),
    ] {
        let browser = served.enter(office, role).await;
        let status = async |path: &str| served.get(&browser, path).await.status;
        assert_eq!(status(province).await, reads_province, "{role} of {office}");
        assert_eq!(status(below).await, reads_below, "{role} of {office}");
        let own = if role == "clerk" { 403 } else { 200 };
        assert_eq!(status("/reports/II.06a").await, own, "{role} of {office}: their own");
        assert_eq!(status("/reports").await, own, "{role} of {office}");
    }
    let nobody = Sent::get(province).body(Body::empty()).expect("a request");
    assert!(served.answer(nobody).await.location.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_report_is_asked_by_period_or_days_and_what_is_wrong_is_told_at_its_place() {
    let served = serve();
    let browser = served.enter("SNV", "reform-office").await;
    let asked = served.get(&browser, "/reports/II.06a?period=2019-q4&office=&by=office").await;
    assert_eq!(asked.status, 303);
    assert_eq!(asked.location, format!("/reports/II.06a?{QUARTER}&by=office&office="));
    let page = served.get(&browser, &asked.location).await;
    let text = page.text();
    assert!(text.contains("Quý IV năm 2019") && text.contains("Đã kiểm"), "{text}");
    assert!(text.contains("data-column=\"13. Đang giải quyết: quá hạn\""));
    assert!(text.contains("href=\"/reports/II.06a?from=2019-09-15&#38;to=2019-12-14&#38;office="));
    let english = served.get(&browser, "/reports/II.06a?lang=en").await.text();
    assert!(english.contains("Quarter IV of 2019"), "the last one that ended");
    assert!(english.contains("How things were counted") && !english.contains("Lĩnh vực khác"));
    let wrong = "/reports/II.06a?from=2019-12-20&to=2019-12-01&office=";
    let wrong = served.get(&browser, wrong).await;
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    assert!(text.contains("<a href=\"#to\">Ngày cuối phải bằng hoặc sau ngày đầu</a>"));
    assert!(text.contains("value=\"2019-12-20\""), "what was typed stays");
    let unknown = served.get(&browser, "/reports/II.06a?office=XYZ").await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.text().contains("<a href=\"#office\">Không có đơn vị này"));
    let file = "/reports/II.06a/pdf?office=XYZ&from=2019-12-01&to=2019-12-02";
    for path in ["/reports/II.07", file, "/reports/frozen/7/proof"] {
        assert_eq!(served.get(&browser, path).await.status, 404, "{path}");
    }
    assert_eq!(served.get(&browser, "/reports/II.06a/xlsx?from=x").await.status, 400);
}

#[tokio::test]
async fn a_program_gets_json_a_spreadsheet_or_a_paper() {
    let served = serve();
    let token = served.token("SNV", &["reform-office"]).await;
    let path = format!("/api/v1/reports/II.06a?{QUARTER}");
    let json = served.ask(&token, &path, "application/json").await;
    assert_eq!((json.status, json.kind.as_str()), (200, "application/json"));
    let told = json.json();
    let column = |number: &str| told["columns"][number].as_i64().expect("a figure");
    assert!(column("3") > 0, "{told}");
    assert_eq!(column("3"), column("4") + column("5") + column("6"));
    assert_eq!(column("3"), column("7") + column("11"));
    let rows = told["rows"].as_array().expect("rows");
    let sum: i64 = rows.iter().filter_map(|row| row["columns"]["3"].as_i64()).sum();
    assert_eq!(sum, column("3"));
    assert_eq!((&told["office"], &told["choices"]["judged"]), (&().into(), &"by-promise".into()));
    assert_eq!((&told["ended"], &told["frozen"]), (&true.into(), &().into()));
    let sheet = served.ask(&token, &path, file::KIND).await;
    assert_eq!((sheet.status, sheet.kind.as_str()), (200, file::KIND));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sheet.bytes)).expect("an archive");
    let mut part = |name: &str| {
        let file = archive.by_name(name).expect("a part");
        std::io::read_to_string(file).expect("it reads")
    };
    let words = part("xl/sharedStrings.xml");
    for word in ["Biểu số II.06a/VPCP/KSTT", "Đơn vị nhận báo cáo", "THỦ TRƯỞNG", "Quý IV năm 2019"]
    {
        assert!(words.contains(word), "{word}");
    }
    let cells = part("xl/worksheets/sheet1.xml");
    assert!(!cells.contains("<f>") && cells.contains(&format!("<v>{}</v>", column("3"))));
    let paper = served.ask(&token, &path, "application/pdf").await;
    assert_eq!((paper.status, paper.kind.as_str()), (200, "application/pdf"));
    assert!(paper.bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(served.ask(&token, &path, "text/html").await.status, 406);
    let wrong = served.ask(&token, "/api/v1/reports/II.06a?from=2019-12-01", "*/*").await;
    assert_eq!(
        (wrong.status, &wrong.json()["type"]),
        (400, &"urn:motcua:problem:invalid-parameter".into())
    );
    let commune = served.token("MC-X24617", &["read-reports"]).await;
    assert_eq!(served.ask(&commune, &path, "*/*").await.status, 403);
    let own = format!("{path}&office=MC-X24617");
    assert_eq!(served.ask(&commune, &own, "*/*").await.status, 200);
}

#[tokio::test]
async fn what_ended_is_frozen_as_it_was_seen_and_stays_so_with_its_proof() {
    let served = serve();
    let (reform, inspector) =
        (served.enter("SNV", "reform-office").await, served.enter("TTR", "inspector").await);
    let path = format!("/reports/II.06a?{QUARTER}&by=field&office=");
    assert!(!served.get(&inspector, &path).await.text().contains("/freeze"), "it reads alone");
    let page = served.get(&reform, &path).await.text();
    let fields = freezing(&page);
    assert_eq!(served.post(&inspector, "/reports/II.06a/freeze", &fields).await.status, 403);
    let mut moved = fields.clone();
    moved.iter_mut().filter(|(name, _)| name == "seen").for_each(|(_, it)| it.push('0'));
    let again = served.post(&reform, "/reports/II.06a/freeze", &moved).await;
    assert!(again.status == 409 && again.text().contains("Số liệu vừa thay đổi"));
    let done = served.post(&reform, "/reports/II.06a/freeze", &fields).await;
    assert_eq!((done.status, done.location.as_str()), (303, path.as_str()));
    let page = served.get(&reform, &path).await.text();
    let (_, seen) = fields.last().expect("the hash");
    assert!(page.contains("Báo cáo đã chốt") && page.contains(seen.as_str()));
    assert!(page.contains("vẫn đúng như khi chốt") && !page.contains("/freeze"));
    let list = served.get(&reform, "/reports").await.text();
    assert!(list.contains(seen.as_str()) && list.contains("Người reform-office"));
    let commune = served.enter("X24617", "leader").await;
    assert!(!served.get(&commune, "/reports").await.text().contains(seen.as_str()));
    let proof = page.split("href=\"/reports/frozen/").nth(1).and_then(|it| it.split('"').next());
    let proof = format!("/reports/frozen/{}", proof.expect("a proof"));
    let found = served.get(&reform, &proof).await.status;
    assert!(matches!(found, 200 | 202), "{found}: sealed, or not yet");
    assert_eq!(served.get(&commune, &proof).await.status, 403);
    let other = served.get(&reform, &format!("{path}&judged=by-law")).await.text();
    assert!(!other.contains("/freeze") && !other.contains(seen.as_str()));
    let running =
        served.get(&reform, "/reports/II.06a?from=2019-12-15&to=2019-12-31&office=").await;
    let text = running.text();
    assert!(text.contains("chưa kết thúc") && !text.contains("/freeze"));
    let mut early = fields.clone();
    early.iter_mut().filter(|(name, _)| name == "to").for_each(|(_, it)| *it = "2019-12-31".into());
    let refused = served.post(&reform, "/reports/II.06a/freeze", &early).await;
    assert_eq!(refused.status, 409, "what was seen is of another window");
}

#[tokio::test]
async fn what_changes_after_a_freeze_is_shown_beside_as_a_correction() {
    let served = serve();
    let reform = served.enter("SNV", "reform-office").await;
    let query: Query = serde_urlencoded::from_str(QUARTER).expect("a query");
    let asked = query.asked(Form::Handling, "").expect("a report");
    let now = Shown::make(&served.site, &asked).await.expect("it is made").report;
    // As it stood before one of the overdue was found to be so.
    let mut report = now.clone();
    let figures = &mut report.figures;
    let at = figures.rows.iter().position(|row| row.cells.column(13) > 0).expect("one is overdue");
    for cells in [&mut figures.rows[at].cells, &mut figures.total] {
        (cells.0[9], cells.0[10]) = (cells.0[9] + 1, cells.0[10] - 1);
    }
    let (row, overdue) = (figures.rows[at].key.clone(), figures.rows[at].cells.column(13));
    let command = Command::Report(domain::report::Command { report: report.clone() });
    let request = Request { actor: Actor::administrator(), command, key: None };
    served.site.door().commit(request).await.expect("it is frozen");
    let token = served.token("SNV", &["reform-office"]).await;
    let path = format!("/api/v1/reports/II.06a?{QUARTER}");
    let told = served.ask(&token, &path, "*/*").await.json();
    assert_eq!(told["columns"]["13"], report.figures.total.column(13), "as it was frozen");
    assert_eq!(told["frozen"]["sha256"], report.sha256());
    let corrections = told["frozen"]["corrections"].as_array().expect("corrections");
    assert_eq!(corrections.len(), 4, "two columns of a row, and of the total: {told}");
    let expected = serde_json::json!({
        "key": row, "column": 13, "frozen": overdue, "now": overdue + 1,
    });
    assert!(corrections.contains(&expected), "{expected} {told}");
    let page = served.get(&reform, &format!("/reports/II.06a?{QUARTER}&office=")).await.text();
    assert!(page.contains("Điều chỉnh sau khi chốt") && page.contains("+1</td>"), "{page}");
    assert!(page.contains("(13) Đang giải quyết: quá hạn"));
    // The next window begins with what is open now, and says that the frozen one left another number.
    let mut opener = now;
    let (row, total) = (&mut opener.figures.rows[at].cells, &mut opener.figures.total);
    for cells in [row, total] {
        for column in [3, 5, 11, 12] {
            cells.0[column - 3] += 1;
        }
    }
    opener.window = opener.window.before();
    let left = opener.figures.total.column(11);
    let command = Command::Report(domain::report::Command { report: opener });
    let request = Request { actor: Actor::administrator(), command, key: None };
    served.site.door().commit(request).await.expect("it is frozen");
    let told = served.ask(&token, &path, "*/*").await.json();
    let notes = told["notes"].as_array().expect("notes");
    let last = notes.last().and_then(|it| it.as_str()).unwrap_or_default();
    assert!(last.contains(&format!("kỳ liền trước ({left})")), "{told}");
}
