//! Every page, every sample, both languages.

use std::io::Read;

use crate::{
    Language, Layout, Page, about, apply, ask, asset, counter, dossier, error, glass, guide, home,
    issued, ledger, measure, my, office, outbox, own, people, person, procedure, rating, reading,
    report, request, sign_in, token,
};

fn documents<P: Page>() -> Vec<String> {
    let mut documents = Vec::new();
    for sample in P::samples() {
        for language in Language::ALL {
            for demo in [true, false] {
                let layout = Layout { demo, ..Layout::sample(language) };
                let document = sample.render(&layout);
                assert_eq!(document, sample.render(&layout), "a page renders the same twice");
                documents.push(document);
            }
        }
    }
    documents
}

fn all() -> Vec<String> {
    let mut all = documents::<home::Home>();
    all.extend(documents::<office::List>());
    all.extend(documents::<office::One>());
    all.extend(documents::<procedure::List>());
    all.extend(documents::<procedure::One>());
    all.extend(documents::<procedure::Print>());
    all.extend(documents::<procedure::Compare>());
    all.extend(documents::<procedure::Fields>());
    all.extend(documents::<procedure::National>());
    all.extend(documents::<procedure::Form>());
    all.extend(documents::<ledger::Status>());
    all.extend(documents::<about::Sample>());
    all.extend(documents::<about::Api>());
    all.extend(documents::<sign_in::SignIn>());
    all.extend(documents::<sign_in::Sheet>());
    all.extend(documents::<sign_in::Enrol>());
    all.extend(documents::<sign_in::Codes>());
    all.extend(documents::<sign_in::Word>());
    all.extend(documents::<sign_in::Tray>());
    all.extend(documents::<error::Problem>());
    all.extend(documents::<person::Find>());
    all.extend(documents::<person::Purpose>());
    all.extend(documents::<person::One>());
    all.extend(documents::<reading::Search>());
    all.extend(documents::<reading::Outliers>());
    all.extend(documents::<glass::New>());
    all.extend(documents::<glass::List>());
    all.extend(documents::<glass::One>());
    all.extend(documents::<glass::Notices>());
    all.extend(documents::<own::Overview>());
    all.extend(documents::<own::Sessions>());
    all.extend(documents::<own::Factors>());
    all.extend(documents::<own::Enrol>());
    all.extend(documents::<own::Codes>());
    all.extend(documents::<own::Password>());
    all.extend(documents::<own::Kept>());
    all.extend(documents::<own::Readings>());
    all.extend(documents::<request::Mine>());
    all.extend(documents::<request::Desk>());
    all.extend(documents::<request::One>());
    all.extend(documents::<request::Erase>());
    all.extend(documents::<ask::Ask>());
    all.extend(documents::<people::List>());
    all.extend(documents::<people::One>());
    all.extend(documents::<people::Rights>());
    all.extend(documents::<people::Told>());
    all.extend(documents::<people::Waiting>());
    all.extend(documents::<token::List>());
    all.extend(documents::<outbox::Outbox>());
    all.extend(documents::<report::List>());
    all.extend(documents::<report::Report>());
    all.extend(of_citizens());
    all.extend(of_figures());
    all.extend(of_dossiers());
    all
}

/// What citizens do on the network.
fn of_citizens() -> Vec<String> {
    let mut all = documents::<guide::Begin>();
    all.extend(documents::<guide::Question>());
    all.extend(documents::<guide::Ends>());
    all.extend(documents::<issued::Issued>());
    all.extend(documents::<my::My>());
    all.extend(documents::<rating::Rating>());
    all.extend(documents::<rating::Secret>());
    all.extend(documents::<rating::Ask>());
    all.extend(documents::<apply::Start>());
    all.extend(documents::<apply::OnPaper>());
    all.extend(documents::<apply::Asking>());
    all.extend(documents::<apply::Check>());
    all.extend(documents::<apply::Sent>());
    all.extend(documents::<apply::Drafts>());
    all.extend(documents::<apply::Changes>());
    all.extend(documents::<apply::Supplement>());
    all
}

/// What is counted.
fn of_figures() -> Vec<String> {
    let mut all = documents::<measure::Programmes>();
    all.extend(documents::<measure::Programme>());
    all.extend(documents::<measure::Measure>());
    all.extend(documents::<measure::Records>());
    all.extend(documents::<measure::rated::Ratings>());
    all
}

fn of_dossiers() -> Vec<String> {
    let mut all = documents::<dossier::Work>();
    all.extend(documents::<dossier::Centre>());
    all.extend(documents::<dossier::Bulk>());
    all.extend(documents::<dossier::One>());
    all.extend(documents::<dossier::Act>());
    all.extend(documents::<dossier::Inbox>());
    all.extend(documents::<dossier::Approve>());
    all.extend(documents::<dossier::Batch>());
    all.extend(documents::<dossier::Register>());
    all.extend(documents::<dossier::MyList>());
    all.extend(documents::<dossier::Mine>());
    all.extend(documents::<counter::Intake>());
    all.extend(documents::<counter::Slip>());
    all.extend(documents::<counter::Returning>());
    all.extend(documents::<counter::Shortfall>());
    all.extend(documents::<counter::HandOver>());
    all.extend(documents::<counter::Lookup>());
    all.extend(documents::<counter::Whereabouts>());
    all.extend(documents::<counter::DayClose>());
    all.extend(documents::<counter::Online>());
    all
}

#[test]
fn every_page_is_sound_in_both_languages() {
    for document in all() {
        let parsed = scraper::Html::parse_document(&document);
        assert!(parsed.errors.is_empty(), "{:?} in {document}", parsed.errors);
        assert!(!document.contains(" style="), "no style attributes");
        let scripts = document.match_indices("<script").map(|(at, _)| &document[at..]);
        for script in scripts {
            let own = script.starts_with("<script src=\"/assets/");
            assert!(own && script.contains(" defer></script>"), "no inline script");
        }
        assert!(!document.contains("{{") && !document.contains("{%"), "no markup of templates");
        let select = |query: &str| scraper::Selector::parse(query).expect("a selector");
        assert_eq!(parsed.select(&select("h1")).count(), 1, "one heading of the first level");
        assert_eq!(parsed.select(&select("main#content")).count(), 1);
        for input in parsed.select(&select("input:not([type=hidden]), select, textarea")) {
            let id = input.value().attr("id").expect("an input has an id");
            let label = select(&format!("label[for={id}]"));
            assert_eq!(parsed.select(&label).count(), 1, "`{id}` has one label");
        }
        for link in parsed.select(&select("a[href]")) {
            let href = link.value().attr("href").unwrap_or_default();
            assert!(href.starts_with('/') || href.starts_with('#'), "{href} leads away");
        }
        for used in parsed.select(&select("use")) {
            let href = used.value().attr("href").unwrap_or_default();
            let (path, id) = href.split_once('#').expect("an icon names its symbol");
            let sprite = asset::find(path).expect("the sprite is an asset");
            let sprite = String::from_utf8_lossy(sprite.bytes);
            assert!(sprite.contains(&format!("id=\"{id}\"")), "{id} is in the sprite");
        }
    }
}

#[test]
fn an_error_leads_to_its_field_and_an_id_stands_once() {
    for document in all() {
        let parsed = scraper::Html::parse_document(&document);
        let select = |query: &str| scraper::Selector::parse(query).expect("a selector");
        let ids: Vec<&str> =
            parsed.select(&select("[id]")).filter_map(|one| one.value().attr("id")).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "each id of {ids:?} stands once");
        for link in parsed.select(&select(".govuk-error-summary__list a")) {
            let target = link.value().attr("href").unwrap_or_default().trim_start_matches('#');
            assert!(once.binary_search(&target).is_ok(), "no {target} among {ids:?}");
        }
        for described in parsed.select(&select("[aria-describedby]")) {
            let named = described.value().attr("aria-describedby").unwrap_or_default();
            for id in named.split(' ') {
                assert!(once.binary_search(&id).is_ok(), "{id} describes nothing in {ids:?}");
            }
        }
    }
}

#[test]
fn text_of_people_is_never_markup() {
    let layout = Layout::sample(Language::Vietnamese);
    let list = office::List::samples().pop().expect("the sample without hits");
    let document = list.render(&layout);
    assert!(document.contains("&#60;y&#62;"), "{document}");
    assert!(!document.contains("<y>"));
}

#[test]
fn the_style_sheet_has_what_pages_use_and_no_more() {
    let sheet = asset::find(asset::GOVUK_CSS).expect("an asset");
    let sheet = std::str::from_utf8(sheet.bytes).expect("text");
    for used in [
        ".govuk-button{",
        ".govuk-button:hover",
        ".govuk-input:focus",
        ".govuk-error-summary__list",
        ".govuk-radios__input:checked",
        ".govuk-heading-l{",
        "@media print",
        ":root{",
    ] {
        assert!(sheet.contains(used), "{used}");
    }
    // Put together here, for what stands in a source counts as used.
    let component = |name: &str| format!(".{}-{name}", "govuk");
    assert!(!sheet.contains(&component("accordion")) && !sheet.contains(&component("cookie")));
    for unused in ["GDS Transport", ",{", "{}"] {
        assert!(!sheet.contains(unused), "{unused}");
    }
    assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
}

#[test]
fn a_first_view_weighs_at_most_30_kb() {
    let packed: usize = [asset::GOVUK_CSS, asset::MOTCUA_CSS, asset::ICONS, asset::MARK]
        .map(|path| asset::find(path).expect("an asset").gzip.len())
        .iter()
        .sum();
    let heaviest = all()
        .iter()
        .map(|document| {
            let mut packed = Vec::new();
            flate2::read::GzEncoder::new(document.as_bytes(), flate2::Compression::fast())
                .read_to_end(&mut packed)
                .expect("it packs");
            packed.len()
        })
        .max()
        .unwrap_or_default();
    assert!(packed + heaviest <= 30_000, "{packed} bytes of assets and {heaviest} of HTML");
}

#[test]
fn the_other_language_keeps_the_question() {
    let layout = Layout {
        path: "/offices?q=a&lang=vi&level=b".to_owned(),
        ..Layout::sample(Language::Vietnamese)
    };
    assert_eq!(layout.in_english(), "/offices?q=a&level=b&lang=en");
}

#[test]
fn numbers_and_dates_follow_the_language() {
    let (vi, en) = (crate::Text::new(Language::Vietnamese), crate::Text::new(Language::English));
    let day = crate::format::Day::parse("2019-12-06").expect("a date");
    assert_eq!((vi.date(day), en.date(day)), ("06/12/2019".into(), "6 December 2019".into()));
    assert_eq!((vi.number(1_234_567), en.number(123)), ("1.234.567".into(), "123".into()));
    assert_eq!(en.age(1), "1 second");
    assert_eq!(
        (en.age(119), en.age(120), vi.age(200_000)),
        ("119 seconds".into(), "2 minutes".into(), "2 ngày".into())
    );
    assert_eq!(vi.span((7, 0), (11, 30)), "7\u{a0}giờ – 11\u{a0}giờ\u{a0}30");
    assert_eq!(crate::format::Day::parse("2019-13-01"), None);
}

#[test]
fn no_font_is_named_that_may_not_be_shipped() {
    let css = asset::find(asset::GOVUK_CSS).expect("an asset");
    let css = String::from_utf8_lossy(css.bytes);
    assert!(!css.contains("GDS Transport") && !css.contains("@font-face"));
}

#[test]
fn the_scripts_of_one_page_weigh_at_most_10_kb() {
    let scripts = || asset::ASSETS.iter().filter(|asset| asset.path.ends_with(".js"));
    let mut heaviest = 0;
    for document in all() {
        let loaded = scripts().filter(|asset| document.contains(asset.path));
        heaviest = heaviest.max(loaded.map(|asset| asset.bytes.len()).sum());
    }
    assert!((3_000..=10_240).contains(&heaviest), "{heaviest} bytes before they are packed");
}

#[test]
fn of_two_doors_that_lead_to_a_page_the_further_one_says_so() {
    let doors = ["/counter", "/counter/returns", "/procedures"];
    let doors = doors.map(|path| crate::Door { path, name: path.to_owned() });
    let visitor = crate::Visitor {
        name: String::new(),
        post: String::new(),
        room: crate::Room::Staff,
        doors: doors.into(),
        csrf: String::new(),
    };
    let at = |path: &str| {
        let (path, visitor) = (path.to_owned(), Some(visitor.clone()));
        let layout = Layout { path, visitor, ..Layout::sample(Language::Vietnamese) };
        ["/counter", "/counter/returns", "/procedures"].map(|door| layout.is_behind(door))
    };
    assert_eq!(at("/counter?saved=x"), [true, false, false]);
    assert_eq!(at("/counter/returns?code=x"), [false, true, false]);
    assert_eq!(at("/counter/day"), [true, false, false]);
}
