//! Reads files of test inputs: dropped, chosen or pasted.
//!
//! Tables (comma, semicolon or tab) have one column per label, named by it, in any order; a column
//! `text` and a column `label` (or one of their other names) may be beside them. Without a
//! header, K numbers per line are read in label order. JSON is an array of objects
//! `{"text": …, "probabilities": […], "label": …}` or of arrays of numbers, an object that holds
//! it as `inputs`, or one such item per line.
//!
//! Rows that cannot be read are listed with their line and the reason; the others are loaded.

mod delimited;
mod json;
mod rows;

pub use rows::{LABEL_COLUMNS, MAX_LISTED, RowError, Skipped, TEXT_COLUMNS, Table, TableError};

/// Reads a file of test inputs for `labels`; its first characters decide which format it is.
///
/// ```
/// use calibration_explainer::import::table::read;
/// let labels = ["Positive".to_owned(), "Negative".to_owned()];
/// let table = read("text,Positive,Negative,label\n\"Good, really\",0.9,0.1,Positive\nBad,x,1,", &labels)?;
/// assert_eq!(table.inputs[0].text, "Good, really");
/// assert_eq!(table.inputs[0].label, Some(0));
/// assert_eq!(table.skipped[0].line, 3);
/// # Ok::<(), calibration_explainer::import::table::TableError>(())
/// ```
///
/// # Errors
/// See [`TableError`]; a file is not an error if some of its rows can be read.
pub fn read(text: &str, labels: &[String]) -> Result<Table, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    if text.trim_start().starts_with(['[', '{']) {
        let table = json::read(text, labels);
        // A label may begin with a bracket too.
        if matches!(table, Err(TableError::Json { .. }))
            && let Ok(table) = delimited::read(text, labels)
        {
            return Ok(table);
        }
        return table;
    }
    delimited::read(text, labels)
}
