//! What a reader takes away: the state as JSON (and back), tables as CSV, the computation as code.

pub mod code;
pub mod csv;
pub mod json;
