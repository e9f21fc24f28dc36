//! The mathematics of contextual calibration; independent of application state, texts and browser.
//!
//! Conventions: probabilities are linear (not logarithms) in \[0, 1\]; vectors have length K in
//! label order; matrices are K × K and row-major; a label is its index.

mod decision;
mod distribution;
mod distributions;
mod evaluation;
mod interval;
mod matrix;
mod output;
mod parameters;
pub mod regions;

pub use decision::{Argmax, Decision, Threshold, threshold};
pub use distribution::{
    Distribution, DistributionError, MAX_LABELS, MIN_LABELS, Normalized, PinError,
};
pub use distributions::{DistributionRef, Distributions};
pub use evaluation::{Evaluation, Outcome};
pub use interval::wilson;
pub use matrix::Matrix;
pub use output::{NegativeScore, Output, Readout, normalize, output, softmax};
pub use parameters::{
    Averaging, EstimatedFrom, Fit, Method, Parameters, ZeroProbability, average, fit, fit_prompts,
};
