//! A mail server that keeps what it is given (RFC 5321), and a gateway of text messages.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use server::outbox::mail::{Mail, Security, Settings};
use server::outbox::{Carrier, Parcel, Reason};

/// A mail as it came over the wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Received {
    /// Whom the envelope names.
    pub(super) to: String,
    /// Its header lines.
    pub(super) head: String,
    /// What it says, decoded.
    pub(super) text: String,
}

/// The mail server: it listens until the test ends, on a port of its own.
pub(super) struct MailSink {
    pub(super) port: u16,
    heard: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<Option<&'static str>>>,
}

impl MailSink {
    pub(super) fn new() -> MailSink {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let (heard, answer) = (Arc::default(), Arc::default());
        let sink = MailSink { port, heard: Arc::clone(&heard), answer: Arc::clone(&answer) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever hangs up in the middle has sent nothing.
                serve(&stream, &heard, &answer).ok();
            }
        });
        sink
    }

    /// Answers every recipient so from now on; `None` takes them.
    pub(super) fn answers(&self, answer: Option<&'static str>) {
        *self.answer.lock().expect("free") = answer;
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.heard.lock().expect("free").clone()
    }

    /// The house's own client of this server.
    pub(super) fn carrier(&self) -> Box<dyn Carrier> {
        let settings = Settings {
            server: "127.0.0.1".to_owned(),
            port: self.port,
            security: Security::None,
            from: "Một Cửa <motcua@example.vn>".to_owned(),
            login: None,
            authority: None,
        };
        Box::new(Mail::new(settings).expect("it is set up"))
    }
}

fn serve(
    stream: &TcpStream,
    heard: &Mutex<Vec<Received>>,
    answer: &Mutex<Option<&'static str>>,
) -> std::io::Result<()> {
    let (mut lines, mut out) = (BufReader::new(stream).lines(), stream);
    let mut mail = Received::default();
    write!(out, "220 sink.example ESMTP\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "RCPT" => {
                if let Some(refused) = *answer.lock().expect("free") {
                    write!(out, "{refused}\r\n")?;
                    continue;
                }
                let named = line.split(['<', '>']).nth(1).unwrap_or_default();
                named.clone_into(&mut mail.to);
                write!(out, "250 ok\r\n")?;
            }
            "DATA" => {
                write!(out, "354 go on\r\n")?;
                let mut whole = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    whole.push_str(line.strip_prefix('.').unwrap_or(&line));
                    whole.push('\n');
                }
                let (head, body) = whole.split_once("\n\n").unwrap_or((&whole, ""));
                head.clone_into(&mut mail.head);
                mail.text = decoded(head, body);
                heard.lock().expect("free").push(std::mem::take(&mut mail));
                write!(out, "250 taken\r\n")?;
            }
            "QUIT" => {
                write!(out, "221 bye\r\n")?;
                return Ok(());
            }
            _ => write!(out, "250 ok\r\n")?,
        }
    }
    Ok(())
}

/// A body by its transfer encoding (RFC 2045, 6).
fn decoded(head: &str, body: &str) -> String {
    let head = head.to_ascii_lowercase();
    let bytes = if head.contains("content-transfer-encoding: base64") {
        let joined: String = body.split_whitespace().collect();
        STANDARD.decode(joined).expect("base64")
    } else if head.contains("content-transfer-encoding: quoted-printable") {
        quoted(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

fn quoted(body: &str) -> Vec<u8> {
    let joined = body.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        let digits = more.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| *first == b'=').map(|two| u8::from_str_radix(two, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}

/// A gateway of text messages that keeps what it is given.
#[derive(Clone, Default)]
pub(super) struct SmsSink(Arc<Mutex<Vec<Parcel>>>);

impl SmsSink {
    pub(super) fn parcels(&self) -> Vec<Parcel> {
        self.0.lock().expect("free").clone()
    }
}

impl Carrier for SmsSink {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        self.0.lock().expect("free").push(parcel.clone());
        Ok(())
    }

    fn name(&self) -> &str {
        "sms.example"
    }
}
