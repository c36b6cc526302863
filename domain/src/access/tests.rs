//! The table of rights, proved: written out whole and reviewed, weakened part by part, and held
//! against properties that no change may break.

mod ground;
mod properties;
mod table;
mod weakened;
