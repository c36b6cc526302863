//! What the rules allow on a dossier.

mod desk;
mod due;
mod file;
mod import;
mod money;
mod person;
mod rating;
mod result;
mod work;

pub use person::{composed, wrongs as person_wrongs};
pub use rating::RATING_TEXT_LENGTH_MAX;

use super::command::{Act, Command};
use super::event::{Event, What, Words};
use super::phase::Phase;
use super::state::Dossier;
use super::wrong::{At, Flaw, Wrong};
use super::{LACKS_MAX, NAME_LENGTH_MAX, NUMBER_LENGTH_MAX, TEXT_LENGTH_MAX};
use crate::event::{Event as AnyEvent, Told};
use crate::province::Terms;
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::view::View;

/// Decides on a dossier.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    match command {
        Command::File(file) => file::file(file, view),
        Command::Import(import) => import::import(import, view),
        Command::Act { code, expected, act, words } => {
            let claim = super::code_claim(code);
            let stream = view.holder(&claim).ok_or_else(|| Wrong::Unknown(code.clone()))?;
            let Some(State::Dossier(dossier)) = view.states.get(stream) else {
                return Err(Wrong::Unknown(code.clone()).into());
            };
            if let Some(expected) = expected.filter(|it| *it != dossier.version) {
                return Err(Refusal::VersionMovedOn { expected, found: dossier.version });
            }
            let words = bounded(words)?;
            let at = Acting { view, dossier, stream, words, act: act.id() };
            at.decide(act)
        }
    }
}

/// A dossier with who acts on it.
struct Acting<'a> {
    view: &'a View<'a>,
    dossier: &'a Dossier,
    stream: &'a StreamId,
    words: Words,
    act: &'static str,
}

/// Taken in, and nothing decided yet.
const UNDECIDED: [Phase; 5] =
    [Phase::Received, Phase::Working, Phase::Supplementing, Phase::Paying, Phase::Proposed];
/// Nothing more is done on it, but for what a result that was handed out may need.
const ENDED: [Phase; 4] = [Phase::Refused, Phase::Returned, Phase::Withdrawn, Phase::Stopped];

/// What an act tells; several events are all or none.
type Answer = Result<Vec<Told>, Refusal>;

impl Acting<'_> {
    fn decide(&self, act: &Act) -> Answer {
        match act {
            Act::Accept { office, day, agreed } => self.accept(office, *day, *agreed),
            Act::Refuse(lacks) => self.refuse(lacks),
            Act::RequestSupplement { lacks, until, basis, again } => {
                self.request_supplement(lacks, *until, basis, again)
            }
            Act::CompleteSupplement(components) => self.complete_supplement(components),
            Act::AddPaper(paper) => self.add_paper(paper),
            Act::Forward { account, sets, list } => {
                self.forward(account.as_ref(), *sets, list.as_ref())
            }
            Act::ReturnStep { step, sets } => self.return_step(*step, *sets),
            Act::Transfer { office, sets } => self.transfer(office, *sets),
            Act::Acknowledge { sets, account } => self.acknowledge(*sets, account.as_ref()),
            Act::Take(account) => self.take(account),
            Act::Reassign(account) => self.reassign(account),
            Act::Consult { office, limit, silence } => self.consult(office, *limit, *silence),
            Act::Reply { id, opinion } => self.reply(*id, *opinion),
            Act::RecordOpinion { id, agency, opinion, letter } => {
                self.record_opinion(*id, agency, *opinion, letter)
            }
            Act::RequestPayment(duty) => self.request_payment(duty),
            Act::RecordPayment { pay, duty } => self.record_payment(pay, *duty),
            Act::VoidPayment { series, number } => self.void_payment(series, *number),
            Act::Apologise(day) => self.apologise(*day),
            Act::Propose { outcome, office } => self.propose(*outcome, office),
            Act::SendBack => self.send_back(),
            Act::Sign { deputy_of, method } => self.sign(deputy_of.as_ref(), *method),
            Act::Number { office, day } => self.number(office, *day),
            Act::AttachResult(file) => self.attach_result(file),
            Act::Release => self.release(),
            Act::Finish { .. } => self.finish(act),
            Act::ReturnResult(handout) => self.return_result(*handout),
            Act::CorrectResult { document } => self.correct(document),
            Act::RevokeResult { document } => self.revoke(document),
            Act::Withdraw => self.withdraw(),
            Act::Stop { reason, document } => self.stop(*reason, document),
            Act::ChangeDueDate { due, document } => self.change_due_date(*due, document),
            Act::ApproveDueDate => self.approve_due_date(),
            Act::DeclineDueDate => self.decline_due_date(),
            Act::MarkLate => self.mark_late(),
            Act::MarkSilent { id } => self.mark_silent(*id),
            Act::Recount => self.recount(),
            Act::Link(code) => self.link(code),
            Act::Exclude { basis } => self.exclude(basis),
            Act::Resume => self.resume(),
            Act::Rate { score } => self.rate(*score),
        }
    }

    /// The act is possible only in these phases.
    fn only_in(&self, phases: &[Phase]) -> Result<(), Wrong> {
        match phases.contains(&self.dossier.phase) {
            true => Ok(()),
            false => Err(Wrong::NotNow { act: self.act, phase: self.dossier.phase }),
        }
    }

    /// No hand-over may be open: until it is acknowledged the giver answers for it.
    fn not_on_its_way(&self) -> Result<(), Wrong> {
        match &self.dossier.hand_over {
            Some(over) => Err(Wrong::HandOverOpen(over.to.clone())),
            None => Ok(()),
        }
    }

    /// The clock runs: time that is excluded ends before anything is decided on.
    fn not_excluded(&self) -> Result<(), Wrong> {
        match self.dossier.deadline.is_some_and(|deadline| deadline.standing) {
            true => Err(Wrong::ClockStands),
            false => Ok(()),
        }
    }

    fn terms(&self) -> Result<&Terms, Refusal> {
        Ok(&self.view.province().ok_or(Refusal::NoProvince)?.terms)
    }

    fn tell(&self, what: What) -> Answer {
        Ok(vec![self.told(what)])
    }

    fn told(&self, what: What) -> Told {
        told(self.view, self.stream.clone(), what, None, Some(self.words.clone()))
    }
}

fn told(
    view: &View<'_>,
    stream: StreamId,
    what: What,
    personal: Option<Box<super::Personal>>,
    words: Option<Words>,
) -> Told {
    let event = Event {
        at: view.now,
        by: view.actor.id.clone(),
        what,
        personal,
        words: words.filter(|words| !words.is_empty()),
    };
    Told { stream, event: AnyEvent::Dossier(event) }
}

/// Texts beside an act, bounded and composed.
fn bounded(words: &Words) -> Result<Words, Wrong> {
    let too_long = |text: &str| text.chars().count() > TEXT_LENGTH_MAX;
    if too_long(&words.text) {
        return Err(field("text", Flaw::TooLong(TEXT_LENGTH_MAX)));
    }
    if words.items.len() > LACKS_MAX {
        return Err(field("items", Flaw::TooLong(LACKS_MAX)));
    }
    if let Some(at) = words.items.iter().position(|text| too_long(text)) {
        return Err(field(&format!("items[{at}]"), Flaw::TooLong(TEXT_LENGTH_MAX)));
    }
    let items = words.items.iter().map(|text| text.trim().to_owned()).collect();
    Ok(Words { text: words.text.trim().to_owned(), items })
}

/// Whether a text is an identifier and no sentence: of a component, of a ground.
fn is_id(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.len() <= NUMBER_LENGTH_MAX && text.chars().all(is_part)
}

/// One field that is not right.
fn field(place: &str, flaw: Flaw) -> Wrong {
    Wrong::Fields(vec![At { place: place.to_owned(), flaw }])
}

/// A number and symbol that must be there.
fn document(place: &str, text: &str) -> Result<String, Wrong> {
    line(place, text, NUMBER_LENGTH_MAX)
}

/// The name of an agency that must be there; outside the register they are long.
fn agency(place: &str, text: &str) -> Result<String, Wrong> {
    line(place, text, NAME_LENGTH_MAX)
}

fn line(place: &str, text: &str, most: usize) -> Result<String, Wrong> {
    let text = crate::text::compose(text);
    match text.chars().count() {
        0 => Err(field(place, Flaw::Missing)),
        length if length > most => Err(field(place, Flaw::TooLong(most))),
        _ => Ok(text),
    }
}
