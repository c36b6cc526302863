//! Which changes to the register the rules allow.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Closing, CodeScheme, Command, Description, Identifier, Office};
use crate::command::Command as AnyCommand;
use crate::memory::Memory;
use crate::refusal::Refusal;
use crate::state::State;

/// A register in memory.
struct Register(Memory);

impl Register {
    fn new() -> Register {
        Register(Memory::new())
    }

    fn tell(&mut self, command: &Command) -> Result<usize, Refusal> {
        self.0.tell(&AnyCommand::Office(command.clone()))
    }

    fn office(&self, code: &str) -> &Office {
        match self.0.holder(&super::code_claim(code)) {
            Some(State::Office(office)) => office,
            other => panic!("{code} is {other:?}"),
        }
    }
}

fn description(from: Date, name: &str, kind: &str, parent: Option<&str>) -> Description {
    Description {
        from,
        name: name.to_owned(),
        name_en: None,
        level: "province".to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        identifiers: Vec::new(),
        unit_code: None,
        address: None,
        phone: None,
        hours: None,
        source: None,
        sample: false,
    }
}

fn describe(code: &str, description: Description) -> Command {
    Command::Describe { code: code.to_owned(), description: Box::new(description) }
}

const FIRST: Date = date(2017, 1, 1);
const RENAMED: Date = date(2020, 1, 1);

#[test]
fn a_renaming_holds_from_its_day() {
    let mut register = Register::new();
    let town = describe("H660", description(FIRST, "thị xã Gia Nghĩa", "committee", None));
    let city = describe("H660", description(RENAMED, "thành phố Gia Nghĩa", "committee", None));
    assert_eq!(register.tell(&town), Ok(1));
    assert_eq!(register.tell(&city), Ok(1));
    let office = register.office("H660");
    let name = |day| office.at(day).map(|description| description.name.as_str());
    assert_eq!(name(date(2016, 12, 31)), None);
    assert_eq!(name(date(2019, 12, 31)), Some("thị xã Gia Nghĩa"));
    assert_eq!(name(RENAMED), Some("thành phố Gia Nghĩa"));
}

#[test]
fn telling_twice_tells_nothing() {
    let mut register = Register::new();
    let command = describe("UBND", description(FIRST, "Ủy ban", "committee", None));
    assert_eq!(register.tell(&command), Ok(1));
    assert_eq!(register.tell(&command), Ok(0));
    let other = describe("UBND", description(FIRST, "Khác", "committee", None));
    assert!(matches!(register.tell(&other), Err(Refusal::DateNotLater { .. })));
}

#[test]
fn an_end_names_its_successors_and_is_final() {
    let mut register = Register::new();
    for code in ["A", "B"] {
        let opened = describe(code, description(FIRST, code, "committee", None));
        assert_eq!(register.tell(&opened), Ok(1));
    }
    let close = |on, successor: &str| Command::Close {
        code: "A".to_owned(),
        closing: Closing { on, successors: vec![successor.to_owned()] },
    };
    let last = date(2025, 6, 30);
    assert_eq!(register.tell(&close(last, "Z")), Err(Refusal::UnknownOffice("Z".to_owned())));
    let early = register.tell(&close(date(2016, 1, 1), "B"));
    assert!(matches!(early, Err(Refusal::NotInForce { .. })));
    assert_eq!(register.tell(&close(last, "B")), Ok(1));
    assert_eq!(register.tell(&close(last, "B")), Ok(0));
    assert!(register.tell(&close(date(2026, 1, 1), "B")).is_err(), "it has ended");
    let office = register.office("A");
    assert!(office.at(last).is_some() && office.at(date(2025, 7, 1)).is_none());
    let after = describe("A", description(date(2026, 1, 1), "A", "committee", None));
    assert!(matches!(register.tell(&after), Err(Refusal::DateNotLater { .. })));
}

#[test]
fn an_identifier_belongs_to_one_office_for_ever() {
    let mut register = Register::new();
    let with = |code: &str, identifier: &str, from| {
        let mut description = description(from, code, "committee", None);
        let code_of = identifier.to_owned();
        let scheme = CodeScheme::Decision20;
        description.identifiers = vec![Identifier { scheme, code: code_of, from: None, to: None }];
        describe(code, description)
    };
    assert_eq!(register.tell(&with("A", "H16.01", FIRST)), Ok(1));
    assert_eq!(register.tell(&with("A", "H16.02", RENAMED)), Ok(1));
    for taken in ["H16.01", "H16.02"] {
        let refused = register.tell(&with("B", taken, FIRST));
        assert!(matches!(refused, Err(Refusal::IdentifierTaken { .. })), "{refused:?}");
    }
    assert!(matches!(
        register.tell(&with("B", "16.H", FIRST)),
        Err(Refusal::UndefinedTerm { what: "identifier", .. })
    ));
}

#[test]
fn codes_have_the_shape_of_their_scheme() {
    for good in ["000.00.19.H16", "001.02.03.G05"] {
        assert!(CodeScheme::Qcvn102.admits(good), "{good}");
    }
    for bad in ["H16.19", "0.00.19.H16", "000.00.19.h16", "000.00.19.H1", "000.00.19.H16.1", ""] {
        assert!(!CodeScheme::Qcvn102.admits(bad), "{bad}");
    }
    for good in ["H16", "H16.19", "H37.DN.001", "G22.01.02.003.4"] {
        assert!(CodeScheme::Decision20.admits(good), "{good}");
    }
    for bad in ["", "16.H", "H16.", "H16..1", "H16.Đ", "H16.0123456789012345678901234567890123"] {
        assert!(!CodeScheme::Decision20.admits(bad), "{bad}");
    }
}

#[test]
fn undefined_terms_and_low_parents_are_refused() {
    let mut register = Register::new();
    let moon = describe("A", description(FIRST, "A", "moon", None));
    assert!(matches!(register.tell(&moon), Err(Refusal::UndefinedTerm { what: "kind", .. })));
    let orphan = describe("A", description(FIRST, "A", "desk", Some("X")));
    assert_eq!(register.tell(&orphan), Err(Refusal::UnknownOffice("X".to_owned())));
    assert_eq!(register.tell(&describe("A", description(FIRST, "A", "desk", None))), Ok(1));
    let same = describe("B", description(FIRST, "B", "desk", Some("A")));
    assert!(matches!(register.tell(&same), Err(Refusal::ParentNotAbove(..))));
    let early = describe("B", description(date(2010, 1, 1), "B", "desk", Some("A")));
    assert!(matches!(register.tell(&early), Err(Refusal::NotInForce { .. })));
    let risen = describe("A", description(RENAMED, "A", "committee", None));
    assert_eq!(register.tell(&risen), Err(Refusal::RankChanged("A".to_owned())));
    let nameless = describe("C", description(FIRST, "", "desk", None));
    assert!(matches!(register.tell(&nameless), Err(Refusal::BadLength { what: "name", .. })));
}

proptest! {
    #[test]
    fn no_sequence_of_commands_makes_a_circle(
        steps in proptest::collection::vec((0..6_u8, 0..6_u8, any::<bool>(), any::<bool>(), 0..40_i16), 1..60)
    ) {
        let mut register = Register::new();
        for (office, parent, is_desk, has_parent, year) in steps {
            let kind = if is_desk { "desk" } else { "committee" };
            let mut one = description(date(2000 + year, 1, 1), "x", kind, None);
            one.parent = has_parent.then(|| format!("O{parent}"));
            one.level = if office % 2 == 0 { "province" } else { "commune" }.to_owned();
            drop(register.tell(&describe(&format!("O{office}"), one)));
        }
        let offices: Vec<&Office> = register.0.states.values().filter_map(|state| {
            if let State::Office(office) = state { Some(office) } else { None }
        }).collect();
        for year in 2000..2041 {
            let day = date(year, 6, 1);
            for office in &offices {
                let mut above = office.at(day).and_then(|one| one.parent.clone());
                let mut steps = 0;
                while let Some(code) = above {
                    steps += 1;
                    prop_assert!(steps <= 6, "{} stands in a circle in {year}", office.code);
                    above = register.office(&code).at(day).and_then(|one| one.parent.clone());
                }
            }
        }
    }
}
