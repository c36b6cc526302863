//! The pages of signing in, registering and setting up.
//!
//! Nobody is told whether a login exists: whatever is wrong gets one calm answer. What is under
//! way between two pages stands in an errand of the browser (see `errand`).

mod again;
mod code;
mod demo;
mod factor;
mod lock;
mod next;
mod passkey;
mod password;
mod provider;
mod register;
mod sent;
mod set_up;
#[cfg(test)]
mod tests;
mod visit;

pub(crate) use factor::problem;
pub(crate) use set_up::is_login;
pub(crate) use visit::{Told, Visit};

use domain::access::Action;

use crate::web::gate::Routes;

/// Where an identity provider sends people back to.
pub const CALLBACK: &str = "/sign-in/callback";

/// Adds the routes of signing in.
pub fn routes(routes: Routes) -> Routes {
    let open = Action::SignIn;
    let routes = routes
        .get("/sign-in", open, password::show)
        .post("/sign-in", open, password::send)
        .get("/sign-in/factor", open, factor::show)
        .post("/sign-in/factor", open, factor::send)
        .get("/sign-in/recovery", open, factor::show_recovery)
        .post("/sign-in/recovery", open, factor::send_recovery)
        .get("/sign-in/enrol", open, factor::show_enrol)
        .post("/sign-in/enrol", open, factor::send_enrol)
        .post("/sign-in/passkey/begin", open, passkey::begin)
        .post("/sign-in/passkey", open, passkey::finish)
        .get("/sign-in/again", Action::ManageOwn, again::show)
        .post("/sign-in/again", Action::ManageOwn, again::send)
        .get("/sign-in/again/provider", Action::ManageOwn, provider::begin_again)
        .post("/sign-out", open, again::sign_out)
        .post("/lock", Action::ManageOwn, lock::lock)
        .get("/lock", open, lock::show)
        .post("/unlock", open, lock::unlock);
    citizens(routes)
        .get("/set-up", open, set_up::show)
        .post("/set-up", open, set_up::send)
        .get("/set-up/account", open, set_up::show_account)
        .post("/set-up/account", open, set_up::send_account)
        .post("/demo/sign-in", open, demo::sign_in)
        .get("/demo/tray", open, demo::tray)
}

/// Ways that citizens have beside a password.
fn citizens(routes: Routes) -> Routes {
    let open = Action::SignIn;
    routes
        .get("/sign-in/code", open, code::show)
        .post("/sign-in/code", open, code::send)
        .get("/sign-in/code/answer", open, code::show_answer)
        .post("/sign-in/code/answer", open, code::answer)
        .get("/register", open, register::show)
        .post("/register", open, register::send)
        .get("/register/code", open, register::show_code)
        .post("/register/code", open, register::answer)
        .get("/sign-in/provider", open, provider::begin)
        .get(CALLBACK, open, provider::finish)
}
