//! What the house knows already, and files, as an application meets them.

use axum::http::header::LOCATION;
use domain::dossier::{Act, Lack, Reason};

use super::apply::{BIRTH, answer, begin, citizen, fill, form, submit, waits};
use super::own::{Visitor, hidden};
use super::*;
use crate::apply::{again, draft};
use crate::dossier::act;

/// A form with a file, as a browser sends it.
pub(super) async fn send_file(
    served: &Served,
    visitor: &Visitor,
    path: &str,
    fields: &[(&str, &str)],
    (name, file, bytes): (&str, &str, &str),
) -> (u16, String) {
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
         content-type: application/octet-stream\r\n\r\n{bytes}\r\n--x--\r\n"
    );
    let request = Request::post(path)
        .header(COOKIE, visitor.cookie.as_str())
        .header(ACCEPT_LANGUAGE, "en")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .expect("a request");
    let response = served.router.clone().oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let place = header(&response, LOCATION);
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, format!("{place}{}", String::from_utf8_lossy(&body)))
}

pub(super) const PDF: &str = "%PDF-1.7\n%%EOF\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_checked_as_it_comes_and_offered_again_for_the_next_dossier() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let (path, seal) = form(&served, &visitor, &code, "paper-kq004389").await;
    let (way, file) = ("paper.kq004389.way", "paper.kq004389.file");
    let fields = [("seal", seal.as_str())];
    let page = send_file(&served, &visitor, &path, &fields, (file, "a.exe", "MZ")).await;
    assert_eq!(page.0, 422);
    assert!(page.1.contains("id=\"q-paper_kq004389_file-error\""), "at its place: {}", page.1);
    let errors = page.1.matches("govuk-error-message\"").count();
    assert_eq!(errors, 1, "a file that was refused is told once");
    let forged = [("seal", "x"), (way, "upload")];
    assert_eq!(send_file(&served, &visitor, &path, &forged, (file, "a.pdf", PDF)).await.0, 403);
    // Whoever chose a file need not say that they send one.
    let fields = [("seal", seal.as_str())];
    let sent = send_file(&served, &visitor, &path, &fields, (file, "chung-sinh.pdf", PDF)).await;
    assert_eq!(sent.0, 303, "{}", sent.1);
    assert_eq!(waits(&served).await, Some(1), "it is kept as long as the draft");
    let (_, page) = visitor.see(&served, &path).await;
    let kept = [("seal", seal.as_str()), (way, "upload"), (file, hidden(&page, file))];
    let (status, page) = send_file(&served, &visitor, &path, &kept, (file, "a.exe", "MZ")).await;
    assert!(status == 422 && page.contains("id=\"q-paper_kq004389_file-error\""), "{page}");
    assert!(page.contains("chung-sinh.pdf"), "the good file stays where another is refused");
    assert_eq!(waits(&served).await, Some(1));
    let kept = [("seal", seal.as_str()), (way, "upload"), (file, hidden(&page, file))];
    assert_eq!(visitor.send(&served, &path, &kept).await.0, 303);
    let (_, page) = visitor.see(&served, &format!("/my/drafts/{code}/check")).await;
    assert!(page.contains("chung-sinh.pdf"), "{page}");
    let (status, place) = submit(&served, &visitor, &code).await;
    assert_eq!(status, 303, "{place}");
    let dossier = place.split('/').nth(3).expect("a code").to_owned();
    let known = act::find(&served.site, &dossier).await.expect("it is there");
    let handed = known.dossier.filing.components.iter().find(|it| it.id == "kq004389");
    assert!(handed.is_some_and(|it| it.file.is_some()), "the dossier names the file");
    assert_eq!(waits(&served).await, Some(0), "the dossier has it now");

    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let (_, page) = visitor.see(&served, &format!("/my/drafts/{code}/paper-kq004389")).await;
    assert!(page.contains("chung-sinh.pdf"), "it is offered again: {page}");
    let again = page.split("value=\"again:").nth(1).and_then(|it| it.split('"').next());
    let again = format!("again:{}", again.expect("a choice"));
    let (status, told) = answer(&served, &visitor, &code, "paper-kq004389", &[(way, &again)]).await;
    assert_eq!(status, 303, "{told}");
    let other = citizen(&served, "Người Khác").await;
    let theirs = begin(&served, &other, BIRTH).await;
    fill(&served, &other, &theirs).await;
    let (status, _) = answer(&served, &other, &theirs, "paper-kq004389", &[(way, &again)]).await;
    assert_eq!(status, 422, "another's file is not given");
    let (status, place) = submit(&served, &visitor, &code).await;
    assert_eq!(status, 303, "{place}");
}

#[tokio::test]
async fn what_was_said_before_is_filled_in_only_after_a_yes() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    assert_eq!(submit(&served, &visitor, &code).await.0, 303);
    let code = begin(&served, &visitor, BIRTH).await;
    let mother = format!("/my/drafts/{code}/q-mother");
    let (_, page) = visitor.see(&served, &mother).await;
    assert!(!page.contains("value=\"Nguyễn Thị Mẫu\""), "nothing without a yes");
    let (_, page) = visitor.see(&served, "/apply/1.001193").await;
    assert!(page.contains("name=\"consent\""), "it is asked for");
    visitor.send(&served, "/apply/1.001193", &[("consent", "1")]).await;
    let (_, page) = visitor.see(&served, &mother).await;
    assert!(page.contains("value=\"Nguyễn Thị Mẫu\""), "{page}");
    assert!(!page.contains("099190000001"), "a number was not agreed to");
    let (_, page) = visitor.see(&served, "/apply/1.001193").await;
    assert!(!page.contains("name=\"consent\""), "it is asked for once");
    let agrees = again::agrees(&served.site, &visitor.account).await;
    assert!(agrees.expect("it is read"), "the yes is a fact");
    let withdraw = [("purpose", again::CONSENT), ("answer", "withdraw")];
    visitor.send(&served, "/account/data/consent", &withdraw).await;
    let (_, page) = visitor.see(&served, &mother).await;
    assert!(!page.contains("value=\"Nguyễn Thị Mẫu\""), "taken back, it counts no more");
    let kept = draft::find(&served.site, &code).await.expect("a draft");
    assert_eq!(kept.content.form, [], "what is filled in is kept only once it is sent");
}

#[tokio::test]
async fn a_draft_and_a_rating_are_taken_along_with_everything_else() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let (_, place) = submit(&served, &visitor, &code).await;
    let dossier = place.split('/').nth(3).expect("a code").to_owned();
    let lack = Lack { component: None, reason: Reason::Other };
    apply::tell(&served, &dossier, Act::Refuse(vec![lack]), &["Nộp nhầm nơi"]).await;
    let fields = [("score", "2"), ("text", "Mất hai buổi chờ")];
    let (status, page) = visitor.send(&served, &format!("/r/{dossier}/rate"), &fields).await;
    assert_eq!(status, 200, "{page}");
    let draft = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &draft).await;
    let (status, file) = visitor.see(&served, "/account/data/export").await;
    assert_eq!(status, 200);
    let file: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    let rated = &file["dossiers"][0]["rated"];
    assert_eq!((&rated["score"], &rated["text"]), (&2.into(), &"Mất hai buổi chờ".into()));
    let draft = &file["drafts"][0];
    assert_eq!((&draft["procedure"], &draft["kept_until"]), (&BIRTH.into(), &"2020-01-15".into()));
    let said = draft["said"].as_array().expect("what was typed");
    assert!(said.iter().any(|it| it["value"] == "Nguyễn H'Mẫu"), "{draft}");
}

db::statements! {
    /// What a draft says, sealed.
    pub SAYS = "SELECT content FROM draft WHERE code = $1";
    /// A draft as it was before it was handed in.
    pub SAY = "UPDATE draft SET content = $2, dossier = NULL WHERE code = $1";
}

/// Hands in, and leaves the draft as if the server had stopped before its row said so: the dossier.
async fn hand_in_half(served: &Served, visitor: &Visitor, code: &str) -> String {
    let key = code.to_owned();
    let read = served.site.house().db.read(move |tx| {
        let row = tx.row(&SAYS, &[key.into()])?.expect("a draft");
        Ok::<_, crate::commit::Error>(row.text(0)?.to_owned())
    });
    let content = read.await.expect("it is read");
    let (status, place) = submit(served, visitor, code).await;
    assert_eq!(status, 303, "{place}");
    let key = code.to_owned();
    let said = served.site.door().work(move |tx| {
        tx.execute(&SAY, &[key.into(), content.into()])?;
        Ok(())
    });
    said.await.expect("it is done");
    place.split('/').nth(3).expect("a code").to_owned()
}

#[tokio::test]
async fn a_draft_that_was_filed_before_a_stop_is_handed_in() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let dossier = hand_in_half(&served, &visitor, &code).await;
    let (_, place) = visitor.see(&served, &format!("/my/drafts/{code}/q-phone")).await;
    assert_eq!(place, format!("/my/dossiers/{dossier}/sent"));
    let (_, page) = visitor.see(&served, &place).await;
    assert!(!page.contains("role=\"alert\""), "all of it is in the dossier: {page}");
    assert!(draft::of(&served.site, &visitor.account).await.expect("drafts").is_empty());
}

#[tokio::test]
async fn a_change_that_comes_while_a_draft_is_handed_in_is_kept_and_told() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    for is_stopped in [false, true] {
        let code = begin(&served, &visitor, BIRTH).await;
        fill(&served, &visitor, &code).await;
        let before = draft::find(&served.site, &code).await.expect("a draft").content;
        let dossier = hand_in_half(&served, &visitor, &code).await;
        let changed = draft::change(&served.site, &code, |draft| {
            draft.content.put(
                |name| name == "answers.ethnicity",
                vec![("answers.ethnicity".to_owned(), "Ê Đê".to_owned())],
            );
        });
        changed.await.expect("it is kept");
        if !is_stopped {
            let handed = draft::handed_in(&served.site, &code, &before, &dossier).await;
            handed.expect("it is handed in");
        }
        let (_, place) = visitor.see(&served, &format!("/my/drafts/{code}")).await;
        assert_eq!(place, format!("/my/dossiers/{dossier}/sent"));
        let drafts = draft::of(&served.site, &visitor.account).await.expect("drafts");
        let [later] = drafts.as_slice() else { panic!("{} drafts", drafts.len()) };
        assert_eq!(later.content.read().one("answers.ethnicity"), "Ê Đê");
        assert_eq!(later.content.read().one("applicant.name"), "Nguyễn Thị Mẫu", "all is there");
        let (_, page) = visitor.see(&served, &place).await;
        assert!(page.contains("is not in this dossier") && page.contains(&later.code), "{page}");
        let (status, place) = submit(&served, &visitor, &later.code).await;
        assert!(status == 303 && !place.contains(&dossier), "it is another one: {place}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_after_its_draft_was_handed_in_is_told_to_be_in_nothing() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let (path, seal) = form(&served, &visitor, &code, "q-ethnicity").await;
    assert_eq!(submit(&served, &visitor, &code).await.0, 303);
    let fields = [("seal", seal.as_str()), ("answers.ethnicity", "Ê Đê")];
    let (status, place) = visitor.send(&served, &path, &fields).await;
    assert!(status == 303 && place.ends_with("/sent?late=1"), "{place}");
    let (_, page) = visitor.see(&served, &place).await;
    assert!(page.contains("is not in this dossier"), "{page}");
}
