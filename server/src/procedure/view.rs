//! A procedure's revision as its page shows it: one case, one language, facts first.

use std::collections::BTreeSet;

use domain::procedure::description::{
    Channel, Component, ComponentKind, Description, Fee, Limit, Party, Quantity, Span, Unit,
};
use domain::procedure::diff::diff;
use domain::province::Terms;
use domain::wording::Wording;
use jiff::civil::Date;
use page::Text;
use page::format::Day;
use page::procedure as shown;
use page::procedure::Said;

use super::read::{Head, Whole};
use super::{changes, words};
use crate::office::read::Names;
use crate::web::address::with_query;

/// Changes to come that the page names itself; a link leads to the others.
const COMING_MAX: usize = 4;

/// What a page of a procedure needs beside the procedure.
pub struct Around<'a> {
    /// Texts of the page's language.
    pub text: Text,
    /// The province's terms.
    pub terms: &'a Terms,
    /// Names of the offices that it speaks of.
    pub offices: &'a Names,
    /// Today.
    pub today: Date,
    /// The day that the address asks for, as it was written.
    pub at: Option<String>,
    /// The case that the address asks for.
    pub case: Option<String>,
    /// The next revision, where one is published that is yet to come.
    pub next: Option<(Head, Description)>,
}

/// A wording with the language it is in.
pub fn said(text: Text, wording: &Wording) -> Said {
    Said {
        text: words::said(text, wording).to_owned(),
        vietnamese: words::is_foreign(text, wording),
    }
}

/// A date as pages show it.
pub fn day(date: Date) -> Day {
    Day { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

/// Codes of every office that a description speaks of.
pub fn offices(of: &Description) -> impl Iterator<Item = &str> {
    let steps = of.steps.iter();
    let consulted = steps.clone().flat_map(|step| step.consults.iter().map(|asked| &asked.party));
    let parties = of
        .competent
        .iter()
        .chain(&of.executing)
        .chain(&of.coordinating)
        .chain(&of.receiving)
        .chain(steps.filter_map(|step| step.party.as_ref()))
        .chain(consulted);
    parties.filter_map(|party| match party {
        Party::Office(code) => Some(code.as_str()),
        Party::Every { .. } | Party::Named(_) => None,
    })
}

impl Around<'_> {
    /// Who does something, in words.
    pub fn party(&self, party: &Party) -> String {
        let english = self.text.language == page::Language::English;
        let office = |code: &str| {
            let (vi, en) = self.offices.get(code)?;
            Some(en.as_ref().filter(|_| english).unwrap_or(vi).clone())
        };
        words::party(self.text, self.terms, party, &office)
    }

    fn place(&self, party: &Party) -> shown::Place {
        let english = self.text.language == page::Language::English;
        let vietnamese = english
            && match party {
                Party::Office(code) => self.offices.get(code).is_some_and(|(_, en)| en.is_none()),
                Party::Named(name) => name.en.is_none(),
                Party::Every { .. } => false,
            };
        let path = match party {
            Party::Office(code) => self.offices.get(code).map(|_| format!("/offices/{code}")),
            Party::Every { level, .. } => Some(with_query("/offices", &[("level", level)])),
            Party::Named(_) => None,
        };
        shown::Place { name: Said { text: self.party(party), vietnamese }, path }
    }

    /// An address with the day that this one asks for.
    fn path(&self, path: &str, case: &str) -> String {
        with_query(path, &[("at", self.at.as_deref().unwrap_or_default()), ("case", case)])
    }

    /// The whole page.
    pub fn one(&self, whole: &Whole) -> shown::One {
        let text = self.text;
        let of = &whole.description;
        let case = self.case_of(of);
        let case = case.as_deref();
        let fees: Vec<&Fee> = of.fees.iter().filter(|fee| holds(fee.case.as_ref(), case)).collect();
        let limits: Vec<&Limit> =
            of.limits.iter().filter(|limit| holds(limit.case.as_ref(), case)).collect();
        let papers = of.components.iter().filter(|one| among(&one.cases, case));
        let (notes, papers): (Vec<_>, Vec<_>) =
            papers.partition(|one| one.kind == ComponentKind::Note);
        let receiving = if of.receiving.is_empty() { &of.executing } else { &of.receiving };
        shown::One {
            code: whole.head.code.clone(),
            name: said(text, &of.name),
            name_vi: of
                .name
                .en
                .as_ref()
                .and_then(|en| (words::said(text, &of.name) == en).then(|| of.name.vi.clone())),
            field: self.field(of),
            summary: of.summary.as_ref().map(|summary| said(text, summary)),
            facts: self.facts(of, &limits, &fees, receiving),
            in_force: whole.in_force,
            days: days(&whole.head),
            coming: self.coming(whole),
            cases: self.cases(of, &whole.head.code, case),
            papers: papers.iter().map(|one| self.paper(one)).collect(),
            notes: notes.iter().map(|one| said(text, &one.name)).collect(),
            sets: of.sets,
            times: self.times(&limits),
            saved: limits.first().and_then(|limit| self.saved(limit)),
            time_notes: limits
                .iter()
                .filter_map(|it| Some(said(text, it.note.as_ref()?)))
                .collect(),
            // A note beside the hour says the same at length.
            cutoff_hour: limits
                .iter()
                .filter(|limit| limit.note.is_none())
                .find_map(|limit| limit.cutoff_hour),
            fees: fees.iter().map(|fee| self.fee(fee)).collect(),
            instructions: of.instructions.iter().map(|it| self.instruction(it)).collect(),
            steps: of
                .steps
                .iter()
                .filter(|it| among(&it.cases, case))
                .map(|it| self.step(it))
                .collect(),
            places: receiving.iter().map(|party| self.place(party)).collect(),
            online: self.online(of),
            online_note: words::online_meaning(text, of.online),
            subjects: of.subjects.iter().map(|one| said(text, &one.name)).collect(),
            results: of.results.iter().map(|one| said(text, &one.name)).collect(),
            requirements: of.requirements.as_ref().map(|it| said(text, it)),
            legal_basis: of.legal_basis.iter().map(|one| self.basis(one)).collect(),
            revisions: self.revisions(whole),
            form: of.form.as_ref().map(|form| self.form(of, form)),
            apply: (whole.in_force && self.at.is_none() && of.channels.contains(&Channel::Online))
                .then(|| format!("/apply/{}", whole.head.code)),
            sample: of.sample.iter().map(|part| words::part(text, part)).collect(),
            source: of.source.clone(),
            at: self.path("", ""),
            print: self
                .path(&format!("/procedures/{}/print", whole.head.code), case.unwrap_or_default()),
        }
    }

    /// The case of the page: the one asked for, else the first.
    fn case_of(&self, of: &Description) -> Option<String> {
        let known = |case: &&String| of.cases.iter().any(|it| it.id == **case);
        let asked = self.case.as_ref().filter(known).cloned();
        asked.or_else(|| of.cases.first().map(|case| case.id.clone()))
    }

    fn field(&self, of: &Description) -> (String, String) {
        let path = with_query("/procedures", &[("field", &of.field.name.vi)]);
        (words::said(self.text, &of.field.name).to_owned(), path)
    }

    fn facts(
        &self,
        of: &Description,
        limits: &[&Limit],
        fees: &[&Fee],
        receiving: &[Party],
    ) -> [shown::Fact; 4] {
        let text = self.text;
        let fact = |text, note| shown::Fact { text, note };
        let time = limits.first().and_then(|limit| limit.committed.or(limit.legal));
        let law = limits.first().and_then(|limit| limit.legal).filter(|law| Some(*law) != time);
        let place = receiving.first().map(|party| self.party(party)).unwrap_or_default();
        let more = u64::try_from(receiving.len()).unwrap_or(0).saturating_sub(1);
        let (cost, cost_note) = words::cost(text, fees);
        let easiest = [Channel::Online, Channel::Counter, Channel::Post];
        let mut ways = easiest.into_iter().filter(|channel| of.channels.contains(channel));
        let way = ways.next().map_or_else(|| text.level_none(), |way| words::channel(text, way));
        let others: Vec<Channel> = ways.collect();
        let before = limits.first().and_then(|limit| limit.cutoff_hour);
        [
            fact(
                time.map_or_else(|| text.span_none(), |time| words::span(text, time)),
                law.map(|law| text.procedure_law_gives(words::span(text, law)))
                    .or(before.map(|hour| text.procedure_if_before(hour))),
            ),
            fact(cost, cost_note),
            fact(place, (more > 0).then(|| text.procedure_places(more))),
            fact(
                way,
                (!others.is_empty())
                    .then(|| text.procedure_other_ways(words::channels(text, &others))),
            ),
        ]
    }

    /// The revision to come, with the first change of each kind that concerns applicants.
    fn coming(&self, whole: &Whole) -> Option<shown::Coming> {
        let (head, description) = self.next.as_ref()?;
        let told = changes::groups(self.text, self.terms, &diff(&whole.description, description));
        let (inside, outside): (Vec<_>, Vec<_>) = told.into_iter().partition(|it| it.inside);
        let count = |groups: &[shown::ChangeGroup]| -> usize {
            groups.iter().map(|group| group.items.len()).sum()
        };
        let all = count(&inside) + count(&outside);
        let firsts = outside.into_iter().filter_map(|group| group.items.into_iter().next());
        let first: Vec<shown::Changed> = firsts.take(COMING_MAX).collect();
        Some(shown::Coming {
            from: day(head.from?),
            more: u64::try_from(all - first.len()).unwrap_or(0),
            changes: first,
            compare: compare(&whole.head.code, whole.head.number, head.number),
        })
    }

    fn cases(&self, of: &Description, code: &str, chosen: Option<&str>) -> Vec<shown::CaseChoice> {
        let choice = |case: &domain::procedure::description::Case| shown::CaseChoice {
            name: said(self.text, &case.name),
            path: self.path(&format!("/procedures/{code}"), &case.id),
            chosen: chosen == Some(case.id.as_str()),
        };
        of.cases.iter().map(choice).collect()
    }

    fn paper(&self, one: &Component) -> shown::Paper {
        let text = self.text;
        let quantity = words::quantity(text, (one.originals, one.copies));
        let quantity = match one.kind {
            ComponentKind::Submit | ComponentKind::Note => quantity,
            ComponentKind::Present => text.procedure_paper_present(quantity),
            ComponentKind::Eform => text.procedure_paper_eform(),
        };
        let channels = (!one.channels.is_empty())
            .then(|| Said::plain(text.procedure_paper_by(words::channels(text, &one.channels))));
        shown::Paper {
            id: one.id.clone(),
            name: said(text, &one.name),
            quantity,
            mandatory: one.mandatory,
            condition: one.condition.as_ref().map(|it| said(text, it)).or(channels),
            replaceable_by: one.replaceable_by.as_ref().map(|it| said(text, it)),
            template: one.template.as_ref().map(|it| said(text, it)),
        }
    }

    /// How much shorter the promise is than the law, where both count in one unit.
    fn saved(&self, limit: &Limit) -> Option<String> {
        let (legal, committed) = (limit.legal?, limit.committed?);
        let less = legal.quantity.quarters.checked_sub(committed.quantity.quarters)?;
        if legal.unit != committed.unit || less == 0 {
            return None;
        }
        let percent = u64::from(less) * 100 / u64::from(legal.quantity.quarters);
        let less = Span { quantity: Quantity { quarters: less }, unit: legal.unit };
        Some(self.text.procedure_saved(words::span(self.text, less), percent))
    }

    /// Times as bars against the longest of them.
    fn times(&self, limits: &[&Limit]) -> Vec<shown::Time> {
        let text = self.text;
        let spans = |limit: &&Limit| limit.legal.into_iter().chain(limit.committed).map(hours);
        let longest = limits.iter().flat_map(spans).max().unwrap_or(0).max(1);
        let mut seen = BTreeSet::new();
        let mut times = Vec::new();
        for limit in limits {
            let beside = limit.channel.map(|channel| words::channel(text, channel).to_lowercase());
            let rows = [
                (limit.legal, text.procedure_by_law(), false),
                (limit.committed, text.procedure_promised(), true),
            ];
            for (span, name, promised) in rows {
                let Some(span) = span else { continue };
                let name = beside.as_ref().map_or(name.clone(), |way| format!("{name}, {way}"));
                let percent = u8::try_from((hours(span) * 100 / longest).clamp(2, 100));
                let time = words::span(text, span);
                if seen.insert((name.clone(), time.clone())) {
                    let percent = percent.unwrap_or(100);
                    times.push(shown::Time { name, text: time, percent, promised });
                }
            }
        }
        times
    }

    fn fee(&self, fee: &Fee) -> shown::Fee {
        let text = self.text;
        let way = fee.channel.map(|channel| Said::plain(words::channel(text, channel)));
        shown::Fee {
            name: said(text, &fee.name),
            // "Lệ phí hộ tịch" says already what it is in law.
            kind: Some(words::fee_kind(text, fee.kind)).filter(|kind| {
                let name = words::said(text, &fee.name).to_lowercase();
                !name.contains(&kind.to_lowercase())
            }),
            amount: words::fee_amount(text, fee),
            condition: fee.condition.as_ref().map(|it| said(text, it)).or(way),
            source: fee.source.clone(),
        }
    }

    fn instruction(
        &self,
        one: &domain::procedure::description::Instruction,
    ) -> (Option<Said>, Said) {
        (one.name.as_ref().map(|name| said(self.text, name)), said(self.text, &one.text))
    }

    fn step(&self, step: &domain::procedure::description::Step) -> shown::Step {
        let role = self.terms.role(&step.role).map(|role| match self.text.language {
            page::Language::Vietnamese => role.name.clone(),
            page::Language::English => role.name_en.clone(),
        });
        let role = role.unwrap_or_else(|| step.role.clone());
        let who = match &step.party {
            Some(party) => format!("{role}, {}", self.party(party)),
            None => role,
        };
        shown::Step {
            name: said(self.text, &step.name),
            who,
            time: words::span(self.text, step.limit),
            consults: step.consults.iter().map(|asked| self.party(&asked.party)).collect(),
        }
    }

    fn online(&self, of: &Description) -> Vec<String> {
        let mut levels = Vec::new();
        if let Some(level) = of.online.level_2011 {
            levels.push(self.text.level_2011(level));
        }
        if of.online.level_2022.is_some() {
            levels.push(words::online(self.text, of.online));
        }
        levels
    }

    fn basis(&self, one: &domain::procedure::description::LegalBasis) -> shown::Basis {
        shown::Basis {
            number: one.number.clone(),
            name: one.name.as_ref().map(|name| Said::plain(name.vi.clone())),
            from: one.from.map(day),
            to: one.to.map(day),
        }
    }

    fn revisions(&self, whole: &Whole) -> Vec<shown::Revision> {
        let code = &whole.head.code;
        let mut before: Option<u32> = None;
        let mut all = Vec::new();
        let mut ordered: Vec<&Head> = whole.history.iter().collect();
        ordered.sort_by_key(|head| head.from);
        for head in ordered {
            let from = head.from.map(|from| from.to_string()).unwrap_or_default();
            all.push(shown::Revision {
                number: head.number,
                from: days(head).0,
                to: head.to.map(day),
                decision: head.decision.as_ref().map(|it| it.number.clone()).unwrap_or_default(),
                shown: head.number == whole.head.number,
                age: match head.from {
                    _ if head.holds_on(self.today) => shown::Age::Now,
                    Some(from) if from > self.today => shown::Age::Coming,
                    Some(_) | None => shown::Age::Past,
                },
                path: with_query(&format!("/procedures/{code}"), &[("at", &from)]),
                compare: before.map(|before| compare(code, before, head.number)),
            });
            before = Some(head.number);
        }
        all.reverse();
        all
    }

    fn form(&self, of: &Description, form: &domain::form::Form) -> shown::FormLink {
        let name = form.name.as_ref().unwrap_or(&of.name);
        let questions = u64::try_from(form.each().count()).unwrap_or(u64::MAX);
        shown::FormLink { name: said(self.text, name), questions }
    }
}

fn holds(case: Option<&String>, chosen: Option<&str>) -> bool {
    case.is_none_or(|case| Some(case.as_str()) == chosen)
}

fn among(cases: &[String], chosen: Option<&str>) -> bool {
    cases.is_empty() || cases.iter().any(|case| Some(case.as_str()) == chosen)
}

fn days(head: &Head) -> (Day, Option<Day>) {
    let from = head.from.map_or(Day { year: 1, month: 1, day: 1 }, day);
    (from, head.to.map(day))
}

fn compare(code: &str, from: u32, to: u32) -> String {
    format!("/procedures/{code}/diff?from={from}&to={to}")
}

/// Hours of work, as near as bars need it: a month has 22 working days, a day 8 hours.
fn hours(span: Span) -> u64 {
    let each = match span.unit {
        Unit::WorkingHour => 1,
        Unit::WorkingDay | Unit::CalendarDay | Unit::Other => 8,
        Unit::Month => 22 * 8,
        Unit::SameDay => return 8,
    };
    u64::from(span.quantity.quarters) * each / 4
}
