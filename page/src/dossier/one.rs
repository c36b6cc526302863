//! A dossier before its officers.

use super::{
    Action, Answer, AnswerGroup, Badge, Check, CheckState, Consultation, Deadline, Document,
    DocumentKind, Duty, Flag, HandOver, Happened, Head, Left, Link, Mood, Round, sample_deadline,
    sample_history,
};
use crate::format::Day;
use crate::layout::template;
use crate::own::ok_note;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// A line of what the national index will say, beside the local reading.
#[derive(Clone, Debug)]
pub struct NationalRow {
    /// What is compared.
    pub name: String,
    /// What holds here.
    pub local: String,
    /// What the nation will count.
    pub national: String,
}

/// What the national index will say of the dossier.
#[derive(Clone, Debug)]
pub struct National {
    /// The lines.
    pub rows: Vec<NationalRow>,
    /// The verdict, in words.
    pub verdict: Badge,
    /// Why both readings part, in a sentence; `None` where they agree.
    pub why: Option<String>,
}

/// The draft of the result.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is proposed.
    pub proposal: Badge,
    /// The draft's words.
    pub text: String,
    /// Who wrote it, and when.
    pub by: String,
    /// The draft as a document.
    pub path: Option<String>,
    /// The first digits of its hash.
    pub hash: String,
}

/// A note that only its writer reads.
#[derive(Clone, Debug, Default)]
pub struct PrivateNote {
    /// What it says.
    pub text: String,
    /// When it was written, in words; empty before.
    pub saved: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct One {
    /// The dossier.
    pub head: Head,
    /// Its version; sent as `expected_version`.
    pub version: u64,
    /// Sets of paper that travel with it; 0 for one that is electronic throughout.
    pub sets: u16,
    /// What was just done.
    pub done: Option<Action>,
    /// Why something was refused that was asked for by a button.
    pub problem: Option<String>,
    /// What the visitor may do with it now.
    pub may: Vec<Action>,
    /// What to think of before deciding.
    pub flags: Vec<Flag>,
    /// What was filled in.
    pub answers: Vec<AnswerGroup>,
    /// Its documents.
    pub documents: Vec<Document>,
    /// Which document is shown, from 0.
    pub shown: usize,
    /// What has to be examined.
    pub checks: Vec<Check>,
    /// Whether the visitor may tick what they examined.
    pub may_check: bool,
    /// Opinions that were asked for.
    pub consultations: Vec<Consultation>,
    /// Requests for more papers.
    pub rounds: Vec<Round>,
    /// What is to pay.
    pub duties: Vec<Duty>,
    /// What happened, the latest first.
    pub history: Vec<Happened>,
    /// From hand to hand, the first first.
    pub hand_overs: Vec<HandOver>,
    /// How the deadline came about.
    pub deadline: Deadline,
    /// What the national index will say.
    pub national: Option<National>,
    /// The draft of the result.
    pub draft: Option<Draft>,
    /// Other dossiers of the same kind.
    pub similar: Vec<Link>,
    /// The visitor's own note; `None` for those who keep none.
    pub note: Option<PrivateNote>,
    /// Papers to print: receipt, control slip, letters, proof.
    pub papers: Vec<Link>,
    /// What the applicant was told of, the first first.
    pub notices: Vec<super::Notice>,
}

template!(One, "dossier/one.html");

impl One {
    fn note_done(&self, text: &Text) -> String {
        self.done.map(|action| ok_note(&action.done(*text))).unwrap_or_default()
    }

    /// Actions that move it on, the first of them the likeliest.
    fn onward(&self) -> Vec<Action> {
        self.may.iter().copied().filter(|it| !it.is_rare() && !it.is_grave()).collect()
    }

    /// Actions that stand apart.
    fn rare(&self) -> Vec<Action> {
        let mut rare: Vec<Action> =
            self.may.iter().copied().filter(|it| it.is_rare() || it.is_grave()).collect();
        rare.sort_by_key(|it| it.is_grave());
        rare
    }

    fn document(&self) -> Option<&Document> {
        self.documents.get(self.shown).or(self.documents.first())
    }

    fn met(&self) -> usize {
        self.checks.iter().filter(|check| check.state == CheckState::Met).count()
    }

    fn action_name(action: &Action, text: &Text) -> String {
        action.name(*text)
    }
}

impl Page for One {
    fn name(&self, text: Text) -> String {
        text.dossier_title(&self.head.code)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let full = sample();
        let bare = One {
            head: Head {
                due: None,
                due_legal: None,
                due_original: None,
                case: None,
                held_since: None,
                ..Head::sample(Left::NotStarted)
            },
            done: None,
            may: Vec::new(),
            flags: Vec::new(),
            answers: Vec::new(),
            documents: Vec::new(),
            shown: 0,
            checks: Vec::new(),
            may_check: false,
            consultations: Vec::new(),
            rounds: Vec::new(),
            duties: Vec::new(),
            history: Vec::new(),
            hand_overs: Vec::new(),
            deadline: Deadline::default(),
            national: None,
            draft: None,
            similar: Vec::new(),
            note: None,
            papers: Vec::new(),
            notices: Vec::new(),
            ..full.clone()
        };
        let other = One {
            head: Head::sample(Left::Late(3)),
            sets: 0,
            shown: 2,
            may: vec![Action::Refuse, Action::Acknowledge],
            problem: Some("Người khác vừa nhận hồ sơ này.".to_owned()),
            may_check: false,
            done: None,
            ..full.clone()
        };
        let image = One {
            head: Head::sample(Left::Paused(Day { year: 2019, month: 12, day: 11 })),
            shown: 1,
            ..other.clone()
        };
        vec![full, bare, other, image]
    }
}

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), vietnamese: true }
}

fn badge(mood: Mood, words: &str) -> Badge {
    Badge { mood, words: words.to_owned() }
}

fn at(day: u8, hour: u8) -> super::Moment {
    (Day { year: 2019, month: 12, day }, hour, 20)
}

fn sample_answers() -> Vec<AnswerGroup> {
    let answer = |name: &str, value: &str, before: Option<&str>| Answer {
        name: said(name),
        value: value.to_owned(),
        before: before.map(str::to_owned),
        note: before.map(|_| "đã sửa khi bổ sung 29/11".to_owned()),
    };
    let owner = vec![answer("Chủ đầu tư", "Nguyễn Thị <Mẫu>, sinh 1986", None)];
    let house = vec![
        answer("Thửa đất", "Thửa 118, tờ bản đồ 42", None),
        answer("Diện tích xây dựng", "156,8 m²", None),
        answer("Khoảng lùi", "3,0 m", Some("2,4 m")),
    ];
    vec![
        AnswerGroup { name: said(""), answers: owner },
        AnswerGroup { name: said("Công trình"), answers: house },
    ]
}

fn sample_documents() -> Vec<Document> {
    let document = |file: &str, kind| Document {
        file: file.to_owned(),
        component: said("Bản vẽ thiết kế"),
        kind,
        path: "/attachments/2019-ab".to_owned(),
        size: "1,2 MB".to_owned(),
        hash: "7be2 04c9".to_owned(),
    };
    vec![
        document("ban-ve-<v2>.pdf", DocumentKind::Pdf),
        document("hien-trang.jpg", DocumentKind::Image),
        document("mo-hinh.dwg", DocumentKind::Other),
    ]
}

fn sample_checks() -> Vec<Check> {
    let check = |id: &str, text: &str, state| Check {
        id: id.to_owned(),
        text: said(text),
        source: "Luật Xây dựng, Điều 95 khoản 1 điểm b".to_owned(),
        state,
    };
    vec![
        check("quyen", "Quyền sử dụng đất hợp pháp", CheckState::Met),
        check("lui", "Khoảng lùi theo lộ giới", CheckState::Failed),
        check("lien-ke", "An toàn công trình liền kề", CheckState::Open),
    ]
}

fn sample_consultations() -> Vec<Consultation> {
    let consultation = |left, reply| Consultation {
        office: "Trung tâm Phát triển quỹ đất".to_owned(),
        question: "Lộ giới đường Quang Trung?".to_owned(),
        asked: at(2, 8),
        left,
        reply,
    };
    let agrees = (badge(Mood::Fine, "Đồng ý"), "Khoảng lùi 3,0 m, <phù hợp>.".to_owned());
    vec![consultation(Left::Done(4), Some(agrees)), consultation(Left::Late(1), None)]
}

fn sample_round() -> Round {
    Round {
        number: 1,
        by: "Thẩm định, Trần Minh Mẫu".to_owned(),
        asked: at(2, 9),
        lacks: vec![(
            "Bản vẽ".to_owned(),
            "Nội dung chưa đúng".to_owned(),
            "Thiếu mặt cắt".to_owned(),
        )],
        complete: Some(at(9, 10)),
        letter: Some("/dossiers/x/letters/1".to_owned()),
    }
}

fn sample_flags() -> Vec<Flag> {
    vec![
        Flag::Duplicate("000.00.31.H16-191101-0002".to_owned()),
        Flag::Supplemented(1),
        Flag::OpinionMissing("Phòng Tư pháp".to_owned()),
        Flag::DueSoon,
        Flag::DueChanged,
        Flag::SamePerson("Trần Minh Mẫu".to_owned()),
        Flag::Other("Tường chung với thửa 117".to_owned()),
    ]
}

fn sample() -> One {
    let link = |path: &str, name: &str| Link { path: path.to_owned(), name: name.to_owned() };
    let hand_over = |taken| HandOver {
        from: "Bộ phận một cửa: Lê Thị Mẫu".to_owned(),
        to: "Phòng Quản lý đô thị: Trần Minh Mẫu".to_owned(),
        given: at(2, 14),
        taken,
        verdict: badge(Mood::Fine, "Trước hạn"),
        note: String::new(),
    };
    let duty = |receipt: Option<&str>| Duty {
        what: "Lệ phí cấp phép".to_owned(),
        amount: 75_000,
        standing: badge(Mood::Soon, "Thu khi trả kết quả"),
        receipt: receipt.map(str::to_owned),
    };
    let national = NationalRow {
        name: "Thời gian tạm dừng".to_owned(),
        local: "7 ngày bổ sung, 2 ngày thuế".to_owned(),
        national: "7 ngày bổ sung".to_owned(),
    };
    One {
        head: Head::sample(Left::Days(2)),
        version: 7,
        sets: 1,
        done: Some(Action::Consult),
        problem: None,
        may: Action::ALL.to_vec(),
        flags: sample_flags(),
        answers: sample_answers(),
        documents: sample_documents(),
        shown: 0,
        checks: sample_checks(),
        may_check: true,
        consultations: sample_consultations(),
        rounds: vec![
            sample_round(),
            Round { number: 2, complete: None, letter: None, ..sample_round() },
        ],
        duties: vec![duty(None), duty(Some("BL 0001234"))],
        history: sample_history(),
        hand_overs: vec![hand_over(Some(at(2, 15))), hand_over(None)],
        deadline: sample_deadline(),
        national: Some(National {
            rows: vec![national],
            verdict: badge(Mood::Late, "Quá hạn 2 ngày"),
            why: Some("Chỉ số quốc gia chỉ trừ thời gian chờ bổ sung.".to_owned()),
        }),
        draft: Some(Draft {
            proposal: badge(Mood::Fine, "Đồng ý cấp phép"),
            text: "Cho phép xây dựng\nnhà ở 2 tầng <…>".to_owned(),
            by: "Trần Minh Mẫu, 15 giờ 05, 13/12/2019".to_owned(),
            path: Some("/dossiers/x/draft".to_owned()),
            hash: "7be2 04c9 1f5a".to_owned(),
        }),
        similar: vec![link("/work?q=gpxd", "14 hồ sơ tương tự")],
        note: Some(PrivateNote {
            text: "Hỏi lại <chủ nhà>.".to_owned(),
            saved: "Đã lưu lúc 09 giờ 31".to_owned(),
        }),
        papers: vec![link("/dossiers/x/control-slip", "Phiếu kiểm soát")],
        notices: super::notice::samples(),
    }
}
