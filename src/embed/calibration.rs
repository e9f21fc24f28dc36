use super::error::{Code, Path};
use super::{Spec, SpecError};
use crate::calibration::{
    self, Distribution, Evaluation, NegativeScore, Readout, ZeroProbability, fit_prompts,
};
use crate::explainer::Named;
use serde::Serialize;

/// The result, in the shape that JavaScript gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Calibration {
    /// The averaged W, K × K, row by row.
    pub w: Vec<Vec<f64>>,
    /// The averaged b, length K.
    pub b: Vec<f64>,
    /// (W, b) of each context-free prompt, length N.
    pub per_prompt: Vec<Parameters>,
    /// The context-free prompts themselves before and after, length N.
    pub context_free: Vec<Output>,
    /// The inputs before and after.
    pub inputs: Vec<Output>,
    /// Only where an input has a right label.
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

/// One row of probabilities before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// p, length K, sums to one.
    pub before: Vec<f64>,
    /// s = W p + b, length K.
    pub scores: Vec<f64>,
    /// What the readout makes of the scores, length K.
    pub after: Vec<f64>,
    /// The label with the largest p; the first of a tie.
    pub label_before: usize,
    /// The label with the largest score; the first of a tie.
    pub label_after: usize,
}

/// Shares of right labels, in \[0, 1\].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// Before calibration.
    pub before: f64,
    /// After it.
    pub after: f64,
    /// How many inputs have a right label.
    pub counted: usize,
}

impl Calibration {
    /// Computes a spec.
    ///
    /// # Errors
    /// [`Code::ZeroProbability`] where W of a prompt is undefined, also when the averaged W is not
    /// (probabilities averaged first): the result holds every prompt's W. [`Code::NegativeScore`]
    /// where the readout is undefined: the result holds every output's `after`.
    pub fn of(spec: &Spec) -> Result<Self, SpecError> {
        let k = spec.labels.len();
        let prompts: Vec<_> = (spec.context_free.iter())
            .map(|prompt| prompt.probabilities.clone())
            .collect();
        let fit = fit_prompts(&prompts, k, spec.method, spec.averaging);
        let zero = |error| zero_probability(spec, error);
        let per_prompt = (fit.per_prompt.into_iter())
            .map(|prompt| prompt.map(Parameters::from).map_err(zero))
            .collect::<Result<_, _>>()?;
        let averaged = fit.averaged.map_err(zero)?;
        let inputs = spec.inputs.iter().map(|input| &input.probabilities);
        let context_free = outputs(spec, &averaged, "contextFree", prompts.iter())?;
        let inputs = outputs(spec, &averaged, "inputs", inputs)?;
        let labelled = inputs
            .iter()
            .zip(spec.inputs.iter().map(|input| input.label));
        let evaluation = Evaluation::of(labelled);
        let accuracy = match (evaluation.accuracy_before(), evaluation.accuracy_after()) {
            (Some(before), Some(after)) => Some(Accuracy {
                before,
                after,
                counted: evaluation.counted,
            }),
            _ => None,
        };
        let Parameters { w, b } = averaged.into();
        Ok(Self {
            w,
            b,
            per_prompt,
            context_free: context_free.into_iter().map(Output::from).collect(),
            inputs: inputs.into_iter().map(Output::from).collect(),
            accuracy,
        })
    }
}

impl Spec {
    fn name(&self, label: usize) -> &str {
        self.labels.get(label).map_or("", String::as_str)
    }
}

fn zero_probability(spec: &Spec, error: ZeroProbability) -> SpecError {
    let prompts = Path::Key(&Path::Root, "contextFree");
    let prompt = Path::Item(&prompts, error.prompt.unwrap_or(0));
    let row = Path::Key(&prompt, "probabilities");
    Path::Item(&row, error.label).error(
        Code::ZeroProbability,
        format!(
            "the probability of {:?} is zero, so 1/p is undefined; give a small one, such as 0.001",
            spec.name(error.label)
        ),
    )
}

/// Applies `parameters` to the rows under `key`.
fn outputs<'a>(
    spec: &Spec,
    parameters: &calibration::Parameters,
    key: &str,
    rows: impl Iterator<Item = &'a Distribution>,
) -> Result<Vec<calibration::Output>, SpecError> {
    rows.enumerate()
        .map(|(index, p)| {
            let output = calibration::output(p, parameters, spec.readout);
            match output.after {
                Ok(_) => Ok(output),
                Err(undefined) => Err(negative_score(spec, key, index, undefined)),
            }
        })
        .collect()
}

fn negative_score(spec: &Spec, key: &str, index: usize, undefined: NegativeScore) -> SpecError {
    let rows = Path::Key(&Path::Root, key);
    let row = Path::Item(&rows, index);
    let why = if undefined.score < 0.0 {
        // Not by how much: writing a float as text would take a sixth of the module.
        format!("the score of {:?} is negative", spec.name(undefined.label))
    } else {
        "the scores are all zero".to_owned()
    };
    Path::Key(&row, "probabilities").error(
        Code::NegativeScore,
        format!(
            "{why}, so the readout {:?} is undefined; {:?} and {:?} are always defined",
            Readout::Normalize.name(),
            Readout::Softmax.name(),
            Readout::Scores.name()
        ),
    )
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
            // `Calibration::of` has refused what is undefined.
            after: output.after.unwrap_or_default(),
            label_before: output.label_before.index(),
            label_after: output.label_after.index(),
        }
    }
}
