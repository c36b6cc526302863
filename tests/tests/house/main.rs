//! The whole house, on both engines: its door, its ledger, its processes, and what may befall them.

mod catalogue;
mod commands;
mod crash;
mod door;
mod engines;
mod ground;
mod nodes;
mod people;
mod procedures;
mod process;
mod program;
mod tampering;
