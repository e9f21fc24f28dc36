//! Questions and answers: how likely is each label after a prompt?
//!
//! Prompt and label are tokenised together; a label of several tokens is the product of each token's probability after all before
//! it. What the prompts of a call have in common, and what they have in common with the call before, is computed once.

use crate::error::Error;
use crate::gguf::{Header, Source};
use crate::model::{Model, Past, Question, Tree};
use crate::tokenizer::Tokenizer;
use std::ops::Range;

/// Most tokens computed at once: between batches and within them the caller may stop.
const BATCH: usize = 64;
/// Most tokens of a label.
pub const MAX_LABEL: usize = 64;

/// A prompt, and the labels that may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prompt<'a> {
    /// All text before the label.
    pub text: &'a str,
    /// Labels as they follow the prompt, with their leading space if they have one.
    pub labels: &'a [&'a str],
}

/// What a model says about the labels of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The tokens that all labels are answered after: those of the prompt, without the last if it melts with a label.
    pub prompt: Vec<u32>,
    /// One for each label.
    pub labels: Vec<LabelAnswer>,
}

/// What a model says about a label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelAnswer {
    /// Natural logarithm of the probability of all its tokens.
    pub log_probability: f64,
    /// Its tokens, behind those of [`Answer::prompt`].
    pub tokens: Vec<u32>,
    /// True if the label's first letters share a token with the prompt's last, or change its tokens.
    pub melts: bool,
}

impl Answer {
    /// The probability that falls on the labels at all, between 0 and 1 where no label begins another.
    #[must_use]
    pub fn mass(&self) -> f64 {
        self.labels
            .iter()
            .map(|label| label.log_probability.exp())
            .sum()
    }
}

/// A model with its tokeniser and what it remembers of the last prompt.
pub struct SmallModel {
    model: Model,
    tokenizer: Tokenizer,
    past: Past,
}

impl SmallModel {
    /// Reads a GGUF file. What is not known is refused before any weight is read. For `step` see [`Model::load`].
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn open(
        source: &mut impl Source,
        step: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<Self, Error> {
        let mut header = Header::read(source).await?;
        let configuration = crate::model::Configuration::of(&header)?;
        let tokenizer = Tokenizer::take(&mut header, configuration.vocabulary)?;
        let model = Model::load(&header, source, step).await?;
        Ok(Self {
            model,
            tokenizer,
            past: Past::default(),
        })
    }

    /// The tokeniser.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The weights.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Forgets the start of the last prompt, which is otherwise kept for the next.
    pub fn forget(&mut self) {
        self.past = Past::default();
    }

    /// Answers prompts, several in a batch. `stop` is asked every few milliseconds and may wait, so that a worker can listen
    /// for messages; true stops.
    ///
    /// # Errors
    /// [`Error::Stopped`]. What is wrong with a single prompt is its own answer: [`Error::EmptyPrompt`], [`Error::EmptyLabel`],
    /// [`Error::TooLong`], [`Error::LongLabel`], [`Error::NotANumber`].
    pub async fn answer(
        &mut self,
        prompts: &[Prompt<'_>],
        stop: &mut impl AsyncFnMut() -> bool,
    ) -> Result<Vec<Result<Answer, Error>>, Error> {
        let mut plans = Vec::with_capacity(prompts.len());
        for prompt in prompts {
            plans.push(self.plan(prompt));
            if stop().await {
                return Err(Error::Stopped);
            }
        }
        let possible: Vec<&Plan> = plans.iter().flatten().collect();
        let mut results = Vec::with_capacity(possible.len());
        for range in batches(&possible) {
            let batch = possible.get(range).unwrap_or(&[]);
            match self.answer_batch(batch, stop).await {
                Err(Error::NotANumber) => {
                    results.extend(batch.iter().map(|_| Err(Error::NotANumber)));
                }
                answers => results.extend(answers?.into_iter().map(Ok)),
            }
        }
        let mut results = results.into_iter();
        let answers = plans.iter().map(|plan| match plan {
            Ok(_) => results.next().unwrap_or(Err(Error::NotANumber)),
            Err(error) => Err(error.clone()),
        });
        Ok(answers.collect())
    }

    /// Tokenises a prompt with each of its labels.
    fn plan(&self, prompt: &Prompt) -> Result<Plan, Error> {
        let alone = self.tokenizer.tokens(prompt.text)?;
        let mut sequences = Vec::with_capacity(prompt.labels.len());
        for label in prompt.labels {
            if label.is_empty() {
                return Err(Error::EmptyLabel);
            }
            sequences.push(self.tokenizer.tokens(&format!("{}{label}", prompt.text))?);
        }
        // All labels are answered after the same tokens, so that their probabilities can be compared.
        let shared = sequences.iter().map(|tokens| common(tokens, &alone));
        let start = shared.min().unwrap_or(alone.len());
        if start == 0 {
            return Err(Error::EmptyPrompt);
        }
        let longest = sequences.iter().map(Vec::len).max().unwrap_or(start);
        if longest - start > MAX_LABEL {
            return Err(Error::LongLabel(longest - start));
        }
        let limit = self.model.configuration().context;
        if longest > limit {
            return Err(Error::TooLong {
                tokens: longest,
                limit,
            });
        }
        let melts = sequences
            .iter()
            .map(|tokens| common(tokens, &alone) < alone.len());
        Ok(Plan {
            melts: melts.collect(),
            sequences,
            start,
        })
    }

    async fn answer_batch(
        &mut self,
        plans: &[&Plan],
        stop: &mut impl AsyncFnMut() -> bool,
    ) -> Result<Vec<Answer>, Error> {
        // The last token before a label is always computed, since the answer is read from it.
        let heads = plans.iter().filter_map(|plan| plan.head());
        let mut heads = heads.map(|head| head.split_last().map_or(head, |(_, before)| before));
        let Some(first) = heads.next() else {
            return Ok(plans
                .iter()
                .map(|plan| plan.answer(&mut std::iter::empty()))
                .collect());
        };
        let shared = heads.fold(first.len(), |shared, head| shared.min(common(first, head)));
        let shared = first.get(..shared).unwrap_or(first);
        self.past.truncate(common(self.past.tokens(), shared));
        // A long start is computed in parts.
        while shared.len() - self.past.tokens().len() > BATCH {
            let known = self.past.tokens().len();
            let next = shared.get(known..known + BATCH).unwrap_or(&[]);
            let mut tree = Tree::default();
            let mut parent = None;
            for token in next {
                parent = Some(tree.place(parent, *token));
            }
            let evaluation = self.model.evaluate(&self.past, &tree, &[], stop).await?;
            evaluation.append(&mut self.past, next.len());
        }
        let known = self.past.tokens().len();
        let (tree, questions) = tree(plans, known);
        let evaluation = self
            .model
            .evaluate(&self.past, &tree, &questions, stop)
            .await?;
        evaluation.append(&mut self.past, shared.len() - known);
        let mut answers = evaluation.log_probabilities.iter().copied();
        Ok(plans.iter().map(|plan| plan.answer(&mut answers)).collect())
    }
}

/// A prompt in tokens.
struct Plan {
    /// For each label all tokens of prompt and label.
    sequences: Vec<Vec<u32>>,
    /// Number of tokens that are the prompt's in all of them.
    start: usize,
    melts: Vec<bool>,
}

impl Plan {
    /// The prompt's tokens, or `None` if there are no labels.
    fn head(&self) -> Option<&[u32]> {
        self.sequences
            .first()
            .and_then(|tokens| tokens.get(..self.start))
    }

    /// Number of tokens to compute for it behind the first `known`.
    fn rows(&self, known: usize) -> usize {
        let labels = self
            .sequences
            .iter()
            .map(|tokens| tokens.len() - self.start - 1);
        (self.start - known) + labels.sum::<usize>()
    }

    /// Takes the logarithms of each label's tokens and adds them up.
    fn answer(&self, log_probabilities: &mut impl Iterator<Item = f64>) -> Answer {
        let labels = self
            .sequences
            .iter()
            .zip(&self.melts)
            .map(|(tokens, melts)| {
                let tokens = tokens.get(self.start..).unwrap_or(&[]).to_vec();
                LabelAnswer {
                    log_probability: log_probabilities.take(tokens.len()).sum(),
                    tokens,
                    melts: *melts,
                }
            });
        Answer {
            labels: labels.collect(),
            prompt: self.head().unwrap_or(&[]).to_vec(),
        }
    }
}

/// Number of tokens that two texts begin with both.
fn common(one: &[u32], two: &[u32]) -> usize {
    one.iter().zip(two).take_while(|(a, b)| a == b).count()
}

/// Divides prompts into runs of at most [`BATCH`] tokens behind what all have in common.
fn batches(plans: &[&Plan]) -> Vec<Range<usize>> {
    let mut heads = plans.iter().filter_map(|plan| plan.head());
    let shared = heads.next().map_or(0, |first| {
        heads.fold(first.len(), |shared, head| shared.min(common(first, head)))
    });
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut rows = BATCH;
    for (number, plan) in plans.iter().enumerate() {
        let more = plan.rows(shared.min(plan.start));
        match ranges.last_mut() {
            Some(range) if rows + more <= BATCH => {
                range.end = number + 1;
                rows += more;
            }
            _ => {
                ranges.push(number..number + 1);
                rows = more;
            }
        }
    }
    ranges
}

/// All tokens behind the first `known` of several prompts, and a question for each token of each label, in their order.
fn tree(plans: &[&Plan], known: usize) -> (Tree, Vec<Question>) {
    let mut tree = Tree::default();
    let mut questions = Vec::new();
    for plan in plans {
        for tokens in &plan.sequences {
            let mut parent = None;
            for (position, token) in tokens.iter().enumerate().skip(known) {
                if let Some(place) = parent.filter(|_| position >= plan.start) {
                    questions.push(Question {
                        place,
                        token: *token,
                    });
                }
                if position + 1 < tokens.len() {
                    parent = Some(tree.place(parent, *token));
                }
            }
        }
    }
    (tree, questions)
}
