//! What calibration did to the answers of the model in `data/`: our own sentences, and public test sets.
//!
//! The counts are separate from the presets' data, which the page loads only when a preset is used.

use crate::check::{Approach, Bin, mcnemar};

include!(concat!(env!("OUT_DIR"), "/measured.rs"));

/// A list of inputs behind one prompt, with its counts.
///
/// ```
/// use calibration_explainer::lesson::measured::{Column, TASKS};
/// let swapped = TASKS.iter().find(|task| task.id == "sentiment_2_swapped").unwrap();
/// assert_eq!((swapped.counted, swapped.right.of(Column::None).right, swapped.right.of(Column::Parameters).right), (30, 18, 26));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    /// Name in keys of the locale files; with `-` for `_` the name of its preset.
    pub id: &'static str,
    /// Number of inputs.
    pub counted: usize,
    /// What each way of calibrating comes to.
    pub right: Outcomes,
    /// Number of inputs that are given each label before calibration; empty for public sets.
    pub says: &'static [usize],
    /// p(first label) at which the decision changes with averaged parameters; for our own tasks of two labels.
    pub threshold: Option<f64>,
    /// Greatest number of right answers that any threshold has; for our own tasks of two labels.
    pub best: Option<usize>,
    /// Mean of the highest softmax bars after calibration with averaged parameters; for our own tasks of two labels.
    pub confidence: Option<f64>,
}

/// A way to find W and b, as in [`Approach`](crate::check::Approach).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// No calibration.
    None,
    /// Contextual calibration, averaged parameters.
    Parameters,
    /// Contextual calibration, averaged probabilities.
    Probabilities,
    /// Contextual calibration, additive.
    Additive,
    /// Batch calibration.
    Batch,
}

impl Column {
    /// All of them with their names in keys of the locale files, in the order of [`Outcomes`].
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::None, "none"),
        (Self::Parameters, "parameters"),
        (Self::Probabilities, "probabilities"),
        (Self::Additive, "additive"),
        (Self::Batch, "batch"),
    ];

    /// The name of an approach in the data and in keys of the locale files; `None` for parameters set by hand, which no data has.
    ///
    /// ```
    /// use calibration_explainer::{check::Approach, lesson::measured::Column};
    /// assert_eq!(Column::name_of(Approach::Batch), Some("batch"));
    /// ```
    pub fn name_of(approach: Approach) -> Option<&'static str> {
        let column = match approach {
            Approach::None => Self::None,
            Approach::AveragedParameters => Self::Parameters,
            Approach::AveragedProbabilities => Self::Probabilities,
            Approach::Additive => Self::Additive,
            Approach::Batch => Self::Batch,
            Approach::ByHand => return None,
        };
        Self::ALL
            .iter()
            .find(|(of, _)| *of == column)
            .map(|(_, name)| *name)
    }
}

/// Right answers, compared with no calibration on the same inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Number of right answers.
    pub right: usize,
    /// Number of inputs that are right after and were wrong before.
    pub to_right: usize,
    /// Number of inputs that are wrong after and were right before.
    pub to_wrong: usize,
}

impl Outcome {
    /// The p-value of the difference to no calibration: [`mcnemar`].
    pub fn p_value(self) -> f64 {
        mcnemar(self.to_right, self.to_wrong)
    }
}

/// One outcome for each [`Column`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcomes(pub [Outcome; 5]);

impl Outcomes {
    /// What one way of calibrating comes to.
    pub fn of(&self, column: Column) -> Outcome {
        let [none, parameters, probabilities, additive, batch] = self.0;
        match column {
            Column::None => none,
            Column::Parameters => parameters,
            Column::Probabilities => probabilities,
            Column::Additive => additive,
            Column::Batch => batch,
        }
    }
}
