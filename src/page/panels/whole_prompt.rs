use crate::asking::Random;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg, maybe};
use crate::page::widgets::icons;
use crate::page::widgets::shot::Shot;
use crate::page::widgets::text_field::TextField;
use crate::state::{Action, Example, MAX_SHOTS, State, TextOf};
use std::rc::Rc;
use yew::prelude::*;

/// The whole prompt as it is sent: its template, the examples before the input, and all of it together.
#[derive(Clone, PartialEq)]
pub(crate) struct WholePrompt {
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) template: Rc<str>,
    pub(crate) examples: Rc<Vec<Example>>,
    /// The prompt with a text for the input, before it and after it; and the first label as it follows.
    pub(crate) sent: (String, String, String),
    /// The text that stands for the input.
    pub(crate) text: AttrValue,
    pub(crate) part: PromptPart,
}

/// The part of the whole prompt that is shown.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum PromptPart {
    /// What is sent, with the examples.
    Sent,
    /// The template, folded; what is sent in the same place if it is not shown elsewhere.
    Template { sent_too: bool },
}

impl WholePrompt {
    pub(crate) fn of(state: &State, part: PromptPart) -> Self {
        // A text that stands nowhere else.
        let mark = "\u{1}";
        let prompt = state.prompt(mark);
        let (before, after) = prompt.rsplit_once(mark).unwrap_or((&prompt, ""));
        Self {
            labels: Rc::clone(&state.labels),
            template: Rc::clone(&state.template),
            examples: Rc::clone(&state.examples),
            sent: (
                before.to_owned(),
                after.to_owned(),
                state.label_texts().into_iter().next().unwrap_or_default(),
            ),
            text: state
                .prompts
                .first()
                .map(|prompt| prompt.text.clone())
                .unwrap_or_default()
                .into(),
            part,
        }
    }
}

impl View for WholePrompt {
    fn view(&self, env: &Env) -> Html {
        let Self {
            labels,
            template,
            examples,
            sent: (before, after, label),
            text,
            part,
        } = self;
        let count = examples.len();
        let apply = |examples: Vec<Example>| {
            env.on_click(AppMsg::Edit(EditMsg::Apply(
                Action::SetExamples(examples),
                None,
            )))
        };
        let mut more = (**examples).clone();
        // Labels in turn, so that the examples are even unless the reader wants otherwise.
        more.push(Example {
            text: String::new(),
            label: count % labels.len().max(1),
        });
        let add = {
            let apply = apply(more);
            Callback::from(move |event: MouseEvent| {
                apply.emit(event);
                // What is typed next goes into the new example, and a blank does not press the button again.
                dom::focus_soon(".shots li:last-child input");
            })
        };
        let shuffle = maybe(&env.send, {
            let examples = Rc::clone(examples);
            move |_: MouseEvent| {
                let mut shuffled = (*examples).clone();
                let mut random = Random::new(js_sys::Date::now() as u64);
                // Another order, if there is one.
                for _ in 0..8 {
                    random.shuffle(&mut shuffled);
                    if shuffled != *examples {
                        break;
                    }
                }
                Some(AppMsg::Edit(EditMsg::Apply(
                    Action::SetExamples(shuffled),
                    None,
                )))
            }
        });
        let shown_label = label.replace(' ', "␣");
        let sent = html! {
            <>
                <h3>{ t!("template.sent") }</h3>
                <pre class="sent" dir="auto" tabindex="0" aria-label={t!("template.sent")} translate="no">{ before }<mark>{ text }</mark>{ after }<span class="sent-label" title={t!("template.sent_label")}>{ shown_label }</span></pre>
                if count > 0 {
                    <h3>{ t!("shots.title") }</h3>
                    <p class="hint">{ t!("shots.hint") }</p>
                    <ol class="shots" data-drag-area="">
                        { for (0..count).map(|i| html! {
                            <Shot key={i} {i} examples={Rc::clone(examples)} labels={Rc::clone(labels)} env={env.clone()} />
                        }) }
                    </ol>
                }
                <div class="buttons">
                    <button onclick={add} disabled={count >= MAX_SHOTS}>{ icons::plus() }{ t!("shots.add") }</button>
                    if count > 1 {
                        <button onclick={shuffle}>{ t!("shots.shuffle") }</button>
                    }
                </div>
            </>
        };
        match part {
            PromptPart::Sent => html! { <div class="whole-prompt">{ sent }</div> },
            PromptPart::Template { sent_too } => html! {
                <details class="more whole-prompt">
                    <summary>{ t!("template.edit") }</summary>
                    <p class="hint">{ t!("template.hint", slot = "{input}") }</p>
                    <TextField text_of={TextOf::Template} class="template" value={template.to_string()}
                        name={t!("template.field")} env={env.clone()} />
                    <p class="hint">{ t!("template.label_hint", slot = "{label}") }</p>
                    if *sent_too {
                        { sent }
                    }
                </details>
            },
        }
    }
}
