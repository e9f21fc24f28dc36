/// Number of bins.
const BINS: usize = 5;

/// Answers of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Number of answers.
    pub counted: usize,
    /// Number of right ones among them.
    pub right: usize,
    /// Mean confidence, the value of the winning label, in \[1/K, 1\]; 0 in an empty bin.
    pub confidence: f64,
}

/// Sorts answers by their confidence into five bins of equal width, from 1/K, an even answer, to 1. Each answer of `rows` is the
/// probability of its winning label, and whether that is the right one.
///
/// Statistical calibration asks that in every bin the share of right answers is the mean confidence (the reliability diagram of
/// Guo et al. 2017, *On Calibration of Modern Neural Networks*, arXiv 1706.04599).
///
/// ```
/// use calibration_explainer::check::reliability;
/// let bins = reliability(2, [(0.55, true), (0.95, true), (1.0, false)]);
/// assert_eq!((bins[0].counted, bins[0].right), (1, 1));
/// assert_eq!((bins[4].counted, bins[4].right, bins[4].confidence), (2, 1, 0.975));
/// ```
pub fn reliability(k: usize, rows: impl IntoIterator<Item = (f64, bool)>) -> [Bin; BINS] {
    let even = 1.0 / k as f64;
    let mut bins = [Bin::default(); BINS];
    for (confidence, right) in rows {
        let place = (confidence - even) / (1.0 - even) * BINS as f64;
        // Exactly certain belongs to the last bin.
        if let Some(bin) = bins.get_mut((place as usize).min(BINS - 1)) {
            bin.counted += 1;
            bin.right += usize::from(right);
            bin.confidence += confidence;
        }
    }
    for bin in &mut bins {
        bin.confidence /= bin.counted.max(1) as f64;
    }
    bins
}
