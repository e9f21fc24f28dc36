use super::form::LIMIT;
use super::{Form, Inputs};

/// Scores closer than this count as tied, as in [`Decision`](crate::calibration::Decision).
const TIE: f64 = 1e-12;

/// A gap between two crossings that is narrower is not searched: it holds no number of which rounding makes nothing else.
const NARROWEST: f64 = 1e-9;

/// The x of labelled inputs, which a shift is added to.
pub(super) struct Shifted {
    k: usize,
    /// n × K, row-major.
    x: Vec<f64>,
    /// Length n.
    right: Vec<usize>,
}

/// A value of cⱼ at which an input becomes right or wrong.
#[derive(Clone, Copy)]
pub(super) struct Crossing {
    /// The value; infinite where label j always or never wins.
    pub(super) at: f64,
    /// True if the input is right above `at`, false if it is right below.
    pub(super) gains: bool,
    /// Whether label j wins at `at` itself: of a tie the first label wins.
    pub(super) inclusive: bool,
}

/// A value for one entry of a shift.
pub(super) struct Gap {
    pub(super) middle: f64,
    /// Number of inputs that it gets right.
    pub(super) right: usize,
}

impl Shifted {
    /// Takes every `stride`-th of the labelled inputs.
    pub(super) fn of(inputs: &Inputs, form: Form, stride: usize) -> Self {
        let mut shifted = Self {
            k: inputs.k(),
            x: Vec::new(),
            right: Vec::new(),
        };
        for (p, right) in inputs.labelled().step_by(stride.max(1)) {
            shifted.x.extend(p.iter().map(|&p| form.x(p)));
            shifted.right.push(right);
        }
        shifted
    }

    fn rows(&self) -> impl Iterator<Item = (&[f64], usize)> {
        let rows = self.x.chunks_exact(self.k.max(1));
        rows.zip(self.right.iter().copied())
    }

    /// Number of inputs that argmax(xₖ + cₖ) gets right.
    pub(super) fn right(&self, c: &[f64]) -> usize {
        let says = |x: &[f64]| first_largest(x.iter().zip(c).map(|(x, c)| x + c).enumerate());
        (self.rows().filter(|&(x, right)| says(x).0 == right)).count()
    }

    /// For each input that a change of `c[label]` alone can make right or wrong, the value at which it does.
    pub(super) fn crossings(&self, label: usize, c: &[f64]) -> impl Iterator<Item = Crossing> {
        self.rows().filter_map(move |(x, right)| {
            let scores = x.iter().zip(c).map(|(x, c)| x + c).enumerate();
            let (other, most) = first_largest(scores.filter(|&(k, _)| k != label));
            let &own = x.get(label)?;
            (right == label || right == other).then_some(Crossing {
                at: if own == f64::NEG_INFINITY {
                    f64::INFINITY
                } else {
                    most - own
                },
                gains: right == label,
                inclusive: label < other,
            })
        })
    }

    /// The best value of `c[label]`, the others staying as they are: exact up to gaps narrower than [`NARROWEST`].
    pub(super) fn best_on_line(&self, label: usize, c: &[f64]) -> Gap {
        let mut crossings: Vec<Crossing> = self.crossings(label, c).collect();
        crossings.sort_unstable_by(|a, b| a.at.total_cmp(&b.at));
        best_gap(&crossings)
    }
}

/// The first of the largest scores and its index. At least one score must be above −∞, as one probability is.
fn first_largest(scores: impl Iterator<Item = (usize, f64)>) -> (usize, f64) {
    // A later score must be larger by more than a rounding error.
    (scores).fold((usize::MAX, f64::NEG_INFINITY), |best, (k, score)| {
        if best.0 == usize::MAX || score > best.1 + TIE {
            (k, score)
        } else {
            best
        }
    })
}

/// Goes through the gaps between sorted crossings and takes the middle of the one with the most right inputs; of several
/// the widest, of these the one nearest to zero. An open end counts as one wide.
fn best_gap(crossings: &[Crossing]) -> Gap {
    let mut right = crossings.iter().filter(|crossing| !crossing.gains).count();
    let inside = |crossing: &Crossing| crossing.at.abs() < LIMIT;
    let first = crossings.iter().find(|crossing| inside(crossing));
    let Some(first) = first else {
        // Nothing can be decided, but for labels that win or lose whatever c is.
        let below = crossings.iter().filter(|crossing| crossing.at < 0.0);
        let change: isize = below.map(|crossing| sign(crossing.gains)).sum();
        return Gap {
            middle: 0.0,
            right: right.saturating_add_signed(change),
        };
    };
    let mut lower = first.at - 1.0;
    let mut best: Option<(Gap, f64)> = None;
    let mut offer = |lower: f64, upper: f64, right: usize| {
        let (width, middle) = (upper - lower, lower + (upper - lower) / 2.0);
        let better = best.as_ref().is_none_or(|(gap, best_width)| {
            (right.cmp(&gap.right))
                .then(width.total_cmp(best_width))
                .then(gap.middle.abs().total_cmp(&middle.abs()))
                .is_gt()
        });
        if better && width > NARROWEST {
            best = Some((Gap { middle, right }, width));
        }
    };
    for crossing in crossings {
        if inside(crossing) {
            offer(lower, crossing.at, right);
            lower = crossing.at;
        } else if crossing.at > 0.0 {
            break;
        }
        right = right.saturating_add_signed(sign(crossing.gains));
    }
    offer(lower, lower + 1.0, right);
    best.map_or(
        Gap {
            middle: 0.0,
            right: 0,
        },
        |(gap, _)| gap,
    )
}

fn sign(gains: bool) -> isize {
    if gains { 1 } else { -1 }
}
