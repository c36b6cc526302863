//! A notice in words: the province's template, filled in from the dossier as it stands.

use domain::calendar::Moment;
use domain::dossier::{Applicant, Dossier, Event, Lack, Personal, ReturnBy, What};
use domain::notice::{Subject, Variable, fill, fill_sms, is_timely, promised};
use domain::procedure::description::Description;
use domain::wording::Wording;
use page::format::Day;
use page::{Language, Text};

use crate::account::contact::Contact;
use crate::commit::Error;
use crate::dossier::register::Offices;
use crate::outbox::{Way, Words, way};
use crate::procedure::view::said;
use crate::web::Site;

use super::template;

/// Everything that a notice is written from.
pub(super) struct Ground<'a> {
    pub(super) site: &'a Site,
    pub(super) offices: &'a Offices,
    pub(super) content: Option<&'a Description>,
    pub(super) dossier: &'a Dossier,
    /// What happened up to the event that is told of, which is the last.
    pub(super) events: &'a [Event],
}

/// Whoever is told: the applicant; where they left no address, whoever brought it for them.
pub(super) fn contacts(personal: &Personal) -> Vec<Contact> {
    let of = |who: &Applicant| -> Vec<Contact> {
        let typed = [&who.email, &who.phone].into_iter().flatten();
        typed.filter_map(|text| Contact::parse(text)).collect()
    };
    let own = of(&personal.applicant);
    match (own.is_empty(), &personal.submitter) {
        (true, Some(submitter)) => of(&submitter.who),
        (true, None) | (false, _) => own,
    }
}

/// The language that the applicant reads.
pub(super) fn language(personal: &Personal) -> Language {
    personal.language.as_deref().and_then(Language::parse).unwrap_or_default()
}

impl Ground<'_> {
    /// Whether it is still worth telling, and tells something new.
    pub(super) fn is_timely(&self, about: Subject) -> bool {
        let Some((told, before)) = self.events.split_last() else { return false };
        let due = promised(told);
        let moved = before.iter().rev().find_map(promised) != due;
        let is_new = match about {
            Subject::DueChanged => moved,
            Subject::Submitted
            | Subject::Received
            | Subject::Refused
            | Subject::Supplement
            | Subject::Payment
            | Subject::Apology
            | Subject::Ready
            | Subject::Withdrawn
            | Subject::Stopped
            | Subject::Corrected
            | Subject::Revoked => true,
        };
        is_new && is_timely(about, due, self.dossier)
    }

    /// The words of a notice to somebody.
    pub(super) fn words(
        &self,
        about: Subject,
        to: &Contact,
        language: Language,
    ) -> Result<Words, Error> {
        let text = Text::new(language);
        let template = template(&self.site.province().terms, about)?;
        let values = self.values(text);
        let of = |wording: &Wording| match (language, &wording.en) {
            (Language::English, Some(en)) => en.clone(),
            (Language::English, None) | (Language::Vietnamese, _) => wording.vi.clone(),
        };
        Ok(Words::Dossier {
            subject: fill(&of(&template.subject), &values),
            text: match way(to) {
                Way::Mail => fill(of(&template.mail).trim(), &values),
                Way::Sms => fill_sms(of(&template.sms).trim(), &values),
            },
        })
    }

    fn values(&self, text: Text) -> Vec<(Variable, String)> {
        let filing = &self.dossier.filing;
        let code = &filing.code;
        // Whoever handed it in themselves is led to what they can do; others type the slip's code.
        let link = match filing.account {
            Some(_) => format!("/my/dossiers/{code}"),
            None => format!("/t/{code}"),
        };
        let mut values = vec![
            (Variable::Code, code.clone()),
            (Variable::Link, self.site.absolute(&link)),
            (Variable::Office, self.office(text, &filing.office)),
            (Variable::Procedure, self.procedure(text)),
            (Variable::Rating, self.site.absolute(&format!("/r/{code}"))),
            (Variable::How, self.how(text)),
        ];
        if let Some(told) = self.events.last() {
            values.extend(told_values(text, told, self.content));
        }
        values
    }

    fn office(&self, text: Text, code: &str) -> String {
        match (self.offices.get(code), text.language) {
            (Some(office), Language::English) => {
                office.name_en.clone().unwrap_or_else(|| office.name.clone())
            }
            (Some(office), Language::Vietnamese) => office.name.clone(),
            (None, _) => code.to_owned(),
        }
    }

    fn procedure(&self, text: Text) -> String {
        let name = self.content.map(|content| said(text, &content.name).text);
        name.unwrap_or_else(|| self.dossier.filing.procedure.clone())
    }

    /// How the result is got, and what is still to be paid.
    fn how(&self, text: Text) -> String {
        let filing = &self.dossier.filing;
        let how = match filing.return_by {
            ReturnBy::Post => text.notice_how_post(),
            ReturnBy::Online if self.dossier.is_answered() => text.notice_how_online(),
            ReturnBy::Counter | ReturnBy::Online => {
                text.notice_how_counter(self.office(text, &filing.office))
            }
        };
        match self.dossier.owed_vnd() + self.dossier.duty_owed_vnd() {
            0 => how,
            owed => format!("{how} {}", text.notice_bring(text.number(owed))),
        }
    }
}

/// What an event itself says.
fn told_values(
    text: Text,
    event: &Event,
    content: Option<&Description>,
) -> Vec<(Variable, String)> {
    let mut values = Vec::new();
    if let Some(due) = promised(event) {
        values.push((Variable::Due, due_words(text, due)));
    }
    match &event.what {
        What::Refused { lacks } => values.push((Variable::Items, items(text, lacks, content))),
        What::SupplementAsked { lacks, until, .. } => {
            let until = until.map_or_else(|| text.notice_no_until(), |day| text.date(shown(day)));
            values.push((Variable::Until, until));
            values.push((Variable::Items, items(text, lacks, content)));
        }
        What::DutyAsked(duty) => {
            values.push((Variable::Sum, text.notice_sum(text.number(duty.total_vnd()))));
            values.push((Variable::Payee, duty.payee.clone()));
            values.push((Variable::Document, duty.notice.clone()));
        }
        What::Stopped { document, .. }
        | What::Corrected { document }
        | What::Revoked { document } => values.push((Variable::Document, document.clone())),
        _ => {}
    }
    values
}

fn due_words(text: Text, due: Moment) -> String {
    match due {
        Moment::Day(day) => text.date(shown(day)),
        Moment::Instant(at) => {
            let civil = at.civil();
            let parts = (civil.hour().unsigned_abs(), civil.minute().unsigned_abs());
            text.instant(&(shown(civil.date()), parts.0, parts.1))
        }
    }
}

fn shown(day: jiff::civil::Date) -> Day {
    Day { year: day.year(), month: day.month().unsigned_abs(), day: day.day().unsigned_abs() }
}

/// What is missing or wrong, a line each. What somebody wrote beside it may name people: it is read
/// on the page.
fn items(text: Text, lacks: &[Lack], content: Option<&Description>) -> String {
    let line = |lack: &Lack| {
        let id = lack.component.as_deref();
        let paper = content
            .zip(id)
            .and_then(|(content, id)| content.components.iter().find(|paper| paper.id == id));
        let name = match (paper, id) {
            (Some(paper), _) => said(text, &paper.name).text,
            (None, Some(id)) => id.to_owned(),
            (None, None) => text.dossier_lack_whole(),
        };
        let reason = page::dossier::reason(text, lack.reason.id());
        format!("- {name}: {reason}")
    };
    lacks.iter().map(line).collect::<Vec<_>>().join("\n")
}
