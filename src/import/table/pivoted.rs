//! Tables with one row for each label of an input (text, label, probability), as databases and data frames in long form give them:
//! turned into one row for each input.

use super::mapping::{self, INDEX_COLUMNS, is_one_of};
use super::sheet::{Cells, Row, Sheet, cell};
use super::value;
use crate::calibration::MIN_LABELS;
use crate::import::name_key::name_key;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Names of the column that says whose number it is, apart from those of right labels.
const NAME_COLUMNS: &[&str] = &[
    "variable", "name", "token", "option", "choice", "key", "变量",
];

/// Greatest number of names in that column; with more it is a column of texts.
const MAX_NAMES: usize = 100;

/// Turns a table with one row for each label into one with a row for each input; any other stays as it is.
pub(super) fn widen(sheet: Sheet, page: &[String]) -> Sheet {
    match Pivot::find(&sheet, page) {
        Some(pivot) => pivot.turn(sheet),
        None => sheet,
    }
}

/// Which columns a pivoted table has.
struct Pivot {
    /// The names of the labels.
    name: usize,
    /// Their numbers.
    number: usize,
    /// What tells one input from the next. May be none: then a name that comes again begins the next input.
    key: Vec<usize>,
    /// The labels, in the order in which they come.
    labels: Vec<String>,
    /// For each row that could be decoded, the number of its input.
    groups: Vec<usize>,
}

impl Pivot {
    fn find(sheet: &Sheet, page: &[String]) -> Option<Self> {
        let named = |at: usize, names: &[&str]| {
            sheet
                .columns
                .get(at)
                .is_some_and(|name| is_one_of(name, names))
        };
        let keys: HashSet<String> = page.iter().map(|label| name_key(label)).collect();
        // A column of a label's own is what every other table has.
        if sheet
            .columns
            .iter()
            .any(|name| keys.contains(&name_key(name)))
        {
            return None;
        }
        let is_index = |at: usize| {
            let name = sheet.columns.get(at).map(|name| name_key(name));
            named(at, INDEX_COLUMNS) || name.is_some_and(|name| name.ends_with("id"))
        };
        let columns: Vec<Column> = (0..sheet.columns.len())
            .map(|at| Column::of(sheet, at))
            .collect();
        let all = |wanted: &dyn Fn(usize, &Column) -> bool| -> Vec<usize> {
            let found = columns
                .iter()
                .enumerate()
                .filter(|&(at, column)| wanted(at, column));
            found.map(|(at, _)| at).collect()
        };
        let numbers = all(&|at, column| {
            column.is_numbers && !is_index(at) && !named(at, mapping::LABEL_COLUMNS)
        });
        let is_named_number = |at: &usize| {
            sheet
                .columns
                .get(*at)
                .is_some_and(|name| mapping::is_number_name(name))
        };
        let number = match numbers.as_slice() {
            [one] => *one,
            many => many.iter().copied().find(is_named_number)?,
        };
        // The names of labels stand in a column that says so, or are the page's.
        let mut names = all(&|at, column| {
            at != number
                && (MIN_LABELS..=MAX_NAMES).contains(&column.names.len())
                && (named(at, NAME_COLUMNS)
                    || named(at, mapping::LABEL_COLUMNS)
                    || column
                        .names
                        .iter()
                        .all(|name| keys.contains(&name_key(name))))
        });
        names.sort_by_key(|&at| !named(at, NAME_COLUMNS));
        names.into_iter().find_map(|name| {
            let key = all(&|at, column| {
                at != name
                    && at != number
                    && (column.is_words || is_index(at))
                    && !column.is_running
            });
            let labels = columns.get(name)?.names.clone();
            let groups = groups(sheet, name, &key)?;
            let pivot = Self {
                name,
                number,
                key,
                labels,
                groups,
            };
            pivot.is_plausible(sheet).then_some(pivot)
        })
    }

    /// Returns whether the rows of an input belong together: all labels in most of them; and where no text or number says that they
    /// do, numbers that sum to one.
    fn is_plausible(&self, sheet: &Sheet) -> bool {
        let count = self.groups.iter().max().map_or(0, |last| last + 1);
        let mut sizes = vec![0_usize; count];
        let mut sums = vec![0.0; count];
        for (&group, cells) in self.groups.iter().zip(sheet.cells()) {
            if let (Some(size), Some(sum)) = (sizes.get_mut(group), sums.get_mut(group)) {
                *size += 1;
                let number =
                    cell(cells, self.number).and_then(|value| value::number(value).ok()?);
                *sum += number.unwrap_or(0.0);
            }
        }
        let whole = sizes.iter().filter(|size| **size == self.labels.len());
        let one = |sum: &f64| (sum - 1.0).abs() < 0.02 || (sum - 100.0).abs() < 1.0;
        2 * whole.count() >= count && (!self.key.is_empty() || sums.iter().all(one))
    }

    fn turn(self, sheet: Sheet) -> Sheet {
        let kept: Vec<usize> = (0..sheet.columns.len())
            .filter(|at| *at != self.name && *at != self.number)
            .collect();
        let columns = kept
            .iter()
            .filter_map(|at| sheet.columns.get(*at).cloned())
            .chain(self.labels.iter().cloned());
        let mut wide = Sheet::new(columns.collect());
        wide.left_out = sheet.left_out;
        wide.logarithms = sheet.logarithms;
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut groups = self.groups.iter();
        for row in sheet.rows {
            let (Ok(cells), Some(group)) = (
                &row.cells,
                row.cells.as_ref().ok().and_then(|_| groups.next()),
            ) else {
                wide.rows.push(row);
                continue;
            };
            let label = cell(cells, self.name).map(text_of);
            let label =
                label.and_then(|label| self.labels.iter().position(|other| *other == label));
            let number = cell(cells, self.number).cloned();
            let own = label
                .zip(number)
                .map(|(label, number)| (kept.len() + label, number));
            let at = *places.entry(*group).or_insert(wide.rows.len());
            match wide.rows.get_mut(at) {
                Some(Row {
                    cells: Ok(cells), ..
                }) => cells.extend(own),
                _ => {
                    let place = |at: usize| kept.iter().position(|other| *other == at);
                    let cells: Cells = cells
                        .iter()
                        .filter_map(|(at, value)| Some((place(*at)?, value.clone())))
                        .chain(own)
                        .collect();
                    wide.rows.push(Row {
                        cells: Ok(cells),
                        ..row
                    });
                }
            }
        }
        wide
    }
}

/// The input of each row: rows with the same key are of one input until a name comes again. `None` where a row names no label.
fn groups(sheet: &Sheet, name: usize, key: &[usize]) -> Option<Vec<usize>> {
    let mut times: HashMap<(Vec<String>, String), usize> = HashMap::new();
    let mut inputs: HashMap<(Vec<String>, usize), usize> = HashMap::new();
    sheet
        .cells()
        .map(|cells| {
            let label = text_of(cell(cells, name)?);
            let own: Vec<String> = key
                .iter()
                .map(|at| cell(cells, *at).map_or_else(String::new, text_of))
                .collect();
            let time = times.entry((own.clone(), label)).or_insert(0);
            let next = inputs.len();
            let input = *inputs.entry((own, *time)).or_insert(next);
            *time += 1;
            Some(input)
        })
        .collect()
}

/// What is in a column, in all its rows.
struct Column {
    is_numbers: bool,
    is_words: bool,
    /// True if it counts the rows.
    is_running: bool,
    /// Different values, in the order in which they come, as far as they may be names: up to one more than there can be.
    names: Vec<String>,
}

impl Column {
    fn of(sheet: &Sheet, at: usize) -> Self {
        let mut column = Self {
            is_numbers: true,
            is_words: true,
            is_running: true,
            names: Vec::new(),
        };
        let mut seen: HashSet<String> = HashSet::new();
        let mut last: Option<f64> = None;
        for value in sheet.cells().filter_map(|cells| cell(cells, at)) {
            let is_plain = value.is_string() || value.is_number();
            let number = value::number(value).ok().flatten().filter(|_| is_plain);
            column.is_numbers &= number.is_some();
            column.is_words &= number.is_none() && value.is_string();
            column.is_running &=
                number.is_some_and(|number| last.is_none_or(|last| number == last + 1.0));
            last = number;
            if is_plain && column.names.len() <= MAX_NAMES {
                let name = text_of(value);
                if seen.insert(name.clone()) {
                    column.names.push(name);
                }
            }
        }
        column.is_running &= last.is_some();
        column
    }
}

fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
