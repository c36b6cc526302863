//! Accounts and posts as rights see them.

use domain::StreamId;
use domain::access::{Duty, Factor, Reach, Scope, Thing, Who};
use domain::account::{Account, Held};
use domain::province::Terms;

use crate::office::tree::Tree;

/// What a post in an office with these roles concerns. A role that reaches the whole province
/// concerns all of it: nobody gives, approves or takes more than they reach themselves.
pub fn of_roles(tree: &Tree, terms: &Terms, office: &str, roles: &[String]) -> Thing {
    let mut known = roles.iter().filter_map(|id| terms.role(id));
    match known.any(|role| role.reach == Reach::Province) {
        true => Thing::everywhere(),
        false => Thing::at(tree.path(office)),
    }
}

/// A post of an account, with who asked for it and who is to hold it.
pub fn of_post(tree: &Tree, terms: &Terms, account: &StreamId, held: &Held) -> Thing {
    let requested = StreamId::stored(held.proposed_by.clone());
    Thing {
        stream: Some(account.clone()),
        done: vec![(Duty::Requested, requested), (Duty::Concerned, account.clone())],
        ..of_roles(tree, terms, &held.post.office, &held.post.roles)
    }
}

/// An account: it lies where its posts lie, past ones and proposed ones too; without any, it
/// concerns the whole province.
pub fn of_account(tree: &Tree, account: &StreamId, state: &Account) -> Thing {
    let places: Vec<Vec<String>> =
        state.posts.iter().map(|held| tree.path(&held.post.office)).collect();
    let thing = match places.is_empty() {
        true => Thing::everywhere(),
        false => Thing { places, ..Thing::default() },
    };
    Thing { stream: Some(account.clone()), ..thing }
}

/// Somebody as if they had given their second factor just now: what they are offered leads them
/// to give it.
pub fn as_if_fresh(who: &Who) -> Who {
    Who { factor: Factor::Fresh, ..who.clone() }
}

/// A scope as statements take it: `everywhere` or nothing, and its offices as a text.
pub fn values(tree: &Tree, scope: &Scope) -> (&'static str, String) {
    match scope.everywhere {
        true => ("everywhere", String::new()),
        false => ("", listed(&tree.covered(scope))),
    }
}

/// Codes as one text in which each is found between commas; empty for none.
pub fn listed(codes: &[&str]) -> String {
    if codes.is_empty() { String::new() } else { format!(",{},", codes.join(",")) }
}
