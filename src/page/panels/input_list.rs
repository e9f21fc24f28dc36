use crate::calibration::Argmax;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, ViewMsg};
use crate::state::Inputs;
use std::rc::Rc;
use yew::prelude::*;

/// Greatest number of test inputs that are listed.
const MOST_LISTED: usize = 500;

/// The list of the test inputs, flips first; choosing one puts it on the big chart.
#[derive(Clone, PartialEq)]
pub(crate) struct InputList {
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) inputs: Inputs,
    /// Empty if W is undefined.
    pub(crate) labels_after: Rc<Vec<Argmax>>,
    /// Indices of the inputs in the order of the list.
    pub(crate) order: Rc<Vec<usize>>,
    pub(crate) selected: usize,
}

impl View for InputList {
    fn view(&self, env: &Env) -> Html {
        let Self {
            labels,
            inputs,
            labels_after,
            order,
            selected,
        } = self;
        let row = |&i: &usize| {
            let input = inputs.get(i)?;
            let after = labels_after.get(i);
            let decided = after.map(|after| (Argmax::of(input.p.as_slice()), *after));
            let row = InputRow {
                i,
                text: input.text.to_owned().into(),
                labels: Rc::clone(labels),
                right: input.label,
                before: decided.map(|(before, _)| i18n::decision(&before.decision(), labels)),
                after: decided.map(|(_, after)| i18n::decision(&after.decision(), labels)),
                swatches: decided.map(|(before, after)| (before.index(), after.index())),
                selected: i == *selected,
            };
            Some(row.memo(i, env))
        };
        html! {
            <section class="inputs-section" aria-labelledby="inputs-title">
                <h3 id="inputs-title" class="caption">{ t!("inputs.title", count = inputs.len()) }</h3>
                <ol class="inputs">{ for order.iter().take(MOST_LISTED).filter_map(row) }</ol>
                if let Some(more) = inputs.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
                    <p class="hint">{ t!("inputs.more", count = more) }</p>
                }
            </section>
        }
    }
}

/// One test input: its text, its labels before and after, right or wrong.
#[derive(Clone, PartialEq)]
pub(crate) struct InputRow {
    i: usize,
    text: AttrValue,
    labels: Rc<Vec<String>>,
    right: Option<usize>,
    /// The label or the tie in words; `None` if W is undefined.
    before: Option<AttrValue>,
    after: Option<AttrValue>,
    /// Indices of the labels before and after; of a tie, the first.
    swatches: Option<(usize, usize)>,
    selected: bool,
}

impl View for InputRow {
    fn view(&self, env: &Env) -> Html {
        let Self {
            i,
            text,
            labels,
            right,
            before,
            after,
            swatches,
            selected,
        } = self;
        let i = *i;
        let onclick = env.on_click(AppMsg::View(ViewMsg::Select(i)));
        let text = if text.is_empty() {
            t!("inputs.unnamed", number = i + 1)
        } else {
            text.clone()
        };
        let (class, mark, outcome) = match (right, swatches) {
            (Some(right), Some((before, after))) => match (before == right, after == right) {
                (false, true) => ("is-mended", "✓", t!("inputs.mended")),
                (true, false) => ("is-broken", "✗", t!("inputs.broken")),
                (true, true) => ("is-right", "✓", t!("inputs.right")),
                (false, false) => ("is-wrong", "✗", t!("inputs.wrong")),
            },
            (None, Some((before, after))) if before != after => {
                ("is-flipped", "↔", t!("inputs.flipped"))
            }
            _ => ("", "", "".into()),
        };
        let right_name = right.and_then(|right| labels.get(right).cloned());
        html! {
            <li class={classes!("input-row", class)}>
                <button {onclick} aria-current={selected.then_some("true")}>
                    <span class="input-mark" aria-hidden="true">{ mark }</span>
                    <span class="input-row-text" dir="auto">{ text }</span>
                    if let (Some(before), Some(after), Some((b, a))) = (before, after, swatches) {
                        <span class="input-labels" translate="no">
                            <span class={format!("swatch is-before label-{b}")} aria-hidden="true"></span>{ before }
                            if a != b {
                                <span aria-hidden="true">{ " → " }</span>
                                <span class="visually-hidden">{ t!("verdict.becomes") }</span>
                                <span class={format!("swatch label-{a}")} aria-hidden="true"></span>{ after }
                            }
                        </span>
                    }
                    <span class="visually-hidden">
                        { outcome }
                        if let Some(name) = right_name { { t!("inputs.right_label", label = name) } }
                    </span>
                </button>
            </li>
        }
    }
}
