//! The register's page: who has an account, searched and narrowed.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action, could, scope};
use page::Text;
use page::people::{Entry, List};
use page::procedure::{Choice, Said};
use serde::Deserialize;

use super::read::{self, Asked as Wanted, Found, Place, State as Standing};
use super::{path, reach, said, words};
use crate::commit::Error;
use crate::office::tree::Tree;
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// The longest question that is looked for, in characters; the rest is dropped.
const QUERY_LENGTH_MAX: usize = 80;

/// What the register's address may say.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    office: Option<String>,
    role: Option<String>,
    state: Option<String>,
    cursor: Option<String>,
}

/// The register, as far as the reader reaches.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let text = Text::new(asked.language);
    let today = site.law_now().date();
    let who = gate.caller().who().clone();
    let reach = scope(&who, Action::ReadPeople);
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let words: String = query.q.unwrap_or_default().chars().take(QUERY_LENGTH_MAX).collect();
    let wanted = Wanted {
        words: words.replace('\0', " ").trim().to_owned(),
        office: said(query.office),
        role: said(query.role),
        state: query.state.as_deref().and_then(Standing::parse),
        after: query.cursor.as_deref().and_then(place),
    };
    let (within, sought) = (reach.clone(), wanted.clone());
    let read = site.house().db.read(move |tx| {
        let tree = Tree::read(tx, today)?;
        let page = read::register(tx, &tree, &within, &sought, today)?;
        Ok::<_, Error>((tree, page))
    });
    let (tree, (found, next)) = read.await?;
    let entry = |it: &Found| Entry {
        path: path(&it.account),
        name: it.name.clone(),
        login: it.login.clone(),
        posts: posts(&tree, it, &today.to_string()),
        standing: said::state(text, it.state(today)),
    };
    let page = List {
        query: wanted.words.clone(),
        offices: offices(text, &tree, &reach, wanted.office.as_deref()),
        roles: roles(text, &site, wanted.role.as_deref()),
        states: states(text, wanted.state),
        entries: found.iter().map(entry).collect(),
        next: next.map(|place| address(&wanted, &place)),
        opens: could(&who, Action::OpenAccount).is_ok(),
        tokens: could(&reach::as_if_fresh(&who), Action::ManageTokens).is_ok(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Posts held or proposed; where there are none any more, the last one.
fn posts(tree: &Tree, found: &Found, today: &str) -> Vec<String> {
    let current = found
        .posts
        .iter()
        .filter(|post| post.standing != "declined" && post.to.as_str() >= today)
        .map(|post| said::post(tree, &post.office, &post.position));
    let current: Vec<String> = current.collect();
    let last = found.posts.last().map(|post| said::post(tree, &post.office, &post.position));
    if current.is_empty() { last.into_iter().collect() } else { current }
}

fn address(wanted: &Wanted, place: &Place) -> String {
    let values = [
        ("q", wanted.words.as_str()),
        ("office", wanted.office.as_deref().unwrap_or_default()),
        ("role", wanted.role.as_deref().unwrap_or_default()),
        ("state", wanted.state.map_or("", Standing::id)),
        ("cursor", &cursor(place)),
    ];
    with_query("/people", &values)
}

/// A place as addresses carry it: the sort key is of a name, so it is not shown as it stands.
fn cursor((key, number): &Place) -> String {
    let key: String = key.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{number}-{key}")
}

fn place(cursor: &str) -> Option<Place> {
    let (number, key) = cursor.split_once('-')?;
    if key.len() % 2 != 0 {
        return None;
    }
    let pairs = key.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    let bytes: Option<Vec<u8>> = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
    Some((String::from_utf8(bytes?).ok()?, number.parse().ok()?))
}

/// A choice of a list.
pub(super) fn choice(id: &str, label: String, chosen: Option<&str>) -> Choice {
    Choice { id: id.to_owned(), label: Said::plain(label), chosen: chosen == Some(id) }
}

fn any(label: String, chosen: Option<&str>) -> Choice {
    choice("", label, Some(chosen.unwrap_or_default()))
}

fn offices(
    text: Text,
    tree: &Tree,
    reach: &domain::access::Scope,
    chosen: Option<&str>,
) -> Vec<Choice> {
    let each = tree.offered(reach, text.language).into_iter();
    let each = each.map(|(code, name)| choice(code, name, chosen));
    std::iter::once(any(text.people_any_office(), chosen)).chain(each).collect()
}

fn roles(text: Text, site: &Site, chosen: Option<&str>) -> Vec<Choice> {
    let terms = &site.province().terms;
    let each =
        terms.roles.iter().map(|role| choice(&role.id, words::role(text, terms, &role.id), chosen));
    std::iter::once(any(text.people_any_role(), chosen)).chain(each).collect()
}

fn states(text: Text, chosen: Option<Standing>) -> Vec<Choice> {
    let chosen = chosen.map(Standing::id);
    let each =
        Standing::ALL.map(|state| choice(state.id(), said::state(text, state).words, chosen));
    std::iter::once(any(text.people_any_state(), chosen)).chain(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_cursor_and_shows_no_name() {
        let here = ("dang thi giam\u{1}x".to_owned(), 42);
        let written = cursor(&here);
        assert!(!written.contains("giam"));
        assert_eq!(place(&written), Some(here));
        for wrong in ["", "x", "1-0", "1-zz", "-", "é-é"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
