//! A row as what it says of a dossier: every cell read, everything wrong told at its column.

use domain::LawTime;
use domain::calendar::Moment;
use domain::dossier::{
    Address, Applicant, ApplicantKind, Duty, DutyItem, Handed, Identity, IdentityKind, Paper,
    Personal, ReturnBy, Stands, Submitter, ToldDue,
};
use domain::procedure::description::Channel;
use jiff::civil::{Date, DateTime};

use super::Finding;
use super::columns::{COLUMNS, column};
use super::table::Row;

/// What a line says, in the words of the old system: offices and people are not looked up yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The line of the file.
    pub line: u64,
    /// The old system's name.
    pub system: String,
    /// The code there.
    pub code: String,
    /// The receiving office.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// The case.
    pub case: Option<String>,
    /// How it came.
    pub channel: Channel,
    /// When it was received.
    pub received: LawTime,
    /// When it is due.
    pub due: ToldDue,
    /// How it stands.
    pub stands: Stands,
    /// The office that has it.
    pub holder_office: Option<String>,
    /// The login of who works on it.
    pub holder: Option<String>,
    /// The step that it is at.
    pub step: Option<String>,
    /// How often a new date was promised.
    pub apologies: u8,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// Sets of papers.
    pub sets: Option<u16>,
    /// The papers.
    pub components: Vec<Handed>,
    /// What it costs, in đồng.
    pub fee_vnd: u64,
    /// What was paid, and the old receipt.
    pub paid: Option<(u64, String)>,
    /// What the applicant is to bring.
    pub lacks: String,
    /// Who and what.
    pub personal: Personal,
}

/// Reads the cells of a row one after another and gathers what is wrong.
struct Cells<'a> {
    row: &'a Row,
    findings: Vec<Finding>,
}

impl Cells<'_> {
    fn text(&self, name: &'static str) -> String {
        self.maybe(name).unwrap_or_default()
    }

    fn maybe(&self, name: &'static str) -> Option<String> {
        self.row.cells.get(name).cloned()
    }

    fn wrong(&mut self, name: &'static str, what: &str) {
        self.findings.push(Finding::at(self.row.line, name, what));
    }

    /// A cell read by a function; `None` where it is empty, or wrong and told.
    fn read<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.row.cells.get(name)?;
        let found = read(text);
        if found.is_none() {
            let what = format!("`{text}` cannot be read");
            self.wrong(name, &what);
        }
        found
    }

    fn number<T: std::str::FromStr + Default>(&mut self, name: &'static str) -> T {
        self.read(name, |text| text.parse().ok()).unwrap_or_default()
    }

    /// Columns that have a meaning beside another one only.
    fn only_with(&mut self, has: bool, names: &[&'static str], what: &str) {
        for name in names {
            if !has && self.row.cells.contains_key(name) {
                self.wrong(name, what);
            }
        }
    }
}

/// What a row says, or everything that cannot be read.
pub fn read(row: &Row) -> Result<Line, Vec<Finding>> {
    let mut cells = Cells { row, findings: Vec::new() };
    for column in COLUMNS.iter().filter(|it| it.needed) {
        if !row.cells.contains_key(column.name) {
            cells.wrong(column.name, "it is empty");
        }
    }
    let epoch = Moment::Day(LawTime(0).date());
    let received = cells.read("received_at", instant).unwrap_or(LawTime(0));
    let promised = cells.read("due", moment).unwrap_or(epoch);
    let legal = cells.read("due_legal", moment).unwrap_or(promised);
    let original = cells.read("due_original", moment).unwrap_or(promised);
    let stands = stands(&mut cells);
    let fee_vnd = cells.number("fee_vnd");
    let line = Line {
        line: row.line,
        system: cells.text("system"),
        code: cells.text("code"),
        office: cells.text("office"),
        procedure: cells.text("procedure"),
        case: cells.maybe("case"),
        channel: cells.read("channel", channel).unwrap_or(Channel::Counter),
        received,
        due: ToldDue { promised, legal, original },
        stands,
        holder_office: cells.maybe("holder_office"),
        holder: cells.maybe("holder"),
        step: cells.maybe("step"),
        apologies: cells.number("apologies"),
        return_by: cells.read("return_by", return_by).unwrap_or_default(),
        sets: cells.read("sets", |text| text.parse().ok()),
        components: cells.read("components", components).unwrap_or_default(),
        fee_vnd,
        paid: paid(&mut cells),
        lacks: cells.text("lacks"),
        personal: personal(&mut cells),
    };
    match cells.findings.is_empty() {
        true => Ok(line),
        false => Err(cells.findings),
    }
}

/// How it stands; columns that belong to another state are told, for one of both is wrong.
fn stands(cells: &mut Cells<'_>) -> Stands {
    let known = |text: &str| {
        let states = [
            ("received", "2"),
            ("working", "4"),
            ("supplementing", "5"),
            ("paying", "6"),
            ("excluded", ""),
        ];
        states.into_iter().find(|(name, status)| text == *name || text == *status).map(|it| it.0)
    };
    let state = cells.read("state", known);
    let since = cells.read("paused_since", instant);
    let until = cells.read("supplement_until", day);
    let pauses = matches!(state, Some("supplementing" | "paying" | "excluded"));
    if pauses && !cells.row.cells.contains_key("paused_since") {
        cells.wrong("paused_since", "it is empty");
    }
    if state.is_some() {
        let other = "it does not belong to this state";
        cells.only_with(pauses, &["paused_since"], other);
        cells.only_with(state == Some("supplementing"), &["supplement_until", "lacks"], other);
        cells.only_with(state == Some("excluded"), &["excluded_basis"], other);
        let duty = ["duty_payee", "duty_notice", "duty_for", "duty_vnd"];
        cells.only_with(state == Some("paying"), &duty, other);
    }
    let since = since.unwrap_or(LawTime(0));
    match state {
        Some("working") => Stands::Working,
        Some("supplementing") => Stands::Supplementing { since, until },
        Some("paying") => {
            let item =
                DutyItem { name: cells.text("duty_for"), amount_vnd: cells.number("duty_vnd") };
            let (payee, notice) = (cells.text("duty_payee"), cells.text("duty_notice"));
            Stands::Paying { since, duty: Duty { payee, notice, items: vec![item] } }
        }
        Some("excluded") => Stands::Excluded { since, basis: cells.text("excluded_basis") },
        Some(_) | None => Stands::Received,
    }
}

fn paid(cells: &mut Cells<'_>) -> Option<(u64, String)> {
    let amount = cells.read("paid_vnd", |text| text.parse::<u64>().ok());
    let has = cells.row.cells.contains_key("paid_vnd");
    cells.only_with(has, &["paid_evidence"], "it says nothing without paid_vnd");
    amount.map(|amount| (amount, cells.text("paid_evidence")))
}

fn personal(cells: &mut Cells<'_>) -> Personal {
    let number = cells.maybe("identity_number");
    let kind = cells.read("identity_type", identity_kind);
    if number.is_some() && !cells.row.cells.contains_key("identity_type") {
        cells.wrong("identity_type", "it is empty");
    }
    let applicant = Applicant {
        kind: cells.read("applicant_kind", applicant_kind).unwrap_or_default(),
        name: cells.text("applicant_name"),
        birth_date: cells.read("birth_date", day),
        identity: Identity { kind: kind.unwrap_or_default(), number },
        phone: cells.maybe("phone"),
        email: cells.maybe("email"),
        address: Address { text: cells.text("address"), unit_code: cells.maybe("address_unit") },
    };
    let has = cells.row.cells.contains_key("submitter_name");
    let of_submitter = [
        "submitter_relation",
        "submitter_authorisation",
        "submitter_identity_number",
        "submitter_phone",
    ];
    cells.only_with(has, &of_submitter, "it says nothing without submitter_name");
    let submitter = has.then(|| {
        let number = cells.maybe("submitter_identity_number");
        let kind = number.as_ref().map_or(IdentityKind::None, |_| IdentityKind::CitizenId);
        Submitter {
            who: Applicant {
                name: cells.text("submitter_name"),
                identity: Identity { kind, number },
                phone: cells.maybe("submitter_phone"),
                ..Applicant::default()
            },
            relation: cells.text("submitter_relation"),
            authorisation: cells.maybe("submitter_authorisation"),
        }
    });
    Personal { applicant, submitter, note: cells.text("note"), ..Personal::default() }
}

/// `2019-12-31`, or as people here write it: `31/12/2019`.
fn day(text: &str) -> Option<Date> {
    let iso = || text.parse::<Date>().ok().filter(|_| text.len() == "2019-12-31".len());
    iso().or_else(|| Date::strptime("%d/%m/%Y", text).ok())
}

/// `2019-12-02T09:10`, `2019-12-02 09:10:30`, `02/12/2019 09:10`, or with an offset; a day alone is
/// its beginning.
fn instant(text: &str) -> Option<LawTime> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(LawTime(at.as_microsecond()));
    }
    let local = || text.parse::<DateTime>().ok().filter(|_| text.contains(':'));
    let written = || DateTime::strptime("%d/%m/%Y %H:%M", text).ok();
    let begins = || day(text).map(|day| day.to_datetime(jiff::civil::Time::midnight()));
    local().or_else(written).or_else(begins).map(LawTime::of)
}

/// A day, or an instant where the slip says an hour.
fn moment(text: &str) -> Option<Moment> {
    day(text).map(Moment::Day).or_else(|| instant(text).map(Moment::Instant))
}

fn channel(text: &str) -> Option<Channel> {
    [Channel::Counter, Channel::Online, Channel::Post].into_iter().find(|it| it.id() == text)
}

fn return_by(text: &str) -> Option<ReturnBy> {
    ReturnBy::ALL.into_iter().find(|it| it.id() == text)
}

fn applicant_kind(text: &str) -> Option<ApplicantKind> {
    match text {
        "person" => Some(ApplicantKind::Person),
        "organisation" => Some(ApplicantKind::Organisation),
        _ => None,
    }
}

fn identity_kind(text: &str) -> Option<IdentityKind> {
    let all = [
        IdentityKind::CitizenId,
        IdentityKind::Cmnd,
        IdentityKind::Passport,
        IdentityKind::TaxCode,
        IdentityKind::None,
    ];
    all.into_iter().find(|it| it.id() == text)
}

fn components(text: &str) -> Option<Vec<Handed>> {
    let one = |part: &str| {
        let mut parts = part.trim().split(':');
        let (id, form, quantity) = (parts.next()?, parts.next()?, parts.next()?);
        let form = Paper::ALL.into_iter().find(|it| it.id() == form)?;
        let quantity =
            quantity.parse().ok().filter(|_| parts.next().is_none() && !id.is_empty())?;
        let id = id.to_owned();
        Some(Handed { id, form, quantity, presented: false, attachment: None, file: None })
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(one).collect()
}

/// The column that a place of the rules stands in.
pub fn column_of(place: &str) -> &'static str {
    let name = match place {
        "foreign" => "code",
        "applicant.name" => "applicant_name",
        "applicant.birth_date" => "birth_date",
        "applicant.identity" => "identity_number",
        "applicant.phone" => "phone",
        "applicant.email" => "email",
        "applicant.address" => "address",
        "submitter.name" => "submitter_name",
        "submitter.relation" => "submitter_relation",
        "submitter.authorisation" => "submitter_authorisation",
        "submitter.identity" => "submitter_identity_number",
        "submitter.phone" => "submitter_phone",
        other if other.starts_with("components") => "components",
        other => other,
    };
    column(name).map_or("", |column| column.name)
}
