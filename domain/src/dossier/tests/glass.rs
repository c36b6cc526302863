//! Who is told of a glass that is broken before a dossier, or before the person whose it is.

use jiff::civil::date;

use super::ground::{BINH, BIRTH, GIANG, Ground, HOA, NGA, Who, stream};
use crate::command::Command;
use crate::dossier::code_claim;
use crate::event::{Actor, Event as AnyEvent};
use crate::reading::{self, Emergency, Event};
use crate::stream::StreamId;

impl Ground {
    fn stream_of(&self, code: &str) -> StreamId {
        self.memory.claims.get(&code_claim(code)).expect("it is there").clone()
    }

    /// Breaks the glass; answers who is told beside leaders and judges.
    fn broken(&mut self, by: Who, subject: StreamId, dossiers: Vec<StreamId>) -> Vec<StreamId> {
        let command = Command::Reading(reading::Command::Break {
            subject,
            emergency: Emergency::Absence,
            words: "the deadline is near".to_owned(),
            review_by: date(2019, 3, 14),
            unjudged: Vec::new(),
            dossiers,
        });
        let actor = Actor { id: by.0.to_owned(), office: by.1.to_owned() };
        let told = self.memory.tell_for(&actor, &command).expect("it is broken").pop();
        let event = told.expect("an event").event;
        let AnyEvent::Reading(Event::Broken { told, .. }) = event else { panic!("{event:?}") };
        told
    }
}

#[test]
fn whoever_works_on_a_dossier_is_told_when_somebody_else_breaks_its_glass() {
    let mut ground = Ground::new();
    let code = ground.filed(BIRTH);
    let dossier = ground.stream_of(&code);
    assert_eq!(ground.broken(NGA, dossier.clone(), Vec::new()), [stream(HOA.0)]);
    assert_eq!(ground.broken(HOA, dossier, Vec::new()), [], "nobody is told of their own");
}

#[test]
fn whoever_works_on_a_persons_dossiers_is_told_once_when_the_glass_before_the_person_is_broken() {
    let mut ground = Ground::new();
    let dossiers: Vec<StreamId> =
        [(); 2].map(|()| ground.filed(BIRTH)).map(|code| ground.stream_of(&code)).into();
    // Any record that is there stands for the person's.
    let person = stream(GIANG.0);
    assert_eq!(ground.broken(BINH, person.clone(), dossiers), [stream(HOA.0)]);
    assert_eq!(ground.broken(BINH, person, Vec::new()), [], "nobody works for them");
}
