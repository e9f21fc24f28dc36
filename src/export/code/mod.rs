//! The computation as a short program with the current numbers in it, to run and to take apart.
//!
//! Every program starts from the context-free probabilities, prints a line `label value` for each
//! label, and stops with a sentence where W or q is undefined. The programs' text is in `*.txt`.

use crate::calibration::{Averaging, Distribution, Method, Readout};
use crate::import::typed_row;
use crate::state::{Derived, State, named};

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
    /// The ending of a file in the language, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::NumPy => "py",
            Self::Rust => "rs",
            Self::JavaScript => "js",
        }
    }
}

/// What a language has of its own. In a template, a line stands behind `|`; it is kept where all
/// conditions before the `|` hold: `d` diagonal, `i` identity, `n` none, `f` not none; `a` averages
/// parameters, `m` probabilities; `s` softmax, `z` normalize, `r` scores; `o` entries set by hand.
/// One `§name§` in it is filled in, and the line is left out where there is nothing to fill in.
struct Syntax {
    template: &'static str,
    /// What one step is indented by.
    step: &'static str,
    /// What every line of the computation is indented by.
    indent: &'static str,
    comment: &'static str,
    /// Name of W, what stands between row and column, end of a statement.
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

/// A program that computes what `selected_input` (the first, where there is no such input) becomes.
///
/// `derived` must be of `state`; it tells where something is undefined.
pub fn code(language: Language, state: &State, derived: &Derived, selected_input: usize) -> String {
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
        let mutable = |is_edited: bool| Some(if is_edited { "mut " } else { "" }.to_owned());
        match name {
            "k" => Some(state.k().to_string()),
            "n" => Some(state.prompts.len().to_string()),
            "labels" => {
                let labels: Vec<String> = state
                    .labels
                    .iter()
                    .map(|label| self.literal(label))
                    .collect();
                Some(list(&labels, "", self.syntax.step))
            }
            "prompts" => Some(self.prompts()),
            "input" => {
                let text = &state.inputs.get(self.selected)?.text;
                Some(if text.is_empty() {
                    String::new()
                } else {
                    format!(" {}", self.remark(text))
                })
            }
            "p" => Some(row(
                &state.inputs.get(self.selected)?.p,
                "",
                self.syntax.step,
            )),
            "overrides" => Some(self.overrides()),
            "zero" => {
                let zero = self.derived.parameters.as_ref().err()?;
                let label = self.remark(state.label(zero.label));
                Some(match (state.averaging, zero.prompt) {
                    (Averaging::Parameters, Some(prompt)) => {
                        format!("Here prompt {} gives {label} no probability.", prompt + 1)
                    }
                    _ => format!("Here no prompt gives {label} any probability."),
                })
            }
            "negative" => {
                let negative = self
                    .derived
                    .inputs
                    .get(self.selected)?
                    .after
                    .as_ref()
                    .err()?;
                let label = self.remark(state.label(negative.label));
                Some(format!(
                    "Here the score of {label} is {:?}.",
                    negative.score
                ))
            }
            "mut w" => mutable(!state.overrides.w.is_empty()),
            "mut b" => mutable(!state.overrides.b.is_empty()),
            _ => None,
        }
    }

    fn prompts(&self) -> String {
        let Syntax { step, comment, .. } = self.syntax;
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

    /// A string literal, without characters that must not stand in source text.
    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => literal.extend(['\\', c]),
                '\n' => literal.push_str("\\n"),
                _ if is_hidden(c) => {
                    let code = u32::from(c);
                    // Four digits are enough: no hidden character lies beyond U+FFFF.
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
            // It may be pasted into a page, where `</script>` ends it wherever it stands.
            literal = literal.replace("</", "<\\/").replace("<!", "\\u003c!");
        }
        literal
    }

    /// The start of a text on one line, in quotation marks, for a comment.
    fn remark(&self, text: &str) -> String {
        let plain = text
            .replace(is_hidden, " ")
            .replace("</", "< /")
            .replace("<!", "< !");
        let words: Vec<&str> = plain.split_whitespace().collect();
        format!("“{}”", typed_row::excerpt(&words.join(" ")))
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
