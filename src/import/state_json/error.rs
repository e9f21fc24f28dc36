//! Why a file is not a state.

use crate::import::typed_row::EntryError;
#[cfg(doc)]
use crate::state::{INPUT_SLOT, limits::*};
use thiserror::Error;

/// Why a file is not a state.
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
    /// JSON, but no state.
    #[error("{path}: {reason}")]
    Value {
        /// Where, as JavaScript writes it: `contextFree[1].probabilities[0]`; empty for the whole.
        path: String,
        /// What is wrong there.
        reason: Reason,
    },
}

/// What is wrong with a value.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Reason {
    /// The key must be there.
    #[error("this key is missing")]
    Missing,
    /// The key means nothing here.
    #[error("this key is not known")]
    UnknownKey,
    /// Another kind of value is needed.
    #[error("this must be {}", .0.english())]
    Expected(Kind),
    /// Not one of the words that are allowed.
    #[error("this must be one of {}", .0.join(", "))]
    NotOneOf(Vec<&'static str>),
    /// Too few or too many.
    #[error("{found} given; there can be {least} to {most}")]
    Count {
        /// How many there are.
        found: usize,
        /// Fewest.
        least: usize,
        /// Most.
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
    /// [`MAX_LABEL_CHARS`].
    #[error("a label has 200 characters at most")]
    LongLabel,
    /// [`MAX_TEXT_CHARS`].
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
    /// Above [`MAX_ENTRY`].
    #[error("an entry is a number from -1,000,000 to 1,000,000")]
    EntryOutOfRange,
    /// The same entry (or name) twice.
    #[error("this is there twice")]
    Repeated,
    /// A version that this page does not know.
    #[error("this file was made by a newer version of the page")]
    Version,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    Text,
    /// A finite number.
    Number,
    /// 0, 1, 2, …
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
