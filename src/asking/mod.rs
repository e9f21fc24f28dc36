//! Asking a language model about the rows of a state: questions, answers, and what is still to be asked.
//!
//! The state says which rows a model has not been asked about ([`Measured::unasked`](crate::state::Measured)). A row's [`Question`] is
//! its whole prompt with the labels; [`Answers`] remembers what was answered. So an answer that comes late belongs to no row any
//! more, and a text that comes back, by undo for one, need not be asked about again.

mod answers;
mod random;
pub mod server;
mod words;

pub use answers::{Answer, Answers, Due, Failure, Origin, Question};
pub use random::Random;
pub use words::{MAX_DRAWN, of_random_words};
