//! What awaits whoever applies, before they begin.

use crate::layout::template;
use crate::procedure::{Fact, Said};
use crate::{Layout, Page, Text};

/// How one begins.
#[derive(Clone, Debug, Default)]
pub enum Begin {
    /// By signing in, and coming back here.
    #[default]
    SignIn,
    /// By a button; a text to agree to may stand beside it: its words and what it is about.
    Now(Option<(String, String)>),
    /// Not here: officers take dossiers in at the counter.
    AtCounter,
    /// Not on the network.
    NotOnline,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// National code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// For whom it is and what it gives.
    pub summary: Option<Said>,
    /// How long it takes, what it costs, where and how.
    pub facts: [Fact; 4],
    /// Who may apply.
    pub subjects: Vec<Said>,
    /// What is asked, in its order.
    pub questions: Vec<Said>,
    /// Papers to have ready, each with what is said beside it.
    pub papers: Vec<(Said, String)>,
    /// Drafts of the same procedure: address, and when they were saved.
    pub drafts: Vec<(String, String)>,
    /// How long a draft is kept, in days.
    pub kept_days: u64,
    /// How one begins.
    pub begin: Begin,
    /// Where one signs in.
    pub sign_in: String,
}

template!(Start, "apply/start.html");

impl Start {
    fn is_visitor(&self) -> bool {
        matches!(self.begin, Begin::SignIn)
    }

    fn is_now(&self) -> bool {
        matches!(self.begin, Begin::Now(_))
    }

    fn is_at_counter(&self) -> bool {
        matches!(self.begin, Begin::AtCounter)
    }

    fn consent(&self) -> Option<&(String, String)> {
        match &self.begin {
            Begin::Now(consent) => consent.as_ref(),
            Begin::SignIn | Begin::AtCounter | Begin::NotOnline => None,
        }
    }
}

impl Page for Start {
    fn name(&self, text: Text) -> String {
        text.apply_title(&self.procedure.text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Start> {
        let said = |text: &str| Said { text: text.to_owned(), vietnamese: true };
        let start = Start {
            code: "1.001193".to_owned(),
            procedure: said("Đăng ký khai sinh"),
            summary: Some(said("Để con có tên và giấy khai sinh")),
            facts: Default::default(),
            subjects: vec![said("Công dân Việt Nam")],
            questions: vec![said("Trẻ được khai sinh"), said("Nơi sinh <b>")],
            papers: vec![(said("Giấy chứng sinh"), "Chụp rõ bốn góc".to_owned())],
            drafts: vec![("/my/drafts/ABCDEFGHJK".to_owned(), "09:31 16/12/2019".to_owned())],
            kept_days: 30,
            begin: Begin::SignIn,
            sign_in: "/sign-in?next=%2Fapply%2F1.001193".to_owned(),
        };
        let consent = ("Dùng lại thông tin".to_owned(), "Cho phép điền sẵn".to_owned());
        vec![
            start.clone(),
            Start { begin: Begin::Now(Some(consent)), ..start.clone() },
            Start { begin: Begin::Now(None), drafts: Vec::new(), ..start.clone() },
            Start { begin: Begin::AtCounter, ..start.clone() },
            Start { begin: Begin::NotOnline, questions: Vec::new(), ..start },
        ]
    }
}
