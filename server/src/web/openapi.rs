//! The description of the interface, made from its handlers.

use axum::Json;
use utoipa::openapi::{Content, OpenApi, Ref, ResponseBuilder};

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

/// Says of every operation what the gate and the layers before it may answer.
fn with_problems(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
            &mut item.options,
        ];
        for operation in operations.into_iter().flatten() {
            for (status, what) in PROBLEMS {
                let problem = Content::new(Some(Ref::from_schema_name("Problem")));
                let response = ResponseBuilder::new()
                    .description(what)
                    .content("application/problem+json", problem)
                    .build();
                let known = &mut operation.responses.responses;
                known.entry(status.to_owned()).or_insert_with(|| response.into());
            }
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
