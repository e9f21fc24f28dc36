//! The geometry of decisions: which part of all distributions is decided for which label, before
//! and after. Before is p itself, that is [`Parameters::identity`]. W and b may hold any finite
//! numbers. Everything is computed from the borders, where two scores are equal, not by sampling.

use super::decision::TIE;
use super::{Decision, Distribution, Matrix, Parameters, Readout, Threshold, output, threshold};

/// A piece of the line of p(first), K = 2, on which the label changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// Lower end, in \[0, 1\].
    pub from: f64,
    /// Upper end, in \[0, 1\], above `from`.
    pub to: f64,
    /// The label that p favours: 0 above one half, 1 below.
    pub before: usize,
    /// The label that the scores favour; `None` where they are equal for every p.
    pub after: Option<usize>,
}

/// The pieces of the line of p(first) on which the label changes, in order; at most two (with
/// negative weights, the two outer ones). `None` unless K = 2.
///
/// Inside a piece [`Output::flips`](super::Output::flips) holds, outside it does not; the ends,
/// where labels tie, belong to neither. With [`Threshold::Never`] every label becomes a tie, so
/// the whole line changes.
pub fn flips(parameters: &Parameters) -> Option<Vec<Flip>> {
    let threshold = threshold(parameters)?;
    let border = match threshold {
        Threshold::At { p, .. } => p,
        Threshold::Always(_) | Threshold::Never => 0.5,
    };
    let (low, high) = (border.min(0.5), border.max(0.5));
    let pieces = [(0.0, low), (low, high), (high, 1.0)].into_iter();
    Some(
        pieces
            .filter_map(|(from, to)| {
                let middle = from + (to - from) / 2.0;
                let before = usize::from(middle < 0.5);
                let after = match threshold {
                    Threshold::At { p, first_above } => {
                        Some(usize::from((middle > p) != first_above))
                    }
                    Threshold::Always(label) => Some(label),
                    Threshold::Never => None,
                };
                // A piece as narrow as a rounding error is none.
                let flip = to - from > TIE && after != Some(before);
                flip.then_some(Flip {
                    from,
                    to,
                    before,
                    after,
                })
            })
            .collect(),
    )
}

/// The curve of K = 2: q(first) by `readout` at p(first) = `first` in \[0, 1\].
///
/// In \[0, 1\] too, but for [`Readout::Scores`], which gives the score as it is. `None` for another
/// K, another `first`, and where [`Readout::Normalize`] is undefined: there the curve has a gap.
pub fn calibrated(parameters: &Parameters, first: f64, readout: Readout) -> Option<f64> {
    if parameters.w.k() != 2 || !(0.0..=1.0).contains(&first) {
        return None;
    }
    let p = Distribution::normalized(vec![first, 1.0 - first]).ok()?;
    let q = output(&p.distribution, parameters, readout).after.ok()?;
    q.first().copied()
}

/// A point of the triangle of all distributions over K = 3 labels: its three probabilities. They
/// sum to one; outside the triangle one or two are negative.
pub type Barycentric = [f64; 3];

/// A point of the plane, x to the right and y downwards as on a screen.
pub type Point = [f64; 2];

/// The height of the triangle of side one, √3/2.
pub const HEIGHT: f64 = 0.866_025_403_784_438_6;

/// Where a distribution is drawn: in an equilateral triangle of side one with the corner of the
/// first label at the top (½, 0), of the second bottom left (0, [`HEIGHT`]), of the third bottom
/// right (1, [`HEIGHT`]).
pub fn to_plane([top, _, right]: Barycentric) -> Point {
    [right + top / 2.0, HEIGHT * (1.0 - top)]
}

/// The inverse of [`to_plane`], for every point of the plane.
pub fn from_plane([x, y]: Point) -> Barycentric {
    let top = 1.0 - y / HEIGHT;
    let right = x - top / 2.0;
    [top, 1.0 - top - right, right]
}

/// The point of the triangle that is nearest in the plane; a point of the triangle is itself. What
/// is not a point at all (NaN, infinite) becomes the centre.
pub fn nearest(p: Barycentric) -> Barycentric {
    if p.iter().any(|p| !p.is_finite()) {
        return [1.0 / 3.0; 3];
    }
    if p.iter().all(|&p| p >= 0.0) {
        return p;
    }
    // Distances of barycentric coordinates are those of the plane but for the factor √2, and the
    // nearest point lies on an edge. On an edge only the difference of its two labels counts.
    let [a, b, c] = p;
    let along = |a: f64, b: f64| (0.5 + (a / 2.0 - b / 2.0)).clamp(0.0, 1.0);
    let (ab, bc, ca) = (along(a, b), along(b, c), along(c, a));
    let distance = |[x, y, z]: Barycentric| (x - a).hypot(y - b).hypot(z - c);
    [
        [ab, 1.0 - ab, 0.0],
        [0.0, bc, 1.0 - bc],
        [1.0 - ca, 0.0, ca],
    ]
    .into_iter()
    .fold([1.0 / 3.0; 3], |best, next| {
        if distance(next) < distance(best) {
            next
        } else {
            best
        }
    })
}
