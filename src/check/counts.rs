use super::{Confusion, Inputs, mcnemar};

/// What calibration did to test inputs. "Before" is the label that p itself favours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Before calibration.
    pub before: Confusion,
    /// After calibration.
    pub after: Confusion,
    /// Number of inputs that were wrong before and are right after.
    pub to_right: usize,
    /// Number of inputs that were right before and are wrong after.
    pub to_wrong: usize,
    /// Number of inputs that went from one wrong label to another.
    pub between_wrong: usize,
    /// Number of inputs whose label changed and whose right label is not known.
    pub unlabelled: usize,
}

impl Counts {
    /// Counts labels before and after, each of length n, as [`decide`](super::decide) gives them.
    ///
    /// ```
    /// use calibration_explainer::{calibration::Parameters, check::{Counts, Inputs, decide}};
    /// let p = [[0.9, 0.1], [0.6, 0.4]];
    /// let inputs = Inputs::of(2, p.iter().map(|row| row.as_slice()).zip([Some(0), Some(1)]));
    /// let mut shifted = Parameters::identity(2);
    /// shifted.b = vec![-0.9, -0.1];
    /// let counts = Counts::of(&inputs, &decide(&inputs, &Parameters::identity(2)), &decide(&inputs, &shifted));
    /// assert_eq!((counts.before.correct(), counts.after.correct(), counts.to_right), (1, 2, 1));
    /// ```
    pub fn of(inputs: &Inputs, before: &[usize], after: &[usize]) -> Self {
        let mut counts = Self {
            before: Confusion::new(inputs.k()),
            after: Confusion::new(inputs.k()),
            to_right: 0,
            to_wrong: 0,
            between_wrong: 0,
            unlabelled: 0,
        };
        for (((_, right), &before), &after) in inputs.rows().zip(before).zip(after) {
            counts.before.add(right, before);
            counts.after.add(right, after);
            if before == after {
                continue;
            }
            match right {
                None => counts.unlabelled += 1,
                Some(right) if after == right => counts.to_right += 1,
                Some(right) if before == right => counts.to_wrong += 1,
                Some(_) => counts.between_wrong += 1,
            }
        }
        counts
    }

    /// Number of inputs whose label changed.
    pub fn flips(&self) -> usize {
        self.to_right + self.to_wrong + self.between_wrong + self.unlabelled
    }

    /// The p-value of a difference in accuracy as large as this one by chance: [`mcnemar`].
    pub fn p_value(&self) -> f64 {
        mcnemar(self.to_right, self.to_wrong)
    }
}
