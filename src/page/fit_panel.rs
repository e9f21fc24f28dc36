use super::bar::about;
use super::choice::{Choice, Choices};
use super::matrix::{ParametersView, entry_name};
use super::request::maybe;
use super::{Language, Request, dom, words};
use crate::calibration::{Averaging, Method, Output, Parameters, ZeroProbability};
use crate::explainer::{Action, Derived, Merge, Overrides, State, full, short};
use rust_i18n::t;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) state: Rc<State>,
    pub(super) derived: Rc<Derived>,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// Panel 2: one (W, b) for each prompt, then the averaged one.
#[component(FitPanel)]
pub(super) fn fit_panel(props: &Props) -> Html {
    let Props {
        state,
        derived,
        language,
        send,
    } = props;
    let editing = use_state(|| false);
    let editing_now = *editing || !state.overrides.is_empty();
    let prompts = state.prompts.iter().enumerate().map(|(i, prompt)| {
        let parameters = derived.per_prompt.get(i).and_then(|p| p.as_ref().ok()).cloned();
        let zero = derived.per_prompt.get(i).and_then(|p| p.as_ref().err()).map(|z| z.label);
        html! {
            <PromptFit key={i} {i} text={prompt.text.clone()} labels={&state.labels} {parameters} {zero}
                output={derived.prompts.get(i).cloned()} language={*language} {send} />
        }
    });
    let toggle_edit = {
        let editing = editing.clone();
        Callback::from(move |_: MouseEvent| editing.set(!*editing))
    };
    let compute = {
        let (editing, send) = (editing.clone(), send.clone());
        Callback::from(move |_: MouseEvent| {
            editing.set(false);
            send.emit(Request::Edit(Action::ClearOverrides, None));
        })
    };
    let several = state.prompts.len() > 1;
    let caption = match (several, state.averaging) {
        (false, _) => t!("fit.used"),
        (true, Averaging::Parameters) => t!("fit.averaged_parameters"),
        (true, Averaging::Probabilities) => t!("fit.averaged_probabilities"),
    };
    html! {
        <section class="panel" aria-labelledby="panel-2">
            <h2 id="panel-2"><span class="step" aria-hidden="true">{ "2" }</span>{ t!("fit.title") }</h2>
            <p class="hint">{ if several { t!("fit.hint_several") } else { t!("fit.hint_one") } }</p>
            <ul class="prompt-fits">{ for prompts }</ul>
            <h3 class="caption">{ caption }</h3>
            { match &derived.parameters {
                Ok(parameters) => html! {
                    <ParametersView {parameters} labels={&state.labels} name={t!("fit.averaged_name").into_owned()}
                        edit={editing_now.then(|| state.overrides.clone())} language={*language} {send} />
                },
                Err(zero) => undefined(zero, state, send),
            } }
            if editing_now {
                if let Ok(parameters) = &derived.parameters {
                    <EntrySlider {parameters} computed={derived.computed.clone().ok()} overrides={state.overrides.clone()}
                        labels={&state.labels} language={*language} {send} />
                }
            }
            <div class="choices">
                <Choices id="method" name={t!("method.name").into_owned()} choices={methods(state.method)} language={*language} {send} />
                if several {
                    <Choices id="averaging" name={t!("averaging.name").into_owned()} choices={averagings(state.averaging)} language={*language} {send} />
                }
                <div class="buttons">
                    if editing_now {
                        <button onclick={compute}>{ t!("fit.back_to_computed") }</button>
                    } else {
                        <button onclick={toggle_edit}>{ t!("fit.edit") }</button>
                    }
                </div>
            </div>
            <p class="hint method-hint">{ method_hint(state.method) }</p>
        </section>
    }
}

fn methods(chosen: Method) -> Vec<Choice> {
    [
        (Method::Diagonal, t!("method.diagonal")),
        (Method::Identity, t!("method.identity")),
        (Method::None, t!("method.none")),
    ]
    .map(|(method, words)| Choice {
        words: words.into_owned().into(),
        request: Request::Edit(Action::SetMethod(method), None),
        chosen: method == chosen,
    })
    .to_vec()
}

fn method_hint(method: Method) -> String {
    match method {
        Method::Diagonal => t!("method.diagonal_hint"),
        Method::Identity => t!("method.identity_hint"),
        Method::None => t!("method.none_hint"),
    }
    .into_owned()
}

fn averagings(chosen: Averaging) -> Vec<Choice> {
    [
        (Averaging::Parameters, t!("averaging.parameters")),
        (Averaging::Probabilities, t!("averaging.probabilities")),
    ]
    .map(|(averaging, words)| Choice {
        words: words.into_owned().into(),
        request: Request::Edit(Action::SetAveraging(averaging), None),
        chosen: averaging == chosen,
    })
    .to_vec()
}

/// Why W is undefined, and the way out.
pub(super) fn undefined(zero: &ZeroProbability, state: &State, send: &Callback<Request>) -> Html {
    let prompt = zero.prompt.and_then(|i| state.prompts.get(i));
    let prompt = words::text(prompt.map_or("", |prompt| prompt.text.as_str()));
    let label = words::label(state, zero.label);
    html! {
        <div class="undefined" role="status">
            <p>{ t!("fit.undefined", prompt = prompt, label = label) }</p>
            <button onclick={send.reform(|_: MouseEvent| Request::Edit(Action::RaiseZeros, None))}>
                { t!("fit.raise_zeros") }
            </button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PromptFitProps {
    i: usize,
    text: AttrValue,
    labels: Rc<Vec<String>>,
    parameters: Option<Rc<Parameters>>,
    /// The label of probability zero, where W is undefined.
    zero: Option<usize>,
    output: Option<Rc<Output>>,
    language: Language,
    send: Callback<Request>,
}

/// One prompt's (W, b), its calibrated answer, and how far that is from even.
#[component(PromptFit)]
fn prompt_fit(props: &PromptFitProps) -> Html {
    let PromptFitProps {
        i,
        text,
        labels,
        parameters,
        zero,
        output,
        language,
        send,
    } = props;
    let name = about(text);
    let distance = output
        .as_ref()
        .and_then(|output| output.distance_from_even());
    let q = output
        .as_ref()
        .and_then(|output| output.after.as_ref().ok());
    html! {
        <li class="prompt-fit">
            { match (parameters, zero) {
                (Some(parameters), _) => html! {
                    <ParametersView {parameters} {labels} prompt={Some(*i)} name={&name} language={*language} {send} />
                },
                (None, zero) => html! {
                    <p class="undefined-small">{ t!("fit.undefined_one", label = zero.and_then(|k| labels.get(k)).cloned().unwrap_or_default()) }</p>
                },
            } }
            <p class="prompt-fit-name" dir="auto">{ &name }</p>
            if let (Some(q), true) = (q, labels.len() <= 4) {
                <p class="prompt-fit-q" data-full={t!("fit.q_full", values = q.iter().map(|q| full(*q)).collect::<Vec<_>>().join(", ")).into_owned()}>
                    { "q = [" }
                    { for q.iter().enumerate().map(|(k, q)| html! {
                        <>{ if k > 0 { ", " } else { "" } }<span data-k={k.to_string()} data-i={i.to_string()}>{ short(*q) }</span></>
                    }) }
                    { "]" }
                </p>
            }
            if let Some(distance) = distance {
                <p class="prompt-fit-distance" data-full={t!("fit.distance_full", value = full(distance)).into_owned()}>
                    { if distance < 5e-7 { t!("fit.even").into_owned() } else { t!("fit.distance", value = short(distance)).into_owned() } }
                </p>
            }
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct SliderProps {
    parameters: Rc<Parameters>,
    computed: Option<Rc<Parameters>>,
    overrides: Overrides,
    labels: Rc<Vec<String>>,
    language: Language,
    send: Callback<Request>,
}

/// Moves one entry of W or b by eye.
#[component(EntrySlider)]
fn entry_slider(props: &SliderProps) -> Html {
    let SliderProps {
        parameters,
        computed,
        labels,
        send,
        ..
    } = props;
    let k = labels.len();
    // b first, then the diagonal: what a reader wants to push. (None, r) is b.
    let chosen = use_state(|| (None::<usize>, 0_usize));
    let (column, row) = match *chosen {
        (Some(c), r) if c < k && r < k => (Some(c), r),
        (None, r) if r < k => (None, r),
        _ => (None, 0),
    };
    let entry = |p: &Parameters| match column {
        Some(c) => p.w.get(row, c),
        None => p.b.get(row).copied().unwrap_or(0.0),
    };
    let (value, base) = (
        entry(parameters),
        computed.as_ref().map_or(0.0, |p| entry(p)),
    );
    let span = match column {
        Some(_) => (2.0 * base.abs()).max(5.0),
        None => (2.0 * base.abs()).max(3.0),
    }
    .max(value.abs());
    let onselect = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = dom::target::<HtmlSelectElement>(&event) {
                let index = usize::try_from(select.selected_index()).unwrap_or(0);
                chosen.set(if index < k {
                    (None, index)
                } else {
                    (Some((index - k) % k), (index - k) / k)
                });
            }
        })
    };
    let oninput = maybe(send, move |event: InputEvent| {
        let value: f64 = dom::target::<HtmlInputElement>(&event)?
            .value()
            .parse()
            .ok()?;
        let (action, merge) = match column {
            Some(column) => (
                Action::OverrideW {
                    row,
                    column,
                    value: Some(value),
                },
                Merge::Entry(row, Some(column)),
            ),
            None => (
                Action::OverrideB {
                    label: row,
                    value: Some(value),
                },
                Merge::Entry(row, None),
            ),
        };
        Some(Request::Edit(action, Some(merge)))
    });
    let settle = send.reform(|_: Event| Request::Settle);
    let option = |(i, column, row): (usize, Option<usize>, usize), chosen: bool| {
        html! { <option key={i} selected={chosen}>{ entry_name(row, column, labels) }</option> }
    };
    let entries = (0..k)
        .map(|r| (None, r))
        .chain((0..k * k).map(|i| (Some(i % k), i / k)));
    html! {
        <div class="entry-slider">
            <select aria-label={t!("fit.entry").into_owned()} onchange={onselect}>
                { for entries.enumerate().map(|(i, (c, r))| option((i, c, r), (c, r) == (column, row))) }
            </select>
            <input type="range" min={(-span).to_string()} max={span.to_string()} step="any" value={value.to_string()}
                aria-label={entry_name(row, column, labels)} aria-valuetext={short(value)} {oninput} onchange={settle} />
            <output data-full={full(value)}>{ short(value) }</output>
        </div>
    }
}
