//! What handlers share, and what a request asks for beside its path.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use domain::LawTime;
use domain::account::Kind;
use domain::province::{Province, Purpose};
use ledger::note::VerifierKey;
use page::format::Day;
use page::{Language, Layout, LedgerStatus, Room, Text, Visitor};

use super::caller::Caller;
use super::limit::Limit;
use super::metrics::Metrics;
use crate::account::porter::Porter;
use crate::attachment::Cabinet;
use crate::commit::Door;
use crate::commit::Error;
use crate::dossier::paper::Press;
use crate::dossier::register::Register;
use crate::house::House;
use crate::log::sign::Head;
use crate::measure::facts::Shelf as Facts;
use crate::outbox::Outbox;
use crate::procedure::catalogue::{Catalogue, Shelf};

/// Requests that one address may send in a minute before it is asked to wait.
const REQUESTS_A_MINUTE_MAX: u32 = 1200;

/// The cookie that keeps the language.
pub(super) const LANGUAGE_COOKIE: &str = "lang";

/// What handlers share.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

struct Inner {
    house: House,
    door: Door,
    province: Province,
    witnesses: Vec<VerifierKey>,
    base: String,
    log: Mutex<LogState>,
    shelf: Arc<Shelf>,
    limit: Limit,
    metrics: Metrics,
    requests: AtomicU64,
    porter: Porter,
    register: Register,
    cabinet: Cabinet,
    outbox: Outbox,
    press: Press,
    facts: Facts,
}

/// The head as the signer saw it last, and the witnesses' ages.
#[derive(Clone, Debug, Default)]
struct LogState {
    head: Option<Head>,
    cosigned_seconds: Option<i64>,
}

impl Site {
    /// The site of a house whose door is open. `base` is the address that people use, without a
    /// slash at its end.
    pub fn new(
        house: House,
        door: Door,
        province: Province,
        witnesses: Vec<VerifierKey>,
        base: String,
    ) -> Site {
        let cabinet = Cabinet::new(house.vault());
        let most = match province.purpose {
            Purpose::Production | Purpose::Demo => REQUESTS_A_MINUTE_MAX,
            // A bench asks as fast as it is answered.
            Purpose::Bench => u32::MAX,
        };
        let limit = Limit::new(most);
        let shelf = Arc::new(Shelf::new(province.terms.clone()));
        let inner = Inner {
            house,
            door,
            province,
            witnesses,
            base,
            log: Mutex::default(),
            shelf,
            limit,
            metrics: Metrics::default(),
            requests: AtomicU64::new(0),
            porter: Porter::default(),
            register: Register::default(),
            cabinet,
            outbox: Outbox::default(),
            press: Press::default(),
            facts: Facts::default(),
        };
        Site { inner: Arc::new(inner) }
    }

    /// The house.
    pub fn house(&self) -> &House {
        &self.inner.house
    }

    /// The door.
    pub fn door(&self) -> &Door {
        &self.inner.door
    }

    /// The province.
    pub fn province(&self) -> &Province {
        &self.inner.province
    }

    /// Keys of the witnesses that are asked.
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.inner.witnesses
    }

    /// What sign-in shares over all requests.
    pub fn porter(&self) -> &Porter {
        &self.inner.porter
    }

    /// What taking dossiers in relies on.
    pub fn register(&self) -> &Register {
        &self.inner.register
    }

    /// Files that people sent.
    pub fn cabinet(&self) -> &Cabinet {
        &self.inner.cabinet
    }

    /// The carriers of messages to people.
    pub fn outbox(&self) -> &Outbox {
        &self.inner.outbox
    }

    /// The press of official papers.
    pub fn press(&self) -> &Press {
        &self.inner.press
    }

    /// What figures know of procedures.
    pub fn facts(&self) -> &Facts {
        &self.inner.facts
    }

    /// An address of the site as it can be printed or sent.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.inner.base)
    }

    pub(super) fn limit(&self) -> &Limit {
        &self.inner.limit
    }

    /// The counters.
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Law time now, as pages show it.
    pub fn law_now(&self) -> LawTime {
        self.inner.house.source.law()
    }

    /// The catalogue of today, as it stands in the database now.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        self.inner.shelf.catalogue(&self.inner.house.db, self.law_now().date()).await
    }

    /// Notes what the signer saw.
    pub fn note_head(&self, head: Head) {
        self.inner.log.lock().unwrap_or_else(PoisonError::into_inner).head = Some(head);
    }

    /// Notes when a witness cosigned, in seconds of machine time.
    pub fn note_cosigned(&self, seconds: i64) {
        let mut log = self.inner.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.cosigned_seconds = log.cosigned_seconds.max(Some(seconds));
    }

    /// The ledger's state for the footer.
    pub fn ledger_status(&self) -> LedgerStatus {
        let log = self.inner.log.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let now = self.inner.house.source.machine().0 / 1_000_000;
        let age = |at: i64| u64::try_from(now - at).unwrap_or(0);
        let signed = log.head.as_ref().filter(|head| !head.checkpoint.is_empty());
        LedgerStatus {
            size: log.head.as_ref().map_or(0, |head| head.signed_size),
            signed_age_seconds: signed.map(|head| age(head.signed_at.0 / 1_000_000)),
            cosigned_age_seconds: log.cosigned_seconds.map(age),
        }
    }

    /// What stands around a page.
    pub fn layout(&self, asked: &Asked) -> Layout {
        let now = self.law_now().in_vietnam();
        let day = Day {
            year: now.year(),
            month: now.month().unsigned_abs(),
            day: now.day().unsigned_abs(),
        };
        let terms = &self.inner.province.terms;
        Layout {
            language: asked.language,
            path: asked.path.clone(),
            province: match asked.language {
                Language::Vietnamese => terms.name.clone(),
                Language::English => terms.name_en.clone(),
            },
            demo: self.inner.province.purpose == Purpose::Demo,
            data_time: (day, now.hour().unsigned_abs(), now.minute().unsigned_abs()),
            ledger: self.ledger_status(),
            version: env!("CARGO_PKG_VERSION"),
            visitor: self.visitor(asked),
            key: asked.caller.account().map_or_else(String::new, |_| self.form_key()),
        }
    }

    /// A key for the forms of one page.
    fn form_key(&self) -> String {
        let chance: [u8; 16] = self.inner.house.source.chance();
        chance.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn visitor(&self, asked: &Asked) -> Option<Visitor> {
        let caller = &asked.caller;
        let session = caller.session()?;
        let text = Text::new(asked.language);
        let seat = caller.who().seats.first();
        let is_staff = caller.kind() == Some(Kind::Staff);
        Some(Visitor {
            name: caller.name().to_owned(),
            post: seat.map(|seat| seat.position.clone()).unwrap_or_default(),
            room: if is_staff { Room::Staff } else { Room::Citizen },
            doors: if is_staff {
                super::doors::of(text, caller.who(), caller.notices())
            } else {
                Vec::new()
            },
            csrf: session.csrf.clone(),
        })
    }

    /// A number for each request, to find it in the log.
    pub fn next_request(&self) -> u64 {
        self.inner.requests.fetch_add(1, Ordering::Relaxed)
    }
}

/// What a request asks for beside its path: the language, and where it stands.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The language: chosen in the address, else kept in the cookie, else asked by the browser.
    pub language: Language,
    /// Whether the address chose it, so that the cookie follows.
    pub chosen: bool,
    /// Path and query.
    pub path: String,
    /// Whoever asks.
    pub caller: Caller,
}

impl Asked {
    pub(super) fn of(path: &str, headers: &HeaderMap) -> Asked {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let named = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let chosen = named.and_then(Language::parse);
        let language = chosen.or_else(|| kept(headers)).or_else(|| preferred(headers));
        Asked {
            language: language.unwrap_or_default(),
            chosen: chosen.is_some(),
            path: path.to_owned(),
            caller: Caller::default(),
        }
    }
}

fn kept(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == LANGUAGE_COOKIE).and_then(|(_, code)| Language::parse(code))
}

/// The first of the browser's languages that we have.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let wanted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    wanted.split(',').find_map(|language| Language::parse(language.trim().get(..2)?))
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Asked, std::convert::Infallible> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
        Ok(Asked { caller, ..Asked::of(path, &parts.headers) })
    }
}
