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
    // The point moves to its place in the digits that are already rounded.
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let mut placed = String::from(sign);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    if exponent < 0 {
        placed.push_str("0.");
        placed.extend((1..-exponent).map(|_| '0'));
        placed.extend(digits.map(char::from));
    } else {
        for (i, digit) in (0..).zip(digits.chain(std::iter::repeat(b'0')).take(7)) {
            if i == exponent + 1 {
                placed.push('.');
            }
            placed.push(char::from(digit));
        }
    }
    trim(&placed).to_owned()
}

/// A number in plain decimal or scientific notation, correctly rounded; `None` where it is none or not finite.
///
/// By lexical's compact algorithm: the tables of the standard library's parser weigh ten kilobytes in every download.
pub fn parse(text: &str) -> Option<f64> {
    let number = lexical_parse_float::FromLexical::from_lexical(text.as_bytes()).ok();
    number.filter(|value: &f64| value.is_finite())
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
