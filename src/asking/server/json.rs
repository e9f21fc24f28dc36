//! Reading JSON of unknown origin: what is not as expected is not there.

use super::failure;
use crate::asking::Failure;
use serde_json::Value;

/// Greatest logarithm that still counts as that of a probability: rounding may exceed 0.
const MOST: f64 = 1e-3;

/// The elements of a member; empty if it is no array.
pub(super) fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// Reads the logarithm of a probability.
///
/// # Errors
/// `server_shape` if it is none: no number, not finite, or greater than 0.
pub(super) fn logarithm(value: Option<&Value>) -> Result<f64, Failure> {
    let number = value.and_then(Value::as_f64);
    number
        .filter(|number| number.is_finite() && *number <= MOST)
        .map(|number| number.min(0.0))
        .ok_or_else(|| failure("server_shape"))
}

/// Reads token ids.
pub(super) fn tokens(answer: &Value) -> Result<Vec<u32>, Failure> {
    let ids = answer.get("tokens").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| failure("server_shape"))?;
    let id = |id: &Value| u32::try_from(id.as_u64()?).ok();
    (ids.iter().map(id).collect::<Option<_>>()).ok_or_else(|| failure("server_shape"))
}

/// The bytes of a token: a token may be part of a letter, for which its text has a sign of replacement.
pub(super) fn token_bytes(entry: &Value) -> Option<Vec<u8>> {
    let bytes = array(entry, "bytes");
    let read = |byte: &Value| u8::try_from(byte.as_u64()?).ok();
    let bytes: Option<Vec<u8>> = bytes.iter().map(read).collect();
    match bytes.filter(|bytes| !bytes.is_empty()) {
        Some(bytes) => Some(bytes),
        None => Some(text(entry, "token")?.as_bytes().to_vec()),
    }
}
