//! The measured patterns: four labelled reviews before the question, Positive or Negative in each
//! place, and how the model of `data/measured-smollm2.json` then answers about nothing and about
//! 30 reviews, half of them positive.
//!
//! [`crate::presets::Preset::Pattern`] has the same index, and the answers that this table counts.

include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// One order of four examples, and what was measured with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pattern {
    /// The labels in their order, such as `PPNP`.
    pub order: &'static str,
    /// p(Positive) about nothing: the mean over N/A, the empty string and \[MASK\].
    pub positive_about_nothing: f64,
    /// Number of reviews asked about.
    pub reviews: usize,
    /// How many of them the model calls Positive before calibration.
    pub says_positive: usize,
    /// How many it gets right before calibration.
    pub right_before: usize,
    /// How many it gets right with averaged parameters.
    pub right_by_parameters: usize,
    /// How many it gets right with parameters of the averaged probabilities.
    pub right_by_probabilities: usize,
}

/// The index of an order of examples in [`PATTERNS`]; `true` is Positive.
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
    /// Whether each of the four examples is Positive.
    pub fn places(&self) -> [bool; 4] {
        let mut labels = self.order.bytes();
        [(); 4].map(|()| labels.next() == Some(b'P'))
    }

    /// The four examples: text, and whether it is Positive.
    pub fn examples(&self) -> [(&'static str, bool); 4] {
        let mut texts = POSITIVE_EXAMPLES.iter().zip(&NEGATIVE_EXAMPLES);
        self.places().map(|is_positive| {
            let (positive, negative) = texts.next().unwrap_or((&"", &""));
            (if is_positive { *positive } else { *negative }, is_positive)
        })
    }
}
