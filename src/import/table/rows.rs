//! The rows of a table, read by the meaning of its columns, and what can go wrong.

use super::mapping::{self, Mapping, Right, Role, Scale};
use super::pace::{CELLS, ROWS};
use super::sheet::{Cells, Sheet, cell};
use super::{Choices, Pace};
use crate::calibration::{Distribution, DistributionError};
use crate::import::typed_row::{EntryError, excerpt};
use crate::state::{ContextFreePrompt, MAX_INPUTS, TestInput, text_fits};
use serde_json::Value;
use thiserror::Error;

/// Greatest number of skipped rows that are listed; a file of garbage may have millions.
pub const MAX_LISTED: usize = 1_000;

/// The result of reading a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The labels: the page's, or the table's own.
    pub labels: Vec<String>,
    /// Rows that a column calls context-free. There may be more than there can be prompts.
    pub context_free: Vec<ContextFreePrompt>,
    /// All other rows, together with these at most [`MAX_INPUTS`].
    pub inputs: Vec<TestInput>,
    /// How the columns were read.
    pub mapping: Mapping,
    /// Rows that cannot be read, at most the first [`MAX_LISTED`].
    pub skipped: Vec<Skipped>,
    /// Number of further rows that cannot be read.
    pub skipped_more: usize,
    /// Number of rows that were divided by their sum.
    pub normalized: usize,
    /// Inputs with no value for a label, which was taken as zero, as indices into `inputs`.
    pub incomplete: Vec<usize>,
    /// Number of rows whose right label is no label.
    pub unknown_right: usize,
    /// Number of names with numbers that are no label, such as other tokens.
    pub other_names: usize,
    /// Number of inputs whose text says nothing (`N/A`, `[MASK]`): they may be context-free prompts.
    pub placeholder_texts: usize,
    /// Number of rows after those that there can be, which were not read.
    pub left_out: usize,
    /// Names of columns that were not read.
    pub ignored_columns: Vec<String>,
    /// The first value of each column, as text.
    pub examples: Vec<String>,
    /// True if there are no numbers in it: every label is even until a model answers.
    pub without_numbers: bool,
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
    /// The text is longer than [`crate::state::MAX_TEXT_CHARS`].
    #[error("the text has more than 20,000 characters")]
    LongText,
    /// The text of a JSON item is not a string.
    #[error("the text is not a string")]
    TextType,
    /// The JSON item is neither an object nor an array.
    #[error("an item is an object with \"probabilities\", or an array of numbers")]
    Item,
    /// The row has no numbers.
    #[error("there are no numbers for the labels")]
    NoProbabilities,
    /// Every label has the number that a tool writes where it has none.
    #[error("all numbers are {0}, which stands for a missing one")]
    Placeholder(f64),
    /// A line of a file with one JSON item per line is not JSON.
    #[error("the line is not valid JSON (column {0})")]
    Json(usize),
}

/// The reason why nothing was read from a table.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TableError {
    /// It has nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// There is no column for this label.
    #[error("there is no column named {0:?}; the first line must name one column for each label")]
    NoLabelColumn(String),
    /// Rows without a header have other than K numbers.
    #[error("{found} numbers in a row for {expected} labels; a header may name them")]
    OtherCount {
        /// Numbers in a row.
        found: usize,
        /// Number of labels.
        expected: usize,
    },
    /// There are no two columns of numbers.
    #[error("there are no numbers for at least two labels")]
    NoNumbers,
    /// There are texts, but no numbers: a model has yet to answer.
    #[error("there are {0} texts and no numbers; ask a model for its probabilities first")]
    OnlyTexts(usize),
    /// Nothing names the labels: there are none of the page, and none in the table.
    #[error(
        "the table does not name its labels; give them, or a first line that names the columns"
    )]
    NoLabels,
    /// There are more labels than there can be: their names.
    #[error("{} labels; there can be at most 20", .0.len())]
    ManyLabels(Vec<String>),
    /// There is a header and nothing below it, or an empty array.
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

/// Texts that say nothing, as prompts without context have them.
const PLACEHOLDER_TEXTS: [&str; 6] = ["", "n/a", "[mask]", "nothing", "none", "无"];

/// Reads the rows of a sheet.
pub(super) async fn read(
    sheet: &Sheet,
    labels: &[String],
    choices: &Choices,
    pace: Pace<'_>,
) -> Result<Table, TableError> {
    if sheet.rows.is_empty() {
        return Err(TableError::NoRows);
    }
    let chosen = choices.labels.as_deref();
    let mut mapping = match mapping::guess(sheet, chosen.unwrap_or(labels), chosen.is_some()) {
        Ok(mapping) => mapping,
        Err(_) if choices.keeps_labels => Mapping::unread(sheet),
        Err(error) => return Err(without_rows(sheet, error)),
    };
    if choices.keeps_labels {
        mapping.keep_labels(labels);
    }
    for &(at, role) in &choices.roles {
        mapping.choose(at, role);
    }
    if !choices.roles.is_empty() {
        mapping.scale = mapping::scale(sheet, &mapping);
    }
    mapping.scale = choices.scale.unwrap_or(mapping.scale);
    let mut table = Table {
        without_numbers: false,
        ..Table::empty(sheet, mapping.clone())
    };
    for (i, row) in sheet.rows.iter().enumerate() {
        if i.is_multiple_of(ROWS) {
            pace.at(i, sheet.rows.len(), [CELLS, 1.0]).await;
        }
        if table.inputs.len() + table.context_free.len() >= MAX_INPUTS {
            table.left_out += 1;
            continue;
        }
        let read = row
            .cells
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|cells| table.add(cells, &mapping));
        if let Err(reason) = read {
            let expected = sheet.columns.len();
            let reason = row
                .too_many
                .map_or(reason, |found| RowError::Cells { found, expected });
            table.skip(row.line, reason);
        }
    }
    table.finish()
}

fn example(sheet: &Sheet, column: usize) -> String {
    let value = sheet.cells().find_map(|cells| cell(cells, column));
    value.map_or_else(String::new, |value| match value {
        Value::String(text) => excerpt(text),
        other => excerpt(&other.to_string()),
    })
}

/// The error of a sheet whose columns have no meaning: its rows may tell better what is wrong.
fn without_rows(sheet: &Sheet, error: TableError) -> TableError {
    if !matches!(error, TableError::NoNumbers) {
        return error;
    }
    if sheet.cells().next().is_none() {
        let all: Vec<Skipped> = (sheet.rows.iter())
            .filter_map(|row| {
                Some(Skipped {
                    line: row.line,
                    reason: row.cells.as_ref().err()?.clone(),
                })
            })
            .collect();
        let more = all.len().saturating_sub(MAX_LISTED);
        return TableError::NothingReadable {
            skipped: all.into_iter().take(MAX_LISTED).collect(),
            more,
        };
    }
    let text = sheet.columns.iter().position(|name| {
        let key = crate::import::name_key::name_key(name);
        mapping::TEXT_COLUMNS.contains(&key.as_str())
    });
    let texts = text.map_or(0, |at| {
        sheet
            .cells()
            .filter(|cells| cell(cells, at).is_some())
            .count()
    });
    if texts > 0 {
        TableError::OnlyTexts(texts)
    } else {
        error
    }
}

impl Table {
    /// A table without rows yet, and without numbers.
    pub(super) fn empty(sheet: &Sheet, mapping: Mapping) -> Self {
        let ignored = (mapping.columns.iter().zip(&mapping.roles))
            .filter(|(name, role)| **role == Role::Ignored && !name.trim().is_empty());
        Self {
            labels: mapping.labels.clone(),
            context_free: Vec::new(),
            inputs: Vec::new(),
            skipped: Vec::new(),
            skipped_more: 0,
            normalized: 0,
            incomplete: Vec::new(),
            unknown_right: 0,
            other_names: 0,
            placeholder_texts: 0,
            left_out: sheet.left_out,
            ignored_columns: ignored.map(|(name, _)| name.clone()).collect(),
            examples: (0..sheet.columns.len())
                .map(|at| example(sheet, at))
                .collect(),
            without_numbers: true,
            mapping,
        }
    }

    fn add(&mut self, cells: &Cells, mapping: &Mapping) -> Result<(), RowError> {
        let (values, others) = mapping.numbers(cells)?;
        if let Some(first) = values.iter().flatten().next()
            && mapping::is_placeholder(&values)
        {
            return Err(RowError::Placeholder(*first));
        }
        if values.iter().all(Option::is_none) {
            return Err(RowError::NoProbabilities);
        }
        let text = text(cells, mapping)?;
        let is_context_free = mapping
            .column(Role::ContextFree)
            .and_then(|at| cell(cells, at))
            .is_some_and(says_yes);
        let missing = values.iter().position(Option::is_none);
        if let (true, Some(label)) = (is_context_free, missing) {
            // 1/p would be made up.
            let label = self.labels.get(label).cloned().unwrap_or_default();
            return Err(EntryError::MissingLabel(label).into());
        }
        let (p, normalized) = distribution(&values, mapping.scale)?;
        let right = mapping
            .column(Role::RightLabel)
            .and_then(|at| Some(mapping::right_label(cell(cells, at)?, mapping)));
        self.normalized += usize::from(normalized);
        self.other_names += others;
        if is_context_free {
            self.context_free.push(ContextFreePrompt { text, p });
            return Ok(());
        }
        if missing.is_some() {
            self.incomplete.push(self.inputs.len());
        }
        self.unknown_right += usize::from(matches!(right, Some(Right::Other)));
        if mapping.column(Role::Text).is_some() {
            let plain = text.trim().to_lowercase();
            self.placeholder_texts += usize::from(PLACEHOLDER_TEXTS.contains(&plain.as_str()));
        }
        let label = match right {
            Some(Right::Label(label)) => Some(label),
            _ => None,
        };
        self.inputs.push(TestInput { text, p, label });
        Ok(())
    }

    pub(super) fn skip(&mut self, line: usize, reason: RowError) {
        if self.skipped.len() < MAX_LISTED {
            self.skipped.push(Skipped { line, reason });
        } else {
            self.skipped_more += 1;
        }
    }

    fn finish(self) -> Result<Self, TableError> {
        if !self.inputs.is_empty() || !self.context_free.is_empty() {
            return Ok(self);
        }
        Err(TableError::NothingReadable {
            skipped: self.skipped,
            more: self.skipped_more,
        })
    }
}

pub(super) fn text(cells: &Cells, mapping: &Mapping) -> Result<String, RowError> {
    let text = match mapping.column(Role::Text).and_then(|at| cell(cells, at)) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(RowError::TextType),
    };
    if text_fits(&text) {
        Ok(text)
    } else {
        Err(RowError::LongText)
    }
}

fn says_yes(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() == Some(1.0),
        Value::String(text) => ["true", "yes", "1", "1.0", "x", "y", "是"]
            .contains(&text.trim().to_lowercase().as_str()),
        _ => false,
    }
}

/// Makes a distribution of numbers; a label without one has no probability. True if it had to be divided by its sum.
fn distribution(values: &[Option<f64>], scale: Scale) -> Result<(Distribution, bool), RowError> {
    let result = if scale.is_logarithmic() {
        let largest = values
            .iter()
            .flatten()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        if largest == f64::NEG_INFINITY {
            Err(DistributionError::NoSum)
        } else {
            let powers = values
                .iter()
                .map(|value| value.map_or(0.0, |value| (value - largest).exp()));
            // Logarithms are of whatever sum.
            Distribution::normalized(powers.collect())
                .map(|normalized| (normalized.distribution, false))
        }
    } else {
        let unit = if scale == Scale::Percent { 100.0 } else { 1.0 };
        let shares = values.iter().map(|value| value.unwrap_or(0.0) / unit);
        Distribution::normalized(shares.collect())
            .map(|normalized| (normalized.distribution.clone(), normalized.changed()))
    };
    result.map_err(|error| RowError::Values(error.into()))
}
