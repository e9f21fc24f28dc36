//! A file of anybody's: texts, with right labels or without.

use crate::Result;
use calibration_explainer::calibration::Distribution;
use calibration_explainer::export::json::state_to_json;
use calibration_explainer::import::table::{Choices, find_label, read_bytes};
use calibration_explainer::state::{ContextFreePrompt, Example, INPUT_SLOT, State};
use std::fs;
use std::path::Path;

/// The paper's context-free inputs.
pub(crate) const CONTEXT_FREE: [&str; 3] = ["N/A", "", "[MASK]"];

/// What the command line says about the prompt.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Prompt {
    pub(crate) labels: Vec<String>,
    pub(crate) template: Option<String>,
    /// Each as `label=text`.
    pub(crate) examples: Vec<String>,
    pub(crate) context_free: Vec<String>,
}

/// Reads a list of labels, divided by commas.
pub(crate) fn labels(list: &str) -> Vec<String> {
    list.split(',')
        .map(|label| label.trim().to_owned())
        .collect()
}

/// Reads a file of texts into a state in which every row is to be asked about.
pub(crate) fn read(path: &Path, prompt: &Prompt) -> Result<State> {
    if prompt.labels.len() < 2 {
        return Err("please name the labels: --labels Positive,Negative".into());
    }
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    let choices = Choices {
        texts: true,
        ..Choices::default()
    };
    let table =
        read_bytes(&bytes, &prompt.labels, &choices).map_err(|error| format!("{name}: {error}"))?;
    for skipped in &table.skipped {
        eprintln!(
            "{name}, line {}: left out: {:?}",
            skipped.line, skipped.reason
        );
    }
    if table.unknown_right > 0 {
        eprintln!(
            "{name}: {} right labels are none of {}",
            table.unknown_right,
            prompt.labels.join(", ")
        );
    }
    state(prompt, table.inputs.into())
}

/// A state of inputs, with the prompt of the command line.
fn state(prompt: &Prompt, inputs: calibration_explainer::state::Inputs) -> Result<State> {
    let labels = &prompt.labels;
    let context_free: Vec<&str> = match &*prompt.context_free {
        [] => CONTEXT_FREE.to_vec(),
        texts => texts.iter().map(String::as_str).collect(),
    };
    let mut state = State::new(labels.clone(), prompts(&context_free, labels.len()), inputs);
    if let Some(template) = &prompt.template {
        if !template.contains(INPUT_SLOT) {
            return Err(format!("the template must have {INPUT_SLOT} in it").into());
        }
        state.template = template.as_str().into();
    }
    let examples = prompt.examples.iter().map(|example| -> Result<Example> {
        let (label, text) = (example.split_once('='))
            .ok_or_else(|| format!("an example is LABEL=TEXT, not {example:?}"))?;
        let label = find_label(labels, label.trim())
            .ok_or_else(|| format!("{label:?} is none of the labels {}", labels.join(", ")))?;
        Ok(Example {
            text: text.trim().to_owned(),
            label,
        })
    });
    state.examples = examples.collect::<Result<Vec<_>>>()?.into();
    Ok(state)
}

/// Context-free prompts that are still to be asked.
pub(crate) fn prompts(texts: &[&str], k: usize) -> Vec<ContextFreePrompt> {
    let prompt = |text: &&str| ContextFreePrompt {
        text: (*text).to_owned(),
        p: Distribution::even(k),
    };
    texts.iter().map(prompt).collect()
}

/// Writes a state to a file, or else to standard output.
pub(crate) fn write(state: &State, out: Option<&Path>) -> Result<()> {
    let json = state_to_json(state);
    match out {
        None => print!("{json}"),
        Some(path) => {
            fs::write(path, json).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
