//! The pages of those who work on dossiers, and of whoever a dossier belongs to.

pub mod approve;
pub mod form;
pub mod mine;
pub mod one;
pub mod options;
pub mod register;
pub mod scene;
pub mod work;

use super::{apologies, files, paper};
use crate::web::gate::Routes;
use domain::access::Action;

/// The addresses of these pages.
pub fn routes(routes: Routes) -> Routes {
    let read = Action::ReadDossier;
    let sign = Action::SignDossier;
    let number = Action::NumberDossier;
    routes
        .get("/work", read, work::list)
        .get("/dossiers/{code}", read, one::show)
        .get("/dossiers/{code}/paper/{form}", read, paper::serve::show)
        .get("/dossiers/{code}/files/{id}", read, files::show)
        .get("/apologies", read, apologies::list)
        .get("/registers/dossiers", read, paper::register::show)
        .get("/dossiers/{code}/{act}", read, form::ask)
        .post("/dossiers/{code}/{act}", read, form::act)
        .get("/approve", sign, approve::inbox)
        .get("/approve/{code}", sign, approve::show)
        .post("/approve/batch", sign, approve::batch)
        .get("/results", number, register::list)
        .get("/my/dossiers", Action::ManageOwn, mine::list)
        .get("/my/dossiers/{code}", Action::ManageOwn, mine::show)
}
