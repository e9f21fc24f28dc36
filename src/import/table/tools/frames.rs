//! Data frames as JSON: pandas' orients, and an object of lists.

use serde_json::{Map, Value};

/// Makes a list of items of a frame; any other value is given back as it is.
pub(in super::super) fn items(value: Value) -> Value {
    match value {
        Value::Object(members) => (split(&members)
            .or_else(|| nested(&members))
            .or_else(|| lists(&members)))
        .map_or(Value::Object(members), Value::Array),
        Value::Array(rows) => headed(&rows).map_or(Value::Array(rows), Value::Array),
        other => other,
    }
}

/// `orient="split"`: names of columns, and rows of values.
fn split(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let columns = members.get("columns")?.as_array()?;
    let rows = members.get("data")?.as_array()?;
    Some(rows.iter().map(|row| object(columns, row)).collect())
}

/// Rows of values under a row of names.
fn headed(rows: &[Value]) -> Option<Vec<Value>> {
    let [Value::Array(names), rest @ ..] = rows else {
        return None;
    };
    let words = |name: &Value| {
        name.as_str()
            .is_some_and(|name| name.parse::<f64>().is_err())
    };
    let fits = |row: &Value| row.as_array().is_some_and(|row| row.len() == names.len());
    let is_headed = !rest.is_empty() && names.iter().all(words) && rest.iter().all(fits);
    is_headed.then(|| rest.iter().map(|row| object(names, row)).collect())
}

fn object(names: &[Value], values: &Value) -> Value {
    let values = values.as_array().map_or(&[][..], Vec::as_slice);
    let pairs = names.iter().zip(values).map(|(name, value)| {
        let name = name
            .as_str()
            .map_or_else(|| name.to_string(), str::to_owned);
        (name, value.clone())
    });
    Value::Object(pairs.collect())
}

/// `orient="columns"`, by name and then by row, or `orient="index"`, by row and then by name.
fn nested(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let all: Vec<(&String, &Map<String, Value>)> = (members.iter())
        .map(|(name, value)| Some((name, value.as_object()?)))
        .collect::<Option<_>>()?;
    let (_, first) = all.first()?;
    let count =
        |members: &Map<String, Value>| members.keys().all(|name| name.parse::<u64>().is_ok());
    if count(members) {
        return Some(members.values().cloned().collect());
    }
    if !count(first) {
        return None;
    }
    let row = |row: &String| {
        let cells = all
            .iter()
            .filter_map(|(name, column)| Some(((*name).clone(), column.get(row)?.clone())));
        Value::Object(cells.collect())
    };
    Some(first.keys().map(row).collect())
}

/// `orient="list"`: a list for each column, all of the same length, and more than numbers of one answer in them.
fn lists(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let columns: Vec<(&String, &Vec<Value>)> = (members.iter())
        .map(|(name, value)| Some((name, value.as_array()?)))
        .collect::<Option<_>>()?;
    let (_, first) = columns.first()?;
    let same = columns
        .iter()
        .all(|(_, column)| column.len() == first.len());
    // `{"labels": […], "scores": […]}` is one answer.
    let is_answer = members.contains_key("scores") || members.contains_key("probabilities");
    if !same || first.is_empty() || columns.len() < 2 || is_answer {
        return None;
    }
    let row = |i: usize| {
        let cells = columns
            .iter()
            .filter_map(|(name, column)| Some(((*name).clone(), column.get(i)?.clone())));
        Value::Object(cells.collect())
    };
    Some((0..first.len()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_orient_gives_the_same_items() {
        let expected = json!([{"text": "a", "Yes": 0.8}, {"text": "b", "Yes": 0.3}]);
        for frame in [
            expected.clone(),
            json!({"text": {"0": "a", "1": "b"}, "Yes": {"0": 0.8, "1": 0.3}}),
            json!({"0": {"text": "a", "Yes": 0.8}, "1": {"text": "b", "Yes": 0.3}}),
            json!({"columns": ["text", "Yes"], "index": [0, 1], "data": [["a", 0.8], ["b", 0.3]]}),
            json!({"text": ["a", "b"], "Yes": [0.8, 0.3]}),
            json!([["text", "Yes"], ["a", 0.8], ["b", 0.3]]),
        ] {
            assert_eq!(items(frame.clone()), expected, "{frame}");
        }
        for other in [
            json!([[0.5, 0.5], [0.1, 0.9]]),
            json!({"text": "a", "probabilities": {"Yes": 0.8, "No": 0.2}}),
            json!({"sequence": "a", "labels": ["x", "y"], "scores": [0.8, 0.2]}),
        ] {
            assert_eq!(items(other.clone()), other);
        }
    }
}
