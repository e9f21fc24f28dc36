//! The order of a few values.

/// The indices of `keys` in ascending order of their keys; equal keys keep their order.
///
/// ```
/// use calibration_explainer::lesson::order::ascending;
/// assert_eq!(ascending(&[0.3, 0.1, 0.3, -1.0]), [3, 1, 0, 2]);
/// ```
pub fn ascending(keys: &[f64]) -> Vec<usize> {
    let key = |i: &usize| keys.get(*i).copied().unwrap_or(f64::NAN);
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| key(a).total_cmp(&key(b)));
    order
}
