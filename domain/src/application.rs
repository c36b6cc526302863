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
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = r#"{
        "cases": [
            {"id": "usual", "name": {"vi": "Thường"}, "when": "situation == 'usual'"},
            {"id": "abandoned", "name": {"vi": "Bỏ rơi"}, "when": "situation == 'abandoned'"}
        ],
        "components": [
            {"id": "plan", "name": {"vi": "Bản vẽ"}, "template": {"vi": "Mẫu"}},
            {"id": "named", "name": {"vi": "Tờ khai theo mẫu"}, "mandatory": true},
            {"id": "birth", "name": {"vi": "Giấy chứng sinh"}, "cases": ["usual"]},
            {"id": "agent", "name": {"vi": "Ủy quyền"}, "when": "relation == 'agent'"},
            {"id": "card", "name": {"vi": "Căn cước"}, "kind": "present"},
            {"id": "note", "name": {"vi": "Ghi chú"}, "kind": "note"},
            {"id": "desk", "name": {"vi": "Tại quầy"}, "channels": ["counter"]}
        ],
        "form": {"name": {"vi": "Tờ khai"}, "questions": [
            {"id": "situation", "kind": "text", "label": {"vi": "Trường hợp"}},
            {"id": "found", "kind": "date", "label": {"vi": "Ngày"},
             "when": "situation == 'abandoned'"},
            {"id": "relation", "kind": "text", "label": {"vi": "Quan hệ"}},
            {"id": "paper", "kind": "file", "label": {"vi": "Giấy"}, "component": "agent",
             "when": "relation == 'agent'"}
        ]}
    }"#;

    fn description() -> Description {
        serde_json::from_str(TEXT).expect("a description")
    }

    fn answers(value: &serde_json::Value) -> Answers {
        value.as_object().expect("answers").clone()
    }

    fn pages(description: &Description, answers: &Answers, chosen: Option<&str>) -> Vec<String> {
        let sofar = Sofar { for_other: false, chosen, answers, offices: 2 };
        steps(description, &sofar).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn conditions_decide_which_pages_come() {
        let of = description();
        let usual = answers(&json!({"situation": "usual", "relation": "parent"}));
        let expected = [
            "whom",
            "applicant",
            "q-situation",
            "q-relation",
            "paper-plan",
            "paper-birth",
            "office",
            "return",
        ];
        assert_eq!(pages(&of, &usual, None), expected);
        let other = answers(&json!({"situation": "abandoned", "found": "2019-12-01"}));
        let found = pages(&of, &other, None);
        assert!(found.contains(&"q-found".to_owned()), "{found:?}");
        assert!(!found.contains(&"paper-birth".to_owned()), "{found:?}");
    }

    #[test]
    fn the_form_is_what_bears_its_name_or_else_the_first_blank() {
        let mut of = description();
        let forms = |of: &Description| {
            let forms = of.components.iter().filter(|it| is_form(of, it));
            forms.map(|it| it.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(forms(&of), ["named"], "a drawing has a blank of its own and is asked for");
        of.components.retain(|it| it.id != "named");
        assert_eq!(forms(&of), ["plan"]);
        let blank = of.components[0].template.clone();
        of.components[1].template = blank;
        assert_eq!(forms(&of), ["plan"], "the second one is asked for");
    }

    #[test]
    fn a_paper_to_show_is_brought_and_has_no_page() {
        let usual = answers(&json!({"situation": "usual"}));
        let of = description();
        let shown = shown_papers(&of, &usual, Some("usual"));
        assert_eq!(shown.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["card"]);
        assert!(!pages(&of, &usual, None).contains(&"paper-card".to_owned()));
    }

    #[test]
    fn a_paper_that_a_question_takes_has_no_page_of_its_own() {
        let agent = answers(&json!({"situation": "usual", "relation": "agent"}));
        let found = pages(&description(), &agent, None);
        assert!(found.contains(&"q-paper".to_owned()), "{found:?}");
        assert!(!found.contains(&"paper-agent".to_owned()), "{found:?}");
    }

    #[test]
    fn the_case_follows_from_the_answers_or_is_asked_for() {
        let mut of = description();
        let usual = answers(&json!({"situation": "usual"}));
        assert_eq!(case(&of, &usual, Some("abandoned")).as_deref(), Some("usual"));
        let odd = answers(&json!({"situation": "odd", "relation": "parent"}));
        assert_eq!(case(&of, &odd, None), None);
        assert!(pages(&of, &odd, None).contains(&"case".to_owned()), "no condition is met");
        assert!(pages(&of, &odd, Some("usual")).contains(&"case".to_owned()), "it can be changed");
        assert!(!pages(&of, &Answers::new(), None).contains(&"case".to_owned()), "not yet");
        of.cases.iter_mut().for_each(|case| case.when = None);
        assert_eq!(pages(&of, &usual, None)[2], "case", "it decides on what comes after it");
        assert_eq!(case(&of, &usual, Some("abandoned")).as_deref(), Some("abandoned"));
        assert_eq!(case(&of, &usual, Some("odd")), None);
    }

    #[test]
    fn sums_that_only_words_decide_on_are_asked_about() {
        let mut of = description();
        let fee = |id: &str, condition: Option<&str>, when: Option<&str>| Fee {
            id: id.to_owned(),
            amount_vnd: Some(5000),
            condition: condition.map(crate::wording::Wording::from),
            when: when.map(str::to_owned),
            ..Fee::default()
        };
        let usual = answers(&json!({"situation": "usual"}));
        of.fees = vec![fee("always", None, None), fee("rule", Some("x"), Some("1 == 1"))];
        assert!(open_fees(&of, &usual, None).is_empty(), "these are decided");
        let copies = Fee { per: Some("bản".into()), ..fee("copy", None, None) };
        let free = Fee { exempt: true, ..fee("free", Some("nghèo"), None) };
        of.fees.extend([fee("late", Some("quá 60 ngày"), None), copies, free]);
        let open = open_fees(&of, &usual, None);
        assert_eq!(open.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["late", "copy"]);
        assert!(pages(&of, &usual, None).contains(&"fees".to_owned()));
    }

    #[test]
    fn pages_have_names_that_are_read_again() {
        for name in [
            "whom",
            "applicant",
            "submitter",
            "case",
            "q-a_b",
            "paper-x",
            "fees",
            "office",
            "return",
        ] {
            assert_eq!(Step::parse(name).expect("a page").to_string(), name);
        }
        assert_eq!(Step::parse("check"), None);
    }

    #[test]
    fn another_revision_tells_what_is_gone_new_and_changed() {
        let old = description();
        let mut new = description();
        let form = new.form.as_mut().expect("a form");
        form.questions.remove(1);
        form.questions[1].max = Some(10);
        form.questions[0].when = Some("channel == 'online'".to_owned());
        let more = Question { id: "more".to_owned(), ..Question::default() };
        form.questions.push(more);
        new.components.remove(2);
        new.components[1].name = "Tờ khai mới".into();
        let given = answers(&json!({"situation": "abandoned", "found": "2019-12-01"}));
        let told = moved(&old, &new, &given);
        assert_eq!(told.gone, ["found"]);
        assert_eq!(told.new, ["more"]);
        assert_eq!(told.changed, ["relation"], "a condition alone changes no question");
        assert_eq!((told.papers_gone, told.papers_new), (vec!["birth".to_owned()], vec![]));
        assert!(
            told.papers_changed.is_empty(),
            "a form that is filled in here is no paper to bring"
        );
        assert!(moved(&old, &old, &given).is_empty());
        let none = moved(&old, &new, &Answers::new());
        assert!(none.gone.is_empty(), "what was not answered is not lost");
    }
    #[test]
    fn a_paper_that_is_asked_for_otherwise_is_told() {
        let old = description();
        let changes: [fn(&mut Component); 5] = [
            |it| it.mandatory = true,
            |it| it.name = "Giấy báo sinh".into(),
            |it| it.copies = 2,
            |it| it.condition = Some("nếu sinh tại cơ sở y tế".into()),
            |it| it.replaceable_by = Some("CSDL hộ tịch".into()),
        ];
        for change in changes {
            let mut new = description();
            change(&mut new.components[2]);
            let told = moved(&old, &new, &Answers::new());
            let expected = Moved { papers_changed: vec!["birth".to_owned()], ..Moved::default() };
            assert_eq!(told, expected);
        }
        let mut new = description();
        new.components[2].when = Some("situation == 'usual'".to_owned());
        assert!(moved(&old, &new, &Answers::new()).is_empty(), "when it comes the answers decide");
    }
}
