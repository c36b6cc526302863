//! Who may look at what: every route asked by everybody, records opened for a purpose, glasses
//! broken and judged, and who looked found again.

mod counter;
mod dossiers;
mod files;
mod forgotten;
mod glass;
mod guards;
mod issued;
mod lists;
mod matrix;
mod my;
mod notices;
mod opened;
mod papers;
mod ratings;
mod served;
mod sink;
mod slopes;
mod town;
mod track;
mod work;
