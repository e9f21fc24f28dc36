//! The two averaging orders side by side, for the figure's state.

use crate::calibration::{
    Averaging, Decision, Distribution, Output, Parameters, Threshold, fit_prompts, output,
    threshold,
};
use crate::page::drag::{Drag, DragEvent, Probability};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::page::widgets::bar::value_text;
use crate::state::{Row, State, fixed, full, short};
use yew::prelude::*;

/// Distance from even below which a distribution counts as even, since the rest may be rounding errors.
const EVEN: f64 = 1e-9;

/// The comparison, with a line on which the test input can be dragged.
#[derive(Default)]
pub(crate) struct Compare {
    drag: Drag,
}

/// The results of one averaging order.
struct Order {
    name: AttrValue,
    /// The name by its two steps.
    steps: AttrValue,
    parameters: Parameters,
    /// The p(first label) at which the decision changes, for K = 2.
    threshold: Option<f64>,
    /// The selected input before and after calibration.
    input: Option<Output>,
}

impl Order {
    /// Computes both orders, without entries set by hand, which belong to neither. `None` if a probability of zero makes W
    /// undefined.
    fn both(input: &PieceInput) -> Option<[Self; 2]> {
        let state = &*input.state;
        let prompts: Vec<Distribution> = state
            .prompts
            .iter()
            .map(|prompt| prompt.p.clone())
            .collect();
        let order = |averaging, name, steps| {
            let parameters = fit_prompts(&prompts, state.k(), state.method, averaging).averaged;
            let parameters = parameters.ok()?;
            let input = state.inputs.get(input.selected);
            Some(Self {
                name,
                steps,
                threshold: match threshold(&parameters) {
                    Some(Threshold::At { p, .. }) => Some(p),
                    _ => None,
                },
                input: input
                    .map(|input| output(&input.p.to_distribution(), &parameters, state.readout)),
                parameters,
            })
        };
        Some([
            order(
                Averaging::Parameters,
                t!("lesson.several.compare.first"),
                t!("lesson.several.compare.first_steps"),
            )?,
            order(
                Averaging::Probabilities,
                t!("lesson.several.compare.second"),
                t!("lesson.several.compare.second_steps"),
            )?,
        ])
    }

    fn decision(&self) -> Option<&Decision> {
        Some(&self.input.as_ref()?.label_after)
    }

    fn view(&self, state: &State) -> Html {
        let decided = self.input.as_ref().map(|input| {
            let p = input.before.as_slice().iter().map(|p| short(*p).into());
            let p: Vec<AttrValue> = if state.k() == 2 {
                p.take(1).collect()
            } else {
                p.collect()
            };
            let label = i18n::decision(&input.label_after, &state.labels);
            let class = match input.label_after {
                Decision::Label(k) => format!("swatch label-{k}"),
                Decision::Tie(_) => String::new(),
            };
            html! {
                <p class="compare-input">
                    <span {class} aria-hidden="true"></span>
                    { t!("lesson.several.compare.input", p = i18n::list(&p), label = label) }
                </p>
            }
        });
        html! {
            <li>
                <strong>{ &self.name }</strong>
                <p class="hint">{ &self.steps }</p>
                if let Some(p) = self.threshold {
                    <p data-full={full(p)}>{ t!("lesson.several.compare.threshold", label = i18n::label(state, 0), p = short(p)) }</p>
                }
                { decided }
            </li>
        }
    }
}

impl Piece for Compare {
    type Msg = DragEvent;

    fn update(&mut self, event: DragEvent, input: &PieceInput, env: &Env) -> bool {
        if let Some(gesture) = self.drag.on(&event, None) {
            let row = Row::Input(input.selected);
            Probability { row, label: 0 }.drag(gesture, |at| at.x, &env.send);
        }
        // The gesture changes the state, with which the app renders the piece again.
        false
    }

    fn view(&self, input: &PieceInput, _: &Env, link: &PieceLink<DragEvent>) -> Html {
        let state = &*input.state;
        let Some([first, second]) = &Order::both(input) else {
            return html! { <p class="undefined">{ t!("lesson.ui.no_figure") }</p> };
        };
        let thresholds = first.threshold.zip(second.threshold);
        html! {
            <section class="compare" aria-labelledby="compare-title">
                <h3 id="compare-title">{ t!("lesson.several.compare.title") }</h3>
                if let Some((a, b)) = thresholds {
                    { line(input, a, b, link) }
                }
                <ul class="compare-orders" translate="no">{ first.view(state) }{ second.view(state) }</ul>
                <div role="status" translate="no">{ conclusion(first, second, state) }</div>
                { distances(input, first, second) }
            </section>
        }
    }
}

/// States whether the two orders agree about the input, and between which values they do not.
fn conclusion(first: &Order, second: &Order, state: &State) -> Html {
    let (Some(one), Some(other)) = (first.decision(), second.decision()) else {
        return Html::default();
    };
    let label = i18n::decision(one, &state.labels);
    if one != other {
        let other = i18n::decision(other, &state.labels);
        let said = t!(
            "lesson.several.compare.differ",
            first = label,
            second = other
        );
        return html! { <p class="compare-differ"><span aria-hidden="true">{ "≠ " }</span>{ said }</p> };
    }
    let between = first.threshold.zip(second.threshold);
    let said = match between.map(|(a, b)| (a.min(b), a.max(b))) {
        // Thresholds that are shown as the same number have no range between them to report.
        Some((low, high)) if short(low) != short(high) => t!(
            "lesson.several.compare.agree",
            label = label,
            low = short(low),
            high = short(high)
        ),
        _ => t!("lesson.several.compare.same", label = label),
    };
    html! { <p><span aria-hidden="true">{ "= " }</span>{ said }</p> }
}

/// A line of the values of p(first label), with both thresholds, the range between them, and the input, which can be dragged.
fn line(input: &PieceInput, first: f64, second: f64, link: &PieceLink<DragEvent>) -> Html {
    let state = &*input.state;
    let share = |value: f64| format!("{}%", fixed(value * 100.0, 2));
    let described = t!(
        "lesson.several.compare.described",
        label = i18n::label(state, 0),
        parameters = short(first),
        probabilities = short(second)
    );
    let tick = |p: f64, class: &'static str| {
        html! { <line class={class} x1={share(p)} x2={share(p)} y1="6" y2="38" /> }
    };
    let input = state.inputs.get(input.selected);
    let value = input.and_then(|input| input.p.get(0));
    let pointer = link.callback(|event: PointerEvent| event.into());
    let key = link.callback(|event: KeyboardEvent| event.into());
    let picture = html! {
        <svg class="compare-svg" aria-hidden="true">
            <rect class="compare-line" x="0" y="19" width="100%" height="6" rx="3" />
            <rect class="compare-between" x={share(first.min(second))} y="10" width={share((first - second).abs())} height="24" />
            { tick(first, "compare-first") }
            { tick(second, "compare-second") }
            if let Some(value) = value {
                <svg class="compare-place" x={share(value)}>
                    <circle class="compare-grip" cy="22" r="9" />
                </svg>
            }
        </svg>
    };
    html! {
        <div class="compare-frame">
            <p class="visually-hidden">{ described }</p>
            if let Some(value) = value {
                <div
                    class="compare-track"
                    role="slider"
                    tabindex="0"
                    aria-label={t!("bar.name", label = i18n::label(state, 0), about = i18n::text(input.map_or("", |input| input.text)))}
                    aria-valuemin="0.1"
                    aria-valuemax="99.9"
                    aria-valuenow={short(value * 100.0)}
                    aria-valuetext={value_text(value)}
                    data-k="0"
                    data-full={format!("{} {}", state.label(0), full(value))}
                    data-drag-area=""
                    onpointerdown={&pointer}
                    onpointermove={&pointer}
                    onpointerup={&pointer}
                    onpointercancel={&pointer}
                    onlostpointercapture={pointer}
                    onkeydown={&key}
                    onkeyup={key}
                >
                    { picture }
                </div>
            } else {
                <div class="compare-track">{ picture }</div>
            }
            <p class="compare-scale hint" aria-hidden="true">
                <span>{ "0" }</span><span>{ format!("p({})", state.label(0)) }</span><span>{ "1" }</span>
            </p>
        </div>
    }
}

/// The table of each context-free prompt's distance from even: before, after its own correction, and after both averages.
fn distances(input: &PieceInput, first: &Order, second: &Order) -> Html {
    let state = &*input.state;
    let distance = |value: Option<f64>| match value {
        None => html! { <td>{ "–" }</td> },
        Some(value) if value < EVEN => {
            html! { <td class="compare-even">{ t!("lesson.several.compare.even") }</td> }
        }
        Some(value) => html! { <td data-full={full(value)}>{ short(value) }</td> },
    };
    let corrected = |p: &Distribution, parameters: &Parameters| {
        distance(output(p, parameters, state.readout).distance_from_even())
    };
    let own = input.derived.per_prompt.iter();
    let row = |(i, (prompt, own)): (usize, (_, &Result<_, _>))| {
        let prompt: &crate::state::ContextFreePrompt = prompt;
        let own: Option<&std::rc::Rc<Parameters>> = own.as_ref().ok();
        html! {
            <tr data-i={i.to_string()}>
                <th scope="row" dir="auto">{ i18n::text(&prompt.text) }</th>
                { distance(Some(prompt.p.distance_from_even())) }
                { own.map_or_else(|| distance(None), |own| corrected(&prompt.p, own)) }
                { corrected(&prompt.p, &first.parameters) }
                { corrected(&prompt.p, &second.parameters) }
            </tr>
        }
    };
    let averaged = |order: &Order| {
        html! { <th scope="col">{ t!("lesson.several.compare.after_column") }<small>{ &order.name }</small></th> }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={t!("lesson.several.compare.table")}>
            <table class="data compare-table" translate="no">
                <caption>{ t!("lesson.several.compare.table") }</caption>
                <thead><tr>
                    <th scope="col">{ t!("lesson.several.compare.prompt_column") }</th>
                    <th scope="col">{ t!("lesson.several.compare.before_column") }</th>
                    <th scope="col">{ t!("lesson.several.compare.own_column") }</th>
                    { averaged(first) }
                    { averaged(second) }
                </tr></thead>
                <tbody>{ for state.prompts.iter().zip(own).enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}
