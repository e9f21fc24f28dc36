use super::Parameters;

/// Difference, relative to the largest score, up to which scores count as tied: rounding errors must
/// not decide an exact tie.
pub(super) const TIE: f64 = 1e-12;

/// The label with the largest value, or the labels that share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A single label has the largest value.
    Label(usize),
    /// Two or more labels share the largest value; in label order.
    Tie(Vec<usize>),
}

/// The least value that counts as the largest of `values`.
fn least_winning(values: &[f64]) -> f64 {
    let mut largest = f64::NEG_INFINITY;
    for &value in values {
        if value > largest {
            largest = value;
        }
    }
    largest - TIE * largest.abs().max(f64::MIN_POSITIVE)
}

impl Decision {
    /// Finds the largest of `values`, length K. An empty slice gives an empty tie.
    pub fn of(values: &[f64]) -> Self {
        let least = least_winning(values);
        let mut winners: Vec<usize> = (values.iter().enumerate())
            .filter(|&(_, &v)| v >= least)
            .map(|(k, _)| k)
            .collect();
        match (winners.pop(), winners.is_empty()) {
            (Some(only), true) => Self::Label(only),
            (last, _) => {
                winners.extend(last);
                Self::Tie(winners)
            }
        }
    }

    /// Finds what `Decision::of(values).index()` is, without an allocation.
    pub fn index_of(values: &[f64]) -> usize {
        let least = least_winning(values);
        values.iter().position(|&v| v >= least).unwrap_or(0)
    }

    /// Returns the index of the winning label; of a tie the first, like NumPy's argmax.
    pub fn index(&self) -> usize {
        match self {
            Self::Label(label) => *label,
            Self::Tie(labels) => labels.first().copied().unwrap_or(0),
        }
    }

    /// Returns whether several labels share the largest value.
    pub fn is_tie(&self) -> bool {
        matches!(self, Self::Tie(_))
    }
}

/// The labels that share the largest value, as one bit for each label: a [`Decision`] in four bytes, for columns of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Argmax(u32);

impl Argmax {
    /// Finds the largest of `values`, length K, at most 32, by the rule of [`Decision::of`].
    ///
    /// ```
    /// use calibration_explainer::calibration::{Argmax, Decision};
    /// assert_eq!(Argmax::of(&[0.4, 0.4, 0.2]).decision(), Decision::Tie(vec![0, 1]));
    /// ```
    pub fn of(values: &[f64]) -> Self {
        let least = least_winning(values);
        let bits = values.iter().zip(0..u32::BITS);
        Self(bits.fold(0, |set, (&v, k)| set | u32::from(v >= least) << k))
    }

    /// Returns the index of the winning label; of a tie the first, like NumPy's argmax.
    pub fn index(self) -> usize {
        match self.0 {
            0 => 0,
            set => set.trailing_zeros() as usize,
        }
    }

    /// Returns whether several labels share the largest value.
    pub fn is_tie(self) -> bool {
        self.0.count_ones() != 1
    }

    /// The same as a label or a list of labels.
    pub fn decision(self) -> Decision {
        if self.is_tie() {
            let labels = (0..u32::BITS).filter(|k| self.0 >> k & 1 == 1);
            Decision::Tie(labels.map(|k| k as usize).collect())
        } else {
            Decision::Label(self.index())
        }
    }
}

/// The value of p(first label) at which the decision between two labels changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// The decision changes at `p`: one label wins above it, the other below.
    At {
        /// p(first label), in \[0, 1\].
        p: f64,
        /// True if the first label wins above `p`, false if it wins below (possible with negative weights).
        first_above: bool,
    },
    /// The same label wins for every p.
    Always(usize),
    /// The scores are equal for every p.
    Never,
}

/// The threshold of parameters with K = 2; `None` for any other K.
///
/// s₁ − s₂ is linear in p(first) = t: t (w₁₁ − w₁₂ − w₂₁ + w₂₂) + (w₁₂ − w₂₂ + b₁ − b₂).
///
/// ```
/// use calibration_explainer::calibration::*;
/// let p = Distribution::normalized(vec![0.9, 0.1])?.distribution;
/// let Some(Threshold::At { p, .. }) = threshold(&fit(&p, Method::Diagonal)?) else { panic!() };
/// assert!((p - 0.9).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn threshold(parameters: &Parameters) -> Option<Threshold> {
    let (w, b) = (&parameters.w, &parameters.b);
    if w.k() != 2 {
        return None;
    }
    let &[b0, b1] = b.as_slice() else { return None };
    let slope = w.get(0, 0) - w.get(0, 1) - w.get(1, 0) + w.get(1, 1);
    let at_zero = w.get(0, 1) - w.get(1, 1) + b0 - b1;
    let winner = |difference: f64| usize::from(difference < 0.0);
    Some(if slope == 0.0 {
        if at_zero == 0.0 {
            Threshold::Never
        } else {
            Threshold::Always(winner(at_zero))
        }
    } else {
        let p = -at_zero / slope;
        if (0.0..=1.0).contains(&p) {
            Threshold::At {
                p: p + 0.0,
                first_above: slope > 0.0,
            }
        } else {
            Threshold::Always(winner(at_zero + slope / 2.0))
        }
    })
}
