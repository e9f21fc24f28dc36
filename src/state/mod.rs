//! The state that a reader edits, with its actions and its history. It contains no texts and needs no browser.
//!
//! [`State`] is the ground state; [`Derived`] is computed from it and never stored. [`apply`] is
//! pure and total: it returns a new state or a [`Refusal`] with the reason. [`History`] keeps
//! states for undo and redo.

mod action;
mod by_hand;
mod checked;
mod derived;
mod ground_state;
mod history;
mod inputs;
pub mod limits;
mod listing;
mod measured;
mod named;
mod number;
mod prompt;
mod sparse;

pub use action::{Action, Refusal, Row, apply};
pub use by_hand::{put_on_curve, put_on_shift};
pub use checked::{Checked, form, with_approach, with_shift};
pub use derived::Derived;
pub use ground_state::{ContextFreePrompt, INPUT_SLOT, Overrides, State, TestInput};
pub(crate) use ground_state::{clean_label, label_fits, text_fits};
pub use history::{History, Merge, TextOf};
pub use inputs::{Input, Inputs};
pub use limits::*;
pub use listing::{Listing, Show, Sort};
pub use measured::Measured;
pub use named::Named;
pub(crate) use named::named;
pub use number::{fixed, full, parse, percent_of, short};
pub use prompt::{Example, LABEL_SLOT};
pub use sparse::Sparse;
