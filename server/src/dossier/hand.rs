//! A slip in hand: for some minutes a browser in which its two codes were typed opens the one dossier
//! without their being typed again. What it keeps is sealed by the house and names the dossier and
//! when it ends; the house keeps nothing.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use domain::MachineTime;

use crate::commit::Error;
use crate::web::Site;
use crate::web::caller::cookie;

/// The cookie. The prefix has browsers take it from this host alone, over a safe connection.
const COOKIE: &str = "__Host-slip";
/// Where it is sealed for.
const PLACE: &str = "slip";
/// How long it opens the dossier, in seconds: long enough to read, to rate and to save the result;
/// whoever uses the telephone or the computer next comes too late.
const LIFE_S: i64 = 15 * 60;

/// Has the browser open a dossier for some minutes.
pub fn keep(site: &Site, code: &str, headers: &mut HeaderMap) -> Result<(), Error> {
    let source = &site.house().source;
    let ends = source.machine().0 + LIFE_S * 1_000_000;
    let secret = site.porter().secret(site.house())?;
    let sealed = secret.seal(PLACE, &format!("{ends} {code}"), source.chance());
    set(headers, &sealed, LIFE_S);
    Ok(())
}

/// Ends it before its time.
pub fn end(headers: &mut HeaderMap) {
    set(headers, "", 0);
}

fn set(headers: &mut HeaderMap, value: &str, seconds: i64) {
    let text =
        format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    let value = HeaderValue::from_str(&text);
    headers.append(SET_COOKIE, value.expect("invariant: what is sealed is letters and digits"));
}

/// Whether the browser opens this dossier now.
pub fn holds(site: &Site, headers: &HeaderMap, code: &str) -> Result<bool, Error> {
    let Some(sealed) = cookie(headers, COOKIE) else { return Ok(false) };
    let opened = site.porter().secret(site.house())?.open(PLACE, sealed);
    let now: MachineTime = site.house().source.machine();
    Ok(opened
        .as_deref()
        .and_then(|text| text.split_once(' '))
        .is_some_and(|(ends, of)| of == code && ends.parse::<i64>().is_ok_and(|ends| now.0 < ends)))
}
