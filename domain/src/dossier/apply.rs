//! How a dossier's state follows from its events.

use super::deadline::{Deadline, SetDue};
use super::event::{Acceptance, Event, What};
use super::fee::{Payment, Settled};
use super::filing::{Filing, Lack, NamedFile, Reason};
use super::import::{Imported, Stands};
use super::phase::Phase;
use super::result::{Decided, Letter, Opinion, Outcome, Signature};
use super::state::{
    Dossier, DueChange, Finished, HandOver, Holder, Reception, Supplement, SupplementStage,
    TakenOver, account_of,
};
use super::time_taken::TimeTaken;
use crate::calendar::{Moment, Pause, PauseKind, Punctuality, SetBy};
use crate::stream::StreamId;
use crate::time::LawTime;

impl Dossier {
    /// The dossier that a filing begins; `None` for any other event.
    pub fn open(event: &Event) -> Option<Dossier> {
        if let What::Imported { filing, imported } = &event.what {
            let mut dossier = Dossier::begun(event, filing, imported.received);
            dossier.take_over_open(event, imported);
            return Some(dossier);
        }
        let What::Filed { filing, accepted } = &event.what else { return None };
        let mut dossier = Dossier::begun(event, filing, event.at);
        if let Some(acceptance) = accepted {
            dossier.accept(event, acceptance);
        }
        Some(dossier)
    }

    /// A dossier as it lies at the desk, handed in at an instant.
    fn begun(event: &Event, filing: &Filing, filed: LawTime) -> Dossier {
        Dossier {
            filing: filing.clone(),
            filed,
            filed_by: event.by.clone(),
            phase: Phase::Submitted,
            version: 1,
            reception: None,
            deadline: None,
            set_due: None,
            imported: None,
            pauses: Vec::new(),
            step: 0,
            holder: Holder {
                office: filing.office.clone(),
                account: None,
                since: event.at,
                due: None,
            },
            hand_over: None,
            added: Vec::new(),
            supplements: Vec::new(),
            consultations: Vec::new(),
            duty: None,
            duties_met: Vec::new(),
            payments: Vec::new(),
            apologies: 0,
            due_change: None,
            late_since: None,
            result: None,
            handout: None,
            ended: None,
            finished: None,
            linked: Vec::new(),
            rated: None,
        }
    }

    /// As it stood in the system that it was taken over from.
    fn take_over_open(&mut self, event: &Event, imported: &Imported) {
        let at = event.at;
        self.imported = Some(TakenOver { system: imported.system.clone(), at });
        self.reception = Some(Reception {
            at: imported.received,
            by: event.by.clone(),
            year: imported.received.date().year(),
            number: None,
        });
        let Deadline { promised, legal, .. } = imported.deadline;
        // Whatever the clock stood before is in the told dates, but for what it stands now.
        self.set_due = Some(SetDue { promised, legal, by: SetBy::OldSystem, at });
        self.deadline = Some(imported.deadline);
        self.apologies = imported.apologies;
        self.step = imported.step;
        self.hold(imported.office.clone(), imported.account.clone(), at);
        let paid = imported.payment.iter().cloned();
        self.payments.extend(paid.map(|payment| Settled {
            at,
            payment,
            voided: false,
            duty: false,
        }));
        match &imported.stands {
            Stands::Received => self.phase = Phase::Received,
            Stands::Working => self.phase = Phase::Working,
            Stands::Supplementing { since, until } => {
                let lacks = vec![Lack { component: None, reason: Reason::Other }];
                let stage = SupplementStage::Examination { office: imported.office.clone() };
                self.ask(Supplement { stage, at: *since, lacks, until: *until, done: None });
            }
            Stands::Paying { since, duty } => {
                self.duty = Some(duty.clone());
                self.pause(Phase::Paying, PauseKind::FinancialDuty, *since, None);
            }
            Stands::Excluded { since, basis } => {
                self.pause(Phase::Working, PauseKind::Excluded, *since, Some(basis.clone()));
            }
        }
    }

    /// Folds one event.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Dossier {
        self.version += 1;
        let at = event.at;
        match &event.what {
            What::Filed { .. } | What::Imported { .. } => {}
            What::Accepted(acceptance) => self.accept(event, acceptance),
            What::Refused { .. } => self.end(Phase::Refused, at),
            What::SupplementAsked { stage, lacks, until, .. } => {
                let (stage, lacks, until) = (stage.clone(), lacks.clone(), *until);
                self.ask(Supplement { stage, at, lacks, until, done: None });
            }
            What::Supplemented { components, deadline } => {
                self.added.extend(components.iter().cloned());
                self.supplemented(at, *deadline);
            }
            What::PaperAdded(paper) => self.added.push(paper.clone()),
            What::Linked { code } => self.linked.push(code.clone()),
            What::Forwarded(over) => self.hand_on(over.clone()),
            What::Acknowledged { account, due } => self.take_over(at, account.clone(), *due),
            What::Taken { account } | What::Reassigned { account } => {
                self.holder.account = Some(account.clone());
            }
            What::OpinionAsked(consultation) => self.consultations.push(consultation.clone()),
            What::OpinionGiven { id, opinion, letter } => {
                self.answer(*id, *opinion, letter.as_deref());
            }
            What::DutyAsked(duty) => {
                self.duties_met.extend(self.duty.replace(duty.clone()));
                self.pause(Phase::Paying, PauseKind::FinancialDuty, at, None);
            }
            What::Excluded { basis } => {
                self.pause(self.phase, PauseKind::Excluded, at, Some(basis.clone()));
            }
            What::Resumed { deadline } => self.resume(at, *deadline),
            What::Paid { payment, duty, deadline } => self.pay(at, payment, *duty, *deadline),
            What::Voided { series, number } => self.void(series, *number),
            What::Apologised { promised } => self.promise(*promised),
            What::DueChangeAsked { due, document } => {
                let (due, document, by) = (*due, document.clone(), event.by.clone());
                self.due_change = Some(DueChange { due, document, by });
            }
            What::DueChangeApproved { deadline } => self.set_due_date(at, *deadline),
            What::DueChangeDeclined => self.due_change = None,
            What::Recounted { deadline } => self.deadline = Some(*deadline),
            What::BecameLate { since } => self.late_since = Some(*since),
            What::NoLongerLate => self.late_since = None,
            What::Proposed { outcome, office } => self.propose(event, *outcome, office),
            What::SentBack => self.send_back(at),
            What::Signed(signature) => self.sign(at, signature),
            What::Numbered { number, .. } => {
                self.phase = Phase::Numbered;
                self.on_result(|result| result.number = Some(number.to_string()));
            }
            What::ResultAttached(file) => self.attach(file),
            What::Released { punctuality, time } => self.finish(at, *punctuality, *time),
            What::Finished { .. } => self.finish_at_once(event),
            What::Returned(handout) => {
                (self.phase, self.handout) = (Phase::Returned, Some(*handout));
            }
            What::Corrected { .. } => self.on_result(|result| result.corrected += 1),
            What::Revoked { .. } => self.on_result(|result| result.revoked = true),
            What::Rated { score } => self.rated = Some(*score),
            What::Withdrawn => self.end(Phase::Withdrawn, at),
            What::Stopped { .. } => self.end(Phase::Stopped, at),
        }
        self
    }

    fn set_due_date(&mut self, at: LawTime, deadline: Deadline) {
        let Deadline { promised, legal, .. } = deadline;
        self.set_due = Some(SetDue { promised, legal, by: SetBy::TwoPeople, at });
        (self.due_change, self.deadline) = (None, Some(deadline));
    }

    fn accept(&mut self, event: &Event, acceptance: &Acceptance) {
        self.phase = Phase::Received;
        self.reception = Some(Reception {
            at: event.at,
            by: event.by.clone(),
            year: acceptance.year,
            number: Some(acceptance.number),
        });
        self.deadline = Some(acceptance.deadline);
        if acceptance.agreed.is_some() {
            self.filing.limits.agreed = acceptance.agreed;
        }
        // Whoever takes it in found that what was asked for is there.
        self.supplements.iter_mut().for_each(|it| it.done = it.done.or(Some(event.at)));
        self.holder.account = account_of(&event.by);
        self.holder.since = event.at;
    }

    fn ask(&mut self, supplement: Supplement) {
        let at = supplement.at;
        let is_intake = supplement.stage == SupplementStage::Intake;
        self.supplements.push(supplement);
        match is_intake {
            true => self.phase = Phase::Incomplete,
            false => self.pause(Phase::Supplementing, PauseKind::Supplement, at, None),
        }
    }

    fn supplemented(&mut self, at: LawTime, deadline: Option<Deadline>) {
        if let Some(open) = self.supplements.last_mut() {
            open.done = Some(at);
        }
        match deadline {
            None => self.phase = Phase::Submitted,
            Some(deadline) => {
                self.phase = Phase::Working;
                self.resume(at, deadline);
            }
        }
    }

    fn hand_on(&mut self, over: HandOver) {
        self.phase = Phase::Working;
        self.hand_over = Some(over);
    }

    fn take_over(&mut self, at: LawTime, account: Option<StreamId>, due: Option<Moment>) {
        let Some(HandOver { to, step, .. }) = self.hand_over.take() else { return };
        self.step = step;
        self.hold(to, account, at);
        self.holder.due = due;
    }

    fn pay(&mut self, at: LawTime, payment: &Payment, duty: bool, deadline: Option<Deadline>) {
        let payment = payment.clone();
        self.payments.push(Settled { at, payment, voided: false, duty });
        if let Some(deadline) = deadline {
            self.phase = Phase::Working;
            self.resume(at, deadline);
        }
    }

    fn void(&mut self, series: &str, number: i64) {
        for settled in &mut self.payments {
            let receipt = settled.payment.receipt.as_ref();
            settled.voided |= receipt.is_some_and(|it| it.series == series && it.number == number);
        }
    }

    fn promise(&mut self, promised: Moment) {
        self.apologies += 1;
        if let Some(deadline) = &mut self.deadline {
            deadline.promised = promised;
        }
    }

    fn propose(&mut self, event: &Event, outcome: Outcome, office: &str) {
        self.phase = Phase::Proposed;
        self.result = Some(decided(outcome, &event.by, &self.holder.office));
        self.hold(office.to_owned(), None, event.at);
    }

    /// Back to whoever proposed it, where it then lies.
    fn send_back(&mut self, at: LawTime) {
        self.phase = Phase::Working;
        if let Some(result) = self.result.take() {
            self.hold(result.proposed_at, account_of(&result.proposed_by), at);
        }
    }

    fn sign(&mut self, at: LawTime, signature: &Signature) {
        self.phase = Phase::Signed;
        self.on_result(|result| result.signature = Some(signature.clone()));
        self.hold(signature.office.clone(), None, at);
    }

    fn finish_at_once(&mut self, event: &Event) {
        let What::Finished { outcome, register, number, signature, punctuality, time } =
            &event.what
        else {
            return;
        };
        let mut result = decided(*outcome, &event.by, &self.holder.office);
        result.signature = Some(signature.clone());
        let entered = register.as_ref().map(|it| it.number.to_string());
        result.number = number.clone().or(entered);
        self.result = Some(result);
        self.finish(event.at, *punctuality, *time);
    }

    fn answer(&mut self, id: u32, opinion: Opinion, letter: Option<&Letter>) {
        for asked in self.consultations.iter_mut().filter(|it| it.id == id) {
            (asked.opinion, asked.letter) = (Some(opinion), letter.cloned());
        }
    }

    fn attach(&mut self, file: &NamedFile) {
        self.on_result(|result| result.file = Some(file.clone()));
    }

    fn on_result(&mut self, change: impl FnOnce(&mut Decided)) {
        if let Some(result) = &mut self.result {
            change(result);
        }
    }

    /// The clock stops, and the result goes to where the applicant handed the dossier in.
    fn finish(&mut self, at: LawTime, punctuality: Punctuality, time: Option<TimeTaken>) {
        self.on_result(|result| result.released = Some(at));
        let legal = self.deadline.map(|deadline| deadline.legal.by_day(at));
        let lawful = legal != Some(Punctuality::Late);
        self.finished = Some(Finished { punctuality, lawful, time });
        self.end(Phase::Finished, at);
        let desk = self.filing.office.clone();
        self.hold(desk, None, at);
    }

    fn end(&mut self, phase: Phase, at: LawTime) {
        self.phase = phase;
        self.ended = Some(at);
        self.hand_over = None;
        self.due_change = None;
        self.close_pause(at);
        if let Some(deadline) = &mut self.deadline {
            deadline.standing = false;
        }
    }

    fn close_pause(&mut self, at: LawTime) {
        if let Some(open) = self.pauses.iter_mut().find(|pause| pause.to.is_none()) {
            open.to = Some(at);
        }
    }

    fn hold(&mut self, office: String, account: Option<StreamId>, since: LawTime) {
        self.holder = Holder { office, account, since, due: None };
    }

    fn pause(&mut self, phase: Phase, kind: PauseKind, at: LawTime, basis: Option<String>) {
        self.phase = phase;
        self.pauses.push(Pause { kind, from: at, to: None, basis });
        if let Some(deadline) = &mut self.deadline {
            deadline.standing = true;
        }
    }

    fn resume(&mut self, at: LawTime, deadline: Deadline) {
        self.close_pause(at);
        self.deadline = Some(deadline);
    }
}

fn decided(outcome: Outcome, by: &str, office: &str) -> Decided {
    Decided {
        outcome,
        proposed_by: by.to_owned(),
        proposed_at: office.to_owned(),
        signature: None,
        number: None,
        released: None,
        file: None,
        corrected: 0,
        revoked: false,
    }
}
