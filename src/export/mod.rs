//! What a reader takes away: the state as JSON (and back), tables as CSV, the computation as code, the snippet that embeds it.

pub mod code;
pub mod csv;
pub mod embed;
pub mod json;
