use super::bar::{Bar, about};
use super::text_field::{Target, TextField};
use super::{Language, Request, icons};
use crate::calibration::Distribution;
use crate::explainer::{Action, INPUT_SLOT, Row};
use rust_i18n::t;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// Index of the prompt, and how many there are.
    pub(super) i: usize,
    pub(super) n: usize,
    pub(super) labels: Rc<Vec<String>>,
    pub(super) locked: Vec<bool>,
    pub(super) template: Rc<str>,
    pub(super) text: AttrValue,
    pub(super) p: Distribution,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// One context-free prompt as a person would send it, and the model's answer as bars.
#[component(PromptCard)]
pub(super) fn prompt_card(props: &Props) -> Html {
    let Props {
        i,
        n,
        labels,
        locked,
        template,
        text,
        p,
        language,
        send,
    } = props;
    let i = *i;
    let (before, after) = shown_template(template);
    let about = about(text);
    let edit =
        |action: Action| send.reform(move |_: MouseEvent| Request::Edit(action.clone(), None));
    let bars = p.as_slice().iter().enumerate().map(|(k, &value)| {
        html! {
            <Bar key={k} row={Row::Prompt(i)} label={k} {labels} {value}
                locked={locked.get(k).copied().unwrap_or(false)} about={&about} language={*language} {send} />
        }
    });
    html! {
        <li class="prompt" aria-label={t!("prompt.name", number = i + 1, text = about).into_owned()}>
            <div class="prompt-head">
                <div class="prompt-text" dir="auto">
                    { before }
                    <TextField target={Target::Prompt(i)} class="prompt-slot" value={text}
                        name={t!("prompt.text_field", number = i + 1).into_owned()}
                        placeholder={t!("prompt.empty").into_owned()} language={*language} {send} />
                    { after }
                </div>
                <div class="row-tools">
                    if *n > 1 {
                        <button class="icon-button" disabled={i == 0} onclick={edit(Action::MovePrompt { from: i, to: i.saturating_sub(1) })}
                            aria-label={t!("prompt.up", text = about).into_owned()}>{ icons::up() }</button>
                        <button class="icon-button" disabled={i + 1 == *n} onclick={edit(Action::MovePrompt { from: i, to: i + 1 })}
                            aria-label={t!("prompt.down", text = about).into_owned()}>{ icons::down() }</button>
                        <button class="icon-button" onclick={edit(Action::RemovePrompt(i))}
                            aria-label={t!("prompt.remove", text = about).into_owned()}>{ icons::trash() }</button>
                    }
                </div>
            </div>
            <div class="bars">{ for bars }</div>
        </li>
    }
}

/// What stands before and after the slot. Of a long prompt (examples before the question) only the
/// last paragraph; the whole one is in the template's own field.
fn shown_template(template: &str) -> (String, String) {
    let (before, after) = template.split_once(INPUT_SLOT).unwrap_or((template, ""));
    let before = match before.rsplit_once("\n\n") {
        Some((_, last)) => format!("… {last}"),
        None => before.to_owned(),
    };
    (before, after.replace(INPUT_SLOT, "…"))
}
