use super::{Confusion, Counts, Inputs, decide};
use crate::calibration::{
    Averaging, Distribution, Method, Parameters, ZeroProbability, fit_prompts,
};

/// Calibration without one of the context-free prompts.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The labels that the other prompts give.
    pub after: Confusion,
    /// Number of inputs whose label is another than with all prompts; `None` where W is undefined with all prompts.
    pub flips: Option<usize>,
}

/// Leaves out one context-free prompt after the other, N ≥ 2: how much depends on each. Length N; empty for
/// fewer than two prompts. An error names the prompt by its place among all.
pub fn leave_one_out(
    inputs: &Inputs,
    prompts: &[Distribution],
    method: Method,
    averaging: Averaging,
) -> Vec<Result<LeftOut, ZeroProbability>> {
    if prompts.len() < 2 {
        return Vec::new();
    }
    let k = inputs.k();
    let fit = |prompts: &[Distribution]| fit_prompts(prompts, k, method, averaging).averaged;
    let with_all: Option<Vec<usize>> = fit(prompts).ok().map(|all| decide(inputs, &all));
    let before = decide(inputs, &Parameters::identity(k));
    (0..prompts.len())
        .map(|out| {
            let kept = prompts.iter().enumerate().filter(|&(i, _)| i != out);
            let kept: Vec<Distribution> = kept.map(|(_, prompt)| prompt.clone()).collect();
            let parameters = fit(&kept).map_err(|zero| ZeroProbability {
                prompt: zero.prompt.map(|i| i + usize::from(i >= out)),
                ..zero
            })?;
            let said = decide(inputs, &parameters);
            let flips = |all: &Vec<usize>| all.iter().zip(&said).filter(|(a, b)| a != b).count();
            Ok(LeftOut {
                flips: with_all.as_ref().map(flips),
                after: Counts::of(inputs, &before, &said).after,
            })
        })
        .collect()
}
