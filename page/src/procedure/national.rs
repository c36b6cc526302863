//! A procedure of the nation that is not published here.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// What the national list says of it.
#[derive(Clone, Debug)]
pub struct National {
    /// National code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who promulgated it.
    pub promulgator: String,
    /// Fields.
    pub fields: Vec<String>,
    /// Agencies that carry it out.
    pub departments: Vec<String>,
    /// For whom.
    pub subjects: Vec<String>,
    /// Whether it is between agencies only.
    pub internal: bool,
    /// The list of procedures of its field.
    pub others: String,
}

template!(National, "procedure/national.html");

impl Page for National {
    fn name(&self, _text: Text) -> String {
        self.name.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<National> {
        let full = National {
            code: "1.000080".to_owned(),
            name: "Đăng ký nhận cha, mẹ, con <b>".to_owned(),
            promulgator: "Bộ Tư pháp".to_owned(),
            fields: vec!["Hộ tịch".to_owned()],
            departments: vec!["Ủy ban nhân dân cấp xã".to_owned()],
            subjects: vec!["Công dân Việt Nam".to_owned()],
            internal: false,
            others: "/procedures?field=H".to_owned(),
        };
        let bare = National {
            departments: Vec::new(),
            subjects: Vec::new(),
            internal: true,
            ..full.clone()
        };
        vec![full, bare]
    }
}
