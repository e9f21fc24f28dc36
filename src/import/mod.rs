//! Reads input of a reader or a page: a typed or pasted row ([`typed_row`]), a table of test inputs ([`table`]),
//! a state from a file ([`state_json`]) or from the address of an embedded page ([`config`]).

pub mod config;
pub mod formula_guard;
pub mod name_key;
pub mod state_json;
pub mod table;
pub mod typed_row;
