//! Computations for the views of label flips: the distribution that a drag in the triangle sets, the point where the borders
//! meet, and lanes that keep points on a line apart.

use crate::calibration::Distribution;
use crate::calibration::regions::{Barycentric, Point, Region, from_plane, nearest};

/// The distribution at a point of the plane, in thousandths: the nearest one in the triangle. Labels that are `locked` keep
/// their probability in `now`; `None` if they leave nothing to move.
///
/// ```
/// use calibration_explainer::calibration::regions::to_plane;
/// use calibration_explainer::lesson::geometry::placed;
/// let p = placed(to_plane([0.2, 0.3, 0.5]), [1.0, 0.0, 0.0], &[false; 3]);
/// assert_eq!(p.map(|p| p.as_slice().to_vec()), Some(vec![0.2, 0.3, 0.5]));
/// ```
pub fn placed(at: Point, now: Barycentric, locked: &[bool]) -> Option<Distribution> {
    let wanted = nearest(from_plane(at));
    let pinned = |k: usize| locked.get(k).copied().unwrap_or(false);
    let values = match [pinned(0), pinned(1), pinned(2)] {
        [false, false, false] => {
            let [a, b, _] = wanted.map(|p| (p * 1000.0).round());
            vec![a / 1000.0, b / 1000.0, (1000.0 - a - b).max(0.0) / 1000.0]
        }
        [true, false, false] => along(now, wanted, [0, 1, 2]),
        [false, true, false] => along(now, wanted, [1, 0, 2]),
        [false, false, true] => along(now, wanted, [2, 0, 1]),
        _ => return None,
    };
    Distribution::normalized(values)
        .ok()
        .map(|n| n.distribution)
}

/// One label is fixed: the other two share the rest so that the difference between them is the wanted one.
fn along(now: Barycentric, wanted: Barycentric, [fixed, i, j]: [usize; 3]) -> Vec<f64> {
    let get = |of: &Barycentric, k: usize| of.get(k).copied().unwrap_or(0.0);
    let rest = (1.0 - get(&now, fixed)).max(0.0);
    let one = ((get(&wanted, i) - get(&wanted, j) + rest) / 2.0).clamp(0.0, rest);
    let one = ((one * 1000.0).round() / 1000.0).min(rest);
    (0..3)
        .map(|k| match k {
            k if k == fixed => get(&now, fixed),
            k if k == i => one,
            _ => rest - one,
        })
        .collect()
}

/// The point where the three borders meet: the corner that all three regions share, if there is one.
pub fn meeting(regions: &[Region; 3]) -> Option<Barycentric> {
    let [first, second, third] = regions;
    let near =
        |a: &Barycentric, b: &Barycentric| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    let has = |region: &Region, p: &Barycentric| region.polygon.iter().any(|q| near(p, q));
    let mut corners = first.polygon.iter();
    corners.find(|p| has(second, p) && has(third, p)).copied()
}

/// Least distance, as a share of the line, at which points do not cover each other on a phone.
const ROOM: f64 = 0.05;

/// Gives each place on a line a lane (below `count`), so that neighbouring places are in different lanes: the first lane with
/// room or, if there is none, the one whose last place is furthest back.
pub fn lanes(places: &[f64], count: usize) -> Vec<usize> {
    let mut ends = vec![f64::NEG_INFINITY; count.max(1)];
    let mut lanes = vec![0; places.len()];
    for slot in super::order::ascending(places) {
        let place = places.get(slot).copied().unwrap_or(0.0);
        let free = ends.iter().position(|end| place - end >= ROOM);
        let lane = free.unwrap_or_else(|| {
            let longest = ends.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
            longest.map_or(0, |(lane, _)| lane)
        });
        if let (Some(end), Some(slot)) = (ends.get_mut(lane), lanes.get_mut(slot)) {
            *end = place;
            *slot = lane;
        }
    }
    lanes
}
