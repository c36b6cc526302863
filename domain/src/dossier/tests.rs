//! The rules of a dossier, proved: its life, its errors, the table of acts, and what always holds.

mod acts;
mod always;
mod apology;
mod clock;
mod edges;
mod filing;
mod glass;
mod ground;
mod import;
mod late;
mod life;
mod money;
mod rating;
mod result;
mod rights;
mod supplement;
mod tallied;
mod travel;
mod ways;
