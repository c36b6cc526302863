//! Accounts, posts and what happened to them, in words.

use std::collections::BTreeMap;

use domain::LawTime;
use domain::account::{Account, Event, Held, Means, Post, Standing};
use domain::event::Actor;
use domain::province::Terms;
use domain::refusal::Refusal;
use jiff::civil::Date;
use page::format::Day;
use page::people::{Mood, Standing as Shown};
use page::{Language, Text};

use super::read::State;
use super::words;
use crate::office::tree::Tree;

/// A day.
pub fn day(text: Text, date: Date) -> String {
    text.date(Day {
        year: date.year(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    })
}

/// An instant of law time.
pub fn instant(text: Text, at: LawTime) -> String {
    let civil = at.civil();
    let date = civil.date();
    let day = Day {
        year: date.year(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    };
    text.instant(&(day, civil.hour().unsigned_abs(), civil.minute().unsigned_abs()))
}

/// From when to when a post is held.
pub fn dates(text: Text, post: &Post) -> String {
    match post.to {
        Some(to) => text.people_from_to(day(text, post.from), day(text, to)),
        None => text.people_from(day(text, post.from)),
    }
}

/// What a post is called, and where: Vietnamese, as posts are named.
pub fn post(tree: &Tree, office: &str, position: &str) -> String {
    format!("{position}, {}", tree.name(office, Language::Vietnamese))
}

/// The roles of a post, and its scopes.
pub fn roles(text: Text, terms: &Terms, post: &Post) -> String {
    let roles = post.roles.iter().map(|id| words::role(text, terms, id));
    let scopes = post.scopes.iter().map(|it| words::action(text, *it));
    roles.chain(scopes).collect::<Vec<_>>().join(", ")
}

/// How an account stands.
pub fn state(text: Text, state: State) -> Shown {
    let (mood, words) = match state {
        State::Working => (Mood::Fine, text.people_working()),
        State::Waiting => (Mood::Waiting, text.people_waiting()),
        State::Idle => (Mood::Over, text.people_idle()),
        State::Closed => (Mood::Over, text.people_closed()),
    };
    Shown { mood, words }
}

/// How an account stands, told from its posts.
pub fn state_of(account: &Account, today: Date) -> State {
    let waits = account.posts.iter().any(|held| held.standing == Standing::Proposed);
    match account.closed {
        true => State::Closed,
        false if waits => State::Waiting,
        false if account.posts_on(today).next().is_some() => State::Working,
        false => State::Idle,
    }
}

/// How a post stands on a day.
pub fn standing(text: Text, held: &Held, today: Date) -> Shown {
    let is_past = held.post.to.is_some_and(|to| to < today);
    let (mood, words) = match held.standing {
        Standing::Proposed => (Mood::Waiting, text.post_proposed()),
        Standing::Declined => (Mood::Over, text.post_declined()),
        Standing::Held if is_past => (Mood::Over, text.post_past()),
        Standing::Held if held.post.from > today => (Mood::Waiting, text.post_coming()),
        Standing::Held => (Mood::Fine, text.post_held()),
    };
    Shown { mood, words }
}

/// Names of those whom a page names.
pub type Names = BTreeMap<String, String>;

/// Whoever told something.
pub fn who(text: Text, names: &Names, id: &str) -> String {
    match names.get(id) {
        Some(name) => name.clone(),
        None if id == Actor::administrator().id => text.people_operator(),
        None if id == Actor::system().id => text.people_system(),
        None => text.people_unknown(),
    }
}

/// What a page of one account's history needs.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The texts.
    pub text: Text,
    /// The province's words.
    pub terms: &'a Terms,
    /// The offices.
    pub tree: &'a Tree,
    /// Names of those who are named.
    pub names: &'a Names,
    /// The account.
    pub state: &'a Account,
}

impl Around<'_> {
    fn numbered(&self, number: u32) -> String {
        let held = self.state.post(number);
        held.map_or_else(
            || number.to_string(),
            |held| post(self.tree, &held.post.office, &held.post.position),
        )
    }

    /// What happened, in a sentence.
    pub fn event(&self, by: &str, event: &Event) -> String {
        let text = self.text;
        let by = who(text, self.names, by);
        match event {
            Event::Opened { .. } => text.people_event_opened(by),
            Event::Amended { .. } => text.people_event_amended(by),
            Event::Proposed { post: asked, reason, .. } => text.people_event_proposed(
                by,
                post(self.tree, &asked.office, &asked.position),
                reason,
            ),
            Event::Approved { number, .. } => {
                text.people_event_approved(by, self.numbered(*number))
            }
            Event::Declined { number, reason, .. } => {
                text.people_event_declined(by, self.numbered(*number), reason)
            }
            Event::PostEnded { number, on, reason } => {
                text.people_event_ended(by, self.numbered(*number), day(text, *on), reason)
            }
            Event::PasswordSet {} => text.people_event_password(),
            Event::Secured { means: it, .. } => text.people_event_secured(means(text, *it)),
            Event::Unsecured { means: it, .. } => text.people_event_unsecured(means(text, *it)),
            Event::Linked { issuer, .. } => text.people_event_linked(issuer),
            Event::Unlinked { .. } => text.people_event_unlinked(),
            Event::SignedIn { .. } => text.people_event_signed_in(),
            Event::Consented { .. } => text.people_event_consented(),
            Event::Withdrew { .. } => text.people_event_withdrew(),
            Event::Held { ground } => text.people_event_held(by, ground),
            Event::Released { ground } => text.people_event_released(by, ground),
            Event::Closed { reason } => text.people_event_closed(by, reason),
            Event::Reopened { reason } => text.people_event_reopened(by, reason),
            Event::Forgotten { .. } => text.people_event_forgotten(),
        }
    }
}

/// A means of signing in.
pub fn means(text: Text, means: Means) -> String {
    match means {
        Means::Password => text.people_means_password(),
        Means::Totp => text.people_means_totp(),
        Means::Passkey => text.people_means_passkey(),
        Means::Recovery => text.people_means_recovery(),
        Means::Code => text.people_means_code(),
        Means::Provider => text.people_means_provider(),
        Means::SetUp => text.people_means_set_up(),
    }
}

/// A refusal: the field of the form that it is about, and what to do.
pub fn refused(text: Text, refusal: &Refusal) -> (&'static str, String) {
    if let Refusal::BadLength { what, length_max } = refusal {
        return (what, text.people_refused_length(length_max));
    }
    if let Refusal::BadPost(what) = refusal {
        let words = match *what {
            "roles" => text.people_refused_roles(),
            "to" => text.people_refused_to(),
            "deputy_of" => text.people_refused_deputy(),
            _ => text.people_refused_scopes(),
        };
        return (what, words);
    }
    if let Refusal::KeyTaken(kind) = refusal {
        let field = if *kind == "account-email" { "email" } else { "login" };
        return (field, text.people_refused_taken());
    }
    match refusal.key() {
        "not-in-force" | "unknown-office" => ("office", text.people_refused_office()),
        "own-rights" => ("", text.people_refused_own_rights()),
        "four-eyes" => ("", text.people_refused_four_eyes()),
        "account-closed" => ("", text.conjunct_active()),
        "post-decided" => ("", text.people_refused_decided()),
        "no-such-post" => ("on", text.people_refused_on()),
        other => ("", text.people_refused_other(other)),
    }
}
