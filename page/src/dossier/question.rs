//! What each action asks, and under which names the answers are sent.

use super::act::{Act, Options};
use super::{Action, told as names};
use crate::Text;
use crate::ask::{
    checks, choose, day, file, hinted, line, number, optional, paragraph, radios, wrong,
};
use crate::procedure::{Answered, Choice, Question, Row, Said};

/// Items of a notice of payment that one form takes.
const DUTY_ITEMS: usize = 4;

/// The questions of an act, filled in as far as they were answered, each with what was wrong.
/// Papers that lack or came stand in
/// [`super::lacks`].
pub(super) fn of(act: &Act, t: Text) -> Vec<Question> {
    let asked = Asked { act, t };
    let questions = match act.action {
        Action::Accept => asked.accept(),
        Action::Refuse => asked.refuse(),
        Action::RequestSupplement => asked.supplement(),
        Action::CompleteSupplement => asked.complete(),
        Action::Forward => asked.forward(),
        Action::Acknowledge => asked.acknowledge(),
        Action::Take | Action::Release | Action::Resume => Vec::new(),
        Action::ReturnStep => asked.return_step(),
        Action::Reassign => asked.reassign(),
        Action::Consult => asked.consult(),
        Action::Reply => asked.reply(),
        Action::RecordOpinion => asked.record_opinion(),
        Action::AttachResult => vec![asked.scan(t.dossier_field_result_file())],
        Action::RequestPayment => asked.request_payment(),
        Action::RecordPayment => asked.record_payment(),
        Action::VoidPayment => vec![asked.why()],
        Action::Exclude => {
            vec![asked.basis(), optional(asked.paragraph("note", t.dossier_field_note()))]
        }
        Action::Link => vec![asked.foreign()],
        Action::Apologise => vec![asked.why(), asked.new_due()],
        Action::Propose => asked.propose(),
        Action::Sign => asked.sign(),
        Action::Number => asked.number(),
        Action::Finish => asked.finish(),
        Action::ReturnResult => asked.return_result(),
        Action::CorrectResult => asked.correct_result(),
        Action::RevokeResult => vec![asked.document(), asked.why()],
        Action::Stop => asked.stop(),
        Action::Withdraw => asked.withdraw(),
        Action::Transfer => asked.transfer(),
        Action::ChangeDueDate => vec![asked.new_due(), asked.document(), asked.why()],
        Action::ApproveDueDate => asked.approve_due_date(),
    };
    questions.into_iter().map(|it| told(act, it)).collect()
}

/// A question with what was wrong about its answer, and its rows likewise.
fn told(act: &Act, question: Question) -> Question {
    let error = act.error(&question.name);
    let answered = match question.answered {
        Answered::Rows(rows) => {
            let row = |row: Row| {
                let questions = row.questions.into_iter().map(|it| told(act, it)).collect();
                Row { questions, ..row }
            };
            Answered::Rows(rows.into_iter().map(row).collect())
        }
        other @ (Answered::Inputs(_)
        | Answered::Paragraph(_)
        | Answered::Radios(_)
        | Answered::Checks(_)
        | Answered::File(_)
        | Answered::Upload(_)) => other,
    };
    wrong(Question { answered, ..question }, error)
}

struct Asked<'a> {
    act: &'a Act,
    t: Text,
}

impl Asked<'_> {
    fn options(&self) -> &Options {
        &self.act.options
    }

    fn line(&self, name: &'static str, label: String) -> Question {
        line(name, label, self.act.filled.one(name))
    }

    fn paragraph(&self, name: &'static str, label: String) -> Question {
        paragraph(name, label, self.act.filled.one(name))
    }

    fn day(&self, name: &'static str, label: String) -> Question {
        day(name, label, &self.act.filled.day(name))
    }

    /// A list to choose from; the first line chooses nothing, so that nothing is sent by mistake.
    fn choose(&self, name: &'static str, label: String, choices: &[Choice]) -> Question {
        let none = Choice {
            id: String::new(),
            label: Said::plain(self.t.dossier_choose()),
            chosen: false,
        };
        let mut all = vec![none];
        all.extend(self.act.filled.choices(name, choices));
        choose(name, label, all)
    }

    /// One of few kinds, by their names in data.
    fn kinds(
        &self,
        name: &'static str,
        label: String,
        ids: &[&str],
        called: fn(Text, &str) -> String,
    ) -> Question {
        let choice = |id: &&str| Choice {
            id: (*id).to_owned(),
            label: Said::plain(called(self.t, id)),
            chosen: false,
        };
        let choices: Vec<Choice> = ids.iter().map(choice).collect();
        radios(name, label, self.act.filled.choices(name, &choices))
    }

    fn why(&self) -> Question {
        let why = self.paragraph("reason", self.t.dossier_field_reason());
        hinted(why, self.t.dossier_field_reason_hint())
    }

    fn document(&self) -> Question {
        hinted(
            self.line("document", self.t.dossier_field_document()),
            self.t.dossier_field_document_hint(),
        )
    }

    fn new_due(&self) -> Question {
        self.day("due", self.t.dossier_field_new_due())
    }

    fn accept(&self) -> Vec<Question> {
        let cases = &self.options().cases;
        let case = self.choose("case", self.t.dossier_field_case(), cases);
        let mut all = Vec::new();
        if !cases.is_empty() {
            all.push(case);
        }
        if self.options().agreed {
            let agreed = self.day("due", self.t.dossier_field_agreed());
            all.push(hinted(agreed, self.t.dossier_no_limit()));
        }
        all.push(optional(self.line("note", self.t.dossier_field_note())));
        all
    }

    fn refuse(&self) -> Vec<Question> {
        let mut all = vec![hinted(
            self.paragraph("text", self.t.dossier_field_reason_text()),
            self.t.dossier_field_refuse_hint(),
        )];
        if !self.options().offices.is_empty() {
            let offices = self.options().offices.as_slice();
            all.push(optional(self.choose("office", self.t.dossier_field_competent(), offices)));
        }
        all
    }

    fn supplement(&self) -> Vec<Question> {
        let again = self.act.lacks.as_ref().is_some_and(|asked| asked.before > 0);
        let until = hinted(
            optional(self.day("until", self.t.dossier_field_until())),
            self.t.dossier_field_until_hint(),
        );
        let mut all = vec![self.basis(), until];
        if again {
            let ground = self.paragraph("again", self.t.dossier_field_again());
            all.insert(0, hinted(ground, self.t.dossier_field_again_hint()));
        }
        all
    }

    fn basis(&self) -> Question {
        hinted(self.line("basis", self.t.dossier_field_basis()), self.t.dossier_field_basis_hint())
    }

    fn foreign(&self) -> Question {
        hinted(
            self.line("foreign", self.t.dossier_field_foreign()),
            self.t.dossier_field_foreign_hint(),
        )
    }

    /// Sets of paper that change hands; not asked for where there are none.
    fn sets(&self) -> Option<Question> {
        let sets = self.options().sets?.to_string();
        let filled = self.act.filled.0.iter().find(|(name, _)| name == "sets");
        let value = filled.map_or(sets.as_str(), |(_, value)| value);
        Some(number("sets", self.t.dossier_field_sets(), value))
    }

    fn complete(&self) -> Vec<Question> {
        vec![optional(self.line("note", self.t.dossier_field_note()))]
    }

    fn acknowledge(&self) -> Vec<Question> {
        let counted = self.sets().map(|it| hinted(it, self.t.dossier_field_sets_hint()));
        let note = optional(self.line("note", self.t.dossier_field_note()));
        counted.into_iter().chain([note]).collect()
    }

    fn forward(&self) -> Vec<Question> {
        let mut all = Vec::new();
        if self.options().steps.len() > 1 {
            all.push(self.choose("step", self.t.dossier_field_step(), &self.options().steps));
        }
        if !self.options().people.is_empty() {
            let people = self.options().people.as_slice();
            all.push(optional(self.choose("to", self.t.dossier_field_to(), people)));
        }
        all.extend(self.sets());
        all.push(optional(self.line("note", self.t.dossier_field_note())));
        all
    }

    fn return_step(&self) -> Vec<Question> {
        let mut all = vec![self.why()];
        if self.options().steps.len() > 1 {
            all.push(self.choose("step", self.t.dossier_field_step_back(), &self.options().steps));
        }
        all.extend(self.sets());
        all
    }

    fn reassign(&self) -> Vec<Question> {
        let people = self.options().people.as_slice();
        vec![self.choose("to", self.t.dossier_field_to_whom(), people), self.why()]
    }

    fn consult(&self) -> Vec<Question> {
        let offices = self.act.filled.choices("office", &self.options().offices);
        let limit = self.act.filled.one("limit");
        let units = ["working-day", "calendar-day", "working-hour"];
        let silences = ["waits", "consents"];
        vec![
            optional(checks("office", self.t.dossier_field_offices(), offices)),
            hinted(
                optional(self.line("outside", self.t.dossier_field_outside())),
                self.t.dossier_field_outside_hint(),
            ),
            self.paragraph("text", self.t.dossier_field_question()),
            number("limit", self.t.dossier_field_limit(), limit),
            self.kinds("unit", self.t.dossier_field_unit(), &units, names::unit),
            self.kinds("silence", self.t.dossier_field_silence(), &silences, names::silence),
        ]
    }

    fn reply(&self) -> Vec<Question> {
        let ids = ["agrees", "agrees-if", "disagrees"];
        let opinion = self.kinds("opinion", self.t.dossier_field_opinion(), &ids, names::opinion);
        let words = self.paragraph("text", self.t.dossier_field_opinion_text());
        vec![opinion, hinted(words, self.t.dossier_field_opinion_hint())]
    }

    fn record_opinion(&self) -> Vec<Question> {
        let mut all = Vec::new();
        if self.options().agencies.len() > 1 {
            let agencies = self.options().agencies.as_slice();
            all.push(self.choose("consultation", self.t.dossier_field_agency(), agencies));
        }
        all.extend(self.reply());
        all.extend([
            hinted(
                self.line("document", self.t.dossier_field_letter()),
                self.t.dossier_field_letter_hint(),
            ),
            self.day("date", self.t.dossier_field_letter_date()),
            self.scan(self.t.dossier_field_letter_file()),
        ]);
        all
    }

    /// A file to choose, or the one that came already.
    fn scan(&self, label: String) -> Question {
        hinted(file("file", label, self.options().kept.clone()), self.t.dossier_field_file_hint())
    }

    fn request_payment(&self) -> Vec<Question> {
        let items = Question {
            name: "items".to_owned(),
            label: Said::plain(self.t.dossier_field_items()),
            hint: Some(Said::plain(self.t.dossier_field_items_hint())),
            optional: false,
            error: None,
            answered: Answered::Rows((0..DUTY_ITEMS).map(|place| self.item(place)).collect()),
        };
        vec![
            self.line("payee", self.t.dossier_field_payee()),
            self.line("notice", self.t.dossier_field_notice()),
            items,
        ]
    }

    fn item(&self, place: usize) -> Row {
        let (what, amount) = (format!("items[{place}].name"), format!("items[{place}].amount"));
        let filled = &self.act.filled;
        let questions = vec![
            line(&what, self.t.dossier_field_what(), filled.one(&what)),
            number(&amount, self.t.dossier_field_amount(), filled.one(&amount)),
        ];
        Row { number: place + 1, questions }
    }

    fn record_payment(&self) -> Vec<Question> {
        let ids = ["cash", "transfer", "post", "elsewhere"];
        let mut all = vec![
            self.kinds("for", self.t.dossier_field_for(), &["fees", "duty"], names::owed),
            number("amount", self.t.dossier_field_amount(), self.act.filled.one("amount")),
            self.kinds("means", self.t.dossier_field_means(), &ids, names::means),
        ];
        if !self.options().books.is_empty() {
            let books = self.choose("book", self.t.dossier_field_book(), &self.options().books);
            all.push(hinted(optional(books), self.t.dossier_field_book_hint()));
        }
        let evidence = optional(self.line("evidence", self.t.dossier_field_evidence()));
        all.push(hinted(evidence, self.t.dossier_field_evidence_hint()));
        all
    }

    fn propose(&self) -> Vec<Question> {
        let ids = ["granted", "rejected"];
        let mut all = vec![
            self.kinds("outcome", self.t.dossier_field_outcome(), &ids, names::outcome),
            hinted(
                self.paragraph("text", self.t.dossier_field_draft()),
                self.t.dossier_field_draft_hint(),
            ),
        ];
        if self.options().offices.len() > 1 {
            let offices = self.options().offices.as_slice();
            all.push(self.choose("office", self.t.dossier_field_approver(), offices));
        }
        all
    }

    fn sign(&self) -> Vec<Question> {
        let ids = ["electronic", "paper"];
        let method = self.kinds("method", self.t.dossier_field_method(), &ids, names::method);
        vec![hinted(method, self.t.dossier_field_method_hint())]
    }

    fn number(&self) -> Vec<Question> {
        match self.options().offices.len() {
            0 | 1 => Vec::new(),
            _ => {
                let offices = self.options().offices.as_slice();
                vec![self.choose("office", self.t.dossier_field_register(), offices)]
            }
        }
    }

    fn finish(&self) -> Vec<Question> {
        let ids = ["granted", "rejected"];
        let people = self.options().people.as_slice();
        vec![
            self.kinds("outcome", self.t.dossier_field_decided(), &ids, names::outcome),
            self.choose("signed_by", self.t.dossier_field_signed_by(), people),
            hinted(
                optional(self.line("number", self.t.dossier_field_number_elsewhere())),
                self.t.dossier_field_number_elsewhere_hint(),
            ),
            hinted(
                optional(self.paragraph("reason", self.t.dossier_field_reason())),
                self.t.dossier_field_rejected_hint(),
            ),
        ]
    }

    fn stop(&self) -> Vec<Question> {
        let reasons = self.options().reasons.as_slice();
        let kind = self.choose("kind", self.t.dossier_field_reason_kind(), reasons);
        vec![kind, self.document(), self.why()]
    }

    fn return_result(&self) -> Vec<Question> {
        let ids = ["signed", "fingerprint", "post"];
        let authorised = Choice {
            id: "yes".to_owned(),
            label: Said::plain(self.t.dossier_field_authorised_yes()),
            chosen: false,
        };
        let authorised = self.act.filled.choices("authorised", &[authorised]);
        vec![
            self.kinds("proof", self.t.dossier_field_proof(), &ids, names::proof),
            optional(checks("authorised", self.t.dossier_field_authorised(), authorised)),
            optional(self.line("receiver", self.t.dossier_field_receiver())),
        ]
    }

    fn correct_result(&self) -> Vec<Question> {
        let right = self.paragraph("text", self.t.dossier_field_correct());
        vec![right, self.document(), self.why()]
    }

    fn withdraw(&self) -> Vec<Question> {
        let asked = self.line("document", self.t.dossier_field_request());
        vec![
            hinted(asked, self.t.dossier_field_request_hint()),
            optional(self.paragraph("reason", self.t.dossier_field_reason())),
        ]
    }

    fn transfer(&self) -> Vec<Question> {
        let offices = self.options().offices.as_slice();
        let mut all = vec![self.choose("office", self.t.dossier_field_competent(), offices)];
        all.extend(self.sets());
        all.push(self.why());
        all
    }

    fn approve_due_date(&self) -> Vec<Question> {
        let ids = ["approve", "decline"];
        let approval =
            self.kinds("approval", self.t.dossier_field_approval(), &ids, names::approval);
        let why = self.paragraph("reason", self.t.dossier_field_reason());
        vec![approval, hinted(optional(why), self.t.dossier_field_decline_hint())]
    }
}
