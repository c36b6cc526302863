//! Where a request comes from: the address of the other side, and what its browser calls itself.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

/// Whoever asks, as the network sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub browser: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Client, std::convert::Infallible> {
        let beyond = beyond(&parts.extensions, &parts.headers);
        let browser = parts.headers.get(USER_AGENT).and_then(|it| it.to_str().ok());
        Ok(Client {
            address: beyond.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            browser: browser.unwrap_or_default().to_owned(),
        })
    }
}

/// The address beyond this machine: the peer's, or what a proxy on this machine says of it;
/// `None` for whoever works on this machine itself.
pub(super) fn beyond(extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let known = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = known.map(|ConnectInfo(address)| address.ip())?;
    if !peer.is_loopback() {
        return Some(peer);
    }
    let told = headers.get("x-forwarded-for")?.to_str().ok()?;
    // The last one was added by our own proxy; those before it anyone may have written.
    told.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: [u8; 4], forwarded: &str) -> Option<String> {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from((peer, 9))));
        let mut headers = HeaderMap::new();
        if let Ok(value) = forwarded.parse() {
            headers.insert("x-forwarded-for", value);
        }
        beyond(&extensions, &headers).map(|address| address.to_string())
    }

    #[test]
    fn what_a_proxy_says_is_believed_of_this_machine_alone() {
        let (here, elsewhere) = ([127, 0, 0, 1], [203, 0, 113, 5]);
        assert_eq!(seen(here, "198.51.100.1").as_deref(), Some("198.51.100.1"));
        assert_eq!(seen(here, "10.0.0.1, 198.51.100.1").as_deref(), Some("198.51.100.1"));
        assert_eq!(seen(elsewhere, "198.51.100.1").as_deref(), Some("203.0.113.5"));
        assert_eq!(seen(here, "nonsense"), None);
    }
}
