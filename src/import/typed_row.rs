//! Rows of probabilities that a reader types or pastes.

use crate::calibration::{Distribution, DistributionError};
use thiserror::Error;

/// A row that was read, with a note on how it was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The row, length K.
    pub p: Distribution,
    /// Note for the reader, if the values were changed.
    pub note: Option<Note>,
}

/// A change that made the values a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The values were divided by their sum.
    Normalized {
        /// The sum of the given values.
        sum: f64,
    },
    /// A value was negative, so they were read as natural logarithms.
    LogProbabilities,
}

/// The reason why a row cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum EntryError {
    /// The text is empty.
    #[error("there is nothing to read")]
    Empty,
    /// A word where a number was expected.
    #[error("{0:?} is not a number")]
    NotANumber(String),
    /// The number of values is not the number of labels.
    #[error("{found} values for {expected} labels")]
    Count {
        /// Number of values.
        found: usize,
        /// Number of labels.
        expected: usize,
    },
    /// A name that is not among the labels.
    #[error("there is no label {0:?}")]
    UnknownLabel(String),
    /// A label without a value.
    #[error("there is no value for label {0:?}")]
    MissingLabel(String),
    /// A label with two values.
    #[error("there are two values for label {0:?}")]
    RepeatedLabel(String),
    /// The values are not a distribution.
    #[error(transparent)]
    Values(#[from] DistributionError),
}

/// Reads one number as a person writes it: `0.9`, `.9`, `0,9`, `90 %`, `1e-3`, `9/10`.
///
/// # Errors
/// [`EntryError::Empty`] and [`EntryError::NotANumber`] (NaN and infinity are not numbers here).
pub fn number(text: &str) -> Result<f64, EntryError> {
    let text = text.trim();
    let error = || EntryError::NotANumber(excerpt(text));
    if text.is_empty() {
        return Err(EntryError::Empty);
    }
    let plain = plain_signs(text);
    let value = if let Some(percent) = plain.strip_suffix('%') {
        decimal(percent).map(|v| v / 100.0)
    } else if let Some((a, b)) = plain.split_once('/') {
        match (decimal(a), decimal(b)) {
            (Some(a), Some(b)) if b != 0.0 => Some(a / b),
            _ => None,
        }
    } else {
        decimal(&plain)
    };
    value.filter(|v| v.is_finite()).ok_or_else(error)
}

/// Writes signs of Chinese keyboards and of word processors as a program would: full-width digits and punctuation, `。` for a point,
/// dashes for a minus. Blanks of every kind become plain ones; between a number and its percent sign there is none.
fn plain_signs(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '−' | '－' | '–' | '﹣' | '‒' => '-',
            '＋' => '+',
            '％' | '﹪' => '%',
            '．' | '。' | '｡' => '.',
            '／' => '/',
            '，' => ',',
            '；' => ';',
            '：' => ':',
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            c if c.is_whitespace() && c != '\n' && c != '\r' && c != '\t' => ' ',
            c => c,
        };
        if c == '%' {
            plain.truncate(plain.trim_end_matches(' ').len());
        }
        plain.push(c);
    }
    plain
}

/// A number whose decimal sign may be a comma.
fn decimal(text: &str) -> Option<f64> {
    if text.matches(',').count() == 1 && !text.contains('.') {
        finite(&text.replace(',', "."))
    } else {
        finite(text)
    }
}

fn finite(text: &str) -> Option<f64> {
    crate::state::parse(text.trim())
}

/// Reads a whole row: a list of numbers, a JSON array or object, or `Positive: 0.9, Negative: 0.1`.
///
/// Values that do not sum to one are normalised; a negative value makes them log-probabilities.
///
/// ```
/// use calibration_explainer::import::typed_row::{Note, row};
/// let labels = ["Positive".to_owned(), "Negative".to_owned()];
/// let entry = row("Negative: 1, Positive: 3", &labels)?;
/// assert_eq!(entry.p.as_slice(), [0.75, 0.25]);
/// assert_eq!(entry.note, Some(Note::Normalized { sum: 4.0 }));
/// # Ok::<(), calibration_explainer::import::typed_row::EntryError>(())
/// ```
///
/// # Errors
/// See [`EntryError`].
pub fn row(text: &str, labels: &[String]) -> Result<Entry, EntryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EntryError::Empty);
    }
    let values = if let Some(pairs) = json_object(text) {
        let pairs = (pairs.iter())
            .map(|(name, value)| Ok((name.as_str(), number(value)?)))
            .collect::<Result<Vec<_>, EntryError>>()?;
        by_label(&pairs, labels)?
    } else if text.contains([':', '：', '=']) {
        by_label(&named(text, labels)?, labels)?
    } else {
        list(text)?
    };
    from_values(values, labels.len())
}

/// Makes a row of values in label order, which are normalised as in [`row`].
///
/// # Errors
/// See [`EntryError`].
pub fn from_values(values: Vec<f64>, k: usize) -> Result<Entry, EntryError> {
    if values.len() != k {
        return Err(EntryError::Count {
            found: values.len(),
            expected: k,
        });
    }
    if values.iter().any(|&v| v < 0.0) {
        let p = Distribution::from_log_probabilities(&values)?;
        return Ok(Entry {
            p,
            note: Some(Note::LogProbabilities),
        });
    }
    let normalized = Distribution::normalized(values)?;
    let note = normalized.changed().then_some(Note::Normalized {
        sum: normalized.sum,
    });
    Ok(Entry {
        p: normalized.distribution,
        note,
    })
}

/// Returns whether a text holds more than one number and so fills the whole row when pasted.
pub fn is_list(text: &str) -> bool {
    number(text).is_err()
        && text
            .trim()
            .contains([',', ';', ':', '：', '，', '\t', '\n', ' ', '='])
}

fn list(text: &str) -> Result<Vec<f64>, EntryError> {
    let plain = plain_signs(text).replace('、', ",");
    let inner = plain.trim_matches(|c: char| "[](){}".contains(c) || c.is_whitespace());
    (inner.split(separators(inner)))
        .map(|token| token.trim().trim_matches(['"', ',']).trim())
        .filter(|token| !token.is_empty())
        .map(number)
        .collect()
}

/// What separates the values of a row. A comma is a decimal comma where there is another separator, and separates otherwise.
fn separators(row: &str) -> &'static [char] {
    if row.contains([';', '\t', '\n', '\r']) {
        return &[';', '\t', '\n', '\r'];
    }
    let has_blank_after = |comma: usize| {
        row.get(comma + 1..)
            .is_none_or(|rest| rest.starts_with(' '))
    };
    let mut commas = row.match_indices(',').map(|(at, _)| at).peekable();
    if commas.peek().is_none() || (row.contains(' ') && !commas.any(has_blank_after)) {
        &[' ']
    } else {
        &[',', ' ']
    }
}

/// Names and values of a flat JSON object, values still as text; `None` if the text is not such an object.
fn json_object(text: &str) -> Option<Vec<(String, String)>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut rest = inner.trim_start();
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let (name, after) = json_string(rest)?;
        let after = after.trim_start().strip_prefix(':')?.trim_start();
        let (value, after) = match json_string(after) {
            Some(quoted) => quoted,
            None => {
                let end = after.find(',').unwrap_or(after.len());
                let (value, after) = after.split_at_checked(end)?;
                (value.trim().to_owned(), after)
            }
        };
        pairs.push((name, value));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(pairs)
}

/// A JSON string at the start of a text, and the rest of the text.
fn json_string(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('"')?.chars();
    let mut string = String::new();
    loop {
        match characters.next()? {
            '"' => return Some((string, characters.as_str())),
            '\\' => string.push(match characters.next()? {
                'n' => '\n',
                't' => '\t',
                'u' => {
                    let code = characters.as_str().get(..4)?;
                    characters = characters.as_str().get(4..)?.chars();
                    char::from_u32(u32::from_str_radix(code, 16).ok()?)?
                }
                other => other,
            }),
            c => string.push(c),
        }
    }
}

fn named<'a>(text: &'a str, labels: &[String]) -> Result<Vec<(&'a str, f64)>, EntryError> {
    let inner = text.trim_matches(|c: char| "{}".contains(c) || c.is_whitespace());
    // As in a list: where there is another separator, a comma is a decimal comma.
    let others = [';', '；', '\n', '\t'];
    let separators: &[char] = if inner.contains(others) {
        &others
    } else {
        &[',', '，', '、']
    };
    (inner
        .split(separators)
        .map(|part| part.trim().trim_matches([',', '，'])))
    .filter(|part| !part.trim().is_empty())
    .map(|part| {
        let (name, value) = (part.rsplit_once([':', '：', '=']))
            .ok_or_else(|| EntryError::NotANumber(excerpt(part)))?;
        let name = name.trim().trim_matches(['"', '\'', '“', '”']).trim();
        // Name first, so that a wrong name is not reported as a wrong number.
        if !labels.iter().any(|label| same(label, name)) {
            return Err(EntryError::UnknownLabel(excerpt(name)));
        }
        Ok((name, number(value)?))
    })
    .collect()
}

/// Puts pairs of name and value in label order; every label must be there once, and nothing else.
pub(super) fn by_label(pairs: &[(&str, f64)], labels: &[String]) -> Result<Vec<f64>, EntryError> {
    if let Some((name, _)) = pairs
        .iter()
        .find(|(name, _)| !labels.iter().any(|l| same(l, name)))
    {
        return Err(EntryError::UnknownLabel(excerpt(name)));
    }
    (labels.iter())
        .map(|label| {
            let exact = pairs.iter().any(|(name, _)| name.trim() == label);
            let mut found = (pairs.iter()).filter(|(name, _)| {
                if exact {
                    name.trim() == label
                } else {
                    same(label, name)
                }
            });
            match (found.next(), found.next()) {
                (Some(&(_, value)), None) => Ok(value),
                (Some(_), Some(_)) => Err(EntryError::RepeatedLabel(label.clone())),
                (None, _) => Err(EntryError::MissingLabel(label.clone())),
            }
        })
        .collect()
}

/// Returns whether a label and a name match, ignoring the case of Latin letters and outer space: people and models vary both.
pub(super) fn same(label: &str, name: &str) -> bool {
    label.eq_ignore_ascii_case(name.trim())
}

/// The start of a text, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let mut characters = text.trim().chars();
    let mut short: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Vec<String> {
        vec!["Positive".into(), "Negative".into()]
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("0.9", 0.9),
            (".9", 0.9),
            ("0,9", 0.9),
            (" 90 % ", 0.9),
            ("９０％", 0.9),
            ("9/10", 0.9),
            ("1e-3", 0.001),
            ("−2.5", -2.5),
            ("90,5%", 0.905),
            ("90,5 %", 0.905),
            ("90\u{a0}%", 0.9),
            ("０。９", 0.9),
            ("–2,5", -2.5),
            ("\u{3000}0.5\u{3000}", 0.5),
        ] {
            assert_eq!(number(text), Ok(expected), "{text}");
        }
        for text in ["abc", "NaN", "inf", "1/0", "0.9.1", "1e999", "--1"] {
            assert!(
                matches!(number(text), Err(EntryError::NotANumber(_))),
                "{text}"
            );
        }
        assert_eq!(number("  "), Err(EntryError::Empty));
    }

    #[test]
    fn rows() {
        let logs = Distribution::from_log_probabilities(&[-0.1, -2.3]).unwrap();
        let even = Distribution::even(2);
        for (text, expected, note) in [
            ("0.5, 0.5", even.clone(), None),
            ("0.5 0.5", even.clone(), None),
            ("0,5; 0,5", even.clone(), None),
            ("0.5\t0.5", even.clone(), None),
            ("[0.5, 0.5]", even.clone(), None),
            ("50%, 50%", even.clone(), None),
            ("50 %, 50 %", even.clone(), None),
            ("50 % 50 %", even.clone(), None),
            ("50,0 %; 50,0 %", even.clone(), None),
            ("0,5 0,5", even.clone(), None),
            ("0,5\n0,5", even.clone(), None),
            ("0.5、0.5", even.clone(), None),
            ("Positive: 0,5; Negative: 0,5", even.clone(), None),
            ("Positive：50％，Negative：50％", even.clone(), None),
            ("Positive: 50 %, Negative: 50 %", even.clone(), None),
            ("２，２", even.clone(), Some(Note::Normalized { sum: 4.0 })),
            ("-0.1, -2.3", logs.clone(), Some(Note::LogProbabilities)),
            (
                r#"{"Positive": -0.1, "Negative": -2.3}"#,
                logs.clone(),
                Some(Note::LogProbabilities),
            ),
            (
                r#"{"Negative": "1", "Positive" :1}"#,
                even.clone(),
                Some(Note::Normalized { sum: 2.0 }),
            ),
            (r#"["0.5", 0.5]"#, even.clone(), None),
            (
                "negative: -2.3, positive: -0.1",
                logs,
                Some(Note::LogProbabilities),
            ),
            (
                "Positive = 1\nNegative = 1",
                even,
                Some(Note::Normalized { sum: 2.0 }),
            ),
        ] {
            assert_eq!(
                row(text, &labels()),
                Ok(Entry { p: expected, note }),
                "{text}"
            );
        }
    }

    #[test]
    fn refused_rows() {
        for (text, expected) in [
            ("", EntryError::Empty),
            ("0.9, x", EntryError::NotANumber("x".into())),
            (
                "1, 2, 3",
                EntryError::Count {
                    found: 3,
                    expected: 2,
                },
            ),
            (
                "Neutral: 1, Positive: 2",
                EntryError::UnknownLabel("Neutral".into()),
            ),
            ("Positive: 1", EntryError::MissingLabel("Negative".into())),
            (
                "Positive: 1, positive: 1, Negative: 1",
                EntryError::RepeatedLabel("x".into()),
            ),
            ("0, 0", EntryError::Values(DistributionError::NoSum)),
            ("[0.5, null]", EntryError::NotANumber("null".into())),
        ] {
            let found = row(text, &labels());
            match expected {
                // An exact name wins over one that differs in case, so this one is read.
                EntryError::RepeatedLabel(_) => assert!(found.is_ok(), "{text}"),
                expected => assert_eq!(found, Err(expected), "{text}"),
            }
        }
        let odd = vec!["a, \"b\": c".to_owned(), "é".to_owned()];
        let read = row(r#"{"a, \"b\": c": 0.25, "\u00e9": 0.75}"#, &odd).unwrap();
        assert_eq!(read.p.as_slice(), [0.25, 0.75]);
        assert_eq!(
            row("Positive: 1, Positive: 1, Negative: 1", &labels()),
            Err(EntryError::RepeatedLabel("Positive".into()))
        );
    }
}
