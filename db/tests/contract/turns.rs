//! Readers and writers beside each other: snapshots, limits, locks, and what is rolled back.

use super::*;

#[test]
fn an_error_and_a_panic_roll_back() {
    on_both(|db, mut writer| {
        let one = rows(vec![thing(1, "one", 1)]);
        let failed: Result<(), Error> = writer.transaction(|tx| {
            tx.each(&ADD, &one)?;
            Err(Error::Busy)
        });
        assert!(matches!(failed, Err(Error::Busy)));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            writer.transaction::<(), Error>(|tx| {
                tx.each(&ADD, &one)?;
                panic!("on purpose")
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(count(&db), 0);
        add(&mut writer, vec![thing(1, "one", 1)]);
        assert_eq!(count(&db), 1, "the writer goes on");
    });
}

#[test]
fn a_read_sees_one_snapshot_and_cannot_write() {
    on_both(|db, mut writer| {
        add(&mut writer, vec![thing(1, "one", 1)]);
        let writer = Arc::new(std::sync::Mutex::new(writer));
        let meanwhile = Arc::clone(&writer);
        let seen = db.read_now(move |tx| {
            let before = tx.row(&COUNT, &[])?.map(|row| row.int(0));
            let mut writer = meanwhile.lock().expect("it is free");
            add(&mut writer, vec![thing(2, "two", 2)]);
            let after = tx.row(&COUNT, &[])?.map(|row| row.int(0));
            let write = tx.execute(&DOUBLE, &[1.into()]);
            assert!(
                matches!(write, Err(Error::ReadOnly(_) | Error::Statement { .. })),
                "{write:?}"
            );
            Ok::<_, Error>((before.expect("a row")?, after.expect("a row")?))
        });
        assert_eq!(seen.expect("it reads"), (1, 1));
        assert_eq!(count(&db), 2);
    });
}

#[test]
fn a_read_that_takes_too_long_is_ended() {
    for fresh in both() {
        drop(open(&fresh));
        let options = Options { read_seconds_max: 1, readers: 1, ..Options::default() };
        let db = Db::open(&fresh.location, &options).expect("it opens");
        let slow = db.read_now(|tx| tx.row(&SLOW, &[i64::MAX.into()]));
        assert!(matches!(slow, Err(Error::ReadTooLong(_))), "{slow:?}");
        let quick = db.read_now(|tx| tx.row(&SLOW, &[10.into()])).expect("the reader goes on");
        assert_eq!(quick.expect("a row").int(0).expect("a number"), 10);
    }
}

#[test]
fn more_reads_than_may_wait_are_refused() {
    let fresh = fresh(Engine::Sqlite);
    drop(open(&fresh));
    let options = Options { readers: 1, reads_waiting_max: 1, ..Options::default() };
    let db = Db::open(&fresh.location, &options).expect("it opens");
    let (release, wait) = std::sync::mpsc::channel::<()>();
    let (started, begun) = std::sync::mpsc::channel();
    let other = db.clone();
    let held = std::thread::spawn(move || {
        other.read_now(move |_| {
            started.send(()).expect("it is awaited");
            wait.recv().expect("it is released");
            Ok::<_, Error>(())
        })
    });
    begun.recv().expect("the read began");
    let mut queued = Vec::new();
    let refused = (0..3).any(|_| {
        let db = db.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let mut read = Box::pin(async move { db.read(|tx| tx.row(&COUNT, &[])).await });
        let polled = runtime.block_on(async {
            std::future::poll_fn(|cx| std::task::Poll::Ready(read.as_mut().poll(cx))).await
        });
        queued.push(read);
        matches!(polled, std::task::Poll::Ready(Err(Error::Busy)))
    });
    release.send(()).expect("the read waits");
    held.join().expect("it ends").expect("it reads");
    assert!(refused, "a full queue says so at once");
}

#[test]
fn a_second_writer_of_a_file_is_told_who_holds_it() {
    let fresh = fresh(Engine::Sqlite);
    let (db, writer) = open(&fresh);
    let error = db.writer().expect_err("it is locked");
    let Error::Locked { holder, .. } = error else { panic!("{error}") };
    assert!(holder.contains(&std::process::id().to_string()), "{holder}");
    drop(writer);
    assert!(db.writer().is_ok(), "the lock goes with the writer");
}

#[test]
fn a_row_locked_by_one_writer_waits_for_it() {
    let fresh = fresh(Engine::Postgres);
    let (db, mut first) = open(&fresh);
    add(&mut first, vec![thing(1, "one", 1)]);
    let mut second = db.writer().expect("a second writer");
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let other = std::thread::spawn(move || {
        first.transaction(|tx| {
            tx.row(&BY_ID, &[1.into()])?;
            locked.send(()).expect("it is awaited");
            released.recv().expect("it is released");
            tx.execute(&DOUBLE, &[1.into()]).map(drop)
        })
    });
    is_locked.recv().expect("the row is locked");
    release.send(()).expect("the other waits");
    let seen =
        second.transaction(|tx| Ok::<_, Error>(tx.row(&BY_ID, &[1.into()])?.map(|row| row.int(3))));
    other.join().expect("it ends").expect("it commits");
    assert_eq!(seen.expect("it reads").expect("a row").expect("a number"), 2, "it waited");
}

#[test]
fn an_advisory_lock_keeps_others_out() {
    let fresh = fresh(Engine::Postgres);
    let (db, mut first) = open(&fresh);
    let mut second = db.writer().expect("a second writer");
    let order = Arc::new(std::sync::Mutex::new(Vec::new()));
    let theirs = Arc::clone(&order);
    let (locked, is_locked) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        first.transaction(|tx: &mut Tx<'_>| {
            tx.advisory_lock(7, Lock::Exclusive)?;
            locked.send(()).expect("it is awaited");
            theirs.lock().expect("it is free").push("first");
            Ok::<_, Error>(())
        })
    });
    is_locked.recv().expect("the lock is held");
    let done = second.transaction(|tx| {
        tx.advisory_lock(7, Lock::Shared)?;
        order.lock().expect("it is free").push("second");
        Ok::<_, Error>(())
    });
    done.expect("it gets the lock");
    other.join().expect("it ends").expect("it commits");
    assert_eq!(*order.lock().expect("it is free"), ["first", "second"]);
}
