//! At the desk: taking in, refusing, asking for what is missing.

use jiff::civil::Date;

use super::super::deadline::{self, Deadline};
use super::super::event::{Acceptance, What};
use super::super::filing::{Handed, Lack, Reason};
use super::super::phase::Phase;
use super::super::state::SupplementStage;
use super::super::wrong::{Flaw, Wrong};
use super::super::{LACKS_MAX, PAPERS_MAX, TEXT_LENGTH_MAX, book_counter, foreign_claim};
use super::file::quantity;
use super::{Acting, Answer, document, field, is_id, told};
use crate::calendar::Pause;
use crate::refusal::Refusal;

impl Acting<'_> {
    /// Takes it in: the clock starts now, not when it was sent.
    pub(super) fn accept(&self, office: &str, day: Date, agreed: Option<Date>) -> Answer {
        self.only_in(&[Phase::Submitted, Phase::Incomplete])?;
        let (view, filing) = (self.view, &self.dossier.filing);
        if day != view.now.date() {
            return Err(Wrong::DayTurned(view.now.date()).into());
        }
        if office != filing.office {
            return Err(Wrong::HeldElsewhere(filing.office.clone()).into());
        }
        let mut limits = filing.limits.clone();
        // Only where nothing can be counted is a day agreed, and it is agreed once.
        let agreed = agreed.filter(|_| limits.promise().is_none() && limits.agreed.is_none());
        limits.agreed = agreed.or(limits.agreed);
        if limits.agreed.is_some_and(|agreed| agreed < day) {
            return Err(field("agreed", Flaw::BadDate).into());
        }
        let counted = deadline::explain(&limits, view.ready, self.terms()?, view.now, &[])?;
        let year = day.year();
        self.tell(What::Accepted(Acceptance {
            office: office.to_owned(),
            year,
            number: view.next_number(&book_counter(office, year)),
            deadline: Deadline::first(&counted),
            agreed,
        }))
    }

    /// Does not take it in; each reason is named.
    pub(super) fn refuse(&self, lacks: &[Lack]) -> Answer {
        self.only_in(&[Phase::Submitted, Phase::Incomplete])?;
        self.checked(lacks)?;
        self.tell(What::Refused { lacks: lacks.to_vec() })
    }

    /// Asks for everything that is missing, once at each stage (NĐ 61/2018/NĐ-CP, Điều 17).
    pub(super) fn request_supplement(
        &self,
        lacks: &[Lack],
        until: Option<Date>,
        basis: &str,
        again: &str,
    ) -> Answer {
        self.only_in(&[Phase::Submitted, Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        self.not_excluded()?;
        self.checked(lacks)?;
        if until.is_some_and(|day| day <= self.view.now.date()) {
            return Err(field("until", Flaw::BadDate).into());
        }
        let stage = match self.dossier.reception {
            None => SupplementStage::Intake,
            Some(_) => {
                let office = self.dossier.holder.office.clone();
                SupplementStage::Examination { office }
            }
        };
        let before = self.dossier.supplements.iter().any(|it| it.stage == stage);
        if again.chars().count() > TEXT_LENGTH_MAX {
            return Err(field("again", Flaw::TooLong(TEXT_LENGTH_MAX)).into());
        }
        if before && again.trim().is_empty() {
            return Err(Wrong::AskedBefore.into());
        }
        let basis = match basis.trim() {
            "" => String::new(),
            text => document("basis", text)?,
        };
        let mut words = self.words.clone();
        if before {
            words.text = format!("{}\n{}", again.trim(), words.text).trim().to_owned();
        }
        let lacks = lacks.to_vec();
        let what = What::SupplementAsked { stage, lacks, until, basis, again: before };
        Ok(vec![told(self.view, self.stream.clone(), what, None, Some(words))])
    }

    /// What was asked for came: before acceptance it waits at the desk again, after it the clock
    /// runs, from the beginning or from where it stood.
    pub(super) fn complete_supplement(&self, components: &[Handed]) -> Answer {
        self.only_in(&[Phase::Incomplete, Phase::Supplementing])?;
        self.papers(components)?;
        let deadline = match self.dossier.reception.is_some() {
            true => Some(self.after_pause()?),
            false => None,
        };
        self.tell(What::Supplemented { components: components.to_vec(), deadline })
    }

    /// A paper that nobody asked for changes no deadline.
    pub(super) fn add_paper(&self, paper: &Handed) -> Answer {
        let phases: Vec<Phase> = Phase::ALL
            .into_iter()
            .filter(|phase| phase.is_open() || *phase == Phase::Submitted)
            .collect();
        self.only_in(&phases)?;
        self.papers(std::slice::from_ref(paper))?;
        self.tell(What::PaperAdded(paper.clone()))
    }

    /// Papers that come later: not too many with those that came before, each a possible one.
    fn papers(&self, papers: &[Handed]) -> Result<(), Wrong> {
        if self.dossier.added.len() + papers.len() > PAPERS_MAX {
            return Err(field("components", Flaw::TooLong(PAPERS_MAX)));
        }
        for paper in papers {
            let place = format!("components[{}]", paper.id);
            if !is_id(&paper.id) {
                return Err(field(&place, Flaw::Malformed("id")));
            }
            if let Some(flaw) = quantity(paper) {
                return Err(field(&place, flaw));
            }
        }
        Ok(())
    }

    /// Another system's code: at most one dossier has it.
    pub(super) fn link(&self, code: &str) -> Answer {
        let code = document("code", code)?;
        match self.view.holder(&foreign_claim(&code)) {
            Some(holder) if holder == self.stream => Ok(Vec::new()),
            Some(_) => Err(Refusal::KeyTaken("code of another system")),
            None => self.tell(What::Linked { code }),
        }
    }

    /// Lacks are named, not too many, and a reason in words has its words.
    fn checked(&self, lacks: &[Lack]) -> Result<(), Wrong> {
        if lacks.is_empty() {
            return Err(Wrong::NothingNamed);
        }
        if lacks.len() > LACKS_MAX {
            return Err(field("items", Flaw::TooLong(LACKS_MAX)));
        }
        let said = |at: usize| self.words.items.get(at).is_some_and(|text| !text.is_empty());
        for (at, lack) in lacks.iter().enumerate() {
            if lack.component.as_deref().is_some_and(|id| !is_id(id)) {
                return Err(field(&format!("items[{at}].component"), Flaw::Malformed("id")));
            }
            if lack.reason == Reason::NotSupplemented {
                self.overdue(&format!("items[{at}].reason"))?;
            }
            if lack.reason == Reason::Other && !said(at) {
                return Err(field(&format!("items[{at}].text"), Flaw::Missing));
            }
        }
        Ok(())
    }

    /// What was asked for did not come: only after its last day, where one was named.
    pub(super) fn overdue(&self, place: &str) -> Result<(), Wrong> {
        let today = self.view.now.date();
        let open = self.dossier.open_supplement();
        match open.is_some_and(|it| it.until.is_none_or(|until| until < today)) {
            true => Ok(()),
            false => Err(field(place, Flaw::BadDate)),
        }
    }

    /// Words must stand beside the act.
    pub(super) fn said(&self, place: &str) -> Result<(), Wrong> {
        match self.words.text.is_empty() {
            true => Err(field(place, Flaw::Missing)),
            false => Ok(()),
        }
    }

    /// The deadline counted anew over these pauses.
    pub(super) fn counted_anew(&self, pauses: &[Pause]) -> Result<Deadline, Refusal> {
        let dossier = self.dossier;
        let not_now = || Wrong::NotNow { act: self.act, phase: dossier.phase };
        let before = dossier.deadline.ok_or_else(not_now)?;
        let counted = dossier.counted((self.view.ready, self.terms()?), pauses);
        let counted = counted.ok_or_else(not_now)??;
        // A pause that began after the end moves nothing, yet the clock stands.
        let standing = pauses.iter().any(|pause| pause.to.is_none());
        Ok(Deadline { standing, ..before.recounted(&counted) })
    }
}
