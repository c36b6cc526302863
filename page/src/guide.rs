//! "What do I need?": situations, questions, and what they lead to.

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// Something to choose: a link.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where it leads.
    pub path: String,
    /// What it says.
    pub name: Said,
}

/// Situations of life.
#[derive(Clone, Debug, Default)]
pub struct Begin {
    /// Each with its icon.
    pub situations: Vec<(Choice, String)>,
}

template!(Begin, "guide/begin.html");

impl Page for Begin {
    fn name(&self, text: Text) -> String {
        text.guide_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Begin> {
        let situation = (choice("/guide/birth", "Sinh con <x>"), "baby".to_owned());
        vec![Begin { situations: vec![situation] }, Begin::default()]
    }
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question before.
    pub back: String,
    /// What was answered so far.
    pub given: Vec<Said>,
    /// The question.
    pub ask: Said,
    /// Its answers.
    pub choices: Vec<Choice>,
}

template!(Question, "guide/question.html");

impl Page for Question {
    fn name(&self, _: Text) -> String {
        self.ask.text.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Question> {
        let choices = vec![choice("/guide/birth/0", "Có"), choice("/guide/birth/1", "<Không>")];
        let ask = vietnamese("Trẻ có giấy chứng sinh không?");
        vec![Question {
            back: "/guide".to_owned(),
            given: vec![vietnamese("Sinh con")],
            ask,
            choices,
        }]
    }
}

/// A paper to bring.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The paper.
    pub name: Said,
    /// Whether everybody needs it.
    pub always: bool,
}

/// What the answers lead to.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    /// The question before.
    pub back: String,
    /// What was answered.
    pub given: Vec<Said>,
    /// What to know, where nothing is to be handed in.
    pub tell: Option<Said>,
    /// The procedure.
    pub procedure: Option<Said>,
    /// Its case.
    pub case: Option<Said>,
    /// The papers to bring.
    pub papers: Vec<Paper>,
    /// Where one reads on and begins.
    pub more: String,
}

template!(Ends, "guide/ends.html");

impl Page for Ends {
    fn name(&self, text: Text) -> String {
        match &self.procedure {
            Some(procedure) => procedure.text.clone(),
            None => text.guide_nothing(),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Ends> {
        let paper = |name: &str, always| Paper { name: vietnamese(name), always };
        let procedure = Ends {
            back: "/guide/birth".to_owned(),
            given: vec![vietnamese("Sinh con"), vietnamese("Có")],
            procedure: Some(vietnamese("Đăng ký <khai sinh>")),
            case: Some(vietnamese("Trẻ có giấy chứng sinh")),
            papers: vec![paper("Giấy chứng sinh", true), paper("Giấy ủy quyền", false)],
            more: "/procedures/1.001193?case=usual".to_owned(),
            tell: None,
        };
        let tell = Ends {
            back: "/guide/business".to_owned(),
            tell: Some(vietnamese("Không phải đăng ký.")),
            ..Ends::default()
        };
        let bare = Ends { case: None, papers: Vec::new(), ..procedure.clone() };
        vec![procedure, tell, bare]
    }
}

fn vietnamese(text: &str) -> Said {
    Said { text: text.to_owned(), vietnamese: true }
}

fn choice(path: &str, name: &str) -> Choice {
    Choice { path: path.to_owned(), name: vietnamese(name) }
}
