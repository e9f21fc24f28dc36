//! The result of reading a link.

use super::view::View;
use crate::import::typed_row::{EntryError, Note};
use crate::presets::Preset;
use crate::state::State;

/// The version that [`crate::link::format()`] writes.
pub const VERSION: &str = "1";

/// A link that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The state; valid for any link.
    pub state: State,
    /// The preset that the link names, if it is known.
    pub preset: Option<Preset>,
    /// True if the link changes nothing of the preset.
    pub untouched: bool,
    /// Look of the page.
    pub view: View,
    /// Notices for the reader.
    pub notices: Vec<Notice>,
}

/// Something in a link that was left out or changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// An unknown key.
    UnknownKey(String),
    /// A value that could not be used; the default is used instead.
    BadValue {
        /// The key, with its position where the key repeats: `cf[2]`.
        key: String,
        /// The start of the value.
        value: String,
        /// Reason why it could not be used.
        reason: Reason,
    },
    /// A row was changed to be a distribution.
    Changed {
        /// The key with its position.
        key: String,
        /// Change that was made.
        note: Note,
    },
}

/// The reason why a value in a link cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Not one of the words that are allowed.
    NotOneOf(Vec<&'static str>),
    /// Not a row of probabilities.
    Row(EntryError),
    /// Fewer than 2 or more than 20 labels, one without a name, one too long, or two alike.
    Labels,
    /// More prompts or inputs than there can be.
    TooMany(usize),
    /// Text too long.
    LongText,
    /// No label of that name.
    NoLabel(String),
    /// Not K × K (or K) numbers within the limits.
    Entries(usize),
    /// A template without `{input}`.
    NoSlot,
    /// `hand` without `source`: nothing was measured.
    NoSource,
    /// No context-free prompt or test input of that number.
    NoRow,
    /// The key is there twice.
    Repeated,
    /// A version of the format that this page does not know.
    Version,
}
