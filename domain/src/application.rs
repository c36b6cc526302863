//! An application as one fills it in: which pages it has, which case the answers lead to, and what
//! another revision of the procedure changes for whoever is half way.
//!
//! Nothing here is kept or decided: a draft is no fact, and what is handed in is checked again when
//! the dossier is filed.

use std::fmt;

use crate::condition;
use crate::dossier::{fees, given, is_needed};
use crate::form::{Answers, Form, Question};
use crate::procedure::description::{Case, Channel, Component, ComponentKind, Description, Fee};
use crate::text::fold;

/// A page of an application.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// For whom it is: oneself, or somebody else.
    Whom,
    /// Whose dossier it is.
    Applicant,
    /// Who hands it in for somebody else.
    Submitter,
    /// Which case it is.
    Case,
    /// A question of the form, by its identifier.
    Question(String),
    /// A paper, by the identifier of its component.
    Paper(String),
    /// Which of the sums apply that only words decide on.
    Fees,
    /// Which office takes it in.
    Office,
    /// How the result comes back.
    Return,
}

impl Step {
    /// The page of a name in an address.
    pub fn parse(name: &str) -> Option<Step> {
        let under = |prefix: &str| name.strip_prefix(prefix).map(str::to_owned);
        Some(match name {
            "whom" => Step::Whom,
            "applicant" => Step::Applicant,
            "submitter" => Step::Submitter,
            "case" => Step::Case,
            "fees" => Step::Fees,
            "office" => Step::Office,
            "return" => Step::Return,
            _ => match (under("q-"), under("paper-")) {
                (Some(id), _) => Step::Question(id),
                (None, Some(id)) => Step::Paper(id),
                (None, None) => return None,
            },
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Whom => f.write_str("whom"),
            Step::Applicant => f.write_str("applicant"),
            Step::Submitter => f.write_str("submitter"),
            Step::Case => f.write_str("case"),
            Step::Question(id) => write!(f, "q-{id}"),
            Step::Paper(id) => write!(f, "paper-{id}"),
            Step::Fees => f.write_str("fees"),
            Step::Office => f.write_str("office"),
            Step::Return => f.write_str("return"),
        }
    }
}

/// What is known of an application so far.
#[derive(Clone, Copy, Debug)]
pub struct Sofar<'a> {
    /// Whether it is for somebody else than whoever fills it in.
    pub for_other: bool,
    /// The case that was chosen, where it is asked for.
    pub chosen: Option<&'a str>,
    /// Answers of the form.
    pub answers: &'a Answers,
    /// How many offices may take it in.
    pub offices: usize,
}

/// The case of an application: the only one; the first whose condition the answers meet, where every
/// case has one; else the one that was chosen.
pub fn case(description: &Description, answers: &Answers, chosen: Option<&str>) -> Option<String> {
    let cases = &description.cases;
    let meets = |case: &&Case| {
        let when = case.when.as_deref().unwrap_or("false");
        condition::holds(when, |name| answers.get(name)).unwrap_or(false)
    };
    let found = match cases.as_slice() {
        [] => None,
        [only] => Some(only),
        _ if follows(cases) => cases.iter().find(meets),
        _ => cases.iter().find(|case| Some(case.id.as_str()) == chosen),
    };
    let chosen = || cases.iter().find(|case| Some(case.id.as_str()) == chosen);
    found.or_else(chosen).map(|case| case.id.clone())
}

/// Whether the case follows from answers, so that nobody is asked for it.
fn follows(cases: &[Case]) -> bool {
    cases.iter().all(|case| case.when.is_some())
}

/// Questions that the answers lead to, in their order.
pub fn asked<'a>(form: &'a Form, answers: &Answers, case: Option<&str>) -> Vec<&'a Question> {
    let given = given(case, Channel::Online);
    let mut sofar = Answers::new();
    let mut found = Vec::new();
    for question in &form.questions {
        // A condition that cannot be decided is told by the check.
        if Form::is_asked(question, &sofar, &given).unwrap_or(true) {
            if let Some(answer) = answers.get(&question.id) {
                sofar.insert(question.id.clone(), answer.clone());
            }
            found.push(question);
        }
    }
    found
}

/// Papers that are asked for: what the answers need to be handed in, without forms filled in here and
/// without papers that a question of the form takes.
pub fn papers<'a>(
    description: &'a Description,
    answers: &Answers,
    case: Option<&str>,
) -> Vec<&'a Component> {
    let questions = description.form.iter().flat_map(|form| asked(form, answers, case));
    let taken: Vec<&str> = questions.filter_map(|it| it.component.as_deref()).collect();
    let needed = of_kind(description, ComponentKind::Submit, answers, case);
    needed.filter(|it| !taken.contains(&it.id.as_str()) && !is_form(description, it)).collect()
}

/// Papers that are shown and handed back: nobody sends them, they are brought.
pub fn shown_papers<'a>(
    description: &'a Description,
    answers: &Answers,
    case: Option<&str>,
) -> Vec<&'a Component> {
    of_kind(description, ComponentKind::Present, answers, case).collect()
}

fn of_kind<'a>(
    description: &'a Description,
    kind: ComponentKind,
    answers: &Answers,
    case: Option<&str>,
) -> impl Iterator<Item = &'a Component> {
    let all = description.components.iter().filter(move |it| it.kind == kind);
    all.filter(move |it| is_needed(it, case, Channel::Online, answers))
}

/// Whether a paper is the form that is filled in here: it bears its name or, where none does, is the
/// first one with a blank to use. Another paper with a blank of its own is asked for like any.
pub fn is_form(description: &Description, component: &Component) -> bool {
    let Some(form) = &description.form else { return false };
    let is_named = |of: &Component| {
        form.name.as_ref().is_some_and(|name| {
            let (name, of) = (fold(&name.vi), fold(&of.name.vi));
            !name.is_empty() && of.starts_with(&name)
        })
    };
    if description.components.iter().any(is_named) {
        return is_named(component);
    }
    let first = description.components.iter().find(|it| it.template.is_some());
    first.is_some_and(|first| first.id == component.id)
}

/// Sums that the applicant is asked about: whether they are due is told in words alone, or how often
/// they are.
pub fn open_fees<'a>(
    description: &'a Description,
    answers: &Answers,
    case: Option<&str>,
) -> Vec<&'a Fee> {
    let is_open = |fee: &&Fee| {
        let by_words = fee.condition.is_some() && fee.when.is_none();
        !fee.exempt && fee.amount_vnd.is_some() && (by_words || fee.per.is_some())
    };
    fees(description, case, Channel::Online, answers).into_iter().filter(is_open).collect()
}

/// The pages of an application, in the order in which they are asked.
pub fn steps(description: &Description, sofar: &Sofar<'_>) -> Vec<Step> {
    let case = case(description, sofar.answers, sofar.chosen);
    let mut steps = vec![Step::Whom, Step::Applicant];
    if sofar.for_other {
        steps.push(Step::Submitter);
    }
    let is_asked = description.cases.len() > 1;
    if is_asked && !follows(&description.cases) {
        steps.push(Step::Case);
    }
    let form = description.form.iter();
    let questions = form.flat_map(|form| asked(form, sofar.answers, case.as_deref()));
    let mut is_open = false;
    for question in questions {
        is_open |= !sofar.answers.contains_key(&question.id) && !question.optional;
        steps.push(Step::Question(question.id.clone()));
    }
    // Where no condition is met once everything is answered, the case is asked for after all.
    let meets_none = || self::case(description, sofar.answers, None).is_none();
    if is_asked && follows(&description.cases) && !is_open && meets_none() {
        steps.push(Step::Case);
    }
    let papers = papers(description, sofar.answers, case.as_deref());
    steps.extend(papers.into_iter().map(|it| Step::Paper(it.id.clone())));
    if !open_fees(description, sofar.answers, case.as_deref()).is_empty() {
        steps.push(Step::Fees);
    }
    if sofar.offices > 1 {
        steps.push(Step::Office);
    }
    steps.push(Step::Return);
    steps
}

/// What another revision changes for somebody who is half way, by the identifiers of questions and
/// papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Questions that were answered and are not asked any more.
    pub gone: Vec<String>,
    /// Questions that were not asked before.
    pub new: Vec<String>,
    /// Questions that are asked otherwise.
    pub changed: Vec<String>,
    /// Papers that are not asked for any more.
    pub papers_gone: Vec<String>,
    /// Papers that were not asked for before.
    pub papers_new: Vec<String>,
    /// Papers that are asked for otherwise.
    pub papers_changed: Vec<String>,
}

impl Moved {
    /// Whether nothing changed for the applicant.
    pub fn is_empty(&self) -> bool {
        *self == Moved::default()
    }
}

/// What a new revision changes for these answers.
pub fn moved(old: &Description, new: &Description, answers: &Answers) -> Moved {
    let questions = |of: &Description| -> Vec<Question> {
        of.form.as_ref().map(|form| form.questions.clone()).unwrap_or_default()
    };
    let (before, now) = (questions(old), questions(new));
    let of = |all: &[Question], id: &str| all.iter().find(|it| it.id == id).cloned();
    let gone = before.iter().filter(|it| of(&now, &it.id).is_none());
    let is_new = |it: &&Question| of(&before, &it.id).is_none();
    let differs = |it: &&Question| of(&before, &it.id).is_some_and(|was| is_other(&was, it));
    let ids = |all: Vec<&Question>| all.into_iter().map(|it| it.id.clone()).collect();
    let (was, is) = (open_papers(old), open_papers(new));
    let find = |all: &[&Component], id: &str| all.iter().find(|it| it.id == id).copied().cloned();
    let papers = |all: Vec<&&Component>| all.into_iter().map(|it| it.id.clone()).collect();
    let asks_other =
        |it: &&&Component| find(&was, &it.id).is_some_and(|was| is_other_paper(&was, it));
    Moved {
        gone: ids(gone.filter(|it| answers.contains_key(&it.id)).collect()),
        new: ids(now.iter().filter(is_new).collect()),
        changed: ids(now.iter().filter(differs).collect()),
        papers_gone: papers(was.iter().filter(|it| find(&is, &it.id).is_none()).collect()),
        papers_new: papers(is.iter().filter(|it| find(&was, &it.id).is_none()).collect()),
        papers_changed: papers(is.iter().filter(asks_other).collect()),
    }
}

/// Whether a question asks for something else: its kind, its words, its choices or bounds. When it
/// comes follows from the answers, whatever its condition says now.
fn is_other(was: &Question, is: &Question) -> bool {
    let plain = |it: &Question| Question { when: None, component: None, hint: None, ..it.clone() };
    plain(was) != plain(is)
}

/// Whether a paper is another, or asked for otherwise: its name, its quantity, whether one may hand in
/// without it, and what is said of it. When it is asked for follows from the answers.
fn is_other_paper(was: &Component, is: &Component) -> bool {
    let plain = |it: &Component| Component {
        code: None,
        when: None,
        cases: Vec::new(),
        channels: Vec::new(),
        template: None,
        ..it.clone()
    };
    plain(was) != plain(is)
}

/// Papers that an applicant on the network brings or sends: the form is filled in, and never asked for.
fn open_papers(of: &Description) -> Vec<&Component> {
    let is_paper = |component: &&Component| match component.kind {
        ComponentKind::Submit | ComponentKind::Present => true,
        ComponentKind::Eform | ComponentKind::Note => false,
    };
    let online = |it: &&Component| it.channels.is_empty() || it.channels.contains(&Channel::Online);
    let all = of.components.iter().filter(is_paper).filter(online);
    all.filter(|it| it.kind == ComponentKind::Present || !is_form(of, it)).collect()
}

#[cfg(test)]
mod tests;
