//! The calibration explainer: how the bias of a language model is measured and removed.
//!
//! Ask a model about *nothing* ("Input: nothing Sentiment:"). If its answer is not even, other
//! answers tend to lean the same way. Contextual calibration (Zhao et al. 2021, arXiv 2102.09690)
//! turns that answer into parameters that make it even, and applies them to real inputs.
//!
//! # Notation
//!
//! | symbol | in code | meaning |
//! | --- | --- | --- |
//! | K | [`calibration::Distribution::len`] | number of labels, 2 to 20 |
//! | N | number of [`state::ContextFreePrompt`]s | number of context-free prompts, 1 to 20 |
//! | p⁽ⁱ⁾ | [`calibration::Distribution`] | label probabilities of context-free prompt i, length K |
//! | W, b | [`calibration::Parameters`] | K × K matrix (row-major) and bias of length K |
//! | s = W p + b | `scores` | scores of an input, length K |
//! | q | `after` | calibrated output; by default softmax(s) |
//!
//! # Module map, in reading order
//!
//! 1. [`calibration`]: the mathematics; it depends on no other module.
//! 2. [`check`]: does calibration help, by how much, and is that more than chance?
//! 3. [`state`]: the state that a reader edits, its actions, history and limits, numbers as text.
//! 4. [`asking`]: what a language model is asked about the rows of a state, and its answers.
//! 5. [`import`]: typed rows, pasted tables and files, converted to rows and states.
//! 6. [`presets`]: starting points and their data.
//! 7. [`link`]: a state as an address, and back.
//! 8. [`export`]: a state as CSV, JSON, code and snippets.
//! 9. [`phrase`]: messages about refusals and errors of all of these, independent of the language.
//! 10. [`chart`]: charts from plain data, for any plotters backend; it depends on no other module.
//! 11. [`lesson`]: computations and checks of the guided chapters. It contains no texts and needs no browser.
//! 12. [`embed`]: the JavaScript interface, except for its boundary (`src/embed/boundary/`).
//! 13. `page`: the Yew components. The only part that needs a browser.
//!
//! Each module depends only on those before it in this list.

pub mod asking;
pub mod calibration;
pub mod chart;
pub mod check;
pub mod embed;
pub mod export;
pub mod import;
pub mod lesson;
pub mod link;
#[cfg(target_arch = "wasm32")]
pub mod page;
pub mod phrase;
pub mod presets;
pub mod state;
