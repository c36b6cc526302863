//! Calendars and hours made ready once, and again only when the province's terms change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Calendar, Declaration, Hours};
use crate::province::{Schedule, Terms};

/// What was made ready so far. Making a calendar takes longer than a hundred deadlines; comparing
/// a declaration with the one it was made of takes microseconds.
#[derive(Debug, Default)]
pub struct Ready {
    calendar: Mutex<Option<(Declaration, Arc<Calendar>)>>,
    hours: Mutex<HashMap<String, (Schedule, Arc<Hours>)>>,
}

impl Ready {
    /// The calendar of a province.
    pub fn calendar(&self, terms: &Terms) -> Arc<Calendar> {
        let mut made = self.calendar.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((declared, calendar)) = &*made
            && *declared == terms.calendar
        {
            return Arc::clone(calendar);
        }
        let calendar = Arc::new(Calendar::new(&terms.calendar));
        *made = Some((terms.calendar.clone(), Arc::clone(&calendar)));
        calendar
    }

    /// A schedule of hours; `None` where the province does not define it.
    pub fn hours(&self, terms: &Terms, id: &str) -> Option<Arc<Hours>> {
        let schedule = terms.schedule(id)?;
        let mut made = self.hours.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, hours)) = made.get(id)
            && known == schedule
        {
            return Some(Arc::clone(hours));
        }
        let hours = Arc::new(Hours::new(schedule));
        made.insert(id.to_owned(), (schedule.clone(), Arc::clone(&hours)));
        Some(hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DecidedYear;

    #[test]
    fn a_calendar_is_made_again_only_when_the_terms_change() {
        let ready = Ready::default();
        let mut terms = Terms::default();
        let first = ready.calendar(&terms);
        assert!(Arc::ptr_eq(&first, &ready.calendar(&terms)));
        let year =
            DecidedYear { year: 2019, source: "x".to_owned(), sample: false, days: Vec::new() };
        terms.calendar.years.push(year);
        assert!(!Arc::ptr_eq(&first, &ready.calendar(&terms)));
        assert_eq!(ready.hours(&terms, "office"), None);
    }
}
