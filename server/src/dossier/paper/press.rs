//! The press: papers are typeset one by one on threads for slow work, never where pages wait.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderValue, Response};
use page::{Language, Text};
use pdf::Form;

use crate::account::gate::{Busy, Gate};
use crate::attachment::read::PDF_POLICY;
use crate::web::Problem;

/// Papers typeset at the same time; each takes a core.
const AT_ONCE: usize = 2;
/// Papers that wait for their turn; whoever comes beyond is asked to come again.
const WAITING_MAX: usize = 64;

/// The press of a house.
#[derive(Clone, Debug)]
pub struct Press(Gate);

impl Default for Press {
    fn default() -> Press {
        Press(Gate::new(AT_ONCE, WAITING_MAX))
    }
}

impl Press {
    /// Makes the file of a form.
    pub async fn print(&self, form: Form) -> Result<Vec<u8>, Problem> {
        let done = self.0.run(move || pdf::render(&form)).await;
        match done.map_err(|Busy| Problem::busy())? {
            Ok(file) => Ok(file),
            Err(pdf::Error::Letters(letters)) => Err(unprintable(&letters)),
            Err(error) => Err(Problem::bug(&error)),
        }
    }

    /// The same as an answer that a browser shows and nobody keeps. `name` is in plain letters.
    pub async fn answer(&self, form: Form, name: &str) -> Result<Response<Body>, Problem> {
        let file = self.print(form).await?;
        let name = domain::attachment::ascii(name);
        let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\""));
        let disposition = disposition.map_err(|error| Problem::bug(&error))?;
        let mut response = Response::new(Body::from(file));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PDF_POLICY));
        headers.insert(CONTENT_DISPOSITION, disposition);
        Ok(response)
    }
}

/// Letters that no form can show, and what to do: they came before they were refused at intake.
fn unprintable(letters: &[char]) -> Problem {
    let letters: String = letters.iter().map(|letter| format!(" {letter}")).collect();
    let say = |language| Text::new(language).paper_letters(letters.trim());
    let [vietnamese, english] = Language::ALL.map(say);
    Problem::new("paper-letters", 422, &vietnamese, &english)
}
