//! Reads tables of answers as people's tools write them: files, pasted text, or what a program gives.
//!
//! In four steps: the bytes become a text ([`encoding`]), the text a sheet of columns and rows (`delimited`, `json` with `tools`; a sheet
//! with a row for each label is turned by `pivoted`), the columns get a meaning ([`mapping`], for the whole table at once), and each row
//! is read by it ([`Table`]). Rows that cannot be read are listed with their line and the reason.

mod delimited;
pub mod encoding;
mod json;
pub mod mapping;
mod pace;
mod pivoted;
mod rows;
mod sheet;
mod take;
mod texts;
mod tools;
mod value;

pub use mapping::{LABEL_COLUMNS, Mapping, Role, Scale, TEXT_COLUMNS, find_label};
pub use pace::{Pace, Wait};
pub use rows::{MAX_LISTED, RowError, Skipped, Table, TableError};
pub use take::Taken;

use encoding::Encoding;
use sheet::Sheet;

/// What the caller says about a table, in place of what would be guessed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// How its bytes are read.
    pub encoding: Option<Encoding>,
    /// What its numbers are.
    pub scale: Option<Scale>,
    /// Columns by their place, with their meaning.
    pub roles: Vec<(usize, Role)>,
    /// The labels to read where the table has more than there can be.
    pub labels: Option<Vec<String>>,
    /// True if the labels stay the caller's, whatever the table calls them: then `roles` say where their numbers are.
    pub keeps_labels: bool,
    /// True if texts without numbers are read, too: then every label begins even, for a model to answer.
    pub texts: bool,
}

/// Reads a table from bytes, in the encoding that they have.
///
/// # Errors
/// See [`TableError`]; a table is not an error if some of its rows can be read.
pub fn read_bytes(bytes: &[u8], labels: &[String], choices: &Choices) -> Result<Table, TableError> {
    let encoding = choices
        .encoding
        .unwrap_or_else(|| encoding::detect(bytes, labels));
    let text = encoding::decode(bytes, encoding);
    read_with(&text, labels, choices)
}

/// Reads a table of answers for `labels`. Where there are none, the table must name its own.
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
/// See [`TableError`]; a table is not an error if some of its rows can be read.
pub fn read(text: &str, labels: &[String]) -> Result<Table, TableError> {
    read_with(text, labels, &Choices::default())
}

/// Reads a table as [`read`] does, with what the caller says about it.
///
/// # Errors
/// See [`TableError`].
pub fn read_with(text: &str, labels: &[String], choices: &Choices) -> Result<Table, TableError> {
    let reading = read_paced(text, labels, choices, Pace::default());
    pace::at_once(reading).unwrap_or(Err(TableError::Empty))
}

/// Reads a table as [`read_with`] does, in slices. A file that is one JSON value is parsed in a single one.
///
/// # Errors
/// See [`TableError`].
pub async fn read_paced(
    text: &str,
    labels: &[String],
    choices: &Choices,
    pace: Pace<'_>,
) -> Result<Table, TableError> {
    let sheet = sheet(text, labels, pace).await;
    let read = match &sheet {
        Ok(sheet) => rows::read(sheet, labels, choices, pace).await,
        Err(error) => Err(error.clone()),
    };
    // A list of texts has no columns.
    let sheet = sheet.unwrap_or_else(|_| Sheet::new(Vec::new()));
    let texts = || texts::instead(&read, &sheet, text, labels, choices);
    match choices.texts.then(texts).flatten() {
        Some(table) => Ok(table),
        None => read,
    }
}

/// The names of a table's columns, which are the places of [`Choices::roles`]; empty ones where it has no header.
///
/// # Errors
/// See [`TableError`].
pub fn columns(text: &str, labels: &[String]) -> Result<Vec<String>, TableError> {
    let sheet = pace::at_once(sheet(text, labels, Pace::default()));
    Ok(sheet.unwrap_or(Err(TableError::Empty))?.columns)
}

async fn sheet(text: &str, labels: &[String], pace: Pace<'_>) -> Result<Sheet, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = without_fence(text);
    if text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    let sheet = if text.trim_start().starts_with(['[', '{', '(']) {
        match json::read(&text, pace).await {
            // A label may begin with a bracket too.
            Err(error @ TableError::Json { .. }) => {
                let sheet = delimited::read(&text, labels, pace).await;
                sheet.map_err(|_| error)
            }
            other => other,
        }
    } else {
        delimited::read(&text, labels, pace).await
    };
    pace.at(1, 1, [0.0, pace::CELLS]).await;
    sheet.map(|sheet| pivoted::widen(sheet, labels))
}

/// Empties the lines ```` ``` ```` around a table that was copied from a chat or a page. Lines keep their numbers.
fn without_fence(text: &str) -> std::borrow::Cow<'_, str> {
    let trimmed = text.trim();
    if !trimmed.starts_with("```") {
        return text.into();
    }
    let lines = text.lines().map(|line| {
        if line.trim_start().starts_with("```") {
            ""
        } else {
            line
        }
    });
    lines
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into()
}
