use super::rows::{
    LABEL_COLUMNS, RawRow, RowError, TEXT_COLUMNS, Table, TableError, is_one_of, right_label,
};
use crate::import::formula_guard::unguarded;
use crate::import::typed_row::{self, EntryError};
use csv::{Position, Reader, ReaderBuilder, StringRecord};

/// Delimiters in the order of preference: a tab or a semicolon leaves the comma free to be a decimal comma.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];

/// Number of bytes in which a header is looked for; one of 20 labels of 200 characters is far shorter.
const HEADER_BYTES: usize = 1 << 17;

/// Reads a table with a delimiter, which is detected.
pub(super) fn read(text: &str, labels: &[String]) -> Result<Table, TableError> {
    let (delimiter, columns) = layout(text, labels)?;
    let mut records = Records::new(text, delimiter);
    let mut table = Table::default();
    if columns.has_header {
        records.next();
    }
    while let Some(record) = records.next() {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.is_full() {
            table.left_out += 1;
            continue;
        }
        let row = columns.row(&record.cells, labels);
        let line = record.line;
        if let Err(RowError::Cells { .. } | RowError::LongText)
        | Err(RowError::Values(EntryError::MissingLabel(_))) = row
        {
            records.distrust(record.start);
        }
        table.add(line, row, labels.len());
    }
    table.finish()
}

/// Finds the delimiter for which the first record is a header of all labels, or K numbers.
fn layout(text: &str, labels: &[String]) -> Result<(u8, Columns), TableError> {
    let mut end = text.len().min(HEADER_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    let firsts: Vec<(u8, Vec<String>)> = (DELIMITERS.iter())
        .filter_map(|&delimiter| Some((delimiter, Records::new(head, delimiter).next()?.cells)))
        .map(|(delimiter, cells)| (delimiter, cells.iter().map(str::to_owned).collect()))
        .collect();
    let mut best: Option<(usize, String)> = None;
    for (delimiter, cells) in &firsts {
        match Columns::named(cells, labels) {
            Ok(columns) => return Ok((*delimiter, columns)),
            Err((found, missing)) => {
                if best.as_ref().is_none_or(|(most, _)| found > *most) {
                    best = Some((found, missing));
                }
            }
        }
    }
    let k = labels.len();
    let numbers = |cells: &[String]| {
        cells
            .iter()
            .filter(|c| typed_row::number(c).is_ok())
            .count()
    };
    let header_less = |(delimiter, _): &(u8, Vec<String>)| (*delimiter, Columns::in_order(k));
    let rows: Vec<_> = firsts
        .iter()
        .filter(|(_, cells)| cells.len() == k)
        .collect();
    if let Some(first) = rows.iter().find(|(_, cells)| numbers(cells) == k) {
        return Ok(header_less(first));
    }
    let (found, missing) = best.unwrap_or_default();
    // A first row with a mistake in it has numbers; a header of other names has none.
    match rows
        .iter()
        .find(|(_, cells)| found == 0 && numbers(cells) > 0)
    {
        Some(first) => Ok(header_less(first)),
        None => Err(TableError::NoLabelColumn(missing)),
    }
}

/// The meaning of the columns.
struct Columns {
    has_header: bool,
    /// Number of columns.
    count: usize,
    /// The columns of the labels, length K.
    labels: Vec<usize>,
    text: Option<usize>,
    right: Option<usize>,
}

impl Columns {
    fn in_order(k: usize) -> Self {
        Self {
            has_header: false,
            count: k,
            labels: (0..k).collect(),
            text: None,
            right: None,
        }
    }

    /// Finds the columns by their names. The error is the number of labels that have one, and the first label that has none.
    fn named(cells: &[String], labels: &[String]) -> Result<Self, (usize, String)> {
        let mut columns: Vec<Option<usize>> = vec![None; labels.len()];
        // All exact names first, since labels may differ in nothing but case.
        for exact in [true, false] {
            for (k, label) in labels.iter().enumerate() {
                if columns.get(k).is_none_or(Option::is_some) {
                    continue;
                }
                let found = cells.iter().enumerate().position(|(i, cell)| {
                    let name = unguarded(cell.trim());
                    let matches = if exact {
                        name == label
                    } else {
                        typed_row::same(label, name)
                    };
                    matches && !columns.contains(&Some(i))
                });
                if let Some(slot) = columns.get_mut(k) {
                    *slot = found;
                }
            }
        }
        let found: Vec<usize> = columns.iter().flatten().copied().collect();
        if let Some(missing) = columns.iter().position(Option::is_none) {
            return Err((
                found.len(),
                labels.get(missing).cloned().unwrap_or_default(),
            ));
        }
        let role = |names: &[&str]| {
            (cells.iter().enumerate())
                .position(|(i, cell)| !found.contains(&i) && is_one_of(cell, names))
        };
        Ok(Self {
            has_header: true,
            count: cells.len(),
            text: role(TEXT_COLUMNS),
            right: role(LABEL_COLUMNS),
            labels: found,
        })
    }

    fn row(&self, cells: &StringRecord, labels: &[String]) -> Result<RawRow, RowError> {
        let (found, expected) = (cells.len(), self.count);
        let too_many = || RowError::Cells { found, expected };
        // Spreadsheets leave empty cells at the end of a line.
        if (cells.iter().skip(expected)).any(|cell| !cell.trim().is_empty()) {
            return Err(too_many());
        }
        let row = self.cells(cells, labels);
        // An extra comma has shifted the cells: that is the reason, not their content.
        if found > expected {
            row.map_err(|_| too_many())
        } else {
            row
        }
    }

    fn cells(&self, cells: &StringRecord, labels: &[String]) -> Result<RawRow, RowError> {
        let cell = |column: usize| cells.get(column).unwrap_or_default();
        let values = (self.labels.iter().zip(labels))
            .map(|(&column, label)| {
                typed_row::number(cell(column)).map_err(|error| match error {
                    EntryError::Empty => EntryError::MissingLabel(label.clone()),
                    error => error,
                })
            })
            .collect::<Result<Vec<f64>, EntryError>>();
        let text = self.text.map_or("", cell);
        // A text that includes the rest of the file (after an open quote) is the reason why numbers are missing.
        if !crate::state::text_fits(text) {
            return Err(RowError::LongText);
        }
        Ok(RawRow {
            values: values?,
            text: unguarded(text).to_owned(),
            right: self.right.map_or(Ok(None), |column| {
                right_label(unguarded(cell(column).trim()), labels)
            })?,
        })
    }
}

struct Record {
    cells: StringRecord,
    /// Byte offset of its start.
    start: usize,
    /// Line of its start, from 1.
    line: usize,
}

/// An iterator over records with their lines. (The reader's own lines count empty ones to the record after them.)
struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    reader: Reader<&'a [u8]>,
    /// Byte offset at which `reader` began.
    offset: usize,
    /// Byte offset up to which lines are counted; `line` is the line of this byte.
    counted: usize,
    line: usize,
    /// Number of bytes that may still be read a second time: reading stays linear in the file's length.
    budget: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            reader: reader(text, delimiter),
            offset: 0,
            counted: 0,
            line: 1,
            budget: text.len().saturating_mul(4),
        }
    }

    fn next(&mut self) -> Option<Record> {
        let mut cells = StringRecord::new();
        if !self.reader.read_record(&mut cells).ok()? {
            return None;
        }
        let before = cells.position().map_or(0, Position::byte);
        let mut start = self.offset + usize::try_from(before).unwrap_or(0);
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(start), Some(b'\n' | b'\r')) {
            start += 1;
        }
        while self.counted < start {
            let (byte, next) = (bytes.get(self.counted), bytes.get(self.counted + 1));
            // A line ends with \n, \r\n or \r.
            if byte == Some(&b'\n') || (byte == Some(&b'\r') && next != Some(&b'\n')) {
                self.line += 1;
            }
            self.counted += 1;
        }
        Some(Record {
            cells,
            start,
            line: self.line,
        })
    }

    /// Goes on after a record at `start` that cannot be read. If it has several lines, a stray quote may have
    /// included the rows after it: go on with its second line.
    fn distrust(&mut self, start: usize) {
        let end = self.offset + usize::try_from(self.reader.position().byte()).unwrap_or(0);
        let Some(record) = self.text.get(start..end.min(self.text.len())) else {
            return;
        };
        let Some(line) = record.trim_end_matches(['\r', '\n']).find(['\r', '\n']) else {
            return;
        };
        let Some(rest) = self.text.get(start + line..) else {
            return;
        };
        if record.len() <= self.budget {
            self.budget -= record.len();
            self.offset = start + line;
            self.reader = reader(rest, self.delimiter);
        }
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}
