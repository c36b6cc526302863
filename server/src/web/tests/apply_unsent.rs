//! What completes a dossier, the session that ends while it is typed, and withdrawing.

use domain::LawTime;
use domain::access::Factor;
use domain::dossier::{Act, Lack, Phase, Reason};

use super::apply::{BIRTH, begin, citizen, fill, submit, tell, waits};
use super::apply_again::{PDF, send_file};
use super::own::{Visitor, hidden, sign_in};
use super::*;
use crate::apply::{draft, unsent};
use crate::dossier::act;

/// A desk asks for a paper anew.
async fn ask_for_more(served: &Served, dossier: &str) {
    let lacks = vec![Lack { component: Some("kq004389".to_owned()), reason: Reason::Unreadable }];
    let ask =
        Act::RequestSupplement { lacks, until: None, basis: String::new(), again: String::new() };
    tell(served, dossier, ask, &["Mất góc dưới"]).await;
}

/// A dossier that is asked for more: its code.
async fn incomplete(served: &Served, visitor: &Visitor) -> String {
    let code = begin(served, visitor, BIRTH).await;
    fill(served, visitor, &code).await;
    let (_, place) = submit(served, visitor, &code).await;
    let dossier = place.split('/').nth(3).expect("a code").to_owned();
    ask_for_more(served, &dossier).await;
    dossier
}

/// The address of its form, and the seal.
async fn form(served: &Served, visitor: &Visitor, dossier: &str) -> (String, String) {
    let path = format!("/my/dossiers/{dossier}/supplement");
    let (status, page) = visitor.see(served, &path).await;
    assert_eq!(status, 200, "{page}");
    (path, hidden(&page, "seal").to_owned())
}

/// Somebody whose session is over.
async fn stale(served: &Served, visitor: &Visitor) -> Visitor {
    let mut stale = sign_in(served, &visitor.account, Factor::One).await;
    stale.cookie = "none=x".to_owned();
    stale
}

/// A citizen whose supplement is asked for, with its form open, and their session once it is over.
struct Asked {
    served: Served,
    visitor: Visitor,
    dossier: String,
    path: String,
    seal: String,
    stale: Visitor,
}

async fn asked() -> Asked {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let dossier = incomplete(&served, &visitor).await;
    let (path, seal) = form(&served, &visitor, &dossier).await;
    let stale = stale(&served, &visitor).await;
    Asked { served, visitor, dossier, path, seal, stale }
}

const FILE: &str = "file.0";

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_outlives_its_session_with_its_file() {
    let Asked { served, visitor, dossier, path, seal, stale } = asked().await;
    let fields = [("seal", seal.as_str()), ("csrf", "old"), ("comment", "Đã chụp lại")];
    let file = (FILE, "chung-sinh.pdf", PDF);
    let (status, place) = send_file(&served, &stale, &path, &fields, file).await;
    assert_eq!(status, 303, "{place}");
    let back = path.replace('/', "%2F");
    assert_eq!(place, format!("/sign-in?next={back}"));
    assert_eq!(waits(&served).await, Some(1), "the file is kept as long as it waits");
    let known = act::find(&served.site, &dossier).await.expect("it is there");
    assert!(known.dossier.open_supplement().is_some(), "nothing was sent for the owner");

    let (_, page) = visitor.see(&served, &path).await;
    for told in ["Đã chụp lại", "chung-sinh.pdf", "is not sent yet"] {
        assert!(page.contains(told), "no {told} in {page}");
    }
    let id = hidden(&page, FILE).to_owned();
    let (_, list) = visitor.see(&served, "/my/drafts").await;
    assert!(!list.contains(&dossier) && list.contains("/procedures"), "it is no application");
    let (_, own) = visitor.see(&served, "/account/data/export").await;
    let own: serde_json::Value = serde_json::from_str(&own).expect("JSON");
    assert_eq!(own["unsent_supplements"][0]["dossier"], dossier.as_str());
    assert_eq!(own["unsent_supplements"][0]["said"][0]["value"], "Đã chụp lại");

    let version = hidden(&page, "version").to_owned();
    let sent =
        [("seal", seal.as_str()), ("version", &version), ("comment", "Đã chụp lại"), (FILE, &id)];
    let (status, place) = visitor.send(&served, &path, &sent).await;
    assert_eq!(
        (status, place.as_str()),
        (303, &*format!("/my/dossiers/{dossier}?done=supplement"))
    );
    let kept = unsent::find(&served.site, &dossier, &visitor.account).await.expect("it is read");
    assert!(kept.is_none(), "it was sent");
    assert_eq!(waits(&served).await, Some(0), "the dossier has the file now");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_seal_nothing_of_a_supplement_is_kept_and_nobody_learns_of_it() {
    let Asked { served, visitor, dossier, path, seal, stale } = asked().await;
    let missing = path.replace(&dossier, "000.00.00.H00-191216-9999");
    for there in [&path, &missing] {
        let forged = [("seal", "x"), ("comment", "Của người khác")];
        let (status, place) = stale.send(&served, there, &forged).await;
        assert_eq!(status, 303, "{place}");
        let file = (FILE, "a.pdf", PDF);
        assert_eq!(send_file(&served, &stale, there, &forged, file).await.0, 303);
    }
    let kept = unsent::find(&served.site, &dossier, &visitor.account).await.expect("it is read");
    assert!(kept.is_none());
    let other = citizen(&served, "Người Khác").await;
    let rightful = [("seal", seal.as_str()), ("comment", "Đã chụp lại")];
    assert_eq!(other.send(&served, &path, &rightful).await.0, 303, "kept for its owner");
    assert_eq!(other.see(&served, &path).await.0, 404, "the seal opens nothing");
    let (_, page) = visitor.see(&served, &path).await;
    assert!(page.contains("Đã chụp lại"));
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_file_was_refused_is_told_after_signing_in() {
    let Asked { served, visitor, path, seal, stale, .. } = asked().await;
    let fields = [("seal", seal.as_str()), ("comment", "Đã chụp lại")];
    assert_eq!(send_file(&served, &stale, &path, &fields, (FILE, "a.exe", "MZ")).await.0, 303);
    let (_, page) = visitor.see(&served, &path).await;
    assert!(page.contains("id=\"q-file_0-error\"") && page.contains("Đã chụp lại"), "{page}");
}

#[tokio::test]
async fn an_unsent_supplement_ages_and_goes_like_a_draft() {
    let Asked { served, visitor, dossier, path, seal, stale } = asked().await;
    let fields = [("seal", seal.as_str()), ("comment", "Đã chụp lại")];
    let is_kept = async || {
        let kept = unsent::find(&served.site, &dossier, &visitor.account).await;
        kept.expect("it is read").is_some()
    };
    stale.send(&served, &path, &fields).await;
    assert!(is_kept().await);
    let late = LawTime(NOW.0 + (draft::KEPT_DAYS + 1) * 24 * 3600 * 1_000_000);
    let expired = served.site.door().work(move |tx| draft::expire(tx, late));
    expired.await.expect("it is done");
    assert!(!is_kept().await, "nobody touched it in time");
    stale.send(&served, &path, &fields).await;
    assert!(is_kept().await);
    let account = visitor.account.clone();
    served.site.door().work(move |tx| draft::erase_of(tx, &account)).await.expect("it is done");
    assert!(!is_kept().await, "the account is erased");
}

#[tokio::test]
async fn what_is_lacking_is_sent_and_a_dossier_is_withdrawn_by_its_owner() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let dossier = incomplete(&served, &visitor).await;
    let (_, page) = visitor.see(&served, &format!("/my/dossiers/{dossier}")).await;
    let there = format!("/my/dossiers/{dossier}/supplement");
    assert!(page.contains(&there), "the way is one click away");
    let (status, page) = visitor.see(&served, &there).await;
    assert!(status == 200 && page.contains("Mất góc dưới"), "{page}");
    let seal = hidden(&page, "seal").to_owned();
    let said = |comment| [("seal", seal.as_str()), ("comment", comment)];
    let (status, page) = visitor.send(&served, &there, &said("")).await;
    assert_eq!(status, 422, "nothing was sent: {page}");
    let other = citizen(&served, "Người Khác").await;
    assert_eq!(other.send(&served, &there, &[("comment", "x")]).await.0, 404);
    assert_eq!(visitor.send(&served, &there, &[("comment", "x")]).await.0, 403, "without the seal");
    let (status, place) = visitor.send(&served, &there, &said("Sẽ mang đến")).await;
    assert_eq!(
        (status, place.as_str()),
        (303, &*format!("/my/dossiers/{dossier}?done=supplement"))
    );
    let known = act::find(&served.site, &dossier).await.expect("it is there");
    assert_eq!(known.dossier.phase, Phase::Submitted, "it waits at the desk again");
    let there = format!("/my/dossiers/{dossier}/withdraw");
    let (status, page) = visitor.send(&served, &there, &[("reason", "Nhầm nơi")]).await;
    assert!(status == 422 && page.contains("Nhầm nơi"), "{page}");
    let (status, _) = visitor.send(&served, &there, &[("reason", "Nhầm"), ("confirm", "1")]).await;
    assert_eq!(status, 303);
    let known = act::find(&served.site, &dossier).await.expect("it is there");
    assert_eq!(known.dossier.phase, Phase::Withdrawn);
    let (status, place) = visitor.send(&served, &there, &[("confirm", "1")]).await;
    assert!(status == 303 && place.ends_with("?done=withdraw"), "pressed twice it is done once");
}
