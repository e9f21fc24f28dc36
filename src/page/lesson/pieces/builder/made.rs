//! The content of the builder: labels, template, context-free inputs, examples, question.

use crate::lesson::few_shot::{Example, FewShot, Order};
use crate::page::dom;
use crate::page::i18n::t;
use crate::state::{MAX_EXAMPLES, MAX_LABELS, MAX_PROMPTS, State};

/// One of the builder's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Labels,
    ContextFree,
    Examples,
}

impl List {
    /// The list's name in ids.
    fn name(self) -> &'static str {
        match self {
            Self::Labels => "label",
            Self::ContextFree => "context-free",
            Self::Examples => "example",
        }
    }
}

/// A field that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// An item of a list.
    Item(List, usize),
    Template,
    /// The input of the question at the end of the prompt.
    Input,
}

/// Texts of new context-free inputs, from the paper and from the teaching text; the first that is not there yet is taken.
const NEUTRAL: [&str; 4] = ["N/A", "nothing", "[MASK]", ""];

/// The content of the builder.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) few_shot: FewShot,
    /// The input of the question at the end of the prompt.
    pub(crate) input: String,
}

impl Made {
    /// The content at the beginning: the example of the chapter's text.
    pub(crate) fn example() -> Self {
        let example = |text: yew::AttrValue, label| Example {
            text: text.to_string(),
            label,
        };
        Self {
            few_shot: FewShot {
                labels: State::even().labels.to_vec(),
                template: State::default_template().to_string(),
                context_free: NEUTRAL.iter().take(2).map(|&t| t.to_owned()).collect(),
                examples: vec![
                    example(t!("lesson.words.builder.default_1"), 1),
                    example(t!("lesson.words.builder.default_2"), 0),
                ],
                order: Order::AsWritten,
            },
            input: t!("lesson.words.builder.default_input").to_string(),
        }
    }

    /// The whole prompt.
    pub(crate) fn text(&self) -> String {
        self.few_shot.asked(&self.input)
    }

    /// The label of the last example before the question.
    pub(crate) fn last_label(&self) -> &str {
        let last = self.few_shot.blocks().last().map(|block| block.label);
        last.and_then(|label| self.few_shot.labels.get(label))
            .map_or("", |label| label)
    }

    /// Sets the text of a field.
    pub(crate) fn type_into(&mut self, field: Field, text: String) {
        let few_shot = &mut self.few_shot;
        let place = match field {
            Field::Item(List::Labels, i) => few_shot.labels.get_mut(i),
            Field::Item(List::ContextFree, i) => few_shot.context_free.get_mut(i),
            Field::Item(List::Examples, i) => few_shot.examples.get_mut(i).map(|e| &mut e.text),
            Field::Template => Some(&mut few_shot.template),
            Field::Input => Some(&mut self.input),
        };
        if let Some(place) = place {
            *place = text;
        }
    }

    /// Changes the label of an example.
    pub(crate) fn label_example(&mut self, i: usize, label: usize) {
        if let Some(example) = self.few_shot.examples.get_mut(i) {
            example.label = label;
        }
    }

    /// Number of items of a list.
    pub(crate) fn len(&self, list: List) -> usize {
        match list {
            List::Labels => self.few_shot.labels.len(),
            List::ContextFree => self.few_shot.context_free.len(),
            List::Examples => self.few_shot.examples.len(),
        }
    }

    /// Adds an item to a list, unless it is full.
    pub(crate) fn add(&mut self, list: List) {
        let few_shot = &mut self.few_shot;
        match list {
            List::Labels if few_shot.labels.len() < MAX_LABELS => {
                let number = few_shot.labels.len() + 1;
                let name = t!("labels.new", number = number).to_string();
                few_shot.labels.push(name);
            }
            List::ContextFree if few_shot.context_free.len() < MAX_PROMPTS => {
                let new = |text: &&str| !few_shot.context_free.iter().any(|known| known == text);
                let text = NEUTRAL.into_iter().find(new).unwrap_or_default();
                few_shot.context_free.push(text.to_owned());
            }
            List::Examples if few_shot.examples.len() < MAX_EXAMPLES => {
                // The label with the fewest examples, so that additions balance them.
                let counts = few_shot.examples_by_label();
                let fewest = counts.iter().zip(0..).min().map_or(0, |(_, label)| label);
                few_shot.examples.push(Example {
                    text: String::new(),
                    label: fewest,
                });
            }
            _ => {}
        }
    }

    /// Removes an item of a list, and moves the focus if its button is gone.
    pub(crate) fn remove(&mut self, list: List, i: usize) {
        let few_shot = &mut self.few_shot;
        let length = match list {
            List::Labels => few_shot.labels.len(),
            List::ContextFree => few_shot.context_free.len(),
            List::Examples => few_shot.examples.len(),
        };
        if i >= length {
            return;
        }
        match list {
            List::Labels => {
                few_shot.labels.remove(i);
                // Examples of a removed label cannot be in the prompt; undo brings them back.
                few_shot.examples.retain(|example| example.label != i);
                for example in &mut few_shot.examples {
                    example.label -= usize::from(example.label > i);
                }
            }
            List::ContextFree => drop(few_shot.context_free.remove(i)),
            List::Examples => drop(few_shot.examples.remove(i)),
        }
        // The next row takes the place of the removed one, and its focus; after the last row the focus must be moved.
        if i + 1 == length {
            match i.checked_sub(1) {
                // The only label that is left cannot be removed.
                Some(before) if list != List::Labels || before > 0 => {
                    dom::focus(&remove_id(list, before));
                }
                _ => dom::focus(&add_id(list)),
            }
        }
    }

    /// Moves an example and keeps the focus on it.
    pub(crate) fn shift(&mut self, from: usize, up: bool) {
        let count = self.few_shot.examples.len();
        let to = if up {
            from.wrapping_sub(1)
        } else {
            from.wrapping_add(1)
        };
        if from >= count || to >= count {
            return;
        }
        self.few_shot.examples.swap(from, to);
        // At either end only the button for the other direction is enabled.
        let way_up = to != 0 && (up || to + 1 == count);
        dom::focus(&shift_id(to, way_up));
    }
}

pub(crate) fn remove_id(list: List, i: usize) -> String {
    format!("builder-remove-{}-{i}", list.name())
}

pub(crate) fn text_id(list: List, i: usize) -> String {
    format!("builder-text-{}-{i}", list.name())
}

pub(crate) fn add_id(list: List) -> String {
    format!("builder-add-{}", list.name())
}

pub(crate) fn shift_id(i: usize, up: bool) -> String {
    format!("builder-{}-{i}", if up { "up" } else { "down" })
}
