//! The whole house, on both engines: its door, its ledger, its processes, and what may befall them.

mod catalogue;
mod commands;
mod crash;
mod door;
mod engines;
mod ground;
mod nodes;
mod procedures;
mod process;
mod program;
mod tampering;
mod user;
