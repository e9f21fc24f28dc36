//! Panel 4: does calibrating help on these inputs, by how much, and is that more than chance?

mod details;
mod finding;
mod ground;
mod landscape;
mod list;
mod methods;
pub(crate) mod panel;
mod picture;
pub(crate) mod summary;
mod words;
