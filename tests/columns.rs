//! The test inputs as columns: they behave as a list of rows, share memory, and lead to the labels that single rows lead to.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::{row, text};
use calibration_explainer::calibration::{
    Argmax, Decision, Distribution, Distributions, Evaluation, Matrix, Outcome, Parameters,
};
use calibration_explainer::export::json::state_to_json;
use calibration_explainer::import::state_json::state_from_json;
use calibration_explainer::link::{self, View};
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{
    Action, Derived, History, Inputs, MAX_INPUTS, MAX_LINK_CHARS, Refusal, Row, State, TestInput,
    apply,
};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_129),
        ..ProptestConfig::default()
    }
}

/// Rows that differ in everything, without a generator of random numbers.
fn rows(n: usize, k: usize) -> Vec<TestInput> {
    (0..n)
        .map(|i| {
            let values = (0..k).map(|j| 1.0 + ((i * 31 + j * 17) % 97) as f64);
            TestInput {
                text: "€".repeat(i % 4),
                p: Distribution::normalized(values.collect())
                    .unwrap()
                    .distribution,
                label: (i % 3 > 0).then_some(i % k),
            }
        })
        .collect()
}

/// A state of `n` inputs over two labels.
fn state(n: usize) -> State {
    let even = State::even();
    State {
        inputs: rows(n, 2).into(),
        ..even
    }
}

/// A change of the list.
#[derive(Clone, Debug)]
enum Change {
    P(Index, Distribution),
    Text(Index, String),
    Label(Index, Option<usize>),
    Push(TestInput),
    Remove(Index),
    RemoveRun(Index, usize),
    AddLabel,
    MoveLabel,
    RemoveLabel,
}

fn change() -> impl Strategy<Value = Change> {
    use Change::*;
    let index = any::<Index>;
    let label = prop::option::of(0..3_usize);
    prop_oneof![
        (index(), row(3)).prop_map(|(i, p)| P(i, p)),
        (index(), text()).prop_map(|(i, text)| Text(i, text)),
        (index(), label.clone()).prop_map(|(i, label)| Label(i, label)),
        (text(), row(3), label).prop_map(|(text, p, label)| Push(TestInput { text, p, label })),
        index().prop_map(Remove),
        (index(), 1..400_usize).prop_map(|(i, n)| RemoveRun(i, n)),
        Just(AddLabel),
        Just(MoveLabel),
        Just(RemoveLabel),
    ]
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn columns_are_a_list_of_rows(n in 0..900_usize, changes in prop::collection::vec(change(), 0..24)) {
        let mut model = rows(n, 3);
        let mut inputs = Inputs::from(model.clone());
        for change in changes {
            let before = (model.clone(), inputs.clone());
            let at = |index: Index| index.index(before.0.len().max(1));
            match change {
                Change::P(i, p) => {
                    let found = model.get_mut(at(i)).map(|row| row.p = p.clone());
                    prop_assert_eq!(inputs.set_p(at(i), &p), found);
                }
                Change::Text(i, text) => {
                    let found = model.get_mut(at(i)).map(|row| row.text = text.clone());
                    prop_assert_eq!(inputs.set_text(at(i), &text), found);
                }
                Change::Label(i, label) => {
                    let found = model.get_mut(at(i)).map(|row| row.label = label);
                    prop_assert_eq!(inputs.set_label(at(i), label), found);
                }
                Change::Push(row) => {
                    prop_assert_eq!(inputs.push((&row).into()), Some(()));
                    model.push(row);
                }
                Change::Remove(i) => {
                    let found = (at(i) < model.len()).then(|| drop(model.remove(at(i))));
                    prop_assert_eq!(inputs.remove(at(i)), found);
                }
                Change::RemoveRun(i, n) => {
                    let end = (at(i) + n).min(model.len());
                    for _ in model.drain(at(i).min(end)..end) {
                        inputs.remove(at(i)).unwrap();
                    }
                }
                // The labels of every row: 3 and 1 change places after one was added at the end, which goes again.
                Change::AddLabel => {
                    let added = inputs.with_labels(Distribution::with_label, Some).unwrap();
                    inputs = added.with_labels(|p| p.without_label(3), |k| (k != 3).then_some(k)).unwrap();
                    for row in &mut model {
                        row.p = row.p.with_label().unwrap().without_label(3).unwrap();
                    }
                }
                Change::MoveLabel => {
                    inputs = inputs.with_labels(|p| Some(p.moved(0, 2)), |k| Some((k + 2) % 3)).unwrap();
                    for row in &mut model {
                        row.p = row.p.moved(0, 2);
                        row.label = row.label.map(|k| (k + 2) % 3);
                    }
                }
                Change::RemoveLabel => {
                    let fewer = inputs.with_labels(|p| p.without_label(1), |k| (k != 1).then_some(k.min(1))).unwrap();
                    let expected: Inputs = model.iter().map(|row| TestInput {
                        text: row.text.clone(),
                        p: row.p.without_label(1).unwrap(),
                        label: row.label.filter(|k| *k != 1).map(|k| k.min(1)),
                    }).collect();
                    prop_assert_eq!(fewer, expected);
                }
            }
            // Earlier states are as they were.
            prop_assert_eq!(&before.1, &Inputs::from(before.0));
        }
        let found: Vec<TestInput> = inputs.iter().map(|row| row.to_test_input()).collect();
        prop_assert_eq!(&found, &model);
        prop_assert_eq!((inputs.len(), inputs.is_empty()), (model.len(), model.is_empty()));
        for (i, row) in model.iter().enumerate() {
            prop_assert_eq!(inputs.get(i), Some(row.into()));
        }
        prop_assert_eq!(inputs.get(model.len()), None);
        prop_assert!(inputs.rows().eq(model.iter().map(|row| (row.p.as_slice(), row.label))));
        prop_assert!(inputs.labels().eq(model.iter().map(|row| row.label)));
        prop_assert!(inputs.favoured().eq(model.iter().map(|row| Argmax::of(row.p.as_slice()))));
        prop_assert_eq!(&inputs, &Inputs::from(model.clone()));
        // What differs in one row differs.
        if let Some(row) = model.last_mut() {
            row.text.push('x');
            prop_assert_ne!(&inputs, &Inputs::from(model));
        }
    }
}

#[test]
fn a_row_that_does_not_fit_is_refused() {
    let mut inputs = Inputs::from(rows(3, 2));
    let before = inputs.clone();
    let even = Distribution::even(3);
    assert_eq!(inputs.push((&rows(1, 3)[0]).into()), None);
    assert_eq!(inputs.set_p(0, &even), None);
    assert_eq!(inputs.set_label(0, Some(2)), None);
    assert_eq!(inputs.set_label(3, None), None);
    assert_eq!(inputs.set_text(3, ""), None);
    assert_eq!(inputs.remove(3), None);
    let row = TestInput {
        label: Some(2),
        ..rows(1, 2)[0].clone()
    };
    assert_eq!(inputs.push((&row).into()), None);
    assert_eq!(inputs, before);
}

/// Numbers of which many sums are tied, exactly or but for rounding errors.
fn tied() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1.0),
        Just(0.1 + 0.2),
        Just(0.3),
        Just(-0.0),
        -2.0..2.0f64,
        -1e6..1e6f64
    ]
}

fn problem() -> impl Strategy<Value = (Parameters, Vec<Distribution>, Vec<Option<usize>>)> {
    (2..=20_usize).prop_flat_map(|k| {
        let weights = prop::collection::vec(tied(), k * k);
        let diagonal = any::<bool>();
        let b = prop::collection::vec(tied(), k);
        let even = (0..=k).prop_map(move |zeros| {
            let values = (0..k).map(|i| if i < zeros { 0.0 } else { 1.0 });
            Distribution::normalized(values.collect())
                .map_or_else(|_| Distribution::even(k), |n| n.distribution)
        });
        let rows = prop::collection::vec(prop_oneof![row(k), even], 0..8);
        let labels = prop::collection::vec(prop::option::of(0..k), 8);
        (weights, diagonal, b, rows, labels).prop_map(
            move |(weights, diagonal, b, rows, labels)| {
                let mut w = Matrix::diagonal(&vec![0.0; k]);
                for (i, value) in weights.into_iter().enumerate() {
                    if !diagonal || i / k == i % k {
                        w.set(i / k, i % k, value);
                    }
                }
                (Parameters { w, b }, rows, labels)
            },
        )
    })
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn the_labels_of_columns_are_those_of_their_rows((parameters, rows, labels) in problem()) {
        let mut columns = Distributions::new(parameters.w.k());
        for p in &rows {
            columns.push(p.into()).unwrap();
        }
        let after = parameters.favoured(std::iter::once(&columns));
        let expected: Vec<[Decision; 2]> = rows.iter()
            .map(|p| [Decision::of(p.as_slice()), Decision::of(&parameters.scores(p))])
            .collect();
        let found: Vec<[Decision; 2]> = columns.favoured().iter().zip(&after)
            .map(|(before, after)| [before.decision(), after.decision()])
            .collect();
        prop_assert_eq!(&found, &expected);
        for ([before, after], both) in expected.iter().zip(columns.favoured().iter().zip(&after)) {
            prop_assert_eq!([before.index(), after.index()], [both.0.index(), both.1.index()]);
            prop_assert_eq!([before.is_tie(), after.is_tie()], [both.0.is_tie(), both.1.is_tie()]);
        }

        let decided = columns.favoured().iter().zip(&after).zip(&labels);
        let evaluation = Evaluation::of(decided.clone().map(|((before, after), right)| (*before, *after, *right)));
        let right = |side: usize| expected.iter().zip(&labels).filter(|(found, right)| Some(found[side].index()) == **right).count();
        prop_assert_eq!((evaluation.right_before, evaluation.right_after), (right(0), right(1)));
        prop_assert_eq!(evaluation.flips, expected.iter().filter(|[before, after]| before != after).count());
        prop_assert_eq!(evaluation.right_before + evaluation.gained, evaluation.right_after + evaluation.lost);
        let outcomes: Vec<Outcome> = decided.map(|((before, after), right)| Outcome::of(*before, *after, *right)).collect();
        let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
        prop_assert_eq!((evaluation.gained, evaluation.lost), (count(Outcome::Gained), count(Outcome::Lost)));
    }

    #[test]
    fn what_is_derived_is_what_single_outputs_say(state in arbitrary::state()) {
        let derived = Derived::of(&state);
        let outputs: Vec<_> = derived.inputs(&state).collect();
        let after: Vec<Decision> = derived.labels_after.iter().map(|after| after.decision()).collect();
        prop_assert_eq!(&after, &outputs.iter().map(|output| output.label_after.clone()).collect::<Vec<_>>());
        for (i, output) in outputs.iter().enumerate() {
            prop_assert_eq!(derived.input(&state, i), Some(output.clone()));
        }
        prop_assert_eq!(derived.input(&state, state.inputs.len()), None);
        prop_assert_eq!(outputs.is_empty(), derived.parameters.is_err());
        prop_assert_eq!(derived.evaluation.flips, outputs.iter().filter(|output| output.flips()).count());

        let order = derived.order(&state);
        prop_assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), state.inputs.len());
        let rank = |i: usize| match (outputs.get(i), state.inputs.get(i).unwrap().label) {
            (Some(output), right) => {
                let (before, after) = (output.label_before.index(), output.label_after.index());
                match (right == Some(before), right == Some(after)) {
                    (true, false) => 0,
                    (false, true) => 1,
                    _ if before != after => 2,
                    _ => 3,
                }
            }
            (None, _) => 3,
        };
        prop_assert!(order.is_sorted_by_key(|i| (rank(*i), *i)));
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_packed_state_comes_back_and_half_of_it_does_not(state in arbitrary::state(), cut in any::<Index>()) {
        let bytes = link::pack(&state);
        prop_assert_eq!(link::unpack(&bytes), Some(state));
        prop_assert_eq!(link::unpack(&bytes[..cut.index(bytes.len())]), None);
    }
}

/// How many bytes `state` needs beside `other`, without the pointers to its chunks.
fn beside(state: &State, other: &State) -> usize {
    let pointers = state.inputs.bytes_beside(&state.inputs);
    state.inputs.bytes_beside(&other.inputs) - pointers
}

#[test]
fn an_edit_copies_one_column_of_one_chunk() {
    let before = state(100_000);
    assert_eq!(beside(&before.clone(), &before), 0);
    let most = |rows: usize, bytes: usize| rows * bytes;
    for (action, bytes) in [
        // Probabilities of a row and the label that they favour; right label; text.
        (
            Action::Drag {
                row: Row::Input(50_000),
                label: 0,
                value: 0.4,
            },
            most(256, 8 * 2 + 4),
        ),
        (Action::SetInputLabel(50_000, Some(1)), most(256, 1)),
        (
            Action::RenameInput(50_000, "new".to_owned()),
            most(256, 4 + 2 * 9),
        ),
        (Action::RemoveInput(7), most(256, 8 * 2 + 4 + 1 + 4 + 2 * 9)),
        (Action::LockLabel(0, true), 0),
        // The texts are shared.
        (
            Action::AddLabel("Neutral".to_owned()),
            most(100_400, 8 * 3 + 4 + 1),
        ),
    ] {
        let after = apply(&before, &action).unwrap();
        assert_ne!(after, before, "{action:?}");
        let found = beside(&after, &before);
        assert!(found <= bytes, "{action:?}: {found} bytes");
        // Most of that is needed.
        assert!(found * 2 >= bytes, "{action:?}: {found} bytes");
    }
}

#[test]
fn undo_shares_what_did_not_change() {
    let first = state(10_000);
    let mut history = History::new(first.clone());
    for i in 0..100 {
        let action = Action::Drag {
            row: Row::Input(i),
            label: 0,
            value: 0.25,
        };
        // The previews of a drag begin at the state before it, and all but the last are gone.
        history.preview(&action).unwrap();
        history.preview(&action).unwrap();
        history.commit();
        let steps = beside(history.present(), &first);
        assert!(steps <= 256 * 20, "{steps} bytes after {i}");
    }
    while history.undo() {}
    assert_eq!(beside(history.present(), &first), 0);
}

#[test]
fn memory_is_in_proportion_to_the_rows() {
    for k in [2, 4, 20] {
        for n in [1_000, 10_000, 100_000] {
            let inputs = Inputs::from(rows(n, k));
            let texts: usize = inputs.iter().map(|input| input.text.len()).sum();
            let least = n * (8 * k + 9) + texts;
            let found = inputs.bytes();
            assert!(
                (least..least + least / 10 + 20_000).contains(&found),
                "K = {k}, {n} rows: {found} bytes, {least} needed"
            );
        }
    }
}

#[test]
fn there_can_be_a_hundred_thousand_and_no_more() {
    let most = state(MAX_INPUTS);
    let add = Action::AddInput {
        text: String::new(),
    };
    assert_eq!(apply(&most, &add), Err(Refusal::MostInputs));
    let more = Action::SetInputs(rows(MAX_INPUTS + 1, 2).into());
    assert_eq!(apply(&most, &more), Err(Refusal::MostInputs));
    assert_eq!(
        apply(&most, &Action::SetInputs(Inputs::default())),
        Err(Refusal::FewestInputs)
    );
    let other = Action::SetInputs(rows(3, 3).into());
    assert_eq!(
        apply(&most, &other),
        Err(Refusal::Length {
            found: 3,
            expected: 2
        })
    );
    assert_eq!(
        apply(&state(1), &Action::RemoveInput(0)),
        Err(Refusal::FewestInputs)
    );

    // A file and a link give all of them back.
    assert_eq!(state_from_json(&state_to_json(&most)), Ok(most.clone()));
    let link = link::format(&most, &View::default());
    assert_eq!(link::parse(&link, &[]).state, most);
    let one_more = format!("{link}&p=0.5,0.5");
    assert_eq!(link::parse(&one_more, &[]).state.inputs.len(), MAX_INPUTS);
}

#[test]
fn without_texts_there_are_the_same_numbers_and_results() {
    let with = State {
        template: "Secret: {input}".into(),
        ..Preset::Sentiment2Swapped.state()
    };
    let bare = with.without_texts();
    let json = state_to_json(&bare);
    for input in with.inputs.iter() {
        assert!(input.text.len() > 9 && !json.contains(input.text));
    }
    assert!(!json.contains("Secret"));
    assert!(with.inputs.rows().eq(bare.inputs.rows()));
    assert_eq!(Derived::of(&with), Derived::of(&bare));
    let back = State {
        template: with.template.clone(),
        prompts: with.prompts.clone(),
        inputs: with.inputs.clone(),
        ..bare
    };
    assert_eq!(back, with);
}

#[test]
fn a_link_that_is_too_long_is_not_written() {
    for preset in [Preset::Worked, Preset::Topic, Preset::Fourteen] {
        let (state, view) = (preset.state(), View::default());
        let link = link::format(&state, &view);
        let within = |most| link::format_within(most, &state, &view);
        assert_eq!(within(link.len()).as_ref(), Some(&link));
        assert_eq!(within(link.len() - 1), None);
        assert_eq!(within(0), None);
    }
    let long = state(MAX_INPUTS);
    assert_eq!(
        link::format_within(MAX_LINK_CHARS, &long, &View::default()),
        None
    );
}
