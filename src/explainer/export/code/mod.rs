//! The computation as a short program with the current numbers in it, to run and to take apart.
//!
//! Every program starts from the context-free probabilities, prints a line `label value` for each
//! label, and stops with a sentence where W or q is undefined.

mod javascript;
mod numpy;
mod rust;

use crate::calibration::{Averaging, Distribution, Method, Readout};
use crate::explainer::{Derived, Named, State};

/// A language that the computation can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python with NumPy.
    NumPy,
    /// Rust, standard library alone.
    Rust,
    /// JavaScript, for browsers and Node.
    JavaScript,
}

impl Named for Language {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::NumPy, "numpy"),
        (Self::Rust, "rust"),
        (Self::JavaScript, "javascript"),
    ];
}

impl Language {
    /// The ending of a file in the language, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::NumPy => "py",
            Self::Rust => "rs",
            Self::JavaScript => "js",
        }
    }
}

/// A program that computes what `selected_input` (the first, where there is no such input) becomes.
///
/// `derived` must be of `state`; it tells where something is undefined.
pub fn code(language: Language, state: &State, derived: &Derived, selected_input: usize) -> String {
    let selected = if selected_input < state.inputs.len() {
        selected_input
    } else {
        0
    };
    let input = state.inputs.get(selected);
    let even = Distribution::even(state.k());
    let parts = Parts {
        state,
        p: input.map_or(&even, |input| &input.p),
        text: input.map_or("", |input| &input.text),
        zero: derived.parameters.as_ref().err().map(|zero| {
            let label = remark(state.label(zero.label));
            match (state.averaging, zero.prompt) {
                (Averaging::Parameters, Some(prompt)) => {
                    format!("Here prompt {} gives {label} no probability.", prompt + 1)
                }
                _ => format!("Here no prompt gives {label} any probability."),
            }
        }),
        negative: derived.inputs.get(selected).and_then(|output| {
            let negative = output.after.as_ref().err()?;
            let label = remark(state.label(negative.label));
            Some(format!(
                "Here the score of {label} is {:?}.",
                negative.score
            ))
        }),
    };
    let mut lines = match language {
        Language::NumPy => numpy::lines(&parts),
        Language::Rust => rust::lines(&parts),
        Language::JavaScript => javascript::lines(&parts),
    };
    lines.push(String::new());
    lines.join("\n")
}

const SOURCE: &str = "Contextual calibration: Zhao et al. 2021, arXiv 2102.09690";
const PROMPTS: &str = "What the model answers to context-free prompts, one row per prompt.";
const BY_HAND: &str = "Entries set by hand.";
const STABLE: &str = "keeps exp() from overflowing; it cancels out";
const ZERO: &str = "a context-free probability is 0, so W = 1/p is undefined: raise it to 0.001";
const NEGATIVE: &str =
    "a score is below 0 (or all are 0): such scores cannot be divided by their sum";

/// What all languages say.
struct Parts<'a> {
    state: &'a State,
    /// The test input's probabilities.
    p: &'a Distribution,
    /// The test input's text.
    text: &'a str,
    /// Why W is undefined, if it is.
    zero: Option<String>,
    /// Why q is undefined, if it is.
    negative: Option<String>,
}

impl Parts<'_> {
    fn input(&self) -> String {
        if self.text.is_empty() {
            "What it answers to the test input.".to_owned()
        } else {
            format!("What it answers to the test input {}.", remark(self.text))
        }
    }

    fn fit(&self) -> &'static str {
        match (self.state.method, self.state.averaging) {
            (Method::Diagonal, Averaging::Parameters) => {
                "Fit W = diag(p)⁻¹, b = 0 to each prompt, then average."
            }
            (Method::Diagonal, Averaging::Probabilities) => {
                "Average the prompts, then fit W = diag(p)⁻¹, b = 0."
            }
            (Method::Identity, Averaging::Parameters) => {
                "Fit W = I, b = -p to each prompt, then average."
            }
            (Method::Identity, Averaging::Probabilities) => {
                "Average the prompts, then fit W = I, b = -p."
            }
            (Method::None, _) => {
                "No calibration: W = I, b = 0, whatever the context-free prompts say."
            }
        }
    }

    fn readout(&self) -> &'static str {
        match self.state.readout {
            Readout::Softmax => "Scores s = W p + b, then q = softmax(s).",
            Readout::Normalize => "Scores s = W p + b, then q = s / sum of s.",
            Readout::Scores => "Scores s = W p + b, as they are.",
        }
    }
}

/// Items in brackets, on one line where they fit, else filled over several.
fn list(items: &[String], indent: &str, step: &str) -> String {
    const WIDTH: usize = 76;
    let one_line = format!("[{}]", items.join(", "));
    if indent.len() + one_line.chars().count() <= WIDTH {
        return one_line;
    }
    let mut lines = vec!["[".to_owned()];
    let mut line = format!("{indent}{step}");
    for item in items {
        if line.chars().count() + item.chars().count() > WIDTH && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line = format!("{indent}{step}");
        }
        line.push_str(item);
        line.push_str(", ");
    }
    lines.push(line.trim_end().to_owned());
    lines.push(format!("{indent}]"));
    lines.join("\n")
}

/// A row of numbers that read back exactly, each with a point or an exponent: a float everywhere.
fn row(p: &Distribution, indent: &str, step: &str) -> String {
    let items: Vec<String> = p
        .as_slice()
        .iter()
        .map(|value| format!("{value:?}"))
        .collect();
    list(&items, indent, step)
}

/// A string literal; `escape` writes a character that must not stand in source text.
fn literal(text: &str, escape: impl Fn(u32) -> String) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            _ if is_hidden(c) => literal.push_str(&escape(u32::from(c))),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// `\u202e`, as Python and JavaScript write it. (No hidden character lies beyond U+FFFF.)
fn four_digits(code: u32) -> String {
    format!("\\u{code:04x}")
}

/// The start of a text on one line, in quotation marks, for a comment.
fn remark(text: &str) -> String {
    const MOST: usize = 40;
    let plain = text.replace(|c: char| is_hidden(c), " ");
    let mut words = plain
        .split_whitespace()
        .flat_map(|word| [" ", word])
        .skip(1);
    let plain: String = words.by_ref().collect();
    let mut characters = plain.chars();
    let mut short: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    format!("“{short}”")
}

/// Characters that end a line, have no place in source text, or make a line read as another one
/// than it is (compilers refuse some of them for that).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}
