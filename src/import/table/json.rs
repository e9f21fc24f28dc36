//! JSON, lines of JSON, and Python's way of printing the same.

use super::pace::{CELLS, ROWS};
use super::sheet::Sheet;
use super::{Pace, RowError, TableError, tools};
use serde_json::{Map, Value};

/// Reads JSON, or one item per line.
pub(super) async fn read(text: &str, pace: Pace<'_>) -> Result<Sheet, TableError> {
    let error = match serde_json::from_str::<Value>(text) {
        Ok(value) => return sheet(value),
        Err(error) => error,
    };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_item = |line: &str| line.trim_start().starts_with(['{', '[']) && lenient(line).is_some();
    if lines.clone().nth(1).is_some() && lines.any(is_item) {
        return Ok(read_lines(text, pace).await);
    }
    match lenient(text) {
        Some(value) => sheet(value),
        None => Err(TableError::Json {
            line: error.line(),
            column: error.column(),
        }),
    }
}

async fn read_lines(text: &str, pace: Pace<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    let mut done = 0;
    for (i, line) in text.lines().enumerate() {
        done += line.len() + 1;
        if i.is_multiple_of(ROWS) {
            pace.at(done, text.len(), [0.0, CELLS]).await;
        }
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(value) => add(&mut sheet, i + 1, value),
            Err(error) => match lenient(line) {
                Some(value) => add(&mut sheet, i + 1, value),
                None => sheet.add(i + 1, Err(RowError::Json(error.column()))),
            },
        }
    }
    sheet
}

/// A value of a whole file: a list of items, one of the containers that tools write, or a single item.
fn sheet(value: Value) -> Result<Sheet, TableError> {
    let mut sheet = Sheet::default();
    match tools::frames::items(value) {
        Value::Array(items) => {
            let single = !items.is_empty()
                && items
                    .iter()
                    .all(|item| !item.is_array() && !item.is_object());
            if single || tools::pipelines::is_one_answer(&items) {
                // A single row without a second pair of brackets.
                add(&mut sheet, 1, Value::Array(items));
            } else {
                for (i, item) in items.into_iter().enumerate() {
                    add(&mut sheet, i + 1, item);
                }
            }
        }
        Value::Object(members) => {
            let (items, labels) = tools::containers::items(members);
            sheet.labels = labels;
            for (i, item) in items.into_iter().enumerate() {
                add(&mut sheet, i + 1, item);
            }
        }
        _ => return Err(TableError::NoInputs),
    }
    Ok(sheet)
}

/// Adds an item in the common form, whichever tool wrote it.
fn add(sheet: &mut Sheet, line: usize, value: Value) {
    let item = match value {
        Value::Array(numbers) => {
            let mut members = Map::new();
            let answer = tools::pipelines::answer(&numbers).unwrap_or(Value::Array(numbers));
            members.insert("probabilities".to_owned(), answer);
            Some(members)
        }
        Value::Object(members) => {
            let (members, logarithms) = tools::item(members);
            sheet.logarithms |= logarithms;
            Some(members)
        }
        _ => None,
    };
    match item {
        Some(members) => sheet.add_item(line, members),
        None => sheet.add(line, Err(RowError::Item)),
    }
}

/// Reads JSON with what Python and people write besides: single quotes, `None`, `nan`, tuples, `np.float64(0.8)`,
/// `array([…], dtype=float32)`, a comma at the end.
pub(super) fn lenient(text: &str) -> Option<Value> {
    serde_json::from_str(text)
        .ok()
        .or_else(|| json5::from_str(&without_python(text)?).ok())
}

/// Rewrites what is Python and not JSON5. `None` if brackets do not match.
fn without_python(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    // What closes each open bracket: itself, another one (a tuple is a list), or nothing (a call's brackets).
    let mut open: Vec<Option<char>> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        match c {
            '"' | '\'' => {
                out.push(c);
                while let Some((_, inner)) = characters.next() {
                    out.push(inner);
                    if inner == '\\' {
                        out.push(characters.next()?.1);
                    } else if inner == c {
                        break;
                    }
                }
            }
            '(' => {
                out.push('[');
                open.push(Some(']'));
            }
            '[' | '{' => {
                out.push(c);
                open.push(Some(if c == '[' { ']' } else { '}' }));
            }
            ')' | ']' | '}' => {
                if let Some(close) = open.pop()? {
                    out.push(close);
                }
            }
            c if c.is_alphabetic() || c == '_' => {
                let mut end = start + c.len_utf8();
                while let Some(&(at, next)) = characters.peek() {
                    if !(next.is_alphanumeric() || next == '_' || next == '.') {
                        break;
                    }
                    end = at + next.len_utf8();
                    characters.next();
                }
                let word = text.get(start..end)?;
                match characters.peek().map(|(_, next)| *next) {
                    // The name of a call: only what is inside counts.
                    Some('(') => {
                        characters.next();
                        open.push(None);
                    }
                    // A named argument of a call, such as `dtype=float32`: it and its comma go.
                    Some('=') => {
                        while let Some(&(_, next)) = characters.peek() {
                            if next == ',' || next == ')' {
                                break;
                            }
                            characters.next();
                        }
                        out.truncate(out.trim_end_matches([' ', ',', '\n']).len());
                    }
                    _ => {
                        let negative = out.ends_with('-');
                        let plain = match word.to_ascii_lowercase().as_str() {
                            "none" | "null" => "null",
                            "true" => "true",
                            "false" => "false",
                            "nan" => "\"nan\"",
                            "inf" | "infinity" if negative => "\"-inf\"",
                            "inf" | "infinity" => "\"inf\"",
                            _ => word,
                        };
                        if negative && plain.starts_with('"') {
                            out.pop();
                        }
                        out.push_str(plain);
                    }
                }
            }
            // The exponent of a number must not be taken for a word.
            c if c.is_ascii_digit() => {
                out.push(c);
                while let Some(&(_, next)) = characters.peek() {
                    if !(next.is_ascii_alphanumeric() || next == '.') {
                        break;
                    }
                    out.push(next);
                    characters.next();
                }
            }
            other => out.push(other),
        }
    }
    open.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_python_prints() {
        for (text, expected) in [
            (
                "{'a': np.float64(0.8), 'b': None}",
                json!({"a": 0.8, "b": null}),
            ),
            ("[array([0.5, 0.5], dtype=float32)]", json!([[0.5, 0.5]])),
            ("(1, 2.5e-3,)", json!([1, 0.0025])),
            (r#"{"p": [-Infinity, NaN]}"#, json!({"p": ["-inf", "nan"]})),
            ("{'it\\'s': True}", json!({"it's": true})),
            ("tensor([-0.1, -inf])", json!([-0.1, "-inf"])),
        ] {
            let read = lenient(text).map(|value| value.to_string());
            assert_eq!(read, Some(expected.to_string()), "{text}");
        }
        for text in ["{'a': ", "[1)}", "a b c", "(", "'"] {
            assert_eq!(lenient(text), None, "{text}");
        }
    }
}
