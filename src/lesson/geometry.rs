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

/// How many probabilities lie in each of `bins` (1 or more) equal parts of the line from 0 to 1.
pub fn density_of_line(values: impl Iterator<Item = f64>, bins: usize) -> Vec<usize> {
    let bins = bins.max(1);
    let mut counts = vec![0; bins];
    for value in values {
        let bin = ((value * bins as f64) as usize).min(bins - 1);
        if let Some(count) = counts.get_mut(bin) {
            *count += 1;
        }
    }
    counts
}

/// One of the small triangles that divide the triangle of three labels, and the number of inputs that lie in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its corners.
    pub corners: [Barycentric; 3],
    /// How many inputs lie in it, 1 or more.
    pub count: usize,
}

/// How many inputs lie in each of the `sides`² equal triangles into which the triangle divides; those without any are left out.
/// Where p · `sides` falls between whole numbers for each label, they are the corner of one of them: of one that stands as the
/// whole does if they add up to `sides` − 1, else of one that stands on its head.
pub fn density_of_triangle(points: impl Iterator<Item = Barycentric>, sides: usize) -> Vec<Cell> {
    let sides = sides.max(1);
    // Two triangles share a lower corner (a, b): the one that stands and the one on its head.
    let mut counts = vec![[0_usize; 2]; sides * sides];
    let whole = |p: f64| ((p * sides as f64) as usize).min(sides - 1);
    for [first, second, third] in points {
        let (a, b) = (whole(first), whole(second));
        // Rounding may push a point over the edge of the triangle: it belongs to the cell at the edge.
        let b = b.min(sides - 1 - a);
        let on_its_head = a + b + 1 < sides && a + b + whole(third) + 1 < sides;
        if let Some([stands, headed]) = counts.get_mut(a * sides + b) {
            *if on_its_head { headed } else { stands } += 1;
        }
    }
    let node = |a: usize, b: usize| {
        let [first, second] = [a, b].map(|n| n as f64 / sides as f64);
        [first, second, 1.0 - first - second]
    };
    let cells = counts.iter().enumerate().flat_map(|(place, pair)| {
        let (a, b) = (place / sides, place % sides);
        let corners = [
            [node(a, b), node(a + 1, b), node(a, b + 1)],
            [node(a + 1, b), node(a, b + 1), node(a + 1, b + 1)],
        ];
        corners.into_iter().zip(*pair)
    });
    cells
        .filter(|(_, count)| *count > 0)
        .map(|(corners, count)| Cell { corners, count })
        .collect()
}
