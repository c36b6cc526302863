//! The procedure that was chosen as the form shows it.

use std::collections::HashSet;

use domain::StreamId;
use domain::calendar::Moment;
use domain::dossier::{self, Limits, given};
use domain::form::Form as Questions;
use domain::procedure::description::{Component, ComponentKind, Description};
use page::counter::{AtOnce, Chosen, Due, Fee, Paper, Payment};
use page::procedure::{Answered, Choice, Question, Said};

use super::chosen::{GROUNDS, Line, Picked, receipt_number};
use super::desk::{Desk, moment};
use super::form::{self, Form};
use crate::calendar::words::lines;
use crate::procedure::trial::Trial;
use crate::procedure::view::{day, said};
use crate::procedure::words;

impl Picked {
    /// As the form shows it.
    pub fn shown(&self, desk: &Desk, form: &Form) -> Chosen {
        let text = desk.text;
        let choice = |id: &str, label| Choice {
            id: id.to_owned(),
            label,
            chosen: self.case.as_deref() == Some(id),
        };
        let cases = match self.description.cases.as_slice() {
            [_, _, ..] => self.description.cases.iter(),
            [..] => [].iter(),
        };
        let limits = self.limits(desk, form);
        let is_agreed = limits.as_ref().is_some_and(|it| it.promise().is_none());
        Chosen {
            code: self.code.clone(),
            name: said(text, &self.description.name),
            path: format!("/procedures/{}", self.code),
            beside: text.counter_revision(u64::from(self.revision)),
            cases: cases.map(|it| choice(&it.id, said(text, &it.name))).collect(),
            papers: self.components(form).into_iter().map(|it| paper(desk, form, it)).collect(),
            questions: self.questions(desk, form),
            due: limits.and_then(|limits| due(desk, &limits)),
            handler: self.handler(desk),
            fees: self.fee_lines(form).iter().map(|line| fee(desk, line)).collect(),
            payment: self.payment(desk, form),
            agreed: is_agreed.then(|| form.one("agreed").to_owned()),
            at_once: self.at_once(desk, form),
        }
    }

    /// Who will handle it: the first step that is not the desk's.
    fn handler(&self, desk: &Desk) -> Option<String> {
        let step = self.steps.iter().find(|step| step.office != desk.office())?;
        let role = desk.site.province().terms.role(&step.role);
        let role = role.map(|role| match desk.text.language {
            page::Language::Vietnamese => role.name.clone(),
            page::Language::English => role.name_en.clone(),
        });
        let office = desk.named(&step.office);
        Some(role.map_or_else(|| office.clone(), |role| format!("{role}, {office}")))
    }

    /// Questions whose answers decide on papers, fees or steps; the others stand on the paper form.
    fn questions(&self, desk: &Desk, form: &Form) -> Vec<Question> {
        let Some(questions) = &self.description.form else { return Vec::new() };
        let short = short(&self.description, questions);
        let given = given(self.case.as_deref(), form.channel());
        let trial = Trial { text: desk.text, form: questions, given, wrongs: Vec::new() };
        let (shown, _) = trial.questions(&self.answers);
        let matters = |question: &Question| short.contains(&question.name);
        shown.into_iter().filter(matters).map(renamed).collect()
    }

    fn payment(&self, desk: &Desk, form: &Form) -> Payment {
        let now = form.one("payment.when") == "now";
        let is_transfer = form.one("payment.method") == "transfer";
        let (book, series, number) = &self.book;
        Payment {
            total: words::vnd(desk.text, self.total_vnd(form)),
            when: if now { "now" } else { "return" }.to_owned(),
            method: if is_transfer { "transfer" } else { "cash" }.to_owned(),
            receipt_form: book.clone(),
            receipt_series: series.clone(),
            // The number that is asked for is the one on the paper in hand.
            receipt_number: match form.one("receipt.number") {
                "" => receipt_number(*number),
                typed => typed.to_owned(),
            },
        }
    }

    fn at_once(&self, desk: &Desk, form: &Form) -> Option<AtOnce> {
        if self.signers.is_empty() {
            return None;
        }
        let chosen = form.one("signed_by");
        let none = Choice {
            id: String::new(),
            label: Said::plain(desk.text.counter_no_signer()),
            chosen: chosen.is_empty(),
        };
        let signer = |(id, name): &(StreamId, String)| Choice {
            id: id.to_string(),
            label: Said::plain(name),
            chosen: id.as_str() == chosen,
        };
        let signers = std::iter::once(none).chain(self.signers.iter().map(signer)).collect();
        Some(AtOnce { ticked: form.one("at_once") == "1", signers })
    }
}

/// Names of the questions that conditions speak of.
fn short(description: &Description, questions: &Questions) -> HashSet<String> {
    let of_papers = description.components.iter().filter_map(|it| it.when.as_deref());
    let of_fees = description.fees.iter().filter_map(|it| it.when.as_deref());
    let of_steps = description.steps.iter().filter_map(|it| it.when.as_deref());
    let conditions: Vec<&str> = of_papers.chain(of_fees).chain(of_steps).collect();
    let is_named = |id: &str| {
        let mut words = conditions.iter().flat_map(|it| it.split(|c: char| !is_word(c)));
        words.any(|word| word == id)
    };
    questions.each().filter(|it| is_named(&it.id)).map(|it| it.id.clone()).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Under `answers.`, as the form sends it.
pub fn renamed(mut question: Question) -> Question {
    let under = |name: &str| format!("answers.{name}");
    question.name = under(&question.name);
    if let Answered::Inputs(inputs) = &mut question.answered {
        for input in inputs {
            input.name = under(&input.name);
        }
    }
    if let Answered::Rows(rows) = &mut question.answered {
        for row in rows {
            row.questions = std::mem::take(&mut row.questions).into_iter().map(renamed).collect();
        }
    }
    question
}

fn paper(desk: &Desk, form: &Form, component: &Component) -> Paper {
    let text = desk.text;
    let part = |part: &str| form.one(&format!("component.{}.{part}", component.id));
    let replaced = component.replaceable_by.as_ref();
    let note = component.condition.as_ref().or(replaced);
    let usual =
        if component.originals > 0 || component.copies == 0 { "original" } else { "photocopy" };
    let quantity = component.originals.max(component.copies).max(1).to_string();
    let or = |typed: &str, usual: &str| form::some(typed).unwrap_or_else(|| usual.to_owned());
    let is_shown = component.kind == ComponentKind::Present;
    let was_sent = !part("form").is_empty();
    Paper {
        id: component.id.clone(),
        name: said(text, &component.name),
        note: note.map(|it| said(text, it)),
        required: component.mandatory && replaced.is_none(),
        brought: form.one(&format!("component.{}", component.id)) == "1",
        form: or(part("form"), usual),
        quantity: or(part("quantity"), &quantity),
        presented: if was_sent { part("presented") == "1" } else { is_shown },
        wrong: None,
    }
}

fn fee(desk: &Desk, line: &Line<'_>) -> Fee {
    let text = desk.text;
    let choice = |id: &str, label: String| Choice {
        id: id.to_owned(),
        label: Said::plain(label),
        chosen: line.exempt.as_deref().unwrap_or_default() == id,
    };
    let none = choice("", text.counter_no_exemption());
    let grounds = GROUNDS.iter().map(|id| choice(id, ground(text, id)));
    let is_due = !line.fee.exempt;
    Fee {
        id: line.fee.id.clone(),
        name: said(text, &line.fee.name),
        amount: match line.fee.exempt {
            true => text.fee_free(),
            false => words::vnd(text, line.amount()),
        },
        count: line.count.clone(),
        sum: line.sum.clone(),
        exemptions: if is_due {
            std::iter::once(none).chain(grounds).collect()
        } else {
            Vec::new()
        },
    }
}

/// A ground on which nothing is paid, in words.
fn ground(text: page::Text, id: &str) -> String {
    match id {
        "poor-household" => text.counter_ground_poor(),
        "near-poor-household" => text.counter_ground_near_poor(),
        "merit" => text.counter_ground_merit(),
        "child" => text.counter_ground_child(),
        "elderly" => text.counter_ground_elderly(),
        "disabled" => text.counter_ground_disabled(),
        "ethnic-minority" => text.counter_ground_minority(),
        other => other.to_owned(),
    }
}

/// When the result is promised if the dossier is taken in now; `None` where nothing is counted.
fn due(desk: &Desk, limits: &Limits) -> Option<Due> {
    let (terms, ready) = (&desk.site.province().terms, desk.site.register().ready());
    let counted = dossier::explain(limits, ready, terms, desk.now, &[]).ok()?;
    let hours = ready.hours(terms, &limits.hours);
    let promised = counted.promised.due;
    let at = match (promised, hours) {
        (Moment::Day(_), Some(hours)) => promised.instant(&hours),
        (_, _) => promised.last(),
    };
    let (on, hour, minute) = moment(at);
    let weekday = at.date().weekday().to_monday_one_offset().unsigned_abs();
    let time = format!("{hour:02}:{minute:02}");
    Some(Due {
        day: on,
        when: desk.text.counter_due_when(desk.text.weekday(weekday), time),
        span: span(desk.text, limits),
        lines: lines(desk.text, &counted.promised),
        provisional: counted.promised.provisional || counted.legal.provisional,
    })
}

/// How long it takes: as promised, and by law where that is another span.
pub fn span(text: page::Text, limits: &Limits) -> String {
    match (limits.committed, limits.legal, limits.agreed) {
        (Some(promised), Some(legal), _) if promised != legal => {
            text.counter_due_span(words::span(text, promised), words::span(text, legal))
        }
        (Some(span), _, _) | (None, Some(span), _) => words::span(text, span),
        (None, None, Some(agreed)) => text.counter_due_agreed(text.date(day(agreed))),
        (None, None, None) => String::new(),
    }
}
