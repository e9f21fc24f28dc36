use crate::calibration::wilson;

/// How often each label was said where which one was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    k: usize,
    /// K × K, row-major: in a row the right label, in a column the one said.
    counts: Vec<usize>,
    /// Length K: how often each label was said of inputs whose right label is not known.
    unlabelled: Vec<usize>,
}

impl Confusion {
    /// Counts over K labels; everything is zero.
    pub(super) fn new(k: usize) -> Self {
        Self {
            k,
            counts: vec![0; k * k],
            unlabelled: vec![0; k],
        }
    }

    /// Counts one input, whose label is `said`.
    pub(super) fn add(&mut self, right: Option<usize>, said: usize) {
        let count = match right {
            Some(right) => self.counts.get_mut(right * self.k + said),
            None => self.unlabelled.get_mut(said),
        };
        if let Some(count) = count {
            *count += 1;
        }
    }

    /// Number of labels K.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Number of inputs whose right label is `right` and whose label is `said`.
    pub fn count(&self, right: usize, said: usize) -> usize {
        if said >= self.k {
            return 0;
        }
        let at = right.saturating_mul(self.k).saturating_add(said);
        self.counts.get(at).copied().unwrap_or(0)
    }

    /// Number of inputs whose right label is `label`.
    pub fn right(&self, label: usize) -> usize {
        (0..self.k).map(|said| self.count(label, said)).sum()
    }

    /// Number of inputs whose label is `label`, also of those whose right label is not known.
    pub fn said(&self, label: usize) -> usize {
        self.said_of_counted(label) + self.unlabelled.get(label).copied().unwrap_or(0)
    }

    fn said_of_counted(&self, label: usize) -> usize {
        (0..self.k).map(|right| self.count(right, label)).sum()
    }

    /// Number of inputs whose right label is known.
    pub fn counted(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Number of inputs that are right.
    pub fn correct(&self) -> usize {
        (0..self.k).map(|label| self.count(label, label)).sum()
    }

    /// The share of right inputs, in \[0, 1\]; `None` if no right label is known.
    pub fn accuracy(&self) -> Option<f64> {
        let counted = self.counted();
        (counted > 0).then(|| self.correct() as f64 / counted as f64)
    }

    /// The 95 % confidence interval of the accuracy ([`wilson`], Wilson 1927).
    pub fn interval(&self) -> (f64, f64) {
        wilson(self.correct(), self.counted())
    }

    /// The share of inputs with this right label that are right, in \[0, 1\]; `None` if there are none.
    pub fn recall(&self, label: usize) -> Option<f64> {
        let right = self.right(label);
        (right > 0).then(|| self.count(label, label) as f64 / right as f64)
    }

    /// The harmonic mean of precision and recall of a label, 2 TP / (2 TP + FP + FN), in \[0, 1\]; `None` where
    /// it is neither right nor said of any input whose right label is known.
    pub fn f1(&self, label: usize) -> Option<f64> {
        let occurrences = self.right(label) + self.said_of_counted(label);
        (occurrences > 0).then(|| 2.0 * self.count(label, label) as f64 / occurrences as f64)
    }

    /// The mean recall over the labels that are right somewhere, in \[0, 1\]; `None` if no right label is known.
    /// The definition of scikit-learn's `balanced_accuracy_score`.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        mean((0..self.k).filter_map(|label| self.recall(label)))
    }

    /// The mean F1 over the labels that are right or said somewhere, in \[0, 1\]; `None` if no right label is
    /// known. The definition of scikit-learn's `f1_score(average="macro")` with its own choice of labels.
    pub fn macro_f1(&self) -> Option<f64> {
        mean((0..self.k).filter_map(|label| self.f1(label)))
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}
