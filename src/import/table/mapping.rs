//! What the columns of a table are: by their names first, then by what is in them.

use super::sheet::{Cells, Sheet, cell, says_missing};
use super::{TableError, value};
use crate::calibration::{MAX_LABELS, MIN_LABELS};
use crate::import::name_key::name_key;
use crate::state::{clean_label, label_fits};
use serde_json::Value;
use std::collections::HashSet;

/// The meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Not read.
    Ignored,
    /// The text of the input.
    Text,
    /// The right label: its name, or its index from 0.
    RightLabel,
    /// Whether a row is a context-free prompt.
    ContextFree,
    /// The numbers of this label, an index into the labels.
    Label(usize),
    /// The numbers of all labels: a list, or names with numbers.
    Answer,
    /// The labels to which a list of numbers belongs.
    LabelNames,
}

/// What the numbers of a table are. It is the same for the whole table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Probabilities, or counts in the same ratio.
    Probabilities,
    /// Probabilities times a hundred.
    Percent,
    /// Natural logarithms of probabilities.
    LogProbabilities,
    /// Scores of which the softmax is taken. (It is the same computation as for logarithms.)
    Logits,
}

impl Scale {
    /// Every scale with its name in JavaScript.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Probabilities, "probabilities"),
        (Self::Percent, "percent"),
        (Self::LogProbabilities, "log-probabilities"),
        (Self::Logits, "logits"),
    ];

    /// The scale's name.
    pub fn name(self) -> &'static str {
        (Self::ALL.iter())
            .find(|(scale, _)| *scale == self)
            .map_or("", |(_, name)| name)
    }

    /// Returns whether the numbers are turned into probabilities by the exponential function.
    pub fn is_logarithmic(self) -> bool {
        matches!(self, Self::LogProbabilities | Self::Logits)
    }
}

/// The meaning of a whole table.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The labels: the page's in their order and spelling, or the table's own.
    pub labels: Vec<String>,
    /// The names of the columns; empty where there is no header.
    pub columns: Vec<String>,
    /// The meaning of each column.
    pub roles: Vec<Role>,
    /// What the numbers are.
    pub scale: Scale,
    /// The order in which the file counts labels, as indices into `labels`.
    pub order: Vec<usize>,
    /// True if the file lists its labels: then a number is an index, even where a label is called "4".
    pub lists_labels: bool,
}

/// Names of a column that holds the input's text, in any case.
pub const TEXT_COLUMNS: &[&str] = &[
    "text",
    "input",
    "sentence",
    "prompt",
    "review",
    "content",
    "question",
    "sequence",
    "document",
    "utterance",
    "query",
    "message",
    "文本",
    "输入",
    "句子",
    "内容",
    "原文",
    "评论",
];
/// Names of a column that holds the right label (its name, or else its index from 0), in any case; what is surely no prediction comes
/// first.
pub const LABEL_COLUMNS: &[&str] = &[
    "gold",
    "truth",
    "ground_truth",
    "ground truth",
    "gold_label",
    "gold label",
    "true_label",
    "true label",
    "y_true",
    "actual",
    "expected",
    "reference",
    "target",
    "answer",
    "label",
    "class",
    "category",
    "y",
    "正确标签",
    "真实标签",
    "标签",
    "类别",
];
/// The last of [`LABEL_COLUMNS`] that may also be a prediction, if something better is there.
const MAYBE_PREDICTED: &[&str] = &["answer", "label", "class", "category", "y", "标签", "类别"];
const PREDICTION_COLUMNS: &[&str] = &[
    "prediction",
    "predictions",
    "predicted",
    "pred",
    "y_pred",
    "predicted_label",
    "predicted label",
    "pred_label",
    "output",
    "response",
    "completion",
    "generated",
    "model_answer",
    "预测",
    "预测标签",
];
/// Numbers of a prediction, which are no label's.
const SCORE_COLUMNS: &[&str] = &[
    "score",
    "confidence",
    "max_prob",
    "entropy",
    "margin",
    "loss",
    "perplexity",
    "acc",
    "accuracy",
    "correct",
    "length",
    "tokens",
    "time",
    "latency",
];
const INDEX_COLUMNS: &[&str] = &[
    "id",
    "idx",
    "index",
    "row",
    "no",
    "no.",
    "nr",
    "#",
    "unnamed: 0",
    "doc_id",
    "example_id",
    "uid",
    "guid",
    "custom_id",
    "fold",
    "seed",
    "split",
    "序号",
    "编号",
];
const CONTEXT_FREE_COLUMNS: &[&str] = &[
    "context_free",
    "context free",
    "contextfree",
    "context-free",
    "content_free",
    "content-free",
    "content free",
    "is_context_free",
    "cf",
    "无内容",
];
const ANSWER_COLUMNS: &[&str] = &[
    "probabilities",
    "probs",
    "prob",
    "logprobs",
    "log_probs",
    "log_probabilities",
    "logits",
    "scores",
    "p",
    "distribution",
    "概率",
];
const NAMES_COLUMNS: &[&str] = &[
    "labels",
    "classes",
    "choices",
    "candidate_labels",
    "label_names",
    "options",
];
/// Words around a label's name in the name of its column: `p_Positive`, `Positive (logprob)`.
const NUMBER_WORDS: &[&str] = &[
    "p",
    "prob",
    "probs",
    "proba",
    "probability",
    "logprob",
    "log_prob",
    "logp",
    "logit",
    "logits",
    "score",
    "percent",
    "pct",
    "概率",
];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    let key = name_key(name);
    names.contains(&key.as_str())
}

/// Returns whether the name of a column says what it is, apart from labels.
pub(super) fn is_known(name: &str) -> bool {
    [
        TEXT_COLUMNS,
        LABEL_COLUMNS,
        CONTEXT_FREE_COLUMNS,
        ANSWER_COLUMNS,
        PREDICTION_COLUMNS,
    ]
    .iter()
    .any(|names| is_one_of(name, names))
}

/// Returns whether this page itself writes such a column beside the numbers.
fn is_computed(name: &str) -> bool {
    let starts = ["after: ", "label before", "label after", "distance from "];
    starts.iter().any(|start| name.starts_with(start))
}

/// Returns whether names only count: `0, 1, …` or `LABEL_0, LABEL_1, …`, beside others that say what they are (or the blank one of a
/// data frame's index).
pub(super) fn is_counted(names: &[String]) -> bool {
    let (counted, others): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| number_of(name).is_some());
    counted.len() >= MIN_LABELS
        && counted
            .iter()
            .enumerate()
            .all(|(i, name)| number_of(name) == Some(i))
        && others
            .iter()
            .all(|name| name.trim().is_empty() || is_known(name))
}

/// The number in `3` or `LABEL_3`.
fn number_of(name: &str) -> Option<usize> {
    let key = name_key(label_part(name));
    let digits = key
        .strip_prefix("label_")
        .or_else(|| key.strip_prefix("class_"))
        .unwrap_or(&key);
    digits.parse().ok()
}

/// The name of a column without words like `prob` around it.
fn label_part(name: &str) -> &str {
    let mut part = name.trim();
    let blank = |c: char| c.is_whitespace() || "_-.:()[]".contains(c);
    for word in NUMBER_WORDS {
        let lower = part.to_ascii_lowercase();
        if let Some(rest) = lower
            .strip_prefix(word)
            .filter(|rest| rest.starts_with(blank))
        {
            part = part.get(part.len() - rest.len()..).unwrap_or(part);
        } else if let Some(rest) = lower
            .trim_end_matches(blank)
            .strip_suffix(word)
            .filter(|rest| rest.ends_with(blank))
        {
            part = part.get(..rest.len()).unwrap_or(part);
        }
        part = part.trim_matches(blank);
    }
    if part.is_empty() { name.trim() } else { part }
}

/// What is in a column.
#[derive(Default)]
struct Profile {
    /// Cells with anything in them.
    filled: usize,
    /// Those that do not say that a value is missing.
    present: usize,
    numbers: usize,
    answers: usize,
    names: usize,
    words: usize,
    /// Distinct words, up to a few.
    distinct: HashSet<String>,
    /// True if it counts the rows.
    running: bool,
    decimals: bool,
    longest: usize,
}

/// Number of rows by which a column is judged.
const JUDGED: usize = 500;

fn profile(sheet: &Sheet, column: usize) -> Profile {
    let mut found = Profile {
        running: true,
        ..Profile::default()
    };
    let mut last: Option<f64> = None;
    for cells in sheet.cells().take(JUDGED) {
        let Some(value) = cell(cells, column) else {
            continue;
        };
        found.filled += 1;
        found.present += 1;
        if is_answer(value) {
            found.answers += 1;
        } else if let Some(list) =
            value::list(value).filter(|list| list.iter().all(Value::is_string))
        {
            found.names += usize::from(!list.is_empty());
        } else {
            match value::number(value) {
                Ok(Some(number)) => {
                    found.numbers += 1;
                    found.decimals |= number.fract() != 0.0;
                    found.running &= last.is_none_or(|last| number == last + 1.0);
                    last = Some(number);
                }
                Ok(None) => found.present -= 1,
                Err(_) => {
                    found.words += 1;
                    if let Some(text) = value.as_str() {
                        found.longest = found.longest.max(text.chars().take(1_000).count());
                        if found.distinct.len() <= 2 * MAX_LABELS {
                            found.distinct.insert(name_key(text));
                        }
                    }
                }
            }
        }
    }
    found.running &= found.numbers >= 2 && found.numbers == found.present && !found.decimals;
    found
}

/// Returns whether a cell has the numbers of several labels.
fn is_answer(value: &Value) -> bool {
    let is_number = |value: &Value| matches!(value::number(value), Ok(Some(_)));
    if let Some(pairs) = value::pairs(value) {
        return pairs.iter().any(|(_, value)| is_number(value));
    }
    value::list(value).is_some_and(|list| {
        list.len() >= MIN_LABELS && list.iter().any(is_number) && !list.iter().any(Value::is_array)
    })
}

/// Finds a label by its name: exactly, or else in another form of it.
fn find_label(labels: &[String], name: &str) -> Option<usize> {
    let exact = labels.iter().position(|label| label == name);
    exact.or_else(|| {
        let key = name_key(name);
        labels.iter().position(|label| name_key(label) == key)
    })
}

/// Finds the meaning of every column, for the page's labels.
pub(super) fn guess(sheet: &Sheet, page: &[String]) -> Result<Mapping, TableError> {
    let profiles: Vec<Profile> = (0..sheet.columns.len())
        .map(|column| profile(sheet, column))
        .collect();
    let mut mapping = Mapping {
        labels: page.to_vec(),
        columns: sheet.columns.clone(),
        roles: vec![Role::Ignored; sheet.columns.len()],
        scale: Scale::Probabilities,
        order: Vec::new(),
        lists_labels: sheet.labels.is_some(),
    };
    let names: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
    let column = |wanted: &dyn Fn(usize) -> bool| (0..names.len()).find(|&at| wanted(at));
    let has = |at: usize, of: fn(&Profile) -> usize| {
        profiles.get(at).is_some_and(|profile| of(profile) > 0)
    };
    let named =
        |at: usize, words: &[&str]| names.get(at).is_some_and(|name| is_one_of(name, words));

    let answer = column(&|at| named(at, ANSWER_COLUMNS) && has(at, |p| p.answers))
        .or_else(|| column(&|at| has(at, |p| p.answers)));
    let labelled = match answer {
        Some(answer) => {
            let lists =
                column(&|at| at != answer && named(at, NAMES_COLUMNS) && has(at, |p| p.names));
            mapping.set(answer, Role::Answer);
            // Items of JSON may name it in several ways.
            for at in
                (0..names.len()).filter(|&at| named(at, ANSWER_COLUMNS) && has(at, |p| p.answers))
            {
                mapping.set(at, Role::Answer);
            }
            if let Some(lists) = lists {
                mapping.set(lists, Role::LabelNames);
                mapping.lists_labels = true;
            }
            (mapping.labels, mapping.order) =
                labels_of_answers(sheet, &mapping.columns_of(Role::Answer), lists, page)?;
            Vec::new()
        }
        None => {
            let columns = label_columns(&names, &profiles, page, sheet)?;
            (mapping.labels, mapping.order) = (columns.labels, columns.order);
            for &(at, label) in &columns.columns {
                mapping.set(at, Role::Label(label));
            }
            columns.columns.iter().map(|(at, _)| *at).collect()
        }
    };
    let is_free = |at: usize| {
        !labelled.contains(&at)
            && Some(at) != answer
            && mapping_role(&mapping.roles, at) == Role::Ignored
    };
    let keys: Vec<String> = mapping.labels.iter().map(|label| name_key(label)).collect();

    let context_free = column(&|at| is_free(at) && named(at, CONTEXT_FREE_COLUMNS));
    let is_predicted = |at: usize| {
        // Beside a score, a plain `label` is what the model chose.
        let scored =
            column(&|other| is_free(other) && named(other, &["score", "confidence"])).is_some();
        named(at, PREDICTION_COLUMNS) || (scored && named(at, MAYBE_PREDICTED))
    };
    let by_name = LABEL_COLUMNS.iter().find_map(|word| {
        column(&|at| {
            is_free(at) && named(at, &[word]) && has(at, |p| p.filled) && !has(at, |p| p.answers)
        })
    });
    let by_name = by_name.filter(|&at| !is_predicted(at));
    let all_are_labels = |at: usize| {
        profiles.get(at).is_some_and(|p| {
            p.words > 0
                && p.words == p.present
                && !p.distinct.is_empty()
                && p.distinct.iter().all(|word| keys.contains(word))
        })
    };
    // A column of that name in which nothing stands says that nothing is known.
    let says_nothing = column(&|at| is_free(at) && named(at, LABEL_COLUMNS)).is_some();
    let by_content = || {
        column(&|at| {
            let name = names.get(at).copied().unwrap_or_default();
            is_free(at)
                && Some(at) != context_free
                && all_are_labels(at)
                && !is_predicted(at)
                && !is_computed(name)
                && !named(at, TEXT_COLUMNS)
        })
    };
    let right = by_name.or_else(|| if says_nothing { None } else { by_content() });

    let may_be_text = |at: usize| is_free(at) && Some(at) != right && Some(at) != context_free;
    let by_name = TEXT_COLUMNS
        .iter()
        .find_map(|word| column(&|at| may_be_text(at) && named(at, &[word])));
    let words: Vec<usize> = (0..names.len())
        .filter(|&at| {
            may_be_text(at)
                && has(at, |p| p.words)
                && !named(at, PREDICTION_COLUMNS)
                && !named(at, LABEL_COLUMNS)
                && !named(at, INDEX_COLUMNS)
        })
        .collect();
    let only = match words.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    for (at, role) in [
        (context_free, Role::ContextFree),
        (right, Role::RightLabel),
        (by_name.or(only), Role::Text),
    ] {
        if let Some(at) = at {
            mapping.set(at, role);
        }
    }
    mapping.scale = scale(sheet, &mapping);
    Ok(mapping)
}

fn mapping_role(roles: &[Role], at: usize) -> Role {
    roles.get(at).copied().unwrap_or(Role::Ignored)
}

impl Mapping {
    fn set(&mut self, at: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(at) {
            *slot = role;
        }
    }

    /// Gives a column a meaning; one that only one column can have is taken from the other.
    pub(super) fn choose(&mut self, at: usize, role: Role) {
        if !matches!(role, Role::Ignored | Role::Answer) {
            for other in &mut self.roles {
                if *other == role {
                    *other = Role::Ignored;
                }
            }
        }
        self.set(at, role);
    }

    /// All columns with a role.
    fn columns_of(&self, role: Role) -> Vec<usize> {
        (0..self.roles.len())
            .filter(|&at| mapping_role(&self.roles, at) == role)
            .collect()
    }

    /// The column with a role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|found| *found == role)
    }

    /// The numbers of a row, length K; `None` where there is no number for a label. Also how many names are no label.
    pub(super) fn numbers(
        &self,
        cells: &Cells,
    ) -> Result<(Vec<Option<f64>>, usize), super::RowError> {
        let k = self.labels.len();
        let mut values: Vec<Option<f64>> = vec![None; k];
        let mut others = 0;
        if self.column(Role::Answer).is_none() {
            for (at, role) in self.roles.iter().enumerate() {
                if let (Role::Label(label), Some(value)) = (role, cell(cells, at))
                    && let Some(slot) = values.get_mut(*label)
                {
                    *slot = value::number(value)?;
                }
            }
            return Ok((values, others));
        }
        let mut answers = cells
            .iter()
            .filter(|(at, _)| mapping_role(&self.roles, *at) == Role::Answer);
        let Some((_, answer)) = answers.next() else {
            return Err(super::RowError::NoProbabilities);
        };
        let pairs = match value::pairs(answer) {
            Some(pairs) => pairs,
            None => {
                let list = value::list(answer).ok_or(super::RowError::NoProbabilities)?;
                let own = self
                    .column(Role::LabelNames)
                    .and_then(|at| value::list(cell(cells, at)?));
                let names: Vec<String> = match own {
                    Some(own) => own
                        .iter()
                        .map(|name| {
                            name.as_str()
                                .map_or_else(|| name.to_string(), str::to_owned)
                        })
                        .collect(),
                    None => self
                        .order
                        .iter()
                        .filter_map(|&label| self.labels.get(label).cloned())
                        .collect(),
                };
                if names.len() != list.len() {
                    let (found, expected) = (list.len(), names.len());
                    return Err(
                        crate::import::typed_row::EntryError::Count { found, expected }.into(),
                    );
                }
                names.into_iter().zip(list).collect()
            }
        };
        for (name, value) in pairs {
            let label = find_label(&self.labels, &name)
                .or_else(|| number_of(&name).filter(|_| name.starts_with("LABEL_")));
            let Some(slot) = label.and_then(|label| values.get_mut(label)) else {
                others += 1;
                continue;
            };
            // Where two tokens are one label, the likelier counts.
            if let Some(number) = value::number(&value)? {
                *slot = Some(slot.map_or(number, |other| other.max(number)));
            }
        }
        Ok((values, others))
    }
}

/// Labels found in a table, and the order in which it counts them.
struct LabelColumns {
    labels: Vec<String>,
    order: Vec<usize>,
    /// Column, and label.
    columns: Vec<(usize, usize)>,
}

/// Returns whether the name of a column (first) is that of a label.
type Matches = dyn Fn(&str, &str) -> bool;

/// Finds the columns of numbers of the labels.
fn label_columns(
    names: &[&str],
    profiles: &[Profile],
    page: &[String],
    sheet: &Sheet,
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
            || known.iter().any(|names| is_one_of(name, names))
    };
    let numeric: Vec<usize> = (0..names.len())
        .filter(|&at| {
            !is_other(at)
                && profiles
                    .get(at)
                    .is_some_and(|p| p.numbers > 0 && p.numbers == p.present && !p.running)
        })
        .collect();
    if let Some(columns) = found.iter().copied().collect::<Option<Vec<usize>>>() {
        let more: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|at| !columns.contains(at))
            .collect();
        if more.is_empty() || !sums_need(sheet, &columns, &more) {
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
    own_labels(
        numeric
            .iter()
            .map(|&at| label_part(names.get(at).copied().unwrap_or_default()).to_owned())
            .collect(),
    )
    .map(|labels| LabelColumns {
        order: (0..labels.len()).collect(),
        columns: numeric.into_iter().zip(0..).collect(),
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
        found if found > MAX_LABELS => Err(TableError::ManyLabels(found)),
        _ => Ok(labels),
    }
}

/// The labels of lists and of names with numbers, and the order in which lists have them.
fn labels_of_answers(
    sheet: &Sheet,
    answers: &[usize],
    names: Option<usize>,
    page: &[String],
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
    if found.is_empty() || lengths.contains(&stated_length) && names.is_none() {
        // Lists without names: in the order that the file states, or the page's.
        let stated = sheet.labels.clone().unwrap_or_else(|| page.to_vec());
        let order: Option<Vec<usize>> = stated.iter().map(|name| find_label(page, name)).collect();
        if let Some(order) = order.filter(|order| order.len() == page.len()) {
            return Ok((page.to_vec(), order));
        }
        let labels = own_labels(stated)?;
        return Ok((labels.clone(), (0..labels.len()).collect()));
    }
    let common = in_all.unwrap_or_default();
    let matched = keys.iter().filter(|key| known.contains(*key)).count();
    let counted = found.len() == page.len() && found.iter().all(|name| name.starts_with("LABEL_"));
    let has_others = common.len() > matched && !sheet.logarithms;
    let is_page = if matched == page.len() {
        !(has_others && sums_need_others(sheet, answers, &keys))
    } else {
        // Not every label needs to be among the likeliest tokens of some row.
        matched > 0 && common.len() < MIN_LABELS || lengths.contains(&page.len())
    };
    if is_page || counted {
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

/// Values that stand where a tool had no number.
const PLACEHOLDERS: [f64; 4] = [-9999.0, -999.0, -100.0, -1e9];

/// Returns whether a row has nothing but a placeholder.
pub(super) fn is_placeholder(values: &[Option<f64>]) -> bool {
    let mut numbers = values.iter().flatten();
    let Some(first) = numbers.next() else {
        return false;
    };
    PLACEHOLDERS.contains(first) && numbers.all(|number| number == first)
}

/// Finds what the numbers are, from all of them and from the names of their columns.
pub(super) fn scale(sheet: &Sheet, mapping: &Mapping) -> Scale {
    let (mut least, mut greatest) = (0.0_f64, 0.0_f64);
    let mut hundreds = 0_usize;
    let mut rows = 0_usize;
    for cells in sheet.cells() {
        let Ok((values, _)) = mapping.numbers(cells) else {
            continue;
        };
        if is_placeholder(&values) {
            continue;
        }
        let sum: f64 = values.iter().flatten().sum();
        rows += 1;
        hundreds += usize::from((sum - 100.0).abs() <= 1.0);
        for number in values
            .into_iter()
            .flatten()
            .filter(|number| !PLACEHOLDERS.contains(number))
        {
            least = least.min(number);
            greatest = greatest.max(number);
        }
    }
    let named = |words: &[&str]| {
        let is_read = |role: &Role| matches!(role, Role::Label(_) | Role::Answer);
        let mut names = mapping
            .columns
            .iter()
            .zip(&mapping.roles)
            .filter(|(_, role)| is_read(role))
            .map(|(name, _)| name_key(name));
        names.any(|name| words.iter().any(|word| name.contains(word)))
    };
    if named(&["logit"]) || (least < 0.0 && greatest > 0.0) {
        Scale::Logits
    } else if least < 0.0
        || sheet.logarithms
        || (named(&["logprob", "log_prob", "logp"]) && greatest <= 0.0)
    {
        Scale::LogProbabilities
    } else if rows > 0 && hundreds == rows && greatest > 1.0 {
        Scale::Percent
    } else {
        Scale::Probabilities
    }
}

/// The right label that a cell names.
pub(super) enum Right {
    Label(usize),
    /// None is known.
    Unknown,
    /// It names something that is no label.
    Other,
}

pub(super) fn right_label(value: &Value, mapping: &Mapping) -> Right {
    let name = match value {
        Value::String(text) => clean_label(text),
        other => other.to_string(),
    };
    let may_be_name = value.is_string() || !mapping.lists_labels;
    let by_name = find_label(&mapping.labels, &name).filter(|_| may_be_name);
    let number = name.parse::<f64>().ok();
    let stands_for_none = number.is_some_and(|n| n == -1.0 || PLACEHOLDERS.contains(&n));
    if by_name.is_none() && (says_missing(&name) || stands_for_none) {
        return Right::Unknown;
    }
    // Data frames write an index with gaps in its column as `1.0`.
    let whole = name.strip_suffix(".0").unwrap_or(&name);
    let by_index = || number_of(whole).and_then(|index| mapping.order.get(index).copied());
    match by_name.or_else(by_index) {
        Some(label) => Right::Label(label),
        None => Right::Other,
    }
}
