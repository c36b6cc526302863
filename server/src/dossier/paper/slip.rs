//! The slip of reception.

use domain::calendar::OfficialForm;
use domain::dossier::{Handed, Paper as Handing, ReturnBy, What};
use pdf::{Component, Copy, FeeLine, Kind, Payment, Slip};

use super::Facts;

impl Facts<'_> {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả; none before the dossier is taken in. What it
    /// promises is what was promised then, however often it is printed.
    pub(super) fn slip(&self) -> Option<Slip> {
        let title = self.title(OfficialForm::Slip)?;
        let (dossier, filing) = (self.dossier, &self.dossier.filing);
        let reception = dossier.reception.as_ref()?;
        // Whoever was taken over has the slip of the system that received it.
        let number = reception.number?;
        let deadline = dossier.deadline?;
        let personal = self.known.personal.as_ref();
        let brought = personal.and_then(|it| it.submitter.as_ref());
        let day = reception.at.date();
        Some(Slip {
            title,
            letterhead: self.letterhead(&filing.office, day),
            copies: vec![Copy::Submitter, Copy::File],
            subject: self.subject(),
            tracking: self.site.absolute(&format!("/t/{}", filing.code)),
            desk: self.scene.office(&filing.office),
            submitter: brought.map(|it| self.contact(&it.who)),
            components: self.received().into_iter().map(|it| self.component(it)).collect(),
            sets: filing.sets.into(),
            limit: self.limit(),
            received_at: reception.at,
            due_at: self.due(deadline.original),
            provisional: deadline.provisional,
            collect_at: self.collect_at(),
            fees: self.fee_lines(),
            payment: self.payment(),
            // An office keeps one book a year.
            book: format!("01/{}", reception.year),
            running_number: u32::try_from(number).unwrap_or(u32::MAX),
            giver: self.giver(),
            receiver: self.officer(&reception.by, &filing.office, day),
        })
    }

    /// The papers that were there when the dossier was taken in.
    fn received(&self) -> Vec<&Handed> {
        let mut handed = Vec::new();
        for (_, event) in self.events {
            match &event.what {
                What::Filed { filing, accepted } => {
                    handed.extend(&filing.components);
                    if accepted.is_some() {
                        break;
                    }
                }
                What::Supplemented { components, .. } => handed.extend(components),
                What::PaperAdded(paper) => handed.push(paper),
                What::Accepted(_) => break,
                _ => {}
            }
        }
        handed
    }

    fn component(&self, handed: &Handed) -> Component {
        Component {
            name: self.scene.component(&self.dossier.filing, Some(&handed.id)),
            kind: match handed.form {
                Handing::Original => Kind::Original,
                Handing::CertifiedCopy => Kind::CertifiedCopy,
                Handing::Photocopy => Kind::Photocopy,
                Handing::Electronic => Kind::Electronic,
            },
            count: handed.quantity.into(),
            note: if handed.presented { self.text().paper_presented() } else { String::new() },
        }
    }

    fn collect_at(&self) -> String {
        let (text, office) = (self.text(), self.scene.office(&self.dossier.filing.office));
        match self.dossier.filing.return_by {
            ReturnBy::Counter => text.paper_collect_counter(office),
            ReturnBy::Post => text.paper_collect_post(),
            ReturnBy::Online => text.paper_collect_online(),
        }
    }

    /// The procedure's fees; those of nothing are not told.
    pub(super) fn fee_lines(&self) -> Vec<FeeLine> {
        let told = self.dossier.filing.fees.iter().filter(|line| line.amount_vnd > 0);
        told.map(|line| FeeLine {
            name: self.fee_name(&line.id),
            amount_vnd: line.amount_vnd,
            note: line.exempt.as_ref().map(|it| self.text().paper_exempt(it)).unwrap_or_default(),
        })
        .collect()
    }

    fn payment(&self) -> Payment {
        let fees = &self.dossier.filing.fees;
        let grounds: Vec<String> = fees.iter().filter_map(|line| line.exempt.clone()).collect();
        if !fees.is_empty() && grounds.len() == fees.len() {
            return Payment::Exempt { basis: grounds.join("; ") };
        }
        let mut paid = self.dossier.payments.iter().rev().filter(|it| !it.voided && !it.duty);
        match paid.next().filter(|_| self.dossier.owed_vnd() == 0) {
            Some(last) => {
                let receipt = last.payment.receipt.as_ref();
                let number = receipt.map(|it| super::sheet::number(it.number));
                Payment::Paid { on: last.at.date(), receipt: number.unwrap_or_default() }
            }
            None => Payment::Due,
        }
    }
}
