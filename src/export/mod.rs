//! Exports: the state as JSON, tables as CSV, the computation as code, the snippet that embeds the explainer.

pub mod code;
pub mod csv;
pub mod embed;
pub mod json;
