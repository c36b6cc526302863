//! Everything that can be done. Each route names one of these.

use serde::{Deserialize, Serialize};

/// Names every action once: its variant, its name in data, and what it is.
macro_rules! actions {
    ($($(#[doc = $what:literal])+ $action:ident = $id:literal,)+) => {
        /// What somebody may do.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Action {
            $($(#[doc = $what])+ #[serde(rename = $id)] $action,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Action] = &[$(Action::$action,)+];

            /// The name in data, addresses and text keys.
            pub fn id(self) -> &'static str {
                match self {
                    $(Action::$action => $id,)+
                }
            }
        }
    };
}

actions! {
    /// Read what is public.
    ReadPublic = "read-public",
    /// Sign in, register, recover: what a visitor does to become somebody.
    SignIn = "sign-in",
    /// Read and change one's own account, devices and factors.
    ManageOwn = "manage-own",
    /// Keep files of one's own for what one is about to hand in.
    AttachFile = "attach-file",
    /// See the procedures of other provinces.
    ReadElsewhere = "read-elsewhere",
    /// Read the register of accounts and posts.
    ReadPeople = "read-people",
    /// Open an account for an officer.
    OpenAccount = "open-account",
    /// Propose a post with its roles, or a deputy.
    ProposePost = "propose-post",
    /// Approve what another proposed.
    ApprovePost = "approve-post",
    /// End a post, close an account, end its sessions.
    EndPost = "end-post",
    /// See why somebody may or may not do something.
    ExplainRights = "explain-rights",
    /// Make and withdraw tokens of integrations.
    ManageTokens = "manage-tokens",
    /// See how messages to people leave the house; neither whom they are for, nor what they say.
    WatchOutbox = "watch-outbox",
    /// Read the personal record of a citizen.
    ReadPerson = "read-person",
    /// Break the glass before a record, for half an hour.
    BreakGlass = "break-glass",
    /// Judge a broken glass afterwards.
    ReviewGlass = "review-glass",
    /// Search the record of who read what.
    SearchReadings = "search-readings",
    /// Read what a person asked about their data.
    ReadRequest = "read-request",
    /// Acknowledge and carry out what a person asked about their data.
    HandleRequest = "handle-request",
    /// Decide on the erasure of a person's data.
    ErasePerson = "erase-person",
    /// Hand in a dossier.
    FileDossier = "file-dossier",
    /// Take a dossier in, refuse it, ask for what is missing at the desk.
    ReceiveDossier = "receive-dossier",
    /// See where a dossier is, by its code and the secret of its slip.
    TrackDossier = "track-dossier",
    /// Read a dossier.
    ReadDossier = "read-dossier",
    /// Take a dossier that waits, and hand it on.
    TakeDossier = "take-dossier",
    /// Examine it: ask for a supplement, consult, propose.
    WorkDossier = "work-dossier",
    /// Give an asked opinion.
    ReplyDossier = "reply-dossier",
    /// Approve and sign.
    SignDossier = "sign-dossier",
    /// Number and release a signed result.
    NumberDossier = "number-dossier",
    /// Hand the result out.
    ReturnDossier = "return-dossier",
    /// Correct or revoke a result that was released.
    AmendResult = "amend-result",
    /// Take money and give the receipt.
    TakePayment = "take-payment",
    /// Waive a fee.
    WaiveFee = "waive-fee",
    /// Give a dossier to somebody else.
    ReassignDossier = "reassign-dossier",
    /// Ask for another due date.
    ChangeDueDate = "change-due-date",
    /// Approve another due date.
    ApproveDueDate = "approve-due-date",
    /// Withdraw one's dossier.
    WithdrawDossier = "withdraw-dossier",
    /// Inspect dossiers by law, with a purpose.
    InspectDossier = "inspect-dossier",
    /// Read reports of the offices one reaches.
    ReadReports = "read-reports",
    /// Freeze a report of a window that has ended.
    FreezeReport = "freeze-report",
    /// Draft and review descriptions of procedures.
    EditProcedure = "edit-procedure",
    /// Publish procedures.
    PublishProcedure = "publish-procedure",
}

impl Action {
    /// The action of that name.
    pub fn parse(id: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| action.id() == id)
    }
}
