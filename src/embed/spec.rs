use super::error::{Code, Path};
use super::plain::At;
use super::{Plain, SpecError};
use crate::calibration::{
    Averaging, Distribution, DistributionError, EstimatedFrom, MAX_LABELS, MIN_LABELS, Method,
    Readout,
};
use crate::state::{MAX_INPUTS, MAX_LABEL_CHARS, MAX_PROMPTS, MAX_TEXT_CHARS, Named, clean_label};

/// A validated specification of a calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// K names, none empty, all different.
    pub labels: Vec<String>,
    /// N context-free prompts; there may be none where p̂ is estimated from the inputs.
    pub context_free: Vec<ContextFree>,
    /// The inputs; there may be none.
    pub inputs: Vec<Input>,
    /// Method by which W and b are fitted.
    pub method: Method,
    /// The order of averaging and fitting.
    pub averaging: Averaging,
    /// What p̂ is estimated from.
    pub from: EstimatedFrom,
    /// Readout that is applied to the scores.
    pub readout: Readout,
}

/// A context-free prompt with the model's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextFree {
    /// The prompt's text; empty if it was left out.
    pub prompt: String,
    /// p⁽ⁱ⁾, length K.
    pub probabilities: Distribution,
}

/// An input with the model's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The input's text; empty if it was left out.
    pub text: String,
    /// p, length K.
    pub probabilities: Distribution,
    /// The right label, below K, where it is known.
    pub label: Option<usize>,
}

impl Spec {
    /// Reads and checks a spec. Probabilities that do not sum to one are divided by their sum.
    ///
    /// # Errors
    /// See [`Code`]; the first error is reported.
    pub fn read<P: Plain>(spec: P) -> Result<Self, SpecError> {
        let spec = At {
            path: Path::Root,
            value: spec,
        };
        spec.object(&[
            "labels",
            "contextFree",
            "inputs",
            "method",
            "averaging",
            "from",
            "readout",
        ])?;
        let labels = labels(&spec.required("labels")?)?;
        let k = labels.len();
        let from = choice(&spec, "from")?;
        let (prompts, least_prompts, least_inputs) = match from {
            EstimatedFrom::Prompts => (Some(spec.required("contextFree")?), 1, 0),
            EstimatedFrom::Inputs => {
                spec.required("inputs")?;
                (spec.optional("contextFree"), 0, 1)
            }
        };
        let context_free = match prompts {
            Some(prompts) => (prompts.items(least_prompts, MAX_PROMPTS)?)
                .map(|prompt| context_free(&prompt, k))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let inputs = match spec.optional("inputs") {
            Some(inputs) => (inputs.items(least_inputs, MAX_INPUTS)?)
                .map(|item| input(&item, k))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        Ok(Self {
            labels,
            context_free,
            inputs,
            method: choice(&spec, "method")?,
            averaging: choice(&spec, "averaging")?,
            from,
            readout: choice(&spec, "readout")?,
        })
    }
}

pub(super) fn labels<P: Plain>(labels: &At<P>) -> Result<Vec<String>, SpecError> {
    let mut names: Vec<String> = Vec::new();
    for item in labels.items(MIN_LABELS, MAX_LABELS)? {
        let name = clean_label(&item.text()?);
        short(&item, &name, MAX_LABEL_CHARS)?;
        if name.is_empty() {
            return item.fail(Code::EmptyLabel, "a label needs a name");
        }
        if names.contains(&name) {
            return item.fail(
                Code::DuplicateLabel,
                "there is already a label of that name",
            );
        }
        names.push(name);
    }
    Ok(names)
}

fn context_free<P: Plain>(prompt: &At<P>, k: usize) -> Result<ContextFree, SpecError> {
    prompt.object(&["prompt", "probabilities"])?;
    Ok(ContextFree {
        prompt: text(prompt, "prompt")?,
        probabilities: row(&prompt.required("probabilities")?, k)?,
    })
}

fn input<P: Plain>(input: &At<P>, k: usize) -> Result<Input, SpecError> {
    input.object(&["text", "probabilities", "label"])?;
    Ok(Input {
        text: text(input, "text")?,
        probabilities: row(&input.required("probabilities")?, k)?,
        label: (input.optional("label"))
            .map(|label| index(&label, k))
            .transpose()?,
    })
}

fn row<P: Plain>(row: &At<P>, k: usize) -> Result<Distribution, SpecError> {
    let normalized = Distribution::normalized(row.numbers(k)?);
    normalized.map(|n| n.distribution).map_err(|error| {
        let item = |index| Path::Item(&row.path, index);
        match error {
            DistributionError::NotFinite(i) => {
                item(i).error(Code::NotFinite, "a probability must be a finite number")
            }
            DistributionError::Negative(i) => item(i).error(
                Code::Negative,
                "a probability cannot be negative (log-probabilities: give Math.exp of them)",
            ),
            DistributionError::NoSum => row.path.error(
                Code::NoSum,
                "at least one probability must be above zero, and their sum must be finite",
            ),
            DistributionError::Length(_) => row.path.error(
                Code::WrongLength,
                "there must be one probability for each label",
            ),
        }
    })
}

fn index<P: Plain>(label: &At<P>, k: usize) -> Result<usize, SpecError> {
    let number = label.number()?;
    // Compared as numbers: a cast alone would turn 0.5, −1 and NaN into 0.
    match (0..k).find(|&index| index as f64 == number) {
        Some(index) => Ok(index),
        None => label.fail(
            Code::NoSuchLabel,
            format!(
                "this must be the index of a label, a whole number from 0 to {}",
                k - 1
            ),
        ),
    }
}

fn text<P: Plain>(object: &At<P>, key: &str) -> Result<String, SpecError> {
    let Some(member) = object.optional(key) else {
        return Ok(String::new());
    };
    let text = member.text()?;
    short(&member, &text, MAX_TEXT_CHARS)?;
    Ok(text)
}

fn short<P: Plain>(at: &At<P>, text: &str, most: usize) -> Result<(), SpecError> {
    if text.chars().nth(most).is_some() {
        return at.fail(
            Code::TooLong,
            format!("this can have {most} characters at most"),
        );
    }
    Ok(())
}

fn choice<P: Plain, T: Named + Default>(spec: &At<P>, key: &str) -> Result<T, SpecError> {
    let Some(choice) = spec.optional(key) else {
        return Ok(T::default());
    };
    match T::from_name(&choice.text()?) {
        Some(value) => Ok(value),
        None => {
            let names: Vec<&str> = T::ALL.iter().map(|(_, name)| *name).collect();
            choice.fail(
                Code::UnknownChoice,
                format!("this must be one of {}", names.join(", ")),
            )
        }
    }
}
