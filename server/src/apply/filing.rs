//! What a draft hands in, and how its answers are told in words.

use domain::application::Step;
use domain::dossier::{self, FileFacts, Handed, Limits, Paper, ReturnBy};
use domain::form::{Kind, Question};
use domain::procedure::description::{Channel, Component, Fee};
use page::counter::relation;
use serde_json::Value as Json;

use super::plan::Applying;
use crate::dossier::answers;
use crate::dossier::counter::form;
use crate::dossier::file::{FeeAsked, Filing};
use crate::procedure::words;

/// How a desk is told which papers are brought to it.
pub const BRINGS: &str = "Sẽ mang đến quầy: ";

/// A sum that is due, and how often.
pub struct Due<'a> {
    /// The fee.
    pub fee: &'a Fee,
    /// How often.
    pub count: u32,
}

impl Applying {
    /// Sums that are due as far as the answers tell.
    pub fn fees(&self) -> Vec<Due<'_>> {
        let (case, open) = (self.case.as_deref(), self.open_fees());
        let all = dossier::fees(&self.description, case, Channel::Online, &self.answers);
        let due = all.into_iter().filter(|fee| !fee.exempt && fee.amount_vnd.is_some());
        let counted = due.map(|fee| {
            let is_open = open.iter().any(|it| it.id == fee.id);
            let count = if is_open { self.fee_count(fee).unwrap_or(0) } else { 1 };
            Due { fee, count }
        });
        counted.filter(|due| due.count > 0).collect()
    }

    /// What the deadline will be counted by.
    pub fn limits(&self) -> Option<Limits> {
        let terms = &self.site.province().terms;
        let rules = domain::calendar::RuleSet::in_force(&terms.rules, self.today())?;
        let how = (self.case.as_deref(), Channel::Online);
        let office = self.chosen_office()?;
        let hours = self.offices.hours(office).unwrap_or_default();
        Some(dossier::limits(&self.description, rules, how, &hours, None))
    }

    /// Papers that are brought to the desk: instead of a file, or to be shown.
    pub fn brought(&self) -> Vec<&Component> {
        let way = |it: &&Component| self.form.one(&format!("paper.{}.way", it.id)) == "bring";
        self.papers().into_iter().filter(way).chain(self.shown_papers()).collect()
    }

    /// The dossier as it is handed in.
    pub fn filing(&self) -> Filing {
        let mut unread = Vec::new();
        let applicant = self.form.applicant("applicant", &mut unread);
        let submitter = match self.is_for_other() {
            true => self.form.brought_by(&mut unread),
            false => None,
        };
        let fees = self.fees().into_iter().map(|due| FeeAsked {
            id: due.fee.id.clone(),
            count: due.count,
            exempt: None,
            amount_vnd: None,
        });
        Filing {
            procedure: self.draft.procedure.clone(),
            case: self.case.clone(),
            office: self.chosen_office().cloned().unwrap_or_default(),
            channel: Channel::Online,
            assisted: false,
            applicant,
            submitter,
            answers: self.answers.clone(),
            components: self.handed(),
            sets: None,
            return_by: form::kind(self.form.one("return_by")).unwrap_or_default(),
            fees: Some(fees.collect()),
            agreed: None,
            fingerprint: false,
            note: self.note(),
            foreign: Vec::new(),
            language: Some(self.text.language.code().to_owned()),
        }
    }

    /// Papers whose files were sent, with those that questions of the form took.
    fn handed(&self) -> Vec<Handed> {
        let electronic = |id: &str, file: &str| Handed {
            id: id.to_owned(),
            form: Paper::Electronic,
            quantity: 1,
            presented: false,
            attachment: Some(file.to_owned()),
            file: None::<FileFacts>,
        };
        let sent = self.papers().into_iter().filter_map(|it| {
            let part = |part: &str| self.form.one(&format!("paper.{}.{part}", it.id));
            (part("way") == "upload").then(|| electronic(&it.id, part("file")))
        });
        let mut all: Vec<Handed> = sent.collect();
        for (question, _) in self.asked() {
            let file = self.answers.get(&question.id).and_then(|it| it.get("attachment"));
            if let (Some(component), Some(file)) =
                (&question.component, file.and_then(Json::as_str))
            {
                all.push(electronic(component, file));
            }
        }
        all
    }

    /// What the desk is told beside: papers that are brought, and where the post goes.
    pub(super) fn note(&self) -> String {
        let brought = self.brought();
        let brought = brought.iter().map(|it| format!("{BRINGS}{}", it.name.vi));
        let mut notes: Vec<String> = brought.collect();
        let is_posted = self.form.return_by() == ReturnBy::Post;
        let post = form::some(self.form.one("return_address")).filter(|_| is_posted);
        notes.extend(post.map(|address| format!("Gửi kết quả đến: {address}")));
        notes.join("\n")
    }

    /// Questions that are asked, with their answers.
    pub fn asked(&self) -> Vec<(&Question, Option<&Json>)> {
        let form = self.description.form.iter();
        let case = self.case.as_deref();
        let asked = form.flat_map(|form| domain::application::asked(form, &self.answers, case));
        asked.map(|question| (question, self.answers.get(&question.id))).collect()
    }

    /// The answers of a page in words, a line for each part; empty where nothing was answered.
    pub fn told(&self, step: &Step) -> Vec<String> {
        let t = self.text;
        let some = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
        match step {
            Step::Whom => match self.form.one("whom") {
                "other" => vec![t.apply_whom_other()],
                "self" => vec![t.apply_whom_self(self.form.one("applicant.name"))],
                _ => Vec::new(),
            },
            Step::Applicant => self.person("applicant"),
            Step::Submitter => {
                let mut told = some(relation(t, self.form.one("submitter.relation")));
                told.extend(self.person("submitter"));
                told.extend(some(self.form.one("submitter.authorisation").to_owned()));
                told
            }
            Step::Case => {
                let case =
                    self.description.cases.iter().find(|it| Some(&it.id) == self.case.as_ref());
                case.map(|it| words::said(t, &it.name).to_owned()).into_iter().collect()
            }
            Step::Question(id) => {
                let asked = self.asked();
                let found = asked.into_iter().find(|(question, _)| question.id == *id);
                let told = found.and_then(|(question, answer)| {
                    Some(answers::answer(self.text, question, answer?))
                });
                told.unwrap_or_default()
            }
            Step::Paper(id) => match self.form.one(&format!("paper.{id}.way")) {
                "bring" => vec![t.apply_paper_brought()],
                "none" => vec![t.apply_paper_not_there()],
                // The file's name stands there: it is read beside.
                _ => Vec::new(),
            },
            Step::Fees => self.fees().iter().map(|due| self.due_told(due)).collect(),
            Step::Office => {
                some(self.chosen_office().map(|code| self.office(code)).unwrap_or_default())
            }
            Step::Return => match self.form.one("return_by") {
                "counter" => vec![t.apply_return_counter()],
                "online" => vec![t.apply_return_online()],
                "post" => {
                    vec![t.apply_return_post(), self.form.one("return_address").to_owned()]
                }
                _ => Vec::new(),
            },
        }
    }

    /// A sum with how often it is due, in words.
    pub fn due_told(&self, due: &Due<'_>) -> String {
        let (t, name) = (self.text, words::said(self.text, &due.fee.name));
        let amount = words::vnd(t, due.fee.amount_vnd.unwrap_or(0));
        match due.count {
            1 => t.apply_fee_plain(name, amount),
            count => t.apply_fee_times(name, u64::from(count), amount),
        }
    }

    fn person(&self, under: &str) -> Vec<String> {
        let party = self.form.party(under);
        let parts = [
            party.name,
            party.birth_date,
            party.identity_number,
            party.phone,
            party.email,
            party.address,
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }

    /// The file of a page, by the identifier of its attachment.
    pub fn file_of(&self, step: &Step) -> Option<&str> {
        let of = |name: &str| Some(self.form.one(name)).filter(|it| !it.is_empty());
        match step {
            Step::Paper(id) => {
                let is_sent = self.form.one(&format!("paper.{id}.way")) == "upload";
                of(&format!("paper.{id}.file")).filter(|_| is_sent)
            }
            Step::Question(id) => {
                let is_file = |it: &&Question| it.id == *id && it.kind == Kind::File;
                let form = self.description.form.iter();
                form.flat_map(|form| &form.questions).find(is_file)?;
                of(&format!("answers.{id}"))
            }
            Step::Whom
            | Step::Applicant
            | Step::Submitter
            | Step::Case
            | Step::Fees
            | Step::Office
            | Step::Return => None,
        }
    }
}
