//! The published tables of Zhao et al. 2021 (arXiv 2102.09690), packed from `data/zhao2021.json`.

include!(concat!(env!("OUT_DIR"), "/paper.rs"));

/// Accuracy on one dataset with one model and one number of examples in the prompt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The dataset, one of [`DATASETS`].
    pub dataset: &'static str,
    /// The model, one of [`MODELS`].
    pub model: &'static str,
    /// Number of examples in the prompt.
    pub shots: usize,
    /// Accuracy without calibration.
    pub baseline: Accuracy,
    /// Accuracy with contextual calibration.
    pub calibrated: Accuracy,
}

/// Accuracy over five choices of examples, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; 0 without examples, where there is nothing to choose.
    pub sd: f64,
}

/// Accuracy by context-free input, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContextFreeRow {
    /// Context-free input, or the baseline.
    pub tried: Tried,
    /// SST-2 with one example.
    pub sst2: f64,
    /// AGNews without examples.
    pub agnews: f64,
}

/// The context-free input with which a row of [`CONTEXT_FREE`] was calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// No input: the baseline.
    Uncalibrated,
    /// One context-free input; the empty string is one of them.
    One(&'static str),
    /// N/A, \[MASK\] and the empty string, averaged: the paper's choice.
    ThreeAveraged,
}

/// A row as it is stored: names by index, percentages in hundredths.
struct Packed {
    dataset: u8,
    model: u8,
    shots: u8,
    baseline: [u16; 2],
    calibrated: [u16; 2],
}

/// Every row, in the order of the data.
///
/// ```
/// use calibration_explainer::lesson::paper::rows;
/// let worse = rows().filter(|row| row.calibrated.mean < row.baseline.mean);
/// assert!(worse.map(|row| row.model).any(|model| model == "GPT-2 XL"));
/// ```
pub fn rows() -> impl Iterator<Item = Row> {
    ROWS.iter().map(|row| Row {
        dataset: DATASETS.get(usize::from(row.dataset)).unwrap_or(&""),
        model: MODELS.get(usize::from(row.model)).unwrap_or(&""),
        shots: usize::from(row.shots),
        baseline: accuracy(row.baseline),
        calibrated: accuracy(row.calibrated),
    })
}

/// The row of a dataset, a model and a number of examples.
pub fn find(dataset: &str, model: &str, shots: usize) -> Option<Row> {
    rows().find(|row| row.dataset == dataset && row.model == model && row.shots == shots)
}

impl Row {
    /// Percentage points that calibration gains; negative where it hurts.
    pub fn gain(&self) -> f64 {
        self.calibrated.mean - self.baseline.mean
    }
}

fn accuracy([mean, sd]: [u16; 2]) -> Accuracy {
    Accuracy {
        mean: f64::from(mean) / 100.0,
        sd: f64::from(sd) / 100.0,
    }
}
