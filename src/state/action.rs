use crate::calibration::{Averaging, Distribution, EstimatedFrom, Method, PinError, Readout};
use crate::state::limits::*;
use crate::state::{
    ContextFreePrompt, Example, INPUT_SLOT, Input, Inputs, State, clean_label, label_fits,
    measured, text_fits,
};
use std::collections::BTreeSet;
use std::rc::Rc;
use thiserror::Error;

/// A row of label probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// The context-free prompt with this index.
    Prompt(usize),
    /// The test input with this index.
    Input(usize),
}

impl Row {
    /// The row's probabilities, length K, or `None` where there is no such row.
    pub fn of(self, state: &State) -> Option<Distribution> {
        match self {
            Self::Prompt(i) => state.prompts.get(i).map(|prompt| prompt.p.clone()),
            Self::Input(i) => (state.inputs.get(i)).map(|input| input.p.to_distribution()),
        }
    }

    /// Returns whether a state has such a row.
    pub fn is_in(self, state: &State) -> bool {
        match self {
            Self::Prompt(i) => i < state.prompts.len(),
            Self::Input(i) => i < state.inputs.len(),
        }
    }

    /// The row's text; empty where there is no such row.
    pub fn text(self, state: &State) -> &str {
        match self {
            Self::Prompt(i) => state.prompts.get(i).map_or("", |prompt| &prompt.text),
            Self::Input(i) => state.inputs.get(i).map_or("", |input| input.text),
        }
    }
}

/// One change to the ground state.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The fields are named after what they hold.
pub enum Action {
    /// Set one probability, stopping short of zero and one; the others share the rest.
    Drag {
        row: Row,
        label: usize,
        value: f64,
    },
    /// Replace a row; the distribution must have length K.
    SetRow {
        row: Row,
        p: Distribution,
    },
    /// Add a prompt with an even answer at the end.
    AddPrompt {
        text: String,
    },
    /// Add several prompts, as many as there is room for.
    AddPrompts(Vec<String>),
    RenameExample(usize, String),
    MoveExample {
        from: usize,
        to: usize,
    },
    RemovePrompt(usize),
    RenamePrompt(usize, String),
    MovePrompt {
        from: usize,
        to: usize,
    },
    /// Add a label with an even share in every row at the end.
    AddLabel(String),
    RemoveLabel(usize),
    RenameLabel(usize, String),
    MoveLabel {
        from: usize,
        to: usize,
    },
    LockLabel(usize, bool),
    SetTemplate(String),
    /// Replace the few-shot examples (at most [`MAX_SHOTS`]).
    SetExamples(Vec<Example>),
    /// Have rows asked about: their numbers stay until the model's answers take their place. Rows of another model count as set by
    /// hand from then on.
    Ask {
        source: Rc<str>,
        rows: BTreeSet<Row>,
    },
    /// Replace rows by a model's answers, each of length K. Rows of another model count as set by hand from then on.
    Answer {
        source: Rc<str>,
        answers: Vec<(Row, Distribution)>,
    },
    /// Add a test input with an even answer at the end.
    AddInput {
        text: String,
    },
    RemoveInput(usize),
    RenameInput(usize, String),
    SetInputLabel(usize, Option<usize>),
    /// Replace all test inputs (1 to 100,000, each of length K).
    SetInputs(Inputs),
    SetMethod(Method),
    SetAveraging(Averaging),
    /// Estimate p̂ from the prompts or from the inputs. Without a prompt, an even one is added for the former.
    SetFrom(EstimatedFrom),
    SetReadout(Readout),
    /// Set an entry of W by hand, or go back to the computed one (`None`).
    OverrideW {
        row: usize,
        column: usize,
        value: Option<f64>,
    },
    /// Set an entry of b by hand, or go back to the computed one (`None`).
    OverrideB {
        label: usize,
        value: Option<f64>,
    },
    /// Set several entries by hand at once: of W by row and column, of b by label.
    SetEntries {
        w: Vec<((usize, usize), f64)>,
        b: Vec<(usize, f64)>,
    },
    /// Go back to the computed entries of W and b.
    ClearOverrides,
    /// Raise every zero of every context-free prompt to 0.001.
    RaiseZeros,
    /// Replace the whole state: by a preset, an imported file, or a reset.
    Replace(Box<State>),
}

/// The reason why an action changes nothing.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refusal {
    /// The action names an index that does not exist.
    #[error("there is nothing with that number")]
    NoSuchThing,
    /// Fewer than two labels would be left.
    #[error("at least two labels are needed")]
    FewestLabels,
    /// There are already [`MAX_LABELS`] labels.
    #[error("there can be 20 labels at most")]
    MostLabels,
    /// The last prompt cannot be removed.
    #[error("at least one context-free prompt is needed")]
    FewestPrompts,
    /// There are already [`MAX_PROMPTS`] prompts.
    #[error("there can be 20 context-free prompts at most")]
    MostPrompts,
    /// The last input cannot be removed.
    #[error("at least one test input is needed")]
    FewestInputs,
    /// There would be more than [`MAX_INPUTS`] inputs.
    #[error("there can be 100,000 test inputs at most")]
    MostInputs,
    /// There would be more than [`MAX_SHOTS`] few-shot examples.
    #[error("there can be 32 examples at most")]
    MostExamples,
    /// A label without a name.
    #[error("a label needs a name")]
    EmptyLabel,
    /// Two labels of the same name.
    #[error("there is already a label {0:?}")]
    DuplicateLabel(String),
    /// A label longer than [`MAX_LABEL_CHARS`].
    #[error("a label has 200 characters at most")]
    LongLabel,
    /// A text longer than [`MAX_TEXT_CHARS`].
    #[error("a text has 20,000 characters at most")]
    LongText,
    /// A template without [`INPUT_SLOT`].
    #[error("the template must contain {{input}}")]
    NoSlot,
    /// An entry that is not finite, or beyond [`MAX_ENTRY`].
    #[error("an entry is a number from -1,000,000 to 1,000,000")]
    EntryOutOfRange,
    /// A row of another length.
    #[error("{found} values for {expected} labels")]
    Length {
        /// Number of values.
        found: usize,
        /// Number of labels.
        expected: usize,
    },
    /// A probability cannot be set.
    #[error(transparent)]
    Pin(#[from] PinError),
}

/// Returns the state after an action; `state` itself stays as it is.
///
/// # Errors
/// A [`Refusal`] with the reason why nothing is to change.
pub fn apply(state: &State, action: &Action) -> Result<State, Refusal> {
    let mut next = state.clone();
    match action {
        Action::Drag { row, label, value } => {
            let (p, locked) = (row_of(state, *row)?, pins(state, *label));
            let most = (p.available(*label, &locked) - SMALLEST_DRAGGED).max(0.0);
            let value = if value.is_nan() { 0.0 } else { *value };
            let value = value.clamp(SMALLEST_DRAGGED.min(most), most);
            set_row(&mut next, *row, p.pin(*label, value, &locked)?)?;
        }
        Action::SetRow { row, p } => {
            check_length(state, p.len())?;
            set_row(&mut next, *row, p.clone())?;
        }
        Action::AddPrompt { text } => {
            check_text(text)?;
            if state.prompts.len() >= MAX_PROMPTS {
                return Err(Refusal::MostPrompts);
            }
            let p = Distribution::even(state.k());
            Rc::make_mut(&mut next.prompts).push(ContextFreePrompt {
                text: text.clone(),
                p,
            });
        }
        Action::AddPrompts(texts) => {
            if state.prompts.len() >= MAX_PROMPTS {
                return Err(Refusal::MostPrompts);
            }
            let p = Distribution::even(state.k());
            for text in texts.iter().take(MAX_PROMPTS - state.prompts.len()) {
                check_text(text)?;
                Rc::make_mut(&mut next.prompts).push(ContextFreePrompt {
                    text: text.clone(),
                    p: p.clone(),
                });
            }
        }
        Action::RemovePrompt(i) => {
            let least = match state.from {
                EstimatedFrom::Prompts => 1,
                EstimatedFrom::Inputs => 0,
            };
            if *i >= state.prompts.len() {
                return Err(Refusal::NoSuchThing);
            }
            if state.prompts.len() <= least {
                return Err(Refusal::FewestPrompts);
            }
            Rc::make_mut(&mut next.prompts).remove(*i);
        }
        Action::RenamePrompt(i, text) => {
            check_text(text)?;
            prompt_mut(&mut next, *i)?.text = text.clone();
        }
        Action::MovePrompt { from, to } => shift(Rc::make_mut(&mut next.prompts), *from, *to)?,
        Action::AddLabel(name) => add_label(&mut next, name)?,
        Action::RemoveLabel(label) => remove_label(&mut next, *label)?,
        Action::RenameLabel(label, name) => {
            let name = check_label(state, name, Some(*label))?;
            *Rc::make_mut(&mut next.labels)
                .get_mut(*label)
                .ok_or(Refusal::NoSuchThing)? = name;
        }
        Action::MoveLabel { from, to } => move_label(&mut next, *from, *to)?,
        Action::LockLabel(label, locked) => {
            *next.locked.get_mut(*label).ok_or(Refusal::NoSuchThing)? = *locked;
        }
        Action::SetTemplate(template) => {
            check_text(template)?;
            if !template.contains(INPUT_SLOT) {
                return Err(Refusal::NoSlot);
            }
            next.template = template.as_str().into();
        }
        Action::SetExamples(examples) => {
            if examples.len() > MAX_SHOTS {
                return Err(Refusal::MostExamples);
            }
            for example in examples {
                check_text(&example.text)?;
                if example.label >= state.k() {
                    return Err(Refusal::NoSuchThing);
                }
            }
            next.examples = Rc::new(examples.clone());
        }
        Action::RenameExample(i, text) => {
            check_text(text)?;
            let example = Rc::make_mut(&mut next.examples).get_mut(*i);
            example.ok_or(Refusal::NoSuchThing)?.text = text.clone();
        }
        Action::MoveExample { from, to } => shift(Rc::make_mut(&mut next.examples), *from, *to)?,
        Action::Ask { .. } => {}
        Action::Answer { answers, .. } => {
            for (row, p) in answers {
                check_length(state, p.len())?;
                set_row(&mut next, *row, p.clone())?;
            }
        }
        Action::AddInput { text } => {
            check_text(text)?;
            if state.inputs.len() >= MAX_INPUTS {
                return Err(Refusal::MostInputs);
            }
            let p = Distribution::even(state.k());
            let input = Input {
                text,
                p: (&p).into(),
                label: None,
            };
            next.inputs.push(input).ok_or(Refusal::NoSuchThing)?;
        }
        Action::RemoveInput(i) => {
            next.inputs.remove(*i).ok_or(Refusal::NoSuchThing)?;
            if next.inputs.is_empty() {
                return Err(Refusal::FewestInputs);
            }
        }
        Action::RenameInput(i, text) => {
            check_text(text)?;
            next.inputs.set_text(*i, text).ok_or(Refusal::NoSuchThing)?;
        }
        Action::SetInputLabel(i, label) => {
            (next.inputs.set_label(*i, *label)).ok_or(Refusal::NoSuchThing)?;
        }
        Action::SetInputs(inputs) => {
            check_inputs(state, inputs)?;
            next.inputs = inputs.clone();
        }
        Action::SetMethod(method) => next.method = *method,
        Action::SetAveraging(averaging) => next.averaging = *averaging,
        Action::SetFrom(from) => {
            next.from = *from;
            if *from == EstimatedFrom::Prompts && state.prompts.is_empty() {
                next.prompts = Rc::new(vec![ContextFreePrompt {
                    text: "nothing".to_owned(),
                    p: Distribution::even(state.k()),
                }]);
            }
        }
        Action::SetReadout(readout) => next.readout = *readout,
        Action::OverrideW { row, column, value } => {
            check_entry(state, (*row).max(*column), *value)?;
            match value {
                Some(value) => next.overrides.w.insert((*row, *column), *value),
                None => next.overrides.w.remove(&(*row, *column)),
            };
        }
        Action::OverrideB { label, value } => {
            check_entry(state, *label, *value)?;
            match value {
                Some(value) => next.overrides.b.insert(*label, *value),
                None => next.overrides.b.remove(label),
            };
        }
        Action::SetEntries { w, b } => {
            for &((row, column), value) in w {
                check_entry(state, row.max(column), Some(value))?;
                next.overrides.w.insert((row, column), value);
            }
            for &(label, value) in b {
                check_entry(state, label, Some(value))?;
                next.overrides.b.insert(label, value);
            }
        }
        Action::ClearOverrides => next.overrides = Default::default(),
        Action::RaiseZeros => {
            for prompt in Rc::make_mut(&mut next.prompts) {
                prompt.p = prompt.p.without_zeros(SMALLEST_DRAGGED);
            }
        }
        Action::Replace(with) => next = (**with).clone(),
    }
    next.measured = measured::after(state, action, &next);
    Ok(next)
}

/// The locks that hold while `label` is set: its own does not, since setting a locked label by hand is meant to move it.
fn pins(state: &State, label: usize) -> Vec<bool> {
    (state.locked.iter().enumerate())
        .map(|(k, &locked)| locked && k != label)
        .collect()
}

fn row_of(state: &State, row: Row) -> Result<Distribution, Refusal> {
    row.of(state).ok_or(Refusal::NoSuchThing)
}

fn set_row(state: &mut State, row: Row, p: Distribution) -> Result<(), Refusal> {
    match row {
        Row::Prompt(i) => prompt_mut(state, i)?.p = p,
        Row::Input(i) => state.inputs.set_p(i, &p).ok_or(Refusal::NoSuchThing)?,
    }
    Ok(())
}

fn prompt_mut(state: &mut State, i: usize) -> Result<&mut ContextFreePrompt, Refusal> {
    Rc::make_mut(&mut state.prompts)
        .get_mut(i)
        .ok_or(Refusal::NoSuchThing)
}

fn shift<T>(items: &mut Vec<T>, from: usize, to: usize) -> Result<(), Refusal> {
    if from >= items.len() || to >= items.len() {
        return Err(Refusal::NoSuchThing);
    }
    let item = items.remove(from);
    items.insert(to, item);
    Ok(())
}

fn check_length(state: &State, found: usize) -> Result<(), Refusal> {
    match (found, state.k()) {
        (found, expected) if found != expected => Err(Refusal::Length { found, expected }),
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), Refusal> {
    if text_fits(text) {
        Ok(())
    } else {
        Err(Refusal::LongText)
    }
}

fn check_label(state: &State, name: &str, except: Option<usize>) -> Result<String, Refusal> {
    let name = clean_label(name);
    match state.find_label(&name) {
        _ if name.is_empty() => Err(Refusal::EmptyLabel),
        _ if !label_fits(&name) => Err(Refusal::LongLabel),
        Some(other) if Some(other) != except => Err(Refusal::DuplicateLabel(name)),
        _ => Ok(name),
    }
}

fn check_inputs(state: &State, inputs: &Inputs) -> Result<(), Refusal> {
    if inputs.is_empty() {
        return Err(Refusal::FewestInputs);
    }
    if inputs.len() > MAX_INPUTS {
        return Err(Refusal::MostInputs);
    }
    check_length(state, inputs.k())?;
    inputs.iter().try_for_each(|input| check_text(input.text))
}

fn check_entry(state: &State, index: usize, value: Option<f64>) -> Result<(), Refusal> {
    if index >= state.k() {
        return Err(Refusal::NoSuchThing);
    }
    // Written so that NaN is refused too.
    if value.is_some_and(|value| !(-MAX_ENTRY..=MAX_ENTRY).contains(&value)) {
        return Err(Refusal::EntryOutOfRange);
    }
    Ok(())
}

fn add_label(state: &mut State, name: &str) -> Result<(), Refusal> {
    if state.k() >= MAX_LABELS {
        return Err(Refusal::MostLabels);
    }
    let name = check_label(state, name, None)?;
    change_rows(state, Refusal::MostLabels, Distribution::with_label, Some)?;
    Rc::make_mut(&mut state.labels).push(name);
    state.locked.push(false);
    Ok(())
}

fn remove_label(state: &mut State, label: usize) -> Result<(), Refusal> {
    if label >= state.k() {
        return Err(Refusal::NoSuchThing);
    }
    let to = |k| (k != label).then(|| if k > label { k - 1 } else { k });
    change_rows(state, Refusal::FewestLabels, |p| p.without_label(label), to)?;
    Rc::make_mut(&mut state.labels).remove(label);
    state.locked.remove(label);
    Ok(())
}

fn move_label(state: &mut State, from: usize, to: usize) -> Result<(), Refusal> {
    shift(Rc::make_mut(&mut state.labels), from, to)?;
    shift(&mut state.locked, from, to)?;
    let place = |k| Some(measured::moved(k, from, to));
    change_rows(
        state,
        Refusal::NoSuchThing,
        |p| Some(p.moved(from, to)),
        place,
    )
}

/// Changes every row by `change` when labels are renumbered; `to` gives a label's new index, or `None` where it is gone.
fn change_rows(
    state: &mut State,
    refusal: Refusal,
    change: impl Fn(&Distribution) -> Option<Distribution>,
    to: impl Fn(usize) -> Option<usize>,
) -> Result<(), Refusal> {
    for prompt in Rc::make_mut(&mut state.prompts) {
        prompt.p = change(&prompt.p).ok_or_else(|| refusal.clone())?;
    }
    state.inputs = (state.inputs.with_labels(change, &to)).ok_or(refusal)?;
    // An example of a label that is gone goes with it.
    let examples = state.examples.iter();
    let examples = examples.filter_map(|example| {
        let label = to(example.label)?;
        Some(Example {
            text: example.text.clone(),
            label,
        })
    });
    state.examples = Rc::new(examples.collect());
    state.overrides = state.overrides.renumbered(to);
    Ok(())
}
