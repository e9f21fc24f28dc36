/// Ends of the axis of thresholds, which are those of [`threshold_curve`](super::threshold_curve).
const FIRST_THRESHOLD: f64 = 0.005;
const LAST_THRESHOLD: f64 = 0.995;

/// A scale along a landscape, and where it is in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Axis {
    /// A threshold on p(first), on a logit scale.
    Threshold,
    /// The difference of two entries of a shift by [`Form::Weights`](super::Form::Weights), from −half to half: the logarithm
    /// of a factor.
    Factor {
        /// Where the axis ends.
        half: f64,
    },
    /// The difference of two entries of a shift by [`Form::Bias`](super::Form::Bias), from −half to half.
    Difference {
        /// Where the axis ends.
        half: f64,
    },
}

impl Axis {
    fn logit(p: f64) -> f64 {
        p.ln() - (1.0 - p).ln()
    }

    /// Where the axis begins and ends.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Self::Threshold => (FIRST_THRESHOLD, LAST_THRESHOLD),
            Self::Factor { half } | Self::Difference { half } => (-half, half),
        }
    }

    /// The share of its length, 0 to 1, at which a value is; at an end for values beyond it.
    pub fn share(self, at: f64) -> f64 {
        let (first, last) = self.ends();
        let at = at.clamp(first, last);
        match self {
            Self::Threshold => {
                let end = Self::logit(last);
                ((Self::logit(at) / end + 1.0) / 2.0).clamp(0.0, 1.0)
            }
            _ => (at - first) / (last - first),
        }
    }

    /// The value at a share of its length: for a threshold a round number, else the nearest node of a curve or map.
    pub fn at(self, share: f64) -> f64 {
        let share = share.clamp(0.0, 1.0);
        match self {
            Self::Threshold => {
                let p = 1.0 / (1.0 + (-Self::logit(LAST_THRESHOLD) * (2.0 * share - 1.0)).exp());
                // Where the scale is wide, finer than the nodes of the curve.
                let parts = if (0.05..=0.95).contains(&p) {
                    200.0
                } else {
                    1000.0
                };
                (p * parts).round() / parts
            }
            Self::Factor { half } | Self::Difference { half } => {
                (200.0 * share - 100.0).round() * (half / 100.0)
            }
        }
    }

    /// A value after a step by a share of the axis (for a threshold, by so much of p), which ends where the axis does.
    pub fn stepped(self, at: f64, by: f64) -> f64 {
        let (first, last) = self.ends();
        let to = match self {
            Self::Threshold => ((at + by) * 1000.0).round() / 1000.0,
            Self::Factor { half } | Self::Difference { half } => at + by * 2.0 * half,
        };
        to.clamp(first, last)
    }

    /// The values that are written beside the axis, ascending: at most nine.
    pub fn ticks(self) -> Vec<f64> {
        match self {
            Self::Threshold => vec![0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99],
            Self::Factor { half } => {
                /// Factors from one tick to the next.
                const ROUND: [f64; 11] =
                    [1.01, 1.1, 1.5, 2.0, 4.0, 10.0, 1e2, 1e3, 1e6, 1e20, 1e60];
                let steps = ROUND.map(f64::ln);
                let step = steps.into_iter().find(|step| step * 3.5 > half);
                multiples(step.unwrap_or(half), half)
            }
            Self::Difference { half } => multiples(half / 2.0, half),
        }
    }
}

/// The multiples of a step from −half to half, with room for rounding.
fn multiples(step: f64, half: f64) -> Vec<f64> {
    let most = (half / step + 1e-9).floor() as i32;
    (-most..=most).map(|i| f64::from(i) * step).collect()
}
