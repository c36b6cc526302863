//! Uploads in pieces, over lines that break.

use axum::body::{Body, Bytes};
use axum::http::Method;

use super::samples::pdf;
use super::{broken, serve};
use crate::attachment::{FILE_BYTES_MAX, OPEN_FILES_MAX, State, tidy};

#[tokio::test]
async fn a_line_that_breaks_goes_on_with_the_next_piece() {
    let served = serve();
    let user = &served.person;
    let bytes = pdf("");
    let begun = served.begin(user, "Đơn.pdf", bytes.len() as u64).await;
    assert_eq!((begun.status, begun.header("upload-offset")), (201, "0"));
    assert!(begun.header("upload-expires").ends_with(" GMT"));
    let path = begun.header("location").to_owned();
    assert!(path.starts_with("/api/v1/uploads/"));
    let first = served.piece(user, &path, 0, Body::from(bytes[..20].to_vec())).await;
    assert_eq!((first.status, first.header("upload-offset")), (204, "20"));
    served.piece(user, &path, 20, broken(&bytes[20..33])).await;
    let came = served.came(user, &path).await;
    assert_eq!((came.status, came.header("upload-offset")), (200, "33"));
    assert_eq!(came.header("upload-length"), bytes.len().to_string());
    assert_eq!(came.header("cache-control"), "no-store");
    let last = served.piece(user, &path, 33, Body::from(bytes[33..].to_vec())).await;
    assert_eq!(
        (last.status, last.header("upload-offset")),
        (204, bytes.len().to_string().as_str())
    );
    let id = path.rsplit('/').next().expect("an id");
    let told = served.get(user, &format!("/api/v1/attachments/{id}")).await.json();
    assert_eq!((&told["state"], &told["name"]), (&"checked".into(), &"Đơn.pdf".into()));
    let read = served.get(user, &format!("/api/v1/attachments/{id}/file")).await;
    assert_eq!(read.body, bytes);
    let again = served.came(user, &path).await;
    assert_eq!(again.header("upload-offset"), bytes.len().to_string());
}

#[tokio::test]
async fn a_piece_for_another_place_is_told_the_right_one() {
    let served = serve();
    let user = &served.person;
    let path = served.begin(user, "a.pdf", 100).await.header("location").to_owned();
    served.piece(user, &path, 0, Body::from("12345")).await;
    for offset in [0, 4, 6, 100, u64::MAX] {
        let wrong = served.piece(user, &path, offset, Body::from("x")).await;
        assert_eq!((wrong.status, wrong.problem().as_str()), (409, "attachment-place"), "{offset}");
        assert_eq!(wrong.header("upload-offset"), "5");
    }
    assert_eq!(served.came(user, &path).await.header("upload-offset"), "5");
}

#[tokio::test]
async fn more_than_was_announced_is_refused_at_the_last_byte_and_the_rest_stays() {
    let served = serve();
    let user = &served.person;
    let path = served.begin(user, "a.pdf", 10).await.header("location").to_owned();
    served.piece(user, &path, 0, Body::from("12345")).await;
    let announced = served.piece(user, &path, 5, Body::from("678901")).await;
    assert_eq!((announced.status, announced.problem().as_str()), (413, "attachment-too-large"));
    let chunks = ["67890", "1"].map(|text| Ok::<_, std::io::Error>(Bytes::from(text)));
    let unannounced = Body::from_stream(futures_util::stream::iter(chunks));
    assert_eq!(served.piece(user, &path, 5, unannounced).await.status, 413);
    assert_eq!(served.came(user, &path).await.header("upload-offset"), "5");
}

#[tokio::test]
async fn an_upload_of_another_is_not_there() {
    let served = serve();
    let path = served.begin(&served.person, "a.pdf", 10).await.header("location").to_owned();
    for foreign in [&served.other, &served.program] {
        assert_eq!(served.came(foreign, &path).await.status, 404);
        assert_eq!(served.piece(foreign, &path, 0, Body::from("x")).await.status, 404);
        assert_eq!(served.delete(foreign, &path).await.status, 404);
    }
    assert_eq!(served.came(&served.person, "/api/v1/uploads/..%2Fx").await.status, 404);
    assert_eq!(served.came(&served.person, &path).await.header("upload-offset"), "0");
}

#[tokio::test]
async fn what_cannot_be_read_is_said() {
    let served = serve();
    let user = &served.person;
    let path = served.begin(user, "a.pdf", 10).await.header("location").to_owned();
    let piece = ("content-type", "application/offset+octet-stream");
    let tus = ("tus-resumable", "1.0.0");
    let place = ("upload-offset", "0");
    for (expected, headers) in [
        (400, vec![place, piece]),
        (412, vec![("tus-resumable", "0.2.2"), place, piece]),
        (400, vec![tus, piece]),
        (400, vec![tus, piece, ("upload-offset", "-1")]),
        (415, vec![tus, place, ("content-type", "application/pdf")]),
    ] {
        let answer = served.ask(user, Method::PATCH, &path, &headers, Body::from("x")).await;
        assert_eq!(answer.status, expected, "{headers:?}");
        answer.problem();
    }
    for (expected, size, metadata) in [
        (413, (FILE_BYTES_MAX + 1).to_string(), ""),
        (422, "0".to_owned(), ""),
        (400, "x".to_owned(), ""),
        (400, "10".to_owned(), "filename %%%"),
    ] {
        let headers = [tus, ("upload-length", size.as_str()), ("upload-metadata", metadata)];
        let answer =
            served.ask(user, Method::POST, "/api/v1/uploads", &headers, Body::empty()).await;
        assert_eq!(answer.status, expected, "{size} {metadata}");
    }
    let spoken = served.ask(user, Method::OPTIONS, "/api/v1/uploads", &[], Body::empty()).await;
    assert_eq!((spoken.status, spoken.header("tus-version")), (204, "1.0.0"));
    assert_eq!(spoken.header("tus-max-size"), FILE_BYTES_MAX.to_string());
}

#[tokio::test]
async fn a_refused_upload_says_why_at_its_last_byte_and_ever_after() {
    let served = serve();
    let user = &served.person;
    let path = served.begin(user, "a.pdf", 5).await.header("location").to_owned();
    let refused = served.piece(user, &path, 0, Body::from("hello")).await;
    assert_eq!((refused.status, refused.problem().as_str()), (422, "attachment-unknown"));
    let id = path.rsplit('/').next().expect("an id");
    let told = served.get(user, &format!("/api/v1/attachments/{id}")).await.json();
    assert_eq!(
        (&told["state"], &told["refused"]["reason"]),
        (&"refused".into(), &"unknown".into())
    );
    assert_eq!(served.came(user, &path).await.status, 422);
    assert_eq!(served.on_disk().await, (0, 0));
}

#[tokio::test]
async fn so_many_uploads_are_open_until_one_is_given_up() {
    let served = serve();
    let user = &served.person;
    let mut path = String::new();
    for _ in 0..OPEN_FILES_MAX {
        path = served.begin(user, "a.pdf", 10).await.header("location").to_owned();
    }
    let full = served.begin(user, "a.pdf", 10).await;
    assert_eq!((full.status, full.problem().as_str()), (409, "attachment-open-full"));
    served.piece(user, &path, 0, Body::from("12345")).await;
    assert_eq!(served.on_disk().await, (1, 0));
    assert_eq!(served.delete(user, &path).await.status, 204);
    assert_eq!(served.on_disk().await, (0, 0));
    assert_eq!(served.came(user, &path).await.status, 404);
    assert_eq!(served.begin(user, "a.pdf", 10).await.status, 201);
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_goes_after_a_day() {
    let served = serve();
    let user = &served.person;
    let path = served.begin(user, "a.pdf", 10).await.header("location").to_owned();
    served.piece(user, &path, 0, Body::from("12345")).await;
    served.site.house().source.pass(24 * 3600 + 1);
    served.wait(|site| tidy::expire(site).and_then(|()| tidy::erase(site))).await.expect("tidied");
    assert_eq!(served.on_disk().await, (0, 0));
    assert_eq!(served.came(user, &path).await.status, 404);
}

#[tokio::test]
async fn a_newcomer_has_the_old_line_stop_and_goes_on_from_what_it_brought() {
    let served = serve();
    let user = served.person.clone();
    let bytes = pdf("");
    let path = served.begin(&user, "a.pdf", bytes.len() as u64).await.header("location").to_owned();
    // A line that brings ten bytes and then stays open without a word.
    let (say, hear) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = futures_util::stream::unfold(hear, |mut hear| async move {
        let next = hear.recv().await?;
        Some((next, hear))
    });
    say.send(Ok(Bytes::copy_from_slice(&bytes[..10]))).await.expect("it is heard");
    let old = served.piece(&user, &path, 0, Body::from_stream(body));
    let new = async {
        // Until the ten bytes were taken off the line, nothing can be sent behind them.
        say.reserve().await.expect("it is heard");
        served.came(&user, &path).await
    };
    let (old, new) = tokio::join!(old, new);
    assert_eq!(new.header("upload-offset"), "10");
    assert_eq!((old.status, old.header("upload-offset")), (204, "10"));
    let rest = served.piece(&user, &path, 10, Body::from(bytes[10..].to_vec())).await;
    assert_eq!(rest.status, 204);
    let id = path.rsplit('/').next().expect("an id");
    assert_eq!(served.row(id).await.map(|file| file.state), Some(State::Checked));
}
