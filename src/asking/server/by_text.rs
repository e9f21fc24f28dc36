//! Labels as texts: where a server tells its most likely tokens alone, and not which tokens a label has.

use super::json::{logarithm, token_bytes};
use super::{MAX_LABEL_TOKENS, failure};
use crate::asking::{Answer, Failure, Question};
use serde_json::Value;
use std::collections::HashMap;

/// The most likely tokens after a prompt.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alternatives {
    /// The bytes of each, and the logarithm of its probability.
    tokens: Vec<(Vec<u8>, f64)>,
    /// Logarithm of the greatest probability that any other token can have.
    cut: f64,
}

impl Alternatives {
    /// Takes tokens with the logarithms of their probabilities.
    ///
    /// # Errors
    /// `server_no_logprobs` if there are none; `server_shape` if their probabilities sum to more than 1.
    pub(super) fn new(tokens: Vec<(Vec<u8>, f64)>) -> Result<Self, Failure> {
        let least = tokens.iter().map(|(_, log_p)| *log_p).reduce(f64::min);
        let least = least.ok_or_else(|| failure("server_no_logprobs"))?;
        let sum: f64 = tokens.iter().map(|(_, log_p)| log_p.exp()).sum();
        if sum > 1.01 {
            return Err(failure("server_shape"));
        }
        // No other is more likely than the least of these, or than what they leave.
        let rest = (1.0 - sum).max(1e-12).ln();
        Ok(Self {
            tokens,
            cut: least.min(rest),
        })
    }

    /// Reads a list of objects with `token`, `bytes` and `logprob`.
    ///
    /// # Errors
    /// As [`Self::new`], and `server_shape` for a list of something else.
    pub(super) fn of_entries(entries: &[Value]) -> Result<Self, Failure> {
        let entry = |entry: &Value| {
            let bytes = token_bytes(entry).ok_or_else(|| failure("server_shape"))?;
            Ok((bytes, logarithm(entry.get("logprob"))?))
        };
        Self::new(entries.iter().map(entry).collect::<Result<_, Failure>>()?)
    }

    /// Number of tokens.
    pub(super) fn count(&self) -> usize {
        self.tokens.len()
    }

    /// The longest token that a text begins with, and the logarithm of its probability.
    fn start_of(&self, text: &[u8]) -> Option<(usize, f64)> {
        let begins = |(token, log_p): &(Vec<u8>, f64)| {
            (!token.is_empty() && text.starts_with(token)).then_some((token.len(), *log_p))
        };
        self.tokens
            .iter()
            .filter_map(begins)
            .max_by_key(|(length, _)| *length)
    }
}

/// What became of a label.
enum Found {
    /// The logarithm of its probability, and its number of tokens.
    Seen(f64, usize),
    /// The logarithm of the greatest probability that it can have.
    AtMost(f64),
}

/// Asks about labels piece by piece: the most likely tokens after the prompt, and where such a token begins a label without being all
/// of it, those after that, and so on.
pub(super) async fn ask(
    question: &Question,
    alternatives: impl AsyncFn(&str) -> Result<Alternatives, Failure>,
) -> Result<Answer, Failure> {
    let mut known: HashMap<String, Alternatives> = HashMap::new();
    let mut found = Vec::with_capacity(question.labels.len());
    for label in question.labels.iter() {
        let mut context = question.prompt.to_string();
        let mut rest = label.as_str();
        let mut log_p = 0.0;
        let mut pieces = 0;
        // What a longer token, one that is not told, can have at most.
        let mut hidden = f64::NEG_INFINITY;
        let found_label = loop {
            if !known.contains_key(&context) {
                known.insert(context.clone(), alternatives(&context).await?);
            }
            let Some(after) = known.get(&context) else {
                return Err(failure("server_shape"));
            };
            let start = after.start_of(rest.as_bytes());
            let Some((length, piece)) = start.filter(|_| pieces < MAX_LABEL_TOKENS) else {
                break Found::AtMost(hidden.max(log_p + after.cut));
            };
            if length < rest.len() {
                hidden = hidden.max(log_p + after.cut);
            }
            log_p += piece;
            pieces += 1;
            let Some((piece, after)) = rest.split_at_checked(length) else {
                // The token ends within a letter, and half a letter cannot be sent.
                break Found::AtMost(hidden.max(log_p));
            };
            context.push_str(piece);
            rest = after;
            if rest.is_empty() {
                // Pieces less likely than an untold token are not how the model says the label.
                break match log_p >= hidden {
                    true => Found::Seen(log_p, pieces),
                    false => Found::AtMost(hidden),
                };
            }
        };
        found.push(found_label);
    }
    answer(found)
}

/// Answers by the first piece of a reply: a label has the probability of the tokens that begin it and no other label. Spaces before
/// labels and tokens do not count, since a reply begins a line of its own.
///
/// # Errors
/// `no_label` if no token begins any.
pub(super) fn first_piece(
    question: &Question,
    alternatives: &Alternatives,
) -> Result<Answer, Failure> {
    let labels: Vec<&[u8]> = (question.labels.iter())
        .map(|label| label.trim_start().as_bytes())
        .collect();
    let mut sums: Vec<Vec<f64>> = vec![Vec::new(); labels.len()];
    for (token, log_p) in &alternatives.tokens {
        let token = token.trim_ascii_start();
        let mut begun = (labels.iter().zip(&mut sums))
            .filter(|(label, _)| !token.is_empty() && label.starts_with(token));
        if let (Some((_, sum)), None) = (begun.next(), begun.next()) {
            sum.push(log_p.exp());
        }
    }
    let found = sums.iter().map(|sum| match sum.is_empty() {
        true => Found::AtMost(alternatives.cut),
        false => Found::Seen(sum.iter().sum::<f64>().ln(), 1),
    });
    answer(found.collect())
}

fn answer(found: Vec<Found>) -> Result<Answer, Failure> {
    if found.iter().all(|found| matches!(found, Found::AtMost(_))) {
        return Err(failure("no_label"));
    }
    let mut answer = Answer::default();
    for found in found {
        let (log_p, tokens, at_most) = match found {
            Found::Seen(log_p, tokens) => (log_p, tokens, None),
            Found::AtMost(most) => (f64::NEG_INFINITY, 0, Some(most.exp().min(1.0))),
        };
        answer.log_probabilities.push(log_p);
        answer.tokens.push(tokens);
        answer.melts.push(false);
        answer.at_most.push(at_most);
    }
    Ok(answer)
}
