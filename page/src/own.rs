//! One's own account: who one is, sessions, second factors, password, data, and who looked.

mod factors;
mod kept;
mod password;

pub use factors::{Codes, Enrol, Factor, Factors};
pub use kept::{Consent, Kept, Readings, Seen};
pub use password::Password;

use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Something that was filled in wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's identifier on the page.
    pub target: &'static str,
    /// What is wrong, and what to do.
    pub text: String,
}

/// What is wrong with a field, where something is.
pub(crate) fn wrong_at<'a>(all: &'a [Wrong], target: &str) -> Option<&'a str> {
    all.iter().find(|wrong| wrong.target == target).map(|wrong| wrong.text.as_str())
}

/// What was just done, for the note above a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// One session was ended.
    SessionEnded,
    /// All other sessions were ended.
    OthersEnded,
    /// An authenticator was added.
    FactorAdded,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was given another name.
    PasskeyNamed,
    /// A second factor was taken away.
    FactorRemoved,
    /// The password was changed.
    PasswordChanged,
    /// A consent was given.
    ConsentGiven,
    /// A consent was taken back.
    ConsentWithdrawn,
}

impl Done {
    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Done::SessionEnded => "session-ended",
            Done::OthersEnded => "others-ended",
            Done::FactorAdded => "factor-added",
            Done::PasskeyAdded => "passkey-added",
            Done::PasskeyNamed => "passkey-named",
            Done::FactorRemoved => "factor-removed",
            Done::PasswordChanged => "password-changed",
            Done::ConsentGiven => "consent-given",
            Done::ConsentWithdrawn => "consent-withdrawn",
        }
    }

    /// What is called so in an address.
    pub fn parse(id: &str) -> Option<Done> {
        let all = [
            Done::SessionEnded,
            Done::OthersEnded,
            Done::FactorAdded,
            Done::PasskeyAdded,
            Done::PasskeyNamed,
            Done::FactorRemoved,
            Done::PasswordChanged,
            Done::ConsentGiven,
            Done::ConsentWithdrawn,
        ];
        all.into_iter().find(|done| done.id() == id)
    }

    fn sentence(self, text: Text) -> String {
        match self {
            Done::SessionEnded => text.own_done_session(),
            Done::OthersEnded => text.own_done_others(),
            Done::FactorAdded => text.own_done_factor_added(),
            Done::PasskeyAdded => text.own_done_passkey_added(),
            Done::PasskeyNamed => text.own_done_passkey_named(),
            Done::FactorRemoved => text.own_done_factor_removed(),
            Done::PasswordChanged => text.own_done_password(),
            Done::ConsentGiven => text.own_done_consent(),
            Done::ConsentWithdrawn => text.own_done_withdrawn(),
        }
    }
}

/// The note about what was done, as markup; nothing where nothing was.
pub(crate) fn note(done: Option<&Done>, text: Text) -> String {
    done.map(|done| ok_note(&done.sentence(text))).unwrap_or_default()
}

/// A note that something was done, as markup. The sentence is one of our own.
pub(crate) fn ok_note(sentence: &str) -> String {
    let icon = crate::icon("okc");
    format!(
        "<div class=\"mc-note mc-note--ok\" role=\"status\">{icon}<div><h2>{sentence}</h2></div></div>"
    )
}

/// A post that one holds today.
#[derive(Clone, Debug)]
pub struct Post {
    /// What it is called.
    pub position: String,
    /// The office, by its name in the page's language.
    pub office: String,
    /// Its roles, by their names.
    pub roles: Vec<String>,
    /// First day.
    pub from: Day,
    /// Last day, where one is set.
    pub to: Option<Day>,
    /// Whether one stands in for somebody.
    pub is_deputy: bool,
}

impl Post {
    fn span(&self, text: &Text) -> String {
        match self.to {
            Some(to) => text.office_from_to(text.date(self.from), text.date(to)),
            None => text.office_since(text.date(self.from)),
        }
    }
}

/// Who one is, and the way to everything else.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The name.
    pub person: String,
    /// What one signs in with.
    pub login: Option<String>,
    /// Posts of today; officers only.
    pub posts: Vec<Post>,
    /// Whether the account is an officer's.
    pub is_staff: bool,
    /// How many sessions there are.
    pub sessions: u64,
    /// How many second factors.
    pub factors: u64,
    /// Requests that wait for an answer.
    pub waiting: u64,
    /// What was just done.
    pub done: Option<Done>,
}

template!(Overview, "own/overview.html");

impl Page for Overview {
    fn name(&self, text: Text) -> String {
        text.own_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Overview> {
        let day = |year| Day { year, month: 1, day: 2 };
        let post = |to, is_deputy| Post {
            position: "Chuyên viên <Phòng Nội vụ>".to_owned(),
            office: "Sở Nội vụ".to_owned(),
            roles: vec!["Chuyên viên".to_owned(), "Chuyên gia được hỏi ý kiến".to_owned()],
            from: day(2019),
            to,
            is_deputy,
        };
        let officer = Overview {
            person: "H'Linh Niê".to_owned(),
            login: Some("noivu".to_owned()),
            posts: vec![post(None, false), post(Some(day(2020)), true)],
            is_staff: true,
            sessions: 2,
            factors: 1,
            waiting: 0,
            done: Some(Done::PasswordChanged),
        };
        let citizen = Overview {
            login: None,
            posts: Vec::new(),
            is_staff: false,
            factors: 0,
            waiting: 3,
            done: None,
            ..officer.clone()
        };
        let idle = Overview { posts: Vec::new(), ..officer.clone() };
        vec![officer, citizen, idle]
    }
}

/// A session in the list.
#[derive(Clone, Debug)]
pub struct Session {
    /// What ends it.
    pub id: String,
    /// The browser and the system it runs on, in words; `None` for one that is not known.
    pub browser: Option<(String, String)>,
    /// The address that it was made from.
    pub address: String,
    /// Seconds since somebody last came with it.
    pub seen_seconds: u64,
    /// Seconds since it was made.
    pub made_seconds: u64,
    /// Whether it is this one.
    pub is_this: bool,
}

impl Session {
    fn device(&self, text: &Text) -> String {
        match &self.browser {
            Some((browser, system)) => text.own_browser(browser, system),
            None => text.own_browser_unknown(),
        }
    }
}

/// Sessions and devices.
#[derive(Clone, Debug)]
pub struct Sessions {
    /// All sessions, the latest first.
    pub sessions: Vec<Session>,
    /// What was just done.
    pub done: Option<Done>,
}

template!(Sessions, "own/sessions.html");

impl Page for Sessions {
    fn name(&self, text: Text) -> String {
        text.own_sessions()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Sessions> {
        let session = |browser: Option<(&str, &str)>, is_this| Session {
            id: "abc".to_owned(),
            browser: browser.map(|(name, system)| (name.to_owned(), system.to_owned())),
            address: "203.0.113.7".to_owned(),
            seen_seconds: 20,
            made_seconds: 7300,
            is_this,
        };
        let here = session(Some(("Firefox", "Linux")), true);
        let both = vec![here.clone(), session(None, false)];
        vec![
            Sessions { sessions: both, done: None },
            Sessions { sessions: vec![here], done: Some(Done::OthersEnded) },
        ]
    }
}
