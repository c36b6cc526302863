//! The counter: taking dossiers in, giving results out, papers from hand to hand, the day's end.

pub mod chosen;
pub mod day;
pub mod desk;
pub mod form;
pub mod given;
pub mod hand_over;
pub mod intake;
pub mod known;
pub mod lookup;
pub mod online;
pub mod returning;
pub mod save;
pub mod scan;
pub mod shortfall;
pub mod shown;
pub mod slip;
pub mod store;
pub mod whereabouts;
pub mod wrong;

use domain::access::Action;

use crate::web::gate::Routes;

/// The addresses of the counter.
pub fn routes(routes: Routes) -> Routes {
    let receive = Action::ReceiveDossier;
    let give_out = Action::ReturnDossier;
    let carry = Action::TakeDossier;
    let money = Action::TakePayment;
    routes
        .get("/counter", receive, intake::show)
        .post("/counter", receive, save::save)
        .post("/counter/check", receive, intake::check)
        .post("/counter/next", receive, intake::next)
        .get("/counter/procedures", receive, intake::found)
        .post("/counter/supplement", receive, shortfall::ask_supplement)
        .post("/counter/supplement/save", receive, shortfall::save_supplement)
        .post("/counter/refusal", receive, shortfall::ask_refusal)
        .post("/counter/refusal/save", receive, shortfall::save_refusal)
        .get("/counter/slips/{code}", Action::ReadDossier, slip::show)
        .get("/counter/online", receive, online::list)
        .get("/counter/lookup", Action::ReadDossier, lookup::show)
        .post("/counter/lookup", Action::ReadDossier, lookup::find)
        .get("/counter/returns", give_out, returning::show)
        .post("/counter/returns/check", give_out, returning::check)
        .post("/counter/returns", give_out, returning::give)
        .get("/counter/handover", carry, hand_over::show)
        .get("/counter/handover/{list}", carry, hand_over::one)
        .post("/counter/handover/scan", carry, hand_over::scan)
        .post("/counter/handover", carry, given::give)
        .post("/counter/handover/take", carry, given::take)
        .get("/counter/whereabouts", carry, whereabouts::show)
        .get("/counter/day", money, day::show)
        .post("/counter/day", money, day::close)
}
