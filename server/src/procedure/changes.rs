//! What changed between two revisions, in sentences that people understand.

use domain::procedure::description::Span;
use domain::procedure::diff::{Change, Paper, Part, Prose, Sum};
use domain::province::Terms;
use domain::wording::Wording;
use page::Text;
use page::procedure::{ChangeGroup, Changed, Said};

use super::view::said;
use super::words;

/// What a change is about for whoever reads it; the order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Name,
    Time,
    Papers,
    Cost,
    Way,
    People,
    Form,
    Words,
    Process,
    Law,
}

const GROUPS: [Group; 10] = [
    Group::Name,
    Group::Time,
    Group::Papers,
    Group::Cost,
    Group::Way,
    Group::People,
    Group::Form,
    Group::Words,
    Group::Process,
    Group::Law,
];

impl Group {
    fn name(self, t: Text) -> String {
        match self {
            Group::Name => t.change_group_name(),
            Group::Time => t.change_group_time(),
            Group::Papers => t.change_group_papers(),
            Group::Cost => t.change_group_cost(),
            Group::Way => t.change_group_way(),
            Group::People => t.change_group_people(),
            Group::Form => t.change_group_form(),
            Group::Words => t.change_group_words(),
            Group::Process => t.change_group_process(),
            Group::Law => t.change_group_law(),
        }
    }

    /// Whether it concerns the agencies rather than the applicant.
    fn is_inside(self) -> bool {
        matches!(self, Group::Process | Group::Law)
    }
}

/// A change in parts: its group, the thing that changed, and what happened to it.
struct Told {
    group: Group,
    about: Option<Said>,
    what: String,
}

/// A change as one sentence.
pub fn sentence(t: Text, terms: &Terms, change: &Change) -> String {
    let Told { about, what, group } = told(t, terms, change);
    match about {
        // Numbers of legal texts need no quotation marks.
        Some(about) if group == Group::Law => format!("{}: {what}.", about.text),
        Some(about) => t.change_of(about.text, what),
        None => format!("{}.", capital(&what)),
    }
}

/// Changes by what they are about; those of one thing stand together in one sentence.
pub fn groups(t: Text, terms: &Terms, changes: &[Change]) -> Vec<ChangeGroup> {
    let all: Vec<Told> = changes.iter().map(|change| told(t, terms, change)).collect();
    let of = |group: Group| {
        let mut items: Vec<(Option<Said>, Vec<String>)> = Vec::new();
        for one in all.iter().filter(|one| one.group == group) {
            let known = items.iter_mut().find(|(about, _)| about.is_some() && *about == one.about);
            match known {
                Some((_, whats)) => whats.push(one.what.clone()),
                None => items.push((one.about.clone(), vec![one.what.clone()])),
            }
        }
        let items = items.into_iter().map(|(about, whats)| {
            let end = if group == Group::Law { "" } else { "." };
            Changed { about, what: format!("{}{end}", capital(&whats.join("; "))) }
        });
        ChangeGroup { name: group.name(t), items: items.collect(), inside: group.is_inside() }
    };
    GROUPS.into_iter().map(of).filter(|group| !group.items.is_empty()).collect()
}

/// The first letter large: a phrase begins a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn told(t: Text, terms: &Terms, change: &Change) -> Told {
    let plain = |group, what| Told { group, about: None, what };
    let about = |group, name: &Wording, what| Told { group, about: Some(said(t, name)), what };
    match change {
        Change::Name(old, new) => {
            plain(Group::Name, t.change_name(words::said(t, new), words::said(t, old)))
        }
        Change::Added(Part::LegalBasis, name) => law(t.change_new_law(), name),
        Change::Removed(Part::LegalBasis, name) => law(t.change_old_law(), name),
        Change::Added(part, name) => about(group(*part), name, added(t, *part)),
        Change::Removed(part, name) => about(group(*part), name, removed(t, *part)),
        Change::Legal(case, old, new) => limit(t, case.as_ref(), legal(t, *old, *new)),
        Change::Committed(case, old, new) => limit(t, case.as_ref(), committed(t, *old, *new)),
        Change::Paper(name, paper) => about(Group::Papers, name, paper_change(t, paper)),
        Change::Fee(name, who, old, new) => {
            let about = Some(with(t, name, who.as_ref()));
            Told { group: Group::Cost, about, what: sum_change(t, *old, *new) }
        }
        Change::Question(old, new) => {
            about(Group::Form, new, t.change_question(words::said(t, old)))
        }
        Change::Step(name, cases, old, new) => {
            let what = t.change_step(words::span(t, *new), words::span(t, *old));
            Told { group: Group::Process, about: Some(with(t, name, cases.as_ref())), what }
        }
        Change::ChannelsAdded(all) => {
            plain(Group::Way, t.change_channels_added(words::channels(t, all)))
        }
        Change::ChannelsRemoved(all) => {
            plain(Group::Way, t.change_channels_removed(words::channels(t, all)))
        }
        Change::Online(old, new) => {
            let level = |online| words::online(t, online).to_lowercase();
            plain(Group::Way, t.change_online(level(*new), level(*old)))
        }
        Change::Levels(old, new) => {
            plain(Group::Way, t.change_levels(levels(t, terms, new), levels(t, terms, old)))
        }
        Change::Clock => plain(Group::Time, t.change_clock()),
        Change::Prose(Prose::Summary) => plain(Group::Words, t.change_summary()),
        Change::Prose(Prose::Requirements) => plain(Group::Words, t.change_requirements()),
        Change::Prose(Prose::Instructions) => plain(Group::Words, t.change_instructions()),
    }
}

/// Legal texts that came or went are one list each.
fn law(about: String, name: &Wording) -> Told {
    Told { group: Group::Law, about: Some(Said::plain(about)), what: name.vi.clone() }
}

fn limit(t: Text, case: Option<&Wording>, what: String) -> Told {
    Told { group: Group::Time, about: case.map(|case| said(t, case)), what }
}

/// A name with whom it concerns: `Lệ phí hộ tịch (khai quá 60 ngày)`.
fn with(t: Text, name: &Wording, whom: Option<&Wording>) -> Said {
    let name = said(t, name);
    match whom.map(|whom| said(t, whom)) {
        Some(whom) => Said {
            text: format!("{} ({})", name.text, lower(&whom.text)),
            vietnamese: name.vietnamese || whom.vietnamese,
        },
        None => name,
    }
}

/// The first letter small: a phrase in brackets goes on.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn levels(t: Text, terms: &Terms, levels: &[String]) -> String {
    let each = levels.iter().map(|level| words::level_name(t, terms, level).to_lowercase());
    each.collect::<Vec<_>>().join(", ")
}

fn maybe_span(t: Text, of: Option<Span>) -> String {
    of.map_or_else(|| t.span_none(), |of| words::span(t, of)).to_lowercase()
}

/// Whether a time grows; `None` when the units differ or one is not told.
fn grows(old: Option<Span>, new: Option<Span>) -> Option<bool> {
    let (old, new) = (old?, new?);
    (old.unit == new.unit).then_some(new.quantity > old.quantity)
}

fn legal(t: Text, old: Option<Span>, new: Option<Span>) -> String {
    let (was, now) = (maybe_span(t, old), maybe_span(t, new));
    match grows(old, new) {
        Some(true) => t.change_legal_up(was, now),
        Some(false) => t.change_legal_down(was, now),
        None => t.change_legal(now, was),
    }
}

fn committed(t: Text, old: Option<Span>, new: Option<Span>) -> String {
    let (was, now) = (maybe_span(t, old), maybe_span(t, new));
    match (old, new, grows(old, new)) {
        (Some(_), None, _) => t.change_committed_gone(was),
        (None, Some(_), _) => t.change_committed_new(now),
        (_, _, Some(true)) => t.change_committed_up(now, was),
        (_, _, Some(false)) => t.change_committed_down(was, now),
        (_, _, None) => t.change_committed(now, was),
    }
}

fn sum_change(t: Text, old: Sum, new: Sum) -> String {
    let sum = |sum| match sum {
        Sum::Free => t.change_fee_free(),
        Sum::Dong(sum) => words::vnd(t, sum),
        Sum::Words => t.change_fee_words(),
    };
    let (was, now) = (sum(old), sum(new));
    match (old, new) {
        (Sum::Dong(before), Sum::Dong(after)) if before < after => t.change_fee_up(was, now),
        (Sum::Dong(_), Sum::Dong(_)) => t.change_fee_down(was, now),
        (Sum::Free | Sum::Dong(_) | Sum::Words, Sum::Free | Sum::Dong(_) | Sum::Words) => {
            t.change_fee(now, was)
        }
    }
}

fn paper_change(t: Text, paper: &Paper) -> String {
    match paper {
        Paper::Quantity(old, new) => {
            t.change_paper_quantity(words::quantity(t, *new), words::quantity(t, *old))
        }
        Paper::Kind(old, new) => {
            t.change_paper_kind(words::component_kind(t, *new), words::component_kind(t, *old))
        }
        Paper::Mandatory(true) => t.change_paper_mandatory(),
        Paper::Mandatory(false) => t.change_paper_optional(),
        Paper::Name(old) => t.change_paper_name(words::said(t, old)),
        Paper::Condition(_, Some(new)) => t.change_paper_condition(words::said(t, new)),
        Paper::Condition(_, None) => t.change_paper_always(),
        Paper::ReplaceableBy(Some(data)) => t.change_paper_replaceable(words::said(t, data)),
        Paper::ReplaceableBy(None) => t.change_paper_not_replaceable(),
    }
}

fn group(part: Part) -> Group {
    match part {
        Part::Case => Group::Time,
        Part::Component => Group::Papers,
        Part::Fee => Group::Cost,
        Part::Result | Part::Subject => Group::People,
        Part::Question => Group::Form,
        Part::Step => Group::Process,
        Part::LegalBasis => Group::Law,
    }
}

fn added(t: Text, part: Part) -> String {
    match part {
        Part::Component => t.change_added_component(),
        Part::Case => t.change_added_case(),
        Part::Fee => t.change_added_fee(),
        Part::Result => t.change_added_result(),
        Part::LegalBasis => t.change_new_law(),
        Part::Step => t.change_added_step(),
        Part::Question => t.change_added_question(),
        Part::Subject => t.change_added_subject(),
    }
}

fn removed(t: Text, part: Part) -> String {
    match part {
        Part::Component => t.change_removed_component(),
        Part::Case => t.change_removed_case(),
        Part::Fee => t.change_removed_fee(),
        Part::Result => t.change_removed_result(),
        Part::LegalBasis => t.change_old_law(),
        Part::Step => t.change_removed_step(),
        Part::Question => t.change_removed_question(),
        Part::Subject => t.change_removed_subject(),
    }
}

#[cfg(test)]
mod tests {
    use page::Language;

    use super::*;

    fn residence() -> [Change; 3] {
        let name = Wording::vietnamese("Giấy tờ về cư trú");
        let paper = |paper| Change::Paper(name.clone(), paper);
        [
            paper(Paper::Mandatory(false)),
            paper(Paper::Condition(None, Some("không tra được dữ liệu".into()))),
            paper(Paper::Name("Sổ hộ khẩu".into())),
        ]
    }

    #[test]
    fn all_that_happens_to_one_paper_is_one_sentence() {
        let text = Text::new(Language::Vietnamese);
        let groups = groups(text, &Terms::default(), &residence());
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].items.len(), 1);
        let told = "Không còn bắt buộc; chỉ cần khi không tra được dữ liệu; trước ghi là “Sổ hộ \
                    khẩu”.";
        assert_eq!(groups[0].items[0].what, told);
    }

    #[test]
    fn agencies_own_matters_come_last_and_legal_texts_are_one_list() {
        let text = Text::new(Language::Vietnamese);
        let law = |number: &str| Change::Added(Part::LegalBasis, number.into());
        let fee = Change::Fee("Lệ phí".into(), None, Sum::Dong(3000), Sum::Free);
        let groups = groups(text, &Terms::default(), &[law("1/2020"), fee, law("2/2020")]);
        let told: Vec<(&str, bool, &str)> = groups
            .iter()
            .map(|group| (group.name.as_str(), group.inside, group.items[0].what.as_str()))
            .collect();
        let free = "Nay không mất tiền, trước là 3.000\u{a0}đ.";
        assert_eq!(told, [("Chi phí", false, free), ("Căn cứ pháp lý", true, "1/2020; 2/2020")]);
    }

    #[test]
    fn a_sentence_alone_names_its_thing() {
        let [optional, ..] = residence();
        let told = |language| sentence(Text::new(language), &Terms::default(), &optional);
        assert_eq!(told(Language::Vietnamese), "“Giấy tờ về cư trú”: không còn bắt buộc.");
        assert_eq!(told(Language::English), "“Giấy tờ về cư trú”: no longer mandatory.");
    }
}
