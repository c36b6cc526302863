//! Fees, financial duties and receipts.

use super::super::command::{File, Pay};
use super::super::deadline::Deadline;
use super::super::event::What;
use super::super::fee::{Duty, FeeLine, Payment, Receipt};
use super::super::phase::Phase;
use super::super::wrong::{At, Flaw, Wrong};
use super::super::{NAME_LENGTH_MAX, fees, receipt_counter};
use super::{Acting, Answer, ENDED, agency, document, field, is_id};
use crate::procedure::description::Description;
use crate::refusal::Refusal;
use crate::view::View;

/// Items of a notice at most.
const ITEMS_MAX: usize = 30;
/// The greatest count of a fee line: copies times pages.
const COUNT_MAX: u32 = 10_000;
/// The greatest sum in đồng: a hundred thousand billion.
pub(super) const AMOUNT_VND_MAX: u64 = 100_000_000_000_000;

/// Fee lines that the procedure does not have, or that cannot be.
pub(super) fn fee_wrongs(file: &File, description: &Description, case: Option<&str>) -> Vec<At> {
    let answers = &file.personal.answers;
    let of_case = fees(description, case, file.channel, answers);
    let wrong = |(at, line): (usize, &FeeLine)| {
        let known = of_case.iter().any(|fee| fee.id == line.id);
        let twice = file.fees[..at].iter().any(|it| it.id == line.id);
        let priced = price(description, line).is_some() || line.amount_vnd <= AMOUNT_VND_MAX;
        let flaw = match () {
            () if !known => Flaw::Unknown,
            () if twice => Flaw::Twice,
            () if line.exempt.as_deref().is_some_and(|ground| !is_id(ground)) => {
                Flaw::Malformed("id")
            }
            () if line.count == 0 || line.count > COUNT_MAX || !priced => {
                Flaw::OutOfRange(1, i64::from(COUNT_MAX))
            }
            () => return None,
        };
        Some(At { place: format!("fees[{}]", line.id), flaw })
    };
    file.fees.iter().enumerate().filter_map(wrong).collect()
}

/// What a line costs by the procedure; `None` where the text says how it is found.
pub(super) fn price(description: &Description, line: &FeeLine) -> Option<u64> {
    let fee = description.fees.iter().find(|fee| fee.id == line.id)?;
    fee.amount_vnd.map(|amount| amount.saturating_mul(u64::from(line.count)))
}

/// A payment with its receipt's number.
pub(super) fn payment(pay: &Pay, view: &View<'_>) -> Result<Payment, Wrong> {
    if pay.amount_vnd == 0 || pay.amount_vnd > AMOUNT_VND_MAX {
        return Err(field("amount_vnd", Flaw::OutOfRange(1, AMOUNT_VND_MAX.cast_signed())));
    }
    let receipt = pay.book.as_ref().map(|(form, series)| {
        let next = view.next_number(&receipt_counter(&pay.office, series));
        // The paper in hand has its number printed on it: another one would make a gap.
        if pay.number.is_some_and(|number| i64::from(number.get()) != next) {
            return Err(field("receipt.number", Flaw::OutOfRange(next, next)));
        }
        Ok::<_, Wrong>(Receipt {
            office: pay.office.clone(),
            form: document("receipt.form", form)?,
            series: document("receipt.series", series)?,
            number: next,
        })
    });
    let evidence = pay.evidence.as_ref().map(|text| document("evidence", text));
    let (receipt, evidence) = (receipt.transpose()?, evidence.transpose()?);
    if receipt.is_none() && evidence.is_none() {
        return Err(field("receipt.series", Flaw::Missing));
    }
    Ok(Payment { amount_vnd: pay.amount_vnd, means: pay.means, receipt, evidence })
}

impl Acting<'_> {
    /// A financial duty found by another agency: the clock stands from the notice to the proof. When
    /// one is met another may follow: the tax office sends its notices one by one.
    pub(super) fn request_payment(&self, duty: &Duty) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        self.not_excluded()?;
        if duty.items.is_empty() {
            return Err(field("items", Flaw::Missing).into());
        }
        if duty.items.len() > ITEMS_MAX {
            return Err(field("items", Flaw::TooLong(ITEMS_MAX)).into());
        }
        for (at, item) in duty.items.iter().enumerate() {
            let length = item.name.trim().chars().count();
            let flaw = match length {
                0 => Some(Flaw::Missing),
                length if length > NAME_LENGTH_MAX => Some(Flaw::TooLong(NAME_LENGTH_MAX)),
                _ => None,
            };
            if let Some(flaw) = flaw {
                return Err(field(&format!("items[{at}].name"), flaw).into());
            }
            if item.amount_vnd == 0 || item.amount_vnd > AMOUNT_VND_MAX {
                let flaw = Flaw::OutOfRange(1, AMOUNT_VND_MAX.cast_signed());
                return Err(field(&format!("items[{at}].amount_vnd"), flaw).into());
            }
        }
        let duty = Duty {
            payee: agency("payee", &duty.payee)?,
            notice: document("notice", &duty.notice)?,
            items: duty.items.clone(),
        };
        self.tell(What::DutyAsked(duty))
    }

    /// Money that came. With the last of a duty the clock runs again.
    pub(super) fn record_payment(&self, pay: &Pay, is_duty: bool) -> Answer {
        let dossier = self.dossier;
        if ENDED.contains(&dossier.phase) {
            return Err(Wrong::NotNow { act: self.act, phase: dossier.phase }.into());
        }
        let owed = if is_duty { dossier.duty_owed_vnd() } else { dossier.owed_vnd() };
        if pay.amount_vnd > owed {
            return Err(Wrong::Overpaid(owed).into());
        }
        let payment = payment(pay, self.view)?;
        let is_met = is_duty && pay.amount_vnd == owed && dossier.phase == Phase::Paying;
        let deadline = match is_met {
            true => Some(self.after_pause()?),
            false => None,
        };
        self.tell(What::Paid { payment, duty: is_duty, deadline })
    }

    /// A receipt is voided; its number stays in the book. Not after the result was handed out, nor
    /// for a duty that is met: the clock runs by it.
    pub(super) fn void_payment(&self, series: &str, number: i64) -> Answer {
        let of_book = |settled: &&super::super::fee::Settled| {
            let receipt = settled.payment.receipt.as_ref();
            receipt.is_some_and(|it| it.series == series && it.number == number)
        };
        let found = self.dossier.payments.iter().find(of_book);
        let is_open = |duty: bool| !duty || self.dossier.phase == Phase::Paying;
        let can = found.is_some_and(|settled| !settled.voided && is_open(settled.duty));
        if !can || self.dossier.phase == Phase::Returned {
            return Err(Wrong::NoReceipt.into());
        }
        self.said("text")?;
        self.tell(What::Voided { series: series.to_owned(), number })
    }

    /// The deadline after the pause that ends now.
    pub(super) fn after_pause(&self) -> Result<Deadline, Refusal> {
        let mut pauses = self.dossier.pauses.clone();
        if let Some(open) = pauses.iter_mut().find(|pause| pause.to.is_none()) {
            open.to = Some(self.view.now);
        }
        self.counted_anew(&pauses)
    }
}
