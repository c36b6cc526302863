//! One address for each act on a dossier: `POST /api/v1/dossiers/{code}/{act}`.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use domain::access::Action;
use serde_json::json;
use utoipa_axum::routes;

use super::act::{self, Body as ActBody};
use super::api::{Acted, answer, sent};
use crate::web::gate::{Gate, Routes};
use crate::web::{Problem, Site};

/// Writes a handler for each act, and the routes of all of them.
macro_rules! acts {
    ($($name:ident $id:literal $path:literal $action:ident $what:literal;)+) => {
        $(
            #[doc = $what]
            #[utoipa::path(
                post,
                path = $path,
                params(
                    ("code" = String, Path, description = "The dossier's code"),
                    ("Idempotency-Key" = Option<String>, Header,
                        description = "The same key gives the first result again"),
                ),
                request_body = ActBody,
                responses(
                    (status = 200, description = "Done", body = Acted),
                    (status = 400, description = "The body cannot be read"),
                    (status = 404, description = "There is no such dossier"),
                    (status = 409, description = "It moved on, or stands otherwise"),
                    (status = 422, description = "A rule says no, or a field is not right"),
                )
            )]
            pub async fn $name(
                State(site): State<Site>,
                gate: Gate,
                Path(code): Path<String>,
                headers: HeaderMap,
                bytes: Bytes,
            ) -> Result<Response<Body>, Problem> {
                done(&site, &gate, &code, $id, &headers, &bytes).await
            }
        )+

        /// The routes of every act.
        pub fn routes(routes: Routes) -> Routes {
            routes$(.interface(Action::$action, routes!($name)))+
        }
    };
}

acts! {
    accept "accept" "/dossiers/{code}/accept" ReceiveDossier "Takes it in.";
    refuse "refuse" "/dossiers/{code}/refuse" ReceiveDossier "Does not take it in.";
    request_supplement "request-supplement" "/dossiers/{code}/request-supplement" ReadDossier
        "Asks for what is missing, in one complete list.";
    complete_supplement "complete-supplement" "/dossiers/{code}/complete-supplement" FileDossier
        "What was asked for came.";
    add_paper "add-paper" "/dossiers/{code}/add-paper" TakeDossier "A paper came unasked.";
    forward "forward" "/dossiers/{code}/forward" TakeDossier "Gives it on to the next step.";
    acknowledge "acknowledge" "/dossiers/{code}/acknowledge" TakeDossier "Takes it over.";
    return_step "return-step" "/dossiers/{code}/return-step" TakeDossier
        "Gives it back to an earlier step.";
    take "take" "/dossiers/{code}/take" TakeDossier "Takes it from the queue.";
    reassign "reassign" "/dossiers/{code}/reassign" ReassignDossier
        "Gives it to somebody else in the office.";
    consult "consult" "/dossiers/{code}/consult" WorkDossier "Asks an agency for its opinion.";
    reply "reply" "/dossiers/{code}/reply" ReplyDossier "Gives an opinion.";
    record_opinion "record-opinion" "/dossiers/{code}/record-opinion" WorkDossier
        "Enters the letter of an agency outside the register: `document`, `date`, and its scan in `components[0].attachment`.";
    request_payment "request-payment" "/dossiers/{code}/request-payment" WorkDossier
        "Asks for a financial duty to be met.";
    record_payment "record-payment" "/dossiers/{code}/record-payment" TakePayment
        "Records money that came.";
    void_payment "void-payment" "/dossiers/{code}/void-payment" TakePayment "Voids a receipt.";
    apologise "apologise" "/dossiers/{code}/apologise" WorkDossier
        "Apologises and promises a new date.";
    propose "propose" "/dossiers/{code}/propose" WorkDossier "Proposes a decision.";
    send_back "send-back" "/dossiers/{code}/send-back" SignDossier "Sends a proposal back.";
    sign "sign" "/dossiers/{code}/sign" SignDossier "Signs what was proposed.";
    number "number" "/dossiers/{code}/number" NumberDossier "Gives the signed result its number.";
    attach_result "attach-result" "/dossiers/{code}/attach-result" NumberDossier
        "Attaches the scan of the signed result: its file stands in `components[0].attachment`.";
    release "release" "/dossiers/{code}/release" NumberDossier "Releases the numbered result.";
    finish "finish" "/dossiers/{code}/finish" WorkDossier
        "Enters a result that was decided at once or elsewhere.";
    return_result "return-result" "/dossiers/{code}/return-result" ReturnDossier
        "Hands the result out.";
    correct_result "correct-result" "/dossiers/{code}/correct-result" AmendResult
        "Corrects the result.";
    revoke_result "revoke-result" "/dossiers/{code}/revoke-result" AmendResult
        "Revokes the result.";
    withdraw "withdraw" "/dossiers/{code}/withdraw" WithdrawDossier "Withdraws it.";
    stop "stop" "/dossiers/{code}/stop" WorkDossier "Stops the work.";
    transfer "transfer" "/dossiers/{code}/transfer" TakeDossier
        "Gives it to the agency that is competent.";
    change_due_date "change-due-date" "/dossiers/{code}/change-due-date" ChangeDueDate
        "Asks for another due date.";
    approve_due_date "approve-due-date" "/dossiers/{code}/approve-due-date" ApproveDueDate
        "Approves another due date.";
    decline_due_date "decline-due-date" "/dossiers/{code}/decline-due-date" ApproveDueDate
        "Declines another due date.";
    link "link" "/dossiers/{code}/link" TakeDossier "Notes the code of another system.";
    exclude "exclude" "/dossiers/{code}/exclude" WorkDossier
        "Time begins that the procedure's own text excludes.";
    resume "resume" "/dossiers/{code}/resume" WorkDossier "The excluded time ends.";
}

async fn done(
    site: &Site,
    gate: &Gate,
    code: &str,
    name: &str,
    headers: &HeaderMap,
    bytes: &Bytes,
) -> Result<Response<Body>, Problem> {
    let path = format!("/dossiers/{code}/{name}");
    let (body, key) = sent::<ActBody>(headers, bytes, &path)?;
    let accepted = act::act(site, gate, code, name, &body, key).await?;
    let known = act::find(site, code).await?;
    let dossier = &known.dossier;
    let hours = super::view::hours(&site.province().terms, dossier);
    let due = dossier.deadline.map(|it| super::view::due(it.promised, hours.as_ref()));
    Ok(answer(
        StatusCode::OK,
        &Acted {
            code: code.to_owned(),
            national_status: dossier.phase.national().number(),
            state: dossier.phase.id().to_owned(),
            version: dossier.version,
            due_at: due,
            number: dossier.result.as_ref().and_then(|it| it.number.clone()),
            receipt: dossier
                .payments
                .last()
                .and_then(|it| it.payment.receipt.as_ref())
                .map(|it| json!(it)),
            repeated: accepted.repeated,
        },
    ))
}
