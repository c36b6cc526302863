//! How somebody says they were served.

use domain::dossier::{Act, Outcome};
use domain::event::Actor;

use super::super::diary::{HOUR, MINUTE, day_of};
use super::super::dice::{Dice, Use};
use super::{Pen, What};

impl Pen<'_> {
    /// Some of those who have what was decided rate it: at the desk's tablet a moment later, or at
    /// home within three days. Who waited too long, or was told no, is seldom satisfied.
    pub(super) fn rate(&mut self) {
        let year = &self.town.year.rating;
        let mut dice = Dice::new(self.town.seed, Use::Rating, self.life.number);
        let is_over = self.steps.iter().any(|step| match &step.what {
            What::File { signed_by, .. } => signed_by.is_some(),
            What::Act(act, _) => matches!(act, Act::ReturnResult(_) | Act::Refuse(_)),
            What::Void(_) => false,
        });
        if self.life.halt.is_some() || !is_over || !dice.percent(year.percent) {
            return;
        }
        let otherwise = self.steps.iter().any(|step| match &step.what {
            What::Act(Act::Refuse(_), _) => true,
            What::Act(Act::Propose { outcome, .. } | Act::Finish { outcome, .. }, _) => {
                *outcome == Outcome::Rejected
            }
            What::Act(Act::Release, _) => day_of(step.at) > self.promised.date(),
            What::Act(..) | What::File { .. } | What::Void(_) => false,
        });
        let weights = if otherwise { year.otherwise } else { year.in_time };
        let score = dice.weighed(weights.into_iter());
        let text = match (dice.percent(year.written), score) {
            (false, _) => String::new(),
            (true, 0..=2) => dice.text(&year.blame),
            (true, _) => dice.text(&year.praise),
        };
        let account = self.staff.citizen(self.life.number);
        let (by, at) = match (account, dice.percent(year.at_desk)) {
            (Some(account), _) => {
                let by = Actor { id: account.to_string(), office: String::new() };
                (by, self.now + dice.between(1, 72) * HOUR)
            }
            (None, true) => (Actor::applicant(&self.life.desk), self.now + 3 * MINUTE),
            (None, false) => (Actor::applicant(""), self.now + dice.between(1, 72) * HOUR),
        };
        let score = u8::try_from(score + 1).unwrap_or(5);
        self.say(at, by, Act::Rate { score }, &text);
    }
}
