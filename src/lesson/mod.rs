//! The lesson: what its chapters compute and look up. No browser, no words.
//!
//! In reading order: [`markup`] reads the mark-up inside lesson text; [`patterns`] are the measured
//! orders of four examples, [`few_shot`] builds the prompt of the remedy in words, [`fill_in`] checks
//! what a reader fills into the worked example, [`paper`] holds the published tables.

pub mod few_shot;
pub mod fill_in;
pub mod markup;
pub mod paper;
pub mod patterns;
