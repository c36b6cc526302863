//! Applying on the network: a draft is filled in page by page, looked over, and handed in once.
//!
//! What a citizen types is kept as it was typed and judged when a page is left and when everything
//! is handed in. It does not know how a dossier is decided: that is `dossier`.

pub mod again;
pub mod asking;
pub mod check;
pub mod draft;
pub mod drafts;
pub mod filing;
pub mod own;
pub mod plan;
pub mod save;
pub mod sent;
pub mod start;
pub mod store;
pub mod submit;
pub mod unsent;

use domain::access::Action;

use crate::web::gate::Routes;

/// The addresses of applying, of drafts, and of what one does with one's own dossier.
pub fn routes(routes: Routes) -> Routes {
    let (open, mine) = (Action::ReadPublic, Action::ManageOwn);
    let (file, withdraw) = (Action::FileDossier, Action::WithdrawDossier);
    routes
        .get("/apply/{code}", open, start::show)
        .post("/apply/{code}", file, start::begin)
        .get("/apply/{code}/paper", open, start::paper)
        .get("/my/drafts", mine, drafts::list)
        .get("/my/drafts/{code}", mine, drafts::resume)
        .get("/my/drafts/{code}/changes", mine, drafts::changes)
        .get("/my/drafts/{code}/check", mine, check::show)
        .post("/my/drafts/{code}/check", file, submit::submit)
        .get("/my/drafts/{code}/{step}", mine, asking::show)
        // The seal is the right: what was typed is kept though its session is over.
        .post("/my/drafts/{code}/{step}", open, save::save)
        .post("/my/drafts/{code}/{step}/typed", open, save::typed)
        .post("/my/drafts/{code}/remove", mine, drafts::remove)
        .get("/my/dossiers/{code}/sent", mine, sent::show)
        .get("/my/dossiers/{code}/proof", mine, sent::proof)
        .get("/my/dossiers/{code}/supplement", mine, own::ask_supplement)
        // Here too: whoever may send it is asked once it is kept.
        .post("/my/dossiers/{code}/supplement", open, own::supplement)
        .get("/my/dossiers/{code}/withdraw", mine, own::ask_withdraw)
        .post("/my/dossiers/{code}/withdraw", withdraw, own::withdraw)
}
