//! Forms as they are sent: read, held against the session that they belong to, and given a key
//! so that a form sent twice does its work once.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::caller::Caller;
use super::problem::Problem;
use super::state::Site;
use crate::commit::IdempotencyKey;

/// A form that one of our own pages sent.
#[derive(Clone, Debug)]
pub struct Sent<T> {
    /// What was filled in.
    pub form: T,
    /// The key of the form, where it carries one.
    pub key: Option<IdempotencyKey>,
}

/// What every form carries beside its own fields.
#[derive(serde::Deserialize)]
struct Beside {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    key: String,
}

/// The longest key of a form, in bytes.
const KEY_BYTES_MAX: usize = 64;

impl<T: DeserializeOwned> FromRequest<Site> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Sent<T>, Problem> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let form = "application/x-www-form-urlencoded";
        let media_type = media_type.and_then(|it| it.split(';').next()).map(str::trim);
        if media_type != Some(form) {
            return Err(Problem::invalid("Content-Type", form));
        }
        let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
        let bytes = Bytes::from_request(request, site)
            .await
            .map_err(|rejection| Problem::invalid("form", &rejection.body_text()))?;
        let wrong =
            |error: serde_urlencoded::de::Error| Problem::invalid("form", &error.to_string());
        let beside: Beside = serde_urlencoded::from_bytes(&bytes).map_err(wrong)?;
        of_its_session(&caller, &beside.csrf)?;
        let request = || Sha256::digest(&bytes).to_vec();
        let key = key(&beside.key).map(|key| IdempotencyKey { key, request: request() });
        Ok(Sent { form: serde_urlencoded::from_bytes(&bytes).map_err(wrong)?, key })
    }
}

/// Refuses a form that does not carry the mark of its session.
pub(crate) fn of_its_session(caller: &Caller, mark: &str) -> Result<(), Problem> {
    let Some(session) = caller.session() else { return Ok(()) };
    let same: bool = session.csrf.as_bytes().ct_eq(mark.as_bytes()).into();
    if !same {
        tracing::warn!("a form came without the mark of its session");
        return Err(Problem::from_elsewhere());
    }
    Ok(())
}

/// The key of a form, where it carries one that can be kept.
pub(crate) fn key(sent: &str) -> Option<String> {
    (1..=KEY_BYTES_MAX).contains(&sent.len()).then(|| sent.to_owned())
}
