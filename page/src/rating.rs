//! How the applicant was served: one question, its thanks, and the ways to it.

use crate::layout::template;
use crate::procedure::Said;
use crate::sign_in::{Field, Kind};
use crate::{Layout, Page, Text};

/// Where a dossier stands to its rating.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// It may be rated.
    #[default]
    Question,
    /// It was rated just now.
    Thanks,
    /// It was rated before.
    Before,
    /// Nothing was handed out yet.
    Early,
}

/// The question of a dossier.
#[derive(Clone, Debug, Default)]
pub struct Rating {
    /// The dossier's code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// Where it is sent.
    pub action: String,
    /// Whether it stands on the desk's tablet.
    pub at_desk: bool,
    /// Where the dossier stands.
    pub stand: Stand,
    /// What was chosen, from 1 to 5.
    pub score: Option<u8>,
    /// What was written.
    pub text: String,
    /// Whether nothing was chosen.
    pub no_score: bool,
    /// How many characters it may have, where there are more.
    pub too_long: Option<usize>,
    /// What the form carries beside its own fields, as markup.
    #[doc(hidden)]
    pub form: String,
}

impl Rating {
    /// The five answers, with whether each is chosen.
    fn answers(&self, text: &Text) -> Vec<(u8, String, bool)> {
        let answer =
            |score| (score, crate::measure::rated::score(*text, score), self.score == Some(score));
        (1..=5).map(answer).collect()
    }

    /// What is wrong, each with the box where it is mended.
    fn errors(&self, text: &Text) -> Vec<(&'static str, String)> {
        let score = self.no_score.then(|| ("score-1", text.rating_no_score()));
        let long = self.too_long.map(|most| ("text", text.rating_too_long(most as u64)));
        score.into_iter().chain(long).collect()
    }
}

template!(Rating, "rating/question.html");

/// The same with nothing around it: on a screen that the clerk turned.
struct Turned(Rating);

template!(Turned, "rating/desk.html");

impl Page for Turned {
    fn name(&self, text: Text) -> String {
        self.0.name(text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Turned> {
        Vec::new()
    }
}

impl Page for Rating {
    fn name(&self, text: Text) -> String {
        text.rating_title()
    }

    fn render(&self, layout: &Layout) -> String {
        match self.at_desk {
            // The applicant sees nothing of the clerk whose screen it is, and cannot go there.
            true => Turned(Rating { form: layout.form(), ..self.clone() }).fill(layout),
            false => Rating { form: layout.form(), ..self.clone() }.fill(layout),
        }
    }

    fn samples() -> Vec<Rating> {
        let question = Rating {
            code: "000.00.31.H16-191114-0007".to_owned(),
            procedure: Said {
                text: "Cấp giấy phép <xây dựng>".to_owned(), vietnamese: true
            },
            action: "/r/000.00.31.H16-191114-0007/rate".to_owned(),
            ..Rating::default()
        };
        let wrong = Rating {
            no_score: true,
            too_long: Some(1000),
            text: "Chờ lâu <quá>".to_owned(),
            ..question.clone()
        };
        let chosen = Rating { score: Some(4), at_desk: true, ..question.clone() };
        let standing = [Stand::Thanks, Stand::Before, Stand::Early];
        let standing = standing.map(|stand| Rating { stand, ..question.clone() });
        let thanks = Rating { stand: Stand::Thanks, ..chosen.clone() };
        [question, wrong, chosen, thanks].into_iter().chain(standing).collect()
    }
}

/// The codes of a slip, before the question.
#[derive(Clone, Debug, Default)]
pub struct Secret {
    /// What stood in the box of the dossier's code. The secret is never shown again.
    pub code: String,
    /// What is wrong with the code.
    pub code_problem: Option<String>,
    /// What is wrong with the secret.
    pub secret_problem: Option<String>,
    /// Why the two together did not open a dossier.
    pub problem: Option<String>,
}

impl Secret {
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

    /// Where it is sent: the codes themselves stand in the form.
    fn action(&self) -> &'static str {
        "/r/x"
    }

    /// What is wrong, each with the box where it is mended.
    fn errors(&self) -> Vec<(&'static str, &String)> {
        let code = self.problem.iter().chain(&self.code_problem).map(|it| ("code", it));
        code.chain(self.secret_problem.iter().map(|it| ("secret", it))).collect()
    }
}

template!(Secret, "rating/secret.html");

impl Page for Secret {
    fn name(&self, text: Text) -> String {
        text.rating_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Secret> {
        let code = "000.00.31.H16-191114-0007".to_owned();
        let wrong = Secret { code, problem: Some("<b>".to_owned()), ..Secret::default() };
        let empty = Secret {
            code_problem: Some("Gõ mã hồ sơ".to_owned()),
            secret_problem: Some("Gõ mã tra cứu".to_owned()),
            ..Secret::default()
        };
        vec![Secret::default(), wrong, empty]
    }
}

/// Which dossier the desk's tablet is turned for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// What was typed or scanned.
    pub code: String,
    /// Why it cannot be rated here.
    pub missed: Option<String>,
}

template!(Ask, "rating/ask.html");

impl Page for Ask {
    fn name(&self, text: Text) -> String {
        text.rating_desk_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Ask> {
        let missed = Some("Chưa <trả> kết quả".to_owned());
        vec![Ask::default(), Ask { code: "000.00.31.H16".to_owned(), missed }]
    }
}
