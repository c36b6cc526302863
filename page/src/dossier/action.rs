//! What can be done with a dossier.

use crate::Text;

/// How much hangs on an action, as far as its button tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It moves the dossier on.
    Onward,
    /// It ends something or takes it away.
    Grave,
    /// It is rare: it stands apart from the others.
    Rare,
}

macro_rules! actions {
    ($($(#[doc = $what:literal])+ $action:ident = $id:literal, $weight:ident, $name:ident, $lead:ident, $done:ident;)+) => {
        /// An action on a dossier; its name is the end of the address that it is sent to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $($(#[doc = $what])+ $action,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Action] = &[$(Action::$action,)+];

            /// The name in addresses.
            pub fn id(self) -> &'static str {
                match self { $(Action::$action => $id,)+ }
            }

            /// The action of a name.
            pub fn parse(id: &str) -> Option<Action> {
                Action::ALL.iter().copied().find(|action| action.id() == id)
            }

            /// What its button says.
            pub fn name(self, text: Text) -> String {
                match self { $(Action::$action => text.$name(),)+ }
            }

            /// What it does, in a sentence.
            pub(super) fn lead(self, text: Text) -> String {
                match self { $(Action::$action => text.$lead(),)+ }
            }

            /// That it was done, in a sentence.
            pub fn done(self, text: Text) -> String {
                match self { $(Action::$action => text.$done(),)+ }
            }

            pub(super) fn weight(self) -> Weight {
                match self { $(Action::$action => Weight::$weight,)+ }
            }
        }
    };
}

actions! {
    /// Take the dossier in: the clock starts.
    Accept = "accept", Onward, dossier_accept, dossier_accept_lead, dossier_accept_done;
    /// Refuse to take it in, for good.
    Refuse = "refuse", Grave, dossier_refuse, dossier_refuse_lead, dossier_refuse_done;
    /// Ask for everything that is missing, in one letter.
    RequestSupplement = "request-supplement", Onward, dossier_request_supplement, dossier_request_supplement_lead, dossier_request_supplement_done;
    /// What was asked for is there.
    CompleteSupplement = "complete-supplement", Onward, dossier_complete_supplement, dossier_complete_supplement_lead, dossier_complete_supplement_done;
    /// Hand it over to the next step.
    Forward = "forward", Onward, dossier_forward, dossier_forward_lead, dossier_forward_done;
    /// Say that it came.
    Acknowledge = "acknowledge", Onward, dossier_acknowledge, dossier_acknowledge_lead, dossier_acknowledge_done;
    /// Send it back to the step before.
    ReturnStep = "return-step", Onward, dossier_return_step, dossier_return_step_lead, dossier_return_step_done;
    /// Take one that nobody holds.
    Take = "take", Onward, dossier_take, dossier_take_lead, dossier_take_done;
    /// Give it to somebody else.
    Reassign = "reassign", Rare, dossier_reassign, dossier_reassign_lead, dossier_reassign_done;
    /// Ask other offices for their opinion.
    Consult = "consult", Onward, dossier_consult, dossier_consult_lead, dossier_consult_done;
    /// Give an opinion that was asked for.
    Reply = "reply", Onward, dossier_reply, dossier_reply_lead, dossier_reply_done;
    /// Enter the letter of an agency outside the register.
    RecordOpinion = "record-opinion", Onward, dossier_record_opinion, dossier_record_opinion_lead, dossier_record_opinion_done;
    /// Ask for a fee, a charge or a tax.
    RequestPayment = "request-payment", Onward, dossier_request_payment, dossier_request_payment_lead, dossier_request_payment_done;
    /// Record that it was paid.
    RecordPayment = "record-payment", Onward, dossier_record_payment, dossier_record_payment_lead, dossier_record_payment_done;
    /// Void a fee receipt; its number stays in the book.
    VoidPayment = "void-payment", Rare, dossier_void_payment, dossier_void_payment_lead, dossier_void_payment_done;
    /// Time begins that the procedure's own text leaves out.
    Exclude = "exclude", Rare, dossier_exclude, dossier_exclude_lead, dossier_exclude_done;
    /// Such time ends.
    Resume = "resume", Onward, dossier_resume, dossier_resume_lead, dossier_resume_done;
    /// Another system has a code of its own for it.
    Link = "link", Rare, dossier_link, dossier_link_lead, dossier_link_done;
    /// Apologise and promise another day, once.
    Apologise = "apologise", Rare, dossier_apologise, dossier_apologise_lead, dossier_apologise_done;
    /// Propose what to decide.
    Propose = "propose", Onward, dossier_propose, dossier_propose_lead, dossier_propose_done;
    /// Sign what was proposed.
    Sign = "sign", Onward, dossier_sign, dossier_sign_lead, dossier_sign_done;
    /// Give the signed result its number.
    Number = "number", Onward, dossier_number, dossier_number_lead, dossier_number_done;
    /// Attach the scan of the signed result.
    AttachResult = "attach-result", Onward, dossier_attach_result, dossier_attach_result_lead, dossier_attach_result_done;
    /// Release the numbered result.
    Release = "release", Onward, dossier_release, dossier_release_lead, dossier_release_done;
    /// Finish without a signed result.
    Finish = "finish", Onward, dossier_finish, dossier_finish_lead, dossier_finish_done;
    /// Hand the result to whom it belongs.
    ReturnResult = "return-result", Onward, dossier_return_result, dossier_return_result_lead, dossier_return_result_done;
    /// Correct a result that has a slip.
    CorrectResult = "correct-result", Rare, dossier_correct_result, dossier_correct_result_lead, dossier_correct_result_done;
    /// Revoke a result.
    RevokeResult = "revoke-result", Grave, dossier_revoke_result, dossier_revoke_result_lead, dossier_revoke_result_done;
    /// The applicant takes it back.
    Withdraw = "withdraw", Grave, dossier_withdraw, dossier_withdraw_lead, dossier_withdraw_done;
    /// Stop it by a decision.
    Stop = "stop", Grave, dossier_stop, dossier_stop_lead, dossier_stop_done;
    /// Hand it to the competent office.
    Transfer = "transfer", Rare, dossier_transfer, dossier_transfer_lead, dossier_transfer_done;
    /// Propose another promised day.
    ChangeDueDate = "change-due-date", Rare, dossier_change_due_date, dossier_change_due_date_lead, dossier_change_due_date_done;
    /// Approve or decline another promised day.
    ApproveDueDate = "approve-due-date", Rare, dossier_approve_due_date, dossier_approve_due_date_lead, dossier_approve_due_date_done;
}

impl Action {
    /// Whether a button alone is enough: nothing has to be filled in, unless papers travel along
    /// that have to be counted.
    pub(super) fn is_plain(self, sets: u16) -> bool {
        let alone = matches!(self, Action::Take | Action::Release | Action::Resume);
        alone || (self == Action::Acknowledge && sets == 0)
    }

    pub(crate) fn is_grave(self) -> bool {
        self.weight() == Weight::Grave
    }

    pub(crate) fn is_rare(self) -> bool {
        self.weight() == Weight::Rare
    }
}
