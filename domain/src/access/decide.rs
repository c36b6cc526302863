//! The decision: every conjunct in its order, and the reason of a denial.

use std::collections::BTreeSet;

use super::rules::{By, ByGlass, Reads, Rule, Unplaced, rule};
use super::{Action, Fields, Grant, Purpose, Reach, Relation, Seat, Stage, Thing, Who, Why};
use crate::stream::StreamId;

/// A question to the table of rights.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who asks.
    pub who: &'a Who,
    /// To do what.
    pub action: Action,
    /// With which record.
    pub thing: &'a Thing,
    /// For what, where personal data is read.
    pub purpose: Option<Purpose>,
}

/// A part of the rule. All must hold; the order is that in which they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conjunct {
    /// Somebody signed in.
    SignedIn,
    /// The account is open.
    Active,
    /// A role gives the action, or the record is one's own.
    Role,
    /// The record lies where the role reaches.
    Jurisdiction,
    /// One of the relations holds.
    Relation,
    /// The record's stage permits it.
    Stage,
    /// Somebody else did what must be done by two.
    Duty,
    /// The purpose is declared.
    Purpose,
    /// The sign-in is strong enough.
    Factor,
}

impl Conjunct {
    /// Every conjunct, in the order in which they are looked at.
    pub const ALL: [Conjunct; 9] = [
        Conjunct::SignedIn,
        Conjunct::Active,
        Conjunct::Role,
        Conjunct::Jurisdiction,
        Conjunct::Relation,
        Conjunct::Stage,
        Conjunct::Duty,
        Conjunct::Purpose,
        Conjunct::Factor,
    ];

    /// The name in logs and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Conjunct::SignedIn => "signed-in",
            Conjunct::Active => "active",
            Conjunct::Role => "role",
            Conjunct::Jurisdiction => "jurisdiction",
            Conjunct::Relation => "relation",
            Conjunct::Stage => "stage",
            Conjunct::Duty => "duty",
            Conjunct::Purpose => "purpose",
            Conjunct::Factor => "factor",
        }
    }
}

/// The answer "no": the conjunct that failed, for the role that came furthest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied(pub Conjunct);

/// The answer "yes".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// By what.
    pub why: Why,
    /// Which personal data is seen.
    pub sees: BTreeSet<Fields>,
    /// Whether this must be recorded as a reading of somebody's personal data.
    pub recorded: bool,
}

/// Decides. Pure, and quick: some comparisons of short texts.
pub fn decide(asking: &Asking<'_>) -> Result<Granted, Denied> {
    decide_by(asking, rule(asking.action), None)
}

/// Whether somebody could do an action at all, with whichever record: what is asked before the
/// record is known.
pub fn could(who: &Who, action: Action) -> Result<(), Denied> {
    let rule = rule(action);
    if rule.by == By::Anybody {
        return Ok(());
    }
    if who.account.is_none() {
        return Err(Denied(Conjunct::SignedIn));
    }
    if who.closed {
        return Err(Denied(Conjunct::Active));
    }
    let mut grants = who.seats.iter().flat_map(|seat| &seat.grants);
    let by_role = grants.any(|grant| grant.may.contains(&action));
    let by_own = matches!(rule.by, By::Oneself | By::RoleOrOwner);
    match (by_role, by_own) {
        (false, false) => Err(Denied(Conjunct::Role)),
        // One's own record asks for no more than any sign-in.
        (_, true) => Ok(()),
        (true, false) if who.factor < rule.factor => Err(Denied(Conjunct::Factor)),
        (true, false) => Ok(()),
    }
}

/// Decides by a rule, as if one conjunct always held: the tests show that each part matters.
pub(super) fn decide_by(
    asking: &Asking<'_>,
    rule: Rule,
    dropped: Option<Conjunct>,
) -> Result<Granted, Denied> {
    if rule.by == By::Anybody {
        return Ok(Granted { why: Why::Everybody, sees: BTreeSet::new(), recorded: false });
    }
    let need = |holds: bool, conjunct: Conjunct| match holds || dropped == Some(conjunct) {
        true => Ok(()),
        false => Err(Denied(conjunct)),
    };
    need(asking.who.account.is_some(), Conjunct::SignedIn)?;
    need(!asking.who.closed, Conjunct::Active)?;
    let own = owns(asking, rule);
    let by_role = match rule.by {
        By::Anybody | By::Oneself => Err(Denied(Conjunct::Role)),
        By::Role | By::RoleOrOwner => by_seats(asking, rule, dropped),
    };
    let (why, sees) = match (own, by_role) {
        (true, _) => (Why::Own, Fields::ALL.into()),
        (false, Ok(found)) => found,
        (false, Err(denied)) => match dropped == Some(Conjunct::Role) {
            true => (Why::Own, BTreeSet::new()),
            false => return Err(denied),
        },
    };
    let stage_fits = asking.thing.stage.is_none_or(|stage| permits(rule, stage));
    need(stage_fits, Conjunct::Stage)?;
    need(!did(asking, rule), Conjunct::Duty)?;
    let recorded = rule.reads == Reads::Personal && why != Why::Own;
    need(!recorded || is_declared(asking), Conjunct::Purpose)?;
    // One's own record asks for no more than any sign-in.
    need(why == Why::Own || asking.who.factor >= rule.factor, Conjunct::Factor)?;
    Ok(Granted { why, sees, recorded })
}

/// Whether a purpose is declared that can hold: an emergency is one when the glass was broken.
fn is_declared(asking: &Asking<'_>) -> bool {
    match asking.purpose {
        None => false,
        Some(Purpose::Emergency) => has_glass(asking.who, asking.thing),
        Some(_) => true,
    }
}

fn permits(rule: Rule, stage: Stage) -> bool {
    rule.stages.is_empty() || rule.stages.contains(&stage)
}

/// Whether the record is the asker's own, where that is enough.
fn owns(asking: &Asking<'_>, rule: Rule) -> bool {
    let Some(account) = &asking.who.account else { return false };
    let thing = asking.thing;
    let own = thing.owners.contains(account) || thing.representatives.contains(account);
    matches!(rule.by, By::Oneself | By::RoleOrOwner) && own
}

fn did(asking: &Asking<'_>, rule: Rule) -> bool {
    let Some(account) = &asking.who.account else { return false };
    asking.thing.done.iter().any(|(duty, by)| rule.apart_from.contains(duty) && by == account)
}

/// The first role of a post that gives the action here; else how far the best one came.
fn by_seats(
    asking: &Asking<'_>,
    rule: Rule,
    dropped: Option<Conjunct>,
) -> Result<(Why, BTreeSet<Fields>), Denied> {
    let mut furthest = Conjunct::Role;
    let opened = rule.glass == ByGlass::Opens && has_glass(asking.who, asking.thing);
    let gives = |grant: &&Grant| {
        let by_glass = opened && grant.may.contains(&Action::BreakGlass);
        grant.may.contains(&asking.action) || by_glass
    };
    for seat in &asking.who.seats {
        for grant in seat.grants.iter().filter(gives) {
            let reaches = reaches(seat, grant, asking.thing, rule);
            if !reaches && dropped != Some(Conjunct::Jurisdiction) {
                furthest = furthest.max(Conjunct::Jurisdiction);
                continue;
            }
            let found = relations(asking.who, seat, grant, asking.thing);
            let related =
                rule.relations.is_empty() || rule.relations.iter().any(|it| found.contains(it));
            if !related && dropped != Some(Conjunct::Relation) {
                furthest = furthest.max(Conjunct::Relation);
                continue;
            }
            let why = Why::Post {
                office: seat.office.clone(),
                position: seat.position.clone(),
                role: grant.role.clone(),
            };
            return Ok((why, grant.sees.clone()));
        }
    }
    Err(Denied(furthest))
}

/// Whether a record lies where a role reaches. What belongs to no office lies everywhere, but for
/// rules that leave it to the province. Who is asked for an opinion reaches as far as answering
/// takes, and no further: they neither receive nor return, and waive no fee.
fn reaches(seat: &Seat, grant: &Grant, thing: &Thing, rule: Rule) -> bool {
    let invites = rule.relations.contains(&Relation::Invited);
    if invites && thing.invited.contains(&seat.office) {
        return true;
    }
    if thing.places.is_empty() {
        return rule.unplaced == Unplaced::Anybody || grant.reach == Reach::Province;
    }
    match grant.reach {
        Reach::Province => true,
        Reach::Below => thing.places.iter().any(|path| path.contains(&seat.office)),
        Reach::Office => thing.places.iter().any(|path| path.first() == Some(&seat.office)),
    }
}

/// How the holder of a post stands to a record.
pub fn relations(who: &Who, seat: &Seat, grant: &Grant, thing: &Thing) -> BTreeSet<Relation> {
    let mut found = BTreeSet::new();
    let account = who.account.as_ref();
    let is = |of: &StreamId| account == Some(of) || seat.deputy_of.as_ref() == Some(of);
    let mine = |all: &[StreamId]| account.is_some_and(|account| all.contains(account));
    if mine(&thing.owners) {
        found.insert(Relation::Owner);
    }
    if mine(&thing.representatives) {
        found.insert(Relation::Representative);
    }
    if thing.assignee.as_ref().is_some_and(is) {
        found.insert(Relation::Assigned);
    }
    if thing.assignee.is_none() && thing.queue.as_ref() == Some(&seat.office) {
        found.insert(Relation::Queue);
    }
    if thing.invited.contains(&seat.office) {
        found.insert(Relation::Invited);
    }
    if thing.desk.as_ref() == Some(&seat.office) && grant.serves() {
        found.insert(Relation::Desk);
    }
    let leads_there = thing.places.iter().any(|path| match grant.reach {
        Reach::Office => path.first() == Some(&seat.office),
        Reach::Below | Reach::Province => path.contains(&seat.office),
    });
    if grant.leads && leads_there {
        found.insert(Relation::Supervisor);
    }
    if has_glass(who, thing) {
        found.insert(Relation::Glass);
    }
    found
}

fn has_glass(who: &Who, thing: &Thing) -> bool {
    thing.stream.as_ref().is_some_and(|stream| who.glass.contains(stream))
}

/// Where somebody's roles let them do something, as places: what a list asks of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Everywhere in the province.
    pub everywhere: bool,
    /// At these offices.
    pub at: BTreeSet<String>,
    /// At these offices and everywhere under them.
    pub below: BTreeSet<String>,
}

impl Scope {
    /// Whether a record of an office lies in it; `path` is the office and those above it.
    pub fn covers(&self, path: &[String]) -> bool {
        self.everywhere
            || path.first().is_some_and(|office| self.at.contains(office))
            || path.iter().any(|office| self.below.contains(office))
    }
}

/// The places of an action: the same rule as [`decide`] for records without relations.
pub fn scope(who: &Who, action: Action) -> Scope {
    let mut scope = Scope::default();
    let rule = rule(action);
    if rule.by == By::Anybody {
        return Scope { everywhere: true, ..scope };
    }
    if who.account.is_none() || who.closed || who.factor < rule.factor {
        return scope;
    }
    for seat in &who.seats {
        for grant in seat.grants.iter().filter(|grant| grant.may.contains(&action)) {
            match grant.reach {
                Reach::Province => scope.everywhere = true,
                Reach::Below => drop(scope.below.insert(seat.office.clone())),
                Reach::Office => drop(scope.at.insert(seat.office.clone())),
            }
        }
    }
    scope
}
