//! Figures: the province's dashboard, and a figure office by office.

use std::sync::Arc;
use std::time::Duration;

use domain::calendar::Calendar;
use domain::measure::Measure;
use domain::report::{By, Choices, Form, Scope as ReportScope, Window as ReportWindow};
use jiff::civil::date;
use serde_json::Value as Json;

use super::intake::{fill, round_up};
use super::load::{self, AsyncRequest, Load, Until};
use super::process;
use super::run::{Bench, Measured, Temporary, round};
use super::search::tell_shipped;
use crate::account::demo::People;
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;
use crate::measure::{facts::Shelf, programme, read};
use crate::procedure::catalogue::Catalogue;
use crate::report::asked::Asked;
use crate::report::make as report;
use crate::report::tree::Tree;
use crate::simulator::{END, Wanted, play};
use crate::tally::{Offices, Scope, Window};

/// Dossiers that are played over a year at most; what is wanted beyond them is taken in on its last
/// day. Tallies are as many either way: by office, procedure and day.
const PLAYED_MAX: u64 = 10_000;
/// The seed of the year.
const SEED: u64 = 2019;

impl Bench {
    pub(super) fn measures(&self, house: &House, temporary: &Temporary) -> Result<Json, Fault> {
        if round_up(house)? == 0 {
            tell_shipped(house, temporary)?;
            let dossiers = self.dossiers.min(PLAYED_MAX);
            play(house, &People::default(), Wanted { dossiers, seed: SEED }, &mut |_, _| {})?;
        }
        house.source.shift_to(END.max(house.head()?.law_time));
        fill(house, self.dossiers)?;
        let terms = house.province()?.terms;
        let request = BoardRequest {
            db: house.db.clone(),
            shelf: Arc::new(Shelf::default()),
            calendar: Arc::new(Calendar::new(&terms.calendar)),
            catalogue: Arc::new(
                house.db.read_now(move |tx| Catalogue::read(tx, &terms, END.date(), 0))?,
            ),
            what: What::Board,
        };
        // The first one reads the catalogue.
        load::run(&house.source, 1, Until::Done(1), &request);
        let (measured, _) = self.asked(house, &request);
        let mut line = self.line(house, &measured);
        let others = [
            ("by_office", What::ByOffice),
            ("report_by_field", What::Report(By::Field)),
            ("report_by_office", What::Report(By::Office)),
        ];
        for (name, what) in others {
            let (_, (cpu_ms, statements)) =
                self.asked(house, &BoardRequest { what, ..request.clone() });
            line[format!("{name}_cpu_ms_each")] = round(cpu_ms).into();
            line[format!("{name}_statements_each")] = round(statements).into();
        }
        line["dossiers"] = round_up(house)?.into();
        Ok(line)
    }

    /// Asks for the time of the bench; also processor time and statements of each.
    fn asked(&self, house: &House, request: &BoardRequest) -> (Measured, (f64, f64)) {
        let (sent, cpu) = (house.db.statements(), process::cpu_seconds());
        let time = Until::Time(Duration::from_secs(self.seconds));
        let load: Load = load::run(&house.source, self.clients, time, request);
        let cpu_seconds = process::cpu_seconds() - cpu;
        let statements = house.db.statements() - sent;
        #[expect(clippy::cast_precision_loss, reason = "figures are shown, not kept")]
        let each = {
            let done = load.done.max(1) as f64;
            (cpu_seconds * 1000.0 / done, statements as f64 / done)
        };
        let rss_anon_mib = process::rss_anon_mib();
        (Measured { cpu_seconds, batches: 0, statements, rss_anon_mib, load }, each)
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
enum What {
    /// Every figure of the province.
    Board,
    /// One figure, office by office.
    ByOffice,
    /// The statutory report of a year.
    Report(By),
}

#[derive(Clone)]
struct BoardRequest {
    db: db::Db,
    shelf: Arc<Shelf>,
    calendar: Arc<Calendar>,
    catalogue: Arc<Catalogue>,
    what: What,
}

impl AsyncRequest for BoardRequest {
    async fn send(&self, _n: u64) -> Result<(), Error> {
        let window = Window { from: date(2018, 12, 15), to: date(2019, 12, 14) };
        let it = self.clone();
        let found = self.db.read(move |tx| {
            Ok::<_, Error>(match it.what {
                What::Board => programme::board(tx, &it.shelf, &it.calendar, window)?.figures.len(),
                What::ByOffice => {
                    let scope = Scope { offices: Offices::All, procedure: None, window };
                    read::by_office(tx, Measure::OnTimeLaw, scope)?.len()
                }
                What::Report(by) => {
                    let asked = Asked {
                        form: Form::Handling,
                        scope: ReportScope::default(),
                        window: ReportWindow { from: window.from, to: window.to },
                        by,
                        choices: Choices::default(),
                        free: true,
                    };
                    let tree = Tree::read(tx, window.to)?;
                    report::make(tx, &tree, &it.catalogue, &asked)?.report.figures.rows.len()
                }
            })
        });
        match found.await? {
            0 => Err(Error::Damaged("nothing was counted".to_owned())),
            _ => Ok(()),
        }
    }
}
