//! Text messages by a gateway that takes them over HTTPS.
//!
//! Every gateway wants other names; so the operator writes the body, and the house fills it in.

use std::time::Duration;

use serde_json::Value;
use ureq::http::Uri;

use super::{Carrier, Parcel, Reason};

/// How long the gateway may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// The largest answer that is looked at, in bytes.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// The hosts of this machine.
const LOOPBACK: [&str; 4] = ["127.0.0.1", "localhost", "[::1]", "::1"];

/// What the gateway is sent. In every text, `{to}`, `{to_digits}`, `{to_local}`, `{text}`,
/// `{sender}`, `{secret}` and `{id}` are filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A JSON document.
    Json(Value),
    /// The fields of a form.
    Form(Vec<(String, String)>),
}

/// Where text messages are handed over, and in whose name.
#[derive(Clone)]
pub struct Settings {
    /// The gateway's address.
    pub url: String,
    /// What it is sent.
    pub body: Body,
    /// The name that people see as the sender.
    pub sender: String,
    /// The whole value of the header `Authorization`.
    pub authorization: Option<String>,
    /// What the body may ask for as `{secret}`.
    pub secret: Option<String>,
    /// Whether Vietnamese is written without marks, as some networks ask.
    pub unmarked: bool,
    /// Where in a JSON answer (RFC 6901) what must stand for the message to be taken: many gateways
    /// say 200 to everything.
    pub taken: Option<(String, String)>,
}

/// A gateway that takes our text messages.
pub struct Sms {
    agent: ureq::Agent,
    settings: Settings,
    name: String,
}

impl Sms {
    /// Sets the gateway up, or says what is wrong with which setting. Talks with nobody yet.
    pub fn new(settings: Settings) -> Result<Sms, String> {
        let url = &settings.url;
        let wrong = |what: &str| format!("`url` is `{url}`: {what}");
        let uri: Uri = url.parse().map_err(|_| wrong("it is no address"))?;
        let host = uri.host().unwrap_or_default().to_owned();
        match uri.scheme_str() {
            Some("https") if !host.is_empty() => {}
            Some("http") if is_loopback(&host) => {}
            _ => return Err(wrong("codes would be sent in clear: it must begin with https://")),
        }
        if uri.authority().is_some_and(|it| it.as_str().contains('@')) {
            return Err(wrong("name and password belong into `authorization_file`"));
        }
        for (name, text) in [("to", "{to"), ("text", "{text}")] {
            if !mentions(&settings.body, text) {
                return Err(format!("the body of `sms` nowhere has {{{name}}}"));
            }
        }
        if settings.secret.is_none() && mentions(&settings.body, "{secret}") {
            return Err("the body of `sms` has {secret}: name its `secret_file`".to_owned());
        }
        let header = settings.authorization.as_deref().map(ureq::http::HeaderValue::from_str);
        if header.is_some_and(|it| it.is_err()) {
            return Err("`authorization_file` holds more than one line of plain text".to_owned());
        }
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_WITHIN))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Ok(Sms { agent, settings, name: host })
    }

    /// The body of a message, and its media type.
    fn body(&self, parcel: &Parcel) -> (String, &'static str) {
        let filled = |text: &str| self.fill(text, parcel);
        match &self.settings.body {
            Body::Json(value) => (each(value, &filled).to_string(), "application/json"),
            Body::Form(fields) => {
                let fields: Vec<(&str, String)> =
                    fields.iter().map(|(name, text)| (name.as_str(), filled(text))).collect();
                let body = serde_urlencoded::to_string(fields);
                let body = body.expect("invariant: pairs of texts make a form");
                (body, "application/x-www-form-urlencoded")
            }
        }
    }

    /// Fills a text in, in one pass: what was filled in is not looked at again.
    fn fill(&self, text: &str, parcel: &Parcel) -> String {
        let digits = parcel.to.trim_start_matches('+');
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            match &rest[..end] {
                "{to}" => filled.push_str(&parcel.to),
                "{to_digits}" => filled.push_str(digits),
                "{to_local}" => {
                    filled.push('0');
                    filled.push_str(digits.strip_prefix("84").unwrap_or(digits));
                }
                "{text}" if self.settings.unmarked => {
                    filled.push_str(&domain::text::unmarked(&parcel.text));
                }
                "{text}" => filled.push_str(&parcel.text),
                "{sender}" => filled.push_str(&self.settings.sender),
                "{secret}" => filled.push_str(self.settings.secret.as_deref().unwrap_or_default()),
                "{id}" => filled.push_str(&parcel.id),
                other => filled.push_str(other),
            }
            rest = &rest[end..];
        }
        filled.push_str(rest);
        filled
    }

    /// Whether an answer says that the message was taken.
    fn is_taken(&self, answer: &str) -> bool {
        let Some((at, wanted)) = &self.settings.taken else { return true };
        let answer: Value = serde_json::from_str(answer).unwrap_or_default();
        match answer.pointer(at) {
            Some(Value::String(text)) => text == wanted,
            Some(other) => serde_json::from_str(wanted).is_ok_and(|it: Value| it == *other),
            None => false,
        }
    }
}

impl Carrier for Sms {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        let (body, media_type) = self.body(parcel);
        let mut request = self
            .agent
            .post(&self.settings.url)
            .header("content-type", media_type)
            .header("accept", "application/json")
            .header("idempotency-key", &parcel.id);
        if let Some(authorization) = &self.settings.authorization {
            request = request.header("authorization", authorization);
        }
        let unreachable = |error: ureq::Error| {
            tracing::warn!(%error, "the gateway of text messages");
            match error {
                ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Reason::Untrusted,
                _ => Reason::Unreachable,
            }
        };
        let mut answer = request.send(body).map_err(unreachable)?;
        let status = answer.status().as_u16();
        match status {
            200..=299 => {}
            401 | 403 | 407 => return Err(Reason::Credentials(status)),
            408 | 425 | 429 | 500..=599 => return Err(Reason::Busy(status)),
            _ => return Err(Reason::Refused(status)),
        }
        // An answer that breaks off after 2xx: the gateway may have it or not, and the identifier
        // keeps it from being sent twice.
        let text = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
        match self.is_taken(&text.map_err(unreachable)?) {
            true => Ok(()),
            false => Err(Reason::Busy(status)),
        }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Whether a host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    LOOPBACK.contains(&host)
}

fn mentions(body: &Body, what: &str) -> bool {
    match body {
        Body::Json(value) => mentioned(value, what),
        Body::Form(fields) => fields.iter().any(|(_, text)| text.contains(what)),
    }
}

fn mentioned(value: &Value, what: &str) -> bool {
    match value {
        Value::String(text) => text.contains(what),
        Value::Array(all) => all.iter().any(|it| mentioned(it, what)),
        Value::Object(all) => all.values().any(|it| mentioned(it, what)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The value with each of its texts filled in.
fn each(value: &Value, filled: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(filled(text)),
        Value::Array(all) => all.iter().map(|it| each(it, filled)).collect(),
        Value::Object(all) => {
            all.iter().map(|(name, it)| (name.clone(), each(it, filled))).collect()
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use domain::MachineTime;
    use page::Language;
    use serde_json::json;

    use super::*;

    fn settings(url: &str) -> Settings {
        Settings {
            url: url.to_owned(),
            body: Body::Json(json!({ "to": "{to_digits}", "text": "{text}" })),
            sender: "MOTCUA".to_owned(),
            authorization: None,
            secret: None,
            unmarked: false,
            taken: None,
        }
    }

    fn parcel(text: &str) -> Parcel {
        Parcel {
            id: "7.1000".to_owned(),
            to: "+84912345678".to_owned(),
            subject: "Mã".to_owned(),
            text: text.to_owned(),
            language: Language::Vietnamese,
            at: MachineTime(1_000),
        }
    }

    fn wrong(settings: Settings) -> String {
        Sms::new(settings).err().expect("it is refused")
    }

    #[test]
    fn a_body_is_filled_in_and_never_by_what_was_filled_in() {
        let body = json!({
            "phones": ["{to}", "{to_digits}", "{to_local}"],
            "text": "{text}", "from": "{sender}", "key": "{secret}", "id": "{id}", "{to}": 1,
            "other": "{nothing} {",
        });
        let secret = Some("s3".to_owned());
        let settings = Settings { body: Body::Json(body), secret, ..settings("https://a.vn/") };
        let sms = Sms::new(settings).expect("it is right");
        let (filled, media_type) = sms.body(&parcel("Mã \"{secret}\""));
        assert_eq!(media_type, "application/json");
        let filled: Value = serde_json::from_str(&filled).expect("it is JSON");
        let wanted = json!({
            "phones": ["+84912345678", "84912345678", "0912345678"],
            "text": "Mã \"{secret}\"", "from": "MOTCUA", "key": "s3", "id": "7.1000", "{to}": 1,
            "other": "{nothing} {",
        });
        assert_eq!(filled, wanted);
    }

    #[test]
    fn a_form_is_escaped_and_vietnamese_written_without_marks_where_networks_ask() {
        let fields = [("phone", "{to_local}"), ("msg", "{text}")];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let body = Body::Form(fields);
        let settings = Settings { body, unmarked: true, ..settings("https://a.vn/") };
        let sms = Sms::new(settings).expect("it is right");
        let (filled, media_type) = sms.body(&parcel("Đừng đưa mã & số"));
        assert_eq!(media_type, "application/x-www-form-urlencoded");
        assert_eq!(filled, "phone=0912345678&msg=Dung+dua+ma+%26+so");
    }

    #[test]
    fn a_gateway_that_is_set_up_wrongly_is_refused() {
        for url in ["http://a.vn/", "a.vn", "ftp://a.vn/", "https://", "http://127.0.0.1.a.vn/"] {
            assert!(wrong(settings(url)).contains("`url`"), "{url}");
        }
        assert!(wrong(settings("https://u:p@a.vn/")).contains("authorization_file"));
        let body = Body::Json(json!({ "to": "{to}" }));
        let textless = Settings { body, ..settings("https://a.vn/") };
        assert!(wrong(textless).contains("{text}"));
        let body = Body::Json(json!(["{to}", "{text}", "{secret}"]));
        let secretless = Settings { body, ..settings("https://a.vn/") };
        assert!(wrong(secretless).contains("secret_file"));
        let authorization = Some("a\nb".to_owned());
        let lines = Settings { authorization, ..settings("https://a.vn/") };
        assert!(wrong(lines).contains("more than one line"));
    }

    /// A gateway that gives one answer to one question; its address, and the question.
    fn gateway(answer: &str) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/send", listener.local_addr().expect("bound"));
        let answer = answer.to_owned();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("asked");
            let mut question = String::new();
            let mut bytes = [0; 4096];
            while !question.ends_with('}') {
                let n = stream.read(&mut bytes).expect("a request");
                question.push_str(&String::from_utf8_lossy(&bytes[..n]));
            }
            stream.write_all(answer.as_bytes()).expect("it is answered");
            question
        });
        (url, asked)
    }

    fn answered(answer: &str, taken: Option<(&str, &str)>) -> (Result<(), Reason>, String) {
        let (url, asked) = gateway(answer);
        let taken = taken.map(|(at, is)| (at.to_owned(), is.to_owned()));
        let authorization = Some("Bearer t0k".to_owned());
        let settings = Settings { taken, authorization, ..settings(&url) };
        let outcome = Sms::new(settings).expect("it is right").carry(&parcel("Mã 1"));
        (outcome, asked.join().expect("it ends").to_ascii_lowercase())
    }

    #[test]
    fn what_a_gateway_answers_says_whether_to_try_again() {
        let answer = |status: &str| format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        for (status, outcome) in [
            ("200 OK", Ok(())),
            ("202 Accepted", Ok(())),
            ("302 Found", Err(Reason::Refused(302))),
            ("400 Bad Request", Err(Reason::Refused(400))),
            ("401 Unauthorized", Err(Reason::Credentials(401))),
            ("429 Too Many Requests", Err(Reason::Busy(429))),
            ("503 Service Unavailable", Err(Reason::Busy(503))),
        ] {
            let (found, question) = answered(&answer(status), None);
            assert_eq!(found, outcome, "{status}");
            for header in ["idempotency-key: 7.1000", "authorization: bearer t0k"] {
                assert!(question.contains(header), "{header} in {question}");
            }
        }
        let (url, asked) = gateway("");
        let sms = Sms::new(settings(&url)).expect("it is right");
        assert_eq!(sms.carry(&parcel("Mã 1")), Err(Reason::Unreachable), "it hung up");
        asked.join().expect("it ends");
    }

    #[test]
    fn a_gateway_that_says_200_to_everything_is_believed_by_its_words() {
        let answer =
            |body: &str| format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        for (body, outcome) in [
            (r#"{"code":"100"}"#, Ok(())),
            (r#"{"code":100}"#, Ok(())),
            (r#"{"code":"99"}"#, Err(Reason::Busy(200))),
            ("an error", Err(Reason::Busy(200))),
        ] {
            let (found, _) = answered(&answer(body), Some(("/code", "100")));
            assert_eq!(found, outcome, "{body}");
        }
    }
}
