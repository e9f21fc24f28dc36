//! A table before its columns have a meaning: what every format is decoded to.

use super::RowError;
use crate::state::MAX_INPUTS;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Columns of names, and rows of values.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The names; those of a file without a header are empty.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Number of further rows, which are not kept.
    pub(super) left_out: usize,
    /// True if the numbers are known to be log-probabilities, because the tool that wrote them gives nothing else.
    pub(super) logarithms: bool,
    /// True if the file says in which order its labels are counted.
    pub(super) labels: Option<Vec<String>>,
    /// Where each column is in `columns`.
    places: HashMap<String, usize>,
}

/// A line of a table, or an item of JSON.
#[derive(Debug)]
pub(super) struct Row {
    /// Line of its start in the file, from 1; for a JSON array the number of the item.
    pub(super) line: usize,
    pub(super) cells: Result<Cells, RowError>,
    /// Number of cells where there are more than columns (the last ones empty): if the row cannot be read, that is the reason.
    pub(super) too_many: Option<usize>,
}

/// The cells that are not empty, with their columns. (Items of JSON may each have members of their own.)
pub(super) type Cells = Vec<(usize, Value)>;

/// Greatest number of rows that are kept: more than are loaded, since some of them may not be readable.
pub(super) const MAX_ROWS: usize = MAX_INPUTS + MAX_INPUTS / 10;

impl Sheet {
    /// A sheet with these columns.
    pub(super) fn new(columns: Vec<String>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, line: usize, cells: Result<Cells, RowError>) {
        if self.rows.len() < MAX_ROWS {
            self.rows.push(Row {
                line,
                cells,
                too_many: None,
            });
        } else {
            self.left_out += 1;
        }
    }

    /// Notes that the row added last has more cells than there are columns.
    pub(super) fn last_is_shifted(&mut self, cells: usize) {
        if let (0, Some(row)) = (self.left_out, self.rows.last_mut()) {
            row.too_many = Some(cells);
        }
    }

    /// Adds an item, with a column for each of its members.
    pub(super) fn add_item(&mut self, line: usize, members: Map<String, Value>) {
        if self.rows.len() >= MAX_ROWS {
            self.left_out += 1;
            return;
        }
        let mut cells = Cells::new();
        for (name, value) in members {
            let at = *self.places.entry(name).or_insert_with_key(|name| {
                self.columns.push(name.clone());
                self.columns.len() - 1
            });
            if !is_missing(&value) {
                cells.push((at, value));
            }
        }
        self.add(line, Ok(cells));
    }

    /// The rows that could be decoded.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cells> {
        self.rows.iter().filter_map(|row| row.cells.as_ref().ok())
    }
}

/// The value of a row in a column, unless it is missing there.
pub(super) fn cell(cells: &Cells, column: usize) -> Option<&Value> {
    (cells.iter())
        .find(|(at, _)| *at == column)
        .map(|(_, value)| value)
}

/// Ways to write that there is no value.
const MISSING: [&str; 11] = [
    "", "nan", "null", "none", "na", "n/a", "#n/a", "nil", "-", "–", "?",
];

/// Returns whether a cell says that there is no value.
pub(super) fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Returns whether a text stands for a missing number or name.
pub(super) fn says_missing(text: &str) -> bool {
    let text = text.trim();
    MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
}
