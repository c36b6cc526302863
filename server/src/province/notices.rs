//! Reads how applicants are told of their dossiers: `notices.toml`.

use std::ops::Range;

use domain::notice::{Template, check};
use serde::Deserialize;
use toml::Spanned;

use super::calendar::parsed;
use super::files::{Finding, Source};

/// The file of the templates.
pub(super) const NOTICES: &str = "notices.toml";

#[derive(Deserialize)]
struct NoticesFile {
    #[serde(default)]
    notices: Vec<Spanned<Template>>,
}

/// Reads templates; what is wrong with them goes to the findings.
pub(super) fn parse(source: &Source, findings: &mut Vec<Finding>) -> Vec<Template> {
    let Some(file) = parsed::<NoticesFile>(source, findings) else { return Vec::new() };
    let spans: Vec<Range<usize>> = file.notices.iter().map(Spanned::span).collect();
    let templates: Vec<Template> = file.notices.into_iter().map(Spanned::into_inner).collect();
    for (place, fault) in check(&templates) {
        let about = templates[place].about.id();
        findings.push(source.finding(&spans[place], format!("notice `{about}`: {fault}")));
    }
    templates
}

#[cfg(test)]
mod tests {
    use domain::notice::Subject;

    use super::super::files::terms_of;

    const PROVINCE: &str = include_str!("../../../province/dak-nong/province.toml");
    const SHIPPED: &str = include_str!("../../../province/dak-nong/notices.toml");

    #[test]
    fn the_shipped_notices_tell_every_subject_rightly() {
        let terms = terms_of(&[("province.toml", PROVINCE), ("notices.toml", SHIPPED)]);
        let told: Vec<Subject> =
            terms.expect("it has no findings").notices.iter().map(|it| it.about).collect();
        assert_eq!(told, Subject::ALL);
    }

    #[test]
    fn a_notice_that_names_what_it_may_not_is_told_with_its_line() {
        let broken = SHIPPED.replacen("gui truc tuyen, cho tiep nhan", "cua {name}", 1);
        let found = terms_of(&[("province.toml", PROVINCE), ("notices.toml", &broken)]);
        let found = found.expect_err("it is wrong");
        assert_eq!(found.len(), 1, "{found:?}");
        let line = SHIPPED.lines().position(|line| line.contains("submitted")).expect("there");
        assert_eq!(found[0].line, line, "at the notice that is wrong: {found:?}");
        assert_eq!(
            found[0].what,
            "notice `submitted`: sms: `{name}` cannot be filled in here: use code, link, office"
        );
    }

    #[test]
    fn an_unknown_subject_is_told_with_its_line() {
        let broken = SHIPPED.replacen("about = \"ready\"", "about = \"done\"", 1);
        let found = terms_of(&[("province.toml", PROVINCE), ("notices.toml", &broken)]);
        let found = found.expect_err("it is wrong");
        assert!(found[0].what.contains("done"), "{found:?}");
        let line = SHIPPED.lines().position(|line| line.contains("\"ready\"")).expect("there");
        assert_eq!(found[0].line, line + 1);
    }
}
