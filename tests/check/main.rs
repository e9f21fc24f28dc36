//! Whether calibration helps: counts, chance, the best shift and the landscape, against computations that take no short cut.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod chance;
mod compared;
mod counts;
mod data;
mod landscape;
mod shift;
