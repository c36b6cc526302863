//! Fresh databases of both engines for tests.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::postgres::Pg;
use crate::{Engine, Location};

/// The environment variable with the URL of a PostgreSQL server for tests.
pub const SERVER: &str = "MOTCUA_TEST_POSTGRES";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A place for one database, gone with the value.
#[derive(Debug)]
pub struct Fresh {
    /// Where the database can be made.
    pub location: Location,
    /// A directory for files beside it.
    pub directory: tempfile::TempDir,
    server: Option<String>,
}

/// A place on each engine.
pub fn both() -> Vec<Fresh> {
    vec![fresh(Engine::Sqlite), fresh(Engine::Postgres)]
}

/// A place on one engine.
pub fn fresh(engine: Engine) -> Fresh {
    let directory = tempfile::tempdir().expect("a temporary directory");
    match engine {
        Engine::Sqlite => {
            let location = Location::Sqlite(directory.path().join("motcua.sqlite"));
            Fresh { location, directory, server: None }
        }
        Engine::Postgres => {
            let server = server();
            let name = format!("t{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
            run(&server, &format!("CREATE DATABASE {name}"));
            let location = Location::Postgres(with_database(&server, &name));
            Fresh { location, directory, server: Some(server) }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests learn of their server from the environment")]
fn server() -> String {
    std::env::var(SERVER)
        .unwrap_or_else(|_| panic!("{SERVER} is not set: run the tests by `cargo xtask test`"))
}

fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let (host, _) = base.rsplit_once('/').expect("the URL names a database");
    format!("{host}/{name}{query}")
}

fn run(server: &str, text: &str) {
    let location = Location::Postgres(server.to_owned());
    let mut server = Pg::connect(&location, "").expect("the test server answers");
    server.batch(text).expect("the test server makes and drops databases");
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let (Some(server), Location::Postgres(url)) = (&self.server, &self.location) {
            let base = url.split('?').next().unwrap_or(url);
            let name = base.rsplit('/').next().unwrap_or_default();
            let location = Location::Postgres(server.clone());
            if let Ok(mut server) = Pg::connect(&location, "") {
                drop(server.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
            }
        }
    }
}
