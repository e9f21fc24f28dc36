use crate::calibration::{Matrix, Parameters, Threshold, threshold};

/// A probability below this counts as zero: its logarithm is −∞, and no weight makes its label win.
const SMALLEST: f64 = 1e-300;

/// Largest difference from zero that an entry of a shift is given, so that eᶜ stays finite.
pub(super) const LIMIT: f64 = 300.0;

/// Where a shift c is added: the rule chooses argmax(xₖ + cₖ).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// x = ln p: weights on the diagonal of W, wₖ = exp(cₖ), with b = 0.
    #[default]
    Weights,
    /// x = p: W = I and b = c.
    Bias,
}

impl Form {
    /// The x of a probability; −∞ for the logarithm of zero.
    pub(super) fn x(self, p: f64) -> f64 {
        match self {
            Self::Weights if p < SMALLEST => f64::NEG_INFINITY,
            Self::Weights => p.ln(),
            Self::Bias => p,
        }
    }

    /// The parameters whose labels are argmax(xₖ + cₖ), for a shift c of length K.
    pub fn parameters(self, c: &[f64]) -> Parameters {
        match self {
            Self::Weights => {
                let w: Vec<f64> = c.iter().map(|c| c.clamp(-LIMIT, LIMIT).exp()).collect();
                Parameters {
                    w: Matrix::diagonal(&w),
                    b: vec![0.0; c.len()],
                }
            }
            Self::Bias => Parameters {
                b: c.to_vec(),
                ..Parameters::identity(c.len())
            },
        }
    }

    /// The shift of mean zero that gives the same labels as the parameters, length K; `None` where there is none.
    ///
    /// There is one for [`Form::Weights`] if W is diagonal with positive weights and all of b are equal,
    /// for [`Form::Bias`] if W is a positive multiple of I. With K = 2 every rule is a shift whose
    /// [`threshold`] lies between 0 and 1 and that says the first label above it.
    pub fn shift(self, parameters: &Parameters) -> Option<Vec<f64>> {
        let c = self
            .plain_shift(parameters)
            .or_else(|| match threshold(parameters)? {
                Threshold::At {
                    p,
                    first_above: true,
                } => Some(self.at_threshold(p)?.to_vec()),
                _ => None,
            })?;
        (c.iter().all(|c| c.is_finite())).then(|| centred(c))
    }

    fn plain_shift(self, parameters: &Parameters) -> Option<Vec<f64>> {
        let w = positive_diagonal(parameters)?;
        match self {
            Self::Weights => {
                let mut pairs = parameters.b.iter().zip(parameters.b.iter().skip(1));
                let shift = || w.iter().map(|w| w.ln()).collect();
                pairs.all(|(a, b)| a == b).then(shift)
            }
            Self::Bias => {
                let scale = common(&w)?;
                Some(parameters.b.iter().map(|b| b / scale).collect())
            }
        }
    }

    /// The shift, K = 2, that says the first label from p(first) = `p` on; `None` where there is none,
    /// which is at 0 and 1 for [`Form::Weights`].
    pub fn at_threshold(self, p: f64) -> Option<[f64; 2]> {
        let difference = match self {
            Self::Weights => (1.0 - p).ln() - p.ln(),
            Self::Bias => 1.0 - 2.0 * p,
        };
        let half = difference / 2.0;
        half.is_finite().then_some([half, 0.0 - half])
    }

    /// What is to be set by hand so that the parameters become the shift c: for each label its weight on the
    /// diagonal of W, or its entry of b.
    ///
    /// The geometric mean of the weights, or the mean of b, stays what it is in `current`, so that numbers
    /// do not run away while a reader drags. What c does not say must be as a shift has it: the rest of
    /// W zero, and b equal entries (W = I for [`Form::Bias`]).
    pub fn by_hand(self, c: &[f64], current: &Parameters) -> Vec<(usize, f64)> {
        let k = c.len().max(1) as f64;
        let c = centred(c.to_vec()).into_iter().enumerate();
        let w = positive_diagonal(current);
        match self {
            Self::Weights => {
                let logarithms = w.map_or(0.0, |w| w.iter().map(|w| w.ln()).sum::<f64>() / k);
                let bounded = |c: f64| (logarithms + c).clamp(-2.0 * LIMIT, 2.0 * LIMIT).exp();
                c.map(|(label, c)| (label, bounded(c))).collect()
            }
            Self::Bias => {
                let scale = w.and_then(|w| common(&w)).unwrap_or(1.0);
                let mean = current.b.iter().sum::<f64>() / k;
                c.map(|(label, c)| (label, mean + scale * c)).collect()
            }
        }
    }

    /// What is to be set by hand so that one label is at `place` on its curve
    /// ([`place_on_curve`](super::place_on_curve)) while all others keep their numbers: its weight on the diagonal of W,
    /// or its entry of b. `None` where `current` is not of this form.
    pub fn by_hand_on_curve(self, label: usize, place: f64, current: &Parameters) -> Option<f64> {
        let c = self.plain_shift(current)?;
        let further = place - (c.get(label)? - mean_of_others(&c, label));
        let w = current.w.get(label, label);
        let value = match self {
            Self::Weights => (w.ln() + further).clamp(-2.0 * LIMIT, 2.0 * LIMIT).exp(),
            Self::Bias => current.b.get(label)? + w * further,
        };
        value.is_finite().then_some(value)
    }
}

/// The diagonal of W if all of it is positive and the rest is zero.
fn positive_diagonal(parameters: &Parameters) -> Option<Vec<f64>> {
    let w = &parameters.w;
    let diagonal: Vec<f64> = (0..w.k()).map(|k| w.get(k, k)).collect();
    (w.is_diagonal() && diagonal.iter().all(|&w| w > 0.0)).then_some(diagonal)
}

/// The value that all of `values` have.
fn common(values: &[f64]) -> Option<f64> {
    let &first = values.first()?;
    values.iter().all(|&value| value == first).then_some(first)
}

/// Subtracts the mean, so that shifts with the same labels are the same numbers.
pub(super) fn centred(mut c: Vec<f64>) -> Vec<f64> {
    let mean = c.iter().sum::<f64>() / c.len().max(1) as f64;
    for c in &mut c {
        *c -= mean;
    }
    c
}

/// The mean of all entries of a shift but one.
pub(super) fn mean_of_others(c: &[f64], label: usize) -> f64 {
    let others = c.iter().enumerate().filter(|&(k, _)| k != label);
    let sum: f64 = others.map(|(_, c)| c).sum();
    sum / c.len().saturating_sub(1).max(1) as f64
}
