//! Errors of reading a state from a file.

use crate::import::typed_row::EntryError;
#[cfg(doc)]
use crate::state::{INPUT_SLOT, limits::*};
use thiserror::Error;

/// The reason why a file is not a state.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum JsonError {
    /// Not JSON.
    #[error("the file is not valid JSON: look at line {line}, column {column}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON, but not a state.
    #[error("{path}: {reason}")]
    Value {
        /// Position, as in `contextFree[1].probabilities[0]`; empty for the whole.
        path: String,
        /// Error at this position.
        reason: Reason,
    },
}

/// The error of a value.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Reason {
    /// A required key is missing.
    #[error("this key is missing")]
    Missing,
    /// The key is unknown.
    #[error("this key is not known")]
    UnknownKey,
    /// The value is of the wrong type; this one is needed.
    #[error("this must be {}", .0.english())]
    Expected(Kind),
    /// The value is not one of the allowed words.
    #[error("this must be one of {}", .0.join(", "))]
    NotOneOf(Vec<&'static str>),
    /// The number of items is too small or too large.
    #[error("{found} given; there can be {least} to {most}")]
    Count {
        /// Number of items.
        found: usize,
        /// Least number allowed.
        least: usize,
        /// Greatest number allowed.
        most: usize,
    },
    /// Not a row of probabilities.
    #[error(transparent)]
    Row(#[from] EntryError),
    /// A label without a name.
    #[error("a label needs a name")]
    EmptyLabel,
    /// Two labels of the same name.
    #[error("there is already a label of that name")]
    DuplicateLabel,
    /// A label longer than [`MAX_LABEL_CHARS`].
    #[error("a label has 200 characters at most")]
    LongLabel,
    /// A text longer than [`MAX_TEXT_CHARS`].
    #[error("a text has 20,000 characters at most")]
    LongText,
    /// A template without [`INPUT_SLOT`].
    #[error("the template must contain {{input}}")]
    NoSlot,
    /// A name that is not among the labels.
    #[error("there is no label of that name")]
    NoLabel,
    /// An index that is not below the number of labels.
    #[error("labels are counted from 0; this must be less than {0}")]
    NoIndex(usize),
    /// An entry beyond [`MAX_ENTRY`], positive or negative.
    #[error("an entry is a number from -1,000,000 to 1,000,000")]
    EntryOutOfRange,
    /// An entry (or name) that is there twice.
    #[error("this is there twice")]
    Repeated,
    /// A version of the format that this page does not know.
    #[error("this file was made by a newer version of the page")]
    Version,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object, `{…}`.
    Object,
    /// An array, `[…]`.
    Array,
    /// A string, `"…"`.
    Text,
    /// A finite number.
    Number,
    /// An index: 0, 1, 2, …
    Index,
}

impl Kind {
    fn english(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Index => "a whole number from 0",
        }
    }
}
