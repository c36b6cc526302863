//! Who comes: made-up people of the province, with numbers of a prefix that no province has.

use domain::dossier::{Address, Applicant, ApplicantKind, Identity, IdentityKind, Submitter};
use jiff::ToSpan;
use jiff::civil::Date;

use super::diary::day_of;
use super::dice::{Dice, Use};
use super::lives::Life;
use super::town::Town;
use super::year::{Names, Parts};

/// The first digits of identity numbers: no province has them.
const PREFIX: &str = "099";
/// The first digits of identity cards of nine digits: none were given out.
const CARD_PREFIX: &str = "99";
/// The first digits of telephone numbers: none are given out.
const PHONE_PREFIX: &str = "+849000";
/// Weights of the check digit of a tax code.
const TAX_WEIGHTS: [u64; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// Who hands a dossier in.
pub(super) struct Somebody {
    pub(super) applicant: Applicant,
    pub(super) submitter: Option<Submitter>,
    pub(super) fingerprint: bool,
}

/// The people of a life.
pub(super) fn somebody(town: &Town, life: &Life) -> Somebody {
    let mut dice = Dice::new(town.seed, Use::Person, life.number);
    let entry = &town.procedures[life.procedure].entry;
    let address = address(town, &life.desk, &mut dice);
    if !life.own && dice.percent(entry.organisation) {
        let applicant = organisation(&town.names, life.number, address, &mut dice);
        let who = person(town, life, Address::default(), &mut dice);
        let relation = "đại diện theo pháp luật".to_owned();
        let submitter = Some(Submitter { who, relation, authorisation: None });
        return Somebody { applicant, submitter, fingerprint: false };
    }
    let who = person(town, life, address.clone(), &mut dice);
    if entry.child {
        let applicant = child(town, life, address, &mut dice);
        let relation = if dice.percent(62) { "mẹ" } else { "cha" }.to_owned();
        let submitter = Some(Submitter { who, relation, authorisation: None });
        return Somebody { applicant, submitter, fingerprint: dice.percent(2) };
    }
    let submitter = (!life.own && dice.percent(6)).then(|| {
        let mut other = person(town, life, Address::default(), &mut dice);
        other.identity = card(life.number, &mut dice);
        let day = day_of(life.arrives);
        let authorisation = format!("Giấy ủy quyền ngày {:02}/{:02}/2019", day.day(), day.month());
        let relation = "người được ủy quyền".to_owned();
        Submitter { who: other, relation, authorisation: Some(authorisation) }
    });
    Somebody { applicant: who, submitter, fingerprint: dice.percent(2) }
}

fn person(town: &Town, life: &Life, address: Address, dice: &mut Dice) -> Applicant {
    let arrives = day_of(life.arrives);
    somebody_named(&town.names, life.number, arrives, life.own, address, dice)
}

fn somebody_named(
    names: &Names,
    number: u64,
    today: Date,
    own: bool,
    address: Address,
    dice: &mut Dice,
) -> Applicant {
    let woman = dice.percent(52);
    let born = today.saturating_sub((365 * dice.between(18, 74)).days());
    let born = born.saturating_sub(dice.between(0, 364).days());
    let identity = match own || dice.percent(62) {
        true => citizen_id(number, born, woman),
        false => card(number, dice),
    };
    Applicant {
        kind: ApplicantKind::Person,
        name: name(names, woman, dice),
        birth_date: Some(born),
        identity,
        phone: dice.percent(81).then(|| phone(dice)),
        email: None,
        address,
    }
}

fn child(town: &Town, life: &Life, address: Address, dice: &mut Dice) -> Applicant {
    let days = if dice.percent(86) { dice.between(5, 58) } else { dice.between(61, 900) };
    Applicant {
        kind: ApplicantKind::Person,
        name: name(&town.names, dice.percent(48), dice),
        birth_date: Some(day_of(life.arrives).saturating_sub(days.days())),
        identity: Identity::default(),
        phone: None,
        email: None,
        address,
    }
}

fn organisation(names: &Names, number: u64, address: Address, dice: &mut Dice) -> Applicant {
    let names = &names.organisations;
    Applicant {
        kind: ApplicantKind::Organisation,
        name: format!("{} {}", dice.text(&names.kinds), dice.text(&names.names)),
        birth_date: None,
        identity: Identity { kind: IdentityKind::TaxCode, number: Some(tax_code(number)) },
        phone: Some(phone(dice)),
        email: Some(format!("tochuc{number}@example.vn")),
        address,
    }
}

/// A name as its people have it: one word is a name too.
pub(super) fn name(names: &Names, woman: bool, dice: &mut Dice) -> String {
    let peoples = &names.peoples;
    let people = dice.weighed(peoples.iter().map(|it| it.share));
    let Some(people) = peoples.get(people) else { return "Mẫu".to_owned() };
    let Parts { first, middle, last } = if woman { &people.women } else { &people.men };
    let mut name = String::new();
    for part in [dice.text(first), dice.text(middle), dice.text(last)] {
        // H'Bia and K'Brọ are written in one.
        if !name.is_empty() && !part.is_empty() && !name.ends_with('\'') {
            name.push(' ');
        }
        name.push_str(&part);
    }
    name
}

/// A personal number: the century and sex, the year, and six digits.
fn citizen_id(number: u64, born: Date, woman: bool) -> Identity {
    let century = if born.year() < 2000 { 0 } else { 2 };
    let sex = century + u8::from(woman);
    let year = born.year().rem_euclid(100);
    // Another number for each life: 7919 has no factor in common with a million.
    let rest = (number * 7919 + 100_003) % 1_000_000;
    let number = format!("{PREFIX}{sex}{year:02}{rest:06}");
    Identity { kind: IdentityKind::CitizenId, number: Some(number) }
}

fn card(number: u64, dice: &mut Dice) -> Identity {
    let rest = (number * 104_729 + dice.between(0, 9).unsigned_abs()) % 10_000_000;
    Identity { kind: IdentityKind::Cmnd, number: Some(format!("{CARD_PREFIX}{rest:07}")) }
}

fn phone(dice: &mut Dice) -> String {
    format!("{PHONE_PREFIX}{:05}", dice.between(0, 99_999))
}

/// A tax code whose check digit is right, of numbers that were not given out.
fn tax_code(number: u64) -> String {
    let mut serial = 99_990_000 + number * 7 % 10_000;
    loop {
        let first = format!("0{serial:08}");
        let digits = first.bytes().map(|byte| u64::from(byte - b'0'));
        let sum: u64 = digits.zip(TAX_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        match 10 - sum % 11 {
            10 => serial += 1,
            check => return format!("{first}{check}"),
        }
    }
}

/// Where somebody lives who comes to a desk: in its commune, or in one of its district.
fn address(town: &Town, desk: &str, dice: &mut Dice) -> Address {
    let offices = &town.offices;
    let path = offices.path(desk);
    let own = path.iter().find(|code| town.communes.contains(code)).cloned();
    let near = |code: &&String| offices.path(code).iter().any(|above| path.get(1) == Some(above));
    let commune = own.or_else(|| {
        let beside: Vec<&String> = town.communes.iter().filter(near).collect();
        let all: Vec<&String> = town.communes.iter().collect();
        let from = if beside.is_empty() { all } else { beside };
        from.get(dice.place(from.len())).map(|code| (*code).clone())
    });
    let Some(office) = commune.as_ref().and_then(|code| offices.get(code)) else {
        return Address { text: "Tỉnh Đắk Nông".to_owned(), unit_code: None };
    };
    let of = |name: &str| name.trim_start_matches("Ủy ban nhân dân ").to_owned();
    let commune = of(&office.name);
    let above = office.parent.as_ref().and_then(|code| offices.get(code));
    let district = above.map(|it| format!(", {}", of(&it.name))).unwrap_or_default();
    let part = if commune.starts_with("xã") { "Thôn" } else { "Tổ dân phố" };
    let text = format!("{part} {}, {commune}{district}", dice.between(1, 14));
    Address { text, unit_code: office.unit_code.clone() }
}

/// A person and an organisation of a number, for a test.
#[cfg(test)]
pub(super) fn samples(seed: u64, number: u64) -> [(Applicant, ApplicantKind); 2] {
    let names: Names = super::year::shipped("demo/names.toml").expect("the names read");
    let mut dice = Dice::new(seed, Use::Person, number);
    let today = jiff::civil::date(2019, 6, 3);
    let one = somebody_named(&names, number, today, false, Address::default(), &mut dice);
    let other = organisation(&names, number, Address::default(), &mut dice);
    [(one, ApplicantKind::Person), (other, ApplicantKind::Organisation)]
}
