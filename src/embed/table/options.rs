//! The options of `readTable`, read and checked.

use super::names::{LABEL, ROLES, encodings, find, scales};
use crate::embed::error::{Code, Path};
use crate::embed::plain::At;
use crate::embed::spec::labels;
use crate::embed::{Plain, SpecError};
use crate::import::table::encoding::Encoding;
use crate::import::table::{Role, Scale, find_label};
use crate::state::clean_label;

/// Greatest number of columns that can be named.
const MAX_COLUMNS: usize = 10_000;

/// What the caller says about a table.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The labels of the caller, or those that `columns` name; there may be none.
    pub(super) labels: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) encoding: Option<Encoding>,
    pub(super) scale: Option<Scale>,
}

/// A column by its name, and what it means.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) role: ColumnRole,
}

/// The meaning of a column; labels have names here, since their order may be the table's.
#[derive(Debug)]
pub(super) enum ColumnRole {
    Plain(Role),
    Label(String),
}

impl Options {
    pub(super) fn read<P: Plain>(options: P) -> Result<Self, SpecError> {
        if options.is_missing() {
            return Ok(Self::default());
        }
        let options = At {
            path: Path::Root,
            value: options,
        };
        options.object(&["labels", "mapping"])?;
        let mut read = Self::default();
        if let Some(mapping) = options.optional("mapping") {
            mapping.object(&["columns", "encoding", "scale"])?;
            if let Some(columns) = mapping.optional("columns") {
                let all = columns.items(0, MAX_COLUMNS)?;
                read.columns = all.map(|item| column(&item)).collect::<Result<_, _>>()?;
            }
            read.encoding = one_of(mapping.optional("encoding"), encodings())?;
            read.scale = one_of(mapping.optional("scale"), scales())?;
        }
        read.labels = match options.optional("labels") {
            Some(names) => labels(&names)?,
            None => read.named_labels(),
        };
        Ok(read)
    }

    /// Returns whether a column has the numbers of one label.
    pub(super) fn names_a_label(&self) -> bool {
        self.columns.iter().any(|column| column.label().is_some())
    }

    /// Returns whether every label has a column of its numbers: then no label of the table counts.
    pub(super) fn names_every_label(&self) -> bool {
        let named = |label: usize| {
            let mut names = self.columns.iter().filter_map(Column::label);
            names.any(|name| find_label(&self.labels, name) == Some(label))
        };
        !self.labels.is_empty() && (0..self.labels.len()).all(named)
    }

    /// The labels that columns have, if there are enough of them.
    fn named_labels(&self) -> Vec<String> {
        let mut named: Vec<String> = Vec::new();
        for name in self.columns.iter().filter_map(Column::label) {
            if find_label(&named, name).is_none() {
                named.push(name.to_owned());
            }
        }
        if named.len() < crate::state::MIN_LABELS {
            named.clear();
        }
        named
    }
}

impl Column {
    fn label(&self) -> Option<&str> {
        match &self.role {
            ColumnRole::Label(name) => Some(name),
            ColumnRole::Plain(_) => None,
        }
    }
}

fn column<P: Plain>(column: &At<P>) -> Result<Column, SpecError> {
    column.object(&["name", "role", "label"])?;
    let name = column.required("name")?.text()?;
    let role = column.required("role")?;
    if role.text()? == LABEL {
        let label = clean_label(&column.required("label")?.text()?);
        let role = ColumnRole::Label(label);
        return Ok(Column { name, role });
    }
    if let Some(label) = column.optional("label") {
        return label.fail(
            Code::UnknownKey,
            format!("only the role \"{LABEL}\" has a label"),
        );
    }
    let words = ROLES.iter().map(|(_, name)| *name).chain([LABEL]);
    match find(&ROLES, &role.text()?) {
        Some(role) => Ok(Column {
            name,
            role: ColumnRole::Plain(role),
        }),
        None => role.fail(Code::UnknownChoice, choices(words)),
    }
}

/// The place of a column: the first of its name that is not taken; where the table has no header, its place in the list.
pub(super) fn place(names: &[String], name: &str, i: usize, taken: &[usize]) -> Option<usize> {
    if names.iter().all(String::is_empty) {
        return (i < names.len() && name.is_empty()).then_some(i);
    }
    let same = |at: &usize| {
        names
            .get(*at)
            .is_some_and(|other| other.trim() == name.trim())
    };
    (0..names.len()).find(|at| same(at) && !taken.contains(at))
}

fn one_of<P: Plain, T: Copy>(
    choice: Option<At<P>>,
    all: &[(T, &str)],
) -> Result<Option<T>, SpecError> {
    let Some(choice) = choice else {
        return Ok(None);
    };
    match find(all, &choice.text()?) {
        Some(value) => Ok(Some(value)),
        None => choice.fail(
            Code::UnknownChoice,
            choices(all.iter().map(|(_, name)| *name)),
        ),
    }
}

fn choices<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    format!("this must be one of {}", names.join(", "))
}
