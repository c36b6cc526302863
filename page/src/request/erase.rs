//! The decision on an erasure: retention, legal holds, and the second person.

use crate::format::Day;
use crate::layout::template;
use crate::own::{Wrong, ok_note, wrong_at};
use crate::{Layout, Page, Text};

/// A ground of erasure with what the rules of retention say.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The ground in forms.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Days that an account is kept after it last did anything.
    pub kept_days: u64,
    /// The day from which it may be erased; `None` when it may be today.
    pub from: Option<Day>,
    /// The text that says so.
    pub source: String,
    /// Whether it is a sample.
    pub sample: bool,
}

/// Dossiers of a person before their erasure.
#[derive(Clone, Debug, Default)]
pub struct Dossiers {
    /// How many go with the account.
    pub now: u64,
    /// On how many something waits to be done, so that nothing is erased yet.
    pub open: u64,
    /// How many the law keeps.
    pub kept: u64,
    /// The last day on which one of these goes; `None` where they are kept for good.
    pub until: Option<Day>,
    /// The text that keeps them; `None` where none is named.
    pub source: Option<String>,
    /// Whether it is a sample.
    pub sample: bool,
}

/// What is decided.
#[derive(Clone, Debug)]
pub struct Erase {
    /// What leads to the request.
    pub id: String,
    /// Grounds to choose from.
    pub grounds: Vec<Ground>,
    /// Legal holds in force.
    pub holds: Vec<String>,
    /// How many requests and broken glasses are erased with the account.
    pub records: u64,
    /// Dossiers of the person.
    pub dossiers: Dossiers,
    /// Days of questions of officers that name the person.
    pub questions: u64,
    /// Whether the one who looks may decide: another handled the request.
    pub may_erase: bool,
    /// What was just done, as a sentence.
    pub done: Option<String>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl Erase {
    fn note(&self) -> String {
        self.done.as_deref().map(ok_note).unwrap_or_default()
    }

    fn error(&self, target: &str) -> Option<&str> {
        wrong_at(&self.wrong, target)
    }

    fn is_ready(&self) -> bool {
        self.may_erase
            && self.dossiers.open == 0
            && self.holds.is_empty()
            && self.grounds.iter().any(|it| it.from.is_none())
    }
}

template!(Erase, "request/erase.html");

impl Page for Erase {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.request_erase(),
            false => text.error_title(text.request_erase()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Erase> {
        let ground = |id: &str, from| Ground {
            id: id.to_owned(),
            name: "Người dân <yêu cầu>".to_owned(),
            kept_days: 1825,
            from,
            source: "mẫu".to_owned(),
            sample: true,
        };
        let later = ground("retention-ended", Some(Day { year: 2030, month: 1, day: 1 }));
        let ready = Erase {
            id: "2026-ab".to_owned(),
            grounds: vec![ground("person-asked", None), later.clone()],
            holds: Vec::new(),
            records: 3,
            dossiers: Dossiers { now: 2, ..Dossiers::default() },
            questions: 1,
            may_erase: true,
            done: None,
            wrong: Vec::new(),
        };
        let held = Erase {
            holds: vec!["Vụ án <12>".to_owned()],
            done: Some("Đã giữ.".to_owned()),
            ..ready.clone()
        };
        let kept = Erase { grounds: vec![later], ..ready.clone() };
        let not_theirs = Erase { may_erase: false, ..ready.clone() };
        let archive = Dossiers {
            now: 0,
            open: 1,
            kept: 2,
            until: Some(Day { year: 2030, month: 1, day: 1 }),
            source: Some("mẫu <b>".to_owned()),
            sample: true,
        };
        let open = Erase { dossiers: archive.clone(), ..ready.clone() };
        let archive = Dossiers { open: 0, until: None, source: None, ..archive };
        let for_good = Erase { dossiers: archive, ..ready.clone() };
        let wrong = |target| Wrong { target, text: "Điền vào đây.".to_owned() };
        let refused = Erase { wrong: vec![wrong("hold"), wrong("sure")], ..ready.clone() };
        vec![ready, held, kept, not_theirs, open, for_good, refused]
    }
}
