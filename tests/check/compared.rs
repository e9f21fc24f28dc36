//! Methods side by side, prompts left out, and the measured data.

use crate::data::{Data, config, data};
use calibration_explainer::calibration::{
    Averaging, Distribution, Method, Parameters, ZeroProbability, fit, fit_prompts,
};
use calibration_explainer::check::{
    Approach, Form, Inputs, best, compare, cross_validated, curve, fit_batch, leave_one_out,
    mcnemar,
};
use calibration_explainer::lesson::measured::Column;
use calibration_explainer::presets::Preset;
use calibration_explainer::state::State;
use proptest::prelude::*;
use serde_json::{Value, json};

fn inputs_of(state: &State) -> Inputs<'_> {
    let rows = state.inputs.iter();
    Inputs::of(
        state.k(),
        rows.map(|input| (input.p.as_slice(), input.label)),
    )
}

/// Every method has the right answers and the flips that the data file states, in all 21 measured tasks.
#[test]
fn the_measured_presets_have_the_counts_of_the_data() {
    let file: Value =
        serde_json::from_str(include_str!("../../data/measured-smollm2.json")).unwrap();
    let tasks = [
        Preset::Sentiment0,
        Preset::Sentiment2,
        Preset::Sentiment2Swapped,
        Preset::Topic,
        Preset::Question,
    ];
    let patterns = (0..16)
        .map(Preset::Pattern)
        .zip(file["four_shot_patterns"]["patterns"].as_array().unwrap());
    let all = tasks
        .into_iter()
        .zip(file["tasks"].as_array().unwrap())
        .chain(patterns);
    let mut checked = 0;
    for (preset, task) in all {
        let state = preset.state();
        let inputs = inputs_of(&state);
        let prompts: Vec<Distribution> = state
            .prompts
            .iter()
            .map(|prompt| prompt.p.clone())
            .collect();
        for line in compare(&inputs, &prompts, None) {
            let Some(name) = Column::name_of(line.approach) else {
                continue;
            };
            let counts = line.outcome.unwrap().counts;
            let found = [counts.after.correct(), counts.to_right, counts.to_wrong];
            let stated = &task["summary"]["right"][name];
            assert_eq!(json!(found), *stated, "{preset:?} {name}");
            checked += 1;
        }
    }
    assert_eq!(checked, 21 * 5);
}

#[test]
fn zero_probabilities_are_named() {
    let rows = [[0.5, 0.0, 0.5], [0.9, 0.0, 0.1]];
    let inputs = Inputs::of(
        3,
        rows.iter().map(|row| row.as_slice()).zip([Some(0), None]),
    );
    let zero = ZeroProbability {
        prompt: None,
        label: 1,
    };
    assert_eq!(fit_batch(&inputs, Method::Diagonal), Err(zero));
    assert_eq!(
        fit_batch(&inputs, Method::Identity).unwrap().b,
        [-0.7, 0.0, -0.3]
    );
    let found = compare(&inputs, &[], None);
    let approaches: Vec<Approach> = found.iter().map(|line| line.approach).collect();
    assert_eq!(approaches, [Approach::None, Approach::Batch]);
    assert_eq!(found[1].outcome, Err(zero));
    // The label without a probability never wins, and the others are still told apart.
    assert_eq!(best(&inputs, Form::Weights, &[]).counts.after.correct(), 1);
    // Leaving out the prompt with the zero makes W defined; leaving out another one does not.
    let prompts = [[0.5, 0.3, 0.2], [0.5, 0.0, 0.5], [0.2, 0.3, 0.5]]
        .map(|p| crate::data::distribution(p.to_vec()).unwrap());
    let found = leave_one_out(&inputs, &prompts, Method::Diagonal, Averaging::Parameters);
    let zero = ZeroProbability {
        prompt: Some(1),
        label: 1,
    };
    assert_eq!((&found[0], &found[2]), (&Err(zero), &Err(zero)));
    assert_eq!(found[1].as_ref().unwrap().flips, None);
}

/// No inputs, no right labels, one right label for all, a single labelled input.
#[test]
fn degenerate_inputs() {
    for k in [2, 3, 20] {
        let row = |i: usize| {
            (0..k)
                .map(|label| 1.0 + ((i * 5 + label * 3) % 7) as f64)
                .collect()
        };
        let row = |i: usize| crate::data::distribution(row(i)).unwrap();
        let rights: [&[Option<usize>]; 4] = [&[], &[None, None, None], &[Some(1); 9], &[Some(0)]];
        for rights in rights {
            let rows = rights.iter().enumerate().map(|(i, right)| (row(i), *right));
            let data = Data {
                k,
                rows: rows.collect(),
            };
            let inputs = data.inputs();
            let lines = compare(&inputs, &[row(3), row(4)], Some(&Parameters::identity(k)));
            assert_eq!(lines.len(), if rights.is_empty() { 5 } else { 6 });
            for line in lines {
                let counts = line.outcome.unwrap().counts;
                for value in [
                    counts.after.accuracy(),
                    counts.after.macro_f1(),
                    counts.after.balanced_accuracy(),
                ] {
                    assert_eq!(value.is_some(), data.counted() > 0);
                    assert!(value.is_none_or(|value| (0.0..=1.0).contains(&value)));
                }
                assert!(counts.p_value() > 0.0 && counts.p_value() <= 1.0);
            }
            for form in [Form::Weights, Form::Bias] {
                let found = best(&inputs, form, &[]);
                // One right label for all can always be said.
                assert_eq!(found.counts.after.correct(), data.counted());
                assert!(found.parameters.b.iter().all(|b| b.is_finite()));
                let fair = cross_validated(&inputs, form, &[]);
                assert_eq!(fair.counted, data.counted());
                assert_eq!(
                    curve(&inputs, form, 0, &found.c, 1.0).counted,
                    data.counted()
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_line_is_the_method((data, prompts) in (2usize..=6).prop_flat_map(|k| (data(k, 1..40), data(k, 1..4)))) {
        let prompts: Vec<Distribution> = prompts.rows.into_iter().map(|(p, _)| p).collect();
        let lines = compare(&data.inputs(), &prompts, None);
        let mean = Distribution::mean(&data.rows.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>()).unwrap();
        let fitted = |method, averaging| fit_prompts(&prompts, data.k, method, averaging).averaged;
        let expected = [
            Ok(Parameters::identity(data.k)),
            fitted(Method::Diagonal, Averaging::Parameters),
            fitted(Method::Diagonal, Averaging::Probabilities),
            fitted(Method::Identity, Averaging::Probabilities),
            fit(&mean, Method::Diagonal),
        ];
        prop_assert_eq!(lines.len(), expected.len());
        for (line, expected) in lines.into_iter().zip(expected) {
            let found = match (line.outcome, expected) {
                (Ok(found), Ok(expected)) => {
                    prop_assert_eq!(&found.parameters, &expected);
                    found
                }
                (found, expected) => {
                    prop_assert_eq!(found.err(), expected.err());
                    continue;
                }
            };
            prop_assert_eq!(found.counts.after.correct(), data.right(&found.parameters));
            prop_assert_eq!(found.counts.before.correct(), data.right(&Parameters::identity(data.k)));
            prop_assert_eq!(found.counts.p_value(), mcnemar(found.counts.to_right, found.counts.to_wrong));
        }
    }

    #[test]
    fn one_prompt_left_out((data, prompts) in (2usize..=6).prop_flat_map(|k| (data(k, 0..30), data(k, 0..5)))) {
        let prompts: Vec<Distribution> = prompts.rows.into_iter().map(|(p, _)| p).collect();
        for (method, averaging) in [(Method::Diagonal, Averaging::Parameters), (Method::Diagonal, Averaging::Probabilities), (Method::Identity, Averaging::Parameters)] {
            let found = leave_one_out(&data.inputs(), &prompts, method, averaging);
            prop_assert_eq!(found.len(), if prompts.len() < 2 { 0 } else { prompts.len() });
            let all = fit_prompts(&prompts, data.k, method, averaging).averaged;
            for (out, found) in found.into_iter().enumerate() {
                let mut kept = prompts.clone();
                kept.remove(out);
                let expected = fit_prompts(&kept, data.k, method, averaging).averaged;
                prop_assert_eq!(found.is_ok(), expected.is_ok());
                let (Ok(found), Ok(expected)) = (found, expected) else { continue };
                prop_assert_eq!(found.after.correct(), data.right(&expected));
                let flips = all.as_ref().ok().map(|all| data.said(all).iter().zip(data.said(&expected)).filter(|(a, b)| **a != *b).count());
                prop_assert_eq!(found.flips, flips);
            }
        }
    }
}
