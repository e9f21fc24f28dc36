use crate::asking::Origin;
use crate::calibration::{self, Method, Output, Readout};
use crate::chart::{Axis, Palette};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::geometry::geometry;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg, UiAction, UiState, ViewMsg, maybe};
use crate::page::panels::data_menu::DataMenu;
use crate::page::panels::fit_panel::undefined;
use crate::page::panels::verdict::verdict;
use crate::page::piece::PieceInput;
use crate::page::widgets::chart::ChartView;
use crate::page::widgets::choice::{Choice, choices, option};
use crate::page::widgets::icons;
use crate::page::widgets::number_field::{Field, NumberField, row_note};
use crate::page::widgets::origin;
use crate::page::widgets::text_field::TextField;
use crate::state::{Action, Derived, MAX_INPUTS, Named, Row, State, TextOf, full, short};
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Panel 3: the selected test input before and after, all inputs, the context-free prompts.
pub(crate) struct UsePanel<'a> {
    pub(crate) state: &'a Rc<State>,
    pub(crate) derived: &'a Rc<Derived>,
    /// The state before the drag in progress, if there is one, and what was derived from it: hidden tables of numbers do not follow
    /// the drag.
    pub(crate) before_drag: Option<(&'a Rc<State>, &'a Rc<Derived>)>,
    pub(crate) selected: usize,
    pub(crate) ui: UiState,
    pub(crate) palette: Rc<Palette>,
    pub(crate) text_size: f64,
    /// The input of the geometry view, which can be unfolded below the chart.
    pub(crate) piece_input: PieceInput,
    /// Whether inputs can be loaded here, since panel 4, which has that, is not shown.
    pub(crate) data_menu: bool,
    /// Where the numbers of the selected input come from.
    pub(crate) origin: Origin,
    pub(crate) env: &'a Env,
}

impl UsePanel<'_> {
    /// What softmax does to the selected input's greatest score, next to normalising; nothing where that is hardly a difference.
    fn softmax_said(&self) -> Option<AttrValue> {
        let output = self.derived.input(self.state, self.selected)?;
        if self.state.readout != Readout::Softmax {
            return None;
        }
        let k = output.label_after.index();
        let softmax = *output.after.as_ref().ok()?.get(k)?;
        let normalized = *calibration::normalize(&output.scores).ok()?.get(k)?;
        let label = i18n::label(self.state, k);
        let (softmax_text, normalized_text) = (short(softmax), short(normalized));
        if softmax < normalized - SPREAD {
            Some(t!(
                "readout.softmax_flattens",
                label = label,
                normalized = normalized_text,
                softmax = softmax_text
            ))
        } else if softmax > normalized + SPREAD {
            Some(t!(
                "readout.softmax_sharpens",
                label = label,
                normalized = normalized_text,
                softmax = softmax_text
            ))
        } else {
            None
        }
    }

    pub(crate) fn view(&self) -> Html {
        let Self {
            state,
            derived,
            before_drag,
            selected,
            ui,
            palette,
            text_size,
            env,
            ..
        } = self;
        let labels = &state.labels;
        let input = state.inputs.get(*selected);
        let score_axis = Axis::scores(
            derived
                .prompts
                .iter()
                .flat_map(|output| output.scores.iter().copied()),
        );
        let before_drag = before_drag.map(|(_, derived)| derived);
        let shares = derived.prompts.iter().flat_map(|output| {
            let after = output.after.as_ref().map_or(&[][..], Vec::as_slice);
            output.before.as_slice().iter().chain(after).copied()
        });
        let axis = Axis::probabilities(shares, 1.0 / state.k() as f64);
        let tabled = before_drag
            .filter(|_| !ui.prompt_numbers)
            .unwrap_or(derived);
        let before_drag = |i: usize| before_drag?.prompts.get(i).cloned();
        let rows: Vec<(AttrValue, &Output)> = (state.prompts.iter())
            .zip(tabled.prompts.iter())
            .map(|(prompt, output)| (i18n::text(&prompt.text), &**output))
            .collect();
        html! {
            <section class="panel" aria-labelledby="panel-3">
                <h2 id="panel-3"><span class="step" aria-hidden="true">{ "3" }</span>{ t!("use.title") }</h2>
                <p class="hint legend">
                    { legend(state) }
                    <span class="legend-hint">{ t!("use.hint") }</span>
                </p>
                if let Some(input) = input {
                    { self.input_tools(input.label, input.text) }
                    { origin::mark(&self.origin, state.measured.as_ref().map(|measured| &*measured.source), Row::Input(*selected), env) }
                }
                { self.chart() }
                <details class="more" open={ui.geometry} ontoggle={toggled(env)}>
                    <summary>{ t!("lesson.answers.tab") }</summary>
                    if ui.geometry && derived.parameters.is_ok() {
                        { geometry(self.piece_input.clone(), env) }
                    }
                </details>
                { choices("readout", t!("readout.name"), true, readouts(state.readout), env) }
                <p class="hint">
                    { readout_words(state.readout).1 }
                    if let Some(said) = self.softmax_said() {
                        { t!("number.sentence_separator") }<span translate="no">{ said }</span>
                    }
                </p>
                if !derived.prompts.is_empty() {
                    <h3 class="caption">{ t!("use.context_free_title") }</h3>
                    if state.prompts.len() > 1 {
                        <p class="hint">{ t!("use.context_free_several") }</p>
                    } else if state.overrides.is_empty() && state.method != Method::None && derived.prompts.iter().all(|output| output.after.is_ok()) {
                        <p class="hint">{ t!("use.context_free_one") }</p>
                    }
                    if let (Axis::SmallProbability { max }, true) = (axis, state.readout != Readout::Scores) {
                        <p class="hint" translate="no">{ t!("use.context_free_scale", max = short(max)) }</p>
                    }
                    <div class={classes!("multiples", (labels.len() > 6).then_some("is-wide"))}>
                        { for state.prompts.iter().zip(&derived.prompts).enumerate().map(|(i, (prompt, output))| html! {
                            <ChartView key={i} name={i18n::text(&prompt.text)} {labels} output={Rc::clone(output)} before_drag={before_drag(i)} readout={state.readout}
                                {score_axis} {axis} input={None} prompt={Some(i)} palette={Rc::clone(palette)} text_size={*text_size} env={(*env).clone()} />
                        }) }
                    </div>
                    { numbers(t!("use.context_free_title"), &rows, labels, state.readout, ui.prompt_numbers, UiAction::PromptNumbers, None, env) }
                }
                if self.data_menu {
                    { DataMenu.memo(0, env) }
                }
            </section>
        }
    }

    /// The selected input before and after, with the verdict, and nothing else.
    pub(crate) fn chart_alone(&self) -> Html {
        html! {
            <section class="panel" aria-label={t!("use.title")}>
                <p class="hint legend">{ legend(self.state) }</p>
                { self.chart() }
            </section>
        }
    }

    fn chart(&self) -> Html {
        let Self {
            state,
            derived,
            before_drag,
            selected,
            ui,
            palette,
            text_size,
            env,
            ..
        } = self;
        let labels = &state.labels;
        let input = state.inputs.get(*selected);
        let unseen = before_drag
            .filter(|_| !ui.input_numbers)
            .and_then(|(state, derived)| derived.input(state, *selected));
        match (
            input.zip(derived.input(state, *selected)),
            &derived.parameters,
        ) {
            (Some((input, output)), _) => {
                let output = Rc::new(output);
                let tabled = unseen.as_ref().unwrap_or(&output);
                html! {
                <>
                    <ChartView name={chart_name(input.text)} {labels} output={Rc::clone(&output)} before_drag={None} readout={state.readout}
                        score_axis={Axis::scores(output.scores.iter().copied())} axis={Axis::Probability} input={Some(*selected)} prompt={None}
                        palette={Rc::clone(palette)} text_size={*text_size} env={(*env).clone()} />
                    { numbers(chart_name(input.text), &[(AttrValue::default(), tabled)], labels, state.readout,
                        ui.input_numbers, UiAction::InputNumbers, Some(Row::Input(*selected)), env) }
                    { row_note(self.piece_input.divided_by) }
                    { verdict(&output, labels, input.label, state.readout, derived.threshold) }
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
            env.icon_button(
                icon,
                name,
                AppMsg::Edit(EditMsg::Apply(action, None)),
                disabled,
            )
        };
        let k = state.k();
        let onchange = maybe(&env.send, move |event: Event| {
            let index = dom::target::<HtmlSelectElement>(&event)?.selected_index();
            let label = usize::try_from(index - 1).ok().filter(|label| *label < k);
            Some(AppMsg::Edit(EditMsg::Apply(
                Action::SetInputLabel(selected, label),
                None,
            )))
        });
        html! {
            <div class="input-tools">
                <TextField text_of={TextOf::Input(selected)} class="input-text" value={text.to_owned()}
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

/// Least difference of a bar by softmax from the same bar normalised for which a sentence is made of it.
const SPREAD: f64 = 0.005;

/// What the charts' marks stand for. The line at 1/K is in those of probabilities only.
fn legend(state: &State) -> Html {
    html! {
        <>
            <span class="legend-before" aria-hidden="true"></span>{ t!("use.before") }
            <span class="legend-after" aria-hidden="true"></span>{ t!("use.after") }
            if state.readout != Readout::Scores {
                <span class="legend-even" aria-hidden="true"></span>{ t!("use.even", k = state.k()) }
            }
        </>
    }
}

fn chart_name(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("use.chart_name")
    } else {
        t!("use.chart_name_of", text = text)
    }
}

/// Reports whether the geometry view is unfolded; it is rendered only then.
fn toggled(env: &Env) -> Callback<Event> {
    maybe(&env.send, |event: Event| {
        let open = dom::target::<web_sys::Element>(&event)?.has_attribute("open");
        Some(AppMsg::View(ViewMsg::Ui(UiAction::Geometry(open))))
    })
}

fn readouts(chosen: Readout) -> Vec<Choice> {
    let choice = |&(readout, _): &(Readout, _)| Choice {
        words: readout_words(readout).0,
        msg: AppMsg::Edit(EditMsg::Apply(Action::SetReadout(readout), None)),
        chosen: readout == chosen,
    };
    Readout::ALL.iter().map(choice).collect()
}

/// The name of a readout, and what it does.
fn readout_words(readout: Readout) -> (AttrValue, AttrValue) {
    match readout {
        Readout::Softmax => (t!("readout.softmax"), t!("readout.softmax_hint")),
        Readout::Normalize => (t!("readout.normalize"), t!("readout.normalize_hint")),
        Readout::Scores => (t!("readout.scores"), t!("readout.scores_hint")),
    }
}

/// The table of the numbers behind a chart: hidden until it is opened, but always there for screen readers. Rows have names,
/// except a single one with an empty name. If `typed` is given, the probabilities before calibration are those of this row of
/// the state, and can be typed.
#[allow(clippy::too_many_arguments)] // A plain function of one caller's values.
fn numbers(
    name: AttrValue,
    rows: &[(AttrValue, &Output)],
    labels: &Rc<Vec<String>>,
    readout: Readout,
    open: bool,
    action: fn(bool) -> UiAction,
    typed: Option<Row>,
    env: &Env,
) -> Html {
    let toggle = env.on_click(AppMsg::View(ViewMsg::Ui(action(!open))));
    let named = rows.len() > 1 || rows.iter().any(|(name, _)| !name.is_empty());
    let after_head = match readout {
        Readout::Scores => t!("use.score"),
        _ => t!("use.after"),
    };
    let before = |label: usize, value: f64| match typed.filter(|_| open) {
        None => html! { { full(value) } },
        Some(row) => {
            let field = Field::Probability {
                row,
                label,
                labels: Rc::clone(labels),
            };
            let label = labels.get(label).cloned().unwrap_or_default();
            html! {
                <NumberField {field} {value} name={t!("bar.number", label = label, about = name)} env={env.clone()} />
            }
        }
    };
    let row = |(i, (name, output)): (usize, &(AttrValue, &Output))| -> Vec<Html> {
        (labels.iter().enumerate())
            .map(|(k, label)| {
                let after = output.after.as_ref().ok().and_then(|after| after.get(k));
                html! {
                    <tr key={i * labels.len() + k}>
                        if named { <th scope="row" dir="auto">{ name }</th> }
                        <th scope="row" dir="auto">{ label }</th>
                        <td>{ before(k, output.before.get(k).unwrap_or(0.0)) }</td>
                        <td>{ after.map_or_else(|| "–".to_owned(), |after| full(*after)) }</td>
                    </tr>
                }
            })
            .collect()
    };
    let words = match (open, typed) {
        (true, _) => t!("use.hide_numbers"),
        (false, None) => t!("use.show_numbers"),
        (false, Some(_)) => t!("use.type_numbers"),
    };
    html! {
        <div class="numbers">
            <button class="link-button" aria-expanded={open.to_string()} onclick={toggle}>{ words }</button>
            <div class={if open { "table-scroll" } else { "visually-hidden" }} tabindex={open.then_some("0")} role="group"
                aria-label={&name} data-row={typed.map(|_| "")}>
                <table class="data" translate="no">
                    <caption class="visually-hidden">{ &name }</caption>
                    <thead><tr>
                        if named { <th scope="col">{ t!("use.prompt") }</th> }
                        <th scope="col">{ t!("use.label") }</th>
                        <th scope="col">{ t!("use.before") }</th>
                        <th scope="col">{ after_head }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().enumerate().flat_map(row) }</tbody>
                </table>
            </div>
        </div>
    }
}
