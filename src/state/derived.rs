use crate::calibration::{
    Distribution, Evaluation, Output, Parameters, Threshold, ZeroProbability, fit_prompts, output,
    threshold,
};
use crate::state::State;
use std::rc::Rc;

/// Everything that is computed from a [`State`].
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// One (W, b) for each prompt, length N.
    pub per_prompt: Vec<Result<Rc<Parameters>, ZeroProbability>>,
    /// Averaged (W, b) before any entries set by hand.
    pub computed: Result<Rc<Parameters>, ZeroProbability>,
    /// The (W, b) in use: averaged, with the entries set by hand.
    pub parameters: Result<Rc<Parameters>, ZeroProbability>,
    /// The context-free prompts' outputs, length N; empty where W is undefined.
    pub prompts: Vec<Rc<Output>>,
    /// The test inputs' outputs; empty where W is undefined.
    pub inputs: Rc<Vec<Output>>,
    /// Counts of right and wrong labels, where right labels are known.
    pub evaluation: Rc<Evaluation>,
    /// Threshold of the decision after calibration, for K = 2.
    pub threshold: Option<Threshold>,
}

impl Derived {
    /// Computes everything from a state.
    pub fn of(state: &State) -> Self {
        let k = state.k();
        let distributions: Vec<Distribution> = state
            .prompts
            .iter()
            .map(|prompt| prompt.p.clone())
            .collect();
        let fit = fit_prompts(&distributions, k, state.method, state.averaging);
        let computed = fit.averaged.map(Rc::new);
        let parameters = computed.clone().map(|computed| {
            if state.overrides.is_empty() {
                return computed;
            }
            let mut edited = (*computed).clone();
            for &((row, column), value) in state.overrides.w.iter() {
                edited.w.set(row, column, value);
            }
            for &(label, value) in state.overrides.b.iter() {
                if let Some(slot) = edited.b.get_mut(label) {
                    *slot = value;
                }
            }
            Rc::new(edited)
        });
        let (prompts, inputs): (Vec<Rc<Output>>, Vec<Output>) = match &parameters {
            Ok(parameters) => (
                (state.prompts.iter())
                    .map(|prompt| Rc::new(output(&prompt.p, parameters, state.readout)))
                    .collect(),
                (state.inputs.iter())
                    .map(|input| output(&input.p, parameters, state.readout))
                    .collect(),
            ),
            Err(_) => Default::default(),
        };
        let labels = state.inputs.iter().map(|input| input.label);
        Self {
            evaluation: Rc::new(Evaluation::of(inputs.iter().zip(labels))),
            threshold: parameters.as_ref().ok().and_then(|p| threshold(p)),
            per_prompt: fit.per_prompt.into_iter().map(|p| p.map(Rc::new)).collect(),
            computed,
            parameters,
            prompts,
            inputs: Rc::new(inputs),
        }
    }
}
