//! Which pages an application has, and what another revision changes of them.

use serde_json::json;

use super::*;

const TEXT: &str = r#"{
    "cases": [
        {"id": "usual", "name": {"vi": "Thường"}, "when": "situation == 'usual'"},
        {"id": "abandoned", "name": {"vi": "Bỏ rơi"}, "when": "situation == 'abandoned'"}
    ],
    "components": [
        {"id": "plan", "name": {"vi": "Bản vẽ"}, "template": {"vi": "Mẫu"}},
        {"id": "named", "name": {"vi": "Tờ khai theo mẫu"}, "mandatory": true},
        {"id": "birth", "name": {"vi": "Giấy chứng sinh"}, "cases": ["usual"]},
        {"id": "agent", "name": {"vi": "Ủy quyền"}, "when": "relation == 'agent'"},
        {"id": "card", "name": {"vi": "Căn cước"}, "kind": "present"},
        {"id": "note", "name": {"vi": "Ghi chú"}, "kind": "note"},
        {"id": "desk", "name": {"vi": "Tại quầy"}, "channels": ["counter"]}
    ],
    "form": {"name": {"vi": "Tờ khai"}, "questions": [
        {"id": "situation", "kind": "text", "label": {"vi": "Trường hợp"}},
        {"id": "found", "kind": "date", "label": {"vi": "Ngày"},
         "when": "situation == 'abandoned'"},
        {"id": "relation", "kind": "text", "label": {"vi": "Quan hệ"}},
        {"id": "paper", "kind": "file", "label": {"vi": "Giấy"}, "component": "agent",
         "when": "relation == 'agent'"}
    ]}
}"#;

fn description() -> Description {
    serde_json::from_str(TEXT).expect("a description")
}

fn answers(value: &serde_json::Value) -> Answers {
    value.as_object().expect("answers").clone()
}

fn pages(description: &Description, answers: &Answers, chosen: Option<&str>) -> Vec<String> {
    let sofar = Sofar { for_other: false, chosen, answers, offices: 2 };
    steps(description, &sofar).iter().map(ToString::to_string).collect()
}

#[test]
fn conditions_decide_which_pages_come() {
    let of = description();
    let usual = answers(&json!({"situation": "usual", "relation": "parent"}));
    let expected = [
        "whom",
        "applicant",
        "q-situation",
        "q-relation",
        "paper-plan",
        "paper-birth",
        "office",
        "return",
    ];
    assert_eq!(pages(&of, &usual, None), expected);
    let other = answers(&json!({"situation": "abandoned", "found": "2019-12-01"}));
    let found = pages(&of, &other, None);
    assert!(found.contains(&"q-found".to_owned()), "{found:?}");
    assert!(!found.contains(&"paper-birth".to_owned()), "{found:?}");
}

#[test]
fn the_form_is_what_bears_its_name_or_else_the_first_blank() {
    let mut of = description();
    let forms = |of: &Description| {
        let forms = of.components.iter().filter(|it| is_form(of, it));
        forms.map(|it| it.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(forms(&of), ["named"], "a drawing has a blank of its own and is asked for");
    of.components.retain(|it| it.id != "named");
    assert_eq!(forms(&of), ["plan"]);
    let blank = of.components[0].template.clone();
    of.components[1].template = blank;
    assert_eq!(forms(&of), ["plan"], "the second one is asked for");
}

#[test]
fn a_paper_to_show_is_brought_and_has_no_page() {
    let usual = answers(&json!({"situation": "usual"}));
    let of = description();
    let shown = shown_papers(&of, &usual, Some("usual"));
    assert_eq!(shown.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["card"]);
    assert!(!pages(&of, &usual, None).contains(&"paper-card".to_owned()));
}

#[test]
fn a_paper_that_a_question_takes_has_no_page_of_its_own() {
    let agent = answers(&json!({"situation": "usual", "relation": "agent"}));
    let found = pages(&description(), &agent, None);
    assert!(found.contains(&"q-paper".to_owned()), "{found:?}");
    assert!(!found.contains(&"paper-agent".to_owned()), "{found:?}");
}

#[test]
fn the_case_follows_from_the_answers_or_is_asked_for() {
    let mut of = description();
    let usual = answers(&json!({"situation": "usual"}));
    assert_eq!(case(&of, &usual, Some("abandoned")).as_deref(), Some("usual"));
    let odd = answers(&json!({"situation": "odd", "relation": "parent"}));
    assert_eq!(case(&of, &odd, None), None);
    assert!(pages(&of, &odd, None).contains(&"case".to_owned()), "no condition is met");
    assert!(pages(&of, &odd, Some("usual")).contains(&"case".to_owned()), "it can be changed");
    assert!(!pages(&of, &Answers::new(), None).contains(&"case".to_owned()), "not yet");
    of.cases.iter_mut().for_each(|case| case.when = None);
    assert_eq!(pages(&of, &usual, None)[2], "case", "it decides on what comes after it");
    assert_eq!(case(&of, &usual, Some("abandoned")).as_deref(), Some("abandoned"));
    assert_eq!(case(&of, &usual, Some("odd")), None);
}

#[test]
fn sums_that_only_words_decide_on_are_asked_about() {
    let mut of = description();
    let fee = |id: &str, condition: Option<&str>, when: Option<&str>| Fee {
        id: id.to_owned(),
        amount_vnd: Some(5000),
        condition: condition.map(crate::wording::Wording::from),
        when: when.map(str::to_owned),
        ..Fee::default()
    };
    let usual = answers(&json!({"situation": "usual"}));
    of.fees = vec![fee("always", None, None), fee("rule", Some("x"), Some("1 == 1"))];
    assert!(open_fees(&of, &usual, None).is_empty(), "these are decided");
    let copies = Fee { per: Some("bản".into()), ..fee("copy", None, None) };
    let free = Fee { exempt: true, ..fee("free", Some("nghèo"), None) };
    of.fees.extend([fee("late", Some("quá 60 ngày"), None), copies, free]);
    let open = open_fees(&of, &usual, None);
    assert_eq!(open.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["late", "copy"]);
    assert!(pages(&of, &usual, None).contains(&"fees".to_owned()));
}

#[test]
fn pages_have_names_that_are_read_again() {
    for name in
        ["whom", "applicant", "submitter", "case", "q-a_b", "paper-x", "fees", "office", "return"]
    {
        assert_eq!(Step::parse(name).expect("a page").to_string(), name);
    }
    assert_eq!(Step::parse("check"), None);
}

#[test]
fn another_revision_tells_what_is_gone_new_and_changed() {
    let old = description();
    let mut new = description();
    let form = new.form.as_mut().expect("a form");
    form.questions.remove(1);
    form.questions[1].max = Some(10);
    form.questions[0].when = Some("channel == 'online'".to_owned());
    let more = Question { id: "more".to_owned(), ..Question::default() };
    form.questions.push(more);
    new.components.remove(2);
    new.components[1].name = "Tờ khai mới".into();
    let given = answers(&json!({"situation": "abandoned", "found": "2019-12-01"}));
    let told = moved(&old, &new, &given);
    assert_eq!(told.gone, ["found"]);
    assert_eq!(told.new, ["more"]);
    assert_eq!(told.changed, ["relation"], "a condition alone changes no question");
    assert_eq!((told.papers_gone, told.papers_new), (vec!["birth".to_owned()], vec![]));
    assert!(told.papers_changed.is_empty(), "a form that is filled in here is no paper to bring");
    assert!(moved(&old, &old, &given).is_empty());
    let none = moved(&old, &new, &Answers::new());
    assert!(none.gone.is_empty(), "what was not answered is not lost");
}
#[test]
fn a_paper_that_is_asked_for_otherwise_is_told() {
    let old = description();
    let changes: [fn(&mut Component); 5] = [
        |it| it.mandatory = true,
        |it| it.name = "Giấy báo sinh".into(),
        |it| it.copies = 2,
        |it| it.condition = Some("nếu sinh tại cơ sở y tế".into()),
        |it| it.replaceable_by = Some("CSDL hộ tịch".into()),
    ];
    for change in changes {
        let mut new = description();
        change(&mut new.components[2]);
        let told = moved(&old, &new, &Answers::new());
        let expected = Moved { papers_changed: vec!["birth".to_owned()], ..Moved::default() };
        assert_eq!(told, expected);
    }
    let mut new = description();
    new.components[2].when = Some("situation == 'usual'".to_owned());
    assert!(moved(&old, &new, &Answers::new()).is_empty(), "when it comes the answers decide");
}
