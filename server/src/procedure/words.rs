//! Parts of a procedure in words, in both languages.

use domain::procedure::description::{
    Channel, ComponentKind, Fee, FeeKind, Level2022, Online, Party, Span, Unit,
};
use domain::procedure::diff::{Change, Paper, Part, Prose};
use domain::procedure::lint::{Finding, Rule};
use domain::province::Terms;
use domain::wording::Wording;
use page::{Language, Text};

/// A wording in a page's language; Vietnamese where there is no English.
pub fn said(text: Text, wording: &Wording) -> &str {
    match (text.language, &wording.en) {
        (Language::English, Some(en)) => en,
        (Language::English, None) | (Language::Vietnamese, _) => &wording.vi,
    }
}

/// Whether a wording is shown in Vietnamese on an English page.
pub fn is_foreign(text: Text, wording: &Wording) -> bool {
    text.language == Language::English && wording.en.is_none()
}

/// `4,75`, `4.75`, `15`.
pub fn amount(text: Text, amount: f64) -> String {
    match text.language {
        Language::Vietnamese => amount.to_string().replace('.', ","),
        Language::English => amount.to_string(),
    }
}

/// `12 ngày làm việc`.
pub fn span(text: Text, span: Span) -> String {
    let quantity = span.quantity;
    let whole = quantity.quarters.is_multiple_of(4).then_some(u64::from(quantity.quarters / 4));
    let counted = match (whole, span.unit) {
        (_, Unit::SameDay) => return text.span_same_day(),
        (Some(0), Unit::Other) => return text.span_none(),
        (Some(n), Unit::WorkingDay) => text.span_working_day(n),
        (Some(n), Unit::CalendarDay) => text.span_calendar_day(n),
        (Some(n), Unit::WorkingHour) => text.span_working_hour(n),
        (Some(n), Unit::Month) => text.span_month(n),
        (Some(n), Unit::Other) => text.span_other(n),
        (None, unit) => format!("{} {}", amount(text, quantity.amount()), unit_name(text, unit)),
    };
    // A number and its unit stay on one line.
    counted.replacen(' ', "\u{a0}", 1)
}

fn unit_name(text: Text, unit: Unit) -> String {
    match unit {
        Unit::WorkingDay => text.unit_working_day(),
        Unit::CalendarDay => text.unit_calendar_day(),
        Unit::WorkingHour => text.unit_working_hour(),
        Unit::Month => text.unit_month(),
        Unit::SameDay => text.unit_same_day(),
        Unit::Other => text.unit_other(),
    }
}

/// A sum in đồng.
pub fn vnd(text: Text, sum: u64) -> String {
    text.vnd(text.number(sum)).replacen(' ', "\u{a0}", 1)
}

/// What a fee costs: never "free" because of a zero alone.
pub fn fee_amount(text: Text, fee: &Fee) -> String {
    let per = fee.per.as_ref().map(|per| format!("/{}", said(text, per)));
    match fee.amount_vnd {
        _ if fee.exempt => text.fee_free(),
        None => text.fee_words(),
        Some(0) => text.fee_unknown(),
        Some(sum) => format!("{}{}", vnd(text, sum), per.unwrap_or_default()),
    }
}

/// What a case costs in all it may cost, and how many sums there are.
pub fn cost(text: Text, fees: &[&Fee]) -> (String, Option<String>) {
    let mut sums: Vec<u64> =
        fees.iter().map(|fee| if fee.exempt { 0 } else { fee.amount_vnd.unwrap_or(0) }).collect();
    sums.sort_unstable();
    sums.dedup();
    let in_words = fees.iter().any(|fee| !fee.exempt && fee.amount_vnd.unwrap_or(0) == 0);
    let rows = u64::try_from(fees.len()).unwrap_or(0);
    let note = (rows > 1).then(|| text.fee_rows(rows));
    let cost = match (fees, sums.as_slice()) {
        ([], _) => text.fee_none(),
        ([fee], _) => fee_amount(text, fee),
        (_, [0]) if !in_words => text.fee_free(),
        _ if in_words => text.fee_words(),
        (_, [.., most]) if sums.len() == 1 => vnd(text, *most),
        (_, [least, .., most]) => text.fee_between(text.number(*least), vnd(text, *most)),
        (_, []) | (_, [_]) => text.fee_words(),
    };
    (cost, note)
}

/// The name of a part of a description.
pub fn part(text: Text, part: &str) -> String {
    match part {
        "summary" => text.part_summary(),
        "requirements" => text.part_requirements(),
        "instructions" => text.part_instructions(),
        "limits" => text.part_limits(),
        "fees" => text.part_fees(),
        "steps" => text.part_steps(),
        "legal_basis" => text.part_legal_basis(),
        "decision" => text.part_decision(),
        "components" => text.part_components(),
        "form" => text.part_form(),
        "online" => text.part_online(),
        other => other.to_owned(),
    }
}

/// The name of a kind of payment.
pub fn fee_kind(text: Text, kind: FeeKind) -> String {
    match kind {
        FeeKind::Charge => text.fee_kind_charge(),
        FeeKind::Fee => text.fee_kind_fee(),
        FeeKind::Price => text.fee_kind_price(),
    }
}

/// A channel.
pub fn channel(text: Text, channel: Channel) -> String {
    match channel {
        Channel::Counter => text.channel_counter(),
        Channel::Online => text.channel_online(),
        Channel::Post => text.channel_post(),
    }
}

/// Several channels in a sentence.
pub fn channels(text: Text, all: &[Channel]) -> String {
    let names: Vec<String> = all.iter().map(|one| channel(text, *one).to_lowercase()).collect();
    names.join(", ")
}

/// The level of online service: that of 2022 where it is known, else that of 2011.
pub fn online(text: Text, online: Online) -> String {
    match (online.level_2022, online.level_2011) {
        (Some(Level2022::Information), _) => text.level_2022_information(),
        (Some(Level2022::Partial), _) => text.level_2022_partial(),
        (Some(Level2022::Full), _) => text.level_2022_full(),
        (None, Some(level)) => text.level_2011(level).replacen(' ', "\u{a0}", 1),
        (None, None) => text.level_none(),
    }
}

/// Originals and copies.
pub fn quantity(text: Text, (originals, copies): (u16, u16)) -> String {
    match (originals, copies) {
        (0, 0) => text.quantity_none(),
        (_, 0) => text.quantity_originals(originals),
        (0, _) => text.quantity_copies(copies),
        _ => text.quantity(copies, originals),
    }
}

/// What a row of the list of papers is.
pub fn component_kind(text: Text, kind: ComponentKind) -> String {
    match kind {
        ComponentKind::Submit => text.kind_submit(),
        ComponentKind::Present => text.kind_present(),
        ComponentKind::Eform => text.kind_eform(),
        ComponentKind::Note => text.kind_note(),
    }
}

/// Who does something. `office` finds an office's name by its code.
pub fn party(
    text: Text,
    terms: &Terms,
    party: &Party,
    office: &dyn Fn(&str) -> Option<String>,
) -> String {
    match party {
        Party::Named(name) => said(text, name).to_owned(),
        Party::Office(code) => office(code).unwrap_or_else(|| code.clone()),
        Party::Every { level, kind } => {
            let level = level_name(text, terms, level).to_lowercase();
            let kind = kind.as_ref().and_then(|kind| terms.kind(kind));
            match kind {
                Some(kind) => text.party_every(term(text, kind), level),
                None => text.party_every_level(level),
            }
        }
    }
}

fn term(text: Text, term: &domain::province::Term) -> &str {
    match text.language {
        Language::Vietnamese => &term.name,
        Language::English => &term.name_en,
    }
}

/// The name of a level of government.
pub fn level_name(text: Text, terms: &Terms, level: &str) -> String {
    match (terms.level(level), level) {
        (Some(known), _) => term(text, known).to_owned(),
        (None, "ministry") => text.level_ministry(),
        (None, "vertical") => text.level_vertical(),
        (None, "other") => text.level_other(),
        (None, other) => other.to_owned(),
    }
}

/// A finding as a sentence.
pub fn finding(t: Text, finding: &Finding) -> String {
    let about = |at: usize| finding.about.get(at).map_or("", String::as_str);
    let (a, b, c) = (about(0), about(1), about(2));
    match finding.rule {
        Rule::Markup => t.lint_markup(),
        Rule::TooLong => t.lint_too_long(a),
        Rule::ControlCharacter => t.lint_control_character(),
        Rule::TooMany => t.lint_too_many(a),
        Rule::BadHour => t.lint_bad_hour(),
        Rule::BadLevel => t.lint_bad_level(),
        Rule::NoName => t.lint_no_name(),
        Rule::BadId => t.lint_bad_id(a),
        Rule::Twice => t.lint_twice(a),
        Rule::UnknownCase => t.lint_unknown_case(a),
        Rule::UnknownComponent => t.lint_unknown_component(a),
        Rule::Condition => t.lint_condition(a),
        Rule::UnknownQuestion => t.lint_unknown_question(a),
        Rule::LaterQuestion => t.lint_later_question(a),
        Rule::Circle => t.lint_circle(a),
        Rule::NothingToAnswer => t.lint_nothing_to_answer(),
        Rule::Setting => t.lint_setting(a),
        Rule::Bounds => t.lint_bounds(a),
        Rule::Nested => t.lint_nested(),
        Rule::Unfinished => t.lint_unfinished(a),
        Rule::PartMissing => t.lint_part_missing(a),
        Rule::CommittedOverLegal => t.lint_committed_over_legal(a, b),
        Rule::UnitsDisagree => t.lint_units_disagree(a, b),
        Rule::BasisLater => t.lint_basis_later(a),
        Rule::BasisExpired => t.lint_basis_expired(a),
        Rule::StepsDoNotAddUp => t.lint_steps_do_not_add_up(a, b),
        Rule::LimitsDisagree => t.lint_limits_disagree(a, b),
        Rule::LimitInWords => t.lint_limit_in_words(),
        Rule::FeeZero => t.lint_fee_zero(),
        Rule::FeeDiffers => t.lint_fee_differs(a, b),
        Rule::NoteAsPaper => t.lint_note_as_paper(a),
        Rule::NothingMandatory => t.lint_nothing_mandatory(),
        Rule::SamePaper => t.lint_same_paper(a, b, c),
        Rule::NationalDiffers => t.lint_national_differs(a, b, c),
        Rule::LevelsDisagree => t.lint_levels_disagree(a),
        Rule::OddCode => t.lint_odd_code(a),
        Rule::Unmapped => t.lint_unmapped(a),
        Rule::NoEnglish => t.lint_no_english(),
        Rule::Sample => t.lint_sample(a),
    }
}

/// What to do about a rule that is broken.
pub fn remedy(t: Text, rule: Rule) -> String {
    match rule {
        Rule::Markup => t.lint_markup_do(),
        Rule::TooLong => t.lint_too_long_do(),
        Rule::ControlCharacter => t.lint_control_character_do(),
        Rule::TooMany => t.lint_too_many_do(),
        Rule::BadHour => t.lint_bad_hour_do(),
        Rule::BadLevel => t.lint_bad_level_do(),
        Rule::NoName => t.lint_no_name_do(),
        Rule::BadId => t.lint_bad_id_do(),
        Rule::Twice => t.lint_twice_do(),
        Rule::UnknownCase => t.lint_unknown_case_do(),
        Rule::UnknownComponent => t.lint_unknown_component_do(),
        Rule::Condition => t.lint_condition_do(),
        Rule::UnknownQuestion => t.lint_unknown_question_do(),
        Rule::LaterQuestion => t.lint_later_question_do(),
        Rule::Circle => t.lint_circle_do(),
        Rule::NothingToAnswer => t.lint_nothing_to_answer_do(),
        Rule::Setting => t.lint_setting_do(),
        Rule::Bounds => t.lint_bounds_do(),
        Rule::Nested => t.lint_nested_do(),
        Rule::Unfinished => t.lint_unfinished_do(),
        Rule::PartMissing => t.lint_part_missing_do(),
        Rule::CommittedOverLegal => t.lint_committed_over_legal_do(),
        Rule::UnitsDisagree => t.lint_units_disagree_do(),
        Rule::BasisLater => t.lint_basis_later_do(),
        Rule::BasisExpired => t.lint_basis_expired_do(),
        Rule::StepsDoNotAddUp => t.lint_steps_do_not_add_up_do(),
        Rule::LimitsDisagree => t.lint_limits_disagree_do(),
        Rule::LimitInWords => t.lint_limit_in_words_do(),
        Rule::FeeZero => t.lint_fee_zero_do(),
        Rule::FeeDiffers => t.lint_fee_differs_do(),
        Rule::NoteAsPaper => t.lint_note_as_paper_do(),
        Rule::NothingMandatory => t.lint_nothing_mandatory_do(),
        Rule::SamePaper => t.lint_same_paper_do(),
        Rule::NationalDiffers => t.lint_national_differs_do(),
        Rule::LevelsDisagree => t.lint_levels_disagree_do(),
        Rule::OddCode => t.lint_odd_code_do(),
        Rule::Unmapped => t.lint_unmapped_do(),
        Rule::NoEnglish => t.lint_no_english_do(),
        Rule::Sample => t.lint_sample_do(),
    }
}

/// A change between two revisions as a sentence.
pub fn change(t: Text, terms: &Terms, change: &Change) -> String {
    match change {
        Change::Name(old, new) => t.change_name(said(t, old), said(t, new)),
        Change::Added(part, name) => added(t, *part, said(t, name)),
        Change::Removed(part, name) => removed(t, *part, said(t, name)),
        Change::Legal(name, old, new) => {
            let (old_said, new_said) = (maybe_span(t, *old), maybe_span(t, *new));
            let case = case(t, name.as_ref());
            match grows(*old, *new) {
                Some(true) => t.change_legal_up(old_said, new_said, case),
                Some(false) => t.change_legal_down(old_said, new_said, case),
                None => t.change_legal(old_said, new_said, case),
            }
        }
        Change::Committed(name, old, new) => committed(t, name.as_ref(), *old, *new),
        Change::Paper(name, paper) => paper_change(t, said(t, name), paper),
        Change::Fee(name, old, new) => {
            let sum = |sum: &Option<u64>| sum.map_or_else(|| t.fee_words(), |sum| vnd(t, sum));
            t.change_fee(said(t, name), sum(old), sum(new))
        }
        Change::Question(old, new) => t.change_question(said(t, old), said(t, new)),
        Change::Step(name, old, new) => t.change_step(said(t, name), span(t, *old), span(t, *new)),
        Change::ChannelsAdded(all) => t.change_channels_added(channels(t, all)),
        Change::ChannelsRemoved(all) => t.change_channels_removed(channels(t, all)),
        Change::Online(old, new) => t.change_online(online(t, *old), online(t, *new)),
        Change::Levels(old, new) => {
            let names = |levels: &[String]| {
                let each = levels.iter().map(|level| level_name(t, terms, level));
                each.collect::<Vec<_>>().join(", ")
            };
            t.change_levels(names(old), names(new))
        }
        Change::Clock => t.change_clock(),
        Change::Prose(Prose::Summary) => t.change_summary(),
        Change::Prose(Prose::Requirements) => t.change_requirements(),
        Change::Prose(Prose::Instructions) => t.change_instructions(),
    }
}

fn maybe_span(t: Text, of: Option<Span>) -> String {
    of.map_or_else(|| t.span_none(), |of| span(t, of))
}

/// Whether a time grows; `None` when the units differ or one is not told.
fn grows(old: Option<Span>, new: Option<Span>) -> Option<bool> {
    let (old, new) = (old?, new?);
    (old.unit == new.unit).then_some(new.quantity > old.quantity)
}

fn case(t: Text, name: Option<&Wording>) -> String {
    name.map_or_else(String::new, |name| t.change_case(said(t, name)))
}

fn committed(t: Text, name: Option<&Wording>, old: Option<Span>, new: Option<Span>) -> String {
    let case = case(t, name);
    match (old, new) {
        (Some(old), None) => t.change_committed_gone(span(t, old), case),
        (None, Some(new)) => t.change_committed_new(span(t, new), case),
        (old, new) => {
            let (old_said, new_said) = (maybe_span(t, old), maybe_span(t, new));
            match grows(old, new) {
                Some(true) => t.change_committed_up(old_said, new_said, case),
                Some(false) => t.change_committed_down(old_said, new_said, case),
                None => t.change_committed(old_said, new_said, case),
            }
        }
    }
}

fn paper_change(t: Text, name: &str, paper: &Paper) -> String {
    match paper {
        Paper::Quantity(old, new) => {
            t.change_paper_quantity(name, quantity(t, *new), quantity(t, *old))
        }
        Paper::Kind(old, new) => {
            t.change_paper_kind(name, component_kind(t, *new), component_kind(t, *old))
        }
        Paper::Mandatory(true) => t.change_paper_mandatory(name),
        Paper::Mandatory(false) => t.change_paper_optional(name),
        Paper::Name(old) => t.change_paper_name(said(t, old), name),
        Paper::Condition(_, Some(new)) => t.change_paper_condition(name, said(t, new)),
        Paper::Condition(_, None) => t.change_paper_always(name),
        Paper::ReplaceableBy(Some(data)) => t.change_paper_replaceable(name, said(t, data)),
        Paper::ReplaceableBy(None) => t.change_paper_not_replaceable(name),
    }
}

fn added(t: Text, part: Part, name: &str) -> String {
    match part {
        Part::Component => t.change_added_component(name),
        Part::Case => t.change_added_case(name),
        Part::Fee => t.change_added_fee(name),
        Part::Result => t.change_added_result(name),
        Part::LegalBasis => t.change_added_legal_basis(name),
        Part::Step => t.change_added_step(name),
        Part::Question => t.change_added_question(name),
        Part::Subject => t.change_added_subject(name),
    }
}

fn removed(t: Text, part: Part, name: &str) -> String {
    match part {
        Part::Component => t.change_removed_component(name),
        Part::Case => t.change_removed_case(name),
        Part::Fee => t.change_removed_fee(name),
        Part::Result => t.change_removed_result(name),
        Part::LegalBasis => t.change_removed_legal_basis(name),
        Part::Step => t.change_removed_step(name),
        Part::Question => t.change_removed_question(name),
        Part::Subject => t.change_removed_subject(name),
    }
}
