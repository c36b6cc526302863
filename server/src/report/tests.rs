//! Reports over the router, on a small played year.

use axum::body::Body;
use axum::http::Request as Sent;
use domain::Command;
use domain::event::Actor;
use domain::report::Form;

use super::asked::Query;
use super::file;
use super::shown::{Shown, reaches};
use super::tree::Tree;
use crate::commit::Request;
use crate::served::played as serve;

/// The last quarter that ended before the end of the played year.
const QUARTER: &str = "from=2019-09-15&to=2019-12-14";

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
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
        let browser = served.appoint(office, role).await;
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
    let browser = served.appoint("SNV", "reform-office").await;
    let asked = served.get(&browser, "/reports/II.06a?period=2019-q4&office=&by=office").await;
    assert_eq!(asked.status, 303);
    assert_eq!(asked.location, format!("/reports/II.06a?{QUARTER}&by=office&office="));
    let page = served.get(&browser, &asked.location).await;
    let text = page.body;
    assert!(text.contains("Quý IV năm 2019") && text.contains("Đã kiểm"), "{text}");
    assert!(text.contains("data-column=\"13. Đang giải quyết: quá hạn\""));
    assert!(text.contains("href=\"/reports/II.06a?from=2019-09-15&#38;to=2019-12-14&#38;office="));
    let english = served.get(&browser, "/reports/II.06a?lang=en").await.body;
    assert!(english.contains("Quarter IV of 2019"), "the last one that ended");
    assert!(english.contains("How things were counted") && !english.contains("Lĩnh vực khác"));
    let wrong = "/reports/II.06a?from=2019-12-20&to=2019-12-01&office=";
    let wrong = served.get(&browser, wrong).await;
    assert_eq!(wrong.status, 422);
    let text = wrong.body;
    assert!(text.contains("<a href=\"#to\">Ngày cuối phải bằng hoặc sau ngày đầu</a>"));
    assert!(text.contains("value=\"2019-12-20\""), "what was typed stays");
    let unknown = served.get(&browser, "/reports/II.06a?office=XYZ").await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.body.contains("<a href=\"#office\">Không có đơn vị này"));
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
async fn a_right_to_one_office_alone_reads_no_report_of_those_under_it() {
    let served = serve();
    let token = served.token("X24617", &["read-reports"]).await;
    let path = format!("/api/v1/reports/II.06a?{QUARTER}&office=X24617");
    assert_eq!(served.ask(&token, &path, "*/*").await.status, 403, "its desk is under it");
    assert_eq!(served.ask(&token, &format!("{path}&scope=alone"), "*/*").await.status, 200);
    let leader = served.token("X24617", &["leader"]).await;
    assert_eq!(served.ask(&leader, &path, "*/*").await.status, 200, "it reaches below");
    let read = |tx: &mut db::Tx<'_>| Tree::read(tx, jiff::civil::date(2019, 12, 14));
    let tree = served.site.house().db.read(read).await.expect("it reads");
    let at = |codes: [&str; 1]| codes.map(str::to_owned).into();
    let one = domain::access::Scope { at: at(["X24617"]), ..Default::default() };
    let below = domain::access::Scope { below: at(["X24617"]), ..Default::default() };
    let of = |alone| domain::report::Scope { office: "X24617".to_owned(), alone };
    assert!(reaches(&[&tree], &one, &of(true)) && !reaches(&[&tree], &one, &of(false)));
    assert!(reaches(&[&tree], &below, &of(false)));
    let province = domain::report::Scope { office: String::new(), alone: false };
    assert!(!reaches(&[&tree], &below, &province));
}

/// The words of a spreadsheet.
fn words_of(sheet: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sheet)).expect("an archive");
    let part = archive.by_name("xl/sharedStrings.xml").expect("its words");
    std::io::read_to_string(part).expect("it reads")
}

#[tokio::test]
async fn a_window_that_is_not_over_says_so_in_every_file() {
    let served = serve();
    let token = served.token("SNV", &["reform-office"]).await;
    let running = "/api/v1/reports/II.06a?from=2019-12-15&to=2020-03-14";
    let note = "Kỳ báo cáo chưa kết thúc";
    let told = served.ask(&token, running, "*/*").await.json();
    assert!(told["notes"].to_string().contains(note), "{told}");
    let sheet = served.ask(&token, running, file::KIND).await.bytes;
    assert!(words_of(sheet).contains(note));
    let over = format!("/api/v1/reports/II.06a?{QUARTER}");
    let told = served.ask(&token, &over, "*/*").await.json();
    assert!(!told["notes"].to_string().contains(note), "{told}");
}

#[tokio::test]
async fn a_report_that_was_frozen_with_other_ways_to_count_is_named_and_not_replaced() {
    let served = serve();
    let reform = served.appoint("SNV", "reform-office").await;
    let path = format!("/reports/II.06a?{QUARTER}&by=field&office=");
    let seen = freezing(&served.get(&reform, &path).await.body);
    let by_law = freezing(&served.get(&reform, &format!("{path}&judged=by-law")).await.body);
    let post = async |fields: &[(String, String)]| {
        served.post(&reform, "/reports/II.06a/freeze", &borrowed(fields)).await
    };
    assert_eq!(post(&by_law).await.status, 303);
    // Whoever looked at other figures before does not freeze, nor seem to, what they never saw.
    let late = post(&seen).await;
    assert!(late.status == 409 && late.body.contains("Số liệu vừa thay đổi"), "{}", late.status);
    let again = served.get(&reform, &format!("{path}&judged=by-promise")).await.body;
    assert!(again.contains("Đã chốt với cách đếm khác") && !again.contains("/freeze\""), "{again}");
    let frozen = path.replace('&', "&#38;");
    assert!(again.contains(&format!("href=\"{frozen}\">Mở báo cáo đã chốt")), "{again}");
    let token = served.token("SNV", &["reform-office"]).await;
    let file = format!("/api/v1/reports/II.06a?{QUARTER}&judged=by-promise");
    let told = served.ask(&token, &file, "*/*").await.json();
    let note = "không phải số đã báo cáo";
    assert!(told["notes"].to_string().contains(note) && told["counted_otherwise"] == true);
    assert!(words_of(served.ask(&token, &file, file::KIND).await.bytes).contains(note));
    let told = served.ask(&token, &format!("/api/v1/reports/II.06a?{QUARTER}"), "*/*").await.json();
    assert_eq!(
        (&told["counted_otherwise"], &told["choices"]["judged"]),
        (&false.into(), &"by-law".into())
    );
    // The next window is counted otherwise: what this one left open is not compared with it.
    assert!(!told["notes"].to_string().contains(note), "{told}");
}

#[tokio::test]
async fn what_ended_is_frozen_as_it_was_seen_and_stays_so_with_its_proof() {
    let served = serve();
    let (reform, inspector) =
        (served.appoint("SNV", "reform-office").await, served.appoint("TTR", "inspector").await);
    let path = format!("/reports/II.06a?{QUARTER}&by=field&office=");
    assert!(!served.get(&inspector, &path).await.body.contains("/freeze"), "it reads alone");
    let page = served.get(&reform, &path).await.body;
    let fields = freezing(&page);
    assert_eq!(
        served.post(&inspector, "/reports/II.06a/freeze", &borrowed(&fields)).await.status,
        403
    );
    let mut moved = fields.clone();
    moved.iter_mut().filter(|(name, _)| name == "seen").for_each(|(_, it)| it.push('0'));
    let again = served.post(&reform, "/reports/II.06a/freeze", &borrowed(&moved)).await;
    assert!(again.status == 409 && again.body.contains("Số liệu vừa thay đổi"));
    let done = served.post(&reform, "/reports/II.06a/freeze", &borrowed(&fields)).await;
    assert_eq!((done.status, done.location.as_str()), (303, path.as_str()));
    let page = served.get(&reform, &path).await.body;
    let (_, seen) = fields.last().expect("the hash");
    assert!(page.contains("Báo cáo đã chốt") && page.contains(seen.as_str()));
    assert!(page.contains("vẫn đúng như khi chốt") && !page.contains("/freeze"));
    let list = served.get(&reform, "/reports").await.body;
    assert!(list.contains(seen.as_str()) && list.contains("Người reform-office"));
    let commune = served.appoint("X24617", "leader").await;
    assert!(!served.get(&commune, "/reports").await.body.contains(seen.as_str()));
    let proof = page.split("href=\"/reports/frozen/").nth(1).and_then(|it| it.split('"').next());
    let proof = format!("/reports/frozen/{}", proof.expect("a proof"));
    let found = served.get(&reform, &proof).await.status;
    assert!(matches!(found, 200 | 202), "{found}: sealed, or not yet");
    assert_eq!(served.get(&commune, &proof).await.status, 403);
    let other = served.get(&reform, &format!("{path}&judged=by-law")).await.body;
    assert!(!other.contains("/freeze") && !other.contains(seen.as_str()));
    let running =
        served.get(&reform, "/reports/II.06a?from=2019-12-15&to=2019-12-31&office=").await;
    let text = running.body;
    assert!(text.contains("chưa kết thúc") && !text.contains("/freeze"));
    let mut early = fields.clone();
    early.iter_mut().filter(|(name, _)| name == "to").for_each(|(_, it)| *it = "2019-12-31".into());
    let refused = served.post(&reform, "/reports/II.06a/freeze", &borrowed(&early)).await;
    assert_eq!(refused.status, 409, "what was seen is of another window");
}

#[tokio::test]
async fn what_changes_after_a_freeze_is_shown_beside_as_a_correction() {
    let served = serve();
    let reform = served.appoint("SNV", "reform-office").await;
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
    let page = served.get(&reform, &format!("/reports/II.06a?{QUARTER}&office=")).await.body;
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
