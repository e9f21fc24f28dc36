//! The few-shot builder: the remedy in words, to be made by the reader and copied.

mod view;

use crate::lesson::few_shot::{Example, FewShot, Order};
use crate::page::part::Env;
use crate::page::piece::{Acts, Msg, Piece, To};
use crate::page::request::{Copied, Looks};
use crate::page::say::t;
use crate::page::share_dialog::write_clipboard;
use crate::page::{Request, dom};
use crate::state::{MAX_INPUTS, MAX_LABELS, MAX_PROMPTS, State};
use wasm_bindgen_futures::spawn_local;
use yew::Html;

/// What an id of [`Msg`] is about: `OP * STRIDE + index`. Lists are shorter than the stride.
const STRIDE: usize = 1000;
const LABEL: usize = 0;
const FREE: usize = 1;
const EXAMPLE: usize = 2;
const TEMPLATE: usize = 3;
const INPUT: usize = 4;
const CHOICE: usize = 5;
const ADD: usize = 6;
const UP: usize = 7;
const DOWN: usize = 8;
const WRITTEN: usize = 9;
const SHUFFLED: usize = 10;
const RESET: usize = 11;
const UNDO: usize = 12;
const COPY: usize = 13;
/// Remove from one of the first three.
const REMOVE: usize = 20;

/// More steps back than anyone takes; older ones are forgotten.
const MOST_UNDONE: usize = 200;

/// What a new context-free input says: the paper's first, and the text's.
const NEUTRAL: [&str; 4] = ["N/A", "nothing", "[MASK]", ""];

#[derive(Default)]
pub(super) struct Builder {
    /// `None` while the reader has changed nothing: the example of the text, in the language of the page.
    made: Option<Made>,
    undo: Vec<Option<Made>>,
    /// The field that is being typed into: its letters are one step.
    typing: Option<usize>,
}

/// What the reader makes.
#[derive(Clone)]
struct Made {
    few_shot: FewShot,
    /// What the question asks about.
    input: String,
}

impl Made {
    /// The example of the text.
    fn example() -> Self {
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

    fn text(&self) -> String {
        self.few_shot.asked(&self.input)
    }

    /// The label of the last example before the question.
    fn last_label(&self) -> &str {
        let last = self.few_shot.blocks().last().map(|block| block.label);
        last.and_then(|label| self.few_shot.labels.get(label))
            .map_or("", |label| label)
    }

    fn type_into(&mut self, op: usize, i: usize, text: String) {
        let few_shot = &mut self.few_shot;
        let place = match op {
            LABEL => few_shot.labels.get_mut(i),
            FREE => few_shot.context_free.get_mut(i),
            EXAMPLE => few_shot.examples.get_mut(i).map(|e| &mut e.text),
            TEMPLATE => Some(&mut few_shot.template),
            INPUT => Some(&mut self.input),
            _ => {
                if let (Some(example), Ok(label)) = (few_shot.examples.get_mut(i), text.parse()) {
                    example.label = label;
                }
                None
            }
        };
        if let Some(place) = place {
            *place = text;
        }
    }

    fn add(&mut self, list: usize) {
        let few_shot = &mut self.few_shot;
        match list {
            LABEL if few_shot.labels.len() < MAX_LABELS => {
                let number = few_shot.labels.len() + 1;
                let name = t!("labels.new", number = number).to_string();
                few_shot.labels.push(name);
            }
            FREE if few_shot.context_free.len() < MAX_PROMPTS => {
                let new = |text: &&str| !few_shot.context_free.iter().any(|known| known == text);
                let text = NEUTRAL.into_iter().find(new).unwrap_or_default();
                few_shot.context_free.push(text.to_owned());
            }
            EXAMPLE if few_shot.examples.len() < MAX_INPUTS => {
                // The label that lacks one most, so that adding evens out.
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

    fn remove(&mut self, list: usize, i: usize) {
        let few_shot = &mut self.few_shot;
        let length = match list {
            LABEL => few_shot.labels.len(),
            FREE => few_shot.context_free.len(),
            _ => few_shot.examples.len(),
        };
        if i >= length {
            return;
        }
        match list {
            LABEL => {
                few_shot.labels.remove(i);
                // Examples of a label that is gone have no place in the prompt; undo brings them back.
                few_shot.examples.retain(|example| example.label != i);
                for example in &mut few_shot.examples {
                    example.label -= usize::from(example.label > i);
                }
            }
            FREE => drop(few_shot.context_free.remove(i)),
            _ => drop(few_shot.examples.remove(i)),
        }
        // The row under the focus is now the next one; the last one's button goes away.
        if i + 1 == length {
            match i.checked_sub(1) {
                // The only label that is left cannot be removed.
                Some(before) if list != LABEL || before > 0 => {
                    dom::focus(&remove_id(list, before));
                }
                _ => dom::focus(&add_id(list)),
            }
        }
    }

    /// Moves an example and keeps the focus on it.
    fn shift(&mut self, from: usize, up: bool) {
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
        // At either end only the way back is left.
        let way_up = to != 0 && (up || to + 1 == count);
        dom::focus(&shift_id(to, way_up));
    }
}

fn remove_id(list: usize, i: usize) -> String {
    format!("builder-remove-{list}-{i}")
}

fn add_id(list: usize) -> String {
    format!("builder-add-{list}")
}

fn shift_id(i: usize, up: bool) -> String {
    format!("builder-{}-{i}", if up { "up" } else { "down" })
}

impl Builder {
    fn made(&self) -> Made {
        self.made.clone().unwrap_or_else(Made::example)
    }

    /// Keeps what is there now for undo.
    fn keep(&mut self) {
        if self.undo.len() >= MOST_UNDONE {
            self.undo.remove(0);
        }
        self.undo.push(self.made.clone());
    }

    fn change(&mut self, change: impl FnOnce(&mut Made)) {
        self.keep();
        let mut made = self.made();
        change(&mut made);
        self.made = Some(made);
    }

    fn click(&mut self, op: usize, i: usize, env: &Env) {
        match op {
            ADD => self.change(|made| made.add(i)),
            UP | DOWN => self.change(|made| made.shift(i, op == UP)),
            WRITTEN => self.change(|made| made.few_shot.order = Order::AsWritten),
            SHUFFLED => {
                self.change(|made| {
                    let order = &mut made.few_shot.order;
                    *order = match order {
                        Order::AsWritten => Order::Shuffled(1),
                        Order::Shuffled(seed) => Order::Shuffled(seed.wrapping_add(1)),
                    };
                });
                let made = self.made();
                let label = made.last_label();
                let said = t!("lesson.words.builder.shuffled", label = label);
                env.send.emit(Request::Announce(said));
            }
            RESET => {
                self.keep();
                self.made = None;
                dom::focus("builder-undo");
            }
            UNDO => {
                if let Some(made) = self.undo.pop() {
                    self.made = made;
                }
                if self.undo.is_empty() {
                    dom::focus("builder-prompt");
                }
            }
            _ => {
                if let Some(list) = op.checked_sub(REMOVE) {
                    self.change(|made| made.remove(list, i));
                }
            }
        }
    }
}

impl Acts for Builder {
    fn update(&mut self, msg: Msg, piece: &Piece, env: &Env) -> bool {
        match msg {
            Msg::Click(id) if id / STRIDE == COPY => {
                copy(self.made().text(), env.clone());
                return false;
            }
            Msg::Click(id) => {
                self.typing = None;
                self.click(id / STRIDE, id % STRIDE, env);
            }
            Msg::Text(id, text) => {
                if self.typing.replace(id) != Some(id) {
                    self.keep();
                }
                let mut made = self.made();
                made.type_into(id / STRIDE, id % STRIDE, text);
                self.made = Some(made);
            }
            _ => return false,
        }
        // What was copied is no longer what stands here.
        if matches!(piece.shown.copied, Copied::Prompt | Copied::Blocked) {
            let nothing = Looks::Copied(Copied::Nothing);
            env.send.emit(Request::Look(nothing));
        }
        true
    }

    fn view(&self, piece: &Piece, _: &Env, to: &To) -> Html {
        view::Shown {
            made: self.made(),
            can_undo: !self.undo.is_empty(),
            can_reset: self.made.is_some(),
            copied: piece.shown.copied,
            to,
        }
        .html()
    }
}

fn copy(text: String, env: Env) {
    spawn_local(async move {
        let copied = if write_clipboard(&text).await {
            let said = t!("lesson.words.builder.copied");
            env.send.emit(Request::Announce(said));
            Copied::Prompt
        } else {
            Copied::Blocked
        };
        env.send.emit(Request::Look(Looks::Copied(copied)));
    });
}
