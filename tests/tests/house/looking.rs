//! Who may look at what: every route asked by everybody, records opened for a purpose, glasses
//! broken and judged, and who looked found again.

mod counter;
mod dossiers;
mod files;
mod forgotten;
mod glass;
mod guards;
mod lists;
mod matrix;
mod opened;
mod papers;
mod served;
mod slopes;
mod town;
mod track;
mod work;
