//! The landscape of accuracy, node by node.

use crate::data::{Data, config, data, tied};
use calibration_explainer::calibration::Parameters;
use calibration_explainer::check::{
    Axis, Bands, Form, Map, curve, curve_range, map, map_range, place_on_curve, place_on_map,
    rectangles, threshold_curve,
};
use proptest::prelude::*;

const FORMS: [Form; 2] = [Form::Weights, Form::Bias];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nodes_of_a_curve(
        (data, c, label) in (2usize..=8).prop_flat_map(|k| (data(k, 0..40), prop::collection::vec(-0.7..0.7f64, k), 0..k)),
        half in 0.1..4.0f64,
    ) {
        for form in FORMS {
            let found = curve(&data.inputs(), form, label, &c, half);
            prop_assert_eq!(found.counted, data.counted());
            prop_assert_eq!((found.at.len(), found.right.len(), found.at[100]), (201, 201, 0.0));
            prop_assert!((found.at[200] - half).abs() < 1e-12);
            for node in (0..=200).step_by(7).chain([100, 200]) {
                let mut c = c.clone();
                let others = (c.iter().sum::<f64>() - c[label]) / (data.k - 1) as f64;
                c[label] = others + found.at[node];
                let parameters = form.parameters(&c);
                prop_assert_eq!(found.right[node], data.right(&parameters), "{:?} {}", form, node);
                prop_assert!((place_on_curve(form, label, &parameters).unwrap() - found.at[node]).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn nodes_of_the_thresholds(data in prop_oneof![data(2, 0..40), tied(2, 0..40)]) {
        let found = threshold_curve(&data.inputs()).unwrap();
        prop_assert_eq!((found.at.len(), found.at[0], found.at[99], found.at[198]), (199, 0.005, 0.5, 0.995));
        for form in FORMS {
            for (&p, &right) in found.at.iter().zip(&found.right) {
                // Ties at another threshold than one half depend on how W and b round.
                let tie = data.rows.iter().any(|(row, _)| (row.as_slice()[0] - p).abs() < 1e-9);
                if p == 0.5 || !tie {
                    let parameters = form.parameters(&form.at_threshold(p).unwrap());
                    prop_assert_eq!(right, data.right(&parameters), "{:?} {}", form, p);
                }
            }
        }
    }

    #[test]
    fn nodes_of_the_map(data in data(3, 0..60), half in 0.1..4.0f64) {
        for form in FORMS {
            let found = map(&data.inputs(), form, half).unwrap();
            let n = found.grid.len();
            prop_assert_eq!((n, found.right.len(), found.counted), (201, 201 * 201, data.counted()));
            for node in (0..n * n).step_by(619).chain([n * n - 1, n - 1, n * (n - 1)]) {
                let (u, v) = (found.grid.node(node % n), found.grid.node(node / n));
                // Where labels tie at a node, as at zero for equal probabilities, rounding decides.
                let parameters = form.parameters(&Map::shift(u, v));
                prop_assert_eq!(found.at(node % n, node / n), data.right(&parameters), "{:?} {} {}", form, u, v);
                let place = place_on_map(form, &parameters).unwrap();
                prop_assert!((place.0 - u).abs() < 1e-9 && (place.1 - v).abs() < 1e-9);
            }
        }
    }

    /// Exact ties where nothing is calibrated count as everywhere.
    #[test]
    fn the_middle_is_no_calibration(data in (2usize..=6).prop_flat_map(|k| tied(k, 0..60))) {
        let expected = data.right(&Parameters::identity(data.k));
        for form in FORMS {
            for label in 0..data.k {
                let found = curve(&data.inputs(), form, label, &vec![0.0; data.k], 1.0);
                prop_assert_eq!(found.right[100], expected);
            }
            if let Some(map) = map(&data.inputs(), form, 1.0) {
                prop_assert_eq!(map.at(100, 100), expected);
            }
        }
    }

    #[test]
    fn ranges_hold_the_places(data in data(3, 0..60), places in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 0..4)) {
        for form in FORMS {
            let half = map_range(&data.inputs(), form, &places);
            prop_assert!(half > 0.0 && half.is_finite());
            prop_assert!(places.iter().all(|(u, v)| u.abs() < half && v.abs() < half));
            let digits = half / 10f64.powi(half.log10().floor() as i32);
            prop_assert!((digits * 2.0 - (digits * 2.0).round()).abs() < 1e-9, "{} is not round", half);
            let along: Vec<f64> = places.iter().map(|&(u, _)| u).collect();
            let half = curve_range(&data.inputs(), form, 1, &[0.0; 3], &along);
            prop_assert!(along.iter().all(|u| u.abs() < half));
        }
    }
}

/// Rows count as distributions up to a sum of 1 ± 10⁻⁹; which of two labels wins is still seen at one half.
#[test]
fn rows_that_sum_to_one_only_nearly() {
    let p = crate::data::distribution(vec![0.499_999_999_9, 0.499_999_999_5]).unwrap();
    let data = Data {
        k: 2,
        rows: vec![(p, Some(0))],
    };
    assert_eq!(threshold_curve(&data.inputs()).unwrap().right[99], 1);
}

#[test]
fn nothing_to_show() {
    for k in [2, 3, 4, 20] {
        let data = Data { k, rows: vec![] };
        for form in FORMS {
            assert_eq!(map(&data.inputs(), form, 1.0).is_some(), k == 3);
            assert!(
                curve(&data.inputs(), form, 1, &vec![0.0; k], 1.0)
                    .right
                    .iter()
                    .all(|&right| right == 0)
            );
            assert_eq!(map_range(&data.inputs(), form, &[]), 1.0);
        }
        assert_eq!(threshold_curve(&data.inputs()).is_some(), k == 2);
    }
}

#[test]
fn axes_give_values_back() {
    let axes = [0.01, 0.3, 2.0, 40.0, 300.0]
        .into_iter()
        .flat_map(|half| [Axis::Factor { half }, Axis::Difference { half }])
        .chain([Axis::Threshold]);
    for axis in axes {
        let (first, last) = axis.ends();
        assert_eq!((axis.share(first), axis.share(last)), (0.0, 1.0));
        assert_eq!(
            (axis.share(first - 1.0), axis.share(last + 1.0)),
            (0.0, 1.0)
        );
        assert!((axis.at(-1.0) - first).abs() < 1e-12 && (axis.at(2.0) - last).abs() < 1e-12);
        for step in 0..=100 {
            let at = axis.at(f64::from(step) / 100.0);
            assert!(
                (axis.share(at) - f64::from(step) / 100.0).abs() < 0.012,
                "{axis:?} {at}"
            );
            assert!(
                (axis.at(axis.share(at)) - at).abs() < 1e-12,
                "{axis:?}: a value that was set stays"
            );
        }
        assert!((axis.share(axis.stepped(axis.at(0.5), 0.1)) - 0.5).abs() > 0.01);
        assert_eq!(
            (axis.stepped(0.2, -1e3), axis.stepped(0.2, 1e3)),
            (first, last)
        );
        let ticks = axis.ticks();
        assert!((3..=9).contains(&ticks.len()), "{axis:?}: {ticks:?}");
        assert!(
            ticks.is_sorted() && ticks.iter().all(|tick| (first..=last).contains(tick)),
            "{axis:?}: {ticks:?}"
        );
    }
    let near = |found: Vec<f64>, expected: &[f64]| {
        found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a.exp() - b).abs() < 1e-9)
    };
    assert!(near(
        Axis::Factor { half: 1.5 }.ticks(),
        &[0.25, 0.5, 1.0, 2.0, 4.0]
    ));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rectangles_cover_a_map(data in data(3, 1..40), half in 0.1..4.0f64) {
        let map = map(&data.inputs(), Form::Weights, half).unwrap();
        let bands = Bands::of(&map);
        let n = map.grid.len();
        prop_assert!(bands.from.len() <= 8 && bands.from.is_sorted());
        prop_assert_eq!(bands.from[0], *map.right.iter().min().unwrap());
        prop_assert_eq!(bands.last(bands.from.len() - 1), *map.right.iter().max().unwrap());
        for (band, &from) in bands.from.iter().enumerate() {
            prop_assert!(from <= bands.last(band), "no band is empty of numbers");
            let mut covered = vec![0; n * n];
            for (u, v) in rectangles(&map, from) {
                for v in v {
                    for u in u.clone() {
                        covered[v * n + u] += 1;
                    }
                }
            }
            let expected: Vec<i32> = map.right.iter().map(|&right| i32::from(right >= from)).collect();
            prop_assert_eq!(covered, expected, "each once");
        }
    }
}
