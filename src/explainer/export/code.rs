//! stub
use crate::explainer::{Derived, State};
/// Language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// NumPy
    NumPy,
    /// Rust
    Rust,
    /// JavaScript
    JavaScript,
}
/// Code.
pub fn code(_: Language, _: &State, _: &Derived, _: usize) -> String {
    String::new()
}
