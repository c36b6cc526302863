//! Mail over SMTP, encrypted by STARTTLS or TLS from the first byte.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport};

use super::{Carrier, Parcel, Reason};

/// How long the server may take for one answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// What is kept of an address that cannot be written: what a server would say (RFC 5321, 4.2.2).
const NO_MAILBOX: u16 = 553;

/// How what is sent is kept from listeners on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begun in clear and encrypted before anything is said; refused where the server cannot.
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// In clear: to this machine alone.
    None,
}

impl Security {
    /// The port that servers take such mail on (RFC 8314).
    pub fn port(self) -> u16 {
        match self {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        }
    }
}

/// Where mail is handed over, and in whose name.
#[derive(Clone)]
pub struct Settings {
    /// The server's name, as it stands in its certificate.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How it is kept from listeners.
    pub security: Security,
    /// The sender: `Name <address>`.
    pub from: String,
    /// The name and the password that the server asks for.
    pub login: Option<(String, String)>,
    /// Certificates in PEM that are trusted beside the public ones.
    pub authority: Option<Vec<u8>>,
}

/// A mail server that takes our mail.
pub struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
    name: String,
}

impl Mail {
    /// Sets mail up, or says what is wrong with which setting. Talks with nobody yet.
    pub fn new(settings: Settings) -> Result<Mail, String> {
        let Settings { server, port, security, from, login, authority } = settings;
        if server.is_empty() || server.contains(['/', ' ', '@']) {
            return Err(format!("`server` is `{server}`: write the name of a mail server alone"));
        }
        let wrong = |what| format!("`from` is `{from}`: {what}, like `Một Cửa <a@example.vn>`");
        let from: Mailbox = from.parse().map_err(|_| wrong("write one mail address"))?;
        let mut tls = TlsParameters::builder(server.clone());
        if let Some(pem) = authority {
            let wrong = |_| "`authority_file` holds no certificates in PEM".to_owned();
            tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(wrong)?);
        }
        let tls = tls.build().map_err(|source| format!("`server` is `{server}`: {source}"))?;
        let tls = match security {
            Security::StartTls => Tls::Required(tls),
            Security::Tls => Tls::Wrapper(tls),
            Security::None if super::sms::is_loopback(&server) => Tls::None,
            Security::None => {
                let what = "codes would be sent in clear: write \"starttls\" or \"tls\"";
                return Err(format!("`security` is \"none\" and `server` is `{server}`: {what}"));
            }
        };
        let mut transport = SmtpTransport::builder_dangerous(server.clone())
            .port(port)
            .tls(tls)
            .timeout(Some(ANSWER_WITHIN))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if let Some((user, password)) = login {
            transport = transport.credentials(Credentials::new(user, password));
        }
        Ok(Mail { transport: transport.build(), from, name: format!("{server}:{port}") })
    }

    fn message(&self, parcel: &Parcel) -> Option<Message> {
        let to: Address = parcel.to.parse().ok()?;
        let at = Duration::from_micros(u64::try_from(parcel.at.0).unwrap_or_default());
        let header = |name, value: &str| {
            HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
        };
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&parcel.subject)
            .date(UNIX_EPOCH + at)
            .message_id(Some(format!("<{}@{}>", parcel.id, self.from.email.domain())))
            // Nobody's holiday notice answers it (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", parcel.language.code()))
            .header(ContentType::TEXT_PLAIN)
            .body(parcel.text.clone())
            .ok()
    }
}

impl Carrier for Mail {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        let message = self.message(parcel).ok_or(Reason::Refused(NO_MAILBOX))?;
        self.transport.send(&message).map(drop).map_err(|error| reason(&error))
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Why a server did not take a mail. Its own words are not kept: they mostly repeat the address.
fn reason(error: &smtp::Error) -> Reason {
    let Some(code) = error.status().map(u16::from) else {
        if error.is_client() {
            // Such an address needs what this server does not offer (RFC 6531).
            return Reason::Refused(NO_MAILBOX);
        }
        tracing::warn!(%error, "the mail server");
        return if error.is_tls() || is_about_trust(error) {
            Reason::Untrusted
        } else {
            Reason::Unreachable
        };
    };
    match code {
        // Authentication (RFC 4954, 6): wrong, too weak, asked for, not over this connection.
        454 | 530 | 534 | 535 | 538 => Reason::Credentials(code),
        400..=499 => Reason::Busy(code),
        _ => Reason::Refused(code),
    }
}

/// A certificate is looked at while the first bytes are sent, and its refusal told as theirs.
fn is_about_trust(error: &smtp::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(at) = source {
        let io = at.downcast_ref::<std::io::Error>();
        if io.is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        source = at.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use domain::MachineTime;
    use page::Language;

    use super::*;

    fn settings() -> Settings {
        Settings {
            server: "smtp.example.vn".to_owned(),
            port: 587,
            security: Security::StartTls,
            from: "Một Cửa <motcua@example.vn>".to_owned(),
            login: Some(("motcua".to_owned(), "secret".to_owned())),
            authority: None,
        }
    }

    fn parcel(to: &str) -> Parcel {
        Parcel {
            id: "7.1576458000000000".to_owned(),
            to: to.to_owned(),
            subject: "Mã đăng nhập".to_owned(),
            text: "Mã: 12345678\n".to_owned(),
            language: Language::Vietnamese,
            at: MachineTime(1_576_458_000_000_000),
        }
    }

    #[test]
    fn mail_that_is_set_up_wrongly_is_refused() {
        let named = |server: &str| Settings { server: server.to_owned(), ..settings() };
        for server in ["", "smtp://a.vn", "a@b.vn"] {
            assert!(Mail::new(named(server)).err().expect("refused").contains("`server`"));
        }
        for from in ["", "Một Cửa", "a@b.vn, c@d.vn"] {
            let wrong = Settings { from: from.to_owned(), ..settings() };
            assert!(Mail::new(wrong).err().expect("refused").contains("`from`"), "{from}");
        }
        let clear = Settings { security: Security::None, ..settings() };
        assert!(Mail::new(clear).err().expect("refused").contains("in clear"));
        let local = Settings { security: Security::None, ..named("127.0.0.1") };
        assert!(Mail::new(local).is_ok(), "this machine alone hears it");
        let pem = Some(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n".to_vec());
        let wrong = Settings { authority: pem, ..settings() };
        assert!(Mail::new(wrong).err().expect("refused").contains("authority_file"));
    }

    #[test]
    fn a_mail_names_itself_its_language_and_that_no_person_wrote_it() {
        let mail = Mail::new(settings()).expect("it is right");
        assert_eq!(mail.name(), "smtp.example.vn:587");
        let message = mail.message(&parcel("bia@example.vn")).expect("it is written");
        let text = String::from_utf8(message.formatted()).expect("plain text");
        for line in [
            "Message-ID: <7.1576458000000000@example.vn>\r\n",
            "Date: Mon, 16 Dec 2019 01:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: vi\r\n",
            "To: bia@example.vn\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert_eq!(message.envelope().from().map(AsRef::as_ref), Some("motcua@example.vn"));
    }

    #[test]
    fn an_address_that_cannot_be_written_is_refused_for_good() {
        let mail = Mail::new(settings()).expect("it is right");
        for to in ["a\r\nBcc: b@c.vn", "no mailbox", "a@b.vn, c@d.vn", ""] {
            assert_eq!(mail.carry(&parcel(to)), Err(Reason::Refused(NO_MAILBOX)), "{to}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_asked_again_later() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        drop(listener);
        let server = "127.0.0.1".to_owned();
        let mail = Mail::new(Settings { server, port, login: None, ..settings() });
        let outcome = mail.expect("it is right").carry(&parcel("bia@example.vn"));
        assert_eq!(outcome, Err(Reason::Unreachable));
    }
}
