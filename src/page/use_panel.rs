use super::chart_view::ChartView;
use super::choice::{Choice, choices, option};
use super::fit_panel::undefined;
use super::input_list::InputList;
use super::part::{Env, Part};
use super::piece::{Kind, Piece};
use super::request::{Looks, Shown, maybe};
use super::say::t;
use super::text_field::{Target, TextField};
use super::verdict::{accuracy, verdict};
use super::{Request, dom, icons, words};
use crate::calibration::{Method, Output, Readout};
use crate::chart::{Axis, Palette};
use crate::state::{Action, Derived, MAX_INPUTS, State, full};
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Panel 3: the selected test input before and after, all inputs, the context-free prompts.
pub(super) struct UsePanel<'a> {
    pub(super) state: &'a Rc<State>,
    pub(super) derived: &'a Rc<Derived>,
    /// What tables of numbers say while nobody sees them: they need not follow each step of a drag.
    pub(super) settled: &'a Rc<Derived>,
    pub(super) order: &'a Rc<Vec<usize>>,
    pub(super) selected: usize,
    pub(super) shown: Shown,
    pub(super) palette: &'a Rc<Palette>,
    pub(super) text_size: f64,
    /// The geometry view, a tab beside the charts.
    pub(super) geometry: Piece,
    pub(super) env: &'a Env,
}

impl UsePanel<'_> {
    pub(super) fn view(&self) -> Html {
        let Self {
            state,
            derived,
            settled,
            order,
            selected,
            shown: in_view,
            palette,
            text_size,
            geometry,
            env,
        } = self;
        let labels = &state.labels;
        let several = state.inputs.len() > 1;
        let input = state.inputs.get(*selected);
        let score_axis = Axis::scores(
            derived
                .prompts
                .iter()
                .flat_map(|output| output.scores.iter().copied()),
        );
        let told = if in_view.prompt_numbers {
            derived
        } else {
            settled
        };
        let dragging = !Rc::ptr_eq(derived, settled);
        let before_drag = |i: usize| settled.prompts.get(i).filter(|_| dragging).cloned();
        let rows: Vec<(AttrValue, &Output)> = (state.prompts.iter())
            .zip(told.prompts.iter())
            .map(|(prompt, output)| (words::text(&prompt.text), &**output))
            .collect();
        html! {
            <section class="panel" aria-labelledby="panel-3">
                <h2 id="panel-3"><span class="step" aria-hidden="true">{ "3" }</span>{ t!("use.title") }</h2>
                <p class="hint legend">
                    <span class="legend-before" aria-hidden="true"></span>{ t!("use.before") }
                    <span class="legend-after" aria-hidden="true"></span>{ t!("use.after") }
                    <span class="legend-hint">{ t!("use.hint") }</span>
                </p>
                if let Some(input) = input {
                    { self.input_tools(input.label, &input.text) }
                }
                { self.chart() }
                <details class="more" open={in_view.geometry} ontoggle={toggled(env)}>
                    <summary>{ t!("lesson.answers.tab") }</summary>
                    if in_view.geometry && derived.parameters.is_ok() {
                        { geometry.of(match labels.len() { 2 => Kind::Line, 3 => Kind::Triangle, _ => Kind::Pairwise }).html(env) }
                    }
                </details>
                { choices("readout", t!("readout.name"), true, readouts(state.readout), env) }
                <p class="hint">{ readout_hint(state.readout) }</p>
                if derived.evaluation.counted > 0 && several {
                    { accuracy(&derived.evaluation) }
                }
                if several {
                    { Part::InputList(InputList {
                        labels: Rc::clone(&state.labels),
                        inputs: Rc::clone(&state.inputs),
                        outputs: Rc::clone(&derived.inputs),
                        order: Rc::clone(order),
                        selected: *selected,
                    }).html(0, env) }
                }
                { Part::DataMenu.html(0, env) }
                if !derived.prompts.is_empty() {
                    <h3 class="caption">{ t!("use.context_free_title") }</h3>
                    if state.prompts.len() > 1 {
                        <p class="hint">{ t!("use.context_free_several") }</p>
                    } else if state.overrides.is_empty() && state.method != Method::None {
                        <p class="hint">{ t!("use.context_free_one") }</p>
                    }
                    <div class={classes!("multiples", (labels.len() > 6).then_some("is-wide"))}>
                        { for state.prompts.iter().zip(&derived.prompts).enumerate().map(|(i, (prompt, output))| html! {
                            <ChartView key={i} name={words::text(&prompt.text)} {labels} output={Rc::clone(output)} told={before_drag(i)} readout={state.readout}
                                {score_axis} input={None} prompt={Some(i)} palette={Rc::clone(palette)} text_size={*text_size} env={(*env).clone()} />
                        }) }
                    </div>
                    { numbers(t!("use.context_free_title"), &rows, labels, state.readout, in_view.prompt_numbers, Looks::PromptNumbers, env) }
                }
            </section>
        }
    }

    /// The selected input before and after, with the verdict, and nothing else.
    pub(super) fn chart_alone(&self) -> Html {
        html! {
            <section class="panel" aria-label={t!("use.title")}>
                <p class="hint legend">
                    <span class="legend-before" aria-hidden="true"></span>{ t!("use.before") }
                    <span class="legend-after" aria-hidden="true"></span>{ t!("use.after") }
                </p>
                { self.chart() }
            </section>
        }
    }

    fn chart(&self) -> Html {
        let Self {
            state,
            derived,
            settled,
            selected,
            shown,
            palette,
            text_size,
            env,
            ..
        } = self;
        let labels = &state.labels;
        let input = state.inputs.get(*selected);
        let unseen = settled
            .inputs
            .get(*selected)
            .filter(|_| !shown.input_numbers);
        match (
            input.zip(derived.inputs.get(*selected)),
            &derived.parameters,
        ) {
            (Some((input, output)), _) => {
                let told = unseen.unwrap_or(output);
                html! {
                <>
                    <ChartView name={chart_name(&input.text)} {labels} output={Rc::new(output.clone())} told={None} readout={state.readout}
                        score_axis={Axis::scores(output.scores.iter().copied())} input={Some(*selected)} prompt={None}
                        palette={Rc::clone(palette)} text_size={*text_size} env={(*env).clone()} />
                    { numbers(chart_name(&input.text), &[(AttrValue::default(), told)], labels, state.readout,
                        shown.input_numbers, Looks::InputNumbers, env) }
                    { verdict(output, labels, input.label, state.readout, derived.threshold) }
                </>
                }
            }
            (None, Err(zero)) => undefined(zero, state, env),
            (None, Ok(_)) => Html::default(),
        }
    }

    /// The selected input's text and right label; add and remove.
    fn input_tools(&self, right: Option<usize>, text: &str) -> Html {
        let Self {
            state,
            selected,
            env,
            ..
        } = self;
        let selected = *selected;
        let tool = |icon, name, action, disabled| {
            env.icon_button(icon, name, Request::Edit(action, None), disabled)
        };
        let k = state.k();
        let onchange = maybe(&env.send, move |event: Event| {
            let index = dom::target::<HtmlSelectElement>(&event)?.selected_index();
            let label = usize::try_from(index - 1).ok().filter(|label| *label < k);
            Some(Request::Edit(Action::SetInputLabel(selected, label), None))
        });
        html! {
            <div class="input-tools">
                <TextField target={Target::Input(selected)} class="input-text" value={text.to_owned()}
                    name={t!("input.text_field")} placeholder={t!("input.placeholder")}
                    env={(*env).clone()} />
                <select aria-label={t!("input.right_label")} {onchange}>
                    { option(t!("input.right_unknown"), right.is_none()) }
                    { for state.labels.iter().enumerate().map(|(k, label)| {
                        option(t!("input.right_is", label = label), right == Some(k))
                    }) }
                </select>
                <div class="row-tools">
                    { tool(icons::plus(), t!("input.add"), Action::AddInput { text: String::new() }, state.inputs.len() >= MAX_INPUTS) }
                    { tool(icons::trash(), t!("input.remove"), Action::RemoveInput(selected), state.inputs.len() < 2) }
                </div>
            </div>
        }
    }
}

fn chart_name(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("use.chart_name")
    } else {
        t!("use.chart_name_of", text = text)
    }
}

/// Keeps in mind whether the geometry is unfolded: only then it is drawn.
fn toggled(env: &Env) -> Callback<Event> {
    maybe(&env.send, |event: Event| {
        let open = dom::target::<web_sys::Element>(&event)?.has_attribute("open");
        Some(Request::Look(Looks::Geometry(open)))
    })
}

fn readouts(chosen: Readout) -> Vec<Choice> {
    [
        (Readout::Softmax, t!("readout.softmax")),
        (Readout::Normalize, t!("readout.normalize")),
        (Readout::Scores, t!("readout.scores")),
    ]
    .map(|(readout, words)| Choice {
        words,
        request: Request::Edit(Action::SetReadout(readout), None),
        chosen: readout == chosen,
    })
    .to_vec()
}

fn readout_hint(readout: Readout) -> AttrValue {
    match readout {
        Readout::Softmax => t!("readout.softmax_hint"),
        Readout::Normalize => t!("readout.normalize_hint"),
        Readout::Scores => t!("readout.scores_hint"),
    }
}

/// The numbers behind a chart: one click away, and always there for screen readers. Each row is named, but for a single
/// one whose name is empty.
fn numbers(
    name: AttrValue,
    rows: &[(AttrValue, &Output)],
    labels: &[String],
    readout: Readout,
    open: bool,
    look: fn(bool) -> Looks,
    env: &Env,
) -> Html {
    let toggle = env.ask(Request::Look(look(!open)));
    let named = rows.len() > 1 || rows.iter().any(|(name, _)| !name.is_empty());
    let after_head = match readout {
        Readout::Scores => t!("use.score"),
        _ => t!("use.after"),
    };
    let row = |(name, output): &(AttrValue, &Output)| -> Vec<Html> {
        (labels.iter().enumerate())
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
                { if open { t!("use.hide_numbers") } else { t!("use.show_numbers") } }
            </button>
            <div class={if open { "table-scroll" } else { "visually-hidden" }} tabindex={open.then_some("0")} role="group"
                aria-label={&name}>
                <table class="data">
                    <caption class="visually-hidden">{ &name }</caption>
                    <thead><tr>
                        if named { <th scope="col">{ t!("use.prompt") }</th> }
                        <th scope="col">{ t!("use.label") }</th>
                        <th scope="col">{ t!("use.before") }</th>
                        <th scope="col">{ after_head }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().flat_map(row) }</tbody>
                </table>
            </div>
        </div>
    }
}
