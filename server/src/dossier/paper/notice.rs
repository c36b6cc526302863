//! Papers that tell an applicant what is missing, why not, that it is late, that work stops.

use domain::calendar::{Moment, OfficialForm};
use domain::dossier::{Event, Lack, SupplementStage, What};
use pdf::{Apology, Earlier, Extension, Guide, Missing, Refusal, Stop, SupplementRequest};

use super::{Facts, joined};
use crate::dossier::words;

/// What a title says of a form that asks for more time (TT 03/2025/TT-VPCP, Mẫu số 04).
const ASKS_FOR_TIME: &str = "gia hạn";

impl Facts<'_> {
    /// Phiếu yêu cầu bổ sung of a round.
    pub(super) fn supplement(&self, round: Option<usize>) -> Option<SupplementRequest> {
        let title = self.title(OfficialForm::SupplementRequest)?;
        let asked = |what: &What| matches!(what, What::SupplementAsked { .. });
        let at = self.told(round, asked)?;
        let (header, event) = &self.events[at];
        let What::SupplementAsked { stage, lacks, until, basis, .. } = &event.what else {
            return None;
        };
        let before = self.events[..=at].iter().filter(|(_, event)| asked(&event.what)).count();
        let (office, day) = (&header.actor.office, event.at.date());
        let phone = self.scene.offices.get(office).and_then(|it| it.phone.clone());
        Some(SupplementRequest {
            title,
            letterhead: self.letterhead(office, day),
            subject: self.subject(),
            stage: match stage {
                SupplementStage::Intake => self.text().paper_stage_intake(),
                SupplementStage::Examination { office } => {
                    self.text().paper_stage_examination(self.scene.office(office))
                }
            },
            basis: basis.clone(),
            round: u32::try_from(before).unwrap_or(u32::MAX),
            until: until.map(|day| self.due(Moment::Day(day))),
            items: self.missing(lacks, event),
            guide: Guide {
                signer: self.officer(&event.by, office, day),
                phone: phone.unwrap_or_default(),
            },
        })
    }

    fn missing(&self, lacks: &[Lack], event: &Event) -> Vec<Missing> {
        let said = self.words(event).items;
        let each = lacks.iter().enumerate();
        each.map(|(place, lack)| {
            let reason = page::dossier::reason(self.text(), lack.reason.id());
            let words = said.get(place).cloned().unwrap_or_default();
            Missing {
                what: self.scene.component(&self.dossier.filing, lack.component.as_deref()),
                reason: joined([reason, words], ". "),
            }
        })
        .collect()
    }

    /// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        let title = self.title(OfficialForm::Refusal)?;
        let at = self.told(None, |what| matches!(what, What::Refused { .. }))?;
        let (header, event) = &self.events[at];
        let What::Refused { lacks } = &event.what else { return None };
        let (office, day) = (&header.actor.office, event.at.date());
        let items = self.missing(lacks, event).into_iter();
        let mut reasons: Vec<String> = items.map(|it| joined([it.what, it.reason], ": ")).collect();
        reasons.extend(Some(self.words(event).text).filter(|text| !text.is_empty()));
        Some(Refusal {
            title,
            letterhead: self.letterhead(office, day),
            subject: self.subject(),
            desk: self.scene.office(office),
            reasons,
            instead: String::new(),
            giver: self.giver(),
            receiver: self.officer(&event.by, office, day),
        })
    }

    /// Phiếu xin lỗi of a round: with the day that was promised before it.
    pub(super) fn apology(&self, round: Option<usize>) -> Option<Apology> {
        let title = self.title(OfficialForm::Apology)?;
        let at = self.told(round, |what| matches!(what, What::Apologised { .. }))?;
        let (header, event) = &self.events[at];
        let What::Apologised { promised } = &event.what else { return None };
        let before = self.before(at)?;
        let due = before.deadline?.promised;
        let extension = title.title.contains(ASKS_FOR_TIME).then(|| Extension {
            limit: self.limit(),
            asked: self
                .text()
                .span_working_day(self.scene.working_days(due.date(), promised.date())),
            earlier: self.earlier(at),
        });
        Some(Apology {
            title,
            letterhead: self.letterhead(&header.actor.office, event.at.date()),
            subject: self.subject(),
            received_at: before.reception?.at,
            due_at: self.due(due),
            reason: self.words(event).text,
            new_due_at: self.due(*promised),
            extension,
            signer: self.head_of_agency(),
        })
    }

    /// Extensions before an event: apologies, whose papers get their numbers by hand, and changes
    /// of the due date that a second person approved.
    fn earlier(&self, at: usize) -> Vec<Earlier> {
        let mut earlier = Vec::new();
        let mut asked = None;
        for (_, event) in &self.events[..at] {
            match &event.what {
                What::Apologised { promised } => earlier.push(Earlier {
                    number: "………".to_owned(),
                    until: promised.date(),
                    reason: self.words(event).text,
                }),
                What::DueChangeAsked { due, document } => {
                    asked = Some(Earlier {
                        number: document.clone(),
                        until: due.date(),
                        reason: self.words(event).text,
                    });
                }
                What::DueChangeApproved { .. } => earlier.extend(asked.take()),
                What::DueChangeDeclined => asked = None,
                _ => {}
            }
        }
        earlier
    }

    /// Thông báo dừng giải quyết hồ sơ: withdrawn or stopped while there was no decision.
    pub(super) fn stop(&self) -> Option<Stop> {
        let title = self.title(OfficialForm::Stop)?;
        let stops = |what: &What| matches!(what, What::Stopped { .. } | What::Withdrawn);
        let at = self.told(None, stops)?;
        let (header, event) = &self.events[at];
        let before = self.before(at)?;
        let received = before.reception.as_ref()?.at;
        let text = self.text();
        let (request, decision) = match &event.what {
            What::Stopped { reason, document } => {
                let reason = page::dossier::reason(text, reason.id());
                (joined([reason, self.words(event).text], ". "), text.paper_stop_by(document))
            }
            _ => {
                let words = Some(self.words(event).text).filter(|text| !text.is_empty());
                (words.unwrap_or_else(|| text.paper_withdrawn()), text.paper_stop_withdrawn())
            }
        };
        Some(Stop {
            title,
            letterhead: self.letterhead(&header.actor.office, event.at.date()),
            subject: self.subject(),
            received_at: received,
            request,
            requested_at: event.at,
            stage: words::phase(text, before.phase),
            decision,
            settlement: self.settlement(),
            signer: self.head_of_agency(),
        })
    }

    /// What was paid, by its receipts; what becomes of it is written by hand.
    fn settlement(&self) -> String {
        let text = self.text();
        let paid = self.dossier.payments.iter().filter(|it| !it.voided);
        let told: Vec<String> = paid
            .map(|it| {
                let sum = text.number(it.payment.amount_vnd);
                match &it.payment.receipt {
                    Some(receipt) => {
                        let number = super::sheet::number(receipt.number);
                        text.paper_paid_by(sum, format!("{} {number}", receipt.series))
                    }
                    None => text.paper_paid(sum),
                }
            })
            .collect();
        match told.is_empty() {
            true => text.paper_nothing_paid(),
            false => told.join("; "),
        }
    }
}
