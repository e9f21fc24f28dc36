//! Numbers of right answers of the model in `data/measured-smollm2.json`, task by task.
//!
//! The counts are separate from the presets' data, which the page loads only when a preset is used.

include!(concat!(env!("OUT_DIR"), "/measured.rs"));

/// A task with its counts.
///
/// ```
/// use calibration_explainer::lesson::measured::TASKS;
/// let swapped = TASKS.iter().find(|task| task.id == "sentiment_2_swapped");
/// assert_eq!(swapped.map(|task| (task.counted, task.right)), Some((30, [18, 26, 25])));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Name in keys of the locale files; with `-` for `_` the name of its preset.
    pub id: &'static str,
    /// Number of inputs.
    pub counted: usize,
    /// Numbers of right answers: before calibration, after it with averaged parameters, and with parameters of the averaged
    /// probabilities.
    pub right: [usize; 3],
}
