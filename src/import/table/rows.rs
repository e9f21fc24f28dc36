//! The rows of a table, the names that its columns may have, and its errors.

use crate::import::typed_row::{self, EntryError, Note};
use crate::state::{MAX_INPUTS, TestInput, clean_label, text_fits};
use thiserror::Error;

/// Names of a column that holds the input's text, in any case.
pub const TEXT_COLUMNS: &[&str] = &["text", "input", "sentence", "prompt", "文本", "输入"];
/// Names of a column that holds the right label (its name, or else its index from 0), in any case.
pub const LABEL_COLUMNS: &[&str] = &["label", "gold", "answer", "target", "标签", "正确标签"];

/// Greatest number of skipped rows that are listed; a file of garbage may have millions.
pub const MAX_LISTED: usize = 1_000;

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The inputs, 1 to [`MAX_INPUTS`].
    pub inputs: Vec<TestInput>,
    /// Rows that cannot be read, at most the first [`MAX_LISTED`].
    pub skipped: Vec<Skipped>,
    /// Number of further rows that cannot be read.
    pub skipped_more: usize,
    /// Number of inputs that were divided by their sum.
    pub normalized: usize,
    /// Number of inputs that were read as log-probabilities.
    pub log_probabilities: usize,
    /// Number of rows after the first [`MAX_INPUTS`] inputs, which were not read.
    pub left_out: usize,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Position: line of its start in the file, from 1. For a JSON array the number of the item.
    pub line: usize,
    /// Reason to skip the row.
    pub reason: RowError,
}

/// The reason why a row cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RowError {
    /// The numbers are not a distribution over the labels.
    #[error(transparent)]
    Values(#[from] EntryError),
    /// The row has more cells than columns, mostly because of a comma in a text without quotes.
    #[error("{found} cells for {expected} columns; a text with a comma needs quotes around it")]
    Cells {
        /// Number of cells.
        found: usize,
        /// Number of columns.
        expected: usize,
    },
    /// The right label is neither a label's name nor its index.
    #[error("the right label {0:?} is not one of the labels")]
    RightLabel(String),
    /// The text is longer than [`crate::state::MAX_TEXT_CHARS`].
    #[error("the text has more than 20,000 characters")]
    LongText,
    /// The text of a JSON item is not a string.
    #[error("the text is not a string")]
    TextType,
    /// The JSON item is neither an object nor an array.
    #[error("an item is an object with \"probabilities\", or an array of numbers")]
    Item,
    /// The JSON object has no probabilities.
    #[error("the item has no \"probabilities\"")]
    NoProbabilities,
    /// A line of a file with one JSON item per line is not JSON.
    #[error("the line is not valid JSON (column {0})")]
    Json(usize),
}

/// The reason why nothing was read from a file.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TableError {
    /// The file has nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// There is no column for this label.
    #[error("there is no column named {0:?}; the first line must name one column for each label")]
    NoLabelColumn(String),
    /// The file has a header and nothing below it, or an empty array.
    #[error("there are no rows to read")]
    NoRows,
    /// No row can be read.
    #[error("none of the rows can be read; see the reason beside each line")]
    NothingReadable {
        /// The rows, at most the first [`MAX_LISTED`].
        skipped: Vec<Skipped>,
        /// Number of rows that are not listed.
        more: usize,
    },
    /// The file is not valid JSON.
    #[error("the file is not valid JSON: look at line {line}, column {column}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The JSON object has no `inputs`.
    #[error("the JSON object has no \"inputs\"; it must hold an array of items there")]
    NoInputs,
}

/// A row before it is checked.
pub(super) struct RawRow {
    pub(super) text: String,
    /// Values in label order.
    pub(super) values: Vec<f64>,
    pub(super) right: Option<usize>,
}

impl Table {
    pub(super) fn is_full(&self) -> bool {
        self.inputs.len() >= MAX_INPUTS
    }

    /// Adds a row, or lists it as skipped with the reason.
    pub(super) fn add(&mut self, line: usize, row: Result<RawRow, RowError>, k: usize) {
        let checked = row.and_then(|row| {
            if !text_fits(&row.text) {
                return Err(RowError::LongText);
            }
            Ok((typed_row::from_values(row.values, k)?, row.text, row.right))
        });
        match checked {
            Ok((entry, text, label)) => {
                match entry.note {
                    Some(Note::Normalized { .. }) => self.normalized += 1,
                    Some(Note::LogProbabilities) => self.log_probabilities += 1,
                    None => {}
                }
                self.inputs.push(TestInput {
                    text,
                    p: entry.p,
                    label,
                });
            }
            Err(reason) if self.skipped.len() < MAX_LISTED => {
                self.skipped.push(Skipped { line, reason });
            }
            Err(_) => self.skipped_more += 1,
        }
    }

    pub(super) fn finish(self) -> Result<Self, TableError> {
        match self {
            Self { ref inputs, .. } if !inputs.is_empty() => Ok(self),
            Self { ref skipped, .. } if skipped.is_empty() => Err(TableError::NoRows),
            Self {
                skipped,
                skipped_more: more,
                ..
            } => Err(TableError::NothingReadable { skipped, more }),
        }
    }
}

/// Finds a label by its name (exactly, or ignoring case), or else by its index in digits.
pub(super) fn right_label(value: &str, labels: &[String]) -> Result<Option<usize>, RowError> {
    let name = clean_label(value);
    if name.is_empty() {
        return Ok(None);
    }
    let position = |matches: &dyn Fn(&String) -> bool| labels.iter().position(matches);
    // Spreadsheets and data frames write an index with gaps in its column as `1.0`.
    let index = || {
        let digits = name.strip_suffix(".0").unwrap_or(&name);
        digits
            .parse()
            .ok()
            .filter(|&index: &usize| index < labels.len())
    };
    position(&|label| *label == name)
        .or_else(|| position(&|label| typed_row::same(label, &name)))
        .or_else(index)
        .map(Some)
        .ok_or_else(|| RowError::RightLabel(typed_row::excerpt(&name)))
}

/// Returns whether a column's name is one of `names`, in any case.
pub(super) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name.trim()))
}
