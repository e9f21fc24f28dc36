use super::Output;

/// How many labelled inputs are right before and after calibration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Inputs whose right label is known.
    pub counted: usize,
    /// Of these, right before. A tie counts as its first label, as argmax does.
    pub right_before: usize,
    /// Of these, right after.
    pub right_after: usize,
    /// Inputs (by index) that calibration got right: wrong before, right after.
    pub gained: Vec<usize>,
    /// Inputs that it got wrong: right before, wrong after.
    pub lost: Vec<usize>,
    /// Inputs whose label changed without changing right or wrong, or whose right label is unknown.
    pub flipped_otherwise: Vec<usize>,
}

impl Evaluation {
    /// Counts over outputs paired with the right label, where it is known.
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

    /// Share right before, in \[0, 1\]; `None` if nothing is labelled.
    pub fn accuracy_before(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.right_before as f64 / self.counted as f64)
    }

    /// Share right after, in \[0, 1\]; `None` if nothing is labelled.
    pub fn accuracy_after(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.right_after as f64 / self.counted as f64)
    }
}
