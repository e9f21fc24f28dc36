//! Random values for property tests.

#![allow(dead_code)] // Each test takes what it needs.

use calibration_explainer::calibration::{Averaging, Distribution, EstimatedFrom, Method, Readout};
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{
    Action, ContextFreePrompt, Example, Measured, Named, Row, State, TestInput, apply,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A distribution, possibly with zeros.
pub(crate) fn row(k: usize) -> impl Strategy<Value = Distribution> {
    prop::collection::vec(
        prop_oneof![5 => 0.001..1.0f64, 1 => Just(0.0), 1 => 1e-12..1e-3],
        k,
    )
    .prop_filter_map("no sum", |v| {
        Distribution::normalized(v).ok().map(|n| n.distribution)
    })
}

/// A distribution without zeros.
pub(crate) fn positive_row(k: usize) -> impl Strategy<Value = Distribution> {
    prop::collection::vec(0.001..1.0f64, k)
        .prop_map(|v| Distribution::normalized(v).unwrap().distribution)
}

/// A text, possibly with the characters that have a meaning in a link or a table.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ]{0,12}",
        1 => "[%&=:@,+#?\\[\\]{}\"'<>\n\\\\;~]{0,8}",
        1 => any::<String>(),
    ]
}

/// Name of a model.
fn source() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9.,@:&-]([ a-zA-Z0-9.,@:&-]?[a-zA-Z0-9.,@:&-]){0,9}"
}

/// All rows of a state.
pub(crate) fn rows(state: &State) -> Vec<Row> {
    let prompts = (0..state.prompts.len()).map(Row::Prompt);
    let inputs = (0..state.inputs.len()).map(Row::Input);
    prompts.chain(inputs).collect()
}

/// Any valid state, with up to six prompts and inputs.
pub(crate) fn state() -> impl Strategy<Value = State> {
    (2usize..=20).prop_flat_map(|k| {
        let prompt = (text(), row(k));
        let input = (text(), row(k), prop::option::of(0..k));
        (
            prop::collection::vec(text(), k),
            prop::collection::vec(prompt, 1..=6),
            prop::collection::vec(input, 1..=6),
            (0..3usize, 0..2usize, 0..3usize, 0..5usize),
            prop::collection::vec(any::<bool>(), k),
            text(),
            prop::collection::btree_map((0..k, 0..k), -1e6..1e6f64, 0..4),
            prop::collection::btree_map(0..k, -1e6..1e6f64, 0..4),
            prop::collection::vec((text(), 0..k), 0..4),
            prop::option::of((source(), prop::collection::vec(0..3_u8, 12))),
        )
            .prop_map(
                move |(
                    names,
                    prompts,
                    inputs,
                    choices,
                    locked,
                    template,
                    w,
                    b,
                    examples,
                    measured,
                )| {
                    let mut state = Preset::Blank.state();
                    while state.k() < k {
                        let name = format!("label {}", state.k());
                        state = apply(&state, &Action::AddLabel(name)).unwrap();
                    }
                    for (i, name) in names.into_iter().enumerate() {
                        // If a name is refused (empty, or taken already), the label keeps its name.
                        state = apply(&state, &Action::RenameLabel(i, name)).unwrap_or(state);
                    }
                    let prompt = |(text, p)| ContextFreePrompt { text, p };
                    state.prompts = prompts.into_iter().map(prompt).collect::<Vec<_>>().into();
                    state.inputs = (inputs.into_iter())
                        .map(|(text, p, label)| TestInput { text, p, label })
                        .collect();
                    state.method = Method::ALL[choices.0].0;
                    state.averaging = Averaging::ALL[choices.1].0;
                    // With p̂ from the inputs, there may be no prompt.
                    if choices.3 > 2 {
                        state.from = EstimatedFrom::Inputs;
                    }
                    if choices.3 > 3 {
                        state.prompts = Rc::default();
                    }
                    state.readout = Readout::ALL[choices.2].0;
                    state.locked = locked;
                    state.template = format!("{template}{{input}}").into();
                    state.overrides.w = w.into_iter().collect();
                    state.overrides.b = b.into_iter().collect();
                    let examples = examples.into_iter();
                    let examples = examples.map(|(text, label)| Example { text, label });
                    state.examples = Rc::new(examples.collect());
                    state.measured = measured.and_then(|(source, origins)| {
                        let of = |origin: u8| -> BTreeSet<Row> {
                            let rows = state.rows().zip(&origins);
                            let rows = rows.filter(|(_, of)| **of == origin);
                            rows.map(|(row, _)| row).collect()
                        };
                        let (by_hand, unasked) = (of(0), of(1));
                        (by_hand.len() < state.rows().count()).then(|| Measured {
                            by_hand: Rc::new(by_hand),
                            unasked: Rc::new(unasked),
                            ..Measured::by(&source)
                        })
                    });
                    state
                },
            )
    })
}
