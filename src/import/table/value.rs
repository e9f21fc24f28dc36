//! The numbers in cells, also as tools print them.

use crate::import::table::sheet::says_missing;
use crate::import::typed_row::{self, EntryError};
use serde_json::Value;

/// A number of a cell. It may be minus infinity, the logarithm of zero.
pub(super) fn number(value: &Value) -> Result<Option<f64>, EntryError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => written(text),
        Value::Number(number) => (number.as_f64().filter(|v| v.is_finite()))
            .map(Some)
            .ok_or_else(|| EntryError::NotANumber(typed_row::excerpt(&number.to_string()))),
        other => Err(EntryError::NotANumber(typed_row::excerpt(
            &other.to_string(),
        ))),
    }
}

/// Reads a number as text; `None` if the text says that there is none.
fn written(text: &str) -> Result<Option<f64>, EntryError> {
    let text = text.trim();
    if says_missing(text) {
        return Ok(None);
    }
    // `np.float64(0.8)`, `tensor(0.8)`
    let inner = (text.strip_suffix(')')).and_then(|text| Some(text.split_once('(')?.1));
    let plain = inner.unwrap_or(text);
    let word = plain.trim_start_matches(['-', '−']).trim_start();
    if word.len() < plain.len()
        && ["inf", "infinity", "∞"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
    {
        return Ok(Some(f64::NEG_INFINITY));
    }
    typed_row::number(plain).map(Some)
}

/// A list of numbers, or of names, in a cell: as JSON has it, or written out (`[0.8, 0.2]`, `0.8 0.2`).
pub(super) fn list(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) => Some(items.clone()),
        Value::String(text) => {
            let inside = text
                .trim()
                .strip_prefix(['[', '(', '{'])?
                .strip_suffix([']', ')', '}'])?;
            if let Ok(items) = serde_json::from_str::<Vec<Value>>(text.trim()) {
                return Some(items);
            }
            // NumPy prints without commas.
            let separators: &[char] = if inside.contains([',', ';']) {
                &[',', ';']
            } else {
                &[' ', '\n', '\t']
            };
            let items = inside
                .split(separators)
                .map(|item| item.trim().trim_matches(['"', '\'']));
            Some(
                items
                    .filter(|item| !item.is_empty())
                    .map(|item| item.into())
                    .collect(),
            )
        }
        _ => None,
    }
}

/// Names and numbers of a cell: as JSON has them, or written out (`{"Positive": 0.8}`).
pub(super) fn pairs(value: &Value) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Object(members) => Some(
            members
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        ),
        Value::String(text) if text.trim_start().starts_with('{') => {
            let members = super::json::lenient(text)?;
            pairs(&members).filter(|_| members.is_object())
        }
        _ => None,
    }
}
