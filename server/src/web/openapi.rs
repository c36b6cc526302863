//! The description of the interface, made from its handlers.

use axum::Json;
use utoipa::OpenApi;

/// The document's head; paths come from the router.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Một Cửa",
        description = "Giao diện lập trình của hệ thống một cửa điện tử. \
                       Interface of the province's one-stop system."
    ),
    components(schemas(super::Problem))
)]
pub(super) struct Head;

/// Serves the document.
pub(super) fn serve(
    document: utoipa::openapi::OpenApi,
) -> axum::routing::MethodRouter<super::Site> {
    axum::routing::get(move || {
        let document = document.clone();
        async move { Json(document) }
    })
}
