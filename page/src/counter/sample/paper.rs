//! Papers on their way.

use super::{BEFORE, TODAY, WEDNESDAY, choice};
use crate::counter::{Batch, Carried, HandOver, Moved, Side, Whereabouts, Wrong};

/// Empty, filled, arriving, and signed by both.
pub(in crate::counter) fn hand_overs() -> Vec<HandOver> {
    let carried = |number: u32, pressing: bool, arrived| Carried {
        code: format!("000.00.31.H16-191216-{number:04}"),
        path: format!("/dossiers/000.00.31.H16-191216-{number:04}"),
        procedure: "Đăng ký thành lập hộ kinh doanh".to_owned(),
        sets: 1,
        originals: 2,
        due: pressing.then_some(TODAY).or(Some(WEDNESDAY)),
        pressing,
        arrived,
    };
    let batch = |number: &str, mine| Batch {
        path: format!("/counter/handover/{number}"),
        number: number.to_owned(),
        other: "Phòng Tài chính – Kế hoạch".to_owned(),
        count: 12,
        given: (TODAY, 8, 30),
        mine,
    };
    let receivers = vec![
        choice("", "Chọn nơi nhận", true),
        choice("H660.03", "Phòng Tài chính – Kế hoạch", false),
    ];
    let empty = HandOver {
        receivers,
        batches: vec![batch("0416", true), batch("0415", false)],
        ..HandOver::default()
    };
    let filled = HandOver {
        batches: Vec::new(),
        carried: vec![
            carried(21, false, false),
            carried(22, true, false),
            carried(24, false, false),
        ],
        told: Some("Đã ghi 000.00.31.H16-191216-0024".to_owned()),
        ..empty.clone()
    };
    let astray = HandOver {
        told: None,
        wrong: vec![
            Wrong::new("code", "Hồ sơ này đang ở Phòng Tư pháp, không ở quầy này"),
            Wrong::new("receiver", "Chọn nơi nhận"),
        ],
        ..filled.clone()
    };
    let given = Some(("Lê Thị Hồng Nhung, quầy 3".to_owned(), (TODAY, 10, 30)));
    let mut arriving = filled.clone();
    arriving.carried[0].arrived = true;
    let arriving = HandOver { side: Side::Takes, number: "0417".to_owned(), given, ..arriving };
    let settled = HandOver {
        side: Side::Settled,
        taken: Some(("Phạm Văn <Đức>".to_owned(), (TODAY, 10, 41))),
        remark: "Bộ thứ 2 thiếu 1 bản chụp".to_owned(),
        told: None,
        ..arriving.clone()
    };
    vec![empty, filled, astray, arriving, settled]
}

/// Not asked, not found, lying somewhere, on its way.
pub(in crate::counter) fn whereabouts() -> Vec<Whereabouts> {
    let moved = |to: &str, taken, remark: Option<&str>| Moved {
        at: (BEFORE, 10, 41),
        to: to.to_owned(),
        list: Some(("0417".to_owned(), "/counter/handover/0417".to_owned())),
        remark: remark.map(str::to_owned),
        taken,
    };
    let first = Moved { list: None, ..moved("Quầy 3, Lê Thị Hồng Nhung", true, None) };
    let lies = Whereabouts {
        query: "000.00.31.H16-191209-0011".to_owned(),
        dossier: Some((
            "000.00.31.H16-191209-0011".to_owned(),
            "/dossiers/000.00.31.H16-191209-0011".to_owned(),
        )),
        procedure: "Đăng ký thành lập hộ kinh doanh".to_owned(),
        place: "Phòng Tài chính – Kế hoạch, Phạm Văn Đức".to_owned(),
        sets: (1, 2),
        moved: vec![
            moved("Phòng Tài chính – Kế hoạch, Phạm Văn Đức", true, Some("thiếu <1> bản chụp")),
            first.clone(),
        ],
        wrong: Vec::new(),
    };
    let way =
        Whereabouts { moved: vec![moved("Phòng Tư pháp", false, None), first], ..lies.clone() };
    let unknown = Whereabouts {
        query: "H16-191209-00".to_owned(),
        wrong: vec![Wrong::new("code", "Mã hồ sơ có dạng 000.00.31.H16-191209-0011")],
        ..Whereabouts::default()
    };
    vec![Whereabouts::default(), unknown, lies, way]
}
