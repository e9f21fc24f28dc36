//! Limits that hold on the page, in links and in files alike.

pub use crate::calibration::{MAX_LABELS, MIN_LABELS};

/// Greatest number of context-free prompts.
pub const MAX_PROMPTS: usize = 20;
/// Greatest number of test inputs.
pub const MAX_INPUTS: usize = 100_000;
/// Greatest number of few-shot examples of a state: a model reads them all again whenever one changes.
pub const MAX_SHOTS: usize = 32;
/// Greatest number of examples that the lesson's few-shot builder writes.
pub const MAX_EXAMPLES: usize = 500;
/// Longest name of a label, in characters.
pub const MAX_LABEL_CHARS: usize = 200;
/// Longest text of a prompt, an input or a template, in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;
/// Largest entry of W or b that can be set by hand, in absolute value.
pub const MAX_ENTRY: f64 = 1e6;
/// Smallest probability that a drag can set, so that it never makes W undefined.
pub const SMALLEST_DRAGGED: f64 = 0.001;
/// Longest link, in characters; a longer one is shared as a file.
pub const MAX_LINK_CHARS: usize = 8_000;
