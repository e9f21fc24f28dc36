//! The state that a reader edits, and everything that can be done to it. No browser, no words.
//!
//! [`State`] is the ground state; [`Derived`] is computed from it and never stored. [`apply`] is
//! pure and total: it returns a new state or a [`Refusal`] that says why not. [`History`] keeps
//! states for undo and redo. [`permalink`] reads and writes the link, [`entry`] reads what is
//! typed or pasted into a row, [`import`] reads files: of test inputs ([`table`]), of a whole state, and a state in
//! the address of an embedded page ([`config`]). [`export`] writes files and code.

mod action;
pub mod config;
mod derived;
pub mod entry;
pub mod export;
mod history;
pub mod import;
mod limits;
pub mod measured;
pub mod message;
mod names;
mod number;
pub mod permalink;
pub mod phrase;
pub mod presets;
mod sparse;
mod state;
pub mod table;

pub use action::{Action, Refusal, Row, apply};
pub use derived::Derived;
pub use history::{History, Merge};
pub use limits::*;
pub use names::Named;
pub use number::{fixed, full, parse, short};
pub use sparse::Sparse;
pub(crate) use state::clean_label;
pub use state::{ContextFreePrompt, INPUT_SLOT, Overrides, State, TestInput};
