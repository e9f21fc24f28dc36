//! The measured patterns: four labelled reviews before the question, Positive or Negative in each
//! place, and the answers of the model in `data/measured-smollm2.json` to context-free inputs and to
//! 30 reviews, half of them positive.
//!
//! [`crate::presets::Preset::Pattern`] has the same index, and holds the answers that this table counts.

use super::measured::{Outcome, Outcomes};

include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// One order of four examples, with its measurements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pattern {
    /// The labels in their order, such as `PPNP`.
    pub order: &'static str,
    /// p(Positive) about nothing: the mean over N/A, the empty string and \[MASK\].
    pub positive_about_nothing: f64,
    /// Number of reviews asked about.
    pub reviews: usize,
    /// Number of reviews that the model calls Positive before calibration.
    pub says_positive: usize,
    /// What each way of calibrating comes to.
    pub right: Outcomes,
}

/// The index in [`PATTERNS`] of an order of examples; `true` is Positive.
///
/// ```
/// use calibration_explainer::lesson::patterns::{PATTERNS, index};
/// assert_eq!(PATTERNS[index([true, true, false, true])].order, "PPNP");
/// ```
pub fn index(positive: [bool; 4]) -> usize {
    (positive.iter()).fold(0, |index, &positive| 2 * index + usize::from(!positive))
}

/// The pattern of an order of examples; `true` is Positive.
pub fn pattern(positive: [bool; 4]) -> &'static Pattern {
    let [first, ..] = &PATTERNS;
    PATTERNS.get(index(positive)).unwrap_or(first)
}

impl Pattern {
    /// Returns for each of the four examples whether it is Positive.
    pub fn places(&self) -> [bool; 4] {
        let mut labels = self.order.bytes();
        [(); 4].map(|()| labels.next() == Some(b'P'))
    }

    /// The four examples: text, and `true` for Positive.
    pub fn examples(&self) -> [(&'static str, bool); 4] {
        let mut texts = POSITIVE_EXAMPLES.iter().zip(&NEGATIVE_EXAMPLES);
        self.places().map(|is_positive| {
            let (positive, negative) = texts.next().unwrap_or((&"", &""));
            (if is_positive { *positive } else { *negative }, is_positive)
        })
    }
}
