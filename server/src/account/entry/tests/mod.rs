//! Signing in as browsers do it, over the router and without a network.

mod citizens;
mod ground;
mod guesses;
mod new_passkeys;
mod officers;
mod passkeys;
mod provider;
mod set_up;
