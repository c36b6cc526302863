//! The one door: what it answers, what it keeps, and what it refuses.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::sync::mpsc::sync_channel;
use std::task::{Context, Poll, Waker};

use db::Sql;
use domain::{LawTime, Refusal};
use server::app::Source;
use server::commit::{Accepted, Error, Jump, QUEUE_MAX};
use server::house::House;

use crate::commands::{ask, ask_keyed, erase, file, office, step, stream};
use crate::ground::{ENGINES, Ground, Open};

static EVENTS: Sql = Sql("SELECT count(*) FROM event");
static NUMBERS: Sql = Sql("SELECT number FROM bench WHERE office = $1 ORDER BY number");

fn tell(door: &Open, command: domain::Command) -> Result<Accepted, Error> {
    door.commit_now(ask(command))
}

fn refusal(answer: Result<Accepted, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("it is refused, not {other:?}"),
    }
}

/// Sends commands while the door is held shut, so that they are decided in one batch.
fn in_one_batch(door: &Open, commands: Vec<domain::Command>) -> Vec<Result<Accepted, Error>> {
    let (release, held) = sync_channel::<()>(0);
    let (begun, begins) = sync_channel::<()>(0);
    std::thread::scope(|scope| {
        let holding = scope.spawn(|| {
            door.work_now(move |_| {
                begun.send(()).expect("the test waits");
                held.recv().ok();
                Ok(())
            })
        });
        begins.recv().expect("the work begins");
        let mut asked: Vec<_> =
            commands.into_iter().map(|command| Box::pin(door.commit(ask(command)))).collect();
        let mut context = Context::from_waker(Waker::noop());
        for future in &mut asked {
            assert!(future.as_mut().poll(&mut context).is_pending(), "it waits at the door");
        }
        drop(release);
        holding.join().expect("the work ends well").expect("nothing failed");
        asked.into_iter().map(wait).collect()
    })
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(future)
}

#[test]
fn commands_are_decided_in_order_on_what_the_earlier_ones_left() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let answers = in_one_batch(
            &door,
            vec![file("a", "GN"), step("a", 1, "taken"), step("a", 2, "decided"), file("b", "GN")],
        );
        let told: Vec<_> = answers.into_iter().map(|it| it.expect("accepted").events).collect();
        let versions: Vec<i64> = told.iter().flatten().map(|event| event.version).collect();
        assert_eq!(versions, [1, 2, 3, 1]);
        let ids: Vec<i64> = told.iter().flatten().map(|event| event.event).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(door.counts().batches.load(std::sync::atomic::Ordering::Relaxed), 1);
        assert_eq!(ground.texts(&NUMBERS, vec!["GN".into()]), ["1", "2"]);
    }
}

#[test]
fn a_refusal_spoils_nobody_else_in_its_batch() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let mut answers = in_one_batch(
            &door,
            vec![file("a", "GN"), file("a", "GN"), step("none", 1, "taken"), file("b", "GN")],
        );
        answers.pop().expect("four answers").expect("the last is accepted");
        let unknown = Refusal::UnknownStream(stream("none"));
        assert_eq!(refusal(answers.pop().expect("three answers")), unknown);
        let moved = Refusal::VersionMovedOn { expected: 0, found: 1 };
        assert_eq!(refusal(answers.pop().expect("two answers")), moved);
        answers.pop().expect("one answer").expect("the first is accepted");
        assert_eq!(ground.texts(&NUMBERS, vec!["GN".into()]), ["1", "2"], "no number is lost");
    }
}

#[test]
fn a_failure_of_the_database_spoils_only_the_command_that_caused_it() {
    static POISON: [Sql; 2] = [
        Sql("CREATE TRIGGER poison BEFORE INSERT ON bench WHEN NEW.key = 'poison'
            BEGIN SELECT RAISE(ABORT, 'poisoned'); END"),
        Sql("ALTER TABLE bench ADD CONSTRAINT poison CHECK (key <> 'poison')"),
    ];
    for (engine, poison) in ENGINES.into_iter().zip(&POISON) {
        let ground = Ground::new(engine);
        ground.meddle(poison, &[]);
        let door = ground.open();
        let answers = in_one_batch(
            &door,
            vec![file("a", "GN"), file("poison", "GN"), file("b", "GN"), file("c", "GN")],
        );
        let failed: Vec<bool> = answers.iter().map(Result::is_err).collect();
        assert_eq!(failed, [false, true, false, false], "{engine:?}: {answers:?}");
        assert_eq!(ground.texts(&NUMBERS, vec!["GN".into()]), ["1", "2", "3"]);
        // More events than identifiers are taken at a time: none was given twice.
        let more = (0..1000).map(|n| file(&format!("m{n}"), "GN")).collect();
        let failed = in_one_batch(&door, more).into_iter().find_map(Result::err);
        assert!(failed.is_none(), "{engine:?}: {failed:?}");
        for n in 0..60 {
            tell(&door, file(&format!("n{n}"), "GN")).expect("accepted");
        }
    }
}

#[test]
fn a_repeated_request_gets_the_first_answer_again() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let first = door.commit_now(ask_keyed(file("a", "GN"), "k1", "body")).expect("accepted");
        assert!(!first.repeated);
        let again = door.commit_now(ask_keyed(file("a", "GN"), "k1", "body")).expect("repeated");
        assert_eq!(again, Accepted { repeated: true, opened: None, ..first.clone() });
        let other = door.commit_now(ask_keyed(file("b", "GN"), "k1", "other"));
        assert!(matches!(other, Err(Error::KeyReused(key)) if key == "k1"), "{engine:?}");
        drop(door);
        let ground = ground.reopen();
        let door = ground.open();
        let later = door.commit_now(ask_keyed(file("a", "GN"), "k1", "body")).expect("repeated");
        assert_eq!(later, again, "the answer outlives the process");
        let other = door.commit_now(ask_keyed(file("b", "GN"), "k1", "other"));
        assert!(matches!(other, Err(Error::KeyReused(_))));
        assert_eq!(ground.texts(&NUMBERS, vec!["GN".into()]), ["1"]);
    }
}

#[test]
fn a_request_repeated_within_one_batch_is_done_once() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        std::thread::scope(|scope| {
            let ask = || door.commit_now(ask_keyed(file("a", "GN"), "k1", "body"));
            let asked: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
            let answers = asked.into_iter().map(|it| it.join().expect("it answers"));
            let answers: Vec<Accepted> = answers.map(|it| it.expect("accepted")).collect();
            assert_eq!(answers.iter().filter(|answer| !answer.repeated).count(), 1);
            assert!(answers.iter().all(|answer| answer.events == answers[0].events));
        });
    }
}

#[test]
fn a_refused_request_is_not_remembered() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let ask = || door.commit_now(ask_keyed(step("a", 1, "taken"), "k1", "body"));
        refusal(ask());
        tell(&door, file("a", "GN")).expect("accepted");
        assert!(!ask().expect("now it is accepted").repeated);
    }
}

#[test]
fn a_book_has_no_gap_under_sixty_four_threads() {
    const EACH: usize = 12;
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        std::thread::scope(|scope| {
            for thread in 0..64 {
                let door = &door;
                scope.spawn(move || {
                    for n in 0..EACH {
                        let key = format!("t{thread}-{n}");
                        tell(door, file(&key, "GN")).expect("accepted");
                        if n % 3 == 0 {
                            refusal(tell(door, file(&key, "GN")));
                        }
                    }
                });
            }
        });
        let numbers = ground.texts(&NUMBERS, vec!["GN".into()]);
        let wanted: Vec<String> = (1..=64 * EACH).map(|n| n.to_string()).collect();
        assert_eq!(numbers, wanted, "{engine:?}");
        drop(door);
        ground.tell([]);
        assert_eq!(ground.findings(), []);
    }
}

#[test]
fn one_of_many_offices_gets_an_identifier_code() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let answers: Vec<Result<Accepted, Error>> = std::thread::scope(|scope| {
            let open = |n: usize| {
                let door = &door;
                let command = office(&format!("S{n}"), "Sở Nội vụ", &["H16.19"]);
                scope.spawn(move || tell(door, command))
            };
            let asked: Vec<_> = (0..64).map(open).collect();
            asked.into_iter().map(|it| it.join().expect("it answers")).collect()
        });
        let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((taken.len(), refused.len()), (1, 63), "{engine:?}");
        for answer in refused {
            let refusal = refusal(answer);
            let taken =
                matches!(&refusal, Refusal::IdentifierTaken { code, .. } if code == "H16.19");
            assert!(taken, "{refusal}");
        }
    }
}

#[test]
fn a_record_takes_one_of_many_steps_from_the_same_version() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        tell(&door, file("a", "GN")).expect("accepted");
        let answers: Vec<Result<Accepted, Error>> = std::thread::scope(|scope| {
            let go = |n: usize| {
                let door = &door;
                scope.spawn(move || tell(door, step("a", 1, &format!("s{n}"))))
            };
            let asked: Vec<_> = (0..16).map(go).collect();
            asked.into_iter().map(|it| it.join().expect("it answers")).collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(won.len(), 1, "{engine:?}");
        for answer in lost {
            assert_eq!(refusal(answer), Refusal::VersionMovedOn { expected: 1, found: 2 });
        }
    }
}

#[test]
fn an_erased_stream_is_closed() {
    static PERSONAL: Sql = Sql("SELECT b.personal, b.salt_personal FROM event e
        JOIN event_body b ON b.event = e.id WHERE e.stream = '2019/bench/a' ORDER BY e.version");
    for engine in ENGINES {
        let ground = Ground::new(engine);
        ground.tell([file("a", "GN"), step("a", 1, "taken"), erase("a")]);
        assert_eq!(ground.texts(&PERSONAL, Vec::new()), ["-|-"; 3], "nothing can be read");
        assert_eq!(ground.found("bia"), Vec::<String>::new(), "nor found");
        let door = ground.open();
        let closed = Refusal::AlreadyErased(stream("a"));
        for command in [step("a", 2, "decided"), file("a", "GN"), erase("a")] {
            assert_eq!(refusal(tell(&door, command)), closed, "{engine:?}");
        }
        drop(door);
        assert_eq!(ground.findings(), []);
    }
}

#[test]
fn commands_decided_beside_an_erasure_find_the_stream_closed() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        tell(&door, file("a", "GN")).expect("accepted");
        let mut answers =
            in_one_batch(&door, vec![step("a", 1, "taken"), erase("a"), step("a", 2, "decided")]);
        let last = refusal(answers.pop().expect("three answers"));
        assert_eq!(last, Refusal::AlreadyErased(stream("a")));
        assert!(answers.iter().all(Result::is_ok), "{engine:?}");
        drop(door);
        ground.tell([]);
        assert_eq!(ground.findings(), []);
    }
}

#[test]
fn a_clock_that_slips_back_repeats_the_last_instant() {
    static INSTANTS: Sql = Sql("SELECT law_time FROM event ORDER BY id");
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let source = ground.house.source.clone();
        let door = ground.open();
        tell(&door, file("a", "GN")).expect("accepted");
        source.shift_to(LawTime(source.law().0 - 3_000_000));
        tell(&door, step("a", 1, "taken")).expect("three seconds are forgiven");
        tell(&door, file("b", "GN")).expect("and again");
        let instants = ground.texts(&INSTANTS, Vec::new());
        assert!(instants.is_sorted(), "{engine:?}: {instants:?}");
        let last = &instants[instants.len() - 3..];
        assert!(last.iter().all(|instant| *instant == last[0]), "{engine:?}: {last:?}");
        drop(door);
        ground.tell([]);
        assert_eq!(ground.findings(), []);
    }
}

#[test]
fn a_jump_back_stops_decisions_until_the_clock_is_right() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let source = ground.house.source.clone();
        let door = ground.open();
        tell(&door, file("a", "GN")).expect("accepted");
        let before = ground.number(&EVENTS);
        source.shift_to(LawTime(source.law().0 - 3_600_000_000));
        let stopped = tell(&door, step("a", 1, "taken"));
        assert!(matches!(stopped, Err(Error::Clock(Jump::Behind { .. }))), "{stopped:?}");
        door.accept_clock().expect("the door hears it");
        let stopped = tell(&door, step("a", 1, "taken"));
        assert!(matches!(stopped, Err(Error::Clock(Jump::Behind { .. }))), "never backdated");
        assert_eq!(ground.number(&EVENTS), before, "{engine:?}: nothing was written");
        source.shift_to(LawTime(source.law().0 + 3_600_000_000));
        tell(&door, step("a", 1, "taken")).expect("a clock set right goes on");
    }
}

#[test]
fn a_jump_ahead_stops_decisions_until_somebody_vouches_for_it() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let source = ground.house.source.clone();
        let door = ground.open();
        tell(&door, file("a", "GN")).expect("accepted");
        source.shift_to(LawTime(source.law().0 + 3_600_000_000));
        for _ in 0..2 {
            let stopped = tell(&door, step("a", 1, "taken"));
            assert!(matches!(stopped, Err(Error::Clock(Jump::Ahead { .. }))), "{stopped:?}");
        }
        door.accept_clock().expect("the door hears it");
        let told = tell(&door, step("a", 1, "taken")).expect("vouched for");
        assert!(told.events[0].law_time.0 > 1_576_458_000_000_000 + 3_600_000_000);
    }
}

#[test]
fn a_day_without_events_before_the_start_stops_decisions() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let days_later = Source::real();
        days_later.shift_to(LawTime(1_576_458_000_000_000 + 2 * 86_400_000_000));
        let house = House { source: days_later, ..ground.house.clone() };
        assert!(house.check_clock().is_err());
        let ground = Ground { house, ..ground };
        let door = ground.open();
        let stopped = tell(&door, file("a", "GN"));
        assert!(matches!(stopped, Err(Error::Clock(Jump::Ahead { .. }))), "{stopped:?}");
        door.accept_clock().expect("the door hears it");
        tell(&door, file("a", "GN")).expect("vouched for");
    }
}

#[test]
fn a_full_queue_answers_busy_and_loses_nobody_who_waits() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let door = ground.open();
        let commands = (0..QUEUE_MAX).map(|n| file(&format!("q{n}"), "GN"));
        let (release, held) = sync_channel::<()>(0);
        let (begun, begins) = sync_channel::<()>(0);
        std::thread::scope(|scope| {
            let holding = scope.spawn(|| {
                door.work_now(move |_| {
                    begun.send(()).expect("the test waits");
                    held.recv().ok();
                    Ok(())
                })
            });
            begins.recv().expect("the work begins");
            let mut asked: Vec<_> =
                commands.map(|command| Box::pin(door.commit(ask(command)))).collect();
            let mut context = Context::from_waker(Waker::noop());
            for future in &mut asked {
                assert!(future.as_mut().poll(&mut context).is_pending());
            }
            assert_eq!(door.waiting(), QUEUE_MAX);
            let late = pin!(door.commit(ask(file("late", "GN")))).poll(&mut context);
            assert!(matches!(late, Poll::Ready(Err(Error::Busy))), "{engine:?}");
            drop(release);
            holding.join().expect("the work ends well").expect("nothing failed");
            for future in asked {
                wait(future).expect("who waited is served");
            }
        });
        tell(&door, file("late", "GN")).expect("the door is free again");
        assert_eq!(ground.texts(&NUMBERS, vec!["GN".into()]).len(), QUEUE_MAX + 1);
    }
}

#[test]
fn every_statement_of_the_house_is_the_same_on_both_engines() {
    let [lite, pg] = ENGINES.map(Ground::new);
    let mut names = BTreeSet::new();
    for (module, name, sql) in server::statements::all() {
        let shapes = [&lite, &pg].map(|ground| ground.house.db.prepare(sql));
        let [on_lite, on_pg] = shapes;
        let on_lite = on_lite.unwrap_or_else(|error| panic!("{module}::{name}: {error}"));
        let on_pg = on_pg.unwrap_or_else(|error| panic!("{module}::{name}: {error}"));
        assert_eq!(on_lite, on_pg, "{module}::{name}");
        assert!(names.insert((module, name)), "{module}::{name} is named twice");
    }
    assert!(names.len() > 50, "{}", names.len());
}

#[test]
fn a_door_stays_open_until_its_last_clone_is_gone() {
    for engine in ENGINES {
        let ground = Ground::new(engine);
        let (door, thread) = ground.house.door(1).expect("the door opens");
        let held = door.clone();
        drop(door);
        held.commit_now(ask(file("a", "GN"))).expect("a clone keeps it open");
        drop(held);
        thread.join().expect("it ends with the last clone");
        ground.open().commit_now(ask(step("a", 1, "taken"))).expect("and opens again");
    }
}
