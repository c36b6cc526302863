//! The control sheet and fee receipts.

use domain::LawTime;
use domain::access::Fields;
use domain::calendar::{Moment, OfficialForm, Punctuality};
use domain::dossier::{Event, Settled, Way, What};
use domain::event::Header;
use pdf::spell::EmptyTen;
use pdf::{ControlSheet, FeeLine, FeeReceipt, HandOver, Outcome, ReceiptCopy, Voided};

use super::{Facts, Which, joined};

/// A number of a receipt as its book writes it.
pub(super) fn number(number: i64) -> String {
    format!("{number:07}")
}

impl Facts<'_> {
    /// Phiếu kiểm soát: its rows are the hand-overs that were recorded.
    pub(super) fn control_sheet(&self) -> Option<ControlSheet> {
        let title = self.title(OfficialForm::ControlSheet)?;
        let (dossier, filing) = (self.dossier, &self.dossier.filing);
        let reception = dossier.reception.as_ref()?;
        let deadline = dossier.deadline?;
        let agency = filing.steps.last().map_or(&filing.office, |step| &step.office);
        let mut partners: Vec<String> =
            dossier.consultations.iter().map(|it| self.scene.office(&it.office)).collect();
        partners.dedup();
        Some(ControlSheet {
            title,
            letterhead: self.letterhead(&filing.office, reception.at.date()),
            code: filing.code.clone(),
            applicant: self.applicant().name,
            procedure: self.subject().procedure,
            agency: self.scene.office(agency),
            partners: partners.join("; "),
            due_at: self.due(deadline.promised),
            rows: self.hand_overs(),
        })
    }

    fn hand_overs(&self) -> Vec<HandOver> {
        let mut rows: Vec<HandOver> = Vec::new();
        let mut due = None;
        for (_, event) in self.events {
            match &event.what {
                What::Forwarded(over) => rows.push(HandOver {
                    from: self.scene.office(&over.from),
                    to: self.scene.office(&over.to),
                    given_at: event.at,
                    taken_at: None,
                    giver: self.scene.person(&event.by),
                    taker: String::new(),
                    outcome: due.take().map(|due| self.outcome(due, event.at)),
                    note: joined([self.way(over.way), self.words(event).text], ". "),
                }),
                What::Acknowledged { account, due: step } => {
                    due = *step;
                    if let Some(open) = rows.last_mut() {
                        open.taken_at = Some(event.at);
                        let taker = account.as_ref().map_or(event.by.as_str(), |it| it.as_str());
                        open.taker = self.scene.person(taker);
                    }
                }
                _ => {}
            }
        }
        rows
    }

    fn way(&self, way: Way) -> String {
        match way {
            Way::On => String::new(),
            Way::Back => self.text().paper_way_back(),
            Way::Transfer => self.text().paper_way_transfer(),
        }
    }

    /// How a step ended against its limit: late to the instant, early by the day.
    fn outcome(&self, due: Moment, given: LawTime) -> Outcome {
        if given > self.due(due) {
            return Outcome::Late;
        }
        match due.by_day(given) {
            Punctuality::Early => Outcome::Early,
            Punctuality::OnTime | Punctuality::Late => Outcome::OnTime,
        }
    }

    /// Biên lai by its number, else the latest; a voided one too.
    pub(super) fn receipt(&self, which: &Which) -> Option<FeeReceipt> {
        let mut all = self.dossier.payments.iter().rev();
        let settled = all.find(|it| {
            it.payment.receipt.as_ref().is_some_and(|receipt| {
                which.number.is_none_or(|number| number == receipt.number)
                    && which.series.as_ref().is_none_or(|series| *series == receipt.series)
            })
        })?;
        let receipt = settled.payment.receipt.as_ref()?;
        let (_, paid) = self.events.iter().find(|(_, event)| {
            matches!(&event.what, What::Paid { payment, .. }
                if payment.receipt.as_ref() == Some(receipt))
        })?;
        let day = settled.at.date();
        let head = self.letterhead(&receipt.office, day);
        let personal = self.known.personal.as_ref();
        let brought = personal.and_then(|it| it.submitter.as_ref());
        let payer = brought.map_or_else(|| self.applicant(), |it| self.contact(&it.who));
        Some(FeeReceipt {
            form: receipt.form.clone(),
            series: receipt.series.clone(),
            number: number(receipt.number),
            copy: ReceiptCopy::Payer,
            superior: head.superior,
            office: head.office,
            place: head.place,
            tax_code: String::new(),
            payer: payer.name,
            payer_address: if self.sees(Fields::Contact) { payer.address } else { String::new() },
            payer_tax_code: String::new(),
            dossier: self.dossier.filing.code.clone(),
            lines: self.paid_lines(settled),
            method: page::dossier::means(self.text(), settled.payment.means.id()),
            paid_on: day,
            empty_ten: EmptyTen::default(),
            collector: self.officer(&paid.by, &receipt.office, day),
            voided: self.voided(&receipt.series, receipt.number),
        })
    }

    /// What was paid: each item where the sum is theirs, else one line, for a part of several
    /// items is a part of none of them.
    fn paid_lines(&self, settled: &Settled) -> Vec<FeeLine> {
        let items: Vec<FeeLine> = match (settled.duty, &self.dossier.duty) {
            (true, Some(duty)) => {
                let line = |it: &domain::dossier::DutyItem| FeeLine {
                    name: it.name.clone(),
                    amount_vnd: it.amount_vnd,
                    note: String::new(),
                };
                duty.items.iter().map(line).collect()
            }
            (true, None) => Vec::new(),
            (false, _) => self.fee_lines().into_iter().filter(|it| it.note.is_empty()).collect(),
        };
        let sum = items.iter().fold(0_u64, |sum, it| sum.saturating_add(it.amount_vnd));
        if sum == settled.payment.amount_vnd {
            return items;
        }
        let names: Vec<String> = items.into_iter().map(|it| it.name).collect();
        vec![FeeLine {
            name: names.join("; "),
            amount_vnd: settled.payment.amount_vnd,
            note: self.text().paper_part(),
        }]
    }

    fn voided(&self, series: &str, number: i64) -> Option<Voided> {
        let is = |event: &Event| {
            matches!(&event.what, What::Voided { series: of, number: no }
                if of == series && *no == number)
        };
        let (_, event): &(Header, Event) = self.events.iter().find(|(_, event)| is(event))?;
        Some(Voided {
            on: event.at.date(),
            by: self.scene.person(&event.by),
            reason: self.words(event).text,
        })
    }
}
