//! Numbers as text: a short form, and the full value, which the page shows on hover.

/// Writes three significant digits, no trailing zeros, no `-0`, and a power of ten for very large and very
/// small values: `1.11`, `10`, `0.00123`, `1.2e-6`. Never `NaN` or `inf`: a value that is not finite is `–`.
///
/// The decimal text of [`full`] is rounded, as a reader would do: 0.2845, which is a little less in binary, is 0.285.
pub fn short(value: f64) -> String {
    Decimal::of(value).map_or_else(none, |decimal| decimal.rounded(3).text(-4..6))
}

/// Writes the shortest text that reads back as the same number; `–` if it is not finite.
pub fn full(value: f64) -> String {
    Decimal::of(value).map_or_else(none, |decimal| decimal.text(-7..15))
}

/// Writes a number with `places` decimals, for coordinates in pictures. They are never larger than 2⁵³.
pub fn fixed(value: f64, places: u32) -> String {
    let power = 10_u64.pow(places);
    let steps = (value.abs() * power as f64 + 0.5).floor() as u64;
    let sign = if value < 0.0 && steps > 0 { "-" } else { "" };
    let (whole, rest) = (steps / power, steps % power);
    match places {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = places as usize),
    }
}

/// Writes a share of `counted` inputs in percent, without the sign: with one decimal where there are hundreds, since fewer do not
/// say that much.
pub fn percent_of(share: f64, counted: usize) -> String {
    fixed(100.0 * share, u32::from(counted >= 100))
}

/// Reads a number in plain decimal or scientific notation; `None` if it is not a number or not finite.
pub fn parse(text: &str) -> Option<f64> {
    // The standard library also reads `inf` and `nan`.
    let plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    let number: f64 = text.parse().ok()?;
    (text.bytes().all(plain) && number.is_finite()).then_some(number)
}

fn none() -> String {
    "–".to_owned()
}

/// The decimal digits of a number, with the point after the first, and a power of ten. There are no digits for zero.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i32,
}

impl Decimal {
    /// The fewest digits that read back as the same number. `None` where it is not finite.
    fn of(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        // `to_string` never writes scientific notation.
        let text = value.abs().to_string();
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let all = whole.bytes().chain(rest.bytes());
        let zeros = all.clone().take_while(|&digit| digit == b'0').count();
        let mut digits: Vec<u8> = all.skip(zeros).collect();
        trim(&mut digits);
        Some(Self {
            negative: value < 0.0,
            digits,
            exponent: whole.len() as i32 - 1 - zeros as i32,
        })
    }

    /// Rounds to at most `most` digits; a half is rounded up.
    fn rounded(mut self, most: usize) -> Self {
        let up = self.digits.get(most).is_some_and(|&next| next >= b'5');
        self.digits.truncate(most);
        if up {
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                // All digits were nines.
                None => {
                    self.digits.push(b'1');
                    self.exponent += 1;
                }
            }
        }
        trim(&mut self.digits);
        self
    }

    /// Writes plain notation if the power of ten of the first digit is in `plain`, otherwise scientific notation.
    fn text(&self, plain: std::ops::Range<i32>) -> String {
        if self.digits.is_empty() {
            return "0".to_owned();
        }
        let mut text = String::from(if self.negative { "-" } else { "" });
        let is_plain = plain.contains(&self.exponent);
        // Number of digits before the point.
        let before = if is_plain { self.exponent + 1 } else { 1 };
        if before <= 0 {
            text.push_str("0.");
            text.extend((before..0).map(|_| '0'));
        }
        for (i, &digit) in (0..).zip(&self.digits) {
            if i > 0 && i == before {
                text.push('.');
            }
            text.push(char::from(digit));
        }
        text.extend((self.digits.len() as i32..before).map(|_| '0'));
        if !is_plain {
            text.push('e');
            text.push_str(&self.exponent.to_string());
        }
        text
    }
}

/// Removes zeros at the end.
fn trim(digits: &mut Vec<u8>) {
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::state::{fixed, full, parse, short};
    use proptest::prelude::*;

    #[test]
    fn short_forms() {
        for (value, expected) in [
            (10.0 / 9.0, "1.11"),
            (10.0, "10"),
            (0.9, "0.9"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.448_516_4, "0.449"),
            // The binary value is a little less than the decimal one, and a little more.
            (0.2845, "0.285"),
            (1.115, "1.12"),
            (0.125, "0.125"),
            (0.0625, "0.0625"),
            (99.95, "100"),
            (0.9996, "1"),
            (999.6, "1000"),
            (999_500.0, "1e6"),
            (-0.000_099_97, "-0.0001"),
            (f64::MAX, "1.8e308"),
            (5e-324, "5e-324"),
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
        for (value, expected) in [
            (1e-7, "0.0000001"),
            (9.9e-8, "9.9e-8"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e15, "1e15"),
            (-1.5e300, "-1.5e300"),
            (-20.5, "-20.5"),
        ] {
            assert_eq!(full(value), expected);
        }
    }

    #[test]
    fn fixed_forms() {
        for (value, places, expected) in [
            (0.0, 2, "0.00"),
            (-0.001, 2, "0.00"),
            (-12.345, 1, "-12.3"),
            (99.995, 0, "100"),
            (12.25, 1, "12.3"),
            (99.996, 2, "100.00"),
            (3.04, 1, "3.0"),
            (0.006, 2, "0.01"),
        ] {
            assert_eq!(fixed(value, places), expected);
        }
    }

    #[test]
    fn what_is_a_number() {
        for (text, expected) in [
            ("0.9", 0.9),
            (".5", 0.5),
            ("5.", 5.0),
            ("+1e-3", 1e-3),
            ("-2E+2", -200.0),
            ("00.10", 0.1),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in [
            "", ".", "-", "e5", "1e", "1e+", "1e400", "nan", "inf", "Infinity", "0x10", " 1", "1 ",
            "1,5", "1_000", "--1", "1.2.3", "1e5.0", "٣",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn full_forms_are_those_of_the_standard_library(value in any::<f64>()) {
            prop_assert_eq!(parse(&full(value)), value.is_finite().then_some(value));
            if value.is_finite() && value != 0.0 {
                let plain = (1e-7..1e15).contains(&value.abs());
                prop_assert_eq!(full(value), if plain { format!("{value}") } else { format!("{value:e}") });
            }
        }

        #[test]
        fn short_forms_are_near(value in -1e9..1e9_f64) {
            let shown = parse(&short(value)).unwrap_or(f64::NAN);
            let unit = 10_f64.powf(value.abs().log10().floor() - 2.0);
            prop_assert!((shown - value).abs() <= unit * 0.5000001, "{value}: {shown}");
        }

        #[test]
        fn fixed_forms_are_near(value in -1e6..1e6_f64, places in 0..4_u32) {
            let shown = parse(&fixed(value, places)).unwrap_or(f64::NAN);
            prop_assert!((shown - value).abs() <= 0.500_001 / 10_f64.powi(places as i32));
        }
    }
}
