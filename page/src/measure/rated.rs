//! What applicants said of the service, without saying who or of which dossier.

use super::Chip;
use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// One rating.
#[derive(Clone, Debug)]
pub struct Line {
    /// The month in which it was given.
    pub month: String,
    /// From 1 to 5.
    pub score: u8,
    /// The procedure.
    pub name: Said,
    /// The office that served.
    pub office: String,
    /// What was written; empty where nothing was.
    pub text: String,
}

impl Line {
    fn words(&self, text: &Text) -> String {
        score(*text, self.score)
    }
}

/// Ratings that a figure counts.
#[derive(Clone, Debug)]
pub struct Ratings {
    /// The measure's name.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What is listed, in words.
    pub what: String,
    /// The window in words.
    pub shown: String,
    /// How many there are.
    pub count: String,
    /// Why nothing is listed to this reader; the way to sign in where that helps.
    pub closed: Option<(String, Option<String>)>,
    /// Ways to list fewer: by score, and those alone that say something.
    pub chips: Vec<Chip>,
    /// The ratings.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<String>,
}

template!(Ratings, "measure/ratings.html");

/// A score in words, from very dissatisfied to very satisfied.
pub fn score(text: Text, score: u8) -> String {
    match score {
        1 => text.rating_1(),
        2 => text.rating_2(),
        3 => text.rating_3(),
        4 => text.rating_4(),
        _ => text.rating_5(),
    }
}

impl Page for Ratings {
    fn name(&self, text: Text) -> String {
        text.measure_records_of(&self.name)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Ratings> {
        let line = |score, text: &str| Line {
            month: "12/2019".to_owned(),
            score,
            name: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            office: "Bộ phận một cửa".to_owned(),
            text: text.to_owned(),
        };
        let chip = |name: &str, chosen| Chip {
            path: "/measures/satisfaction/records?score=1".to_owned(),
            name: name.to_owned(),
            chosen,
        };
        let list = Ratings {
            name: "Hài lòng".to_owned(),
            path: "/measures/satisfaction".to_owned(),
            what: "phiếu đánh giá".to_owned(),
            shown: "01/01/2019 – 16/12/2019".to_owned(),
            count: "128".to_owned(),
            closed: None,
            chips: vec![chip("Tất cả", true), chip("Rất không hài lòng", false)],
            lines: vec![line(5, "Nhanh hơn giấy hẹn <b>"), line(2, ""), line(3, "Chờ lâu")],
            next: Some("/measures/satisfaction/records?cursor=1-2".to_owned()),
        };
        let few = Some(("Ít hơn 5 phiếu".to_owned(), None));
        let public = Some(("Chỉ thấy số đếm".to_owned(), Some("/sign-in".to_owned())));
        vec![
            list.clone(),
            Ratings { closed: few, lines: Vec::new(), next: None, ..list.clone() },
            Ratings { closed: public, lines: Vec::new(), next: None, ..list.clone() },
            Ratings { lines: Vec::new(), next: None, ..list },
        ]
    }
}
