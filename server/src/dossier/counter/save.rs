//! Saving a dossier at the counter: checked, paid and receipted in one commit.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Action;
use domain::dossier::{AtOnce, Handout, Means, Pay, Proof};
use domain::procedure::description::Channel;
use page::counter::{Focus, Wrong};

use super::super::file::{self, AtDesk, Filing};
use super::chosen::{self, Picked};
use super::desk::Desk;
use super::form::Form;
use super::intake::{self, Screen};
use super::{known, wrong};
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// A form that was read: what is handed in, and what could not be read.
pub struct Taken {
    /// The procedure.
    pub picked: Picked,
    /// The filing.
    pub filing: Filing,
}

/// Reads the form; else what is wrong with it.
pub async fn take(desk: &Desk, form: &Form) -> Result<Result<Taken, Vec<Wrong>>, Problem> {
    let text = desk.text;
    let Some(picked) = chosen::pick(desk, form).await? else {
        let told = match form.has("procedure") {
            true => text.counter_not_here(),
            false => text.counter_choose_procedure(),
        };
        return Ok(Err(vec![Wrong::new("procedure", told)]));
    };
    let mut unread = Vec::new();
    let applicant = form.applicant("applicant", &mut unread);
    let submitter = form.brought_by(&mut unread);
    let components = form.components(&mut unread);
    let fees = picked.fees(form, &mut unread);
    let sets = match form.one("sets") {
        "" => None,
        typed => typed.parse().ok().or_else(|| {
            unread.push("sets".to_owned());
            None
        }),
    };
    let agreed = picked.agreed(form);
    if form.has("agreed") && agreed.is_none() {
        unread.push("agreed".to_owned());
    }
    if !unread.is_empty() {
        return Ok(Err(unread.iter().map(|name| wrong::unread(text, name)).collect()));
    }
    let filing = Filing {
        procedure: picked.code.clone(),
        case: picked.case.clone(),
        office: desk.office().to_owned(),
        channel: form.channel(),
        assisted: form.one("assisted") == "1",
        applicant,
        submitter,
        answers: picked.answers.clone(),
        components,
        sets,
        return_by: form.return_by(),
        fees: Some(fees),
        agreed,
        fingerprint: form.one("fingerprint") == "1",
        note: form.note(),
        foreign: Vec::new(),
        language: None,
    };
    Ok(Ok(Taken { picked, filing }))
}

/// What the desk does in the same commit; else what is wrong.
fn at_desk(desk: &Desk, form: &Form, taken: &Taken) -> Result<AtDesk, Vec<Wrong>> {
    let (text, picked) = (desk.text, &taken.picked);
    let at_once = (form.one("at_once") == "1").then(|| AtOnce {
        signed_by: form.one("signed_by").to_owned(),
        handout: Handout {
            proof: match taken.filing.fingerprint {
                true => Proof::Fingerprint,
                false => Proof::Signed,
            },
            authorised: false,
        },
    });
    let is_signer = |it: &AtOnce| picked.signers.iter().any(|(id, _)| id.as_str() == it.signed_by);
    if at_once.as_ref().is_some_and(|it| !is_signer(it)) {
        return Err(vec![Wrong::new("signed_by", text.counter_choose_signer())]);
    }
    let total = picked.total_vnd(form);
    // What is sent on the network is paid once it is taken in.
    let is_now = form.one("payment.when") == "now" || at_once.is_some();
    if total == 0 || !is_now || form.channel() == Channel::Online {
        return Ok(AtDesk { held: false, paid: None, at_once });
    }
    if !desk.may(Action::TakePayment) {
        return Err(vec![Wrong::new("payment.when", text.counter_no_payment_right())]);
    }
    let Ok(number) = form.one("receipt.number").parse() else {
        let told = text.counter_receipt_next(picked.book.2);
        return Err(vec![Wrong::new("receipt.number", told)]);
    };
    let means = match form.one("payment.method") {
        "transfer" => Means::Transfer,
        _ => Means::Cash,
    };
    let (book, series) = (form.one("receipt.form"), form.one("receipt.series"));
    let paid = Some(Pay {
        amount_vnd: total,
        means,
        book: Some((book.to_owned(), series.to_owned())),
        office: desk.office().to_owned(),
        number: Some(number),
        evidence: None,
    });
    Ok(AtDesk { held: false, paid, at_once })
}

/// Saves: leads to the slip, or shows the form again with what is wrong at its place.
pub async fn save(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReceiveDossier).await?;
    let mut form = Form(sent.form);
    form.0.retain(|(name, _)| name != "scan");
    let taken = match take(&desk, &form).await? {
        Ok(taken) => taken,
        Err(wrong) => return shown(&desk, &asked, &form, None, wrong).await,
    };
    let picked = Some(&taken.picked);
    let at_desk = match at_desk(&desk, &form, &taken) {
        Ok(at_desk) => at_desk,
        Err(wrong) => return shown(&desk, &asked, &form, picked, wrong).await,
    };
    let known = known::look(&desk, &form).await?;
    let is_same = known.open.iter().filter_map(|it| it.here.as_ref()).any(|here| here.same);
    if is_same && !form.has("seen") && !desk.is_done(sent.key.as_ref()).await? {
        let wrong = vec![Wrong::new("procedure", desk.text.counter_same_open())];
        return shown(&desk, &asked, &form, picked, wrong).await;
    }
    match file::try_file(&site, &gate, taken.filing.clone(), sent.key, &at_desk).await? {
        Ok(filed) if taken.filing.channel == Channel::Online => {
            Ok(Redirect::to(&format!("/counter?saved={}", filed.code)).into_response())
        }
        Ok(filed) => {
            let path = format!("/counter/slips/{}?fresh=1", filed.code);
            Ok(Redirect::to(&path).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let wrong = wrong::all(desk.text, &refusal, picked);
            shown(&desk, &asked, &form, picked, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form again, with everything that was typed.
pub async fn shown(
    desk: &Desk,
    asked: &Asked,
    form: &Form,
    picked: Option<&Picked>,
    wrong: Vec<Wrong>,
) -> Result<Response<Body>, Problem> {
    let screen = Screen { wrong, focus: Focus::Wrong, ..Screen::default() };
    let page = match picked {
        Some(_) => intake::filled(desk, form, picked, screen).await?,
        None => intake::fill(desk, form, screen).await?,
    };
    Ok(html(&desk.site, asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}
