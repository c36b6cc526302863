//! Amounts that must fit: limits, steps, fees.

use super::super::description::{Description, Limit, Quantity, Span, Unit};
use super::{Finding, Rule};
use crate::text::fold;

/// How much of a fee's words a finding repeats, in characters.
const WORDS_MAX: usize = 160;
/// Sentences that waive a sum, folded.
const WAIVED: [&str; 10] = [
    "mien le phi",
    "mien phi",
    "mien thu",
    "mien thu phi",
    "mien thu le phi",
    "khong",
    "khong co",
    "khong thu",
    "khong thu phi",
    "khong thu le phi",
];

pub(super) fn limits(of: &Description, findings: &mut Vec<Finding>) {
    for (at, limit) in of.limits.iter().enumerate() {
        let place = format!("limits[{at}]");
        if let (Some(legal), Some(committed)) = (limit.legal, limit.committed) {
            if legal.unit != committed.unit {
                let about = [unit(legal), unit(committed)];
                findings.push(Finding::new(Rule::UnitsDisagree, place.clone(), &about));
            } else if committed.quantity > legal.quantity {
                let about = [amount(committed.quantity), amount(legal.quantity)];
                let about: Vec<&str> = about.iter().map(String::as_str).collect();
                findings.push(Finding::new(Rule::CommittedOverLegal, place.clone(), &about));
            }
        }
        if limit.legal.is_none_or(|legal| legal.unit == Unit::Other) {
            findings.push(Finding::new(Rule::LimitInWords, place, &[]));
        }
    }
    disagreements(of, findings);
}

/// Cases and channels tell the same time twice; each pair that could mean the same dossier must
/// have the same unit, and should have the same amount.
fn disagreements(of: &Description, findings: &mut Vec<Finding>) {
    let told: Vec<(usize, &Limit, Span)> = of
        .limits
        .iter()
        .enumerate()
        .filter_map(|(at, limit)| Some((at, limit, limit.legal?)))
        .filter(|(.., span)| span.unit != Unit::Other)
        .collect();
    let (mut units, mut amounts) = (false, false);
    for (place, (at, limit, span)) in told.iter().enumerate() {
        for (_, other, earlier) in &told[..place] {
            let apart = |a: bool, b: bool, same: bool| a && b && !same;
            let other_case =
                apart(limit.case.is_some(), other.case.is_some(), limit.case == other.case);
            let other_channel = apart(
                limit.channel.is_some(),
                other.channel.is_some(),
                limit.channel == other.channel,
            );
            // Two rows for the same channel tell two cases that the record has no name for.
            let one_channel = limit.channel.is_some() && limit.channel == other.channel;
            if other_case || other_channel || one_channel {
                continue;
            }
            if span.unit != earlier.unit && !units {
                units = true;
                let about = [unit(*earlier), unit(*span)];
                findings.push(Finding::new(Rule::UnitsDisagree, format!("limits[{at}]"), &about));
            } else if span.unit == earlier.unit && span.quantity != earlier.quantity && !amounts {
                amounts = true;
                let about = [amount(earlier.quantity), amount(span.quantity)];
                let about: Vec<&str> = about.iter().map(String::as_str).collect();
                findings.push(Finding::new(Rule::LimitsDisagree, format!("limits[{at}]"), &about));
            }
        }
    }
}

/// Steps that every dossier of a case takes must add up to what is promised for it.
pub(super) fn steps(of: &Description, findings: &mut Vec<Finding>) {
    if of.steps.is_empty() {
        return;
    }
    for (at, limit) in of.limits.iter().enumerate() {
        let Some(promised) = limit.committed.or(limit.legal) else { continue };
        let takes = |cases: &[String]| {
            cases.is_empty() || limit.case.as_ref().is_some_and(|case| cases.contains(case))
        };
        let taken = of.steps.iter().filter(|step| takes(&step.cases) && step.when.is_none());
        let spans: Vec<Span> = taken.map(|step| step.limit).collect();
        let fits = match promised.unit {
            Unit::SameDay => spans.iter().all(|span| span.unit == Unit::SameDay),
            Unit::Other => true,
            unit @ (Unit::WorkingDay | Unit::CalendarDay | Unit::WorkingHour | Unit::Month) => {
                let sum: u32 = spans.iter().map(|span| span.quantity.quarters).sum();
                spans.iter().all(|span| span.unit == unit) && sum == promised.quantity.quarters
            }
        };
        if !fits {
            let sum: u32 = spans.iter().map(|span| span.quantity.quarters).sum();
            let about = [amount(Quantity { quarters: sum }), amount(promised.quantity)];
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            findings.push(Finding::new(Rule::StepsDoNotAddUp, format!("limits[{at}]"), &about));
        }
    }
}

pub(super) fn fees(of: &Description, findings: &mut Vec<Finding>) {
    for (at, fee) in of.fees.iter().enumerate() {
        let place = format!("fees[{at}]");
        let Some(sum) = fee.amount_vnd else { continue };
        let words = fee.condition.as_ref().map(|words| words.vi.as_str()).unwrap_or_default();
        if sum == 0 && !fee.exempt && !is_waived(words) {
            let beginning: String = words.chars().take(WORDS_MAX).collect();
            findings.push(Finding::new(Rule::FeeZero, place, &[&beginning]));
            continue;
        }
        let told = sums_in(words);
        if sum > 0 && !told.is_empty() && !told.contains(&sum) {
            let about = [sum.to_string(), told[0].to_string()];
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            findings.push(Finding::new(Rule::FeeDiffers, place, &about));
        }
    }
}

/// Whether words begin with a sentence that waives the sum for everybody. "Miễn lệ phí cho người
/// khuyết tật" does not.
fn is_waived(words: &str) -> bool {
    let folded = fold(words);
    let first = folded.split(['.', ';', '\n']).next().unwrap_or_default();
    let bare = first.trim_matches(|c: char| !c.is_alphanumeric());
    WAIVED.contains(&bare)
}

/// Sums that words name: digits with points between, followed by "đồng" or "đ".
fn sums_in(words: &str) -> Vec<u64> {
    let folded = fold(words);
    let mut sums = Vec::new();
    let parts: Vec<&str> = folded.split_whitespace().collect();
    for (at, part) in parts.iter().enumerate() {
        let digits: String = part.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let rest = part[digits.len()..].trim_start_matches(['(', ')']);
        let next = parts.get(at + 1).copied().unwrap_or_default();
        let is_sum = |word: &str| word.starts_with("dong") || word == "d" || word.starts_with("d/");
        if digits.is_empty() || !(is_sum(rest) || (rest.is_empty() && is_sum(next))) {
            continue;
        }
        sums.extend(digits.replace('.', "").parse::<u64>());
    }
    sums
}

fn unit(span: Span) -> &'static str {
    span.unit.id()
}

fn amount(quantity: Quantity) -> String {
    quantity.amount().to_string()
}
