//! Where a database stands.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::Error;

/// Which engine serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, inside the process.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A database's address: `sqlite:PATH` or `postgres://USER@HOST/NAME`.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A URL.
    Postgres(String),
}

impl Location {
    /// The engine that serves it.
    pub fn engine(&self) -> Engine {
        match self {
            Location::Sqlite(_) => Engine::Sqlite,
            Location::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for Location {
    type Err = Error;

    fn from_str(text: &str) -> Result<Location, Error> {
        if let Some(path) = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Location::Sqlite(PathBuf::from(path)));
        }
        let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
        match known && text.parse::<tokio_postgres::Config>().is_ok() {
            true => Ok(Location::Postgres(text.to_owned())),
            false => Err(Error::Address(hide_password(text))),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Postgres(url) => f.write_str(&hide_password(url)),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The URL without its password: neither before the host nor as a parameter.
fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (before, query) = rest.split_once('?').map_or((rest, ""), |(a, b)| (a, b));
    let before = match before.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => before.to_owned(),
    };
    let open = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("password="));
    let open = open.collect::<Vec<_>>().join("&");
    let mark = if open.is_empty() { "" } else { "?" };
    format!("{scheme}://{before}{mark}{open}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let location: Location =
            "postgres://me:secret@127.0.0.1:5432/x?password=secret&sslmode=disable"
                .parse()
                .expect("it parses");
        assert_eq!(location.to_string(), "postgres://me@127.0.0.1:5432/x?sslmode=disable");
        assert!(!format!("{location:?}").contains("secret"));
    }

    #[test]
    fn an_unknown_address_is_refused_without_its_password() {
        let error = "mysql://me:secret@host/x".parse::<Location>().expect_err("it is refused");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!("sqlite:".parse::<Location>().is_err());
    }
}
