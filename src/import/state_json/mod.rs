//! Reads a state from a file; [`crate::export::json`] writes it.
//!
//! The format is that of the JavaScript interface, extended by the other parts of a state. Only `labels`
//! and `contextFree` are required; an unknown key is an error.
//!
//! ```json
//! {
//!   "format": "calibration-explainer",
//!   "version": 1,
//!   "labels": ["Positive", "Negative"],
//!   "template": "Input: {input} Sentiment:",
//!   "contextFree": [
//!     { "prompt": "nothing", "probabilities": [0.9, 0.1] }
//!   ],
//!   "inputs": [
//!     { "text": "Great film", "probabilities": [0.72, 0.28], "label": 0 }
//!   ],
//!   "method": "diagonal",
//!   "averaging": "parameters",
//!   "from": "prompts",
//!   "readout": "softmax",
//!   "examples": [{ "text": "A joy", "label": 0 }],
//!   "source": "SmolLM2-135M-Instruct",
//!   "byHand": { "contextFree": [], "inputs": [0] },
//!   "unasked": { "contextFree": [], "inputs": [] },
//!   "locked": ["Negative"],
//!   "overrides": {
//!     "w": [{ "row": 0, "column": 1, "value": 2.5 }],
//!     "b": [{ "label": 0, "value": -0.5 }]
//!   }
//! }
//! ```
//!
//! Labels are given by their index from 0, in `locked` by their name.

mod changed;
mod error;
mod place;

pub use changed::Changed;
pub use error::{JsonError, Kind, Reason};

use crate::calibration::{Distribution, EstimatedFrom};
use crate::state::{
    ContextFreePrompt, Example, INPUT_SLOT, Inputs, MAX_INPUTS, MAX_LABELS, MAX_PROMPTS, MAX_SHOTS,
    MIN_LABELS, Measured, Overrides, Row, State, TestInput, clean_label, label_fits,
};
use place::At;
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Value of the key `format`.
pub const FORMAT: &str = "calibration-explainer";
/// Version of the format that [`crate::export::json::state_to_json`] writes.
pub const VERSION: u64 = 1;

/// Reads a state. Rows that do not sum to one are normalised, rows with a negative value are read
/// as log-probabilities, names of labels are trimmed.
///
/// ```
/// use calibration_explainer::import::state_json::state_from_json;
/// let error = state_from_json(r#"{"labels": ["A", "B"], "contextFree": [{"probabilities": [1, "x"]}]}"#);
/// assert_eq!(error.unwrap_err().to_string(), "contextFree[0].probabilities[1]: this must be a number");
/// ```
///
/// # Errors
/// See [`JsonError`]; the first error is reported.
pub fn state_from_json(text: &str) -> Result<State, JsonError> {
    Ok(read(text)?.0)
}

/// Reads a state as [`state_from_json`] does, and counts the rows that it changed.
///
/// # Errors
/// See [`JsonError`]; the first error is reported.
pub fn read(text: &str) -> Result<(State, Changed), JsonError> {
    let changed = Changed::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| JsonError::Syntax {
        line: error.line(),
        column: error.column(),
    })?;
    let root = At::root(&value);
    let object = root.object(&[
        "format",
        "version",
        "labels",
        "template",
        "contextFree",
        "inputs",
        "method",
        "averaging",
        "from",
        "readout",
        "locked",
        "overrides",
        "examples",
        "source",
        "byHand",
        "unasked",
    ])?;
    if let Some(format) = object.get("format")
        && format.text()? != FORMAT
    {
        return format.fail(Reason::NotOneOf(vec![FORMAT]));
    }
    if let Some(version) = object.get("version")
        && version.index()? as u64 != VERSION
    {
        return version.fail(Reason::Version);
    }
    let labels = read_labels(&object.required("labels")?)?;
    let k = labels.len();
    let from = object.choice("from")?;
    let (given, least) = match from {
        EstimatedFrom::Prompts => (Some(object.required("contextFree")?), 1),
        EstimatedFrom::Inputs => (object.get("contextFree"), 0),
    };
    let given = given
        .map(|given| given.items(least, MAX_PROMPTS))
        .transpose()?;
    let prompts = (given.into_iter().flatten())
        .map(|item| {
            let object = item.object(&["prompt", "probabilities"])?;
            let text = object
                .get("prompt")
                .map_or(Ok(String::new()), |text| text.long_text())?;
            Ok(ContextFreePrompt {
                text,
                p: object.required("probabilities")?.row(k, &changed)?,
            })
        })
        .collect::<Result<Vec<_>, JsonError>>()?;
    let inputs = match object.get("inputs") {
        Some(inputs) => (inputs.items(1, MAX_INPUTS)?)
            .map(|item| read_input(&item, k, &changed))
            .collect::<Result<Inputs, JsonError>>()?,
        None => vec![TestInput {
            text: String::new(),
            p: Distribution::even(k),
            label: None,
        }]
        .into(),
    };
    let mut state = State::new(labels, prompts, inputs);
    if let Some(template) = object.get("template") {
        let text = template.long_text()?;
        if !text.contains(INPUT_SLOT) {
            return template.fail(Reason::NoSlot);
        }
        state.template = text.into();
    }
    state.method = object.choice("method")?;
    state.averaging = object.choice("averaging")?;
    state.from = from;
    state.readout = object.choice("readout")?;
    if let Some(locked) = object.get("locked") {
        state.locked = read_locked(&locked, &state)?;
    }
    if let Some(overrides) = object.get("overrides") {
        state.overrides = read_overrides(&overrides, k)?;
    }
    if let Some(examples) = object.get("examples") {
        let examples = (examples.items(0, MAX_SHOTS)?)
            .map(|item| read_example(&item, k))
            .collect::<Result<Vec<_>, JsonError>>()?;
        state.examples = examples.into();
    }
    if let Some(source) = object.get("source") {
        let rows = |key| {
            object
                .get(key)
                .map_or(Ok(BTreeSet::new()), |rows| read_rows(&rows, &state))
        };
        let (by_hand, unasked) = (rows("byHand")?, rows("unasked")?);
        state.measured = read_measured(&source, by_hand, unasked, &state)?;
    }
    Ok((state, changed))
}

fn read_labels(labels: &At) -> Result<Vec<String>, JsonError> {
    let mut names: Vec<String> = Vec::new();
    for item in labels.items(MIN_LABELS, MAX_LABELS)? {
        let name = clean_label(item.text()?);
        if name.is_empty() {
            return item.fail(Reason::EmptyLabel);
        }
        if !label_fits(&name) {
            return item.fail(Reason::LongLabel);
        }
        if names.contains(&name) {
            return item.fail(Reason::DuplicateLabel);
        }
        names.push(name);
    }
    Ok(names)
}

fn read_input(item: &At, k: usize, changed: &Changed) -> Result<TestInput, JsonError> {
    let object = item.object(&["text", "probabilities", "label"])?;
    Ok(TestInput {
        text: object
            .get("text")
            .map_or(Ok(String::new()), |text| text.long_text())?,
        p: object.required("probabilities")?.row(k, changed)?,
        label: object
            .get("label")
            .map(|label| label.index_below(k))
            .transpose()?,
    })
}

fn read_example(item: &At, k: usize) -> Result<Example, JsonError> {
    let object = item.object(&["text", "label"])?;
    Ok(Example {
        text: object.required("text")?.long_text()?,
        label: object.required("label")?.index_below(k)?,
    })
}

/// Reads whose answers the rows are; `None` where none is an answer, or will be one.
fn read_measured(
    source: &At,
    by_hand: BTreeSet<Row>,
    mut unasked: BTreeSet<Row>,
    state: &State,
) -> Result<Option<Measured>, JsonError> {
    let name = clean_label(source.text()?);
    if name.is_empty() {
        return source.fail(Reason::EmptyLabel);
    }
    if !label_fits(&name) {
        return source.fail(Reason::LongLabel);
    }
    unasked.retain(|row| !by_hand.contains(row));
    let all = state.prompts.len() + state.inputs.len();
    Ok((by_hand.len() < all).then(|| Measured {
        by_hand: Rc::new(by_hand),
        unasked: Rc::new(unasked),
        ..Measured::by(&name)
    }))
}

/// Reads a set of rows.
fn read_rows(rows: &At, state: &State) -> Result<BTreeSet<Row>, JsonError> {
    let mut read = BTreeSet::new();
    let object = rows.object(&["contextFree", "inputs"])?;
    let parts = [
        (
            "contextFree",
            state.prompts.len(),
            Row::Prompt as fn(usize) -> Row,
        ),
        ("inputs", state.inputs.len(), Row::Input),
    ];
    for (key, count, row) in parts {
        if let Some(list) = object.get(key) {
            for item in list.items(0, count)? {
                if !read.insert(row(item.index_below(count)?)) {
                    return item.fail(Reason::Repeated);
                }
            }
        }
    }
    Ok(read)
}

fn read_locked(locked: &At, state: &State) -> Result<Vec<bool>, JsonError> {
    let mut flags = vec![false; state.k()];
    for item in locked.items(0, state.k())? {
        let found = state.find_label(&clean_label(item.text()?));
        match found.and_then(|label| flags.get_mut(label)) {
            Some(flag) if !*flag => *flag = true,
            Some(_) => return item.fail(Reason::Repeated),
            None => return item.fail(Reason::NoLabel),
        }
    }
    Ok(flags)
}

fn read_overrides(overrides: &At, k: usize) -> Result<Overrides, JsonError> {
    let object = overrides.object(&["w", "b"])?;
    let mut read = Overrides::default();
    if let Some(w) = object.get("w") {
        for item in w.items(0, k * k)? {
            let entry = item.object(&["row", "column", "value"])?;
            let row = entry.required("row")?.index_below(k)?;
            let column = entry.required("column")?.index_below(k)?;
            if read
                .w
                .insert((row, column), entry.required("value")?.entry()?)
                .is_some()
            {
                return item.fail(Reason::Repeated);
            }
        }
    }
    if let Some(b) = object.get("b") {
        for item in b.items(0, k)? {
            let entry = item.object(&["label", "value"])?;
            let label = entry.required("label")?.index_below(k)?;
            if read
                .b
                .insert(label, entry.required("value")?.entry()?)
                .is_some()
            {
                return item.fail(Reason::Repeated);
            }
        }
    }
    Ok(read)
}
