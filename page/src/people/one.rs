//! One account of the register.

use super::{Mood, Standing};
use crate::layout::template;
use crate::{Layout, Page, Text};

/// A way on from a page.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub path: String,
    /// What it says.
    pub name: String,
}

/// A post of the account.
#[derive(Clone, Debug)]
pub struct PostRow {
    /// What it is called, and where.
    pub name: String,
    /// Its roles.
    pub roles: String,
    /// From when to when.
    pub dates: String,
    /// Whose deputy it makes its holder.
    pub deputy_of: Option<String>,
    /// Who proposed it, and who decided.
    pub by: String,
    /// How it stands.
    pub standing: Standing,
    /// What may be done with it.
    pub links: Vec<Link>,
}

/// The account.
#[derive(Clone, Debug)]
pub struct One {
    /// The name.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// What was just done, where something was.
    pub done: Option<String>,
    /// What is known: names and values.
    pub facts: Vec<(String, String)>,
    /// Its posts, the latest first.
    pub posts: Vec<PostRow>,
    /// What happened to it, the latest first: when, and what.
    pub history: Vec<(String, String)>,
    /// What may be done with it.
    pub links: Vec<Link>,
}

template!(One, "people/one.html");

impl Page for One {
    fn name(&self, _text: Text) -> String {
        self.name.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let link = |path: &str| Link { path: path.to_owned(), name: format!("Đến {path}") };
        let post = |mood, deputy_of: Option<&str>| PostRow {
            name: "Chuyên viên, Sở Nội vụ".to_owned(),
            roles: "Chuyên viên".to_owned(),
            dates: "từ 16/12/2019".to_owned(),
            deputy_of: deputy_of.map(str::to_owned),
            by: "Lương Thị Hệ đề nghị".to_owned(),
            standing: Standing { mood, words: "Đang giữ".to_owned() },
            links: vec![link("/people/2019-ab/posts/1/end")],
        };
        let one = One {
            name: "H'Linh <b>Niê</b>".to_owned(),
            standing: Standing { mood: Mood::Fine, words: "Đang làm việc".to_owned() },
            done: Some("Đã gửi đề nghị".to_owned()),
            facts: vec![("Tên đăng nhập".to_owned(), "hlinh".to_owned())],
            posts: vec![post(Mood::Fine, None), post(Mood::Waiting, Some("Y Thông"))],
            history: vec![("08 giờ 00, 16/12/2019".to_owned(), "Mở tài khoản".to_owned())],
            links: vec![link("/people/2019-ab/rights")],
        };
        let bare = One {
            done: None,
            facts: Vec::new(),
            posts: Vec::new(),
            history: Vec::new(),
            links: Vec::new(),
            ..one.clone()
        };
        vec![one, bare]
    }
}
