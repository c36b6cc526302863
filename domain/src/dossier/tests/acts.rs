//! The table of acts and phases as one reviewed file: `domain/samples/dossier-acts.txt`.
//!
//! A dossier is brought to every phase, and every act is tried on it by somebody who could do it,
//! with everything that the act asks for. What is refused changes nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::ground::{
    CLOCK, CUONG, DUNG, GIANG, Ground, HOA, KIM, LICENCE, NGA, SLIP, Who, birth, handed, stream,
};
use super::ways::{
    COMPLETE, HANDOUT, SIGN, accept, change_due, consult, duty, finish, forward, lacks, number,
    paid, propose, stop, supplement_again,
};
use crate::dossier::{Act, Lack, Opinion, Phase, Reason};
use crate::procedure::description::{Description, Silence};

pub(super) const REVIEWED: &str = include_str!("../../../samples/dossier-acts.txt");
const HEAD: &str = "\
# Which act is possible where a dossier stands; how the others are refused.
# Written anew by
#     cargo test -p domain --lib the_table_of_acts |
#         sed -n '/^# Which act/,/^# End/p' > domain/samples/dossier-acts.txt
# Each line that changed is read before it is committed.
#
# Beside the phases: on-its-way is worked on, with a hand-over that waits for its taker; excluded
# is worked on, with the clock standing for time that the procedure's text excludes.
";

/// An agency outside the register.
const BANK: &str = "Ngân hàng Nhà nước tỉnh";

/// Where a dossier is tried: a phase, or a phase with something open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    In(Phase),
    OnItsWay,
    Excluded,
}

impl Spot {
    fn all() -> impl Iterator<Item = Spot> {
        Phase::ALL.into_iter().map(Spot::In).chain([Spot::OnItsWay, Spot::Excluded])
    }

    fn id(self) -> &'static str {
        match self {
            Spot::In(phase) => phase.id(),
            Spot::OnItsWay => "on-its-way",
            Spot::Excluded => "excluded",
        }
    }
}

/// A dossier at a spot, with opinions asked for within the register and outside, and one payment made where that can be.
pub(super) fn brought(spot: Spot) -> (Ground, String) {
    let mut ground = Ground::new();
    let fees = birth().fees.into_iter().filter(|fee| fee.id == "copy").collect();
    let licence = super::ground::licence();
    ground.publish(LICENCE, Description { fees, ..licence });
    let before = matches!(spot, Spot::In(Phase::Submitted | Phase::Incomplete | Phase::Refused));
    if before {
        let code = ground.submitted(LICENCE);
        ground.done(HOA, &code, paid(3000, false));
        match spot {
            Spot::In(Phase::Incomplete) => ground.done(HOA, &code, ask()),
            Spot::In(Phase::Refused) => ground.done(HOA, &code, Act::Refuse(lacks())),
            Spot::In(_) | Spot::OnItsWay | Spot::Excluded => {}
        }
        return (ground, code);
    }
    let code = ground.filed(LICENCE);
    ground.done(HOA, &code, paid(3000, false));
    ground.done(HOA, &code, consult("SXD", 1, Silence::Consents));
    ground.done(HOA, &code, consult(BANK, 1, Silence::Consents));
    for (who, act) in way(spot) {
        ground.done(who, &code, act);
    }
    (ground, code)
}

fn ask() -> Act {
    let until = Some(date(2019, 3, 12));
    let (basis, again) = (String::new(), "lý do".to_owned());
    Act::RequestSupplement { lacks: lacks(), until, basis, again }
}

/// The acts that lead from the desk to a spot.
fn way(spot: Spot) -> Vec<(Who, Act)> {
    let day = date(2019, 3, 11);
    let taken = vec![(HOA, forward(None)), (DUNG, super::ways::acknowledge(DUNG.0))];
    let mut signed = taken.clone();
    signed.extend([
        (DUNG, propose("UB")),
        (CUONG, SIGN),
        (KIM, number(day)),
        (KIM, Act::Release),
        (HOA, paid(5000, false)),
        (HOA, Act::ReturnResult(HANDOUT)),
    ]);
    let first = |count: usize| signed.iter().take(count).cloned().collect();
    match spot {
        Spot::In(phase) => match phase {
            Phase::Submitted | Phase::Incomplete | Phase::Refused | Phase::Received => Vec::new(),
            Phase::Working => taken,
            Phase::Supplementing => taken.into_iter().chain([(DUNG, ask())]).collect(),
            Phase::Paying => taken.into_iter().chain([(DUNG, duty(&[7000]))]).collect(),
            Phase::Proposed => first(3),
            Phase::Signed => first(4),
            Phase::Numbered => first(5),
            Phase::Finished => first(6),
            Phase::Returned => first(8),
            Phase::Withdrawn => vec![(HOA, Act::Withdraw)],
            Phase::Stopped => vec![(HOA, stop(Reason::Other))],
        },
        Spot::OnItsWay => first(1),
        Spot::Excluded => vec![
            (HOA, forward(None)),
            (DUNG, Act::Acknowledge { sets: 1, account: None }),
            (DUNG, Act::Exclude { basis: "Điều 77".to_owned() }),
        ],
    }
}

/// One of an office who does not hold the dossier.
fn one_of(office: &str) -> Who {
    match office {
        "MC" => NGA,
        "UB" => KIM,
        "TP" => DUNG,
        "SXD" => GIANG,
        other => panic!("nobody is of {other}"),
    }
}

/// Every act, named, with who does it and what goes before it.
pub(super) fn acts(ground: &Ground, code: &str) -> Vec<(&'static str, Who, Act)> {
    let dossier = ground.dossier(code);
    let over = dossier.hand_over.as_ref().map(|over| over.to.as_str());
    let here = one_of(over.unwrap_or(&dossier.holder.office));
    let day = ground.memory.day;
    let back = Act::ReturnStep { step: Some(0), sets: 1 };
    let give_back = Act::ReturnStep { step: None, sets: 1 };
    let overdue = vec![Lack { component: None, reason: Reason::NotSupplemented }];
    let number = Act::Number { office: here.1.to_owned(), day };
    let mut acts = vec![
        ("accept", HOA, accept(day)),
        ("refuse", HOA, Act::Refuse(lacks())),
        ("refuse as not supplemented", HOA, Act::Refuse(overdue)),
        ("request-supplement", here, supplement_again("lý do")),
        ("complete-supplement", here, COMPLETE),
        ("add-paper", here, Act::AddPaper(handed("form"))),
        ("forward", here, forward(None)),
        ("return-step", here, back),
        ("give back a hand-over", here, give_back),
        ("transfer", here, Act::Transfer { office: "SXD".to_owned(), sets: 1 }),
        ("acknowledge", here, Act::Acknowledge { sets: 1, account: None }),
        ("take", here, Act::Take(stream(here.0))),
        ("reassign", here, Act::Reassign(stream(one_of(&dossier.holder.office).0))),
        ("consult", here, consult("Công an tỉnh", 5, Silence::Waits)),
        ("reply", GIANG, Act::Reply { id: 1, opinion: Opinion::Agrees }),
        ("record-opinion", here, super::ways::by_letter(2, BANK, date(2019, 3, 11))),
        ("mark-silent", CLOCK, Act::MarkSilent { id: 1 }),
        ("request-payment", here, duty(&[7000])),
        ("record-payment", HOA, paid(5000, false)),
        ("record-payment of the duty", HOA, paid(7000, true)),
        ("void-payment", HOA, Act::VoidPayment { series: "AA-19P".to_owned(), number: 1 }),
        ("propose", here, propose("UB")),
        ("send-back", CUONG, Act::SendBack),
        ("sign", CUONG, SIGN),
        ("number", KIM, number),
        ("release", KIM, Act::Release),
        ("finish", here, finish(day)),
        ("return-result", HOA, Act::ReturnResult(HANDOUT)),
        ("correct-result", CUONG, Act::CorrectResult { document: "1/ĐC".to_owned() }),
        ("revoke-result", CUONG, Act::RevokeResult { document: "1/QĐ".to_owned() }),
        ("withdraw", HOA, Act::Withdraw),
        ("stop", CUONG, stop(Reason::Other)),
        ("stop as not supplemented", CUONG, stop(Reason::NotSupplemented)),
    ];
    acts.extend(clock_acts(day.saturating_add(28.days())));
    acts
}

fn clock_acts(later: Date) -> Vec<(&'static str, Who, Act)> {
    vec![
        ("apologise", HOA, Act::Apologise(later)),
        ("change-due-date", HOA, change_due(later)),
        ("approve-due-date", CUONG, Act::ApproveDueDate),
        ("decline-due-date", CUONG, Act::DeclineDueDate),
        ("mark-late", CLOCK, Act::MarkLate),
        ("recount", CLOCK, Act::Recount),
        ("exclude", HOA, Act::Exclude { basis: "Điều 77".to_owned() }),
        ("resume", HOA, Act::Resume),
        ("attach-result", KIM, Act::AttachResult(super::ground::scan())),
        ("link", HOA, Act::Link("HT-5".to_owned())),
        ("rate", SLIP, Act::Rate { score: 4 }),
    ]
}

/// How an act fares at a spot: `allowed`, or the key of the refusal.
fn fares(spot: Spot, at: usize) -> (&'static str, &'static str) {
    let (mut ground, code) = brought(spot);
    // What the act needs beside the phase comes first, where it can.
    let name = acts(&ground, &code)[at].0;
    let needs = match name {
        "approve-due-date" | "decline-due-date" => Some(change_due(date(2019, 7, 1))),
        "return-result" => Some(paid(5000, false)),
        _ => None,
    };
    if let Some(act) = needs {
        drop(ground.say(HOA, &code, act, "vì"));
    }
    // Long after it was due.
    ground.at("2019-06-03T09:00");
    let (_, who, act) = acts(&ground, &code).swap_remove(at);
    let before = (ground.dossier(&code).clone(), ground.memory.counters.clone());
    match ground.say(who, &code, act, "vì lý do đã nêu") {
        Ok(_) => (name, "allowed"),
        Err(refusal) => {
            let after = (ground.dossier(&code).clone(), ground.memory.counters.clone());
            assert!(before == after, "{name} at {spot:?} changed something though refused");
            (name, refusal.key())
        }
    }
}

fn written() -> String {
    let mut text = HEAD.to_owned();
    let (ground, code) = brought(Spot::In(Phase::Received));
    let names: Vec<&str> = acts(&ground, &code).iter().map(|(name, ..)| *name).collect();
    for (at, name) in names.iter().enumerate() {
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for spot in Spot::all() {
            let (tried, fared) = fares(spot, at);
            assert_eq!(tried, *name);
            found.entry(fared).or_default().push(spot.id());
        }
        let allowed = found.remove("allowed").unwrap_or_default().join(" ");
        write!(text, "\n{name}\n    allowed: {allowed}\n").expect("a text takes it");
        for (key, spots) in found {
            writeln!(text, "    {key}: {}", spots.join(" ")).expect("a text takes it");
        }
    }
    text.push_str("\n# End\n");
    text
}

#[test]
fn the_table_of_acts_is_the_reviewed_one() {
    let written = written();
    assert!(written == REVIEWED, "the table changed to\n{written}");
}

#[test]
fn every_act_is_in_the_table() {
    let (ground, code) = brought(Spot::In(Phase::Received));
    let acts = acts(&ground, &code);
    let mut ids: Vec<&str> = acts.iter().map(|(_, _, act)| act.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 39, "{ids:?}");
    assert_eq!(allowed().len(), acts.len());
}

/// Where an act is allowed, by the reviewed table.
pub(super) fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut all = BTreeMap::new();
    let mut lines = REVIEWED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut name = "";
    for line in &mut lines {
        match line.strip_prefix("    ") {
            None => name = line,
            Some(rest) => {
                if let Some(spots) = rest.strip_prefix("allowed:") {
                    all.insert(name, spots.split_whitespace().collect());
                }
            }
        }
    }
    all
}
