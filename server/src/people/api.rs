//! Who a program is, over the interface: `/api/v1/me`.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::access::SCOPE;
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::gate::Gate;

/// A post of whoever asks, with what it gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyPost {
    /// The office's code.
    office: String,
    /// What the post is called.
    position: String,
    /// Roles that it has.
    roles: Vec<String>,
    /// Everything that it gives.
    scopes: Vec<String>,
}

/// Whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// `integration`, `staff`, `citizen` or `organisation`.
    kind: String,
    /// What it is called.
    name: String,
    /// The office of the first post; null without one.
    office: Option<String>,
    /// Everything that the posts of today give.
    scopes: Vec<String>,
    /// The posts of today.
    posts: Vec<MyPost>,
}

/// Whoever the token belongs to.
#[utoipa::path(
    get,
    path = "/me",
    responses(
        (status = 200, description = "Whoever the token belongs to", body = Me),
    )
)]
pub async fn me(gate: Gate) -> impl IntoResponse {
    let caller = gate.caller();
    let seats = &caller.who().seats;
    let posts = seats.iter().map(|seat| {
        let given = seat.grants.iter().flat_map(|grant| &grant.may);
        let scopes: std::collections::BTreeSet<&str> = given.map(|it| it.id()).collect();
        let roles = seat.grants.iter().map(|grant| grant.role.clone());
        MyPost {
            office: seat.office.clone(),
            position: seat.position.clone(),
            roles: roles.filter(|role| role != SCOPE).collect(),
            scopes: scopes.into_iter().map(str::to_owned).collect(),
        }
    });
    let posts: Vec<MyPost> = posts.collect();
    let scopes: std::collections::BTreeSet<String> =
        posts.iter().flat_map(|post| post.scopes.clone()).collect();
    let me = Me {
        kind: caller.kind().map(|kind| kind.id().to_owned()).unwrap_or_default(),
        name: caller.name().to_owned(),
        office: posts.first().map(|post| post.office.clone()),
        scopes: scopes.into_iter().collect(),
        posts,
    };
    ([(CACHE_CONTROL, "no-store")], Json(me))
}
