//! The pages of those who work on dossiers, and of whoever a dossier belongs to.

pub mod approve;
pub mod asked;
pub mod batch;
pub mod beside;
pub mod bulk;
pub mod centre;
pub mod form;
pub mod mine;
pub mod one;
pub mod options;
pub mod query;
pub mod register;
pub mod scene;
pub mod sent;
pub mod views;
pub mod work;

use domain::access::{Action, Conjunct};

use super::{apologies, files, paper};
use crate::person::gives;
use crate::web::Problem;
use crate::web::gate::{Gate, Routes};

/// The addresses of these pages. What is signed asks for the second factor when it is sent; to look
/// at it takes no more than to look at any dossier.
pub fn routes(routes: Routes) -> Routes {
    let read = Action::ReadDossier;
    let number = Action::NumberDossier;
    let reassign = Action::ReassignDossier;
    routes
        .get("/work", read, work::list)
        .get("/work.csv", read, work::csv)
        .get("/work.xlsx", read, work::xlsx)
        .post("/views", read, views::save)
        .post("/views/{id}/remove", read, views::remove)
        .get("/bulk", read, bulk::ask)
        .post("/bulk", read, bulk::act)
        .get("/centre", reassign, centre::show)
        .post("/centre/substitute", reassign, centre::substitute)
        .get("/dossiers/{code}", read, one::show)
        .get("/dossiers/{code}/paper/{form}", read, paper::serve::show)
        .get("/dossiers/{code}/files/{id}", read, files::show)
        .get("/apologies", read, apologies::list)
        .get("/registers/dossiers", read, paper::register::show)
        .post("/dossiers/{code}/checks", read, beside::examine)
        .post("/dossiers/{code}/note", read, beside::write_note)
        .get("/dossiers/{code}/{act}", read, form::ask)
        .post("/dossiers/{code}/{act}", read, form::act)
        .get("/approve", read, approve::inbox)
        .get("/approve/{code}", read, approve::show)
        .get("/approve/batch", read, batch::ask)
        .post("/approve/batch", read, batch::sign)
        .get("/results", number, register::list)
        .get("/my/dossiers", Action::ManageOwn, mine::list)
        .get("/my/dossiers/{code}", Action::ManageOwn, mine::show)
}

/// Whether a role of the visitor gives an action: to read one's own dossier takes none, but the
/// lists of officers do.
pub fn with_role(gate: &Gate, action: Action) -> Result<(), Problem> {
    match gives(gate.caller().who(), action) {
        true => Ok(()),
        false => Err(Problem::denied(Conjunct::Role)),
    }
}
