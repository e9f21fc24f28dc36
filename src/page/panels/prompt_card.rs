use crate::asking::Origin;
use crate::calibration::Distribution;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg};
use crate::page::widgets::bar::Bar;
use crate::page::widgets::icons;
use crate::page::widgets::number_field::row_note;
use crate::page::widgets::origin;
use crate::page::widgets::text_field::TextField;
use crate::state::{Action, INPUT_SLOT, LABEL_SLOT, Row, TextOf};
use std::rc::Rc;
use yew::prelude::*;

/// One context-free prompt as a person would send it, and the model's answer as bars.
#[derive(Clone, PartialEq)]
pub(crate) struct PromptCard {
    /// Index of the prompt.
    pub(crate) i: usize,
    /// Number of prompts.
    pub(crate) n: usize,
    /// True if it can be removed: none but the last prompt that counts has to stay.
    pub(crate) removable: bool,
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) locked: Vec<bool>,
    pub(crate) template: Rc<str>,
    pub(crate) text: AttrValue,
    pub(crate) p: Distribution,
    /// The sum by which the typed numbers were divided, if they were.
    pub(crate) divided_by: Option<f64>,
    /// Where its numbers come from, and the name of the model.
    pub(crate) origin: Origin,
    pub(crate) model: Option<Rc<str>>,
}

impl View for PromptCard {
    fn view(&self, env: &Env) -> Html {
        let Self {
            i,
            n,
            removable,
            labels,
            locked,
            template,
            text,
            p,
            divided_by,
            origin,
            model,
        } = self;
        let i = *i;
        let (before, after) = shown_template(template);
        let about = i18n::text(text);
        let tool = |icon, name, action, disabled| {
            env.icon_button(
                icon,
                name,
                AppMsg::Edit(EditMsg::Apply(action, None)),
                disabled,
            )
        };
        let bars = p.as_slice().iter().enumerate().map(|(k, &value)| {
        html! {
            <Bar key={k} row={Row::Prompt(i)} label={k} {labels} {value}
                locked={locked.get(k).copied().unwrap_or(false)} about={&about} env={env.clone()} />
        }
    });
        html! {
            <li class="prompt" aria-label={t!("prompt.name", number = i + 1, text = about)}>
                <div class="prompt-head">
                    <div class="prompt-text" dir="auto">
                        { before }
                        <TextField text_of={TextOf::Prompt(i)} class="prompt-slot" value={text}
                            name={t!("prompt.text_field", number = i + 1)}
                            placeholder={t!("prompt.empty")} env={env.clone()} />
                        { after }
                    </div>
                    <div class="row-tools">
                        if *n > 1 {
                            { tool(icons::up(), t!("prompt.up", text = about), Action::MovePrompt { from: i, to: i.saturating_sub(1) }, i == 0) }
                            { tool(icons::down(), t!("prompt.down", text = about), Action::MovePrompt { from: i, to: i + 1 }, i + 1 == *n) }
                        }
                        if *removable {
                            { tool(icons::trash(), t!("prompt.remove", text = about), Action::RemovePrompt(i), false) }
                        }
                    </div>
                </div>
                { origin::mark(origin, model.as_deref(), Row::Prompt(i), env) }
                <div class={classes!("bars", (*origin == Origin::Asking).then_some("is-asking"))} data-row="">{ for bars }</div>
                { row_note(*divided_by) }
            </li>
        }
    }
}

/// The text before and after the slot. Of a long prompt (with examples before the question) only the last
/// paragraph is shown; the template's own field has the whole prompt.
fn shown_template(template: &str) -> (String, String) {
    let (before, after) = template.split_once(INPUT_SLOT).unwrap_or((template, ""));
    let before = match before.split("\n\n").skip(1).last() {
        Some(last) => format!("… {last}"),
        None => before.to_owned(),
    };
    let after = after
        .split_once(LABEL_SLOT)
        .map_or(after, |(lead, _)| lead.trim_end());
    (before, after.replace(INPUT_SLOT, "…"))
}
