//! Reads the province's calendar and sets of rules: `calendar.toml` and `rules.toml`.

use std::ops::Range;

use domain::calendar::{self, DecidedYear, Declaration, ExceptionalDay, Occasion, Place, RuleSet};
use serde::Deserialize;
use toml::Spanned;

use super::files::{Finding, Source};

/// The file of the calendar.
pub(super) const CALENDAR: &str = "calendar.toml";
/// The file of the sets of rules.
pub(super) const RULES: &str = "rules.toml";

#[derive(Deserialize)]
struct CalendarFile {
    #[serde(default)]
    provisional_years: u8,
    #[serde(default)]
    occasions: Vec<Spanned<Occasion>>,
    #[serde(default)]
    years: Vec<Spanned<YearEntry>>,
}

#[derive(Deserialize)]
struct YearEntry {
    year: i16,
    source: String,
    #[serde(default)]
    sample: bool,
    days: Vec<Spanned<ExceptionalDay>>,
}

#[derive(Deserialize)]
struct RulesFile {
    #[serde(default)]
    rules: Vec<Spanned<RuleSet>>,
}

/// Reads a calendar; what is wrong with it goes to the findings.
pub(super) fn parse(source: &Source, findings: &mut Vec<Finding>) -> Declaration {
    let Some(file) = parsed::<CalendarFile>(source, findings) else {
        return Declaration::default();
    };
    let occasions: Vec<Range<usize>> = file.occasions.iter().map(Spanned::span).collect();
    let years: Vec<(Range<usize>, Vec<Range<usize>>)> = file
        .years
        .iter()
        .map(|year| (year.span(), year.as_ref().days.iter().map(Spanned::span).collect()))
        .collect();
    let declared = Declaration {
        provisional_years: file.provisional_years,
        occasions: file.occasions.into_iter().map(Spanned::into_inner).collect(),
        years: file.years.into_iter().map(|year| decided(year.into_inner())).collect(),
    };
    let span = |place: Place| match place {
        Place::Occasion(at) => occasions.get(at).cloned(),
        Place::Year(at) => years.get(at).map(|(year, _)| year.clone()),
        Place::Day(at, day) => years.get(at).and_then(|(_, days)| days.get(day)).cloned(),
        Place::Whole | Place::Rules(_) => None,
    };
    for (place, fault) in calendar::check(&declared) {
        findings.push(source.finding(&span(place).unwrap_or(0..0), fault.to_string()));
    }
    declared
}

fn decided(entry: YearEntry) -> DecidedYear {
    let YearEntry { year, source, sample, days } = entry;
    DecidedYear { year, source, sample, days: days.into_iter().map(Spanned::into_inner).collect() }
}

/// Reads sets of rules; what is wrong with them goes to the findings.
pub(super) fn parse_rules(source: &Source, findings: &mut Vec<Finding>) -> Vec<RuleSet> {
    let Some(file) = parsed::<RulesFile>(source, findings) else { return Vec::new() };
    let spans: Vec<Range<usize>> = file.rules.iter().map(Spanned::span).collect();
    let rules: Vec<RuleSet> = file.rules.into_iter().map(Spanned::into_inner).collect();
    for (place, fault) in calendar::check_rules(&rules) {
        let span = match place {
            Place::Rules(at) => spans.get(at).cloned(),
            Place::Whole | Place::Occasion(_) | Place::Year(_) | Place::Day(..) => None,
        };
        findings.push(source.finding(&span.unwrap_or(0..0), fault.to_string()));
    }
    rules
}

/// The file as a value; findings for syntax, and for keys that nothing reads.
pub(super) fn parsed<'a, T: Deserialize<'a>>(
    source: &'a Source,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    match source.parse::<T>() {
        Ok((file, unknown)) => {
            for path in unknown {
                let key = path.rsplit('.').next().unwrap_or(&path);
                let at = source.text.find(key).unwrap_or(0);
                let what = format!("unknown key `{path}`: take it out");
                findings.push(source.finding(&(at..at), what));
            }
            Some(file)
        }
        Err(error) => {
            findings.push(source.syntax(&error));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::calendar::{AfterSupplement, Calendar, DayKind};
    use domain::province::Terms;
    use jiff::civil::{Date, date};

    use super::super::files::terms_of;
    use super::*;

    const PROVINCE: &str = include_str!("../../../province/dak-nong/province.toml");
    const SHIPPED: &str = include_str!("../../../province/dak-nong/calendar.toml");
    const SHIPPED_RULES: &str = include_str!("../../../province/dak-nong/rules.toml");

    fn terms(calendar: &str, rules: &str) -> Result<Terms, Vec<Finding>> {
        terms_of(&[("province.toml", PROVINCE), (CALENDAR, calendar), (RULES, rules)])
    }

    fn shipped() -> Terms {
        terms(SHIPPED, SHIPPED_RULES).expect("the shipped calendar has no findings")
    }

    /// What is found in a calendar where a text was replaced by another, with file and line.
    fn broken(from: &str, to: &str) -> Vec<String> {
        assert!(SHIPPED.contains(from), "{from}");
        let found = terms(&SHIPPED.replacen(from, to, 1), SHIPPED_RULES);
        found.expect_err("something is wrong").iter().map(ToString::to_string).collect()
    }

    /// The line on which a text of the shipped calendar stands.
    fn line(of: &str) -> usize {
        SHIPPED.lines().position(|line| line.contains(of)).expect("it stands there") + 1
    }

    #[test]
    fn the_shipped_calendar_decides_2016_to_2026() {
        let calendar = shipped().calendar;
        let years: Vec<i16> = calendar.years.iter().map(|year| year.year).collect();
        assert_eq!(years, (2016..=2026).collect::<Vec<i16>>());
        let days = calendar.years.iter().flat_map(|year| &year.days);
        let makeup = days.filter(|day| day.kind == DayKind::MakeupWorkday);
        let makeup: Vec<Date> = makeup.map(|day| day.date).collect();
        assert_eq!(
            makeup,
            [
                date(2019, 1, 5),
                date(2019, 5, 4),
                date(2024, 5, 4),
                date(2025, 4, 26),
                date(2026, 1, 10),
                date(2026, 8, 22),
            ]
        );
    }

    #[test]
    fn the_decided_years_follow_the_rules_but_for_tet_and_swaps() {
        let declared = shipped().calendar;
        let decided = Calendar::new(&declared);
        for place in 1..declared.years.len() {
            let year = declared.years[place].year;
            let mut before = Declaration { provisional_years: 1, ..declared.clone() };
            before.years.truncate(place);
            let by_rule = Calendar::new(&before);
            let swapped = |day: Date| {
                let days = &declared.years[place].days;
                days.iter().any(|other| other.date == day && other.of == "swap")
            };
            let days = date(year, 1, 1).series(jiff::Span::new().days(1));
            for day in days.take_while(|day| day.year() == year).filter(|day| !swapped(*day)) {
                let from_tet = day.duration_since(calendar::new_year(year)).as_hours() / 24;
                let same = by_rule.is_working(day) == decided.is_working(day);
                assert!(same || (-3..10).contains(&from_tet), "{day}");
            }
        }
    }

    #[test]
    fn the_shipped_rules_differ_as_the_texts_do() {
        let rules = shipped().rules;
        let after: Vec<(&str, AfterSupplement)> =
            rules.iter().map(|set| (set.id.as_str(), set.after_supplement)).collect();
        assert_eq!(
            after,
            [
                ("2015", AfterSupplement::Resume),
                ("2018", AfterSupplement::Restart),
                ("2025", AfterSupplement::Restart),
            ]
        );
        let clocks: Vec<Vec<f64>> = rules
            .iter()
            .flat_map(|set| &set.data_subject)
            .map(|it| it.finish.iter().map(|one| one.limit.quantity.amount()).collect())
            .collect();
        assert_eq!(clocks, [[10.0, 15.0, 20.0]], "none before 2026");
    }

    #[test]
    fn every_broken_day_is_told_with_its_line() {
        let day = |text: &str| format!("date = \"{text}\", ");
        let tet = line("2019-02-05");
        for (from, to, expected) in [
            (day("2019-02-05"), day("2019-02-04"), format!("{tet}: 2019-02-04 is told twice")),
            (day("2019-02-05"), day("2020-02-05"), format!("{tet}: 2020-02-05 is no day of its")),
            (day("2019-02-05"), day("2019-02-30"), format!("{tet}: ")),
            (
                day("2019-01-05"),
                day("2019-01-04"),
                format!("{}: 2019-01-04 is no Saturday or Sunday", line("2019-01-05")),
            ),
            (
                day("2019-04-15"),
                day("2019-04-20"),
                format!("{}: 2019-04-20 is a Saturday or Sunday", line("2019-04-15")),
            ),
            (
                day("2019-09-02"),
                day("2019-03-01"),
                format!("{}: 2019-03-01 stands before an earlier day", line("2019-09-02")),
            ),
            (
                "\"makeup-workday\", of = \"swap\"".to_owned(),
                "\"feast\", of = \"swap\"".to_owned(),
                format!("{}: unknown variant `feast`", line("2019-01-05")),
            ),
            (
                "\"makeup-workday\", of = \"swap\"".to_owned(),
                "\"makeup-workday\", of = \"moon\"".to_owned(),
                format!("{}: occasion `moon` is not declared", line("2019-01-05")),
            ),
        ] {
            let found = broken(&from, &to);
            let expected = format!("{CALENDAR}:{expected}");
            assert!(found.iter().any(|it| it.starts_with(&expected)), "{expected}: {found:#?}");
        }
    }

    #[test]
    fn every_broken_year_is_told_with_its_line() {
        let year = line("year = 2019") - 1;
        let row =
            |text: &str| format!("  {{ date = \"{text}\", kind = \"holiday\", of = \"tet\" }},\n");
        let labour = "  { date = \"2019-05-01\", kind = \"holiday\", of = \"labour\" },\n";
        for (from, to, expected) in [
            (row("2019-02-05"), "", format!("{year}: year 2019 has no Tết: 2019-02-05")),
            (labour.to_owned(), "", format!("{year}: year 2019: `labour` has 0 holidays")),
            (
                "year = 2019".to_owned(),
                "year = 2018",
                format!("{year}: year 2018 does not follow the year before"),
            ),
            (
                "source = \"Công văn 6519/VPCP-KGVX (2018)\"".to_owned(),
                "source = \"\"",
                format!("{year}: year 2019 has no source"),
            ),
            (
                "provisional_years = 3".to_owned(),
                "provisional_years = 30",
                "1: a calendar answers at most 10 years".to_owned(),
            ),
            (
                "provisional_years = 3".to_owned(),
                "provisional_years = 3\ncolour = 1",
                format!("{}: unknown key `colour`", line("provisional_years = 3") + 1),
            ),
        ] {
            let found = broken(&from, to);
            let expected = format!("{CALENDAR}:{expected}");
            assert!(found.iter().any(|it| it.starts_with(&expected)), "{expected}: {found:#?}");
        }
    }

    #[test]
    fn broken_rules_are_told_with_their_line() {
        let rules = SHIPPED_RULES.replacen("id = \"2018\"", "id = \"2015\"", 1);
        let found = terms(SHIPPED, &rules).expect_err("a set is told twice");
        let at = SHIPPED_RULES.lines().position(|it| it == "id = \"2018\"").expect("it is there");
        assert_eq!(found[0].to_string(), {
            format!("{RULES}:{at}: rules `2015` are told twice, or begin before the ones above")
        });
        let rules = SHIPPED_RULES.replacen("\"restart\"", "\"rewind\"", 1);
        let found = terms(SHIPPED, &rules).expect_err("no such word");
        assert!(found[0].what.contains("unknown variant `rewind`"), "{found:?}");
    }

    #[test]
    fn a_calendar_within_province_toml_is_sent_to_its_own_file() {
        let province = format!("{PROVINCE}\n[calendar]\nprovisional_years = 1\n");
        let found = terms_of(&[("province.toml", &province)]).expect_err("it stands elsewhere");
        assert!(found[0].what.contains("calendar.toml"), "{found:?}");
    }
}
