//! The prompt that a language model is asked: what is said once, the few-shot examples, and the input in its template.

use super::ground_state::{INPUT_SLOT, State};

/// Where the label stands in a template. What stands before it is the prompt; the spaces right before it belong to the label, since
/// models know a word with its space as one token. Without it, the label follows the template after a space.
pub const LABEL_SLOT: &str = "{label}";

/// A few-shot example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its text, which takes the place of the input in the template.
    pub text: String,
    /// Index of its label.
    pub label: usize,
}

/// The parts of a template.
struct Parts<'a> {
    /// What is said once: all before the last empty line that precedes the input.
    once: &'a str,
    /// What leads to the label, with the input's slot in it.
    before: &'a str,
    /// The spaces between that and the label.
    space: &'a str,
    /// What follows the label in an example.
    after: &'a str,
}

impl<'a> Parts<'a> {
    fn of(template: &'a str) -> Self {
        let input = template.find(INPUT_SLOT).unwrap_or(template.len());
        let head = template.get(..input).unwrap_or_default();
        let start = head.rfind("\n\n").map_or(0, |at| at + 2);
        let (once, each) = template.split_at_checked(start).unwrap_or(("", template));
        let after_input = input - start;
        let label = (each.get(after_input..))
            .and_then(|rest| rest.find(LABEL_SLOT))
            .map(|at| after_input + at);
        let Some((lead, rest)) = label.and_then(|at| each.split_at_checked(at)) else {
            let space = if each.ends_with(char::is_whitespace) {
                ""
            } else {
                " "
            };
            return Self {
                once,
                before: each,
                space,
                after: "",
            };
        };
        let before = lead.trim_end_matches(' ');
        Self {
            once,
            before,
            space: lead.get(before.len()..).unwrap_or_default(),
            after: rest.get(LABEL_SLOT.len()..).unwrap_or_default(),
        }
    }
}

impl State {
    /// The prompt for a text, up to where the label would stand.
    ///
    /// ```
    /// use calibration_explainer::state::{Example, State};
    /// let mut state = State::even();
    /// state.template = "Good or bad?\n\nReview: {input}\nSentiment: {label}.".into();
    /// state.examples = vec![Example { text: "A joy".to_owned(), label: 0 }].into();
    /// assert_eq!(state.prompt("Dull"), "Good or bad?\n\nReview: A joy\nSentiment: Positive.\n\nReview: Dull\nSentiment:");
    /// assert_eq!(state.label_texts(), [" Positive", " Negative"]);
    /// ```
    pub fn prompt(&self, text: &str) -> String {
        let Parts {
            once,
            before,
            space,
            after,
        } = Parts::of(&self.template);
        let mut prompt = once.to_owned();
        for example in self.examples.iter() {
            prompt.push_str(&before.replace(INPUT_SLOT, &example.text));
            prompt.extend([space, self.label(example.label), after, "\n\n"]);
        }
        prompt + &before.replace(INPUT_SLOT, text)
    }

    /// The labels as they follow a prompt, with the spaces before them; length K.
    pub fn label_texts(&self) -> Vec<String> {
        let space = Parts::of(&self.template).space;
        let labels = self.labels.iter();
        labels.map(|label| format!("{space}{label}")).collect()
    }
}
