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
