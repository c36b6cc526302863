use std::collections::HashMap;
use std::net::Ipv4Addr;

use super::*;
use crate::account::password::GUESSES_MIN;
use crate::account::{one_time, recovery, totp};

const OWNER: &str = "hanh.nt";
const GUESSES: i64 = 1_000_000;
/// How long the million guesses take, in seconds: a hundred each second.
const SPAN_S: i64 = 10_000;
const DAY_S: i64 = 24 * 3_600;
/// The likeliest that an attack of a million guesses may succeed.
const SUCCESS_MAX: f64 = 1e-3;

/// The rows of a house, and a virtual clock in microseconds.
#[derive(Default)]
struct House {
    rows: HashMap<LaneKey, Row>,
    told: u32,
}

impl House {
    fn knock(&mut self, attempt: &Attempt<'_>, now: i64) -> Result<(), Wait> {
        self.knock_at(&lanes(attempt), now)
    }

    fn knock_at(&mut self, lanes: &[Lane], now: i64) -> Result<(), Wait> {
        let looked_at = self.knock_named(&(lanes.to_vec(), Vec::new()), now)?;
        assert!(looked_at, "nothing is hidden");
        Ok(())
    }

    /// Whether the guess was looked at.
    fn knock_named(&mut self, (shown, hidden): &Named, now: i64) -> Result<bool, Wait> {
        let row = |key: &LaneKey| self.rows.get(key).copied();
        let admitted = admit_named(shown, hidden, MachineTime(now), row)?;
        self.rows.extend(admitted.rows);
        self.told += u32::from(admitted.news.is_some());
        Ok(admitted.is_looked_at)
    }

    fn sign_in(&mut self, attempt: &Attempt<'_>, now: i64) -> Result<(), Wait> {
        self.knock(attempt, now)?;
        for (key, row) in succeed(&lanes(attempt), |key| self.rows.get(key).copied()) {
            match row {
                Some(row) => self.rows.insert(key, row),
                None => self.rows.remove(&key),
            };
        }
        Ok(())
    }
}

/// The lanes of what was typed, and those of the account beside them.
type Named = (Vec<Lane>, Vec<Lane>);

fn attempt(address: u32, guessed: Guessed) -> Attempt<'static> {
    let address = IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + address));
    Attempt { subject: Subject::Account(OWNER), address, origin: Origin::Unknown, guessed }
}

/// A guess at whoever has an identifier: at the owner, or at nobody.
fn named(typed: &str, whose: Option<&str>, address: u32, guessed: Guessed) -> Named {
    let subject = whose.map_or(Subject::Nobody(typed), Subject::Account);
    let at = |subject| Attempt { subject, ..attempt(address, guessed) };
    (lanes(&at(Subject::Typed(typed))), own_lanes(&at(subject)))
}

/// The chance that one admitted guess is right.
fn worth(guessed: Guessed) -> f64 {
    match guessed {
        // The likeliest passwords first: one that takes fewer guesses was refused.
        Guessed::Password => 1.0 / GUESSES_MIN as f64,
        Guessed::Recovery => recovery::CODES as f64 / 2_f64.powi(60),
        Guessed::Sent => {
            f64::from(one_time::TRIES_MAX) / 10_f64.powi(one_time::DIGITS.cast_signed())
        }
        Guessed::Code => {
            let right_at_once = (2 * totp::DRIFT_STEPS + 1) as f64;
            right_at_once / 10_f64.powi(i32::try_from(totp::DIGITS).expect("few digits"))
        }
    }
}

/// What the owner is known by: login, telephone, mailbox, paper.
const IDENTIFIERS: [&str; 4] = ["hanh.nt", "+84912345678", "hanh@example.vn", "066190000001"];

/// A million guesses within three hours from so many addresses and by every identifier, while the
/// owner signs in ten times from a known device; asserts that the owner never waits and the
/// attacker gets nowhere.
fn hold_off(guessed: Guessed, addresses: u32) {
    let (mut house, pace) = (House::default(), guessed.paces().1);
    let owner = Attempt { origin: Origin::KnownDevice("mark"), ..attempt(0, guessed) };
    let strangers: Vec<Named> = (0..addresses.max(4))
        .map(|at| {
            let typed = IDENTIFIERS[at as usize % IDENTIFIERS.len()];
            match guessed {
                Guessed::Password | Guessed::Sent => {
                    named(typed, Some(OWNER), at % addresses, guessed)
                }
                // Whoever is asked for these has given a password: the account is known.
                Guessed::Code | Guessed::Recovery => {
                    (lanes(&attempt(at % addresses, guessed)), Vec::new())
                }
            }
        })
        .collect();
    let every = SPAN_S * SECOND_US / GUESSES;
    let mut looked_at = 0;
    for (guess, stranger) in (0..GUESSES).zip(strangers.iter().cycle()) {
        let now = guess * every;
        looked_at += i64::from(house.knock_named(stranger, now) == Ok(true));
        if guess % (GUESSES / 10) == GUESSES / 10 - 1 {
            // From the attacker's first address, and without any wait.
            assert_eq!(house.sign_in(&owner, now), Ok(()), "the owner at guess {guess}");
        }
    }
    assert_eq!(house.told, 1, "the owner is told once");
    let most = pace.admitted_max(SPAN_S);
    assert!(looked_at > 10 && looked_at <= most, "{looked_at} of at most {most}");
    let success = most as f64 * worth(guessed);
    assert!(success < SUCCESS_MAX, "{guessed:?}: {success}");
}

#[test]
fn a_million_guesses_from_one_address_by_every_identifier_are_worth_nothing() {
    for guessed in [Guessed::Password, Guessed::Code, Guessed::Recovery, Guessed::Sent] {
        hold_off(guessed, 1);
    }
}

#[test]
fn a_million_passwords_from_ten_thousand_addresses_by_every_identifier_are_worth_nothing() {
    hold_off(Guessed::Password, 10_000);
}

#[test]
fn a_million_codes_from_ten_thousand_addresses_are_worth_nothing() {
    hold_off(Guessed::Code, 10_000);
}

#[test]
fn a_million_requests_for_a_sent_code_by_every_contact_are_worth_nothing() {
    hold_off(Guessed::Sent, 10_000);
}

#[test]
fn whoever_holds_a_session_too_gains_little() {
    // A thief with the cookies of a browser: its mark, its session, and strangers' addresses.
    for guessed in [Guessed::Password, Guessed::Code] {
        let (known, strangers) = guessed.paces();
        let most = 2 * known.admitted_max(SPAN_S) + strangers.admitted_max(SPAN_S);
        assert!(most as f64 * worth(guessed) < SUCCESS_MAX, "{guessed:?}: {most}");
        let mut house = House::default();
        let ways = [Origin::KnownDevice("mark"), Origin::Session("hash"), Origin::Unknown];
        let mut admitted = 0;
        for guess in 0..GUESSES / 10 {
            let origin = ways[usize::try_from(guess % 3).expect("small")];
            let thief = Attempt { origin, ..attempt(7, guessed) };
            admitted += i64::from(house.knock(&thief, guess * SPAN_S * 10).is_ok());
        }
        assert!(admitted > 15 && admitted <= most, "{admitted} of at most {most}");
        assert_eq!(house.told, 3, "the owner is told of each");
    }
}

#[test]
fn no_answer_tells_whether_an_identifier_is_somebodys_or_whose_it_is() {
    let mut house = House::default();
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for guess in 0..2_000_u32 {
        let (now, address) = (i64::from(guess) * SECOND_US, guess % 7);
        // The login is hammered all the time; the telephone is asked for now and then.
        house.knock_named(&named("hanh.nt", Some(OWNER), 100 + guess, Guessed::Password), now).ok();
        if guess % 5 == 0 {
            let phone = named("+84912345678", Some(OWNER), address, Guessed::Password);
            let nobodys = named("+84900000000", None, address + 50, Guessed::Password);
            known.push(house.knock_named(&phone, now).map(drop));
            unknown.push(house.knock_named(&nobodys, now).map(drop));
        }
    }
    assert_eq!(known, unknown);
    assert!(known.iter().any(Result::is_ok) && known.iter().any(Result::is_err));
    let (phone, nobodys) = (
        named("+84912345678", Some(OWNER), 1, Guessed::Password),
        named("+84900000000", None, 1, Guessed::Password),
    );
    let size = |(shown, hidden): &Named| (shown.len(), hidden.len());
    assert_eq!(size(&phone), size(&nobodys), "the work is the same too");
}

#[test]
fn nobody_fills_the_lanes_of_an_account_by_typing_its_name() {
    let typed = named(OWNER, None, 1, Guessed::Password);
    let own = named("hanh.nt", Some(OWNER), 1, Guessed::Password);
    for lane in own.1 {
        assert!(!typed.0.contains(&lane) && !typed.1.contains(&lane));
    }
}

#[test]
fn whoever_waits_for_every_turn_gains_no_more_than_the_bound() {
    for guessed in [Guessed::Password, Guessed::Code, Guessed::Sent] {
        let pace = guessed.paces().1;
        let (mut house, mut now, mut admitted) = (House::default(), 0, 0_i64);
        while now < 30 * DAY_S * SECOND_US {
            // Each guess from a fresh address, at the very instant at which it is admitted.
            let address = u32::try_from(admitted).expect("few");
            match house.knock(&attempt(address, guessed), now) {
                Ok(_) => admitted += 1,
                Err(wait) => now = wait.until.0,
            }
        }
        let most = pace.admitted_max(30 * DAY_S);
        assert!(admitted <= most, "{guessed:?}: {admitted} of at most {most}");
        assert!(admitted > most / 3, "the bound is of the right order: {admitted} of {most}");
        assert!(most as f64 * worth(guessed) < SUCCESS_MAX);
    }
}

#[test]
fn a_stolen_mark_of_a_device_is_slowed_down_too() {
    let thief = Attempt { origin: Origin::KnownDevice("mark"), ..attempt(1, Guessed::Password) };
    let (mut house, mut admitted) = (House::default(), 0);
    for guess in 0..100_000 {
        admitted += i64::from(house.knock(&thief, guess * SECOND_US / 10).is_ok());
    }
    assert!(admitted <= KNOWN_PASSWORD.admitted_max(10_000), "{admitted}");
    let owner = Attempt { origin: Origin::KnownDevice("another"), ..thief };
    assert_eq!(house.sign_in(&owner, 10_000 * SECOND_US), Ok(()), "another device of the owner");
}

#[test]
fn the_owner_at_a_known_address_passes_while_strangers_wait() {
    let mut house = House::default();
    for guess in 0..10_000 {
        house.knock(&attempt(guess, Guessed::Password), i64::from(guess)).ok();
    }
    assert!(house.knock(&attempt(99, Guessed::Password), 10_000).is_err());
    let owner = Attempt { origin: Origin::KnownAddress, ..attempt(70_000, Guessed::Password) };
    assert_eq!(house.sign_in(&owner, 10_000), Ok(()));
}

#[test]
fn a_stranger_who_is_the_owner_waits_a_quarter_of_an_hour_at_most() {
    let mut house = House::default();
    let mut last = 0;
    for guess in 0..100_000_u32 {
        last = i64::from(guess) * SECOND_US;
        house.knock(&attempt(guess, Guessed::Password), last).ok();
    }
    let wait = house.knock(&attempt(500_000, Guessed::Password), last).expect_err("under attack");
    assert!(wait.until.0 - last <= 900 * SECOND_US);
    assert_eq!(house.sign_in(&attempt(500_000, Guessed::Password), wait.until.0), Ok(()));
}

#[test]
fn one_address_cannot_try_one_password_on_every_account() {
    let (mut house, mut admitted) = (House::default(), 0);
    for guess in 0..10_000 {
        let name = format!("clerk{guess}");
        let spray = Attempt { subject: Subject::Account(&name), ..attempt(7, Guessed::Password) };
        admitted += i64::from(house.knock(&spray, guess * 1_000_000).is_ok());
    }
    let most = ADDRESS.admitted_max(10_000);
    assert!(admitted >= 100 && admitted <= most, "{admitted} of at most {most}");
}

#[test]
fn an_office_behind_one_address_signs_in_every_morning() {
    let mut house = House::default();
    for clerk in 0..500 {
        let name = format!("clerk{clerk}");
        let clerk_in =
            Attempt { subject: Subject::Account(&name), ..attempt(7, Guessed::Password) };
        assert_eq!(house.sign_in(&clerk_in, clerk * 100_000), Ok(()), "{name}");
    }
}

#[test]
fn a_success_of_the_owner_gives_an_attacker_nothing_back() {
    let mut house = House::default();
    let guess = |house: &mut House, address, now| {
        house.knock(&attempt(address, Guessed::Password), now).is_ok()
    };
    assert_eq!((0..100).filter(|at| guess(&mut house, *at, 0)).count(), 10);
    let owner = Attempt { origin: Origin::KnownDevice("mark"), ..attempt(1, Guessed::Password) };
    assert_eq!(house.sign_in(&owner, 0), Ok(()));
    assert!(!guess(&mut house, 200, 0), "still to wait");
}

#[test]
fn own_mistakes_cost_seconds_and_are_forgotten_with_success() {
    let mut house = House::default();
    let owner = Attempt { origin: Origin::KnownDevice("mark"), ..attempt(1, Guessed::Password) };
    for _ in 0..5 {
        house.knock(&owner, 0).expect("five are free");
    }
    let wait = house.knock(&owner, 0).expect_err("the sixth waits");
    assert_eq!(wait.until.0, SECOND_US);
    assert_eq!(house.sign_in(&owner, wait.until.0), Ok(()));
    assert!(house.rows.is_empty(), "no trace is left");
}

#[test]
fn passwords_and_codes_are_counted_apart() {
    let mut house = House::default();
    while house.knock(&attempt(1, Guessed::Password), 0).is_ok() {}
    assert!(house.knock(&attempt(1, Guessed::Code), 0).is_ok());
}

#[test]
fn a_clock_set_back_makes_nobody_wait_longer() {
    let mut house = House::default();
    let far = 1_000 * DAY_S * SECOND_US;
    while house.knock(&attempt(1, Guessed::Password), far).is_ok() {}
    let wait = house.knock(&attempt(1, Guessed::Password), 0).expect_err("to wait");
    assert!(wait.until.0 <= 900 * SECOND_US, "{wait:?}");
}

#[test]
fn addresses_of_one_subscriber_are_one_network() {
    let read = |text: &str| network(text.parse().expect("an address"));
    assert_eq!(read("2001:db8:1:2::1"), read("2001:db8:1:2:ffff::9"));
    assert_ne!(read("2001:db8:1:2::1"), read("2001:db8:1:3::1"));
    assert_eq!(read("::ffff:10.0.0.1"), read("10.0.0.1"));
    assert_ne!(read("10.0.0.1"), read("10.0.0.2"));
}

#[test]
fn an_old_row_is_worth_nothing() {
    let mut house = House::default();
    let (mut now, mut admitted) = (0, 0);
    while admitted < 40 {
        match house.knock(&attempt(1, Guessed::Code), now) {
            Ok(_) => admitted += 1,
            Err(wait) => now = wait.until.0,
        }
    }
    let later = MachineTime(now + kept_s_max() * SECOND_US);
    for lane in lanes(&attempt(1, Guessed::Code)) {
        assert_eq!(faded(lane.pace, house.rows[&lane.key], later).tries, 0);
    }
}
