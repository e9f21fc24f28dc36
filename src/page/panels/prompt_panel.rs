use crate::asking::Origin;
use crate::calibration::EstimatedFrom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg};
use crate::page::panels::model_box::ModelBox;
use crate::page::panels::prompt_card::PromptCard;
use crate::page::panels::whole_prompt::WholePrompt;
use crate::page::widgets::icons;
use crate::page::widgets::text_field::TextField;
use crate::state::{Action, ContextFreePrompt, MAX_LABELS, MAX_PROMPTS, MIN_LABELS, TextOf};
use std::rc::Rc;
use yew::prelude::*;

/// Texts of new context-free prompts; the first that is not there yet is taken.
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

/// Number of context-free prompts of random words that are drawn at once.
pub(crate) const DRAWN_AT_ONCE: usize = 3;

/// Panel 1: the context-free prompts.
#[derive(Clone, PartialEq)]
pub(crate) struct PromptPanel {
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) locked: Vec<bool>,
    pub(crate) template: Rc<str>,
    pub(crate) prompts: Rc<Vec<ContextFreePrompt>>,
    /// The prompt whose typed numbers were divided by their sum, and that sum.
    pub(crate) divided: Option<(usize, f64)>,
    /// What p̂ is estimated from: from the inputs, there need be no prompt.
    pub(crate) from: EstimatedFrom,
    /// Where each prompt's numbers come from, length N, and the name of the model.
    pub(crate) origins: Vec<Origin>,
    pub(crate) model: Option<Rc<str>>,
    /// The whole prompt as it is sent, where that has to be in sight: while a model answers, and with examples.
    pub(crate) sent: Option<WholePrompt>,
    pub(crate) template_part: WholePrompt,
    /// The choice of a model, where one can be asked.
    pub(crate) model_box: Option<ModelBox>,
    /// The seed of the next prompts of random words of the inputs, and whether the inputs have words.
    pub(crate) seed: u64,
    pub(crate) has_words: bool,
}

impl View for PromptPanel {
    fn view(&self, env: &Env) -> Html {
        let Self {
            labels,
            locked,
            template,
            prompts,
            divided,
            from,
            origins,
            model,
            sent,
            template_part,
            model_box,
            seed,
            has_words,
        } = self;
        let unused = *from == EstimatedFrom::Inputs;
        let n = prompts.len();
        let cards = prompts.iter().enumerate().map(|(i, prompt)| {
            let card = PromptCard {
                i,
                n,
                removable: unused || n > 1,
                labels: Rc::clone(labels),
                locked: locked.clone(),
                template: Rc::clone(template),
                text: prompt.text.clone().into(),
                p: prompt.p.clone(),
                divided_by: divided
                    .filter(|(prompt, _)| *prompt == i)
                    .map(|(_, sum)| sum),
                origin: origins.get(i).cloned().unwrap_or(Origin::Given),
                model: model.clone(),
            };
            card.memo(i, env)
        });
        let suggestion = SUGGESTIONS
            .iter()
            .find(|s| !prompts.iter().any(|p| p.text == **s));
        let text = suggestion.copied().unwrap_or("nothing").to_owned();
        let add_prompt = Action::AddPrompt { text };
        let add_label = Action::AddLabel(new_label(labels));
        html! {
            <section class="panel" aria-labelledby="panel-1">
                <h2 id="panel-1"><span class="step" aria-hidden="true">{ "1" }</span>{ t!("prompts.title") }</h2>
                <p class="hint">{ if unused { t!("prompts.unused") } else { t!("prompts.hint") } }</p>
                if let Some(model_box) = model_box {
                    { model_box.clone().memo(0, env) }
                }
                if let Some(sent) = sent {
                    { sent.clone().memo(2, env) }
                }
                <ol class="prompts">{ for cards }</ol>
                <div class="buttons">
                    <button onclick={env.edit(add_prompt)} disabled={n >= MAX_PROMPTS}>{ icons::plus() }{ t!("prompts.add") }</button>
                    <button onclick={env.edit(add_label)} disabled={labels.len() >= MAX_LABELS}>{ icons::plus() }{ t!("labels.add") }</button>
                </div>
                <details class="more">
                    <summary>{ t!("labels.edit") }</summary>
                    <p class="hint">{ t!("labels.lock_hint") }</p>
                    <ol class="label-list">
                        { for (0..labels.len()).map(|k| self.label_row(k, env)) }
                    </ol>
                </details>
                { template_part.clone().memo(1, env) }
                if env.asks {
                    <details class="more">
                        <summary>{ t!("drawn.title") }</summary>
                        <p class="hint">{ t!("drawn.hint", seed = seed) }</p>
                        <div class="buttons">
                            <button onclick={env.on_click(AppMsg::Edit(EditMsg::DrawPrompts))}
                                disabled={!has_words || n >= MAX_PROMPTS}>{ icons::plus() }{ t!("drawn.add", count = DRAWN_AT_ONCE) }</button>
                        </div>
                        <p class="hint">{ t!("drawn.premise_hint") }</p>
                        <div class="buttons">
                            <button onclick={env.edit(Action::AddPrompt { text: String::new() })}
                                disabled={n >= MAX_PROMPTS}>{ icons::plus() }{ t!("drawn.premise") }</button>
                        </div>
                    </details>
                }
            </section>
        }
    }
}

impl PromptPanel {
    fn label_row(&self, k: usize, env: &Env) -> Html {
        let Self { labels, locked, .. } = self;
        let label = labels.get(k).cloned().unwrap_or_default();
        let locked = locked.get(k).copied().unwrap_or(false);
        let tool = |icon, name, action, disabled| {
            env.icon_button(
                icon,
                name,
                AppMsg::Edit(EditMsg::Apply(action, None)),
                disabled,
            )
        };
        html! {
            <li class="label-row" key={k} data-k={k.to_string()}>
                <span class={format!("swatch label-{k}")} aria-hidden="true"></span>
                <TextField text_of={TextOf::Label(k)} class="label-field" value={label.clone()}
                    name={t!("labels.name_field", number = k + 1)} env={env.clone()} />
                <div class="row-tools">
                    <button class="icon-button" aria-pressed={locked.to_string()} onclick={env.edit(Action::LockLabel(k, !locked))}
                        aria-label={t!("labels.lock", label = label)}>
                        { if locked { icons::lock() } else { icons::unlock() } }
                    </button>
                    { tool(icons::up(), t!("labels.up", label = label), Action::MoveLabel { from: k, to: k.saturating_sub(1) }, k == 0) }
                    { tool(icons::down(), t!("labels.down", label = label), Action::MoveLabel { from: k, to: k + 1 }, k + 1 == labels.len()) }
                    { tool(icons::trash(), t!("labels.remove", label = label), Action::RemoveLabel(k), labels.len() <= MIN_LABELS) }
                </div>
            </li>
        }
    }
}

/// The name of a new label: "Label 3", or with the next number that is free.
fn new_label(labels: &[String]) -> String {
    (labels.len() + 1..)
        .map(|number| t!("labels.new", number = number).to_string())
        .find(|name| !labels.contains(name))
        .unwrap_or_default()
}
