//! What an application is shown and judged by: the procedure, its offices, and what is answered.

use std::sync::Arc;

use domain::LawTime;
use domain::StreamId;
use domain::application::{self, Sofar, Step};
use domain::dossier::{Personal, TEXT_LENGTH_MAX, given, is_received, person_wrongs};
use domain::form::{Answers, AtPlace};
use domain::procedure::description::{Channel, Component, Description, Fee};
use jiff::civil::Date;
use page::procedure::Said;
use page::{Language, Text};

use super::draft::{self, Draft};
use crate::commit::Error;
use crate::dossier::counter::form::{self, Form};
use crate::dossier::files::printed;
use crate::dossier::register::Offices;
use crate::dossier::words;
use crate::procedure::trial;
use crate::procedure::view::{day, said};
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site};

/// How often a sum may be asked for.
const FEE_COUNT_MAX: u32 = 100;

/// How the offices that take a procedure in are found.
pub fn receiving(offices: &Offices, description: &Description) -> Vec<String> {
    // An office without an identifier can give no code.
    let takes = |(code, office): &(&String, &domain::office::Description)| {
        is_received(code, office, description) && offices.identifier(code).is_some()
    };
    offices.all().filter(takes).map(|(code, _)| code.clone()).collect()
}

/// An application with everything that its pages rely on.
pub struct Applying {
    /// The site.
    pub site: Site,
    /// Texts of the reader's language.
    pub text: Text,
    /// The draft.
    pub draft: Draft,
    /// The revision that it is filled in by.
    pub description: Arc<Description>,
    /// The offices of today.
    pub offices: Arc<Offices>,
    /// Codes of the offices that take it in.
    pub receiving: Vec<String>,
    /// Law time.
    pub now: LawTime,
    /// What was typed.
    pub form: Form,
    /// Answers of the form.
    pub answers: Answers,
    /// The case.
    pub case: Option<String>,
    /// The pages.
    pub steps: Vec<Step>,
}

/// The draft of a code that somebody may open: its owner, and nobody else.
pub async fn own(site: &Site, gate: &Gate, code: &str) -> Result<Draft, Problem> {
    let found = draft::find(site, code).await?;
    match gate.caller().account() == Some(&found.account) {
        true => Ok(found),
        false => Err(Missing.into()),
    }
}

/// The revision in force with its number, where the procedure is taken in on the network.
pub async fn online(site: &Site, code: &str) -> Result<Option<(u32, Arc<Description>)>, Problem> {
    if code.contains('\0') {
        return Err(Missing.into());
    }
    let (at, code, today) = (site.clone(), code.to_owned(), site.law_now().date());
    let found = site.house().db.read(move |tx| at.register().in_force(tx, &code, today));
    let found = found.await.map_err(|error: Error| Problem::from(error))?;
    Ok(found.filter(|(_, description)| description.channels.contains(&Channel::Online)))
}

impl Applying {
    /// Reads what a draft relies on; without a revision, of the one that it was filled in by.
    pub async fn of(site: &Site, asked: &Asked, draft: Draft) -> Result<Applying, Problem> {
        let (now, machine) = (site.law_now(), site.house().source.machine());
        let (at, code, revision) = (site.clone(), draft.procedure.clone(), draft.revision);
        let read = site.house().db.read(move |tx| {
            let content = at.register().content(tx, &code, revision)?;
            Ok::<_, Error>((content, at.register().offices(tx, now.date(), machine)?))
        });
        let (content, offices) = read.await?;
        let description = content.ok_or(Missing)?;
        let receiving = receiving(&offices, &description);
        let text = Text::new(asked.language);
        let mut applying = Applying {
            site: site.clone(),
            text,
            form: draft.content.read(),
            draft,
            description,
            offices,
            receiving,
            now,
            answers: Answers::new(),
            case: None,
            steps: Vec::new(),
        };
        applying.settle();
        Ok(applying)
    }

    /// Finds answers, case and pages anew.
    fn settle(&mut self) {
        let chosen = form::some(self.form.one("case"));
        // Conditions may ask for the case, and the case for the answers: each is found in turn.
        let mut case = chosen.clone();
        for _ in 0..2 {
            self.answers = self.answered(case.as_deref());
            case = application::case(&self.description, &self.answers, chosen.as_deref());
        }
        self.case = case;
        let sofar = Sofar {
            for_other: self.is_for_other(),
            chosen: chosen.as_deref(),
            answers: &self.answers,
            offices: self.receiving.len(),
        };
        self.steps = application::steps(&self.description, &sofar);
    }

    fn answered(&self, case: Option<&str>) -> Answers {
        let Some(questions) = &self.description.form else { return Answers::new() };
        let plain = |(name, value): &(String, String)| {
            let name = name.strip_prefix("answers.")?;
            Some((name.to_owned(), value.clone()))
        };
        let sent = self.form.0.iter().filter_map(plain).collect();
        trial::answers(questions, &sent, &self.given(case))
    }

    /// The values that conditions see beside answers.
    pub fn given(&self, case: Option<&str>) -> Answers {
        given(case, Channel::Online)
    }

    /// Whether it is for somebody else.
    pub fn is_for_other(&self) -> bool {
        self.form.one("whom") == "other"
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The account that fills it in.
    pub fn account(&self) -> &StreamId {
        &self.draft.account
    }

    /// What the procedure is called.
    pub fn procedure(&self) -> Said {
        said(self.text, &self.description.name)
    }

    /// What an office is called.
    pub fn office(&self, code: &str) -> String {
        match self.offices.get(code) {
            Some(office) => match (self.text.language, &office.name_en) {
                (Language::English, Some(name)) => name.clone(),
                (Language::English, None) | (Language::Vietnamese, _) => office.name.clone(),
            },
            None => code.to_owned(),
        }
    }

    /// The office that takes it in: the one that was chosen, or the only one.
    pub fn chosen_office(&self) -> Option<&String> {
        let chosen = self.form.one("office");
        let found = self.receiving.iter().find(|code| *code == chosen);
        found.or(match self.receiving.as_slice() {
            [only] => Some(only),
            [..] => None,
        })
    }

    /// Papers that have a page of their own.
    pub fn papers(&self) -> Vec<&Component> {
        application::papers(&self.description, &self.answers, self.case.as_deref())
    }

    /// Papers that are shown and handed back.
    pub fn shown_papers(&self) -> Vec<&Component> {
        application::shown_papers(&self.description, &self.answers, self.case.as_deref())
    }

    /// When it was saved, and until when it is kept, as a sentence.
    pub fn kept(&self) -> String {
        let (t, draft) = (self.text, &self.draft);
        t.apply_kept(&draft.code, self.instant(draft.changed), t.date(day(draft.until())))
    }

    /// An instant in words.
    pub fn instant(&self, at: LawTime) -> String {
        self.text.instant(&moment(at))
    }

    /// The page before one; of the first, where it was begun.
    pub fn before(&self, step: &Step) -> String {
        let at = self.steps.iter().position(|it| it == step).unwrap_or(0);
        match at.checked_sub(1).and_then(|at| self.steps.get(at)) {
            Some(before) => self.draft.path(before),
            None => format!("/apply/{}", self.draft.procedure),
        }
    }

    /// The page that is to be answered next: the first that is open, else the look over all.
    pub fn next(&self) -> String {
        match self.steps.iter().find(|step| !self.is_done(step)) {
            Some(step) => self.draft.path(step),
            None => format!("/my/drafts/{}/check", self.draft.code),
        }
    }

    /// Whether a page was left with a right answer, and still has one.
    pub fn is_done(&self, step: &Step) -> bool {
        self.draft.content.done.contains(&step.to_string()) && self.wrongs(step).is_empty()
    }

    /// What is wrong with a page: names of boxes, each with a sentence.
    pub fn wrongs(&self, step: &Step) -> Vec<(String, String)> {
        let t = self.text;
        let one = |name: &str, told: String| vec![(name.to_owned(), told)];
        match step {
            Step::Whom => match self.form.one("whom") {
                "self" | "other" => Vec::new(),
                _ => one("whom", t.apply_choose_one(t.apply_whom().trim_end_matches('?'))),
            },
            Step::Applicant => self.person_wrongs("applicant"),
            Step::Submitter => self.person_wrongs("submitter"),
            Step::Case => match self.case {
                Some(_) => Vec::new(),
                None => one("case", t.apply_choose_one(t.apply_case().trim_end_matches('?'))),
            },
            Step::Question(id) => self.answer_wrongs(id),
            Step::Paper(id) => self.paper_wrongs(id),
            Step::Fees => self.fee_wrongs(),
            Step::Office => match self.chosen_office() {
                Some(_) => Vec::new(),
                None => one("office", t.apply_office_choose()),
            },
            Step::Return => match self.form.one("return_by") {
                "post" if !self.form.has("return_address") => {
                    one("return_address", t.apply_needed_address())
                }
                "post" => self.note_wrongs(),
                "counter" | "online" => Vec::new(),
                _ => one("return_by", t.apply_choose_one(t.apply_return().trim_end_matches('?'))),
            },
        }
    }

    /// Where the post goes is told to the desk in its note, which is short.
    fn note_wrongs(&self) -> Vec<(String, String)> {
        let t = self.text;
        match self.note().chars().count() > TEXT_LENGTH_MAX {
            true => {
                let told = t.dossier_flaw_too_long(TEXT_LENGTH_MAX);
                vec![("return_address".to_owned(), t.apply_wrong(t.apply_return_address(), told))]
            }
            false => Vec::new(),
        }
    }

    /// Answers that the form does not take, by the places of the form.
    pub fn answers_at(&self) -> Vec<AtPlace> {
        let form = self.description.form.as_ref();
        let given = self.given(self.case.as_deref());
        form.map(|form| form.wrongs(&self.answers, &given)).unwrap_or_default()
    }

    fn answer_wrongs(&self, id: &str) -> Vec<(String, String)> {
        let form = self.description.form.iter();
        let question = form.flat_map(|form| &form.questions).find(|it| it.id == id);
        let label = question.map_or(id, |it| crate::procedure::words::said(self.text, &it.label));
        let label = label.trim_end_matches(['?', ':', '.']);
        let own = self.answers_at().into_iter().filter(|at| is_of(&at.place, id));
        own.map(|at| {
            let told = trial::answer_wrong(self.text, label, &at.wrong);
            (format!("answers.{}", at.place), told)
        })
        .collect()
    }

    /// Who hands in, as far as a page asks for it, by the rules of the filing.
    fn person_wrongs(&self, under: &str) -> Vec<(String, String)> {
        let mut unread = Vec::new();
        let applicant = self.form.applicant("applicant", &mut unread);
        let submitter = match under {
            "submitter" => self.form.brought_by(&mut unread).or_else(|| Some(Default::default())),
            _ => None,
        };
        let who = match &submitter {
            Some(submitter) => submitter.who.clone(),
            None => applicant.clone(),
        };
        let texts = [("name", who.name.as_str()), ("address", who.address.text.as_str())];
        let letters = texts.map(|(part, text)| printed(&format!("{under}.{part}"), text));
        let personal = Personal { applicant, submitter, ..Personal::default() };
        let rules = person_wrongs(&personal, self.today());
        let own = rules.into_iter().chain(letters.into_iter().flatten());
        let own = own.filter(|at| at.place.starts_with(under));
        let mut wrongs: Vec<(String, String)> = own
            .map(|at| {
                let name = match at.place.ends_with(".identity") {
                    true => format!("{}.number", at.place),
                    false => at.place.clone(),
                };
                let label = label(self.text, &self.form, &name);
                (name, self.text.apply_wrong(label, words::flaw(self.text, &at)))
            })
            .collect();
        for name in unread.into_iter().filter(|name| name.starts_with(under)) {
            let told = self.text.apply_no_day(label(self.text, &self.form, &name));
            wrongs.push((name, told));
        }
        wrongs
    }

    fn paper_wrongs(&self, id: &str) -> Vec<(String, String)> {
        let t = self.text;
        let name = |part: &str| format!("paper.{id}.{part}");
        match self.form.one(&name("way")) {
            "upload" if !self.form.has(&name("file")) => {
                vec![(name("file"), t.apply_choose_file())]
            }
            "upload" | "bring" => Vec::new(),
            "none" if self.may_lack(id) => Vec::new(),
            _ => vec![(name("way"), t.apply_choose_one(t.apply_paper_way().trim_end_matches('?')))],
        }
    }

    /// Sums that the applicant is asked about.
    pub fn open_fees(&self) -> Vec<&Fee> {
        application::open_fees(&self.description, &self.answers, self.case.as_deref())
    }

    /// How often a sum that was asked about is due: as it was typed, or once where it was ticked.
    pub fn fee_count(&self, fee: &Fee) -> Option<u32> {
        if fee.per.is_some() {
            let typed = self.form.one(&format!("fee.{}", fee.id));
            return if typed.is_empty() { Some(0) } else { typed.parse().ok() };
        }
        let ticked = |(name, value): &(String, String)| name == "fee" && *value == fee.id;
        Some(u32::from(self.form.0.iter().any(ticked)))
    }

    fn fee_wrongs(&self) -> Vec<(String, String)> {
        let t = self.text;
        let is_wrong = |fee: &&Fee| self.fee_count(fee).is_none_or(|count| count > FEE_COUNT_MAX);
        let wrong = self.open_fees().into_iter().filter(is_wrong);
        wrong
            .map(|fee| {
                let name = crate::procedure::words::said(t, &fee.name);
                (format!("fee.{}", fee.id), t.apply_fee_count_wrong(name, u64::from(FEE_COUNT_MAX)))
            })
            .collect()
    }

    /// Whether a dossier can be taken in without a paper.
    pub fn may_lack(&self, id: &str) -> bool {
        let component = self.description.components.iter().find(|it| it.id == id);
        component.is_some_and(|it| !it.mandatory || it.replaceable_by.is_some())
    }
}

/// Whether a place of the form belongs to a question.
fn is_of(place: &str, id: &str) -> bool {
    place == id || place.strip_prefix(id).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// The label of a box about a person.
pub fn label(t: Text, form: &Form, name: &str) -> String {
    let is_organisation =
        name.starts_with("applicant.") && form.one("applicant.kind") == "organisation";
    match name.split_once('.').map_or(name, |(_, part)| part) {
        "name" if is_organisation => t.apply_organisation(),
        "name" => t.apply_name(),
        "birth_date" => t.apply_birth_date(),
        "identity.number" if is_organisation => t.apply_tax_code(),
        "identity.number" | "identity" => t.apply_identity_number(),
        "phone" => t.apply_phone(),
        "email" => t.apply_email(),
        "address" => t.apply_address(),
        "relation" => t.apply_relation(),
        "authorisation" => t.apply_authorisation(),
        other => other.to_owned(),
    }
}

/// An instant as pages show it.
pub fn moment(at: LawTime) -> (page::format::Day, u8, u8) {
    let civil = at.civil();
    (day(civil.date()), civil.hour().unsigned_abs(), civil.minute().unsigned_abs())
}
