//! What the columns of a table are: by their names first, then by what is in them.

mod guess;
mod labels;
mod names;
mod profile;
mod scale;

pub(super) use guess::guess;
pub(super) use names::{INDEX_COLUMNS, is_counted, is_known, is_number_name, is_one_of};
pub use names::{LABEL_COLUMNS, TEXT_COLUMNS};
pub(super) use scale::{is_placeholder, scale};

use super::sheet::{Cells, Sheet, cell, says_missing};
use super::value;
use crate::import::name_key::name_key;
use crate::state::clean_label;
use names::number_of;
use scale::PLACEHOLDERS;
use serde_json::Value;

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

impl Role {
    /// Returns whether only one column can have it.
    pub fn is_for_one_column(self) -> bool {
        !matches!(self, Self::Ignored | Self::Answer)
    }
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
    /// The order in which the file counts labels, as indices into `labels`; K stands for one that is not among them.
    pub order: Vec<usize>,
    /// True if the file lists its labels: then a number is an index, even where a label is called "4".
    pub lists_labels: bool,
}
/// Finds a label by its name: exactly, or else in another form of it.
pub fn find_label(labels: &[String], name: &str) -> Option<usize> {
    let exact = labels.iter().position(|label| label == name);
    exact.or_else(|| {
        let key = name_key(name);
        labels.iter().position(|label| name_key(label) == key)
    })
}
fn mapping_role(roles: &[Role], at: usize) -> Role {
    roles.get(at).copied().unwrap_or(Role::Ignored)
}
impl Mapping {
    /// A mapping of columns that have no meaning yet.
    pub(super) fn unread(sheet: &Sheet) -> Self {
        Self {
            labels: Vec::new(),
            columns: sheet.columns.clone(),
            roles: vec![Role::Ignored; sheet.columns.len()],
            scale: Scale::Probabilities,
            order: Vec::new(),
            lists_labels: sheet.labels.is_some(),
        }
    }

    /// Takes these labels in place of what was found. No column has their numbers yet.
    pub(super) fn keep_labels(&mut self, labels: &[String]) {
        if self.labels != labels {
            self.labels = labels.to_vec();
            self.order = (0..labels.len()).collect();
        }
        for role in &mut self.roles {
            if matches!(role, Role::Label(_) | Role::Answer | Role::LabelNames) {
                *role = Role::Ignored;
            }
        }
    }

    fn set(&mut self, at: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(at) {
            *slot = role;
        }
    }

    /// Gives a column a meaning; one that only one column can have is taken from the other.
    pub(super) fn choose(&mut self, at: usize, role: Role) {
        if role.is_for_one_column() {
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
                        .map(|&label| self.labels.get(label).cloned().unwrap_or_default())
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
        Some(label) if label < mapping.labels.len() => Right::Label(label),
        _ => Right::Other,
    }
}
