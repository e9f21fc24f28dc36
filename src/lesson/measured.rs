//! How many answers of the model in `data/measured-smollm2.json` are right, task by task.
//!
//! Counts by themselves and not the presets' data, which the page loads only when somebody wants a preset.

include!(concat!(env!("OUT_DIR"), "/measured.rs"));

/// A task, and what was counted in it.
///
/// ```
/// use calibration_explainer::lesson::measured::TASKS;
/// let swapped = TASKS.iter().find(|task| task.id == "sentiment_2_swapped");
/// assert_eq!(swapped.map(|task| (task.counted, task.right)), Some((30, [18, 26, 25])));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its name in keys of words; with `-` for `_` the name of its preset.
    pub id: &'static str,
    /// Number of inputs.
    pub counted: usize,
    /// How many are right: before calibration, after it with averaged parameters, and with parameters of the averaged
    /// probabilities.
    pub right: [usize; 3],
}
