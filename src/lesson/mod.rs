//! The lesson: guided chapters over the same state as the workbench. It contains no texts and needs no browser.
//!
//! In reading order: [`chapters`] are the chapters as data (their texts are in the locale files, under
//! `lesson.<chapter>`), [`colours`] keeps a label's colour through all of them, [`markup`] reads the mark-up inside lesson text, [`patterns`] are the measured
//! orders of four examples, [`few_shot`] builds the prompt with context-free examples, [`fill_in`] checks
//! the numbers that a reader enters in the worked example, [`measured`] counts our own measurements, which [`figures`]
//! puts into texts, [`paper`] holds the published tables, [`geometry`] computes what the views of label flips need besides the regions.

pub mod chapters;
pub mod colours;
pub mod few_shot;
pub mod figures;
pub mod fill_in;
pub mod geometry;
pub mod markup;
pub mod measured;
pub mod order;
pub mod paper;
pub mod patterns;
