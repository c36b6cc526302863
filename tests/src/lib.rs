//! Whole-system tests: journeys, engines, faults.
