use super::{Decision, Distribution, Parameters};
use thiserror::Error;

/// The conversion of scores s = W p + b to the values that are shown.
///
/// All three keep the order of the scores, so the label is the same; only the bars differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readout {
    /// q = softmax(s). Not a confidence: with an even p and K = 2 it never exceeds e²/(e²+1).
    #[default]
    Softmax,
    /// q = s / Σ s; undefined where a score is negative.
    Normalize,
    /// The scores as they are.
    Scores,
}

/// The error that `Readout::Normalize` has no result: a score is negative, or all are zero.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
#[error("the score of label {} is {score}; scores below zero cannot be normalised", .label + 1)]
pub struct NegativeScore {
    /// The label whose score is lowest.
    pub label: usize,
    /// Its score.
    pub score: f64,
}

/// One input or context-free prompt, before and after calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// p, length K.
    pub before: Distribution,
    /// s = W p + b, length K.
    pub scores: Vec<f64>,
    /// q by the readout, length K (for [`Readout::Scores`] the scores themselves).
    pub after: Result<Vec<f64>, NegativeScore>,
    /// The label that p favours.
    pub label_before: Decision,
    /// The label that the scores favour, whatever the readout.
    pub label_after: Decision,
}

impl Output {
    /// Returns whether calibration changes the label.
    pub fn flips(&self) -> bool {
        self.label_before != self.label_after
    }

    /// Total variation distance of q from even, ½ Σ |q − 1/K|; `None` where q is undefined or
    /// the readout is [`Readout::Scores`] (scores do not sum to one).
    pub fn distance_from_even(&self) -> Option<f64> {
        let after = self.after.as_ref().ok()?;
        let sum: f64 = after.iter().sum();
        let even = 1.0 / after.len() as f64;
        ((sum - 1.0).abs() < 1e-6)
            .then(|| after.iter().map(|q| (q - even).abs()).sum::<f64>() / 2.0)
    }
}

/// Applies parameters to a distribution of the same K.
///
/// ```
/// use calibration_explainer::calibration::*;
/// let p = Distribution::normalized(vec![0.9, 0.1])?.distribution;
/// let q = output(&p, &fit(&p, Method::Diagonal)?, Readout::Softmax);
/// assert_eq!(q.after?, [0.5, 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn output(p: &Distribution, parameters: &Parameters, readout: Readout) -> Output {
    let scores = parameters.scores(p);
    let after = match readout {
        Readout::Softmax => Ok(softmax(&scores)),
        Readout::Normalize => normalize(&scores),
        Readout::Scores => Ok(scores.clone()),
    };
    Output {
        label_before: Decision::of(p.as_slice()),
        label_after: Decision::of(&scores),
        before: p.clone(),
        scores,
        after,
    }
}

/// exp(sₖ) / Σ exp(s), length K; sums to one and is finite for any finite scores.
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    // Subtracting the largest score keeps exp() from overflowing and cancels in the quotient.
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = scores.iter().map(|s| (s - largest).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.iter().map(|e| e / sum).collect()
}

/// sₖ / Σ s, length K.
///
/// # Errors
/// [`NegativeScore`] where a score is below zero or their sum is not above it.
pub fn normalize(scores: &[f64]) -> Result<Vec<f64>, NegativeScore> {
    let (label, score) =
        (scores.iter().copied().enumerate()).fold((0, f64::INFINITY), |low, (k, s)| {
            if s < low.1 { (k, s) } else { low }
        });
    let sum: f64 = scores.iter().sum();
    if score < 0.0 || sum <= 0.0 || !sum.is_finite() {
        return Err(NegativeScore { label, score });
    }
    Ok(scores.iter().map(|s| s / sum).collect())
}
