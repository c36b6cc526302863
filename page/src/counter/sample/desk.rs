//! Results, shortfalls, the day, the network's queue.

use super::{BEFORE, TODAY, choice, vi};
use crate::counter::{
    DayClose, LookedUp, Lookup, Match, MoneyKind, Online, Receipt, Returning, Scanned, ShortPaper,
    Shortfall, ShortfallKind, Submitted, Sum, Waiting, Warned, Wrong,
};
use crate::dossier::{Action, Left};

/// Nothing asked yet, nothing found, one of another holder, several.
pub(in crate::counter) fn lookups() -> Vec<Lookup> {
    let one = LookedUp {
        code: "000.00.31.H16-191209-0011".to_owned(),
        applicant: "H'Lan <Niê>".to_owned(),
        procedure: vi("Đăng ký thành lập hộ kinh doanh"),
        phase: "Đang thụ lý".to_owned(),
        left: Left::Days(2),
        holder: "Trần Minh Mẫu, Phòng Tài chính – Kế hoạch".to_owned(),
        owed: Some("100.000 đ".to_owned()),
        may: vec![Action::RecordPayment, Action::ReturnResult, Action::Withdraw],
        slip: true,
    };
    let nothing = LookedUp {
        code: "000.00.31.H16-191210-0007".to_owned(),
        procedure: vi("Chứng thực bản sao"),
        phase: "Đã trả kết quả".to_owned(),
        left: Left::Done(0),
        owed: None,
        may: Vec::new(),
        ..one.clone()
    };
    let unknown = Lookup {
        query: "Y <Bhă>".to_owned(),
        wrong: vec![Wrong::new("q", "Không tìm thấy hồ sơ nào.")],
        ..Lookup::default()
    };
    let found = Lookup {
        query: one.code.clone(),
        done: Some(Action::RecordPayment),
        found: vec![one.clone()],
        ..Lookup::default()
    };
    let several = Lookup { found: vec![one, nothing], more: true, ..Lookup::default() };
    vec![Lookup::default(), unknown, found, several]
}

/// Nothing found yet, ready, owing money, for another, and not ready.
pub(in crate::counter) fn returnings() -> Vec<Returning> {
    let waiting = Waiting {
        code: "000.00.31.H16-191209-0011".to_owned(),
        path: "/dossiers/000.00.31.H16-191209-0011".to_owned(),
        procedure: "Đăng ký thành lập hộ kinh doanh".to_owned(),
        applicant: "H'Lan <Niê>".to_owned(),
        submitter: Some("Y Bhă Niê".to_owned()),
        result: "Giấy chứng nhận số 41H8001022, ngày 13/12/2019, 1 bản chính".to_owned(),
        ready: Some(BEFORE),
        hindrance: None,
        copy: Some("đã gửi vào kho dữ liệu của chủ hồ sơ".to_owned()),
        owed: None,
        receipt: "0004128".to_owned(),
    };
    let ready = Returning {
        query: waiting.code.clone(),
        waiting: Some(waiting.clone()),
        scanned: Scanned::Card(Vec::new()),
        matched: Match::Applicant,
        ..Returning::default()
    };
    let owing = Waiting { owed: Some("100.000 đ".to_owned()), ..waiting.clone() };
    let owing = Returning {
        waiting: Some(owing),
        matched: Match::Submitter,
        method: "cash".to_owned(),
        others: vec![(
            "000.00.31.H16-191210-0007".to_owned(),
            "Chứng thực bản sao".to_owned(),
            "/counter/returns?code=000.00.31.H16-191210-0007".to_owned(),
        )],
        ..ready.clone()
    };
    let another = Returning {
        matched: Match::Other,
        relation: "authorised".to_owned(),
        fingerprint: true,
        wrong: vec![
            Wrong::new("receiver", "Nhập họ tên người nhận thay"),
            Wrong::new("authorisation", "Nhập văn bản ủy quyền"),
        ],
        ..ready.clone()
    };
    let by_eye = Returning { matched: Match::Unknown, scanned: Scanned::Nothing, ..ready.clone() };
    let hindrance = Some("Hồ sơ đang chờ ký, hẹn trả 18/12/2019.".to_owned());
    let early = Waiting { hindrance, ready: None, submitter: None, copy: None, ..waiting };
    let early = Returning { waiting: Some(early), ..ready.clone() };
    let done = Some("000.00.31.H16-191209-0010".to_owned());
    let missing = vec![Wrong::new("code", "Không có hồ sơ nào mang mã này")];
    let none = Returning { done, ..Returning::default() };
    let lost = Returning { query: "H16".to_owned(), wrong: missing, ..Returning::default() };
    vec![none, lost, ready, owing, another, by_eye, early]
}

/// A request for a supplement and a refusal, calm and wrong.
pub(in crate::counter) fn shortfalls() -> Vec<Shortfall> {
    let paper = |id: &str, name: &str, reason: &str| ShortPaper {
        id: id.to_owned(),
        name: vi(name),
        reason: reason.to_owned(),
        note: String::new(),
    };
    let supplement = Shortfall {
        kind: ShortfallKind::Supplement,
        kept: vec![("applicant.name".to_owned(), "H'Lan \"Niê\"".to_owned())],
        applicant: "H'Lan Niê".to_owned(),
        procedure: vi("Đăng ký thành lập hộ kinh doanh"),
        papers: vec![
            paper("CT1", "Giấy đề nghị đăng ký hộ kinh doanh", "unsigned"),
            paper("CT2", "Giấy tờ pháp lý của chủ hộ", ""),
            paper("CT3", "Biên bản họp thành viên hộ gia đình", "missing"),
        ],
        advice: "Liên hệ Bộ phận Một cửa, 0261 000 1022.".to_owned(),
        until: "16/01/2020".to_owned(),
        ..Shortfall::default()
    };
    let again = Shortfall {
        asked_before: 1,
        wrong: vec![
            Wrong::new("papers", "Chọn ít nhất một giấy tờ cần bổ sung"),
            Wrong::new("component.CT3.note", "Nêu rõ thiếu gì"),
        ],
        ..supplement.clone()
    };
    let refusal = Shortfall {
        kind: ShortfallKind::Refusal,
        grounds: vec![
            choice("", "Chọn căn cứ", true),
            choice("authority", "Không thuộc thẩm quyền giải quyết", false),
            choice("condition", "Không đủ điều kiện theo quy định", false),
        ],
        offices: vec![choice("", "Không có", true), choice("H660", "UBND huyện Đắk R'Lấp", false)],
        ..supplement.clone()
    };
    let unfounded = Shortfall {
        wrong: vec![Wrong::new("ground", "Chọn căn cứ từ chối")],
        papers: Vec::new(),
        ..refusal.clone()
    };
    vec![supplement, again, refusal, unfounded]
}

/// A day with money and warnings, one with a gap, a quiet one, a closed one.
pub(in crate::counter) fn days() -> Vec<DayClose> {
    let receipt = |number: &str, kind, void: Option<&str>| Receipt {
        number: format!("DN-19T {number}"),
        code: "000.00.31.H16-191216-0021".to_owned(),
        kind,
        amount: "100.000 đ".to_owned(),
        void: void.map(str::to_owned),
    };
    let sum = |kind, receipts, amount: &str| Sum { kind, receipts, amount: amount.to_owned() };
    let warned = |words: &str, late| Warned {
        words: words.to_owned(),
        path: "/counter/handover".to_owned(),
        late,
    };
    let spoilt =
        Receipt { code: String::new(), ..receipt("0004128", MoneyKind::Cash, Some("viết sai")) };
    let busy = DayClose {
        day: Some(TODAY),
        desk: "Quầy 3, Bộ phận Một cửa thị xã Gia Nghĩa".to_owned(),
        counts: [47, 39, 2, 1],
        sums: vec![
            sum(MoneyKind::Cash, 1, "100.000 đ"),
            sum(MoneyKind::Transfer, 1, "100.000 đ"),
            sum(MoneyKind::Post, 1, "0 đ"),
            sum(MoneyKind::Online, 3, "60.000 đ"),
        ],
        total: "260.000 đ".to_owned(),
        expected: "100.000 đ".to_owned(),
        receipts: vec![
            receipt("0004127", MoneyKind::Cash, None),
            spoilt,
            receipt("0004129", MoneyKind::Transfer, None),
        ],
        warned: vec![
            warned("3 hồ sơ nhận trước 15 giờ chưa chuyển đi", false),
            warned("1 hồ sơ quá hạn chưa có thư xin lỗi", true),
        ],
        ..DayClose::default()
    };
    let gap = DayClose {
        gap: Some("0004130, 0004131".to_owned()),
        counted: "90.000".to_owned(),
        wrong: vec![Wrong::new("difference", "Ghi vì sao thiếu 10.000 đ")],
        ..busy.clone()
    };
    let quiet =
        DayClose { expected: "0 đ".to_owned(), total: "0 đ".to_owned(), ..DayClose::default() };
    let closed = DayClose {
        handed_in: Some(("Trần Thị Thu".to_owned(), (TODAY, 17, 5))),
        warned: Vec::new(),
        ..busy.clone()
    };
    vec![busy, gap, quiet, closed]
}

/// A queue, and none.
pub(in crate::counter) fn onlines() -> Vec<Online> {
    let submitted = |answer: &str, late, soon| Submitted {
        code: "000.00.31.H16-191215-0003".to_owned(),
        path: "/dossiers/000.00.31.H16-191215-0003".to_owned(),
        procedure: "Đăng ký khai sinh".to_owned(),
        applicant: "Y <Bhă> Niê".to_owned(),
        sent: (BEFORE, 20, 41),
        answer: answer.to_owned(),
        late,
        soon,
        files: (4, u64::from(late)),
        assisted: soon,
        supplemented: late,
    };
    let queue = vec![
        submitted("quá 2 giờ làm việc", true, false),
        submitted("còn 1 giờ làm việc", false, true),
        submitted("còn 7 giờ làm việc", false, false),
    ];
    let next = Some("/counter/online?cursor=x".to_owned());
    vec![Online { submitted: queue, count: 31, next }, Online::default()]
}
