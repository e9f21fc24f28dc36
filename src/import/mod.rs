//! Reading what a reader or a page brings: a row that is typed or pasted ([`typed_row`]), a table of test inputs ([`table`]),
//! a state from a file ([`state_json`]) or from the address of an embedded page ([`config`]).

pub mod config;
pub mod formula_guard;
pub mod state_json;
pub mod table;
pub mod typed_row;
