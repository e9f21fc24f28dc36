/// Powers of two by which a running product is kept in range.
const SCALE_BITS: i32 = 512;

/// The two-sided p-value of McNemar's exact test, in (0, 1\]: how likely counts at least as uneven as these are,
/// if each of the inputs that one rule gets right and the other wrong was as likely to be the one as the other.
///
/// min(1, 2 P(X ≤ min(b, c))) with X ~ Bin(b + c, ½), where b = `to_right` and c = `to_wrong`; 1 if
/// both are zero (Q. McNemar 1947, Psychometrika 12:153–157; exact by the binomial distribution instead of his χ²).
/// Inputs that both rules get right, or both wrong, say nothing and do not enter. A value
/// too small for a double becomes the smallest positive one.
///
/// ```
/// use calibration_explainer::check::mcnemar;
/// assert_eq!(mcnemar(0, 0), 1.0);
/// assert_eq!(mcnemar(5, 0), 0.0625); // Even five of five are not "significant".
/// ```
pub fn mcnemar(to_right: usize, to_wrong: usize) -> f64 {
    let fewer = to_right.min(to_wrong);
    let n = to_right + to_wrong;
    if to_right == to_wrong {
        return 1.0;
    }
    let (fewer_f, n_f) = (fewer as f64, n as f64);
    // C(n, m) as a product that grows with every factor. C(200 000, 50 000) has tens of thousands of
    // digits, so powers of two are taken out on the way and kept as `exponent`.
    let scale = 2.0_f64.powi(SCALE_BITS);
    let (mut product, mut exponent) = (1.0, 0_i64);
    for i in 1..=fewer {
        let i = i as f64;
        product *= (n_f - fewer_f + i) / i;
        if product > scale {
            product /= scale;
            exponent += i64::from(SCALE_BITS);
        }
    }
    // P(X ≤ m) relative to its last and largest term.
    let (mut sum, mut term) = (0.0, 1.0);
    let mut x = fewer_f;
    while x >= 0.0 && term > f64::EPSILON * 1e-3 {
        sum += term;
        term *= x / (n_f - x + 1.0);
        x -= 1.0;
    }
    // 2 · 2⁻ⁿ, multiplied in two halves: each of them alone stays in range where the result does.
    let exponent = exponent + 1 - i64::try_from(n).unwrap_or(i64::MAX);
    let half = exponent / 2;
    let p = product * sum * power_of_two(half) * power_of_two(exponent - half);
    p.clamp(f64::MIN_POSITIVE, 1.0)
}

fn power_of_two(exponent: i64) -> f64 {
    2.0_f64.powi(i32::try_from(exponent).unwrap_or(i32::MIN))
}
