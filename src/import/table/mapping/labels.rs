//! Which labels a table has, and where their numbers are.

use super::find_label;
use super::names::{
    CONTEXT_FREE_COLUMNS, INDEX_COLUMNS, LABEL_COLUMNS, PREDICTION_COLUMNS, SCORE_COLUMNS,
    TEXT_COLUMNS, is_computed, is_one_of, label_part, number_of,
};
use super::profile::{JUDGED, Profile};
use crate::calibration::{MAX_LABELS, MIN_LABELS};
use crate::import::name_key::name_key;
use crate::import::table::sheet::{Cells, Sheet, cell};
use crate::import::table::{TableError, value};
use crate::state::{clean_label, label_fits};
use serde_json::Value;
use std::collections::HashSet;

/// Labels found in a table, and the order in which it counts them.
pub(super) struct LabelColumns {
    pub(super) labels: Vec<String>,
    pub(super) order: Vec<usize>,
    /// Column, and label.
    pub(super) columns: Vec<(usize, usize)>,
}

/// Returns whether the name of a column (first) is that of a label.
type Matches = dyn Fn(&str, &str) -> bool;

/// Finds the columns of numbers of the labels. Without labels of the page the table must name its own.
pub(super) fn label_columns(
    names: &[&str],
    profiles: &[Profile],
    page: &[String],
    sheet: &Sheet,
    only: bool,
) -> Result<LabelColumns, TableError> {
    let k = page.len();
    let in_order = |columns: Vec<(usize, usize)>, labels: Vec<String>| {
        let order = columns.iter().map(|(_, label)| *label).collect();
        Ok(LabelColumns {
            labels,
            order,
            columns,
        })
    };
    if names.iter().all(|name| name.is_empty()) && !names.is_empty() {
        if page.is_empty() {
            return Err(TableError::NoLabels);
        }
        let numbers: Vec<usize> = (0..names.len())
            .filter(|&at| profiles.get(at).is_some_and(|p| p.numbers > 0))
            .collect();
        // A first row with a mistake in it is a row, too.
        let all: Vec<usize> = if names.len() == k {
            (0..k).collect()
        } else {
            numbers
        };
        let running = |at: &usize| profiles.get(*at).is_some_and(|p| p.running);
        let all: Vec<usize> = if all.len() == k {
            all
        } else {
            all.into_iter().filter(|at| !running(at)).collect()
        };
        if all.len() == k {
            return in_order(all.into_iter().zip(0..k).collect(), page.to_vec());
        }
        return Err(TableError::OtherCount {
            found: all.len(),
            expected: k,
        });
    }
    // Exact names before those that differ in case, and both before those with words around them.
    let by: [&Matches; 3] = [
        &|name, label| name.trim() == label,
        &|name, label| name_key(name) == name_key(label),
        &|name, label| name_key(label_part(name)) == name_key(label),
    ];
    let mut found: Vec<Option<usize>> = vec![None; k];
    for matches in by {
        for (label, name) in page.iter().enumerate() {
            if found.get(label).is_some_and(Option::is_some) {
                continue;
            }
            let at = (0..names.len()).find(|at| {
                !found.contains(&Some(*at))
                    && names.get(*at).is_some_and(|column| matches(column, name))
            });
            if let Some(slot) = found.get_mut(label) {
                *slot = at;
            }
        }
    }
    // A column `no` counts rows, but beside `yes` it is a label.
    let is_answer =
        |name: &str| name_key(name) == "no" && names.iter().any(|other| name_key(other) == "yes");
    let is_other = |at: usize| {
        let name = names.get(at).copied().unwrap_or_default();
        let known = [
            TEXT_COLUMNS,
            LABEL_COLUMNS,
            PREDICTION_COLUMNS,
            SCORE_COLUMNS,
            INDEX_COLUMNS,
            CONTEXT_FREE_COLUMNS,
        ];
        name.trim().is_empty()
            || is_computed(name)
            || !is_answer(name) && known.iter().any(|names| is_one_of(name, names))
    };
    // Beside labels of the page, others must be sure; without them, one bad cell must not take a label away.
    let has_numbers =
        |p: &Profile| p.numbers == p.present || page.is_empty() && 2 * p.numbers > p.present;
    let numeric: Vec<usize> = (0..names.len())
        .filter(|&at| {
            !is_other(at)
                && profiles
                    .get(at)
                    .is_some_and(|p| p.numbers > 0 && has_numbers(p) && !p.running)
        })
        .collect();
    if page.is_empty() {
        // The table's own, whatever they are.
    } else if let Some(columns) = found.iter().copied().collect::<Option<Vec<usize>>>() {
        let more: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|at| !columns.contains(at))
            .collect();
        if only || more.is_empty() || !sums_need(sheet, &columns, &more) {
            return in_order(columns.into_iter().zip(0..k).collect(), page.to_vec());
        }
    } else {
        // `0, 1, …` and `LABEL_0, LABEL_1, …` are the page's labels in order.
        let counted: Vec<(usize, usize)> = (0..names.len())
            .filter_map(|at| Some((at, number_of(names.get(at)?)?)))
            .filter(|(_, label)| *label < k)
            .collect();
        let all: HashSet<usize> = counted.iter().map(|(_, label)| *label).collect();
        if all.len() == k && counted.len() == k && numeric.len() <= k {
            return in_order(counted, page.to_vec());
        }
        if let Some(missing) = found.iter().position(Option::is_none)
            && found.iter().any(Option::is_some)
            && numeric.len() < MIN_LABELS
        {
            return Err(TableError::NoLabelColumn(
                page.get(missing).cloned().unwrap_or_default(),
            ));
        }
    }
    let own_name = |at: usize| clean_label(label_part(names.get(at).copied().unwrap_or_default()));
    let labels = own_labels(numeric.iter().map(|&at| own_name(at)).collect())?;
    // Of two columns with one name the first counts.
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for at in numeric {
        let label = find_label(&labels, &own_name(at));
        if let Some(label) = label.filter(|label| columns.iter().all(|(_, other)| other != label)) {
            columns.push((at, label));
        }
    }
    Ok(LabelColumns {
        order: (0..labels.len()).collect(),
        columns,
        labels,
    })
}

/// Returns whether rows sum to one only with more columns than those of the page's labels: then the table has other labels.
fn sums_need(sheet: &Sheet, columns: &[usize], more: &[usize]) -> bool {
    let sum = |cells: &Cells, columns: &[usize]| -> f64 {
        columns
            .iter()
            .filter_map(|at| value::number(cell(cells, *at)?).ok()?)
            .sum()
    };
    let mut rows = sheet.cells().take(JUDGED).peekable();
    let near = |sum: f64| (sum - 1.0).abs() < 0.02 || (sum - 100.0).abs() < 1.0;
    rows.peek().is_some()
        && rows.all(|cells| {
            let own = sum(cells, columns);
            near(own + sum(cells, more))
        })
        && !sheet
            .cells()
            .take(JUDGED)
            .all(|cells| near(sum(cells, columns)))
}

/// Checks labels that a table brings.
fn own_labels(names: Vec<String>) -> Result<Vec<String>, TableError> {
    let mut labels: Vec<String> = Vec::new();
    for name in names {
        let name = clean_label(&name);
        if !name.is_empty()
            && label_fits(&name)
            && !labels
                .iter()
                .any(|label| name_key(label) == name_key(&name))
        {
            labels.push(name);
        }
    }
    match labels.len() {
        0 | 1 => Err(TableError::NoNumbers),
        found if found > MAX_LABELS => Err(TableError::ManyLabels(labels)),
        _ => Ok(labels),
    }
}

/// The labels of lists and of names with numbers, and the order in which lists have them.
pub(super) fn labels_of_answers(
    sheet: &Sheet,
    answers: &[usize],
    names: Option<usize>,
    page: &[String],
    only: bool,
) -> Result<(Vec<String>, Vec<usize>), TableError> {
    let keys: Vec<String> = page.iter().map(|label| name_key(label)).collect();
    let all: Vec<usize> = (0..page.len()).collect();
    let mut found: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut lengths: HashSet<usize> = HashSet::new();
    let mut in_all: Option<HashSet<String>> = None;
    for cells in sheet.cells().take(JUDGED) {
        let own: Vec<String> = match answers.iter().find_map(|at| cell(cells, *at)) {
            None => continue,
            Some(value) => match value::pairs(value) {
                Some(pairs) => pairs.into_iter().map(|(name, _)| name).collect(),
                None => {
                    lengths.insert(value::list(value).map_or(0, |list| list.len()));
                    let list = names
                        .and_then(|at| value::list(cell(cells, at)?))
                        .unwrap_or_default();
                    list.iter()
                        .map(|name| {
                            name.as_str()
                                .map_or_else(|| name.to_string(), str::to_owned)
                        })
                        .collect()
                }
            },
        };
        let own_keys: HashSet<String> = own.iter().map(|name| name_key(name)).collect();
        in_all = Some(match in_all {
            Some(before) => before.intersection(&own_keys).cloned().collect(),
            None => own_keys,
        });
        for name in own {
            if known.insert(name_key(&name)) && found.len() < 1_000 {
                found.push(name);
            }
        }
    }
    let stated_length = sheet.labels.as_ref().map_or(page.len(), Vec::len);
    let are_counted = stated_length > 0 && lengths.contains(&stated_length) && names.is_none();
    if found.is_empty() || are_counted {
        // Lists without names: in the order that the file states, or the page's.
        let stated = sheet.labels.clone().unwrap_or_else(|| page.to_vec());
        if stated.is_empty() {
            return Err(TableError::NoLabels);
        }
        if only {
            // A number of none of these labels has no place among them.
            let place = |name: &String| find_label(page, name).unwrap_or(page.len());
            return Ok((page.to_vec(), stated.iter().map(place).collect()));
        }
        let order: Option<Vec<usize>> = stated.iter().map(|name| find_label(page, name)).collect();
        if let Some(order) = order.filter(|order| order.len() == page.len() && !page.is_empty()) {
            return Ok((page.to_vec(), order));
        }
        let labels = own_labels(stated)?;
        return Ok((labels.clone(), (0..labels.len()).collect()));
    }
    let common = in_all.unwrap_or_default();
    let matched = keys.iter().filter(|key| known.contains(*key)).count();
    let counted = !page.is_empty()
        && found.len() == page.len()
        && found.iter().all(|name| name.starts_with("LABEL_"));
    let has_others = common.len() > matched && !sheet.logarithms;
    let is_page = if page.is_empty() {
        false
    } else if matched == page.len() {
        !(has_others && sums_need_others(sheet, answers, &keys))
    } else {
        // Not every label needs to be among the likeliest tokens of some row.
        matched > 0 && common.len() < MIN_LABELS || lengths.contains(&page.len())
    };
    if only || is_page || counted {
        let order = match names {
            // Right labels are counted as the items list their labels, if all list them alike.
            Some(_) if found.len() == page.len() => found
                .iter()
                .filter_map(|name| find_label(page, name))
                .collect(),
            _ => all,
        };
        return Ok((page.to_vec(), order));
    }
    // Other labels: what every row has.
    let own: Vec<String> = found
        .into_iter()
        .filter(|name| common.contains(&name_key(name)))
        .collect();
    let labels = own_labels(
        own.iter()
            .map(|name| {
                name.trim_matches(|c: char| c.is_whitespace() || c == '▁' || c == 'Ġ')
                    .to_owned()
            })
            .collect(),
    )?;
    Ok((labels.clone(), (0..labels.len()).collect()))
}

/// Returns whether names with numbers sum to one only with more names than those of the page's labels: then there are other labels.
fn sums_need_others(sheet: &Sheet, answers: &[usize], keys: &[String]) -> bool {
    let near = |sum: f64| (sum - 1.0).abs() < 0.02;
    let mut rows = sheet.cells().take(JUDGED).filter_map(|cells| {
        let pairs = value::pairs(answers.iter().find_map(|at| cell(cells, *at))?)?;
        let number = |value: &Value| value::number(value).ok().flatten().unwrap_or(0.0);
        let all: f64 = pairs.iter().map(|(_, value)| number(value)).sum();
        let own = pairs
            .iter()
            .filter(|(name, _)| keys.contains(&name_key(name)));
        Some((all, own.map(|(_, value)| number(value)).sum::<f64>()))
    });
    rows.all(|(all, own)| near(all) && !near(own))
}
