//! Statutory reports: made of tallies alone, shown only where their identities hold, frozen once
//! their window has ended.

pub mod api;
pub mod asked;
pub mod file;
pub mod freeze;
pub mod list;
pub mod make;
pub mod pages;
pub mod paper;
pub mod shown;
pub mod store;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod view;
pub mod words;

use domain::access::Action;
use utoipa_axum::routes;

use crate::web::gate::Routes;

/// The addresses of reports.
pub fn routes(routes: Routes) -> Routes {
    let read = Action::ReadReports;
    routes
        .get("/reports", read, list::list)
        .get("/reports/frozen/{id}/proof", read, list::proof)
        .get("/reports/{form}", read, pages::show)
        .get("/reports/{form}/xlsx", read, pages::xlsx)
        .get("/reports/{form}/pdf", read, pages::pdf)
        .get("/reports/{form}/json", read, pages::json)
        .post("/reports/{form}/freeze", Action::FreezeReport, freeze::freeze)
        .interface(read, routes!(api::report))
}
