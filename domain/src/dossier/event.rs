//! What happens to a dossier. Facts never name a person; what people are called and what they
//! wrote stands in the personal part, which can be erased.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deadline::Deadline;
use super::fee::{Duty, Payment};
use super::filing::{Filing, Handed, Lack, NamedFile, Personal};
use super::import::Imported;
use super::result::{Handout, Letter, Opinion, Outcome, Signature};
use super::state::{Consultation, HandOver, SupplementStage};
use super::time_taken::TimeTaken;
use crate::calendar::{Moment, Punctuality};
use crate::event::{Encoded, json};
use crate::stream::{ClaimChange, Counter, StreamId};
use crate::time::LawTime;

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 39] = [
    "dossier-filed",
    "dossier-accepted",
    "dossier-refused",
    "supplement-asked",
    "dossier-supplemented",
    "dossier-forwarded",
    "dossier-acknowledged",
    "dossier-taken",
    "dossier-reassigned",
    "opinion-asked",
    "opinion-given",
    "duty-asked",
    "payment-recorded",
    "payment-voided",
    "dossier-apologised",
    "dossier-proposed",
    "dossier-sent-back",
    "dossier-signed",
    "dossier-numbered",
    "dossier-released",
    "dossier-finished",
    "result-returned",
    "result-corrected",
    "result-revoked",
    "dossier-withdrawn",
    "dossier-stopped",
    "due-change-asked",
    "due-change-approved",
    "due-change-declined",
    "dossier-became-late",
    "dossier-no-longer-late",
    "dossier-recounted",
    "dossier-linked",
    "paper-added",
    "dossier-excluded",
    "dossier-resumed",
    "result-attached",
    "dossier-imported",
    "dossier-rated",
];

/// What was written beside an act: personal, for people write names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// The text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Words beside each item of a list, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

impl Words {
    /// A text alone.
    pub fn of(text: &str) -> Words {
        Words { text: text.trim().to_owned(), items: Vec::new() }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Words::default()
    }
}

/// A dossier's acceptance: from here the clock runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The office whose book it is entered in.
    pub office: String,
    /// The year of the book.
    pub year: i16,
    /// The running number in it.
    pub number: i64,
    /// When the dossier is due.
    pub deadline: Deadline,
    /// A day agreed with the applicant now, where nothing was agreed when it was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Date>,
}

/// A place in the register of a procedure: civil status, certification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The office whose register it is.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// The year.
    pub year: i16,
    /// The running number.
    pub number: i64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It was handed in; and taken in at once where it was at a desk.
    Filed {
        /// The facts that never change.
        filing: Box<Filing>,
        /// The acceptance, at a desk.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<Acceptance>,
    },
    /// It was open in another system, and was taken over as it stood there.
    Imported {
        /// The facts that never change.
        filing: Box<Filing>,
        /// What that system told.
        imported: Box<Imported>,
    },
    /// It was taken in.
    Accepted(Acceptance),
    /// It was not taken in.
    Refused {
        /// What is not right.
        lacks: Vec<Lack>,
    },
    /// More was asked for.
    SupplementAsked {
        /// At which stage.
        stage: SupplementStage,
        /// What is not right, all of it.
        lacks: Vec<Lack>,
        /// The last day to bring it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// Legal basis, by number and article.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        basis: String,
        /// Whether it is not the first at its stage.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// What was asked for came.
    Supplemented {
        /// Papers that came.
        components: Vec<Handed>,
        /// The deadline counted anew; none before acceptance.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Deadline>,
    },
    /// It was given on; the taker has to acknowledge.
    Forwarded(HandOver),
    /// The taker acknowledged.
    Acknowledged {
        /// Who works on it there; its queue when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<StreamId>,
        /// When the step is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Moment>,
    },
    /// Somebody took it from the queue.
    Taken {
        /// Who.
        account: StreamId,
    },
    /// It was given to somebody else in the office.
    Reassigned {
        /// To whom.
        account: StreamId,
    },
    /// Another agency was asked for its opinion.
    OpinionAsked(Consultation),
    /// It was given, or the law takes silence for it.
    OpinionGiven {
        /// The number of the question.
        id: u32,
        /// What.
        opinion: Opinion,
        /// The letter that says so, of an agency outside the register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Box<Letter>>,
    },
    /// A financial duty is to be met; the clock stands.
    DutyAsked(Duty),
    /// Money came.
    Paid {
        /// What.
        payment: Payment,
        /// Whether it is for the duty.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        duty: bool,
        /// The deadline counted anew, where the duty is met with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Deadline>,
    },
    /// A receipt was voided; its number stays in the book.
    Voided {
        /// Series of the receipt.
        series: String,
        /// Number of the receipt.
        number: i64,
    },
    /// A new date was promised, with an apology.
    Apologised {
        /// The new promise.
        promised: Moment,
    },
    /// A decision was proposed.
    Proposed {
        /// What.
        outcome: Outcome,
        /// The office whose leader is to sign.
        office: String,
    },
    /// The leader sent it back to whoever proposed it.
    SentBack,
    /// It was signed.
    Signed(Signature),
    /// It got its number in the records keeper's book.
    Numbered {
        /// The office of the book.
        office: String,
        /// The year of the book.
        year: i16,
        /// The number.
        number: i64,
    },
    /// It was released: the clock stops.
    Released {
        /// By the promised date, as reports count.
        punctuality: Punctuality,
        /// The time it took, in working days, where it can be compared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<TimeTaken>,
    },
    /// It was decided elsewhere or on the same day, and entered in the procedure's register.
    Finished {
        /// What was decided.
        outcome: Outcome,
        /// Its place in the procedure's register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        register: Option<Register>,
        /// The number of a result that another system or paper gave.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// The signature on paper.
        signature: Signature,
        /// By the promised date.
        punctuality: Punctuality,
        /// The time it took, in working days, where it can be compared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<TimeTaken>,
    },
    /// The result was handed out.
    Returned(Handout),
    /// The result was corrected.
    Corrected {
        /// Number and symbol of the correction.
        document: String,
    },
    /// The result was revoked.
    Revoked {
        /// Number and symbol of the decision.
        document: String,
    },
    /// The applicant withdrew it.
    Withdrawn,
    /// Work on it was stopped.
    Stopped {
        /// Why.
        reason: super::filing::Reason,
        /// Number and symbol of the decision.
        document: String,
    },
    /// Another due date was asked for.
    DueChangeAsked {
        /// The new date.
        due: Moment,
        /// Number and symbol of the paper that it stands on.
        document: String,
    },
    /// A second person approved it.
    DueChangeApproved {
        /// The deadline after it.
        deadline: Deadline,
    },
    /// It was declined.
    DueChangeDeclined,
    /// Its due moment passed without a result.
    BecameLate {
        /// The instant at which it became late, though nobody looked then.
        since: LawTime,
    },
    /// The calendar moved, and it is not late after all.
    NoLongerLate,
    /// The calendar changed: counted anew.
    Recounted {
        /// The deadline now.
        deadline: Deadline,
    },
    /// Another system has a code of its own for it.
    Linked {
        /// The code there.
        code: String,
    },
    /// A paper came that nobody had asked for.
    PaperAdded(Handed),
    /// Time began that the procedure's own text excludes; the clock stands.
    Excluded {
        /// The text that allows it.
        basis: String,
    },
    /// The signed result was scanned; the last scan counts.
    ResultAttached(NamedFile),
    /// The excluded time ended.
    Resumed {
        /// The deadline counted anew.
        deadline: Deadline,
    },
    /// The applicant rated how they were served; what they wrote is personal.
    Rated {
        /// From 1, very dissatisfied, to 5, very satisfied.
        score: u8,
    },
}

/// An event of a dossier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: LawTime,
    /// Who.
    pub by: String,
    /// What.
    pub what: What,
    /// Who and what was handed in; personal, `None` once erased.
    #[serde(skip)]
    pub personal: Option<Box<Personal>>,
    /// What was written; personal, `None` once erased.
    #[serde(skip)]
    pub words: Option<Words>,
}

/// The personal part as it is written.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    personal: Option<&'a Personal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a Words>,
}

/// The personal part as it is read.
#[derive(Deserialize)]
struct Private {
    #[serde(default)]
    personal: Option<Box<Personal>>,
    #[serde(default)]
    words: Option<Words>,
}

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        KINDS[match &self.what {
            What::Filed { .. } => 0,
            What::Accepted(_) => 1,
            What::Refused { .. } => 2,
            What::SupplementAsked { .. } => 3,
            What::Supplemented { .. } => 4,
            What::Forwarded(_) => 5,
            What::Acknowledged { .. } => 6,
            What::Taken { .. } => 7,
            What::Reassigned { .. } => 8,
            What::OpinionAsked(_) => 9,
            What::OpinionGiven { .. } => 10,
            What::DutyAsked(_) => 11,
            What::Paid { .. } => 12,
            What::Voided { .. } => 13,
            What::Apologised { .. } => 14,
            What::Proposed { .. } => 15,
            What::SentBack => 16,
            What::Signed(_) => 17,
            What::Numbered { .. } => 18,
            What::Released { .. } => 19,
            What::Finished { .. } => 20,
            What::Returned(_) => 21,
            What::Corrected { .. } => 22,
            What::Revoked { .. } => 23,
            What::Withdrawn => 24,
            What::Stopped { .. } => 25,
            What::DueChangeAsked { .. } => 26,
            What::DueChangeApproved { .. } => 27,
            What::DueChangeDeclined => 28,
            What::BecameLate { .. } => 29,
            What::NoLongerLate => 30,
            What::Recounted { .. } => 31,
            What::Linked { .. } => 32,
            What::PaperAdded(_) => 33,
            What::Excluded { .. } => 34,
            What::Resumed { .. } => 35,
            What::ResultAttached(_) => 36,
            What::Imported { .. } => 37,
            What::Rated { .. } => 38,
        }]
    }

    pub(crate) fn encode(&self) -> Encoded {
        let shown = Shown {
            personal: self.personal.as_deref(),
            words: self.words.as_ref().filter(|words| !words.is_empty()),
        };
        let has_any = shown.personal.is_some() || shown.words.is_some();
        let personal = has_any.then(|| json(&shown));
        Encoded { kind: self.kind(), schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        if let Some(text) = personal {
            let private: Private = serde_json::from_str(text)?;
            (event.personal, event.words) = (private.personal, private.words);
        }
        Ok(event)
    }

    /// The claims that it takes: its code here, and codes elsewhere.
    pub fn claims(&self) -> Vec<ClaimChange> {
        let mut taken = Vec::new();
        if let What::Filed { filing, .. } | What::Imported { filing, .. } = &self.what {
            taken.push(super::code_claim(&filing.code));
            taken.extend(filing.foreign.iter().map(|code| super::foreign_claim(code)));
        }
        if let What::Linked { code } = &self.what {
            taken.push(super::foreign_claim(code));
        }
        taken.into_iter().map(ClaimChange::Taken).collect()
    }

    /// The numbers that it took from gap-free series.
    pub fn numbers(&self) -> Vec<(Counter, i64)> {
        let mut taken = Vec::new();
        let mut book = |it: &Acceptance| {
            taken.push((super::book_counter(&it.office, it.year), it.number));
        };
        if let What::Filed { accepted: Some(acceptance), .. } | What::Accepted(acceptance) =
            &self.what
        {
            book(acceptance);
        }
        if let What::Filed { filing, .. } | What::Imported { filing, .. } = &self.what {
            let day = self.at.date();
            taken.push((super::code_counter(&filing.office, day), filing.number));
        }
        if let What::Paid { payment: Payment { receipt: Some(receipt), .. }, .. } = &self.what {
            let counter = super::receipt_counter(&receipt.office, &receipt.series);
            taken.push((counter, receipt.number));
        }
        if let What::Numbered { office, year, number } = &self.what {
            taken.push((super::result_counter(office, *year), *number));
        }
        if let What::Finished { register: Some(it), .. } = &self.what {
            let counter = super::register_counter(&it.office, &it.procedure, it.year);
            taken.push((counter, it.number));
        }
        taken
    }
}
