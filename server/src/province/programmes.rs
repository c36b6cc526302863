//! Reads the province's programmes of reform: `programmes.toml`.

use domain::measure::{self, Programme};
use serde::{Deserialize, Serialize};

use super::files::{Finding, Source};

/// The file of the programmes.
pub(super) const PROGRAMMES: &str = "programmes.toml";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    programmes: Vec<Programme>,
}

/// The same as it is written.
#[derive(Serialize)]
pub(super) struct Written<'a> {
    pub(super) programmes: &'a [Programme],
}

/// Reads programmes; what is wrong with them goes to the findings. `is_office` says whether an
/// office of the register has a code.
pub(super) fn parse(
    source: &Source,
    is_office: &dyn Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) -> Vec<Programme> {
    let (file, unknown) = match source.parse::<File>() {
        Ok(parsed) => parsed,
        Err(error) => {
            findings.push(source.syntax(&error));
            return Vec::new();
        }
    };
    let what = |path: &String| format!("unknown key `{path}`: take it out");
    findings.extend(unknown.iter().map(|path| source.finding(&(0..0), what(path))));
    for fault in measure::check(&file.programmes, is_office) {
        // What is told twice is found where it is told again.
        let named = format!("\"{}\"", fault.at);
        let start = match fault.what.contains("told twice") {
            true => source.text.rfind(&named),
            false => source.text.find(&named),
        };
        let start = start.unwrap_or(0);
        findings.push(source.finding(&(start..start), fault.what));
    }
    file.programmes
}
