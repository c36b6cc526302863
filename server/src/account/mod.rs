//! Who knocks: the primitives of sign-in. Passwords, second factors, passkeys, sign-in by another
//! house, and the pace of guesses.
//!
//! Values in, values out: no table, no page, no clock and no chance of its own. Whoever keeps the
//! records keeps them in working tables, through `Door::work`.

mod escape;
pub mod gate;
pub mod oidc;
pub mod one_time;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod throttle;
pub mod token;
pub mod totp;
