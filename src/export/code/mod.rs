//! The computation as a short program with the current numbers in it, to run and to modify.
//!
//! Every program starts from the context-free probabilities, prints a line `label value` for each
//! label, and stops with a message where W or q is undefined. The templates are in `*.txt`; their comments are in the reader's
//! language, which the caller knows.

use crate::calibration::{Averaging, Distribution, EstimatedFrom, Method, Readout};
use crate::import::typed_row;
use crate::state::{Derived, State, named};
use std::fmt::Display;

/// A language that the computation can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Python with NumPy.
    #[default]
    NumPy,
    /// Rust, standard library alone.
    Rust,
    /// JavaScript, for browsers and Node.
    JavaScript,
}

named!(Language {
    NumPy = "numpy",
    Rust = "rust",
    JavaScript = "javascript",
});

impl Language {
    /// The file extension of the language, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::NumPy => "py",
            Self::Rust => "rs",
            Self::JavaScript => "js",
        }
    }
}

/// The syntax of a language. A line of the template has the form `conditions|text`; it is kept if all
/// its conditions hold: `d` diagonal, `i` identity, `n` none, `f` not none; `a` averages parameters,
/// `m` probabilities; `s` softmax, `z` normalize, `r` scores; `o` entries set by hand. The text may have
/// one placeholder `§name§`, which is filled in; the line is left out if there is nothing to fill in.
struct Syntax {
    template: &'static str,
    /// Indentation of one level.
    step: &'static str,
    /// Indentation of every line of the computation.
    indent: &'static str,
    comment: &'static str,
    /// Tokens of an entry of W: its name, the separator of row and column, the end of a statement.
    entry: [&'static str; 3],
}

impl Language {
    fn syntax(self) -> Syntax {
        match self {
            Self::NumPy => Syntax {
                template: include_str!("numpy.txt"),
                step: "    ",
                indent: "",
                comment: "  # ",
                entry: ["W", ", ", ""],
            },
            Self::Rust => Syntax {
                template: include_str!("rust.txt"),
                step: "    ",
                indent: "    ",
                comment: " // ",
                entry: ["w", "][", ";"],
            },
            Self::JavaScript => Syntax {
                template: include_str!("javascript.txt"),
                step: "  ",
                indent: "",
                comment: " // ",
                entry: ["W", "][", ";"],
            },
        }
    }
}

/// The words of a comment: by its key, such as `fit_then_average`, with the names and values of its blanks.
pub type Comments<'a> = &'a dyn Fn(&str, &[(&str, &dyn Display)]) -> String;

/// Writes a program that computes the output of `selected_input` (of the first input if there is no such index).
///
/// `derived` must be computed from `state`; it shows which values are undefined.
pub fn code(
    language: Language,
    state: &State,
    derived: &Derived,
    selected_input: usize,
    comments: Comments<'_>,
) -> String {
    let selected = if selected_input < state.inputs.len() {
        selected_input
    } else {
        0
    };
    let program = Program {
        language,
        syntax: language.syntax(),
        state,
        derived,
        selected,
        comments,
    };
    let holds = program.conditions();
    let mut lines: Vec<String> = (program.syntax.template.lines())
        .filter_map(|line| line.split_once('|'))
        .filter(|(conditions, _)| conditions.chars().all(|c| holds.contains(&c)))
        .filter_map(|(_, line)| program.filled_in(line))
        .collect();
    lines.push(String::new());
    lines.join("\n")
}

struct Program<'a> {
    language: Language,
    syntax: Syntax,
    state: &'a State,
    derived: &'a Derived,
    /// Index of the test input.
    selected: usize,
    comments: Comments<'a>,
}

impl Program<'_> {
    fn conditions(&self) -> [char; 5] {
        [
            match self.state.method {
                Method::Diagonal => 'd',
                Method::Identity => 'i',
                Method::None => 'n',
            },
            match self.state.averaging {
                Averaging::Parameters => 'a',
                Averaging::Probabilities => 'm',
            },
            match self.state.readout {
                Readout::Softmax => 's',
                Readout::Normalize => 'z',
                Readout::Scores => 'r',
            },
            if self.state.method == Method::None {
                'n'
            } else {
                'f'
            },
            if self.state.overrides.is_empty() {
                '-'
            } else {
                'o'
            },
        ]
    }

    fn filled_in(&self, line: &str) -> Option<String> {
        let Some((before, rest)) = line.split_once('§') else {
            return Some(line.to_owned());
        };
        let (name, after) = rest.split_once('§')?;
        Some([before, &self.value(name)?, after].concat())
    }

    fn value(&self, name: &str) -> Option<String> {
        let state = self.state;
        if let Some(key) = name.strip_prefix("say ") {
            return Some(self.comment(key));
        }
        let mutable = |is_edited: bool| Some(if is_edited { "mut " } else { "" }.to_owned());
        match name {
            "k" => Some(state.k().to_string()),
            "n" => Some(match state.from {
                EstimatedFrom::Prompts => state.prompts.len().to_string(),
                EstimatedFrom::Inputs => "1".to_owned(),
            }),
            "labels" => {
                let labels: Vec<String> = state
                    .labels
                    .iter()
                    .map(|label| self.literal(label))
                    .collect();
                Some(list(&labels, "", self.syntax.step))
            }
            "prompts" => Some(self.prompts()),
            "p" => Some(row(
                &state.inputs.get(self.selected)?.p.to_distribution(),
                "",
                self.syntax.step,
            )),
            "overrides" => Some(self.overrides()),
            "measured" => {
                let source = &state.measured.as_ref()?.source;
                let prompt = format!("{:?}", state.prompt("{input}"));
                let (source, prompt) = (self.remark(source), self.remark(&prompt));
                Some((self.comments)(
                    "measured",
                    &[("source", &source), ("prompt", &prompt)],
                ))
            }
            "zero" => {
                let zero = self.derived.parameters.as_ref().err()?;
                let label = self.remark(state.label(zero.label));
                Some(match (state.averaging, zero.prompt) {
                    (Averaging::Parameters, Some(prompt)) => {
                        let number = prompt + 1;
                        (self.comments)("zero_prompt", &[("number", &number), ("label", &label)])
                    }
                    (_, None) => (self.comments)("zero_inputs", &[("label", &label)]),
                    _ => (self.comments)("zero_prompts", &[("label", &label)]),
                })
            }
            "negative" => {
                let negative = self.derived.input(state, self.selected)?.after.err()?;
                let label = self.remark(state.label(negative.label));
                let score = format!("{:?}", negative.score);
                Some((self.comments)(
                    "negative",
                    &[("label", &label), ("score", &score)],
                ))
            }
            "mut w" => mutable(!state.overrides.w.is_empty()),
            "mut b" => mutable(!state.overrides.b.is_empty()),
            _ => None,
        }
    }

    /// A comment of the template.
    fn comment(&self, key: &str) -> String {
        let text = self.state.inputs.get(self.selected);
        let text = text.map(|input| input.text).filter(|text| !text.is_empty());
        match text.filter(|_| key == "input") {
            Some(text) => (self.comments)("input_named", &[("text", &self.remark(text))]),
            None => (self.comments)(key, &[]),
        }
    }

    /// The mean over the test inputs, where p̂ is estimated from them: the program takes it for the answer to its only prompt.
    fn batch(&self) -> Option<Distribution> {
        let rows = self.state.inputs.rows().map(|(p, _)| p);
        (self.state.from == EstimatedFrom::Inputs)
            .then(|| Distribution::mean_of_rows(self.state.k(), rows))?
    }

    fn prompts(&self) -> String {
        let Syntax { step, comment, .. } = self.syntax;
        if let Some(mean) = self.batch() {
            let count = self.state.inputs.len();
            let text = (self.comments)("mean_of_inputs", &[("count", &count)]);
            return [step, &row(&mean, step, step), ",", comment, &text].concat();
        }
        let rows: Vec<String> = (self.state.prompts.iter())
            .map(|prompt| {
                let text = self.remark(&prompt.text);
                [step, &row(&prompt.p, step, step), ",", comment, &text].concat()
            })
            .collect();
        rows.join("\n")
    }

    fn overrides(&self) -> String {
        let Syntax {
            indent,
            entry: [w, between, end],
            ..
        } = self.syntax;
        let overrides = &self.state.overrides;
        let w = (overrides.w.iter())
            .map(|((i, j), value)| format!("{indent}{w}[{i}{between}{j}] = {value:?}{end}"));
        let b = overrides
            .b
            .iter()
            .map(|(i, value)| format!("{indent}b[{i}] = {value:?}{end}"));
        w.chain(b).collect::<Vec<_>>().join("\n")
    }

    /// Writes a string literal; characters that must not be in source text are escaped.
    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => literal.extend(['\\', c]),
                '\n' => literal.push_str("\\n"),
                _ if is_hidden(c) => {
                    let code = u32::from(c);
                    // Four digits are enough: no hidden character is above U+FFFF.
                    literal.push_str(&match self.language {
                        Language::Rust => format!("\\u{{{code:x}}}"),
                        _ => format!("\\u{code:04x}"),
                    });
                }
                _ => literal.push(c),
            }
        }
        literal.push('"');
        if self.language == Language::JavaScript {
            // The program may be pasted into a page, where `</script>` ends it even inside a string.
            literal = literal.replace("</", "<\\/").replace("<!", "\\u003c!");
        }
        literal
    }

    /// Cuts a text to its start, on one line and in quotation marks, for a comment.
    fn remark(&self, text: &str) -> String {
        let plain = text
            .replace(is_hidden, " ")
            .replace("</", "< /")
            .replace("<!", "< !");
        let words: Vec<&str> = plain.split_whitespace().collect();
        format!("“{}”", typed_row::excerpt(&words.join(" ")))
    }
}

/// Writes items in brackets, on one line if they fit, otherwise filled over several lines.
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

/// Writes a row of numbers that read back exactly, each with a point or an exponent, which makes it a float in every language.
fn row(p: &Distribution, indent: &str, step: &str) -> String {
    let items: Vec<String> = p
        .as_slice()
        .iter()
        .map(|value| format!("{value:?}"))
        .collect();
    list(&items, indent, step)
}

/// Returns whether a character ends a line, is not allowed in source text, or makes a line look
/// different from what it is (compilers refuse some of these for that reason).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}
