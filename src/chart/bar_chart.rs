//! The content of a chart: plain data, no geometry.

use super::Size;

/// Grouped before/after bars of one input or one context-free prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// K label names (2 to 20), any script; names too long for their room end in an ellipsis.
    pub labels: Vec<String>,
    /// Probabilities before calibration, length K, in [0, 1]. A value that is missing or not finite has no bar.
    pub before: Vec<f64>,
    /// Calibrated values, length K, on `axis`; `None` where they are undefined: only *before* is drawn, and the
    /// room for *after* stays empty so that nothing moves.
    pub after: Option<Vec<f64>>,
    /// The scale of `after`.
    pub axis: Axis,
    /// Captions of the two scales, for example `["probability", "score"]`, drawn above the two plots of
    /// [`Axis::Scores`]; unused otherwise.
    pub captions: Option<[String; 2]>,
    /// Size of the whole chart; see [`preferred_height`](super::preferred_height).
    pub size: Size,
    /// Level of detail.
    pub density: Density,
    /// The root font size in CSS pixels, so that charts follow the reader's setting. Clamped to 8 to 64.
    pub text_size: f64,
}

/// The scale of the *after* bars. *Before* is on 0 to 1, except with [`Axis::SmallProbability`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Axis {
    /// 0 to 1, beside *before*, with a dashed line at 1/K.
    Probability,
    /// 0 to `max`, for both *before* and *after*, with a dashed line at 1/K: for probabilities that are all small.
    SmallProbability {
        /// Upper end, above 0.
        max: f64,
    },
    /// Scores on a scale and a plot of their own: below *before* in vertical charts, right of it in horizontal ones.
    Scores {
        /// Lower end, ≤ 0 so that bars can start at zero.
        min: f64,
        /// Upper end, ≥ 0.
        max: f64,
    },
}

/// The level of detail of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// Axis numbers, label names, and the value of every bar.
    Full,
    /// A small multiple: bars, the frame of the scale and the dashed line; label names only where all of them fit.
    Small,
}

impl Axis {
    /// The tightest round scale (1, 2 or 5 times a power of ten) that holds zero and all finite `scores`.
    ///
    /// ```
    /// use calibration_explainer::chart::Axis;
    ///
    /// assert_eq!(Axis::scores([1.15, 1.35]), Axis::Scores { min: 0.0, max: 2.0 });
    /// assert_eq!(Axis::scores([-0.18, 0.02]), Axis::Scores { min: -0.2, max: 0.02 });
    /// assert_eq!(Axis::scores([]), Axis::Scores { min: 0.0, max: 1.0 });
    /// ```
    pub fn scores(scores: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = scores
            .into_iter()
            .filter(|score| score.is_finite())
            .fold((0.0f64, 0.0f64), |(low, high), score| {
                (low.min(score), high.max(score))
            });
        if low == 0.0 && high == 0.0 {
            return Self::Scores { min: 0.0, max: 1.0 };
        }
        Self::Scores {
            min: if low < 0.0 {
                -round_up(-low, OF_SCORES)
            } else {
                0.0
            },
            max: if high > 0.0 {
                round_up(high, OF_SCORES)
            } else {
                0.0
            },
        }
    }

    /// The scale for charts of probabilities that are side by side: 0 to 1, or where all are at most 0.5 the tightest round scale
    /// that holds them and `even`, the place of the dashed line.
    ///
    /// ```
    /// use calibration_explainer::chart::Axis;
    ///
    /// assert_eq!(Axis::probabilities([0.7, 0.3], 0.5), Axis::Probability);
    /// assert_eq!(Axis::probabilities([0.13, 0.02], 0.05), Axis::SmallProbability { max: 0.15 });
    /// ```
    pub fn probabilities(values: impl IntoIterator<Item = f64>, even: f64) -> Self {
        let most = (values.into_iter())
            .filter(|value| value.is_finite())
            .fold(even, f64::max);
        if most > 0.5 || most <= 0.0 {
            Self::Probability
        } else {
            Self::SmallProbability {
                max: round_up(most, OF_PROBABILITIES),
            }
        }
    }

    /// The ends of the scale of *after*: finite, different, and zero in between or at one of them.
    pub(super) fn range(self) -> (f64, f64) {
        match self {
            Self::Probability => (0.0, 1.0),
            Self::SmallProbability { max } if max.is_finite() && max > 0.0 => (0.0, max),
            Self::SmallProbability { .. } => (0.0, 1.0),
            Self::Scores { min, max } => {
                let min = if min.is_finite() { min.min(0.0) } else { 0.0 };
                let max = if max.is_finite() { max.max(0.0) } else { 0.0 };
                // A span that overflows or vanishes cannot be a scale.
                if (max - min).is_finite() && max - min > f64::MIN_POSITIVE {
                    (min, max)
                } else {
                    (0.0, 1.0)
                }
            }
        }
    }
}

/// First digits, in tenths, of the end of a scale of scores.
const OF_SCORES: &[i32] = &[10, 20, 50];
/// First digits, in tenths, of the end of a scale of small probabilities: closer, since no tick between has to be round.
const OF_PROBABILITIES: &[i32] = &[10, 15, 20, 30, 40, 50];

/// The smallest number of `digits` × 10ⁿ that is at least `value` > 0; `value` itself where that would not be finite.
fn round_up(value: f64, digits: &[i32]) -> f64 {
    // Computed from whole numbers, so that 0.2 is exactly the float of the literal 0.2.
    let exponent = value.log10().floor() as i32 - 1;
    let digits = digits.iter().copied();
    // The next power of ten has the first of them again.
    digits
        .clone()
        .map(|digit| (digit, exponent))
        .chain(digits.map(|digit| (digit, exponent + 1)))
        .map(|(digit, exponent)| {
            if exponent < 0 {
                f64::from(digit) / 10_f64.powi(-exponent)
            } else {
                f64::from(digit) * 10_f64.powi(exponent)
            }
        })
        .find(|step| *step >= value && step.is_finite())
        .unwrap_or(value)
}
