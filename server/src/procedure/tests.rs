//! What people find over the shipped catalogue and the national list.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use domain::procedure::search::Tier;
use jiff::civil::{Date, date};
use page::{Language, Text};

use super::catalogue::{Catalogue, Filter};
use super::finder::{self, Wanted};
use super::import::{self, Read};
use super::questions::QUESTIONS;
use super::view::Around;
use crate::office::read::Names;
use crate::province::files::ProvinceFiles;

/// How far down people look.
const FIRST: usize = 3;
/// The day of the demonstration.
const TODAY: Date = date(2019, 12, 16);

struct Shipped {
    files: ProvinceFiles,
    catalogue: Catalogue,
}

/// The shipped province with the national list, read once for all tests.
fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let province = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../province"));
        let files = crate::province::files::read(&province.join("dak-nong"));
        let files = files.expect("the shipped province has no findings");
        let contents = files.procedures.iter().filter_map(|file| {
            let in_force = file.revisions.iter().rev().find(|it| it.from <= TODAY)?;
            Some((file.code.clone(), in_force.description.clone()))
        });
        let list = import::read(&[province.join("national/list.jsonl")]).expect("the list reads");
        let listings = list.into_iter().filter_map(|read| match read {
            Read::Listing(listing) => Some(*listing),
            Read::Record(_) => None,
        });
        let catalogue = Catalogue::new(&files.terms, contents.collect(), listings.collect());
        Shipped { files, catalogue }
    })
}

fn found(question: &str) -> Vec<u32> {
    shipped().catalogue.find(question, &Filter::default()).entries
}

#[test]
fn everyday_questions_find_the_right_procedure_among_the_first_three() {
    let catalogue = &shipped().catalogue;
    let missed = QUESTIONS.iter().filter_map(|(question, right)| {
        let found = found(question);
        let codes: Vec<&str> =
            found.iter().take(FIRST).map(|at| catalogue.item(*at).entry.code.as_str()).collect();
        let is_there = codes.iter().any(|code| right.contains(code));
        (!is_there).then(|| format!("{question:?}: {codes:?} instead of {right:?}"))
    });
    let missed: Vec<String> = missed.collect();
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn the_questions_are_many_and_half_of_them_about_what_is_not_published_here() {
    let catalogue = &shipped().catalogue;
    let asked: BTreeSet<&str> = QUESTIONS.iter().map(|(question, _)| *question).collect();
    assert_eq!(asked.len(), QUESTIONS.len(), "each once");
    assert!(asked.len() >= 60);
    let published = |codes: &[&str]| {
        let mut known = codes.iter().filter_map(|code| catalogue.by_code(code));
        known.any(|item| item.published.is_some())
    };
    let of_nation = QUESTIONS.iter().filter(|(_, right)| !published(right)).count();
    assert!(of_nation * 2 >= QUESTIONS.len(), "{of_nation}");
    for (question, right) in QUESTIONS {
        for code in *right {
            let item = catalogue.by_code(code);
            let is_public = item.is_some_and(|item| item.entry.tier != Tier::Elsewhere);
            assert!(is_public, "{question}: {code} is in the list and for everybody");
        }
    }
}

#[test]
fn what_is_published_here_stands_before_the_nations_and_others_own_are_never_found() {
    let catalogue = &shipped().catalogue;
    let tier = |at: &u32| catalogue.item(*at).entry.tier;
    let questions = QUESTIONS.iter().map(|(question, _)| *question);
    for question in questions.chain(["", "cấp", "giấy phép", "ubnd tinh"]) {
        let found = found(question);
        assert!(found.is_sorted_by_key(tier), "{question}");
        assert!(!found.iter().any(|at| tier(at) == Tier::Elsewhere), "{question}");
    }
    let elsewhere: Vec<_> =
        catalogue.items.iter().filter(|item| item.entry.tier == Tier::Elsewhere).collect();
    assert!(elsewhere.len() > 500, "the list has other provinces' own");
    for item in elsewhere.iter().step_by(elsewhere.len() / 20) {
        assert!(finder::national(item).is_none(), "{}", item.entry.code);
        for question in [&item.entry.code, &item.entry.name.vi] {
            let found = found(question);
            let is_it = |at: &u32| catalogue.item(*at).entry.code == item.entry.code;
            assert!(!found.iter().any(is_it), "{question}");
        }
    }
}

#[test]
fn an_empty_question_finds_all_in_the_order_of_the_vietnamese_alphabet() {
    let catalogue = &shipped().catalogue;
    let all = found(" ? ");
    assert_eq!(all.len() as u64, catalogue.public());
    let key = |at: &u32| {
        let entry = &catalogue.item(*at).entry;
        let name = domain::procedure::standard::plain_name(&entry.name.vi);
        (entry.tier, domain::text::sort_key(&name))
    };
    let keys: Vec<(Tier, String)> = all.iter().map(key).collect();
    assert!(keys.is_sorted());
    let letters: BTreeSet<char> = keys.iter().filter_map(|(_, key)| key.chars().next()).collect();
    assert!(letters.len() > 15, "names begin with many letters: {letters:?}");
    let of = |code: &str| all.iter().position(|at| catalogue.item(*at).entry.code == code);
    // Đăng ký khai sinh, after Cấp and before Tách thửa.
    assert!(of("2.000908") < of("1.001193") && of("1.001193") < of("1.012784"));
}

#[test]
fn a_national_procedure_is_named_so_and_cannot_be_begun_here() {
    let Shipped { files, catalogue } = shipped();
    let wanted = Wanted { query: "đổi giấy phép lái xe".to_owned(), ..Wanted::default() };
    let found = finder::find(catalogue, &wanted, &Filter::default());
    assert_eq!(found.published, 0);
    let around = Around {
        text: Text::new(Language::Vietnamese),
        terms: &files.terms,
        offices: &Names::new(),
        today: TODAY,
        at: None,
        case: None,
        next: None,
    };
    let list = finder::list(catalogue, &wanted, found, &around, None);
    let first = &list.hits[0];
    assert_eq!(first.code, "3.000347");
    assert!(!first.published && first.time.is_none() && first.place.is_none());
    assert_eq!(first.promulgator.as_deref(), Some("Bộ Công an"));
}
