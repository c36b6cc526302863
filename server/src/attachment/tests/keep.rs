//! Files in backups, and what a verification says of them.

use std::path::Path;

use db::Options;
use db::testing::fresh;

use super::samples::{pdf, png};
use super::{Served, record, serve};
use crate::app::Source;
use crate::attachment::keep::{self, Copied};
use crate::attachment::reference;
use crate::attachment::vault::Vault;
use crate::backup::{backup_with_files, restore};
use crate::house::{House, Place, tell_all};

async fn back_up(served: &Served, folder: &Path, name: &str) -> Copied {
    let (file, files) = (folder.join(name), Vault::on_disk(folder.join("files")));
    let done =
        served.wait(move |site| backup_with_files(site.house(), &file, &files, &mut |_| {})).await;
    done.expect("it is backed up").1
}

fn findings(house: &House) -> Vec<String> {
    let (_, findings) = keep::verify(&house.db, &house.vault()).expect("it is verified");
    findings.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_backup_has_every_file_that_it_names_and_a_restore_brings_them_back() {
    let served = serve();
    let first = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let folder = tempfile::tempdir().expect("a folder");
    let done = back_up(&served, folder.path(), "one").await;
    assert_eq!((done.copied, done.known, done.lost.len()), (1, 0, 0));
    let second = served.send(&served.person, "b.png", &png(9, 9)).await.id();
    served.begin(&served.person, "half.pdf", 10).await;
    let done = back_up(&served, folder.path(), "two").await;
    assert_eq!((done.copied, done.known), (1, 1), "what is there is not copied again");
    let (file, files) = (folder.path().join("two"), Vault::on_disk(folder.path().join("files")));
    let elsewhere = fresh(db::Engine::Sqlite);
    let place =
        Place { data: elsewhere.directory.path().to_owned(), location: elsewhere.location.clone() };
    let restored = tokio::task::spawn_blocking(move || {
        drop(restore(&file, &place.location, &mut |_| {}).expect("it is restored"));
        let house = House::open(place, Source::real(), &Options::default()).expect("it opens");
        let missing = findings(&house);
        let mut read = |after| house.db.read_now(move |tx| keep::page(tx, after));
        let done = keep::copy(&mut read, &files, &house.vault()).expect("they are copied");
        (missing, done, findings(&house), house.vault().root().to_owned())
    });
    let (missing, done, after, root) = restored.await.expect("it ends");
    assert_eq!(missing.len(), 2, "{missing:?}");
    assert!(missing.iter().all(|it| it.starts_with("file-missing: ")));
    assert_eq!((done.copied, done.lost, after), (2, Vec::new(), Vec::new()));
    let vault = Vault::on_disk(root);
    for (id, bytes) in [(first, pdf("")), (second, png(9, 9))] {
        let object = served.row(&id).await.and_then(|file| file.object).expect("an object");
        let mut read = Vec::new();
        std::io::copy(&mut vault.open(&object).expect("it is there"), &mut read).expect("it reads");
        assert_eq!(read, bytes);
    }
}

#[tokio::test]
async fn a_missing_or_altered_file_is_named_and_never_backed_up_as_whole() {
    let served = serve();
    let altered = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let missing = served.send(&served.person, "b.pdf", &pdf("")).await.id();
    let whole = served.send(&served.person, "c.pdf", &pdf("")).await.id();
    assert_eq!(served.wait(|site| findings(site.house())).await, Vec::<String>::new());
    for (id, bytes) in [(&altered, Some(b"other bytes of it")), (&missing, None)] {
        let object = served.row(id).await.and_then(|file| file.object).expect("an object");
        served
            .wait(move |site| {
                let vault = site.cabinet().vault();
                vault.remove_object(&object).expect("it goes");
                if let Some(bytes) = bytes {
                    use std::io::Write;
                    let mut file = vault.resume("other").expect("it opens");
                    file.write_all(bytes).expect("it is written");
                    vault.settle("other", &object).expect("it is named");
                }
            })
            .await;
    }
    let mut found = served.wait(|site| findings(site.house())).await;
    found.sort();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with(&format!("file-altered: attachment {altered}:")));
    assert!(found[1].starts_with(&format!("file-missing: attachment {missing}:")));
    let folder = tempfile::tempdir().expect("a folder");
    let done = back_up(&served, folder.path(), "one").await;
    let mut lost = done.lost;
    lost.sort();
    let mut expected = vec![altered, missing];
    expected.sort();
    assert_eq!((done.copied, lost), (1, expected));
    let object = served.row(&whole).await.and_then(|file| file.object).expect("an object");
    assert!(Vault::on_disk(folder.path().join("files")).open(&object).is_ok());
}

#[tokio::test]
async fn what_was_erased_since_the_backup_is_erased_again_and_not_copied_back() {
    let served = serve();
    let id = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let stream = served.wait(|site| record(site, "a")).await;
    let (ids, named) = (vec![id.clone()], stream.clone());
    let done = served.site.door().work(move |tx| reference::reference(tx, &ids, &named));
    done.await.expect("it is named");
    let folder = tempfile::tempdir().expect("a folder");
    back_up(&served, folder.path(), "one").await;
    let (file, files) = (folder.path().join("one"), Vault::on_disk(folder.path().join("files")));
    let elsewhere = fresh(db::Engine::Sqlite);
    let place =
        Place { data: elsewhere.directory.path().to_owned(), location: elsewhere.location.clone() };
    let restored = tokio::task::spawn_blocking(move || {
        drop(restore(&file, &place.location, &mut |_| {}).expect("it is restored"));
        let house = House::open(place, Source::real(), &Options::default()).expect("it opens");
        let ground = "restored".to_owned();
        let again = [domain::Command::ErasePersonal { stream, ground }];
        let (door, thread) = house.door(1).expect("the door opens");
        tell_all(&door, again).expect("it is erased again");
        drop(door);
        thread.join().expect("it ends");
        let mut read = |after| house.db.read_now(move |tx| keep::page(tx, after));
        let done = keep::copy(&mut read, &files, &house.vault()).expect("they are copied");
        (done, findings(&house))
    });
    assert_eq!(restored.await.expect("it ends"), (Copied::default(), Vec::new()));
}
