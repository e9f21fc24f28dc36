//! The measured presets: label probabilities of a real small model for our own sentences, from
//! `data/measured-smollm2.json` by way of `build.rs`.

use super::known_row::distribution;
use crate::state::{ContextFreePrompt, INPUT_SLOT, State, TestInput};
use serde::Deserialize;
use std::sync::LazyLock;

/// Label probabilities, not normalised.
type Rows = Vec<Vec<f64>>;

/// The measured data that `build.rs` keeps.
#[derive(Deserialize)]
struct Measured {
    tasks: Vec<Task>,
    /// Order of the examples, answers to the context-free inputs, answers to the reviews.
    patterns: Vec<(String, Rows, Rows)>,
    positive: Vec<String>,
    negative: Vec<String>,
}

#[derive(Deserialize)]
struct Task {
    prefix: String,
    template: String,
    labels: Vec<String>,
    shots: Vec<(String, usize)>,
    cf_texts: Vec<String>,
    cf: Rows,
    texts: Vec<String>,
    right: Vec<usize>,
    p: Rows,
}

/// Number of context-free inputs in use: the paper's three, which come first; "nothing" was measured as well.
const CONTEXT_FREE_USED: usize = 3;

fn measured() -> Option<&'static Measured> {
    static MEASURED: LazyLock<Option<Measured>> = LazyLock::new(|| {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/measured.json"))).ok()
    });
    MEASURED.as_ref()
}

/// The state of a measured task, by its index in the data.
pub(super) fn task(index: usize) -> State {
    task_of(index).unwrap_or_else(State::even)
}

/// The state of four examples in one of the 16 orders of positive and negative, by index.
pub(super) fn four_shot(order: u8) -> State {
    four_shot_of(order).unwrap_or_else(State::even)
}

fn task_of(index: usize) -> Option<State> {
    let measured = measured()?;
    let task = measured.tasks.get(index)?;
    let shots: Vec<(&str, usize)> = task
        .shots
        .iter()
        .map(|(text, label)| (text.as_str(), *label))
        .collect();
    let template = few_shot(task, &shots);
    Some(task_state(task, &task.cf, &task.p, &template))
}

fn four_shot_of(pattern: u8) -> Option<State> {
    let measured = measured()?;
    let (order, cf, p) = measured.patterns.get(usize::from(pattern))?;
    let task = measured.tasks.first()?;
    let shots: Vec<(&str, usize)> = (order.chars().zip(&measured.positive))
        .zip(&measured.negative)
        .map(|((c, positive), negative)| match c {
            'P' => (positive.as_str(), 1),
            _ => (negative.as_str(), 0),
        })
        .collect();
    Some(task_state(task, cf, p, &few_shot(task, &shots)))
}

/// The template, preceded by the labelled examples.
fn few_shot(task: &Task, shots: &[(&str, usize)]) -> String {
    let mut template = task.prefix.clone();
    for (text, label) in shots {
        let label = task.labels.get(*label).map_or("", String::as_str);
        template.push_str(&format!(
            "{} {label}\n\n",
            task.template.replace(INPUT_SLOT, text)
        ));
    }
    template + &task.template
}

fn task_state(task: &Task, cf: &[Vec<f64>], p: &[Vec<f64>], template: &str) -> State {
    let k = task.labels.len();
    let prompts = (task.cf_texts.iter().zip(cf))
        .take(CONTEXT_FREE_USED)
        .map(|(text, p)| ContextFreePrompt {
            text: text.clone(),
            p: distribution(p, k),
        })
        .collect();
    let inputs = (task.texts.iter().zip(&task.right).zip(p))
        .map(|((text, &right), p)| TestInput {
            text: text.clone(),
            p: distribution(p, k),
            label: Some(right),
        })
        .collect();
    let mut state = State::new(task.labels.clone(), prompts, inputs);
    state.template = template.into();
    state
}
