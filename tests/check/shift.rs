//! The best shift, and shifts as parameters.

use crate::data::{Data, config, data, parameters, tied};
use calibration_explainer::calibration::{Method, Parameters, Threshold, fit, threshold};
use calibration_explainer::check::{Form, best, cross_validated, fit_batch, place_on_curve};
use proptest::prelude::*;

const FORMS: [Form; 2] = [Form::Weights, Form::Bias];

/// The highest number of right inputs over all thresholds between neighbouring values of p(first), and beyond both ends.
fn best_by_trying(data: &Data) -> usize {
    let mut first: Vec<f64> = data.rows.iter().map(|(p, _)| p.as_slice()[0]).collect();
    first.extend([0.0, 1.0]);
    first.sort_by(f64::total_cmp);
    let between = first.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
    let count = |t: f64| {
        let rows = data.rows.iter();
        rows.filter(|(p, right)| *right == Some(usize::from(p.as_slice()[0] < t)))
            .count()
    };
    between.chain([-1.0, 2.0]).map(count).max().unwrap()
}

/// Threshold rules with weights cannot say a label whose probability is zero.
fn without_zeros(mut data: Data) -> Data {
    data.rows.retain(|(p, _)| p.first_zero().is_none());
    data
}

fn starts(data: &Data) -> Vec<Parameters> {
    let inputs = data.inputs();
    let batch = [Method::Diagonal, Method::Identity].map(|method| fit_batch(&inputs, method).ok());
    let first = data
        .rows
        .first()
        .and_then(|(p, _)| fit(p, Method::Diagonal).ok());
    batch.into_iter().flatten().chain(first).collect()
}

fn never_worse(data: &Data) -> Result<(), TestCaseError> {
    let inputs = data.inputs();
    let starts = starts(data);
    for form in FORMS {
        let found = best(&inputs, form, &starts);
        let right = data.right(&found.parameters);
        prop_assert_eq!(found.counts.after.correct(), right);
        prop_assert!(right >= data.right(&Parameters::identity(data.k)));
        for start in starts.iter().filter(|start| form.shift(start).is_some()) {
            prop_assert!(right >= data.right(start), "{:?} {:?}", found, start);
        }
        prop_assert!(found.c.iter().sum::<f64>().abs() < 1e-9);
        prop_assert!(found.c.iter().all(|c| c.is_finite()));
        // No single label can be moved to something better.
        for label in 0..data.k {
            for step in [-2.0, -0.3, -0.05, 0.05, 0.3, 2.0] {
                let mut c = found.c.clone();
                c[label] += step;
                prop_assert!(
                    data.right(&form.parameters(&c)) <= right,
                    "{:?} {} {}",
                    found,
                    label,
                    step
                );
            }
        }
        prop_assert_eq!(best(&inputs, form, &starts), found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn two_labels_are_exact(data in data(2, 0..40).prop_map(without_zeros)) {
        for form in FORMS {
            let found = best(&data.inputs(), form, &[]);
            prop_assert_eq!(found.counts.after.correct(), best_by_trying(&data));
            prop_assert_eq!(data.right(&found.parameters), best_by_trying(&data));
        }
    }

    #[test]
    fn two_labels_with_ties_and_zeros(data in tied(2, 0..40)) {
        let found = best(&data.inputs(), Form::Bias, &[]);
        prop_assert_eq!(found.counts.after.correct(), best_by_trying(&data));
        let found = best(&data.inputs(), Form::Weights, &[]);
        let zeros = |data: &Data| data.rows.iter().filter(|(p, right)| right.is_some_and(|right| p.first_zero().is_some_and(|zero| zero != right))).count();
        prop_assert_eq!(found.counts.after.correct(), best_by_trying(&without_zeros(data.clone())) + zeros(&data));
    }

    #[test]
    fn an_ascent_is_never_worse_than_its_starts(data in (2usize..=20).prop_flat_map(|k| data(k, 0..60))) {
        never_worse(&data)?;
    }

    #[test]
    fn nor_with_ties(data in (3usize..=6).prop_flat_map(|k| tied(k, 0..40))) {
        let inputs = data.inputs();
        for form in FORMS {
            let found = best(&inputs, form, &starts(&data));
            prop_assert_eq!(found.counts.after.correct(), data.right(&found.parameters));
            for start in starts(&data).iter().filter(|start| form.shift(start).is_some()) {
                prop_assert!(found.counts.after.correct() >= data.right(start));
            }
        }
    }

    #[test]
    fn folds_are_chosen_without_what_they_count(data in (2usize..=4).prop_flat_map(|k| data(k, 0..40))) {
        let labelled: Vec<_> = data.rows.iter().filter(|(_, right)| right.is_some()).cloned().collect();
        let part = |keep: &dyn Fn(usize) -> bool| Data {
            k: data.k,
            rows: labelled.iter().enumerate().filter(|&(i, _)| keep(i)).map(|(_, row)| row.clone()).collect(),
        };
        for form in FORMS {
            let expected: usize = (0..5).map(|fold| {
                let chosen = best(&part(&|i| i % 5 != fold).inputs(), form, &[]);
                part(&|i| i % 5 == fold).right(&chosen.parameters)
            }).sum();
            let found = cross_validated(&data.inputs(), form, &[]);
            prop_assert_eq!((found.right, found.counted), (expected, labelled.len()));
        }
    }

    #[test]
    fn a_shift_is_the_same_rule((data, parameters) in (2usize..=6).prop_flat_map(|k| (data(k, 0..30), parameters(k)))) {
        for form in FORMS {
            if let Some(c) = form.shift(&parameters) {
                prop_assert_eq!(data.said(&form.parameters(&c)), data.said(&parameters));
            }
        }
        let diagonal = fit(&fit_distribution(&parameters), Method::Diagonal).unwrap();
        let additive = fit(&fit_distribution(&parameters), Method::Identity).unwrap();
        prop_assert!(Form::Weights.shift(&diagonal).is_some());
        prop_assert!(Form::Bias.shift(&additive).is_some());
        prop_assert_eq!(Form::Bias.shift(&diagonal).is_some(), data.k == 2);
        prop_assert_eq!(Form::Weights.shift(&additive).is_some(), data.k == 2);
    }

    #[test]
    fn numbers_set_by_hand_are_the_shift_and_keep_their_mean(
        (k, c, p) in (2usize..=6).prop_flat_map(|k| (Just(k), prop::collection::vec(-3.0..3.0f64, k), prop::collection::vec(0.05..1.0f64, k))),
        label in 0..2usize, place in -3.0..3.0f64,
    ) {
        let p = crate::data::distribution(p).unwrap();
        for (form, method) in [(Form::Weights, Method::Diagonal), (Form::Bias, Method::Identity)] {
            let current = fit(&p, method).unwrap();
            let value = |parameters: &Parameters, label: usize| match form {
                Form::Weights => parameters.w.get(label, label),
                Form::Bias => parameters.b[label],
            };
            let set = |parameters: &mut Parameters, label: usize, value: f64| match form {
                Form::Weights => parameters.w.set(label, label, value),
                Form::Bias => parameters.b[label] = value,
            };
            let mut all = current.clone();
            for (label, value) in form.by_hand(&c, &current) {
                set(&mut all, label, value);
            }
            let found = form.shift(&all).unwrap();
            let mean = c.iter().sum::<f64>() / k as f64;
            prop_assert!(found.iter().zip(&c).all(|(found, c)| (found - (c - mean)).abs() < 1e-9));
            let level = |parameters: &Parameters| (0..k).map(|label| match form {
                Form::Weights => value(parameters, label).ln(),
                Form::Bias => value(parameters, label),
            }).sum::<f64>();
            prop_assert!((level(&all) - level(&current)).abs() < 1e-9);

            let mut one = current.clone();
            set(&mut one, label, form.by_hand_on_curve(label, place, &current).unwrap());
            prop_assert!((place_on_curve(form, label, &one).unwrap() - place).abs() < 1e-9);
        }
    }

    #[test]
    fn thresholds_are_shifts(p in 0.001..0.999f64) {
        for form in FORMS {
            let found = threshold(&form.parameters(&form.at_threshold(p).unwrap()));
            let Some(Threshold::At { p: found, first_above: true }) = found else { panic!() };
            prop_assert!((found - p).abs() < 1e-12);
        }
    }
}

fn fit_distribution(parameters: &Parameters) -> calibration_explainer::calibration::Distribution {
    let k = parameters.b.len();
    let values = (0..k).map(|label| 0.1 + (parameters.b[label] + label as f64).abs());
    crate::data::distribution(values.collect()).unwrap()
}

/// Many rows of which only a sample begins the ascent.
#[test]
fn many_inputs() {
    let rows = (0..6_000_usize).map(|i| {
        let values =
            (0..5).map(|label| ((i * (31 + label) + 17 * label) % 97 + 1 + 20 * label) as f64);
        (
            crate::data::distribution(values.collect()).unwrap(),
            Some((i * 7 / 3) % 5),
        )
    });
    let data = Data {
        k: 5,
        rows: rows.collect(),
    };
    for form in FORMS {
        let found = best(&data.inputs(), form, &starts(&data));
        for start in starts(&data)
            .iter()
            .filter(|start| form.shift(start).is_some())
        {
            assert!(found.counts.after.correct() > data.right(start));
        }
    }
}
