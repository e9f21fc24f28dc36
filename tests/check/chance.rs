//! The test against chance and the interval.

use calibration_explainer::calibration::wilson;
use calibration_explainer::check::mcnemar;

#[test]
fn mcnemar_is_the_sum_of_binomial_terms() {
    for n in 0..=60_usize {
        let mut row = vec![1_u128];
        for i in 0..n {
            row.push(row[i] * (n - i) as u128 / (i as u128 + 1));
        }
        for b in 0..=n {
            let tail: u128 = row[..=b.min(n - b)].iter().sum();
            let expected = (2.0 * tail as f64 / 2.0_f64.powi(i32::try_from(n).unwrap())).min(1.0);
            let found = mcnemar(b, n - b);
            assert!(
                (found / expected - 1.0).abs() < 1e-12,
                "{b} of {n}: {found}, not {expected}"
            );
        }
    }
}

/// Sums from the smallest term on, with logarithms of factorials.
#[test]
fn mcnemar_of_many_inputs() {
    const MOST: usize = 200_000;
    let mut factorial = vec![0.0_f64; MOST + 1];
    for i in 1..=MOST {
        factorial[i] = factorial[i - 1] + (i as f64).ln();
    }
    for (b, c) in [
        (40_000, 39_000),
        (100_000, 100_000),
        (100_000, 98_000),
        (700, 500),
        (99_000, 100_000),
        (50, 1_000),
        (1, 1_000),
    ] {
        let n = b + c;
        let log = |i: usize| {
            factorial[n] - factorial[i] - factorial[n - i] - n as f64 * std::f64::consts::LN_2
        };
        let tail: f64 = (0..=b.min(c)).map(|i| log(i).exp()).sum();
        let (expected, found) = ((2.0 * tail).min(1.0), mcnemar(b, c));
        assert!(
            (found / expected - 1.0).abs() < 1e-6,
            "{b}, {c}: {found}, not {expected}"
        );
        assert_eq!(found, mcnemar(c, b));
    }
    assert_eq!(mcnemar(0, 100_000), f64::MIN_POSITIVE);
    assert_eq!(mcnemar(1_000, 100_000), f64::MIN_POSITIVE);
    assert_eq!(mcnemar(0, 0), 1.0);
}

/// Finds the ends of the interval by bisection of the condition that defines it.
#[test]
fn wilson_is_where_the_condition_ends() {
    const Z: f64 = 1.959_963_984_540_054;
    for n in [1, 2, 7, 30, 1_000, 100_000_usize] {
        for right in (0..=n).step_by(n.div_ceil(13)) {
            let share = right as f64 / n as f64;
            let inside = |p: f64| (share - p).abs() <= Z * (p * (1.0 - p) / n as f64).sqrt();
            let end = |mut outside: f64| {
                let mut within = share;
                for _ in 0..200 {
                    let middle = f64::midpoint(outside, within);
                    if inside(middle) {
                        within = middle;
                    } else {
                        outside = middle;
                    }
                }
                within
            };
            let (low, high) = wilson(right, n);
            let close = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
            assert!(
                right == 0 && low == 0.0 || close(low, end(0.0)),
                "{right} of {n}"
            );
            assert!(
                right == n && high == 1.0 || close(high, end(1.0)),
                "{right} of {n}"
            );
        }
    }
}
