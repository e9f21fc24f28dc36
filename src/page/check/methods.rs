//! The ways to find W and b, side by side on the inputs; each is one click from being the one in use.

use super::summary::to_tenth;
use crate::calibration::ZeroProbability;
use crate::check::{Approach, Confusion, Counts};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg};
use crate::state::{
    Action, Checked, State, fixed, form, full, percent_of, with_approach, with_shift,
};
use std::rc::Rc;
use yew::prelude::*;

/// The table of methods.
#[derive(Clone, PartialEq)]
pub(super) struct Methods {
    pub(super) state: Rc<State>,
    pub(super) checked: Rc<Checked>,
}

/// Width of the picture of an interval, in units of its own.
const WIDTH: f64 = 72.0;

impl View for Methods {
    fn view(&self, env: &Env) -> Html {
        let Self { state, checked } = self;
        let labelled = checked.counted() > 0;
        let several = state.prompts.len() > 1;
        let lines = checked.compared.iter().map(|line| {
            let outcome = line.outcome.as_ref();
            let used = checked.in_use == Some(line.approach);
            let use_it = (!used && outcome.is_ok() && line.approach != Approach::ByHand)
                .then(|| with_approach(state, line.approach));
            self.line(Line {
                name: name(line.approach, several),
                counts: outcome.map(|outcome| &outcome.counts).map_err(|zero| *zero),
                used,
                use_it,
                unfair: false,
                env,
            })
        });
        let best = checked.best.as_ref().map(|(best, fair)| {
            let form = form(state);
            let line = self.line(Line {
                name: t!("check.method.best"),
                counts: Ok(&best.counts),
                used: false,
                use_it: Some(with_shift(state, form, &best.parameters)),
                unfair: true,
                env,
            });
            (line, fair)
        });
        let head = |words: AttrValue| html! { <th scope="col">{ words }</th> };
        html! {
            <section class="methods" aria-labelledby="methods-title">
                <h3 id="methods-title" class="caption">{ t!("check.methods") }</h3>
                <div class="table-scroll" tabindex="0" role="group" aria-label={t!("check.methods")}>
                    <table class="data" translate="no">
                        <thead><tr>
                            { head(t!("check.method.name")) }
                            if labelled {
                                { head(t!("accuracy.name")) }
                                <th scope="col" class="is-interval"><span class="visually-hidden">{ t!("check.interval_name") }</span></th>
                            }
                            { head(t!("check.flips_name")) }
                        </tr></thead>
                        <tbody>
                            { for lines }
                            if let Some((line, _)) = &best { { line.clone() } }
                        </tbody>
                    </table>
                </div>
                if let Some((_, fair)) = &best {
                    <p class="hint" translate="no">
                        { t!("check.fair", accuracy = i18n::percent(to_tenth(fair.accuracy().unwrap_or(0.0))), right = fair.right, counted = fair.counted) }
                        { t!("number.sentence_separator") }{ t!("check.flatters") }
                    </p>
                } else if labelled {
                    <p class="hint">{ t!("check.search_hint") }</p>
                    <div class="buttons"><button onclick={env.on_click(AppMsg::Edit(EditMsg::SearchBest))}>{ t!("check.search") }</button></div>
                }
            </section>
        }
    }
}

/// One line of the table.
struct Line<'a> {
    name: AttrValue,
    counts: Result<&'a Counts, ZeroProbability>,
    used: bool,
    /// The state in which it is in use; `None` if it is, or cannot be.
    use_it: Option<State>,
    unfair: bool,
    env: &'a Env,
}

impl Methods {
    fn line(&self, line: Line) -> Html {
        let has_labels = self.checked.counted() > 0;
        let name = match line.use_it {
            Some(state) => {
                let onclick = line.env.edit(Action::Replace(Box::new(state)));
                html! { <button class="link-button" {onclick} aria-label={t!("check.use", name = line.name)}>{ &line.name }</button> }
            }
            None => html! { { &line.name } },
        };
        let class = classes!(
            line.used.then_some("is-used"),
            line.unfair.then_some("is-unfair")
        );
        let share = |share: Option<f64>| match share {
            Some(share) => {
                html! { <td data-full={full(share)}>{ i18n::percent(to_tenth(share)) }</td> }
            }
            None => html! { <td>{ "–" }</td> },
        };
        match line.counts {
            Ok(counts) => html! {
                <tr {class} aria-current={line.used.then_some("true")}>
                    <th scope="row">{ name }</th>
                    if has_labels {
                        { share(counts.after.accuracy()) }
                        <td class="is-interval">{ interval(&counts.after) }</td>
                    }
                    <td>
                        if has_labels {
                            <span aria-label={t!("accuracy.flips", gained = counts.to_right, lost = counts.to_wrong)} role="img">
                                { format!("+{} −{}", counts.to_right, counts.to_wrong) }
                            </span>
                        } else { { counts.flips() } }
                    </td>
                </tr>
            },
            Err(zero) => {
                let label = i18n::label(&self.state, zero.label);
                html! {
                    <tr {class}>
                        <th scope="row">{ name }</th>
                        <td colspan={if has_labels { "3" } else { "1" }} class="is-name">{ t!("fit.undefined_one", label = label) }</td>
                    </tr>
                }
            }
        }
    }
}

/// The name of a way to find W and b.
pub(super) fn name(approach: Approach, several: bool) -> AttrValue {
    match approach {
        Approach::None => t!("check.method.none"),
        Approach::AveragedParameters if several => t!("check.method.parameters"),
        Approach::AveragedParameters => t!("check.method.diagonal"),
        Approach::AveragedProbabilities => t!("check.method.probabilities"),
        Approach::Additive => t!("check.method.additive"),
        Approach::Batch => t!("check.method.batch"),
        Approach::ByHand => t!("check.method.by_hand"),
    }
}

/// An accuracy with its interval, on a line from 0 to 100 %.
fn interval(counts: &Confusion) -> Html {
    let (low, high) = counts.interval();
    let counted = counts.counted();
    let place = |share: f64| fixed(share * WIDTH, 1);
    let at = counts.accuracy().unwrap_or(0.0);
    html! {
        <svg class="interval" viewBox={format!("-4 0 {} 14", WIDTH + 8.0)} width={WIDTH.to_string()} height="14" role="img"
            aria-label={t!("check.interval", low = percent_of(low, counted), high = percent_of(high, counted))}
            data-full={t!("check.interval_full", low = full(low), high = full(high))}>
            <path class="interval-scale" d={format!("M0 7H{WIDTH}")} />
            <path class="interval-range" d={format!("M{} 7H{}", place(low), place(high))} />
            <circle cx={place(at)} cy="7" r="4" />
        </svg>
    }
}
