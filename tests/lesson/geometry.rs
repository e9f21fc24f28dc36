//! Drags in the triangle, the point where borders meet, and the lanes of the line.

use crate::config;
use calibration_explainer::calibration::regions::{regions, to_plane};
use calibration_explainer::calibration::{Distribution, Method, Parameters, fit};
use calibration_explainer::lesson::geometry::{
    density_of_line, density_of_triangle, lanes, meeting, placed,
};
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

    #[test]
    fn each_input_lies_in_the_triangle_that_counts_it(
        points in prop::collection::vec(prop::array::uniform3(0.001..1.0_f64), 1..40),
        sides in 1_usize..30,
    ) {
        let points: Vec<[f64; 3]> = (points.into_iter())
            .map(|p| p.map(|x| x / p.iter().sum::<f64>()))
            .collect();
        let cells = density_of_triangle(points.iter().copied(), sides);
        prop_assert_eq!(cells.iter().map(|cell| cell.count).sum::<usize>(), points.len());
        for cell in &cells {
            // A point is in a triangle whose sides are parallel to the whole's if it is between its least and greatest coordinates.
            let inside = |p: &&[f64; 3]| (0..3).all(|k| {
                let [a, b, c] = cell.corners.map(|corner| corner[k]);
                p[k] >= a.min(b).min(c) - 1e-9 && p[k] <= a.max(b).max(c) + 1e-9
            });
            prop_assert!(points.iter().filter(inside).count() >= cell.count);
            for corner in cell.corners {
                prop_assert!((corner.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                prop_assert!(corner.iter().all(|p| *p >= -1e-9));
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

#[test]
fn the_density_of_a_line_counts_each_probability_once() {
    let values = [0.0, 0.249, 0.25, 0.5, 0.99, 1.0];
    assert_eq!(density_of_line(values.into_iter(), 4), [2, 1, 1, 2]);
}

#[test]
fn the_density_of_a_triangle_knows_its_corners_and_its_middle() {
    let corners = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let third = 1.0 / 3.0;
    let points = corners.into_iter().chain([[third, third, third]]);
    let cells = density_of_triangle(points, 2);
    // Four triangles: one at each corner, and the one between them, on its head.
    assert_eq!(cells.len(), 4);
    let middle = [[0.5, 0.0, 0.5], [0.0, 0.5, 0.5], [0.5, 0.5, 0.0]];
    assert!(cells.iter().any(|cell| cell.corners == middle));
}
