//! Sets of rules.

use super::*;
use crate::calendar::{Fault, FormTitle, OfficialForm, Place, RuleSet, Settings, check_rules};
use crate::procedure::description::Limit;

fn set(id: &str, from: Date, after_supplement: AfterSupplement) -> RuleSet {
    RuleSet {
        id: id.to_owned(),
        from,
        source: "a decree".to_owned(),
        sample: Vec::new(),
        after_supplement,
        due_precision: Precision::EndOfDay,
        cutoff_hour: 15,
        apologies_max: Some(1),
        citizen_sign_in: crate::calendar::CitizenSignIn::Local,
        forms: vec![FormTitle {
            form: OfficialForm::Slip,
            number: "01".to_owned(),
            title: "Giấy tiếp nhận".into(),
        }],
        data_subject: None,
    }
}

fn sets() -> Vec<RuleSet> {
    vec![
        set("2015", date(2015, 5, 10), AfterSupplement::Resume),
        set("2018", date(2018, 6, 21), AfterSupplement::Restart),
    ]
}

#[test]
fn a_dossier_follows_the_set_in_force_when_it_was_received() {
    let sets = sets();
    let on = |date| RuleSet::in_force(&sets, date).map(|set| set.id.as_str());
    assert_eq!(on(date(2018, 6, 20)), Some("2015"));
    assert_eq!(on(date(2018, 6, 21)), Some("2018"));
    assert_eq!(on(date(2014, 1, 1)), Some("2015"), "the oldest serves what is older still");
    assert_eq!(RuleSet::in_force(&[], date(2018, 6, 21)), None);
}

#[test]
fn a_procedure_may_say_otherwise_than_its_set() {
    let set = &sets()[1];
    assert_eq!(set.rule(&Settings::default()), TO_THE_DAY);
    let own = Settings {
        after_supplement: Some(AfterSupplement::Resume),
        cutoff_hour: Some(11),
        ..Settings::default()
    };
    assert_eq!(set.rule(&own), Rule { cutoff_hour: 11, ..RESUMING });
    let limit = Limit { cutoff_hour: Some(10), ..Limit::default() };
    assert_eq!(set.rule(&own.under(&limit)), Rule { cutoff_hour: 10, ..RESUMING });
    assert_eq!(own.under(&Limit::default()), own);
}

#[test]
fn a_new_date_is_promised_as_often_as_the_set_admits() {
    let set = &sets()[1];
    assert!(set.admits_apology(0) && !set.admits_apology(1));
    let free = RuleSet { apologies_max: None, ..set.clone() };
    assert!(free.admits_apology(5));
}

#[test]
fn a_form_is_titled_as_its_set_says() {
    let set = &sets()[1];
    let title = set.form(OfficialForm::Slip).map(|form| form.title.vi.as_str());
    assert_eq!(title, Some("Giấy tiếp nhận"));
    assert_eq!(set.form(OfficialForm::Stop), None, "there is no notice of stopping before 2025");
}

#[test]
fn broken_sets_of_rules_are_told() {
    assert_eq!(check_rules(&sets()), []);
    let broken = |change: fn(&mut RuleSet)| {
        let mut sets = sets();
        change(&mut sets[1]);
        check_rules(&sets)
    };
    let out_of_order = (Place::Rules(1), Fault::RulesOutOfOrder("2018".to_owned()));
    assert_eq!(broken(|set| set.from = date(2014, 1, 1)), [out_of_order]);
    let twice = (Place::Rules(1), Fault::RulesOutOfOrder("2015".to_owned()));
    assert_eq!(broken(|set| "2015".clone_into(&mut set.id)), [twice]);
    assert_eq!(broken(|set| set.cutoff_hour = 24).len(), 1);
    assert_eq!(broken(|set| set.source.clear()).len(), 1);
    assert_eq!(broken(|set| set.forms.push(set.forms[0].clone())).len(), 1);
    assert_eq!(broken(|set| set.forms[0].number.clear()).len(), 1);
}
