//! The calibration explainer: how the bias of a language model is measured and removed.
//!
//! Ask a model about *nothing* ("Input: nothing Sentiment:"). If its answer is not even, every
//! other answer leans the same way. Contextual calibration (Zhao et al. 2021, arXiv 2102.09690)
//! turns that answer into parameters that make it even, and applies them to real inputs.
//!
//! # Notation
//!
//! | symbol | in code | meaning |
//! | --- | --- | --- |
//! | K | [`calibration::Distribution::len`] | number of labels, 2 to 20 |
//! | N | number of [`explainer::ContextFreePrompt`]s | number of context-free prompts, 1 to 20 |
//! | p⁽ⁱ⁾ | [`calibration::Distribution`] | label probabilities of context-free prompt i, length K |
//! | W, b | [`calibration::Parameters`] | K × K matrix (row-major) and bias of length K |
//! | s = W p + b | `scores` | scores of an input, length K |
//! | q | `after` | calibrated output; by default softmax(s) |
//!
//! # Module map, in reading order
//!
//! 1. [`calibration`]: the mathematics. Knows nothing else.
//! 2. [`explainer`]: the state a reader edits, its actions, history, presets, link, import, export.
//! 3. [`chart`]: plain data to any plotters backend.
//! 4. [`lesson`]: what the guided chapters compute and check. No words, no browser.
//! 5. [`embed`]: the JavaScript interface, but for its boundary (`src/embed/main.rs`).
//! 6. `page`: the Yew components. The only part that needs a browser.

pub mod calibration;
pub mod chart;
pub mod embed;
pub mod explainer;
pub mod lesson;
#[cfg(target_arch = "wasm32")]
pub mod page;
