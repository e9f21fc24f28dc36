//! Rows of label probabilities from the project's own data.

use crate::calibration::Distribution;

/// A distribution over `k` labels from known numbers; the uniform one if they are not a distribution,
/// which a test excludes for every preset.
pub(super) fn distribution(values: &[f64], k: usize) -> Distribution {
    match Distribution::normalized(values.to_vec()) {
        Ok(normalized) if normalized.distribution.len() == k => normalized.distribution,
        _ => Distribution::even(k),
    }
}
