//! Sorting of a few. The standard library's sort, fitted anew to each type, weighs four kilobytes of WebAssembly a time.

/// The indices of `keys` in ascending order of their keys, equal ones as they stand; by insertion.
///
/// ```
/// use calibration_explainer::lesson::order::ascending;
/// assert_eq!(ascending(&[0.3, 0.1, 0.3, -1.0]), [3, 1, 0, 2]);
/// ```
pub fn ascending(keys: &[f64]) -> Vec<usize> {
    let key = |i: &usize| keys.get(*i).copied().unwrap_or(f64::NAN);
    let mut order: Vec<usize> = Vec::with_capacity(keys.len());
    for i in 0..keys.len() {
        let later = order
            .iter()
            .position(|j| key(&i).total_cmp(&key(j)).is_lt());
        order.insert(later.unwrap_or(order.len()), i);
    }
    order
}
