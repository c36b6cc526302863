//! Why somebody may or may not do something: the table of rights, asked aloud.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::StreamId;
use domain::access::{
    Action, Asking, Denied, Duty, Factor, Granted, Purpose, Reach, Relation, Scope, Stage, Thing,
    Who, Why, decide,
};
use domain::province::Terms;
use page::people::{Answer, RightRow, Rights};
use page::procedure::Question;
use page::{Language, Text, ask};
use serde::Deserialize;

use super::one::load;
use super::read::Whole;
use super::register::choice;
use super::{path, reach, said, words};
use crate::office::tree::Tree;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// The record that a question supposes.
const SUPPOSED: &str = "supposed/record";

/// What the address asks.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RightsQuery {
    action: Option<String>,
    office: Option<String>,
    relation: Option<String>,
    stage: Option<String>,
    duty: Option<String>,
    factor: Option<String>,
}

/// A question to the table of rights about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// To do what.
    pub action: Action,
    /// With a record of which office; of none when absent.
    pub office: Option<String>,
    /// To which they stand so.
    pub relation: Option<Relation>,
    /// Which stands there.
    pub stage: Option<Stage>,
    /// With which they did this before.
    pub duty: Option<Duty>,
    /// Signed in how strongly.
    pub factor: Factor,
}

impl Supposed {
    fn of(query: &RightsQuery, tree: &Tree) -> Option<Supposed> {
        let named = |text: &Option<String>| text.clone().unwrap_or_default();
        let (relation, stage, duty) =
            (named(&query.relation), named(&query.stage), named(&query.duty));
        Some(Supposed {
            action: Action::parse(query.action.as_deref()?)?,
            office: query.office.clone().filter(|code| tree.has(code)),
            relation: Relation::ALL.into_iter().find(|it| it.id() == relation),
            stage: Stage::ALL.into_iter().find(|it| it.id() == stage),
            duty: Duty::ALL.into_iter().find(|it| it.id() == duty),
            factor: factor_of(query.factor.as_deref().unwrap_or_default()),
        })
    }

    /// The record that is supposed, and the person as they stand to it.
    pub fn thing(&self, mut who: Who, tree: &Tree) -> (Who, Thing) {
        let record = StreamId::stored(SUPPOSED);
        let own: Vec<StreamId> = who.account.iter().cloned().collect();
        let mut thing = Thing {
            stream: Some(record.clone()),
            places: self.office.iter().map(|code| tree.path(code)).collect(),
            stage: self.stage,
            done: self
                .duty
                .into_iter()
                .flat_map(|duty| own.iter().map(move |it| (duty, it.clone())))
                .collect(),
            ..Thing::default()
        };
        match self.relation {
            Some(Relation::Owner) => thing.owners = own,
            Some(Relation::Representative) => thing.representatives = own,
            Some(Relation::Assigned) => thing.assignee = own.first().cloned(),
            Some(Relation::Queue) => thing.queue = self.office.clone(),
            Some(Relation::Invited) => {
                thing.invited = who.seats.iter().map(|seat| seat.office.clone()).collect();
            }
            Some(Relation::Desk) => thing.desk = self.office.clone(),
            Some(Relation::Glass) => who.glass.push(record),
            // Whether they lead the office follows from their posts.
            Some(Relation::Supervisor) | None => {}
        }
        who.factor = self.factor;
        (who, thing)
    }

    /// The answer of the table of rights; a purpose is supposed to be declared.
    pub fn ask(&self, who: Who, tree: &Tree) -> Result<Granted, Denied> {
        let (who, thing) = self.thing(who, tree);
        let purpose = Some(Purpose::Handling);
        decide(&Asking { who: &who, action: self.action, thing: &thing, purpose })
    }
}

const FACTORS: [(Factor, &str); 3] =
    [(Factor::Fresh, "fresh"), (Factor::Two, "two"), (Factor::One, "one")];

fn factor_of(id: &str) -> Factor {
    FACTORS.into_iter().find(|(_, known)| *known == id).map_or(Factor::Fresh, |(factor, _)| factor)
}

/// What an account may do today, signed in strongly enough for all of it.
pub fn who(whole: &Whole, terms: &Terms, today: jiff::civil::Date) -> Who {
    Who {
        account: Some(whole.account.clone()),
        seats: whole.state.seats(terms, today),
        factor: Factor::Fresh,
        glass: Vec::new(),
        closed: whole.state.closed,
    }
}

/// Somebody's rights, and the answer to a question about one.
pub async fn rights(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
    query: Result<Query<RightsQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let whole = load(&site, &gate, &id).await?;
    gate.may(&reach::of_account(&whole.tree, &whole.account, &whole.state))?;
    let text = Text::new(asked.language);
    let terms = &site.province().terms;
    let who = who(&whole, terms, site.law_now().date());
    let around = Around { text, terms, tree: &whole.tree };
    let supposed = Supposed::of(&query, &whole.tree);
    let answer = supposed
        .as_ref()
        .map(|it| around.answer(&whole.name(text), it, it.ask(who.clone(), &whole.tree)));
    let page = Rights {
        path: path(&whole.account),
        name: whole.name(text),
        questions: around.questions(&query),
        answer,
        rows: around.rows(&who),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

struct Around<'a> {
    text: Text,
    terms: &'a Terms,
    tree: &'a Tree,
}

impl Around<'_> {
    fn answer(&self, name: &str, it: &Supposed, decided: Result<Granted, Denied>) -> Answer {
        let text = self.text;
        let action = words::action(text, it.action);
        match decided {
            Ok(granted) => Answer {
                yes: true,
                words: text.rights_yes(name, action),
                why: self.why(&granted.why),
                change: None,
            },
            Err(Denied(conjunct)) => Answer {
                yes: false,
                words: text.rights_no(name, action),
                why: words::conjunct(text, conjunct),
                change: Some(words::change(text, self.terms, it.action, conjunct)),
            },
        }
    }

    fn why(&self, why: &Why) -> String {
        let text = self.text;
        match why {
            Why::Everybody => text.rights_everybody(),
            Why::Own => text.rights_own(),
            Why::Post { office, position, role } => text.rights_post(
                words::role(text, self.terms, role),
                said::post(self.tree, office, position),
            ),
        }
    }

    fn questions(&self, query: &RightsQuery) -> Vec<Question> {
        let text = self.text;
        let none = |label: String, chosen: &Option<String>| {
            choice("", label, Some(chosen.as_deref().unwrap_or_default()))
        };
        let actions = Action::ALL
            .iter()
            .map(|it| choice(it.id(), words::action(text, *it), query.action.as_deref()));
        let everywhere = Scope { everywhere: true, ..Scope::default() };
        let offices = self.tree.offered(&everywhere, text.language).into_iter();
        let offices = offices.map(|(code, name)| choice(code, name, query.office.as_deref()));
        let relations = Relation::ALL
            .map(|it| choice(it.id(), words::relation(text, it), query.relation.as_deref()));
        let stages =
            Stage::ALL.map(|it| choice(it.id(), words::stage(text, it), query.stage.as_deref()));
        let duties =
            Duty::ALL.map(|it| choice(it.id(), words::duty(text, it), query.duty.as_deref()));
        let factors =
            FACTORS.map(|(it, id)| choice(id, words::factor(text, it), query.factor.as_deref()));
        let first = |it, all: Vec<_>| std::iter::once(it).chain(all).collect::<Vec<_>>();
        vec![
            ask::choose("action", text.rights_action(), actions.collect()),
            ask::choose(
                "office",
                text.rights_office(),
                first(none(text.rights_no_office(), &query.office), offices.collect()),
            ),
            ask::choose(
                "relation",
                text.rights_relation(),
                first(none(text.rights_no_relation(), &query.relation), relations.into()),
            ),
            ask::choose(
                "stage",
                text.rights_stage(),
                first(none(text.rights_no_stage(), &query.stage), stages.into()),
            ),
            ask::choose(
                "duty",
                text.rights_duty(),
                first(none(text.rights_no_duty(), &query.duty), duties.into()),
            ),
            ask::choose("factor", text.rights_factor(), factors.into()),
        ]
    }

    /// Everything that the posts of today give, in the order of the table of rights.
    fn rows(&self, who: &Who) -> Vec<RightRow> {
        let mut rows = Vec::new();
        if who.closed {
            return rows;
        }
        for action in Action::ALL {
            for seat in &who.seats {
                for grant in seat.grants.iter().filter(|it| it.may.contains(action)) {
                    let role = words::role(self.text, self.terms, &grant.role);
                    let post = said::post(self.tree, &seat.office, &seat.position);
                    rows.push(RightRow {
                        action: words::action(self.text, *action),
                        by: format!("{role} – {post}"),
                        reach: self.reach(grant.reach, &seat.office),
                    });
                }
            }
        }
        rows
    }

    fn reach(&self, reach: Reach, office: &str) -> String {
        let name = self.tree.name(office, Language::Vietnamese);
        match reach {
            Reach::Province => words::reach(self.text, reach),
            Reach::Office | Reach::Below => format!("{} ({name})", words::reach(self.text, reach)),
        }
    }
}
