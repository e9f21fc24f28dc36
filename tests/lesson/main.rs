//! The computations and tables of the lesson: tests of cases, of properties, and against the data files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod data;
mod few_shot;
mod figures;
mod fill_in;
mod geometry;
mod markup;

use calibration_explainer::calibration::Distribution;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

pub(crate) fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_124),
        ..ProptestConfig::default()
    }
}

pub(crate) fn distribution(values: &[f64]) -> Distribution {
    Distribution::normalized(values.to_vec())
        .unwrap()
        .distribution
}
