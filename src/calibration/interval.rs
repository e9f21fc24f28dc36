/// The 0.975 quantile of the standard normal distribution: 95 % lie within ± z.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % confidence interval of a share that was observed `right` times in `of` trials, lower end
/// first, both in \[0, 1\].
///
/// Wilson's score interval (E. B. Wilson 1927, Journal of the American Statistical Association
/// 22:209–212): the p with |right/of − p| ≤ z √(p (1 − p) / of). With `of` = 0 nothing is known and the
/// interval is (0, 1). A `right` above `of` counts as `of`.
///
/// ```
/// use calibration_explainer::calibration::wilson;
/// let (low, high) = wilson(26, 30);
/// assert!((low - 0.7032).abs() < 5e-5 && (high - 0.9469).abs() < 5e-5);
/// ```
pub fn wilson(right: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let right = right.min(of);
    (lower(right, of), 1.0 - lower(of - right, of))
}

/// The smaller root of (p − r/n)² = z² p (1 − p) / n as the product of the roots over the larger
/// one: unlike the difference in the usual formula this is exactly zero at r = 0.
fn lower(right: usize, of: usize) -> f64 {
    let (r, n) = (right as f64, of as f64);
    let spread = (r * (n - r) / n + Z * Z / 4.0).sqrt();
    r * r / n / (r + Z * Z / 2.0 + Z * spread)
}
