//! A report as it is shown: as it was frozen where it was, with what was corrected since; else as
//! it is made now.

use domain::LawTime;
use domain::access::{self, Action, Conjunct, Denied, Granted, Thing};
use domain::report::{Broken, Difference, Report, Scope, stream};
use jiff::civil::Date;
use page::Text;

use super::asked::Asked;
use super::make;
use super::store;
use super::tree::Tree;
use super::words;
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site};

/// That a report was frozen.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Its number.
    pub id: i64,
    /// SHA-256 of what was frozen.
    pub sha256: String,
    /// Who froze it.
    pub by: String,
    /// When.
    pub at: LawTime,
    /// What was corrected since.
    pub corrections: Vec<Difference>,
}

/// That the same report was frozen with other ways to count.
#[derive(Clone, Debug)]
pub struct Otherwise {
    /// How the frozen one is asked for.
    pub asked: Asked,
    /// When it was frozen.
    pub at: LawTime,
}

/// A report with all that is known of it.
#[derive(Debug)]
pub struct Shown {
    /// What is shown.
    pub report: Report,
    /// That it was frozen so.
    pub frozen: Option<Frozen>,
    /// What does not hold of the figures: then they are not shown.
    pub broken: Option<Broken>,
    /// That the same was frozen with other ways to count: then this is not what was reported.
    pub counted_otherwise: Option<Otherwise>,
    /// Whether its last day is over.
    pub has_ended: bool,
    /// What the window before left open (column 11), where that report was frozen in the same ways
    /// to count and yet with another number than this one begins with (column 6).
    pub left_open: Option<i64>,
    /// The offices.
    pub tree: Tree,
}

/// What rights look at: an office, or the province as a whole.
pub async fn thing(site: &Site, scope: &Scope) -> Result<Thing, Problem> {
    if scope.is_province() {
        return Ok(Thing::everywhere());
    }
    let (day, machine) = (site.law_now().date(), site.house().source.machine());
    let (at, office) = (site.clone(), scope.office.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, machine)?;
        if offices.get(&office).is_some() {
            return Ok::<_, Error>(Some(offices.path(&office)));
        }
        // One that ended lies where it lay last.
        let tree = Tree::read(tx, day)?;
        Ok(tree.has(&office).then(|| tree.path(&office)))
    });
    Ok(Thing::at(read.await?.ok_or(Missing)?))
}

/// Whether rights reach every office that a report counts: the one that reports, and those under
/// it where they are meant too. A right to one office alone is none to what lies below. The first
/// tree says what is counted; an office is reached where it lies in any of them.
pub fn reaches(trees: &[&Tree], may: &access::Scope, scope: &Scope) -> bool {
    let covers = |code: &String| trees.iter().any(|tree| may.covers(&tree.path(code)));
    let counted = || trees.first().map(|tree| tree.below(&scope.office)).unwrap_or_default();
    match (scope.is_province(), scope.alone) {
        (true, _) => may.everywhere,
        (false, true) => covers(&scope.office),
        (false, false) => covers(&scope.office) && counted().iter().all(covers),
    }
}

/// Whether the caller may do something with a report that counts offices as they lay on a day; each
/// is reached where it lay then, or lies now.
pub async fn permitted(
    site: &Site,
    gate: &Gate,
    action: Action,
    (scope, day): (&Scope, Date),
) -> Result<Granted, Problem> {
    let granted = gate.may_do(action, &thing(site, scope).await?, None)?;
    if scope.alone || scope.is_province() {
        return Ok(granted);
    }
    let today = site.law_now().date();
    let read =
        move |tx: &mut db::Tx<'_>| Ok::<_, Error>((Tree::read(tx, day)?, Tree::read(tx, today)?));
    let (then, now) = site.house().db.read(read).await?;
    let may = access::scope(gate.caller().who(), action);
    match reaches(&[&then, &now], &may, scope) {
        true => Ok(granted),
        false => Err(gate.refuse(Denied(Conjunct::Jurisdiction)).into()),
    }
}

impl Shown {
    /// Reads a report that the caller may read.
    pub async fn read(site: &Site, gate: &Gate, asked: &Asked) -> Result<Shown, Problem> {
        permitted(site, gate, Action::ReadReports, (&asked.scope, asked.window.to)).await?;
        Shown::make(site, asked).await
    }

    /// The same, whoever asks.
    pub async fn make(site: &Site, asked: &Asked) -> Result<Shown, Problem> {
        let catalogue = site.catalogue().await?;
        let asked = asked.clone();
        let has_ended = asked.window.has_ended(site.law_now().date());
        let read = site.house().db.read(move |tx| {
            let tree = Tree::read(tx, asked.window.to)?;
            let (known, other) = match known(tx, &asked)? {
                Some((frozen, report)) if !asked.free && report.choices != asked.choices => {
                    let free = Asked { free: true, ..asked.clone() };
                    (None, Some(Otherwise { asked: free, at: frozen.at }))
                }
                known => (known, None),
            };
            let choices = known.as_ref().map_or(asked.choices, |(_, report)| report.choices);
            let asked = Asked { choices, ..asked };
            let made = make::make(tx, &tree, &catalogue, &asked)?;
            let last = Asked { window: asked.window.before(), ..asked.clone() };
            let last = self::known(tx, &last)?;
            // In other ways to count another number is no correction.
            let last = last.filter(|(_, report)| report.choices == asked.choices);
            let left = last.map(|(_, report)| report.figures.total.column(11));
            Ok::<_, Error>((tree, known, other, made, left))
        });
        let (tree, known, counted_otherwise, made, left) = read.await?;
        let mut shown = match known {
            None => Shown {
                report: made.report,
                frozen: None,
                broken: made.broken,
                counted_otherwise,
                has_ended,
                left_open: None,
                tree,
            },
            Some((frozen, report)) => {
                let corrections = report.figures.differences(&made.report.figures);
                let frozen = Some(Frozen { corrections, ..frozen });
                Shown {
                    report,
                    frozen,
                    broken: None,
                    counted_otherwise,
                    has_ended,
                    left_open: None,
                    tree,
                }
            }
        };
        let begins = shown.report.figures.total.column(6);
        shown.left_open = left.filter(|left| *left != begins);
        Ok(shown)
    }

    /// The figures, or why there are none.
    pub fn sound(self) -> Result<Shown, Problem> {
        match &self.broken {
            None => Ok(self),
            Some(broken) => {
                let said = |language| {
                    let text = Text::new(language);
                    let line = words::broken(text, broken, &self.report.figures);
                    format!("{}. {}", line, text.report_broken_help())
                };
                let [vietnamese, english] = page::Language::ALL.map(said);
                Err(Problem::new("report-broken", 422, &vietnamese, &english))
            }
        }
    }
}

/// The report as it was frozen, if it was.
fn known(tx: &mut db::Tx<'_>, asked: &Asked) -> Result<Option<(Frozen, Report)>, Error> {
    let Asked { form, window, by, choices, .. } = *asked;
    let figures = domain::report::Figures::default();
    let named = Report { form, scope: asked.scope.clone(), window, by, choices, figures };
    let Some(row) = tx.row(&store::ONE, &[stream(&named).as_str().into()])? else {
        return Ok(None);
    };
    let damaged = |source| Error::Damaged(format!("a report: {source}"));
    let report: Report = serde_json::from_str(row.text(4)?).map_err(damaged)?;
    let frozen = Frozen {
        id: row.int(0)?,
        sha256: row.text(1)?.to_owned(),
        by: row.text(2)?.to_owned(),
        at: LawTime(row.int(3)?),
        corrections: Vec::new(),
    };
    Ok(Some((frozen, report)))
}
