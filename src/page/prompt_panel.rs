use super::prompt_card::PromptCard;
use super::text_field::{Target, TextField};
use super::{Language, Request, icons};
use crate::explainer::{Action, ContextFreePrompt, MAX_LABELS, MAX_PROMPTS, MIN_LABELS};
use rust_i18n::t;
use std::rc::Rc;
use yew::prelude::*;

/// Context-free inputs that a new prompt starts with, the first that is not there yet.
const SUGGESTIONS: [&str; 8] = [
    "nothing",
    "N/A",
    "[MASK]",
    "",
    "the",
    "abc",
    "dasjhasjkdhjskdhds",
    "none",
];

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) labels: Rc<Vec<String>>,
    pub(super) locked: Vec<bool>,
    pub(super) template: Rc<str>,
    pub(super) prompts: Rc<Vec<ContextFreePrompt>>,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// Panel 1: the context-free prompts.
#[component(PromptPanel)]
pub(super) fn prompt_panel(props: &Props) -> Html {
    let Props {
        labels,
        locked,
        template,
        prompts,
        language,
        send,
    } = props;
    let n = prompts.len();
    let cards = prompts.iter().enumerate().map(|(i, prompt)| {
        html! {
            <PromptCard key={i} {i} {n} {labels} locked={locked.clone()} template={Rc::clone(template)}
                text={prompt.text.clone()} p={prompt.p.clone()} language={*language} {send} />
        }
    });
    let suggestion = SUGGESTIONS
        .iter()
        .find(|s| !prompts.iter().any(|p| p.text == **s));
    let text = suggestion.copied().unwrap_or("nothing").to_owned();
    let add_prompt = Action::AddPrompt { text };
    let add_label = Action::AddLabel(new_label(labels));
    let edit =
        |action: Action| send.reform(move |_: MouseEvent| Request::Edit(action.clone(), None));
    html! {
        <section class="panel" aria-labelledby="panel-1">
            <h2 id="panel-1"><span class="step" aria-hidden="true">{ "1" }</span>{ t!("prompts.title") }</h2>
            <p class="hint">{ t!("prompts.hint") }</p>
            <ol class="prompts">{ for cards }</ol>
            <div class="buttons">
                <button onclick={edit(add_prompt)} disabled={n >= MAX_PROMPTS}>{ icons::plus() }{ t!("prompts.add") }</button>
                <button onclick={edit(add_label)} disabled={labels.len() >= MAX_LABELS}>{ icons::plus() }{ t!("labels.add") }</button>
            </div>
            <details class="more">
                <summary>{ t!("labels.edit") }</summary>
                <p class="hint">{ t!("labels.lock_hint") }</p>
                <ol class="label-list">
                    { for (0..labels.len()).map(|k| label_row(k, props)) }
                </ol>
            </details>
            <details class="more">
                <summary>{ t!("template.edit") }</summary>
                <p class="hint">{ t!("template.hint", slot = "{input}") }</p>
                <TextField target={Target::Template} class="template" value={template.to_string()}
                    name={t!("template.field").into_owned()} language={*language} {send} />
            </details>
        </section>
    }
}

fn label_row(k: usize, props: &Props) -> Html {
    let Props {
        labels,
        locked,
        language,
        send,
        ..
    } = props;
    let label = labels.get(k).cloned().unwrap_or_default();
    let locked = locked.get(k).copied().unwrap_or(false);
    let edit =
        |action: Action| send.reform(move |_: MouseEvent| Request::Edit(action.clone(), None));
    html! {
        <li class="label-row" key={k} data-k={k.to_string()}>
            <span class={format!("swatch label-{k}")} aria-hidden="true"></span>
            <TextField target={Target::Label(k)} class="label-field" value={label.clone()}
                name={t!("labels.name_field", number = k + 1).into_owned()} language={*language} {send} />
            <div class="row-tools">
                <button class="icon-button" aria-pressed={locked.to_string()} onclick={edit(Action::LockLabel(k, !locked))}
                    aria-label={t!("labels.lock", label = label).into_owned()}>
                    { if locked { icons::lock() } else { icons::unlock() } }
                </button>
                <button class="icon-button" disabled={k == 0} onclick={edit(Action::MoveLabel { from: k, to: k.saturating_sub(1) })}
                    aria-label={t!("labels.up", label = label).into_owned()}>{ icons::up() }</button>
                <button class="icon-button" disabled={k + 1 == labels.len()} onclick={edit(Action::MoveLabel { from: k, to: k + 1 })}
                    aria-label={t!("labels.down", label = label).into_owned()}>{ icons::down() }</button>
                <button class="icon-button" disabled={labels.len() <= MIN_LABELS} onclick={edit(Action::RemoveLabel(k))}
                    aria-label={t!("labels.remove", label = label).into_owned()}>{ icons::trash() }</button>
            </div>
        </li>
    }
}

/// "Label 3", or the next number that is free.
fn new_label(labels: &[String]) -> String {
    (labels.len() + 1..)
        .map(|number| t!("labels.new", number = number).into_owned())
        .find(|name| !labels.contains(name))
        .unwrap_or_default()
}
