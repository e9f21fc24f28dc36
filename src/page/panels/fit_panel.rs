use crate::calibration::{Averaging, EstimatedFrom, Method, Output, Parameters, ZeroProbability};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg, UiAction, ViewMsg, maybe};
use crate::page::widgets::choice::{Choice, choices};
use crate::page::widgets::matrix::{ParametersView, entry_name};
use crate::state::{Action, Derived, Merge, Named, State, full, parse, short};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Panel 2: one (W, b) for each prompt, then the averaged one.
#[derive(Clone, PartialEq)]
pub(crate) struct FitPanel {
    pub(crate) state: Rc<State>,
    pub(crate) derived: Rc<Derived>,
    /// True if W and b can be edited by hand.
    pub(crate) by_hand: bool,
    /// True if the whole matrix of many labels is shown.
    pub(crate) whole: bool,
}

impl View for FitPanel {
    fn view(&self, env: &Env) -> Html {
        let Self {
            state,
            derived,
            by_hand,
            whole,
        } = self;
        let editing = *by_hand || !state.overrides.is_empty();
        let prompts = state.prompts.iter().enumerate().map(|(i, prompt)| {
            let parameters = derived
                .per_prompt
                .get(i)
                .and_then(|p| p.as_ref().ok())
                .cloned();
            let zero = derived
                .per_prompt
                .get(i)
                .and_then(|p| p.as_ref().err())
                .map(|z| z.label);
            let fit = PromptFit {
                i,
                text: prompt.text.clone().into(),
                labels: Rc::clone(&state.labels),
                parameters,
                zero,
                output: derived.prompts.get(i).cloned(),
            };
            fit.memo(i, env)
        });
        let batch = state.from == EstimatedFrom::Inputs;
        let several = state.averages();
        let caption = match (several, state.averaging) {
            (false, _) if batch => t!("fit.from_inputs", count = state.inputs.len()),
            (false, _) => t!("fit.used"),
            (true, Averaging::Parameters) => t!("fit.averaged_parameters"),
            (true, Averaging::Probabilities) => t!("fit.averaged_probabilities"),
        };
        html! {
            <section class="panel" aria-labelledby="panel-2">
                <h2 id="panel-2"><span class="step" aria-hidden="true">{ "2" }</span>{ t!("fit.title") }</h2>
                <p class="hint">
                    { match (batch, several) {
                        (true, _) => t!("fit.hint_batch"),
                        (false, true) => t!("fit.hint_several"),
                        (false, false) => t!("fit.hint_one"),
                    } }
                </p>
                if !batch {
                    <ul class="prompt-fits">{ for prompts }</ul>
                }
                <h3 class="caption">{ caption }</h3>
                { match &derived.parameters {
                    Ok(parameters) => ParametersView {
                        parameters,
                        labels: &state.labels,
                        prompt: None,
                        averaged: state.averages_parameters(),
                        name: t!("fit.averaged_name"),
                        edit: editing.then_some(&state.overrides),
                        whole: *whole,
                        env,
                    }.view(),
                    Err(zero) => undefined(zero, state, env),
                } }
                if editing {
                    if let Ok(parameters) = &derived.parameters {
                        { sliders(state, parameters, derived.computed.as_deref().ok(), env) }
                    }
                }
                <div class="choices">
                    { choices("method", t!("method.name"), true, methods(state.method), env) }
                    if state.inputs.len() > 1 || batch {
                        { choices("from", t!("from.name"), true, sources(state.from), env) }
                    }
                    if several {
                        { choices("averaging", t!("averaging.name"), true, averagings(state.averaging), env) }
                    }
                    <div class="buttons">
                        if editing {
                            <button onclick={env.on_click(AppMsg::View(ViewMsg::Ui(UiAction::ByHand(false))))}>{ t!("fit.back_to_computed") }</button>
                        } else {
                            <button onclick={env.on_click(AppMsg::View(ViewMsg::Ui(UiAction::ByHand(true))))}>{ t!("fit.edit") }</button>
                        }
                    </div>
                </div>
                <p class="hint method-hint">{ method_hint(state.method, state.from) }</p>
            </section>
        }
    }
}

fn methods(chosen: Method) -> Vec<Choice> {
    let choice = |&(method, _): &(Method, _)| Choice {
        words: method_name(method),
        msg: AppMsg::Edit(EditMsg::Apply(Action::SetMethod(method), None)),
        chosen: method == chosen,
    };
    Method::ALL.iter().map(choice).collect()
}

fn method_name(method: Method) -> AttrValue {
    match method {
        Method::Diagonal => t!("method.diagonal"),
        Method::Identity => t!("method.identity"),
        Method::None => t!("method.none"),
    }
}

/// What a method does.
fn method_hint(method: Method, from: EstimatedFrom) -> AttrValue {
    use EstimatedFrom::{Inputs, Prompts};
    match (method, from) {
        (Method::Diagonal, Prompts) => t!("method.diagonal_hint"),
        (Method::Diagonal, Inputs) => t!("method.diagonal_hint_batch"),
        (Method::Identity, Prompts) => t!("method.identity_hint"),
        (Method::Identity, Inputs) => t!("method.identity_hint_batch"),
        (Method::None, _) => t!("method.none_hint"),
    }
}

fn sources(chosen: EstimatedFrom) -> Vec<Choice> {
    let choice = |&(from, _): &(EstimatedFrom, _)| Choice {
        words: match from {
            EstimatedFrom::Prompts => t!("from.prompts"),
            EstimatedFrom::Inputs => t!("from.inputs"),
        },
        msg: AppMsg::Edit(EditMsg::Apply(Action::SetFrom(from), None)),
        chosen: from == chosen,
    };
    EstimatedFrom::ALL.iter().map(choice).collect()
}

fn averagings(chosen: Averaging) -> Vec<Choice> {
    let choice = |&(averaging, _): &(Averaging, _)| Choice {
        words: match averaging {
            Averaging::Parameters => t!("averaging.parameters"),
            Averaging::Probabilities => t!("averaging.probabilities"),
        },
        msg: AppMsg::Edit(EditMsg::Apply(Action::SetAveraging(averaging), None)),
        chosen: averaging == chosen,
    };
    Averaging::ALL.iter().map(choice).collect()
}

/// The reason why W is undefined, and the button that makes it defined.
pub(crate) fn undefined(zero: &ZeroProbability, state: &State, env: &Env) -> Html {
    let label = i18n::label(state, zero.label);
    let Some(prompt) = zero.prompt.and_then(|i| state.prompts.get(i)) else {
        return html! { <p class="undefined" role="status" translate="no">{ t!("fit.undefined_batch", label = label) }</p> };
    };
    let prompt = i18n::text(prompt.text.as_str());
    html! {
        <div class="undefined" role="status" translate="no">
            <p>{ t!("fit.undefined", prompt = prompt, label = label) }</p>
            <button onclick={env.edit(Action::RaiseZeros)}>
                { t!("fit.raise_zeros") }
            </button>
        </div>
    }
}

/// One prompt's (W, b), its calibrated answer, and the distance of that from even.
#[derive(Clone, PartialEq)]
pub(crate) struct PromptFit {
    i: usize,
    text: AttrValue,
    labels: Rc<Vec<String>>,
    parameters: Option<Rc<Parameters>>,
    /// The label whose probability is zero, if W is undefined.
    zero: Option<usize>,
    output: Option<Rc<Output>>,
}

impl View for PromptFit {
    fn view(&self, env: &Env) -> Html {
        let Self {
            i,
            text,
            labels,
            parameters,
            zero,
            output,
        } = self;
        let name = i18n::text(text);
        let distance = output
            .as_ref()
            .and_then(|output| output.distance_from_even());
        let q = output
            .as_ref()
            .and_then(|output| output.after.as_ref().ok());
        html! {
            <li class="prompt-fit">
                { match (parameters, zero) {
                    (Some(parameters), _) => ParametersView {
                        parameters,
                        labels,
                        prompt: Some(*i),
                        averaged: false,
                        name: name.clone(),
                        edit: None,
                        whole: false,
                        env,
                    }.view(),
                    (None, zero) => html! {
                        <p class="undefined-small" translate="no">{ t!("fit.undefined_one", label = zero.and_then(|k| labels.get(k)).cloned().unwrap_or_default()) }</p>
                    },
                } }
                <p class="prompt-fit-name" dir="auto">{ &name }</p>
                if let (Some(q), true) = (q, labels.len() <= 4) {
                    <p class="prompt-fit-q" data-part="q" data-full={t!("fit.q_full", values = q.iter().map(|q| full(*q)).collect::<Vec<_>>().join(", "))}>
                        { "q = [" }
                        { for q.iter().enumerate().map(|(k, q)| html! {
                            <>{ if k > 0 { ", " } else { "" } }<span data-k={k.to_string()} data-i={i.to_string()}>{ short(*q) }</span></>
                        }) }
                        { "]" }
                    </p>
                }
                if let Some(distance) = distance {
                    <p class="prompt-fit-distance" data-full={t!("fit.distance_full", value = full(distance))}>
                        { if distance < 5e-7 { t!("fit.even") } else { t!("fit.distance", value = short(distance)) } }
                    </p>
                }
            </li>
        }
    }
}

/// Number of factors of ten that a weight can be moved up or down from the computed one.
const DECADES: f64 = 2.0;

/// One slider for each label: the weight that its probability is multiplied by, on a logarithmic scale, or its entry of b where the method
/// is the additive one. All other entries are typed in the matrix.
fn sliders(
    state: &State,
    parameters: &Parameters,
    computed: Option<&Parameters>,
    env: &Env,
) -> Html {
    let of_bias = state.method == Method::Identity;
    let slider = |k: usize| {
        let column = (!of_bias).then_some(k);
        let of = |p: &Parameters| match column {
            Some(column) => p.w.get(k, column),
            None => p.b.get(k).copied().unwrap_or(0.0),
        };
        let (value, base) = (of(parameters), computed.map_or(1.0, of));
        let (low, high, at) = if of_bias {
            let most = (2.0 * base.abs()).max(1.0).max(value.abs());
            (-most, most, value)
        } else {
            let middle = base.abs().max(1e-6).log10();
            let (low, high) = (middle - DECADES, middle + DECADES);
            // A weight of zero or below, which can be typed, has no place on this scale.
            let at = if value > 0.0 { value.log10() } else { low };
            (low.min(at), high.max(at), at)
        };
        let oninput = maybe(&env.send, move |event: InputEvent| {
            let at = parse(&dom::target::<HtmlInputElement>(&event)?.value())?;
            let action = match column {
                Some(column) => Action::OverrideW {
                    row: k,
                    column,
                    value: Some(10_f64.powf(at)),
                },
                None => Action::OverrideB {
                    label: k,
                    value: Some(at),
                },
            };
            Some(AppMsg::Edit(EditMsg::Apply(
                action,
                Some(Merge::Entry(k, column)),
            )))
        });
        let settle = env.send.reform(|_: Event| AppMsg::Edit(EditMsg::EndRun));
        let step = (high - low) / 200.0;
        html! {
            <li class="entry-slider" data-k={k.to_string()}>
                <span class="entry-label" dir="auto"><span class={format!("swatch label-{k}")} aria-hidden="true"></span>{ state.label(k).to_owned() }</span>
                <input type="range" min={low.to_string()} max={high.to_string()} step={step.to_string()} value={at.to_string()}
                    aria-label={entry_name(k, column, &state.labels)} aria-valuetext={short(value)} {oninput} onchange={settle} />
                <output data-full={full(value)}>{ short(value) }</output>
            </li>
        }
    };
    html! {
        <>
            <h4 class="caption">{ if of_bias { t!("fit.sliders_b") } else { t!("fit.sliders_w") } }</h4>
            <ul class="entry-sliders">{ for (0..state.k()).map(slider) }</ul>
        </>
    }
}
