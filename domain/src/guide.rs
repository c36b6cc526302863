//! "What do I need?": from a situation of life by a few short questions to a procedure and its case.
//! The tree is data of the province.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::wording::Wording;

/// Questions from a situation to its end at most.
pub const QUESTIONS_MAX: usize = 3;

/// Where an answer leads: exactly one of these is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lead {
    /// The next question, by its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// A procedure, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// Its case, where it has cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What to know where nothing is to be handed in here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tell: Option<Wording>,
}

/// A situation of life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    /// The identifier in addresses.
    pub id: String,
    /// As people say it.
    pub name: Wording,
    /// Its picture: an icon of the house.
    pub icon: String,
    /// Where it leads.
    pub to: Lead,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The identifier.
    pub id: String,
    /// The question.
    pub ask: Wording,
    /// Its answers.
    pub answers: Vec<Answer>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// As people say it.
    pub say: Wording,
    /// Where it leads.
    pub to: Lead,
}

/// The whole tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guide {
    /// Where it begins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub situations: Vec<Situation>,
    /// What is asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

impl Guide {
    /// Whether the province has none.
    pub fn is_empty(&self) -> bool {
        *self == Guide::default()
    }

    /// A question by its identifier.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Where somebody stands after a situation and the places of the answers they gave; `None` for
    /// a way that there is not.
    pub fn walk(&self, situation: &str, answers: &[usize]) -> Option<&Lead> {
        let situation = self.situations.iter().find(|it| it.id == situation)?;
        let mut lead = &situation.to;
        for place in answers {
            let question = self.question(lead.ask.as_deref()?)?;
            lead = &question.answers.get(*place)?.to;
        }
        Some(lead)
    }
}

/// A place of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A situation, by its place.
    Situation(usize),
    /// A question, by its place.
    Question(usize),
}

/// What is wrong with a guide, each with its place. `cases` answers the cases of a procedure that
/// there is, none where it has none.
pub fn check(guide: &Guide, cases: &dyn Fn(&str) -> Option<Vec<String>>) -> Vec<(Place, String)> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut reached = BTreeSet::new();
    for (at, situation) in guide.situations.iter().enumerate() {
        let place = Place::Situation(at);
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        if situation.id.is_empty() || !situation.id.chars().all(plain) {
            faults.push((place, "its id must be of a-z and -".to_owned()));
        }
        if !seen.insert(situation.id.as_str()) {
            faults.push((place, format!("`{}` is told twice: keep one", situation.id)));
        }
        faults.extend(untold(&situation.name).map(|what| (place, what)));
        faults.extend(wrong_lead(guide, &situation.to, cases).map(|what| (place, what)));
        if let Err(what) = walk(guide, &situation.to, 0, &mut reached) {
            faults.push((place, what));
        }
    }
    seen.clear();
    for (at, question) in guide.questions.iter().enumerate() {
        let place = Place::Question(at);
        if !seen.insert(question.id.as_str()) {
            faults.push((place, format!("`{}` is told twice: keep one", question.id)));
        }
        if !reached.contains(question.id.as_str()) {
            faults.push((place, "nothing leads to it: take it out".to_owned()));
        }
        if question.answers.len() < 2 {
            faults.push((place, "it needs two answers or more".to_owned()));
        }
        faults.extend(untold(&question.ask).map(|what| (place, what)));
        for answer in &question.answers {
            faults.extend(untold(&answer.say).map(|what| (place, what)));
            faults.extend(wrong_lead(guide, &answer.to, cases).map(|what| (place, what)));
        }
    }
    faults
}

/// Follows every way from a lead; the tree ends within [`QUESTIONS_MAX`], so that it has no circle.
fn walk<'a>(
    guide: &'a Guide,
    lead: &'a Lead,
    asked: usize,
    reached: &mut BTreeSet<&'a str>,
) -> Result<(), String> {
    let Some(question) = lead.ask.as_deref().and_then(|id| guide.question(id)) else {
        return Ok(());
    };
    if asked == QUESTIONS_MAX {
        return Err(format!("`{}` is more than {QUESTIONS_MAX} questions away", question.id));
    }
    reached.insert(&question.id);
    question.answers.iter().try_for_each(|answer| walk(guide, &answer.to, asked + 1, reached))
}

fn untold(wording: &Wording) -> Option<String> {
    let english = wording.en.as_deref().is_some_and(|text| !text.trim().is_empty());
    (wording.is_empty() || !english).then(|| "a text is missing in one language".to_owned())
}

fn wrong_lead(
    guide: &Guide,
    lead: &Lead,
    cases: &dyn Fn(&str) -> Option<Vec<String>>,
) -> Option<String> {
    let told = [lead.ask.is_some(), lead.procedure.is_some(), lead.tell.is_some()];
    if told.into_iter().filter(|it| *it).count() != 1 {
        return Some("it leads to one of `ask`, `procedure` or `tell`".to_owned());
    }
    if let Some(wording) = &lead.tell {
        return untold(wording);
    }
    if let Some(id) = &lead.ask {
        return guide.question(id).is_none().then(|| format!("there is no question `{id}`"));
    }
    let code = lead.procedure.as_deref().unwrap_or_default();
    let Some(known) = cases(code) else {
        return Some(format!("procedure `{code}` is not in this province's files"));
    };
    match &lead.case {
        None if known.is_empty() => None,
        Some(case) if known.contains(case) => None,
        None => Some(format!("procedure `{code}` has cases: name one of {}", known.join(", "))),
        Some(case) if known.is_empty() => {
            Some(format!("procedure `{code}` has no cases: take `{case}` out"))
        }
        Some(case) => {
            let known = known.join(", ");
            Some(format!("procedure `{code}` has no case `{case}`: name one of {known}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(text: &str) -> Wording {
        Wording { vi: text.to_owned(), en: Some(text.to_owned()) }
    }

    fn ask(id: &str) -> Lead {
        Lead { ask: Some(id.to_owned()), ..Lead::default() }
    }

    fn to(code: &str, case: Option<&str>) -> Lead {
        let (procedure, case) = (Some(code.to_owned()), case.map(str::to_owned));
        Lead { procedure, case, ..Lead::default() }
    }

    fn question(id: &str, leads: &[Lead]) -> Question {
        let answer = |to: &Lead| Answer { say: wording("a"), to: to.clone() };
        Question {
            id: id.to_owned(),
            ask: wording("q"),
            answers: leads.iter().map(answer).collect(),
        }
    }

    fn guide(questions: Vec<Question>) -> Guide {
        let situation = Situation {
            id: "birth".to_owned(),
            name: wording("Sinh con"),
            icon: "baby".to_owned(),
            to: ask("one"),
        };
        Guide { situations: vec![situation], questions }
    }

    fn cases(code: &str) -> Option<Vec<String>> {
        match code {
            "1" => Some(vec!["usual".to_owned()]),
            "2" => Some(Vec::new()),
            _ => None,
        }
    }

    fn faults(guide: &Guide) -> Vec<String> {
        check(guide, &cases).into_iter().map(|(_, what)| what).collect()
    }

    #[test]
    fn a_guide_leads_by_answers_to_a_procedure_and_its_case() {
        let guide = guide(vec![
            question("one", &[ask("two"), to("2", None)]),
            question("two", &[to("1", Some("usual")), to("2", None)]),
        ]);
        assert_eq!(faults(&guide), Vec::<String>::new());
        assert_eq!(guide.walk("birth", &[0, 0]), Some(&to("1", Some("usual"))));
        assert_eq!(guide.walk("birth", &[]), Some(&ask("one")));
        for (situation, answers) in [("birth", vec![7]), ("birth", vec![1, 0]), ("x", vec![])] {
            assert_eq!(guide.walk(situation, &answers), None, "{answers:?}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_told() {
        let wrong = guide(vec![question(
            "one",
            &[ask("three"), to("9", None), to("1", None), to("1", Some("x")), to("2", Some("y"))],
        )]);
        assert_eq!(
            faults(&wrong),
            [
                "there is no question `three`",
                "procedure `9` is not in this province's files",
                "procedure `1` has cases: name one of usual",
                "procedure `1` has no case `x`: name one of usual",
                "procedure `2` has no cases: take `y` out",
            ]
        );
        let both = Lead { ask: Some("one".to_owned()), ..to("2", None) };
        let circle = guide(vec![question("one", &[ask("one"), both])]);
        let told = faults(&circle);
        assert!(told.iter().any(|it| it.contains("more than 3 questions away")), "{told:?}");
        assert!(told.iter().any(|it| it.contains("one of `ask`")), "{told:?}");
    }

    #[test]
    fn every_text_stands_in_both_languages_and_every_question_is_reached() {
        let mut one = question("one", &[to("2", None), to("2", None)]);
        one.answers[0].say = "Có".into();
        let lost = question("lost", &[to("2", None)]);
        assert_eq!(
            faults(&guide(vec![one, lost])),
            [
                "a text is missing in one language",
                "nothing leads to it: take it out",
                "it needs two answers or more",
            ]
        );
    }
}
