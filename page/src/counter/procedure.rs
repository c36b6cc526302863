//! The procedure that was chosen: its case, papers, questions, time and fees.

use super::Wrong;
use super::field::{Field, choose, line, one_of};
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
    /// Grounds for taking less or nothing; the first: none.
    pub exemptions: Vec<Choice>,
}

impl Fee {
    fn field(&self, text: Text) -> Field {
        let name = format!("fee.{}.exemption", self.id);
        one_of(name, text.counter_exemption(&self.name.text), self.exemptions.clone())
    }

    pub(super) fn exemption(&self, text: &Text) -> String {
        match self.exemptions.is_empty() {
            true => String::new(),
            false => self.field(*text).render(*text),
        }
    }
}

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
}

impl Chosen {
    pub(super) fn case(&self, text: Text, wrong: &[Wrong]) -> Option<Field> {
        if self.cases.is_empty() {
            return None;
        }
        Some(one_of("case", text.counter_case(), self.cases.clone()).judged(wrong))
    }

    pub(super) fn required(&self) -> u64 {
        self.papers.iter().filter(|paper| paper.required).count() as u64
    }

    pub(super) fn brought(&self) -> u64 {
        self.papers.iter().filter(|paper| paper.required && paper.brought).count() as u64
    }
}
