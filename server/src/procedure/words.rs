//! Parts of a procedure in words, in both languages.

use std::collections::BTreeSet;

use domain::procedure::description::{
    Channel, ComponentKind, Fee, FeeKind, Level2022, Online, Party, Quantity, Span, Unit,
};
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

/// What a case costs, never more sure than its rows are, and what stands beside it in small.
///
/// Rows that everybody pays add up. Where more may come, or a row binds some people only, the sum
/// is the least; where somebody pays nothing, that is said beside the least sum.
pub fn cost(text: Text, fees: &[&Fee]) -> (String, Option<String>) {
    let is_sum = |fee: &&&Fee| !fee.exempt && fee.amount_vnd.unwrap_or(0) > 0;
    let cases: BTreeSet<_> = fees.iter().filter_map(|fee| fee.case.as_ref()).collect();
    let binds_some = |fee: &&&Fee| {
        fee.condition.is_some() || fee.channel.is_some() || (cases.len() > 1 && fee.case.is_some())
    };
    let sums = || fees.iter().filter(is_sum);
    let of_all: u64 = sums().filter(|fee| !binds_some(fee)).filter_map(|fee| fee.amount_vnd).sum();
    let least = sums().filter_map(|fee| fee.amount_vnd).min();
    let in_words = fees.iter().any(|fee| !fee.exempt && !is_sum(&fee));
    let is_certain = !in_words && fees.iter().all(|fee| !binds_some(&fee));
    let rows = u64::try_from(fees.len()).unwrap_or(0);
    let per = shared_per(text, fees);
    let from = |sum| text.fee_from(format!("{}{per}", vnd(text, sum)));
    match (fees, of_all, least) {
        ([], _, _) => (text.fee_none(), None),
        ([fee], _, _) => (fee_amount(text, fee), None),
        (_, sum @ 1.., _) if is_certain => {
            (format!("{}{per}", vnd(text, sum)), Some(text.fee_rows_together(rows)))
        }
        (_, sum @ 1.., _) => (from(sum), Some(text.fee_rows(rows))),
        (_, 0, _) if in_words => (text.fee_depends(), Some(text.fee_rows(rows))),
        (_, 0, None) => (text.fee_free(), None),
        (_, 0, Some(least)) if fees.iter().any(|fee| fee.exempt) => {
            (text.fee_free_or_from(vnd(text, least)), Some(text.fee_rows(rows)))
        }
        (_, 0, Some(least)) => (from(least), Some(text.fee_rows(rows))),
    }
}

/// `/giấy`, where every sum is for the same thing.
fn shared_per(text: Text, fees: &[&Fee]) -> String {
    let per = |fee: &&Fee| fee.per.as_ref().map(|per| said(text, per).to_owned());
    let first = fees.first().and_then(per);
    match first.filter(|first| fees.iter().all(|fee| per(fee).as_ref() == Some(first))) {
        Some(per) => format!("/{per}"),
        None => String::new(),
    }
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
        "name" => text.part_name(),
        "code" => text.part_code(),
        "field" => text.part_field(),
        "levels" => text.part_levels(),
        "subjects" => text.part_subjects(),
        "executing" => text.part_executing(),
        "channels" => text.part_channels(),
        "results" => text.part_results(),
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

/// What an applicant can do on the network, in words; `None` where nothing is known.
pub fn online_meaning(text: Text, online: Online) -> Option<String> {
    match (online.level_2022, online.level_2011) {
        (Some(Level2022::Information), _) => Some(text.level_2022_information_note()),
        (Some(Level2022::Partial), _) => Some(text.level_2022_partial_note()),
        (Some(Level2022::Full), _) => Some(text.level_2022_full_note()),
        (None, Some(1)) => Some(text.level_2011_1_note()),
        (None, Some(2)) => Some(text.level_2011_2_note()),
        (None, Some(3)) => Some(text.level_2011_3_note()),
        (None, Some(4)) => Some(text.level_2011_4_note()),
        (None, Some(_) | None) => None,
    }
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
        (_, 0) => text.quantity_originals(u64::from(originals)),
        (0, _) => text.quantity_copies(u64::from(copies)),
        _ => text.quantity(u64::from(originals), u64::from(copies)),
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

/// The unit of a finding.
fn unit_said(text: Text, id: &str) -> String {
    Unit::parse(id).map_or_else(|| id.to_owned(), |unit| unit_name(text, unit))
}

/// Rows of one side of a comparison; times are told by amount and unit.
fn rows_said(text: Text, part: &str, rows: &str) -> String {
    let limit = |row: &str| {
        let (amount, unit) = row.split_once(' ')?;
        let quantity = Quantity::of(amount.parse().ok()?)?;
        Some(span(text, Span { quantity, unit: Unit::parse(unit)? }))
    };
    match (part, rows) {
        (_, "") => text.lint_nothing(),
        ("limits", rows) => {
            let each = rows.split("; ").map(|row| limit(row).unwrap_or_else(|| row.to_owned()));
            each.collect::<Vec<_>>().join("; ")
        }
        (_, rows) => rows.to_owned(),
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
        Rule::PartMissing => t.lint_part_missing(part(t, a)),
        Rule::CommittedOverLegal => t.lint_committed_over_legal(a, b),
        Rule::UnitsDisagree => t.lint_units_disagree(unit_said(t, a), unit_said(t, b)),
        Rule::BasisLater => t.lint_basis_later(a),
        Rule::BasisExpired => t.lint_basis_expired(a),
        Rule::StepsDoNotAddUp => t.lint_steps_do_not_add_up(a, b),
        Rule::LimitsDisagree => t.lint_limits_disagree(a, b),
        Rule::LimitInWords => t.lint_limit_in_words(),
        Rule::FeeZero if a.is_empty() => t.lint_fee_zero(),
        Rule::FeeZero => t.lint_fee_zero_words(a),
        Rule::FeeDiffers => t.lint_fee_differs(a, b),
        Rule::NoteAsPaper => t.lint_note_as_paper(a),
        Rule::NothingMandatory => t.lint_nothing_mandatory(),
        Rule::SamePaper => t.lint_same_paper(a, b, c),
        Rule::NationalDiffers => {
            t.lint_national_differs(part(t, a), rows_said(t, a, b), rows_said(t, a, c))
        }
        Rule::LevelsDisagree => t.lint_levels_disagree(a),
        Rule::OddCode => t.lint_odd_code(a),
        Rule::Unmapped => t.lint_unmapped(a),
        Rule::NoEnglish => t.lint_no_english(),
        Rule::Sample => t.lint_sample(part(t, a)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(amount_vnd: Option<u64>, condition: Option<&str>) -> Fee {
        let condition = condition.map(Wording::vietnamese);
        Fee { amount_vnd, condition, ..Fee::default() }
    }

    fn free(condition: &str) -> Fee {
        Fee { exempt: true, ..fee(None, Some(condition)) }
    }

    fn told(fees: &[Fee]) -> String {
        let fees: Vec<&Fee> = fees.iter().collect();
        cost(Text::new(Language::Vietnamese), &fees).0.replace('\u{a0}', " ")
    }

    #[test]
    fn a_bare_zero_is_never_free() {
        assert_eq!(told(&[]), "Không thu");
        assert_eq!(told(&[fee(Some(0), None)]), "Chưa có số liệu");
        assert_eq!(told(&[fee(Some(0), None), fee(None, None)]), "Tùy trường hợp");
        assert_eq!(told(&[fee(Some(0), None), free("hộ nghèo")]), "Tùy trường hợp");
        assert_eq!(told(&[free("hộ nghèo"), free("còn lại")]), "Không mất tiền");
    }

    #[test]
    fn what_everybody_pays_adds_up() {
        let both = [fee(Some(50_000), None), fee(Some(651_000), None)];
        assert_eq!(told(&both), "701.000 đ");
        let more =
            [fee(Some(100_000), None), fee(Some(50_000), Some("tại quầy")), free("qua mạng")];
        assert_eq!(told(&more), "Từ 100.000 đ");
        assert_eq!(told(&[fee(Some(50_000), None), fee(None, None)]), "Từ 50.000 đ");
    }

    #[test]
    fn who_may_pay_nothing_is_told_so_beside_the_least_sum() {
        let birth =
            [free("đúng hạn"), fee(Some(8000), Some("bản sao")), fee(Some(5000), Some("quá hạn"))];
        assert_eq!(told(&birth), "Không mất tiền hoặc từ 5.000 đ");
        assert_eq!(told(&birth[1..]), "Từ 5.000 đ");
    }

    #[test]
    fn sums_of_several_cases_are_not_added() {
        let of = |case: &str, sum| Fee { case: Some(case.to_owned()), ..fee(Some(sum), None) };
        assert_eq!(told(&[of("a", 50_000), of("b", 100_000)]), "Từ 50.000 đ");
        assert_eq!(told(&[of("a", 50_000), of("a", 1000)]), "51.000 đ");
    }

    #[test]
    fn originals_and_copies_keep_their_places() {
        let text = Text::new(Language::Vietnamese);
        assert_eq!(quantity(text, (1, 2)).replace('\u{a0}', " "), "1 bản chính, 2 bản sao");
        let text = Text::new(Language::English);
        assert_eq!(quantity(text, (2, 1)).replace('\u{a0}', " "), "2 originals, 1 copy");
    }
}
