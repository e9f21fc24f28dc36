use crate::calibration::{
    Argmax, Distribution, EstimatedFrom, Evaluation, Outcome, Output, Parameters, Threshold,
    ZeroProbability, fit, fit_prompts, output, threshold,
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
    /// The labels that the scores of each test input favour; empty where W is undefined. [`Derived::input`] has the scores.
    pub labels_after: Rc<Vec<Argmax>>,
    /// Counts of right and wrong labels, where right labels are known.
    pub evaluation: Evaluation,
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
        let computed = match state.from {
            EstimatedFrom::Prompts => fit.averaged,
            EstimatedFrom::Inputs => fit_batch(state),
        };
        let computed = computed.map(Rc::new);
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
        let (prompts, after) = match &parameters {
            Ok(parameters) => (
                (state.prompts.iter())
                    .map(|prompt| Rc::new(output(&prompt.p, parameters, state.readout)))
                    .collect(),
                parameters.favoured(state.inputs.distributions()),
            ),
            Err(_) => Default::default(),
        };
        Self {
            evaluation: state.inputs.evaluated(&after),
            threshold: parameters.as_ref().ok().and_then(|p| threshold(p)),
            per_prompt: fit.per_prompt.into_iter().map(|p| p.map(Rc::new)).collect(),
            computed,
            parameters,
            prompts,
            labels_after: Rc::new(after),
        }
    }

    /// One test input before and after calibration; `None` where there is no such input or W is undefined. `state` is the one
    /// from which this was computed.
    pub fn input(&self, state: &State, i: usize) -> Option<Output> {
        let p = state.inputs.get(i)?.p.to_distribution();
        Some(output(&p, self.parameters.as_ref().ok()?, state.readout))
    }

    /// Indices of the test inputs in the order in which they are listed: first those that calibration made wrong, then those that
    /// it corrected, other flips, and the rest.
    pub fn order(&self, state: &State) -> Vec<usize> {
        let inputs = &state.inputs;
        let decided = inputs
            .favoured()
            .zip(&*self.labels_after)
            .zip(inputs.labels());
        let outcomes = decided.map(|((before, &after), right)| Outcome::of(before, after, right));
        let mut outcomes: Vec<Outcome> = outcomes.collect();
        outcomes.resize(inputs.len(), Outcome::Unchanged);
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        // Stable: the inputs of one outcome keep their order.
        order.sort_by_key(|i| outcomes.get(*i));
        order
    }

    /// All test inputs before and after calibration, one at a time; none where W is undefined. `state` is the one from which this
    /// was computed.
    pub fn inputs<'a>(&'a self, state: &'a State) -> impl Iterator<Item = Output> + 'a {
        let parameters = self.parameters.iter();
        parameters.flat_map(|parameters| {
            (state.inputs.iter())
                .map(|input| output(&input.p.to_distribution(), parameters, state.readout))
        })
    }
}

/// W and b fitted to the mean of p over the test inputs.
fn fit_batch(state: &State) -> Result<Parameters, ZeroProbability> {
    let rows = state.inputs.rows().map(|(p, _)| p);
    match Distribution::mean_of_rows(state.k(), rows) {
        Some(mean) => fit(&mean, state.method),
        None => Ok(Parameters::identity(state.k())),
    }
}
