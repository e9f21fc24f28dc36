use super::DistributionRef;
use thiserror::Error;

/// Fewest labels a distribution can have.
pub const MIN_LABELS: usize = 2;
/// Most labels a distribution can have.
pub const MAX_LABELS: usize = 20;

/// Tolerance within which a sum counts as one, so that normalising twice changes nothing.
const SUM_TOLERANCE: f64 = 1e-9;

/// The share of a label for which typed numbers leave nothing, so that W stays defined.
const LEAST_SHARE: f64 = 0.001;

/// Smallest probability of which 1/p is taken; anything below counts as zero. The mean of 20
/// reciprocals of 1e-308 would be infinite although each of them is finite.
const SMALLEST_INVERTED: f64 = 1e-300;

/// Probabilities over K labels: finite, none negative, summing to one.
///
/// The invariant excludes NaN, so distributions compare with `==`.
///
/// ```
/// use calibration_explainer::calibration::Distribution;
/// let p = Distribution::normalized(vec![9.0, 1.0])?.distribution;
/// assert_eq!(p.as_slice(), [0.9, 0.1]);
/// assert!(Distribution::normalized(vec![0.0, 0.0]).is_err());
/// # Ok::<(), calibration_explainer::calibration::DistributionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Vec<f64>);

/// A distribution, and the sum that its values had before normalisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Normalized {
    /// The distribution.
    pub distribution: Distribution,
    /// Sum of the given values; one if they were not changed.
    pub sum: f64,
}

impl Normalized {
    /// Returns whether the given values did not sum to one and were divided by their sum.
    pub fn changed(&self) -> bool {
        (self.sum - 1.0).abs() > SUM_TOLERANCE
    }
}

/// The reason why values are not a distribution.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum DistributionError {
    /// Fewer than [`MIN_LABELS`] or more than [`MAX_LABELS`] values.
    #[error("{0} values given; a distribution has 2 to 20")]
    Length(usize),
    /// The value at this index is NaN or infinite.
    #[error("value {} is not a finite number", .0 + 1)]
    NotFinite(usize),
    /// The value at this index is below zero.
    #[error("value {} is negative", .0 + 1)]
    Negative(usize),
    /// All values are zero, or their sum overflows.
    #[error("the values have no usable sum; at least one must be above zero")]
    NoSum,
}

/// The reason why a probability cannot be set.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum PinError {
    /// There is no label with this index.
    #[error("there is no label {0}")]
    NoLabel(usize),
    /// The value is not between 0 and 1.
    #[error("a probability lies between 0 and 1")]
    OutOfRange,
    /// Every other label is locked.
    #[error("every other label is locked, so nothing can share the rest")]
    NothingToShare,
    /// The locked labels leave only this much, less than was asked for.
    #[error("locked labels leave only {0}")]
    LockedRest(f64),
}

impl Distribution {
    /// Divides `values` (length K, linear, any positive sum) by their sum.
    ///
    /// # Errors
    /// See [`DistributionError`].
    pub fn normalized(values: Vec<f64>) -> Result<Normalized, DistributionError> {
        if !(MIN_LABELS..=MAX_LABELS).contains(&values.len()) {
            return Err(DistributionError::Length(values.len()));
        }
        for (i, &value) in values.iter().enumerate() {
            if !value.is_finite() {
                return Err(DistributionError::NotFinite(i));
            }
            if value < 0.0 {
                return Err(DistributionError::Negative(i));
            }
        }
        let sum: f64 = values.iter().sum();
        if !sum.is_finite() || sum < f64::MIN_POSITIVE {
            return Err(DistributionError::NoSum);
        }
        let distribution = if (sum - 1.0).abs() <= SUM_TOLERANCE {
            // `+ 0.0` turns −0 into 0.
            Self(values.into_iter().map(|v| v + 0.0).collect())
        } else {
            Self(values.into_iter().map(|v| v / sum + 0.0).collect())
        };
        Ok(Normalized { distribution, sum })
    }

    /// Reads `values` (length K) as natural logarithms of probabilities, normalised or not.
    ///
    /// # Errors
    /// [`DistributionError::Length`] and [`DistributionError::NotFinite`].
    pub fn from_log_probabilities(values: &[f64]) -> Result<Self, DistributionError> {
        if let Some(i) = values.iter().position(|v| !v.is_finite()) {
            return Err(DistributionError::NotFinite(i));
        }
        // Subtracting the largest keeps exp() in range and cancels in the quotient.
        let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let values = values.iter().map(|v| (v - largest).exp()).collect();
        Self::normalized(values).map(|n| n.distribution)
    }

    /// The uniform distribution over `k` labels (`k` is clamped to 2 to 20).
    pub fn even(k: usize) -> Self {
        let k = k.clamp(MIN_LABELS, MAX_LABELS);
        Self(vec![1.0 / k as f64; k])
    }

    /// A copy of a row, which is a distribution already.
    pub(super) fn of_row(row: DistributionRef<'_>) -> Self {
        Self(row.as_slice().to_vec())
    }

    /// Number of labels K.
    #[allow(clippy::len_without_is_empty)] // A distribution is never empty.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The probabilities, length K.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }

    /// The probability of a label, or `None` where there is no such label.
    pub fn get(&self, label: usize) -> Option<f64> {
        self.0.get(label).copied()
    }

    /// The first label whose probability is zero, or so small that sums of its reciprocal overflow.
    pub fn first_zero(&self) -> Option<usize> {
        self.0.iter().position(|&p| p < SMALLEST_INVERTED)
    }

    /// The largest value that `label` can take: one minus the probabilities of the other labels that are
    /// locked. Labels beyond the end of `locked` count as not locked.
    pub fn available(&self, label: usize, locked: &[bool]) -> f64 {
        let held: f64 = (self.0.iter().enumerate())
            .filter(|&(k, _)| k != label && is_locked(locked, k))
            .map(|(_, p)| p)
            .sum();
        (1.0 - held).max(0.0)
    }

    /// Sets one label to `value` and rescales the others, which keep their ratios
    /// (equal shares where they are all zero). Locked labels keep their values.
    ///
    /// # Errors
    /// See [`PinError`]; the distribution itself is never changed.
    pub fn pin(&self, label: usize, value: f64, locked: &[bool]) -> Result<Self, PinError> {
        if label >= self.len() {
            return Err(PinError::NoLabel(label));
        }
        if !(0.0..=1.0).contains(&value) {
            return Err(PinError::OutOfRange);
        }
        let shares = |k: usize| k != label && !is_locked(locked, k);
        let sharing = (0..self.len()).filter(|&k| shares(k)).count();
        if sharing == 0 {
            return Err(PinError::NothingToShare);
        }
        let available = self.available(label, locked);
        if value > available + SUM_TOLERANCE {
            return Err(PinError::LockedRest(available));
        }
        let rest = (available - value).max(0.0);
        let shared: f64 = (self.0.iter().enumerate())
            .filter(|&(k, _)| shares(k))
            .map(|(_, p)| p)
            .sum();
        let values = (self.0.iter().enumerate()).map(|(k, &p)| match k {
            k if k == label => value,
            k if !shares(k) => p,
            _ if shared > 0.0 => tidy(p / shared * rest),
            _ => tidy(rest / sharing as f64),
        });
        // The sum is one but for rounding, so `normalized` leaves the pinned value as it is.
        Self::normalized(values.collect())
            .map(|n| n.distribution)
            .map_err(|_| PinError::OutOfRange)
    }

    /// Sets the labels that `typed` has a value for (length K, each in \[0, 1\]). The others share the rest in their ratios
    /// (equally where they are all zero); locked ones among them keep their values. If the typed values exceed one, or no label is
    /// left to share the rest, they are divided by their sum; then [`Normalized::changed`] is true. The others keep 0.001 each,
    /// since nobody has said that they are zero.
    ///
    /// # Errors
    /// See [`PinError`]; the distribution itself is never changed.
    pub fn with_typed(
        &self,
        typed: &[Option<f64>],
        locked: &[bool],
    ) -> Result<Normalized, PinError> {
        if typed.len() != self.len() {
            return Err(PinError::NoLabel(typed.len()));
        }
        let values = typed.iter().flatten();
        if values.clone().any(|value| !(0.0..=1.0).contains(value)) {
            return Err(PinError::OutOfRange);
        }
        let rows = || typed.iter().copied().zip(&self.0).enumerate();
        let shares = |k: usize, typed: Option<f64>| typed.is_none() && !is_locked(locked, k);
        let held: f64 = (rows().filter(|&(k, (typed, _))| typed.is_none() && !shares(k, typed)))
            .map(|(_, (_, p))| p)
            .sum();
        let available = (1.0 - held).max(0.0);
        let sum: f64 = values.sum();
        let sharing = rows().filter(|&(k, (typed, _))| shares(k, typed));
        let (count, shared) = sharing.fold((0_usize, 0.0), |(count, sum), (_, (_, p))| {
            (count + 1, sum + p)
        });
        let rest = available - sum;
        let fits = rest.abs() <= SUM_TOLERANCE || (rest > 0.0 && count > 0);
        if !fits && held > 0.0 {
            return Err(match count {
                0 => PinError::NothingToShare,
                _ => PinError::LockedRest(available),
            });
        }
        let (scale, rest) = if fits {
            (1.0, rest.max(0.0))
        } else {
            let rest = LEAST_SHARE * count as f64;
            ((available - rest) / sum, rest)
        };
        let values = rows().map(|(k, (typed, &p))| match typed {
            Some(value) if fits => value,
            Some(value) => tidy(value * scale),
            None if !shares(k, typed) => p,
            None if fits && shared > 0.0 => tidy(p / shared * rest),
            None => tidy(rest / count as f64),
        });
        // The sum is one but for rounding, so `normalized` leaves typed values as they are.
        let row = Self::normalized(values.collect()).map_err(|_| PinError::OutOfRange)?;
        Ok(Normalized {
            distribution: row.distribution,
            sum: if fits { 1.0 } else { sum + held },
        })
    }

    /// Adds a label at the end with an even share, 1/(K+1); the others keep their ratios. (Zero would
    /// make W undefined at once.) Returns `None` at [`MAX_LABELS`].
    pub fn with_label(&self) -> Option<Self> {
        (self.len() < MAX_LABELS).then(|| {
            let k = self.len() as f64;
            let others = self.0.iter().map(|p| p * k / (k + 1.0));
            Self(others.chain([1.0 / (k + 1.0)]).collect())
        })
    }

    /// Raises every zero to `least` and rescales the other probabilities to make room.
    pub fn without_zeros(&self, least: f64) -> Self {
        let raised = self
            .0
            .iter()
            .map(|&p| if p < SMALLEST_INVERTED { least } else { p });
        Self::normalized(raised.collect()).map_or_else(|_| self.clone(), |n| n.distribution)
    }

    /// Removes `label` and rescales the others (evenly where they were all zero).
    /// Returns `None` at [`MIN_LABELS`] or if there is no such label.
    pub fn without_label(&self, label: usize) -> Option<Self> {
        if label >= self.len() || self.len() <= MIN_LABELS {
            return None;
        }
        let mut values = self.0.clone();
        values.remove(label);
        let k = values.len();
        Some(Self::normalized(values).map_or_else(|_| Self::even(k), |n| n.distribution))
    }

    /// Moves the label at `from` to `to`; the others keep their order.
    pub fn moved(&self, from: usize, to: usize) -> Self {
        let mut values = self.0.clone();
        if from < values.len() && to < values.len() {
            let value = values.remove(from);
            values.insert(to, value);
        }
        Self(values)
    }

    /// Total variation distance from the even distribution, ½ Σ |p − 1/K|, in \[0, 1 − 1/K\].
    pub fn distance_from_even(&self) -> f64 {
        let even = 1.0 / self.len() as f64;
        self.0.iter().map(|p| (p - even).abs()).sum::<f64>() / 2.0
    }

    /// The mean of distributions of the same length. `None` if there are none or lengths differ.
    pub fn mean(distributions: &[Self]) -> Option<Self> {
        let k = distributions.first()?.len();
        if distributions.iter().any(|d| d.len() != k) {
            return None;
        }
        Self::mean_of_rows(k, distributions.iter().map(Self::as_slice))
    }

    /// The mean of rows of K probabilities. `None` if there are none, or they are no distributions.
    pub fn mean_of_rows<'a>(k: usize, rows: impl Iterator<Item = &'a [f64]>) -> Option<Self> {
        let (mut mean, mut n) = (vec![0.0; k], 0_usize);
        for row in rows {
            n += 1;
            for (sum, p) in mean.iter_mut().zip(row) {
                *sum += p;
            }
        }
        for sum in &mut mean {
            *sum /= n as f64;
        }
        Self::normalized(mean).ok().map(|n| n.distribution)
    }
}

/// Rounds a share to 15 decimal places: 1 − 0.297 gives 0.7030000000000001, and every link would show that last digit.
/// Small shares keep all their digits, since W holds their reciprocals.
fn tidy(share: f64) -> f64 {
    const LAST: f64 = 1e15;
    if share < 1e-3 {
        share
    } else {
        (share * LAST).round() / LAST
    }
}

fn is_locked(locked: &[bool], label: usize) -> bool {
    locked.get(label).copied().unwrap_or(false)
}
