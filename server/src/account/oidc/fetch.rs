//! Asking one host, within limits.

use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::http::Uri;

use super::Error;

/// How long one question may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The largest answer, in bytes: key sets with certificates are the largest there are.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;

/// The one host that is asked.
#[derive(Debug)]
pub(super) struct Host {
    agent: ureq::Agent,
    scheme: String,
    authority: String,
}

/// What the host answered.
pub(super) struct Answer {
    pub(super) status: u16,
    body: Vec<u8>,
}

impl Host {
    /// The host of an issuer: HTTPS, or plain HTTP on loopback.
    pub(super) fn of(issuer: &str) -> Result<Host, Error> {
        let foreign = || Error::ForeignAddress(issuer.to_owned());
        let (scheme, authority) = place(issuer).ok_or_else(foreign)?;
        let is_loopback = ["127.0.0.1", "localhost", "[::1]"].contains(&without_port(&authority));
        if scheme != "https" && !(scheme == "http" && is_loopback) {
            return Err(foreign());
        }
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_WITHIN))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Ok(Host { agent, scheme, authority })
    }

    /// Refuses an address that is not this host's.
    pub(super) fn owns(&self, url: &str) -> Result<(), Error> {
        match place(url) {
            Some((scheme, authority)) if scheme == self.scheme && authority == self.authority => {
                Ok(())
            }
            Some(_) | None => Err(Error::ForeignAddress(url.to_owned())),
        }
    }

    /// Reads a document.
    pub(super) fn get<T: DeserializeOwned>(
        &self,
        url: &str,
        what: &'static str,
    ) -> Result<T, Error> {
        self.owns(url)?;
        let asked = self.agent.get(url).header("accept", "application/json").call();
        let answer = read(asked.map_err(unreachable)?)?;
        match answer.status {
            200 => answer.json(what),
            status => Err(Error::Status { url: url.to_owned(), status }),
        }
    }

    /// Sends a form, with the header `Authorization` where there is one.
    pub(super) fn post(
        &self,
        url: &str,
        form: &str,
        authorization: Option<&str>,
    ) -> Result<Answer, Error> {
        self.owns(url)?;
        let mut request = self
            .agent
            .post(url)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        read(request.send(form).map_err(unreachable)?)
    }
}

impl Answer {
    /// The body as a document.
    pub(super) fn json<T: DeserializeOwned>(&self, what: &'static str) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|source| Error::Malformed { what, why: source.to_string() })
    }
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> Result<Answer, Error> {
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec();
    Ok(Answer { status, body: body.map_err(unreachable)? })
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function of an error")]
fn unreachable(source: ureq::Error) -> Error {
    Error::Unreachable(source.to_string())
}

/// Scheme and authority of an absolute address; `None` for one that names a user.
fn place(url: &str) -> Option<(String, String)> {
    let url: Uri = url.parse().ok()?;
    let authority = url.authority()?.as_str().to_ascii_lowercase();
    (!authority.contains('@')).then_some(())?;
    Some((url.scheme_str()?.to_ascii_lowercase(), authority))
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        Some(_) | None => authority,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// A server that gives one answer to one question; its address.
    fn answering(answer: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        std::thread::spawn(move || {
            let (mut asked, _) = listener.accept().expect("asked");
            let mut request = [0; 2048];
            assert!(asked.read(&mut request).expect("a request") > 0);
            drop(asked.write_all(answer.as_bytes()));
        });
        url
    }

    fn ask(answer: String) -> Result<serde_json::Value, Error> {
        let url = answering(answer);
        Host::of(&url).expect("loopback").get(&url, "the answer")
    }

    #[test]
    fn an_answer_is_read_and_a_redirect_is_not_followed() {
        let good = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
        assert_eq!(ask(good.to_owned()), Ok(serde_json::json!({"a": 1})));
        let elsewhere = answering(good.to_owned());
        let redirect =
            format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}\r\ncontent-length: 0\r\n\r\n");
        assert!(matches!(ask(redirect), Err(Error::Status { status: 302, .. })));
    }

    #[test]
    fn an_answer_that_is_too_large_or_no_document_is_refused() {
        let large = usize::try_from(ANSWER_BYTES_MAX).expect("small") + 1;
        let body = "1".repeat(large);
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {large}\r\n\r\n{body}");
        assert!(matches!(ask(answer), Err(Error::Unreachable(_))));
        let page = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>";
        assert!(matches!(ask(page.to_owned()), Err(Error::Malformed { .. })));
    }

    #[test]
    fn only_the_issuers_host_is_asked() {
        let host = Host::of("https://sso.example.gov.vn/realms/tinh").expect("https");
        for own in ["https://sso.example.gov.vn/token", "HTTPS://SSO.example.gov.vn/jwks?a=b"] {
            assert_eq!(host.owns(own), Ok(()), "{own}");
        }
        for foreign in [
            "http://sso.example.gov.vn/token",
            "https://sso.example.gov.vn:8443/token",
            "https://sso.example.gov.vn.evil.example/token",
            "https://sso.example.gov.vn@evil.example/token",
            "https://user@sso.example.gov.vn/token",
            "https://169.254.169.254/latest",
            "/token",
            "",
        ] {
            assert!(host.owns(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        for good in ["http://127.0.0.1:1", "http://localhost", "http://[::1]:80", "https://a.vn"] {
            assert!(Host::of(good).is_ok(), "{good}");
        }
        for bad in ["http://a.vn", "http://127.0.0.1.a.vn", "ftp://a.vn", "a.vn", ""] {
            assert!(Host::of(bad).is_err(), "{bad}");
        }
    }
}
