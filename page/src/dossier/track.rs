//! Where a dossier is, for whoever has its slip: the form that asks for its two codes.

use crate::layout::template;
use crate::sign_in::{Field, Kind};
use crate::{Layout, Page, Text};

/// The form.
#[derive(Clone, Debug, Default)]
pub struct Track {
    /// What stood in the box of the dossier's code. The secret is never shown again.
    pub code: String,
    /// What is wrong with the code.
    pub code_problem: Option<String>,
    /// What is wrong with the secret.
    pub secret_problem: Option<String>,
    /// Why the two together did not open a dossier.
    pub problem: Option<String>,
}

impl Track {
    fn fields(&self, text: &Text) -> Vec<Field> {
        vec![
            Field::new("code", Kind::DossierCode, text.track_code())
                .hint(text.track_code_hint())
                .value(&self.code)
                .error(self.code_problem.clone()),
            Field::new("secret", Kind::PaperCode, text.track_secret())
                .hint(text.track_secret_hint())
                .error(self.secret_problem.clone()),
        ]
    }

    /// What is wrong, each with the box where it is mended.
    fn errors(&self) -> Vec<(&'static str, &String)> {
        let code = self.problem.iter().chain(&self.code_problem).map(|it| ("code", it));
        code.chain(self.secret_problem.iter().map(|it| ("secret", it))).collect()
    }
}

template!(Track, "dossier/track.html");

impl Page for Track {
    fn name(&self, text: Text) -> String {
        text.track_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Track> {
        let code = "000.00.31.H16-191114-0007".to_owned();
        let wrong = Track { code, problem: Some("<b>".to_owned()), ..Track::default() };
        let empty = Track {
            code_problem: Some("Gõ mã hồ sơ".to_owned()),
            secret_problem: Some("Gõ mã tra cứu".to_owned()),
            ..Track::default()
        };
        vec![Track::default(), wrong, empty]
    }
}
