//! Renders the builder.

use super::made::{Field, List, Made, add_id, remove_id, shift_id, text_id};
use crate::lesson::few_shot::{Block, FewShot, Input, Length, Order, Warning};
use crate::page::i18n::{self, t};
use crate::page::msg::Copied;
use crate::page::piece::PieceLink;
use crate::page::widgets::{choice, icons};
use crate::state::{
    INPUT_SLOT, MAX_EXAMPLES, MAX_LABEL_CHARS, MAX_LABELS, MAX_PROMPTS, MAX_TEXT_CHARS,
};
use yew::prelude::*;

/// The messages of the builder.
#[derive(Clone)]
pub(crate) enum Msg {
    /// Sets the text of a field; what is typed in a row is one step for undo.
    Type(Field, String),
    /// Changes the label of an example: index of the example, then of the label.
    Label(usize, usize),
    Add(List),
    Remove(List, usize),
    /// Moves an example up (true) or down (false).
    Shift(usize, bool),
    /// Puts the examples into the order in which they are written.
    AsWritten,
    /// Shuffles the examples, or shuffles them again.
    Shuffle,
    /// Returns to the example of the chapter's text.
    Reset,
    Undo,
    /// Copies the prompt.
    Copy,
}

/// The builder with its content.
pub(crate) struct BuilderView<'a> {
    pub(crate) made: Made,
    pub(crate) can_undo: bool,
    pub(crate) can_reset: bool,
    pub(crate) copied: Copied,
    pub(crate) link: &'a PieceLink<Msg>,
}

impl BuilderView<'_> {
    pub(crate) fn html(&self) -> Html {
        let Self { link, .. } = self;
        let few_shot = &self.made.few_shot;
        html! {
            <section class="builder" aria-label={t!("lesson.words.builder.title")}>
                <div class="builder-head">
                    <h3>{ t!("lesson.words.builder.title") }</h3>
                    <div class="builder-tools">
                        <button id="builder-undo" disabled={!self.can_undo} onclick={link.send(|| Msg::Undo)}>
                            { icons::undo() }{ t!("lesson.words.builder.undo") }
                        </button>
                        <button disabled={!self.can_reset} onclick={link.send(|| Msg::Reset)}>{ t!("lesson.words.builder.reset") }</button>
                    </div>
                </div>
                <div class="builder-lists">
                    { self.labels() }
                    { self.context_free() }
                </div>
                { self.template() }
                { self.examples() }
                { self.order(few_shot.order) }
                { self.prompt() }
            </section>
        }
    }

    /// A list with the button that adds an item.
    fn list(
        &self,
        list: List,
        name: AttrValue,
        hint: Option<AttrValue>,
        add: AttrValue,
        full: bool,
        rows: Vec<Html>,
    ) -> Html {
        html! {
            <fieldset class="builder-part">
                <legend>{ name }</legend>
                if let Some(hint) = hint { <p class="hint">{ hint }</p> }
                <ol class="builder-rows">{ for rows }</ol>
                <button id={add_id(list)} disabled={full} onclick={self.link.send(move || Msg::Add(list))}>{ icons::plus() }{ add }</button>
            </fieldset>
        }
    }

    fn text(&self, list: List, i: usize, name: AttrValue, value: &str, most: usize) -> Html {
        html! {
            <input type="text" id={text_id(list, i)} class="builder-text" dir="auto" autocomplete="off" spellcheck="false" maxlength={most.to_string()}
                aria-label={name} value={value.to_owned()} oninput={self.link.typed(move |text| Msg::Type(Field::Item(list, i), text))} />
        }
    }

    fn tool(&self, msg: Msg, id: String, icon: Html, name: AttrValue, off: bool) -> Html {
        html! {
            <button class="icon-button" {id} disabled={off} title={&name} aria-label={name} onclick={self.link.send(move || msg.clone())}>{ icon }</button>
        }
    }

    fn remove(&self, list: List, i: usize, name: AttrValue, off: bool) -> Html {
        let id = remove_id(list, i);
        self.tool(Msg::Remove(list, i), id, icons::trash(), name, off)
    }

    fn labels(&self) -> Html {
        let labels = &self.made.few_shot.labels;
        let row = |(i, label): (usize, &String)| {
            let field = t!("lesson.words.builder.label_field", number = i + 1);
            let remove = t!("lesson.words.builder.remove_label", label = label);
            html! {
                <li>
                    { self.text(List::Labels, i, field, label, MAX_LABEL_CHARS) }
                    { self.remove(List::Labels, i, remove, labels.len() < 2) }
                </li>
            }
        };
        self.list(
            List::Labels,
            t!("lesson.words.builder.labels"),
            None,
            t!("lesson.words.builder.add_label"),
            labels.len() >= MAX_LABELS,
            labels.iter().enumerate().map(row).collect(),
        )
    }

    fn context_free(&self) -> Html {
        let inputs = &self.made.few_shot.context_free;
        let row = |(i, text): (usize, &String)| {
            let field = t!("lesson.words.builder.context_free_field", number = i + 1);
            let named = i18n::text(text);
            let remove = t!("lesson.words.builder.remove_context_free", text = named);
            html! {
                <li>
                    { self.text(List::ContextFree, i, field, text, MAX_TEXT_CHARS) }
                    { self.remove(List::ContextFree, i, remove, false) }
                </li>
            }
        };
        self.list(
            List::ContextFree,
            t!("lesson.words.builder.context_free"),
            Some(t!("lesson.words.builder.context_free_hint")),
            t!("lesson.words.builder.add_context_free"),
            inputs.len() >= MAX_PROMPTS,
            inputs.iter().enumerate().map(row).collect(),
        )
    }

    fn template(&self) -> Html {
        html! {
            <div class="builder-part">
                <label for="builder-template">{ t!("lesson.words.builder.template") }</label>
                <p class="hint" id="builder-template-hint">{ t!("lesson.words.builder.template_hint", slot = INPUT_SLOT) }</p>
                <textarea id="builder-template" rows="2" dir="auto" spellcheck="false" maxlength={MAX_TEXT_CHARS.to_string()}
                    aria-describedby="builder-template-hint" value={self.made.few_shot.template.clone()}
                    oninput={self.link.typed(|text| Msg::Type(Field::Template, text))} />
            </div>
        }
    }

    fn examples(&self) -> Html {
        let FewShot {
            examples, labels, ..
        } = &self.made.few_shot;
        let last = examples.len().saturating_sub(1);
        let rows = examples.iter().enumerate().map(|(i, example)| {
            let number = i + 1;
            let text = t!("lesson.words.builder.example_text", number = number);
            let label = t!("lesson.words.builder.example_label", number = number);
            let up = t!("lesson.words.builder.up", number = number);
            let down = t!("lesson.words.builder.down", number = number);
            let remove = t!("lesson.words.builder.remove_example", number = number);
            let option = |(k, name): (usize, &String)| {
                choice::option(i18n::text(name), k == example.label)
            };
            html! {
                <li class="builder-example">
                    <span class="builder-number" aria-hidden="true">{ number }</span>
                    { self.text(List::Examples, i, text, &example.text, MAX_TEXT_CHARS) }
                    <select aria-label={label} onchange={self.link.chosen(move |label| Msg::Label(i, label))}>{ for labels.iter().enumerate().map(option) }</select>
                    <span class="row-tools">
                        { self.tool(Msg::Shift(i, true), shift_id(i, true), icons::up(), up, i == 0) }
                        { self.tool(Msg::Shift(i, false), shift_id(i, false), icons::down(), down, i == last) }
                        { self.remove(List::Examples, i, remove, false) }
                    </span>
                </li>
            }
        });
        self.list(
            List::Examples,
            t!("lesson.words.builder.examples"),
            None,
            t!("lesson.words.builder.add_example"),
            examples.len() >= MAX_EXAMPLES,
            rows.collect(),
        )
    }

    fn order(&self, order: Order) -> Html {
        let shuffled = order != Order::AsWritten;
        let option = |words: AttrValue, chosen: bool, msg: fn() -> Msg| {
            html! {
                <label class="segment">
                    <input type="radio" name="builder-order" checked={chosen} onchange={self.link.send(msg)} />
                    <span>{ words }</span>
                </label>
            }
        };
        html! {
            <div class="builder-part builder-order">
                <fieldset class="choice">
                    <legend>{ t!("lesson.words.builder.order") }</legend>
                    <div class="segments">
                        { option(t!("lesson.words.builder.order_written"), !shuffled, || Msg::AsWritten) }
                        { option(t!("lesson.words.builder.order_shuffled"), shuffled, || Msg::Shuffle) }
                    </div>
                </fieldset>
                if shuffled {
                    <button onclick={self.link.send(|| Msg::Shuffle)}>{ t!("lesson.words.builder.shuffle") }</button>
                }
            </div>
        }
    }

    fn prompt(&self) -> Html {
        let Self { made, link, .. } = self;
        let few_shot = &made.few_shot;
        let blocks = few_shot.blocks();
        let text = made.text();
        let length = Length::of(&text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let free = blocks.iter().filter(|block| is_free(block)).count();
        let said: Vec<AttrValue> = (few_shot.warnings().iter())
            .map(|warning| warn(warning, made))
            .collect();
        let balance = if said.is_empty() {
            t!("lesson.words.balance.balanced")
        } else {
            i18n::join(&said, &t!("number.sentence_separator"))
        };
        let line = |block| html! { <><span class={is_free(block).then_some("is-context-free")}>{ few_shot.line(block) }</span>{ "\n\n" }</> };
        html! {
            <div class="builder-part builder-result">
                <label for="builder-input">{ t!("lesson.words.builder.input") }</label>
                <p class="hint" id="builder-input-hint">{ t!("lesson.words.builder.input_hint") }</p>
                <input type="text" id="builder-input" class="builder-text" dir="auto" autocomplete="off" spellcheck="false"
                    maxlength={MAX_TEXT_CHARS.to_string()} aria-describedby="builder-input-hint" value={made.input.clone()}
                    oninput={link.typed(|text| Msg::Type(Field::Input, text))} />
                <h4 id="builder-prompt-name">{ t!("lesson.words.builder.prompt") }</h4>
                <p class="visually-hidden" id="builder-described">{ t!("lesson.words.builder.described", all = blocks.len(), balance = balance) }</p>
                <pre translate="no" id="builder-prompt" class="builder-prompt" tabindex="0" role="group" dir="auto"
                    aria-labelledby="builder-prompt-name" aria-describedby="builder-described">
                    { for blocks.iter().map(line) }
                    { few_shot.question(&made.input) }
                </pre>
                <div class="builder-copy">
                    <button class="primary" onclick={link.send(|| Msg::Copy)}>
                        { if self.copied == Copied::Prompt { t!("lesson.words.builder.copied") } else { t!("lesson.words.builder.copy") } }
                    </button>
                    <p>{ t!("lesson.words.builder.length", lines = lines, words = length.words, characters = length.characters) }</p>
                </div>
                if self.copied == Copied::Blocked {
                    <p class="field-problem" role="alert">{ t!("lesson.words.builder.no_clipboard") }</p>
                }
                <p class="hint">
                    { t!("lesson.words.builder.added", count = free, all = blocks.len()) }{ t!("number.sentence_separator") }{ t!("lesson.words.builder.length_hint") }
                </p>
                <div class="builder-balance" role="status" aria-label={t!("lesson.words.balance.title")}>
                    if said.is_empty() {
                        <p class="is-balanced"><span aria-hidden="true">{ "✓" }</span><span>{ balance }</span></p>
                    } else {
                        <ul>{ for said.into_iter().map(|said| html! { <li><span aria-hidden="true">{ "!" }</span><span>{ said }</span></li> }) }</ul>
                    }
                </div>
            </div>
        }
    }
}

fn is_free(block: &Block<'_>) -> bool {
    matches!(block.input, Input::ContextFree(_))
}

/// A warning in words.
fn warn(warning: &Warning, made: &Made) -> AttrValue {
    let few_shot = &made.few_shot;
    let label = |k: usize| few_shot.labels.get(k).map_or("", |label| label);
    let count = |k: usize| {
        let counts = few_shot.examples_by_label();
        counts.get(k).copied().unwrap_or_default()
    };
    match *warning {
        Warning::FewLabels => t!("lesson.words.balance.fewest_labels"),
        Warning::EmptyLabel(k) => t!("lesson.words.balance.empty_label", number = k + 1),
        Warning::RepeatedLabel(k) => {
            t!("lesson.words.balance.repeated_label", label = label(k))
        }
        Warning::NoExamples => t!("lesson.words.balance.no_examples"),
        Warning::LabelWithoutExample(k) => t!("lesson.words.balance.missing", label = label(k)),
        Warning::UnequalLabels { fewest, most } => t!(
            "lesson.words.balance.examples",
            most = count(most),
            most_label = label(most),
            least = count(fewest),
            least_label = label(fewest),
        ),
        Warning::EmptyText(i) => t!("lesson.words.balance.empty_example", number = i + 1),
        Warning::RepeatedInput(Input::ContextFree(i)) => {
            let text = few_shot.context_free.get(i).map_or("", |text| text);
            let text = i18n::text(text);
            t!("lesson.words.balance.repeated_context_free", text = text)
        }
        Warning::RepeatedInput(Input::Example(i)) => {
            let text = few_shot.examples.get(i).map_or("", |e| e.text.trim());
            if few_shot.context_free.iter().any(|free| free.trim() == text) {
                t!("lesson.words.balance.real_context_free", number = i + 1)
            } else {
                t!("lesson.words.balance.repeated_example", number = i + 1)
            }
        }
        Warning::NoContextFree => t!("lesson.words.balance.no_context_free"),
        Warning::TemplateWithoutInput => t!("lesson.words.balance.no_slot", slot = INPUT_SLOT),
        Warning::Run { count, label: k } => {
            t!("lesson.words.balance.run", count = count, label = label(k))
        }
        Warning::TooLong => t!("lesson.words.balance.too_many", most = MAX_TEXT_CHARS),
    }
}
