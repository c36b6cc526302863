//! Requests about data: asked by people, answered at the desk, erased by a second person.

use domain::access::Factor;
use domain::account::Kind;

use super::own::{Visitor, hidden, open, sign_in};
use super::*;
use crate::jobs;

async fn citizen_of(served: &Served, name: &str) -> Visitor {
    let account = open(served, Kind::Citizen, name, None).await;
    sign_in(served, &account, Factor::One).await
}

async fn officer_of(served: &Served, name: &str) -> Visitor {
    let account = open(served, Kind::Staff, name, Some("data-protection")).await;
    sign_in(served, &account, Factor::Fresh).await
}

/// Makes a request; answers what leads to it at the desk.
async fn ask(served: &Served, citizen: &Visitor, desk: &Visitor, wish: &str) -> String {
    let fields = [("wish", wish), ("text", "Xin làm giúp việc này.")];
    let (_, place) = citizen.send(served, "/account/requests", &fields).await;
    assert_eq!(place, "/account/requests?done=sent");
    let (_, page) = desk.see(served, "/requests").await;
    let (_, rest) = page.split_once("href=\"/requests/2019-").expect("it is in the list");
    format!("/requests/2019-{}", rest.split('"').next().unwrap_or_default())
}

/// Does what the background does.
async fn work(served: &Served) {
    let (door, now) = (served.site.door().clone(), served.site.house().source.machine());
    let worked = tokio::task::spawn_blocking(move || {
        while jobs::work(&door, now)? > 0 {}
        Ok::<_, crate::commit::Error>(())
    });
    worked.await.expect("it ran").expect("jobs are done");
}

#[tokio::test]
async fn a_request_is_made_read_with_a_purpose_and_answered() {
    let served = serve();
    let citizen = citizen_of(&served, "Nguyễn Thị Mẫu").await;
    let desk = officer_of(&served, "Châu Văn Hộ").await;
    let (status, page) = citizen.send(&served, "/account/requests", &[("text", " ")]).await;
    assert_eq!(status, 422);
    assert!(page.contains("Choose a kind") && page.contains("Write 1 to 2000"), "{page}");
    let path = ask(&served, &citizen, &desk, "copy").await;
    let (_, facts) = desk.see(&served, &path).await;
    assert!(!facts.contains("Nguyễn Thị Mẫu") && !facts.contains("Xin làm giúp"), "{facts}");
    let (_, seen) = citizen.see(&served, "/account/readings").await;
    assert!(seen.contains("Nobody has looked"), "facts alone name nobody: {seen}");
    let (_, whole) = desk.see(&served, &format!("{path}?purpose=inquiry")).await;
    assert!(whole.contains("Nguyễn Thị Mẫu") && whole.contains("Xin làm giúp"), "{whole}");
    let (_, seen) = citizen.see(&served, "/account/readings").await;
    assert!(seen.contains("Vị trí data-protection: read a request about data"), "{seen}");
    assert!(seen.contains("to answer a request"), "{seen}");
    assert!(!seen.contains("Châu Văn Hộ"), "the officer stays an office: {seen}");
    let (_, place) = desk.send(&served, &format!("{path}/acknowledge"), &[]).await;
    assert_eq!(place, format!("{path}?done=acknowledged"));
    let empty = [("outcome", "done"), ("ground", ""), ("text", "")];
    assert_eq!(desk.send(&served, &format!("{path}/finish"), &empty).await.0, 422);
    let answer = [("outcome", "done"), ("ground", "đã gửi bản sao"), ("text", "Bản sao đã gửi.")];
    let (_, place) = desk.send(&served, &format!("{path}/finish"), &answer).await;
    assert_eq!(place, format!("{path}?done=finished"));
    assert_eq!(desk.send(&served, &format!("{path}/finish"), &answer).await.0, 409, "once");
    let (_, mine) = citizen.see(&served, "/account/requests").await;
    assert!(mine.contains("Carried out") && mine.contains("Bản sao đã gửi."), "{mine}");
    let (_, settled) = desk.see(&served, "/requests?state=settled").await;
    assert!(settled.contains(&path), "{settled}");
}

#[tokio::test]
async fn requests_are_for_the_desk_alone() {
    let served = serve();
    let citizen = citizen_of(&served, "Nguyễn Thị Mẫu").await;
    let desk = officer_of(&served, "Châu Văn Hộ").await;
    let clerk = open(&served, Kind::Staff, "Trần Thị Quầy", Some("clerk")).await;
    let clerk = sign_in(&served, &clerk, Factor::Fresh).await;
    let path = ask(&served, &citizen, &desk, "erasure").await;
    for visitor in [&citizen, &clerk] {
        for (path, status) in [
            ("/requests".to_owned(), 403),
            (path.clone(), 403),
            (format!("{path}?purpose=inquiry"), 403),
            (format!("{path}/erase"), 403),
            ("/requests/2019-00".to_owned(), 403),
        ] {
            assert_eq!(visitor.see(&served, &path).await.0, status, "{path}");
        }
        for act in ["acknowledge", "extend", "finish", "erase", "hold", "release"] {
            let fields = [("outcome", "declined"), ("ground", "person-asked"), ("sure", "yes")];
            let (status, _) = visitor.send(&served, &format!("{path}/{act}"), &fields).await;
            assert_eq!(status, 403, "{act}");
        }
    }
    for wrong in ["2019-00", "x", "2019-zz", "2019-"] {
        assert_eq!(desk.see(&served, &format!("/requests/{wrong}")).await.0, 404, "{wrong}");
    }
    let weak = sign_in(&served, &desk.account, Factor::One).await;
    assert!(weak.see(&served, "/requests").await.1.starts_with("/sign-in/again"));
}

#[tokio::test]
async fn an_erasure_is_decided_by_a_second_person() {
    let served = serve();
    let citizen = citizen_of(&served, "Nguyễn Thị Mẫu").await;
    let first = officer_of(&served, "Châu Văn Hộ").await;
    let second = officer_of(&served, "Bùi Thị Hai").await;
    let path = ask(&served, &citizen, &first, "erasure").await;
    first.send(&served, &format!("{path}/acknowledge"), &[]).await;
    let done = [("outcome", "done"), ("ground", "x"), ("text", "x")];
    assert_eq!(first.send(&served, &format!("{path}/finish"), &done).await.0, 422, "not so");
    let erase = format!("{path}/erase");
    let (_, page) = first.see(&served, &erase).await;
    assert!(page.contains("somebody else must decide"), "{page}");
    let sure = [("ground", "person-asked"), ("sure", "yes")];
    assert_eq!(first.send(&served, &erase, &sure).await.0, 403, "the same person again");
    let (_, page) = second.see(&served, &erase).await;
    assert!(page.contains("It may be erased from"), "retention is told: {page}");
    assert_eq!(hidden(&page, "csrf"), second.csrf);
    let unsure = [("ground", "person-asked")];
    assert_eq!(second.send(&served, &erase, &unsure).await.0, 422, "without the tick");
    let retained = [("ground", "retention-ended"), ("sure", "yes")];
    assert_eq!(second.send(&served, &erase, &retained).await.0, 409, "its time has not come");
    let (_, place) = second.send(&served, &format!("{path}/hold"), &[("hold", "Vụ 12")]).await;
    assert_eq!(place, format!("{erase}?done=held"));
    assert_eq!(second.send(&served, &erase, &sure).await.0, 409, "under a legal hold");
    assert_eq!(first.send(&served, &format!("{path}/release"), &[("hold", "Vụ 12")]).await.0, 403);
    second.send(&served, &format!("{path}/release"), &[("hold", "Vụ 12")]).await;
    let (status, place) = second.send(&served, &erase, &sure).await;
    assert_eq!((status, place), (303, format!("{path}?done=erased")));
    assert!(citizen.see(&served, "/account").await.1.starts_with("/sign-in"), "at once");
    work(&served).await;
    let owner = citizen.account.clone();
    let left = served.site.house().db.read(move |tx| {
        let credentials = crate::account::credential::of(tx, &owner)?.len();
        Ok::<_, crate::commit::Error>((credentials, crate::account::session::of(tx, &owner)?.len()))
    });
    assert_eq!(left.await.expect("they are read"), (0, 0));
    let (_, page) = second.see(&served, &format!("{path}?purpose=inquiry")).await;
    assert!(page.contains("was erased") && !page.contains("Nguyễn Thị Mẫu"), "{page}");
    citizen_of(&served, "Nguyễn Thị Mẫu").await;
}
