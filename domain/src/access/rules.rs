//! What each action asks for beside a role that gives it: one row an action.

use super::{Action, Duty, Factor, Relation, Stage};

/// Who may at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Everybody, signed in or not.
    Anybody,
    /// Everybody who signed in, to what is theirs.
    Oneself,
    /// Whoever has a role that gives it.
    Role,
    /// Whoever has such a role; and those whose record it is, without one.
    RoleOrOwner,
}

/// Whether personal data is read, so that a purpose is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Nothing personal.
    Nothing,
    /// Personal data of somebody else: a declared purpose, and a record.
    Personal,
}

/// Whether a broken glass does it for a role that may break one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByGlass {
    /// It changes nothing: whoever acts has a role that gives the action.
    Never,
    /// Whoever broke the glass before the record may, while it is open: to read, never to act.
    Opens,
}

/// Who reaches what belongs to no office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// Whoever has a role that gives the action.
    Anybody,
    /// Only those whose role reaches the whole province.
    Province,
}

/// What an action asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Who may at all.
    pub by: By,
    /// Relations of which a role's holder needs one; none needed when empty.
    pub relations: &'static [Relation],
    /// Who reaches what belongs to no office.
    pub unplaced: Unplaced,
    /// Whether a broken glass stands for a role that gives it.
    pub glass: ByGlass,
    /// Stages that permit it; any when empty. An erased record permits nothing but its own list.
    pub stages: &'static [Stage],
    /// Whether personal data is read.
    pub reads: Reads,
    /// How strongly one must have signed in.
    pub factor: Factor,
    /// Whoever did one of these may not do this.
    pub apart_from: &'static [Duty],
}

/// The least that any action asks for.
const PLAIN: Rule = Rule {
    by: By::Role,
    relations: &[],
    unplaced: Unplaced::Anybody,
    glass: ByGlass::Never,
    stages: &[],
    reads: Reads::Nothing,
    factor: Factor::Two,
    apart_from: &[],
};

/// Those who work on a dossier.
const WORKERS: &[Relation] = &[Relation::Assigned];
/// Those who may look into a dossier because of their work.
const READERS: &[Relation] = &[
    Relation::Assigned,
    Relation::Queue,
    Relation::Invited,
    Relation::Desk,
    Relation::Supervisor,
    Relation::Glass,
];
/// A dossier on which work goes on.
const AT_WORK: &[Stage] = &[Stage::Received, Stage::Open, Stage::Paused, Stage::Proposed];
/// Every stage in which there is something to read.
const READABLE: &[Stage] = &[
    Stage::Submitted,
    Stage::Received,
    Stage::Open,
    Stage::Paused,
    Stage::Proposed,
    Stage::Decided,
    Stage::Ended,
];

/// Reading somebody's personal record (Luật 91/2025/QH15; before: NĐ 13/2023/NĐ-CP).
const PERSONAL: Rule =
    Rule { by: By::RoleOrOwner, stages: READABLE, reads: Reads::Personal, ..PLAIN };
/// Carrying a dossier on.
const WORK: Rule = Rule { stages: AT_WORK, ..PLAIN };
/// Acts that are signed for, so that the second factor is given again.
const SIGNED: Rule = Rule { factor: Factor::Fresh, ..PLAIN };

/// The table, in the order of [`Action::ALL`]. Whoever takes a dossier in does not sign it, nor
/// waive its fee; whoever asks for another due date does not approve it; nobody decides on
/// themselves, and four eyes give a right.
const TABLE: &[(Action, Rule)] = &[
    (Action::ReadPublic, Rule { by: By::Anybody, factor: Factor::One, ..PLAIN }),
    (Action::SignIn, Rule { by: By::Anybody, factor: Factor::One, ..PLAIN }),
    (Action::ManageOwn, Rule { by: By::Oneself, factor: Factor::One, ..PLAIN }),
    (Action::AttachFile, Rule { by: By::Oneself, factor: Factor::One, ..PLAIN }),
    (Action::ReadElsewhere, PLAIN),
    (Action::ReadPeople, PLAIN),
    (Action::OpenAccount, PLAIN),
    (Action::ProposePost, Rule { apart_from: &[Duty::Concerned], ..SIGNED }),
    (Action::ApprovePost, Rule { apart_from: &[Duty::Requested, Duty::Concerned], ..SIGNED }),
    // Taking rights changes rights; a citizen's account is not for a commune to close.
    (Action::EndPost, Rule { unplaced: Unplaced::Province, ..SIGNED }),
    (Action::ExplainRights, PLAIN),
    (Action::ManageTokens, SIGNED),
    (Action::WatchOutbox, PLAIN),
    (Action::ReadPerson, Rule { glass: ByGlass::Opens, ..PERSONAL }),
    (Action::BreakGlass, Rule { stages: READABLE, ..SIGNED }),
    (Action::ReviewGlass, Rule { apart_from: &[Duty::Requested, Duty::Concerned], ..PLAIN }),
    // Who read whose data is personal data itself.
    (Action::SearchReadings, Rule { reads: Reads::Personal, ..PLAIN }),
    (Action::ReadRequest, Rule { stages: &[], ..PERSONAL }),
    (Action::HandleRequest, Rule { apart_from: &[Duty::Concerned], ..PLAIN }),
    (
        Action::ErasePerson,
        Rule { stages: READABLE, apart_from: &[Duty::Requested, Duty::Concerned], ..SIGNED },
    ),
    (
        Action::FileDossier,
        // A clerk who files for somebody signs in as for any other work; one's own asks for less.
        // What was asked for later is handed in likewise.
        Rule { by: By::RoleOrOwner, stages: &[Stage::Submitted, Stage::Paused], ..PLAIN },
    ),
    (Action::ReceiveDossier, Rule { stages: &[Stage::Submitted, Stage::Paused], ..PLAIN }),
    // The secret is the right: whoever has the slip is told, signed in or not.
    (Action::TrackDossier, Rule { by: By::Anybody, factor: Factor::One, ..PLAIN }),
    (Action::ReadDossier, Rule { relations: READERS, ..PERSONAL }),
    (Action::TakeDossier, Rule { relations: &[Relation::Queue, Relation::Assigned], ..WORK }),
    (
        Action::WorkDossier,
        Rule {
            relations: WORKERS,
            stages: &[Stage::Received, Stage::Open, Stage::Paused],
            ..PLAIN
        },
    ),
    (Action::ReplyDossier, Rule { relations: &[Relation::Invited], ..WORK }),
    (
        Action::SignDossier,
        Rule {
            relations: &[Relation::Assigned, Relation::Supervisor],
            stages: &[Stage::Proposed],
            apart_from: &[Duty::Received, Duty::Proposed, Duty::Concerned],
            ..SIGNED
        },
    ),
    (
        Action::NumberDossier,
        Rule {
            relations: &[Relation::Assigned, Relation::Queue],
            // A number is given after the signature (NĐ 30/2020/NĐ-CP Đ.15).
            stages: &[Stage::Decided],
            ..PLAIN
        },
    ),
    (Action::ReturnDossier, Rule { stages: &[Stage::Decided], ..PLAIN }),
    (
        Action::AmendResult,
        Rule {
            relations: &[Relation::Supervisor],
            stages: &[Stage::Decided, Stage::Ended],
            apart_from: &[Duty::Concerned],
            ..SIGNED
        },
    ),
    (Action::TakePayment, Rule { stages: READABLE, ..PLAIN }),
    (Action::WaiveFee, Rule { apart_from: &[Duty::Received, Duty::Concerned], ..WORK }),
    (Action::ReassignDossier, Rule { relations: &[Relation::Supervisor], ..WORK }),
    (Action::ChangeDueDate, Rule { relations: WORKERS, ..WORK }),
    (
        Action::ApproveDueDate,
        Rule {
            relations: &[Relation::Supervisor],
            stages: AT_WORK,
            apart_from: &[Duty::Requested],
            ..SIGNED
        },
    ),
    (
        Action::WithdrawDossier,
        Rule {
            // A clerk notes what an applicant without an account asks for at the desk.
            by: By::RoleOrOwner,
            // Until a result is decided on, which a proposal is not (TT 03/2025/TT-VPCP).
            stages: &[
                Stage::Submitted,
                Stage::Received,
                Stage::Open,
                Stage::Paused,
                Stage::Proposed,
            ],
            ..PLAIN
        },
    ),
    (Action::InspectDossier, Rule { by: By::Role, ..PERSONAL }),
    (Action::ReadReports, PLAIN),
    // What is frozen is what an office answers for: it has a place, or is the province's.
    (Action::FreezeReport, Rule { unplaced: Unplaced::Province, ..PLAIN }),
    (Action::EditProcedure, PLAIN),
    (Action::PublishProcedure, Rule { apart_from: &[Duty::Proposed], ..SIGNED }),
];

/// The rule of an action.
pub fn rule(action: Action) -> Rule {
    TABLE[action as usize].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_row_in_order() {
        let rows: Vec<Action> = TABLE.iter().map(|(action, _)| *action).collect();
        assert_eq!(rows, Action::ALL);
    }
}
