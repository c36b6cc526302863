//! The procedure that was chosen: its papers, questions, time and fees, as the form has them.

use std::collections::HashSet;
use std::sync::Arc;

use domain::State;
use domain::StreamId;
use domain::access::Action;
use domain::calendar::RuleSet;
use domain::dossier::{self, Limits, PlannedStep, given, receipt_counter};
use domain::form::Answers;
use domain::procedure::description::{
    Component, ComponentKind, Description, Fee as PricedFee, Party, Unit,
};

use super::super::file::FeeAsked;
use super::super::store as rows;
use super::desk::Desk;
use super::form::{self, Form};
use super::store;
use crate::commit::Error;
use crate::procedure::trial;
use crate::web::Problem;

/// Grounds on which nothing is paid, as the council's resolutions name them.
pub const GROUNDS: [&str; 7] = [
    "poor-household",
    "near-poor-household",
    "merit",
    "child",
    "elderly",
    "disabled",
    "ethnic-minority",
];

/// A procedure with everything that a form of it is filled in by.
pub struct Picked {
    /// Its national code.
    pub code: String,
    /// The revision in force today.
    pub revision: u32,
    /// Its content.
    pub description: Arc<Description>,
    /// The case.
    pub case: Option<String>,
    /// What was answered.
    pub answers: Answers,
    /// The steps that it will take.
    pub steps: Vec<PlannedStep>,
    /// Form and series of the receipt book, and the next number in it.
    pub book: (String, String, i64),
    /// Who may have signed what is returned at once.
    pub signers: Vec<(StreamId, String)>,
}

/// The procedure of the form, where it is in force today and this desk takes it.
pub async fn pick(desk: &Desk, form: &Form) -> Result<Option<Picked>, Problem> {
    let code = form.one("procedure").to_owned();
    if code.is_empty() || code.contains('\0') {
        return Ok(None);
    }
    let (site, today, named) = (desk.site.clone(), desk.today(), code.clone());
    let found = desk.read(move |tx| site.register().in_force(tx, &named, today)).await?;
    let Some((revision, description)) = found else { return Ok(None) };
    let here = desk.offices.get(desk.office());
    if !here.is_some_and(|here| dossier::is_received(desk.office(), here, &description)) {
        return Ok(None);
    }
    let case = case(&description, form);
    let channel = form.channel();
    let answers = answers(&description, form, case.as_deref());
    let resolve = |party: &Party| desk.offices.resolve(party, desk.office());
    let steps =
        dossier::plan(&description, case.as_deref(), channel, &answers, desk.office(), &resolve);
    let is_same_day = is_same_day(&description, case.as_deref(), form);
    let wanted = Wanted {
        office: desk.office().to_owned(),
        book: (form.one("receipt.form").to_owned(), form.one("receipt.series").to_owned()),
        year: today.year(),
        signing: if is_same_day { signing(desk, &steps) } else { Vec::new() },
    };
    let (terms, me) = (desk.site.province().terms.clone(), desk.account());
    let (book, mut signers) = desk
        .read(move |tx| {
            let mut signers = Vec::new();
            for office in &wanted.signing {
                signers.extend(signers_of(tx, office, &terms, today)?);
            }
            Ok((wanted.book(tx)?, signers))
        })
        .await?;
    signers.retain(|(id, _)| id.as_str() != me);
    Ok(Some(Picked { code, revision, description, case, answers, steps, book, signers }))
}

/// The case that was chosen; the first one where none was.
fn case(description: &Description, form: &Form) -> Option<String> {
    let chosen = form.one("case");
    let known = description.cases.iter().find(|case| case.id == chosen);
    known.or(description.cases.first()).map(|case| case.id.clone())
}

fn is_same_day(description: &Description, case: Option<&str>, form: &Form) -> bool {
    let limit = dossier::limit(description, case, form.channel());
    let span = limit.and_then(|it| it.committed.or(it.legal));
    span.is_some_and(|span| span.unit == Unit::SameDay)
}

/// Answers of the form, sent under `answers.`.
fn answers(description: &Description, form: &Form, case: Option<&str>) -> Answers {
    let Some(questions) = &description.form else { return Answers::new() };
    let plain = |(name, value): &(String, String)| {
        let name = name.strip_prefix("answers.")?;
        Some((name.to_owned(), value.clone()))
    };
    let sent = form.0.iter().filter_map(plain).collect();
    trial::answers(questions, &sent, &given(case, form.channel()))
}

/// What is read of the desk's money and of those who sign.
struct Wanted {
    office: String,
    book: (String, String),
    year: i16,
    signing: Vec<String>,
}

impl Wanted {
    /// The book that was chosen, else the one that the desk used last, else the usual one of the
    /// year; and its next number.
    fn book(&self, tx: &mut db::Tx<'_>) -> Result<(String, String, i64), Error> {
        let (mut form, mut series) = self.book.clone();
        if form.is_empty() || series.is_empty() {
            (form, series) = last_book(tx, &self.office, self.year)?;
        }
        let number = next_receipt(tx, &self.office, &series)?;
        Ok((form, series, number))
    }
}

/// The receipt book that an office used last, else the usual one of the year.
pub fn last_book(tx: &mut db::Tx<'_>, office: &str, year: i16) -> Result<(String, String), Error> {
    let used = tx.rows(&rows::BOOKS_OF, &[office.into()])?;
    match used.last() {
        Some(row) => Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())),
        None => Ok(("01BLP".to_owned(), format!("AA-{:02}P", year.rem_euclid(100)))),
    }
}

/// The next number of a receipt book.
pub fn next_receipt(tx: &mut db::Tx<'_>, office: &str, series: &str) -> Result<i64, Error> {
    let counter = receipt_counter(office, series).0;
    let last = tx.row(&store::LAST_NUMBER, &[counter.as_str().into()])?;
    Ok(last.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1)
}

/// Offices whose leaders sign what is decided on the same day: where it is carried out, and above.
fn signing(desk: &Desk, steps: &[PlannedStep]) -> Vec<String> {
    let mut offices: Vec<String> = steps.iter().map(|step| step.office.clone()).collect();
    offices.extend(desk.offices.path(desk.office()).into_iter().take(2));
    let mut seen = HashSet::new();
    offices.retain(|office| seen.insert(office.clone()));
    offices
}

fn signers_of(
    tx: &mut db::Tx<'_>,
    office: &str,
    terms: &domain::province::Terms,
    today: jiff::civil::Date,
) -> Result<Vec<(StreamId, String)>, Error> {
    let mut signers = Vec::new();
    for row in tx.rows(&rows::STAFF_OF, &[office.into()])? {
        let state: State = serde_json::from_str(row.text(1)?)
            .map_err(|source| Error::Damaged(format!("an account: {source}")))?;
        let State::Account(account) = state else { continue };
        let signs = account.seats(terms, today).iter().any(|seat| {
            let gives = seat.grants.iter().any(|it| it.may.contains(&Action::SignDossier));
            seat.office == office && gives
        });
        if signs && !account.closed {
            signers.push((StreamId::stored(row.text(0)?), row.text(2)?.to_owned()));
        }
    }
    Ok(signers)
}

/// A fee of the case with what was typed about it.
pub struct Line<'a> {
    /// The fee.
    pub fee: &'a PricedFee,
    /// How often it is due, as it was typed; empty of one that is due once.
    pub count: String,
    /// What it costs, as it was typed, where the procedure says only how it is found.
    pub sum: Option<String>,
    /// The ground on which nothing is paid.
    pub exempt: Option<String>,
}

impl Line<'_> {
    fn times(&self) -> u32 {
        if self.count.is_empty() { 1 } else { self.count.parse().unwrap_or(0) }
    }

    /// What is to be paid, in đồng.
    pub fn amount(&self) -> u64 {
        let each = match (self.fee.amount_vnd, &self.sum) {
            (Some(amount), _) => amount.saturating_mul(u64::from(self.times())),
            (None, Some(sum)) => form::sum(sum).unwrap_or(0),
            (None, None) => 0,
        };
        if self.exempt.is_some() || self.fee.exempt { 0 } else { each }
    }
}

impl Picked {
    /// The fees of the case with what was typed about them.
    pub fn fee_lines(&self, form: &Form) -> Vec<Line<'_>> {
        let (case, channel) = (self.case.as_deref(), form.channel());
        let fees = dossier::fees(&self.description, case, channel, &self.answers);
        let line = |fee| {
            let fee: &PricedFee = fee;
            let part = |name: &str| form.one(&format!("fee.{}.{name}", fee.id));
            // What is due by the piece, or from some people only, is counted by the clerk.
            let is_counted = !fee.exempt
                && fee.amount_vnd.is_some()
                && (fee.per.is_some() || fee.condition.is_some());
            let usual = if fee.condition.is_some() { "0" } else { "1" };
            let count = match (is_counted, part("count")) {
                (false, _) => String::new(),
                (true, "") => usual.to_owned(),
                (true, typed) => typed.to_owned(),
            };
            let sum = (!fee.exempt && fee.amount_vnd.is_none()).then(|| part("sum").to_owned());
            let exempt = form::some(part("exemption")).filter(|it| GROUNDS.contains(&it.as_str()));
            Line { fee, count, sum, exempt }
        };
        fees.into_iter().map(line).collect()
    }

    /// What is to be paid now, in đồng.
    pub fn total_vnd(&self, form: &Form) -> u64 {
        self.fee_lines(form).iter().map(Line::amount).fold(0, u64::saturating_add)
    }

    /// Fees as they are handed in; names of boxes that hold no number.
    pub fn fees(&self, form: &Form, wrong: &mut Vec<String>) -> Vec<FeeAsked> {
        let mut asked = Vec::new();
        for line in self.fee_lines(form) {
            let id = line.fee.id.clone();
            if !line.count.is_empty() && line.count.parse::<u32>().is_err() {
                wrong.push(format!("fee.{id}.count"));
            }
            let typed = line.sum.as_deref().filter(|sum| !sum.is_empty());
            if typed.is_some_and(|sum| form::sum(sum).is_none()) {
                wrong.push(format!("fee.{id}.sum"));
            }
            let amount_vnd = typed.and_then(form::sum);
            let is_due =
                line.times() > 0 && (line.fee.amount_vnd.is_some() || amount_vnd.is_some());
            if is_due && !line.fee.exempt {
                let (count, exempt) = (line.times(), line.exempt);
                asked.push(FeeAsked { id, count, exempt, amount_vnd });
            }
        }
        asked
    }

    /// What its deadline is counted by.
    pub fn limits(&self, desk: &Desk, form: &Form) -> Option<Limits> {
        let terms = &desk.site.province().terms;
        let rules = RuleSet::in_force(&terms.rules, desk.today())?;
        let hours = desk.offices.hours(desk.office()).unwrap_or_default();
        let how = (self.case.as_deref(), form.channel());
        Some(dossier::limits(&self.description, rules, how, &hours, self.agreed(form)))
    }

    /// The day that was agreed.
    pub fn agreed(&self, form: &Form) -> Option<jiff::civil::Date> {
        form::day(form.one("agreed"))
    }

    /// Papers of the case that may be missing or wrong.
    pub fn components(&self, form: &Form) -> Vec<&Component> {
        let (case, channel) = (self.case.as_deref(), form.channel());
        let is_paper = |it: &&Component| match it.kind {
            ComponentKind::Submit | ComponentKind::Present => true,
            ComponentKind::Eform | ComponentKind::Note => false,
        };
        let needed = |it: &&Component| dossier::is_needed(it, case, channel, &self.answers);
        self.description.components.iter().filter(is_paper).filter(needed).collect()
    }
}

/// A receipt's number as it is printed: seven digits (TT 303/2016/TT-BTC).
pub fn receipt_number(number: i64) -> String {
    format!("{number:07}")
}
