//! Messages go out at least once under one identifier, codes never after their life, and what is
//! kept of them names nobody.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use db::Options;
use db::testing::{Fresh, both};
use domain::province::Purpose;
use page::{Language, Page, Text};

use super::letter::Letter;
use super::work::{PAUSE_US, TRIES_MAX, forget, round, round_by};
use super::*;
use crate::account::contact::Contact;
use crate::account::one_time::LIFE_S;
use crate::app::Source;
use crate::commit::BATCH_MAX;
use crate::house::{Founding, House, Place};
use crate::web::metrics::Metrics;

const MAILBOX: &str = "h.bia@example.vn";
const PHONE: &str = "+84912345678";
const CODE: &str = "12345678";
const DAY_S: i64 = 24 * 3600;

/// A carrier that answers as it is told, then takes everything.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    answers: VecDeque<Reason>,
    parcels: Vec<Parcel>,
}

impl Sink {
    fn refusing(reasons: &[Reason]) -> Sink {
        let sink = Sink::default();
        sink.0.lock().expect("free").answers.extend(reasons);
        sink
    }

    /// What it was given, taken or not.
    fn parcels(&self) -> Vec<Parcel> {
        self.0.lock().expect("free").parcels.clone()
    }
}

impl Carrier for Sink {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        let mut heard = self.0.lock().expect("free");
        heard.parcels.push(parcel.clone());
        heard.answers.pop_front().map_or(Ok(()), Err)
    }

    fn name(&self) -> &str {
        "sink.example"
    }
}

/// A house whose commits end with it.
struct Ground {
    site: Option<Site>,
    thread: Option<JoinHandle<()>>,
    _fresh: Fresh,
}

impl Ground {
    fn all() -> impl Iterator<Item = Ground> {
        both().into_iter().map(Ground::new)
    }

    fn new(fresh: Fresh) -> Ground {
        let data = fresh.directory.path().to_owned();
        let place = Place { data, location: fresh.location.clone() };
        let founding = Founding {
            purpose: Purpose::Production,
            origin: "example.com/outbox".to_owned(),
            administrators: Vec::new(),
        };
        let house = House::found(place, Source::real(), &Options::default(), &founding);
        let house = house.expect("it is founded");
        let province = house.province().expect("a province");
        let (door, thread) = house.door(BATCH_MAX).expect("the door opens");
        let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
        Ground { site: Some(site), thread: Some(thread), _fresh: fresh }
    }

    fn site(&self) -> &Site {
        self.site.as_ref().expect("it is open")
    }

    fn carried_by(&self, way: Way, sink: &Sink) {
        self.site().outbox().set(way, Box::new(sink.clone()));
    }

    fn post(&self, to: &Contact, words: Words, language: Language) {
        let letter = Letter::new(self.site(), to, words, language).expect("it is sealed");
        self.site().door().work_now(move |tx| letter.post(tx)).expect("it is posted");
    }

    fn post_code(&self) {
        let words = Words::SignIn(CODE.to_owned());
        self.post(&Contact::Mail(MAILBOX.to_owned()), words, Language::Vietnamese);
    }

    fn pass(&self, seconds: i64) {
        self.site().house().source.pass(seconds);
    }

    fn round(&self, way: Way) -> usize {
        round(self.site(), way).expect("it works")
    }

    /// State, tries, reason and whether anything is sealed, of every message.
    fn rows(&self) -> Vec<(String, i64, Option<String>, bool)> {
        let read = |tx: &mut db::Tx<'_>| {
            let rows = tx.rows(&ROWS, &[])?;
            let row = |row: &db::Row| {
                let reason = row.maybe_text(2)?.map(str::to_owned);
                Ok((row.text(0)?.to_owned(), row.int(1)?, reason, row.maybe_text(3)?.is_some()))
            };
            rows.iter().map(row).collect::<Result<Vec<_>, db::Error>>()
        };
        self.site().house().db.read_now(read).expect("it is read")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        drop(self.site.take());
        drop(self.thread.take().map(JoinHandle::join));
    }
}

db::statements! {
    ROWS = "SELECT state, tries, reason, sealed FROM letter ORDER BY id";
    SPOIL = "UPDATE letter SET sealed = 'AAAA'";
}

fn row(state: &str, tries: i64, reason: Option<&str>) -> (String, i64, Option<String>, bool) {
    (state.to_owned(), tries, reason.map(str::to_owned), state == store::WAITS)
}

#[test]
fn a_message_is_tried_again_under_one_identifier_until_it_is_taken() {
    for ground in Ground::all() {
        let sink = Sink::refusing(&[Reason::Unreachable, Reason::Busy(451)]);
        ground.carried_by(Way::Mail, &sink);
        ground.post_code();
        assert_eq!((ground.round(Way::Sms), ground.round(Way::Mail)), (0, 0), "it is down");
        assert_eq!(ground.rows(), [row("waiting", 1, Some("unreachable"))]);
        ground.pass(PAUSE_US / 1_000_000 - 2);
        ground.round(Way::Mail);
        assert_eq!(sink.parcels().len(), 1, "it is not asked before the pause is over");
        ground.pass(2);
        assert_eq!(ground.round(Way::Mail), 0, "it is busy");
        assert_eq!(ground.rows(), [row("waiting", 2, Some("busy 451"))]);
        ground.pass(2 * PAUSE_US / 1_000_000 - 2);
        ground.round(Way::Mail);
        assert_eq!(sink.parcels().len(), 2, "the pause doubles");
        ground.pass(3);
        assert_eq!((ground.round(Way::Mail), ground.round(Way::Mail)), (1, 0), "and is done once");
        assert_eq!(ground.rows(), [row("taken", 3, None)], "what was sealed is gone");
        let parcels = sink.parcels();
        assert!(parcels.iter().all(|it| *it == parcels[0]), "each try is the same: {parcels:?}");
        assert!(parcels[0].to == MAILBOX && parcels[0].text.contains(CODE));
    }
}

#[test]
fn a_code_is_never_sent_once_it_ended() {
    for ground in Ground::all() {
        ground.post_code();
        ground.pass(LIFE_S);
        let sink = Sink::default();
        ground.carried_by(Way::Mail, &sink);
        assert_eq!(ground.round(Way::Mail), 0);
        assert!(sink.parcels().is_empty());
        assert_eq!(ground.rows(), [row("failed", 0, Some("ended"))]);
        assert_eq!(ground.site().outbox().counts(Way::Mail).all()[2], ("failed", 1));
    }
}

#[test]
fn a_code_is_tried_for_as_long_as_it_lives_and_then_given_up() {
    for ground in Ground::all() {
        let sink = Sink::refusing(&[Reason::Unreachable; 100]);
        ground.carried_by(Way::Mail, &sink);
        ground.post_code();
        for _ in 0..LIFE_S {
            ground.round(Way::Mail);
            ground.pass(1);
        }
        let rows = ground.rows();
        let tries = rows[0].1;
        assert_eq!(rows, [row("failed", tries, Some("unreachable"))], "why is kept");
        assert!((10..=14).contains(&tries), "every minute towards the end: {tries}");
        assert_eq!(i64::try_from(sink.parcels().len()), Ok(tries));
    }
}

#[test]
fn a_message_that_does_not_end_is_given_up_after_a_day_of_tries() {
    for ground in Ground::all() {
        let sink = Sink::refusing(&[Reason::Unreachable; 100]);
        ground.carried_by(Way::Mail, &sink);
        let contact = Contact::Mail(MAILBOX.to_owned());
        ground.post(&contact, Words::Guessing, Language::Vietnamese);
        for _ in 0..48 {
            ground.round(Way::Mail);
            ground.pass(3600);
            let tries = ground.rows()[0].1;
            let waits = row("waiting", tries, Some("unreachable"));
            assert_eq!(ground.rows()[0] == waits, tries < TRIES_MAX);
        }
        assert_eq!(ground.rows(), [row("failed", TRIES_MAX, Some("unreachable"))]);
    }
}

#[test]
fn a_refusal_is_final_and_holds_up_nobody() {
    for ground in Ground::all() {
        let sink = Sink::refusing(&[Reason::Refused(550)]);
        ground.carried_by(Way::Mail, &sink);
        ground.post_code();
        ground.post_code();
        assert_eq!(ground.round(Way::Mail), 1, "the second one goes in the same round");
        assert_eq!(ground.rows(), [row("failed", 1, Some("refused 550")), row("taken", 1, None)]);
    }
}

#[test]
fn a_carrier_that_is_down_is_asked_once_a_round_and_the_other_goes_on() {
    for ground in Ground::all() {
        let (down, up) = (Sink::refusing(&[Reason::Unreachable; 2]), Sink::default());
        ground.carried_by(Way::Mail, &down);
        ground.carried_by(Way::Sms, &up);
        ground.post_code();
        ground.post_code();
        let words = Words::Confirm(CODE.to_owned());
        ground.post(&Contact::Phone(PHONE.to_owned()), words, Language::English);
        assert_eq!((ground.round(Way::Mail), down.parcels().len()), (0, 1));
        assert_eq!((ground.round(Way::Sms), up.parcels().len()), (1, 1));
        let text = Text::new(Language::English).message_confirm(CODE);
        assert_eq!(up.parcels()[0].text, text, "a text message is its words alone");
    }
}

/// A carrier that looks what another worker would find while it has a message.
struct Nosy<'a> {
    site: &'a Site,
    sink: Sink,
}

impl Carrier for Nosy<'_> {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        self.sink.carry(parcel)?;
        let other = Sink::default();
        let taken = round_by(self.site, &other, Way::Mail).expect("it works");
        assert_eq!((taken, other.parcels().len()), (0, 0), "it is left alone");
        Ok(())
    }

    fn name(&self) -> &str {
        "nosy.example"
    }
}

#[test]
fn a_message_that_another_worker_holds_is_left_alone() {
    for ground in Ground::all() {
        ground.post_code();
        let nosy = Nosy { site: ground.site(), sink: Sink::default() };
        assert_eq!(round_by(ground.site(), &nosy, Way::Mail).expect("it works"), 1);
        assert_eq!(nosy.sink.parcels().len(), 1);
    }
}

#[test]
fn what_is_kept_names_nobody_and_is_forgotten_after_a_month() {
    for ground in Ground::all() {
        let sink = Sink::refusing(&[Reason::Refused(550)]);
        ground.carried_by(Way::Mail, &sink);
        ground.post_code();
        let words = Words::SignIn(CODE.to_owned());
        ground.post(&Contact::Phone(PHONE.to_owned()), words, Language::Vietnamese);
        ground.round(Way::Mail);
        ground.pass(65);
        let site = ground.site();
        let read = site.house().db.read_now(pages::read).expect("it is read");
        let text = Text::new(Language::English);
        let page = pages::page(site, text, &read);
        let [mail, sms] = &page.ways[..] else { panic!("two ways") };
        assert_eq!((mail.by.as_deref(), mail.failed, mail.waiting), (Some("sink.example"), 1, 0));
        let why = mail.last.as_ref().map(|(_, why)| why.clone());
        assert_eq!(why, Some(text.reason_refused(550)));
        assert_eq!((sms.by.as_deref(), sms.waiting, sms.oldest_s), (None, 1, Some(65)));
        assert_eq!(page.entries.len(), 2, "what waits and what failed");
        let shown = page.render(&page::Layout::sample(Language::English));
        for secret in [CODE, MAILBOX, "912345678", "bia"] {
            assert!(!shown.contains(secret), "{secret} is shown");
        }
        let counts = site.house().db.read_now(pages::counts).expect("they are read");
        let metrics = Metrics::render(site, &counts);
        for line in [
            "motcua_outbox_tries_total{carrier=\"mail\",outcome=\"failed\"} 1\n",
            "motcua_outbox_waiting{carrier=\"sms\"} 1\n",
            "motcua_outbox_oldest_seconds{carrier=\"sms\"} 65\n",
            "motcua_outbox_oldest_seconds{carrier=\"mail\"} 0\n",
        ] {
            assert!(metrics.contains(line), "{line} in {metrics}");
        }
        let tidy = |ground: &Ground| {
            let now = ground.site().house().source.machine();
            ground.site().door().work_now(move |tx| forget(tx, now)).expect("it is tidied")
        };
        ground.pass(29 * DAY_S);
        assert_eq!(tidy(&ground), 0);
        ground.pass(DAY_S);
        assert_eq!(tidy(&ground), 1, "what waits is not forgotten");
    }
}

#[test]
fn a_mail_says_who_sends_it_in_the_readers_language() {
    for ground in Ground::all() {
        let sink = Sink::default();
        ground.carried_by(Way::Mail, &sink);
        for language in Language::ALL {
            ground.post(&Contact::Mail(MAILBOX.to_owned()), Words::HasAccount, language);
        }
        assert_eq!(ground.round(Way::Mail), 2);
        for (parcel, language) in sink.parcels().iter().zip(Language::ALL) {
            let text = Text::new(language);
            assert_eq!((&parcel.subject, parcel.language), (&text.subject_has_account(), language));
            assert!(parcel.text.starts_with(&text.message_has_account()), "{}", parcel.text);
            assert!(parcel.text.contains("http://localhost"), "{}", parcel.text);
        }
    }
}

#[test]
fn every_message_has_a_name_a_subject_and_words_of_its_own_in_both_languages() {
    let all = [
        Words::SignIn(CODE.to_owned()),
        Words::Confirm(CODE.to_owned()),
        Words::HasAccount,
        Words::Guessing,
        Words::GuessingInside,
        Words::PasskeyCopied,
        Words::Dossier { subject: "Tin".to_owned(), text: "Hồ sơ".to_owned() },
    ];
    assert_eq!(all.each_ref().map(Words::about), About::ALL);
    assert_eq!(BTreeSet::from(About::ALL.map(About::id)).len(), all.len());
    let texts = Language::ALL.map(Text::new);
    let said = texts.iter().flat_map(|text| all.iter().map(|words| words.say(*text)));
    // A notice is in words already: what it says is the same whoever reads it.
    assert_eq!(said.collect::<BTreeSet<_>>().len(), all.len() * texts.len() - 1);
    let subjects = texts.iter().flat_map(|text| About::ALL.map(|about| about.subject(*text)));
    assert_eq!(subjects.collect::<BTreeSet<_>>().len(), all.len() * texts.len());
    for words in all {
        let kept = serde_json::to_string(&words).expect("it serialises");
        assert_eq!(serde_json::from_str::<Words>(&kept).expect("it reads"), words, "{kept}");
    }
}

#[test]
fn a_message_that_this_house_cannot_open_fails() {
    for ground in Ground::all() {
        let sink = Sink::default();
        ground.carried_by(Way::Mail, &sink);
        ground.post_code();
        let spoil = |tx: &mut db::Tx<'_>| Ok::<_, crate::commit::Error>(tx.execute(&SPOIL, &[])?);
        ground.site().door().work_now(spoil).expect("it is spoilt");
        ground.round(Way::Mail);
        assert!(sink.parcels().is_empty());
        assert_eq!(ground.rows(), [row("failed", 1, Some("unreadable"))]);
    }
}

#[test]
fn a_reason_is_read_as_it_was_stored() {
    for reason in [
        Reason::Unreachable,
        Reason::Untrusted,
        Reason::Credentials(535),
        Reason::Busy(451),
        Reason::Refused(550),
        Reason::Ended,
        Reason::Unreadable,
    ] {
        assert_eq!(Reason::parse(&reason.text()), Some(reason));
    }
    assert_eq!((Reason::parse("moon"), Reason::parse("busy now")), (None, None));
}
