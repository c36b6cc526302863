//! Accounts: who they are, how they sign in, what they may do, and the pages for it.
//!
//! The primitives of sign-in (passwords, second factors, tokens) are values in, values out: no
//! table, no page, no clock and no chance of their own. Whoever keeps their records keeps them in
//! working tables, through `Door::work`.

pub mod credential;
pub mod demo;
pub mod erase;
mod escape;
pub mod gate;
pub mod oidc;
pub mod one_time;
pub mod own;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod store;
pub mod throttle;
pub mod token;
pub mod totp;
