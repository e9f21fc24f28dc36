//! The geometry of decisions: the regions of the probability simplex in which each label wins, before
//! and after calibration. Before calibration the scores are p itself, that is [`Parameters::identity`].
//! W and b may hold any finite numbers. The regions are computed from their borders, where two scores are
//! equal, not by sampling.

use super::decision::TIE;
use super::{Decision, Distribution, Matrix, Parameters, Readout, Threshold, output, threshold};

/// An interval of p(first), K = 2, in which calibration changes the label.
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

/// The intervals of p(first) in which calibration changes the label, in ascending order; at most two
/// (with negative weights, the two outer ones). `None` unless K = 2.
///
/// Inside an interval [`Output::flips`](super::Output::flips) holds, outside it does not; the ends,
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
                // Intervals as narrow as a rounding error are dropped.
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

/// The calibration curve of K = 2: q(first) by `readout` at p(first) = `first` in \[0, 1\].
///
/// The result is in \[0, 1\] too, except for [`Readout::Scores`], which gives the score as it is. `None`
/// for another K, for `first` out of range, and where [`Readout::Normalize`] is undefined: there the
/// curve has a gap.
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

/// Maps a distribution to its point in the plane: in an equilateral triangle of side one with the
/// corner of the first label at the top (½, 0), of the second bottom left (0, [`HEIGHT`]), of the third
/// bottom right (1, [`HEIGHT`]).
pub fn to_plane([top, _, right]: Barycentric) -> Point {
    [right + top / 2.0, HEIGHT * (1.0 - top)]
}

/// The inverse of [`to_plane`], for every point of the plane.
pub fn from_plane([x, y]: Point) -> Barycentric {
    let top = 1.0 - y / HEIGHT;
    let right = x - top / 2.0;
    [top, 1.0 - top - right, right]
}

/// The nearest point of the triangle, as measured in the plane; a point of the triangle is itself. A
/// point with NaN or infinite coordinates becomes the centre.
pub fn nearest(p: Barycentric) -> Barycentric {
    if p.iter().any(|p| !p.is_finite()) {
        return [1.0 / 3.0; 3];
    }
    if p.iter().all(|&p| p >= 0.0) {
        return p;
    }
    // Distances of barycentric coordinates are those of the plane but for the factor √2, so this is
    // the projection onto the simplex, max(p − c, 0) for some c: the smallest becomes zero. On the
    // edge of the other two only their difference counts.
    let along = |a: f64, b: f64| (0.5 + (a / 2.0 - b / 2.0)).clamp(0.0, 1.0);
    let [a, b, c] = p;
    if c <= a && c <= b {
        let a = along(a, b);
        [a, 1.0 - a, 0.0]
    } else if a <= b {
        let b = along(b, c);
        [0.0, b, 1.0 - b]
    } else {
        let a = along(a, c);
        [a, 0.0, 1.0 - a]
    }
}

/// The part of the triangle in which one label of K = 3 wins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// The corners of a convex polygon, border included, in the order top, bottom left, bottom
    /// right; empty where the label wins nowhere.
    pub polygon: Vec<Barycentric>,
    /// The other labels that have the same score at every point of the triangle.
    pub tied: Vec<usize>,
}

impl Region {
    /// The area of the polygon as a share of the triangle, in \[0, 1\].
    pub fn share(&self) -> f64 {
        share(self.polygon.iter())
    }
}

/// The area of a polygon as a share of the triangle: the sum of twice the signed areas that consecutive
/// corners span, in the coordinates of the last two labels, in which the triangle is half the unit square.
fn share<'a>(corners: impl Iterator<Item = &'a Barycentric> + Clone) -> f64 {
    let next = corners.clone().cycle().skip(1);
    let sum: f64 = (corners.zip(next))
        .map(|([_, a, b], [_, c, d])| a * d - b * c)
        .sum();
    sum.abs()
}

/// A corner of a polygon and the scores of the three labels there; both are linear along an edge.
#[derive(Clone, Copy)]
struct Corner {
    p: Barycentric,
    scores: [f64; 3],
}

impl Corner {
    /// The score of `label` minus that of `other`; zero for a tie.
    fn lead(&self, label: usize, other: usize) -> f64 {
        let score = |label: usize| self.scores.get(label).copied().unwrap_or(0.0);
        lead(score(label), score(other))
    }

    /// The point at `t` in \[0, 1\] of the way to `other`.
    fn towards(mut self, other: &Self, t: f64) -> Self {
        for (a, b) in self.p.iter_mut().zip(other.p) {
            *a += t * (b - *a);
        }
        for (a, b) in self.scores.iter_mut().zip(other.scores) {
            *a += t * (b - *a);
        }
        self
    }
}

/// The difference a − b; zero where [`Decision::of`] calls it a tie.
fn lead(a: f64, b: f64) -> f64 {
    if (a - b).abs() <= TIE * a.abs().max(b.abs()) {
        0.0
    } else {
        a - b
    }
}

/// The regions of the three labels by their scores W p + b; with [`Parameters::identity`], by p
/// itself. `None` unless K = 3.
///
/// The polygons are the triangle cut along the lines where two scores are equal. They cover it
/// and overlap only in their borders. Where labels tie on more than a line they tie everywhere;
/// that part is given to the first of them, as [`Decision::index`] does, and `tied` names the
/// others. A region of less than 10⁻¹² of the triangle counts as empty.
///
/// ```
/// use calibration_explainer::calibration::{regions::regions, Parameters};
/// let before = regions(&Parameters::identity(3)).expect("three labels");
/// assert!((before[0].share() - 1.0 / 3.0).abs() < 1e-12);
/// assert_eq!(before[0].polygon[0], [1.0, 0.0, 0.0]);
/// ```
pub fn regions(parameters: &Parameters) -> Option<[Region; 3]> {
    let &[b0, b1, b2] = parameters.b.as_slice() else {
        return None;
    };
    if parameters.w.k() != 3 {
        return None;
    }
    let corner = |label: usize, p: Barycentric| {
        let score = |row: usize, b: f64| parameters.w.get(row, label) + b;
        // Scores that tie are made equal here, so that from now on "ahead of" is transitive.
        let like = |a: f64, b: f64| if lead(a, b) == 0.0 { b } else { a };
        let first = score(0, b0);
        let second = like(score(1, b1), first);
        let third = like(like(score(2, b2), first), second);
        Corner {
            p,
            scores: [first, second, third],
        }
    };
    let triangle = [
        corner(0, [1.0, 0.0, 0.0]),
        corner(1, [0.0, 1.0, 0.0]),
        corner(2, [0.0, 0.0, 1.0]),
    ];
    Some([0, 1, 2].map(|label| {
        let others = (0..3).filter(|&other| other != label);
        let equal = |other: &usize| triangle.iter().all(|c| c.lead(label, *other) == 0.0);
        let tied: Vec<usize> = others.clone().filter(equal).collect();
        let mut polygon = triangle.to_vec();
        for other in others {
            // Among labels that tie everywhere, the first gets the whole region.
            if !tied.contains(&other) {
                polygon = clip(&polygon, label, other);
            } else if other < label {
                polygon.clear();
            }
        }
        // Rounding errors can leave slivers where three borders meet in a point.
        if share(polygon.iter().map(|c| &c.p)) < TIE {
            polygon.clear();
        }
        Region {
            polygon: polygon.into_iter().map(|corner| corner.p).collect(),
            tied,
        }
    }))
}

/// The part of a convex polygon where `label` is not behind `other` (Sutherland and Hodgman's
/// step for one half-plane).
fn clip(polygon: &[Corner], label: usize, other: usize) -> Vec<Corner> {
    let mut clipped = Vec::new();
    let next = polygon.iter().cycle().skip(1);
    for (a, b) in polygon.iter().zip(next) {
        let (at_a, at_b) = (a.lead(label, other), b.lead(label, other));
        if at_a >= 0.0 {
            clipped.push(*a);
        }
        if at_a.min(at_b) < 0.0 && at_a.max(at_b) > 0.0 {
            clipped.push(a.towards(b, at_a / (at_a - at_b)));
        }
    }
    clipped
}

/// The label that wins at a point of the triangle by its score W p + b: inside a polygon of
/// [`regions`] its label, on a border a tie. `None` outside the triangle (see [`nearest`]) and
/// unless K = 3.
pub fn winner(parameters: &Parameters, p: Barycentric) -> Option<Decision> {
    let p = Distribution::normalized(p.to_vec()).ok()?.distribution;
    (parameters.w.k() == 3).then(|| Decision::of(&parameters.scores(&p)))
}

/// The share of the edge between two labels that is decided for label `i` when only the scores of
/// `i` and `j` are compared, in \[0, 1\]; one half where these two tie all along it.
///
/// The edge holds the distributions that give no other label any probability, p(i) = t and
/// p(j) = 1 − t with t in \[0, 1\]. On it sᵢ − sⱼ is linear in t. With dᵢ = (wᵢᵢ − wⱼᵢ) + bᵢ − bⱼ its
/// value where p(i) = 1, dⱼ = (wᵢⱼ − wⱼⱼ) + bᵢ − bⱼ where p(j) = 1, and x⁺ = max(x, 0), the share of
/// t with sᵢ > sⱼ is (dᵢ⁺ + dⱼ⁺) / (|dᵢ| + |dⱼ|). One half before calibration; for
/// [`Method::Diagonal`](super::Method::Diagonal) it is pⱼ / (pᵢ + pⱼ), for
/// [`Method::Identity`](super::Method::Identity) (1 − pᵢ + pⱼ) / 2 with the context-free p.
///
/// The label that wins among all K need not be `i` or `j`.
pub fn pair_share(parameters: &Parameters, i: usize, j: usize) -> f64 {
    let bias = |label: usize| parameters.b.get(label).copied().unwrap_or(0.0);
    let ahead = |corner: usize| {
        let (a, b) = (parameters.w.get(i, corner), parameters.w.get(j, corner));
        if lead(a + bias(i), b + bias(j)) == 0.0 {
            0.0
        } else {
            a - b + (bias(i) - bias(j))
        }
    };
    let (at_i, at_j) = (ahead(i), ahead(j));
    let all = at_i.abs() + at_j.abs();
    if all == 0.0 {
        0.5
    } else {
        (at_i.max(0.0) + at_j.max(0.0)) / all
    }
}

/// The gain by calibration of each label over each other label.
#[derive(Clone, Debug, PartialEq)]
pub struct Gains {
    /// K × K: in row i and column j the gain of label i over label j, in \[−½, ½\]; antisymmetric.
    pub pairs: Matrix,
    /// Length K: the mean gain of a label over each of the others, in \[−½, ½\]. Their sum is zero
    /// but for rounding.
    pub mean: Vec<f64>,
}

/// The pairwise gains of K ≥ 2 labels: [`pair_share`] less the one half that every label has before
/// calibration.
///
/// This measure is specific to this program and not from the literature: it shows for any K what a
/// picture of the regions shows for three labels. Like a threshold it depends on W and b alone, not on
/// which inputs occur.
///
/// ```
/// use calibration_explainer::calibration::{fit, regions::gains, Distribution, Method};
/// let p = Distribution::normalized(vec![0.9, 0.1])?.distribution;
/// let gains = gains(&fit(&p, Method::Diagonal)?);
/// assert!((gains.pairs.get(0, 1) + 0.4).abs() < 1e-12); // The threshold went from 0.5 to 0.9.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gains(parameters: &Parameters) -> Gains {
    let k = parameters.w.k();
    let mut pairs = Matrix::diagonal(&vec![0.0; k]);
    for i in 0..k {
        for j in i + 1..k {
            let gain = pair_share(parameters, i, j) - 0.5;
            pairs.set(i, j, gain);
            // `0.0 −` keeps a gain of zero from becoming −0.
            pairs.set(j, i, 0.0 - gain);
        }
    }
    let others = k.saturating_sub(1).max(1) as f64;
    let mean = pairs.rows().map(|row| row.iter().sum::<f64>() / others);
    Gains {
        mean: mean.collect(),
        pairs,
    }
}
