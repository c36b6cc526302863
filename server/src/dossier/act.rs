//! Acting on a dossier: from what was sent to a command, the right that it needs, and the door.

use std::num::NonZeroU32;
use std::sync::Arc;

use domain::access::{Action, Granted, Purpose, Seat, Thing, Who, Why};
use domain::dossier::{
    self, Act, At, Command, Duty, DutyItem, Flaw, Handed, Handout, Lack, Letter, Means, Method,
    NamedFile, Opinion, Outcome, Pay, Proof, Reason, Words, Wrong,
};
use domain::procedure::description::{Silence, Span};
use domain::refusal::Refusal;
use domain::{Command as AnyCommand, StreamId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::files;
use super::read::{self, Known};
use super::register::Offices;
use crate::commit::{Accepted, Error, IdempotencyKey, Request, answered_before};
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site};

/// What an act takes; each act takes some of it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Body {
    /// The version that the caller saw: 409 when it moved on.
    pub expected_version: Option<i64>,
    /// What is written beside the act: a reason, an opinion, a draft.
    pub text: String,
    /// What is not right, each with its reason and words.
    pub items: Vec<Item>,
    /// Papers that came.
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<Handed>,
    /// The last day to bring a supplement.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Legal basis, by number and article.
    pub basis: String,
    /// Why a supplement is asked for again at the same stage.
    pub again: String,
    /// Sets of papers handed over or counted.
    pub sets: u16,
    /// The account that is to work on it.
    pub account: Option<String>,
    /// The batch list of a hand-over.
    pub list: Option<String>,
    /// The step to return to, by its place from 0.
    pub step: Option<usize>,
    /// The office: asked for its opinion, competent, or whose leader signs.
    pub office: Option<String>,
    /// How long an opinion may take.
    #[schema(value_type = Option<Object>)]
    pub limit: Option<Span>,
    /// What silence means: `waits` or `consents`.
    #[schema(value_type = String)]
    pub silence: Silence,
    /// The number of the question that is answered.
    pub consultation: Option<u32>,
    /// The day that a letter bears.
    #[schema(value_type = Option<String>, format = Date)]
    pub date: Option<Date>,
    /// `agrees`, `agrees-if` or `disagrees`.
    #[schema(value_type = Option<String>)]
    pub opinion: Option<Opinion>,
    /// Who a financial duty is paid to.
    pub payee: String,
    /// Number and symbol of a notice.
    pub notice: String,
    /// Items of a notice: name and sum.
    pub duties: Vec<DutyAsked>,
    /// A sum in đồng.
    pub amount_vnd: u64,
    /// `cash`, `transfer`, `post` or `elsewhere`.
    #[schema(value_type = Option<String>)]
    pub means: Option<Means>,
    /// Form and series of the receipt book.
    pub receipt: Option<Book>,
    /// Number of the receipt in hand, or of one that is voided.
    pub receipt_number: Option<i64>,
    /// The paper that shows a payment made elsewhere.
    pub evidence: Option<String>,
    /// Whether a payment is for the financial duty.
    pub duty: bool,
    /// A new date.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// Number and symbol of a document.
    pub document: String,
    /// `granted` or `rejected`.
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    /// `electronic` or `paper`.
    #[schema(value_type = Option<String>)]
    pub method: Option<Method>,
    /// The number that a result has elsewhere.
    pub number: Option<String>,
    /// Whether the result is entered in the procedure's register.
    pub register: bool,
    /// The account of whoever signed on paper.
    pub signed_by: Option<String>,
    /// `signed`, `fingerprint`, `post` or `downloaded`.
    #[schema(value_type = Option<String>)]
    pub proof: Option<Proof>,
    /// Whether somebody authorised collected the result.
    pub authorised: bool,
    /// Why work is stopped.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// A code of another system.
    pub code: String,
}

/// One thing that is not right.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The component; the whole dossier when absent.
    pub component: Option<String>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Reason,
    /// Words beside it.
    #[serde(default)]
    pub text: String,
}

/// One item of a notice.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyAsked {
    /// What for.
    pub name: String,
    /// In đồng.
    pub amount_vnd: u64,
}

/// A receipt book.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// Form.
    pub form: String,
    /// Series.
    pub series: String,
}

/// Every act of the interface with the action that the table of rights asks for.
pub const ACTS: [(&str, Action); 36] = [
    ("accept", Action::ReceiveDossier),
    ("refuse", Action::ReceiveDossier),
    ("request-supplement", Action::WorkDossier),
    ("complete-supplement", Action::FileDossier),
    ("add-paper", Action::TakeDossier),
    ("forward", Action::TakeDossier),
    ("acknowledge", Action::TakeDossier),
    ("return-step", Action::TakeDossier),
    ("take", Action::TakeDossier),
    ("reassign", Action::ReassignDossier),
    ("consult", Action::WorkDossier),
    ("reply", Action::ReplyDossier),
    ("record-opinion", Action::WorkDossier),
    ("request-payment", Action::WorkDossier),
    ("record-payment", Action::TakePayment),
    ("void-payment", Action::TakePayment),
    ("apologise", Action::WorkDossier),
    ("propose", Action::WorkDossier),
    ("send-back", Action::SignDossier),
    ("sign", Action::SignDossier),
    ("number", Action::NumberDossier),
    ("attach-result", Action::NumberDossier),
    ("release", Action::NumberDossier),
    ("finish", Action::WorkDossier),
    ("return-result", Action::ReturnDossier),
    ("correct-result", Action::AmendResult),
    ("revoke-result", Action::AmendResult),
    ("withdraw", Action::WithdrawDossier),
    ("stop", Action::WorkDossier),
    ("transfer", Action::TakeDossier),
    ("change-due-date", Action::ChangeDueDate),
    ("approve-due-date", Action::ApproveDueDate),
    ("decline-due-date", Action::ApproveDueDate),
    ("link", Action::TakeDossier),
    ("exclude", Action::WorkDossier),
    ("resume", Action::WorkDossier),
];

/// The action that an act needs on a dossier: at the desk, asking for a supplement is a part of
/// taking in.
pub fn action(name: &str, dossier: &dossier::Dossier) -> Option<Action> {
    let found = ACTS.iter().find(|(known, _)| *known == name).map(|(_, action)| *action);
    match (name, dossier.reception.is_none()) {
        ("request-supplement", true) => Some(Action::ReceiveDossier),
        _ => found,
    }
}

fn missing(place: &str) -> Wrong {
    Wrong::Fields(vec![At { place: place.to_owned(), flaw: Flaw::Missing }])
}

impl Body {
    /// The act of that name.
    pub fn act(&self, name: &str, known: &Known, acting: &Acting) -> Result<Act, Wrong> {
        let (day, filing) = (acting.day, &known.dossier.filing);
        let need = |text: &Option<String>, place: &str| text.clone().ok_or_else(|| missing(place));
        let account = || self.account.as_ref().map(StreamId::stored);
        let holder = known.dossier.holder.office.clone();
        Ok(match name {
            "accept" => Act::Accept { office: filing.office.clone(), day, agreed: self.due },
            "refuse" => Act::Refuse(self.lacks()),
            "request-supplement" => Act::RequestSupplement {
                lacks: self.lacks(),
                until: self.until,
                basis: self.basis.clone(),
                again: self.again.clone(),
            },
            "complete-supplement" => Act::CompleteSupplement(self.components.clone()),
            "add-paper" => {
                let paper = self.components.first().cloned();
                Act::AddPaper(paper.ok_or_else(|| missing("components"))?)
            }
            "forward" => {
                Act::Forward { account: account(), sets: self.sets, list: self.list.clone() }
            }
            "acknowledge" => Act::Acknowledge { sets: self.sets, account: account() },
            "return-step" => Act::ReturnStep { step: self.step, sets: self.sets },
            "transfer" => Act::Transfer { office: need(&self.office, "office")?, sets: self.sets },
            "take" => Act::Take(acting.account.clone().ok_or_else(|| missing("account"))?),
            "reassign" => Act::Reassign(account().ok_or_else(|| missing("account"))?),
            "consult" => Act::Consult {
                office: need(&self.office, "office")?,
                limit: self.limit.ok_or_else(|| missing("limit"))?,
                silence: self.silence,
            },
            "reply" => Act::Reply {
                id: self.consultation.ok_or_else(|| missing("consultation"))?,
                opinion: self.opinion.ok_or_else(|| missing("opinion"))?,
            },
            "propose" => Act::Propose {
                outcome: self.outcome.ok_or_else(|| missing("outcome"))?,
                office: self.office.clone().unwrap_or(holder),
            },
            "send-back" => Act::SendBack,
            "sign" => Act::Sign {
                deputy_of: acting.deputy_of.clone(),
                method: self.method.unwrap_or(Method::Electronic),
            },
            "number" => Act::Number { office: holder, day },
            "record-opinion" => self.record_opinion(known)?,
            "attach-result" => Act::AttachResult(self.scan()?),
            "release" => Act::Release,
            "withdraw" => Act::Withdraw,
            "approve-due-date" => Act::ApproveDueDate,
            "decline-due-date" => Act::DeclineDueDate,
            "link" => Act::Link(self.code.clone()),
            "exclude" => Act::Exclude { basis: self.basis.clone() },
            "resume" => Act::Resume,
            _ => return self.more(name, known, acting),
        })
    }

    /// The letter of an agency outside the register; which one, the question says.
    fn record_opinion(&self, known: &Known) -> Result<Act, Wrong> {
        let id = self.consultation.ok_or_else(|| missing("consultation"))?;
        let asked = known.dossier.awaited().find(|asked| asked.id == id);
        let agency = asked.ok_or(Wrong::NotAsked(id))?.office.clone();
        let opinion = self.opinion.ok_or_else(|| missing("opinion"))?;
        let date = self.date.ok_or_else(|| missing("date"))?;
        let letter = Letter { number: self.document.clone(), date, scan: self.scan()? };
        Ok(Act::RecordOpinion { id, agency, opinion, letter: Box::new(letter) })
    }

    /// The one file that an act names.
    fn scan(&self) -> Result<NamedFile, Wrong> {
        let paper = self.components.first().cloned();
        let paper = paper.ok_or_else(|| missing("components"))?;
        let named = paper.attachment.zip(paper.file);
        let place = format!("components[{}].attachment", paper.id);
        let (attachment, file) = named.ok_or_else(|| missing(&place))?;
        Ok(NamedFile { attachment, file })
    }

    fn more(&self, name: &str, known: &Known, acting: &Acting) -> Result<Act, Wrong> {
        let filing = &known.dossier.filing;
        let due = || self.due.ok_or_else(|| missing("due"));
        Ok(match name {
            "request-payment" => Act::RequestPayment(Duty {
                payee: self.payee.clone(),
                notice: self.notice.clone(),
                items: self.duties.iter().map(DutyAsked::item).collect(),
            }),
            "record-payment" => Act::RecordPayment { pay: self.pay(acting)?, duty: self.duty },
            "void-payment" => {
                let book = self.receipt.as_ref().ok_or_else(|| missing("receipt.series"))?;
                let number = self.receipt_number.ok_or_else(|| missing("receipt_number"))?;
                Act::VoidPayment { series: book.series.clone(), number }
            }
            "apologise" => Act::Apologise(due()?),
            "change-due-date" => {
                Act::ChangeDueDate { due: due()?, document: self.document.clone() }
            }
            "finish" => {
                let here = (acting.office.clone(), filing.procedure.clone());
                let by = self.signed_by.clone().ok_or_else(|| missing("signed_by"))?;
                Act::Finish {
                    outcome: self.outcome.ok_or_else(|| missing("outcome"))?,
                    day: acting.day,
                    register: self.register.then_some(here),
                    number: self.number.clone(),
                    signed_by: by,
                }
            }
            "return-result" => {
                let proof = self.proof.ok_or_else(|| missing("proof"))?;
                Act::ReturnResult(Handout { proof, authorised: self.authorised })
            }
            "correct-result" => Act::CorrectResult { document: self.document.clone() },
            "revoke-result" => Act::RevokeResult { document: self.document.clone() },
            "stop" => Act::Stop {
                reason: self.reason.ok_or_else(|| missing("reason"))?,
                document: self.document.clone(),
            },
            _ => return Err(missing("action")),
        })
    }

    fn lacks(&self) -> Vec<Lack> {
        let each = self.items.iter();
        each.map(|it| Lack { component: it.component.clone(), reason: it.reason }).collect()
    }

    /// What is written beside the act.
    pub fn words(&self) -> Words {
        let items: Vec<String> = self.items.iter().map(|it| it.text.clone()).collect();
        Words { text: self.text.clone(), items }
    }

    fn pay(&self, acting: &Acting) -> Result<Pay, Wrong> {
        let means = self.means.ok_or_else(|| missing("means"))?;
        let book = self.receipt.as_ref().map(|book| (book.form.clone(), book.series.clone()));
        Ok(Pay {
            amount_vnd: self.amount_vnd,
            means,
            book,
            office: acting.office.clone(),
            // A number that no receipt has is none that the book gives next.
            number: self.receipt_number.map(|it| {
                let number = u32::try_from(it).ok().and_then(NonZeroU32::new);
                number.unwrap_or(NonZeroU32::MAX)
            }),
            evidence: self.evidence.clone(),
        })
    }
}

impl DutyAsked {
    fn item(&self) -> DutyItem {
        DutyItem { name: self.name.clone(), amount_vnd: self.amount_vnd }
    }
}

/// Who acts, as far as an act depends on it.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The day of law time.
    pub day: Date,
    /// The office acted for.
    pub office: String,
    /// The account.
    pub account: Option<StreamId>,
    /// The account for whom a deputy acts.
    pub deputy_of: Option<StreamId>,
}

/// A dossier by its code; unknown where the caller may know nothing of it.
pub async fn find(site: &Site, code: &str) -> Result<Known, Problem> {
    if code.contains('\0') {
        return Err(Missing.into());
    }
    let code = code.to_owned();
    let found = site.house().db.read(move |tx| read::one(tx, &code)).await?;
    Ok(found.ok_or(Missing)?)
}

/// Does an act for whoever stands at the gate.
pub async fn act(
    site: &Site,
    gate: &Gate,
    code: &str,
    name: &str,
    body: &Body,
    key: Option<IdempotencyKey>,
) -> Result<Accepted, Problem> {
    Ok(try_act(site, gate, code, name, body, key).await??)
}

/// The same; the inner error is the answer of the rules, which a form shows at its place.
pub async fn try_act(
    site: &Site,
    gate: &Gate,
    code: &str,
    name: &str,
    body: &Body,
    key: Option<IdempotencyKey>,
) -> Result<Result<Accepted, Error>, Problem> {
    let known = find(site, code).await?;
    let thing = thing(site, &known).await?;
    let action = action(name, &known.dossier).ok_or(Missing)?;
    let granted = match gate.may_do(action, &thing, Some(Purpose::Handling)) {
        Ok(granted) => granted,
        Err(denied) => return before(site, gate, key).await?.ok_or(denied.into()),
    };
    let actor = gate.actor(&granted);
    let acting = Acting {
        day: site.law_now().date(),
        office: actor.office.clone(),
        account: gate.caller().account().cloned(),
        deputy_of: seat(gate.caller().who(), &granted).and_then(|it| it.deputy_of.clone()),
    };
    let mut body = body.clone();
    let stream = Some(&known.stream);
    let mut wrongs = files::name(site, gate, &mut body.components, stream, key.as_ref()).await?;
    wrongs.extend(files::printed("text", &body.text));
    for (at, item) in body.items.iter().enumerate() {
        wrongs.extend(files::printed(&format!("items[{at}].text"), &item.text));
    }
    if !wrongs.is_empty() {
        return Ok(Err(Error::Refused(Refusal::Dossier(Wrong::Fields(wrongs)))));
    }
    let act = match body.act(name, &known, &acting) {
        Ok(act) => act,
        Err(wrong) => return Ok(Err(Error::Refused(Refusal::Dossier(wrong)))),
    };
    let command = Command::Act {
        code: code.to_owned(),
        expected: body.expected_version,
        act,
        words: body.words(),
    };
    let request = Request { actor, command: AnyCommand::Dossier(command), key };
    Ok(site.door().commit(request).await)
}

/// The answer of an act that was done before under its key: many an act takes the dossier out of the
/// hands of whoever does it, who must hear all the same that it was done.
async fn before(
    site: &Site,
    gate: &Gate,
    key: Option<IdempotencyKey>,
) -> Result<Option<Result<Accepted, Error>>, Problem> {
    let Some((account, key)) = gate.caller().account().cloned().zip(key) else { return Ok(None) };
    let read = site.house().db.read(move |tx| answered_before(tx, account.as_str(), &key));
    Ok(read.await.transpose())
}

/// The post by which somebody may: of several in one office, the one that gives it.
pub fn seat<'a>(who: &'a Who, granted: &Granted) -> Option<&'a Seat> {
    let Why::Post { office, position, role } = &granted.why else { return None };
    who.seats.iter().find(|seat| {
        let gives = seat.grants.iter().any(|grant| grant.role == *role);
        seat.office == *office && seat.position == *position && gives
    })
}

/// What rights look at of a dossier.
pub async fn thing(site: &Site, known: &Known) -> Result<Thing, Problem> {
    Ok(placed(site, known).await?.0)
}

/// The same with the offices of today.
pub async fn placed(site: &Site, known: &Known) -> Result<(Thing, Arc<Offices>), Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let at = site.clone();
    let read = site.house().db.read(move |tx| at.register().offices(tx, day, now));
    let offices = read.await?;
    let thing = known.dossier.thing(&known.stream, &|code| offices.path(code));
    Ok((thing, offices))
}
