use crate::calibration::{
    Averaging, Distribution, EstimatedFrom, Method, Parameters, ZeroProbability,
};
use crate::check::{
    Approach, Best, Compared, Counts, Fair, Form, Inputs, LeftOut, best, compare, cross_validated,
    decide, leave_one_out,
};
use crate::state::{Derived, Overrides, State};

/// Greatest n · K² for which the best shift is searched unasked: a fraction of a second in a browser.
const SEARCHED: usize = 20_000;

/// What a check of the test inputs finds. It takes longer than [`Derived`], so it is made when a change is complete and not
/// in each frame of a drag.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The ways to find W and b, side by side on these inputs. With one context-free prompt the order of averaging does not matter, and
    /// there is one line for both.
    pub compared: Vec<Compared>,
    /// The line of the way that is in use, if it has one.
    pub in_use: Option<Approach>,
    /// What the W and b in use do to the inputs; `None` where W is undefined.
    pub counts: Option<Counts>,
    /// The best shift that was found, and its fair form; `None` if it was not searched.
    pub best: Option<(Best, Fair)>,
    /// What happens without each of the context-free prompts, length N; empty for fewer than two, and where W or b were set by hand.
    pub left_out: Vec<Result<LeftOut, ZeroProbability>>,
}

impl Checked {
    /// Checks the test inputs of a state. `search` looks for the best shift however long that takes.
    pub fn of(state: &State, derived: &Derived, search: bool) -> Self {
        let k = state.k();
        let inputs = Inputs::of(k, state.inputs.rows());
        let prompts: Vec<Distribution> = (state.prompts.iter())
            .map(|prompt| prompt.p.clone())
            .collect();
        let parameters = derived.parameters.as_deref().ok();
        let by_hand = parameters.filter(|_| !state.overrides.is_empty());
        let in_use = in_use(state);
        let mut compared = compare(&inputs, &prompts, by_hand);
        if prompts.len() == 1 {
            compared.retain(|line| line.approach != Approach::AveragedProbabilities);
        }
        let none = compared.iter().find(|line| line.approach == Approach::None);
        let before = none.and_then(|line| line.outcome.as_ref().ok());
        let counts = match (before, parameters) {
            (Some(none), Some(parameters)) => {
                let before = decide(&inputs, &none.parameters);
                Some(Counts::of(&inputs, &before, &decide(&inputs, parameters)))
            }
            _ => None,
        };
        let counted = inputs.counted();
        let best = (counted > 0 && (search || inputs.len() * k * k <= SEARCHED)).then(|| {
            let starts: Vec<_> = (compared.iter())
                .filter(|line| line.approach != Approach::ByHand)
                .filter_map(|line| Some(line.outcome.as_ref().ok()?.parameters.clone()))
                .collect();
            let form = form(state);
            (
                best(&inputs, form, &starts),
                cross_validated(&inputs, form, &starts),
            )
        });
        let from_prompts = state.from == EstimatedFrom::Prompts && state.method != Method::None;
        let left_out = if state.overrides.is_empty() && from_prompts {
            leave_one_out(&inputs, &prompts, state.method, state.averaging)
        } else {
            Vec::new()
        };
        Self {
            compared,
            in_use,
            counts,
            best,
            left_out,
        }
    }

    /// Number of test inputs whose right label is known.
    pub fn counted(&self) -> usize {
        let none = self.line(Approach::None);
        let outcome = none.and_then(|line| line.outcome.as_ref().ok());
        outcome.map_or(0, |outcome| outcome.counts.before.counted())
    }

    /// The line of an approach.
    pub fn line(&self, approach: Approach) -> Option<&Compared> {
        self.compared.iter().find(|line| line.approach == approach)
    }
}

/// The form of the shifts that are looked through for a state: that of its method.
pub fn form(state: &State) -> Form {
    match state.method {
        Method::Identity => Form::Bias,
        Method::Diagonal | Method::None => Form::Weights,
    }
}

/// The approach of a state.
fn in_use(state: &State) -> Option<Approach> {
    Some(match (state.method, state.averaging) {
        _ if !state.overrides.is_empty() => Approach::ByHand,
        (Method::None, _) => Approach::None,
        (Method::Diagonal, _) if state.from == EstimatedFrom::Inputs => Approach::Batch,
        // Batch calibration in its additive form has no line of its own.
        (Method::Identity, _) if state.from == EstimatedFrom::Inputs => return None,
        (Method::Identity, _) => Approach::Additive,
        (Method::Diagonal, Averaging::Probabilities) if state.prompts.len() > 1 => {
            Approach::AveragedProbabilities
        }
        (Method::Diagonal, _) => Approach::AveragedParameters,
    })
}

/// A state in which an approach is in use. [`Approach::ByHand`] changes nothing, since it has no numbers of its own.
pub fn with_approach(state: &State, approach: Approach) -> State {
    use EstimatedFrom::{Inputs, Prompts};
    let averaging = state.averaging;
    let (method, averaging, from) = match approach {
        Approach::None => (Method::None, averaging, state.from),
        Approach::AveragedParameters => (Method::Diagonal, Averaging::Parameters, Prompts),
        Approach::AveragedProbabilities => (Method::Diagonal, Averaging::Probabilities, Prompts),
        Approach::Additive => (Method::Identity, averaging, Prompts),
        Approach::Batch => (Method::Diagonal, averaging, Inputs),
        Approach::ByHand => return state.clone(),
    };
    State {
        method,
        averaging,
        from,
        overrides: Overrides::default(),
        ..state.clone()
    }
}

/// A state with the W and b of a shift set by hand: the diagonal of W, or b.
pub fn with_shift(state: &State, form: Form, parameters: &Parameters) -> State {
    let mut overrides = Overrides::default();
    for label in 0..state.k() {
        match form {
            Form::Weights => {
                overrides
                    .w
                    .insert((label, label), parameters.w.get(label, label));
            }
            Form::Bias => {
                overrides
                    .b
                    .insert(label, parameters.b.get(label).copied().unwrap_or(0.0));
            }
        }
    }
    let method = match form {
        Form::Weights => Method::Diagonal,
        Form::Bias => Method::Identity,
    };
    State {
        method,
        overrides,
        ..state.clone()
    }
}
