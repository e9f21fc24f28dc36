//! Models that answer: the source of answers as the page sees it, and the model in a worker of this page.

mod asking;
mod worker;

pub(crate) use asking::Offer;
pub(crate) use asking::{Asking, Phase};
pub(crate) use worker::{Opened, PageModel};

use crate::asking::{Answer, Failure, Question};

/// A source of answers. What it tells comes as [`News`].
pub(crate) trait Source {
    /// Asks questions, each with a number of its own, in addition to those that are not answered yet.
    fn ask(&self, questions: &[(u32, Question)]);

    /// Gives up all questions, and what is being opened.
    fn stop(&self);
}

/// What a source tells.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// So much of its weights has been fetched.
    Fetching(Amount),
    /// So much of its weights has been read.
    Reading(Amount),
    /// It answers from now on.
    Ready {
        name: String,
        bytes: f64,
        /// Where its weights are kept: "disk", "cache", "memory", "full" (in memory since the storage is full) or "file".
        kept: String,
    },
    /// It cannot be opened.
    Failed(Failure),
    /// It has answered questions, by their numbers.
    Answers(Vec<(u32, Result<Answer, Failure>)>),
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// In bytes.
    pub(crate) done: f64,
    /// In bytes.
    pub(crate) total: f64,
    /// Seconds that are left, if that can be told.
    pub(crate) left: Option<f64>,
}
