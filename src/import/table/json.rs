use super::rows::{
    LABEL_COLUMNS, RawRow, RowError, TEXT_COLUMNS, Table, TableError, is_one_of, right_label,
};
use crate::import::typed_row::{self, EntryError};
use serde_json::{Map, Value};

const PROBABILITIES: &[&str] = &["probabilities", "probs", "logprobs", "p", "概率"];

/// Reads JSON, or JSON lines.
pub(super) fn read(text: &str, labels: &[String]) -> Result<Table, TableError> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => read_items(&items, labels, labels),
        Ok(Value::Object(object)) => read_object(&object, labels),
        Ok(_) => Err(TableError::NoInputs),
        Err(error) => {
            let first = text
                .lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            if serde_json::from_str::<Value>(first).is_ok() {
                read_lines(text, labels)
            } else {
                Err(TableError::Json {
                    line: error.line(),
                    column: error.column(),
                })
            }
        }
    }
}

/// An object with `inputs`, or a single item. Where it names its labels (as the file of a whole
/// state does), rows and right labels are in the order of those names.
fn read_object(object: &Map<String, Value>, labels: &[String]) -> Result<Table, TableError> {
    let Some(inputs) = object.get("inputs") else {
        return match item(&Value::Object(object.clone()), labels, labels) {
            Err(RowError::NoProbabilities) => Err(TableError::NoInputs),
            row => {
                let mut table = Table::default();
                table.add(1, row, labels.len());
                table.finish()
            }
        };
    };
    let Value::Array(items) = inputs else {
        return Err(TableError::NoInputs);
    };
    let Some(Value::Array(names)) = object.get("labels") else {
        return read_items(items, labels, labels);
    };
    let names: Vec<String> = names
        .iter()
        .map(|name| name.as_str().unwrap_or_default().to_owned())
        .collect();
    let missing = labels
        .iter()
        .find(|label| !names.iter().any(|name| typed_row::same(label, name)));
    match missing {
        Some(label) => Err(TableError::NoLabelColumn(label.clone())),
        None => read_items(items, &names, labels),
    }
}

fn read_items(items: &[Value], names: &[String], labels: &[String]) -> Result<Table, TableError> {
    let mut table = Table::default();
    if !items.is_empty()
        && items
            .iter()
            .all(|item| !item.is_array() && !item.is_object())
    {
        // A single row without a second pair of brackets.
        table.add(
            1,
            list(items, names, labels).map(RawRow::from),
            labels.len(),
        );
        return table.finish();
    }
    for (i, value) in items.iter().enumerate() {
        if table.is_full() {
            table.left_out = items.len() - i;
            break;
        }
        table.add(i + 1, item(value, names, labels), labels.len());
    }
    table.finish()
}

fn read_lines(text: &str, labels: &[String]) -> Result<Table, TableError> {
    let mut table = Table::default();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if table.is_full() {
            table.left_out += 1;
            continue;
        }
        let row = serde_json::from_str::<Value>(line)
            .map_err(|error| RowError::Json(error.column()))
            .and_then(|value| item(&value, labels, labels));
        table.add(i + 1, row, labels.len());
    }
    table.finish()
}

impl From<Vec<f64>> for RawRow {
    fn from(values: Vec<f64>) -> Self {
        Self {
            text: String::new(),
            values,
            right: None,
        }
    }
}

/// Reads an item; `names` are the labels in the file's order.
fn item(value: &Value, names: &[String], labels: &[String]) -> Result<RawRow, RowError> {
    match value {
        Value::Array(numbers) => list(numbers, names, labels).map(RawRow::from),
        Value::Object(object) => Ok(RawRow {
            values: probabilities(object, names, labels)?,
            text: text(object, labels)?,
            right: right(object, names, labels)?,
        }),
        _ => Err(RowError::Item),
    }
}

/// The first member that has one of `keys` and is not named like a label.
fn member<'a>(
    object: &'a Map<String, Value>,
    keys: &[&str],
    labels: &[String],
) -> Option<&'a Value> {
    (object.iter())
        .find(|(key, _)| is_one_of(key, keys) && !labels.iter().any(|label| label == *key))
        .map(|(_, value)| value)
}

fn probabilities(
    object: &Map<String, Value>,
    names: &[String],
    labels: &[String],
) -> Result<Vec<f64>, RowError> {
    match member(object, PROBABILITIES, labels) {
        Some(Value::Array(numbers)) => list(numbers, names, labels),
        Some(Value::Object(by_name)) => by_label(by_name.iter(), labels),
        Some(_) => Err(RowError::NoProbabilities),
        // `DataFrame.to_json(orient="records")` writes one member per column.
        None => {
            let is_label = |key: &str| labels.iter().any(|label| typed_row::same(label, key));
            let mut columns = object.iter().filter(|(key, _)| is_label(key)).peekable();
            columns.peek().ok_or(RowError::NoProbabilities)?;
            by_label(columns, labels)
        }
    }
}

fn by_label<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)>,
    labels: &[String],
) -> Result<Vec<f64>, RowError> {
    let pairs = members
        .map(|(name, value)| Ok((name.as_str(), typed_row::json_number(value)?)))
        .collect::<Result<Vec<_>, EntryError>>()?;
    Ok(typed_row::by_label(&pairs, labels)?)
}

fn list(numbers: &[Value], names: &[String], labels: &[String]) -> Result<Vec<f64>, RowError> {
    let (found, expected) = (numbers.len(), names.len());
    // Count first: a hostile list may have millions of values.
    if found != expected {
        return Err(EntryError::Count { found, expected }.into());
    }
    let values = numbers
        .iter()
        .map(typed_row::json_number)
        .collect::<Result<Vec<f64>, EntryError>>()?;
    if names == labels {
        return Ok(values);
    }
    let pairs: Vec<(&str, f64)> = names.iter().map(String::as_str).zip(values).collect();
    Ok(typed_row::by_label(&pairs, labels)?)
}

fn text(object: &Map<String, Value>, labels: &[String]) -> Result<String, RowError> {
    match member(object, TEXT_COLUMNS, labels) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(RowError::TextType),
    }
}

fn right(
    object: &Map<String, Value>,
    names: &[String],
    labels: &[String],
) -> Result<Option<usize>, RowError> {
    let in_file = match member(object, LABEL_COLUMNS, labels) {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => right_label(name, names)?,
        // A file that lists its labels counts them from 0, even where a label is called "4".
        Some(Value::Number(index)) if !std::ptr::eq(names, labels) => {
            let index = (index.as_u64().and_then(|index| usize::try_from(index).ok()))
                .filter(|index| *index < names.len())
                .ok_or_else(|| RowError::RightLabel(index.to_string()))?;
            Some(index)
        }
        Some(other) => right_label(&other.to_string(), names)?,
    };
    let Some(name) = in_file.and_then(|index| names.get(index)) else {
        return Ok(None);
    };
    // Names of labels are unique, so a name takes precedence over an index.
    right_label(name, labels)
}
