//! Intake and slip.

use super::{BEFORE, TODAY, WEDNESDAY, choice, vi};
use crate::ask;
use crate::counter::{
    Alike, AtOnce, CardDoubt, CardPart, Chosen, Due, Fee, Focus, Found, Here, Intake, Known,
    OpenDossier, Paper, Party, Payment, Saved, Scanned, Slip, SlipPaper, Submitter, Ticket, Unread,
    Wrong,
};

fn paper(id: &str, name: &str, note: Option<&str>, required: bool) -> Paper {
    Paper {
        id: id.to_owned(),
        name: vi(name),
        note: note.map(vi),
        required,
        form: "original".to_owned(),
        quantity: "1".to_owned(),
        ..Paper::default()
    }
}

fn papers() -> Vec<Paper> {
    vec![
        paper("CT1", "Giấy đề nghị đăng ký hộ kinh doanh", None, true),
        Paper {
            form: "photocopy".to_owned(),
            ..paper(
                "CT2",
                "Giấy tờ pháp lý của chủ hộ",
                Some("Thay được bằng dữ liệu thẻ vừa quét"),
                true,
            )
        },
        Paper {
            form: "certified_copy".to_owned(),
            ..paper(
                "CT3",
                "Biên bản họp thành viên hộ gia đình",
                Some("Khi nhiều thành viên cùng đăng ký"),
                true,
            )
        },
    ]
}

fn chosen() -> Chosen {
    let due = Due {
        day: WEDNESDAY,
        when: "Thứ Tư, trước 17 giờ".to_owned(),
        span: "2 ngày làm việc (luật cho 3)".to_owned(),
        lines: [
            "Tiếp nhận lúc 09 giờ 14, 16/12/2019.",
            "17/12/2019 – 18/12/2019: 2 ngày làm việc.",
        ]
        .map(str::to_owned)
        .into(),
        provisional: false,
    };
    let fee = Fee {
        id: "F1".to_owned(),
        name: vi("Lệ phí đăng ký hộ kinh doanh"),
        amount: "100.000 đ".to_owned(),
        count: String::new(),
        sum: None,
        exemptions: vec![
            choice("", "Không miễn, giảm", true),
            choice("poor", "Hộ nghèo (Nghị quyết của HĐND tỉnh)", false),
        ],
    };
    Chosen {
        code: "1.001612".to_owned(),
        name: vi("Đăng ký thành lập hộ kinh doanh"),
        path: "/procedures/1.001612".to_owned(),
        beside: "bản công bố 15/03/2019, Phòng Tài chính – Kế hoạch giải quyết".to_owned(),
        cases: vec![
            choice("01", "Một cá nhân làm chủ", false),
            choice("02", "Các thành viên hộ gia đình", true),
        ],
        papers: papers(),
        questions: vec![ask::line("answers.name", "Tên hộ kinh doanh", "")],
        due: Some(due),
        handler: Some("Phạm Văn Đức, đang giữ 7 hồ sơ".to_owned()),
        fees: vec![fee],
        payment: Payment {
            total: "100.000 đ".to_owned(),
            when: "return".to_owned(),
            method: "cash".to_owned(),
            receipt_form: "01BLP2-001".to_owned(),
            receipt_series: "DN-19T".to_owned(),
            receipt_number: "0004127".to_owned(),
        },
        agreed: None,
        at_once: None,
    }
}

fn applicant() -> Party {
    Party {
        kind: "person".to_owned(),
        name: "H'Lan Niê".to_owned(),
        birth_date: "14/03/1993".to_owned(),
        gender: "female".to_owned(),
        identity_type: "citizen_id".to_owned(),
        identity_number: "003193004518".to_owned(),
        address: "Bon N'Jriêng, xã Đắk Nia, thị xã Gia Nghĩa".to_owned(),
        ..Party::default()
    }
}

fn known() -> Known {
    let here = |same| Here {
        code: "000.00.31.H16-191209-0011".to_owned(),
        path: "/dossiers/000.00.31.H16-191209-0011".to_owned(),
        procedure: "Chứng thực hợp đồng ủy quyền".to_owned(),
        state: "chờ trả kết quả".to_owned(),
        give: Some("/counter/returns?code=000.00.31.H16-191209-0011".to_owned()),
        same,
    };
    let open = vec![
        OpenDossier { here: Some(here(false)), since: BEFORE },
        OpenDossier { here: None, since: BEFORE },
    ];
    Known { open, alike: Vec::new(), looked: true }
}

fn empty() -> Intake {
    Intake {
        ticket: Some(Ticket { number: "A-047".to_owned(), waited_minutes: 6, behind: 4 }),
        card_of: "applicant".to_owned(),
        sets: "1".to_owned(),
        channel: "counter".to_owned(),
        return_by: "counter".to_owned(),
        ..Intake::default()
    }
}

/// After the card, after the procedure, with everything wrong, and for somebody else.
pub(in crate::counter) fn intakes() -> Vec<Intake> {
    let new = Intake {
        saved: Some(Saved {
            code: "000.00.31.H16-191216-0020".to_owned(),
            slip: "/counter/slips/000.00.31.H16-191216-0020".to_owned(),
        }),
        ..empty()
    };
    let scanned = Intake {
        scanned: Scanned::Card(Vec::new()),
        applicant: applicant(),
        known: known(),
        focus: Focus::Procedure,
        ..empty()
    };
    let full = Intake {
        query: String::new(),
        chosen: Some(chosen()),
        focus: Focus::Papers,
        ..scanned.clone()
    };
    let mut all = vec![new, scanned.clone(), full.clone(), found(&scanned), wrong(&full)];
    all.push(for_a_child(&full));
    all.extend(badly_scanned());
    all
}

fn found(scanned: &Intake) -> Intake {
    let found = |code: &str, name: &str| Found {
        code: code.to_owned(),
        name: vi(name),
        beside: vi("Hộ tịch"),
    };
    let births = vec![
        found("1.001193", "Đăng ký khai sinh"),
        found("1.000893", "Đăng ký khai sinh cho người đã có <hồ sơ>"),
    ];
    Intake {
        query: "khai sinh".to_owned(),
        found: Some(births),
        known: Known { looked: true, ..Known::default() },
        ..scanned.clone()
    }
}

fn wrong(full: &Intake) -> Intake {
    let mut chosen = chosen();
    chosen.papers[0].wrong = Some("Chưa có: bắt buộc phải nộp".to_owned());
    chosen.papers[1].brought = true;
    chosen.payment.when = "now".to_owned();
    chosen.fees[0].count = "2".to_owned();
    chosen.fees[0].sum = Some("50.000".to_owned());
    chosen.agreed = Some("31/12".to_owned());
    chosen.at_once = Some(AtOnce {
        ticked: true,
        signers: vec![
            choice("", "Chọn người ký", true),
            choice("2019/account/a", "Nông <Chủ>", false),
        ],
    });
    if let Some(due) = &mut chosen.due {
        due.provisional = true;
    }
    let mut known = known();
    for it in &mut known.open {
        if let Some(here) = &mut it.here {
            here.same = true;
        }
    }
    Intake {
        chosen: Some(chosen),
        known,
        wrong: vec![
            Wrong::new("applicant.birth_date", "Ngày sinh phải có tháng"),
            Wrong::new("component.CT1", "Giấy đề nghị đăng ký hộ kinh doanh: chưa có"),
            Wrong::new("receipt.number", "Số biên lai này đã dùng"),
        ],
        ..full.clone()
    }
}

fn for_a_child(full: &Intake) -> Intake {
    let child = Party {
        name: "Y <Bhă>".to_owned(),
        birth_date: "02/12/2019".to_owned(),
        identity_type: "none".to_owned(),
        identity_number: String::new(),
        ..applicant()
    };
    let mut chosen = chosen();
    chosen.fees.clear();
    chosen.cases.clear();
    chosen.questions.clear();
    for (paper, form) in chosen.papers.iter_mut().zip(crate::counter::FORMS) {
        paper.brought = true;
        paper.presented = true;
        paper.form = form.to_owned();
    }
    Intake {
        applicant: child,
        submitter: Submitter {
            relation: "guardian".to_owned(),
            party: applicant(),
            authorisation: String::new(),
        },
        card_of: "submitter".to_owned(),
        known: Known {
            open: Vec::new(),
            alike: vec![Alike {
                name: "Y Bhă".to_owned(),
                birth_year: 2019,
                number_end: "518".to_owned(),
                since: BEFORE,
            }],
            looked: true,
        },
        chosen: Some(chosen),
        channel: "online".to_owned(),
        assisted: true,
        fingerprint: true,
        return_by: "post".to_owned(),
        ..full.clone()
    }
}

fn badly_scanned() -> Vec<Intake> {
    let doubts = vec![CardDoubt::UnknownPlace(3), CardDoubt::Gender, CardDoubt::BirthYear(1993)];
    let mut scans = vec![Scanned::Card(doubts), Scanned::Number(Vec::new())];
    let unread = [
        Unread::Keyboard,
        Unread::Characters,
        Unread::Cut(3),
        Unread::Digits(11),
        Unread::NotACard,
        Unread::Part(CardPart::Number),
        Unread::Part(CardPart::OldNumber),
        Unread::Part(CardPart::Name),
        Unread::Part(CardPart::Birth),
        Unread::Part(CardPart::Gender),
        Unread::Part(CardPart::Address),
        Unread::Part(CardPart::Issued),
    ];
    scans.extend(unread.map(Scanned::Unread));
    let of = |scanned| Intake { scanned, ticket: None, focus: Focus::Name, ..empty() };
    let mut all: Vec<Intake> = scans.into_iter().map(of).collect();
    all.push(Intake { found: Some(Vec::new()), query: "xyz".to_owned(), ..empty() });
    all
}

/// Just saved, and printed again for somebody who came for another.
pub(in crate::counter) fn slips() -> Vec<Slip> {
    let paper = |name: &str, form: &str, quantity, presented| SlipPaper {
        name: name.to_owned(),
        form: form.to_owned(),
        quantity,
        presented,
    };
    let fresh = Slip {
        title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ".to_owned(),
        office: vec![
            "UBND THỊ XÃ GIA NGHĨA".to_owned(),
            "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ".to_owned(),
        ],
        locality: "Gia Nghĩa".to_owned(),
        number: "1021/BPTNTKQ".to_owned(),
        code: "000.00.31.H16-191216-0021".to_owned(),
        qr: "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0h1v1H0z\"/></svg>".to_owned(),
        secret: Some("PX4T-8HWM".to_owned()),
        applicant: "H'Lan Niê".to_owned(),
        submitter: None,
        address: "Bon N'Jriêng, xã Đắk Nia, thị xã Gia Nghĩa".to_owned(),
        phone: "0912 345 678".to_owned(),
        procedure: "Đăng ký thành lập hộ kinh doanh".to_owned(),
        papers: vec![
            paper("Giấy đề nghị đăng ký hộ kinh doanh", "original", 1, false),
            paper("Giấy tờ pháp lý của chủ hộ", "photocopy", 1, true),
            paper("Biên bản họp thành viên hộ gia đình", "certified_copy", 2, false),
        ],
        sets: 1,
        span: "02 ngày làm việc (luật cho 03 ngày làm việc)".to_owned(),
        received: (TODAY, 9, 14),
        due: (WEDNESDAY, 17, 0),
        return_at: "Bộ phận Một cửa, quầy 3".to_owned(),
        fees: vec!["100.000 đồng, đã nộp, biên lai 0004127".to_owned()],
        register: ("04".to_owned(), "1021".to_owned()),
        result: None,
        same: None,
        fingerprint: false,
        clerk: "Lê Thị Hồng Nhung".to_owned(),
        contact: "Bộ phận Một cửa, điện thoại 0261 000 1022.".to_owned(),
        fresh: true,
        again: false,
        dossier: "/dossiers/000.00.31.H16-191216-0021".to_owned(),
    };
    let again = Slip {
        secret: None,
        submitter: Some(("Y <Bhă>".to_owned(), "người giám hộ".to_owned())),
        phone: String::new(),
        fees: Vec::new(),
        result: Some("41/2019".to_owned()),
        same: Some("/counter?again=000.00.31.H16-191216-0021".to_owned()),
        fingerprint: true,
        fresh: false,
        again: true,
        ..fresh.clone()
    };
    vec![fresh, again]
}
