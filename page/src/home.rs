//! The front page: what exists, and the way in.

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// How many offices a level has.
#[derive(Clone, Debug)]
pub struct LevelCount {
    /// The level's identifier.
    pub id: String,
    /// Its name in the page's language.
    pub name: String,
    /// How many offices and desks.
    pub count: u64,
}

/// A procedure that many people need.
#[derive(Clone, Debug)]
pub struct Task {
    /// National code.
    pub code: String,
    /// Its name.
    pub name: Said,
    /// How long it takes.
    pub time: String,
    /// Its picture.
    pub icon: String,
}

/// The front page.
#[derive(Clone, Debug)]
pub struct Home {
    /// Procedures that many people need.
    pub top: Vec<Task>,
    /// How many procedures can be found.
    pub procedures: u64,
    /// Offices by level.
    pub levels: Vec<LevelCount>,
}

impl Home {
    /// All offices.
    pub fn total(&self) -> u64 {
        self.levels.iter().map(|level| level.count).sum()
    }
}

template!(Home, "home.html");

impl Page for Home {
    fn name(&self, text: Text) -> String {
        text.home_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Home> {
        let level = |id: &str, name: &str, count| LevelCount {
            id: id.to_owned(),
            name: name.to_owned(),
            count,
        };
        let full = vec![level("province", "Cấp tỉnh", 28), level("commune", "Cấp xã", 142)];
        let task = Task {
            code: "1.001193".to_owned(),
            name: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            time: "Trong ngày".to_owned(),
            icon: "baby".to_owned(),
        };
        vec![
            Home { levels: full, top: vec![task], procedures: 4871 },
            Home { levels: Vec::new(), top: Vec::new(), procedures: 0 },
        ]
    }
}
