//! The front page: what exists, and the way in.

use crate::layout::template;
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

/// The front page.
#[derive(Clone, Debug)]
pub struct Home {
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
        vec![Home { levels: full }, Home { levels: Vec::new() }]
    }
}
