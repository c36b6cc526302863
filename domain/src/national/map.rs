//! A whole record as a description.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a JSON value has six forms and will have no other: all that are not named are alike"
)]

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::components::{components, slug};
use super::take::{Taker, WrongShape};
use super::{Record, Scope, is_code};
use crate::procedure::description::{
    Case, Channel, Description, Fee, FeeKind, Field, Instruction, LegalBasis, Level2022, Limit,
    Named, Online, Party, Quantity, Span, Unit,
};
use crate::wording::Wording;

/// Keys whose content the record holds a second time, with names instead of identifiers.
///
/// Identifiers of rows and the instants of their storage are the national database's own
/// book-keeping: a record that was only stored again is no other record.
const REPEATED: [&str; 19] = [
    "id",
    "codeNotation",
    "category",
    "categoryIds",
    "serviceGroupIds",
    "legalBasisIds",
    "resultIds",
    "subjectTypeIds",
    "departmentExecutingIds",
    "departmentAuthorityIds",
    "departmentAuthorizedIds",
    "departmentCoordinatingIds",
    "unitGroupExecutingIds",
    "unitGroupAuthorityIds",
    "unitGroupAuthorizedIds",
    "unitGroupCoordinatingIds",
    "departmentPromulgateId",
    "createdAt",
    "updatedAt",
];

/// Maps a record, with or without its envelope `{"code":"OK","data":…}`.
pub fn record(json: Json) -> Result<Record, WrongShape> {
    let mut root = match json {
        Json::Object(mut envelope) if envelope.contains_key("data") => {
            Taker::new(envelope.remove("data").unwrap_or(Json::Null), "data")?
        }
        other => Taker::new(other, "")?,
    };
    let code = root.text("code")?;
    if !is_code(&code) {
        let path = root.at("code");
        return Err(WrongShape::new(path, "letters, digits, `.` and `-`, at most 40"));
    }
    let mut description = Description::default();
    what(&mut root, &mut description)?;
    who(&mut root, &mut description)?;
    how(&mut root, &code, &mut description)?;
    let (decision, decided) = decision(&mut root)?;
    let kind = root.text_or_empty("type")?;
    let scope = Scope::of(&kind);
    if !kind.is_empty() && scope.word() != kind {
        root.keep("type", &Json::from(kind));
    }
    let promulgator = root.text_or_empty("departmentPromulgateName")?;
    root.repeated(&REPEATED);
    description.unmapped = root.left();
    Ok(Record { code, promulgator, scope, decision, decided, description })
}

fn said(text: String) -> Option<Wording> {
    (!text.is_empty()).then(|| Wording::vietnamese(text))
}

/// Name, field, subjects, results, legal basis, requirements.
fn what(root: &mut Taker, into: &mut Description) -> Result<(), WrongShape> {
    into.name = Wording::vietnamese(root.text("name")?);
    if into.name.is_empty() {
        return Err(WrongShape::new(root.at("name"), "a name"));
    }
    let mut fields = root.objects("categoriesDetails", |one| {
        one.repeated(&["id"]);
        let code = Some(one.text_or_empty("code")?).filter(|code| !code.is_empty());
        Ok(Field { code, name: Wording::vietnamese(one.text("name")?) })
    })?;
    if fields.len() > 1 {
        let rest: Vec<String> = fields.drain(1..).map(|field| field.name.vi).collect();
        root.keep("categoriesDetails", &Json::from(rest));
    }
    into.field = fields.pop().unwrap_or_default();
    into.subjects = named(root, "subjectTypesDetails")?;
    into.results = named(root, "resultsDetails")?;
    into.legal_basis = root.objects("legalBasisesDetails", |one| {
        one.repeated(&["id"]);
        let name = said(one.text_or_empty("name")?);
        Ok(LegalBasis { number: one.text("code")?, name, ..LegalBasis::default() })
    })?;
    // The record says its requirements twice under two names; where they differ, both are kept.
    let requirements = root.text_or_empty("requirementsAndConditions")?;
    let again = root.text_or_empty("description")?;
    if again != requirements {
        root.keep("description", &Json::from(again));
    }
    into.requirements = said(requirements);
    let keywords = root.text_or_empty("keywords")?;
    let keywords = keywords.split([';', ',', '\n']).map(str::trim);
    into.also = keywords.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    Ok(())
}

fn named(root: &mut Taker, key: &str) -> Result<Vec<Named>, WrongShape> {
    root.objects(key, |one| {
        one.repeated(&["id"]);
        let code = Some(one.text_or_empty("code")?).filter(|code| !code.is_empty());
        Ok(Named { code, name: Wording::vietnamese(one.text("name")?) })
    })
}

/// Levels and agencies.
fn who(root: &mut Taker, into: &mut Description) -> Result<(), WrongShape> {
    for (flag, level) in [
        ("isMinistry", "ministry"),
        ("isProvince", "province"),
        ("isWard", "commune"),
        ("isVertical", "vertical"),
        ("isOtherAgency", "other"),
    ] {
        if root.flag(flag)? {
            into.levels.push(level.to_owned());
        }
    }
    let keys = ["departmentsExecuting", "unitGroupsExecuting"];
    into.executing = parties(root, &keys, "executingAgencies")?;
    let keys = ["departmentsAuthority", "unitGroupsAuthority"];
    into.competent = parties(root, &keys, "delegatedAgencies")?;
    let keys = ["departmentsCoordinating", "unitGroupsCoordinating"];
    into.coordinating = parties(root, &keys, "coordinatingAgencies")?;
    into.receiving = parties(root, &[], "dossierReceivingAddresses")?;
    Ok(())
}

/// Agencies by name. Their codes are of another register than the province's, and are kept.
fn parties(root: &mut Taker, lists: &[&str], text: &str) -> Result<Vec<Party>, WrongShape> {
    let mut all: Vec<Party> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for list in lists {
        let coded = root.objects(list, |one| {
            one.repeated(&["id"]);
            let name = one.text("name")?;
            let code = one.text_or_empty("code")?;
            one.keep("code", &Json::from(code));
            Ok(name)
        })?;
        names.extend(coded);
    }
    for name in &names {
        let party = Party::Named(Wording::vietnamese(name.clone()));
        if !all.contains(&party) {
            all.push(party);
        }
    }
    if !text.is_empty() {
        let words = root.text_or_empty(text)?;
        if !words.is_empty() && names.is_empty() {
            all.push(Party::Named(Wording::vietnamese(words)));
        } else if !is_told_by(&words, &names) {
            root.keep(text, &Json::from(words));
        }
    }
    Ok(all)
}

/// Whether a text says nothing but names of a list: the record tells many lists twice.
fn is_told_by(words: &str, names: &[String]) -> bool {
    let mut names: Vec<&String> = names.iter().collect();
    // A longer name may hold a shorter one.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let rest = names.iter().fold(words.to_owned(), |rest, name| rest.replace(*name, ""));
    !rest.contains(char::is_alphanumeric)
}

/// Channels, limits, fees, cases, papers, instructions, level of online service.
fn how(root: &mut Taker, code: &str, into: &mut Description) -> Result<(), WrongShape> {
    into.instructions = root.objects("executionSteps", |one| {
        let name = said(one.text_or_empty("name")?);
        Ok(Instruction { name, text: Wording::vietnamese(one.text_or_empty("description")?) })
    })?;
    let methods = root.objects("executionMethods", method)?;
    for (channel, limit, fees) in methods {
        if !into.channels.contains(&channel) {
            into.channels.push(channel);
        }
        if !into.limits.contains(&limit) {
            into.limits.push(limit);
        }
        for fee in fees {
            // The same fee stands under each channel; one row is enough where only that differs.
            let same = |other: &Fee| Fee { id: String::new(), ..other.clone() } == fee;
            if !into.fees.iter().any(same) {
                let id = format!("fee-{}", into.fees.len() + 1);
                into.fees.push(Fee { id, ..fee });
            }
        }
    }
    into.channels.sort();
    cases(root, code, into)?;
    components(root, into)?;
    let full = root.flag("isFullProcess")?;
    let level = match (full, into.channels.contains(&Channel::Online)) {
        (true, _) => Level2022::Full,
        (false, true) => Level2022::Partial,
        (false, false) => Level2022::Information,
    };
    into.online = Online { level_2011: None, level_2022: Some(level) };
    Ok(())
}

fn method(one: &mut Taker) -> Result<(Channel, Limit, Vec<Fee>), WrongShape> {
    let channel = match one.text("submissionMethod")?.as_str() {
        "DIRECT" => Channel::Counter,
        "ONLINE" => Channel::Online,
        "POSTAL" => Channel::Post,
        _ => {
            return Err(WrongShape::new(
                one.at("submissionMethod"),
                "`DIRECT`, `ONLINE` or `POSTAL`",
            ));
        }
    };
    let time = one.value("processingTime");
    let unit = one.text_or_empty("processingTimeUnit")?;
    let (legal, words) = span(&time, &unit);
    if unit_of(&unit).is_none() {
        one.keep("processingTimeUnit", &Json::from(unit));
    }
    if legal.is_none() && words.is_none() {
        one.keep("processingTime", &time);
    }
    let mut note = one.text_or_empty("description")?;
    if let Some(words) = words {
        note = [words, note].join("\n").trim().to_owned();
    }
    let limit = Limit { channel: Some(channel), legal, note: said(note), ..Limit::default() };
    let fees = one.objects("fees", fee)?;
    Ok((channel, limit, fees))
}

/// An amount of time, or the words that stand where one should.
fn span(time: &Json, unit: &str) -> (Option<Span>, Option<String>) {
    let unit = unit_of(unit).unwrap_or(Unit::Other);
    let amount = match time {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.trim().replace(',', ".").parse().ok(),
        _ => None,
    };
    let quantity = amount.and_then(Quantity::of);
    let words = time.as_str().filter(|_| quantity.is_none()).map(crate::wording::compose_lines);
    (quantity.map(|quantity| Span { quantity, unit }), words.filter(|words| !words.is_empty()))
}

/// A unit of the national database; `None` for a word that it was never seen to have.
fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "WORKING_DAY" => Some(Unit::WorkingDay),
        "DAY" => Some(Unit::CalendarDay),
        "MONTH" => Some(Unit::Month),
        "HOUR" | "WORKING_HOUR" => Some(Unit::WorkingHour),
        "OTHER" | "" => Some(Unit::Other),
        _ => None,
    }
}

fn fee(one: &mut Taker) -> Result<Fee, WrongShape> {
    let word = one.text_or_empty("type")?;
    let kind = match word.as_str() {
        "FEE" => FeeKind::Fee,
        "PRICE_LEVEL" => FeeKind::Price,
        _ => FeeKind::Charge,
    };
    if !["FEE", "PRICE_LEVEL", "SERVICE_FEE"].contains(&word.as_str()) {
        one.keep("type", &Json::from(word));
    }
    let value = one.value("value");
    let currency = one.text_or_empty("currencyName")?;
    let foreign = !currency.is_empty() && !currency.contains("Việt Nam") && currency != "VND";
    let amount_vnd = value.as_u64().filter(|_| !foreign);
    if amount_vnd.is_none() {
        one.keep("value", &value);
    }
    if foreign {
        one.keep("currencyName", &Json::from(currency));
    }
    one.repeated(&["currencyId"]);
    let name = match kind {
        FeeKind::Charge => "Lệ phí",
        FeeKind::Fee => "Phí",
        FeeKind::Price => "Mức giá",
    };
    let condition = said(one.text_or_empty("description")?);
    Ok(Fee { name: name.into(), kind, amount_vnd, condition, ..Fee::default() })
}

fn cases(root: &mut Taker, code: &str, into: &mut Description) -> Result<(), WrongShape> {
    let found = root.objects("cases", |one| {
        one.repeated(&["id"]);
        let name = one.text_or_empty("name")?;
        let case_code = one.text_or_empty("code")?;
        let mut day = match one.value("processingDay") {
            Json::Null => return Ok((name, case_code, None)),
            other => Taker::new(other, &one.at("processingDay"))?,
        };
        let (quantity, unit) = (day.value("qty"), day.text_or_empty("type")?);
        let (span, _) = span(&quantity, &unit);
        if span.is_none() {
            day.keep("qty", &quantity);
        }
        if span.is_none() || unit_of(&unit).is_none() {
            day.keep("type", &Json::from(unit));
        }
        one.also_left(day);
        Ok((name, case_code, span))
    })?;
    let only_one = found.len() == 1;
    for (name, case_code, legal) in found {
        let tail = case_code.strip_prefix(code).unwrap_or(&case_code).trim_start_matches('.');
        let id = match tail {
            "" => slug(&name),
            tail => format!("c{tail}"),
        };
        let twice = into.cases.iter().any(|case| case.id == id);
        let id = if twice { format!("{id}-{}", into.cases.len() + 1) } else { id };
        if legal.is_some() {
            let case = (!only_one).then(|| id.clone());
            into.limits.push(Limit { case, legal, ..Limit::default() });
        }
        let code = Some(case_code).filter(|code| !code.is_empty());
        into.cases.push(Case { id, code, name: Wording::vietnamese(name), when: None });
    }
    Ok(())
}

/// The decision that published the record: its number and day.
fn decision(root: &mut Taker) -> Result<(Option<String>, Option<Date>), WrongShape> {
    let stated = root.text_or_empty("decisionNo")?;
    let proposal = root.value("procedureProposal");
    let Json::Object(_) = proposal else {
        return Ok((Some(stated).filter(|number| !number.is_empty()), None));
    };
    let mut proposal = Taker::new(proposal, &root.at("procedureProposal"))?;
    proposal.repeated(&["id"]);
    let number = proposal.text_or_empty("decisionNumber")?;
    let proposed = proposal.text_or_empty("proposalNumber")?;
    let known = [("", stated), ("decisionNumber", number), ("proposalNumber", proposed)];
    let mut first: Option<String> = None;
    for (key, number) in known.into_iter().filter(|(_, number)| !number.is_empty()) {
        // It may say the number three times; where they differ, the others are kept.
        if first.as_ref().is_some_and(|first| *first != number) {
            proposal.keep(key, &Json::from(number.clone()));
        }
        first.get_or_insert(number);
    }
    let date = proposal.value("decisionDate");
    let day = date.as_i64().and_then(|millis| Timestamp::from_millisecond(millis).ok());
    if day.is_none() {
        proposal.keep("decisionDate", &date);
    }
    root.also_left(proposal);
    let vietnam = TimeZone::fixed(jiff::tz::offset(7));
    Ok((first, day.map(|instant| vietnam.to_datetime(instant).date())))
}
