//! The lesson: guided chapters over the same state as the workbench. No browser, no words.
//!
//! In reading order: [`chapters`] are the chapters as data (their words are in the locale files, under
//! `lesson.<chapter>`), [`markup`] reads the mark-up inside lesson text, [`patterns`] are the measured
//! orders of four examples, [`few_shot`] builds the prompt of the remedy in words, [`fill_in`] checks
//! what a reader fills into the worked example, [`measured`] counts our own measurements, [`paper`]
//! holds the published tables, [`geometry`] is what the views of where labels flip need besides the borders themselves.

pub mod chapters;
pub mod few_shot;
pub mod fill_in;
pub mod geometry;
pub mod markup;
pub mod measured;
pub mod order;
pub mod paper;
pub mod patterns;
