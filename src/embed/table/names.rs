//! Names of the reader's values in JavaScript. They are part of the interface: new ones may be added, existing ones stay.

use crate::calibration::DistributionError;
use crate::import::table::encoding::Encoding;
use crate::import::table::{Role, RowError, Scale, TableError};
use crate::import::typed_row::EntryError;

/// Every role but that of a label's numbers, with its name.
pub(super) const ROLES: [(Role, &str); 6] = [
    (Role::Text, "text"),
    (Role::RightLabel, "right-label"),
    (Role::ContextFree, "context-free"),
    (Role::Answer, "answer"),
    (Role::LabelNames, "label-names"),
    (Role::Ignored, "ignored"),
];

/// The role of a column with the numbers of one label.
pub(super) const LABEL: &str = "label";

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Text => "text",
        Role::RightLabel => "right-label",
        Role::ContextFree => "context-free",
        Role::Label(_) => LABEL,
        Role::Answer => "answer",
        Role::LabelNames => "label-names",
        Role::Ignored => "ignored",
    }
}

/// The value with a name.
pub(super) fn find<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    let found = all.iter().find(|(_, known)| *known == name);
    found.map(|(value, _)| *value)
}

pub(super) fn scales() -> &'static [(Scale, &'static str)] {
    &Scale::ALL
}

pub(super) fn encodings() -> &'static [(Encoding, &'static str)] {
    &Encoding::ALL
}

/// The code of a table of which nothing was read.
pub(super) fn table_code(error: &TableError) -> &'static str {
    match error {
        TableError::Empty => "empty",
        TableError::NoLabelColumn(_) => "no-label-column",
        TableError::OtherCount { .. } => "wrong-length",
        TableError::NoNumbers => "no-numbers",
        TableError::OnlyTexts(_) => "only-texts",
        TableError::NoLabels => "no-labels",
        TableError::ManyLabels(_) => "many-labels",
        TableError::NoRows => "no-rows",
        TableError::NothingReadable { .. } => "nothing-readable",
        TableError::Json { .. } => "not-json",
        TableError::NoInputs => "no-inputs",
    }
}

/// The code of a row that cannot be read.
pub(super) fn row_code(error: &RowError) -> &'static str {
    match error {
        RowError::Values(error) => entry_code(error),
        RowError::Cells { .. } => "wrong-cells",
        RowError::LongText => "too-long",
        RowError::TextType => "wrong-type",
        RowError::Item => "wrong-item",
        RowError::NoProbabilities => "no-probabilities",
        RowError::Placeholder(_) => "placeholder",
        RowError::Json(_) => "not-json",
    }
}

fn entry_code(error: &EntryError) -> &'static str {
    match error {
        EntryError::Empty => "no-probabilities",
        EntryError::NotANumber(_) => "not-a-number",
        EntryError::Count { .. } => "wrong-length",
        EntryError::UnknownLabel(_) => "no-such-label",
        EntryError::MissingLabel(_) => "missing-label",
        EntryError::RepeatedLabel(_) => "duplicate-label",
        EntryError::Values(error) => match error {
            DistributionError::Length(_) => "wrong-length",
            DistributionError::NotFinite(_) => "not-finite",
            DistributionError::Negative(_) => "negative",
            DistributionError::NoSum => "no-sum",
        },
    }
}
