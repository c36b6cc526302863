//! The description of the interface, made from its handlers.

use axum::Json;
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, ResponseBuilder};

/// The document's head; paths come from the router.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Một Cửa",
        description = "Giao diện lập trình của hệ thống một cửa điện tử. \
                       Interface of the province's one-stop system."
    ),
    components(schemas(super::Problem))
)]
pub(super) struct Head;

/// Problems that every address of the interface may answer, whatever its handler does.
const PROBLEMS: [(&str, &str); 4] = [
    ("401", "Nobody signed in, or the token is wrong"),
    ("403", "The table of rights says no"),
    ("429", "Too many requests"),
    ("503", "The server is too busy"),
];

/// Says of every operation what the gate and the layers before it may answer, and that whatever
/// is refused is told as a problem: routes name only the status and the reason.
fn with_problems(mut document: OpenApi) -> OpenApi {
    let operations = document.paths.paths.values_mut().flat_map(|item| {
        let PathItem { get, post, put, patch, delete, head, options, trace, .. } = item;
        [get, post, put, patch, delete, head, options, trace].into_iter().flatten()
    });
    for operation in operations {
        let known = &mut operation.responses.responses;
        for (status, what) in PROBLEMS {
            let response = ResponseBuilder::new().description(what);
            known.entry(status.to_owned()).or_insert_with(|| response.build().into());
        }
        let refusals = known.iter_mut().filter(|(status, _)| status.starts_with(['4', '5']));
        for (_, response) in refusals {
            let RefOr::T(response) = response else { continue };
            let problem = || Content::new(Some(Ref::from_schema_name("Problem"))).into();
            response.content.entry("application/problem+json".to_owned()).or_insert_with(problem);
        }
    }
    document
}

/// Serves the document.
pub(super) fn serve(document: OpenApi) -> axum::routing::MethodRouter<super::Site> {
    let document = with_problems(document);
    axum::routing::get(move || {
        let document = document.clone();
        async move { Json(document) }
    })
}
