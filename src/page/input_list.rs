use super::{Language, Request, words};
use crate::calibration::Output;
use crate::explainer::TestInput;
use rust_i18n::t;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) labels: Rc<Vec<String>>,
    pub(super) inputs: Rc<Vec<TestInput>>,
    /// Empty where W is undefined.
    pub(super) outputs: Rc<Vec<Output>>,
    pub(super) order: Rc<Vec<usize>>,
    pub(super) selected: usize,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// All test inputs, flips first; choosing one puts it on the big chart.
#[component(InputList)]
pub(super) fn input_list(props: &Props) -> Html {
    let Props {
        labels,
        inputs,
        outputs,
        order,
        selected,
        language,
        send,
    } = props;
    let row = |&i: &usize| {
        let input = inputs.get(i)?;
        let output = outputs.get(i);
        Some(html! {
            <InputRow key={i} {i} text={input.text.clone()} {labels} right={input.label}
                before={output.map(|o| words::decision(&o.label_before, labels))}
                after={output.map(|o| words::decision(&o.label_after, labels))}
                swatches={output.map(|o| (o.label_before.index(), o.label_after.index()))}
                selected={i == *selected} language={*language} {send} />
        })
    };
    html! {
        <section class="inputs-section" aria-labelledby="inputs-title">
            <h3 id="inputs-title" class="caption">{ t!("inputs.title", count = inputs.len()) }</h3>
            <ol class="inputs">{ for order.iter().filter_map(row) }</ol>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    i: usize,
    text: AttrValue,
    labels: Rc<Vec<String>>,
    right: Option<usize>,
    /// Who wins, in words; `None` where W is undefined.
    before: Option<String>,
    after: Option<String>,
    /// The labels that count, before and after.
    swatches: Option<(usize, usize)>,
    selected: bool,
    language: Language,
    send: Callback<Request>,
}

/// One test input: its text, its labels before and after, right or wrong.
#[component(InputRow)]
fn input_row(props: &RowProps) -> Html {
    let RowProps {
        i,
        text,
        labels,
        right,
        before,
        after,
        swatches,
        selected,
        send,
        ..
    } = props;
    let i = *i;
    let onclick = send.reform(move |_: MouseEvent| Request::Select(i));
    let text = if text.is_empty() {
        t!("inputs.unnamed", number = i + 1).into_owned()
    } else {
        text.to_string()
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
                    <span class="input-labels">
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
