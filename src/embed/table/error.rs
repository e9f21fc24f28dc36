use super::names::{row_code, table_code};
use crate::embed::SpecError;
use crate::import::table::{Skipped, TableError};
use serde::Serialize;
use thiserror::Error;

/// The reason why `readTable` has no result: of the table, or of the options.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("{}{}{message}", .path, if .path.is_empty() { "" } else { ": " })]
pub struct ReadError {
    /// Kind of the error.
    pub code: &'static str,
    /// Position in the options, as in `mapping.columns[1].role`, or `source`; empty if the table cannot be read.
    pub path: String,
    /// Line of the table, from 1 (of JSON that is an array the number of the item), where one can be named.
    pub line: Option<usize>,
    /// A sentence in English for the person who called it.
    pub message: String,
    /// If no row can be read: the rows, and why.
    pub skipped: Vec<SkippedRow>,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkippedRow {
    /// Line of its start in the table, from 1; of JSON that is an array the number of the item.
    pub line: usize,
    /// Kind of the reason.
    pub code: &'static str,
    /// The reason, in English.
    pub message: String,
}

impl From<&Skipped> for SkippedRow {
    fn from(Skipped { line, reason }: &Skipped) -> Self {
        Self {
            line: *line,
            code: row_code(reason),
            message: reason.to_string(),
        }
    }
}

impl From<TableError> for ReadError {
    fn from(error: TableError) -> Self {
        let skipped: Vec<SkippedRow> = match &error {
            TableError::NothingReadable { skipped, .. } => {
                skipped.iter().map(SkippedRow::from).collect()
            }
            _ => Vec::new(),
        };
        let line = match &error {
            TableError::Json { line, .. } => Some(*line),
            _ => skipped.first().map(|row| row.line),
        };
        Self {
            code: table_code(&error),
            path: String::new(),
            line,
            message: error.to_string(),
            skipped,
        }
    }
}

impl From<SpecError> for ReadError {
    fn from(error: SpecError) -> Self {
        Self::of_options(error.code.name(), error.path, error.message)
    }
}

impl ReadError {
    fn of_options(code: &'static str, path: String, message: String) -> Self {
        Self {
            code,
            path,
            line: None,
            message,
            skipped: Vec::new(),
        }
    }

    /// The source is neither text nor bytes.
    pub fn no_source() -> Self {
        let message =
            "this must be a string, an ArrayBuffer or a view of one, such as a Uint8Array";
        Self::of_options("wrong-type", "source".to_owned(), message.to_owned())
    }

    /// There is no column of the name of entry `i`.
    pub(super) fn no_column(i: usize, names: &[String]) -> Self {
        let message = if names.iter().all(String::is_empty) {
            let count = names.len();
            format!("the table has no header and {count} columns; name each \"\", in their order")
        } else {
            format!(
                "there is no such column; the columns are {}",
                names.join(", ")
            )
        };
        Self::of_options(
            "no-such-column",
            format!("mapping.columns[{i}].name"),
            message,
        )
    }

    /// The label of entry `i` is none of the labels.
    pub(super) fn no_label(i: usize, labels: &[String]) -> Self {
        let message = format!(
            "there is no such label; the labels are {}",
            labels.join(", ")
        );
        Self::of_options(
            "no-such-label",
            format!("mapping.columns[{i}].label"),
            message,
        )
    }

    /// Entry `i` has a role that an entry before it has, too.
    pub(super) fn second(i: usize) -> Self {
        let message = "another column has this role; only one can".to_owned();
        Self::of_options(
            "duplicate-role",
            format!("mapping.columns[{i}].role"),
            message,
        )
    }
}
