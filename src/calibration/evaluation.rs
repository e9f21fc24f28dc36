use super::Argmax;

/// What calibration does to the label of one input. A tie counts as its first label, as argmax does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Right before, wrong after.
    Lost,
    /// Wrong before, right after.
    Gained,
    /// Another label, which is as right or wrong as the one before, or whose right label is unknown.
    FlippedOtherwise,
    /// The same label.
    Unchanged,
}

impl Outcome {
    /// Compares the labels before and after with the right label, where that is known.
    pub fn of(before: Argmax, after: Argmax, right: Option<usize>) -> Self {
        let (before, after) = (before.index(), after.index());
        match right {
            _ if before == after => Self::Unchanged,
            Some(right) if before == right => Self::Lost,
            Some(right) if after == right => Self::Gained,
            _ => Self::FlippedOtherwise,
        }
    }
}

/// Numbers of inputs by what calibration does to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Number of inputs whose right label is known.
    pub counted: usize,
    /// Number of these that are right before calibration. A tie counts as its first label, as argmax does.
    pub right_before: usize,
    /// Number of these that are right after calibration.
    pub right_after: usize,
    /// Number of these that calibration corrected ([`Outcome::Gained`]).
    pub gained: usize,
    /// Number of these that calibration made wrong ([`Outcome::Lost`]).
    pub lost: usize,
    /// Number of all inputs whose label flips; here a tie is another label than each of its labels, as in
    /// [`Output::flips`](super::Output::flips).
    pub flips: usize,
}

impl Evaluation {
    /// Evaluates inputs, each by its label before, its label after, and its right label where that is known.
    pub fn of(inputs: impl Iterator<Item = (Argmax, Argmax, Option<usize>)>) -> Self {
        let mut evaluation = Self::default();
        evaluation.add(inputs);
        evaluation
    }

    /// Evaluates further inputs.
    pub fn add(&mut self, inputs: impl Iterator<Item = (Argmax, Argmax, Option<usize>)>) {
        for (before, after, right) in inputs {
            self.flips += usize::from(before != after);
            let Some(label) = right else { continue };
            self.counted += 1;
            let (was, is) = (before.index() == label, after.index() == label);
            self.right_before += usize::from(was);
            self.right_after += usize::from(is);
            self.gained += usize::from(is && !was);
            self.lost += usize::from(was && !is);
        }
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
