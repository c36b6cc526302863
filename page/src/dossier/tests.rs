//! What the pages of dossiers promise whoever fills them in.

use std::io::Read;

use super::*;
use crate::{Language, Layout, Page, Text};

fn vietnamese() -> Layout {
    Layout::sample(Language::Vietnamese)
}

fn select<'a>(document: &'a scraper::Html, query: &str) -> Vec<scraper::ElementRef<'a>> {
    let query = scraper::Selector::parse(query).expect("a selector");
    document.select(&query).collect()
}

fn attribute(document: &scraper::Html, query: &str, name: &str) -> Vec<String> {
    let of = |it: scraper::ElementRef<'_>| it.value().attr(name).unwrap_or_default().to_owned();
    select(document, query).into_iter().map(of).collect()
}

fn parse(page: &impl Page) -> scraper::Html {
    scraper::Html::parse_document(&page.render(&vietnamese()))
}

/// The ways to actions that a dossier's page offers: links and buttons.
fn offered(may: &[Action]) -> Vec<String> {
    let one = One { may: may.to_vec(), ..One::samples().remove(0) };
    let document = parse(&one);
    let mut ways = attribute(&document, "#actions a", "href");
    ways.extend(attribute(&document, "#actions form", "action"));
    let base = format!("{}/", one.head.path());
    ways.iter().map(|way| way.strip_prefix(&base).expect("a way to an action").to_owned()).collect()
}

#[test]
fn exactly_the_actions_that_one_may_do_are_offered() {
    assert_eq!(offered(&[]), [""; 0]);
    for action in Action::ALL {
        assert_eq!(offered(&[*action]), [action.id()], "{action:?}");
    }
    let mut all = offered(Action::ALL);
    all.sort();
    let mut ids: Vec<&str> = Action::ALL.iter().map(|action| action.id()).collect();
    ids.sort_unstable();
    assert_eq!(all, ids);
}

#[test]
fn an_action_is_found_by_the_name_in_its_address() {
    for action in Action::ALL {
        assert_eq!(Action::parse(action.id()), Some(*action));
    }
    assert_eq!(Action::parse("delete"), None);
}

#[test]
fn papers_that_travel_have_to_be_counted_before_one_confirms_them() {
    let with = |sets| {
        let one = One { may: vec![Action::Acknowledge], sets, ..One::samples().remove(0) };
        select(&parse(&one), "#actions form").len()
    };
    assert_eq!((with(0), with(1)), (1, 0));
}

/// The names under which each action's answers are sent, as the interface between page and server.
const FIELDS: &[(&str, &str)] = &[
    ("accept", "case note"),
    ("refuse", "text office"),
    ("request-supplement", "again basis until"),
    ("complete-supplement", "note"),
    ("forward", "step to sets note"),
    ("acknowledge", "sets note"),
    ("return-step", "reason step sets"),
    ("take", ""),
    ("reassign", "to reason"),
    ("consult", "office outside text limit unit silence"),
    ("reply", "opinion text"),
    ("record-opinion", "consultation opinion text document date file"),
    (
        "request-payment",
        "payee notice items[0].name items[0].amount items[1].name items[1].amount items[2].name \
         items[2].amount items[3].name items[3].amount",
    ),
    ("record-payment", "for amount means book evidence"),
    ("void-payment", "reason"),
    ("exclude", "basis note"),
    ("resume", ""),
    ("link", "foreign"),
    ("apologise", "reason due"),
    ("propose", "outcome text office"),
    ("sign", "method"),
    ("number", "office"),
    ("attach-result", "file"),
    ("release", ""),
    ("finish", "outcome signed_by number reason"),
    ("return-result", "proof authorised receiver"),
    ("correct-result", "text document reason"),
    ("revoke-result", "document reason"),
    ("withdraw", "document reason"),
    ("stop", "kind document reason"),
    ("transfer", "office sets reason"),
    ("change-due-date", "due document reason"),
    ("approve-due-date", "approval reason"),
];

#[test]
fn every_action_asks_only_for_what_it_needs() {
    let acts = Act::samples();
    let text = Text::new(Language::Vietnamese);
    assert_eq!(FIELDS.len(), Action::ALL.len());
    for (act, (id, fields)) in acts.iter().zip(FIELDS) {
        assert_eq!((act.action.id(), act.fields(text).join(" ").as_str()), (*id, *fields));
    }
}

#[test]
fn a_list_with_one_thing_in_it_is_not_asked_about() {
    let text = Text::new(Language::Vietnamese);
    for (id, fields) in [("forward", "note"), ("number", ""), ("propose", "outcome text")] {
        let action = Action::parse(id).expect("an action");
        let sample = Act::samples().into_iter().find(|act| act.action == action).expect("a sample");
        let one = |choices: &[crate::procedure::Choice]| choices[..1].to_vec();
        let options = Options {
            steps: one(&sample.options.steps),
            offices: one(&sample.options.offices),
            ..Options::default()
        };
        assert_eq!(Act { options, ..sample }.fields(text).join(" "), fields);
    }
}

#[test]
fn every_form_carries_the_version_and_a_key() {
    for act in Act::samples() {
        let document = parse(&act);
        let action = format!("/dossiers/{}/{}", act.head.code, act.action.id());
        assert_eq!(attribute(&document, "#act", "action"), [action]);
        assert_eq!(attribute(&document, "#act [name=expected_version]", "value"), ["7"]);
        assert_eq!(attribute(&document, "#act [name=key]", "value"), ["k"]);
    }
}

#[test]
fn every_error_leads_to_its_field_and_what_was_typed_stays() {
    for action in Action::ALL {
        let act = act::refused(*action);
        let document = parse(&act);
        let links = attribute(&document, ".govuk-error-summary a", "href");
        let rows = act.lacks.is_some() || act.papers.is_some();
        let fields = act.fields(Text::new(Language::Vietnamese)).len();
        assert_eq!(links.len(), fields + 1 + if rows { 3 } else { 0 }, "{:?}", act.action);
        for link in &links {
            let id = link.strip_prefix('#').expect("a place of the page");
            assert_eq!(select(&document, &format!("[id=\"{id}\"]")).len(), 1, "{id}");
        }
        for area in select(&document, "textarea") {
            assert_eq!(area.text().collect::<String>(), "\"x\" <y>");
        }
    }
}

#[test]
fn a_second_request_at_one_stage_warns_and_asks_for_a_ground() {
    let text = Text::new(Language::Vietnamese);
    let asked = |before| {
        let sample = Act::samples().into_iter().find(|act| act.action == Action::RequestSupplement);
        let act = sample.expect("a sample");
        let lacks = act.lacks.clone().map(|lacks| Lacks { before, ..lacks });
        Act { lacks, ..act }
    };
    assert!(!asked(0).fields(text).contains(&"again".to_owned()));
    assert!(asked(2).fields(text).contains(&"again".to_owned()));
    let warned = |act: &Act| act.render(&vietnamese()).contains(&text.dossier_again_rule());
    assert_eq!((warned(&asked(0)), warned(&asked(1))), (false, true));
}

#[test]
fn what_must_be_there_and_is_not_is_ticked_from_the_start() {
    let acts = Act::samples();
    let act = acts.iter().find(|act| act.action == Action::RequestSupplement).expect("a sample");
    assert_eq!(attribute(&parse(act), "[name=lack][checked]", "value"), ["cam-ket"]);
    let filled = Filled(vec![("lack".to_owned(), "whole".to_owned())]);
    let sent = Act { filled, ..act.clone() };
    assert_eq!(attribute(&parse(&sent), "[name=lack][checked]", "value"), ["whole"]);
}

#[test]
fn days_left_are_told_as_number_and_word() {
    let (vi, en) = (Text::new(Language::Vietnamese), Text::new(Language::English));
    let told = |left: Left, text: &Text| {
        let markup = scraper::Html::parse_fragment(&left.render(text));
        markup.root_element().text().collect::<String>()
    };
    assert_eq!(told(Left::Late(2), &vi), "Chậm 2 ngày làm việc");
    assert_eq!(told(Left::Late(1), &en), "1 working day late");
    assert_eq!(told(Left::Today, &vi), "Đến hạn hôm nay");
    assert_eq!(told(Left::Days(5), &en), "5 working days left");
    let moods = [Left::Days(SOON_DAYS), Left::Days(SOON_DAYS + 1), Left::Done(0), Left::Late(1)];
    assert_eq!(moods.map(Left::mood), [Mood::Soon, Mood::Fine, Mood::Fine, Mood::Late]);
}

#[test]
fn a_document_is_shown_by_its_kind_and_each_can_be_reached_without_scripts() {
    let sample = One::samples().remove(0);
    for (shown, kind) in ["iframe", "img", "p"].into_iter().enumerate() {
        let document = parse(&One { shown, ..sample.clone() });
        let inside = select(&document, "#doc-view > *");
        assert_eq!(inside.iter().map(|it| it.value().name()).collect::<Vec<_>>(), [kind]);
        let links = attribute(&document, "#docs a", "href");
        let path = format!("/dossiers/{}?doc=3#viewer", sample.head.code);
        assert_eq!((links.len(), links[2].as_str()), (3, path.as_str()));
        let current = attribute(&document, "#docs a[aria-current]", "data-file");
        assert_eq!(current, [sample.documents[shown].file.clone()]);
    }
}

#[test]
fn nothing_is_signed_with_others_that_was_not_opened() {
    let inbox = parse(&Inbox::samples()[0]);
    let able = |paper: &&Paper| paper.opened && paper.barred.is_none();
    let opened = Inbox::samples()[0].papers.iter().filter(able).count();
    assert_eq!(select(&inbox, "[name=code]").len(), opened);
    let batch = parse(&Batch::samples()[0]);
    assert_eq!(select(&batch, "[name=code]").len(), opened);
    let alone = parse(&Inbox::samples()[1]);
    assert_eq!(select(&alone, "[name=code]").len(), 0, "one alone is not several");
}

#[test]
fn who_may_not_sign_gets_no_button_and_is_told_why() {
    let [may, _, barred] = Approve::samples().try_into().expect("three samples");
    assert_eq!(select(&parse(&may), "form.mc-dock button").len(), 1);
    let why = barred.barred.clone().expect("a reason");
    assert!(barred.render(&vietnamese()).contains(&why));
    assert_eq!(select(&parse(&barred), "form.mc-dock").len(), 0);
}

#[test]
fn a_signature_for_another_shows_the_delegation() {
    let shown = Approve::samples()[0].render(&vietnamese());
    assert!(shown.contains("KT. CHỦ TỊCH") && shown.contains("Ký thay theo Quyết định 12/QĐ-UBND"));
}

#[test]
fn a_signed_result_is_numbered_and_a_numbered_one_released_never_both_at_once() {
    let ends = |register: &Register| -> Vec<String> {
        let of = |way: String| way.rsplit('/').next().unwrap_or_default().to_owned();
        attribute(&parse(register), "main form[method=post]", "action")
            .into_iter()
            .map(of)
            .collect()
    };
    let samples = Register::samples();
    assert_eq!(ends(&samples[0]), ["number", "number"], "whoever signed may not");
    assert_eq!(ends(&samples[1]), ["release"]);
    assert_eq!(ends(&samples[2]), [""; 0]);
}

#[test]
fn one_that_cannot_be_part_of_several_is_named_and_not_skipped() {
    let bulk = &Bulk::samples()[0];
    let document = bulk.render(&vietnamese());
    for row in &bulk.rows {
        assert!(document.contains(&row.code), "{}", row.code);
    }
    let versions = attribute(&parse(bulk), "[name^='version.']", "value");
    assert_eq!((versions, bulk.rows.len()), (vec!["3".to_owned(), "4".to_owned()], 3));
}

#[test]
fn whoever_waits_is_told_what_to_do_or_that_there_is_nothing_to_do() {
    let text = Text::new(Language::Vietnamese);
    let [late, paused, done, refused] = Mine::samples().try_into().expect("four samples");
    let says = |page: &Mine, words: &str| page.render(&vietnamese()).contains(words);
    let nothing = text.dossier_todo_none();
    assert!(says(&late, &nothing) && says(&late, "xin lỗi bạn"));
    assert!(says(&paused, "Thiếu mặt cắt móng") && !says(&paused, &nothing));
    assert!(!says(&done, &nothing) && !says(&refused, &nothing));
}

#[test]
fn a_full_page_of_the_work_list_leaves_room_for_its_styles() {
    let sample = Work::samples().remove(0);
    let row = |number: usize| {
        let row = &sample.rows[number % sample.rows.len()];
        Row {
            code: format!("000.00.31.H16-19{number:04}-{:04}", number * 7919 % 10_000),
            ..row.clone()
        }
    };
    let full = Work { rows: (0..50).map(row).collect(), ..sample.clone() };
    let document = full.render(&vietnamese());
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(document.as_bytes(), flate2::Compression::default())
        .read_to_end(&mut packed)
        .expect("it packs");
    assert!(packed.len() <= 8_000, "{} bytes", packed.len());
}

#[test]
fn a_row_shows_the_part_of_its_code_that_differs() {
    let document = parse(&Work::samples()[0]);
    let shown: Vec<String> =
        select(&document, "td.code a").iter().map(|link| link.text().collect()).collect();
    assert_eq!((shown[0].as_str(), shown[5].as_str()), ("191114-0003", "x"));
}
