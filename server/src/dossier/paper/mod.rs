//! Official papers of a dossier, made from what its ledger knows and nothing else.
//!
//! Each paper is a [`Form`] of plain values: the dossier's own set of rules gives number and title,
//! its revision the names of papers and fees, its events what happened, its personal part who is
//! behind it. Where the ledger knows nothing the form leaves dots to write on.

mod notice;
mod press;
pub mod register;
pub mod serve;
mod sheet;
mod slip;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::access::Fields;
use domain::account::{Post, Standing};
use domain::calendar::{Hours, Moment, OfficialForm, RuleSet};
use domain::dossier::{Applicant, Dossier, Event, What};
use domain::event::Header;
use domain::{LawTime, State, StreamId};
use jiff::civil::Date;
use page::{Language, Text};
use pdf::{Contact, Form, Letterhead, Signed, Signer, Subject, Title};
use serde::Deserialize;

use super::pages::scene::Scene;
use super::read::Known;
use super::store;
use crate::commit::Error;
use crate::procedure::view::said;
use crate::web::{Problem, Site};

pub use press::Press;

/// A paper of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Slip,
    /// Phiếu yêu cầu bổ sung.
    Supplement,
    /// Phiếu từ chối.
    Refusal,
    /// Phiếu xin lỗi.
    Apology,
    /// Thông báo dừng giải quyết.
    Stop,
    /// Phiếu kiểm soát: it travels between offices and is not for the applicant.
    ControlSlip,
    /// Biên lai.
    Receipt,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 7] = [
        Paper::Slip,
        Paper::Supplement,
        Paper::Refusal,
        Paper::Apology,
        Paper::Stop,
        Paper::ControlSlip,
        Paper::Receipt,
    ];

    /// The name in addresses and of files.
    pub fn id(self) -> &'static str {
        match self {
            Paper::Slip => "slip",
            Paper::Supplement => "supplement",
            Paper::Refusal => "refusal",
            Paper::Apology => "apology",
            Paper::Stop => "stop",
            Paper::ControlSlip => "control-slip",
            Paper::Receipt => "receipt",
        }
    }

    /// Number and title of a form by the set of rules of a dossier; `None` where it has none.
    pub fn title(site: &Site, dossier: &Dossier, form: OfficialForm) -> Option<Title> {
        let rules = &site.province().terms.rules;
        let set = rules.iter().find(|set| set.id == dossier.filing.rules)?;
        Title::of(set, form)
    }

    /// The paper of that name.
    pub fn parse(id: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.id() == id)
    }
}

/// Which of several papers of one kind; the latest where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Which {
    /// The round of supplements or apologies, from 1.
    pub round: Option<usize>,
    /// The number of a receipt.
    pub number: Option<i64>,
    /// The series of a receipt; a dossier may have receipts of several books.
    pub series: Option<String>,
}

/// Posts of those who sign, by their accounts.
type Posts = HashMap<StreamId, Vec<Post>>;

/// What papers of a dossier are made of.
pub(super) struct Facts<'a> {
    site: &'a Site,
    dossier: &'a Dossier,
    known: &'a Known,
    events: &'a [(Header, Event)],
    sees: &'a BTreeSet<Fields>,
    scene: Scene,
    rules: &'a RuleSet,
    hours: Option<Arc<Hours>>,
    posts: Posts,
}

/// A paper of a dossier, as far as a reader may see what stands on it; `None` where it does not
/// apply: its event did not happen, or the set of rules of the dossier has no such form.
pub async fn form(
    site: &Site,
    known: &Known,
    events: &[(Header, Event)],
    sees: &BTreeSet<Fields>,
    paper: Paper,
    which: &Which,
) -> Result<Option<Form>, Problem> {
    let terms = &site.province().terms;
    let dossier = &*known.dossier;
    let set = terms.rules.iter().find(|set| set.id == dossier.filing.rules);
    let Some(rules) = set else { return Ok(None) };
    let accounts = signers(dossier, events);
    let revision = (dossier.filing.procedure.clone(), dossier.filing.revision);
    let scene = Scene::spoken(site, Language::Vietnamese, accounts.clone(), vec![revision]).await?;
    let facts = Facts {
        site,
        dossier,
        known,
        events,
        sees,
        scene,
        rules,
        hours: site.register().ready().hours(terms, &dossier.filing.limits.hours),
        posts: posts(site, accounts).await?,
    };
    Ok(match paper {
        Paper::Slip => facts.slip().map(Form::Slip),
        Paper::Supplement => facts.supplement(which.round).map(Form::SupplementRequest),
        Paper::Refusal => facts.refusal().map(Form::Refusal),
        Paper::Apology => facts.apology(which.round).map(Form::Apology),
        Paper::Stop => facts.stop().map(Form::Stop),
        Paper::ControlSlip => facts.control_sheet().map(Form::ControlSheet),
        Paper::Receipt => facts.receipt(which).map(Form::FeeReceipt),
    })
}

/// Everybody who did something with a dossier.
fn signers(dossier: &Dossier, events: &[(Header, Event)]) -> Vec<StreamId> {
    let mut accounts: BTreeSet<StreamId> = dossier.assignee().cloned().into_iter().collect();
    for (_, event) in events {
        if domain::account::is_account(&event.by) {
            accounts.insert(StreamId::stored(&event.by));
        }
        if let What::Acknowledged { account: Some(account), .. } = &event.what {
            accounts.insert(account.clone());
        }
    }
    accounts.into_iter().collect()
}

/// The posts of accounts, those that ended too: a paper of last year bears last year's post.
async fn posts(site: &Site, accounts: Vec<StreamId>) -> Result<Posts, Problem> {
    let read = site.house().db.read(move |tx| {
        let mut rows = db::Rows::default();
        for account in &accounts {
            rows.push(vec![account.as_str().into()]);
        }
        let mut posts = Posts::new();
        if rows.is_empty() {
            return Ok(posts);
        }
        for row in tx.each(&store::STATES_OF, &rows)? {
            let state: State = serde_json::from_str(row.text(1)?)
                .map_err(|source| Error::Damaged(format!("an account: {source}")))?;
            let State::Account(account) = state.open() else { continue };
            let held = account.posts.iter().filter(|it| it.standing == Standing::Held);
            let all = held.map(|it| it.post.clone()).collect();
            posts.insert(StreamId::stored(row.text(0)?), all);
        }
        Ok::<_, Error>(posts)
    });
    Ok(read.await?)
}

/// Units of government as names of offices and places begin with them, the longer ones first.
const UNITS: [&str; 10] = [
    "thành phố ",
    "thị trấn ",
    "đặc khu ",
    "thị xã ",
    "phường ",
    "huyện ",
    "quận ",
    "tỉnh ",
    "xã ",
    "TP. ",
];

/// The place that stands before the date (NĐ 30/2020/NĐ-CP, Phụ lục I): the name of the unit that
/// an office governs. A unit with a number for a name keeps what it is: `Phường 1`.
pub(crate) fn place_of(office: &str) -> Option<String> {
    let unit = office.strip_prefix("Ủy ban nhân dân ")?;
    let name = UNITS.iter().find_map(|kind| unit.strip_prefix(kind)).unwrap_or(unit);
    match name.starts_with(|first: char| first.is_ascii_digit()) {
        true => {
            let mut letters = unit.chars();
            let first = letters.next()?;
            Some(first.to_uppercase().chain(letters).collect())
        }
        false => Some(name.to_owned()),
    }
}

/// The head of a paper of an office on a day.
fn letterhead(scene: &Scene, office: &str, date: Date) -> Letterhead {
    let path = scene.offices.path(office);
    let superior = path.get(1).map(|above| scene.office(above)).unwrap_or_default();
    let place = path.iter().find_map(|code| place_of(&scene.office(code)));
    Letterhead {
        superior,
        office: scene.office(office),
        number: String::new(),
        place: place.unwrap_or_else(|| "………".to_owned()),
        date,
    }
}

impl Facts<'_> {
    fn text(&self) -> Text {
        self.scene.text
    }

    fn title(&self, form: OfficialForm) -> Option<Title> {
        Title::of(self.rules, form)
    }

    fn letterhead(&self, office: &str, date: Date) -> Letterhead {
        letterhead(&self.scene, office, date)
    }

    fn sees(&self, fields: Fields) -> bool {
        self.sees.contains(&fields)
    }

    fn contact(&self, who: &Applicant) -> Contact {
        let reach = self.sees(Fields::Contact);
        let shown = |text: &Option<String>| text.clone().filter(|_| reach).unwrap_or_default();
        Contact {
            name: who.name.clone(),
            address: if reach { who.address.text.clone() } else { String::new() },
            phone: shown(&who.phone),
            email: shown(&who.email),
        }
    }

    /// The applicant; once erased, a paper says so in the place of the name.
    fn applicant(&self) -> Contact {
        match &self.known.personal {
            Some(personal) => self.contact(&personal.applicant),
            None => Contact { name: self.text().paper_erased(), ..Contact::default() },
        }
    }

    fn subject(&self) -> Subject {
        let filing = &self.dossier.filing;
        Subject {
            code: filing.code.clone(),
            applicant: self.applicant(),
            procedure: self.scene.procedure(&filing.procedure, filing.revision).text,
        }
    }

    /// Who hands in: whoever brought it, else the applicant.
    fn giver(&self) -> Signer {
        let Some(personal) = &self.known.personal else { return Signer::default() };
        let who = personal.submitter.as_ref().map_or(&personal.applicant, |it| &it.who);
        let by = if personal.fingerprint { Signed::Fingerprint } else { Signed::Hand };
        Signer { name: who.name.clone(), by, ..Signer::default() }
    }

    /// An officer, with the post held in the office on that day.
    fn officer(&self, by: &str, office: &str, day: Date) -> Signer {
        let posts = self.posts.get(&StreamId::stored(by));
        let post =
            posts.and_then(|all| all.iter().find(|post| post.office == office && post.is_on(day)));
        Signer {
            post: post.map(|post| post.position.clone()).unwrap_or_default(),
            name: self.scene.person(by),
            ..Signer::default()
        }
    }

    /// Whoever signs for the agency with the seal: a hand and not the ledger says who that is.
    fn head_of_agency(&self) -> Signer {
        Signer { post: self.text().paper_head(), ..Signer::default() }
    }

    /// An instant of a due moment: of a day, the close of business there.
    fn due(&self, moment: Moment) -> LawTime {
        match &self.hours {
            Some(hours) => moment.instant(hours),
            None => moment.last(),
        }
    }

    /// The dossier as it stood before its event at a place.
    fn before(&self, at: usize) -> Option<Dossier> {
        let mut told = self.events.iter().take(at).map(|(_, event)| event);
        let first = Dossier::open(told.next()?)?;
        Some(told.fold(first, Dossier::apply))
    }

    /// The place of one of the events of a kind: of a round from 1, else the last one.
    fn told(&self, round: Option<usize>, wanted: fn(&What) -> bool) -> Option<usize> {
        let all = self.events.iter().enumerate();
        let mut fits = all.filter(|(_, (_, event))| wanted(&event.what)).map(|(at, _)| at);
        match round {
            Some(round) => fits.nth(round.checked_sub(1)?),
            None => fits.next_back(),
        }
    }

    /// What was written beside an event, where the reader may see it.
    fn words(&self, event: &Event) -> domain::dossier::Words {
        let shown = event.words.clone().filter(|_| self.sees(Fields::Answers));
        shown.unwrap_or_default()
    }

    /// The time that the law gives, and what is promised where that is less.
    fn limit(&self) -> String {
        let limits = &self.dossier.filing.limits;
        let span = |it| crate::procedure::words::span(self.text(), it);
        match (limits.agreed, limits.legal, limits.committed) {
            (Some(_), _, _) | (None, None, None) => self.text().paper_limit_agreed(),
            (None, Some(legal), Some(committed)) if legal != committed => {
                self.text().paper_limit_committed(span(legal), span(committed))
            }
            (None, Some(it), _) | (None, None, Some(it)) => span(it),
        }
    }

    fn fee_name(&self, id: &str) -> String {
        let filing = &self.dossier.filing;
        let content = self.scene.content(&filing.procedure, filing.revision);
        let fee = content.and_then(|it| it.fees.iter().find(|fee| fee.id == id));
        match fee {
            Some(fee) => said(self.text(), &fee.name).text,
            None if id == domain::dossier::IMPORTED_FEE => self.text().dossier_fee_imported(),
            None => id.to_owned(),
        }
    }
}

/// Texts that a line joins: those that say something.
fn joined(parts: impl IntoIterator<Item = String>, between: &str) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_before_the_date_is_the_name_of_the_unit() {
        for (office, place) in [
            ("Ủy ban nhân dân phường Nghĩa Đức", Some("Nghĩa Đức")),
            ("Ủy ban nhân dân thị xã Gia Nghĩa", Some("Gia Nghĩa")),
            ("Ủy ban nhân dân tỉnh Đắk Nông", Some("Đắk Nông")),
            ("Ủy ban nhân dân phường 1", Some("Phường 1")),
            ("Sở Nội vụ", None),
        ] {
            assert_eq!(place_of(office).as_deref(), place, "{office}");
        }
    }

    #[test]
    fn papers_are_found_by_their_names() {
        for paper in Paper::ALL {
            assert_eq!(Paper::parse(paper.id()), Some(paper));
        }
        assert_eq!(Paper::parse("draft"), None);
    }
}
