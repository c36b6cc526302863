//! The virus scanner: clamd, asked by its INSTREAM command over a socket of this machine.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::vault::CHUNK_BYTES;

/// How long one file may take to be scanned. A scanner that is slower is as good as down: the file
/// waits and is tried again.
const SCAN_TIME_MAX: Duration = Duration::from_secs(30);
/// The longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 4096;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A socket in the file system.
    Socket(PathBuf),
    /// A port of this machine. What is scanned is personal and goes in clear, so never another's.
    Port(SocketAddr),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Address, String> {
        if text.starts_with('/') {
            return Ok(Address::Socket(PathBuf::from(text)));
        }
        let address: SocketAddr =
            text.parse().map_err(|_| "name a socket (/run/clamav/clamd.ctl) or ADDRESS:PORT")?;
        match address.ip().is_loopback() {
            true => Ok(Address::Port(address)),
            false => Err("the scanner must be on this machine: files go to it in clear".to_owned()),
        }
    }
}

/// What a scan found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Clean,
    /// Something harmful, and how the scanner calls it.
    Found(String),
}

/// A scanner.
#[derive(Clone, Debug)]
pub struct Scanner {
    address: Address,
    patience: Duration,
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Scanner {
    /// The scanner at an address. Nothing is asked yet.
    pub fn new(address: Address) -> Scanner {
        Scanner { address, patience: SCAN_TIME_MAX }
    }

    /// The same with less patience.
    #[cfg(test)]
    pub(super) fn within(self, patience: Duration) -> Scanner {
        Scanner { patience, ..self }
    }

    fn connect(&self) -> io::Result<Box<dyn Line>> {
        match &self.address {
            Address::Socket(path) => {
                let line = UnixStream::connect(path)?;
                line.set_read_timeout(Some(self.patience))?;
                line.set_write_timeout(Some(self.patience))?;
                Ok(Box::new(line))
            }
            Address::Port(address) => {
                let line = TcpStream::connect_timeout(address, self.patience)?;
                line.set_read_timeout(Some(self.patience))?;
                line.set_write_timeout(Some(self.patience))?;
                Ok(Box::new(line))
            }
        }
    }

    /// Scans what is read. An error means that nobody knows: the file is to be tried again.
    pub fn scan(&self, from: &mut dyn Read) -> io::Result<Verdict> {
        let mut line = self.connect()?;
        line.write_all(b"zINSTREAM\0")?;
        let mut chunk = vec![0; CHUNK_BYTES];
        let sent = loop {
            let n = from.read(&mut chunk)?;
            let length = u32::try_from(n).map_err(io::Error::other)?.to_be_bytes();
            let sent = line.write_all(&length).and_then(|()| line.write_all(&chunk[..n]));
            // A length of zero ends the stream. A scanner that has enough hangs up, and says why.
            if n == 0 || sent.is_err() {
                break sent.and_then(|()| line.flush());
            }
        };
        let mut answer = Vec::new();
        let read = line.take(ANSWER_BYTES_MAX).read_to_end(&mut answer);
        if answer.is_empty() {
            sent?;
            read?;
        }
        verdict(&String::from_utf8_lossy(&answer))
    }
}

/// Reads the scanner's answer: `stream: OK`, `stream: NAME FOUND`, `… ERROR`.
fn verdict(answer: &str) -> io::Result<Verdict> {
    let answer = answer.trim_end_matches(['\0', '\n']).trim();
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(Verdict::Clean);
    }
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Found(name.to_owned())),
        None => Err(io::Error::new(ErrorKind::InvalidData, format!("the scanner said: {said}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_ok_is_clean() {
        assert_eq!(verdict("stream: OK\0").ok(), Some(Verdict::Clean));
        let found = Verdict::Found("Win.Test.EICAR_HDB-1".to_owned());
        assert_eq!(verdict("stream: Win.Test.EICAR_HDB-1 FOUND\0").ok(), Some(found));
        let limit = "INSTREAM size limit exceeded. ERROR\0";
        for unclear in ["", "stream: ", "stream: OKAY", "UNKNOWN COMMAND", limit] {
            assert!(verdict(unclear).is_err(), "{unclear}");
        }
    }

    #[test]
    fn a_scanner_stands_on_this_machine() {
        assert!("/run/clamav/clamd.ctl".parse::<Address>().is_ok());
        assert!(
            "127.0.0.1:3310".parse::<Address>().is_ok() && "[::1]:3310".parse::<Address>().is_ok()
        );
        for wrong in ["192.0.2.1:3310", "clamd:3310", "3310", ""] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }
}
