use super::error::SkippedRow;
use super::names::role;
use crate::import::table::encoding::Encoding;
use crate::import::table::{Role, Table};
use crate::state::MAX_PROMPTS;
use serde::Serialize;

/// The result of `readTable`, in the shape that JavaScript gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableData {
    /// The labels: the caller's, or the table's own.
    pub labels: Vec<String>,
    /// Rows that a column calls context-free.
    pub context_free: Vec<ContextFreeRow>,
    /// All other rows.
    pub inputs: Vec<InputRow>,
    /// What the numbers are.
    pub scale: &'static str,
    /// How the table was read.
    pub mapping: MappingData,
    /// Rows that cannot be read; of very many the first ones.
    pub skipped: Vec<SkippedRow>,
    /// Number of further rows that cannot be read.
    pub skipped_more: usize,
    /// Names of columns that were not read.
    pub ignored_columns: Vec<String>,
    /// Indices of inputs with no value for a label, which counts as zero.
    pub incomplete: Vec<usize>,
    /// Number of rows whose right label is no label.
    pub unknown_labels: usize,
    /// Number of names with numbers that are no label, such as other tokens.
    pub other_names: usize,
    /// Number of rows that were divided by their sum.
    pub normalized: usize,
    /// Number of rows after those that there can be, which were not read.
    pub left_out: usize,
}

/// A context-free prompt with the model's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContextFreeRow {
    /// The prompt's text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prompt: String,
    /// p, length K, sums to one.
    pub probabilities: Vec<f64>,
}

/// An input with the model's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputRow {
    /// The input's text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// p, length K, sums to one.
    pub probabilities: Vec<f64>,
    /// The right label, below K, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<usize>,
}

/// How a table was read, in the form in which it can be said about another one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MappingData {
    /// Every column, in order.
    pub columns: Vec<ColumnData>,
    /// How the bytes were read; only if the source was bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'static str>,
    /// What the numbers are.
    pub scale: &'static str,
}

/// A column and its meaning.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnData {
    /// Its name; empty where there is no header.
    pub name: String,
    /// What it is.
    pub role: &'static str,
    /// The label whose numbers it has, for the role of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl TableData {
    pub(super) fn new(table: Table, encoding: Option<Encoding>) -> Self {
        let mapping = &table.mapping;
        let scale = mapping.scale.name();
        let columns = (mapping.columns.iter().zip(&mapping.roles))
            .map(|(name, found)| ColumnData {
                name: name.clone(),
                role: role(*found),
                label: match found {
                    Role::Label(label) => table.labels.get(*label).cloned(),
                    _ => None,
                },
            })
            .collect();
        // As many as `calibrate` takes; the others are counted.
        let more = table.context_free.len().saturating_sub(MAX_PROMPTS);
        let context_free = table.context_free.into_iter().take(MAX_PROMPTS);
        let context_free = context_free.map(|prompt| ContextFreeRow {
            prompt: prompt.text,
            probabilities: prompt.p.as_slice().to_vec(),
        });
        let inputs = table.inputs.into_iter().map(|input| InputRow {
            text: input.text,
            probabilities: input.p.as_slice().to_vec(),
            label: input.label,
        });
        Self {
            context_free: context_free.collect(),
            inputs: inputs.collect(),
            scale,
            mapping: MappingData {
                columns,
                encoding: encoding.map(Encoding::name),
                scale,
            },
            skipped: table.skipped.iter().map(SkippedRow::from).collect(),
            skipped_more: table.skipped_more,
            ignored_columns: table.ignored_columns,
            incomplete: table.incomplete,
            unknown_labels: table.unknown_right,
            other_names: table.other_names,
            normalized: table.normalized,
            left_out: table.left_out + more,
            labels: table.labels,
        }
    }
}
