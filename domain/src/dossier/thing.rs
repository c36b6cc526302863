//! What rights look at of a dossier.

use jiff::civil::Date;

use super::phase::Phase;
use super::state::{Dossier, account_of};
use crate::access::{Duty, Stage, Thing};
use crate::stream::StreamId;

/// Where a dossier stands and waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The office.
    pub office: String,
    /// The phase.
    pub phase: Phase,
}

impl Dossier {
    /// What [`crate::access`] asks of a dossier. `path` gives an office and those above it.
    pub fn thing(&self, stream: &StreamId, path: &dyn Fn(&str) -> Vec<String>) -> Thing {
        let mut offices = vec![self.filing.office.as_str(), self.holder.office.as_str()];
        offices.extend(self.hand_over.as_ref().map(|over| over.to.as_str()));
        offices.dedup();
        Thing {
            stream: Some(stream.clone()),
            places: offices.into_iter().map(path).collect(),
            owners: self.filing.account.iter().cloned().collect(),
            representatives: Vec::new(),
            assignee: self.assignee().cloned(),
            queue: self.assignee().is_none().then(|| self.place().office),
            desk: Some(self.filing.office.clone()),
            invited: self.awaited().map(|asked| asked.office.clone()).collect(),
            stage: Some(self.phase.stage()),
            done: self.done(),
        }
    }

    /// The day on which it was over: refused, withdrawn, stopped, or its result handed out. `None`
    /// while something waits to be done with it.
    pub fn over(&self) -> Option<Date> {
        let last = self.holder.since.max(self.ended.unwrap_or(self.filed)).max(self.filed);
        (self.phase.stage() == Stage::Ended).then(|| last.date())
    }

    /// Where it stands and waits: a hand-over waits with its taker.
    pub fn place(&self) -> Place {
        let office = match &self.hand_over {
            Some(over) => &over.to,
            None => &self.holder.office,
        };
        Place { office: office.clone(), phase: self.phase }
    }

    /// Who is to work on it; it waits in the queue of its place when there is nobody.
    pub fn assignee(&self) -> Option<&StreamId> {
        match &self.hand_over {
            Some(over) => over.account.as_ref(),
            None => self.holder.account.as_ref(),
        }
    }

    fn done(&self) -> Vec<(Duty, StreamId)> {
        let received = self.reception.as_ref().and_then(|it| account_of(&it.by));
        let proposed = self.result.as_ref().and_then(|it| account_of(&it.proposed_by));
        let asked = self.due_change.as_ref().and_then(|it| account_of(&it.by));
        let concerned = self.filing.account.clone();
        [
            (Duty::Received, received),
            (Duty::Proposed, proposed),
            (Duty::Requested, asked),
            (Duty::Concerned, concerned),
        ]
        .into_iter()
        .filter_map(|(duty, account)| Some((duty, account?)))
        .collect()
    }
}
