use crate::calibration::{Decision, Parameters};

/// Test inputs: n rows of K probabilities, each with its right label where that is known. The rows are
/// borrowed.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    k: usize,
    rows: Vec<(&'a [f64], Option<usize>)>,
}

impl<'a> Inputs<'a> {
    /// Takes rows (length K, linear, summing to one) with their right labels. A row of another length is
    /// left out, a right label that does not exist counts as not known.
    ///
    /// ```
    /// use calibration_explainer::check::Inputs;
    /// let p = [[0.9, 0.1], [0.4, 0.6]];
    /// let right = [Some(0), None];
    /// let inputs = Inputs::of(2, p.iter().map(|row| row.as_slice()).zip(right));
    /// assert_eq!((inputs.len(), inputs.counted()), (2, 1));
    /// ```
    pub fn of(k: usize, rows: impl IntoIterator<Item = (&'a [f64], Option<usize>)>) -> Self {
        let rows = (rows.into_iter())
            .filter(|(p, _)| p.len() == k)
            .map(|(p, right)| (p, right.filter(|&right| right < k)));
        Self {
            k,
            rows: rows.collect(),
        }
    }

    /// Number of labels K.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Number of inputs n.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no inputs.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of inputs whose right label is known.
    pub fn counted(&self) -> usize {
        self.labelled().count()
    }

    /// The rows, each with its right label where that is known.
    pub fn rows(&self) -> impl Iterator<Item = (&'a [f64], Option<usize>)> {
        self.rows.iter().copied()
    }

    /// The rows whose right label is known.
    pub(super) fn labelled(&self) -> impl Iterator<Item = (&'a [f64], usize)> {
        self.rows().filter_map(|(p, right)| Some((p, right?)))
    }

    /// The labelled inputs whose index among the labelled ones is to be kept.
    pub(super) fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let labelled = self.labelled().enumerate().filter(|&(i, _)| keep(i));
        Self {
            k: self.k,
            rows: labelled.map(|(_, (p, right))| (p, Some(right))).collect(),
        }
    }
}

/// The label of every input by W p + b, length n: exactly [`Decision::index`], so a tie counts as its first label.
pub fn decide(inputs: &Inputs, parameters: &Parameters) -> Vec<usize> {
    let mut rule = Rule::of(parameters);
    inputs.rows().map(|(p, _)| rule.label(p)).collect()
}

/// The number of labelled inputs that W p + b gets right.
pub(super) fn right(inputs: &Inputs, parameters: &Parameters) -> usize {
    let mut rule = Rule::of(parameters);
    let labelled = inputs.labelled();
    labelled
        .filter(|&(p, right)| rule.label(p) == right)
        .count()
}

/// Parameters, prepared for many rows.
struct Rule<'a> {
    parameters: &'a Parameters,
    /// The diagonal of W where W has nothing else: K products a row instead of K², with the same scores,
    /// since adding zeros changes nothing.
    diagonal: Option<Vec<f64>>,
    scores: Vec<f64>,
}

impl<'a> Rule<'a> {
    fn of(parameters: &'a Parameters) -> Self {
        let w = &parameters.w;
        Self {
            parameters,
            diagonal: (w.is_diagonal()).then(|| (0..w.k()).map(|k| w.get(k, k)).collect()),
            scores: Vec::with_capacity(w.k()),
        }
    }

    fn label(&mut self, p: &[f64]) -> usize {
        self.scores.clear();
        match &self.diagonal {
            Some(w) => {
                let terms = w.iter().zip(p).zip(&self.parameters.b);
                self.scores.extend(terms.map(|((w, p), b)| w * p + b));
            }
            None => self.scores.extend(self.parameters.scores_of(p)),
        }
        Decision::index_of(&self.scores)
    }
}
