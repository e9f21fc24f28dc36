//! Panel 4: does calibrating help on these inputs, by how much, and is that more than chance?

mod details;
mod methods;
pub(crate) mod panel;
mod summary;
