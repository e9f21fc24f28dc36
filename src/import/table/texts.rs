//! Texts without numbers, for a model to answer: a table with a column of texts, or a list with one text in each line.

use super::Choices;
use super::mapping::{self, LABEL_COLUMNS, Mapping, Right, Role, TEXT_COLUMNS, is_one_of};
use super::rows::{RowError, Table, TableError};
use super::sheet::{Cells, Sheet, cell};
use crate::calibration::{Distribution, MAX_LABELS, MIN_LABELS};
use crate::import::table::find_label;
use crate::state::{MAX_INPUTS, TestInput, clean_label, text_fits};
use serde_json::Value;

/// Most lines that tell the labels of a table, and most characters that tell a text from something else.
const MOST_LOOKED_AT: usize = 10_000;

/// Reads texts in place of a table of numbers, where that was none.
pub(super) fn instead(
    read: &Result<Table, TableError>,
    sheet: &Sheet,
    text: &str,
    labels: &[String],
    choices: &Choices,
) -> Option<Table> {
    let error = read.as_ref().err().filter(|_| !labels.is_empty())?;
    // A list has no header: its first line may look like one, and its commas like columns.
    let list = || {
        let is_json = text.trim_start().starts_with(['[', '{']);
        // A picture, say.
        let is_text = |c: char| c.is_whitespace() || !c.is_control() && c != '\u{fffd}';
        let is_binary = !text.chars().take(MOST_LOOKED_AT).all(is_text);
        (!is_json && !is_binary)
            .then(|| of_lines(sheet, text, labels))
            .flatten()
    };
    match error {
        TableError::OnlyTexts(_) => of_sheet(sheet, labels, choices),
        TableError::NoNumbers => of_sheet(sheet, labels, choices).or_else(list),
        TableError::OtherCount { .. } | TableError::NoRows => list(),
        TableError::NoLabelColumn(_) => {
            // A table with a column for one label and none for another lacks something. So does a list, unless most lines name a label.
            let names_label = |name: &String| find_label(labels, name).is_some();
            let texts = || of_sheet(sheet, labels, choices);
            let texts = (!sheet.columns.iter().any(names_label)).then(texts);
            texts.flatten().or_else(|| {
                list().filter(|table| {
                    let labelled = table.inputs.iter().filter(|input| input.label.is_some());
                    2 * labelled.count() > table.inputs.len()
                })
            })
        }
        _ => None,
    }
}

/// Reads the texts of a sheet, and their right labels; `None` if no column has texts by its name, or by the caller's choice.
fn of_sheet(sheet: &Sheet, labels: &[String], choices: &Choices) -> Option<Table> {
    let mut mapping = Mapping::unread(sheet);
    for (names, role) in [
        (TEXT_COLUMNS, Role::Text),
        (LABEL_COLUMNS, Role::RightLabel),
    ] {
        if let Some(at) = sheet.columns.iter().position(|name| is_one_of(name, names)) {
            mapping.choose(at, role);
        }
    }
    for &(at, role) in &choices.roles {
        mapping.choose(at, role);
    }
    mapping.column(Role::Text)?;
    mapping.labels = labels_of(sheet, &mapping, labels).unwrap_or_else(|| labels.to_vec());
    mapping.order = (0..mapping.labels.len()).collect();
    let mut table = Table::empty(sheet, mapping);
    for row in &sheet.rows {
        if table.inputs.len() >= MAX_INPUTS {
            table.left_out += 1;
            continue;
        }
        let read =
            (row.cells.as_ref().map_err(Clone::clone)).and_then(|cells| table.add_text(cells));
        if let Err(reason) = read {
            table.skip(row.line, reason);
        }
    }
    (!table.inputs.is_empty()).then_some(table)
}

/// The labels that a column of right labels names, in the order of their coming: `None` if all are among the page's, or no labels.
fn labels_of(sheet: &Sheet, mapping: &Mapping, labels: &[String]) -> Option<Vec<String>> {
    let at = mapping.column(Role::RightLabel)?;
    let mut names: Vec<String> = Vec::new();
    for cells in sheet.cells().take(MOST_LOOKED_AT) {
        let Some(Value::String(name)) = cell(cells, at) else {
            continue;
        };
        let name = clean_label(name);
        if name.parse::<f64>().is_ok() || name.is_empty() {
            return None;
        }
        if find_label(&names, &name).is_none() {
            names.push(name);
        }
        if names.len() > MAX_LABELS {
            return None;
        }
    }
    let new = names.iter().any(|name| find_label(labels, name).is_none());
    (new && names.len() >= MIN_LABELS).then_some(names)
}

/// Reads a list: one text in each line that is not empty. A label behind a tab is the right one.
fn of_lines(sheet: &Sheet, text: &str, labels: &[String]) -> Option<Table> {
    let mut mapping = Mapping::unread(sheet);
    mapping.labels = labels.to_vec();
    mapping.order = (0..labels.len()).collect();
    mapping.columns = Vec::new();
    mapping.roles = Vec::new();
    let mut table = Table::empty(sheet, mapping);
    table.examples = Vec::new();
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty());
    for (line, number) in lines {
        if table.inputs.len() >= MAX_INPUTS {
            table.left_out += 1;
            continue;
        }
        let labelled = line.rsplit_once('\t');
        let labelled =
            labelled.and_then(|(text, name)| Some((text, find_label(labels, name.trim())?)));
        let (text, label) = match labelled {
            Some((text, label)) => (text, Some(label)),
            None => (line, None),
        };
        table
            .push_text(text.trim().to_owned(), label)
            .unwrap_or_else(|reason| table.skip(number, reason));
    }
    (!table.inputs.is_empty()).then_some(table)
}

impl Table {
    fn add_text(&mut self, cells: &Cells) -> Result<(), RowError> {
        let text = super::rows::text(cells, &self.mapping)?;
        let at = self.mapping.column(Role::RightLabel);
        let right = at.and_then(|at| Some(mapping::right_label(cell(cells, at)?, &self.mapping)));
        self.unknown_right += usize::from(matches!(right, Some(Right::Other)));
        let label = match right {
            Some(Right::Label(label)) => Some(label),
            _ => None,
        };
        self.push_text(text, label)
    }

    fn push_text(&mut self, text: String, label: Option<usize>) -> Result<(), RowError> {
        if !text_fits(&text) {
            return Err(RowError::LongText);
        }
        let p = Distribution::even(self.labels.len());
        self.inputs.push(TestInput { text, p, label });
        Ok(())
    }
}
