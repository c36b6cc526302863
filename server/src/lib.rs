//! Một Cửa: one door through which every fact comes, and every figure counted from those facts.

pub mod account;
pub mod app;
pub mod archive;
pub mod backup;
pub mod bench;
pub mod calendar;
pub mod cli;
pub mod commit;
pub mod fault;
pub mod glass;
pub mod house;
pub mod jobs;
pub mod log;
pub mod office;
pub mod outbox;
pub mod people;
pub mod person;
pub mod procedure;
pub mod province;
pub mod reading;
pub mod rebuild;
pub mod request;
pub mod serve;
pub mod statements;
pub mod verify;
pub mod web;
