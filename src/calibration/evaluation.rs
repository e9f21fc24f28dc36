use super::Output;

/// Numbers of labelled inputs that are right before and after calibration, and the inputs that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Number of inputs whose right label is known.
    pub counted: usize,
    /// Number of these that are right before calibration. A tie counts as its first label, as argmax does.
    pub right_before: usize,
    /// Number of these that are right after calibration.
    pub right_after: usize,
    /// Indices of the inputs that calibration corrected: wrong before, right after.
    pub gained: Vec<usize>,
    /// Indices of the inputs that calibration made wrong: right before, wrong after.
    pub lost: Vec<usize>,
    /// Indices of the inputs whose label changed without changing right or wrong, or whose right label is unknown.
    pub flipped_otherwise: Vec<usize>,
}

impl Evaluation {
    /// Evaluates outputs, each paired with its right label where that is known.
    pub fn of<'a>(outputs: impl Iterator<Item = (&'a Output, Option<usize>)>) -> Self {
        let mut evaluation = Self::default();
        for (i, (output, label)) in outputs.enumerate() {
            let (before, after) = (output.label_before.index(), output.label_after.index());
            let Some(label) = label else {
                if before != after {
                    evaluation.flipped_otherwise.push(i);
                }
                continue;
            };
            evaluation.counted += 1;
            evaluation.right_before += usize::from(before == label);
            evaluation.right_after += usize::from(after == label);
            match (before == label, after == label) {
                (false, true) => evaluation.gained.push(i),
                (true, false) => evaluation.lost.push(i),
                _ if before != after => evaluation.flipped_otherwise.push(i),
                _ => {}
            }
        }
        evaluation
    }

    /// Accuracy before calibration, in \[0, 1\]; `None` if no input has a right label.
    pub fn accuracy_before(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.right_before as f64 / self.counted as f64)
    }

    /// Accuracy after calibration, in \[0, 1\]; `None` if no input has a right label.
    pub fn accuracy_after(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.right_after as f64 / self.counted as f64)
    }
}
