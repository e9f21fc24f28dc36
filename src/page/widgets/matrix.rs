use crate::calibration::Parameters;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, UiAction, ViewMsg};
use crate::page::widgets::number_field::{Field, NumberField};
use crate::state::{Overrides, fixed, full, short};
use yew::prelude::*;

/// Greatest number of labels whose whole matrix is shown; of more the diagonal is, and the whole matrix on demand.
const MAX_WHOLE: usize = 6;
/// Number of shades of the accent colour: `tint-1` is the lightest, `tint-0` none.
const SHADES: f64 = 6.0;

/// W and b of one prompt, or of all of them averaged.
pub(crate) struct ParametersView<'a> {
    pub(crate) parameters: &'a Parameters,
    pub(crate) labels: &'a [String],
    /// Index of the prompt, or `None` for the averaged parameters.
    pub(crate) prompt: Option<usize>,
    /// True if they are means of those of several prompts, which a bar over the letter says.
    pub(crate) averaged: bool,
    /// The name of the matrix, for screen readers.
    pub(crate) name: AttrValue,
    /// The entries that were set by hand, if they can be edited.
    pub(crate) edit: Option<&'a Overrides>,
    /// True if the whole matrix is shown although there are many labels.
    pub(crate) whole: bool,
    pub(crate) env: &'a Env,
}

impl ParametersView<'_> {
    pub(crate) fn view(&self) -> Html {
        let Self {
            parameters,
            labels,
            prompt,
            name,
            edit,
            whole,
            env,
            ..
        } = self;
        let k = labels.len();
        let large = prompt.is_none();
        let bias_shown = large || parameters.b.iter().any(|b| *b != 0.0);
        let size = if large { "is-large" } else { "is-small" };
        let whole = k <= MAX_WHOLE || *whole || edit.is_some();
        let toggle = env.on_click(AppMsg::View(ViewMsg::Ui(UiAction::Whole(!whole))));
        html! {
            <div class={classes!("parameters", size)}>
                if k > MAX_WHOLE {
                    { self.diagonal() }
                    if large {
                        <button class="link-button" aria-expanded={whole.to_string()} onclick={toggle}>
                            { if whole { t!("matrix.hide_whole") } else { t!("matrix.show_whole") } }
                        </button>
                    }
                }
                if whole && (large || k <= MAX_WHOLE) {
                    <div class="matrix-scroll" tabindex={(k > MAX_WHOLE).then_some("0")} role={(k > MAX_WHOLE).then_some("group")}
                        aria-label={(k > MAX_WHOLE).then(|| name.to_string())}>
                        { self.matrix() }
                        if bias_shown {
                            { self.bias() }
                        }
                    </div>
                } else if bias_shown && edit.is_none() && k > MAX_WHOLE && parameters.b.iter().any(|b| *b != 0.0) {
                    { self.bias_list() }
                }
            </div>
        }
    }
}

fn symbol(letter: &str, averaged: bool) -> Html {
    html! {
        <span class="symbol" aria-hidden="true">
            <i class={averaged.then_some("overline")}>{ letter }</i>{ " =" }
        </span>
    }
}

impl ParametersView<'_> {
    fn matrix(&self) -> Html {
        let Self {
            parameters,
            labels,
            prompt,
            name,
            ..
        } = self;
        let largest = largest(parameters);
        let k = labels.len();
        let row = |r: usize| {
            html! {
                <tr>
                    <th scope="row" class="visually-hidden">{ labels.get(r).cloned() }</th>
                    { for (0..k).map(|c| self.cell(r, Some(c), parameters.w.get(r, c), largest)) }
                </tr>
            }
        };
        html! {
            <div class="matrix-named">
                if prompt.is_none() { { symbol("W", self.averaged) } }
                <table class="matrix" translate="no" data-roving={k.to_string()} data-part="w" aria-label={t!("matrix.w_name", name = name)}>
                    <thead class="visually-hidden">
                        <tr><td></td>{ for labels.iter().map(|label| html! { <th scope="col">{ label }</th> }) }</tr>
                    </thead>
                    <tbody>{ for (0..k).map(row) }</tbody>
                </table>
            </div>
        }
    }

    fn bias(&self) -> Html {
        let Self {
            parameters,
            labels,
            name,
            ..
        } = self;
        let largest = parameters.b.iter().fold(0.0, |m: f64, b| m.max(b.abs()));
        let row = |(r, &b): (usize, &f64)| {
            html! {
                <tr>
                    <th scope="row" class="visually-hidden">{ labels.get(r).cloned() }</th>
                    { self.cell(r, None, b, largest) }
                </tr>
            }
        };
        html! {
            <div class="matrix-named">
                { symbol("b", self.averaged) }
                <table class="matrix" translate="no" data-roving="1" data-part="b" aria-label={t!("matrix.b_name", name = name)}>
                    <tbody>{ for parameters.b.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        }
    }

    /// One entry; `column` is `None` in b.
    fn cell(&self, r: usize, column: Option<usize>, value: f64, largest: f64) -> Html {
        let Self {
            labels,
            prompt,
            edit,
            env,
            ..
        } = self;
        let first = r == 0 && column.unwrap_or(0) == 0;
        let on_diagonal = column.is_none_or(|c| c == r);
        let k = on_diagonal.then(|| r.to_string());
        let name = entry_name(r, column, labels);
        if let Some(overrides) = edit {
            let by_hand = match column {
                Some(c) => overrides.w.get(&(r, c)).is_some(),
                None => overrides.b.get(&r).is_some(),
            };
            let field = match column {
                Some(column) => Field::W { row: r, column },
                None => Field::B { label: r },
            };
            return html! {
                <td class={classes!(shade(value, largest), by_hand.then_some("by-hand"))} data-k={k}>
                    <NumberField {field} {value} {name} env={(*env).clone()} />
                </td>
            };
        }
        html! {
            <td class={shade(value, largest)} data-k={k} data-i={prompt.map(|i| i.to_string())}
                data-full={format!("{name} = {}", full(value))} data-cell="" tabindex={if first { "0" } else { "-1" }}>
                { short(value) }
            </td>
        }
    }

    fn diagonal(&self) -> Html {
        let values = (0..self.labels.len()).map(|k| self.parameters.w.get(k, k));
        self.entry_list(values.collect(), largest(self.parameters), true)
    }

    fn bias_list(&self) -> Html {
        let b = &self.parameters.b;
        let largest = b.iter().fold(0.0, |m: f64, b| m.max(b.abs()));
        self.entry_list(b.clone(), largest, false)
    }

    /// A wrapping list of one entry per label, for many labels: the diagonal of W, or b.
    fn entry_list(&self, values: Vec<f64>, largest: f64, of_w: bool) -> Html {
        let Self {
            labels,
            prompt,
            name,
            ..
        } = self;
        let item = |(k, value): (usize, f64)| {
            let column = of_w.then_some(k);
            html! {
                <li class={shade(value, largest)} data-k={k.to_string()} data-i={prompt.map(|i| i.to_string())} data-cell=""
                    data-full={format!("{} = {}", entry_name(k, column, labels), full(value))}
                    tabindex={if k == 0 { "0" } else { "-1" }}>
                    <span class={format!("swatch label-{k}")} aria-hidden="true"></span>
                    if prompt.is_none() {
                        <span class="entry-label" dir="auto">{ labels.get(k).cloned() }</span>
                    }
                    <span class="entry-value">{ short(value) }</span>
                </li>
            }
        };
        let list_name = if of_w {
            t!("matrix.w_diagonal_name", name = name)
        } else {
            t!("matrix.b_name", name = name)
        };
        html! {
            <div class="matrix-named">
                if prompt.is_none() { { symbol(if of_w { "W" } else { "b" }, self.averaged) } }
                <ul class="diagonal" data-roving="1" data-part={if of_w { "w" } else { "b" }} aria-label={list_name}>
                    { for values.into_iter().enumerate().map(item) }
                </ul>
            </div>
        }
    }
}

fn largest(parameters: &Parameters) -> f64 {
    parameters
        .w
        .rows()
        .flatten()
        .fold(0.0, |m: f64, w| m.max(w.abs()))
}

/// The class of the shade of an entry; `largest` is the largest absolute value of all entries.
fn shade(value: f64, largest: f64) -> String {
    let share = if largest > 0.0 {
        value.abs() / largest
    } else {
        0.0
    };
    format!("tint-{}", fixed((share.clamp(0.0, 1.0) * SHADES).ceil(), 0))
}

/// The name of an entry in words, such as "W Positive, Negative"; `column` is `None` in b.
pub(crate) fn entry_name(r: usize, column: Option<usize>, labels: &[String]) -> AttrValue {
    let label = |k: usize| labels.get(k).cloned().unwrap_or_default();
    match column {
        Some(c) => t!("matrix.w_entry", row = label(r), column = label(c)),
        None => t!("matrix.b_entry", row = label(r)),
    }
}
