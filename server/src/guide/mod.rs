//! "What do I need?": a few short questions that lead to a procedure and its case. Each answer is a
//! link, and the address says which answers led there, so that going back, sharing and printing work
//! and nothing is kept.

pub mod pages;

use domain::access::Action;

use crate::web::gate::Routes;

/// The addresses.
pub fn routes(routes: Routes) -> Routes {
    let open = Action::ReadPublic;
    routes.get("/guide", open, pages::begin).get("/guide/{*way}", open, pages::go_on)
}
