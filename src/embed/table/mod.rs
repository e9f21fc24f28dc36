//! `readTable(source, options)`: a table of answers, read as the page reads a file.
//!
//! Options are read ([`options`]), their columns get a place in the table, the table is read by [`crate::import::table`], and what it
//! holds becomes plain data ([`TableData`]). What fails has a code, and a line or a path ([`ReadError`]).

mod error;
mod names;
mod options;
mod result;

pub use error::{ReadError, SkippedRow};
pub use result::{ColumnData, ContextFreeRow, InputRow, MappingData, TableData};

use crate::embed::Plain;
use crate::import::table::encoding::{self, Encoding};
use crate::import::table::{self, Choices, Role};
use options::{ColumnRole, Options};

/// The table before it is read.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Its text.
    Text(&'a str),
    /// Its bytes, in an encoding that may have to be found.
    Bytes(&'a [u8]),
}

/// Computes the result of `readTable(source, options)` of the JavaScript interface.
///
/// # Errors
/// See [`ReadError`]; a table is not an error if some of its rows can be read.
pub fn read_table<P: Plain>(source: Source, options: P) -> Result<TableData, ReadError> {
    let options = Options::read(options)?;
    let (text, encoding) = decoded(source, &options);
    let mut choices = Choices {
        encoding: None,
        scale: options.scale,
        ..Choices::default()
    };
    if !options.columns.is_empty() {
        place(&text, &options, &mut choices)?;
    }
    let table = table::read_with(&text, &options.labels, &choices)?;
    Ok(TableData::new(table, encoding))
}

/// The text of a source, and its encoding if it came as bytes.
fn decoded<'a>(
    source: Source<'a>,
    options: &Options,
) -> (std::borrow::Cow<'a, str>, Option<Encoding>) {
    match source {
        Source::Text(text) => (text.into(), None),
        Source::Bytes(bytes) => {
            let found = || encoding::detect(bytes, &options.labels);
            let encoding = options.encoding.unwrap_or_else(found);
            (encoding::decode(bytes, encoding).into(), Some(encoding))
        }
    }
}

/// Finds the columns and labels that the caller names, and writes them into `choices`.
fn place(text: &str, options: &Options, choices: &mut Choices) -> Result<(), ReadError> {
    let names = table::columns(text, &options.labels)?;
    choices.keeps_labels = options.names_every_label();
    let labels = if choices.keeps_labels || !options.names_a_label() {
        options.labels.clone()
    } else {
        // Only some have a column: the others are found as ever, and the labels with them.
        table::read_with(text, &options.labels, choices)?.labels
    };
    let mut taken = Vec::new();
    for (i, column) in options.columns.iter().enumerate() {
        let at = options::place(&names, &column.name, i, &taken)
            .ok_or_else(|| ReadError::no_column(i, &names))?;
        taken.push(at);
        let role = match &column.role {
            ColumnRole::Plain(role) => *role,
            ColumnRole::Label(name) => match table::find_label(&labels, name) {
                Some(label) => Role::Label(label),
                None => return Err(ReadError::no_label(i, &labels)),
            },
        };
        if role.is_for_one_column() && choices.roles.iter().any(|(_, other)| *other == role) {
            return Err(ReadError::second(i));
        }
        choices.roles.push((at, role));
    }
    Ok(())
}
