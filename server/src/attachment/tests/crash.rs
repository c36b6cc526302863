//! A stop between any two steps loses nothing that was acknowledged and leaves nothing for ever.

use std::io::Write;

use super::samples::pdf;
use super::{Served, serve};
use crate::attachment::{State, reference, store, tidy};

/// An upload of which every byte was written, and then the server stopped. Answers its identifier.
async fn stopped_before_the_look(served: &Served) -> String {
    let bytes = pdf("");
    let begun = served.begin(&served.person, "a.pdf", bytes.len() as u64).await;
    let id = begun.header("location").rsplit('/').next().expect("an id").to_owned();
    let wanted = id.clone();
    served
        .wait(move |site| {
            let mut file = site.cabinet().vault().resume(&wanted).expect("it opens");
            file.write_all(&bytes).expect("it is written");
        })
        .await;
    id
}

async fn state(served: &Served, id: &str) -> Option<State> {
    served.row(id).await.map(|file| file.state)
}

#[tokio::test]
async fn what_came_whole_before_a_stop_is_looked_into_when_somebody_asks() {
    let served = serve();
    let id = stopped_before_the_look(&served).await;
    assert_eq!(state(&served, &id).await, Some(State::Uploading));
    let came = served.came(&served.person, &format!("/api/v1/uploads/{id}")).await;
    assert_eq!((came.status, came.header("upload-offset")), (200, came.header("upload-length")));
    assert_eq!(state(&served, &id).await, Some(State::Checked));
}

#[tokio::test]
async fn what_came_whole_before_a_stop_is_looked_into_when_nobody_asks() {
    let served = serve();
    let id = stopped_before_the_look(&served).await;
    served.wait(tidy::go_on).await.expect("it goes on");
    assert_eq!(state(&served, &id).await, Some(State::Uploading), "its own request may do it yet");
    served.site.house().source.pass(61);
    served.wait(tidy::go_on).await.expect("it goes on");
    assert_eq!(state(&served, &id).await, Some(State::Checked));
}

#[tokio::test]
async fn a_stop_before_or_after_a_file_gets_its_name_changes_nothing() {
    let served = serve();
    for renamed in [false, true] {
        let id = stopped_before_the_look(&served).await;
        let object = format!("zz{id}");
        let values = [
            id.as_str().into(),
            ledger::hash::sha256(&[&pdf("")]).0.map(|byte| format!("{byte:02x}")).concat().into(),
            object.as_str().into(),
            "application/pdf".into(),
            "a.pdf".into(),
        ];
        let arrived = served.site.door().work(move |tx| Ok(tx.execute(&store::ARRIVED, &values)?));
        assert_eq!(arrived.await.expect("the row says so"), 1);
        let wanted = id.clone();
        served
            .wait(move |site| {
                if renamed {
                    site.cabinet().vault().settle(&wanted, &object).expect("it is named");
                }
            })
            .await;
        served.wait(tidy::go_on).await.expect("it goes on");
        assert_eq!(state(&served, &id).await, Some(State::Checked), "renamed: {renamed}");
        let read = served.get(&served.person, &format!("/api/v1/attachments/{id}/file")).await;
        assert_eq!((read.status, read.body), (200, pdf("")));
    }
    assert_eq!(served.on_disk().await, (0, 2));
}

#[tokio::test]
async fn bytes_of_an_erased_file_go_after_a_stop() {
    let served = serve();
    let whole = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let part = stopped_before_the_look(&served).await;
    for id in [whole.clone(), part] {
        let erased = served.site.door().work(move |tx| reference::erase_one(tx, &id));
        erased.await.expect("it is erased");
    }
    assert_eq!(served.on_disk().await, (1, 1));
    served.wait(tidy::erase).await.expect("they go");
    assert_eq!((served.on_disk().await, state(&served, &whole).await), ((0, 0), Some(State::Gone)));
}

#[tokio::test]
async fn bytes_of_a_refused_file_go_after_a_stop() {
    let served = serve();
    let id = stopped_before_the_look(&served).await;
    let values = [id.as_str().into(), "macros".into()];
    let refused = served.site.door().work(move |tx| Ok(tx.execute(&store::REFUSED, &values)?));
    assert_eq!(refused.await.expect("the row says so"), 1);
    served.site.house().source.pass(3600 + 60);
    served.wait(tidy::expire).await.expect("it goes");
    assert_eq!(served.on_disk().await, (0, 0));
}

#[tokio::test]
async fn bytes_that_no_row_knows_go_after_a_week() {
    let served = serve();
    let kept = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let stream = served.wait(|site| super::record(site, "a")).await;
    let (ids, named) = (vec![kept.clone()], stream.clone());
    let done = served.site.door().work(move |tx| reference::reference(tx, &ids, &named));
    done.await.expect("it is named");
    served
        .wait(|site| {
            let vault = site.cabinet().vault();
            for name in ["unknown-part", "unknown-object"] {
                vault.resume(name).expect("it opens").write_all(b"x").expect("it is written");
            }
            vault.settle("unknown-object", "unknown-object").expect("it is named");
        })
        .await;
    served.site.house().source.pass(6 * 24 * 3600);
    served.wait(tidy::expire).await.expect("tidied");
    assert_eq!(served.on_disk().await, (1, 2), "an operator may want them after a restore");
    served.site.house().source.pass(24 * 3600 + 60);
    served.wait(tidy::expire).await.expect("tidied");
    assert_eq!(
        (served.on_disk().await, state(&served, &kept).await),
        ((0, 1), Some(State::Checked))
    );
}

#[tokio::test]
async fn an_erasure_during_the_look_wins() {
    let served = serve();
    let id = stopped_before_the_look(&served).await;
    let before = served.row(&id).await.expect("a row");
    let erased = served.site.door().work(move |tx| reference::erase_one(tx, &id));
    erased.await.expect("it is erased");
    // Whoever looks into it read the row before.
    let looked = served.wait(move |site| crate::attachment::settle::finish(site, before)).await;
    assert!(matches!(looked, Err(crate::attachment::No::Missing)), "{looked:?}");
    assert_eq!(served.on_disk().await, (0, 0));
}
