//! Accounts: officers with their dated posts, citizens and organisations, integrations.
//!
//! What an account may do follows from its posts of the day and their roles (see `access`). A
//! post is proposed by one and approved by another. Secrets (passwords, keys, sessions) are no
//! facts and stand in working tables; that one was set, added or used is a fact.

mod decide;
mod event;
mod grants;
mod keeping;
mod means;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Action, Factor, Seat};
use crate::command::Reads;
use crate::office;
use crate::province::{self, Terms};
use crate::stream::{Claim, StreamId};
use crate::time::LawTime;

pub use decide::decide;
pub use event::Event;
pub(crate) use event::KINDS;
pub use keeping::{ConsentText, DossierKeeping, Keeping, Retention};
pub use means::Means;

/// The longest text of a person's own data, in characters.
pub const TEXT_LENGTH_MAX: usize = 200;
/// The longest reason, in characters.
pub const REASON_LENGTH_MAX: usize = 1000;
/// Posts that an account may have had.
pub const POSTS_MAX: usize = 200;

/// What an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Of an officer.
    Staff,
    /// Of a person.
    Citizen,
    /// Of an organisation.
    Organisation,
    /// Of another program.
    Integration,
}

impl Kind {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Staff => "staff",
            Kind::Citizen => "citizen",
            Kind::Organisation => "organisation",
            Kind::Integration => "integration",
        }
    }
}

/// A person or organisation as it is known; all of it personal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The whole name, as people have it: one word is a name too.
    pub name: String,
    /// What it signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Electronic mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone: `+84…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Kind of the identity paper: `citizen_id`, `cmnd`, `passport`, `tax_code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_type: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_number: Option<String>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What an account is found by: keyed hashes that the server makes, so that the register of
/// facts says who is the same without saying who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keys {
    /// Of the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Of the identity paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Of the telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Of the mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Keys {
    /// The claims that an account with these keys holds.
    pub fn claims(&self) -> Vec<Claim> {
        let all = [
            ("account-login", &self.login),
            ("account-identity", &self.identity),
            ("account-phone", &self.phone),
            ("account-email", &self.email),
        ];
        all.into_iter().filter_map(|(kind, key)| Some(Claim::new(kind, key.clone()?))).collect()
    }
}

/// A post: work in an office, from one day to another, with the roles it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The office's code.
    pub office: String,
    /// What the post is called: "Chuyên viên Phòng Nội vụ".
    pub position: String,
    /// Roles, by their identifiers in the province's terms.
    pub roles: Vec<String>,
    /// Single actions, beside roles: for programs only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Action>,
    /// First day.
    pub from: Date,
    /// Last day; a deputy's post has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The account whose deputy the holder is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_of: Option<StreamId>,
}

impl Post {
    /// Whether it is held on a day.
    pub fn is_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Where a post stands between proposal and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Proposed; nobody approved it yet.
    Proposed,
    /// Approved: held from its first day to its last.
    Held,
    /// Declined.
    Declined,
}

/// A post of an account with who decided on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its number within the account, from 1.
    pub number: u32,
    /// The post.
    pub post: Post,
    /// Where it stands.
    pub standing: Standing,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who approved or declined it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// An account's state; nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// What it is.
    pub kind: Kind,
    /// What it is found by.
    pub keys: Keys,
    /// Posts, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Held>,
    /// Second factors: means and identifier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<(Means, String)>,
    /// Identities at providers, by their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Consents in force: for what, and the version of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<(String, String)>,
    /// Grounds for which the law forbids erasure for now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<String>,
    /// Whether it was closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// When it was opened.
    pub opened: LawTime,
    /// When it last did anything: retention counts from there.
    pub last: LawTime,
}

impl Account {
    /// Posts held on a day.
    pub fn posts_on(&self, day: Date) -> impl Iterator<Item = &Held> {
        let open = !self.closed;
        self.posts
            .iter()
            .filter(move |it| open && it.standing == Standing::Held && it.post.is_on(day))
    }

    /// The same with what their roles give, as rights ask for them.
    pub fn seats(&self, terms: &Terms, day: Date) -> Vec<Seat> {
        let seat = |held: &Held| Seat {
            office: held.post.office.clone(),
            position: held.post.position.clone(),
            grants: held.post.grants(self.kind, terms),
            deputy_of: held.post.deputy_of.clone(),
        };
        self.posts_on(day).map(seat).collect()
    }

    /// A post by its number.
    pub fn post(&self, number: u32) -> Option<&Held> {
        self.posts.iter().find(|held| held.number == number)
    }

    /// Whether it has a second factor of its own.
    pub fn has_second_factor(&self) -> bool {
        self.factors.iter().any(|(means, _)| means.is_second())
    }

    /// The account that an opening begins; `None` for any other event.
    pub fn open(event: &Event) -> Option<Account> {
        let Event::Opened { kind, keys, at, .. } = event else { return None };
        Some(Account {
            kind: *kind,
            keys: keys.clone(),
            posts: Vec::new(),
            factors: Vec::new(),
            links: Vec::new(),
            consents: Vec::new(),
            holds: Vec::new(),
            closed: false,
            opened: *at,
            last: *at,
        })
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Account {
        match event {
            Event::Opened { .. } | Event::PasswordSet {} => {}
            Event::Amended { keys, .. } => self.keys = keys.clone(),
            Event::Proposed { number, post, by, .. } => self.posts.push(Held {
                number: *number,
                post: post.clone(),
                standing: Standing::Proposed,
                proposed_by: by.clone(),
                decided_by: None,
            }),
            Event::Approved { number, by } => self.settle(*number, Standing::Held, by),
            Event::Declined { number, by, .. } => self.settle(*number, Standing::Declined, by),
            Event::PostEnded { number, on, .. } => {
                if let Some(held) = self.posts.iter_mut().find(|it| it.number == *number) {
                    held.post.to = Some(*on);
                }
            }
            Event::Secured { means, id } => {
                // A new one in the place of an old one is one factor still.
                self.factors.retain(|(of, known)| (of, known) != (means, id));
                self.factors.push((*means, id.clone()));
            }
            Event::Unsecured { means, id } => {
                self.factors.retain(|(of, known)| (of, known) != (means, id));
            }
            Event::Linked { key, .. } => self.links.push(key.clone()),
            Event::Unlinked { key } => self.links.retain(|known| known != key),
            Event::SignedIn { at, .. } => self.last = *at,
            Event::Consented { purpose, version } => {
                self.consents.retain(|(known, _)| known != purpose);
                self.consents.push((purpose.clone(), version.clone()));
            }
            Event::Withdrew { purpose } => self.consents.retain(|(known, _)| known != purpose),
            Event::Held { ground } => self.holds.push(ground.clone()),
            Event::Released { ground } => self.holds.retain(|known| known != ground),
            Event::Closed { .. } => self.closed = true,
            Event::Reopened { .. } => self.closed = false,
            Event::Forgotten { .. } => {
                self.closed = true;
                self.keys = Keys::default();
                self.links.clear();
                self.factors.clear();
            }
        }
        self
    }

    fn settle(&mut self, number: u32, standing: Standing, by: &str) {
        if let Some(held) = self.posts.iter_mut().find(|held| held.number == number) {
            held.standing = standing;
            held.decided_by = Some(by.to_owned());
        }
    }
}

/// What may be asked for an account.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open one.
    Open {
        /// What it is.
        kind: Kind,
        /// What it is found by.
        keys: Keys,
        /// Who it is.
        person: Person,
    },
    /// Do something with one.
    On {
        /// The account.
        account: StreamId,
        /// What.
        act: Act,
    },
}

/// What may be done with an account that is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Write down who it is, anew.
    Amend {
        /// What it is found by.
        keys: Keys,
        /// Who it is.
        person: Person,
    },
    /// Propose a post.
    Propose {
        /// The post.
        post: Post,
        /// Why: the number of the decision, for instance.
        reason: String,
    },
    /// Approve a proposed post: another than who proposed it, and not its holder.
    Approve(u32),
    /// Decline a proposed post.
    Decline {
        /// Its number.
        number: u32,
        /// Why.
        reason: String,
    },
    /// Give a post at once; the operator's alone, for the first administrator and for programs.
    Appoint(Post),
    /// End a post.
    EndPost {
        /// Its number.
        number: u32,
        /// Its last day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// What it does with itself.
    Own(Own),
    /// The law forbids its erasure for now.
    Hold(String),
    /// The law no longer forbids it.
    Release(String),
    /// Close it: it signs in no more.
    Close(String),
    /// Open it again.
    Reopen(String),
    /// Destroy what it says of its person, where the rules of retention allow it.
    Forget {
        /// The legal ground, as a code of the retention rules.
        ground: String,
        /// How long an account is kept after it last did anything, in days.
        kept_days: i32,
        /// How long a dossier is kept after it ended, in days; `None` where it is kept for good.
        dossier_days: Option<i32>,
        /// What else says something of the person: requests, dossiers, reasons of broken glasses,
        /// questions of lists of days that are over.
        records: Vec<StreamId>,
    },
}

/// What an account does with itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Own {
    /// A password was set.
    SetPassword,
    /// A factor was added.
    Secure {
        /// Which means.
        means: Means,
        /// Its identifier.
        id: String,
    },
    /// A factor was taken away.
    Unsecure {
        /// Which means.
        means: Means,
        /// Its identifier.
        id: String,
    },
    /// An identity at a provider belongs to it.
    Link {
        /// The keyed hash of issuer and subject.
        key: String,
        /// The issuer.
        issuer: String,
        /// The subject; personal.
        subject: String,
    },
    /// The identity no longer belongs to it.
    Unlink(String),
    /// It signed in.
    SignIn {
        /// By which means, the first first.
        means: Vec<Means>,
        /// How strongly.
        factor: Factor,
    },
    /// It consents to something.
    Consent {
        /// To what.
        purpose: String,
        /// The version of the text that was shown.
        version: String,
    },
    /// It withdraws a consent.
    Withdraw(String),
}

impl Command {
    /// The account, the province, and what the command names.
    pub fn reads(&self) -> Reads {
        let mut reads = Reads { facts: vec![province::stream()], ..Reads::default() };
        match self {
            Command::Open { keys, .. } => reads.fact_claims.extend(keys.claims()),
            Command::On { account, act } => {
                reads.streams.push(account.clone());
                match act {
                    Act::Amend { keys, .. } => reads.fact_claims.extend(keys.claims()),
                    Act::Propose { post, .. } | Act::Appoint(post) => {
                        reads.fact_claims.push(office::code_claim(&post.office));
                        reads.facts.extend(post.deputy_of.clone());
                    }
                    Act::Own(Own::Link { key, .. }) => reads.fact_claims.push(link_claim(key)),
                    Act::Forget { records, .. } => reads.streams.extend(records.iter().cloned()),
                    Act::Approve(_)
                    | Act::Decline { .. }
                    | Act::EndPost { .. }
                    | Act::Own(_)
                    | Act::Hold(_)
                    | Act::Release(_)
                    | Act::Close(_)
                    | Act::Reopen(_) => {}
                }
            }
        }
        reads
    }
}

/// The stream of an account.
pub fn stream(year: i16, id: &str) -> StreamId {
    StreamId::new(year, "account", id)
}

/// Whether a name is that of an account's stream.
pub fn is_account(stream: &str) -> bool {
    stream.split('/').nth(1) == Some("account")
}

/// At most one account has an identity at a provider.
pub fn link_claim(key: &str) -> Claim {
    Claim::new("account-link", key)
}
