//! What every page of dossiers shows alike: names of offices and people, days, what is left.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::calendar::{Calendar, Moment as Due};
use domain::dossier::{ApologyDue, Dossier, Filing, Phase, apology_due};
use domain::procedure::description::{Component, ComponentKind, Description};
use domain::{LawTime, StreamId};
use jiff::civil::Date;
use page::dossier::{Deadline, DeadlineLine, Head, Left, Moment};
use page::format::Day;
use page::procedure::Said;
use page::{Language, Text};

use super::super::list::Line;
use super::super::read::Known;
use super::super::register::Offices;
use super::super::words;
use crate::calendar::words::lines;
use crate::commit::Error;
use crate::procedure::view::said;
use crate::procedure::words as procedure_words;
use crate::reading::search;
use crate::web::{Asked, Problem, Site};

/// The longest span of days that is counted one by one.
const DAYS_MAX: u64 = 400;

/// What a page of dossiers is shown by.
pub struct Scene {
    /// Texts of the reader's language.
    pub text: Text,
    /// The offices of today.
    pub offices: Arc<Offices>,
    /// Law time now.
    pub now: LawTime,
    names: HashMap<StreamId, (String, bool)>,
    contents: HashMap<(String, u32), Arc<Description>>,
    calendar: Arc<Calendar>,
}

impl Scene {
    /// Reads what a page needs beside its dossiers: names of accounts, contents of revisions.
    pub async fn of(
        site: &Site,
        asked: &Asked,
        accounts: Vec<StreamId>,
        revisions: Vec<(String, u32)>,
    ) -> Result<Scene, Problem> {
        Scene::spoken(site, asked.language, accounts, revisions).await
    }

    /// The same in a language: papers speak Vietnamese whoever asks.
    pub async fn spoken(
        site: &Site,
        language: Language,
        accounts: Vec<StreamId>,
        revisions: Vec<(String, u32)>,
    ) -> Result<Scene, Problem> {
        let (now, machine) = (site.law_now(), site.house().source.machine());
        let at = site.clone();
        let read = site.house().db.read(move |tx| {
            let register = at.register();
            let offices = register.offices(tx, now.date(), machine)?;
            let names = search::names(tx, &accounts)?;
            let mut contents = HashMap::new();
            for (code, number) in revisions {
                if let Some(content) = register.content(tx, &code, number)? {
                    contents.insert((code, number), content);
                }
            }
            Ok::<_, Error>((offices, names, contents))
        });
        let (offices, names, contents) = read.await?;
        let calendar = site.register().ready().calendar(&site.province().terms);
        let text = Text::new(language);
        Ok(Scene { text, offices, now, names, contents, calendar })
    }

    /// The same for one dossier and everybody who did something with it.
    pub async fn of_one(
        site: &Site,
        asked: &Asked,
        known: &Known,
        by: impl Iterator<Item = &str>,
    ) -> Result<Scene, Problem> {
        let dossier = &known.dossier;
        let mut accounts: Vec<StreamId> =
            by.filter(|it| domain::account::is_account(it)).map(StreamId::stored).collect();
        accounts.extend(dossier.assignee().cloned());
        let revision = (dossier.filing.procedure.clone(), dossier.filing.revision);
        Scene::of(site, asked, accounts, vec![revision]).await
    }

    /// The same with names of accounts that are known already.
    #[must_use]
    pub fn naming(mut self, known: &BTreeMap<StreamId, String>) -> Scene {
        let known = known.iter().map(|(account, name)| (account.clone(), (name.clone(), false)));
        self.names.extend(known);
        self
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The content of a revision.
    pub fn content(&self, code: &str, number: u32) -> Option<&Description> {
        self.contents.get(&(code.to_owned(), number)).map(Arc::as_ref)
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

    /// What an officer is called; the program itself has no name.
    pub fn person(&self, account: &str) -> String {
        let known = self.names.get(&StreamId::stored(account));
        known.map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// A day as pages show it.
    pub fn day(&self, date: Date) -> Day {
        let unsigned = |part: i8| part.unsigned_abs();
        Day { year: date.year(), month: unsigned(date.month()), day: unsigned(date.day()) }
    }

    /// An instant as pages show it.
    pub fn moment(&self, at: LawTime) -> Moment {
        let civil = at.civil();
        (self.day(civil.date()), civil.hour().unsigned_abs(), civil.minute().unsigned_abs())
    }

    /// An instant in words.
    pub fn instant(&self, at: LawTime) -> String {
        self.text.instant(&self.moment(at))
    }

    /// Working days after one day up to another; calendar days where the calendar ends.
    pub fn working_days(&self, after: Date, to: Date) -> u64 {
        let mut count = 0;
        let mut day = after;
        while day < to && count < DAYS_MAX {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += u64::from(self.calendar.is_working(day).unwrap_or(true));
        }
        count
    }

    /// How the apology of a dossier stands that was promised for a day.
    pub fn apology_due(
        &self,
        phase: Phase,
        standing: bool,
        promised: Option<Date>,
    ) -> Option<ApologyDue> {
        apology_due(&self.calendar, phase, standing, promised?, self.today())
    }

    /// The same in words.
    pub fn apology_words(&self, due: ApologyDue) -> String {
        match due {
            ApologyDue::Drafted => self.text.apology_drafted(),
            ApologyDue::Escalated => self.text.apology_escalated(),
            ApologyDue::Missed => self.text.apology_missed(),
        }
    }

    /// The last of so many working days after a day.
    pub fn working_day_after(&self, day: Date, count: u32) -> Date {
        let (mut day, mut left) = (day, u64::from(count).min(DAYS_MAX));
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            left -= u64::from(self.calendar.is_working(day).unwrap_or(true));
        }
        day
    }

    /// What is left of a dossier's time, by the promise.
    pub fn left(
        &self,
        phase: Phase,
        due: Option<Date>,
        standing: Option<Date>,
        ended: Option<Date>,
    ) -> Left {
        let Some(due) = due else { return Left::NotStarted };
        if let Some(ended) = ended {
            return Left::Done(self.working_days(due, ended));
        }
        if let Some(since) = standing.filter(|_| phase.is_open()) {
            return Left::Paused(self.day(since));
        }
        let today = self.today();
        match due.cmp(&today) {
            std::cmp::Ordering::Less => Left::Late(self.working_days(due, today).max(1)),
            std::cmp::Ordering::Equal => Left::Today,
            std::cmp::Ordering::Greater => Left::Days(self.working_days(today, due).max(1)),
        }
    }

    /// What is left of a dossier.
    pub fn left_of(&self, dossier: &Dossier) -> Left {
        let standing = dossier.pauses.last().filter(|it| it.to.is_none()).map(|it| it.from.date());
        let due = dossier.deadline.map(|it| it.promised.date());
        self.left(dossier.phase, due, standing, dossier.ended.map(LawTime::date))
    }

    /// What is left of a dossier in a list.
    pub fn left_of_line(&self, line: &Line) -> Left {
        let standing = line.standing.then(|| self.today());
        self.left(line.phase, line.promised.map(LawTime::date), standing, None)
    }

    /// The name of a procedure, as its revision has it.
    pub fn procedure(&self, code: &str, number: u32) -> Said {
        match self.content(code, number) {
            Some(content) => said(self.text, &content.name),
            None => Said::plain(code),
        }
    }

    /// What a component is called; the dossier as such when none is named.
    pub fn component(&self, filing: &Filing, id: Option<&str>) -> String {
        let Some(id) = id else { return self.text.dossier_lack_whole() };
        let content = self.content(&filing.procedure, filing.revision);
        let found = content.and_then(|it| it.components.iter().find(|paper| paper.id == id));
        found.map_or_else(|| id.to_owned(), |paper| said(self.text, &paper.name).text)
    }

    /// The papers that a dossier's case may need.
    pub fn components<'a>(&'a self, filing: &'a Filing) -> impl Iterator<Item = &'a Component> {
        let content = self.content(&filing.procedure, filing.revision);
        let case = filing.case.as_deref();
        let all = content.into_iter().flat_map(|it| &it.components);
        all.filter(move |component| {
            let fits = |it: &str| component.cases.iter().any(|known| known == it);
            let is_paper = component.kind != ComponentKind::Note;
            is_paper && (component.cases.is_empty() || case.is_some_and(fits))
        })
    }

    /// What came of a paper, in words; empty where nothing did.
    pub fn came(&self, dossier: &Dossier, id: &str) -> String {
        let papers = dossier.filing.components.iter().chain(&dossier.added);
        let told = papers.filter(|it| it.id == id).map(|it| {
            format!("{} × {}", it.quantity, page::dossier::paper(self.text, it.form.id()))
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// What a step of the plan is called; its number where the procedure does not say.
    pub fn step(&self, filing: &Filing, at: usize) -> String {
        let content = self.content(&filing.procedure, filing.revision);
        let planned = filing.steps.get(at);
        let named = planned.zip(content).and_then(|(step, content)| {
            let known = content.steps.iter().find(|it| it.id == step.id)?;
            Some(said(self.text, &known.name).text)
        });
        named.unwrap_or_else(|| self.text.number(at as u64 + 1))
    }

    /// Who has it, with the office.
    pub fn holder(&self, office: &str, account: Option<&StreamId>) -> String {
        let office = self.office(office);
        match account.map(|account| self.person(account.as_str())) {
            Some(name) if !name.is_empty() => format!("{name}, {office}"),
            Some(_) | None => office,
        }
    }

    /// What stands above everything that is said of one dossier.
    pub fn head(&self, known: &Known) -> Head {
        let dossier = &*known.dossier;
        let filing = &dossier.filing;
        let content = self.content(&filing.procedure, filing.revision);
        let case = filing.case.as_ref().and_then(|id| {
            let cases = &content?.cases;
            let case = cases.iter().find(|case| case.id == *id)?;
            (cases.len() > 1).then(|| said(self.text, &case.name))
        });
        let applicant = known.personal.as_ref().map(|it| &it.applicant);
        let day = |due: Due| self.day(due.date());
        let deadline = dossier.deadline;
        let place = dossier.place();
        let channel = procedure_words::channel(self.text, filing.channel);
        Head {
            code: filing.code.clone(),
            procedure: self.procedure(&filing.procedure, filing.revision),
            case,
            applicant: applicant.map(|it| it.name.clone()).unwrap_or_default(),
            place: applicant.map(|it| it.address.text.clone()).unwrap_or_default(),
            channel: match filing.assisted {
                true => self.text.dossier_channel_assisted(channel),
                false => channel,
            },
            phase: words::phase(self.text, dossier.phase),
            left: self.left_of(dossier),
            due: deadline.map(|it| day(it.promised)),
            due_legal: deadline.filter(|it| it.legal != it.promised).map(|it| day(it.legal)),
            due_original: deadline
                .filter(|it| it.original != it.promised)
                .map(|it| day(it.original)),
            holder: self.holder(&place.office, dossier.assignee()),
            held_since: Some(self.moment(dossier.holder.since)),
        }
    }

    /// How a deadline came about, line by line; empty while no clock runs.
    pub fn deadline(&self, site: &Site, dossier: &Dossier) -> Deadline {
        let ground = (site.register().ready(), &site.province().terms);
        let Some(Ok(counted)) = dossier.counted(ground, &dossier.pauses) else {
            return Deadline::default();
        };
        let line =
            |text: String, sum| DeadlineLine { text, source: None, value: String::new(), sum };
        let all = lines(self.text, &counted.promised);
        let last = all.len().saturating_sub(1);
        let mut shown: Vec<DeadlineLine> =
            all.into_iter().enumerate().map(|(at, text)| line(text, at == last)).collect();
        let promised = dossier.deadline.map(|it| it.promised);
        if let Some(promised) = promised.filter(|it| *it != counted.promised.due) {
            let day = self.text.date(self.day(promised.date()));
            let told = match dossier.apologies {
                0 => self.text.dossier_line_moved(day),
                _ => self.text.dossier_line_promised_anew(day),
            };
            shown.push(line(told, true));
        }
        if counted.legal != counted.promised {
            let day = self.text.date(self.day(counted.legal.due.date()));
            shown.push(line(self.text.dossier_line_legal(day), true));
        }
        Deadline { lines: shown, provisional: counted.promised.provisional }
    }
}
