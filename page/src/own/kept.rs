//! One's own data as it is kept, and who looked at it.

use super::Done;
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Something that one may agree to.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The purpose in forms.
    pub purpose: String,
    /// What it is about, in the page's language.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The version of the text that is offered.
    pub version: String,
    /// The version that was agreed to, and when; `None` where nothing was.
    pub given: Option<(String, Day)>,
}

impl Consent {
    /// Whether the text changed since it was agreed to.
    fn is_outdated(&self) -> bool {
        self.given.as_ref().is_some_and(|(version, _)| *version != self.version)
    }

    /// A version in words: most are the day of their text.
    fn version_name(version: &str, text: &Text) -> String {
        Day::parse(version).map_or_else(|| version.to_owned(), |day| text.date(day))
    }

    fn standing(&self, text: &Text) -> String {
        let offered = Consent::version_name(&self.version, text);
        let Some((version, day)) = &self.given else { return text.own_consent_none(offered) };
        let given = text.own_consent_given(text.date(day), Consent::version_name(version, text));
        match self.is_outdated() {
            true => format!("{given} {}", text.own_consent_outdated(offered)),
            false => given,
        }
    }
}

/// Everything that is kept of a person.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The name.
    pub person: String,
    /// What one signs in with.
    pub login: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
    /// Kind of the identity paper in data, and its number.
    pub identity: Option<(String, String)>,
    /// Date of birth.
    pub birth_date: Option<Day>,
    /// Address.
    pub address: Option<String>,
    /// Identities at providers: issuer and subject.
    pub links: Vec<(String, String)>,
    /// What one may agree to.
    pub consents: Vec<Consent>,
    /// What was just done.
    pub done: Option<Done>,
}

impl Kept {
    fn paper(&self, text: &Text) -> Option<(String, &str)> {
        let (kind, number) = self.identity.as_ref()?;
        let name = match kind.as_str() {
            "citizen_id" => text.own_paper_citizen_id(),
            "cmnd" => text.own_paper_cmnd(),
            "passport" => text.own_paper_passport(),
            "tax_code" => text.own_paper_tax_code(),
            _ => text.own_paper_other(),
        };
        Some((name, number))
    }
}

template!(Kept, "own/kept.html");

impl Page for Kept {
    fn name(&self, text: Text) -> String {
        text.own_data()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Kept> {
        let day = Day { year: 2019, month: 12, day: 16 };
        let consent = |id: &str, given: Option<&str>| Consent {
            purpose: id.to_owned(),
            name: "Dùng lại thông tin".to_owned(),
            text: "Cho phép <điền sẵn>.".to_owned(),
            version: "2".to_owned(),
            given: given.map(|version| (version.to_owned(), day)),
        };
        let full = Kept {
            person: "Nguyễn Thị Mẫu".to_owned(),
            login: Some("nguoidan".to_owned()),
            phone: Some("+84901234567".to_owned()),
            email: Some("mau@example.vn".to_owned()),
            identity: Some(("citizen_id".to_owned(), "099190000001".to_owned())),
            birth_date: Some(day),
            address: Some("Phường Nghĩa Trung".to_owned()),
            links: vec![("https://issuer.example".to_owned(), "s-1".to_owned())],
            consents: vec![consent("a", None), consent("b", Some("2")), consent("c", Some("1"))],
            done: Some(Done::ConsentGiven),
        };
        let papers = ["cmnd", "passport", "tax_code", "other"].map(|kind| Kept {
            identity: Some((kind.to_owned(), "1".to_owned())),
            done: None,
            ..full.clone()
        });
        let bare = Kept { person: "Y Thông".to_owned(), ..Kept::default() };
        std::iter::once(full).chain(papers).chain([bare]).collect()
    }
}

/// A reading of one's data: never by whom, only for which office.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When: day, hour, minute.
    pub at: (Day, u8, u8),
    /// The office, by its name in the page's language.
    pub office: String,
    /// What the reader's post is called.
    pub position: String,
    /// What was done, in words.
    pub action: String,
    /// What for, in words.
    pub purpose: String,
}

/// Who looked at one's data.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// Readings, the latest first.
    pub seen: Vec<Seen>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether this is a page after the first.
    pub is_later: bool,
}

template!(Readings, "own/readings.html");

impl Page for Readings {
    fn name(&self, text: Text) -> String {
        text.own_readings()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Readings> {
        let seen = Seen {
            at: (Day { year: 2019, month: 12, day: 16 }, 9, 5),
            office: "Văn phòng Ủy ban nhân dân tỉnh".to_owned(),
            position: "Cán bộ bảo vệ dữ liệu cá nhân".to_owned(),
            action: "Xem yêu cầu về dữ liệu".to_owned(),
            purpose: "Trả lời yêu cầu".to_owned(),
        };
        let next = Some("/account/readings?cursor=7".to_owned());
        vec![
            Readings::default(),
            Readings { seen: vec![seen.clone()], next, is_later: false },
            Readings { seen: vec![seen], next: None, is_later: true },
        ]
    }
}
