//! What was handed in: its code, what was promised, and what proves it.

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// Something that happens next.
#[derive(Clone, Debug, Default)]
pub struct Next {
    /// What.
    pub name: String,
    /// Until when, and what it means for the applicant.
    pub text: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// The dossier's code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// What is typed to track it; shown on the day that it was handed in.
    pub secret: Option<String>,
    /// When the result is expected, and on which condition.
    pub due: Option<(String, String)>,
    /// Who takes it in.
    pub office: String,
    /// How the result comes back.
    pub return_by: String,
    /// A QR code of the address where it is tracked, as markup.
    pub qr: String,
    /// When it came, in words.
    pub at: String,
    /// Papers to bring, by their names.
    pub bring: Vec<Said>,
    /// What happens next.
    pub next: Vec<Next>,
    /// Where the proof is, once the event is sealed.
    pub proof: String,
    /// The dossier's own page.
    pub dossier: String,
    /// Whether something was changed after it was handed in, and is not in it.
    pub late: bool,
    /// The draft that keeps the change, by its code.
    pub later: Option<String>,
}

template!(Sent, "apply/sent.html");

impl Page for Sent {
    fn name(&self, text: Text) -> String {
        text.apply_sent(&self.procedure.text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Sent> {
        let next =
            |name: &str| Next { name: name.to_owned(), text: "Chậm nhất 09:42".to_owned() };
        let sent = Sent {
            code: "000.26.31.H16-191216-0013".to_owned(),
            procedure: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            secret: Some("K7QM3D9RXY".to_owned()),
            due: Some(("Trước 17 giờ 16/12/2019".to_owned(), "nếu tiếp nhận hôm nay".to_owned())),
            office: "Bộ phận một cửa phường Nghĩa Trung".to_owned(),
            return_by: "Tại quầy".to_owned(),
            qr: "<svg viewBox=\"0 0 1 1\"></svg>".to_owned(),
            at: "09:42 16/12/2019".to_owned(),
            bring: vec![Said::plain("Giấy tờ tùy thân <b>")],
            next: vec![next("Phường kiểm tra hồ sơ"), next("Bạn đến nhận")],
            proof: "/my/dossiers/000.26.31.H16-191216-0013/proof".to_owned(),
            dossier: "/my/dossiers/000.26.31.H16-191216-0013".to_owned(),
            late: false,
            later: None,
        };
        let late = Sent { late: true, ..sent.clone() };
        let later = Sent { later: Some("ABCDEFGHJK".to_owned()), ..late.clone() };
        vec![sent.clone(), late, later, Sent { secret: None, due: None, bring: Vec::new(), ..sent }]
    }
}
