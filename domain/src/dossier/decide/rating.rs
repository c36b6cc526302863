//! How the applicant rates the service (QĐ 2640/QĐ-BNV 2017; TT 01/2018/TT-VPCP): one question.

use super::super::event::What;
use super::super::state::RATED_IN;
use super::super::wrong::{Flaw, Wrong};
use super::{Acting, Answer, field};

/// The longest text beside a rating, in characters.
pub const RATING_TEXT_LENGTH_MAX: usize = 1000;

impl Acting<'_> {
    /// The applicant says how they were served: once, and not before they have what was decided, so
    /// that nobody rates in hope or in fear of it.
    pub(super) fn rate(&self, score: u8) -> Answer {
        let actor = self.view.actor;
        let own = actor.account().is_some_and(|id| self.dossier.filing.account == Some(id));
        if !own && !actor.is_applicant() {
            return Err(Wrong::NotTheApplicant.into());
        }
        if !self.dossier.is_answered() {
            self.only_in(&RATED_IN)?;
        }
        if self.dossier.rated.is_some() {
            return Err(Wrong::RatedAlready.into());
        }
        if !(1..=5).contains(&score) {
            return Err(field("score", Flaw::OutOfRange(1, 5)).into());
        }
        if self.words.text.chars().count() > RATING_TEXT_LENGTH_MAX {
            return Err(field("text", Flaw::TooLong(RATING_TEXT_LENGTH_MAX)).into());
        }
        self.tell(What::Rated { score })
    }
}
