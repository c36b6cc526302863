//! What the address of the work list asks for.

use domain::dossier::Phase;
use domain::procedure::description::Channel;
use domain::{LawTime, StreamId};
use jiff::ToSpan;
use serde::Deserialize;

use super::super::list::{Asked, Holder, Timing, Which};
use crate::web::address::with_query;

/// Days before the due date that count as near.
const NEAR_DAYS: i64 = 2;
/// Stands in an address for nobody.
pub const NOBODY: &str = "none";
/// Every channel, as it is offered.
pub const CHANNELS: [Channel; 3] = [Channel::Counter, Channel::Online, Channel::Post];

/// What the list is asked for, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Which list.
    pub view: String,
    /// Words.
    pub q: String,
    /// One office.
    pub office: String,
    /// One phase.
    pub state: String,
    /// One procedure.
    pub procedure: String,
    /// One field, by its code.
    pub field: String,
    /// One channel.
    pub channel: String,
    /// Who has it: the key of an account, or `none`.
    pub holder: String,
    /// `late`, `soon` or `paused`.
    pub late: String,
    /// Where to go on.
    pub after: String,
    /// What was just done.
    pub done: String,
    /// What went wrong with a name or a selection.
    pub wrong: String,
}

/// The instant before which a due date is near.
pub fn near(now: LawTime) -> LawTime {
    let day = now.date().checked_add((NEAR_DAYS + 1).days());
    day.map_or(now, LawTime::start_of)
}

/// Where a list goes on, as its address says it.
pub fn place(text: &str) -> Option<(i64, i64)> {
    let (due, id) = text.split_once('.')?;
    Some((due.parse().ok()?, id.parse().ok()?))
}

impl Query {
    /// Everything but where to go on and what was just done, by name.
    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("view", &self.view),
            ("q", &self.q),
            ("office", &self.office),
            ("state", &self.state),
            ("procedure", &self.procedure),
            ("field", &self.field),
            ("channel", &self.channel),
            ("holder", &self.holder),
            ("late", &self.late),
        ]
    }

    /// The address of the list with some of what it asks for changed, from its beginning.
    pub fn with(&self, path: &str, changed: &[(&'static str, &str)]) -> String {
        let mut pairs: Vec<(&str, &str)> = self.pairs().to_vec();
        for (name, value) in changed {
            match pairs.iter_mut().find(|(known, _)| known == name) {
                Some(pair) => pair.1 = value,
                None => pairs.push((name, value)),
            }
        }
        with_query(path, &pairs)
    }

    /// What is kept of it under a name: which list and its filters, but no words, for they may be
    /// somebody's name. `None` where nothing is left.
    pub fn kept(&self) -> Option<String> {
        let path = self.with("", &[("q", "")]);
        path.strip_prefix('?').filter(|it| !it.is_empty()).map(str::to_owned)
    }

    /// The question of a text that was kept, or that a form sends; unknown parts are left out.
    pub fn read(text: &str) -> Query {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(text).unwrap_or_default();
        let one = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Query {
            view: one("view"),
            q: one("q"),
            office: one("office"),
            state: one("state"),
            procedure: one("procedure"),
            field: one("field"),
            channel: one("channel"),
            holder: one("holder"),
            late: one("late"),
            ..Query::default()
        }
    }

    /// The question to the rows.
    pub fn asked(&self, which: Which, now: LawTime, limit: i64) -> Asked {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let holder = match self.holder.as_str() {
            "" => None,
            NOBODY => Some(Holder::Nobody),
            key => {
                let account = crate::person::account(key);
                Some(Holder::Account(account.unwrap_or_else(|| StreamId::stored(key))))
            }
        };
        Asked {
            which,
            office: some(&self.office),
            phase: Phase::parse(&self.state),
            procedure: some(&self.procedure),
            field: some(&self.field),
            channel: some(&self.channel),
            holder,
            timing: match self.late.as_str() {
                "late" => Some(Timing::Late(now)),
                "soon" => Some(Timing::Soon(now, near(now))),
                "paused" => Some(Timing::Paused),
                _ => None,
            },
            words: some(&self.q),
            after: place(&self.after),
            limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_kept_without_the_words_that_were_searched_for() {
        let query = Query::read("view=unit&late=late&q=Nguy%E1%BB%85n&after=1.2&x=y");
        assert_eq!(query.q, "Nguyễn");
        let kept = query.kept().expect("something is left");
        assert_eq!(kept, "view=unit&late=late");
        assert_eq!(Query::read(&kept), Query { q: String::new(), ..query });
        assert_eq!(Query::read("q=x").kept(), None);
    }

    #[test]
    fn one_filter_is_changed_and_the_others_stay() {
        let query = Query::read("state=working&field=G15");
        assert_eq!(query.with("/work", &[("state", "")]), "/work?field=G15");
        let next = query.with("/work", &[("after", "5.7")]);
        assert_eq!(next, "/work?state=working&field=G15&after=5.7");
        assert_eq!(place("5.7"), Some((5, 7)));
        assert_eq!((place("5"), place("a.b")), (None, None));
    }
}
