//! Labels as tokens: where a server tells what the tokens of a text are, the same as in the page's own engine.

use super::{MAX_LABEL_TOKENS, failure, failure_about};
use crate::asking::{Answer, Failure};

/// A prompt with each of its labels as tokens.
pub(super) struct Plan {
    /// Prompt and label, tokenised together; one for each label.
    pub(super) sequences: Vec<Vec<u32>>,
    /// Number of tokens that all labels are answered after, so that their probabilities can be compared.
    pub(super) start: usize,
    melts: Vec<bool>,
}

impl Plan {
    /// Plans from the tokens of the prompt alone and of prompt and label together.
    ///
    /// # Errors
    /// `empty_prompt` if no token stands before a label; `long_label`.
    pub(super) fn new(alone: &[u32], sequences: Vec<Vec<u32>>) -> Result<Self, Failure> {
        let shared: Vec<usize> = (sequences.iter())
            .map(|sequence| common(sequence, alone))
            .collect();
        let start = shared.iter().copied().min().unwrap_or(0);
        if start == 0 {
            return Err(failure("empty_prompt"));
        }
        let longest = sequences.iter().map(Vec::len).max().unwrap_or(start);
        if longest - start > MAX_LABEL_TOKENS {
            return Err(failure_about("long_label", longest - start));
        }
        if sequences.iter().any(|sequence| sequence.len() <= start) {
            return Err(failure("empty_label"));
        }
        Ok(Self {
            melts: shared.iter().map(|shared| *shared < alone.len()).collect(),
            sequences,
            start,
        })
    }

    /// The answer, from the logarithm of each label's probability.
    pub(super) fn answer(self, log_probabilities: Vec<f64>) -> Answer {
        let tokens = self.sequences.iter().map(|all| all.len() - self.start);
        Answer {
            tokens: tokens.collect(),
            melts: self.melts,
            at_most: vec![None; log_probabilities.len()],
            log_probabilities,
        }
    }
}

/// Length of what two sequences have in common at their start.
fn common(one: &[u32], other: &[u32]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}
