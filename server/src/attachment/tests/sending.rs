//! Files sent in one go, read again, erased.

use axum::body::Body;
use axum::http::Method;

use super::samples::{docx, pdf, png};
use super::{Served, broken, form, record, serve, serve_on};
use crate::attachment::{DAY_FILES_MAX, FILE_BYTES_MAX, State, reference, tidy};

#[tokio::test]
async fn a_file_is_kept_and_read_again_by_its_owner_alone() {
    let served = serve();
    for user in [&served.person, &served.program] {
        let bytes = pdf("");
        let sent = served.send(user, "../Đơn xin.pdf", &bytes).await;
        assert_eq!(sent.status, 201, "{}", String::from_utf8_lossy(&sent.body));
        let told = sent.json();
        assert_eq!(told["media_type"], "application/pdf");
        assert_eq!(told["size_bytes"], bytes.len());
        assert_eq!(told["name"], "Đơn xin.pdf");
        assert_eq!(told["state"], "checked");
        let sha256 = ledger::hash::sha256(&[&bytes]).0.map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(told["sha256"], sha256);
        let path = format!("/api/v1/attachments/{}", sent.id());
        assert_eq!(served.get(user, &path).await.json(), told);
        let read = served.get(user, &format!("{path}/file")).await;
        assert_eq!((read.status, &read.body), (200, &bytes));
        for foreign in [path.clone(), format!("{path}/file")] {
            assert_eq!(served.get(&served.other, &foreign).await.status, 404, "{foreign}");
        }
        assert_eq!(served.delete(&served.other, &path).await.status, 404);
    }
}

#[tokio::test]
async fn a_file_is_served_as_a_file_and_never_as_a_page() {
    let served = serve();
    let sent = served.send(&served.person, "Ảnh thẻ.png", &png(9, 9)).await;
    let path = format!("/api/v1/attachments/{}/file", sent.id());
    let read = served.get(&served.person, &path).await;
    assert_eq!(read.header("content-type"), "image/png");
    assert_eq!(read.header("x-content-type-options"), "nosniff");
    assert_eq!(read.header("cache-control"), "no-store");
    assert!(read.header("content-security-policy").contains("sandbox"));
    let disposition = read.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"Anh the.png\"; filename*=UTF-8''%E1"));
}

/// What a file is answered with when it is to be shown in a page.
async fn shown(served: &Served, name: &str, bytes: &[u8]) -> (String, String) {
    let id = served.send(&served.person, name, bytes).await.id();
    let file = served.row(&id).await.expect("a row");
    let wanted = crate::attachment::read::Wanted::Shown;
    let answer = crate::attachment::read::answer(&served.site, &file, wanted).await;
    let headers = answer.expect("it is shown").headers().clone();
    let of = |name: &str| headers[name].to_str().expect("text").to_owned();
    (of("content-disposition"), of("content-security-policy"))
}

#[tokio::test]
async fn only_what_browsers_show_by_themselves_stands_in_a_page() {
    let served = serve();
    let (pdf_how, pdf_policy) = shown(&served, "a.pdf", &pdf("")).await;
    assert!(pdf_how.starts_with("inline;") && !pdf_policy.contains("sandbox"));
    assert!(pdf_policy.contains("default-src 'none'") && !pdf_policy.contains("script-src"));
    let (png_how, png_policy) = shown(&served, "a.png", &png(9, 9)).await;
    assert!(png_how.starts_with("inline;") && png_policy.contains("sandbox"));
    let (docx_how, docx_policy) = shown(&served, "a.docx", &docx(&[])).await;
    assert!(docx_how.starts_with("attachment;") && docx_policy.contains("sandbox"));
}

#[tokio::test]
async fn equal_files_of_two_owners_are_two_objects_and_one_goes_alone() {
    let served = serve();
    let one = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let other = served.send(&served.other, "a.pdf", &pdf("")).await.id();
    let (first, second) = (served.row(&one).await, served.row(&other).await);
    let (first, second) = (first.expect("a row"), second.expect("a row"));
    assert_eq!(first.sha256, second.sha256);
    assert_ne!(first.object, second.object, "nobody sees from the disk which files are alike");
    assert_eq!(served.on_disk().await, (0, 2));
    let path = format!("/api/v1/attachments/{one}");
    assert_eq!(served.delete(&served.person, &path).await.status, 204);
    assert_eq!(served.on_disk().await, (0, 1));
    assert_eq!(served.get(&served.person, &path).await.status, 404);
    let gone = served.row(&one).await.expect("it counts for the day");
    assert_eq!((gone.state, gone.name.as_str(), gone.sha256), (State::Gone, "", None));
    let left = served.get(&served.other, &format!("/api/v1/attachments/{other}/file")).await;
    assert_eq!((left.status, left.body), (200, pdf("")));
}

#[tokio::test]
async fn a_refused_file_says_why_and_leaves_nothing_on_disk() {
    let served = serve();
    let macros = docx(&[("word/vbaProject.bin", b"x")]);
    let refused = served.send(&served.person, "a.docx", &macros).await;
    assert_eq!((refused.status, refused.problem().as_str()), (422, "attachment-macros"));
    let empty = served.send(&served.person, "a.pdf", b"").await;
    assert_eq!((empty.status, empty.problem().as_str()), (422, "attachment-empty"));
    let none = b"--XX\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--XX--\r\n";
    let none = served.send_body(&served.person, Body::from(&none[..])).await;
    assert_eq!((none.status, none.problem().as_str()), (422, "attachment-no-file"));
    let form = [("content-type", "application/json")];
    let path = "/api/v1/attachments";
    let other = served.ask(&served.person, Method::POST, path, &form, Body::from("{}")).await;
    assert_eq!(other.status, 400);
    assert_eq!(served.on_disk().await, (0, 0));
}

#[tokio::test]
async fn a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
    let served = serve();
    let size = usize::try_from(FILE_BYTES_MAX).expect("it fits");
    let mut bytes = pdf("");
    let end = bytes.split_off(bytes.len() - 30);
    let filled = |size: usize| {
        let fill = vec![b' '; size - bytes.len() - end.len()];
        [bytes.as_slice(), &fill, &end].concat()
    };
    assert_eq!(served.send(&served.person, "a.pdf", &filled(size)).await.status, 201);
    let over = served.send(&served.person, "a.pdf", &filled(size + 1)).await;
    assert_eq!((over.status, over.problem().as_str()), (413, "attachment-too-large"));
    assert_eq!(served.on_disk().await.1, 1);
}

#[tokio::test]
async fn a_form_that_breaks_off_leaves_nothing() {
    let served = serve();
    let whole = form("a.pdf", &pdf(""));
    let cut = served.send_body(&served.person, broken(&whole[..whole.len() - 20])).await;
    assert_eq!(cut.status, 400, "{}", String::from_utf8_lossy(&cut.body));
    // What came is taken back on a thread of its own, which holds the site until it is done.
    served
        .wait(|site| {
            while !is_bare(site) {
                std::thread::yield_now();
            }
        })
        .await;
}

fn is_bare(site: &crate::web::Site) -> bool {
    let mut found = 0;
    let count = &mut |_: &str, _, _| {
        found += 1;
        Ok(())
    };
    site.cabinet().vault().each(std::time::Duration::ZERO, count).expect("they are counted");
    let rows = site.house().db.read_now(|tx| {
        let all = ["uploading".into(), i64::MAX.into(), 10.into()];
        Ok::<_, db::Error>(tx.rows(&crate::attachment::store::IN_STATE, &all)?.len())
    });
    found == 0 && rows.expect("they are read") == 0
}

#[tokio::test]
async fn a_person_sends_so_many_files_a_day_and_others_go_on() {
    let served = serve();
    let owner = served.person.account.clone();
    let now = served.site.house().source.machine().0;
    let added = served.site.door().work(move |tx| {
        for n in 0..DAY_FILES_MAX {
            let values =
                [format!("f{n}").into(), owner.as_str().into(), 1.into(), "a".into(), now.into()];
            tx.execute(&crate::attachment::store::ADD, &values)?;
            let gone = format!("f{n}");
            tx.execute(&crate::attachment::store::ERASE, &[gone.as_str().into()])?;
            tx.execute(&crate::attachment::store::GONE, &[gone.into()])?;
        }
        Ok(())
    });
    added.await.expect("they are added");
    let full = served.send(&served.person, "a.pdf", &pdf("")).await;
    assert_eq!((full.status, full.problem().as_str()), (429, "attachment-day-full"));
    assert_eq!(served.send(&served.other, "a.pdf", &pdf("")).await.status, 201);
    served.site.house().source.pass(24 * 3600 + 1);
    assert_eq!(served.send(&served.person, "a.pdf", &pdf("")).await.status, 201);
}

#[tokio::test]
async fn what_nothing_names_goes_after_a_week_and_what_a_record_names_stays() {
    let served = serve();
    let loose = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let named = served.send(&served.person, "b.pdf", &pdf("")).await.id();
    let stream = served.wait(|site| record(site, "a")).await;
    name(&served, &named, &stream).await;
    served.wait(|site| tidy::expire(site).and_then(|()| tidy::erase(site))).await.expect("tidied");
    assert_eq!(served.on_disk().await, (0, 2), "a week is not over");
    served.site.house().source.pass(7 * 24 * 3600 + 1);
    served.wait(|site| tidy::expire(site).and_then(|()| tidy::erase(site))).await.expect("tidied");
    assert_eq!(served.on_disk().await, (0, 1));
    assert_eq!(served.row(&named).await.map(|file| file.state), Some(State::Checked));
    served.wait(tidy::expire).await.expect("tidied");
    assert_eq!(served.row(&loose).await, None, "the row goes a day later");
}

async fn name(served: &Served, id: &str, stream: &domain::StreamId) {
    let (ids, stream) = (vec![id.to_owned()], stream.clone());
    let named = served.site.door().work(move |tx| reference::reference(tx, &ids, &stream));
    named.await.expect("it is named");
}

#[tokio::test]
async fn a_record_names_only_finished_files_of_its_filer_that_no_other_names() {
    let served = serve();
    let id = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let begun = served.begin(&served.person, "b.pdf", 100).await;
    let begun = begun.header("location").rsplit('/').next().expect("an id").to_owned();
    let (stream, other) = served.wait(|site| (record(site, "a"), record(site, "b"))).await;
    let ready = |user: &super::User, id: &str, stream: Option<&domain::StreamId>| {
        let (owner, ids, stream) = (user.account.clone(), vec![id.to_owned()], stream.cloned());
        let db = served.site.house().db.clone();
        async move {
            let read = db.read(move |tx| reference::ready(tx, &owner, &ids, stream.as_ref()));
            read.await.expect("it is read").map(|files| files.len())
        }
    };
    use reference::NotReady;
    assert_eq!(ready(&served.person, &id, None).await, Ok(1));
    assert_eq!(ready(&served.other, &id, None).await, Err(NotReady::Unknown(id.clone())));
    assert_eq!(ready(&served.person, &begun, None).await, Err(NotReady::Unfinished(begun)));
    name(&served, &id, &stream).await;
    assert_eq!(ready(&served.person, &id, Some(&stream)).await, Ok(1));
    assert_eq!(ready(&served.person, &id, Some(&other)).await, Err(NotReady::Taken(id.clone())));
    name(&served, &id, &other).await;
    let row = served.row(&id).await.expect("a row");
    assert_eq!(row.record, Some(stream), "it stays with the first");
    let taken = served.delete(&served.person, &format!("/api/v1/attachments/{id}")).await;
    assert_eq!((taken.status, taken.problem().as_str()), (409, "attachment-in-use"));
}

#[tokio::test]
async fn erasing_a_stream_erases_its_files_and_no_others() {
    for engine in [db::Engine::Sqlite, db::Engine::Postgres] {
        let served = serve_on(engine);
        erase_a_stream(&served).await;
        // A database that is dropped waits, so it goes on a thread of its own.
        std::thread::spawn(move || drop(served)).join().expect("it is gone");
    }
}

async fn erase_a_stream(served: &Served) {
    let mine = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    let loose = served.send(&served.person, "b.pdf", &pdf("")).await.id();
    let stream = served.wait(|site| record(site, "a")).await;
    name(served, &mine, &stream).await;
    let erased = stream.clone();
    served
        .wait(move |site| {
            let ground = "retention".to_owned();
            super::tell(site, domain::Command::ErasePersonal { stream: erased, ground });
        })
        .await;
    // In the commit itself: name and hash are gone before anybody is answered.
    let row = served.row(&mine).await.expect("a row");
    assert_eq!((row.state, row.name.as_str(), row.sha256), (State::Erased, "", None));
    served.wait(tidy::erase).await.expect("tidied");
    assert_eq!(served.on_disk().await, (0, 1));
    assert_eq!(served.row(&loose).await.map(|file| file.state), Some(State::Checked));
    // One file of a record goes singly.
    let id = loose.clone();
    let one = served.site.door().work(move |tx| reference::erase_one(tx, &id));
    one.await.expect("it is erased");
    served.wait(tidy::erase).await.expect("tidied");
    assert_eq!(served.on_disk().await, (0, 0));
}
