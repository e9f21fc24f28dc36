use super::error::Code;
use super::{Spec, SpecError};
use crate::calibration::{
    self, Argmax, Distribution, EstimatedFrom, Evaluation, NegativeScore, Readout, ZeroProbability,
    fit_prompts,
};
use crate::state::{Derived, Named, State, full};
use serde::Serialize;
use std::rc::Rc;

/// The result of `calibrate`, in the shape that JavaScript gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Calibration {
    /// The averaged W, K × K, row by row.
    pub w: Vec<Vec<f64>>,
    /// The averaged b, length K.
    pub b: Vec<f64>,
    /// (W, b) of each context-free prompt, length N.
    pub per_prompt: Vec<Parameters>,
    /// The context-free prompts themselves, before and after calibration, length N.
    pub context_free: Vec<Output>,
    /// The inputs before and after calibration.
    pub inputs: Vec<Output>,
    /// Accuracy; only if an input has a right label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<Accuracy>,
}

/// W, K × K, row by row, and b, length K.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameters {
    /// The matrix.
    pub w: Vec<Vec<f64>>,
    /// The bias.
    pub b: Vec<f64>,
}

/// One row of probabilities before and after calibration.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// p, length K, sums to one.
    pub before: Vec<f64>,
    /// s = W p + b, length K.
    pub scores: Vec<f64>,
    /// Calibrated values by the readout, length K.
    pub after: Vec<f64>,
    /// The label with the largest p; the first of a tie.
    pub label_before: usize,
    /// The label with the largest score; the first of a tie.
    pub label_after: usize,
}

/// Accuracy: shares of right labels, in \[0, 1\].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// Share before calibration.
    pub before: f64,
    /// Share after calibration.
    pub after: f64,
    /// Number of inputs that have a right label.
    pub counted: usize,
}

impl Calibration {
    /// Computes the calibration of a spec.
    ///
    /// # Errors
    /// [`Code::ZeroProbability`] if W of any prompt is undefined, even where the averaged W is defined
    /// (probabilities averaged first), because the result holds every prompt's W.
    /// [`Code::NegativeScore`] if the readout of any output is undefined.
    pub fn of(spec: &Spec) -> Result<Self, SpecError> {
        let k = spec.labels.len();
        let prompts: Vec<_> = (spec.context_free.iter())
            .map(|prompt| prompt.probabilities.clone())
            .collect();
        let fit = fit_prompts(&prompts, k, spec.method, spec.averaging);
        let zero = |error| zero_probability(&spec.labels, error);
        let per_prompt = (fit.per_prompt.into_iter())
            .map(|prompt| prompt.map(Parameters::from).map_err(zero))
            .collect::<Result<_, _>>()?;
        let averaged = match spec.from {
            EstimatedFrom::Prompts => fit.averaged,
            EstimatedFrom::Inputs => {
                let rows = spec
                    .inputs
                    .iter()
                    .map(|input| input.probabilities.as_slice());
                match Distribution::mean_of_rows(k, rows) {
                    Some(mean) => calibration::fit(&mean, spec.method),
                    None => fit.averaged,
                }
            }
        };
        let averaged = averaged.map_err(zero)?;
        let output = |p: &Distribution| calibration::output(p, &averaged, spec.readout);
        let prompts = prompts.iter().map(output);
        let context_free = defined(&spec.labels, "contextFree", prompts)?;
        let inputs = (spec.inputs.iter()).map(|input| output(&input.probabilities));
        let inputs = defined(&spec.labels, "inputs", inputs)?;
        let decided = inputs.iter().zip(&spec.inputs).map(|(output, input)| {
            let [before, after] = [output.before.as_slice(), &output.scores].map(Argmax::of);
            (before, after, input.label)
        });
        let evaluation = Evaluation::of(decided);
        Ok(Self::new(
            averaged.into(),
            per_prompt,
            context_free,
            inputs,
            &evaluation,
        ))
    }

    /// Computes the calibration that the explainer shows for a state: as for a spec with the same rows, but with the entries
    /// that were set by hand.
    ///
    /// # Errors
    /// The same as [`Calibration::of`].
    pub fn of_state(state: &State, derived: &Derived) -> Result<Self, SpecError> {
        let labels = &state.labels;
        let zero = |error: &ZeroProbability| zero_probability(labels, *error);
        let parameters = |found: &Rc<calibration::Parameters>| Parameters::from((**found).clone());
        let per_prompt = (derived.per_prompt.iter())
            .map(|prompt| prompt.as_ref().map(parameters).map_err(zero))
            .collect::<Result<_, _>>()?;
        let averaged = derived.parameters.as_ref().map(parameters).map_err(zero)?;
        let prompts = derived.prompts.iter().map(|output| (**output).clone());
        let context_free = defined(labels, "contextFree", prompts)?;
        let inputs = defined(labels, "inputs", derived.inputs(state))?;
        let evaluation = &derived.evaluation;
        Ok(Self::new(
            averaged,
            per_prompt,
            context_free,
            inputs,
            evaluation,
        ))
    }

    fn new(
        averaged: Parameters,
        per_prompt: Vec<Parameters>,
        context_free: Vec<calibration::Output>,
        inputs: Vec<calibration::Output>,
        evaluation: &Evaluation,
    ) -> Self {
        let accuracy = match (evaluation.accuracy_before(), evaluation.accuracy_after()) {
            (Some(before), Some(after)) => Some(Accuracy {
                before,
                after,
                counted: evaluation.counted,
            }),
            _ => None,
        };
        let Parameters { w, b } = averaged;
        Self {
            w,
            b,
            per_prompt,
            context_free: context_free.into_iter().map(Output::from).collect(),
            inputs: inputs.into_iter().map(Output::from).collect(),
            accuracy,
        }
    }

    /// Writes JSON without serde, so that the page need not load a serializer for this alone.
    pub fn to_json(&self) -> String {
        let outputs = |outputs: &[Output]| list(outputs.iter().map(Output::to_json));
        let per_prompt = self.per_prompt.iter().map(|Parameters { w, b }| {
            let (w, b) = (matrix(w), vector(b));
            format!("{{\"w\":{w},\"b\":{b}}}")
        });
        let mut members = vec![
            ("w", matrix(&self.w)),
            ("b", vector(&self.b)),
            ("perPrompt", list(per_prompt)),
            ("contextFree", outputs(&self.context_free)),
            ("inputs", outputs(&self.inputs)),
        ];
        if let Some(accuracy) = &self.accuracy {
            let (before, after) = (full(accuracy.before), full(accuracy.after));
            let counted = accuracy.counted;
            members.push((
                "accuracy",
                format!("{{\"before\":{before},\"after\":{after},\"counted\":{counted}}}"),
            ));
        }
        object(&members)
    }
}

impl Output {
    fn to_json(&self) -> String {
        object(&[
            ("before", vector(&self.before)),
            ("scores", vector(&self.scores)),
            ("after", vector(&self.after)),
            ("labelBefore", self.label_before.to_string()),
            ("labelAfter", self.label_after.to_string()),
        ])
    }
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = (members.iter())
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn vector(values: &[f64]) -> String {
    list(values.iter().copied().map(full))
}

fn matrix(rows: &[Vec<f64>]) -> String {
    list(rows.iter().map(|row| vector(row)))
}

fn name(labels: &[String], label: usize) -> &str {
    labels.get(label).map_or("", String::as_str)
}

// Paths and quotes are written here without `Path` and `{:?}`, which would add tables of Unicode to the page.

fn zero_probability(labels: &[String], error: ZeroProbability) -> SpecError {
    let label = error.label;
    let name = name(labels, label);
    let Some(prompt) = error.prompt else {
        return SpecError {
            code: Code::ZeroProbability,
            path: "inputs".to_owned(),
            message: format!(
                "no input gives \"{name}\" any probability, so 1/p is undefined for the inputs' mean"
            ),
        };
    };
    SpecError {
        code: Code::ZeroProbability,
        path: format!("contextFree[{prompt}].probabilities[{label}]"),
        message: format!(
            "the probability of \"{name}\" is zero, so 1/p is undefined; give a small one, such as 0.001"
        ),
    }
}

/// Returns the outputs of the rows under `key` if the readout is defined for all of them.
fn defined(
    labels: &[String],
    key: &str,
    outputs: impl Iterator<Item = calibration::Output>,
) -> Result<Vec<calibration::Output>, SpecError> {
    (outputs.enumerate())
        .map(|(index, output)| match output.after {
            Ok(_) => Ok(output),
            Err(undefined) => Err(negative_score(labels, key, index, undefined)),
        })
        .collect()
}

fn negative_score(
    labels: &[String],
    key: &str,
    index: usize,
    undefined: NegativeScore,
) -> SpecError {
    let why = if undefined.score < 0.0 {
        // The message leaves the score out: formatting a float would make up a sixth of the module.
        format!(
            "the score of \"{}\" is negative",
            name(labels, undefined.label)
        )
    } else {
        "the scores are all zero".to_owned()
    };
    let [normalize, softmax, scores] =
        [Readout::Normalize, Readout::Softmax, Readout::Scores].map(Named::name);
    SpecError {
        code: Code::NegativeScore,
        path: format!("{key}[{index}].probabilities"),
        message: format!(
            "{why}, so the readout \"{normalize}\" is undefined; \"{softmax}\" and \"{scores}\" are always defined"
        ),
    }
}

impl From<calibration::Parameters> for Parameters {
    fn from(parameters: calibration::Parameters) -> Self {
        Self {
            w: parameters.w.rows().map(<[f64]>::to_vec).collect(),
            b: parameters.b,
        }
    }
}

impl From<calibration::Output> for Output {
    fn from(output: calibration::Output) -> Self {
        Self {
            before: output.before.as_slice().to_vec(),
            scores: output.scores,
            // `Calibration::of` has already refused undefined values.
            after: output.after.unwrap_or_default(),
            label_before: output.label_before.index(),
            label_after: output.label_after.index(),
        }
    }
}
