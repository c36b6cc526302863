//! What may be asked for a dossier.

use std::num::NonZeroU32;

use jiff::civil::Date;

use super::fee::{Duty, FeeLine, Means};
use super::filing::{Handed, Lack, NamedFile, Personal, ReturnBy};
use super::import::Import;
use super::plan::PlannedStep;
use super::result::{Handout, Letter, Method, Opinion, Outcome};
use crate::command::Reads;
use crate::procedure::description::{Channel, Silence, Span};
use crate::stream::StreamId;
use crate::{office, procedure, province};

/// Receive and return at once: for what is decided on the same day (certified copies).
#[derive(Clone, Debug, PartialEq)]
pub struct AtOnce {
    /// The account of whoever signed on paper.
    pub signed_by: String,
    /// How the result was handed out.
    pub handout: Handout,
}

/// A payment to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pay {
    /// In đồng.
    pub amount_vnd: u64,
    /// How.
    pub means: Means,
    /// Form and series of the receipt book; none where another agency took the money.
    pub book: Option<(String, String)>,
    /// The office whose receipt book it is.
    pub office: String,
    /// The number on the paper receipt in hand; the book's next number when absent.
    pub number: Option<NonZeroU32>,
    /// The paper that shows it, where another agency took the money.
    pub evidence: Option<String>,
}

/// A dossier handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The day on which it is handed in, as the caller saw it.
    pub day: Date,
    /// The receiving office.
    pub office: String,
    /// The identifier that begins its codes on that day.
    pub identifier: String,
    /// National code of the procedure.
    pub procedure: String,
    /// The revision that the caller saw.
    pub revision: u32,
    /// The case.
    pub case: Option<String>,
    /// How it comes.
    pub channel: Channel,
    /// Whether an officer fills it in for the applicant.
    pub assisted: bool,
    /// Whether it is taken in at once, as a desk does.
    pub accept: bool,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// Sets of papers.
    pub sets: u16,
    /// The papers.
    pub components: Vec<Handed>,
    /// Fees with their counts and exemptions; sums are counted here.
    pub fees: Vec<FeeLine>,
    /// A day agreed with the applicant, where the law names no countable limit.
    pub agreed: Option<Date>,
    /// The schedule of hours of the receiving office.
    pub hours: String,
    /// The steps that it takes (see [`super::plan`]).
    pub steps: Vec<PlannedStep>,
    /// The account that hands it in for itself.
    pub account: Option<StreamId>,
    /// Codes of other systems.
    pub foreign: Vec<String>,
    /// Who and what.
    pub personal: Personal,
    /// The fees paid in full as it is taken in: money, receipt and dossier are one commit.
    pub paid: Option<Pay>,
    /// Decided and returned at once; then nothing may be owed.
    pub at_once: Option<AtOnce>,
}

/// An act on a dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Take it in.
    Accept {
        /// Where: the receiving office.
        office: String,
        /// The day, as the caller saw it.
        day: Date,
        /// A day agreed with the applicant, where the law names no countable limit.
        agreed: Option<Date>,
    },
    /// Do not take it in.
    Refuse(Vec<Lack>),
    /// Ask for what is missing, in one complete list.
    RequestSupplement {
        /// What is not right.
        lacks: Vec<Lack>,
        /// The last day to bring it.
        until: Option<Date>,
        /// Legal basis.
        basis: String,
        /// Why a second time at this stage; empty for the first.
        again: String,
    },
    /// What was asked for came.
    CompleteSupplement(Vec<Handed>),
    /// Give it on: to the next step, or to the office and step named.
    Forward {
        /// Who is to work on it there.
        account: Option<StreamId>,
        /// Sets of papers handed over.
        sets: u16,
        /// The batch list that it stands on.
        list: Option<String>,
    },
    /// Give it back to an earlier step.
    ReturnStep {
        /// The step, by its place; the one before when absent.
        step: Option<usize>,
        /// Sets of papers.
        sets: u16,
    },
    /// Give it to the agency that is competent.
    Transfer {
        /// The office.
        office: String,
        /// Sets of papers.
        sets: u16,
    },
    /// Take over what was handed over.
    Acknowledge {
        /// Sets of papers counted.
        sets: u16,
        /// Who works on it; the queue when absent.
        account: Option<StreamId>,
    },
    /// Take it from the queue.
    Take(StreamId),
    /// Give it to somebody else in the office.
    Reassign(StreamId),
    /// Ask an agency for its opinion.
    Consult {
        /// The office, or the name of one outside the register.
        office: String,
        /// How long it has.
        limit: Span,
        /// What silence means.
        silence: Silence,
    },
    /// Give an opinion.
    Reply {
        /// The number of the question.
        id: u32,
        /// What.
        opinion: Opinion,
    },
    /// Enter the opinion of an agency outside the register, which answered by letter.
    RecordOpinion {
        /// The number of the question.
        id: u32,
        /// The agency as it was asked.
        agency: String,
        /// What.
        opinion: Opinion,
        /// The letter.
        letter: Box<Letter>,
    },
    /// Ask for a financial duty to be met.
    RequestPayment(Duty),
    /// Record money that came.
    RecordPayment {
        /// What.
        pay: Pay,
        /// Whether it is for the duty.
        duty: bool,
    },
    /// Void a receipt.
    VoidPayment {
        /// Its series.
        series: String,
        /// Its number.
        number: i64,
    },
    /// Apologise, and promise a new date.
    Apologise(Date),
    /// Propose a decision.
    Propose {
        /// What.
        outcome: Outcome,
        /// The office whose leader is to sign.
        office: String,
    },
    /// Send a proposal back.
    SendBack,
    /// Sign what was proposed.
    Sign {
        /// The account for whom a deputy signs.
        deputy_of: Option<StreamId>,
        /// How.
        method: Method,
    },
    /// Give the signed result its number.
    Number {
        /// The office of the book.
        office: String,
        /// The day, as the caller saw it.
        day: Date,
    },
    /// The scan of the signed result.
    AttachResult(NamedFile),
    /// Release the numbered result.
    Release,
    /// Enter a result that was decided at once or elsewhere.
    Finish {
        /// What was decided.
        outcome: Outcome,
        /// The day, as the caller saw it.
        day: Date,
        /// The office whose register of the procedure it is entered in, and the procedure; none for
        /// a result from elsewhere.
        register: Option<(String, String)>,
        /// The number that the result has elsewhere.
        number: Option<String>,
        /// The account of whoever signed on paper.
        signed_by: String,
    },
    /// Hand the result out.
    ReturnResult(Handout),
    /// Correct the result.
    CorrectResult {
        /// Number and symbol of the correction.
        document: String,
    },
    /// Revoke the result.
    RevokeResult {
        /// Number and symbol of the decision.
        document: String,
    },
    /// Withdraw it.
    Withdraw,
    /// Stop the work.
    Stop {
        /// Why.
        reason: super::filing::Reason,
        /// Number and symbol of the decision.
        document: String,
    },
    /// Ask for another due date.
    ChangeDueDate {
        /// The date.
        due: Date,
        /// Number and symbol of the paper that it stands on.
        document: String,
    },
    /// Approve it.
    ApproveDueDate,
    /// Decline it.
    DeclineDueDate,
    /// The clock: mark it late.
    MarkLate,
    /// The clock: an awaited opinion did not come, and silence is consent.
    MarkSilent {
        /// The number of the question.
        id: u32,
    },
    /// The calendar changed: count its deadline anew.
    Recount,
    /// Another system has a code of its own for it.
    Link(String),
    /// A paper came that nobody had asked for.
    AddPaper(Handed),
    /// Time begins that the procedure's own text excludes.
    Exclude {
        /// The text that allows it.
        basis: String,
    },
    /// The excluded time ends.
    Resume,
    /// Rate how one was served, once.
    Rate {
        /// From 1, very dissatisfied, to 5, very satisfied.
        score: u8,
    },
}

/// What may be asked for a dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Hand one in.
    File(Box<File>),
    /// Take over one that is open in another system.
    Import(Box<Import>),
    /// Act on one.
    Act {
        /// Its code.
        code: String,
        /// The version that the caller saw.
        expected: Option<i64>,
        /// What is done.
        act: Act,
        /// What is written beside it.
        words: super::event::Words,
    },
}

impl Command {
    /// What must be seen to decide.
    pub fn reads(&self) -> Reads {
        match self {
            Command::File(file) => file.reads(),
            Command::Import(import) => import.reads(),
            Command::Act { code, act, .. } => {
                let mut reads = Reads {
                    facts: vec![province::stream()],
                    claims: vec![super::code_claim(code)],
                    ..Reads::default()
                };
                act.add_reads(&mut reads);
                reads
            }
        }
    }
}

impl File {
    fn reads(&self) -> Reads {
        let year = self.day.year();
        let mut counters = vec![super::code_counter(&self.office, self.day)];
        if self.accept {
            counters.push(super::book_counter(&self.office, year));
        }
        if self.at_once.is_some() {
            counters.push(super::register_counter(&self.office, &self.procedure, year));
        }
        if let Some(Pay { book: Some((_, series)), office, .. }) = &self.paid {
            counters.push(super::receipt_counter(office, series));
        }
        Reads {
            facts: vec![province::stream()],
            fact_claims: vec![
                office::code_claim(&self.office),
                procedure::code_claim(&self.procedure),
                procedure::revision_claim(&self.procedure, self.revision),
            ],
            claims: self.foreign.iter().map(|code| super::foreign_claim(code)).collect(),
            counters,
            ..Reads::default()
        }
    }
}

impl Act {
    fn add_reads(&self, reads: &mut Reads) {
        if let Act::Accept { office, day, .. } = self {
            reads.counters.push(super::book_counter(office, day.year()));
        }
        if let Act::Number { office, day } = self {
            reads.counters.push(super::result_counter(office, day.year()));
        }
        if let Act::RecordPayment { pay: Pay { book: Some((_, series)), office, .. }, .. } = self {
            reads.counters.push(super::receipt_counter(office, series));
        }
        if let Act::Finish { register: Some((office, procedure)), day, .. } = self {
            reads.counters.push(super::register_counter(office, procedure, day.year()));
        }
        if let Act::Transfer { office, .. } | Act::Propose { office, .. } = self {
            reads.fact_claims.push(office::code_claim(office));
        }
        if let Act::RecordOpinion { agency, .. } = self {
            reads.fact_claims.push(office::code_claim(agency));
        }
        if let Act::Link(code) = self {
            reads.claims.push(super::foreign_claim(code));
        }
        if let Act::Take(account)
        | Act::Reassign(account)
        | Act::Forward { account: Some(account), .. }
        | Act::Acknowledge { account: Some(account), .. } = self
        {
            reads.facts.push(account.clone());
        }
    }

    /// The name in the interface and in refusals.
    pub fn id(&self) -> &'static str {
        match self {
            Act::Accept { .. } => "accept",
            Act::Refuse(_) => "refuse",
            Act::RequestSupplement { .. } => "request-supplement",
            Act::CompleteSupplement(_) => "complete-supplement",
            Act::Forward { .. } => "forward",
            Act::ReturnStep { .. } | Act::SendBack => "return-step",
            Act::Transfer { .. } => "transfer",
            Act::Acknowledge { .. } => "acknowledge",
            Act::Take(_) => "take",
            Act::Reassign(_) => "reassign",
            Act::Consult { .. } => "consult",
            Act::Reply { .. } => "reply",
            Act::RecordOpinion { .. } => "record-opinion",
            Act::RequestPayment(_) => "request-payment",
            Act::RecordPayment { .. } => "record-payment",
            Act::VoidPayment { .. } => "void-payment",
            Act::Apologise(_) => "apologise",
            Act::Propose { .. } => "propose",
            Act::Sign { .. } => "sign",
            Act::Number { .. } => "number",
            Act::AttachResult(_) => "attach-result",
            Act::Release => "release",
            Act::Finish { .. } => "finish",
            Act::ReturnResult(_) => "return-result",
            Act::CorrectResult { .. } => "correct-result",
            Act::RevokeResult { .. } => "revoke-result",
            Act::Withdraw => "withdraw",
            Act::Stop { .. } => "stop",
            Act::ChangeDueDate { .. } => "change-due-date",
            Act::ApproveDueDate => "approve-due-date",
            Act::DeclineDueDate => "decline-due-date",
            Act::MarkLate => "mark-late",
            Act::MarkSilent { .. } => "mark-silent",
            Act::Recount => "recount",
            Act::Link(_) => "link",
            Act::AddPaper(_) => "add-paper",
            Act::Exclude { .. } => "exclude",
            Act::Resume => "resume",
            Act::Rate { .. } => "rate",
        }
    }
}
