//! What rights look at of a dossier.

use super::state::{Dossier, account_of};
use crate::access::{Duty, Thing};
use crate::stream::StreamId;

impl Dossier {
    /// What [`crate::access`] asks of a dossier. `path` gives an office and those above it.
    pub fn thing(&self, stream: &StreamId, path: &dyn Fn(&str) -> Vec<String>) -> Thing {
        let mut offices = vec![self.filing.office.as_str(), self.holder.office.as_str()];
        offices.extend(self.hand_over.as_ref().map(|over| over.to.as_str()));
        offices.dedup();
        // A hand-over waits in the queue of its taker; else it waits where it lies.
        let waits = match &self.hand_over {
            Some(over) => Some(over.to.clone()),
            None => self.holder.account.is_none().then(|| self.holder.office.clone()),
        };
        let assignee = match &self.hand_over {
            Some(over) => over.account.clone(),
            None => self.holder.account.clone(),
        };
        Thing {
            stream: Some(stream.clone()),
            places: offices.into_iter().map(path).collect(),
            owners: self.filing.account.iter().cloned().collect(),
            representatives: Vec::new(),
            assignee,
            queue: waits,
            invited: self.awaited().map(|asked| asked.office.clone()).collect(),
            stage: Some(self.phase.stage()),
            done: self.done(),
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
