//! The few-shot builder: the reader makes a prompt that has calibration built in as examples, and copies it.

mod made;
mod view;

use crate::lesson::few_shot::Order;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, Copied, UiAction, ViewMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::page::widgets::copy::write_clipboard;
use made::{Field, Made, text_id};
use view::{BuilderView, Msg};
use wasm_bindgen_futures::spawn_local;
use yew::Html;

/// Greatest number of steps that undo goes back; older ones are forgotten.
const MOST_UNDONE: usize = 200;

#[derive(Default)]
pub(crate) struct Builder {
    /// `None` while the reader has changed nothing, for the example of the text in the language of the page.
    made: Option<Made>,
    undo: Vec<Option<Made>>,
    /// The field that is being typed into: what is typed into it in a row is one step for undo.
    typing: Option<Field>,
}

impl Builder {
    fn made(&self) -> Made {
        self.made.clone().unwrap_or_else(Made::example)
    }

    /// Keeps the present content for undo.
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

    fn shuffle(&mut self, env: &Env) {
        self.change(|made| {
            let order = &mut made.few_shot.order;
            *order = match order {
                Order::AsWritten => Order::Shuffled(1),
                Order::Shuffled(seed) => Order::Shuffled(seed.wrapping_add(1)),
            };
        });
        let made = self.made();
        let said = t!("lesson.words.builder.shuffled", label = made.last_label());
        env.send.emit(AppMsg::View(ViewMsg::Announce(said)));
    }

    fn edit(&mut self, msg: Msg, env: &Env) {
        match msg {
            Msg::Type(field, text) => {
                if self.typing.replace(field) != Some(field) {
                    self.keep();
                }
                let mut made = self.made();
                made.type_into(field, text);
                self.made = Some(made);
                return;
            }
            Msg::Label(i, label) => self.change(|made| made.label_example(i, label)),
            Msg::Add(list) => {
                self.change(|made| made.add(list));
                // What is typed next goes into it, and a blank does not press the button again.
                let last = self.made().len(list).saturating_sub(1);
                dom::focus_soon(&format!("#{}", text_id(list, last)));
            }
            Msg::Remove(list, i) => self.change(|made| made.remove(list, i)),
            Msg::Shift(i, up) => self.change(|made| made.shift(i, up)),
            Msg::AsWritten => self.change(|made| made.few_shot.order = Order::AsWritten),
            Msg::Shuffle => self.shuffle(env),
            Msg::Reset => {
                self.keep();
                self.made = None;
                dom::focus("builder-undo");
            }
            Msg::Undo => {
                if let Some(made) = self.undo.pop() {
                    self.made = made;
                }
                if self.undo.is_empty() {
                    dom::focus("builder-prompt");
                }
            }
            Msg::Copy => {}
        }
        self.typing = None;
    }
}

impl Piece for Builder {
    type Msg = Msg;

    fn update(&mut self, msg: Msg, input: &PieceInput, env: &Env) -> bool {
        if matches!(msg, Msg::Copy) {
            copy(self.made().text(), env.clone());
            return false;
        }
        self.edit(msg, env);
        // The copied prompt is out of date.
        if matches!(input.ui.copied, Copied::Prompt | Copied::Blocked) {
            let nothing = UiAction::Copied(Copied::Nothing);
            env.send.emit(AppMsg::View(ViewMsg::Ui(nothing)));
        }
        true
    }

    fn view(&self, input: &PieceInput, _: &Env, link: &PieceLink<Msg>) -> Html {
        BuilderView {
            made: self.made(),
            can_undo: !self.undo.is_empty(),
            can_reset: self.made.is_some(),
            copied: input.ui.copied,
            link,
        }
        .html()
    }
}

fn copy(text: String, env: Env) {
    spawn_local(async move {
        let copied = if write_clipboard(&text).await {
            let said = t!("lesson.words.builder.copied");
            env.send.emit(AppMsg::View(ViewMsg::Announce(said)));
            Copied::Prompt
        } else {
            Copied::Blocked
        };
        env.send
            .emit(AppMsg::View(ViewMsg::Ui(UiAction::Copied(copied))));
    });
}
