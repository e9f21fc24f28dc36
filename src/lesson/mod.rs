//! The lesson: guided chapters over the same state as the workbench. No browser, no words.
//!
//! The words are in `lesson-words/`, one file for each language, under `lesson.<chapter>`.

pub mod chapters;
