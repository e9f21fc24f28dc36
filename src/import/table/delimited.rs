//! Tables of lines: comma, semicolon, tab, bar or blanks between cells.

use super::mapping;
use super::pace::{CELLS, ROWS};
use super::sheet::{Cells, Sheet, says_missing};
use super::value;
use super::{Pace, RowError, TableError};
use crate::import::formula_guard::unguarded;
use crate::import::name_key::name_key;
use csv::{Position, Reader, ReaderBuilder, StringRecord};
use serde_json::Value;
use std::borrow::Cow;

/// Delimiters in the order of preference: a tab or a semicolon leaves the comma free to be a decimal comma.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Number of bytes in which a header is looked for; one of 20 labels of 200 characters is far shorter.
const HEADER_BYTES: usize = 1 << 17;

/// Number of lines among which the header is looked for: titles, blank lines and comments may stand before it.
const HEADER_LINES: usize = 10;

/// Reads a table with a delimiter, which is detected.
pub(super) async fn read(
    text: &str,
    labels: &[String],
    pace: Pace<'_>,
) -> Result<Sheet, TableError> {
    let text = without_decoration(text);
    if let Some(layout) = Layout::find(&text, labels) {
        return Ok(sheet(&text, &layout, pace).await);
    }
    // Blanks between cells are the last thing to try: a text has them, too.
    let tabs: String = (text.lines())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join("\t") + "\n")
        .collect();
    match Layout::find(&tabs, labels) {
        Some(layout) => Ok(sheet(&tabs, &layout, pace).await),
        None => Err(TableError::NoNumbers),
    }
}

/// Empties lines that are no part of the table: comments, `sep=;`, the line of dashes in Markdown, and the bars around its rows. Lines
/// keep their numbers.
fn without_decoration(text: &str) -> Cow<'_, str> {
    let head = text.get(..HEADER_BYTES).unwrap_or(text);
    let is_markdown = head.lines().take(HEADER_LINES).any(is_rule);
    let is_decorated = |line: &str| line.starts_with('#') || separator(line).is_some();
    if !is_markdown && !head.lines().take(HEADER_LINES).any(is_decorated) {
        return Cow::Borrowed(text);
    }
    let mut table_began = false;
    let lines = text.lines().map(|line| {
        let decorated = !table_began && is_decorated(line) || is_markdown && is_rule(line);
        if decorated {
            return "";
        }
        table_began |= !line.trim().is_empty();
        if is_markdown {
            line.trim().trim_matches('|')
        } else {
            line
        }
    });
    Cow::Owned(lines.flat_map(|line| [line, "\n"]).collect())
}

/// `|---|:--:|`
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: \t".contains(c))
}

/// The delimiter that a line like `sep=;` names, for spreadsheets.
fn separator(line: &str) -> Option<u8> {
    let named = line.trim_end().trim_matches('"').strip_prefix("sep=")?;
    match named.as_bytes() {
        [] => Some(b'\t'),
        [one] => Some(*one),
        _ => None,
    }
}

/// Where the table begins, and what is between its cells.
struct Layout {
    delimiter: u8,
    /// Number of records before the first row, its header among them.
    skipped: usize,
    /// The names; empty ones where there is no header.
    columns: Vec<String>,
}

impl Layout {
    /// Finds the delimiter and the line for which most cells have a meaning: names of labels, names that are known for something, or
    /// numbers below them.
    fn find(text: &str, labels: &[String]) -> Option<Self> {
        let mut end = text.len().min(HEADER_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text.get(..end).unwrap_or(text);
        let keys: Vec<String> = labels.iter().map(|label| name_key(label)).collect();
        let mut best: Option<(usize, Self)> = None;
        for delimiter in DELIMITERS {
            let mut records = Records::new(head, delimiter);
            let firsts: Vec<Vec<String>> = std::iter::from_fn(|| records.next())
                .take(HEADER_LINES)
                .map(|record| {
                    record
                        .cells
                        .iter()
                        .map(|cell| unguarded(cell.trim()).to_owned())
                        .collect()
                })
                .collect();
            for (i, cells) in firsts.iter().enumerate() {
                let below: Vec<&Vec<String>> = firsts
                    .iter()
                    .skip(i + 1)
                    .filter(|row| !is_blank(row))
                    .collect();
                let Some((score, layout)) = Self::judge(delimiter, i, cells, &below, &keys) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((score, layout));
                }
            }
        }
        best.map(|(_, layout)| layout)
    }

    /// How well a record is the header, or the first row where there is no header.
    fn judge(
        delimiter: u8,
        at: usize,
        cells: &[String],
        below: &[&Vec<String>],
        labels: &[String],
    ) -> Option<(usize, Self)> {
        let width = trimmed(cells).len();
        if width == 0 {
            return None;
        }
        let first = below.first();
        // Below a header are rows of as many cells, more or less: empty ones at their end may be left out.
        let fits = first.is_none_or(|row| {
            trimmed(row).len().abs_diff(width) <= 1 || trimmed(row).len() > width / 2
        });
        let names: Vec<String> = cells.iter().map(|cell| name_key(cell)).collect();
        // Below the name of a label stand its numbers. (Rows of a printed data frame begin with a number of their own.)
        let nothing_below = |at: usize| {
            below
                .iter()
                .all(|row| row.get(at).is_none_or(|cell| says_missing(cell)))
        };
        let has_numbers = |at: usize| {
            let own = below.iter().filter_map(|row| {
                let shift = usize::from(trimmed(row).len() == width + 1);
                row.get(at + shift).filter(|cell| !says_missing(cell))
            });
            let mut own = own.peekable();
            if own.peek().is_none() {
                return !cells.iter().any(|cell| is_number(cell));
            }
            own.any(|cell| is_number(cell))
        };
        let names_label = |label: &String| {
            let mut cells = names.iter().enumerate();
            cells.any(|(at, name)| name == label && has_numbers(at))
        };
        let named = labels.iter().filter(|label| names_label(label)).count();
        // Among right labels, below which nothing stands in the last row, is rarely each label.
        let is_row = named < labels.len()
            && (names.iter().enumerate())
                .filter(|(_, name)| labels.contains(name))
                .all(|(at, _)| nothing_below(at));
        let named = if is_row { 0 } else { named };
        let known = cells.iter().filter(|cell| mapping::is_known(cell)).count();
        let numbers_below =
            first.map_or(0, |row| row.iter().filter(|cell| is_number(cell)).count());
        let numbers = cells.iter().filter(|cell| is_number(cell)).count();
        let answers_below = first.is_some_and(|row| row.iter().any(|cell| has_answer(cell)));
        let counted = mapping::is_counted(cells)
            && first.is_some_and(|row| row.iter().any(|cell| cell.contains('.')));
        let all_named = named == labels.len() || counted;
        let is_header = (named > 0 || known > 0 || (numbers_below >= 2 && numbers == 0) || counted)
            && (width >= 2 || named + known > 0)
            && (all_named || numbers < width);
        if is_header && (fits || named > 0) {
            // Numbers stand in rows, unless labels are called so.
            let of_rows = (cells.iter())
                .filter(|cell| is_number(cell) && !labels.contains(&name_key(cell)))
                .count();
            let of_rows = if counted { 0 } else { of_rows };
            let score = 20 * named
                + 8 * known
                + 4 * numbers_below.min(20)
                + if answers_below || counted { 20 } else { 0 };
            let mut columns = cells.to_vec();
            // Data frames print a number before each row, and no name above these.
            let is_numbered = |row: &&Vec<String>| {
                trimmed(row).len() == width + 1 && row.first().is_some_and(|cell| is_number(cell))
            };
            if !below.is_empty() && below.iter().all(is_numbered) {
                columns.insert(0, String::new());
            }
            let score = (score + 2).saturating_sub(10 * of_rows);
            return Some((
                score,
                Self {
                    delimiter,
                    skipped: at + 1,
                    columns,
                },
            ));
        }
        // Without a header nothing but numbers is understood, and they begin with the first line.
        let enough = numbers >= 2 && 2 * numbers >= width;
        // A first row with a mistake in it is a row, too.
        if (enough || numbers > 0 && width == labels.len()) && at == 0 {
            let columns = vec![String::new(); width];
            return Some((
                numbers + 1,
                Self {
                    delimiter,
                    skipped: 0,
                    columns,
                },
            ));
        }
        None
    }
}

fn is_number(cell: &str) -> bool {
    !says_missing(cell) && matches!(value::number(&Value::String(cell.to_owned())), Ok(Some(_)))
}

/// Returns whether a cell holds a list or names with numbers.
fn has_answer(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() > 2 && cell.starts_with(['[', '{', '(']) && cell.ends_with([']', '}', ')'])
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// Cells without the empty ones at their end, which spreadsheets leave.
fn trimmed(cells: &[String]) -> &[String] {
    let used = cells
        .iter()
        .rposition(|cell| !cell.trim().is_empty())
        .map_or(0, |last| last + 1);
    cells.get(..used).unwrap_or(cells)
}

async fn sheet(text: &str, layout: &Layout, pace: Pace<'_>) -> Sheet {
    let mut sheet = Sheet::new(layout.columns.clone());
    let mut records = Records::new(text, layout.delimiter);
    // Of names, the empty ones at the end do not count; without a header there are none.
    let width = if layout.skipped == 0 {
        layout.columns.len()
    } else {
        trimmed(&layout.columns).len()
    };
    for _ in 0..layout.skipped {
        records.next();
    }
    let mut count = 0_usize;
    while let Some(record) = records.next() {
        if count.is_multiple_of(ROWS) {
            pace.at(record.start, text.len(), [0.0, CELLS]).await;
        }
        count += 1;
        let found = (0..record.cells.len())
            .rfind(|&at| {
                record
                    .cells
                    .get(at)
                    .is_some_and(|cell| !cell.trim().is_empty())
            })
            .map_or(0, |last| last + 1);
        if found == 0 {
            continue;
        }
        let cells = if found > width {
            // An extra comma has shifted the cells.
            Err(RowError::Cells {
                found: record.cells.len(),
                expected: width,
            })
        } else if record
            .cells
            .iter()
            .any(|cell| !crate::state::text_fits(cell))
        {
            // A text that includes the rest of the file (after an open quote).
            Err(RowError::LongText)
        } else {
            Ok(cells(&record.cells, layout.delimiter == b'|'))
        };
        // An open quote has included the lines after it.
        if cells.is_err() || record.cells.len() < width {
            records.distrust(record.start);
        }
        sheet.add(record.line, cells);
        if record.cells.len() > width {
            sheet.last_is_shifted(record.cells.len());
        }
    }
    sheet
}

/// The cells that are not empty. In Markdown blanks around them are no part of them.
fn cells(record: &StringRecord, markdown: bool) -> Cells {
    let trimmed = record
        .iter()
        .map(|cell| if markdown { cell.trim() } else { cell });
    let filled = trimmed.enumerate().filter(|(_, cell)| !cell.is_empty());
    filled
        .map(|(at, cell)| (at, Value::String(unguarded(cell).to_owned())))
        .collect()
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
            budget: text
                .len()
                .saturating_mul(4)
                .saturating_add(64 * READER_BUFFER),
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
        // A new reader copies a whole buffer, however short the record is.
        let cost = record.len().max(READER_BUFFER);
        if cost <= self.budget {
            self.budget -= cost;
            self.offset = start + line;
            self.reader = reader(rest, self.delimiter);
        }
    }
}

/// Number of bytes that a reader copies at once.
const READER_BUFFER: usize = 8 << 10;

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .buffer_capacity(READER_BUFFER)
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}
