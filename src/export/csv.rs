//! Tables for spreadsheets and data frames: UTF-8, commas, full precision.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab)
//! gets a leading apostrophe, which [`crate::import::table`] removes again. Numbers have none.
//! The cell of an undefined value is empty.

use crate::calibration::{Decision, Parameters, ZeroProbability};
use crate::import::formula_guard::guarded;
use crate::state::{Derived, State, full};
use csv::Writer;
use std::rc::Rc;

/// Writes the test inputs: text, right label, p per label (columns named by the label alone, so that
/// [`crate::import::table::read`] reads the file again), q per label (`after: Positive`), and the
/// label before and after (`A = B` for a tie).
///
/// ```
/// # use calibration_explainer::calibration::Distribution;
/// # use calibration_explainer::state::*;
/// # use calibration_explainer::export::csv::inputs_csv;
/// # let p = Distribution::even(2);
/// # let labels = vec!["A".to_owned(), "B".to_owned()];
/// # let prompt = ContextFreePrompt { text: "nothing".into(), p: p.clone() };
/// # let input = TestInput { text: "=1+1".into(), p, label: Some(1) };
/// let state = State::new(labels, vec![prompt], vec![input].into());
/// assert_eq!(
///     inputs_csv(&state, &Derived::of(&state)),
///     "text,label,A,B,after: A,after: B,label before,label after\n\
///      '=1+1,B,0.5,0.5,0.5,0.5,A = B,A = B\n"
/// );
/// ```
pub fn inputs_csv(state: &State, derived: &Derived) -> String {
    // A label may have the name of a column; on import such a name belongs to the label.
    let text_column = free_name(&["text", "input", "sentence"], state);
    let label_column = free_name(&["label", "gold", "target"], state);
    let mut header: Vec<String> = text_column
        .iter()
        .chain(&label_column)
        .map(|name| (*name).to_owned())
        .collect();
    header.extend(before_and_after(state));
    let rows = state.inputs.iter().enumerate().map(|(i, input)| {
        let mut cells = Vec::new();
        if text_column.is_some() {
            cells.push(guarded(input.text));
        }
        if label_column.is_some() {
            cells.push(
                input
                    .label
                    .map_or(String::new(), |label| guarded(state.label(label))),
            );
        }
        cells.extend(numbers(input.p.as_slice()));
        let output = derived.input(state, i);
        cells.extend(after(
            output.as_ref().and_then(|o| o.after.as_deref().ok()),
            state.k(),
        ));
        cells.push(guarded(&decided(&Decision::of(input.p.as_slice()), state)));
        cells.push(output.map_or(String::new(), |o| guarded(&decided(&o.label_after, state))));
        cells
    });
    write(header, rows)
}

/// Writes the context-free prompts: text, p per label, q per label, the label before and after, the distances of p and q from
/// even, and a column that says that they are context-free, so that [`crate::import::table::read`] reads them as such again.
pub fn prompts_csv(state: &State, derived: &Derived) -> String {
    let text_column = free_name(&["prompt", "text", "input"], state);
    let context_free_column = free_name(&["context_free", "context free", "cf"], state);
    let mut header: Vec<String> = text_column.iter().map(|name| (*name).to_owned()).collect();
    header.extend(before_and_after(state));
    header.extend(["distance from even before", "distance from even after"].map(str::to_owned));
    header.extend(context_free_column.map(str::to_owned));
    let rows = state.prompts.iter().enumerate().map(|(i, prompt)| {
        let mut cells = Vec::new();
        if text_column.is_some() {
            cells.push(guarded(&prompt.text));
        }
        cells.extend(numbers(prompt.p.as_slice()));
        let output = derived.prompts.get(i);
        cells.extend(after(
            output.and_then(|o| o.after.as_deref().ok()),
            state.k(),
        ));
        cells.push(guarded(&decided(&Decision::of(prompt.p.as_slice()), state)));
        cells.push(output.map_or(String::new(), |o| guarded(&decided(&o.label_after, state))));
        cells.push(full(prompt.p.distance_from_even()));
        cells.push(
            output
                .and_then(|o| o.distance_from_even())
                .map_or(String::new(), full),
        );
        cells.extend(context_free_column.map(|_| "yes".to_owned()));
        cells
    });
    write(header, rows)
}

/// Writes W and b: one line per label and set of parameters, with a row of W and an entry of b. First the
/// parameters in use, then (if entries were set by hand) the computed ones, then those of every prompt.
pub fn parameters_csv(state: &State, derived: &Derived) -> String {
    let mut header = ["parameters", "prompt", "label"]
        .map(str::to_owned)
        .to_vec();
    header.extend(state.labels.iter().map(|label| format!("W: {label}")));
    header.push("b".to_owned());
    let mut tables = vec![("in use".to_owned(), "", &derived.parameters)];
    if !state.overrides.is_empty() {
        tables.push(("computed".to_owned(), "", &derived.computed));
    }
    for (i, (parameters, prompt)) in derived.per_prompt.iter().zip(&*state.prompts).enumerate() {
        tables.push((format!("prompt {}", i + 1), &prompt.text, parameters));
    }
    let rows = tables.into_iter().flat_map(|(name, prompt, parameters)| {
        let entries = entries(parameters, state.k());
        (state.labels.iter().zip(entries))
            .map(|(label, entries)| {
                let mut cells = vec![name.clone(), guarded(prompt), guarded(label)];
                cells.extend(entries);
                cells
            })
            .collect::<Vec<_>>()
    });
    write(header, rows)
}

/// K lines, each with a row of W and an entry of b.
fn entries(parameters: &Result<Rc<Parameters>, ZeroProbability>, k: usize) -> Vec<Vec<String>> {
    let Ok(parameters) = parameters else {
        return vec![vec![String::new(); k + 1]; k];
    };
    (parameters.w.rows().zip(&parameters.b))
        .map(|(row, b)| numbers(row).chain([full(*b)]).collect())
        .collect()
}

fn before_and_after(state: &State) -> Vec<String> {
    let mut names: Vec<String> = state.labels.iter().map(|label| guarded(label)).collect();
    names.extend(state.labels.iter().map(|label| format!("after: {label}")));
    names.extend(["label before", "label after"].map(str::to_owned));
    names
}

fn free_name(names: &[&'static str], state: &State) -> Option<&'static str> {
    (names.iter().copied()).find(|name| {
        !state
            .labels
            .iter()
            .any(|label| label.eq_ignore_ascii_case(name))
    })
}

fn numbers(values: &[f64]) -> impl Iterator<Item = String> {
    values.iter().copied().map(full)
}

fn after(values: Option<&[f64]>, k: usize) -> Vec<String> {
    values.map_or_else(
        || vec![String::new(); k],
        |values| numbers(values).collect(),
    )
}

fn decided(decision: &Decision, state: &State) -> String {
    match decision {
        Decision::Label(label) => state.label(*label).to_owned(),
        Decision::Tie(labels) => labels
            .iter()
            .map(|&label| state.label(label))
            .collect::<Vec<_>>()
            .join(" = "),
    }
}

fn write(header: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows) {
        // Writing to memory fails only for rows of different lengths; ours are all alike.
        if writer.write_record(row).is_err() {
            break;
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
