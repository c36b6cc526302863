//! The slip of a dossier that was taken in: form M01 as the counter prints it.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::StreamId;
use domain::access::{Action, Fields, Purpose};
use domain::calendar::{Moment, OfficialForm, RuleSet};
use domain::dossier::{Dossier, Handed, ReturnBy, Settled};
use domain::phone::Phone;
use domain::procedure::description::Description;
use page::counter::{Slip, SlipPaper, relation};
use page::{Language, Text};
use serde::Deserialize;

use super::super::read::Known;
use super::super::{act, api};
use super::chosen::receipt_number;
use super::desk::{Desk, moment};
use super::shown::span;
use crate::procedure::words;
use crate::reading::search;
use crate::web::gate::{Gate, Read};
use crate::web::{Asked, Missing, Problem, Site, html};

/// How long after it was taken in a slip is fresh, in microseconds of law time: ten minutes.
const FRESH_US: i64 = 10 * 60 * 1_000_000;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Whether it was saved just now.
    fresh: String,
}

/// The slip.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    Query(how): Query<How>,
) -> Result<Response<Body>, Problem> {
    let known = act::find(&site, &code).await?;
    let thing = act::thing(&site, &known).await?;
    let person = known.dossier.filing.account.clone();
    let read = Read { person: person.as_ref(), ..Read::default() };
    let granted = gate.read(&thing, Some(Purpose::Handling), read).await?;
    // It says where the applicant lives and how to reach them.
    if !granted.sees.contains(&Fields::Contact) {
        return Err(Missing.into());
    }
    let desk = Desk::of(&site, &gate, &asked, Action::ReadDossier).await?;
    let reception = known.dossier.reception.as_ref().ok_or(Missing)?;
    // The secret is printed once, for whoever took the dossier in.
    let is_new = desk.now.0 - reception.at.0 <= FRESH_US && reception.by == desk.account();
    let is_fresh = is_new && how.fresh == "1";
    let filing = &known.dossier.filing;
    let (clerk, at) = (StreamId::stored(&reception.by), site.clone());
    let (procedure, revision) = (filing.procedure.clone(), filing.revision);
    let (names, content) = desk
        .read(move |tx| {
            let names = search::names(tx, [&clerk])?;
            Ok((names, at.register().content(tx, &procedure, revision)?))
        })
        .await?;
    let clerk = names.into_values().next().map(|(name, _)| name).unwrap_or_default();
    let mut page = slip(&desk, &known, content.as_deref(), clerk)?;
    if is_fresh {
        page.secret = Some(api::tracking_secret(&site, &code)?);
        page.same = Some(format!("/counter?again={code}"));
    }
    (page.fresh, page.again) = (is_fresh, !is_fresh);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// As it is printed; the form is Vietnamese on every page.
fn slip(
    desk: &Desk,
    known: &Known,
    content: Option<&Description>,
    clerk: String,
) -> Result<Slip, Problem> {
    let vi = Text::new(Language::Vietnamese);
    let (dossier, filing) = (&*known.dossier, &known.dossier.filing);
    let reception = dossier.reception.as_ref().ok_or(Missing)?;
    let personal = known.personal.clone().unwrap_or_default();
    let applicant = personal.applicant;
    let at = desk.offices.get(&filing.office);
    let above = at.and_then(|it| desk.offices.get(it.parent.as_deref()?));
    let mut lines: Vec<String> = above.iter().map(|it| it.name.to_uppercase()).collect();
    lines.extend(at.map(|it| it.name.to_uppercase()));
    // Whoever was taken over has the slip of the system that received it.
    let number = reception.number.ok_or(Missing)?;
    let papers = filing.components.iter().chain(&dossier.added);
    let named = |it: &Handed| {
        let known = content.and_then(|of| of.components.iter().find(|one| one.id == it.id));
        known.map_or_else(|| it.id.clone(), |one| words::said(vi, &one.name).to_owned())
    };
    let result = dossier.result.as_ref().filter(|_| dossier.handout.is_some());
    Ok(Slip {
        title: title(desk, &filing.rules).to_uppercase(),
        locality: above.or(at).map(|it| locality(&it.name)).unwrap_or_default(),
        office: lines,
        number: number.to_string(),
        code: filing.code.clone(),
        qr: qr(&desk.site.absolute(&format!("/t/{}", filing.code)))?,
        secret: None,
        applicant: applicant.name,
        submitter: personal.submitter.map(|it| (it.who.name, relation(vi, &it.relation))),
        address: applicant.address.text,
        phone: applicant.phone.map(|it| shown_phone(&it)).unwrap_or_default(),
        procedure: content
            .map_or_else(|| filing.procedure.clone(), |of| words::said(vi, &of.name).to_owned()),
        papers: papers
            .map(|it| SlipPaper {
                name: named(it),
                form: it.form.id().to_owned(),
                quantity: u64::from(it.quantity),
                presented: it.presented,
            })
            .collect(),
        sets: u64::from(filing.sets),
        span: span(vi, &filing.limits),
        received: moment(reception.at),
        due: due(desk, dossier),
        return_at: match filing.return_by {
            ReturnBy::Counter => at.map(|it| it.name.clone()).unwrap_or_default(),
            ReturnBy::Post => vi.counter_return_post(),
            ReturnBy::Online => vi.counter_return_online(),
        },
        fees: fees(vi, dossier, content),
        register: (reception.year.to_string(), number.to_string()),
        result: result.and_then(|it| it.number.clone()),
        same: None,
        fingerprint: personal.fingerprint,
        clerk,
        contact: contact(at),
        fresh: false,
        again: false,
        dossier: format!("/dossiers/{}", filing.code),
    })
}

fn title(desk: &Desk, rules: &str) -> String {
    let sets: &[RuleSet] = &desk.site.province().terms.rules;
    let set = sets.iter().find(|set| set.id == rules);
    let form = set.and_then(|set| set.forms.iter().find(|it| it.form == OfficialForm::Slip));
    form.map(|form| form.title.vi.clone()).unwrap_or_default()
}

/// The place after the words for its kind: `Phường Nghĩa Đức` of its committee.
fn locality(name: &str) -> String {
    let rest = name.strip_prefix("Ủy ban nhân dân ").or_else(|| name.strip_prefix("UBND "));
    let rest = rest.unwrap_or(name);
    for kind in ["phường ", "xã ", "thị trấn ", "thị xã ", "thành phố ", "huyện ", "tỉnh "]
    {
        if let Some(place) = rest.strip_prefix(kind) {
            return place.to_owned();
        }
    }
    rest.to_owned()
}

fn shown_phone(stored: &str) -> String {
    Phone::parse(stored).map_or_else(|| stored.to_owned(), |it| it.to_string())
}

/// A QR code as markup.
pub fn qr(address: &str) -> Result<String, Problem> {
    let code = fast_qr::QRBuilder::new(address)
        .build()
        .map_err(|source| Problem::bug(&format!("QR code: {source:?}")))?;
    Ok(fast_qr::convert::svg::SvgBuilder::default().to_str(&code))
}

/// When the result is there, as it was first promised: the slip is not written anew.
fn due(desk: &Desk, dossier: &Dossier) -> (page::format::Day, u8, u8) {
    let Some(deadline) = dossier.deadline else { return moment(desk.now) };
    let ready = desk.site.register().ready();
    let hours = ready.hours(&desk.site.province().terms, &dossier.filing.limits.hours);
    match (deadline.original, hours) {
        (day @ Moment::Day(_), Some(hours)) => moment(day.instant(&hours)),
        (at, _) => moment(at.last()),
    }
}

fn fees(vi: Text, dossier: &Dossier, content: Option<&Description>) -> Vec<String> {
    let filing = &dossier.filing;
    let paid = |it: &&Settled| !it.voided && !it.duty;
    let receipt = dossier.payments.iter().find(paid).and_then(|it| it.payment.receipt.as_ref());
    let told = match receipt {
        Some(receipt) => vi.slip_fee_paid(receipt_number(receipt.number)),
        None => vi.slip_fee_open(),
    };
    let due = filing.fees.iter().filter(|line| line.due_vnd() > 0);
    due.map(|line| {
        let fee = content.and_then(|of| of.fees.iter().find(|fee| fee.id == line.id));
        let name = fee.map(|fee| words::said(vi, &fee.name)).unwrap_or_default();
        format!("{name}: {}, {told}", words::vnd(vi, line.due_vnd()))
    })
    .collect()
}

fn contact(at: Option<&domain::office::Description>) -> String {
    let Some(at) = at else { return String::new() };
    let parts = [Some(at.name.as_str()), at.address.as_deref(), at.phone.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    format!("{}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_written_at_the_place_that_its_committee_governs() {
        assert_eq!(locality("Ủy ban nhân dân phường Nghĩa Đức"), "Nghĩa Đức");
        assert_eq!(locality("UBND thị xã Gia Nghĩa"), "Gia Nghĩa");
        assert_eq!(locality("Trung tâm Phục vụ"), "Trung tâm Phục vụ");
    }
}
