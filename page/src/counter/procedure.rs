//! The procedure that was chosen: its case, papers, questions, time and fees.

use super::Wrong;
use super::field::{Field, choose, line, one_of, tick};
use super::papers::Paper;
use crate::Text;
use crate::format::Day;
use crate::procedure::{Choice, Question, Said};

/// A procedure that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// National code: what the button sends.
    pub code: String,
    /// The name.
    pub name: Said,
    /// The field, or why this desk does not take it.
    pub beside: Said,
}

/// What was found, as the part of the page that is put in place while somebody types.
pub fn found(found: &[Found], text: Text) -> String {
    #[derive(askama::Template)]
    #[template(path = "counter/found.html")]
    struct Filled<'a> {
        t: Text,
        found: &'a [Found],
    }
    askama::Template::render(&Filled { t: text, found })
        .expect("invariant: a string takes every page, and texts do not fail")
}

/// When the result is promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Day,
    /// The weekday and the hour: `thứ Tư, trước 17 giờ`.
    pub when: String,
    /// How long: `2 ngày làm việc, luật cho 3`.
    pub span: String,
    /// How it was counted, line by line, the answer last.
    pub lines: Vec<String>,
    /// Whether a year of it has no decided calendar yet.
    pub provisional: bool,
}

/// A fee of the case.
#[derive(Clone, Debug, Default)]
pub struct Fee {
    /// Its id in the procedure.
    pub id: String,
    /// What it is.
    pub name: Said,
    /// How much, written out; of an exempt one nought.
    pub amount: String,
    /// How many times it is due, as it was typed; empty of one that is due once.
    pub count: String,
    /// What it costs in đồng, as it was typed, where the procedure says only how it is found.
    pub sum: Option<String>,
    /// Grounds for taking less or nothing; the first: none.
    pub exemptions: Vec<Choice>,
}

impl Fee {
    fn field(&self, text: Text) -> Field {
        let name = format!("fee.{}.exemption", self.id);
        one_of(name, text.counter_exemption(&self.name.text), self.exemptions.clone())
    }

    /// Its boxes: how many times, how much, on which ground not.
    pub(super) fn boxes(&self, text: &Text, wrong: &[Wrong]) -> String {
        let count = |name: &str, label, value: &str| {
            let field = line(format!("fee.{}.{name}", self.id), label, value);
            field.typed("text", "numeric").at_most(COUNT_LENGTH_MAX).judged(wrong)
        };
        let mut fields = Vec::new();
        if !self.count.is_empty() {
            fields.push(count("count", text.counter_fee_count(&self.name.text), &self.count));
        }
        if let Some(sum) = &self.sum {
            fields.push(count("sum", text.counter_fee_sum(&self.name.text), sum));
        }
        if !self.exemptions.is_empty() {
            fields.push(self.field(*text));
        }
        super::field::render(&fields, *text)
    }
}

/// Decided and returned at once, for what is decided on the same day.
#[derive(Clone, Debug, Default)]
pub struct AtOnce {
    /// Whether the result is handed out now.
    pub ticked: bool,
    /// Who may have signed it; the first: nobody chosen.
    pub signers: Vec<Choice>,
}

impl AtOnce {
    fn fields(&self, text: Text, wrong: &[Wrong]) -> Vec<Field> {
        let fields = [
            tick("at_once", text.counter_at_once(), self.ticked).key("Alt+L"),
            one_of("signed_by", text.counter_signer(), self.signers.clone()),
        ];
        fields.into_iter().map(|field| field.judged(wrong)).collect()
    }
}

const COUNT_LENGTH_MAX: u16 = 12;
const DAY_LENGTH_MAX: u16 = 10;

/// How the fees are paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// All together, written out.
    pub total: String,
    /// `now` or `return`.
    pub when: String,
    /// `cash` or `transfer`.
    pub method: String,
    /// The form of the receipt.
    pub receipt_form: String,
    /// Its series.
    pub receipt_series: String,
    /// Its number: the next one of this desk is filled in.
    pub receipt_number: String,
}

const RECEIPT_LENGTH_MAX: u16 = 20;

impl Payment {
    pub(super) fn fields(&self, text: Text, wrong: &[Wrong]) -> Vec<Field> {
        let times = vec![("now", text.counter_pay_now()), ("return", text.counter_pay_return())];
        let methods =
            vec![("cash", text.counter_pay_cash()), ("transfer", text.counter_pay_transfer())];
        let receipt = |part: &str, label, value: &str| {
            let field = line(format!("receipt.{part}"), label, value);
            field.class("c3 mc-paid").at_most(RECEIPT_LENGTH_MAX)
        };
        let fields = [
            choose("payment.when", text.counter_pay_when(), &self.when, times)
                .class("mc-when-paid"),
            choose("payment.method", text.counter_pay_method(), &self.method, methods)
                .class("c3 mc-paid"),
            receipt("form", text.counter_receipt_form(), &self.receipt_form),
            receipt("series", text.counter_receipt_series(), &self.receipt_series),
            receipt("number", text.counter_receipt_number(), &self.receipt_number),
        ];
        fields.into_iter().map(|field| field.judged(wrong)).collect()
    }
}

/// The procedure that was chosen, in the case that was chosen.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// National code, kept in the form.
    pub code: String,
    /// The name.
    pub name: Said,
    /// Its page.
    pub path: String,
    /// Since when this revision is in force, and who decides: beside the name.
    pub beside: String,
    /// Cases to choose; none where there is only one.
    pub cases: Vec<Choice>,
    /// Papers of the case.
    pub papers: Vec<Paper>,
    /// The questions of its short form.
    pub questions: Vec<Question>,
    /// When the result is promised.
    pub due: Option<Due>,
    /// Who will handle it.
    pub handler: Option<String>,
    /// What it costs.
    pub fees: Vec<Fee>,
    /// How that is paid.
    pub payment: Payment,
    /// The day agreed with the applicant, as it was typed, where the law names no limit that can
    /// be counted: `31/12/2019`.
    pub agreed: Option<String>,
    /// Decided and returned at once, where the procedure is one of the same day.
    pub at_once: Option<AtOnce>,
}

impl Chosen {
    pub(super) fn case(&self, text: Text, wrong: &[Wrong]) -> Option<Field> {
        if self.cases.is_empty() {
            return None;
        }
        Some(one_of("case", text.counter_case(), self.cases.clone()).judged(wrong))
    }

    /// The boxes of what is agreed, and of what is returned at once.
    pub(super) fn now(&self, text: Text, wrong: &[Wrong]) -> Vec<Field> {
        let agreed = self.agreed.as_ref().map(|day| {
            let field = line("agreed", text.counter_agreed(), day).typed("text", "numeric");
            field.class("c3").at_most(DAY_LENGTH_MAX).judged(wrong)
        });
        let at_once = self.at_once.iter().flat_map(|it| it.fields(text, wrong));
        agreed.into_iter().chain(at_once).collect()
    }

    pub(super) fn required(&self) -> u64 {
        self.papers.iter().filter(|paper| paper.required).count() as u64
    }

    pub(super) fn brought(&self) -> u64 {
        self.papers.iter().filter(|paper| paper.required && paper.brought).count() as u64
    }
}
