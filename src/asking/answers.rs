use crate::calibration::Distribution;
use crate::state::{Row, State};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Most answers that are remembered; beyond, all are forgotten.
const MAX_KNOWN: usize = 200_000;

/// What a model is asked: how likely is each label after the prompt?
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// All text before the label.
    pub prompt: Rc<str>,
    /// The labels as they follow it, with the spaces before them; length K.
    pub labels: Rc<Vec<String>>,
}

/// What a model answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Natural logarithm of each label's probability, of all its tokens; -∞ where it is not known; length K.
    pub log_probabilities: Vec<f64>,
    /// Number of tokens of each label.
    pub tokens: Vec<usize>,
    /// True for a label whose first letters share a token with the prompt's last.
    pub melts: Vec<bool>,
    /// The greatest probability that a label can have whose own is not known, since it is not among the most likely tokens, and which
    /// counts as 0; length K.
    pub at_most: Vec<Option<f64>>,
}

impl Answer {
    /// The probabilities of the labels, divided by their sum; `None` if they are no numbers.
    pub fn distribution(&self) -> Option<Distribution> {
        let logarithms = self.log_probabilities.iter().copied();
        let most = logarithms.clone().fold(f64::NEG_INFINITY, f64::max);
        // Relative to the greatest, so that small ones do not vanish.
        let values = logarithms.map(|log_p| (log_p - most).exp()).collect();
        Some(Distribution::normalized(values).ok()?.distribution)
    }

    /// The greatest probability that a label can have which counts as 0, with the label's place; `None` if all are known.
    pub fn cut_off(&self) -> Option<(usize, f64)> {
        let unknown = self.at_most.iter().enumerate();
        unknown
            .filter_map(|(label, most)| Some((label, (*most)?)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other))
    }

    /// The probability that falls on the labels at all, 0 to 1.
    pub fn mass(&self) -> f64 {
        let mass: f64 = self.log_probabilities.iter().map(|log_p| log_p.exp()).sum();
        mass.min(1.0)
    }
}

/// Why a question was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason's name, such as `too_long`.
    pub code: String,
    /// What the sentence about it names: a number, a file, a message.
    pub about: String,
}

impl Failure {
    /// A failure that names nothing.
    pub fn new(code: &str) -> Self {
        Self::about(code, "")
    }

    /// A failure, and what its sentence names.
    pub fn about(code: &str, about: &str) -> Self {
        Self {
            code: code.to_owned(),
            about: about.to_owned(),
        }
    }
}

/// Where the numbers of a row come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// No model is in play: they were typed, loaded or linked.
    Given,
    /// The model answered. The mass is known of what was answered on this page.
    Answer {
        /// The probability that fell on the labels at all, 0 to 1.
        mass: Option<f64>,
        /// True if a label's first letters share a token with the prompt's last.
        melts: bool,
        /// The greatest probability that a label can have which counts as 0.
        at_most: Option<f64>,
    },
    /// They were dragged or typed since, or are none of the model's.
    ByHand,
    /// The model is being asked.
    Asking,
    /// The model has not been asked, or not about the text as it is.
    NotAsked,
    /// The model was asked and could not answer.
    Failed(Failure),
}

/// What a model was asked and what it answered.
#[derive(Debug, Default)]
pub struct Answers {
    known: HashMap<Question, Result<Answer, Failure>>,
}

/// What follows from the answers for a state.
#[derive(Debug, Default, PartialEq)]
pub struct Due {
    /// Answers for rows that wait for them.
    pub known: Vec<(Row, Distribution)>,
    /// What is still to be asked, each once, prompts first.
    pub open: Vec<Question>,
    /// Number of rows that wait for what is open.
    pub waiting: usize,
}

impl Answers {
    /// Remembers an answer.
    pub fn learn(&mut self, question: Question, answer: Result<Answer, Failure>) {
        if self.known.len() >= MAX_KNOWN {
            self.known.clear();
        }
        let answer = match answer {
            Ok(answer) if answer.distribution().is_none() => Err(Failure::new("not_a_number")),
            answer => answer,
        };
        self.known.insert(question, answer);
    }

    /// Forgets that questions failed, so that they are asked again.
    pub fn forget_failures(&mut self) {
        self.known.retain(|_, answer| answer.is_ok());
    }

    /// Forgets all, for another model.
    pub fn clear(&mut self) {
        self.known.clear();
    }

    /// What is due for the rows that the state's model has not been asked about.
    pub fn due(&self, state: &State) -> Due {
        let mut due = Due::default();
        let Some(measured) = state.measured.as_ref() else {
            return due;
        };
        if measured.unasked.is_empty() {
            return due;
        }
        let labels = Rc::new(state.label_texts());
        let mut asked = HashSet::new();
        for row in measured.unasked.iter() {
            let question = question(state, *row, &labels);
            match self.known.get(&question) {
                Some(Ok(answer)) if refusal(*row, answer, &labels).is_none() => {
                    due.known.extend(answer.distribution().map(|p| (*row, p)));
                }
                Some(_) => {}
                None => {
                    due.waiting += 1;
                    if asked.insert(question.clone()) {
                        due.open.push(question);
                    }
                }
            }
        }
        due
    }

    /// Where the numbers of a row come from; `asking` is true while its model is there to answer.
    pub fn origin(&self, state: &State, row: Row, asking: bool) -> Origin {
        let Some(measured) = state.measured.as_ref() else {
            return Origin::Given;
        };
        if measured.by_hand.contains(&row) {
            return Origin::ByHand;
        }
        let labels = Rc::new(state.label_texts());
        let known = self.known.get(&question(state, row, &labels));
        let refused = known.and_then(|answer| refusal(row, answer.as_ref().ok()?, &labels));
        match known {
            Some(Err(failure)) => Origin::Failed(failure.clone()),
            _ if refused.is_some() => refused.map_or(Origin::NotAsked, Origin::Failed),
            _ if measured.unasked.contains(&row) && asking => Origin::Asking,
            _ if measured.unasked.contains(&row) => Origin::NotAsked,
            known => {
                let answer = known.and_then(|answer| answer.as_ref().ok());
                Origin::Answer {
                    mass: answer.map(Answer::mass),
                    melts: answer.is_some_and(|answer| answer.melts.contains(&true)),
                    at_most: answer.and_then(|answer| Some(answer.cut_off()?.1)),
                }
            }
        }
    }
}

/// Why an answer is not taken: W has the reciprocals of a context-free prompt's probabilities, so one that counts as 0 but is not
/// would make it up.
fn refusal(row: Row, answer: &Answer, labels: &[String]) -> Option<Failure> {
    let (label, _) = answer.cut_off()?;
    let name = labels.get(label).map_or("", |label| label.trim());
    matches!(row, Row::Prompt(_)).then(|| Failure::about("cut_off", name))
}

fn question(state: &State, row: Row, labels: &Rc<Vec<String>>) -> Question {
    Question {
        prompt: state.prompt(row.text(state)).into(),
        labels: Rc::clone(labels),
    }
}
