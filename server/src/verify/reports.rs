//! Frozen reports: the figures are those that the hash is of, and their identities hold.

use domain::report::Report as Reported;

use super::{Finding, Report, Verification};
use crate::commit::Error;
use crate::report::store;

/// Reports read at a time.
const PAGE: i64 = 100;

pub(super) fn check(verification: &Verification<'_>, report: &mut Report) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let values = [after.into(), PAGE.into()];
        let rows = verification.db.read_now(move |tx| tx.rows(&store::ALL_AFTER, &values))?;
        for row in &rows {
            after = row.int(0)?;
            if let Some(what) = wrong(row.text(2)?, row.text(3)?) {
                let stream = row.text(1)?.to_owned();
                report.findings.push(Finding::ReportChanged { stream, what });
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

/// What is wrong with a report of a hash; `None` where nothing is.
fn wrong(sha256: &str, text: &str) -> Option<String> {
    let reported: Reported = match serde_json::from_str(text) {
        Ok(reported) => reported,
        Err(error) => return Some(error.to_string()),
    };
    if reported.sha256() != sha256 {
        return Some("its figures are not those of its hash".to_owned());
    }
    reported.figures.check(None).err().map(|broken| broken.to_string())
}

#[cfg(test)]
mod tests {
    use domain::report::canonical;

    use super::*;

    #[test]
    fn a_figure_that_was_changed_is_found() {
        let text = concat!(
            r#"{"form":"II.06a","scope":{},"window":{"from":"2019-12-15","to":"2020-03-14"},"#,
            r#""by":"field","choices":{"ended":"on-time","waiting":"in-time","#,
            r#""imported":"when-received","judged":"by-promise"},"#,
            r#""figures":{"rows":[],"total":[0,0,0,0,0,0,0,0,0,0,0]}}"#,
        );
        let mut reported: Reported = serde_json::from_str(text).expect("a report");
        let sha256 = reported.sha256();
        assert_eq!(wrong(&sha256, &canonical(&reported)), None);
        reported.figures.total.0[3] = 1;
        let changed = canonical(&reported);
        assert!(wrong(&sha256, &changed).is_some_and(|it| it.contains("hash")));
        assert!(wrong(&reported.sha256(), &changed).is_some_and(|it| it.contains("3 = 4 + 5 + 6")));
        assert!(wrong(&sha256, "{}").is_some());
    }
}
