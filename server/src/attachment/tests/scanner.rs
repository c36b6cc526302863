//! A scanner that finds nothing, finds something, is down, or is slow.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use domain::attachment::Wrong;

use super::samples::{docx, pdf};
use super::serve;
use crate::attachment::scan::{Address, Scanner, Verdict};
use crate::attachment::{FILE_BYTES_MAX, State, tidy};

/// Hears one file as clamd does, and answers.
fn hear(mut line: TcpStream, answer: &str) -> Vec<u8> {
    let mut head = [0; 10];
    line.read_exact(&mut head).expect("a command");
    assert_eq!(&head, b"zINSTREAM\0");
    let mut bytes = Vec::new();
    loop {
        let mut length = [0; 4];
        line.read_exact(&mut length).expect("a length");
        let length = u32::from_be_bytes(length);
        if length == 0 {
            break;
        }
        let begun = bytes.len();
        bytes.resize(begun + usize::try_from(length).expect("it fits"), 0);
        line.read_exact(&mut bytes[begun..]).expect("a chunk");
    }
    line.write_all(answer.as_bytes()).expect("it answers");
    bytes
}

/// A scanner that gives its answers one after another and tells what it heard.
fn clamd(answers: &'static [&'static str]) -> (Scanner, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (say, heard) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (line, _) = listener.accept().expect("somebody asks");
            say.send(hear(line, answer)).ok();
        }
    });
    (Scanner::new(Address::Port(address)), heard)
}

#[tokio::test]
async fn what_the_scanner_finds_clean_opens() {
    let served = serve();
    let (scanner, heard) = clamd(&["stream: OK\0"]);
    served.site.cabinet().set_scanner(scanner);
    let sent = served.send(&served.person, "a.pdf", &pdf("")).await;
    assert_eq!((sent.status, &sent.json()["state"]), (201, &"checked".into()));
    assert_eq!(heard.recv().expect("it was scanned"), pdf(""));
}

#[tokio::test]
async fn what_the_scanner_finds_harmful_is_refused_and_gone() {
    let served = serve();
    let (scanner, _heard) = clamd(&["stream: Win.Test.EICAR_HDB-1 FOUND\0"]);
    served.site.cabinet().set_scanner(scanner);
    let sent = served.send(&served.person, "a.docx", &docx(&[])).await;
    assert_eq!((sent.status, sent.problem().as_str()), (422, "attachment-harmful"));
    assert_eq!(served.on_disk().await, (0, 0));
}

#[tokio::test]
async fn a_scanner_that_is_down_leaves_the_file_closed_until_it_was_seen() {
    let served = serve();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    served.site.cabinet().set_scanner(Scanner::new(Address::Port(address)));
    let sent = served.send(&served.person, "a.pdf", &pdf("")).await;
    assert_eq!((sent.status, &sent.json()["state"]), (201, &"waiting".into()));
    let path = format!("/api/v1/attachments/{}/file", sent.id());
    let closed = served.get(&served.person, &path).await;
    assert_eq!((closed.status, closed.problem().as_str()), (409, "attachment-not-checked"));
    served.wait(tidy::go_on).await.expect("it is tried");
    assert_eq!(served.get(&served.person, &path).await.status, 409, "it is still down");
    // It comes back at the same address.
    let listener = TcpListener::bind(address).expect("the port is free");
    let back = std::thread::spawn(move || {
        let (line, _) = listener.accept().expect("somebody asks");
        hear(line, "stream: OK\0")
    });
    served.wait(tidy::go_on).await.expect("it is tried");
    assert_eq!(back.join().expect("it was scanned"), pdf(""));
    assert_eq!(served.get(&served.person, &path).await.status, 200);
}

#[tokio::test]
async fn a_file_found_harmful_later_is_gone_though_a_record_names_it() {
    let served = serve();
    let (scanner, _heard) = clamd(&["ERROR\0", "stream: Doc.Dropper FOUND\0"]);
    served.site.cabinet().set_scanner(scanner);
    let id = served.send(&served.person, "a.pdf", &pdf("")).await.id();
    assert_eq!(served.row(&id).await.map(|file| file.state), Some(State::Waiting));
    served.wait(tidy::go_on).await.expect("it is tried");
    let row = served.row(&id).await.expect("a row");
    assert_eq!((row.state, row.refusal.map(Wrong::id)), (State::Refused, Some("harmful")));
    assert_eq!(served.on_disk().await, (0, 0));
}

#[test]
fn a_scanner_that_does_not_answer_in_time_is_as_good_as_down() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let scanner = Scanner::new(Address::Port(address)).within(Duration::from_millis(20));
    // Nobody takes the line off the queue: it is open, and silent.
    assert!(scanner.scan(&mut &b"a file"[..]).is_err());
    drop(listener);
}

#[test]
fn a_scanner_that_hangs_up_early_is_heard_out() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let early = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().expect("somebody asks");
        let mut some = vec![0; 1024];
        line.read_exact(&mut some).expect("the beginning");
        line.write_all(b"INSTREAM size limit exceeded. ERROR\0").expect("it answers");
    });
    let large = vec![0; usize::try_from(FILE_BYTES_MAX).expect("it fits")];
    let scanned = Scanner::new(Address::Port(address)).scan(&mut large.as_slice());
    assert!(!matches!(scanned, Ok(Verdict::Clean)), "what was not scanned whole is not clean");
    early.join().expect("it ends");
}

#[test]
fn a_scanner_is_asked_over_a_socket_in_the_file_system_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clamd.ctl");
    let listener = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
    let answering = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().expect("somebody asks");
        // The command, one chunk of four bytes, and the end.
        let mut heard = vec![0; 10 + 4 + 4 + 4];
        line.read_exact(&mut heard).expect("a file");
        line.write_all(b"stream: OK\0").expect("it answers");
        heard
    });
    let scanned = Scanner::new(Address::Socket(path)).scan(&mut &b"tep!"[..]);
    assert_eq!(scanned.ok(), Some(Verdict::Clean));
    let heard = answering.join().expect("it ends");
    assert_eq!(heard, b"zINSTREAM\0\0\0\0\x04tep!\0\0\0\0");
}
