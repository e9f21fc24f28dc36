//! A remedy at the level of the prompt: examples that hold every context-free input once under every
//! label, among real examples.

use crate::asking::Random;
use crate::state::{INPUT_SLOT, MAX_EXAMPLES, MAX_LABELS, MAX_PROMPTS, MAX_TEXT_CHARS, MIN_LABELS};

/// Number of examples of one label at the end from which on there is a warning.
pub const RUN: usize = 3;

/// The parts of a few-shot prompt. Anything beyond the explainer's limits is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct FewShot {
    /// The labels' names.
    pub labels: Vec<String>,
    /// The prompt of one input, with [`INPUT_SLOT`] in it; it ends where the label is to follow.
    pub template: String,
    /// Inputs without content. The empty string is one of them in the paper.
    pub context_free: Vec<String>,
    /// Real examples.
    pub examples: Vec<Example>,
    /// Order of the finished examples.
    pub order: Order,
}

/// A real example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The input.
    pub text: String,
    /// Its label, an index.
    pub label: usize,
}

/// The order of the finished examples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Real examples as they were written, the context-free ones spread evenly among them.
    #[default]
    AsWritten,
    /// Shuffled; the same number always gives the same order.
    Shuffled(u64),
}

/// One finished example of the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Input of the example.
    pub input: Input,
    /// The input's text.
    pub text: &'a str,
    /// The label it is shown under, an index.
    pub label: usize,
}

/// An input of the builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A context-free one, by index.
    ContextFree(usize),
    /// A real example, by index.
    Example(usize),
}

/// The length of a prompt. Tokens are not counted, since every model splits text in its own way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Characters, spaces and line breaks among them.
    pub characters: usize,
    /// Words; every Chinese or Japanese character counts as one.
    pub words: usize,
}

/// A problem of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Fewer than two labels.
    FewLabels,
    /// A label without a name.
    EmptyLabel(usize),
    /// A label with the same name as an earlier one.
    RepeatedLabel(usize),
    /// There is no real example.
    NoExamples,
    /// There are real examples, but none has this label.
    LabelWithoutExample(usize),
    /// Labels that have real examples do not have equally many.
    UnequalLabels {
        /// The (first) label with the fewest.
        fewest: usize,
        /// The (first) label with the most.
        most: usize,
    },
    /// A real example without text.
    EmptyText(usize),
    /// An input that is there a second time, so that it does not come once under every label.
    RepeatedInput(Input),
    /// There is no context-free input.
    NoContextFree,
    /// The template has no place for the input.
    TemplateWithoutInput,
    /// The last examples all have one label: models favour the labels of the last examples.
    Run {
        /// Number of these examples, at least [`RUN`].
        count: usize,
        /// Their label.
        label: usize,
    },
    /// The prompt is longer than a template of the workbench may be.
    TooLong,
}

impl FewShot {
    /// The finished examples in their order. Examples of a label that does not exist are left out.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        let k = self.k();
        let mut neutral = (self.context_free.iter().take(MAX_PROMPTS).enumerate())
            .flat_map(|(i, text)| {
                (0..k).map(move |label| Block {
                    input: Input::ContextFree(i),
                    text: cut(text),
                    // Rotated by one for every input, so that the same label does not always come last.
                    label: (label + i) % k,
                })
            })
            .collect::<Vec<_>>()
            .into_iter();
        let mut real = self.real().collect::<Vec<_>>().into_iter();
        let totals = (real.len(), neutral.len());
        let mut blocks = Vec::with_capacity(totals.0 + totals.1);
        loop {
            // Each kind is spaced evenly; the one that is due first comes next.
            let due = |left: usize, total: usize, other: usize| (2 * (total - left) + 1) * other;
            let real_is_due =
                due(real.len(), totals.0, totals.1) <= due(neutral.len(), totals.1, totals.0);
            let next = if real_is_due {
                real.next().or_else(|| neutral.next())
            } else {
                neutral.next().or_else(|| real.next())
            };
            match next {
                Some(block) => blocks.push(block),
                None => break,
            }
        }
        if let Order::Shuffled(seed) = self.order {
            Random::new(seed).shuffle(&mut blocks);
        }
        blocks
    }

    /// The finished prompt: the examples, and the question with [`INPUT_SLOT`] left in it.
    ///
    /// ```
    /// use calibration_explainer::lesson::few_shot::{Example, FewShot, Order};
    /// let example = |text: &str, label| Example { text: text.into(), label };
    /// let prompt = FewShot {
    ///     labels: vec!["Good".into(), "Bad".into()],
    ///     template: "Dish: {input}\nVerdict:".into(),
    ///     context_free: vec!["N/A".into()],
    ///     examples: vec![example("Burnt toast", 1), example("Fresh bread", 0)],
    ///     order: Order::AsWritten,
    /// };
    /// assert_eq!(
    ///     prompt.text(),
    ///     "Dish: Burnt toast\nVerdict: Bad\n\nDish: N/A\nVerdict: Good\n\n\
    ///      Dish: Fresh bread\nVerdict: Good\n\nDish: N/A\nVerdict: Bad\n\nDish: {input}\nVerdict:"
    /// );
    /// ```
    pub fn text(&self) -> String {
        self.asked(INPUT_SLOT)
    }

    /// The finished prompt with `input` in its question.
    pub fn asked(&self, input: &str) -> String {
        let mut text = String::new();
        for block in self.blocks() {
            text.push_str(&self.line(&block));
            text.push_str("\n\n");
        }
        text.push_str(&self.question(input));
        text
    }

    /// One example as it is in the prompt.
    pub fn line(&self, block: &Block<'_>) -> String {
        let mut line = self.question(block.text);
        // A full-width sign, as after “情感：”, brings its own room.
        let wide =
            line.ends_with(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}'));
        line.push_str(if wide { "" } else { " " });
        line.push_str(self.labels.get(block.label).map_or("", |label| cut(label)));
        line
    }

    /// The question at the end of the prompt.
    pub fn question(&self, input: &str) -> String {
        cut(&self.template)
            .trim_end()
            .replace(INPUT_SLOT, cut(input))
    }

    /// The length of the finished prompt.
    pub fn length(&self) -> Length {
        Length::of(&self.text())
    }

    /// Number of real examples of each label.
    pub fn examples_by_label(&self) -> Vec<usize> {
        let mut counts = vec![0; self.k()];
        for block in self.real() {
            if let Some(count) = counts.get_mut(block.label) {
                *count += 1;
            }
        }
        counts
    }

    /// All problems of the prompt; none if it is balanced.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if !self.template.contains(INPUT_SLOT) {
            warnings.push(Warning::TemplateWithoutInput);
        }
        if self.context_free.is_empty() {
            warnings.push(Warning::NoContextFree);
        }
        self.warn_of_labels(&mut warnings);
        self.warn_of_inputs(&mut warnings);
        let blocks = self.blocks();
        if let Some(last) = blocks.last() {
            let same = |block: &&Block<'_>| block.label == last.label;
            let count = blocks.iter().rev().take_while(same).count();
            if count >= RUN && self.k() >= MIN_LABELS {
                let label = last.label;
                warnings.push(Warning::Run { count, label });
            }
        }
        if self.length().characters > MAX_TEXT_CHARS {
            warnings.push(Warning::TooLong);
        }
        warnings
    }

    fn warn_of_labels(&self, warnings: &mut Vec<Warning>) {
        if self.k() < MIN_LABELS {
            warnings.push(Warning::FewLabels);
        }
        let mut names: Vec<&str> = Vec::new();
        for (label, name) in self.labels.iter().take(MAX_LABELS).enumerate() {
            let name = name.trim();
            if name.is_empty() {
                warnings.push(Warning::EmptyLabel(label));
            } else if names.contains(&name) {
                warnings.push(Warning::RepeatedLabel(label));
            }
            names.push(name);
        }
        let counts = self.examples_by_label();
        if counts.iter().all(|&count| count == 0) {
            warnings.push(Warning::NoExamples);
            return;
        }
        let (mut fewest, mut most) = (None, None);
        for (label, count) in counts.into_iter().enumerate() {
            if count == 0 {
                warnings.push(Warning::LabelWithoutExample(label));
                continue;
            }
            if fewest.is_none_or(|(_, least)| count < least) {
                fewest = Some((label, count));
            }
            if most.is_none_or(|(_, greatest)| count > greatest) {
                most = Some((label, count));
            }
        }
        if let (Some((fewest, least)), Some((most, greatest))) = (fewest, most)
            && least < greatest
        {
            warnings.push(Warning::UnequalLabels { fewest, most });
        }
    }

    fn warn_of_inputs(&self, warnings: &mut Vec<Warning>) {
        let context_free = (self.context_free.iter().take(MAX_PROMPTS).enumerate())
            .map(|(i, text)| (Input::ContextFree(i), text.trim()));
        let examples = (self.examples.iter().take(MAX_EXAMPLES).enumerate())
            .map(|(i, example)| (Input::Example(i), example.text.trim()));
        let mut seen: Vec<&str> = Vec::new();
        for (input, text) in context_free.chain(examples) {
            match input {
                Input::Example(i) if text.is_empty() => warnings.push(Warning::EmptyText(i)),
                _ if seen.contains(&text) => warnings.push(Warning::RepeatedInput(input)),
                _ => seen.push(text),
            }
        }
    }

    fn k(&self) -> usize {
        self.labels.len().min(MAX_LABELS)
    }

    fn real(&self) -> impl Iterator<Item = Block<'_>> {
        let k = self.k();
        (self.examples.iter().take(MAX_EXAMPLES).enumerate())
            .filter(move |(_, example)| example.label < k)
            .map(|(i, example)| Block {
                input: Input::Example(i),
                text: cut(&example.text),
                label: example.label,
            })
    }
}

impl Length {
    /// The length of a text.
    ///
    /// ```
    /// use calibration_explainer::lesson::few_shot::Length;
    /// assert_eq!(Length::of("我喜欢 eggs."), Length { characters: 9, words: 4 });
    /// ```
    pub fn of(text: &str) -> Self {
        let mut length = Self::default();
        let mut inside = false;
        for c in text.chars() {
            length.characters += 1;
            match c {
                '\u{3040}'..='\u{30ff}'
                | '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{20000}'..='\u{3ffff}' => {
                    length.words += 1;
                    inside = false;
                }
                // Chinese punctuation separates words without a space.
                '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' => {
                    inside = false;
                }
                _ if c.is_whitespace() => inside = false,
                // Punctuation neither begins a word nor ends one: N/A, don't.
                '\u{2000}'..='\u{206f}' => {}
                _ if c.is_ascii() && !c.is_ascii_alphanumeric() => {}
                _ => {
                    length.words += usize::from(!inside);
                    inside = true;
                }
            }
        }
        length
    }
}

/// Cuts a text to the greatest length that the explainer accepts.
fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_TEXT_CHARS);
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}
