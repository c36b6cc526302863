//! Files of an old system are read as they were written, in both formats, and what is wrong in them
//! is told at its place.

use std::collections::BTreeMap;

use domain::LawTime;
use domain::calendar::Moment;
use domain::dossier::{
    Address, Applicant, ApplicantKind, Duty, DutyItem, Handed, Identity, IdentityKind, Paper,
    Personal, ReturnBy, Stands, Submitter, ToldDue,
};
use domain::procedure::description::Channel;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::columns::COLUMNS;
use super::line::{self, Line};
use super::table::{self, Row};

/// The page that documents the columns, with the examples that it shows.
const PAGE: &str = include_str!("../../../../docs/import.md");
const CSV: &str = include_str!("../../../../docs/import/dossiers.csv");
const JSON: &str = include_str!("../../../../docs/import/dossiers.jsonl");

/// The cells that say a line: the other way of [`line::read`].
fn cells(line: &Line) -> BTreeMap<&'static str, String> {
    let mut cells = BTreeMap::new();
    let mut say = |name: &'static str, text: String| {
        if !text.is_empty() {
            cells.insert(name, text);
        }
    };
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |n: u64| if n == 0 { String::new() } else { n.to_string() };
    say("system", line.system.clone());
    say("code", line.code.clone());
    say("office", line.office.clone());
    say("procedure", line.procedure.clone());
    say("case", maybe(&line.case));
    say("channel", line.channel.id().to_owned());
    say("received_at", line.received.rfc3339());
    say("due", moment(line.due.promised));
    say("due_legal", moment(line.due.legal));
    say("due_original", moment(line.due.original));
    say("holder_office", maybe(&line.holder_office));
    say("holder", maybe(&line.holder));
    say("step", maybe(&line.step));
    say("apologies", number(line.apologies.into()));
    say("return_by", line.return_by.id().to_owned());
    say("sets", line.sets.map(|sets| sets.to_string()).unwrap_or_default());
    let paper = |it: &Handed| format!("{}:{}:{}", it.id, it.form.id(), it.quantity);
    say("components", line.components.iter().map(paper).collect::<Vec<_>>().join(";"));
    say("fee_vnd", number(line.fee_vnd));
    if let Some((paid, evidence)) = &line.paid {
        say("paid_vnd", paid.to_string());
        say("paid_evidence", evidence.clone());
    }
    say("lacks", line.lacks.clone());
    stands(&line.stands, &mut say);
    personal(&line.personal, &mut say);
    cells
}

fn moment(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(at) => at.rfc3339(),
    }
}

fn stands(stands: &Stands, say: &mut impl FnMut(&'static str, String)) {
    let state = match stands {
        Stands::Received => "received",
        Stands::Working => "working",
        Stands::Supplementing { until, .. } => {
            say("supplement_until", until.map(|day| day.to_string()).unwrap_or_default());
            "supplementing"
        }
        Stands::Paying { duty, .. } => {
            say("duty_payee", duty.payee.clone());
            say("duty_notice", duty.notice.clone());
            say("duty_for", duty.items[0].name.clone());
            say("duty_vnd", duty.items[0].amount_vnd.to_string());
            "paying"
        }
        Stands::Excluded { basis, .. } => {
            say("excluded_basis", basis.clone());
            "excluded"
        }
    };
    say("state", state.to_owned());
    say("paused_since", stands.since().map(LawTime::rfc3339).unwrap_or_default());
}

fn personal(personal: &Personal, say: &mut impl FnMut(&'static str, String)) {
    let who = &personal.applicant;
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = match who.kind {
        ApplicantKind::Person => "person",
        ApplicantKind::Organisation => "organisation",
    };
    say("applicant_kind", kind.to_owned());
    say("applicant_name", who.name.clone());
    say("birth_date", who.birth_date.map(|day| day.to_string()).unwrap_or_default());
    say("identity_type", who.identity.kind.id().to_owned());
    say("identity_number", maybe(&who.identity.number));
    say("phone", maybe(&who.phone));
    say("email", maybe(&who.email));
    say("address", who.address.text.clone());
    say("address_unit", maybe(&who.address.unit_code));
    if let Some(it) = &personal.submitter {
        say("submitter_name", it.who.name.clone());
        say("submitter_relation", it.relation.clone());
        say("submitter_authorisation", maybe(&it.authorisation));
        say("submitter_identity_number", maybe(&it.who.identity.number));
        say("submitter_phone", maybe(&it.who.phone));
    }
    say("note", personal.note.clone());
}

fn written_csv(rows: &[BTreeMap<&'static str, String>], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().map(|it| it.name)).expect("a head");
    for row in rows {
        let record = COLUMNS.iter().map(|it| row.get(it.name).cloned().unwrap_or_default());
        writer.write_record(record).expect("a record");
    }
    String::from_utf8(writer.into_inner().expect("it is written")).expect("a text")
}

fn written_json(rows: &[BTreeMap<&'static str, String>]) -> String {
    let each = rows.iter().map(|row| serde_json::to_string(row).expect("an object"));
    each.collect::<Vec<_>>().join("\n")
}

fn read(text: &str) -> Vec<Line> {
    let (rows, findings) = table::read(text).expect("the file is whole");
    assert_eq!(findings, Vec::new());
    rows.iter().map(|row| line::read(row).expect("the line is right")).collect()
}

/// Texts as people write them, with everything that a format must quote.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-ZăâđêôơưĂÂĐÊÔƠƯ0-9][a-zàáảãạ ,;\"'\\\\/:\n.-]{0,20}[a-z0-9]".prop_map(|it| it)
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn day() -> impl Strategy<Value = Date> {
    (0i64..900).prop_map(|days| date(2018, 1, 1).saturating_add(jiff::ToSpan::days(days)))
}

fn instant() -> impl Strategy<Value = LawTime> {
    (day(), 0i64..86_400).prop_map(|(day, s)| LawTime(LawTime::start_of(day).0 + s * 1_000_000))
}

fn due() -> impl Strategy<Value = Moment> {
    prop_oneof![day().prop_map(Moment::Day), instant().prop_map(Moment::Instant)]
}

fn any_stands() -> impl Strategy<Value = (Stands, String)> {
    let duty = (text(), text(), text(), 1u64..1_000_000_000);
    prop_oneof![
        Just((Stands::Received, String::new())),
        Just((Stands::Working, String::new())),
        (instant(), proptest::option::of(day()), text())
            .prop_map(|(since, until, lacks)| (Stands::Supplementing { since, until }, lacks)),
        (instant(), duty).prop_map(|(since, (payee, notice, name, amount_vnd))| {
            let duty = Duty { payee, notice, items: vec![DutyItem { name, amount_vnd }] };
            (Stands::Paying { since, duty }, String::new())
        }),
        (instant(), text())
            .prop_map(|(since, basis)| (Stands::Excluded { since, basis }, String::new())),
    ]
}

fn papers() -> impl Strategy<Value = Vec<Handed>> {
    let one = ("[a-z]{1,8}", proptest::sample::select(Paper::ALL.to_vec()), 1u16..100).prop_map(
        |(id, form, quantity)| Handed {
            id,
            form,
            quantity,
            presented: false,
            attachment: None,
            file: None,
        },
    );
    proptest::collection::vec(one, 0..4)
}

fn people() -> impl Strategy<Value = Personal> {
    let submitter = (text(), text(), maybe(), proptest::option::of("[0-9]{12}"), maybe()).prop_map(
        |(name, relation, authorisation, number, phone)| Submitter {
            who: Applicant {
                name,
                identity: Identity {
                    kind: number.as_ref().map_or(IdentityKind::None, |_| IdentityKind::CitizenId),
                    number,
                },
                phone,
                ..Applicant::default()
            },
            relation,
            authorisation,
        },
    );
    let applicant = (text(), proptest::option::of(day()), maybe(), maybe(), text(), maybe());
    (applicant, proptest::option::of(submitter), any::<bool>(), maybe()).prop_map(
        |((name, birth_date, phone, email, text, unit_code), submitter, is_person, note)| {
            Personal {
                applicant: Applicant {
                    kind: match is_person {
                        true => ApplicantKind::Person,
                        false => ApplicantKind::Organisation,
                    },
                    name,
                    birth_date,
                    identity: Identity {
                        kind: IdentityKind::Cmnd,
                        number: Some("123456789".into()),
                    },
                    phone,
                    email,
                    address: Address { text, unit_code },
                },
                submitter,
                note: note.unwrap_or_default(),
                ..Personal::default()
            }
        },
    )
}

fn any_line() -> impl Strategy<Value = Line> {
    let head = (text(), text(), text(), text(), maybe());
    let how = (
        proptest::sample::select(vec![Channel::Counter, Channel::Online, Channel::Post]),
        proptest::sample::select(ReturnBy::ALL.to_vec()),
        proptest::option::of(1u16..50),
        papers(),
        0u8..5,
    );
    let dates = (instant(), due(), due(), due());
    let who = (maybe(), maybe(), maybe());
    let money = (0u64..1_000_000, proptest::option::of((1u64..1000, text())));
    (head, how, dates, who, money, any_stands(), people()).prop_map(
        |(head, how, (received, promised, legal, original), who, money, stands, personal)| {
            let ((system, code, office, procedure, case), (stands, lacks)) = (head, stands);
            let (channel, return_by, sets, components, apologies) = how;
            let ((holder_office, holder, step), (fee_vnd, paid)) = (who, money);
            let due = ToldDue { promised, legal, original };
            Line {
                line: 0,
                system,
                code,
                office,
                procedure,
                case,
                channel,
                received,
                due,
                stands,
                holder_office,
                holder,
                step,
                apologies,
                return_by,
                sets,
                components,
                fee_vnd,
                paid,
                lacks,
                personal,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_written_in_either_format_is_read_as_it_was_written(
        lines in proptest::collection::vec(any_line(), 1..4)
    ) {
        let rows: Vec<_> = lines.iter().map(cells).collect();
        for text in [written_csv(&rows, b','), written_json(&rows)] {
            let read: Vec<Line> =
                read(&text).into_iter().map(|line| Line { line: 0, ..line }).collect();
            prop_assert_eq!(&read, &lines);
        }
    }
}

fn wrong(csv: &str) -> Vec<(u64, String)> {
    let (rows, findings) = table::read(csv).expect("the file is whole");
    let of_rows = rows.iter().filter_map(|row| line::read(row).err()).flatten();
    findings.into_iter().chain(of_rows).map(|it| (it.line, it.field)).collect()
}

#[test]
fn both_examples_say_the_same_and_every_column_is_documented() {
    let plain = |text| -> Vec<Line> {
        read(text).into_iter().map(|line| Line { line: 0, ..line }).collect()
    };
    assert_eq!(plain(CSV), plain(JSON));
    assert!(plain(CSV).len() >= 4);
    for column in COLUMNS {
        assert!(PAGE.contains(&format!("| `{}` |", column.name)), "{} is missing", column.name);
    }
}

#[test]
fn a_spreadsheet_of_this_country_has_semicolons_and_its_own_dates() {
    let head = "code;system;office;procedure;received_at;due;state;applicant_name;address";
    let text = format!("{head}\r\n1;cũ;MC;1.0;02/12/2019 09:10;31/12/2019;2;Mận;\"Thôn; Bảy\"\r\n");
    let lines = read(&text);
    assert_eq!(lines[0].received.rfc3339(), "2019-12-02T09:10:00+07:00");
    assert_eq!(lines[0].due.promised, Moment::Day(date(2019, 12, 31)));
    assert_eq!((&lines[0].stands, lines[0].line), (&Stands::Received, 2));
    assert_eq!(lines[0].personal.applicant.address.text, "Thôn; Bảy");
}

#[test]
fn what_cannot_be_read_is_told_at_its_line_and_column_and_the_other_lines_are_read() {
    let head = "code,system,office,procedure,received_at,due,state,paused_since,applicant_name,address,sets";
    let text = format!(
        "{head}\n\
         1,cũ,MC,1.0,2019-12-02,2019-12-31,working,,Mận,Thôn Bảy,\n\
         2,cũ,MC,1.0,02-12-2019,2019-13-01,lost,,Mận,Thôn Bảy,many\n\
         3,cũ,MC,1.0,2019-12-02,2019-12-31,working,2019-12-03,Mận,Thôn Bảy,\n\
         4,cũ,MC,1.0,2019-12-02,2019-12-31,paying,,Mận,,\n\
         5,cũ,MC\n"
    );
    let expected = [
        (6, ""),
        (3, "received_at"),
        (3, "due"),
        (3, "state"),
        (3, "sets"),
        (4, "paused_since"),
        (5, "address"),
        (5, "paused_since"),
    ];
    let expected: Vec<(u64, String)> =
        expected.into_iter().map(|(line, field)| (line, field.to_owned())).collect();
    assert_eq!(wrong(&text), expected);
}

#[test]
fn a_head_that_is_not_right_spoils_the_file_and_says_which_column() {
    for (text, field) in [
        ("code,system,colour\n", "colour"),
        ("code,code\n", "code"),
        ("code,system\n1,x\n", "office"),
    ] {
        let finding = table::read(text).expect_err(text);
        assert_eq!((finding.line, finding.field.as_str()), (1, field), "{text}");
    }
    let (rows, findings) =
        table::read("{\"code\": 1, \"colour\": \"x\"}\n{\"code\"\n").expect("lines");
    assert_eq!(rows, Vec::<Row>::new());
    assert_eq!(findings.iter().map(|it| it.line).collect::<Vec<_>>(), [1, 2]);
}
