//! Drags in the triangle, the point where borders meet, and the lanes of the line.

use crate::config;
use calibration_explainer::calibration::regions::{regions, to_plane};
use calibration_explainer::calibration::{Distribution, Method, Parameters, fit};
use calibration_explainer::lesson::geometry::{lanes, meeting, placed};
use proptest::prelude::*;

#[test]
fn a_drag_outside_the_triangle_ends_on_its_edge() {
    let p = placed([0.5, 2.0], [0.2, 0.3, 0.5], &[false; 3]).unwrap();
    assert_eq!(p.as_slice(), [0.0, 0.5, 0.5]);
}

#[test]
fn locked_labels_stay() {
    let now = [0.2, 0.3, 0.5];
    let at = to_plane([0.9, 0.05, 0.05]);
    let p = placed(at, now, &[false, true, false]).unwrap();
    assert!((p.as_slice()[1] - 0.3).abs() < 1e-12);
    assert!((p.as_slice()[0] - 0.7).abs() < 1e-12);
    assert_eq!(placed(at, now, &[true, true, false]), None);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_place_is_a_distribution_and_a_point_of_the_triangle_stays(
        x in -1.0..2.0_f64,
        y in -1.0..2.0_f64,
        a in 0_u32..=1000,
        b in 0_u32..=1000,
    ) {
        let p = placed([x, y], [0.2, 0.3, 0.5], &[]).unwrap();
        prop_assert!((p.as_slice().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let (a, b) = (a.min(1000 - b.min(1000)), b);
        let q = [a, b, 1000 - a - b].map(|n| f64::from(n) / 1000.0);
        let back = placed(to_plane(q), [0.2, 0.3, 0.5], &[]).unwrap();
        for (one, other) in q.iter().zip(back.as_slice()) {
            prop_assert!((one - other).abs() < 1e-9);
        }
    }

    #[test]
    fn borders_meet_where_nothing_lies(values in prop::array::uniform3(0.05..1.0_f64)) {
        let p = Distribution::normalized(values.to_vec()).unwrap().distribution;
        for method in [Method::Diagonal, Method::Identity] {
            let meet = meeting(&regions(&fit(&p, method).unwrap()).unwrap()).unwrap();
            for (meet, p) in meet.iter().zip(p.as_slice()) {
                prop_assert!((meet - p).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn neighbours_are_in_different_lanes(places in prop::collection::vec(0.0..1.0_f64, 0..60)) {
        let lanes = lanes(&places, 5);
        prop_assert_eq!(lanes.len(), places.len());
        prop_assert!(lanes.iter().all(|lane| *lane < 5));
        let crowded = places.iter().any(|a| places.iter().filter(|b| (a - *b).abs() < 0.05).count() > 5);
        for i in 0..places.len() {
            for j in 0..i {
                if !crowded && (places[i] - places[j]).abs() < 0.05 {
                    prop_assert_ne!(lanes[i], lanes[j]);
                }
            }
        }
    }
}

#[test]
fn borders_that_do_not_meet() {
    let mut parameters = Parameters::identity(3);
    parameters.b = vec![2.0, 0.0, 0.0];
    assert_eq!(meeting(&regions(&parameters).unwrap()), None);
}
