//! Samples of every state of these pages.

use super::*;
use crate::measure::draw::Bar;

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), vietnamese: true }
}

pub(super) fn programmes() -> Vec<Programmes> {
    let line = ProgrammeLine {
        path: "/programmes/1019-2017".to_owned(),
        name: said("Bảy mục tiêu <b>"),
        decision: "Quyết định 1019/QĐ-UBND".to_owned(),
        targets: 17,
        reached: 4,
    };
    let shown = "01/01/2019 – 16/12/2019".to_owned();
    let measure = ("/measures/time-cut".to_owned(), "Rút ngắn".to_owned(), "21,8 %".to_owned());
    vec![
        Programmes { programmes: vec![line], measures: vec![measure], shown: shown.clone() },
        Programmes { programmes: Vec::new(), measures: Vec::new(), shown },
    ]
}

fn meter(value: Option<f64>) -> Meter {
    let words = ("chỉ tiêu 30 %".to_owned(), "12,6 % so với 30 %".to_owned());
    Meter::new(value, 30.0, false, words)
}

fn beside() -> Beside {
    Beside {
        path: "/measures/dossiers-level-4-of-used".to_owned(),
        name: "Trong thủ tục có hồ sơ qua mạng".to_owned(),
        value: "34,9 %".to_owned(),
    }
}

fn aim() -> Aim {
    Aim {
        id: "level-4".to_owned(),
        name: said("Hồ sơ mức độ 4"),
        path: Some("/measures/dossiers-level-4".to_owned()),
        value: Some(("12,6".to_owned(), "%".to_owned())),
        none: String::new(),
        meter: Some(meter(Some(12.6))),
        spark: Some(Spark {
            values: vec![Some(6.0), None, Some(9.0)],
            threshold: Some(30.0),
            label: "từ 6,0 % lên 9,0 %".to_owned(),
        }),
        look: Look::Late,
        state: "Còn thiếu 17,4 điểm".to_owned(),
        meta: vec!["3.594 / 28.541 hồ sơ".to_owned()],
        beside: vec![beside()],
        note: None,
    }
}

fn chips() -> Vec<Chip> {
    let chip = |name: &str, chosen| Chip {
        path: "/programmes/x?from=2019-01-01".to_owned(),
        name: name.to_owned(),
        chosen,
    };
    vec![chip("Năm nay", true), chip("Quý này", false)]
}

fn window(wrong: bool) -> WindowForm {
    let said = ("from", "Ngày phải như 16/12/2019".to_owned());
    WindowForm {
        from: "2019-01-01".to_owned(),
        to: "2019-12-16".to_owned(),
        wrong: if wrong { vec![said] } else { Vec::new() },
        kept: vec![("office", "SXD".to_owned())],
    }
}

pub(super) fn programme() -> Vec<Programme> {
    let empty = Aim {
        id: "sipas".to_owned(),
        path: None,
        value: None,
        none: "Chưa công bố".to_owned(),
        meter: Some(meter(None)),
        spark: None,
        look: Look::Void,
        state: "Chưa kết luận".to_owned(),
        beside: Vec::new(),
        note: Some(said("Bộ Nội vụ khảo sát")),
        ..aim()
    };
    let goal = |number, aims| Goal {
        number,
        name: said("Dịch vụ công"),
        about: (number == 1).then(|| said("30 %")),
        aims,
    };
    let page = |wrong| Programme {
        path: "/programmes/1019-2017".to_owned(),
        name: said("Bảy mục tiêu"),
        decision: "Quyết định 1019/QĐ-UBND ngày 16/6/2017".to_owned(),
        source: said("Công báo"),
        chips: chips(),
        window: window(wrong),
        shown: "01/01/2019 – 16/12/2019".to_owned(),
        counts: [4, 3, 2, 8],
        goals: vec![goal(1, vec![aim()]), goal(2, vec![empty.clone()])],
    };
    vec![page(false), page(true)]
}

fn row(name: &str, percent: Option<f64>) -> Row {
    Row {
        name: said(name),
        path: percent.map(|_| "/measures/x?office=SXD".to_owned()),
        numerator: "126".to_owned(),
        denominator: "2.105".to_owned(),
        value: percent.map_or_else(|| "–".to_owned(), |_| "6,0 %".to_owned()),
        percent,
        note: if percent.is_none() { "dưới 5".to_owned() } else { String::new() },
    }
}

fn chart() -> Chart {
    let bar = |value| Bar { name: "1".to_owned(), value, words: "6,0".to_owned(), open: true };
    Chart {
        bars: vec![bar(Some(6.0)), bar(None)],
        threshold: Some((30.0, "chỉ tiêu 30 %".to_owned())),
        caption: "Theo tháng".to_owned(),
        foot: "tháng".to_owned(),
    }
}

pub(super) fn measure() -> Vec<Measure> {
    let side = |records| Side {
        count: "3.594".to_owned(),
        what: "hồ sơ".to_owned(),
        records: if records {
            Some(("/measures/x/records?part=numerator".to_owned(), "Xem 3.594 hồ sơ".to_owned()))
        } else {
            None
        },
    };
    let full = Measure {
        name: "Hồ sơ mức độ 4".to_owned(),
        path: "/measures/dossiers-level-4".to_owned(),
        definition: "Định nghĩa".to_owned(),
        source: "NĐ 43/2011/NĐ-CP".to_owned(),
        chips: chips(),
        window: window(true),
        shown: "01/01/2019 – 16/12/2019".to_owned(),
        narrowed: Some((
            vec![said("Sở Xây dựng"), said("Cấp phép")],
            "/measures/dossiers-level-4".to_owned(),
        )),
        value: Some("12,6".to_owned()),
        none: String::new(),
        state: Some((Look::Late, "Còn thiếu 17,4 điểm".to_owned())),
        sample: vec!["40 phiếu, khoảng 71,1 đến 86,7 %".to_owned()],
        sides: [side(true), side(true)],
        meter: Some(meter(Some(12.6))),
        answers: vec![Answers {
            name: said("Chỉ tiêu"),
            path: "/programmes/x#level-4".to_owned(),
            meta: "từ 30 %".to_owned(),
        }],
        beside: vec![beside()],
        chart: Some(chart()),
        months: vec![row("1/2019", Some(6.0)), row("2/2019", None)],
        offices: vec![row("Sở Xây dựng", Some(6.0)), row("Sở Ngoại vụ", None)],
        offices_note: "Cộng trước, chia sau".to_owned(),
        fields: vec![row("Xây dựng", Some(6.0)), row("Đất đai", None)],
        procedures: vec![row("Cấp phép", Some(6.0))],
        more: Some((
            "/api/v1/measures/x?by=procedure".to_owned(),
            "Hiện 200 trên 1.432 thủ tục".to_owned(),
        )),
        masked: true,
        interface: "/api/v1/measures/x".to_owned(),
    };
    let empty = Measure {
        window: window(false),
        narrowed: None,
        value: None,
        none: "Chưa có dữ liệu".to_owned(),
        state: None,
        sample: Vec::new(),
        sides: [side(false), side(false)],
        meter: None,
        answers: Vec::new(),
        beside: Vec::new(),
        chart: None,
        months: Vec::new(),
        offices: Vec::new(),
        fields: Vec::new(),
        procedures: Vec::new(),
        more: None,
        masked: false,
        ..full.clone()
    };
    vec![full, empty]
}

pub(super) fn records() -> Vec<Records> {
    let record = Record {
        code: "001.01.21.H16-191216-0001".to_owned(),
        path: "/dossiers/001.01.21.H16-191216-0001".to_owned(),
        name: said("Đăng ký khai sinh"),
        office: "Bộ phận một cửa".to_owned(),
        begun: "13/12/2019".to_owned(),
        ended: "16/12/2019".to_owned(),
        why: "Trước hạn".to_owned(),
    };
    let list = Records {
        name: "Đúng hạn".to_owned(),
        path: "/measures/on-time-by-law".to_owned(),
        what: "hồ sơ đã giải quyết".to_owned(),
        shown: "01/01/2019 – 16/12/2019".to_owned(),
        count: "3.594".to_owned(),
        dossiers: true,
        closed: None,
        records: vec![record.clone()],
        next: Some("/measures/on-time-by-law/records?cursor=1-2".to_owned()),
    };
    let sign_in = Some("/sign-in?next=%2Fmeasures".to_owned());
    vec![
        list.clone(),
        Records {
            closed: Some(("Chỉ thấy số đếm".to_owned(), sign_in)),
            records: Vec::new(),
            ..list.clone()
        },
        Records { dossiers: false, records: vec![record], next: None, ..list.clone() },
        Records { records: Vec::new(), next: None, ..list },
    ]
}
