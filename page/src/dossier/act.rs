//! One action on one dossier, with only what it needs.

use super::{Action, Deadline, Head, Lacks, Left, Papers, question, sample_deadline};
use crate::layout::template;
use crate::procedure::{Answered, Choice, Kept, Question, Said};
use crate::{Layout, Page, Text};

/// What the lists of an action offer; those that an action does not ask for stay empty.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `case`: the procedure's cases.
    pub cases: Vec<Choice>,
    /// `due`: whether a day is agreed on, because no limit can be counted.
    pub agreed: bool,
    /// `kind`: why work stops, by the names of reasons in data.
    pub reasons: Vec<Choice>,
    /// `book`: receipt books of the desk.
    pub books: Vec<Choice>,
    /// `sets`: sets of paper that travel with it; not asked for where there are none.
    pub sets: Option<u16>,
    /// `step`: where it may go; one alone is not asked for.
    pub steps: Vec<Choice>,
    /// `to`, `signed_by`: who may hold it, or signed it on paper.
    pub people: Vec<Choice>,
    /// `office`: who may be asked, is competent, signs, or keeps the book; of those that sign or
    /// keep a book, one alone is not asked for.
    pub offices: Vec<Choice>,
    /// `consultation`: agencies outside the register that are asked; one alone is not asked for.
    pub agencies: Vec<Choice>,
    /// `file`: one that came before, when the form is shown again.
    pub kept: Option<Kept>,
}

/// What was filled in: pairs as the browser sent them.
#[derive(Clone, Debug, Default)]
pub struct Filled(pub Vec<(String, String)>);

impl Filled {
    /// What was filled in under a name; empty where nothing was.
    pub fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Everything that was filled in under a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = name.to_owned();
        let named = self.0.iter().filter(move |(key, _)| *key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// A day of three boxes as they were typed, `year-month-day`.
    pub(super) fn day(&self, name: &str) -> String {
        let part = |part| self.one(&format!("{name}.{part}"));
        let parts = [part("year"), part("month"), part("day")];
        match parts.iter().all(|part| part.is_empty()) {
            true => self.one(name).to_owned(),
            false => parts.join("-"),
        }
    }

    /// Choices with what was chosen; as they come where nothing was sent at all.
    pub(super) fn choices(&self, name: &str, choices: &[Choice]) -> Vec<Choice> {
        let chosen = |choice: &Choice| match self.0.is_empty() {
            true => choice.chosen,
            false => self.all(name).any(|value| value == choice.id),
        };
        let again = |choice: &Choice| Choice { chosen: chosen(choice), ..choice.clone() };
        choices.iter().map(again).collect()
    }
}

/// What is wrong with what was filled in, by the name it was sent under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's name: `reason`, `due`, `text.giay-chung-nhan`.
    pub field: String,
    /// What is wrong, and what to do.
    pub text: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Act {
    /// The action.
    pub action: Action,
    /// The dossier.
    pub head: Head,
    /// The version that the visitor saw; sent as `expected_version`.
    pub version: u64,
    /// Where it came from, where that is not the dossier: address and name.
    pub back: Option<(String, String)>,
    /// What is known and not asked for: names and values.
    pub facts: Vec<(String, String)>,
    /// What it does to deadline and state, in sentences.
    pub effects: Vec<String>,
    /// What to think of before: one sentence.
    pub warning: Option<String>,
    /// How the deadline came about; empty where it does not matter here.
    pub deadline: Deadline,
    /// What the lists offer.
    pub options: Options,
    /// What may lack: for a supplement request and a refusal.
    pub lacks: Option<Lacks>,
    /// Papers that were asked for and may have come.
    pub papers: Option<Papers>,
    /// What travels with the form unseen: a draft's hash, a duty's id.
    pub hidden: Vec<(&'static str, String)>,
    /// What was filled in; what is proposed, at first.
    pub filled: Filled,
    /// What was wrong with it.
    pub wrong: Vec<Wrong>,
    /// Why it was refused as a whole: another was faster, a rule stands against it.
    pub problem: Option<String>,
}

template!(Act, "dossier/act.html");

impl Act {
    /// Names of the fields that an action is answered with, beside `csrf`, `key` and
    /// `expected_version`; days come as `NAME.day`, `NAME.month`, `NAME.year`.
    /// Papers that lack or came are sent as [`Lacks`] and [`Papers`] say.
    pub fn fields(&self, text: Text) -> Vec<String> {
        let mut names = Vec::new();
        for question in question::of(self, text) {
            match question.answered {
                Answered::Rows(rows) => {
                    let inner = rows.into_iter().flat_map(|row| row.questions);
                    names.extend(inner.map(|question| question.name));
                }
                Answered::Inputs(_)
                | Answered::Paragraph(_)
                | Answered::Radios(_)
                | Answered::Checks(_)
                | Answered::File(_)
                | Answered::Upload(_) => names.push(question.name),
            }
        }
        names
    }

    pub(super) fn error(&self, field: &str) -> Option<String> {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field);
        wrong.map(|wrong| wrong.text.clone())
    }

    fn questions(&self, text: &Text) -> Vec<Question> {
        question::of(self, *text)
    }

    fn back(&self, text: &Text) -> (String, String) {
        let dossier = || (self.head.path(), text.dossier_back_one());
        self.back.clone().unwrap_or_else(dossier)
    }

    fn lead(&self, text: &Text) -> String {
        self.action.lead(*text)
    }

    fn button(&self, text: &Text) -> String {
        self.action.name(*text)
    }

    /// What is wrong, each with the element that it leads to.
    fn errors(&self, text: &Text) -> Vec<(String, String)> {
        let whole = self.problem.iter().map(|problem| ("act".to_owned(), problem.clone()));
        let lacks = self.lacks.iter().flat_map(|asked| asked.errors(self));
        let came = self.papers.iter().flat_map(|asked| asked.errors(self));
        let questions = self.questions(text);
        let mut all: Vec<(String, String)> = whole.chain(lacks).chain(came).collect();
        for asked in &questions {
            all.extend(asked.error.clone().map(|error| (asked.target(), error)));
            let Answered::Rows(rows) = &asked.answered else { continue };
            let inner = rows.iter().flat_map(|row| &row.questions);
            all.extend(inner.filter_map(|asked| Some((asked.target(), asked.error.clone()?))));
        }
        all
    }

    /// How the form travels: in parts where a file goes with it.
    fn enctype(&self, text: &Text) -> &'static str {
        let questions = self.questions(text);
        match questions.iter().any(|it| matches!(it.answered, Answered::Upload(_))) {
            true => " enctype=\"multipart/form-data\"",
            false => "",
        }
    }

    /// Papers that lack or came, as markup.
    fn papers(&self, text: &Text) -> String {
        let lacks = self.lacks.as_ref().map(|asked| asked.render(self, *text));
        let came = self.papers.as_ref().map(|asked| asked.render(self, *text));
        lacks.into_iter().chain(came).collect()
    }
}

impl Page for Act {
    fn name(&self, text: Text) -> String {
        let title = text.dossier_act_title(self.action.name(text), &self.head.code);
        match self.wrong.is_empty() && self.problem.is_none() {
            true => title,
            false => text.error_title(title),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Act> {
        let mut all: Vec<Act> = Action::ALL.iter().map(|action| sample(*action)).collect();
        let refusals = [
            Action::RequestSupplement,
            Action::CompleteSupplement,
            Action::RequestPayment,
            Action::ReturnResult,
            Action::AttachResult,
            Action::RecordOpinion,
        ];
        all.extend(refusals.map(refused));
        all
    }
}

fn sample(action: Action) -> Act {
    let choice = |id: &str, name: &str| Choice {
        id: id.to_owned(),
        label: Said::plain(name),
        chosen: false,
    };
    let options = Options {
        cases: vec![choice("urban", "Nhà ở đô thị"), choice("rural", "Nhà ở nông thôn")],
        agreed: false,
        reasons: vec![choice("not-competent", "Không thuộc thẩm quyền"), choice("other", "Khác")],
        books: vec![choice("01BLP AA-19P", "01BLP, AA-19P")],
        sets: Some(1),
        steps: vec![choice("1", "Thẩm định"), choice("2", "Trình ký")],
        people: vec![choice("khoi", "Trần Minh Mẫu, chuyên viên"), choice("van", "Hoàng Thị Mẫu")],
        offices: vec![choice("a", "Trung tâm Phát triển quỹ đất"), choice("b", "Phòng Tư pháp")],
        agencies: vec![choice("1", "Công an <tỉnh>"), choice("2", "Ngân hàng Nhà nước tỉnh")],
        kept: None,
    };
    let asks = [Action::RequestSupplement, Action::Refuse].contains(&action);
    let lacks = asks.then(|| Lacks::sample(u64::from(action == Action::RequestSupplement)));
    let papers = (action == Action::CompleteSupplement).then(Papers::sample);
    Act {
        action,
        head: Head::sample(Left::Days(2)),
        version: 7,
        back: None,
        facts: vec![("Bước tiếp theo".to_owned(), "Trình ký, Lãnh đạo <phòng>".to_owned())],
        effects: vec!["Thời hạn tạm dừng từ lúc gửi, tính lại từ đầu khi nhận đủ.".to_owned()],
        warning: None,
        deadline: sample_deadline(),
        options,
        lacks,
        papers,
        hidden: vec![("draft", "7be204c91f5a".to_owned())],
        filled: Filled::default(),
        wrong: Vec::new(),
        problem: None,
    }
}

/// The same, sent with something wrong in every field.
pub(super) fn refused(action: Action) -> Act {
    let act = sample(action);
    let names = act.fields(Text::new(crate::Language::Vietnamese));
    let wrong = |field: &String| Wrong { field: field.clone(), text: format!("Sai ô {field}") };
    let mut filled: Vec<(String, String)> =
        names.iter().map(|name| (name.clone(), "\"x\" <y>".to_owned())).collect();
    filled.extend(
        [("due.day", "31"), ("due.month", "2"), ("due.year", "2020")]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    filled.extend(
        [
            ("lack", "ban-ve"),
            ("reason.ban-ve", "expired"),
            ("text.ban-ve", "<mờ>"),
            ("came", "ban-ve"),
            ("form.ban-ve", "photocopy"),
            ("quantity.ban-ve", "<x>"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    let mut wrongs: Vec<Wrong> = names.iter().map(wrong).collect();
    wrongs.extend(
        ["lack", "text.ban-ve", "reason.ban-ve", "came", "quantity.ban-ve", "form.ban-ve"]
            .map(|field| wrong(&field.to_owned())),
    );
    let kept = Kept { id: "ab".to_owned(), told: "quyet-dinh-<12>.pdf, 1,2 MB".to_owned() };
    Act {
        options: Options { kept: Some(kept), ..act.options },
        lacks: act.lacks.as_ref().map(|_| Lacks::sample(0)),
        back: Some(("/approve".to_owned(), "Chờ ký".to_owned())),
        facts: Vec::new(),
        effects: Vec::new(),
        warning: Some("Còn một ý kiến chưa về.".to_owned()),
        deadline: Deadline::default(),
        filled: Filled(filled),
        wrong: wrongs,
        problem: Some("Người khác vừa sửa hồ sơ này.".to_owned()),
        ..act
    }
}
