//! Numbers as they are shown: a short form, and the full value one hover away.

/// Three significant digits, no trailing zeros, no `-0`, and a power of ten for very large and very
/// small values: `1.11`, `10`, `0.00123`, `1.2e-6`. Never `NaN` or `inf`: what is not finite is `–`.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // Rounding first, since 999.6 has four digits before the point once rounded.
    let scientific = format!("{value:.2e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        return format!("{}e{exponent}", trim(mantissa));
    }
    let rounded: f64 = scientific.parse().unwrap_or(value);
    let decimals = usize::try_from(2 - exponent).unwrap_or(0);
    trim(&format!("{rounded:.decimals$}")).to_owned()
}

/// The shortest text that reads back as the same number; `–` where it is not finite.
pub fn full(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let magnitude = value.abs();
    if value != 0.0 && !(1e-7..1e15).contains(&magnitude) {
        format!("{value:e}")
    } else {
        format!("{}", value + 0.0)
    }
}

fn trim(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::{full, short};

    #[test]
    fn short_forms() {
        for (value, expected) in [
            (10.0 / 9.0, "1.11"),
            (10.0, "10"),
            (0.9, "0.9"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.448_516_4, "0.449"),
            (999.6, "1000"),
            (5992.54, "5990"),
            (0.001, "0.001"),
            (0.000_123_45, "0.000123"),
            (1.234e-6, "1.23e-6"),
            (1e-6, "1e-6"),
            (1_234_567.0, "1.23e6"),
            (-0.58, "-0.58"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ] {
            assert_eq!(short(value), expected, "{value}");
        }
    }

    #[test]
    fn full_forms_read_back() {
        for value in [10.0 / 9.0, 0.1, 1e-9, 1e20, -3.25, 0.0] {
            assert_eq!(full(value).parse::<f64>(), Ok(value));
        }
        assert_eq!(full(-0.0), "0");
        assert_eq!(full(f64::NAN), "–");
    }
}
