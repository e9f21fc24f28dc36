//! A small language model, asked for one thing: how likely is each label after a prompt?
//!
//! ```
//! use small_model::{Error, Prompt, SmallModel};
//!
//! async fn ask(mut file: impl small_model::gguf::Source) -> Result<f64, Error> {
//!     let mut model = SmallModel::open(&mut file, &mut async |_bytes_done| false).await?;
//!     let prompt = Prompt { text: "Review: N/A\nSentiment:", labels: &[" Negative", " Positive"] };
//!     let mut answers = model.answer(&[prompt], &mut async || false).await?;
//!     Ok(answers.remove(0)?.mass())
//! }
//! ```
//!
//! Models are GGUF files of the llama architecture. [`SmallModel::open`] reads one, piece by piece, and
//! [`SmallModel::answer`] answers prompts. Both are asynchronous, so that a caller can wait for a download, listen for messages
//! and stop in between; a native program runs them with any executor that waits.
//!
//! Modules, each of which knows only those before it: `error`, [`types`], [`gguf`], `matrix`, [`model`], [`tokenizer`], `score`.

mod error;
pub mod gguf;
mod matrix;
pub mod model;
mod score;
pub mod tokenizer;
pub mod types;

pub use error::Error;
pub use score::{Answer, LabelAnswer, MAX_LABEL, Prompt, SmallModel};
