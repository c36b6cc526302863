//! Templates are checked before they are told, and fill in nothing that is personal.

use super::*;
use crate::wording::Wording;

fn wording(vi: &str, en: &str) -> Wording {
    Wording { vi: vi.to_owned(), en: Some(en.to_owned()) }
}

fn received() -> Template {
    Template {
        about: Subject::Received,
        subject: wording("Hồ sơ {code}", "Dossier {code}"),
        mail: wording("{procedure}\nHẹn trả {due}\n{link}", "{procedure}\nDue {due}\n{link}"),
        sms: wording("Ho so {code} hen tra {due}", "Dossier {code} due {due}"),
    }
}

#[test]
fn a_template_that_is_right_has_no_faults() {
    assert_eq!(check(&[received()]), []);
}

#[test]
fn every_name_is_its_own() {
    for subject in Subject::ALL {
        let ids = subject.variables().into_iter().map(Variable::id);
        let names: std::collections::BTreeSet<&str> = ids.collect();
        assert_eq!(names.len(), subject.variables().len());
        assert_eq!(Subject::parse(subject.id()), Some(subject));
        let known = subject.variables();
        assert!(subject.needed().iter().all(|it| known.contains(it)), "{subject:?}");
        assert!(subject.needed().iter().all(|it| it.room().is_some()), "{subject:?}");
    }
}

#[test]
fn what_cannot_be_filled_in_is_told_with_what_can() {
    let mail = wording("{name} {due}", "{due} {items}");
    let faults = check(&[Template { mail, ..received() }]);
    let told: Vec<String> = faults.iter().map(|(_, fault)| fault.to_string()).collect();
    assert_eq!(
        told,
        [
            "mail: `{name}` cannot be filled in here: use code, link, office, procedure, due",
            "mail: `{items}` cannot be filled in here: use code, link, office, procedure, due",
        ]
    );
}

#[test]
fn a_text_message_names_no_procedure_and_has_no_marks() {
    let sms = wording("{procedure} hẹn {due}", "due {due}");
    let faults = check(&[Template { sms, ..received() }]);
    assert!(matches!(&faults[0].1, Fault::Unknown("sms", name, _) if name == "procedure"));
    assert_eq!(faults[1].1, Fault::Letters("sms", "ẹ".to_owned()));
    let long = "a".repeat(SMS_LENGTH_MAX);
    let sms = wording("{due}", &format!("{long}{{due}}"));
    let faults = check(&[Template { sms, ..received() }]);
    assert_eq!(faults, [(0, Fault::Long("sms", SMS_LENGTH_MAX, SMS_LENGTH_MAX + DATE_LENGTH_MAX))]);
}

#[test]
fn what_says_nothing_is_told() {
    let bare = Template { sms: wording("Ho so {code}", "Dossier {due"), ..received() };
    let faults: Vec<Fault> = check(&[bare]).into_iter().map(|(_, fault)| fault).collect();
    assert_eq!(
        faults,
        [Fault::Missing("sms", "due"), Fault::Brace("sms"), Fault::Missing("sms", "due")]
    );
    let vietnamese = Template { subject: "Hồ sơ".into(), ..received() };
    assert_eq!(check(&[vietnamese]), [(0, Fault::Untold("subject", "en"))]);
    assert_eq!(check(&[received(), received()]), [(1, Fault::Twice(Subject::Received))]);
}

#[test]
fn a_line_goes_with_what_it_would_have_said() {
    let values = [(Variable::Code, "H16-1".to_owned()), (Variable::Until, String::new())];
    assert_eq!(fill("Hồ sơ {code}\nChậm nhất {until}\nHết", &values), "Hồ sơ H16-1\nHết");
    assert_eq!(fill("{code} {until}", &values), "H16-1 ");
}

#[test]
fn a_text_message_is_carried_by_every_network() {
    let values = [(Variable::Office, "Bộ phận một cửa Đắk Mil`".to_owned())];
    assert_eq!(fill_sms("Tai {office}", &values), "Tai Bo phan mot cua Dak Mil?");
    let long = [(Variable::Office, "x".repeat(1000))];
    assert_eq!(fill_sms("{office}", &long).len(), SMS_LENGTH_MAX);
}
