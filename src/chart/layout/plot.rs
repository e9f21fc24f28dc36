//! The plots of a chart: one for both stages, or one each.

use crate::chart::{Axis, BarChart, Density, Stage, text};

/// One scale with its bars.
pub(super) struct Plot {
    /// Ends of the scale.
    pub(super) min: f64,
    pub(super) max: f64,
    /// The bars of each label, in this order.
    pub(super) stages: &'static [Stage],
    /// 1/K, where the scale is one of probabilities.
    pub(super) even: Option<f64>,
    /// Caption of the scale.
    pub(super) caption: Option<String>,
}

impl Plot {
    /// One plot of probabilities, or two where *after* is on a scale of its own.
    pub(super) fn of(chart: &BarChart) -> Vec<Self> {
        let even = Some(1.0 / chart.labels.len().max(1) as f64);
        let probabilities = |stages| Self {
            min: 0.0,
            max: match chart.axis {
                Axis::SmallProbability { .. } => chart.axis.range().1,
                _ => 1.0,
            },
            stages,
            even,
            caption: None,
        };
        match chart.axis {
            Axis::Probability | Axis::SmallProbability { .. } => {
                vec![probabilities(&[Stage::Before, Stage::After])]
            }
            Axis::Scores { .. } => {
                let (min, max) = chart.axis.range();
                let captions = chart
                    .captions
                    .iter()
                    .filter(|_| chart.density == Density::Full);
                let [before, after] = captions
                    .map(|[before, after]| [Some(text::clean(before)), Some(text::clean(after))])
                    .next()
                    .unwrap_or_default();
                vec![
                    Self {
                        caption: before,
                        ..probabilities(&[Stage::Before])
                    },
                    Self {
                        min,
                        max,
                        stages: &[Stage::After],
                        even: None,
                        caption: after,
                    },
                ]
            }
        }
    }

    /// Values to mark on the axis, most important first: if there is no room for all, the last ones are left out.
    pub(super) fn ticks(&self) -> [f64; 3] {
        let Self { min, max, .. } = *self;
        if min < 0.0 && max > 0.0 {
            [0.0, max, min]
        } else {
            // One end is zero.
            [0.0, if min < 0.0 { min } else { max }, (min + max) / 2.0]
        }
    }

    /// Returns whether `tick` is an end of the scale; a small chart is too low to mark others.
    pub(super) fn is_end(&self, tick: f64) -> bool {
        tick == self.min || tick == self.max
    }
}

/// The value of a bar, if there is one to draw.
pub(super) fn value(chart: &BarChart, label: usize, stage: Stage) -> Option<f64> {
    let values = match stage {
        Stage::Before => Some(&chart.before),
        Stage::After => chart.after.as_ref(),
    };
    values
        .and_then(|values| values.get(label))
        .copied()
        .filter(|value| value.is_finite())
}
