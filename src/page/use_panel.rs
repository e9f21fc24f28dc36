use super::bar::about;
use super::chart_view::ChartView;
use super::choice::{Choice, Choices};
use super::data_menu::DataMenu;
use super::fit_panel::undefined;
use super::input_list::InputList;
use super::request::maybe;
use super::text_field::{Target, TextField};
use super::verdict::{Accuracy, Verdict};
use super::{Language, Request, dom, icons, words};
use crate::calibration::{Method, Output, Readout};
use crate::chart::{Axis, Palette};
use crate::explainer::{Action, Derived, MAX_INPUTS, State, full};
use rust_i18n::t;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) state: Rc<State>,
    pub(super) derived: Rc<Derived>,
    pub(super) order: Rc<Vec<usize>>,
    pub(super) selected: usize,
    pub(super) palette: Rc<Palette>,
    pub(super) text_size: f64,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// Panel 3: the selected test input before and after, all inputs, the context-free prompts.
#[component(UsePanel)]
pub(super) fn use_panel(props: &Props) -> Html {
    let Props {
        state,
        derived,
        order,
        selected,
        palette,
        text_size,
        language,
        send,
    } = props;
    let labels = &state.labels;
    let several = state.inputs.len() > 1;
    let input = state.inputs.get(*selected);
    let shown = input.zip(derived.inputs.get(*selected));
    let score_axis = Axis::scores(
        derived
            .prompts
            .iter()
            .flat_map(|output| output.scores.iter().copied()),
    );
    html! {
        <section class="panel" aria-labelledby="panel-3">
            <h2 id="panel-3"><span class="step" aria-hidden="true">{ "3" }</span>{ t!("use.title") }</h2>
            <p class="hint legend">
                <span class="legend-before" aria-hidden="true"></span>{ t!("use.before") }
                <span class="legend-after" aria-hidden="true"></span>{ t!("use.after") }
                <span class="legend-hint">{ t!("use.hint") }</span>
            </p>
            if let Some(input) = input {
                { input_tools(props, input.label, &input.text) }
            }
            { match (shown, &derived.parameters) {
                (Some((input, output)), _) => html! {
                    <>
                        <ChartView name={chart_name(&input.text)} {labels} output={output.clone()} readout={state.readout}
                            score_axis={Axis::scores(output.scores.iter().copied())} input={Some(*selected)} prompt={None} {palette} text_size={*text_size} language={*language} {send} />
                        <Numbers name={chart_name(&input.text)} rows={vec![(String::new(), output.clone())]} {labels}
                            readout={state.readout} language={*language} />
                        <Verdict output={output.clone()} {labels} right={input.label} readout={state.readout}
                            threshold={derived.threshold} language={*language} />
                    </>
                },
                (None, Err(zero)) => undefined(zero, state, send),
                (None, Ok(_)) => Html::default(),
            } }
            <Choices id="readout" name={t!("readout.name").into_owned()} choices={readouts(state.readout)} language={*language} {send} />
            <p class="hint">{ readout_hint(state.readout) }</p>
            if derived.evaluation.counted > 0 && several {
                <Accuracy evaluation={&derived.evaluation} language={*language} />
            }
            if several {
                <InputList labels={&state.labels} inputs={&state.inputs} outputs={&derived.inputs} {order}
                    selected={*selected} language={*language} {send} />
            }
            <DataMenu language={*language} {send} />
            if !derived.prompts.is_empty() {
                <h3 class="caption">{ t!("use.context_free_title") }</h3>
                if state.prompts.len() > 1 {
                    <p class="hint">{ t!("use.context_free_several") }</p>
                } else if state.overrides.is_empty() && state.method != Method::None {
                    <p class="hint">{ t!("use.context_free_one") }</p>
                }
                <div class={classes!("multiples", (labels.len() > 6).then_some("is-wide"))}>
                    { for state.prompts.iter().zip(&derived.prompts).enumerate().map(|(i, (prompt, output))| html! {
                        <ChartView key={i} name={about(&prompt.text)} {labels} output={(**output).clone()} readout={state.readout}
                            {score_axis} input={None} prompt={Some(i)} {palette} text_size={*text_size} language={*language} {send} />
                    }) }
                </div>
                <Numbers name={t!("use.context_free_title").into_owned()}
                    rows={state.prompts.iter().zip(&derived.prompts).map(|(prompt, output)| (words::text(&prompt.text), (**output).clone())).collect::<Vec<_>>()}
                    {labels} readout={state.readout} language={*language} />
            }
        </section>
    }
}

fn chart_name(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("use.chart_name").into_owned().into()
    } else {
        t!("use.chart_name_of", text = text).into_owned().into()
    }
}

/// The selected input's text and right label; add and remove.
fn input_tools(props: &Props, right: Option<usize>, text: &str) -> Html {
    let Props {
        state,
        selected,
        language,
        send,
        ..
    } = props;
    let selected = *selected;
    let edit =
        |action: Action| send.reform(move |_: MouseEvent| Request::Edit(action.clone(), None));
    let k = state.k();
    let onchange = maybe(send, move |event: Event| {
        let index = dom::target::<HtmlSelectElement>(&event)?.selected_index();
        let label = usize::try_from(index - 1).ok().filter(|label| *label < k);
        Some(Request::Edit(Action::SetInputLabel(selected, label), None))
    });
    html! {
        <div class="input-tools">
            <TextField target={Target::Input(selected)} class="input-text" value={text.to_owned()}
                name={t!("input.text_field").into_owned()} placeholder={t!("input.placeholder").into_owned()}
                language={*language} {send} />
            <select aria-label={t!("input.right_label").into_owned()} {onchange}>
                <option selected={right.is_none()}>{ t!("input.right_unknown") }</option>
                { for state.labels.iter().enumerate().map(|(k, label)| html! {
                    <option key={k} selected={right == Some(k)}>{ t!("input.right_is", label = label) }</option>
                }) }
            </select>
            <div class="row-tools">
                <button class="icon-button" onclick={edit(Action::AddInput { text: String::new() })}
                    disabled={state.inputs.len() >= MAX_INPUTS}
                    aria-label={t!("input.add").into_owned()} title={t!("input.add").into_owned()}>{ icons::plus() }</button>
                <button class="icon-button" onclick={edit(Action::RemoveInput(selected))} disabled={state.inputs.len() < 2}
                    aria-label={t!("input.remove").into_owned()} title={t!("input.remove").into_owned()}>{ icons::trash() }</button>
            </div>
        </div>
    }
}

fn readouts(chosen: Readout) -> Vec<Choice> {
    [
        (Readout::Softmax, t!("readout.softmax")),
        (Readout::Normalize, t!("readout.normalize")),
        (Readout::Scores, t!("readout.scores")),
    ]
    .map(|(readout, words)| Choice {
        words: words.into_owned().into(),
        request: Request::Edit(Action::SetReadout(readout), None),
        chosen: readout == chosen,
    })
    .to_vec()
}

fn readout_hint(readout: Readout) -> String {
    match readout {
        Readout::Softmax => t!("readout.softmax_hint"),
        Readout::Normalize => t!("readout.normalize_hint"),
        Readout::Scores => t!("readout.scores_hint"),
    }
    .into_owned()
}

#[derive(PartialEq, Properties)]
struct NumbersProps {
    name: AttrValue,
    /// Name (empty if there is only one) and output.
    rows: Vec<(String, Output)>,
    labels: Rc<Vec<String>>,
    readout: Readout,
    language: Language,
}

/// The numbers behind a chart: one click away, and always there for screen readers.
#[component(Numbers)]
fn numbers(props: &NumbersProps) -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let named = props.rows.len() > 1 || props.rows.iter().any(|(name, _)| !name.is_empty());
    let after_head = match props.readout {
        Readout::Scores => t!("use.score"),
        _ => t!("use.after"),
    };
    let row = |(name, output): &(String, Output)| -> Vec<Html> {
        (props.labels.iter().enumerate())
            .map(|(k, label)| {
                let after = output.after.as_ref().ok().and_then(|after| after.get(k));
                html! {
                    <tr>
                        if named { <th scope="row" dir="auto">{ name }</th> }
                        <th scope="row" dir="auto">{ label }</th>
                        <td>{ full(output.before.get(k).unwrap_or(0.0)) }</td>
                        <td>{ after.map_or_else(|| "–".to_owned(), |after| full(*after)) }</td>
                    </tr>
                }
            })
            .collect()
    };
    html! {
        <div class="numbers">
            <button class="link-button" aria-expanded={open.to_string()} onclick={toggle}>
                { if *open { t!("use.hide_numbers") } else { t!("use.show_numbers") } }
            </button>
            <div class={if *open { "table-scroll" } else { "visually-hidden" }} tabindex={(*open).then_some("0")} role="group"
                aria-label={&props.name}>
                <table class="data">
                    <caption class="visually-hidden">{ &props.name }</caption>
                    <thead><tr>
                        if named { <th scope="col">{ t!("use.prompt") }</th> }
                        <th scope="col">{ t!("use.label") }</th>
                        <th scope="col">{ t!("use.before") }</th>
                        <th scope="col">{ after_head }</th>
                    </tr></thead>
                    <tbody>{ for props.rows.iter().flat_map(row) }</tbody>
                </table>
            </div>
        </div>
    }
}
