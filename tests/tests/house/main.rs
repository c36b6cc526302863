//! The whole house, on both engines: its door, its ledger, its processes, and what may befall them.

mod catalogue;
mod commands;
mod crash;
mod deadline;
mod door;
mod engines;
mod erasure;
mod ground;
mod intake;
mod killed;
mod looking;
mod measures;
mod nodes;
mod people;
mod procedures;
mod process;
mod program;
mod reports;
mod simulated;
mod tampering;
mod user;
