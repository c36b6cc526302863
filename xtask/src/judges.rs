//! Placeholder.
use crate::fault::Outcome;
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    Ok(())
}
