//! Decisions, confusion matrices and what is derived from them.

use crate::data::{Data, config, data, parameters, tied};
use calibration_explainer::calibration::{
    Argmax, Evaluation, Outcome, Parameters, Readout, output,
};
use calibration_explainer::check::{Counts, Inputs, decide};
use proptest::prelude::*;

fn counts(data: &Data, parameters: &Parameters) -> Counts {
    let inputs = data.inputs();
    let before = decide(&inputs, &Parameters::identity(data.k));
    Counts::of(&inputs, &before, &decide(&inputs, parameters))
}

/// Counts what was said of labels that were right, without calibration.
fn confusion(k: usize, right: &[usize], said: &[usize]) -> Counts {
    let row = |label: usize| (0..k).map(|i| if i == label { 1.0 } else { 0.0 }).collect();
    let rows: Vec<Vec<f64>> = said.iter().map(|&label| row(label)).collect();
    let inputs = Inputs::of(
        k,
        rows.iter()
            .map(Vec::as_slice)
            .zip(right.iter().copied().map(Some)),
    );
    let labels = decide(&inputs, &Parameters::identity(k));
    Counts::of(&inputs, &labels, &labels)
}

/// The examples in scikit-learn's documentation of both functions.
#[test]
fn metrics_are_those_of_scikit_learn() {
    let found = confusion(3, &[0, 1, 2, 0, 1, 2], &[0, 2, 1, 0, 0, 1]).after;
    assert!((found.macro_f1().unwrap() - 0.266_666_666_666).abs() < 1e-9);
    assert!((found.balanced_accuracy().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    let found = confusion(4, &[0, 1, 0, 0, 1, 0], &[0, 1, 0, 0, 0, 1]).after;
    assert_eq!(found.balanced_accuracy(), Some(0.625));
    // Labels that never occur do not count: (0.75 + 0.5) / 2.
    assert_eq!(found.macro_f1(), Some(0.625));
    // A label that is said but never right counts with zero, in F1 alone.
    let found = confusion(3, &[0, 0], &[0, 2]).after;
    assert_eq!(found.macro_f1(), Some((2.0 / 3.0) / 2.0));
    assert_eq!(found.balanced_accuracy(), Some(0.5));
}

/// The scores are 0.3 three times, but for some 10⁻¹⁶.
#[test]
fn a_tie_but_for_rounding_is_a_tie() {
    let p = crate::data::distribution(vec![0.1, 0.3, 0.6]).unwrap();
    let mut parameters = Parameters::identity(3);
    for label in 0..3 {
        parameters.w.set(label, label, [3.0, 1.0, 0.5][label]);
    }
    parameters.b = vec![0.0, 4e-16, 8e-16];
    let data = Data {
        k: 3,
        rows: vec![(p, Some(0))],
    };
    assert_eq!(decide(&data.inputs(), &parameters), [0]);
    assert_eq!(data.said(&parameters), [0]);
}

fn check(data: &Data, parameters: &Parameters) -> Result<(), TestCaseError> {
    let k = data.k;
    let found = counts(data, parameters);
    let decided: Vec<_> = (data.rows.iter())
        .map(|(p, right)| {
            let after = output(p, parameters, Readout::Scores).scores;
            (Argmax::of(p.as_slice()), Argmax::of(&after), *right)
        })
        .collect();
    let evaluation = Evaluation::of(decided.iter().copied());
    let otherwise = decided.iter().filter(|&&(before, after, right)| {
        Outcome::of(before, after, right) == Outcome::FlippedOtherwise
    });
    prop_assert_eq!(found.after.accuracy(), evaluation.accuracy_after());
    prop_assert_eq!(found.before.accuracy(), evaluation.accuracy_before());
    prop_assert_eq!(found.to_right, evaluation.gained);
    prop_assert_eq!(found.to_wrong, evaluation.lost);
    prop_assert_eq!(found.between_wrong + found.unlabelled, otherwise.count());
    let said = data.said(parameters);
    prop_assert_eq!(&decide(&data.inputs(), parameters), &said);
    let pairs: Vec<(usize, usize)> = (data.rows.iter().zip(&said))
        .filter_map(|((_, right), &said)| Some(((*right)?, said)))
        .collect();
    let number = |test: &dyn Fn(usize, usize) -> bool| {
        pairs
            .iter()
            .filter(|&&(right, said)| test(right, said))
            .count()
    };
    let (mut recalls, mut f1) = (Vec::new(), Vec::new());
    for label in 0..k {
        let hits = number(&|right, said| right == label && said == label) as f64;
        let right = number(&|right, _| right == label);
        let said_counted = number(&|_, said| said == label);
        prop_assert_eq!(found.after.right(label), right);
        prop_assert_eq!(
            found.after.said(label),
            said.iter().filter(|&&said| said == label).count()
        );
        for other in 0..k {
            prop_assert_eq!(
                found.after.count(label, other),
                number(&|right, said| right == label && said == other)
            );
        }
        if right > 0 {
            recalls.push(hits / right as f64);
        }
        if right + said_counted > 0 {
            let (precision, recall) = (
                hits / said_counted.max(1) as f64,
                hits / right.max(1) as f64,
            );
            f1.push(if hits == 0.0 {
                0.0
            } else {
                2.0 / (1.0 / precision + 1.0 / recall)
            });
        }
    }
    let mean = |values: Vec<f64>| {
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    for (found, expected) in [
        (found.after.balanced_accuracy(), mean(recalls)),
        (found.after.macro_f1(), mean(f1)),
    ] {
        prop_assert_eq!(found.is_some(), expected.is_some());
        prop_assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn counts_are_those_of_single_outputs((data, parameters) in (2usize..=20).prop_flat_map(|k| (data(k, 0..40), parameters(k)))) {
        check(&data, &parameters)?;
    }

    #[test]
    fn ties_count_as_everywhere((data, parameters) in (2usize..=5).prop_flat_map(|k| (tied(k, 0..40), parameters(k)))) {
        check(&data, &parameters)?;
        check(&data, &Parameters::identity(data.k))?;
    }
}
