//! Counts of the rows that reading a file has changed.

use crate::import::typed_row::Note;
use std::cell::Cell;

/// Numbers of rows that were not probabilities as given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Number of rows that were divided by their sum.
    pub normalized: Cell<usize>,
    /// Number of rows that were read as log-probabilities.
    pub log_probabilities: Cell<usize>,
}

impl Changed {
    pub(super) fn count(&self, note: Option<Note>) {
        let counter = match note {
            Some(Note::Normalized { .. }) => &self.normalized,
            Some(Note::LogProbabilities) => &self.log_probabilities,
            None => return,
        };
        counter.set(counter.get() + 1);
    }
}
