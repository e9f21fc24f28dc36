use super::{Counts, Inputs, decide};
use crate::calibration::{
    Averaging, Distribution, Method, Parameters, ZeroProbability, fit, fit_prompts,
};

/// A way to find W and b; what is compared side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approach {
    /// No calibration: W = I, b = 0.
    None,
    /// Contextual calibration, diagonal form, W averaged over the context-free prompts.
    AveragedParameters,
    /// Contextual calibration, diagonal form, fitted to the mean of the context-free prompts (Zhao et al. 2021).
    AveragedProbabilities,
    /// Contextual calibration, additive form; the order of averaging does not matter to it.
    Additive,
    /// Batch calibration, diagonal form: fitted to the mean over the inputs (Zhou et al. 2023).
    Batch,
    /// W and b as a reader set them.
    ByHand,
}

/// Parameters, and what they did to the inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// W and b.
    pub parameters: Parameters,
    /// Before, without calibration, and after.
    pub counts: Counts,
}

/// One line of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The way to find W and b.
    pub approach: Approach,
    /// Its outcome, or the reason why W is undefined.
    pub outcome: Result<Outcome, ZeroProbability>,
}

/// Batch calibration: fits W and b to p̂, the mean of p over all inputs, with a right label or without
/// (Zhou et al. 2023, *Batch Calibration: Rethinking Calibration for In-Context Learning and Prompt Engineering*,
/// arXiv 2309.17249). [`Method::Diagonal`] gives W = diag(p̂)⁻¹, which is their subtraction of logarithms;
/// [`Method::Identity`] gives b = −p̂, as they print it. Without inputs, the identity.
///
/// # Errors
/// [`ZeroProbability`] for [`Method::Diagonal`] where no input gives a label any probability.
pub fn fit_batch(inputs: &Inputs, method: Method) -> Result<Parameters, ZeroProbability> {
    match Distribution::mean_of_rows(inputs.k(), inputs.rows().map(|(p, _)| p)) {
        Some(mean) => fit(&mean, method),
        None => Ok(Parameters::identity(inputs.k())),
    }
}

/// Compares all ways to find W and b on the same inputs: no calibration, contextual calibration from N
/// context-free `prompts`, batch calibration, and `by_hand` if there is one; in the order of [`Approach`].
/// What there is no data for is left out: contextual calibration for N = 0, batch calibration for n = 0.
///
/// Zhao et al. 2021, *Calibrate Before Use*, arXiv 2102.09690.
pub fn compare(
    inputs: &Inputs,
    prompts: &[Distribution],
    by_hand: Option<&Parameters>,
) -> Vec<Compared> {
    let k = inputs.k();
    let from_prompts = |method, averaging| fit_prompts(prompts, k, method, averaging).averaged;
    let mut fits = vec![(Approach::None, Ok(Parameters::identity(k)))];
    if !prompts.is_empty() {
        let (diagonal, additive) = (Method::Diagonal, Method::Identity);
        let (parameters, probabilities) = (Averaging::Parameters, Averaging::Probabilities);
        fits.extend([
            (
                Approach::AveragedParameters,
                from_prompts(diagonal, parameters),
            ),
            (
                Approach::AveragedProbabilities,
                from_prompts(diagonal, probabilities),
            ),
            (Approach::Additive, from_prompts(additive, probabilities)),
        ]);
    }
    if !inputs.is_empty() {
        fits.push((Approach::Batch, fit_batch(inputs, Method::Diagonal)));
    }
    fits.extend(by_hand.map(|parameters| (Approach::ByHand, Ok(parameters.clone()))));

    let before = decide(inputs, &Parameters::identity(k));
    let lines = fits.into_iter().map(|(approach, fitted)| Compared {
        approach,
        outcome: fitted.map(|parameters| Outcome {
            counts: Counts::of(inputs, &before, &decide(inputs, &parameters)),
            parameters,
        }),
    });
    lines.collect()
}
