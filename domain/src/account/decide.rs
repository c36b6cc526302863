//! Which changes of accounts and posts the rules allow.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{
    Account, Act, Command, Event, Held, Keys, Kind, Means, Own, POSTS_MAX, Person, Post,
    REASON_LENGTH_MAX, Standing, TEXT_LENGTH_MAX, link_claim, stream,
};
use crate::access::{Factor, rule};
use crate::dossier::Dossier;
use crate::event::{Event as AnyEvent, PersonalErased, Told};
use crate::refusal::Refusal;
use crate::request::{self, Outcome, Wish};
use crate::state::State;
use crate::stream::StreamId;
use crate::view::View;

/// Decides on a change of an account.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    view.province().ok_or(Refusal::NoProvince)?;
    match command {
        Command::Open { kind, keys, person } => open(*kind, keys, person, view),
        Command::On { account: id, act } => {
            let Some(State::Account(account)) = view.states.get(id) else {
                return Err(Refusal::UnknownAccount);
            };
            on(id, account, act, view)
        }
    }
}

fn open(kind: Kind, keys: &Keys, person: &Person, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    fits(person)?;
    free(keys, None, view)?;
    let id: String = view.chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let event =
        Event::Opened { kind, keys: keys.clone(), at: view.now, person: Some(person.clone()) };
    Ok(told(&stream(view.now.date().year(), &id), event))
}

fn on(id: &StreamId, account: &Account, act: &Act, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let open = || if account.closed { Err(Refusal::AccountClosed) } else { Ok(()) };
    let event = match act {
        Act::Amend { keys, person } => {
            open()?;
            fits(person)?;
            free(keys, Some(id), view)?;
            let before = account.keys.clone();
            Event::Amended { keys: keys.clone(), before, person: Some(person.clone()) }
        }
        Act::Propose { post, reason } => {
            open()?;
            bounded("reason", reason, REASON_LENGTH_MAX)?;
            not_oneself(id, view)?;
            return propose(id, account, post, reason, view).map(|event| told(id, event));
        }
        Act::Approve(number) => {
            open()?;
            four_eyes(id, proposal(account, *number)?, view)?;
            Event::Approved { number: *number, by: view.actor.id.clone() }
        }
        Act::Decline { number, reason } => {
            bounded("reason", reason, REASON_LENGTH_MAX)?;
            proposal(account, *number)?;
            let by = view.actor.id.clone();
            Event::Declined { number: *number, by, reason: reason.clone() }
        }
        Act::Appoint(post) => {
            open()?;
            return appoint(id, account, post, view);
        }
        Act::EndPost { number, on, reason } => {
            return end_post(account, *number, *on, reason)
                .map(|event| event.map_or_else(Vec::new, |event| told(id, event)));
        }
        Act::Close(reason) if account.closed => {
            bounded("reason", reason, REASON_LENGTH_MAX)?;
            return Ok(Vec::new());
        }
        Act::Close(reason) => {
            bounded("reason", reason, REASON_LENGTH_MAX)?;
            Event::Closed { reason: reason.clone() }
        }
        Act::Reopen(reason) => {
            bounded("reason", reason, REASON_LENGTH_MAX)?;
            not_oneself(id, view)?;
            Event::Reopened { reason: reason.clone() }
        }
        Act::Forget { ground, kept_days, dossier_days, records } => {
            bounded("ground", ground, TEXT_LENGTH_MAX)?;
            may_be_forgotten(id, account, *kept_days, view)?;
            for found in records.iter().filter_map(|it| Some((it, dossier(it, view)?))) {
                may_be_destroyed(id, found, *dossier_days, view.now.date())?;
            }
            return forget(id, account, ground, records, view);
        }
        Act::Hold(ground) if account.holds.contains(ground) => return Ok(Vec::new()),
        Act::Hold(ground) => {
            bounded("ground", ground, TEXT_LENGTH_MAX)?;
            Event::Held { ground: ground.clone() }
        }
        Act::Release(ground) if !account.holds.contains(ground) => return Ok(Vec::new()),
        Act::Release(ground) => Event::Released { ground: ground.clone() },
        Act::Own(act) => {
            open()?;
            return own(id, account, act, view);
        }
    };
    Ok(told(id, event))
}

/// A post ends on a day, at the earliest on the day before its first; one that ends earlier
/// stays as it is.
fn end_post(
    account: &Account,
    number: u32,
    on: Date,
    reason: &str,
) -> Result<Option<Event>, Refusal> {
    bounded("reason", reason, REASON_LENGTH_MAX)?;
    let held = account.post(number).ok_or(Refusal::NoSuchPost(number))?;
    let earliest = held.post.from.saturating_sub(1.day());
    if held.standing != Standing::Held || on < earliest {
        return Err(Refusal::NoSuchPost(number));
    }
    if held.post.to.is_some_and(|to| to <= on) {
        return Ok(None);
    }
    Ok(Some(Event::PostEnded { number, on, reason: reason.to_owned() }))
}

/// Whether an account would be left without a second factor.
fn is_last_factor(account: &Account, means: Means, id: &str) -> bool {
    let beside =
        |(known, of): &&(Means, String)| known.is_second() && (*known, of.as_str()) != (means, id);
    means.is_second() && !account.factors.iter().any(|it| beside(&it))
}

/// What an account does with itself; what is so already tells nothing.
fn own(id: &StreamId, account: &Account, act: &Own, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let known = |purpose: &String| account.consents.iter().any(|(known, _)| known == purpose);
    let event = match act {
        Own::SetPassword => Event::PasswordSet {},
        Own::Secure { means, id: factor } => Event::Secured { means: *means, id: factor.clone() },
        Own::Unsecure { means, id: factor } => {
            if !account.factors.contains(&(*means, factor.clone())) {
                return Ok(Vec::new());
            }
            if account.kind == Kind::Staff && is_last_factor(account, *means, factor) {
                return Err(Refusal::LastFactor);
            }
            Event::Unsecured { means: *means, id: factor.clone() }
        }
        Own::Link { key, issuer, subject } => {
            match view.holder(&link_claim(key)) {
                Some(holder) if holder == id => return Ok(Vec::new()),
                Some(_) => return Err(Refusal::KeyTaken("account-link")),
                None => {}
            }
            let (issuer, subject) = (issuer.clone(), Some(subject.clone()));
            Event::Linked { key: key.clone(), issuer, subject }
        }
        Own::Unlink(key) if !account.links.contains(key) => return Ok(Vec::new()),
        Own::Unlink(key) => Event::Unlinked { key: key.clone() },
        Own::SignIn { means, factor } => {
            Event::SignedIn { means: means.clone(), factor: *factor, at: view.now }
        }
        Own::Consent { purpose, version } => {
            bounded("purpose", purpose, TEXT_LENGTH_MAX)?;
            if account.consents.contains(&(purpose.clone(), version.clone())) {
                return Ok(Vec::new());
            }
            Event::Consented { purpose: purpose.clone(), version: version.clone() }
        }
        Own::Withdraw(purpose) if !known(purpose) => return Ok(Vec::new()),
        Own::Withdraw(purpose) => Event::Withdrew { purpose: purpose.clone() },
    };
    Ok(told(id, event))
}

fn told(stream: &StreamId, event: Event) -> Vec<Told> {
    vec![Told { stream: stream.clone(), event: AnyEvent::Account(event) }]
}

fn bounded(what: &'static str, text: &str, length_max: usize) -> Result<(), Refusal> {
    let length = text.trim().chars().count();
    match (1..=length_max).contains(&length) {
        true => Ok(()),
        false => Err(Refusal::BadLength { what, length_max }),
    }
}

fn fits(person: &Person) -> Result<(), Refusal> {
    bounded("name", &person.name, TEXT_LENGTH_MAX)?;
    let others = [
        ("login", &person.login),
        ("email", &person.email),
        ("phone", &person.phone),
        ("identity", &person.identity_number),
        ("address", &person.address),
    ];
    for (what, text) in others {
        if let Some(text) = text {
            bounded(what, text, TEXT_LENGTH_MAX)?;
        }
    }
    Ok(())
}

/// What an account is found by belongs to nobody else.
fn free(keys: &Keys, own: Option<&StreamId>, view: &View<'_>) -> Result<(), Refusal> {
    for claim in keys.claims() {
        if view.holder(&claim).is_some_and(|holder| Some(holder) != own) {
            return Err(Refusal::KeyTaken(claim.kind));
        }
    }
    Ok(())
}

/// Nobody gives themselves a right.
fn not_oneself(id: &StreamId, view: &View<'_>) -> Result<(), Refusal> {
    match view.actor.id == id.as_str() {
        true => Err(Refusal::OwnRights),
        false => Ok(()),
    }
}

/// Another than who proposed it, and not its holder, approves a post.
fn four_eyes(id: &StreamId, held: &Held, view: &View<'_>) -> Result<(), Refusal> {
    not_oneself(id, view)?;
    match held.proposed_by == view.actor.id {
        true => Err(Refusal::FourEyes),
        false => Ok(()),
    }
}

fn proposal(account: &Account, number: u32) -> Result<&Held, Refusal> {
    let held = account.post(number).ok_or(Refusal::NoSuchPost(number))?;
    match held.standing {
        Standing::Proposed => Ok(held),
        Standing::Held | Standing::Declined => Err(Refusal::PostDecided(number)),
    }
}

fn propose(
    id: &StreamId,
    account: &Account,
    post: &Post,
    reason: &str,
    view: &View<'_>,
) -> Result<Event, Refusal> {
    check_post(id, account, post, view)?;
    let number = u32::try_from(account.posts.len()).unwrap_or(u32::MAX) + 1;
    let (by, reason) = (view.actor.id.clone(), reason.to_owned());
    Ok(Event::Proposed { number, post: post.clone(), by, reason })
}

/// The operator, who holds the machine, gives the first posts; nobody else does it alone.
fn appoint(
    id: &StreamId,
    account: &Account,
    post: &Post,
    view: &View<'_>,
) -> Result<Vec<Told>, Refusal> {
    let operator = crate::event::Actor::administrator().id;
    if view.actor.id != operator && account.kind != Kind::Integration {
        return Err(Refusal::FourEyes);
    }
    let known = |held: &Held| held.standing == Standing::Held && held.post == *post;
    if account.posts.iter().any(known) {
        return Ok(Vec::new());
    }
    let proposed = propose(id, account, post, "appointed", view)?;
    let number = u32::try_from(account.posts.len()).unwrap_or(u32::MAX) + 1;
    let approved = Event::Approved { number, by: view.actor.id.clone() };
    Ok(told(id, proposed).into_iter().chain(told(id, approved)).collect())
}

fn check_post(
    id: &StreamId,
    account: &Account,
    post: &Post,
    view: &View<'_>,
) -> Result<(), Refusal> {
    if !matches!(account.kind, Kind::Staff | Kind::Integration) {
        return Err(Refusal::NotStaff);
    }
    bounded("position", &post.position, TEXT_LENGTH_MAX)?;
    let terms = &view.province().ok_or(Refusal::NoProvince)?.terms;
    if let Some(unknown) = post.roles.iter().find(|role| terms.role(role).is_none()) {
        return Err(Refusal::UnknownRole(unknown.clone()));
    }
    if post.roles.is_empty() && post.scopes.is_empty() || account.posts.len() >= POSTS_MAX {
        return Err(Refusal::BadPost("roles"));
    }
    // Officers hold roles; and what is signed for is no program's to do.
    let signed = post.scopes.iter().any(|action| rule(*action).factor == Factor::Fresh);
    if !post.scopes.is_empty() && account.kind != Kind::Integration || signed {
        return Err(Refusal::BadPost("scopes"));
    }
    let found = view.office_by_code(&post.office);
    let (_, office) = found.ok_or_else(|| Refusal::UnknownOffice(post.office.clone()))?;
    if office.at(post.from).is_none() {
        return Err(Refusal::NotInForce { office: post.office.clone(), date: post.from });
    }
    if post.to.is_some_and(|to| to < post.from) {
        return Err(Refusal::BadPost("to"));
    }
    let Some(principal) = &post.deputy_of else { return Ok(()) };
    // A deputy stands in for somebody else, and for a time.
    let known = matches!(view.states.get(principal), Some(State::Account(_)));
    match known && principal != id && post.to.is_some() {
        true => Ok(()),
        false => Err(Refusal::BadPost("deputy_of")),
    }
}

/// An account is forgotten when no law holds it and its time of retention has run out, and never
/// by its own holder.
fn may_be_forgotten(
    id: &StreamId,
    account: &Account,
    kept_days: i32,
    view: &View<'_>,
) -> Result<(), Refusal> {
    not_oneself(id, view)?;
    if let Some(hold) = account.holds.first() {
        return Err(Refusal::UnderHold(hold.clone()));
    }
    let until = account.last.date().saturating_add(kept_days.days());
    match view.now.date() < until {
        true => Err(Refusal::Retained(until)),
        false => Ok(()),
    }
}

fn dossier<'a>(stream: &StreamId, view: &'a View<'_>) -> Option<&'a Dossier> {
    let Some(State::Dossier(dossier)) = view.states.get(stream) else { return None };
    Some(dossier)
}

/// A dossier of the person goes with them when it has ended and its time of retention has run out.
/// One that was handed in at a desk names no account; that it is theirs was found by the number of
/// their identity paper.
fn may_be_destroyed(
    id: &StreamId,
    (stream, dossier): (&StreamId, &Dossier),
    dossier_days: Option<i32>,
    today: Date,
) -> Result<(), Refusal> {
    if dossier.filing.account.as_ref().is_some_and(|account| account != id) {
        return Err(Refusal::UnknownStream(stream.clone()));
    }
    let Some(ended) = dossier.over() else {
        return Err(Refusal::UnderHold("open-dossier".to_owned()));
    };
    let Some(days) = dossier_days else {
        return Err(Refusal::UnderHold("dossier-kept".to_owned()));
    };
    let until = ended.saturating_add(days.days());
    match today < until {
        true => Err(Refusal::Retained(until)),
        false => Ok(()),
    }
}

/// Gives the account's keys up and erases it with the records that speak of its person.
fn forget(
    id: &StreamId,
    account: &Account,
    ground: &str,
    records: &[StreamId],
    view: &View<'_>,
) -> Result<Vec<Told>, Refusal> {
    let mut all = Vec::new();
    for record in records {
        all.extend(let_go(id, record, ground, view)?);
        all.push(erased(record, ground));
    }
    let (keys, links) = (account.keys.clone(), account.links.clone());
    all.extend(told(id, Event::Forgotten { keys, links }));
    all.push(erased(id, ground));
    Ok(all)
}

fn erased(stream: &StreamId, ground: &str) -> Told {
    let event = AnyEvent::PersonalErased(PersonalErased { ground: ground.to_owned() });
    Told { stream: stream.clone(), event }
}

/// What must be told of a record before it is erased: a request that still waits is carried out
/// by this. Whoever handled one does not decide on it, and a broken glass is judged first.
fn let_go(
    id: &StreamId,
    record: &StreamId,
    ground: &str,
    view: &View<'_>,
) -> Result<Vec<Told>, Refusal> {
    match view.states.get(record) {
        Some(State::Request(request)) if request.account == *id => {
            if request.wish == Wish::Erasure && request.handled_by.contains(&view.actor.id) {
                return Err(Refusal::FourEyes);
            }
            if request.outcome.is_some() {
                return Ok(Vec::new());
            }
            let event = request::Event::Finished {
                outcome: Outcome::Done,
                by: view.actor.id.clone(),
                ground: ground.to_owned(),
                text: None,
            };
            Ok(vec![Told { stream: record.clone(), event: AnyEvent::Request(event) }])
        }
        Some(State::Glass(glass)) if glass.verdict.is_none() => {
            Err(Refusal::UnderHold("glass-review".to_owned()))
        }
        // Whether it may go was asked before.
        Some(State::Glass(_) | State::Readings(_) | State::Dossier(_)) => Ok(Vec::new()),
        _ => Err(Refusal::UnknownStream(record.clone())),
    }
}
