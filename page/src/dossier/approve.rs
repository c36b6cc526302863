//! What waits for a leader's signature, on a phone: the inbox, one on one screen, and several.

use super::{Badge, Deadline, Flag, Head, Left, Moment, Mood, sample_deadline};
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// At most so many are signed at once.
pub const BATCH_MAX: usize = 10;

/// Something that waits for a signature.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The dossier's code.
    pub code: String,
    /// What is to be signed, for whom.
    pub title: String,
    /// What is proposed.
    pub proposal: Badge,
    /// What is left.
    pub left: Left,
    /// What to think of, in short.
    pub flags: Vec<Flag>,
    /// Who drafted it, and when it was sent.
    pub by: String,
    /// Whether the visitor opened it since it was last changed: only then it can be one of several.
    pub opened: bool,
    /// Why the visitor may not sign it; `None` where they may.
    pub barred: Option<String>,
    /// The version that they opened.
    pub version: u64,
    /// The first digits of the draft's hash.
    pub hash: String,
}

/// The inbox.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// What waits, the nearest deadline first.
    pub papers: Vec<Paper>,
    /// How many wait in all.
    pub count: u64,
    /// For whom the visitor signs today, where for another: `Thừa ủy quyền Chủ tịch, đến …`.
    pub acting: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// What was just done, as a sentence.
    pub done: Option<String>,
    /// What was wrong with a selection.
    pub problem: Option<String>,
}

template!(Inbox, "dossier/inbox.html");

impl Paper {
    /// Whether it can be one of several.
    fn is_able(&self) -> bool {
        self.opened && self.barred.is_none()
    }
}

impl Inbox {
    fn can_batch(&self) -> bool {
        self.papers.iter().filter(|paper| paper.is_able()).count() > 1
    }
}

impl Page for Inbox {
    fn name(&self, text: Text) -> String {
        text.dossier_inbox()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Inbox> {
        let papers = sample_papers();
        let full = Inbox {
            count: 7,
            acting: Some("Ký thay Chủ tịch UBND thị xã đến hết 20/12/2019".to_owned()),
            next: Some("/approve?after=x".to_owned()),
            done: Some("Đã ký.".to_owned()),
            problem: Some("Chọn ít nhất một hồ sơ đã mở.".to_owned()),
            papers: papers.clone(),
        };
        let plain = Inbox { papers: papers[..1].to_vec(), count: 1, ..Inbox::default() };
        vec![full, plain, Inbox::default()]
    }
}

fn sample_papers() -> Vec<Paper> {
    let paper = |code: &str, left, opened, flags: Vec<Flag>| Paper {
        code: format!("000.00.31.H16-191114-{code}"),
        title: "Giấy phép xây dựng cho bà Nguyễn Thị <Mẫu>".to_owned(),
        proposal: Badge { mood: Mood::Fine, words: "Đồng ý cấp phép".to_owned() },
        left,
        flags,
        by: "Trần Minh Mẫu, 15 giờ 05, 13/12/2019".to_owned(),
        opened,
        barred: None,
        version: 9,
        hash: "7be2 04c9".to_owned(),
    };
    vec![
        paper("0007", Left::Late(1), true, vec![Flag::DueChanged, Flag::Supplemented(1)]),
        paper("0008", Left::Today, true, Vec::new()),
        paper("0009", Left::Days(5), false, Vec::new()),
        Paper {
            barred: Some("Bạn đã trình <hồ sơ> này.".to_owned()),
            ..paper("0010", Left::Days(6), true, Vec::new())
        },
    ]
}

/// What is proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// In words, with its colour.
    pub badge: Badge,
    /// The core of it: names and values.
    pub facts: Vec<(String, String)>,
    /// The draft's words.
    pub text: String,
    /// The draft as a document, and how long it is: `2 trang`.
    pub draft: Option<(String, String)>,
    /// The hash of exactly what is signed; travels with the form.
    pub hash: String,
}

/// Somebody who looked at it before.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Who, with the post.
    pub who: String,
    /// What they say, and when.
    pub says: String,
}

/// How the signature will read.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The line above the name, as the law writes it: `KT. CHỦ TỊCH`, `TUQ. CHỦ TỊCH`.
    pub authority: Option<String>,
    /// The post: `PHÓ CHỦ TỊCH`.
    pub post: String,
    /// The name.
    pub name: String,
    /// Why one may sign for another: the delegation, from when to when, and how far.
    pub delegation: Option<String>,
}

/// One on one screen.
#[derive(Clone, Debug)]
pub struct Approve {
    /// What is to be signed, for whom.
    pub title: String,
    /// The dossier.
    pub head: Head,
    /// Its version; sent as `expected_version`.
    pub version: u64,
    /// Which of how many waiting ones it is.
    pub place: (u64, u64),
    /// When it was sent, and by whom.
    pub sent: Moment,
    /// Who drafted it.
    pub drafter: String,
    /// What is proposed.
    pub proposal: Proposal,
    /// Who looked at it before.
    pub reviewed: Vec<Reviewed>,
    /// What to think of.
    pub flags: Vec<Flag>,
    /// What is well: `6 trên 6 điều kiện đạt`.
    pub fine: Vec<String>,
    /// How the deadline came about.
    pub deadline: Deadline,
    /// How the signature will read.
    pub signing: Signing,
    /// Whether the second factor was given lately; else it is asked for next.
    pub fresh: bool,
    /// Whether the visitor may sign; `None`, or why not.
    pub barred: Option<String>,
    /// How many documents the dossier has.
    pub documents: u64,
    /// The one that waits next.
    pub next: Option<String>,
    /// Why it was refused.
    pub problem: Option<String>,
}

template!(Approve, "dossier/approve.html");

impl Page for Approve {
    fn name(&self, text: Text) -> String {
        if self.problem.is_some() { text.error_title(&self.title) } else { self.title.clone() }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Approve> {
        let full = sample();
        let own = Approve {
            head: Head::sample(Left::Days(4)),
            signing: Signing { authority: None, delegation: None, ..full.signing.clone() },
            flags: Vec::new(),
            reviewed: Vec::new(),
            fresh: true,
            next: None,
            ..full.clone()
        };
        let barred = Approve {
            barred: Some("Bạn đã tiếp nhận hồ sơ này nên người khác phải ký.".to_owned()),
            problem: Some("Dự thảo vừa đổi. Đọc lại trước khi ký.".to_owned()),
            ..full.clone()
        };
        vec![full, own, barred]
    }
}

fn sample() -> Approve {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Approve {
        title: "Giấy phép xây dựng cho bà Nguyễn Thị <Mẫu>".to_owned(),
        head: Head::sample(Left::Today),
        version: 9,
        place: (2, 7),
        sent: (Day { year: 2019, month: 12, day: 13 }, 15, 5),
        drafter: "Trần Minh Mẫu, chuyên viên".to_owned(),
        proposal: Proposal {
            badge: Badge { mood: Mood::Fine, words: "Đồng ý cấp phép".to_owned() },
            facts: vec![
                fact("Công trình", "Nhà ở 2 tầng, sàn 297,2 m²"),
                fact("Địa điểm", "Thửa 118, tờ 42, phường Nghĩa Trung"),
            ],
            text: "Cho phép xây dựng\nnhà ở riêng lẻ <2 tầng>.".to_owned(),
            draft: Some(("/dossiers/x/draft".to_owned(), "2 trang".to_owned())),
            hash: "7be204c91f5a".to_owned(),
        },
        reviewed: vec![Reviewed {
            who: "Hoàng Thị Mẫu, Trưởng phòng".to_owned(),
            says: "đồng ý, 14 giờ 52".to_owned(),
        }],
        flags: vec![Flag::Supplemented(1), Flag::DueChanged, Flag::Duplicate("H16-1".to_owned())],
        fine: vec!["6 trên 6 điều kiện đạt".to_owned()],
        deadline: sample_deadline(),
        signing: Signing {
            authority: Some("KT. CHỦ TỊCH".to_owned()),
            post: "PHÓ CHỦ TỊCH".to_owned(),
            name: "Phan Anh Mẫu".to_owned(),
            delegation: Some("Ký thay theo Quyết định 12/QĐ-UBND, đến hết 20/12/2019.".to_owned()),
        },
        fresh: false,
        barred: None,
        documents: 6,
        next: Some("/approve/000.00.31.H16-191114-0008".to_owned()),
        problem: None,
    }
}

/// Several at once, each opened before.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// What is signed.
    pub papers: Vec<Paper>,
    /// How the signature will read; the same on each.
    pub signing: Option<Signing>,
    /// Whether the second factor was given lately.
    pub fresh: bool,
    /// What was wrong.
    pub problem: Option<String>,
    /// How each ended, once they were signed: code, title, how.
    pub ended: Vec<(String, String, Badge)>,
}

template!(Batch, "dossier/batch.html");

impl Batch {
    fn able(&self) -> u64 {
        self.papers.iter().map(|paper| u64::from(paper.is_able())).sum()
    }
}

impl Page for Batch {
    fn name(&self, text: Text) -> String {
        let title = text.dossier_batch();
        if self.problem.is_some() { text.error_title(title) } else { title }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Batch> {
        let asked = Batch {
            papers: sample_papers(),
            signing: Some(sample().signing),
            fresh: false,
            problem: None,
            ended: Vec::new(),
        };
        let ended = |code: &str, mood, words: &str| {
            (
                code.to_owned(),
                "Giấy phép <xây dựng>".to_owned(),
                Badge { mood, words: words.to_owned() },
            )
        };
        let over = Batch {
            ended: vec![
                ended("H16-1", Mood::Fine, "Đã ký"),
                ended("H16-2", Mood::Late, "Chưa ký: dự thảo vừa đổi"),
            ],
            ..Batch::default()
        };
        let refused = Batch {
            problem: Some("Chọn ít nhất một hồ sơ.".to_owned()),
            fresh: true,
            ..asked.clone()
        };
        vec![asked, over, refused]
    }
}
