//! One's own page: what is to be done first, then dossiers, papers, messages, and who looked.

pub mod pages;
pub mod store;

use domain::access::Action;

use crate::web::gate::Routes;

/// The address.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/my", Action::ManageOwn, pages::show)
}
