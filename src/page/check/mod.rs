//! Views of how well calibration does on inputs whose right labels are known.

mod ground;
pub(crate) mod landscape;
mod picture;
mod words;
