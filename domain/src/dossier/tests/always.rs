//! What holds whatever is done, in whichever order, on whichever days.

use jiff::ToSpan;
use proptest::prelude::*;

use super::acts::{Spot, acts, allowed, brought};
use super::ground::{Ground, personal};
use super::tallied::is_tallied;
use crate::calendar::Moment;
use crate::dossier::{Dossier, Event, Phase};
use crate::event::Event as AnyEvent;
use crate::state::State;

/// What people write beside acts; none of it may become a fact.
const WRITTEN: &str = "bà Nguyễn Thị Mận, 067190000123, xin";

/// Acts that end a dossier without a result.
const ENDS: [&str; 3] = ["refuse", "withdraw", "stop"];

/// Texts of the applicant that no fact may contain.
fn personal_texts() -> Vec<String> {
    let applicant = personal().applicant;
    let number = applicant.identity.number.expect("a number");
    let texts = [Some(applicant.name), Some(number), applicant.phone, applicant.email];
    let more = [applicant.address.text, "Mận".to_owned(), "1990-05-17".to_owned()];
    texts.into_iter().flatten().chain(more).collect()
}

/// Names under which the reviewed table knows where a dossier stands.
fn spots(dossier: &Dossier) -> Vec<&'static str> {
    let mut spots = Vec::new();
    let at_work = matches!(dossier.phase, Phase::Received | Phase::Working);
    if dossier.hand_over.is_some() {
        spots.push("on-its-way");
    }
    if at_work && dossier.open_pause().is_some() {
        spots.push("excluded");
    }
    if spots.is_empty() {
        spots.push(dossier.phase.id());
    }
    spots
}

fn promised(dossier: &Dossier) -> Option<(Moment, Moment)> {
    dossier.deadline.map(|it| (it.original, it.promised))
}

/// What never changes and what only moves later.
fn holds_between(before: &Dossier, after: &Dossier) {
    assert!(after.version >= before.version);
    if let (Some(was), Some(is)) = (promised(before), promised(after)) {
        assert_eq!(was.0, is.0, "the first promise stays for ever");
        assert!(is.1.date() >= was.1.date(), "a promise moves later only");
    }
    let mut filing = after.filing.clone();
    filing.limits.agreed = before.filing.limits.agreed;
    assert_eq!(filing, before.filing);
    assert!(before.pauses.len() <= after.pauses.len());
    for (was, is) in before.pauses.iter().zip(&after.pauses) {
        assert!(was.to.is_none() || was == is, "a pause that ended stays as it was");
    }
}

/// What every dossier is.
fn is_sound(dossier: &Dossier) {
    let is_open = dossier.phase.is_open();
    assert_eq!(is_open, dossier.reception.is_some() && dossier.ended.is_none());
    assert!(!is_open || dossier.deadline.is_some());
    let open = dossier.pauses.iter().filter(|pause| pause.to.is_none()).count();
    assert!(open <= 1, "the clock stands once at a time");
    assert_eq!(dossier.deadline.is_some_and(|it| it.standing), open == 1);
    let must_stand = matches!(dossier.phase, Phase::Supplementing | Phase::Paying);
    assert!(!must_stand || open == 1);
    assert!(dossier.hand_over.is_none() || dossier.phase == Phase::Working);
    assert_eq!(dossier.phase == Phase::Returned, dossier.handout.is_some());
    let has_number = dossier.result.as_ref().is_some_and(|it| it.number.is_some());
    assert_eq!(
        matches!(dossier.phase, Phase::Numbered | Phase::Finished | Phase::Returned),
        has_number
    );
}

/// Every event is read as it was told, says nothing personal, and folds to the same state.
fn is_told(ground: &Ground, code: &str) {
    let mut state = None;
    for event in &ground.told {
        let encoded = AnyEvent::Dossier(event.clone()).encode();
        let (facts, personal) = (encoded.facts.as_str(), encoded.personal.as_deref());
        for text in personal_texts() {
            assert!(!facts.contains(&text), "`{text}` is a fact of {}", encoded.kind);
        }
        let again = AnyEvent::decode(encoded.kind, 1, facts, personal).expect("it is read");
        assert_eq!(again, AnyEvent::Dossier(event.clone()));
        let erased = AnyEvent::decode(encoded.kind, 1, facts, None).expect("it is read");
        state = State::apply(state, &erased);
    }
    let dossier = ground.dossier(code);
    assert_eq!(state, Some(State::Dossier(Box::new(dossier.clone()))));
    assert_eq!(dossier.version, i64::try_from(ground.told.len()).expect("few"));
    let snapshot = serde_json::to_string(dossier).expect("a snapshot");
    assert_eq!(serde_json::from_str::<Dossier>(&snapshot).ok().as_ref(), Some(dossier));
    for text in personal_texts() {
        assert!(!snapshot.contains(&text), "`{text}` is in the snapshot");
    }
}

fn step(ground: &mut Ground, code: &str, chosen: usize, hours: i64) {
    let now = ground.memory.day.to_datetime(ground.memory.time);
    let later = now.saturating_add(hours.hours());
    (ground.memory.day, ground.memory.time) = (later.date(), later.time());
    let mut all = acts(ground, code);
    // Ends are rare, so that what comes before them is long.
    let may_end = hours == 0;
    all.retain(|(name, ..)| may_end || !ENDS.iter().any(|end| name.starts_with(end)));
    let (name, who, act) = all.swap_remove(chosen % all.len());
    let (before, numbers) = (ground.dossier(code).clone(), ground.memory.counters.clone());
    let told = ground.say(who, code, act, WRITTEN);
    let after = ground.dossier(code);
    match told {
        Ok(told) if told.is_empty() => assert_eq!(*after, before, "what is known tells nothing"),
        Ok(_) => {
            let table = allowed();
            let at = spots(&before);
            // What was late before the clock stood is found late while it stands.
            let late = name == "mark-late" && before.phase.is_open();
            let known = late || at.iter().any(|spot| table[name].contains(spot));
            assert!(known, "{name} at {at:?} is not in the table");
            holds_between(&before, after);
        }
        Err(_) => {
            assert_eq!(*after, before);
            assert_eq!(ground.memory.counters, numbers, "a refusal draws no number");
        }
    }
    is_sound(ground.dossier(code));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_in_whichever_order_the_dossier_stays_sound(
        online in any::<bool>(),
        steps in prop::collection::vec((any::<prop::sample::Index>(), 0i64..60), 1..60),
    ) {
        let spot = if online { Spot::In(Phase::Submitted) } else { Spot::In(Phase::Received) };
        let (mut ground, code) = brought(spot);
        for (chosen, hours) in steps {
            step(&mut ground, &code, chosen.index(10_000), hours);
        }
        is_told(&ground, &code);
        is_tallied(&ground);
    }
}

#[test]
fn erasing_what_is_personal_leaves_the_facts_readable() {
    let (ground, code) = brought(Spot::In(Phase::Returned));
    is_told(&ground, &code);
    let words: Vec<&Event> = ground.told.iter().filter(|event| event.words.is_some()).collect();
    assert!(!words.is_empty() && ground.told[0].personal.is_some());
}
