//! A state in the address of an embedded page: `config=` with the JSON file of a state, as base64url or as it is.
//!
//! This is for documentation tools that generate the value; by hand, the keys of [`crate::link`] are easier.

use crate::import::state_json::{self, Changed, JsonError};
use crate::state::State;
use thiserror::Error;

/// The reason why the value of `config` is not a state.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ConfigError {
    /// Not base64url, or not base64url of text.
    #[error("this is not base64url of UTF-8 text")]
    NotBase64,
    /// Text, but not a state.
    #[error(transparent)]
    Json(#[from] JsonError),
}

/// Reads the value of `config`, and counts the rows that were changed.
///
/// # Errors
/// See [`ConfigError`].
pub fn read(text: &str) -> Result<(State, Changed), ConfigError> {
    // Base64url never begins like that: the value is the JSON itself, which an attribute can hold.
    if text.trim_start().starts_with(['{', '[', '"']) {
        return Ok(state_json::read(text)?);
    }
    let bytes = decode(text).ok_or(ConfigError::NotBase64)?;
    let text = String::from_utf8(bytes).map_err(|_| ConfigError::NotBase64)?;
    Ok(state_json::read(&text)?)
}

/// Removes the spaces and line breaks between the values of a JSON text.
pub fn compact(json: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
    value.map_or_else(|| json.to_owned(), |value| value.to_string())
}

/// Writes a value of `config`: base64url without padding.
pub fn encode(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(text.len().div_ceil(3) * 4);
    for bytes in text.as_bytes().chunks(3) {
        let held = (0..3).fold(0, |held, i| {
            held << 8 | u32::from(bytes.get(i).copied().unwrap_or(0))
        });
        for place in 0..=bytes.len() as u32 {
            let digit = (held >> (18 - 6 * place)) & 63;
            out.extend(DIGITS.get(digit as usize).map(|digit| char::from(*digit)));
        }
    }
    out
}

/// Decodes base64url. The older base64 alphabet is accepted too, since many programs write it (its `+` arrives here as a
/// space), and padding is optional.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' | b'+' | b' ' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    // Six bits left over are no byte: a digit is missing. Fewer bits are padding and must be zero.
    (held < 6 && bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("Zg", b"f"),
            ("Zg==", b"f"),
            ("Zm8", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9vYmFy", b"foobar"),
            ("-_-_", &[0xfb, 0xff, 0xbf]),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
            (" / /", &[0xfb, 0xff, 0xbf]),
        ] {
            assert_eq!(decode(text).as_deref(), Some(bytes), "{text}");
        }
        // A missing digit, padding bits that are not zero, characters of other alphabets, padding inside.
        for text in ["Z", "Zm9vY", "Zh", "Zm9", "Zm 9v!", "Zg==Zg==", "Zé"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn every_byte_comes_back() {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for length in 0..9_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(73) ^ 0xa5).collect();
            let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
            let digits = bits.as_bytes().chunks(6).map(|six| {
                let six = format!("{:0<6}", std::str::from_utf8(six).unwrap());
                char::from(DIGITS[usize::from_str_radix(&six, 2).unwrap()])
            });
            assert_eq!(decode(&digits.collect::<String>()), Some(bytes));
        }
    }

    #[test]
    fn a_state_or_a_reason() {
        // {"labels":["好","坏"],"contextFree":[{"probabilities":[0.7,0.3]}]}
        let good = "eyJsYWJlbHMiOlsi5aW9Iiwi5Z2PIl0sImNvbnRleHRGcmVlIjpbeyJwcm9iYWJpbGl0aWVzIjpbMC43LDAuM119XX0";
        let (state, _) = read(good).unwrap();
        assert_eq!(*state.labels, ["好", "坏"]);
        assert_eq!(state.prompts[0].p.as_slice(), [0.7, 0.3]);

        let json =
            "\n{\"labels\": [\"A\", \"B\"], \"contextFree\": [{\"probabilities\": [0.7, 0.3]}]}";
        assert_eq!(read(json).unwrap().0.prompts[0].p.as_slice(), [0.7, 0.3]);

        assert_eq!(read("%"), Err(ConfigError::NotBase64));
        assert_eq!(read("_w"), Err(ConfigError::NotBase64), "no UTF-8");
        // {"labels":["A","B"]}
        let error = read("eyJsYWJlbHMiOlsiQSIsIkIiXX0").unwrap_err();
        assert_eq!(error.to_string(), "contextFree: this key is missing");
        assert!(matches!(
            read("e30x"),
            Err(ConfigError::Json(JsonError::Syntax { .. }))
        ));
        // JSON that is not a state is an error of its own.
        assert!(matches!(read("[]"), Err(ConfigError::Json(_))));
    }
}
