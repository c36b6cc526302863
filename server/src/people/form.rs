//! The questions of a post: for a new account, for one that is there, for a deputy.

use domain::StreamId;
use domain::access::{Action, Reach, Scope, Who, scope};
use domain::account::Post;
use jiff::civil::Date;
use page::Text;
use page::ask;
use page::procedure::{Choice, Question};

use super::filled::{Filled, Wrong};
use super::register::choice;
use super::{reach, words};
use crate::account::store::BY_CLAIM;
use crate::commit::Error;
use crate::office::tree::Tree;
use crate::web::{Problem, Site};

/// Which post is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One of their own.
    Post,
    /// One that stands in for somebody else, for a time.
    Deputy,
}

/// A form that begins today.
pub fn begun(today: Date) -> Filled {
    let (day, month, year) =
        (today.day().to_string(), today.month().to_string(), today.year().to_string());
    let values = [
        ("from.day", day.as_str()),
        ("from.month", &month),
        ("from.year", &year),
        ("on.day", &day),
        ("on.month", &month),
        ("on.year", &year),
    ];
    Filled::of(&values)
}

/// What somebody may propose: offices and roles.
pub struct Offer<'a> {
    site: &'a Site,
    tree: &'a Tree,
    scope: Scope,
    text: Text,
}

impl<'a> Offer<'a> {
    /// What this one may propose.
    pub fn of(site: &'a Site, who: &Who, tree: &'a Tree, text: Text) -> Offer<'a> {
        let scope = scope(&reach::as_if_fresh(who), Action::ProposePost);
        Offer { site, tree, scope, text }
    }

    fn offices(&self, chosen: &str) -> Vec<Choice> {
        let none = choice("", self.text.people_choose_office(), Some(chosen));
        let each = self.tree.offered(&self.scope, self.text.language).into_iter();
        let each = each.map(|(code, name)| choice(code, name, Some(chosen)));
        std::iter::once(none).chain(each).collect()
    }

    /// Roles that reach no further than the one who proposes them.
    fn roles(&self, chosen: &[String]) -> Vec<Choice> {
        let terms = &self.site.province().terms;
        let offered = terms
            .roles
            .iter()
            .filter(|role| role.reach != Reach::Province || self.scope.everywhere);
        let each = offered.map(|role| {
            let label = words::role(self.text, terms, &role.id);
            let is_chosen = chosen.contains(&role.id);
            choice(&role.id, label, is_chosen.then_some(role.id.as_str()))
        });
        each.collect()
    }

    /// The questions as they were answered.
    pub fn questions(&self, sort: Sort, filled: &Filled) -> Vec<Question> {
        let text = self.text;
        let to = ask::day("to", text.post_to(), &filled.typed_day("to"));
        let deputy = ask::line("deputy_of", text.post_deputy_login(), &filled.one("deputy_of"));
        let reason = ask::line("reason", text.post_decision_number(), &filled.one("reason"));
        let all = [
            (sort == Sort::Deputy).then(|| ask::hinted(deputy, text.post_deputy_hint())),
            Some(ask::choose("office", text.people_office(), self.offices(&filled.one("office")))),
            Some(ask::hinted(
                ask::line("position", text.post_position(), &filled.one("position")),
                text.post_position_hint(),
            )),
            Some(ask::checks("roles", text.post_roles(), self.roles(&filled.all("roles")))),
            Some(ask::day("from", text.post_from(), &filled.typed_day("from"))),
            Some(if sort == Sort::Post { ask::optional(to) } else { to }),
            Some(ask::hinted(reason, text.post_decision_hint())),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Reads the questions of a post; all that is wrong at once.
pub async fn read(
    site: &Site,
    text: Text,
    sort: Sort,
    filled: &Filled,
) -> Result<Result<(Post, String), Wrong>, Problem> {
    let mut wrong = Wrong::default();
    let office = filled.one("office");
    let (position, reason) = (filled.composed("position"), filled.composed("reason"));
    let roles = filled.all("roles");
    if office.is_empty() {
        wrong.add("office", text.people_refused_office());
    }
    if position.is_empty() {
        wrong.add("position", text.people_refused_position());
    }
    if roles.is_empty() {
        wrong.add("roles", text.people_refused_roles());
    }
    let from = filled.day("from");
    if !matches!(from, Ok(Some(_))) {
        wrong.add("from", text.people_refused_day());
    }
    let to = filled.day("to");
    match (&to, sort) {
        (Err(_), _) => wrong.add("to", text.people_refused_day()),
        (Ok(None), Sort::Deputy) => wrong.add("to", text.people_refused_deputy()),
        (Ok(_), Sort::Post | Sort::Deputy) => {}
    }
    if reason.is_empty() {
        wrong.add("reason", text.people_refused_reason());
    }
    let deputy_of = match sort {
        Sort::Post => None,
        Sort::Deputy => by_login(site, &filled.one("deputy_of")).await?,
    };
    if sort == Sort::Deputy && deputy_of.is_none() {
        wrong.add("deputy_of", text.people_refused_login());
    }
    let (Ok(Some(from)), Ok(to), true) = (from, to, wrong.is_empty()) else {
        return Ok(Err(wrong));
    };
    let post = Post { office, position, roles, scopes: Vec::new(), from, to, deputy_of };
    Ok(Ok((post, reason)))
}

/// The account of a login.
async fn by_login(site: &Site, login: &str) -> Result<Option<StreamId>, Problem> {
    let secret = site.house().secret().map_err(|fault| Problem::bug(&fault))?;
    let key = secret.login(login);
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&BY_CLAIM, &["account-login".into(), key.into()])?;
        row.map(|row| Ok::<_, Error>(StreamId::stored(row.text(0)?))).transpose()
    });
    Ok(read.await?)
}
