//! What is in a column.

use crate::calibration::{MAX_LABELS, MIN_LABELS};
use crate::import::name_key::name_key;
use crate::import::table::sheet::{Sheet, cell};
use crate::import::table::value;
use serde_json::Value;
use std::collections::HashSet;

/// What is in a column.
#[derive(Default)]
pub(super) struct Profile {
    /// Cells with anything in them.
    pub(super) filled: usize,
    /// Those that do not say that a value is missing.
    pub(super) present: usize,
    /// Those with one number.
    pub(super) numbers: usize,
    /// Those with the numbers of several labels: a list, or names with numbers.
    pub(super) answers: usize,
    /// Those with a list of names.
    pub(super) names: usize,
    /// All others.
    pub(super) words: usize,
    /// Distinct words, up to a few.
    pub(super) distinct: HashSet<String>,
    /// True if it counts the rows.
    pub(super) running: bool,
}

/// Number of rows by which a column is judged.
pub(super) const JUDGED: usize = 500;

pub(super) fn profile(sheet: &Sheet, column: usize) -> Profile {
    let mut found = Profile {
        running: true,
        ..Profile::default()
    };
    let mut last: Option<f64> = None;
    let mut decimals = false;
    for cells in sheet.cells().take(JUDGED) {
        let Some(value) = cell(cells, column) else {
            continue;
        };
        found.filled += 1;
        found.present += 1;
        if is_answer(value) {
            found.answers += 1;
        } else if let Some(list) =
            value::list(value).filter(|list| list.iter().all(Value::is_string))
        {
            found.names += usize::from(!list.is_empty());
        } else {
            match value::number(value) {
                Ok(Some(number)) => {
                    found.numbers += 1;
                    decimals |= number.fract() != 0.0;
                    found.running &= last.is_none_or(|last| number == last + 1.0);
                    last = Some(number);
                }
                Ok(None) => found.present -= 1,
                Err(_) => {
                    found.words += 1;
                    if let Some(text) = value.as_str()
                        && found.distinct.len() <= 2 * MAX_LABELS
                    {
                        found.distinct.insert(name_key(text));
                    }
                }
            }
        }
    }
    found.running &= found.numbers >= 2 && found.numbers == found.present && !decimals;
    found
}

/// Returns whether a cell has the numbers of several labels.
fn is_answer(value: &Value) -> bool {
    let is_number = |value: &Value| matches!(value::number(value), Ok(Some(_)));
    if let Some(pairs) = value::pairs(value) {
        return pairs.iter().any(|(_, value)| is_number(value));
    }
    value::list(value).is_some_and(|list| {
        list.len() >= MIN_LABELS && list.iter().any(is_number) && !list.iter().any(Value::is_array)
    })
}
