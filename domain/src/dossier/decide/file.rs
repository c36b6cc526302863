//! Handing a dossier in.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::super::command::{AtOnce, File};
use super::super::deadline::{self, Deadline, Limits};
use super::super::event::{Acceptance, Register, What};
use super::super::fee::{FeeLine, total_vnd};
use super::super::filing::{Filing, Handed};
use super::super::result::{Method, Outcome, Signature};
use super::super::wrong::{At, Flaw, Wrong};
use super::super::{
    ANSWERS_BYTES_MAX, FOREIGN_MAX, NUMBER_LENGTH_MAX, PAPERS_MAX, SETS_MAX, book_counter,
    code_counter, limit, plan, receives, register_counter,
};
use super::result::apart;
use super::{Answer, money, person, told};
use crate::calendar::{Punctuality, RuleSet};
use crate::dossier_code::DossierCode;
use crate::procedure::description::{Channel, ComponentKind, Description, Unit};
use crate::procedure::{self, Procedure, Revision};
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::text::{compose, hex};
use crate::view::View;

/// Everything that a filing relies on.
struct Ground<'a> {
    view: &'a View<'a>,
    file: &'a File,
    description: &'a Description,
    rules: &'a RuleSet,
}

/// Hands a dossier in, and takes it in where it comes to a desk.
pub(super) fn file(file: &File, view: &View<'_>) -> Answer {
    let ground = ground(file, view)?;
    let wrongs = ground.wrongs();
    if !wrongs.is_empty() {
        return Err(Wrong::Fields(wrongs).into());
    }
    for foreign in &file.foreign {
        if view.holder(&super::super::foreign_claim(foreign)).is_some() {
            return Err(Refusal::KeyTaken("code of another system"));
        }
    }
    let number = view.next_number(&code_counter(&file.office, file.day));
    let code = code(&file.identifier, &file.office, file.day, number)?;
    let limits = ground.limits();
    let accepted = match file.accept {
        true => Some(ground.acceptance(&limits)?),
        false => None,
    };
    let deadline = accepted.as_ref().map(|it| it.deadline);
    let stream = new_stream(view);
    let filed = What::Filed { filing: Box::new(ground.filing(code, number, limits)), accepted };
    let personal = Some(Box::new(person::composed(&file.personal)));
    let mut events = vec![told(view, stream.clone(), filed, personal, None)];
    if let Some(paid) = ground.paid()? {
        events.push(told(view, stream.clone(), paid, None, None));
    }
    if let (Some(at_once), Some(deadline)) = (&file.at_once, deadline) {
        ground.at_once(at_once, &stream, deadline, &mut events)?;
    }
    Ok(events)
}

/// The code that the dossier gets for ever.
pub(super) fn code(
    identifier: &str,
    office: &str,
    day: Date,
    number: i64,
) -> Result<String, Wrong> {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let code = DossierCode::new(identifier, day, number);
    let code = code.map_err(|_| Wrong::NoIdentifier(office.to_owned()))?;
    Ok(code.as_str().to_owned())
}

/// A paper comes at least once, or is shown.
pub(super) fn quantity(paper: &Handed) -> Option<Flaw> {
    let none = paper.quantity == 0 && !paper.presented;
    let range = Flaw::OutOfRange(1, i64::from(SETS_MAX) * 10);
    (none || paper.quantity > SETS_MAX * 10).then_some(range)
}

/// A stream that nobody can guess, behind those of earlier milliseconds: the rows of one day stand
/// together in every index by stream.
pub(super) fn new_stream(view: &View<'_>) -> StreamId {
    let milliseconds = (view.now.0 / 1000).to_be_bytes();
    let (risen, chance) = (&milliseconds[2..], &view.chance[6..]);
    StreamId::new(view.now.date().year(), "dossier", &hex(&[risen, chance].concat()))
}

fn ground<'a>(file: &'a File, view: &'a View<'a>) -> Result<Ground<'a>, Refusal> {
    let today = view.now.date();
    if file.day != today {
        return Err(Wrong::DayTurned(today).into());
    }
    let terms = &view.province().ok_or(Refusal::NoProvince)?.terms;
    let office = view.office_by_code(&file.office);
    let (_, office) = office.ok_or_else(|| Refusal::UnknownOffice(file.office.clone()))?;
    let procedure = procedure_of(view, &file.procedure)?;
    let in_force = procedure.at(today).ok_or_else(|| Wrong::NotInForce(file.procedure.clone()))?;
    if in_force.number != file.revision {
        let (code, in_force) = (file.procedure.clone(), in_force.number);
        return Err(Wrong::RevisionMoved { code, in_force, asked: file.revision }.into());
    }
    let revision = revision_of(view, &file.procedure, file.revision)?;
    let description = &revision.description;
    if !receives(office, description, today) {
        let (office, procedure) = (file.office.clone(), file.procedure.clone());
        return Err(Wrong::NotReceivedHere { office, procedure }.into());
    }
    let rules = RuleSet::in_force(&terms.rules, today).ok_or(Wrong::NoLimit)?;
    Ok(Ground { view, file, description, rules })
}

pub(super) fn procedure_of<'a>(view: &'a View<'_>, code: &str) -> Result<&'a Procedure, Refusal> {
    let stream = view.holder(&procedure::code_claim(code));
    match stream.and_then(|stream| view.states.get(stream)) {
        Some(State::Procedure(procedure)) => Ok(procedure),
        _ => Err(Refusal::UnknownProcedure(code.to_owned())),
    }
}

pub(super) fn revision_of<'a>(
    view: &'a View<'_>,
    code: &str,
    number: u32,
) -> Result<&'a Revision, Refusal> {
    let stream = view.holder(&procedure::revision_claim(code, number));
    match stream.and_then(|stream| view.states.get(stream)) {
        Some(State::Revision(revision)) => Ok(revision),
        _ => Err(Refusal::UnknownRevision { code: code.to_owned(), number }),
    }
}

impl Ground<'_> {
    /// Everything that is wrong, each at its place.
    fn wrongs(&self) -> Vec<At> {
        let (file, description) = (self.file, self.description);
        let mut wrongs = Vec::new();
        let mut say = |place: &str, flaw| wrongs.push(At { place: place.to_owned(), flaw });
        if !description.channels.is_empty() && !description.channels.contains(&file.channel) {
            say("channel", Flaw::Unknown);
        }
        let cases = &description.cases;
        match &file.case {
            Some(case) if !cases.iter().any(|it| it.id == *case) => say("case", Flaw::Unknown),
            None if cases.len() > 1 => say("case", Flaw::Missing),
            Some(_) | None => {}
        }
        if !(1..=SETS_MAX).contains(&file.sets) {
            say("sets", Flaw::OutOfRange(1, i64::from(SETS_MAX)));
        }
        if file.agreed.is_some_and(|day| day < file.day) {
            say("agreed", Flaw::BadDate);
        }
        // Without its case nobody knows which limit holds.
        let is_settled = file.case.is_some() || cases.len() <= 1;
        if is_settled && self.needs_agreement() && file.agreed.is_none() && file.accept {
            say("agreed", Flaw::Missing);
        }
        wrongs.extend(self.paper_wrongs());
        wrongs.extend(self.other_wrongs());
        wrongs.extend(money::fee_wrongs(file, description, self.case()));
        wrongs.extend(person::wrongs(&file.personal, file.day));
        wrongs.extend(self.answer_wrongs());
        wrongs
    }

    /// Codes of other systems, and what is returned at once.
    fn other_wrongs(&self) -> Vec<At> {
        let (file, mut wrongs) = (self.file, Vec::new());
        if file.foreign.len() > FOREIGN_MAX {
            let flaw = Flaw::TooLong(FOREIGN_MAX);
            wrongs.push(At { place: "foreign".to_owned(), flaw });
        }
        for (at, code) in file.foreign.iter().take(FOREIGN_MAX).enumerate() {
            let twice = file.foreign[..at].iter().any(|it| compose(it) == compose(code));
            let flaw = match compose(code).chars().count() {
                0 => Flaw::Missing,
                length if length > NUMBER_LENGTH_MAX => Flaw::TooLong(NUMBER_LENGTH_MAX),
                _ if twice => Flaw::Twice,
                _ => continue,
            };
            wrongs.push(At { place: format!("foreign[{at}]"), flaw });
        }
        if !file.accept && (file.at_once.is_some() || file.paid.is_some()) {
            wrongs.push(At { place: "accept".to_owned(), flaw: Flaw::Missing });
        }
        let authorised = file.at_once.as_ref().is_some_and(|it| it.handout.authorised);
        if authorised && file.personal.note.trim().is_empty() {
            wrongs.push(At { place: "note".to_owned(), flaw: Flaw::Missing });
        }
        wrongs
    }

    fn case(&self) -> Option<&str> {
        let only = || match self.description.cases.as_slice() {
            [only] => Some(only.id.as_str()),
            _ => None,
        };
        self.file.case.as_deref().or_else(only)
    }

    fn needs_agreement(&self) -> bool {
        self.limits().promise().is_none()
    }

    /// Papers that are not the procedure's, stand twice, or are missing.
    fn paper_wrongs(&self) -> Vec<At> {
        let (file, description) = (self.file, self.description);
        let place = |id: &str| format!("components[{id}]");
        let mut wrongs = Vec::new();
        if file.components.len() > PAPERS_MAX {
            let flaw = Flaw::TooLong(PAPERS_MAX);
            wrongs.push(At { place: "components".to_owned(), flaw });
        }
        for (at, handed) in file.components.iter().take(PAPERS_MAX).enumerate() {
            let mut say = |flaw| wrongs.push(At { place: place(&handed.id), flaw });
            if !description.components.iter().any(|it| it.id == handed.id) {
                say(Flaw::Unknown);
            }
            let same = |it: &Handed| it.id == handed.id && it.form == handed.form;
            if file.components[..at].iter().any(same) {
                say(Flaw::Twice);
            }
            if let Some(flaw) = quantity(handed) {
                say(flaw);
            }
        }
        // Online papers are looked at when the dossier is taken in; a desk takes complete ones.
        if file.accept {
            wrongs.extend(
                self.missing().into_iter().map(|id| At { place: place(&id), flaw: Flaw::Missing }),
            );
        }
        wrongs
    }

    /// Mandatory components of the case that were neither handed in nor shown.
    fn missing(&self) -> Vec<String> {
        let (file, case) = (self.file, self.case());
        let handed = |id: &str| file.components.iter().any(|it| it.id == id);
        let needed = self.description.components.iter().filter(|component| {
            let is_paper = match component.kind {
                ComponentKind::Submit | ComponentKind::Present => true,
                ComponentKind::Eform | ComponentKind::Note => false,
            };
            is_paper
                && component.mandatory
                && component.replaceable_by.is_none()
                && plan::is_needed(component, case, file.channel, &file.personal.answers)
        });
        needed.filter(|it| !handed(&it.id)).map(|it| it.id.clone()).collect()
    }

    /// Answers of the form. At a desk the form is on paper: what is typed must be right, but it
    /// need not be all of it.
    fn answer_wrongs(&self) -> Vec<At> {
        let (file, answers) = (self.file, &self.file.personal.answers);
        let bytes = serde_json::to_string(answers).map_or(usize::MAX, |text| text.len());
        if bytes > ANSWERS_BYTES_MAX {
            let flaw = Flaw::TooLong(ANSWERS_BYTES_MAX);
            return vec![At { place: "answers".to_owned(), flaw }];
        }
        let Some(form) = &self.description.form else {
            let known =
                answers.keys().map(|id| At { place: format!("answers.{id}"), flaw: Flaw::Unknown });
            return known.collect();
        };
        let on_paper = file.channel != Channel::Online;
        if on_paper && answers.is_empty() {
            return Vec::new();
        }
        let wrongs = form.wrongs(answers, &plan::given(self.case(), file.channel));
        let matters = |wrong: &crate::form::AtPlace| {
            !on_paper || !matches!(wrong.wrong, crate::form::Wrong::Missing)
        };
        let at = |it: crate::form::AtPlace| At {
            place: format!("answers.{}", it.place),
            flaw: Flaw::Answer(it.wrong),
        };
        wrongs.into_iter().filter(matters).map(at).collect()
    }

    /// What the deadline is counted by, settled now and for ever.
    fn limits(&self) -> Limits {
        let (file, how) = (self.file, (self.case(), self.file.channel));
        plan::limits(self.description, self.rules, how, &file.hours, file.agreed)
    }

    fn acceptance(&self, limits: &Limits) -> Result<Acceptance, Refusal> {
        let (file, view) = (self.file, self.view);
        let year = file.day.year();
        let terms = &view.province().ok_or(Refusal::NoProvince)?.terms;
        let counted = deadline::explain(limits, view.ready, terms, view.now, &[])?;
        Ok(Acceptance {
            office: file.office.clone(),
            year,
            number: view.next_number(&book_counter(&file.office, year)),
            deadline: Deadline::first(&counted),
            agreed: None,
        })
    }

    fn filing(&self, code: String, number: i64, limits: Limits) -> Filing {
        let (file, description) = (self.file, self.description);
        Filing {
            code,
            number,
            office: file.office.clone(),
            procedure: file.procedure.clone(),
            revision: file.revision,
            field: description.field.code.clone().unwrap_or_default(),
            case: self.case().map(str::to_owned),
            channel: file.channel,
            assisted: file.assisted,
            return_by: file.return_by,
            sets: file.sets,
            components: file.components.clone(),
            fees: self.fees(),
            rules: self.rules.id.clone(),
            limits,
            steps: file.steps.clone(),
            online_level: description.online.level_2011,
            account: file.account.clone(),
            foreign: file.foreign.iter().map(|code| compose(code)).collect(),
        }
    }

    /// Fees with their sums.
    fn fees(&self) -> Vec<FeeLine> {
        let lines = self.file.fees.iter();
        let priced = lines.map(|line| FeeLine {
            amount_vnd: money::price(self.description, line).unwrap_or(line.amount_vnd),
            ..line.clone()
        });
        priced.collect()
    }

    /// Decided and returned at once: only what the law decides on the same day.
    fn at_once(
        &self,
        at_once: &AtOnce,
        stream: &StreamId,
        deadline: Deadline,
        events: &mut Vec<crate::event::Told>,
    ) -> Result<(), Refusal> {
        let (file, view) = (self.file, self.view);
        let limit = limit(self.description, self.case(), file.channel);
        let span = limit.and_then(|it| it.committed.or(it.legal));
        if span.is_none_or(|span| span.unit != Unit::SameDay) {
            return Err(Wrong::NotSameDay.into());
        }
        apart(&at_once.signed_by, &[&view.actor.id])?;
        let owed = total_vnd(&self.fees());
        if file.paid.is_none() && owed > 0 {
            return Err(Wrong::Owed(owed).into());
        }
        let mut tell = |what| events.push(told(view, stream.clone(), what, None, None));
        let year = file.day.year();
        let counter = register_counter(&file.office, &file.procedure, year);
        let register = Register {
            office: file.office.clone(),
            procedure: file.procedure.clone(),
            year,
            number: view.next_number(&counter),
        };
        tell(What::Finished {
            outcome: Outcome::Granted,
            register: Some(register),
            number: None,
            signature: Signature {
                by: at_once.signed_by.clone(),
                office: file.office.clone(),
                deputy_of: None,
                method: Method::Paper,
                at: view.now,
            },
            punctuality: deadline.promised.by_day(view.now),
            // What the law decides on the same day cannot be cut.
            time: None,
        });
        tell(What::Returned(at_once.handout));
        debug_assert!(deadline.promised.by_day(view.now) != Punctuality::Late);
        Ok(())
    }

    /// What is paid now is paid in full: of less or more the slip would say another sum.
    fn paid(&self) -> Result<Option<What>, Refusal> {
        let Some(pay) = &self.file.paid else { return Ok(None) };
        let owed = total_vnd(&self.fees());
        match pay.amount_vnd.cmp(&owed) {
            Ordering::Less => return Err(Wrong::Owed(owed - pay.amount_vnd).into()),
            Ordering::Greater => return Err(Wrong::Overpaid(owed).into()),
            Ordering::Equal => {}
        }
        let payment = money::payment(pay, self.view)?;
        Ok(Some(What::Paid { payment, duty: false, deadline: None }))
    }
}
