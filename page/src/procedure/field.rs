//! Fields of government.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// A field with how many procedures it has.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The list of its procedures.
    pub path: String,
    /// Published here.
    pub published: u64,
    /// Of the nation, not published here.
    pub national: u64,
}

/// All fields in the order of the alphabet.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Fields with procedures published here.
    pub ours: Vec<Field>,
    /// The others.
    pub others: Vec<Field>,
}

template!(Fields, "procedure/fields.html");

impl Page for Fields {
    fn name(&self, text: Text) -> String {
        text.field_list()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Fields> {
        let field = |name: &str, published| Field {
            name: name.to_owned(),
            path: "/procedures?field=x".to_owned(),
            published,
            national: 7,
        };
        vec![
            Fields {
                ours: vec![field("Hộ tịch", 5)], others: vec![field("Hải quan <b>", 0)]
            },
            Fields { ours: Vec::new(), others: Vec::new() },
        ]
    }
}
