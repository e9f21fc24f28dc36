use crate::calibration::{Averaging, Distribution, EstimatedFrom, Method, Readout};
use crate::state::limits::{MAX_LABEL_CHARS, MAX_TEXT_CHARS};
use crate::state::{Example, Input, Inputs, Measured, Sparse};
use std::rc::Rc;

/// Placeholder for the input in a template.
pub const INPUT_SLOT: &str = "{input}";

/// A context-free prompt: an input without content, and the model's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextFreePrompt {
    /// Text in place of the template's placeholder, for example "nothing", "N/A" or the empty string.
    pub text: String,
    /// The model's label probabilities, length K.
    pub p: Distribution,
}

/// A real input, and the model's answer: one row of [`Inputs`] that stands alone.
#[derive(Clone, Debug, PartialEq)]
pub struct TestInput {
    /// The input's text; may be empty.
    pub text: String,
    /// The model's label probabilities, length K.
    pub p: Distribution,
    /// The right label, where it is known.
    pub label: Option<usize>,
}

/// Entries of W and b that were set by hand; all others are computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// (row, column) → entry of W.
    pub w: Sparse<(usize, usize)>,
    /// Label → entry of b.
    pub b: Sparse<usize>,
}

impl Overrides {
    /// Returns whether every entry is computed.
    pub fn is_empty(&self) -> bool {
        self.w.is_empty() && self.b.is_empty()
    }

    /// The overrides after labels were renumbered; `to` gives a label's new index, or `None` where
    /// it is gone.
    pub(super) fn renumbered(&self, to: impl Fn(usize) -> Option<usize>) -> Self {
        Self {
            w: (self.w.iter())
                .filter_map(|&((r, c), v)| Some(((to(r)?, to(c)?), v)))
                .collect(),
            b: self
                .b
                .iter()
                .filter_map(|&(k, v)| Some((to(k)?, v)))
                .collect(),
        }
    }
}

/// Everything that a reader can edit; all that is shown is computed from it.
///
/// Invariants: K labels, 2 to 20, different and not empty; `locked` and every distribution of
/// length K; 1 to 20 prompts (0 to 20 where p̂ is estimated from the inputs); 1 to 100,000 inputs; right labels below K; the template holds
/// [`INPUT_SLOT`]; overrides are finite and within K. [`super::apply`] and the readers of links
/// and files keep them.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The labels' names, length K.
    pub labels: Rc<Vec<String>>,
    /// True for a label that keeps its probability while others are dragged; length K.
    pub locked: Vec<bool>,
    /// The prompt as a person would send it, with [`INPUT_SLOT`] in it.
    pub template: Rc<str>,
    /// The few-shot examples that stand before the input in the prompt, in their order.
    pub examples: Rc<Vec<Example>>,
    /// The context-free prompts, length N.
    pub prompts: Rc<Vec<ContextFreePrompt>>,
    /// The test inputs.
    pub inputs: Inputs,
    /// Method by which W and b are fitted.
    pub method: Method,
    /// Order of averaging and fitting.
    pub averaging: Averaging,
    /// What p̂ is estimated from.
    pub from: EstimatedFrom,
    /// Readout of the scores.
    pub readout: Readout,
    /// Entries set by hand.
    pub overrides: Overrides,
    /// Whose answers the rows are, where a model gave any.
    pub measured: Option<Measured>,
}

impl State {
    /// Number of labels K.
    pub fn k(&self) -> usize {
        self.labels.len()
    }

    /// Returns whether W and b are means of those of several context-free prompts.
    pub fn averages_parameters(&self) -> bool {
        self.averages() && self.averaging == Averaging::Parameters
    }

    /// Returns whether there are several context-free prompts, over which parameters or probabilities are averaged.
    pub fn averages(&self) -> bool {
        self.from == EstimatedFrom::Prompts && self.prompts.len() > 1
    }

    /// The template of a new state.
    pub fn default_template() -> Rc<str> {
        "Input: {input} Sentiment:".into()
    }

    /// A state with one prompt and one input, even over Positive and Negative.
    pub fn even() -> Self {
        let p = Distribution::even(2);
        let prompt = ContextFreePrompt {
            text: "nothing".to_owned(),
            p: p.clone(),
        };
        let input = TestInput {
            text: String::new(),
            p,
            label: None,
        };
        let labels = vec!["Positive".to_owned(), "Negative".to_owned()];
        Self::new(labels, vec![prompt], vec![input].into())
    }

    /// A state over labels with default choices; prompts and inputs must be of the labels' length.
    pub fn new(labels: Vec<String>, prompts: Vec<ContextFreePrompt>, inputs: Inputs) -> Self {
        Self {
            locked: vec![false; labels.len()],
            labels: Rc::new(labels),
            template: Self::default_template(),
            prompts: Rc::new(prompts),
            inputs,
            method: Method::default(),
            averaging: Averaging::default(),
            from: EstimatedFrom::default(),
            readout: Readout::default(),
            overrides: Overrides::default(),
            examples: Rc::default(),
            measured: None,
        }
    }

    /// The same numbers without the texts of inputs and template; context-free prompts are numbered from 1.
    pub fn without_texts(&self) -> Self {
        let prompts = self.prompts.iter().zip(1..);
        let prompts = prompts.map(|(prompt, number)| ContextFreePrompt {
            text: number.to_string(),
            p: prompt.p.clone(),
        });
        Self {
            template: Self::default_template(),
            examples: Rc::default(),
            prompts: Rc::new(prompts.collect()),
            inputs: self
                .inputs
                .iter()
                .map(|input| Input { text: "", ..input })
                .collect(),
            ..self.clone()
        }
    }

    /// A label's name; empty where there is no such label.
    pub fn label(&self, k: usize) -> &str {
        self.labels.get(k).map_or("", String::as_str)
    }

    /// The index of the label with this name.
    pub fn find_label(&self, name: &str) -> Option<usize> {
        self.labels.iter().position(|l| l == name)
    }
}

/// Cleans a name or text for use as a label: without control characters, with single spaces between words.
pub(crate) fn clean_label(name: &str) -> String {
    // Remove control characters first: that can bring spaces next to each other.
    let plain = name.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a label's name is short enough.
pub(crate) fn label_fits(name: &str) -> bool {
    name.chars().count() <= MAX_LABEL_CHARS
}

/// Returns whether a text is short enough.
pub(crate) fn text_fits(text: &str) -> bool {
    text.len() <= MAX_TEXT_CHARS || text.chars().count() <= MAX_TEXT_CHARS
}
