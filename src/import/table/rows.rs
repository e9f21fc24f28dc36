//! The rows of a table, what its columns may be called, and what can be wrong with it.

use crate::import::typed_row::{self, EntryError, Note};
use crate::state::{MAX_INPUTS, TestInput, clean_label, text_fits};
use thiserror::Error;

/// Names of a column that holds the input's text, in any case.
pub const TEXT_COLUMNS: &[&str] = &["text", "input", "sentence", "prompt", "文本", "输入"];
/// Names of a column that holds the right label (its name, or else its index from 0), in any case.
pub const LABEL_COLUMNS: &[&str] = &["label", "gold", "answer", "target", "标签", "正确标签"];

/// Most rows that are listed one by one as skipped; a file of garbage may have millions.
pub const MAX_LISTED: usize = 1_000;

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The inputs, 1 to [`MAX_INPUTS`].
    pub inputs: Vec<TestInput>,
    /// Rows that cannot be read, the first [`MAX_LISTED`] of them.
    pub skipped: Vec<Skipped>,
    /// Rows that cannot be read and are not listed.
    pub skipped_more: usize,
    /// How many inputs were divided by their sum.
    pub normalized: usize,
    /// How many inputs were read as log-probabilities.
    pub log_probabilities: usize,
    /// Rows after the first [`MAX_INPUTS`] inputs; they were not looked at.
    pub left_out: usize,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Where it begins: the line in the file, from 1. For a JSON array the number of the item.
    pub line: usize,
    /// Why it cannot be read.
    pub reason: RowError,
}

/// Why a row cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RowError {
    /// Its numbers are no distribution over the labels.
    #[error(transparent)]
    Values(#[from] EntryError),
    /// More cells than columns. Mostly a comma in a text without quotes around it.
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
    /// Longer than [`crate::state::MAX_TEXT_CHARS`].
    #[error("the text has more than 20,000 characters")]
    LongText,
    /// The text of a JSON item is not a string.
    #[error("the text is not a string")]
    TextType,
    /// A JSON item that is neither an object nor an array.
    #[error("an item is an object with \"probabilities\", or an array of numbers")]
    Item,
    /// A JSON object without probabilities.
    #[error("the item has no \"probabilities\"")]
    NoProbabilities,
    /// In a file of one JSON item per line, a line that is not JSON.
    #[error("the line is not valid JSON (column {0})")]
    Json(usize),
}

/// Why nothing was read from a file.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TableError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// No column for a label.
    #[error("there is no column named {0:?}; the first line must name one column for each label")]
    NoLabelColumn(String),
    /// A header and nothing below it, or an empty array.
    #[error("there are no rows to read")]
    NoRows,
    /// No row can be read.
    #[error("none of the rows can be read; see the reason beside each line")]
    NothingReadable {
        /// The rows, the first [`MAX_LISTED`] of them.
        skipped: Vec<Skipped>,
        /// Rows that are not listed.
        more: usize,
    },
    /// Not valid JSON.
    #[error("the file is not valid JSON: look at line {line}, column {column}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A JSON object without `inputs`.
    #[error("the JSON object has no \"inputs\"; it must hold an array of items there")]
    NoInputs,
}

/// A row before it is checked.
pub(super) struct RawRow {
    pub(super) text: String,
    /// In label order.
    pub(super) values: Vec<f64>,
    pub(super) right: Option<usize>,
}

impl Table {
    pub(super) fn is_full(&self) -> bool {
        self.inputs.len() >= MAX_INPUTS
    }

    /// Takes a row in, or lists why not.
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

/// A label's index by its name, exactly or but for case, or else by its index in digits.
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

/// Whether a column's name is one of `names`, in any case.
pub(super) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name.trim()))
}
